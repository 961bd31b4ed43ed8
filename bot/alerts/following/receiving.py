"""What other systems send is heard as what we read: once, masked, and before it is answered."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.checking import typed
from bot.alerts.facts import Facts, Problem, Reading, Report
from bot.alerts.feeds import alertmanager, cap, intake
from bot.alerts.feeds.intake_signature import Signed
from bot.alerts.feeds.reading import key_of
from bot.alerts.feeds.skew import without_skew
from bot.alerts.following.hearing import Hearing, Note, TooMany, nothing_more
from bot.alerts.sources import ALERTMANAGER, CAP, INTAKE, page_named, page_source, read_page
from bot.errors import AlreadyHandled, NotFound, PodlineError
from bot.settings import Settings
from bot.text.masking import Masker
from storage.alerts_feeds import Feed
from storage.alerts_feeds_reading import record_message

# In a flood the roster is not read with every message.
_ROSTER_EVERY: Final = timedelta(seconds=30)
_MARKET: Final = "market:"

Codes = Callable[[], Awaitable[AbstractSet[str]]]
"""All codes by which a source may mean one of the markets that there are."""


class Sent(NamedTuple):
    """What became of a message: how many events of it were `taken`, and what was wrong with the
    rest. `is_known`: it came before, and nothing was done.
    """

    taken: int
    problems: list[Problem]
    is_known: bool = False


class UsedForAnother(PodlineError):
    """A key under which another body came."""

    sentence = "This Idempotency-Key came with another body before. Use another key."


class NoSuchPage(NotFound):
    """A status page that the settings do not name."""

    sentence = "No status page of this name is set up here."


class _Known(Exception):
    """The same message came before."""


class Receiver:
    """Takes messages in. Raises `NotSaved` where nothing was kept, `Unreadable`, `TooMany`."""

    def __init__(self, hearing: Hearing, masker: Masker, settings: Settings, codes: Codes) -> None:
        self._hearing, self._masker, self._settings = hearing, masker, settings
        self._codes = codes
        self._known: tuple[datetime, AbstractSet[str]] | None = None

    async def intake(self, body: bytes, signed: Signed, now: datetime) -> Sent:
        """Our own signed message. Raises `UsedForAnother`."""
        reading = without_skew(await asyncio.to_thread(intake.read, body), now)
        if reading.problems:
            return Sent(0, reading.problems)
        return await self._hear_once(INTAKE, reading, signed.key, signed.body_hash, now)

    async def cap(self, body: bytes, signed: Signed, now: datetime) -> Sent:
        """A signed document of CAP. Raises `UsedForAnother`."""
        reading = without_skew(await asyncio.to_thread(cap.read, body), now)
        key = key_of(f"{CAP}:{signed.key}") or signed.body_hash  # no other door's
        return await self._hear_once(CAP, reading, key, signed.body_hash, now)

    async def alertmanager(self, body: bytes, now: datetime) -> Sent:
        """A notification; said again it changes nothing."""
        reading = without_skew(await asyncio.to_thread(alertmanager.read, body), now)
        return await self._hear(ALERTMANAGER, reading, now, rereads=True)

    async def statuspage(self, body: bytes, name: str, now: datetime) -> Sent:
        """News of a page that is read all the same. Raises `NoSuchPage`."""
        page = page_named(self._settings, name)
        if page is None:
            raise NoSuchPage
        reading = without_skew(await asyncio.to_thread(read_page, page, body), now)
        return await self._hear(page_source(page), reading, now, rereads=False)

    async def _hear_once(
        self, name: str, reading: Reading, key: str, body_hash: str, now: datetime
    ) -> Sent:
        """A message that may be sent again, under its key."""

        async def note(session: AsyncSession, feed: Feed) -> None:
            before = await record_message(session, key, body_hash, now)
            if before == body_hash:
                raise _Known
            if before is not None:
                raise UsedForAnother

        try:
            return await self._hear(name, reading, now, rereads=True, note=note)
        except _Known:
            return Sent(0, [], is_known=True)

    async def _hear(
        self,
        name: str,
        reading: Reading,
        now: datetime,
        *,
        rereads: bool,
        note: Note = nothing_more,
    ) -> Sent:
        """A source that comes to us still says of all else what it said before."""
        reports = await asyncio.to_thread(self._masked, reading.reports)
        problems = [*reading.problems, *_unheard(name, reports, await self._codes_at(now))]
        try:
            left_out = await self._hearing.hear(
                name, reports, now, rereads=rereads, all_named=rereads, note=note
            )
        except AlreadyHandled:
            return Sent(0, problems, is_known=True)
        if left_out and left_out == len({each.key for each in reports}):
            raise TooMany
        return Sent(len(reports), problems)

    async def _codes_at(self, now: datetime) -> AbstractSet[str]:
        if self._known is None or abs(now - self._known[0]) >= _ROSTER_EVERY:
            self._known = now, await self._codes()
        return self._known[1]

    def _masked(self, reports: list[Report]) -> list[Report]:
        """Customers' data has no place in what is kept of them, either."""
        return [
            each._replace(
                headline=self._safe(each.headline),
                facts=Facts(*(self._safe(fact) for fact in each.facts)),
                sayings=tuple((language, self._safe(said)) for language, said in each.sayings),
            )
            for each in reports
        ]

    def _safe(self, text: str) -> str:
        return typed(self._masker, text, lines=True).text


def _unheard(name: str, reports: Sequence[Report], codes: AbstractSet[str]) -> list[Problem]:
    """What nobody is told of, for whoever sends it: a market's key that is typed wrong would
    otherwise be silence. It is kept all the same: the market may come with the next roster.
    """
    problems = []
    for each in reports:
        where = "areas" if name == INTAKE else f"{each.key}.areas"
        unknown = each.areas - codes
        markets = sorted(area for area in unknown if area.startswith(_MARKET))
        problems += [Problem(where, f"{area!r} is no market of the roster") for area in markets]
        if each.areas and not markets and unknown == each.areas:
            problems.append(Problem(where, "touch no market of the roster, so nobody is told"))
    return problems
