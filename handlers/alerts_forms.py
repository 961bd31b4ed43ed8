"""The forms of alerts, as they were sent: read, one call, and what its sender is told."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from bot.alerts import modals, whispers, words
from bot.alerts.draft import Draft
from bot.alerts.editing import Changed
from bot.alerts.errors import Over
from bot.alerts.facts import AlertKind
from bot.alerts.service import AlertsService
from bot.alerts.shown import Posted
from bot.alerts.words import Choice, Form
from bot.errors import Outdated
from bot.text.kit import Card, Note
from handlers.payloads import Sent, Submission

_LISTS: Final = ("areas", "only_pods")
_TIMES: Final = ("starts_at", "expected_end")

Values = Mapping[str, str | None]


async def sent_post(alerts: AlertsService, sent: Submission) -> Sent:
    """It goes out, or to whoever may post it. Whoever was told of a matter reads in that card what
    became of it.
    """
    form = words.read_form(sent.metadata)
    if form.market is None:
        raise Outdated
    draft = read_draft(sent.values)
    about = (form.market, draft, form.draft, form.matter)
    made = await alerts.post(sent.delivery, sent.person, *about)
    if isinstance(made, Posted) and form.matter and not whispers.says_more(made):
        return None
    told = whispers.posted(made) if isinstance(made, Posted) else whispers.sent(made)
    return _note(told, form)


async def sent_edit(alerts: AlertsService, sent: Submission) -> Sent:
    """Update or correct; where both changed one field, the form comes again with both."""
    form, alert_id = _of_alert(sent)
    choice = form.choice or Choice.UPDATE
    try:
        edited = await alerts.edit(
            sent.delivery, sent.person, alert_id, form.version, read_fields(sent.values), choice
        )
    except Changed as changed:
        return modals.edit_form(changed.editing, choice, form.there, changed.conflicts, changed.by)
    return _note(whispers.saved(edited), form)


async def sent_extend(alerts: AlertsService, sent: Submission) -> Sent:
    form, alert_id = _of_alert(sent)
    mine = read_fields(sent.values)
    try:
        edited = await alerts.edit(
            sent.delivery, sent.person, alert_id, form.version, mine, Choice.EXTEND
        )
    except Changed as changed:
        return modals.extend_form(changed.editing, form.there, changed.conflicts, changed.by)
    return _note(whispers.saved(edited), form)


async def sent_end(alerts: AlertsService, sent: Submission) -> Sent:
    form, alert_id = _of_alert(sent)
    since, said = sent.values.get(words.ENDED_AT), sent.values.get(words.END_WORDS)
    edited = await alerts.end(sent.delivery, sent.person, alert_id, _moment(since), said or "")
    return _note(whispers.ended(edited), form)


async def sent_saying(alerts: AlertsService, sent: Submission) -> Sent:
    form, alert_id = _of_alert(sent)
    text = sent.values.get(words.SAYING) or ""
    try:
        is_new, masked = await alerts.add_saying(sent.delivery, sent.person, alert_id, text)
    except Over as over:
        return modals.given_back(over.sentence, await alerts.masked(text))
    return _note(whispers.added(is_new=is_new, masked=masked), form)


def read_draft(values: Values) -> Draft:
    """What the form says. Raises `Outdated` for what another version offered."""
    return Draft(**read_fields(values))


def read_fields(values: Values) -> dict[str, Any]:
    """The fields of a draft that the form has; one that it has not is not named."""
    known = {name: values[name] for name in Draft.__dataclass_fields__ if name in values}
    fields: dict[str, Any] = {}
    for name, value in known.items():
        if name in _LISTS:
            fields[name] = tuple(sorted(filter(None, (value or "").split(","))))
        elif name in _TIMES:
            fields[name] = _moment(value)
        elif name in _CHOICES:
            fields[name] = _choice(name, value)
        else:
            fields[name] = value or ""
    # Without a time nobody says whose it is, and without a basis there is no time.
    if "expected_end" in fields and (
        fields["expected_end"] is None or fields.get("basis") is _UNKNOWN
    ):
        fields["expected_end"], fields["basis"] = None, _UNKNOWN
    return fields


_UNKNOWN: Final = Draft().basis
_CHOICES: Final[dict[str, type[StrEnum]]] = {
    "kind": AlertKind,
    "severity": type(Draft().severity),
    "basis": type(Draft().basis),
}


def _choice(name: str, value: str | None) -> Any:
    try:
        return _CHOICES[name](value) if value else getattr(Draft(), name)
    except ValueError:
        raise Outdated from None


def _moment(chosen: str | None) -> datetime | None:
    """To the minute, as alerts have it. Raises `Outdated` for what is no time."""
    try:
        seconds = int(chosen) if chosen else None
        return datetime.fromtimestamp(seconds - seconds % 60, UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        raise Outdated from None


def _of_alert(sent: Submission) -> tuple[Form, UUID]:
    form = words.read_form(sent.metadata)
    if form.alert is None:
        raise Outdated
    return form, form.alert


def _note(card: Card, form: Form) -> Note | None:
    """Where the form was opened; on the Home tab the section itself shows what changed."""
    return Note(card, form.there) if form.there else None
