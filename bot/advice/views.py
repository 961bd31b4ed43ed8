"""The cards of an ask: the living one in its pod's channel, the linked one in the overflow pod's.

The short replies in its thread stand in `thread.py`, private messages in `whispers.py`, modals
in `modals.py`, Home in `home.py`, the buttons in `controls.py`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.advice import controls
from bot.advice.phrases import (
    TOPICS,
    at_second,
    call_state,
    clock,
    gist,
    latest_of_each,
    mention,
    name,
    on_day,
    pod_name,
    start,
    words_of,
)
from bot.text import kit
from bot.text.kit import Card
from storage.advice import Ask, AskState, CallState, OverflowReason, Reply

# Five lines at 320 px hold a first line, a question and one of these two, and the times.
QUESTION_SHOWN: Final = 96
QUESTION_BESIDE_ANSWER: Final = 64
ANSWER_SHOWN: Final = 60
ACCEPTED_SHOWN: Final = 140

_LIVE: Final = (AskState.OPEN, AskState.CLAIMED)
_QUIET: Final = {
    AskState.NOTHING_OWED: ("☑️", "{who} · {topic} — call ended, nothing owed"),
    AskState.WITHDRAWN: ("↩️", "{who} · {topic} — question taken back"),
    AskState.NOT_A_QUESTION: ("💬", "{who} — not a question"),
    AskState.LAPSED: ("⌛", "{who} · {topic} — went quiet, so it is closed"),
}

_REASONS: Final = {
    OverflowReason.CLOSED: "From {pod} (closed there now) · {state} · {topic}",
    OverflowReason.FEW_PRESENT: "From {pod} (few people there now) · {state} · {topic}",
    OverflowReason.UNANSWERED: "From {pod} (no answer there yet) · {state} · {topic}",
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
    first = _from_elsewhere(ask, home_pod, reason, zone, partner, opens_at)
    shown = latest_of_each(ask, answers)[-1:] if not partner else []
    question = start(ask.question, QUESTION_BESIDE_ANSWER)
    blocks = [kit.section(f"🙋 {first}\n{question}")]
    blocks += [kit.context(_answer_line(reply)) for reply in shown]
    template = "asked {at} · <{link}|their thread>" if permalink and not partner else "asked {at}"
    times = template.format(at=at_second(ask.asked_at, zone), link=permalink)
    buttons = controls.of_overflow_card(ask, named=not partner)
    return Card(f"{first}: {question}", [*blocks, kit.context(times), kit.actions(*buttons)])


def question_is_cut(ask: Ask) -> bool:
    """Whether the card shows only the start of the question; then post `whole_question`."""
    return len(words_of(ask.question)) > QUESTION_SHOWN


def whole_question(ask: Ask) -> list[Card]:
    """The whole question for the thread, in as many messages as its 40,000 characters need."""
    line = f"The whole question from {name(ask.asker_name)}:"
    return [
        Card(line, [kit.section(line), *(kit.section(piece) for piece in pieces)])
        for pieces in kit.messages(ask.question)
    ]


def _live(ask: Ask, answers: Sequence[Reply], zone: str) -> Card:
    template, emoji = _first_line(ask), "🙋"
    if ask.call_state is CallState.CALL_BACK:
        emoji = "📞"
    values = {
        "state": call_state(ask),
        "topic": TOPICS[ask.topic],
        "claimer": name(ask.claimed_by_name),
        "when": on_day(ask.call_back_at, zone) if ask.call_back_at else "",
    }
    who = mention(ask.asker)
    seen, aloud = (template.format(who=shown, **values) for shown in (f"*{who}*", who))
    question = start(ask.question, QUESTION_BESIDE_ANSWER if answers else QUESTION_SHOWN)
    blocks = [kit.section(f"{emoji} {seen}\n{question}")]
    blocks += [kit.context(_answer_line(reply)) for reply in answers[-1:]]
    blocks += [kit.context(_times(ask, answers, zone))]
    blocks += [kit.actions(*controls.of_card(ask, answers))]
    return Card(f"{aloud}: {question}", blocks)


def _first_line(ask: Ask) -> str:
    dated = ask.call_state is CallState.CALL_BACK and ask.call_back_at
    if ask.state is AskState.CLAIMED:
        if dated:
            return "{who} · call-back {when} · {topic} — {claimer} is on it"
        return "{who} · {state} · {topic} — {claimer} is on it"
    return "{who} · call-back {when} · {topic}" if dated else "{who} · {state} · {topic}"


def _from_elsewhere(
    ask: Ask,
    home_pod: str,
    reason: OverflowReason,
    zone: str,
    partner: bool,
    opens_at: datetime | None,
) -> str:
    template = _REASONS[reason]
    if reason is OverflowReason.CLOSED and opens_at:
        template = "From {pod} (closed until {opens} there) · {state} · {topic}"
    if ask.state is AskState.CLAIMED:
        template = "From {pod} · {state} · {topic} — {claimer} is on it"
        if partner:
            template = "From {pod} · {state} · {topic} — someone is on it"
    return template.format(
        pod=pod_name(home_pod),
        state=call_state(ask),
        topic=TOPICS[ask.topic],
        claimer=name(ask.claimed_by_name),
        opens=clock(opens_at, zone) if opens_at else "",
    )


def _answer_line(reply: Reply) -> str:
    author = name(reply.author_name)
    return f"*{author}*: {gist(reply, ANSWER_SHOWN)}"


def _times(ask: Ask, answers: Sequence[Reply], zone: str) -> str:
    template = "asked {at}"
    if len(answers) > 1:
        template = "asked {at} · {count} people answered"
    elif question_is_cut(ask):
        template = "asked {at} · whole question in the thread"
    return template.format(at=at_second(ask.asked_at, zone), count=len(answers))


def _quiet(ask: Ask) -> Card:
    emoji, template = _QUIET[ask.state]
    line = template.format(who=name(ask.asker_name), topic=TOPICS[ask.topic])
    return Card(line, [kit.context(f"{emoji} {line}")])


def _accepted(ask: Ask, answers: Sequence[Reply]) -> Card:
    worked = _worked(ask, answers)
    template = '{who} · {topic} — {helper}: "{gist}"' if worked else "{who} · {topic} — solved"
    who, topic = name(ask.asker_name), TOPICS[ask.topic]
    helper = name(worked.author_name) if worked else ""
    words = gist(worked, ACCEPTED_SHOWN) if worked else ""
    seen, aloud = (
        template.format(who=shown, topic=topic, helper=helper, gist=words)
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
