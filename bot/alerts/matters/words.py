"""The words on the wire of what those do who are told of a matter."""

import json
from typing import Final
from uuid import UUID

from bot.alerts.words import read_id
from bot.errors import Outdated

ALERT: Final = "alerts.matter_alert"  # opens the form, filled in; the value is the matter's id
ADD_TO: Final = "alerts.matter_add"  # to a live alert; the value is `add_value`
ADD_TO_ONE: Final = "alerts.matter_add_to_one"  # the same, of several
DISMISS: Final = "alerts.matter_dismiss"  # opens the form that asks why
# Advice's own; a test holds it to the name there. The value is the ask's id.
DIFFERENT: Final = "advice.different"
WHY_FORM: Final = "alerts.matter_why"
WHY: Final = "why"


def add_value(matter: UUID, alert: UUID) -> str:
    return f"{matter}:{alert}"


def read_add(value: str) -> tuple[UUID, UUID]:
    """Raises `Outdated` for anything else."""
    matter, _, alert = value.partition(":")
    return read_id(matter), read_id(alert)


def form_value(matter: UUID, there: str | None) -> str:
    """What the form remembers: the matter, and the channel in which it was opened."""
    return json.dumps({"matter": str(matter), "there": there}, separators=(",", ":"))


def read_form(metadata: str) -> tuple[UUID, str | None]:
    """Raises `Outdated` for what another version wrote."""
    try:
        known = json.loads(metadata)
        return UUID(known["matter"]), known["there"]
    except (ValueError, TypeError, KeyError):
        raise Outdated from None
