"""The cards of a settled ask: quiet ones of a line, and one with the answer that worked."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.advice.phrases import TOPICS, WORDLESS, gist, label, name, pod_name, words_of
from bot.advice.room import CARD_LINES, NAME_COLUMNS, QUESTION_LINES, lines_with_emoji
from bot.text import kit
from bot.text.escaping import escape
from bot.text.fitting import SMALL, fit, lines
from bot.text.kit import Block, Card
from storage.advice import Ask, AskState, Reply, Source

ANSWER_ALOUD: Final = 200

_QUIET: Final = {
    AskState.NOTHING_OWED: ("☑️", "{who} · {topic} — call ended, nothing owed"),
    AskState.WITHDRAWN: ("↩️", "{who} · {topic} — question taken back"),
    AskState.NOT_A_QUESTION: ("💬", "Closed: not for the pod"),
    AskState.LAPSED: ("⌛", "{who} · {topic} — went quiet, so it is closed"),
}
_SOLVED: Final = "{who} · {topic} — solved"
_WORKED: Final = "{who} · {topic} — {helper}: {answer}"
_WORKED_BRIEFLY: Final = "{who} — {helper}: {answer}"


def settled_card(ask: Ask, answers: Sequence[Reply]) -> Card:
    """The home pod's: how it ended, and the question where nothing else in the channel shows it."""
    if ask.state is not AskState.ACCEPTED:
        return _quiet(ask)
    worked = worked_reply(ask, answers)
    return _accepted(ask, worked) if worked else _solved(ask)


def settled_overflow_card(
    ask: Ask, answers: Sequence[Reply], home_pod: str, *, partner: bool
) -> Card:
    """The overflow pod's: a line; a partner organisation is told no names."""
    worked = worked_reply(ask, answers)
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


def worked_reply(ask: Ask, answers: Sequence[Reply]) -> Reply | None:
    """The accepted reply, unless its words were deleted."""
    accepted = ask.accepted_reply_id if ask.state is AskState.ACCEPTED else None
    worked = next((reply for reply in answers if reply.id == accepted), None)
    return worked if worked and worked.deleted_at is None else None


def _quiet(ask: Ask) -> Card:
    emoji, template = _QUIET[ask.state]
    line = template.format(who=name(ask.asker_name), topic=TOPICS[ask.topic])
    taken_back = ask.state in (AskState.WITHDRAWN, AskState.NOT_A_QUESTION)
    asked = [] if taken_back else _asked(ask, QUESTION_LINES)
    return Card(line, [kit.context(f"{emoji} {line}"), *asked])


def _solved(ask: Ask) -> Card:
    """Accepted, and the words that worked were deleted."""
    who, topic = name(ask.asker_name), TOPICS[ask.topic]
    seen, aloud = (_SOLVED.format(who=shown, topic=topic) for shown in (f"*{who}*", who))
    return Card(aloud, [kit.section(f"✅ {seen}"), *_asked(ask, QUESTION_LINES)])


def _accepted(ask: Ask, worked: Reply) -> Card:
    """The answer has all lines but the question's one; what it leaves, the question takes."""
    most = CARD_LINES - len(_asked(ask, 1))
    known = {
        "who": fit(label(ask.asker_name), 1, NAME_COLUMNS),
        "topic": TOPICS[ask.topic],
        "helper": fit(label(worked.author_name), 1, NAME_COLUMNS),
    }
    template, answer = _fullest(known, worked, most)
    left = CARD_LINES - lines_with_emoji(template.format(**known, answer=answer))
    shown = {key: escape(words) for key, words in known.items()}
    seen = template.format(**{**shown, "who": f"*{shown['who']}*"}, answer=escape(answer))
    aloud = _WORKED.format(**shown, answer=f'"{gist(worked, ANSWER_ALOUD)}"')
    asked = _asked(ask, max(1, min(QUESTION_LINES, left)))
    return Card(aloud, [kit.section(f"✅ {seen}"), *asked])


def _fullest(known: Mapping[str, str], worked: Reply, most: int) -> tuple[str, str]:
    """The first line, and as much of the answer as it leaves room for: rather than a word of
    the answer, the topic goes.
    """
    template, answer, whole = _WORKED, "", _whole(worked)
    for template in (_WORKED, _WORKED_BRIEFLY):
        answer = _answer(worked, template.format(**known, answer=""), most)
        if answer == whole:
            break
    return template, answer


def _whole(worked: Reply) -> str:
    """What to say leads, in quotes."""
    said = words_of(worked.say_now or worked.text) or WORDLESS
    detail = words_of(worked.text) if worked.say_now else ""
    return f'"{said}" {detail}' if detail else f'"{said}"'


def _answer(worked: Reply, head: str, most: int) -> str:
    """As much of the answer as `most` lines hold behind `head`."""
    head, whole = f"✅ {head}", _whole(worked)
    longer = fit(f"{head}{whole}", most)
    said = words_of(worked.say_now or worked.text) or WORDLESS
    if longer.startswith(f'{head}"{said}"') and longer != f'{head}"{said}" …':
        return longer.removeprefix(head)
    quoted = fit(f'{head}"{said}"', most, more='"')
    if not quoted.startswith(f'{head}"') or quoted.startswith(f'{head}"…'):
        # A word that no line holds would go as one: it gets the lines below the head.
        return fit(f'"{said}"', max(1, most - lines(head)), more='"')
    return quoted.removeprefix(head)


def _asked(ask: Ask, most: int) -> list[Block]:
    """The start of the question, in `most` lines, where nothing else in the channel shows it."""
    question = words_of(ask.question)
    if ask.source is Source.MENTION or not question:
        return []
    return [kit.small_words(fit(question, most, SMALL))]
