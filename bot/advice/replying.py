"""Replies in threads: noted as they come, adopted where they outran what they belong to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.advice import whispers
from bot.advice.accepting import judge
from bot.advice.acting import changing
from bot.advice.answering import changed, consider
from bot.advice.changes import Tools
from bot.advice.correcting import note_reworded
from bot.advice.facts import Said
from bot.advice.messages import CARD, OVERFLOW, ask_of, reply_of
from bot.advice.other_cards import follow_there
from bot.advice.rules import is_young, moment_of, newer
from bot.advice.speech import from_slack
from bot.inbox import Delivery, Person
from bot.pods.service import see
from bot.text.kit import Card
from bot.text.masking import Masked
from storage.advice import LIVE, Ask, AskState, Reply
from storage.advice_asking import place_card, place_overflow_card
from storage.advice_joined import find_joined_by
from storage.advice_reading import find_ask
from storage.advice_threads import find_reply, list_strays, take_turns
from storage.outbox import Act, OutboxRow
from storage.pods import find_member, find_pod_by_channel


async def note_reply(
    tools: Tools,
    session: AsyncSession,
    delivery: Delivery,
    person: Person,
    ask: Ask | None,
    said: Said,
) -> Card | None:
    """A message of a thread. Without an ask it is kept for a while, if it may be early."""
    masked = from_slack(tools, said.text)
    known = await find_reply(session, said.channel, said.ts)
    if ask is None and known is not None and known.ask_id is not None:
        ask = await find_ask(session, known.ask_id)
    if ask is None:
        if await _may_be_early(session, delivery, person, said):
            await _merge(session, known, said, person, masked, delivery.now)
        return None
    ask = await _whose(session, ask, person, known, said)
    if ask.source_ts is not None and said.ts < ask.source_ts:
        return None  # the thread is older than the question
    async with changing(tools, session, ask, delivery.now) as change:
        again = known is not None and known.author != ""
        before = (known.text, known.deleted_at) if known else ("", None)
        reply = await _merge(session, known, said, person, masked, delivery.now)
        reply.ask_id = ask.id
        if again and before != (reply.text, reply.deleted_at):
            changed(change, reply)
            await note_reworded(tools, change, reply, before[0])
            await follow_there(tools, change, reply, before[0])
        await consider(tools, change, reply, again=again)
    # Not where other words stand by now, or where their writer was told of these before.
    if masked.kinds and reply.text == masked.text != before[0]:
        return whispers.masked_notice(masked.kinds, still_shown=True)
    return None


async def _whose(
    session: AsyncSession, first: Ask, person: Person, known: Reply | None, said: Said
) -> Ask:
    """What somebody who joined writes in the thread belongs to their own ask, as a first asker's
    words do: it answers nobody. Once theirs is over they may help as anybody does.
    """
    if known is not None and known.author and known.ask_id is not None:
        same = known.ask_id == first.id
        return first if same else await find_ask(session, known.ask_id) or first
    if person.user == first.asker or first.joined_to is not None:
        return first
    own = await find_joined_by(session, first.id, person.user)
    speaks = own is not None and own.state in LIVE | {AskState.ACCEPTED}
    return own if own and speaks and moment_of(said.ts) > own.asked_at else first


async def adopt(
    tools: Tools,
    session: AsyncSession,
    ask_id: UUID,
    channel: str,
    thread_ts: str,
    now: datetime,
    after: str = "",
) -> None:
    """Give the ask the replies that outran it, those written later than `after`."""
    strays = await list_strays(session, channel, thread_ts, after)
    ask = await find_ask(session, ask_id) if strays else None
    if ask is not None and ask.joined_to is not None:
        ask = await find_ask(session, ask.joined_to)
    if ask is None:
        return
    async with changing(tools, session, ask, now) as change:
        for stray in strays:
            stray.ask_id = ask.id
        await consider(tools, change, *strays)


async def on_posted(
    tools: Tools, session: AsyncSession, row: OutboxRow, ts: str, now: datetime
) -> None:
    """The sender posted something of ours: learn where it stands, adopt what outran it."""
    ask_id = ask_of(row.subject)
    if ask_id is None or row.act is not Act.POST:
        return
    copied = reply_of(row.part)
    if row.part not in (CARD, OVERFLOW) and copied is None:
        return
    await take_turns(session, row.channel)
    if copied is not None:
        await _place_copy(tools, session, ask_id, copied, ts, now)
    elif row.part == CARD:
        thread_ts, after = await place_card(session, ask_id, ts)
        await adopt(tools, session, ask_id, row.channel, thread_ts, now, after or "")
    else:
        await place_overflow_card(session, ask_id, ts)
        await adopt(tools, session, ask_id, row.channel, ts, now)


async def _place_copy(
    tools: Tools, session: AsyncSession, ask_id: UUID, reply_id: UUID, ts: str, now: datetime
) -> None:
    """A mark may stand on the copy already."""
    ask = await find_ask(session, ask_id)
    if ask is None:
        return
    async with changing(tools, session, ask, now) as change:
        for reply in change.replies:
            if reply.id == reply_id:
                reply.copy_ts = ts
        await judge(tools, change)


async def _may_be_early(
    session: AsyncSession, delivery: Delivery, person: Person, said: Said
) -> bool:
    if not is_young(said.ts, delivery.now):
        return False
    return await find_pod_by_channel(session, person.team, said.channel) is not None


async def _merge(
    session: AsyncSession,
    reply: Reply | None,
    said: Said,
    person: Person,
    masked: Masked,
    now: datetime,
) -> Reply:
    """What is known of the message with what came now; the newest words win, deletion over all."""
    if reply is None:
        reply = Reply(channel=said.channel, ts=said.ts, at=moment_of(said.ts))
        session.add(reply)
    reply.thread_ts = reply.thread_ts or said.thread_ts
    if said.deleted:
        reply.deleted_at = reply.deleted_at or now
        reply.text, reply.say_now = "", None
        return reply
    first = not reply.author
    if first:
        home = await find_member(session, person.team, person.user)
        reply.author, reply.author_name = person.user, home.member.name if home else ""
        if home is not None:
            await see(session, home, now)
    if reply.deleted_at is None and (first or newer(said.edited, reply.edited)):
        reply.text = masked.text
    if newer(said.edited, reply.edited):
        reply.edited = said.edited
    return reply
