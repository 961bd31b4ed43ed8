"""When huddles are: planned, announced, begun and ended on time; skipped, moved, called for."""

from bot.delivery.transaction import Fires
from bot.huddles.tools import Tools


class OccurringService:
    """Every verb that changes something opens the one transaction."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        return {}
