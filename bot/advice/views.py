"""The living card of an ask in its pod's channel, and the question that it cannot show whole.

The linked one stands in `overflow_card.py`, those of a settled ask in `settled.py`, the short
replies in its thread in `thread.py`, private messages in `whispers.py`, modals in `modals.py`, Home
in `home.py`, the buttons in `controls.py`.
"""

from collections.abc import Sequence
from typing import Final

from bot.advice import controls
from bot.advice.facts import ALONE, Around
from bot.advice.phrases import (
    CALL_STATES,
    WORDLESS,
    call_state,
    gist,
    label,
    latest_of_each,
    mention,
    name,
    start,
    words_of,
)
from bot.advice.room import CARD_LINES, QUESTION_ALOUD, QUESTION_LINES, lines_with_emoji
from bot.advice.rules import claimer_answered
from bot.advice.settled import settled_card, worked_reply
from bot.advice.small_print import (
    Values,
    before_notes,
    fullest,
    longest,
    small_prints,
    values_of,
)
from bot.advice.taken import taken_line, whole_name
from bot.text import kit
from bot.text.escaping import escape
from bot.text.fitting import SMALL, columns_of, fit, lines
from bot.text.kit import Block, Card
from storage.advice import LIVE, Ask, AskState, CallState, Reply, Source

ANSWER_ALOUD: Final = 96

_OPEN: Final = "{who} · {state}"
_ALL_IN_THREAD: Final = " (all in the thread)"
_ALOUD: Final = "{first}: {question}"
_ALOUD_ANSWERED: Final = '{first}: {question} — {author}: "{answer}"'
_ALOUD_BY_CLAIMER: Final = '{first}: {question} — {author} answered: "{answer}"'


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
    if ask.state in LIVE:
        return _live(ask, latest_of_each(ask, answers), zone, around)
    settled = settled_card(ask, answers)
    worked = worked_reply(ask, answers)
    known = (worked and worked.practice_id) or around.saved_as
    keep = controls.see_practice(known) if known else controls.save_as_practice(ask)
    shown = [keep] if worked else []
    shown += [controls.undo(ask)] if undo else []
    return Card(settled.text, [*settled.blocks, kit.actions(*shown)]) if shown else settled


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
    seen, taken = _first_line(ask, answers, around, max(1, room - 1) if answers else room)
    beside = ask.state is AskState.CLAIMED or _is_named_at_length(ask)
    small = small_prints(ask, len(answers), around, beside=beside)
    blocks = [
        kit.section(f"{emoji} {seen}"),
        kit.words(question),
        *_under_question(ask, answers, room - taken, small, around, values, zone),
        kit.actions(*controls.of_card(ask, answers, around)),
    ]
    spoken, answered = "{who} · {state} · {topic}", claimer_answered(ask, answers)
    if ask.state is AskState.CLAIMED and not answered:
        spoken = "{who} · {state} · {topic} — {claimer} is on it"
        if around.claimed_there:
            spoken = "{who} · {state} · {topic} — {claimer} ({pod}) is on it"
    if around.callers > 1:
        spoken += " · {callers} callers"
    spoken = spoken.format(**values, who=mention(ask.asker))
    return Card(_aloud(spoken, ask, answers, answered), blocks)


def _under_question(
    ask: Ask,
    answers: Sequence[Reply],
    left: int,
    small: Sequence[str],
    around: Around,
    values: Values,
    zone: str,
) -> list[Block]:
    """The newest answer, in the `left` lines above the small print, or in its place: then only
    what is unusual and stands nowhere else on the card goes before it.
    """
    if not answers:
        printed = kit.context(fullest(small, ask, values, zone))
        if not ask.suggested or around.alert is not None:
            return [printed]
        if left > 0:
            return [printed, controls.may_fit(ask)]
        return [controls.may_fit(ask, before_notes(ask, around, values, zone))]
    if left > 0:
        shown = kit.context(fullest(small, ask, values, zone))
        before = before_notes(ask, around, values, zone)
        beside = controls.may_fit(ask, before) if ask.suggested else shown
        return [kit.small_words(_answer_line(answers[-1], left)), beside]
    before = _before_answer(ask, around)
    if not before:
        return [kit.small_words(_answer_line(answers[-1], 1))]
    room = int(SMALL - columns_of(before.format(**{**values, **longest(ask, values, zone)})))
    said = escape(_answer_line(answers[-1], 1, room))
    return [kit.context(before.format(**values) + said)]


def _before_answer(ask: Ask, around: Around) -> str:
    if ask.call_state is CallState.CALL_BACK and ask.call_back_at is not None:
        return "{due} · "
    if around.callers > 1:
        return "{callers} callers · "
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
    return lines_with_emoji(_OPEN.format(who=whole_name(ask), state=state))


def _is_named_at_length(ask: Ask) -> bool:
    """Whether the name leaves the call state no room beside it."""
    return _lines_when_open(ask) > CARD_LINES - 1 - QUESTION_LINES


def _first_line(ask: Ask, answers: Sequence[Reply], around: Around, most: int) -> tuple[str, int]:
    """Who and what of it; and how many lines that takes, at most `most` where it can be."""
    whole, state = whole_name(ask), call_state(ask)
    if ask.state is AskState.OPEN and _is_named_at_length(ask):
        return f"*{mention(ask.asker)}*", lines_with_emoji(whole)
    if ask.state is AskState.OPEN:
        seen = _OPEN.format(who=f"*{mention(ask.asker)}*", state=state)
        return seen, lines_with_emoji(_OPEN.format(who=whole, state=state))
    pod = around.overflow if around.claimed_there else None
    return taken_line(ask, pod, most, answered=claimer_answered(ask, answers))


def _answer_line(reply: Reply, most: int, columns: int = SMALL) -> str:
    """Who answered what; of a long name only what leaves the answer room."""
    said, author = words_of(reply.say_now or reply.text) or WORDLESS, label(reply.author_name)
    line = ""
    for start_of_it in (f'{author}: "', f'{author.split()[0]}: "', '"'):
        line = fit(f'{start_of_it}{said}"', most, columns, more='"')
        if line.startswith(start_of_it) and not line.startswith(f"{start_of_it}…"):
            break
    return line


def _aloud(first: str, ask: Ask, answers: Sequence[Reply], answered: bool) -> str:
    """`answered`: by whoever has it; then the answer says so, and not who has it."""
    template = _ALOUD_ANSWERED if answers else _ALOUD
    if answered:
        template = _ALOUD_BY_CLAIMER
    return template.format(
        first=first,
        question=start(ask.question, QUESTION_ALOUD),
        author=name(answers[-1].author_name) if answers else "",
        answer=gist(answers[-1], ANSWER_ALOUD) if answers else "",
    )
