"""What Slack sends about alerts: the command, presses, the shortcut, Home.

The forms that are sent stand in `alerts_forms.py`.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from bot.alerts import in_force, lists, modals, progress_card, views, whispers, words
from bot.alerts.service import AlertsService
from bot.alerts.shown import Pressed
from bot.alerts.sub_commands import Word, meant_word, read_word
from bot.alerts.whole import whole_modal
from bot.alerts.words import Choice, Form
from bot.errors import Outdated
from bot.inbox import Person
from bot.pods.errors import NoPod
from bot.text.escaping import plain
from bot.text.kit import Block
from handlers.alerts_asks import asks_actions
from handlers.alerts_forms import (
    read_draft,
    sent_edit,
    sent_end,
    sent_extend,
    sent_post,
    sent_saying,
)
from handlers.alerts_report import report_actions, report_of
from handlers.payloads import Command, HomeOpened, InPlace, Press, Routes, Said, Shortcut


def routes(alerts: AlertsService) -> Routes:
    """Everything that alerts answer."""
    return Routes(
        commands={"/alert": partial(_alert, alerts)},
        actions={
            words.GOT_IT: partial(_got_it, alerts),
            words.ADD: partial(_open_saying, alerts),
            words.MENU: partial(_chosen, alerts),
            words.CONFIRM: partial(_confirm, alerts),
            words.SHOW: partial(_show, alerts),
            words.SHOW_IN_FORCE: partial(_show_in_force, alerts),
            words.STILL_ON: partial(_still_on, alerts),
            words.EXTEND: partial(_open_extend, alerts),
            words.END: partial(_open_end, alerts),
            words.TRY_AGAIN: partial(_try_again, alerts),
            words.TRY_REFUSED: partial(_try_refused, alerts),
            words.NEW: partial(_open_new, alerts),
            words.ASKED: partial(_asked, alerts),
            words.LOOK_OVER: partial(_look_over, alerts),
            words.KIND_CHOSEN: partial(_kind_chosen, alerts),
            **asks_actions(alerts),
            **report_actions(alerts),
        },
        views={
            words.POST_FORM: partial(sent_post, alerts),
            words.EDIT_FORM: partial(sent_edit, alerts),
            words.EXTEND_FORM: partial(sent_extend, alerts),
            words.END_FORM: partial(sent_end, alerts),
            words.SAYING_FORM: partial(sent_saying, alerts),
        },
        shortcuts={words.FROM_MESSAGE: partial(_shortcut, alerts)},
        home=[partial(_home, alerts)],
    )


async def _alert(alerts: AlertsService, command: Command) -> Said:
    """A word of ours, or what happens: it is looked over before it goes out."""
    # A command's text comes escaped, as a message's does.
    text = plain(command.text).strip()
    if word := read_word(text):
        return await _known(alerts, command.person, word, command.delivery.now)
    if word := meant_word(text):
        return whispers.meant(word, await alerts.masked(text))
    prepared = await alerts.open_typed(command.person, text, command.delivery.now)
    return modals.post_form(prepared, Form(there=command.channel), command.delivery.now)


async def _known(alerts: AlertsService, person: Person, word: Word, now: datetime) -> Said:
    match word:
        case Word.LIST:
            return lists.list_card(await alerts.list_live(person, now), now)
        case Word.HELP:
            return whispers.help_card()
        case Word.REPORT:
            return await report_of(alerts, person, now)


async def _asked(alerts: AlertsService, press: Press) -> Said:
    word = read_word(press.value)
    if word is None:
        raise Outdated
    return await _known(alerts, press.person, word, press.delivery.now)


async def _got_it(alerts: AlertsService, press: Press) -> Said:
    pressed = Pressed(press.channel, press.message_ts, press.response_url)
    alert_id = words.read_id(press.value)
    alert, is_new = await alerts.got_it(press.delivery, press.person, alert_id, pressed)
    return whispers.got_it(alert, is_new=is_new)


async def _confirm(alerts: AlertsService, press: Press) -> Said:
    await alerts.confirm(press.delivery, press.person, words.read_id(press.value))
    return whispers.confirmed()


async def _still_on(alerts: AlertsService, press: Press) -> Said:
    await alerts.still_on(press.delivery, press.person, words.read_id(press.value))
    return whispers.goes_on()


async def _show(alerts: AlertsService, press: Press) -> Said:
    """The card, for them alone; at Home and in a list it opens over it."""
    now = press.delivery.now
    return views.card(await alerts.show(press.person, words.read_id(press.value), now), now)


async def _show_in_force(alerts: AlertsService, press: Press) -> Said:
    now, key = press.delivery.now, words.read_in_force(press.value)
    return in_force.card(await alerts.show_in_force(press.person, key, now), now)


async def _try_again(alerts: AlertsService, press: Press) -> Said:
    alert_id = words.read_id(press.value)
    return progress_card.tried(await alerts.try_again(press.delivery, press.person, alert_id))


async def _try_refused(alerts: AlertsService, press: Press) -> Said:
    market_id = words.read_id(press.value)
    return progress_card.tried(await alerts.try_refused(press.delivery, press.person, market_id))


async def _open_new(alerts: AlertsService, press: Press) -> Said:
    typed = words.read_typed_value(press.value)
    prepared = await alerts.open_typed(press.person, typed, press.delivery.now)
    return modals.post_form(prepared, Form(there=press.channel), press.delivery.now)


async def _look_over(alerts: AlertsService, press: Press) -> Said:
    draft = words.read_id(press.value)
    prepared = await alerts.open_draft(press.person, draft, press.delivery.now)
    form = Form(there=press.channel, draft=draft)
    return modals.post_form(prepared, form, press.delivery.now)


async def _kind_chosen(alerts: AlertsService, press: Press) -> Said:
    """The words to start from are those of the kind, unless somebody wrote their own."""
    form, now = words.read_form(press.metadata), press.delivery.now
    if form.market is None:
        return None
    draft = read_draft({**press.values, "kind": press.value})
    about = (form.market, draft, now, form.matter)
    prepared = await alerts.open_again(press.person, *about)
    return InPlace(modals.post_form(prepared, form, now))


async def _open_saying(alerts: AlertsService, press: Press) -> Said:
    return await _saying(alerts, press, words.read_id(press.value))


async def _saying(alerts: AlertsService, press: Press, alert_id: UUID) -> Said:
    alert = await alerts.open_saying(press.person, alert_id, press.delivery.now)
    return modals.saying_form(alert, press.channel)


async def _open_extend(alerts: AlertsService, press: Press) -> Said:
    return await _form(alerts, press, Choice.EXTEND, words.read_id(press.value))


async def _open_end(alerts: AlertsService, press: Press) -> Said:
    return await _form(alerts, press, Choice.END, words.read_id(press.value))


async def _chosen(alerts: AlertsService, press: Press) -> Said:
    """What was chosen under "…"."""
    choice, alert_id = words.read_choice(press.value)
    if choice is Choice.REPORT:
        return await report_of(alerts, press.person, press.delivery.now, alert_id)
    if choice is Choice.ADD:
        return await _saying(alerts, press, alert_id)
    if choice is Choice.MORE:
        now = press.delivery.now
        return whole_modal(await alerts.show_whole(press.person, alert_id, now), now)
    return await _form(alerts, press, choice, alert_id)


async def _form(alerts: AlertsService, press: Press, choice: Choice, alert_id: UUID) -> Block:
    now = press.delivery.now
    editing = await alerts.open_editing(press.person, alert_id, now)
    if choice is Choice.END:
        return modals.end_form(editing, now, press.channel)
    if choice is Choice.EXTEND:
        return modals.extend_form(editing, press.channel)
    return modals.edit_form(editing, choice, press.channel)


async def _shortcut(alerts: AlertsService, shortcut: Shortcut) -> Said:
    now = shortcut.delivery.now
    text = plain(shortcut.message_text or "")
    prepared = await alerts.open_message(shortcut.person, text, now)
    return modals.post_form(prepared, Form(there=shortcut.channel), now)


async def _home(alerts: AlertsService, opened: HomeOpened) -> list[Block]:
    """Nothing for somebody without a pod: another part says whom to see."""
    try:
        listed = await alerts.list_live(opened.person, opened.delivery.now)
    except NoPod:
        return []
    return lists.home_section(listed, opened.delivery.now)
