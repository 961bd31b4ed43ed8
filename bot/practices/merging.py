"""Two practices that say the same: one is merged into the other, or never made."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.pods.service import get_actor
from bot.practices import speech
from bot.practices.changes import Tools, acting, changing, get_practice, show_practice
from bot.practices.closing import close_gaps_in
from bot.practices.drafts import Draft
from bot.practices.editing import add_saying
from bot.practices.errors import MissingWords, NotShared, SamePractice
from bot.practices.facts import What
from bot.practices.figures import link_to_ask
from bot.practices.rules import check_live, check_may_edit
from bot.practices.saving import add_practice, complete, tell_others, whose
from storage.practices import OPEN_STATES, Practice, PracticeState
from storage.practices_reading import find_practice


async def merge(
    tools: Tools, delivery: Delivery, person: Person, into: UUID, other: UUID
) -> Practice:
    """`other`, which must be the person's to edit, leads on to `into` from now on; ways to say
    it, uses, history and credits of both are shown there. Raises `SamePractice` for a circle, and
    `NotShared` where others would find it no more.
    """
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        await _check_stays_found(session, home, into, other)
        survivor = await _merge(session, home, into, other, delivery.now)
    tools.finder.wake()
    return survivor


async def save_into(
    tools: Tools,
    delivery: Delivery,
    person: Person,
    draft: Draft,
    state: PracticeState,
    into: UUID,
) -> Practice:
    """A new practice that is merged at once: what it says is kept, and leads on to `into`."""
    ready = complete(tools.masker, draft, delivery.now)
    async with tools.transactions.of(delivery) as session:
        home = await get_actor(session, person, delivery.now)
        practice = await add_practice(session, home, ready, state, delivery.now)
        survivor = await _merge(session, home, into, practice.id, delivery.now)
        await tell_others(tools, session, ready, survivor.id, person, delivery.now)
    tools.finder.wake()
    return survivor


async def link(
    tools: Tools, delivery: Delivery, person: Person, practice_id: UUID, draft: Draft
) -> Practice:
    """Instead of a second practice: this one says what resolved the draft's ask and answers its
    gap, and has the draft's way to say it as a further one; nothing else of the draft is kept.
    Anybody who sees it may do that. Raises `MissingWords` where there is none of these.
    """
    text = speech.field(tools.masker, "say_it", draft.say_it).text
    if not (text or draft.ask_id or draft.gap_id):
        raise MissingWords("say_it")
    async with acting(tools, delivery, person, practice_id) as (change, home):
        check_live(change.practice)
        if draft.ask_id is not None:
            await link_to_ask(
                change.session, change.practice.id, draft.ask_id, person.user, delivery.now
            )
        await close_gaps_in(change.session, home, draft, change.practice, delivery.now)
        if text and text not in {each.text for each in change.sayings}:
            add_saying(change, text, whose(draft, home))
            change.note(What.LINKED)
        await tell_others(tools, change.session, draft, change.practice.id, person, delivery.now)
        return change.practice


async def _merge(
    session: AsyncSession, home: Home, into: UUID, other: UUID, now: datetime
) -> Practice:
    survivor, merged = await _both(session, home, into, other)
    check_may_edit(merged, home)
    check_live(survivor)
    check_live(merged)
    async with changing(session, merged, now, home) as change:
        merged.merged_into, merged.state = survivor.id, PracticeState.ARCHIVED
        change.note(What.MERGED, survivor.title)
    async with changing(session, survivor, now, home) as change:
        signs = (survivor.used_at, merged.used_at)
        survivor.used_at = max((sign for sign in signs if sign), default=None)
        change.note(What.TOOK_IN, merged.title)
    return survivor


async def _check_stays_found(session: AsyncSession, home: Home, into: UUID, other: UUID) -> None:
    survivor, merged = [await show_practice(session, each, home) for each in (into, other)]
    if survivor.state is PracticeState.DRAFT and merged.state in OPEN_STATES:
        raise NotShared


async def _both(
    session: AsyncSession, home: Home, into: UUID, other: UUID
) -> tuple[Practice, Practice]:
    """Locked, the older one first: two who merge them either way do not wait for each other."""
    ends = await show_practice(session, into, home), await show_practice(session, other, home)
    if ends[0].id == ends[1].id:
        raise SamePractice
    for practice_id in sorted(each.id for each in ends):
        await find_practice(session, practice_id)
    survivor = await get_practice(session, into, home)
    merged = await get_practice(session, other, home)
    if survivor.id == merged.id:
        raise SamePractice
    return survivor, merged
