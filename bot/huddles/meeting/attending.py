"""Who is there, where a pod wants to know: counted for all, named for whoever ran it alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.meeting.ending import list_absent
from bot.huddles.meeting.errors import NobodyAsks, NotForYou
from bot.huddles.meeting.facts import Absent, Pressed, Seen
from bot.huddles.meeting.going import NO_PRESS, acting, looking, repaint, url_of
from bot.huddles.meeting.rules import next_count, sees_absent, was_in
from bot.huddles.schedule.current import get_schedule
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import PodInMarket
from storage.huddles import Huddle, HuddleState
from storage.huddles_attendance import list_going_on, list_here, note_here
from storage.huddles_meeting import list_waves, lock_huddle
from storage.pods import get_pod


async def here(
    tools: Tools, delivery: Delivery, person: Person, seen: Seen, pressed: Pressed
) -> bool:
    """Whether they said so for the first time. The count is shown at the end of its five minutes,
    or with the next step. Raises `HuddleIsOver`, and `NobodyAsks` once the pod does not want to
    know any more.
    """
    async with acting(tools, delivery, person, seen.huddle, pressed) as going:
        going.check_open()
        if not (await get_schedule(going.session, going.pod)).attendance:
            raise NobodyAsks
        about = (going.session, tools, going.pod, going.huddle, person.user, going.now)
        is_new = await _count(*about, pressed)
        await going.goes_on()
        return is_new


async def joined(tools: Tools, delivery: Delivery, person: Person, at: datetime) -> None:
    """Slack says that since `at` somebody is in a huddle, and not in which. Of thousands who say so
    nearly all are in none of ours: that is one look, and leaves no trace.
    """
    async with tools.transactions.look() as session:
        huddle_id = await _find_theirs(session, person, at, delivery.now)
    if huddle_id is None:
        return
    async with tools.transactions.of(delivery) as session:
        huddle = await lock_huddle(session, huddle_id)
        if huddle is not None and huddle.state is HuddleState.OPEN:
            pod = await get_pod(session, huddle.pod_id)
            await _count(session, tools, pod, huddle, person.user, delivery.now)


async def who_was_absent(tools: Tools, person: Person, seen: Seen) -> Absent:
    """For whoever ran one of its waves, and the leader: nobody who could not be there is named.
    Raises `NotForYou`.
    """
    async with looking(tools, person, seen.huddle) as going:
        waves = await list_waves(going.session, going.huddle.agenda_id)
        if not any(sees_absent(going.home, each) for each in waves):
            raise NotForYou
        found = await list_absent(going.session, going.pod, waves, attendance=True)
        named = [each for each in found if was_in(each, waves, *going.pod)]
        pressed = await list_here(going.session, [each.id for each in waves])
        return Absent(named, len(found) - len(named), bool(pressed))


async def _find_theirs(
    session: AsyncSession, person: Person, at: datetime, now: datetime
) -> UUID | None:
    """Where somebody is new: in what had opened by then, for their half of a pod that wants to
    know. Whoever is on the phones meanwhile talks to somebody else.
    """
    for each in await list_going_on(session, person.team, person.user, now):
        if each.opened_at is None or each.opened_at > at:
            continue
        if each.people and person.user not in (*each.people, each.runs_it):
            continue
        if each.is_noted:
            return None
        pod = await get_pod(session, each.pod_id)
        return each.id if (await get_schedule(session, pod)).attendance else None
    return None


async def _count(
    session: AsyncSession,
    tools: Tools,
    pod: PodInMarket,
    huddle: Huddle,
    user: str,
    now: datetime,
    pressed: Pressed = NO_PRESS,
) -> bool:
    """Whether they are new; all who come within five minutes are one repaint."""
    is_new = await note_here(session, huddle.id, user, now)
    if is_new:
        url = await url_of(session, huddle, pressed)
        await repaint(session, tools, pod, huddle, now, url, next_count(now))
    return is_new
