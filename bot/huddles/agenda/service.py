"""What a huddle talks about: gathered from the week, added to by anybody, arranged by coaches."""

from bot.delivery.transaction import Fires
from bot.huddles.tools import Tools


class AgendaService:
    """Every verb that changes something opens the one transaction."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def acts(self) -> dict[str, Fires]:
        """What happens when a timer is due, by its kind."""
        return {}
