"""What happens in channels: mentions, replies, edits, deletions and marks, in any order.

Whatever comes first waits for the rest: a reply for its ask, a deletion for its message.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import elsewhere, whispers
from bot.advice.accepting import judge
from bot.advice.acting import changing
from bot.advice.answering import consider
from bot.advice.asking import NOTHING, Found, ask_by_mention, counting, look, told
from bot.advice.changes import Tools
from bot.advice.editing import question_deleted, question_edited
from bot.advice.facts import Asking, Said
from bot.advice.messages import CARD, ask_of
from bot.advice.replying import adopt, note_reply
from bot.advice.rules import is_young
from bot.advice.speech import from_slack
from bot.inbox import Delivery, Person
from bot.pods.service import get_actor
from bot.text.kit import Card
from storage.advice import Ask, Source
from storage.advice_joined import find_joined_by
from storage.advice_reading import find_ask, find_ask_by_source, find_ask_by_thread
from storage.advice_threads import add_mark, find_marked, remove_mark, take_turns
from storage.outbox import find_posted_at


async def note_message(tools: Tools, delivery: Delivery, person: Person, said: Said) -> Card | None:
    """A message came, was edited or deleted. What concerns no ask costs nothing."""
    if not _may_concern_an_ask(said):
        return None
    found = await _look(tools, delivery, person, said)
    async with counting(tools, delivery) as session:
        await take_turns(session, said.channel)
        ask = await find_ask_by_source(session, said.channel, said.ts)
        if ask is not None:
            return await _note_question(tools, session, delivery, ask, said)
        ask = await _find_thread(session, said)
        if ask is None and said.mentions_bot and is_young(said.ts, delivery.now):
            return await _ask(tools, session, delivery, person, said, found)
        return await note_reply(tools, session, delivery, person, ask, said)


async def note_mark(
    tools: Tools, delivery: Delivery, person: Person, channel: str, ts: str, added: bool
) -> None:
    """A ✅ was put on a message, or taken off it: the asker's says that an answer worked."""
    async with tools.transactions.of(delivery) as session:
        await take_turns(session, channel)
        ask_id = await _find_marked(session, channel, ts)
        if not added:
            await remove_mark(session, channel, ts, person.user)
        elif ask_id is not None or is_young(ts, delivery.now):
            await add_mark(session, channel, ts, person.user, delivery.now)
        ask = await find_ask(session, ask_id) if ask_id else None
        if ask is not None and ask.asker != person.user:
            ask = await find_joined_by(session, ask.id, person.user)
        if ask is not None:
            async with changing(tools, session, ask, delivery.now) as change:
                await judge(tools, change)


async def _find_marked(session: AsyncSession, channel: str, ts: str) -> UUID | None:
    """The ask of a reply, or of the card or message that stands for the whole of it."""
    reply = await find_marked(session, channel, ts)
    if reply is not None:
        return reply.ask_id
    posted = await find_posted_at(session, channel, ts)
    if posted is not None:
        return ask_of(posted.subject) if posted.part == CARD else None
    ask = await find_ask_by_source(session, channel, ts)
    return ask.id if ask else None


async def _note_question(
    tools: Tools, session: AsyncSession, delivery: Delivery, ask: Ask, said: Said
) -> Card | None:
    masked, before = from_slack(tools, said.text), ask.question
    async with changing(tools, session, ask, delivery.now) as change:
        if said.deleted:
            question_deleted(change, delivery.now)
        else:
            question_edited(change, masked, said.edited)
        if ask.question_deleted_at is not None:
            await consider(tools, change)
    if masked.kinds and ask.question == masked.text != before:
        return whispers.masked_notice(masked.kinds, still_shown=True)
    return None


async def _ask(
    tools: Tools,
    session: AsyncSession,
    delivery: Delivery,
    person: Person,
    said: Said,
    found: Found,
) -> Card | None:
    home = await get_actor(session, person, delivery.now, said.channel)
    masked = from_slack(tools, said.text)
    if home.pod.channel != said.channel:
        return elsewhere.ask_from_here(masked.text)
    made = await ask_by_mention(tools, session, home, _asking(said), delivery.now, found)
    root = said.thread_ts or said.ts
    await adopt(tools, session, made.ask.id, said.channel, root, delivery.now, said.ts)
    return await told(tools, session, home, made, masked, delivery.now, still_shown=True)


async def _look(tools: Tools, delivery: Delivery, person: Person, said: Said) -> Found:
    """What is known of a message that may ask."""
    if not said.mentions_bot or said.deleted:
        return NOTHING
    return await look(tools, delivery, person, _asking(said), from_slack(tools, said.text))


def _asking(said: Said) -> Asking:
    return Asking(
        text=said.text,
        source=Source.MENTION,
        channel=said.channel,
        ts=said.ts,
        thread_ts=said.thread_ts,
        edited=said.edited,
    )


def _may_concern_an_ask(said: Said) -> bool:
    """A question stays one when an edit drops its mention, so that edits count, too."""
    return bool(said.thread_ts or said.mentions_bot or said.deleted or said.edited)


async def _find_thread(session: AsyncSession, said: Said) -> Ask | None:
    if said.thread_ts is None:
        return None
    return await find_ask_by_thread(session, said.channel, said.thread_ts)
