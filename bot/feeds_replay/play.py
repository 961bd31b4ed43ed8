"""Plays recordings: time passes from one to the next, the bot asks, and each poll is one line."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from aiohttp import ClientError, ClientSession

from bot.alerts.feeds.intake_signature import SIGNATURE, TIMESTAMP, sign
from bot.alerts.sources import INTAKE
from bot.errors import PodlineError
from bot.feeds_replay.polls import Recording, Say
from bot.feeds_replay.stand import LOOPBACK, Stand
from bot.feeds_replay.telling import Came, came, line
from bot.trial import Trial
from storage.alerts_feeds_reading import list_feeds
from storage.alerts_reach import list_markets
from storage.alerts_reading import list_live_alerts
from storage.pods import list_pods_of_market

TICK: Final = 0.25  # seconds of real time between two steps
EARLY: Final = 0.5  # before its time each stands there, for the bot may ask on the minute
SETTLES: Final = 20.0  # seconds of the documents' clock, within which all of a poll is sent
STEP: Final = 15.0
_PATIENCE: Final = 3


class Player:
    """`speed` is how many seconds pass in one of real time; 0: as many as the machine can."""

    def __init__(
        self, trial: Trial, stand: Stand, session: ClientSession, secret: str, speed: float
    ) -> None:
        self._trial, self._stand, self._session = trial, stand, session
        self._secret, self._speed = secret, speed
        self._told = 0
        self._restless = 0

    async def play(self, recordings: Sequence[Recording], say: Say) -> None:
        """One line for each. The first is shown before the bot starts."""
        await self._news()  # what stood there before is none
        for number, each in enumerate(recordings, 1):
            await self.passes(each.at.timestamp() - EARLY - self._trial.time())
            at = f"poll {number} of {len(recordings)}"
            if each.source.asks:
                await self._is_asked(each, is_first=number == 1)
            else:
                at += await self._send(each)
            await self.passes(SETTLES)
            now = datetime.fromtimestamp(self._trial.time() - SETTLES, UTC)
            say(line(now, at + await self._trouble(each), await self._news()))

    async def passes(self, seconds: float) -> None:
        """Let time pass at the speed, in which the page can be used."""
        end = self._trial.time() + seconds
        while (left := end - self._trial.time()) > 1e-6:
            began = time.monotonic()
            await self._step(min(left, self._speed * TICK if self._speed else left))
            if self._speed:
                await asyncio.sleep(max(TICK - (time.monotonic() - began), 0))

    async def goes_on(self) -> None:
        """From here on time passes as it does for everybody."""
        self._speed = 1
        while True:
            await self.passes(TICK)

    async def _step(self, seconds: float) -> None:
        """Raises `PodlineError` where the bot does not come to rest for half a minute."""
        try:
            await self._trial.workspace.control.let_pass(seconds)
        except TimeoutError as late:
            self._restless += 1
            if self._restless >= _PATIENCE:
                raise PodlineError(f"The replay stands still: {late}.") from late
        else:
            self._restless = 0

    async def _is_asked(self, each: Recording, *, is_first: bool) -> None:
        """Until the bot, in its own time, has come for it: at most until a pause after failures
        is over."""
        if not is_first:
            self._stand.show(each.source.name, each.body)
        end = self._trial.time() + 16 * each.source.every.total_seconds()
        while not self._stand.was_asked(each.source.name) and self._trial.time() < end:
            await self.passes(STEP)

    async def _send(self, each: Recording) -> str:
        """What a sender would do, and what it is told where that is not taken."""
        port, stamp = self._trial.podline.port, int(self._trial.time())
        if each.source.name == INTAKE:
            signed = sign(self._secret, stamp, each.body)
            headers = {TIMESTAMP: str(stamp), SIGNATURE: signed}
        else:
            headers = {"Authorization": f"Bearer {self._secret}"}
        url = f"http://{LOOPBACK}:{port}/alerts/{each.source.name}"
        try:
            async with self._session.post(url, data=each.body, headers=headers) as answer:
                said = (await answer.text()).strip()
                return "" if answer.ok else f" was refused ({answer.status} {said[:200]})"
        except (ClientError, TimeoutError) as error:
            return f" was not taken ({type(error).__name__})"

    async def _trouble(self, each: Recording) -> str:
        async with self._trial.podline.database.read() as session:
            feeds = {one.name: one for one in await list_feeds(session)}
        feed = feeds.get(each.source.name)
        return f" could not be read ({feed.error})" if feed and feed.error else ""

    async def _news(self) -> list[Came]:
        """What came since the last time."""
        calls = self._trial.workspace.calls()
        new, self._told = calls[self._told :], len(calls)
        places, live = await self._places()
        return came(new, places, live)

    async def _places(self) -> tuple[dict[str, str], dict[str, int]]:
        """The name of each pod's market by its channel, and how much is live in each."""
        team = self._trial.workspace.team
        async with self._trial.podline.database.read() as session:
            markets = {each.id: each.name for each in await list_markets(session, team)}
            live = await list_live_alerts(session, team, markets)
            pods = [
                (pod.pod.channel, name)
                for market, name in markets.items()
                for pod in await list_pods_of_market(session, team, market)
            ]
        places = {channel: name for channel, name in pods if channel}
        return places, dict(Counter(markets[each.market_id] for each in live))
