"""Our own webhook, for the company's network operations: docs/alerts-intake.md documents it.

Every message says all that is known of one event, under its key and with a higher revision. What
is wrong with it is told by field and refused as a whole: its sender is a program that somebody
can correct.
"""

from datetime import UTC
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
)
from pydantic_core import ErrorDetails

from bot.alerts.facts import (
    AlertKind,
    Basis,
    Certainty,
    Facts,
    Lifecycle,
    Reading,
    Report,
    Severity,
)
from bot.alerts.feeds.areas import areas
from bot.alerts.feeds.errors import Unreadable
from bot.alerts.feeds.reading import (
    MOST_FACT,
    MOST_HEADLINE,
    MOST_LINK,
    Problems,
    hashed,
    is_json_that,
    link_of,
    load_json,
    words,
)
from bot.alerts.feeds.reading import moment as sane
from bot.alerts.times import says_a_time
from storage.languages import Language

MOST_BODY: Final = 200_000
MOST_SAYING: Final = 600
LONGEST_DAYS: Final = 366
EVERYWHERE: Final = "all"
_KEY: Final = r"^[A-Za-z0-9][A-Za-z0-9._:/#-]{0,99}$"
_WHY: Final = {
    "missing": "is needed",
    "extra_forbidden": "is not known",
    "timezone_aware": "needs its zone, such as Z or -08:00",
    "too_short": "needs at least one",
    "string_pattern_mismatch": "needs 1 to 100 of A-Z a-z 0-9 . _ : / # -",
}


def _shown(text: str) -> str:
    cleaned = words(text, len(text) + 1)
    if not cleaned:
        raise ValueError("needs some words")
    return cleaned


def _one_line(text: str) -> str:
    return " ".join(_shown(text).split())


Fact = Annotated[str, AfterValidator(words)]
Key = Annotated[str, Field(pattern=_KEY)]
Line = Annotated[str, Field(max_length=MOST_HEADLINE), AfterValidator(_one_line)]
Saying = Annotated[str, Field(max_length=MOST_SAYING), AfterValidator(_shown)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SaidFacts(_Strict):
    """As `Facts`: left out where nobody knows."""

    what: Annotated[Fact, Field(max_length=MOST_FACT)] = ""
    where: Annotated[Fact, Field(max_length=300)] = ""
    cause: Annotated[Fact, Field(max_length=300)] = ""
    who: Annotated[Fact, Field(max_length=300)] = ""
    source: Annotated[Fact, Field(max_length=150)] = ""


class SaidEvent(_Strict):
    """One message, as it comes."""

    version: Literal[1]
    key: Key
    revision: int = Field(ge=1, le=10**12)
    lifecycle: Lifecycle
    kind: AlertKind
    severity: Severity
    certainty: Certainty = Certainty.OBSERVED
    event: Line | None = None
    areas: Annotated[list[str], Field(min_length=1, max_length=1_000)]
    headline: Line
    facts: SaidFacts = SaidFacts()
    say: dict[Language, Saying] = {}
    starts: AwareDatetime
    expected_end: AwareDatetime | None = None
    basis: Basis
    link: Annotated[str, Field(max_length=MOST_LINK)] | None = None
    replaces: Annotated[list[Key], Field(max_length=100)] = []


def recognises(body: bytes) -> bool:
    """Whether it looks like one; `read` may still find that it is wrong."""
    return is_json_that(body, _shaped)


def _shaped(document: Any) -> bool:
    return isinstance(document, dict) and "lifecycle" in document and "revision" in document


def read(body: bytes, source: str = "intake") -> Reading:
    """The event, or what is wrong with it, by field. Raises Unreadable: not a JSON object."""
    if len(body) > MOST_BODY:
        raise Unreadable(f"The message has {len(body)} bytes; at most {MOST_BODY} are read.")
    if not isinstance(load_json(body), dict):
        raise Unreadable("The message is no JSON object.")
    problems = Problems()
    try:
        said = SaidEvent.model_validate_json(body.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=False):
            problems.note(_place(each), _why(each))
        return Reading([], problems.bounded(), at=None, complete=False)
    reach = _areas(said, problems)
    _check_times(said, problems)
    _check_words(said, problems)
    reports = [] if problems else [_report(said, reach, source)]
    return Reading(reports, problems.bounded(), at=None, complete=False)


def _place(error: ErrorDetails) -> str:
    return ".".join(map(str, error["loc"])).removesuffix(".[key]") or "body"


def _why(error: ErrorDetails) -> str:
    told = error["msg"].removeprefix("Value error, ").replace("Input should", "has to")
    return _WHY.get(error["type"], told[:1].lower() + told[1:])


def _areas(said: SaidEvent, problems: Problems) -> frozenset[str]:
    if said.areas == [EVERYWHERE]:
        return frozenset()
    known, unknown = areas(said.areas)
    for code in unknown:
        problems.note(f"areas.{said.areas.index(code)}", f"{code!r} is no code of an area")
    return known


def _check_times(said: SaidEvent, problems: Problems) -> None:
    """An end needs its basis, and a basis its end: with `unknown` there is none."""
    starts, end = said.starts, said.expected_end
    for name, time in (("starts", starts), ("expected_end", end)):
        if time and sane(time.isoformat()) is None:
            problems.note(name, "is in an absurd year")
    if said.basis is Basis.UNKNOWN and end:
        problems.note("expected_end", "cannot be given when its basis is unknown")
    elif said.basis is not Basis.UNKNOWN and end is None:
        problems.note("expected_end", f"is needed when its basis is {said.basis}")
    elif end and not 0 < (end - starts).total_seconds() <= LONGEST_DAYS * 86_400:
        problems.note("expected_end", "has to be after the start, by a year at most")
    if said.link is not None and link_of(said.link) is None:
        problems.note("link", "is no address that begins with https:// or http://")


def _check_words(said: SaidEvent, problems: Problems) -> None:
    """Where nobody knows until when, nobody is to read a time out."""
    if said.basis is not Basis.UNKNOWN or said.lifecycle is Lifecycle.ENDED:
        return
    told = {f"facts.{name}": getattr(said.facts, name) for name in ("what", "cause", "who")}
    told |= {f"say.{name}": text for name, text in said.say.items()}
    for place, text in {"headline": said.headline, **told}.items():
        if says_a_time(text):
            problems.note(place, "names a time, while the basis is unknown: say 'no time yet'")


def _report(said: SaidEvent, reach: frozenset[str], source: str) -> Report:
    facts: dict[str, Any] = said.facts.model_dump()
    is_over = said.lifecycle is Lifecycle.ENDED
    return Report(
        source=source,
        key=said.key,
        revision=f"{said.revision:013}",
        event=said.event or said.kind.replace("_", " ").capitalize(),
        kind=said.kind,
        severity=said.severity,
        certainty=said.certainty,
        areas=frozenset() if is_over else reach,  # over wherever it was, whatever is named now
        headline=said.headline,
        facts=Facts(**facts),
        starts=said.starts.astimezone(UTC),
        expected_end=said.expected_end.astimezone(UTC) if said.expected_end else None,
        basis=said.basis,
        lifecycle=said.lifecycle,
        link=link_of(said.link),
        raw_hash=hashed(said.model_dump(mode="json", exclude={"revision"})),
        replaces=frozenset(said.replaces),
        sayings=tuple(sorted(said.say.items())),
        is_whole=said.lifecycle in (Lifecycle.NEW, Lifecycle.UPDATE),
    )
