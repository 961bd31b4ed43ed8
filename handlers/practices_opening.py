"""The forms of practices, as they are opened: filled in with what is known already."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

from bot.inbox import Delivery
from bot.practices import modals, words
from bot.practices.adding_form import add_form
from bot.practices.drafts import Alike, Draft, TalkedAbout
from bot.practices.rules import check_live
from bot.practices.service import PracticesService
from bot.text.kit import Block
from handlers.payloads import Press, Said, Shortcut

Read = Callable[[str, str], Awaitable[tuple[str, str | None] | None]]
"""The words of a message and the person who wrote it, by its channel and ts; None: unknown."""


async def open_refusal(practices: PracticesService, press: Press) -> Said:
    return await refusal_form(practices, press, words.read_id(press.value))


async def open_adding(practices: PracticesService, press: Press) -> Said:
    return await adding_form(practices, press, words.read_id(press.value))


async def open_edit(practices: PracticesService, press: Press) -> Said:
    whole = await practices.show(press.person, words.read_id(press.value))
    return modals.edit_form(whole, press.person.user)


async def open_new(practices: PracticesService, press: Press) -> Said:
    typed = words.read_prefill(press.value)
    return await new_form(practices, typed, press.channel)


async def open_filling(practices: PracticesService, press: Press) -> Said:
    gap, typed = words.read_fill(press.value)
    return await new_form(practices, typed, press.channel, gap)


async def open_of_ask(practices: PracticesService, press: Press) -> Said:
    """The card remembers by its press's own response_url, when something was saved."""
    draft = await practices.draft_from_ask(press.person, words.read_id(press.value))
    return _form(draft, press.channel, press.delivery, press.message_ts, press.response_url)


async def open_of_message(practices: PracticesService, read: Read, press: Press) -> Said:
    """Of a message that cannot be read there are no words: the form asks for them."""
    channel, ts = words.read_place(press.value)
    text, writer = await read(channel, ts) or ("", None)
    draft = await practices.draft_from_message(press.person, channel, ts, text, writer)
    return _form(draft, press.channel, press.delivery)


async def open_by_shortcut(practices: PracticesService, shortcut: Shortcut) -> Said:
    draft = await practices.draft_from_message(
        shortcut.person,
        shortcut.channel or "",
        shortcut.message_ts or "",
        shortcut.message_text or "",
        shortcut.message_user,
    )
    return _form(draft, shortcut.channel, shortcut.delivery)


async def refusal_form(practices: PracticesService, press: Press, practice_id: UUID) -> Block:
    whole = await practices.show(press.person, practice_id)
    return modals.refuse_form(whole.practice, press.channel)


async def adding_form(practices: PracticesService, press: Press, practice_id: UUID) -> Block:
    """Of what is archived meanwhile it is said at once."""
    whole = await practices.show(press.person, practice_id)
    check_live(whole.practice)
    return add_form(whole.practice, press.channel)


async def new_form(
    practices: PracticesService,
    typed: str,
    channel: str | None,
    gap: UUID | None = None,
) -> Block:
    draft = await practices.draft_from(typed)
    made = modals.made_from(draft, channel)._replace(gap=gap)
    return modals.save_form(draft, made)


async def form_of_item(
    practices: PracticesService, text: str, channel: str | None, huddle: UUID, item: UUID
) -> Block:
    """Of what a huddle talks about, for huddles, which know no practices."""
    draft = replace(await practices.draft_from(text), talked_about=TalkedAbout(huddle, item))
    return modals.save_form(draft, modals.made_from(draft, channel))


def _form(
    made: Draft | Alike,
    channel: str | None,
    delivery: Delivery,
    card: str | None = None,
    url: str | None = None,
) -> Block:
    """Where somebody saved it already, with theirs above."""
    draft, alike = (made.draft, made.shown) if isinstance(made, Alike) else (made, ())
    remembered = modals.made_from(draft, channel)._replace(card=card, url=url)
    return modals.save_form(draft, remembered, alike, delivery.now)
