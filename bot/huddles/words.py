"""The words on the wire that several rooms of huddles share; each room has a file of its own for
the rest.
"""

from typing import Final
from uuid import UUID

from bot.errors import Outdated

LONGEST_TYPED: Final = 1900
"""Characters of what was typed that a button takes with it; Slack allows 2,000."""

ASKED: Final = "huddles.asked"  # the value is one of our words behind the command
ADD_TYPED: Final = "huddles.add_typed"  # the value is what was typed
ACTION_DONE: Final = "huddles.action_done"  # closes an action item; the value is its id
ACTION_LATER: Final = "huddles.action_later"  # opens its form; the value is its id
OPEN_HUDDLE: Final = "huddles.open_huddle"  # opens an address by itself


def read_id(value: str) -> UUID:
    """Raises `Outdated` for what is no id."""
    try:
        return UUID(value)
    except ValueError:
        raise Outdated from None
