"""What somebody typed behind the command: "San Diego fiber cut, ETA 2 h"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.alerts.draft import Draft, to_the_minute
from bot.pods.until import read_until
from bot.text.escaping import one_line, shorten
from storage.alerts import AlertKind, Basis

HEADLINE: Final = 150
_CUE: Final = re.compile(
    r"(?:^|[\s,;(–-]+)(?P<cue>eta|until|till|for|back (?:by|in)|expected (?:by|until|in))\b:?\s*"
    r"(?:about |around |~)?",
    re.IGNORECASE,
)
# "9 AM tomorrow", as our own cards say it.
_DAY_BEHIND: Final = re.compile(
    r"^(?P<time>\d[\d:.]*\s*(?:[ap]\.?m\.?)?|noon)\s+(?:on\s+)?"
    r"(?P<day>tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day)$",
    re.IGNORECASE,
)
_MARK: Final = re.compile(r"[,;]\s|\s\(|\s[–-]\s|\.\s")
_LONGEST_TIME: Final = 40
_CLOCK: Final = ("until", "till", "by")
_STATED: Final = frozenset({"until", "till"})
_KINDS: Final = (
    (AlertKind.WILDFIRE, r"wildfires?|brush ?fires?|fires?|incendios?"),
    (
        AlertKind.POWER_OUTAGE,
        r"power|blackouts?|brownouts?|electric\w*|apag[oó]n(?:es)?|psps|shut ?offs?",
    ),
    (
        AlertKind.WEATHER,
        r"storms?|wind|tornado(?:es)?|hurricanes?|floods?|flooding|snow|ice|blizzard|heat|weather|"
        r"tormentas?|hurac[aá]n",
    ),
    (AlertKind.FRAUD, r"fraud|scams?|phishing|smishing|spoof\w*|estafas?|sim ?swaps?"),
    (AlertKind.BILLING, r"bill(?:s|ing|ed)?|charged?|invoices?|autopay|payments?|facturas?"),
    (AlertKind.STORE, r"stores?|shop|tiendas?"),
    (AlertKind.POLICY, r"policy|policies|price|prices|fees?|promo\w*|plan change"),
    (
        AlertKind.NETWORK_OUTAGE,
        r"outages?|fib(?:er|re)|cells?|towers?|sites?|network|service|signal|data|calls?|lte|5g|"
        r"down|cuts?|sms|texts?",
    ),
)
_KIND_WORDS: Final = tuple(
    (kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _KINDS
)


class Market(NamedTuple):
    """One that may be named; `timezone` is its IANA zone."""

    id: UUID
    name: str
    timezone: str


class Typed(NamedTuple):
    """A draft, and of which market it speaks where it begins with the name of one."""

    draft: Draft
    market: UUID | None


def read_typed(text: str, markets: Sequence[Market], local: datetime) -> Typed:
    """`local` is now on the clocks of the person's own market; behind the name of another one a
    time is that one's. What is no time stays in the headline.
    """
    words = one_line(text)
    named, words = _market(words, markets)
    market = named.id if named else None
    draft = _with_end(words, local.astimezone(ZoneInfo(named.timezone)) if named else local)
    headline = shorten(draft.headline, HEADLINE)
    # What a headline cannot hold is not lost.
    what = draft.headline if headline != draft.headline else ""
    return Typed(replace(draft, kind=guess_kind(words), headline=headline, what=what), market)


def guess_kind(words: str) -> AlertKind | None:
    """What it is about, as far as single words tell; None where it is to be asked."""
    found = (kind for kind, pattern in _KIND_WORDS if pattern.search(words))
    return next(found, None)


def _market(words: str, markets: Sequence[Market]) -> tuple[Market | None, str]:
    """The longest name first: "San Diego County" is not "San Diego"."""
    for market in sorted(markets, key=lambda each: -len(each.name)):
        name = re.escape(one_line(market.name))
        said = re.match(rf"{name}(?:\s*[:,–-]\s*|\s+|$)", words, re.IGNORECASE)
        if said:
            return market, words[said.end() :]
    return None, words


def _with_end(words: str, local: datetime) -> Draft:
    for found in _CUE.finditer(words):
        cue, behind = found["cue"].lower(), words[found.end() :]
        for said, rest in _cut(behind):
            end = _read_end(said, local, is_clock=cue.endswith(_CLOCK))
            if end is not None:
                basis = Basis.STATED if cue in _STATED else Basis.ESTIMATED
                headline = _sentence(f"{words[: found.start()]}{rest}")
                return Draft(headline=headline, expected_end=end, basis=basis)
    return Draft(headline=_sentence(words))


def _cut(words: str) -> Iterator[tuple[str, str]]:
    """What may be a time, and what comes behind it: all of it, else as far as the first mark."""
    yield words, ""
    if mark := _MARK.search(words):
        yield words[: mark.start()], words[mark.start() :]


def _read_end(said: str, local: datetime, *, is_clock: bool) -> datetime | None:
    said = _DAY_BEHIND.sub(r"\g<day> \g<time>", said.strip(" )."))
    # "For 5" may be people or minutes; "by 5" is on the clock.
    if not 0 < len(said) <= _LONGEST_TIME or (said.isdigit() and not is_clock):
        return None
    end = read_until(f"until {said}" if is_clock else said, local, ())
    return to_the_minute(end.astimezone(UTC)) if end else None


def _sentence(words: str) -> str:
    """As a sentence begins; nothing else of what was typed changes."""
    words = words.strip(" ,;:–-")
    return words[:1].upper() + words[1:]
