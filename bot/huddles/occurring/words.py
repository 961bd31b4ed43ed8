"""The words on the wire of when huddles are."""

import json
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from bot.errors import Outdated
from bot.huddles.words import read_id as read_id

BRING_BACK: Final = "huddles.bring_back"  # the value is the agenda's id
CALL_OFF: Final = "huddles.call_off"  # one that was called for; the value is the agenda's id
MOVE_BACK: Final = "huddles.move_back"  # the value is `move_value`: when it was
LATER: Final = "huddles.later"  # the value is `move_value`: when it is
KEEP: Final = "huddles.keep"  # as LATER
SCHEDULE: Final = "huddles.schedule"  # opens the form; the value says nothing
TAKE_SLOT: Final = "huddles.take_slot"  # the value is `slot_value`
KEEP_SLOT: Final = "huddles.keep_slot"  # as TAKE_SLOT
SCHEDULE_FORM: Final = "huddles.schedule_form"

# Inputs of the form, by their blocks: the fields of a schedule by their names.
FIELDS: Final = ("on", "days", "times", "minutes", "holidays", "attendance", "runs_it")
YES, NO = "yes", "no"


class Form(NamedTuple):
    """What the form of a schedule remembers: the version that it shows, what was set in Slack then,
    and where it was opened.
    """

    version: int
    seen: dict[str, Any]
    there: str | None = None


def form_value(form: Form) -> str:
    return json.dumps(form._asdict(), separators=(",", ":"))


def read_form(metadata: str) -> Form:
    """Raises `Outdated` for what another version wrote."""
    try:
        form = Form(**json.loads(metadata))
    except (ValueError, TypeError):
        raise Outdated from None
    if not isinstance(form.version, int) or not isinstance(form.seen, dict):
        raise Outdated
    return form


def move_value(agenda_id: UUID, at: datetime) -> str:
    return f"{agenda_id}:{int(at.timestamp())}"


def read_move(value: str) -> tuple[UUID, datetime]:
    """Raises `Outdated` for anything else."""
    agenda, _, seconds = value.partition(":")
    try:
        return UUID(agenda), datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        raise Outdated from None


class Slot(NamedTuple):
    """A pod, the version of its schedule for which something was offered, and what."""

    pod_id: UUID
    version: int
    days: tuple[str, ...]
    times: tuple[int, ...]


def slot_value(slot: Slot) -> str:
    return f"{slot.pod_id}|{slot.version}|{','.join(slot.days)}|{','.join(map(str, slot.times))}"


def read_slot(value: str) -> Slot:
    """Raises `Outdated` for anything else."""
    try:
        pod, version, days, times = value.split("|")
        minutes = tuple(int(each) for each in times.split(","))
        return Slot(UUID(pod), int(version), tuple(days.split(",")), minutes)
    except ValueError:
        raise Outdated from None
