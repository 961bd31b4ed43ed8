"""The agenda: seen, added to, arranged."""

from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

from bot.errors import Outdated
from bot.huddles import whispers as huddle_whispers
from bot.huddles import words as huddle_words
from bot.huddles.agenda import halves, home, modals, views, whispers, words
from bot.huddles.agenda.arranging_modal import arranging, item_form
from bot.huddles.agenda.service import AgendaService
from bot.huddles.agenda.shown import Added, Arranged, Pressed, Source
from bot.huddles.agenda.whole import whole
from bot.huddles.agenda.words import Choice, Deed, Form
from bot.huddles.sub_commands import Word
from bot.pods.errors import NoPod
from bot.text.kit import Block, Card, Note
from handlers.payloads import (
    Beside,
    Command,
    HomeOpened,
    InPlace,
    Press,
    Routes,
    Said,
    Sent,
    Shortcut,
    Submission,
)

Answer = Callable[[Command, str], Awaitable[Said]]


def answers(agenda: AgendaService) -> dict[Word, Answer]:
    """Our words behind the command."""
    return {Word.SHOW: partial(_show_typed, agenda), Word.ADD: partial(_add_typed, agenda)}


def routes(agenda: AgendaService) -> Routes:
    """What is pressed and sent."""
    return Routes(
        actions={
            huddle_words.ADD_TYPED: partial(_add_this, agenda),
            words.ADD: partial(_open_add, agenda),
            words.SHOW: partial(_show, agenda),
            words.READ: partial(_read, agenda),
            words.ARRANGE: partial(_open_arranging, agenda),
            words.MENU: partial(_chosen, agenda),
            words.TAKE_OFF: partial(_take_off, agenda),
            words.TAKE_OFF_LISTED: partial(_take_off_listed, agenda),
            words.PUT_BACK: partial(_put_back, agenda),
            words.DEED: partial(_deed, agenda),
            words.MOVE_UP: partial(_deed, agenda),
            words.MOVE_DOWN: partial(_deed, agenda),
            words.PUT_ON: partial(_deed, agenda),
            words.PAGE: partial(_page, agenda),
            words.FURTHER: partial(_page, agenda),
        },
        views={
            words.ADD_FORM: partial(_sent_add, agenda),
            words.ITEM_FORM: partial(_sent_item, agenda),
        },
        shortcuts={words.TALK_ABOUT: partial(_talk_about, agenda)},
        home=[partial(_home, agenda)],
    )


async def _show_typed(agenda: AgendaService, command: Command, rest: str) -> Said:
    """What follows is left alone: "show me" means the same."""
    now = command.delivery.now
    return views.private(await agenda.show(command.person, now, None, command.channel), now)


async def _add_typed(agenda: AgendaService, command: Command, rest: str) -> Said:
    """Without words the form; signs that show nothing are no words, and said so."""
    now = command.delivery.now
    if not rest and not command.has_hidden:
        opening = await agenda.open_adding(command.person, now)
        return modals.add_form(opening, Form(there=command.channel), now)
    text = await agenda.as_read(command.person, rest)
    return whispers.added(await agenda.add(command.delivery, command.person, text), now)


async def _add_this(agenda: AgendaService, press: Press) -> Said:
    """What was typed behind the command, and is none of our words."""
    added = await agenda.add(press.delivery, press.person, press.value)
    return whispers.added(added, press.delivery.now)


async def _open_add(agenda: AgendaService, press: Press) -> Said:
    """From the card, Home or a private list; while somebody arranges, in the modal's place."""
    agenda_id, now = words.read_agenda(press.value), press.delivery.now
    opening = await agenda.open_adding(press.person, now, agenda_id)
    if press.view_type == "modal" and press.metadata:
        form = words.read_form(press.metadata)._replace(arranging=True)
        return InPlace(modals.add_form(opening, form, now))
    card = None if press.is_ephemeral else press.message_ts
    url = press.response_url if card else None
    form = Form(agenda_id, there=press.channel, card=card, url=url)
    return modals.add_form(opening, form, now)


async def _sent_add(agenda: AgendaService, sent: Submission) -> Sent:
    """Told where it was opened; in the form's place where there is no channel."""
    form, now = words.read_form(sent.metadata), sent.delivery.now
    source = Source(form.channel, form.ts) if form.channel and form.ts else None
    pressed = Pressed(form.card, form.url) if form.card and form.url else None
    text = sent.values.get(words.TEXT) or ""
    added = await agenda.add(sent.delivery, sent.person, text, form.agenda, source, pressed)
    told = whispers.added(added, now)
    if not form.arranging or form.agenda is None:
        return _told(told, form, added)
    if added.is_plain and added.seen.agenda == form.agenda:
        done = await agenda.open_arranging(sent.person, form.agenda, now, form.version)
        return arranging(done, form._replace(arranging=False), now)
    return whispers.in_a_modal(told)


async def _talk_about(agenda: AgendaService, shortcut: Shortcut) -> Said:
    """The message's words, to be looked over before the pod sees them."""
    if not agenda.on:
        return huddle_whispers.off()
    now = shortcut.delivery.now
    text = await agenda.as_read(shortcut.person, shortcut.message_text or "")
    source = None
    if shortcut.channel and shortcut.message_ts:
        about = (shortcut.message_user is None, shortcut.thread_ts)
        source = Source(shortcut.channel, shortcut.message_ts, *about)
    opening = await agenda.open_adding(shortcut.person, now, None, text, source)
    form = Form(there=shortcut.channel)
    if opening.source is not None:
        form = form._replace(channel=opening.source.channel, ts=opening.source.ts)
    return modals.add_form(opening, form, now)


async def _show(agenda: AgendaService, press: Press) -> Said:
    now, agenda_id = press.delivery.now, words.read_agenda(press.value)
    return views.private(await agenda.show(press.person, now, agenda_id), now)


async def _read(agenda: AgendaService, press: Press) -> Said:
    now, agenda_id = press.delivery.now, words.read_agenda(press.value)
    return whole(*await agenda.read(press.person, now, agenda_id), now)


async def _open_arranging(agenda: AgendaService, press: Press) -> Said:
    agenda_id = words.read_agenda(press.value)
    if agenda_id is None:
        raise Outdated
    return await _arranging(agenda, press, agenda_id)


async def _arranging(agenda: AgendaService, press: Press, agenda_id: UUID) -> Block:
    now = press.delivery.now
    done = await agenda.open_arranging(press.person, agenda_id, now)
    return arranging(done, Form(agenda_id, there=press.channel), now)


async def _chosen(agenda: AgendaService, press: Press) -> Said:
    """What was chosen under the card's "…"."""
    choice, agenda_id = words.read_choice(press.value)
    now = press.delivery.now
    match choice:
        case Choice.HALF:
            return halves.half_card(await agenda.show(press.person, now, agenda_id))
        case Choice.READ:
            return whole(*await agenda.read(press.person, now, agenda_id), now)
        case Choice.SCREEN:
            url = await agenda.screen(press.delivery, press.person, agenda_id)
            return whispers.screen(url)
        case Choice.ARRANGE:
            return await _arranging(agenda, press, agenda_id)


async def _take_off(agenda: AgendaService, press: Press) -> Card:
    item_id = huddle_words.read_id(press.value)
    return whispers.taken_off(await agenda.take_off(press.delivery, press.person, item_id))


async def _take_off_listed(agenda: AgendaService, press: Press) -> Said:
    return Beside(await _take_off(agenda, press))


async def _put_back(agenda: AgendaService, press: Press) -> Said:
    item_id = huddle_words.read_id(press.value)
    return whispers.put_back(await agenda.put_back(press.delivery, press.person, item_id))


async def _deed(agenda: AgendaService, press: Press) -> Said:
    """What was pressed below an item, or chosen there under "…": the modal shows how it looks
    then.
    """
    deed, item_id = words.read_deed(press.value)
    form, agenda_id = _of_agenda(press.metadata)
    now = press.delivery.now
    if deed is Deed.FORM:
        asked = await agenda.open_item(press.person, agenda_id, item_id, now, form.version)
        return InPlace(item_form(asked, form))
    about = (agenda_id, form.version, deed, item_id)
    done = await agenda.arrange(press.delivery, press.person, *about)
    return InPlace(arranging(done, form, now))


async def _page(agenda: AgendaService, press: Press) -> Said:
    """Another page, or back from a form: as it looks now."""
    form, agenda_id = _of_agenda(press.metadata)
    now = press.delivery.now
    done = await agenda.open_arranging(press.person, agenda_id, now, form.version)
    form = form._replace(page=words.read_page(press.value))
    return InPlace(arranging(done, form, now))


async def _sent_item(agenda: AgendaService, sent: Submission) -> Sent:
    form, agenda_id = _of_agenda(sent.metadata)
    if form.item is None:
        raise Outdated
    chosen = sent.values.get(words.WHO)
    who = None if chosen == words.NOBODY else chosen
    about = (agenda_id, form.version, form.item, who, sent.values.get(words.MINUTES))
    done: Arranged = await agenda.save_item(sent.delivery, sent.person, *about)
    return arranging(done, form, sent.delivery.now)


async def _home(agenda: AgendaService, opened: HomeOpened) -> list[Block]:
    """Nothing for somebody without a pod, or without huddles: another part says whom to see."""
    if not agenda.on:
        return []
    now = opened.delivery.now
    try:
        return home.home_section(await agenda.at_home(opened.person, now), now)
    except NoPod:
        return []


def _of_agenda(metadata: str) -> tuple[Form, UUID]:
    form = words.read_form(metadata)
    if form.agenda is None:
        raise Outdated
    return form, form.agenda


def _told(card: Card, form: Form, added: Added) -> Note | Block:
    """In the pod's channel, where that was; elsewhere we may not be, and a modal is seen."""
    here = form.there is not None and form.there == added.seen.channel
    return Note(card, form.there) if here and form.there else whispers.in_a_modal(card)
