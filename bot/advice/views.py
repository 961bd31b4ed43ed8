"""The cards of an ask: the living one in its pod's channel, the linked one in the overflow pod's.

The short replies in its thread stand in `thread.py`, private messages in `whispers.py`, modals
in `modals.py`, Home in `home.py`, the buttons in `controls.py`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.advice import controls
from bot.advice.facts import ALONE, Around
from bot.advice.phrases import (
    CALL_STATES,
    TOPICS,
    WORDLESS,
    call_state,
    clock,
    gist,
    label,
    latest_of_each,
    mention,
    name,
    pod_label,
    pod_name,
    start,
    words_of,
)
from bot.advice.small_print import (
    ASKED,
    HELD,
    WITH_STATE,
    Values,
    fullest,
    longest,
    small_prints,
    values_of,
)
from bot.text import kit
from bot.text.escaping import escape
from bot.text.fitting import SMALL, columns_of, fit, lines
from bot.text.kit import Block, Card
from storage.advice import Ask, AskState, CallState, OverflowReason, Reply, Source

CARD_LINES: Final = 5  # at 320 px, above the buttons
QUESTION_ALOUD: Final = 150
QUESTION_LINES: Final = 2  # at least, in every live state
NAME_COLUMNS: Final = 20
ANSWER_SHOWN: Final = 96  # with the names and the question: five lines

_LIVE: Final = (AskState.OPEN, AskState.CLAIMED)
_OPEN: Final = "{who} · {state}"
_TAKEN: Final = "{who} — {claimer} is on it"
_TAKEN_BRIEFLY: Final = "{claimer} is on it"
_TAKEN_FROM: Final = "{who} — {claimer} ({pod}) is on it"
_TAKEN_FROM_BRIEFLY: Final = "{claimer} ({pod}) is on it"
_ALL_IN_THREAD: Final = " (all in the thread)"
_QUIET: Final = {
    AskState.NOTHING_OWED: ("☑️", "{who} · {topic} — call ended, nothing owed"),
    AskState.WITHDRAWN: ("↩️", "{who} · {topic} — question taken back"),
    AskState.NOT_A_QUESTION: ("💬", "Closed: not for the pod"),
    AskState.LAPSED: ("⌛", "{who} · {topic} — went quiet, so it is closed"),
}
_ALOUD: Final = "{first}: {question}"
_ALOUD_ANSWERED: Final = '{first}: {question} — {author}: "{answer}"'

_Lead = tuple[str, tuple[str, ...]]
_FROM_THERE: Final[tuple[_Lead, ...]] = (
    ("From {pod} · {state}", (ASKED,)),
    ("From {pod}", WITH_STATE),
)
_HELD_FROM: Final = ("{pod} · {state} · {held}", "{pod} · {held}", "{held}")
_FROM_SMALL: Final = ("{pod} · {state} · {topic}", "{pod} · {topic}", "{pod}")
_TAKEN_THERE: Final[tuple[_Lead, ...]] = (
    ("From {pod} · {state} — {claimer} is on it", (ASKED,)),
    ("{pod} — {claimer} is on it", WITH_STATE),
    ("{claimer} is on it", _FROM_SMALL),
)
_TAKEN_BY_SOMEONE: Final[tuple[_Lead, ...]] = (
    ("From {pod} · {state} — someone is on it", (ASKED,)),
    ("{pod} — someone is on it", WITH_STATE),
    ("Someone is on it", _FROM_SMALL),
)
_REASONS: Final = {
    OverflowReason.CLOSED: "From {pod} (closed there now) · {state}",
    OverflowReason.FEW_PRESENT: "From {pod} (few people there now) · {state}",
    OverflowReason.UNANSWERED: "From {pod} (no answer there yet) · {state}",
}


def card(
    ask: Ask,
    answers: Sequence[Reply],
    zone: str,
    around: Around = ALONE,
    *,
    undo: bool = False,
) -> Card:
    """The one living card of an ask, in every state; `around` it is what the ask does not say.

    `answers` are the replies in its thread in any order; `zone` is the market's IANA zone, for
    clients that cannot show a date token. `undo` puts the button there, for the few seconds
    after it was settled.
    """
    if ask.state in _LIVE:
        return _live(ask, latest_of_each(ask, answers), zone, around)
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
    held_until: datetime | None = None,
) -> Card:
    """The ask's card in the overflow pod's channel.

    `home_pod` is the home pod's name, `zone` its market's; `opens_at` is when it opens again,
    where it is closed; `held_until` is of a claimer who took more time. A partner organisation
    sees the masked question and no names.
    """
    if ask.state not in _LIVE:
        return _settled_elsewhere(ask, answers, home_pod, partner)
    opens = clock(opens_at, zone) if opens_at else ""
    around = Around(home_pod, held_until=held_until)
    values = values_of(ask, zone, around, partner=partner) | {"opens": opens}
    leads = _leads(ask, reason, partner, opens_at)
    lead, small = _roomiest(leads, values, lines(fit(words_of(ask.question), CARD_LINES - 2)))
    if held_until and ask.state is AskState.CLAIMED:
        small = _held_small(lead)
    room = CARD_LINES - 1 - _lines_with_emoji(lead.format(**values))
    blocks = [
        kit.section(f"🙋 *{lead.format(**values)}*"),
        kit.words(fit(words_of(ask.question), room) or WORDLESS),
        kit.context(fullest(small, ask, values, zone)),
        kit.actions(*controls.of_overflow_card(ask, named=not partner)),
    ]
    return Card(_aloud(leads[0][0].format(**values), ask), blocks)


def question_is_cut(ask: Ask) -> bool:
    """Whether the card shows only the start of the question; then post `whole_question`."""
    question = words_of(ask.question)
    return fit(question, _room(ask)) != question


def whole_question(ask: Ask) -> list[Card]:
    """The whole question for the thread, in as many messages as its 40,000 characters need."""
    return [
        Card(
            start(pieces[0], QUESTION_ALOUD),
            [kit.context("The whole question:"), *map(kit.words, pieces)],
        )
        for pieces in kit.messages(ask.question)
    ]


def _live(ask: Ask, answers: Sequence[Reply], zone: str, around: Around) -> Card:
    values = values_of(ask, zone, around) | {"count": len(answers)}
    question = _question(ask)
    emoji = "📞" if ask.call_state is CallState.CALL_BACK else "🙋"
    room = CARD_LINES - 1 - lines(question)
    seen, taken = _first_line(ask, around, max(1, room - 1) if answers else room)
    beside = ask.state is AskState.CLAIMED or _is_named_at_length(ask)
    small = small_prints(ask, len(answers), around, beside=beside)
    blocks = [
        kit.section(f"{emoji} {seen}"),
        kit.words(question),
        *_under_question(ask, answers, room - taken, small, values, zone),
        kit.actions(*controls.of_card(ask, answers)),
    ]
    spoken = "{who} · {state} · {topic}"
    if ask.state is AskState.CLAIMED:
        spoken = "{who} · {state} · {topic} — {claimer} is on it"
        if around.claimed_there:
            spoken = "{who} · {state} · {topic} — {claimer} ({pod}) is on it"
    spoken = spoken.format(**values, who=mention(ask.asker))
    return Card(_aloud(spoken, ask, answers), blocks)


def _under_question(
    ask: Ask,
    answers: Sequence[Reply],
    left: int,
    small: Sequence[str],
    values: Values,
    zone: str,
) -> list[Block]:
    """The newest answer, in the `left` lines above the small print, or in its place: then only
    what is unusual and stands nowhere else on the card goes before it.
    """
    if not answers:
        return [kit.context(fullest(small, ask, values, zone))]
    if left > 0:
        shown = fullest(small, ask, values, zone)
        return [kit.small_words(_answer_line(answers[-1], left)), kit.context(shown)]
    before = _before_answer(ask)
    if not before:
        return [kit.small_words(_answer_line(answers[-1], 1))]
    room = int(SMALL - columns_of(before.format(**{**values, **longest(ask, values, zone)})))
    said = escape(_answer_line(answers[-1], 1, room))
    return [kit.context(before.format(**values) + said)]


def _before_answer(ask: Ask) -> str:
    if ask.call_state is CallState.CALL_BACK and ask.call_back_at is not None:
        return "{due} · "
    beside = ask.state is AskState.CLAIMED or _is_named_at_length(ask)
    return "{state} · " if beside and ask.call_state is not CallState.TALKING else ""


def _question(ask: Ask) -> str:
    """As many lines in every live state, so that a claim takes nothing of it away."""
    room = _room(ask)
    cut = ask.source is not Source.MENTION and room > QUESTION_LINES and question_is_cut(ask)
    return fit(words_of(ask.question), room, more=_ALL_IN_THREAD if cut else "") or WORDLESS


def _room(ask: Ask) -> int:
    """How many lines the question has: what the longest first line of its states leaves, or two."""
    return max(QUESTION_LINES, CARD_LINES - 1 - _lines_when_open(ask))


def _lines_when_open(ask: Ask) -> int:
    state = max(CALL_STATES[ask.contact].values(), key=len)
    return _lines_with_emoji(_OPEN.format(who=_whole_name(ask), state=state))


def _is_named_at_length(ask: Ask) -> bool:
    """Whether the name leaves the call state no room beside it."""
    return _lines_when_open(ask) > CARD_LINES - 1 - QUESTION_LINES


def _first_line(ask: Ask, around: Around, most: int) -> tuple[str, int]:
    """Who and what of it; and how many lines that takes, at most `most` where it can be."""
    whole, state = _whole_name(ask), call_state(ask)
    if ask.state is AskState.OPEN and _is_named_at_length(ask):
        return f"*{mention(ask.asker)}*", _lines_with_emoji(whole)
    if ask.state is AskState.OPEN:
        seen = _OPEN.format(who=f"*{mention(ask.asker)}*", state=state)
        return seen, _lines_with_emoji(_OPEN.format(who=whole, state=state))
    return _taken_line(ask, around.overflow if around.claimed_there else None, most)


def _taken_line(ask: Ask, pod: str | None, most: int) -> tuple[str, int]:
    """Who has it, with their `pod` where it is another one: rather than who asked, it stays."""
    asker, claimer = label(ask.asker_name), label(ask.claimed_by_name)
    there, brief = pod_label(pod or ""), fit(claimer, 1, NAME_COLUMNS)
    names = (
        (mention(ask.asker), _whole_name(ask), claimer),
        (escape(asker), asker, claimer),
        (escape(asker.split()[0]), asker.split()[0], claimer.split()[0]),
    )
    choice = [(_TAKEN, *each) for each in names]
    if pod:
        choice = [(_TAKEN_FROM, *each) for each in names] + [
            (_TAKEN_FROM_BRIEFLY, "", "", brief),
            *choice,
        ]
    for template, who, measured, taker in choice:
        words = {"who": measured, "claimer": taker, "pod": there}
        taken = _lines_with_emoji(template.format(**words))
        if taken <= most:
            shown = {key: escape(word) for key, word in words.items()} | {"who": f"*{who}*"}
            return template.format(**shown), taken
    return _TAKEN_BRIEFLY.format(claimer=escape(brief)), 1


def _whole_name(ask: Ask) -> str:
    """What the asker's mention shows."""
    return f"@{words_of(ask.asker_name)}"


def _answer_line(reply: Reply, most: int, columns: int = SMALL) -> str:
    """Who answered what; of a long name only what leaves the answer room."""
    said, author = words_of(reply.say_now or reply.text) or WORDLESS, label(reply.author_name)
    line = ""
    for start_of_it in (f'{author}: "', f'{author.split()[0]}: "', '"'):
        line = fit(f'{start_of_it}{said}"', most, columns, more='"')
        if line.startswith(start_of_it) and not line.startswith(f"{start_of_it}…"):
            break
    return line


def _aloud(first: str, ask: Ask, answers: Sequence[Reply] = ()) -> str:
    template = _ALOUD_ANSWERED if answers else _ALOUD
    return template.format(
        first=first,
        question=start(ask.question, QUESTION_ALOUD),
        author=name(answers[-1].author_name) if answers else "",
        answer=gist(answers[-1], ANSWER_SHOWN) if answers else "",
    )


def _leads(
    ask: Ask, reason: OverflowReason, partner: bool, opens_at: datetime | None
) -> tuple[_Lead, ...]:
    """First lines of the linked card, the fullest first, each with the small print that it
    leaves to say.
    """
    if ask.state is AskState.CLAIMED:
        return _TAKEN_BY_SOMEONE if partner else _TAKEN_THERE
    closed_until = reason is OverflowReason.CLOSED and opens_at
    full = "From {pod} (closed until {opens} there) · {state}" if closed_until else _REASONS[reason]
    return (full, (ASKED,)), *_FROM_THERE


def _held_small(lead: str) -> tuple[str, ...]:
    """Until when it is held, and what the first line does not say."""
    if "{pod}" not in lead:
        return _HELD_FROM
    return ("{topic} · {held}", "{held}") if "{state}" in lead else HELD


def _roomiest(leads: Sequence[_Lead], values: Values, most: int) -> _Lead:
    """The fullest first line that leaves the question `most` lines, or else the shortest one."""
    room = CARD_LINES - 1 - most
    fitting = (each for each in leads if _lines_with_emoji(each[0].format(**values)) <= room)
    return next(fitting, leads[-1])


def _lines_with_emoji(first: str) -> int:
    return lines(f"🙋 {first}")


def _quiet(ask: Ask) -> Card:
    emoji, template = _QUIET[ask.state]
    line = template.format(who=name(ask.asker_name), topic=TOPICS[ask.topic])
    taken_back = ask.state in (AskState.WITHDRAWN, AskState.NOT_A_QUESTION)
    return Card(line, [kit.context(f"{emoji} {line}"), *([] if taken_back else _asked(ask))])


def _accepted(ask: Ask, answers: Sequence[Reply]) -> Card:
    worked = _worked(ask, answers)
    template = '{who} · {topic} — {helper}: "{gist}"' if worked else "{who} · {topic} — solved"
    who, topic = name(ask.asker_name), TOPICS[ask.topic]
    helper = name(worked.author_name) if worked else ""
    said = gist(worked, ANSWER_SHOWN) if worked else ""
    seen, aloud = (
        template.format(who=shown, topic=topic, helper=helper, gist=said)
        for shown in (f"*{who}*", who)
    )
    return Card(aloud, [kit.section(f"✅ {seen}"), *_asked(ask)])


def _asked(ask: Ask) -> list[Block]:
    """The start of the question, where nothing else in the channel shows it."""
    question = words_of(ask.question)
    if ask.source is Source.MENTION or not question:
        return []
    return [kit.small_words(fit(question, 1, SMALL))]


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
