"""The cards of an ask: the living one in its pod's channel, the linked one in the overflow pod's.

The short replies in its thread stand in `thread.py`, private messages in `whispers.py`, modals
in `modals.py`, Home in `home.py`, the buttons in `controls.py`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.advice import controls
from bot.advice.phrases import (
    TOPICS,
    WORDLESS,
    at_minute,
    at_second,
    by,
    call_state,
    clock,
    gist,
    label,
    latest_of_each,
    mention,
    name,
    pod_name,
    same_day,
    start,
    words_of,
)
from bot.text import kit
from bot.text.escaping import escape
from bot.text.fitting import SMALL, fit, lines
from bot.text.kit import Card
from storage.advice import Ask, AskState, CallState, OverflowReason, Reply, Source

CARD_LINES: Final = 5  # at 320 px, above the buttons
QUESTION_ALOUD: Final = 150
ACCEPTED_SHOWN: Final = 140

_LIVE: Final = (AskState.OPEN, AskState.CLAIMED)
_ASKED: Final = "{topic} · asked {second}"
_ALL_IN_THREAD: Final = " (all in the thread)"
_QUIET: Final = {
    AskState.NOTHING_OWED: ("☑️", "{who} · {topic} — call ended, nothing owed"),
    AskState.WITHDRAWN: ("↩️", "{who} · {topic} — question taken back"),
    AskState.NOT_A_QUESTION: ("💬", "{who} — not a question"),
    AskState.LAPSED: ("⌛", "{who} · {topic} — went quiet, so it is closed"),
}
_REASONS: Final = {
    OverflowReason.CLOSED: "From {pod} (closed there now) · {state}",
    OverflowReason.FEW_PRESENT: "From {pod} (few people there now) · {state}",
    OverflowReason.UNANSWERED: "From {pod} (no answer there yet) · {state}",
}


def card(ask: Ask, answers: Sequence[Reply], zone: str, *, undo: bool = False) -> Card:
    """The one living card of an ask, in every state.

    `answers` are the replies in its thread in any order; `zone` is the market's IANA zone, for
    clients that cannot show a date token. `undo` puts the button there, for the few seconds
    after it was settled.
    """
    if ask.state in _LIVE:
        return _live(ask, latest_of_each(ask, answers), zone)
    settled = _accepted(ask, answers) if ask.state is AskState.ACCEPTED else _quiet(ask)
    if undo:
        settled.blocks.append(kit.actions(controls.undo(ask)))
    return settled


def overflow_card(
    ask: Ask,
    answers: Sequence[Reply],
    home_pod: str,
    reason: OverflowReason,
    zone: str,
    *,
    partner: bool = False,
    opens_at: datetime | None = None,
    permalink: str | None = None,
) -> Card:
    """The ask's card in the overflow pod's channel.

    `home_pod` is the home pod's name, `zone` its market's; `opens_at` is when it opens again,
    where it is closed. A partner organisation sees the masked question and no names.
    `permalink` leads to the home thread.
    """
    if ask.state not in _LIVE:
        return _settled_elsewhere(ask, answers, home_pod, partner)
    opens = clock(opens_at, zone) if opens_at else ""
    values = _values(ask, zone) | {"pod": pod_name(home_pod), "opens": opens}
    lead, short = _leads(ask, reason, partner, opens_at)
    whole = lines(fit(words_of(ask.question), CARD_LINES - 2))
    seen = lead if _lead_lines(lead, values) + whole < CARD_LINES else short
    room = CARD_LINES - 1 - _lead_lines(seen, values)
    question = fit(words_of(ask.question), room) or WORDLESS
    template, link = _ASKED, permalink if not partner else None
    if link:
        template = "{topic} · asked {minute} · <{link}|their thread>"
    blocks = [
        kit.section(f"🙋 *{seen.format(**values)}*\n{escape(question)}"),
        kit.context(template.format(link=link, **values)),
        kit.actions(*controls.of_overflow_card(ask, named=not partner)),
    ]
    return Card(_aloud(lead.format(**values), ask), blocks)


def question_is_cut(ask: Ask) -> bool:
    """Whether the card shows only the start of the question; then post `whole_question`."""
    return lines(words_of(ask.question)) > _room_when_open(ask)


def whole_question(ask: Ask) -> list[Card]:
    """The whole question for the thread, in as many messages as its 40,000 characters need."""
    line = "The whole question:"
    return [
        Card(line, [kit.context(line), *(kit.section(piece) for piece in pieces)])
        for pieces in kit.messages(ask.question)
    ]


def _live(ask: Ask, answers: Sequence[Reply], zone: str) -> Card:
    values = _values(ask, zone)
    emoji = "📞" if ask.call_state is CallState.CALL_BACK else "🙋"
    first = "{who} — {claimer} is on it" if ask.state is AskState.CLAIMED else "{who} · {state}"
    who = mention(ask.asker)
    taken = _first_lines(ask, first, values)
    if taken > 1 and ask.state is AskState.CLAIMED:
        who = name(ask.asker_name)
        taken = lines(f"🙋 {first.format(**values | {'who': who})}")
    room = CARD_LINES - taken - (2 if _due_another_day(ask, zone) else 1)
    more = _ALL_IN_THREAD if ask.source is not Source.MENTION and question_is_cut(ask) else ""
    question = fit(words_of(ask.question), room, more=more) or WORDLESS
    seen = first.format(**values | {"who": f"*{who}*"})
    blocks = [kit.section(f"{emoji} {seen}\n{escape(question)}")]
    left = room - lines(question)
    if answers and left > 0:
        blocks.append(kit.context(_answer_line(answers[-1], left)))
    blocks.append(kit.context(_small_print(ask, answers).format(**values, count=len(answers))))
    blocks.append(kit.actions(*controls.of_card(ask, answers)))
    spoken = "{who} · {state} · {topic}"
    if ask.state is AskState.CLAIMED:
        spoken = "{who} · {state} · {topic} — {claimer} is on it"
    return Card(_aloud(spoken.format(**values | {"who": mention(ask.asker)}), ask), blocks)


def _values(ask: Ask, zone: str) -> dict[str, object]:
    """What the templates of a live card name."""
    return {
        "state": call_state(ask),
        "topic": TOPICS[ask.topic],
        "claimer": name(ask.claimed_by_name),
        "second": at_second(ask.asked_at, zone),
        "minute": at_minute(ask.asked_at, zone),
        "due": _due(ask, zone),
    }


def _due(ask: Ask, zone: str) -> str:
    if ask.call_back_at is None:
        return ""
    return by(ask.call_back_at, zone, day=_due_another_day(ask, zone))


def _due_another_day(ask: Ask, zone: str) -> bool:
    if ask.call_state is not CallState.CALL_BACK or ask.call_back_at is None:
        return False
    return not same_day(ask.call_back_at, ask.asked_at, zone)


def _first_lines(ask: Ask, template: str, values: Mapping[str, object]) -> int:
    """How many lines the first line takes: the mention shows as the asker's whole name."""
    return lines("🙋 " + template.format(who=f"@{words_of(ask.asker_name)}", **values))


def _room_when_open(ask: Ask) -> int:
    """How many lines the question has on the open card."""
    return CARD_LINES - 1 - _first_lines(ask, "{who} · {state}", {"state": call_state(ask)})


def _small_print(ask: Ask, answers: Sequence[Reply]) -> str:
    due = ask.call_state is CallState.CALL_BACK and ask.call_back_at is not None
    if ask.state is AskState.CLAIMED:
        return "{state} · {topic} · {due}" if due else "{state} · {topic} · {minute}"
    if due:
        return "{topic} · {due} · asked {minute}"
    if len(answers) > 1:
        return "{topic} · asked {minute} · {count} answers"
    return "{topic} · asked {minute} · answered" if answers else _ASKED


def _answer_line(reply: Reply, most: int) -> str:
    author = label(reply.author_name)
    said = fit(f"{author}: {words_of(reply.say_now or reply.text)}", most, SMALL)
    return f"*{escape(author)}*{escape(said[len(author) :])}"


def _aloud(first: str, ask: Ask) -> str:
    return f"{first}: {start(ask.question, QUESTION_ALOUD)}"


def _leads(
    ask: Ask, reason: OverflowReason, partner: bool, opens_at: datetime | None
) -> tuple[str, str]:
    """The first line of the linked card, and the one for where a long question leaves no room."""
    if ask.state is AskState.CLAIMED and partner:
        return "From {pod} · {state} — someone is on it", "{pod} — someone is on it"
    if ask.state is AskState.CLAIMED:
        return "From {pod} · {state} — {claimer} is on it", "{pod} — {claimer} is on it"
    if reason is OverflowReason.CLOSED and opens_at:
        return "From {pod} (closed until {opens} there) · {state}", "From {pod} · {state}"
    return _REASONS[reason], "From {pod} · {state}"


def _lead_lines(lead: str, values: Mapping[str, object]) -> int:
    return lines(f"🙋 {lead.format(**values)}")


def _quiet(ask: Ask) -> Card:
    emoji, template = _QUIET[ask.state]
    line = template.format(who=name(ask.asker_name), topic=TOPICS[ask.topic])
    return Card(line, [kit.context(f"{emoji} {line}")])


def _accepted(ask: Ask, answers: Sequence[Reply]) -> Card:
    worked = _worked(ask, answers)
    template = '{who} · {topic} — {helper}: "{gist}"' if worked else "{who} · {topic} — solved"
    who, topic = name(ask.asker_name), TOPICS[ask.topic]
    helper = name(worked.author_name) if worked else ""
    said = gist(worked, ACCEPTED_SHOWN) if worked else ""
    seen, aloud = (
        template.format(who=shown, topic=topic, helper=helper, gist=said)
        for shown in (f"*{who}*", who)
    )
    return Card(aloud, [kit.section(f"✅ {seen}")])


def _worked(ask: Ask, answers: Sequence[Reply]) -> Reply | None:
    """The accepted reply, unless its words were deleted."""
    worked = next((reply for reply in answers if reply.id == ask.accepted_reply_id), None)
    return worked if worked and worked.deleted_at is None else None


def _settled_elsewhere(ask: Ask, answers: Sequence[Reply], home_pod: str, partner: bool) -> Card:
    worked = _worked(ask, answers)
    pod, topic = pod_name(home_pod), TOPICS[ask.topic]
    if ask.state is not AskState.ACCEPTED:
        line = f"From {pod} · {topic} — no longer needed"
        return Card(line, [kit.context(f"☑️ {line}")])
    template = "From {pod} · {topic} — solved"
    if worked and not partner:
        template = "From {pod} · {topic} — {helper} solved it"
    helper = name(worked.author_name) if worked else ""
    line = template.format(pod=pod, topic=topic, helper=helper)
    return Card(line, [kit.context(f"✅ {line}")])
