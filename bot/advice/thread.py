"""The short replies that Podline puts into an ask's thread."""

from collections.abc import Sequence
from typing import Final

from bot.advice import controls
from bot.advice.phrases import TOPICS, by, gist, has_more, mention, name, pod_name
from bot.text import kit
from bot.text.kit import Block, Card
from storage.advice import Ask, CallState, Reply

GIST: Final = 200


def answer(ask: Ask, reply: Reply, *, first: bool = False) -> Card:
    """An answer that came by the modal; `first` mentions the asker, once for an ask.

    The say-now line leads, the detail follows whole.
    """
    seen, aloud = _lines("{to} — {author}: {gist}" if first else "{author}: {gist}", ask, reply)
    blocks = [kit.section(seen), *_rest(reply)]
    return Card(aloud, [*blocks, _after_first(ask, reply)] if first else blocks)


def first_answer(ask: Ask, reply: Reply) -> Card:
    """The one mention of the asker, when a colleague typed the first answer in the thread."""
    seen, aloud = _lines("{to} — {author}: {gist}", ask, reply)
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
    template = "{author} from {pod}: {gist}"
    author, words = name(reply.author_name), gist(reply, GIST)
    seen, aloud = (
        template.format(author=shown, pod=pod_name(pod), gist=words)
        for shown in (f"*{author}*", author)
    )
    return Card(aloud, [kit.section(seen), *_rest(reply)])


def _lines(template: str, ask: Ask, reply: Reply) -> tuple[str, str]:
    """The line as it is seen, and as it reads aloud."""
    author, to, words = name(reply.author_name), mention(ask.asker), gist(reply, GIST)
    seen = template.format(to=to, author=f"*{author}*", gist=words)
    return seen, template.format(to=to, author=author, gist=words)


def _rest(reply: Reply) -> list[Block]:
    """What the line does not show: the detail under a say-now line, or a long text whole."""
    if has_more(reply, GIST):
        return [kit.words(piece) for piece in kit.pieces(reply.text)]
    return []


def _after_first(ask: Ask, reply: Reply) -> Block:
    return kit.actions(*controls.this_worked(ask, [reply]), controls.still_need_help(ask))
