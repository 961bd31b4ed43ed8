"""A coach and a rep: their agenda for two."""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial

from bot.errors import Outdated
from bot.huddles.coaching import asking, views, words
from bot.huddles.coaching.facts import Choice, Talk
from bot.huddles.coaching.service import CoachingService
from bot.huddles.sub_commands import Word
from handlers.payloads import Command, InPlace, Press, Routes, Said, Sent, Submission

Answer = Callable[[Command, str], Awaitable[Said]]


def answers(coaching: CoachingService) -> dict[Word, Answer]:
    """Our words behind the command."""
    return {Word.COACH: partial(_coach, coaching)}


def routes(coaching: CoachingService) -> Routes:
    """What is pressed and sent."""
    return Routes(
        actions={
            words.OPEN: partial(_open, coaching),
            words.WITH: partial(_with, coaching),
            words.TICK: partial(_tick, coaching),
            words.UNTICK: partial(_untick, coaching),
            words.SHARE: partial(_share, coaching),
            words.TALKED: partial(_talked, coaching),
            words.NOT_YET: partial(_not_yet, coaching),
            words.NEXT: partial(_next, coaching),
            words.NEW_ACTION: partial(_new_action, coaching),
            words.BACK: partial(_back, coaching),
            words.CLOSE_ACTION: partial(_close_action, coaching),
        },
        views={
            words.TALK: partial(_sent_line, coaching),
            words.ACTION_FORM: partial(_sent_action, coaching),
        },
    )


async def _coach(coaching: CoachingService, command: Command, rest: str) -> Said:
    found = await coaching.open_typed(command.delivery, command.person, rest)
    return asking.choice_card(found) if isinstance(found, Choice) else views.talk_modal(found)


async def _open(coaching: CoachingService, press: Press) -> Said:
    talk = await coaching.open(press.delivery, press.person, words.read_id(press.value))
    return views.talk_modal(talk)


async def _with(coaching: CoachingService, press: Press) -> Said:
    return views.talk_modal(await coaching.open_with(press.delivery, press.person, press.value))


async def _tick(coaching: CoachingService, press: Press) -> Said:
    about = words.read_line(press.value)
    talk = await coaching.tick(press.delivery, press.person, *about, done=True)
    return _in_place(talk, press)


async def _untick(coaching: CoachingService, press: Press) -> Said:
    about = words.read_line(press.value)
    talk = await coaching.tick(press.delivery, press.person, *about, done=False)
    return _in_place(talk, press)


async def _share(coaching: CoachingService, press: Press) -> Said:
    about = words.read_id(press.value)
    return _in_place(await coaching.share(press.delivery, press.person, about), press)


async def _talked(coaching: CoachingService, press: Press) -> Said:
    about = words.read_id(press.value)
    return _in_place(await coaching.end(press.delivery, press.person, about), press)


async def _not_yet(coaching: CoachingService, press: Press) -> Said:
    about = words.read_id(press.value)
    return _in_place(await coaching.reopen(press.delivery, press.person, about), press)


async def _next(coaching: CoachingService, press: Press) -> Said:
    about = words.read_id(press.value)
    return _in_place(await coaching.next(press.delivery, press.person, about), press)


async def _new_action(coaching: CoachingService, press: Press) -> Said:
    about = words.read_id(press.value)
    acting = await coaching.open_action(press.person, about, press.delivery.now)
    return InPlace(asking.action_form(acting, _typed(press)))


async def _back(coaching: CoachingService, press: Press) -> Said:
    about = words.read_id(press.value)
    return _in_place(await coaching.open(press.delivery, press.person, about), press)


async def _close_action(coaching: CoachingService, press: Press) -> Said:
    about = words.read_line(press.value)
    return _in_place(await coaching.close_action(press.delivery, press.person, *about), press)


async def _sent_line(coaching: CoachingService, sent: Submission) -> Sent:
    """The talk stays open, with an empty field."""
    opened, text = words.read_open(sent.metadata), sent.values.get(words.LINE) or ""
    talk = await coaching.add(sent.delivery, sent.person, opened.coaching, text)
    return views.talk_modal(talk, opened.typed + 1)


async def _sent_action(coaching: CoachingService, sent: Submission) -> Sent:
    opened = words.read_open(sent.metadata)
    talk = await coaching.add_action(
        sent.delivery,
        sent.person,
        opened.coaching,
        sent.values.get(words.TO_DO) or "",
        sent.values.get(words.OWNER) or "",
        _day(sent.values.get(words.DUE_ON)),
    )
    return views.talk_modal(talk, opened.typed)


def _in_place(talk: Talk, press: Press) -> InPlace:
    return InPlace(views.talk_modal(talk, _typed(press)))


def _typed(press: Press) -> int:
    """What is being typed in the modal that was pressed stays there."""
    return words.read_open(press.metadata).typed


def _day(chosen: str | None) -> date | None:
    """Raises `Outdated` for what no calendar offers."""
    try:
        return date.fromisoformat(chosen) if chosen else None
    except ValueError:
        raise Outdated from None
