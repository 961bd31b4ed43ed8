"""What an ask waits for, kept as timers."""

from datetime import datetime

from bot.advice.changes import Change
from bot.advice.facts import Due
from bot.advice.ladder import due_times
from bot.advice.messages import subject
from storage.timers import move_timers


def awaited_by(change: Change) -> dict[Due, datetime]:
    """What the ask waits for as it stands."""
    return due_times(change.ask, change.settings, change.paced, rests=change.rests)


async def set_timers(change: Change, waited: dict[Due, datetime]) -> None:
    """Let the ask wait for what it says now, where it `waited` for something else."""
    awaited, fired = awaited_by(change), change.fired
    # A rung that was climbed is awaited anew, even where the next one is due at that moment.
    if fired is not None and (fired is Due.RUNG or fired not in awaited):
        waited = {kind: due for kind, due in waited.items() if kind is not fired}
    await move_timers(change.session, subject(change.ask.id), waited, awaited)
