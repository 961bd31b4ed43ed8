"""Questions of matters that are known to be one, and alerts of them: `benchmarks/matters/*.txt`.

How such a file is read stands in the first lines of `tuning.txt`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot.alerts.alike.fitting import Signs, signs_of
from bot.alike.gist import Gist, Places, Rarity, places_of, read
from bot.meaning.embedder import Embedder
from bot.text.topics import guess
from storage.alerts import AlertKind

if TYPE_CHECKING:
    from bot.meaning.vectors import Vector

FOLDER = Path(__file__).parent / "matters"
NOISE = "noise"
SAMPLES = Path(__file__).parent.parent / "bot" / "practices" / "sample"


@dataclass(frozen=True)
class Question:
    """One ask. `lone`: nobody else asks of it. `vague`: it could be of any matter in its family."""

    text: str
    family: str
    matter: str
    lone: bool
    vague: bool


@dataclass(frozen=True)
class Announced:
    """An alert of a matter."""

    family: str
    matter: str
    kind: AlertKind
    said: str


@dataclass(frozen=True)
class Known:
    """A question with what likeness is made of. `vector` is None without an embedder."""

    question: Question
    gist: Gist
    vector: "Vector | None"


@dataclass(frozen=True)
class KnownAlert:
    alert: Announced
    signs: Signs
    vector: "Vector | None"


class Half(NamedTuple):
    """One file with all that is known of it."""

    known: list[Known]
    alerts: list[KnownAlert]
    rarity: Rarity


def read_set(name: str) -> tuple[list[Question], list[Announced]]:
    """The questions and the alerts of one file."""
    questions, alerts, family, matter, alone = [], [], "", "", 0
    for line in (FOLDER / f"{name}.txt").read_text().splitlines():
        mark, _, rest = line.partition(" ")
        if mark in ("#", ""):
            continue
        if mark == "=":
            family = rest
        elif mark in ("-", "*"):
            matter = f"{family}: {rest}" if mark == "-" else ""
        elif mark == "!":
            alerts.append(_announced(rest, family, matter))
        else:
            alone += 1
            text, vague = (rest, True) if mark == "~" else (line, False)
            whose = matter or f"{family}: lone {alone}"
            questions.append(Question(text, family, whose, not matter, vague))
    return questions, alerts


def background() -> list[Question]:
    """What the sample practices are about, and the sample day's questions but those of the outage:
    noise among the matters. Nobody said which of them are alike.
    """
    return [Question(text, NOISE, f"{NOISE}: {text}", True, False) for text in _sampled()]


async def load(name: str, past: Sequence[str], embedder: Embedder) -> Half:
    """A file with the noise, as a market would know it whose past weeks were the files `past`:
    these tell how rare a word is, and nothing else.
    """
    questions, alerts = read_set(name)
    noise = background()
    places = places_of(each.text for each in (*questions, *noise))
    before = [each for other in past for each in read_set(other)[0]]
    rarity = Rarity.of(_gist(each, places) for each in (*before, *noise))
    known = [
        Known(each, _gist(each, places), await embedder.query(each.text))
        for each in (*questions, *noise)
    ]
    signs = [
        KnownAlert(each, signs_of(each.kind, each.said, places=places), vector)
        for each in alerts
        for vector in [await embedder.query(each.said)]
    ]
    return Half(known, signs, rarity)


def without_vectors(half: Half) -> Half:
    """As where the extra `meaning` is not installed."""
    return half._replace(
        known=[replace(each, vector=None) for each in half.known],
        alerts=[replace(each, vector=None) for each in half.alerts],
    )


def _gist(question: Question, places: Places) -> Gist:
    return read(question.text, guess(question.text), places)


def _announced(text: str, family: str, matter: str) -> Announced:
    kind, *said = (each.strip() for each in text.split("|"))
    return Announced(family, matter, AlertKind(kind), ". ".join(filter(None, said)))


def _sampled() -> Iterator[str]:
    for file in sorted(SAMPLES.glob("*.md")):
        lines = file.read_text().splitlines()
        yield lines[next(at for at, each in enumerate(lines) if each.startswith("## Situa")) + 2]
    yield "Can a customer have one month off for calls that dropped?"
    yield "Where do I send a customer for an eSIM then?"
