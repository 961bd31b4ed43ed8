"""Customers' personal data is masked before anything is stored or repeated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.text.accounts import find_cued_numbers
from bot.text.addresses import find_addresses
from bot.text.cards import find_cards
from bot.text.digits import BETWEEN, only_digits
from bot.text.emails import find_emails
from bot.text.folding import blank, fold
from bot.text.kinds import LABELS, Detector, Kind, Span
from bot.text.phones import find_long_numbers, find_phones, find_social_numbers
from bot.text.pins import find_pins
from bot.text.slack_tokens import ADDRESS_OF_LINK, MENTION, find_mail_and_phone_links

_DETECTORS: tuple[tuple[Detector, int], ...] = (
    (find_mail_and_phone_links, 0),
    (find_emails, 0),
    (find_cards, 13),
    (find_cued_numbers, 4),
    (find_pins, 0),
    (find_social_numbers, 9),
    (find_addresses, 1),
    (find_phones, 8),
    (find_long_numbers, 9),
)
"""Each detector, first come first served, and how many digits a text needs to interest it."""

_STRICT = frozenset({Kind.EMAIL, Kind.CARD, Kind.IMEI, Kind.ICCID})
_MOST_PASSES = 4
_WORTH_A_LOOK = re.compile(
    r"\d|@|＠|\[at\]|\(at\)|\bat\b|arroba|p(?:ass|in|w)|clave|contrase|nip\b", re.IGNORECASE
)
_LABEL = re.compile("|".join(map(re.escape, LABELS.values())))
_SHORTEST_KEPT = 7


@dataclass(frozen=True)
class Masked:
    """A text that may be stored, and which kinds of data were taken out of it, once each."""

    text: str
    kinds: tuple[Kind, ...] = ()


@dataclass(frozen=True)
class Masker:
    """Masks customers' data; keeps the company's own published numbers and patterns.

    `kept_numbers` are phone or account numbers in any spelling; `kept_patterns` are regular
    expressions: what lies wholly inside a match is kept. Raises `re.error` for a bad pattern.
    """

    kept_numbers: Sequence[str] = ()
    kept_patterns: Sequence[str] = ()
    _patterns: tuple[re.Pattern[str], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        patterns = [re.compile(each, re.IGNORECASE) for each in self.kept_patterns]
        numbers = [only_digits(fold(each).text) for each in self.kept_numbers]
        patterns += [_spelled(each) for each in numbers if len(each) >= _SHORTEST_KEPT]
        object.__setattr__(self, "_patterns", tuple(patterns))

    def mask(self, text: str) -> Masked:
        """`text` with a label in place of every value; masking it again changes nothing."""
        kinds: dict[Kind, None] = {}
        for _ in range(_MOST_PASSES):
            if not _WORTH_A_LOOK.search(text):
                break
            spans = self._spans(text)
            if not spans:
                break
            kinds |= dict.fromkeys(span.kind for span in spans)
            text = _replaced(text, spans)
        return Masked(text, tuple(kinds))

    def _spans(self, text: str) -> list[Span]:
        folded = fold(text)
        view = blank(folded.text, _merged(self._protected(folded.text)))
        strict = [match.span() for match in ADDRESS_OF_LINK.finditer(view)]
        found: list[Span] = []
        digits = len(only_digits(view))
        for detector, fewest in _DETECTORS:
            if digits < fewest:
                continue
            spans = _apart(span for span in detector(view) if _allowed(span, strict))
            if spans:
                found += spans
                view = blank(view, [span[:2] for span in spans])
        return [Span(*folded.original(*span[:2]), span.kind) for span in sorted(found)]

    def _protected(self, view: str) -> Iterator[tuple[int, int]]:
        for pattern in (_LABEL, MENTION, *self._patterns):
            yield from (match.span() for match in pattern.finditer(view) if match[0])


def _spelled(digits: str) -> re.Pattern[str]:
    if len(digits) == 11 and digits.startswith("1"):
        digits = digits[1:]
    country = rf"(?:\+?1{BETWEEN})?\(?" if len(digits) == 10 else r"\+?"
    return re.compile(rf"(?<![0-9]){country}{BETWEEN.join(digits)}(?![0-9])")


def _allowed(span: Span, strict: list[tuple[int, int]]) -> bool:
    if span.kind in _STRICT or not strict:
        return True
    return not any(start <= span.start < end for start, end in strict)


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Sorted; those that overlap become one, of the first one's kind."""
    apart: list[Span] = []
    for span in sorted(spans):
        if apart and span.start < apart[-1].end:
            apart[-1] = apart[-1]._replace(end=max(span.end, apart[-1].end))
        else:
            apart.append(span)
    return apart


def _merged(spans: Iterator[tuple[int, int]] | Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _replaced(text: str, spans: Sequence[Span]) -> str:
    parts: list[str] = []
    at = 0
    for span in spans:
        parts += (text[at : span.start], LABELS[span.kind])
        at = span.end
    return "".join((*parts, text[at:]))
