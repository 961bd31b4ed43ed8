"""Whether a pod can help now, remembered for a few seconds: an ask must not read the roster."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.pods.facts import Home
from bot.pods.rules import is_open, taking_calls
from storage.advice import OverflowReason
from storage.pods import list_members

KNOWN_FOR: Final = timedelta(seconds=10)
MOST_KNOWN: Final = 1000


class Readiness:
    """Per pod, whether enough members were present when somebody last looked."""

    def __init__(self) -> None:
        self._seen: OrderedDict[UUID, tuple[datetime, bool]] = OrderedDict()

    async def why_overflow(
        self, session: AsyncSession, home: Home, now: datetime
    ) -> OverflowReason | None:
        """Why an ask of this pod goes to the overflow pod at once; None where it does not."""
        if not is_open(home.pod, home.market, now):
            return OverflowReason.CLOSED
        seen = self._seen.get(home.pod.id)
        if seen is None or not timedelta(0) <= now - seen[0] < KNOWN_FOR:
            members = await list_members(session, home.pod.id)
            seen = now, taking_calls(home.pod, home.market, members, now)
            self._remember(home.pod.id, seen)
        return None if seen[1] else OverflowReason.FEW_PRESENT

    def _remember(self, pod_id: UUID, seen: tuple[datetime, bool]) -> None:
        self._seen[pod_id] = seen
        self._seen.move_to_end(pod_id)
        if len(self._seen) > MOST_KNOWN:
            self._seen.popitem(last=False)
