"""The short replies that Podline puts into an ask's thread."""

from collections.abc import Sequence
from typing import Final

from bot.advice import controls
from bot.advice.phrases import TOPICS, by, gist, has_more, mention, name, pod_name, start
from bot.text import kit
from bot.text.kit import Block, Card
from storage.advice import Ask, CallState, Reply

GIST: Final = 200
# From the own pod, and from another one.
_ANSWER: Final = ("{author}: {gist}", "{author} from {pod}: {gist}")
_FIRST: Final = ("{to} — {author}: {gist}", "{to} — {author} from {pod}: {gist}")


def answer(ask: Ask, reply: Reply, pod: str | None = None, to: Sequence[str] = ()) -> Card:
    """An answer that came by the modal; the first one mentions those whom it goes `to`.

    The say-now line leads, the detail follows whole. `pod` is the author's, where it is another.
    """
    seen, aloud = _lines(_FIRST if to else _ANSWER, reply, pod, to)
    blocks = [kit.section(seen), *_rest(reply)]
    return Card(aloud, [*blocks, _after_first(ask, reply)] if to else blocks)


def first_answer(ask: Ask, reply: Reply, pod: str | None = None, to: Sequence[str] = ()) -> Card:
    """The one mention of the asker, and of those who ask the same, when a colleague typed the
    first answer in the thread; `pod` is the author's, where it is another one.
    """
    seen, aloud = _lines(_FIRST, reply, pod, to or (ask.asker,))
    return Card(aloud, [kit.section(seen), _after_first(ask, reply)])


def call_for_help(ask: Ask, users: Sequence[str], zone: str) -> Card:
    """A rung of the ladder: mentions `users`, who can help; `zone` is the market's."""
    template = {
        CallState.ON_HOLD: "{people} — a customer is on hold for this one ({topic}).",
        CallState.CALL_BACK: "{people} — a customer expects a call-back on this one ({topic}).",
    }.get(ask.call_state, "{people} — a customer is waiting on this one ({topic}).")
    due = ask.call_back_at if ask.call_state is CallState.CALL_BACK else None
    if due:
        template = "{people} — a customer expects a call-back on this one ({topic}) {by}."
    line = template.format(
        people=" ".join(mention(user) for user in users),
        topic=TOPICS[ask.topic],
        by=by(due, zone) if due else "",
    )
    return Card(line, [kit.section(line), kit.actions(controls.claim(ask), controls.not_me(ask))])


def claim_check(ask: Ask) -> Card:
    """Asks the claimer whether the claim stands."""
    line = "{claimer} — still on this one? Back to the pod in a minute.".format(
        claimer=mention(ask.claimed_by or "")
    )
    buttons = kit.actions(controls.two_more_minutes(ask), controls.back_to_the_pod(ask))
    return Card(line, [kit.section(line), buttons])


def claim_lapsed(ask: Ask) -> Card:
    """In place of the question whether the claim stands: it fell back. Names nobody."""
    line = f"This one is open to the pod again ({TOPICS[ask.topic]})."
    return Card(line, [kit.section(line)])


def mirrored(reply: Reply, pod: str) -> Card:
    """A reply from the overflow pod's thread, in the home thread, with its author."""
    seen, aloud = _lines(_ANSWER, reply, pod)
    return Card(aloud, [kit.section(seen), *_rest(reply)])


def _lines(
    templates: tuple[str, str], reply: Reply, pod: str | None, to: Sequence[str] = ()
) -> tuple[str, str]:
    """The line as it is seen, and as it reads aloud."""
    author, words = name(reply.author_name), gist(reply, GIST)
    called = " ".join(mention(user) for user in to)
    known = {"to": called, "gist": words, "pod": pod_name(pod or "")}
    template = templates[1] if pod else templates[0]
    seen = template.format(author=f"*{author}*", **known)
    return seen, template.format(author=author, **known)


def tail(reply: Reply) -> list[Card]:
    """What one message does not hold of a long reply, for the messages that follow it."""
    return [
        Card(start(pieces[0], GIST), [*map(kit.words, pieces)])
        for pieces in kit.messages(reply.text)[1:]
    ]


def _rest(reply: Reply) -> list[Block]:
    """What the line does not show: the detail under a say-now line, or a long text whole."""
    if has_more(reply, GIST):
        return [kit.words(piece) for first in kit.messages(reply.text)[:1] for piece in first]
    return []


def _after_first(ask: Ask, reply: Reply) -> Block:
    return kit.actions(*controls.this_worked(ask, [reply]), controls.still_need_help(ask))
