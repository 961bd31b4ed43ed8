"""What an alert says, as it is typed, compared and kept: one flat set of fields."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final, Self

from bot.text.kinds import Kind
from storage.alerts import Alert, AlertKind, AlertSaying, Basis, Severity
from storage.languages import Language

LANGUAGES: Final[tuple[Language, ...]] = ("en", "es")
_TIMES: Final = ("starts_at", "expected_end")
_LISTS: Final = ("areas", "only_pods")


@dataclass(frozen=True, slots=True)
class Draft:
    """Facts empty where nobody knows; no `kind`: it is still to be chosen; no `areas`: the whole
    market; no `only_pods`: all of them.

    `say_en` and `say_es` are one way to say it in each language. Without `starts_at` it begins
    when it is posted. Times are UTC, to the minute.
    """

    kind: AlertKind | None = None
    severity: Severity = Severity.MODERATE
    headline: str = ""
    what: str = ""
    where: str = ""
    cause: str = ""
    who: str = ""
    source: str = ""
    areas: tuple[str, ...] = ()
    areas_words: str = ""
    starts_at: datetime | None = None
    expected_end: datetime | None = None
    basis: Basis = Basis.UNKNOWN
    say_en: str = ""
    say_es: str = ""
    only_pods: tuple[str, ...] = ()

    def say(self, language: Language) -> str:
        """The way to say it in one of `LANGUAGES`."""
        return self.say_es if language == "es" else self.say_en

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        values = asdict(self)
        for name in _TIMES:
            values[name] = values[name].isoformat() if values[name] else None
        return values | {name: list(values[name]) for name in _LISTS}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Self:
        """What `plain` wrote; a field that it does not name is as in a new draft."""
        values = {each.name: plain[each.name] for each in fields(cls) if each.name in plain}
        for name in set(_TIMES) & values.keys():
            values[name] = datetime.fromisoformat(values[name]) if values[name] else None
        for name in set(_LISTS) & values.keys():
            values[name] = tuple(values[name])
        enums = {"kind": AlertKind, "severity": Severity, "basis": Basis}
        for name in enums.keys() & values.keys():
            values[name] = enums[name](values[name]) if values[name] is not None else None
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Masked:
    """A draft whose words may be stored, and what was taken out of them."""

    draft: Draft
    kinds: tuple[Kind, ...] = ()


def draft_of(alert: Alert, sayings: Sequence[AlertSaying]) -> Draft:
    """What an alert says now; of the ways to say it, the first in each language."""
    same = {
        each.name: getattr(alert, each.name)
        for each in fields(Draft)
        if each.name not in ("say_en", "say_es", *_LISTS)
    }
    return Draft(
        **same,
        areas=tuple(sorted(alert.areas)),
        only_pods=tuple(sorted(alert.only_pods)),
        say_en=first_words(sayings, "en"),
        say_es=first_words(sayings, "es"),
    )


def first_saying(sayings: Sequence[AlertSaying], language: Language) -> AlertSaying | None:
    """The way to say it that the card shows: the poster's; the others are colleagues'."""
    return next((each for each in sayings if each.language == language), None)


def first_words(sayings: Sequence[AlertSaying], language: Language) -> str:
    saying = first_saying(sayings, language)
    return saying.text if saying else ""


def to_the_minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
