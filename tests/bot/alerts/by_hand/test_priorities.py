"""What is worse goes first, in every message about it: the card, its repaint, and its replies."""

import pytest

from bot.alerts.words import Choice
from bot.delivery.message import Priority
from storage.alerts import Severity
from storage.outbox import OutboxRow
from tests.bot.advice.scene import HOME
from tests.bot.alerts.by_hand.scene import SECOND, Room

WORST_FIRST = (
    (Severity.EXTREME, Priority.ALERT),
    (Severity.SEVERE, Priority.SEVERE_ALERT),
    (Severity.MODERATE, Priority.MODERATE_ALERT),
    (Severity.MINOR, Priority.MINOR_ALERT),
)


async def _to_pods(room: Room) -> list[OutboxRow]:
    return [row for row in await room.all_rows() if row.channel in (HOME, SECOND)]


@pytest.mark.parametrize(("severity", "priority"), WORST_FIRST)
async def test_a_card_goes_by_how_bad_it_is(
    room: Room, severity: Severity, priority: Priority
) -> None:
    await room.post(severity=severity)
    rows = await _to_pods(room)
    assert {row.channel for row in rows} == {HOME, SECOND}
    assert {row.priority for row in rows} == {priority}


async def test_what_became_worse_overtakes_what_waits(room: Room) -> None:
    alert = await room.post(severity=Severity.MODERATE)
    before = {row.id for row in await _to_pods(room)}
    await room.edit(alert, severity=Severity.EXTREME, choice=Choice.UPDATE)
    await room.send()
    said = [row for row in await _to_pods(room) if row.id not in before]
    assert len(said) >= 2
    assert {row.priority for row in said} == {Priority.ALERT}
