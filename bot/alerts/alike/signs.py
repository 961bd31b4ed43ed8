"""What live alerts say, as questions are compared with it: read once for each version of each."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import UUID

from bot.alerts.alike.fitting import Signs, fits, signs_of
from bot.alike.gist import Gist, Places, Rarity, read, same_word
from bot.alike.likeness import cosine_of
from bot.meaning.embedder import Embedder
from bot.meaning.errors import EmbedderFailed
from bot.text.phrases import words_of
from bot.text.terms import words
from storage.alerts import Alert, AlertKind
from storage.topics import Topic

if TYPE_CHECKING:
    from bot.meaning.vectors import Vector

KEPT: Final = 4000
"""Of so many alerts, and so many questions: some more than a company has at once."""

_MEANS: Final[Mapping[AlertKind, str]] = {
    AlertKind.NETWORK_OUTAGE: "no service",
    AlertKind.POWER_OUTAGE: "power",
    AlertKind.WILDFIRE: "fire",
    AlertKind.STORE: "store",
    AlertKind.FRAUD: "fraud",
}
"""What a headline of three words leaves to its kind."""

_USUAL: Final = Rarity.of()
_NEITHER_NEAR_NOR_FAR: Final = 0.92


class Known(NamedTuple):
    """`market` are the words of the market's name, where all its customers are: they are no place
    within it. `whole`: the alert names no other place. `vector` is None without an embedder.
    """

    signs: Signs
    market: Places
    whole: bool
    vector: "Vector | None" = None


class AlertSigns:
    """The signs of alerts, by alert and version."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder
        self._known: dict[tuple[UUID, int], Known] = {}
        self._read: dict[str, Vector] = {}

    async def of(self, alert: Alert, market: str) -> Known:
        """Of an alert, in the market of this name."""
        key = alert.id, alert.version
        if (known := self._known.get(key)) is None:
            said = said_by(alert)
            known = know(alert.kind, said, market, await self.vector(said))
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[key] = known
        return known

    def has_vector(self, text: str) -> bool:
        """Whether its vector costs nothing."""
        return self._embedder is None or text in self._read

    async def vector(self, text: str) -> "Vector | None":
        """The vector of a text, made once; None without an embedder, or where it fails."""
        if self._embedder is None or text in self._read:
            return self._read.get(text)
        try:
            vector = await self._embedder.query(text)
        except EmbedderFailed:
            return None
        if len(self._read) >= KEPT:
            self._read.clear()
        self._read[text] = vector
        return vector


def said_by(alert: Alert) -> str:
    """Its facts, but who works on it and who says so: no customer asks about these."""
    said = (alert.headline, alert.what, alert.where, alert.cause, alert.areas_words)
    return ". ".join(filter(None, map(words_of, said)))


def know(kind: AlertKind, said: str, market: str, vector: "Vector | None" = None) -> Known:
    """What an alert says that a question can be compared with."""
    signs, here = signs_of(kind, said), frozenset(words(market))
    gist = signs.gist
    meant = gist.meant | ({_MEANS[kind]} if kind in _MEANS else frozenset())
    within = gist.places - here
    named = gist._replace(meant=meant, places=within or here)
    return Known(signs._replace(gist=named), here, not within, vector)


def find_best(asked: Gist, vector: "Vector | None", alerts: Mapping[UUID, Known]) -> UUID | None:
    """The alert that a question is about: the one that fits best, the first of equals."""
    fit = {each: fit_of(asked, vector, alerts[each]) for each in alerts}
    best = max(fit, key=lambda each: fit[each], default=None)
    return best if best is not None and fit[best] >= 0 else None


def names(asked: Gist, known: Known) -> bool:
    """Whether a question says where the alert is: its place, or its market. Somebody who takes the
    calls of several markets asks of another one than their own only where they say so.
    """
    if known.market and known.market <= asked.said:
        return True
    there = known.signs.gist.places - known.market
    slips = any(same_word(said, each) for said in asked.places for each in there)
    return slips or not there.isdisjoint(asked.said)


def fit_of(asked: Gist, vector: "Vector | None", known: Known) -> float:
    """From 0 on the question is about the alert."""
    return _fit(asked, known, cosine_of(vector, known.vector))


def guess_of(asked: Gist, known: Known) -> float:
    """As `fit_of`, before the question has a vector: for choosing which are worth one."""
    return _fit(asked, known, _NEITHER_NEAR_NOR_FAR)


@lru_cache(maxsize=KEPT)
def gist_of(question: str, topic: Topic, places: Places) -> Gist:
    """As `bot.alike.gist.read`, once for each question."""
    return read(question, topic, places)


def _fit(asked: Gist, known: Known, cosine: float | None) -> float:
    """A place within the market is never another one than the market."""
    within, signs = asked.places - known.market, known.signs
    if within and known.whole:
        signs = signs._replace(gist=signs.gist._replace(places=frozenset()))
    elif not known.whole:
        asked = asked._replace(places=within)
    return fits(asked, signs, _USUAL, cosine)
