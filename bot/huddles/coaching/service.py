"""A coach and a rep: a private agenda for two."""

from bot.delivery.transaction import Fires
from bot.huddles.tools import Tools


class CoachingService:
    """Every verb that changes something opens the one transaction."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        return {}
