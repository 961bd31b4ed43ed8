"""Who is there, where a pod wants to know: counted for all, named for whoever ran it alone."""

from bot.huddles.meeting.ending import list_absent
from bot.huddles.meeting.errors import NobodyAsks, NotForYou
from bot.huddles.meeting.facts import Absent, Pressed, Seen
from bot.huddles.meeting.going import acting, looking, repaint, url_of
from bot.huddles.meeting.rules import next_count, sees_absent, was_in
from bot.huddles.schedule.current import get_schedule
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from storage.huddles_attendance import list_here, note_here
from storage.huddles_meeting import list_waves


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
        is_new = await note_here(going.session, going.huddle.id, person.user, going.now)
        await going.goes_on()
        if is_new:
            url = await url_of(going.session, going.huddle, pressed)
            about = (going.session, tools, going.pod, going.huddle, going.now, url)
            await repaint(*about, next_count(going.now))
        return is_new


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
