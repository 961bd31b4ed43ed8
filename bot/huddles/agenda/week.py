"""The week of a pod, of which its agenda is made: what each source is looked up with."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.huddles.agenda import lines
from bot.huddles.agenda.past import A_WEEK, Past
from bot.huddles.tools import Tools
from storage.huddles_gathering import Said
from storage.pods import Organisation, PodInMarket
from storage.practices import Reach

LOOKED_BACK: Final = 2 * A_WEEK
"""What did not fit is looked for as far back."""

MOST_OF_EACH: Final = 5
"""Candidates of a source, of which one or two get on."""


def reach_of(place: PodInMarket) -> Reach:
    """Of anybody in the pod: no drafts."""
    pod, is_partner = place.pod, place.pod.organisation is Organisation.PARTNER
    return Reach(pod.team_id, "", pod.id, place.market.id, is_partner)


@dataclass(frozen=True, slots=True)
class Week:
    """Read in one session, which is only read from. `on` is the day of the huddle."""

    session: AsyncSession
    tools: Tools
    place: PodInMarket
    past: Past
    on: date
    now: datetime

    @property
    def pod_id(self) -> UUID:
        return self.place.pod.id

    @property
    def began(self) -> datetime:
        return self.now - A_WEEK

    @property
    def long_ago(self) -> datetime:
        return self.now - LOOKED_BACK

    @property
    def floor(self) -> datetime:
        """Since then everything is looked at: what is new, and what did not fit."""
        if self.past.waiting:
            return self.long_ago
        return min(self.past.since, self.now - timedelta(days=1))

    @property
    def reach(self) -> Reach:
        """As `reach_of`."""
        return reach_of(self.place)

    def day(self, at: datetime) -> str:
        """ "Monday", by the market's calendar."""
        zone = ZoneInfo(self.place.market.timezone)
        return lines.day(at.astimezone(zone).date(), self.now.astimezone(zone).date())

    def talked_about(self, key: str) -> str:
        """Of a line that says itself why it is there again; "" where it was not there before."""
        shown = self.past.shown.get(key)
        return lines.talked_about(self.day(shown)) if shown else ""

    def url(self, said: Said) -> dict[str, str]:
        """Where an ask can be opened, for `refs`; nothing where it is not posted."""
        if not said.thread_ts:
            return {}
        url = self.tools.permalink(said.channel, said.thread_ts)
        return {"url": url} if url else {}
