"""A huddle while it goes on, what comes of it, and what is not forgotten after it."""

from bot.delivery.transaction import Fires
from bot.huddles.tools import Tools


class MeetingService:
    """Every verb that changes something opens the one transaction."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        return {}
