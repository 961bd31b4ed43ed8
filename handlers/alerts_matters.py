"""What those press who are told that several ask the same."""

from functools import partial

from bot.alerts import modals
from bot.alerts.matters import views, words
from bot.alerts.matters.service import MattersService
from bot.alerts.words import Form, read_id
from handlers.payloads import Press, Routes, Said, Sent, Submission


def routes(matters: MattersService) -> Routes:
    """The buttons of their private card, and the form that asks why."""
    return Routes(
        actions={
            words.ALERT: partial(_open_form, matters),
            words.ADD_TO: partial(_add_to, matters),
            words.ADD_TO_ONE: partial(_add_to, matters),
            words.DISMISS: partial(_open_why, matters),
        },
        views={words.WHY_FORM: partial(_sent_why, matters)},
    )


async def _open_form(matters: MattersService, press: Press) -> Said:
    """Nothing goes out before it was looked over."""
    matter, now = read_id(press.value), press.delivery.now
    prepared = await matters.open_form(press.person, matter, now)
    return modals.post_form(prepared, Form(there=press.channel, matter=matter), now)


async def _add_to(matters: MattersService, press: Press) -> Said:
    """Their card says what became of it."""
    matter, alert = words.read_add(press.value)
    await matters.add_to(press.delivery, press.person, matter, alert)
    return None


async def _open_why(matters: MattersService, press: Press) -> Said:
    matter = await matters.look_at(press.person, read_id(press.value))
    return views.why_form(matter, press.channel)


async def _sent_why(matters: MattersService, sent: Submission) -> Sent:
    """As `_add_to`."""
    matter, _ = words.read_form(sent.metadata)
    await matters.dismiss(sent.delivery, sent.person, matter, sent.values.get(words.WHY) or "")
    return None
