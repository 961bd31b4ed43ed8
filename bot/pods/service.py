"""What members do with their pod: look at it, be away or busy, and be back."""

from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.transaction import Transactions
from bot.inbox import Delivery, Person
from bot.pods import rules, views
from bot.pods.errors import NoPod, TooLong, UnreadableTime
from bot.pods.facts import Home
from bot.pods.until import read_until
from bot.text.kit import Block, Card
from storage.pods import (
    SEEN_TO,
    find_member,
    find_pod_by_channel,
    list_leaders,
    list_members,
    set_presence,
    touch_seen,
)

LONGEST_AWAY = timedelta(days=60)
LONGEST_BUSY = timedelta(days=1)

OnCall = Callable[[AsyncSession, UUID, datetime], Awaitable[Collection[str]]]
"""Which users of a pod are on a call now."""


Live = Callable[[AsyncSession, Home, datetime], Awaitable[list[Block]]]
"""What goes on for a pod now, as blocks for its card."""


async def nothing_live(_session: AsyncSession, _home: Home, _now: datetime) -> list[Block]:
    """Without alerts nothing is known to go on."""
    return []


async def nobody(_session: AsyncSession, _pod_id: UUID, _now: datetime) -> Collection[str]:
    """Where nothing is known about calls, nothing is claimed."""
    return ()


async def get_home(session: AsyncSession, person: Person, channel: str | None = None) -> Home:
    """Where the person belongs. Raises `NoPod`, which says whom to see: the leaders of the pod
    whose `channel` it is, or else all there are.
    """
    home = await find_member(session, person.team, person.user)
    if home is not None:
        return home._replace(is_admin=person.is_admin)
    here = await find_pod_by_channel(session, person.team, channel) if channel else None
    leaders = await list_leaders(session, person.team)
    raise NoPod([each for each in leaders if here and each[1] == here.market.name] or leaders)


async def get_actor(
    session: AsyncSession, person: Person, now: datetime, channel: str | None = None
) -> Home:
    """Where somebody belongs who acts: from now on they count as seen. Errors as `get_home`."""
    home = await get_home(session, person, channel)
    await see(session, home, now)
    return home


async def see(session: AsyncSession, home: Home, now: datetime) -> None:
    """Whoever acts is there; written at most once a minute."""
    seen_at = home.member.seen_at
    if seen_at is None or now - seen_at >= SEEN_TO:
        await touch_seen(session, home.member.team_id, home.member.user, now)


class PodsService:
    """A command or press by a member counts as seen; away and busy end by themselves."""

    def __init__(
        self, transactions: Transactions, on_call: OnCall = nobody, live: Live = nothing_live
    ) -> None:
        self._transactions = transactions
        self._on_call = on_call
        self._live = live

    async def show(self, delivery: Delivery, person: Person) -> Card:
        """My pod, for me alone."""
        async with self._transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            members = await list_members(session, home.pod.id)
            on_call = await self._on_call(session, home.pod.id, delivery.now)
            live = await self._live(session, home, delivery.now)
        return views.pod_card(home, members, on_call, delivery.now, live)

    async def away(self, delivery: Delivery, person: Person, until: str = "") -> Card:
        """Away until then; without a time, until tomorrow. Raises `BadInput` for no time."""
        async with self._transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            moment = _moment(until or "tomorrow", "away", home, delivery.now, LONGEST_AWAY)
            await set_presence(session, home.member.id, away_until=moment.astimezone(UTC))
        return views.away_card(home, moment, delivery.now)

    async def busy(self, delivery: Delivery, person: Person, until: str = "") -> Card:
        """Busy until then; without a time, for 20 minutes. Raises `BadInput` for no time."""
        async with self._transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            said = until or str(views.BUSY_MINUTES)
            moment = _moment(said, "busy", home, delivery.now, LONGEST_BUSY)
            await set_presence(session, home.member.id, busy_until=moment.astimezone(UTC))
        return views.busy_card(home, moment, delivery.now)

    async def back(self, delivery: Delivery, person: Person) -> Card:
        """Neither away nor busy any more."""
        async with self._transactions.of(delivery) as session:
            home = await get_actor(session, person, delivery.now)
            await set_presence(session, home.member.id)
        member = home.member._replace(away_until=None, busy_until=None)
        return views.back_card(home._replace(member=member), delivery.now)

    async def home_section(self, delivery: Delivery, person: Person) -> list[Block]:
        """The pod on the member's Home tab; nothing for someone without one."""
        async with self._transactions.look() as session:
            home = await find_member(session, person.team, person.user)
            if home is None:
                return []
            members = await list_members(session, home.pod.id)
        return views.home_section(home, members, delivery.now)


def _moment(text: str, command: str, home: Home, now: datetime, longest: timedelta) -> datetime:
    local = rules.local_time(home.market, now)
    hours = home.member.hours or rules.pod_hours(home.pod, home.market)
    moment = read_until(text, local, hours)
    if moment is None:
        raise UnreadableTime(text, command)
    if moment.astimezone(UTC) - now > longest:
        raise TooLong(command, longest.days)
    return moment
