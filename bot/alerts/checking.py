"""A draft on its way in: plain, masked, complete, and nothing in it that contradicts the rest."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from bot.alerts.draft import LANGUAGES, Draft, Masked, to_the_minute
from bot.alerts.errors import (
    EndsTooEarly,
    MissingWords,
    NoTimeYet,
    StartsTooFarAhead,
    TooManyWords,
    UnknownArea,
    UnknownPod,
    WordsOfAnotherKind,
)
from bot.alerts.rules import STARTS_AT_MOST_IN
from bot.alerts.templates import is_template
from bot.alerts.times import says_a_time
from bot.text.escaping import clean, one_line, shows_something
from bot.text.kinds import Kind
from bot.text.masking import Masked as MaskedWords
from bot.text.masking import Masker
from storage.alerts import AlertKind, Basis

LONGEST: Final = {
    "headline": 150,
    "what": 600,
    "where": 300,
    "cause": 300,
    "who": 300,
    "source": 150,
    "areas_words": 120,
    "say_en": 600,
    "say_es": 600,
}
LONGEST_END_WORDS: Final = 300
# Where customers may hear a time; where and who it comes from are names.
_TIMELESS: Final = ("headline", "what", "who", "cause", "say_en", "say_es")


def masked(masker: Masker, draft: Draft) -> Masked:
    """Every word that was typed, as it may be stored. Raises `TooManyWords`. Done again, nothing
    changes.
    """
    kinds: dict[Kind, None] = {}
    words: dict[str, Any] = {}
    for name, longest in LONGEST.items():
        found = typed(masker, getattr(draft, name), lines=name in ("say_en", "say_es", "what"))
        if len(found.text) > longest:
            raise TooManyWords(name, len(found.text), longest)
        words[name], kinds = found.text, kinds | dict.fromkeys(found.kinds)
    return Masked(replace(draft, **words), tuple(kinds))


def typed(masker: Masker, text: str, *, lines: bool = False) -> MaskedWords:
    """What a person typed, on one line unless it may have `lines`; nothing where none of it
    would be seen.
    """
    cleaned = clean(text).strip()
    cleaned = cleaned if lines else one_line(cleaned)
    return masker.mask(cleaned if shows_something(cleaned) else "")


def complete(
    draft: Draft,
    now: datetime,
    areas: Collection[str],
    pods: Collection[str],
    over_is_fine: bool = False,
) -> Draft:
    """The draft as it may be posted: without a time its basis is unknown, and with an unknown
    basis it has no time. Raises `BadInput` with the field at fault. `areas` and `pods`
    are those of the market; `over_is_fine`: an expected end that passed stays as it was.
    """
    kind_of(draft)
    start = to_the_minute(draft.starts_at or now)
    end = to_the_minute(draft.expected_end) if draft.expected_end else None
    if start - now > STARTS_AT_MOST_IN:
        raise StartsTooFarAhead
    if not set(draft.areas) <= set(areas):
        raise UnknownArea
    if not set(draft.only_pods) <= set(pods):
        raise UnknownPod
    end = end if draft.basis is not Basis.UNKNOWN else None
    if end is None:
        check_timeless(draft)
    elif end <= start:
        raise EndsTooEarly(before_start=True)
    elif end <= now and not over_is_fine:
        raise EndsTooEarly(before_start=False)
    return replace(
        draft,
        basis=draft.basis if end else Basis.UNKNOWN,
        starts_at=start,
        expected_end=end,
        areas=tuple(sorted(set(draft.areas))),
        only_pods=tuple(sorted(set(draft.only_pods))),
    )


def kind_of(draft: Draft) -> AlertKind:
    """Of a draft that somebody can make something of. Raises `MissingWords` without a headline or
    a kind.
    """
    if not draft.headline:
        raise MissingWords("headline")
    if draft.kind is None:
        raise MissingWords("kind")
    return draft.kind


def check_words(draft: Draft) -> None:
    """Raises `WordsOfAnotherKind` for words to start from that nobody chose for this kind."""
    found = [
        f"say_{each}"
        for each in LANGUAGES
        if is_template(draft.say(each)) and not is_template(draft.say(each), draft.kind, each)
    ]
    if found:
        raise WordsOfAnotherKind(*found)


def check_timeless(draft: Draft) -> None:
    """Raises `NoTimeYet` for the fields that promise one."""
    if found := [name for name in _TIMELESS if says_a_time(getattr(draft, name))]:
        raise NoTimeYet(*found)
