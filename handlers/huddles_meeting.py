"""A huddle that goes on, its action items and its recap."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.errors import Outdated
from bot.huddles import words as shared
from bot.huddles.agenda.whispers import screen
from bot.huddles.meeting import modals, recap_card, whispers, words
from bot.huddles.meeting.action_items import Typed
from bot.huddles.meeting.facts import Outcome, Pressed, Seen
from bot.huddles.meeting.rules import today
from bot.huddles.meeting.service import MeetingService
from bot.huddles.meeting.words import Choice, Form
from bot.huddles.sub_commands import Word
from bot.inbox import Person
from bot.pods.errors import NoPod
from bot.text.escaping import plain
from bot.text.kit import Block, Card, Note
from handlers.payloads import (
    Beside,
    Command,
    HomeOpened,
    Joined,
    Press,
    Routes,
    Said,
    Sent,
    Submission,
)

Answer = Callable[[Command, str], Awaitable[Said]]


def answers(meeting: MeetingService) -> dict[Word, Answer]:
    """Our words behind the command."""
    return {
        Word.START: partial(_start, meeting),
        Word.END: partial(_end, meeting),
        Word.RECAP: partial(_recap, meeting),
    }


def routes(meeting: MeetingService, *, joins: bool = False) -> Routes:
    """What is pressed and sent; with `joins` also who is in a huddle of Slack's."""
    return Routes(
        actions={
            words.NEXT: partial(_step, meeting, Outcome.DONE),
            words.PARK: partial(_step, meeting, Outcome.PARKED),
            words.NOTE: partial(_open_note, meeting),
            words.CLOSE: partial(_close_item, meeting),
            words.HERE: partial(_here, meeting),
            words.END: partial(_end_pressed, meeting),
            words.MENU: partial(_chosen, meeting),
            words.RECAP_MENU: partial(_chosen, meeting),
            words.TAKE_UP: partial(_take_up, meeting),
            shared.ACTION_DONE: partial(_close_action, meeting),
            shared.ACTION_LATER: partial(_open_action, meeting),
        },
        views={
            words.NOTE_FORM: partial(_sent_note, meeting),
            words.ACTION_FORM: partial(_sent_action, meeting),
            words.CHANGE_FORM: partial(_sent_change, meeting),
        },
        home=[partial(_home, meeting)],
        joins=[partial(_joined, meeting)] if joins else (),
    )


async def recaps_found(meeting: MeetingService, person: Person, typed: str) -> list[Block]:
    """Below the practices that were found for the same words."""
    return recap_card.found_section(await meeting.search_recaps(person, typed))


async def _start(meeting: MeetingService, command: Command, rest: str) -> Said:
    await meeting.start(command.delivery, command.person)
    return whispers.opened()


async def _end(meeting: MeetingService, command: Command, rest: str) -> Said:
    return whispers.ended(is_last=await meeting.end(command.delivery, command.person))


async def _recap(meeting: MeetingService, command: Command, rest: str) -> Said:
    typed = plain(rest).strip()
    if typed:
        return recap_card.found_card(typed, await meeting.search_recaps(command.person, typed))
    return recap_card.read_card(await meeting.last_recap(command.delivery, command.person))


async def _step(meeting: MeetingService, outcome: Outcome, press: Press) -> Said:
    seen = words.read_seen(press.value)
    await meeting.step(press.delivery, press.person, seen, outcome, _pressed(press))
    return None


async def _close_item(meeting: MeetingService, press: Press) -> Said:
    seen = words.read_seen(press.value)
    await meeting.close_item(press.delivery, press.person, seen, _pressed(press))
    return None


async def _take_up(meeting: MeetingService, press: Press) -> Said:
    seen = words.read_seen(press.value)
    await meeting.take_up(press.delivery, press.person, seen, _pressed(press))
    return None


async def _here(meeting: MeetingService, press: Press) -> Said:
    seen = words.read_seen(press.value)
    is_new = await meeting.here(press.delivery, press.person, seen, _pressed(press))
    return whispers.here(is_new=is_new)


async def _joined(meeting: MeetingService, joined: Joined) -> Said:
    await meeting.joined(joined.delivery, joined.person, joined.at)
    return None


async def _end_pressed(meeting: MeetingService, press: Press) -> Said:
    seen = words.read_seen(press.value)
    await meeting.end_by_press(press.delivery, press.person, seen, _pressed(press))
    return None


async def _open_note(meeting: MeetingService, press: Press) -> Said:
    seen = words.read_seen(press.value)
    item = await meeting.open_note(press.person, seen, press.delivery.now)
    return modals.note_form(item.text, words.form_of(seen, _pressed(press)))


async def _chosen(meeting: MeetingService, press: Press) -> Said:
    """What was chosen under "…"."""
    choice, seen = words.read_choice(press.value)
    match choice:
        case Choice.PRACTICE:
            return await meeting.practice_form(press.person, seen, press.channel)
        case Choice.ACTION:
            return await _new_action(meeting, press, seen)
        case Choice.BACK:
            await meeting.back(press.delivery, press.person, seen, _pressed(press))
            return None
        case Choice.END:
            await meeting.end_by_press(press.delivery, press.person, seen, _pressed(press))
            return None
        case Choice.SCREEN:
            url = await meeting.screen_url(press.delivery, press.person, seen)
            return screen(url)
        case Choice.ABSENT:
            return modals.absent_modal(await meeting.who_was_absent(press.person, seen))


async def _new_action(meeting: MeetingService, press: Press, seen: Seen) -> Said:
    to_do = await meeting.open_new_action(press.person, seen, press.delivery.now)
    return modals.action_form(to_do, words.form_of(seen, _pressed(press)))


async def _open_action(meeting: MeetingService, press: Press) -> Said:
    action_id = shared.read_id(press.value)
    to_do = await meeting.open_action(press.person, action_id, press.delivery.now)
    form = Form(None, 0, None, *_pressed(press), action=action_id)
    return modals.action_form(to_do, form)


async def _close_action(meeting: MeetingService, press: Press) -> Said:
    """Said privately where no message says it; the Home tab shows what is left by itself."""
    action_id = shared.read_id(press.value)
    closed = await meeting.close_action(press.delivery, press.person, action_id, _pressed(press))
    if press.view_type == "home" or (closed.repainted and not closed.was_closed):
        return None
    return Beside(whispers.closed(closed))


async def _sent_note(meeting: MeetingService, sent: Submission) -> Sent:
    form = words.read_form(sent.metadata)
    typed = sent.values.get(words.TEXT) or ""
    noted = await meeting.note(sent.delivery, sent.person, form.seen, typed, form.pressed)
    if noted.is_over:
        return _note(whispers.noted_after(noted.about, masked=noted.masked), form)
    if noted.late_by is not None:
        card = whispers.noted_late(noted.late_by, noted.about, masked=noted.masked)
        return _note(card, form)
    return _note(whispers.was_masked(), form) if noted.masked else None


async def _sent_action(meeting: MeetingService, sent: Submission) -> Sent:
    form = words.read_form(sent.metadata)
    about = (form.seen, _typed(sent), form.pressed)
    made = await meeting.make_action(sent.delivery, sent.person, *about)
    return _note(whispers.made(made.item, is_new=True, masked=made.masked), form)


async def _sent_change(meeting: MeetingService, sent: Submission) -> Sent:
    form = words.read_form(sent.metadata)
    if form.action is None:
        raise Outdated
    about = (form.action, _typed(sent), form.pressed)
    made = await meeting.change_action(sent.delivery, sent.person, *about)
    if made.repainted and not made.masked:
        return None
    return _note(whispers.made(made.item, is_new=False, masked=made.masked), form)


async def _home(meeting: MeetingService, opened: HomeOpened) -> list[Block]:
    """Nothing for somebody without a pod: another part says whom to see."""
    try:
        actions, home = await meeting.own_actions(opened.person)
    except NoPod:
        return []
    return whispers.home_section(actions, today(home.market.timezone, opened.delivery.now))


def _pressed(press: Press) -> Pressed:
    return Pressed(press.channel, press.message_ts, press.response_url)


def _typed(sent: Submission) -> Typed:
    values = sent.values
    return Typed(values.get(words.TEXT) or "", values.get(words.OWNER), values.get(words.DUE))


def _note(card: Card, form: Form) -> Note | None:
    """Where the form was opened; on the Home tab the section itself shows what changed."""
    return Note(card, form.there) if form.there else None
