"""A huddle while it goes on, what comes of it, and what is not forgotten after it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.transaction import Fires
from bot.huddles.facts import Due
from bot.huddles.meeting import (
    action_items,
    attending,
    copying,
    ending,
    noting,
    opening,
    recapping,
    reminding,
    stepping,
    taking_up,
)
from bot.huddles.meeting.action_items import Typed
from bot.huddles.meeting.errors import NoPracticeForm, NoScreen
from bot.huddles.meeting.facts import Absent, Closed, Found, Made, Noted, Pressed, Recap, Seen, ToDo
from bot.huddles.meeting.going import acting
from bot.huddles.meeting.opening import Prepare, nothing_to_prepare
from bot.huddles.meeting.phrases import matter_of
from bot.huddles.tools import Tools
from bot.inbox import Delivery, Person
from bot.pods.facts import Home
from bot.text.kit import Block
from storage.huddles import AgendaItem, Huddle, Outcome
from storage.huddles_action_items import ActionItem

Screen = Callable[[AsyncSession, Tools, Huddle, datetime], Awaitable[str]]
"""The address of the page that follows a huddle; empty where there is none."""


async def no_screen(_session: AsyncSession, _tools: Tools, _huddle: Huddle, _now: datetime) -> str:
    """Without links."""
    return ""


class MeetingService:
    """Every verb that changes something opens the one transaction."""

    def __init__(
        self, tools: Tools, screen: Screen = no_screen, prepare: Prepare = nothing_to_prepare
    ) -> None:
        self._tools, self._screen, self._prepare = tools, screen, prepare

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        return {
            Due.REMIND: partial(reminding.remind_due, self._tools),
            Due.FOLLOW: partial(taking_up.follow_due, self._tools),
            Due.COPY: partial(copying.copy_due, self._tools),
        }

    async def start(self, delivery: Delivery, person: Person) -> None:
        """Opens the next huddle of the person's pod by hand."""
        await opening.start(self._tools, self._prepare, delivery, person)

    async def end(self, delivery: Delivery, person: Person) -> bool:
        """Ends what goes on; whether what came of it was said now."""
        return await ending.end_typed(self._tools, delivery, person)

    async def end_by_press(
        self, delivery: Delivery, person: Person, seen: Seen, pressed: Pressed
    ) -> bool:
        return await ending.end_by_press(self._tools, delivery, person, seen, pressed)

    async def step(
        self, delivery: Delivery, person: Person, seen: Seen, outcome: Outcome, pressed: Pressed
    ) -> None:
        """On to the next item."""
        await stepping.step(self._tools, delivery, person, seen, outcome, pressed)

    async def close_item(
        self, delivery: Delivery, person: Person, seen: Seen, pressed: Pressed
    ) -> None:
        """The action item that is talked about is done."""
        await stepping.close(self._tools, delivery, person, seen, pressed)

    async def back(self, delivery: Delivery, person: Person, seen: Seen, pressed: Pressed) -> None:
        """To the item before."""
        await stepping.back(self._tools, delivery, person, seen, pressed)

    async def take_up(
        self, delivery: Delivery, person: Person, seen: Seen, pressed: Pressed
    ) -> None:
        """What was added meanwhile, or waits, is talked about now."""
        await taking_up.take_up(self._tools, delivery, person, seen, pressed)

    async def open_note(self, person: Person, seen: Seen, now: datetime) -> AgendaItem:
        """What a decision is about."""
        return await noting.open_note(self._tools, person, seen, now)

    async def note(
        self, delivery: Delivery, person: Person, seen: Seen, typed: str, pressed: Pressed
    ) -> Noted:
        """What was decided."""
        return await noting.note(self._tools, delivery, person, seen, typed, pressed)

    async def practice_form(self, person: Person, seen: Seen, channel: str | None) -> Block:
        """The form of practices, filled in. Raises `NoPracticeForm`."""
        item = await stepping.get_item(self._tools, person, seen)
        form = await self._tools.practice_form(matter_of(item), channel, seen.huddle, item.id)
        if form is None:
            raise NoPracticeForm
        return form

    async def saved_practice(
        self,
        session: AsyncSession,
        huddle_id: UUID,
        item_id: UUID,
        practice_id: UUID,
        person: Person,
        now: datetime,
    ) -> None:
        """Joins the open transaction: a practice was made of an item."""
        about = (huddle_id, item_id, practice_id, person, now)
        await stepping.saved_practice(session, self._tools, *about)

    async def open_new_action(self, person: Person, seen: Seen, now: datetime) -> ToDo:
        """The form of an action item, filled in."""
        return await action_items.open_new(self._tools, person, seen, now)

    async def make_action(
        self, delivery: Delivery, person: Person, seen: Seen, typed: Typed, pressed: Pressed
    ) -> Made:
        return await action_items.make(self._tools, delivery, person, seen, typed, pressed)

    async def open_action(self, person: Person, action_id: UUID, now: datetime) -> ToDo:
        """The form of an action item, to be moved or handed on."""
        return await action_items.open_change(self._tools, person, action_id, now)

    async def change_action(
        self, delivery: Delivery, person: Person, action_id: UUID, typed: Typed, pressed: Pressed
    ) -> Made:
        return await action_items.change(self._tools, delivery, person, action_id, typed, pressed)

    async def close_action(
        self, delivery: Delivery, person: Person, action_id: UUID, pressed: Pressed
    ) -> Closed:
        """Done, in one press."""
        return await action_items.close(self._tools, delivery, person, action_id, pressed)

    async def own_actions(self, person: Person) -> tuple[list[ActionItem], Home]:
        """What the person has to do."""
        return await action_items.list_own(self._tools, person)

    async def here(self, delivery: Delivery, person: Person, seen: Seen, pressed: Pressed) -> bool:
        """Somebody is there; whether they say so for the first time."""
        return await attending.here(self._tools, delivery, person, seen, pressed)

    async def joined(self, delivery: Delivery, person: Person, at: datetime) -> None:
        """Somebody is in a huddle of Slack's since then."""
        await attending.joined(self._tools, delivery, person, at)

    async def who_was_absent(self, person: Person, seen: Seen) -> Absent:
        return await attending.who_was_absent(self._tools, person, seen)

    async def screen_url(self, delivery: Delivery, person: Person, seen: Seen) -> str:
        """The page that follows the huddle. Raises `NoScreen`."""
        async with acting(self._tools, delivery, person, seen.huddle) as going:
            url = await self._screen(going.session, self._tools, going.huddle, going.now)
            if not url:
                raise NoScreen
            return url

    async def last_recap(self, delivery: Delivery, person: Person) -> Recap:
        """What came of the last one."""
        return await recapping.last(self._tools, delivery, person)

    async def search_recaps(self, person: Person, typed: str, at_most: int = 5) -> list[Found]:
        """What earlier ones noted about some words."""
        return await recapping.search(self._tools, person, typed, at_most)
