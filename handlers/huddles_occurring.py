"""Huddles that are planned: when, skip, move, once, and the schedule's form."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.huddles.occurring import form, views, words
from bot.huddles.occurring.scheduling import Conflict
from bot.huddles.occurring.service import OccurringService
from bot.huddles.sub_commands import Word
from bot.text.escaping import plain
from bot.text.kit import Note
from handlers.payloads import Command, Press, Routes, Said, Sent, Submission

Answer = Callable[[Command, str], Awaitable[Said]]


def answers(occurring: OccurringService) -> dict[Word, Answer]:
    """Our words behind the command."""
    return {
        Word.WHEN: partial(_when, occurring),
        Word.SKIP: partial(_skip, occurring),
        Word.MOVE: partial(_move, occurring),
        Word.ONCE: partial(_once, occurring),
        Word.SCHEDULE: partial(_schedule, occurring),
    }


def routes(occurring: OccurringService) -> Routes:
    """What is pressed and sent."""
    return Routes(
        actions={
            words.BRING_BACK: partial(_bring_back, occurring),
            words.CALL_OFF: partial(_call_off, occurring),
            words.MOVE_BACK: partial(_move_back, occurring),
            words.LATER: partial(_later, occurring),
            words.KEEP: partial(_keep, occurring),
            words.SCHEDULE: partial(_open_schedule, occurring),
            words.TAKE_SLOT: partial(_take_slot, occurring),
            words.KEEP_SLOT: partial(_keep_slot, occurring),
        },
        views={words.SCHEDULE_FORM: partial(_sent_schedule, occurring)},
    )


async def _when(occurring: OccurringService, command: Command, rest: str) -> Said:
    return views.agenda_when(await occurring.when(command.person, command.delivery.now))


async def _skip(occurring: OccurringService, command: Command, rest: str) -> Said:
    about = (command.delivery, command.person, plain(rest), command.channel)
    return views.skipped(await occurring.skip(*about))


async def _move(occurring: OccurringService, command: Command, rest: str) -> Said:
    about = (command.delivery, command.person, plain(rest), command.channel)
    return views.moved(await occurring.move(*about))


async def _once(occurring: OccurringService, command: Command, rest: str) -> Said:
    about = (command.delivery, command.person, plain(rest), command.channel)
    return views.called(await occurring.once(*about))


async def _schedule(occurring: OccurringService, command: Command, rest: str) -> Said:
    about = (command.person, command.delivery.now, command.channel)
    return form.schedule_form(await occurring.open_form(*about))


async def _bring_back(occurring: OccurringService, press: Press) -> Said:
    agenda_id = words.read_id(press.value)
    return views.back(await occurring.bring_back(press.delivery, press.person, agenda_id))


async def _call_off(occurring: OccurringService, press: Press) -> Said:
    agenda_id = words.read_id(press.value)
    return views.skipped(await occurring.call_off(press.delivery, press.person, agenda_id))


async def _move_back(occurring: OccurringService, press: Press) -> Said:
    agenda_id, at = words.read_move(press.value)
    return views.moved(await occurring.move_to(press.delivery, press.person, agenda_id, at))


async def _later(occurring: OccurringService, press: Press) -> Said:
    """The message itself shows what became of it."""
    about = words.read_move(press.value)
    await occurring.later(press.delivery, press.person, *about, press.response_url)
    return None


async def _keep(occurring: OccurringService, press: Press) -> Said:
    about = words.read_move(press.value)
    await occurring.keep(press.delivery, press.person, *about, press.response_url)
    return None


async def _open_schedule(occurring: OccurringService, press: Press) -> Said:
    now = press.delivery.now
    return form.schedule_form(await occurring.open_form(press.person, now, press.channel))


async def _take_slot(occurring: OccurringService, press: Press) -> Said:
    slot = words.read_slot(press.value)
    await occurring.take_slot(press.delivery, press.person, slot, press.response_url)
    return None


async def _keep_slot(occurring: OccurringService, press: Press) -> Said:
    slot = words.read_slot(press.value)
    await occurring.keep_slot(press.delivery, press.person, slot, press.response_url)
    return None


async def _sent_schedule(occurring: OccurringService, sent: Submission) -> Sent:
    """Where both changed one field, the form comes again with both."""
    opened = words.read_form(sent.metadata)
    about = (sent.delivery, sent.person, opened, sent.values)
    try:
        schedule, place, following = await occurring.save_form(*about)
    except Conflict as conflict:
        return form.schedule_form(conflict.editing)
    card = views.saved(schedule, place, following)
    return Note(card, opened.there) if opened.there else None
