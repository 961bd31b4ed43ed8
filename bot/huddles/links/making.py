"""Addresses that calendars and screens read along by: made when somebody asks for one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.links.rules import new_secret, screen_until
from bot.huddles.tools import Tools
from bot.inbox import Person
from storage.huddles import Huddle
from storage.huddles_links import (
    HuddleLink,
    end_calendar_link,
    get_or_add_calendar_link,
    get_or_add_screen_link,
    lock_huddle_of_screen,
)


async def screen_url(session: AsyncSession, tools: Tools, huddle: Huddle, now: datetime) -> str:
    """Of the huddle's screen; "" where nobody said where we are reached. It ends a day after the
    huddle.
    """
    if not tools.public_url:
        return ""
    await lock_huddle_of_screen(session, huddle.id)
    until = screen_until(huddle)
    link = await get_or_add_screen_link(session, huddle, new_secret(), until, now)
    return f"{tools.public_url}/huddles/{link.secret}"


async def get_calendar_link(
    session: AsyncSession, pod_id: UUID, person: Person, now: datetime
) -> HuddleLink:
    """The one that holds, made now where there is none."""
    return await get_or_add_calendar_link(session, pod_id, new_secret(), person.user, now)


async def renew_calendar_link(
    session: AsyncSession, pod_id: UUID, ended: UUID, person: Person, now: datetime
) -> tuple[HuddleLink, bool]:
    """A new one for `ended`; whether it was made now. Of two who press at once, one makes it."""
    is_new = await end_calendar_link(session, pod_id, ended, now)
    return await get_calendar_link(session, pod_id, person, now), is_new


def url_of(tools: Tools, link: HuddleLink) -> str:
    return f"{tools.public_url}/calendar/{link.secret}.ics"
