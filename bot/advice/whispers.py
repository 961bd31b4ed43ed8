"""Private messages of advice: what only the person who acted, or who is asked, reads.

A refusal is the sentence of its error (`errors.py`); those with a way on stand here.
"""

from collections.abc import Sequence
from typing import Final

from bot.advice import controls, words
from bot.advice.errors import AlreadySettled
from bot.advice.facts import Next
from bot.advice.phrases import (
    TOPICS,
    by,
    case_of,
    gist,
    has_more,
    market_time,
    name,
    pod_name,
    start,
)
from bot.commands import named as with_commands
from bot.text import kit
from bot.text.kinds import Kind
from bot.text.kit import Block, Card
from storage.advice import Ask, AskState, CallState, Reply

GIST: Final = 200
QUESTION_SHOWN: Final = 120
MOST_LEFT_OPEN: Final = 15

_MASKED: Final = {
    Kind.CARD: "I masked what looks like a card number.",
    Kind.IMEI: "I masked what looks like an IMEI.",
    Kind.ICCID: "I masked what looks like a SIM number (ICCID).",
    Kind.SSN: "I masked what looks like a Social Security number.",
    Kind.PHONE: "I masked what looks like a phone number.",
    Kind.ACCOUNT: "I masked what looks like an account number.",
    Kind.EMAIL: "I masked what looks like an e-mail address.",
    Kind.ADDRESS: "I masked what looks like a street address.",
    Kind.PIN: "I masked what looks like a PIN or passcode.",
}
_MASKED_SEVERAL: Final = "I masked several things that look like a customer's personal data."
_RESUMED: Final = {
    Next.PEOPLE: "I am calling more people for this one.",
    Next.CLAIMER: "{claimer} is still on this one.",
    Next.OVERFLOW: "{pod} gets this one next.",
    Next.NOBODY: (
        "Nobody else is free now; the question stays open. If it cannot wait, message a coach."
    ),
}
_DECLINED: Final = {
    Next.PEOPLE: "Thanks, I move on to someone else.",
    Next.CLAIMER: "Thanks, {claimer} is on it already.",
    Next.OVERFLOW: "Thanks, {pod} gets this one next.",
    Next.NOBODY: "Thanks. Nobody else is free now; the question stays open.",
}
_STILL_SHOWN: Final = 'Your own message still shows it: open it, "More", "Delete message".'
_NOT_SHOWN: Final = "Nobody saw it."


def private_copy(
    ask: Ask, reply: Reply, permalink: str | None = None, pod: str | None = None
) -> Card:
    """An answer, where the asker is: beside the thread. `pod` is the author's, where it is
    another one.
    """
    seen, aloud = _answer_lines(reply, pod)
    buttons = [*controls.this_worked(ask, [reply]), controls.still_need_help(ask, reply)]
    if permalink:
        buttons.append(kit.link_button("Open the thread", words.OPEN_LINK, permalink))
    more = [kit.context("More in the thread.")] if has_more(reply, GIST) else []
    return Card(aloud, [kit.section(seen), *more, kit.actions(*buttons)])


def pressed_copy(
    reply: Reply, happened: Card, permalink: str | None = None, pod: str | None = None
) -> Card:
    """In place of a private copy on which a button was pressed: the answer's words stay, as the
    asker may be reading them to a customer, and `happened` stands below, with its buttons.
    """
    seen, aloud = _answer_lines(reply, pod)
    more = "More in the thread."
    if permalink:
        more = f"<{permalink}|{more}>"
    below = [kit.context(more)] if has_more(reply, GIST) else []
    shown = [kit.section(seen), *below, kit.context(happened.text), *happened.blocks[1:]]
    return Card(f"{happened.text} {aloud}", shown)


def it_worked(ask: Ask | None = None, reply: Reply | None = None) -> Card:
    """After "This worked", where no card shows what became of it; with `ask` and its answer, it can
    be undone for a few seconds.
    """
    told = _plain("You said that this worked. The question is settled.")
    if ask is None:
        return told
    return Card(told.text, [*told.blocks, kit.actions(controls.undo(ask, reply))])


def open_again(ask: Ask, reply: Reply | None) -> Card:
    """After "Undo", where no card shows it; `reply` is what had been said to have worked."""
    told = _plain("Taken back: your question is open again.")
    if reply is None:
        return told
    buttons = [*controls.this_worked(ask, [reply]), controls.still_need_help(ask, reply)]
    return Card(told.text, [*told.blocks, kit.actions(*buttons)])


def resumed(who: Next, ask: Ask, pod: str) -> Card:
    """After "Still need help"; `who` looks at it next, `pod` is the overflow pod's name."""
    return _plain(_who_is_next(_RESUMED[who], ask, pod))


def mentions_are_off(allowed: int) -> Card:
    """To an asker with more asks during calls in an hour than may call people: `allowed`."""
    template = (
        "Posted without calling anyone: you have asked {count} times this hour. "
        "If it cannot wait, message a coach."
    )
    if allowed == 1:
        template = (
            "Posted without calling anyone: you have asked once already this hour. "
            "If it cannot wait, message a coach."
        )
    if allowed < 1:
        template = "Posted without calling anyone. If it cannot wait, message a coach."
    return _plain(template.format(count=allowed))


def masked_notice(kinds: Sequence[Kind], *, still_shown: bool) -> Card:
    """To whoever wrote a customer's data; `still_shown` where their own message stands.

    A bot cannot delete a person's message, so the notice says how they can.
    """
    found = list(dict.fromkeys(kinds))
    first = _MASKED[found[0]] if len(found) == 1 else _MASKED_SEVERAL
    return _plain(" ".join([first, _STILL_SHOWN if still_shown else _NOT_SHOWN]))


def together(*notes: Card | None) -> Card | None:
    """One private note of several, in their order; None of none."""
    said = [note for note in notes if note is not None]
    if not said:
        return None
    blocks = [block for note in said for block in note.blocks]
    return Card(" ".join(note.text for note in said), blocks)


def after_asking(
    kinds: Sequence[Kind], quiet_after: int | None, *, still_shown: bool
) -> Card | None:
    """To the asker: what was masked, and that nobody is called, as so many of their asks in this
    hour already called people; None where neither is so.
    """
    masked = masked_notice(kinds, still_shown=still_shown) if kinds else None
    off = None if quiet_after is None else mentions_are_off(quiet_after)
    return together(masked, off)


def claimed(
    ask: Ask, permalink: str | None = None, home_pod: str | None = None, *, named: bool = True
) -> Card:
    """To the claimer, who may have pressed it far from the thread.

    `home_pod` is the asker's, for a claimer of the overflow pod, who replies in their own thread.
    A partner organisation is told no names; `permalink` is of a thread that they can open.
    """
    line = "It is yours: {who} waits in the thread. I'll check with you in a minute."
    if home_pod:
        line = (
            "It is yours. Reply in the thread here; {pod} sees it. I'll check with you in a minute."
        )
    if home_pod and named:
        line = (
            "It is yours. Reply in the thread here; {who} in {pod} sees it. "
            "I'll check with you in a minute."
        )
    who, pod = name(ask.asker_name if named else None), pod_name(home_pod or "")
    return _with_link(line.format(who=who, pod=pod), "Open the thread", permalink)


def declined(who: Next, ask: Ask, pod: str) -> Card:
    """After "Not me"; as `resumed`."""
    template = _DECLINED[who]
    if who is Next.CLAIMER and ask.claimed_until is None:
        template = "Thanks, {claimer} answered already."
    return _plain(_who_is_next(template, ask, pod))


def settled_already() -> Card:
    """After a press on what was settled before."""
    return _plain(AlreadySettled().sentence)


def call_back_due(ask: Ask, market: str, zone: str) -> Card:
    """To whoever owes it, shortly before it is due; the time is the one the customer knows."""
    template = "You promised a call-back · {topic}"
    if ask.call_back_at:
        template = "You promised a call-back by {when} · {topic}"
        if ask.case:
            template = "You promised a call-back by {when} · case {case}"
    when = market_time(ask.call_back_at, zone, market) if ask.call_back_at else ""
    line = template.format(topic=TOPICS[ask.topic], when=when, case=case_of(ask))
    buttons = kit.actions(
        kit.button("Done", words.NOTHING_OWED, str(ask.id), "primary"),
        kit.button("Later", words.CALL_BACK, str(ask.id)),
    )
    return Card(line, [kit.section(f"📞 {line}\n{_start(ask)}"), buttons])


def end_of_shift(asks: Sequence[Ask], zone: str) -> Card | None:
    """What somebody left open, once, at the end of their shift, one press each; None if nothing."""
    if not asks:
        return None
    line = _before_you_go(asks)
    blocks = [kit.section(line)]
    for ask in asks[:MOST_LEFT_OPEN]:
        blocks += _left_open(ask, zone)
    if len(asks) > MOST_LEFT_OPEN:
        rest = f"{len(asks) - MOST_LEFT_OPEN} more stand in Home."
        blocks.append(kit.context(rest))
    return Card(line, blocks)


def help_card() -> Card:
    """`/advise help`."""
    buttons = kit.actions(kit.button("Ask the pod", words.NEW_ASK, "help"))
    return Card(
        with_commands(_HELP_ALOUD), [kit.section(with_commands(line)) for line in _HELP] + [buttons]
    )


_HELP_ALOUD: Final = "{advise} and your question asks your pod, from any channel."
_HELP: Final = (
    "*{advise}* and your question asks your pod, from any channel.\n"
    "*{advise}* alone opens a form with the topic and the call state.",
    "Commands do not work in threads. There, mention Podline, "
    "or choose “Ask the pod” in the menu of a message.",
    "*{advise}* masks customers' data before anything is posted. "
    "A message of yours stays as you wrote it.",
    "To answer, reply in the thread. When an answer worked, press “This worked”, "
    "or react to it with ✅.",
    "*{advise} stats* shows how your pod is served, today and this week: "
    "the pod as a whole, nobody's own numbers.",
)


def _before_you_go(asks: Sequence[Ask]) -> str:
    """As their cards say: open ones, and those that went quiet."""
    quiet = sum(ask.state is AskState.LAPSED for ask in asks)
    template = "Before you go: {open} of your questions open, {quiet} gone quiet."
    if not quiet:
        template = "Before you go: {count} questions of yours are open."
    elif quiet == len(asks):
        template = "Before you go: {count} questions of yours went quiet. Is a customer waiting?"
    if len(asks) == 1:
        template = "Before you go: one question of yours is open."
        if quiet:
            template = "Before you go: one question of yours went quiet. Is the customer waiting?"
    return template.format(count=len(asks), open=len(asks) - quiet, quiet=quiet)


def _left_open(ask: Ask, zone: str) -> list[Block]:
    template, done, later = "*{topic}* · {question}", "Nothing owed", "Promise a call-back"
    if ask.call_state is CallState.CALL_BACK:
        done, later = "Called back", "Change the time"
        if ask.call_back_at:
            template = "*{topic}* · {question}\ncall-back {by}"
            if ask.case:
                template = "*{topic}* · {question}\ncall-back {by} · case {case}"
    elif ask.state is AskState.LAPSED:
        template = "*{topic}* · went quiet · {question}"
    line = template.format(
        topic=TOPICS[ask.topic],
        question=_start(ask),
        by=by(ask.call_back_at, zone) if ask.call_back_at else "",
        case=case_of(ask),
    )
    buttons = kit.actions(
        kit.button(done, words.NOTHING_OWED, str(ask.id)),
        kit.button(later, words.CALL_BACK, str(ask.id)),
    )
    return [kit.section(line), buttons]


def _answer_lines(reply: Reply, pod: str | None) -> tuple[str, str]:
    """Who answered what, as it is seen and as it reads aloud."""
    template = "{author} from {pod}: {gist}" if pod else "{author}: {gist}"
    known = {"gist": gist(reply, GIST), "pod": pod_name(pod or "")}
    author = name(reply.author_name)
    return template.format(author=f"*{author}*", **known), template.format(author=author, **known)


def _who_is_next(template: str, ask: Ask, pod: str) -> str:
    return template.format(claimer=name(ask.claimed_by_name), pod=pod_name(pod))


def _start(ask: Ask) -> str:
    return start(ask.question, QUESTION_SHOWN)


def _plain(line: str) -> Card:
    return Card(line, [kit.section(line)])


def _with_link(line: str, label: str, permalink: str | None) -> Card:
    if not permalink:
        return _plain(line)
    link = kit.link_button(label, words.OPEN_LINK, permalink)
    return Card(line, [kit.section(line), kit.actions(link)])
