"""What two editors made of the same field, and what the fields are called."""

from datetime import datetime
from typing import Final

from bot.alerts.area_names import area_names
from bot.alerts.draft import Draft
from bot.alerts.merging import Conflict
from bot.alerts.phrases import BASES, KINDS, NO_TIME, SEVERITIES, when
from bot.text.escaping import escape, shorten
from bot.text.phrases import WORDLESS, words_of
from storage.alerts_reach import MarketPlace

FIELDS: Final = {
    "kind": "Kind",
    "severity": "Severity",
    "headline": "What is happening",
    "what": "What customers notice",
    "where": "Where exactly",
    "cause": "Cause",
    "who": "Who works on it",
    "source": "Who says so",
    "areas": "Counties and zones",
    "areas_words": "Where, for customers",
    "starts_at": "Since when",
    "expected_end": "Expected end",
    "basis": "Whose time it is",
    "say_en": "One way to say it (English)",
    "say_es": "One way to say it (Spanish)",
    "only_pods": "Pods",
}
_LONGEST: Final = 900  # escaped, of each
_COMPARED: Final = "*{field}*\nTheirs: {theirs}\nYours: {mine}"


def compared(conflict: Conflict, market: MarketPlace, now: datetime) -> str:
    """Both, for mrkdwn."""
    told = {
        "theirs": value(conflict.theirs, conflict.field, market, now),
        "mine": value(conflict.mine, conflict.field, market, now),
    }
    return _COMPARED.format(field=FIELDS[conflict.field], **told)


def value(draft: Draft, field: str, market: MarketPlace, now: datetime) -> str:
    """What a field says, as people read it, for mrkdwn."""
    said = getattr(draft, field)
    match field:
        case "kind":
            return KINDS[draft.kind] if draft.kind else WORDLESS
        case "severity":
            return SEVERITIES[draft.severity]
        case "expected_end" | "basis":
            if draft.expected_end is None:
                return NO_TIME
            at = when(draft.expected_end, now, market.timezone)
            return f"{at} · {BASES[draft.basis].lower()}"
        case "starts_at":
            return when(said, now, market.timezone) if said else WORDLESS
        case "areas":
            names = ", ".join(area_names(draft.areas, market.areas))
            return escape(shorten(names, _LONGEST)) or "all"
        case "only_pods":
            return escape(shorten(", ".join(said), _LONGEST)) or "all"
    return shorten(escape(words_of(said)), _LONGEST) or WORDLESS
