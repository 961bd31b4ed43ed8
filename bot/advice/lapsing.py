"""Asks that went quiet: closed, and brought up once at the end of the shift. Pings nobody."""

from bot.advice.changes import Change
from bot.advice.facts import What
from bot.advice.ladder import lapse_due
from bot.advice.rules import later
from bot.advice.shifts import bring_up_at_end_of_shift
from storage.advice import LIVE, AskState


async def lapse(change: Change) -> None:
    ask = change.ask
    ask.state, ask.settled_at = AskState.LAPSED, change.now
    ask.claimed_by = ask.claimed_by_name = ask.claimed_at = ask.claimed_until = None
    change.note(What.LAPSED)
    await bring_up_at_end_of_shift(change.session, ask, change.now)


def is_quiet(change: Change) -> bool:
    """Whether it is to lapse now. An ask that joined another one lives on what happens there."""
    ask, leading = change.ask, change.leading
    if leading is None:
        return True
    first = leading.ask
    heard = first.last_activity_at if first.state in LIVE else ask.last_activity_at
    ask.last_activity_at = later(later(ask.told_at, ask.last_activity_at), heard)
    return lapse_due(ask, change.settings) <= change.now
