"""What Slack sends about practices: the command, presses, the shortcut, a 💡, Home.

The forms are opened in `practices_opening.py`, and read in `practices_forms.py` when they are sent.
"""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from bot.inbox import Delivery, Person
from bot.pods.errors import NoPod
from bot.practices import lists, suggested_card, views, whispers, words
from bot.practices.drafts import Pressed
from bot.practices.facts import Settled, What
from bot.practices.home import home_section
from bot.practices.service import PracticesService
from bot.practices.sub_commands import read_word
from bot.practices.whole import whole_modal
from bot.practices.words import Choice, Chosen
from bot.text.escaping import plain
from bot.text.kit import Block
from handlers.payloads import (
    Command,
    HomeOpened,
    InPlace,
    Press,
    Reaction,
    Routes,
    Said,
)
from handlers.practices_forms import sent_edit, sent_refusal, sent_save, sent_saying
from handlers.practices_opening import (
    Read,
    adding_form,
    new_form,
    open_adding,
    open_by_shortcut,
    open_edit,
    open_filling,
    open_new,
    open_of_ask,
    open_of_message,
    open_refusal,
    refusal_form,
)
from handlers.practices_same import choose_form
from handlers.practices_search import open_by_command

BULBS = ("bulb",)


async def unread(channel: str, ts: str) -> None:
    """Where nobody reads messages from Slack."""


def routes(
    practices: PracticesService, bulbs: Collection[str] = BULBS, read: Read = unread
) -> Routes:
    """Everything that practices answer; `bulbs` are the reactions that offer to save a message,
    which `read` looks up.
    """
    return Routes(
        commands={"/practice": partial(_practice, practices)},
        actions={
            words.USE: partial(_use, practices),
            words.HELPED: partial(_helped, practices),
            words.REFUSE: partial(open_refusal, practices),
            words.MORE: partial(_open_whole, practices),
            words.MENU: partial(_chosen, practices),
            words.EDIT: partial(open_edit, practices),
            words.ADD: partial(open_adding, practices),
            words.STILL_HOLDS: partial(_still_holds, practices),
            words.ARCHIVE: partial(_archive, practices),
            words.NEW: partial(open_new, practices),
            words.FILL: partial(open_filling, practices),
            words.NOT_NEEDED: partial(_dismiss_gap, practices),
            words.SAVE_ASK: partial(open_of_ask, practices),
            words.SAVE_MESSAGE: partial(open_of_message, practices, read),
            words.SHOW_SUGGESTED: partial(_show_suggested, practices),
            words.NOT_THIS: partial(_not_this, practices),
            words.PUT: partial(_put, practices),
            words.OPEN_LINK: _nothing,
        },
        views={
            words.SAVE_FORM: partial(sent_save, practices),
            words.EDIT_FORM: partial(sent_edit, practices),
            words.ADD_FORM: partial(sent_saying, practices),
            words.REFUSE_FORM: partial(sent_refusal, practices),
        },
        shortcuts={words.FROM_MESSAGE: partial(open_by_shortcut, practices)},
        reactions=[partial(_note_reaction, bulbs)],
        home=[partial(_home, practices)],
    )


async def _practice(practices: PracticesService, command: Command) -> Said:
    """A word of ours, or what is looked for; with nothing to look for, the form to look around."""
    first, _, rest = plain(command.text).strip().partition(" ")
    if first.lower() in ("", "search"):
        return await open_by_command(practices, command, rest)
    match read_word(plain(command.text)):
        case "new":
            return await new_form(practices, "", command.channel)
        case "help":
            return whispers.help_card()
        case "top":
            top = await practices.top(command.person, command.delivery.now)
            return lists.top_card(top)
        case "gaps":
            missing = await practices.gaps(command.person, command.delivery.now)
            return lists.gaps_card(missing, command.delivery.now)
    found = await practices.find(
        command.person, command.text, delivery=command.delivery, as_typed=False
    )
    return views.found(found, command.delivery.now)


async def _use(practices: PracticesService, press: Press) -> Said:
    used = await practices.use(press.delivery, press.person, words.read_id(press.value))
    return views.to_use(used, press.delivery.now)


async def _show_suggested(practices: PracticesService, press: Press) -> Said:
    ask_id = words.read_id(press.value)
    return suggested_card.to_read(
        await practices.show_suggested(press.person, ask_id), press.delivery.now
    )


async def _not_this(practices: PracticesService, press: Press) -> Said:
    practice_id, ask_id = words.read_in_ask(press.value)
    left = await practices.not_this(press.delivery, press.person, practice_id, ask_id)
    return suggested_card.left(left, press.delivery.now)


async def _put(practices: PracticesService, press: Press) -> Said:
    practice_id, ask_id = words.read_in_ask(press.value)
    used = await practices.put(press.delivery, press.person, practice_id, ask_id)
    return suggested_card.put(used)


async def _helped(practices: PracticesService, press: Press) -> Said:
    """A private message keeps the practice's words: they may be read to a customer."""
    practice_id, ask_id = words.read_helped(press.value)
    shown = await practices.helped(press.delivery, press.person, practice_id, ask_id)
    told = whispers.it_helped if press.is_ephemeral else whispers.thanked
    return told(shown, press.person.user)


async def _open_whole(practices: PracticesService, press: Press) -> Said:
    return await _whole(practices, press, words.read_id(press.value))


async def _chosen(practices: PracticesService, press: Press) -> Said:
    """What was chosen under "…"; what changed something is shown as it stands now."""
    chosen = words.read_choice(press.value)
    if chosen.choice is Choice.MORE:
        return await _whole(practices, press, chosen.practice)
    if chosen.choice is Choice.ADD:
        return await adding_form(practices, press, chosen.practice)
    if chosen.choice is Choice.REFUSE:
        return await refusal_form(practices, press, chosen.practice)
    if chosen.choice is Choice.SAME:
        return await choose_form(practices, press.person, chosen.practice)
    await _do(practices, press.delivery, press.person, chosen)
    return InPlace(await _whole(practices, press, chosen.practice))


async def _do(
    practices: PracticesService, delivery: Delivery, person: Person, chosen: Chosen
) -> None:
    match chosen.choice:
        case Choice.SHARE:
            await practices.share(delivery, person, chosen.practice)
        case Choice.VERIFY:
            await practices.verify(
                delivery, person, chosen.practice, version=chosen.version or None
            )
        case Choice.CONFIRM:
            await practices.confirm(delivery, person, chosen.practice)
        case Choice.ARCHIVE:
            await practices.archive(delivery, person, chosen.practice)
        case Choice.UNDO:
            await practices.undo(delivery, person, chosen.practice, chosen.version)


async def _still_holds(practices: PracticesService, press: Press) -> Said:
    settled = await _settle(practices, press, What.CONFIRMED)
    return None if settled.said else whispers.still_holds(settled.practice)


async def _archive(practices: PracticesService, press: Press) -> Said:
    settled = await _settle(practices, press, What.ARCHIVED)
    return None if settled.said else whispers.archived(settled.practice)


async def _settle(practices: PracticesService, press: Press, what: What) -> Settled:
    """The message that was pressed says what was done."""
    url = press.response_url
    pressed = Pressed(press.channel, press.message_ts, url) if url else None
    practice_id = words.read_id(press.value)
    return await practices.settle(press.delivery, press.person, practice_id, what, pressed)


async def _dismiss_gap(practices: PracticesService, press: Press) -> Said:
    await practices.dismiss_gap(press.delivery, press.person, words.read_id(press.value))
    return lists.gap_dropped()


async def _note_reaction(bulbs: Collection[str], reaction: Reaction) -> Said:
    if not reaction.added or reaction.name not in bulbs:
        return None
    return whispers.offered(words.place_value(reaction.channel, reaction.ts))


async def _home(practices: PracticesService, opened: HomeOpened) -> list[Block]:
    """Nothing for somebody without a pod: another part says whom to see."""
    try:
        author = await practices.own(opened.person)
        return home_section(author, await practices.to_look_at(opened.person))
    except NoPod:
        return []


async def _nothing(press: Press) -> Said:
    """A button that opens an address only needs an acknowledgement."""
    return None


async def _whole(practices: PracticesService, press: Press, practice_id: UUID) -> Block:
    whole = await practices.show(press.person, practice_id)
    return whole_modal(whole, press.delivery.now)
