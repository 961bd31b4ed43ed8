"""Secret addresses: a pod's calendar, and the screen of a huddle."""

from bot.delivery.transaction import Fires
from bot.huddles.tools import Tools


class LinksService:
    """Every verb that changes something opens the one transaction."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        return {}
