"""A practice settles an ask: the store's answer, which nobody had to write."""

from uuid import UUID

from bot import metrics
from bot.advice.accepting import may_still_accept, settle
from bot.advice.acting import acting
from bot.advice.changes import Change, Tools
from bot.advice.errors import AlreadySettled
from bot.advice.facts import Pressed, Worked
from bot.advice.rules import check_may_settle
from bot.advice.suggesting import Solution
from bot.inbox import Delivery, Person
from bot.text.kit import Card
from storage.advice import AcceptedVia, AskState, Reply
from storage.ids import new_id


async def solve(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    ask_id: UUID,
    practice_id: UUID,
    pressed: Pressed,
) -> Card | None:
    """ "This solves it": the practice is the answer that worked, and the card says so. A post in
    the thread would ring for its asker alone. Pressed again, nothing changes.
    """
    async with acting(tools, delivery, person, ask_id, pressed) as (change, home):
        ask = change.ask
        check_may_settle(ask, home.member)
        before = _solved_by(change)
        if before is None and not may_still_accept(change):
            raise AlreadySettled
        solution = await tools.suggesting.solve(
            change.session, home, ask, practice_id, delivery.now, again=before is not None
        )
        if before in (practice_id, solution.practice_id):
            return solution.told
        if before is not None:
            raise AlreadySettled
        reply = _as_reply(change, solution)
        settle(change, Worked(reply.id, reply.author, AcceptedVia.PRESS, delivery.now), person.user)
        return solution.told


def _solved_by(change: Change) -> UUID | None:
    """The practice that settled the ask."""
    if change.ask.state is not AskState.ACCEPTED:
        return None
    accepted = change.ask.accepted_reply_id
    return next((each.practice_id for each in change.replies if each.id == accepted), None)


def _as_reply(change: Change, solution: Solution) -> Reply:
    """Written by whoever found what worked; known as the store's by its practice."""
    ask, reply_id = change.ask, new_id()
    reply = Reply(
        id=reply_id,
        ask_id=ask.id,
        channel=ask.channel,
        thread_ts=ask.thread_ts,
        ts=str(reply_id),
        author=solution.author,
        author_name=solution.author_name,
        say_now=solution.say_now,
        text=solution.text,
        at=change.now,
        practice_id=solution.practice_id,
    )
    change.session.add(reply)
    change.replies.append(reply)
    if ask.first_reply_at is None:
        ask.first_reply_at = change.now
        metrics.first_reply.observe((change.now - ask.asked_at).total_seconds())
    return reply
