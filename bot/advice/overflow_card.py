"""The linked card of an ask, in the overflow pod's channel."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.advice import controls
from bot.advice.facts import Around
from bot.advice.phrases import WORDLESS, clock, start, words_of
from bot.advice.room import CARD_LINES, QUESTION_ALOUD, lines_with_emoji
from bot.advice.rules import claimer_answered
from bot.advice.settled import settled_overflow_card
from bot.advice.small_print import ASKED, HELD, WITH_STATE, Values, fullest, values_of
from bot.advice.taken import Lead, taken_leads
from bot.text import kit
from bot.text.fitting import fit, lines
from bot.text.kit import Card
from storage.advice import LIVE, Ask, AskState, OverflowReason, Reply

_ALOUD: Final = "{first}: {question}"
_ALOUD_CLAIMER_ANSWERED: Final = "{first}: {question} — {claimer} answered"
_ALOUD_SOMEONE_ANSWERED: Final = "{first}: {question} — someone answered"

_FROM_THERE: Final[tuple[Lead, ...]] = (
    ("From {pod} · {state}", (ASKED,)),
    ("From {pod}", WITH_STATE),
)
_HELD_FROM: Final = ("{pod} · {state} · {held}", "{pod} · {held}", "{held}")
_REASONS: Final = {
    OverflowReason.CLOSED: "From {pod} (closed there now) · {state}",
    OverflowReason.FEW_PRESENT: "From {pod} (few people there now) · {state}",
    OverflowReason.UNANSWERED: "From {pod} (no answer there yet) · {state}",
}


def overflow_card(
    ask: Ask,
    answers: Sequence[Reply],
    home_pod: str,
    reason: OverflowReason,
    zone: str,
    *,
    partner: bool = False,
    opens_at: datetime | None = None,
    held_until: datetime | None = None,
) -> Card:
    """The ask's card in the overflow pod's channel.

    `home_pod` is the home pod's name, `zone` its market's; `opens_at` is when it opens again,
    where it is closed; `held_until` is of a claimer who took more time. A partner organisation
    sees the masked question and no names.
    """
    if ask.state not in LIVE:
        return settled_overflow_card(ask, answers, home_pod, partner=partner)
    opens = clock(opens_at, zone) if opens_at else ""
    around = Around(home_pod, held_until=held_until)
    values = values_of(ask, zone, around, partner=partner) | {"opens": opens}
    answered = claimer_answered(ask, answers)
    leads = _leads(ask, reason, partner, opens_at, answered)
    lead, small = _roomiest(leads, values, lines(fit(words_of(ask.question), CARD_LINES - 2)))
    if held_until and ask.state is AskState.CLAIMED:
        small = _held_small(lead)
    room = CARD_LINES - 1 - lines_with_emoji(lead.format(**values))
    blocks = [
        kit.section(f"🙋 *{lead.format(**values)}*"),
        kit.words(fit(words_of(ask.question), room) or WORDLESS),
        kit.context(fullest(small, ask, values, zone)),
        kit.actions(*controls.of_overflow_card(ask, named=not partner, answered=answered)),
    ]
    return Card(_aloud_there(leads, values, ask, partner, answered), blocks)


def _leads(
    ask: Ask,
    reason: OverflowReason,
    partner: bool,
    opens_at: datetime | None,
    answered: bool,
) -> tuple[Lead, ...]:
    """First lines of the linked card, the fullest first, each with the small print that it
    leaves to say.
    """
    if ask.state is AskState.CLAIMED:
        return taken_leads(answered=answered, partner=partner)
    closed_until = reason is OverflowReason.CLOSED and opens_at
    full = "From {pod} (closed until {opens} there) · {state}" if closed_until else _REASONS[reason]
    return (full, (ASKED,)), *_FROM_THERE


def _roomiest(leads: Sequence[Lead], values: Values, most: int) -> Lead:
    """The fullest first line that leaves the question `most` lines, or else the shortest one."""
    room = CARD_LINES - 1 - most
    fitting = (each for each in leads if lines_with_emoji(each[0].format(**values)) <= room)
    return next(fitting, leads[-1])


def _held_small(lead: str) -> tuple[str, ...]:
    """Until when it is held, and what the first line does not say."""
    if "{pod}" not in lead:
        return _HELD_FROM
    return ("{topic} · {held}", "{held}") if "{state}" in lead else HELD


def _aloud_there(
    leads: Sequence[Lead], values: Values, ask: Ask, partner: bool, answered: bool
) -> str:
    """The linked card shows no answer: only that there is one."""
    template, (first, _) = _ALOUD, leads[0]
    if answered:
        template, (first, _) = _ALOUD_CLAIMER_ANSWERED, _FROM_THERE[0]
        if partner:
            template = _ALOUD_SOMEONE_ANSWERED
    return template.format(
        first=first.format(**values),
        question=start(ask.question, QUESTION_ALOUD),
        claimer=values["claimer"],
    )
