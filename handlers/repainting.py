"""A modal painted anew for whoever acted in it: tried again for a moment, the newest one last."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import PodlineError
from bot.text.kit import Block
from handlers.failures import BROKEN, code, is_limited, note, retry_after
from handlers.payloads import Press

PATIENCE_SECONDS: Final = 2.2
"""The trigger by which a person is told otherwise lives three seconds."""
TRIES: Final = 3
AGAIN_AFTER: Final = 0.3  # seconds, where Slack does not say
REMEMBERED = 1000  # modals; in this process alone, and the oldest go first

# What Slack says of a modal that was closed, or was painted by somebody else meanwhile.
_LEFT_ALONE: Final = frozenset({"not_found", "view_not_found", "hash_conflict"})
# What may be gone a moment later; a proxy's page has no word of Slack's.
_PASSING: Final = frozenset({"internal_error", "fatal_error", "service_unavailable", "unreadable"})


class NotShown(PodlineError):
    """Slack did not repaint a modal, in all the time that there was."""

    sentence = "Slack did not show what you asked for. Please try once more in a moment."


@dataclass(slots=True)
class _Modal:
    """`newest` is the last repaint that was asked for, by when it was and in which turn; `after`
    tells by which of our repaints, named by its hash, another one was followed.
    """

    newest: tuple[datetime, int]
    after: dict[str, str] = field(default_factory=dict)

    def shows(self, stamp: str | None) -> str | None:
        """What stands where `stamp` stood when it was pressed, as far as we changed it."""
        while stamp in self.after:
            stamp = self.after[stamp]
        return stamp


class Repainter:
    """Who acts twice before Slack shows anything sees what they asked for last.

    The first try carries no hash: who presses quickly does so on what we repaint meanwhile. Later
    ones do, as the first one may have got through, or another replica have painted since.
    """

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._turns = count()
        self._views: OrderedDict[str, _Modal] = OrderedDict()

    async def repaint(self, press: Press, view: Block) -> None:
        """In place of the modal that was pressed, unless something newer stands there, or comes.
        Raises `SlackApiError` or what is `BROKEN` where Slack does not take it in time.
        """
        loop = asyncio.get_running_loop()
        until, turn = loop.time() + PATIENCE_SECONDS, (press.delivery.now, next(self._turns))
        modal = self._remember(press.view_id or "", turn)
        for tried in range(1, TRIES + 1):
            if turn < modal.newest:
                return
            try:
                async with asyncio.timeout_at(until):
                    await self._paint(modal, press, view, again=tried > 1)
                return
            except (SlackApiError, *BROKEN) as error:
                if isinstance(error, SlackApiError) and code(error) in _LEFT_ALONE:
                    return
                pause = _pause(error)
                if tried == TRIES or pause is None or loop.time() + pause > until:
                    raise
                note(error)
            await asyncio.sleep(pause)

    async def _paint(self, modal: _Modal, press: Press, view: Block, *, again: bool) -> None:
        stood = modal.shows(press.view_hash)
        over = {"hash": stood} if again and stood else {}
        answer = await self._client.views_update(view_id=press.view_id, view=view, **over)
        stands = _hash(answer.data)
        if stood and stands and stood != stands:
            modal.after[stood] = stands

    def _remember(self, view_id: str, turn: tuple[datetime, int]) -> _Modal:
        modal = self._views.setdefault(view_id, _Modal(turn))
        modal.newest = max(modal.newest, turn)
        self._views.move_to_end(view_id)
        if len(self._views) > REMEMBERED:
            self._views.popitem(last=False)
        return modal


def _pause(error: Exception) -> float | None:
    """How long to wait before it is worth trying again; None where it never is."""
    if isinstance(error, SlackApiError):
        asked = retry_after(error) if is_limited(error) else None
        passing = is_limited(error) or code(error) in _PASSING
        return (AGAIN_AFTER if asked is None else asked) if passing else None
    return AGAIN_AFTER


def _hash(answer: Any) -> str | None:
    view = answer.get("view") if isinstance(answer, dict) else None
    stamp = view.get("hash") if isinstance(view, dict) else None
    return stamp if isinstance(stamp, str) else None
