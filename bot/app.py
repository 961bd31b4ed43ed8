"""The composition root: wires everything, once. The only importer of `handlers`."""

import asyncio
import gc
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from logging import getLogger
from uuid import UUID

from aiohttp import ClientSession, ClientTimeout, TCPConnector
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.advice.service import AdviceService
from bot.alerts.admins import Admins
from bot.alerts.alike.signs import AlertSigns
from bot.alerts.changes import Permalink, Tools
from bot.alerts.following.fetching import session_for
from bot.alerts.following.follower import Follower
from bot.alerts.following.receiving import Receiver
from bot.alerts.matters.facts import Senses
from bot.alerts.matters.memory import Memory
from bot.alerts.matters.service import MattersService
from bot.alerts.sensor import Sensor
from bot.alerts.service import AlertsService
from bot.alerts.sources import sources
from bot.clock import Clock
from bot.commands import use_prefix
from bot.delivery.pace import LIFTED, SLACK
from bot.delivery.sender import Sender
from bot.delivery.slack import Slack
from bot.delivery.transaction import Transactions
from bot.errors import Misconfigured
from bot.huddles.facts import WITH_TIME
from bot.huddles.service import HuddlesService
from bot.huddles.tools import Tools as HuddleTools
from bot.meaning.embedder import Embedder, find_embedder
from bot.pods.service import PodsService
from bot.practices.finding import Finder
from bot.practices.service import PracticesService
from bot.settings import Mode, Settings
from bot.text.kit import Card
from bot.text.masking import Masker
from bot.timetable import Timetable
from bot.web.alerts_intake import alert_routes
from bot.web.huddles import huddle_routes
from bot.web.server import WebServer
from handlers import advice as advice_handlers
from handlers import alerts as alerts_handlers
from handlers import alerts_matters, practices_mentions, practices_same, practices_search
from handlers import huddles as huddles_handlers
from handlers import pods as pods_handlers
from handlers import practices as practices_handlers
from handlers.bolt import slack_app
from handlers.http_events import slack_route
from handlers.huddles_meeting import recaps_found
from handlers.looking_up import Lookup
from handlers.middleware import Gate
from handlers.payloads import Routes
from handlers.practices_opening import form_of_item
from handlers.socket_mode import SocketMode
from handlers.telling import Teller
from storage.database import Database
from storage.keeping import Keeping
from storage.migrations import check
from storage.outbox import OutboxRow, measure_outbox
from storage.practices_health import count_by_state
from storage.timers import count_late_timers

log = getLogger(__name__)
# Slack answers within seconds; a call that takes longer is ambiguous and looked up.
CALL_TIMEOUT = ClientTimeout(total=20)
CONNECTIONS = 100
# Objects made, and collections, until the garbage collector looks at young and older ones.
COLLECT_AFTER = (20_000, 20, 50)
# After so long a thread that computes lets another one run.
SWITCH_SECONDS = 0.0005


class Podline:
    """The bot, wired: `start`, `stop`, and whether it is ready or idle."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.settings, self.clock = settings, clock
        self.database = Database(settings.database_url)

    async def start(self) -> None:
        """Connect, catch up, listen. Raises `Misconfigured` with what stands in the way."""
        use_prefix(self.settings.command_prefix)
        await check(self.settings.database_url)
        self._session = ClientSession(
            timeout=CALL_TIMEOUT, connector=TCPConnector(limit=CONNECTIONS)
        )
        self._client = AsyncWebClient(
            token=self.settings.slack_bot_token.get_secret_value(),
            base_url=self.settings.slack_api_url,
            session=self._session,
            retry_handlers=[],
            logger=getLogger("slack_sdk"),  # whose level is set: else it writes out every call
        )
        self._asking = session_for(self.settings.feeds_contact)
        try:
            self._wire(await self._who_am_i())
        except BaseException:
            await self._close_sessions()
            raise
        try:
            await self._begin()
        except BaseException:
            await self._end()
            raise
        log.info("ready", extra={"mode": self.settings.mode, "port": self.port})

    async def stop(self) -> None:
        """Stop accepting, leave safely what runs, flush: within `shutdown_seconds`."""
        try:
            async with asyncio.timeout(self.settings.shutdown_seconds):
                await self._end()
        except TimeoutError:
            log.warning("stopped before everything was closed")
        log.info("stopped")

    async def _end(self) -> None:
        # Three waits in a row, and a tenth for closing what is left.
        share = self.settings.shutdown_seconds * 0.3
        await self._gate.close(at_most=share)
        await asyncio.gather(
            self._stop_listening(),
            self._timetable.stop(at_most=share),
            self._teller.finish(share),
        )
        await self.follower.stop()
        await self._sender.stop(at_most=share)
        await self.finder.stop()
        await self._close_sessions()
        await self.database.close()

    async def _close_sessions(self) -> None:
        await self._session.close()
        await self._asking.close()

    async def _stop_listening(self) -> None:
        if self._socket is not None:
            await self._socket.stop()
        await self._web.stop()

    def wake(self) -> None:
        """Somebody may have something to send, or a new due time: after each commit or step."""
        self._sender.wake()
        self.clock.nudge()

    def idle(self) -> bool:
        """Nothing under way, nothing waiting to be sent, no timer due."""
        inside = self._gate.idle and self._teller.idle and self.follower.idle
        return inside and self._sender.idle() and self._timetable.idle()

    async def _who_am_i(self) -> AuthorizeResult:
        """`auth.test`, once: bolt would ask again for every cold request."""
        try:
            me = (await self._client.auth_test()).data
        except SlackApiError as error:
            raise Misconfigured(
                f"Slack refused PODLINE_SLACK_BOT_TOKEN ({error.response['error']}). "
                "Copy it again from 'OAuth & Permissions'."
            ) from error
        except (OSError, TimeoutError) as error:
            raise Misconfigured(
                f"Slack does not answer at {self.settings.slack_api_url}. "
                "Check the network, or PODLINE_SLACK_API_URL."
            ) from error
        if not isinstance(me, dict):
            raise Misconfigured("Slack answered auth.test with something that is not JSON.")
        return AuthorizeResult(
            enterprise_id=me.get("enterprise_id"),
            team_id=me["team_id"],
            bot_user_id=me["user_id"],
            bot_id=me.get("bot_id"),
            url=me.get("url"),
            bot_token=self.settings.slack_bot_token.get_secret_value(),
        )

    def _wire(self, me: AuthorizeResult) -> None:
        transactions = Transactions(self.database, self.wake, self.clock.nudge)
        masker = Masker(self.settings.kept_numbers, self.settings.kept_patterns)
        permalink = permalinks(str(me.url))
        embedder = find_embedder()
        self.finder = Finder(self.database, embedder)
        self.practices = PracticesService(
            *(transactions, masker, self.finder, permalink),
            show_saved=lambda *card: self.advice.show_saved(*card),
            note_saved=lambda *about: self.huddles.meeting.saved_practice(*about),
            elsewhere=lambda *about: recaps_found(self.huddles.meeting, *about),
        )
        self._wire_alerts(transactions, masker, permalink, str(me.team_id), embedder)
        self.advice = AdviceService(
            transactions,
            masker,
            permalink,
            str(me.bot_user_id),
            corrected=self.practices.suspend_of_ask,
            suggesting=self.practices.suggesting,
            sensing=self.sensor,
        )
        self.pods = PodsService(transactions, self.advice.on_a_call, self.alerts.pod_lines)
        self.huddles = HuddlesService(
            HuddleTools(
                *(transactions, masker, str(me.team_id), self.settings.public_url),
                permalink=permalink,
                embedder=embedder,
                practice_form=partial(form_of_item, self.practices),
                on=self.settings.huddles,
            )
        )
        slack = Slack(self._client, self._session)
        limits = SLACK if self.settings.paced else LIFTED
        for method in limits.a_minute:
            metrics.limited.labels(method)  # a counter that is not there cannot be watched
        self._sender = Sender(self.database, slack, self.clock, self._on_posted, limits)
        transactions.join_with(self._sender.join)
        acts = self.advice.acts() | self.practices.acts()
        acts |= self.alerts.acts() | self.follower.acts() | self.matters.acts()
        acts |= self.huddles.acts()
        keeping = Keeping.of(self.settings)
        self._timetable = Timetable(self.clock, self.database, acts, keeping, WITH_TIME)
        self._teller = Teller(self._client, self._session)
        self._gate = Gate(
            slack_app(self._client, me, self._routes(), self._teller, self.clock.now, masker)
        )
        self._socket = self._open_socket()
        self._web = self._open_web()

    def _routes(self) -> list[Routes]:
        """What each feature listens to."""
        bulbs, read = self.settings.practice_reactions, Lookup(self._client).read
        joins = self.settings.huddles and self.settings.huddle_events
        return [
            advice_handlers.routes(self.advice),
            alerts_handlers.routes(self.alerts),
            alerts_matters.routes(self.matters),
            pods_handlers.routes(self.pods),
            practices_handlers.routes(self.practices, bulbs, read),
            practices_search.routes(self.practices),
            practices_mentions.routes(self.practices),
            practices_same.routes(self.practices),
            *huddles_handlers.routes(self.huddles, joins=joins),
        ]

    def _wire_alerts(
        self,
        transactions: Transactions,
        masker: Masker,
        permalink: Permalink,
        team: str,
        embedder: Embedder | None,
    ) -> None:
        ends_with, signs = self.practices.end_with_alert, AlertSigns(embedder)
        tools = Tools(
            *(transactions, masker, ends_with),
            tell_askers=self._tell_askers,
            share_answer=lambda *about: self.advice.tell_known_answer(*about),
            permalink=permalink,
            signs=signs,
        )
        senses = Senses(tools, team, Memory(embedder))
        self.matters, self.sensor = MattersService(senses), Sensor(senses)
        self.follower = Follower(tools, team, sources(self.settings), self._asking)
        self.alerts = AlertsService(
            *(transactions, masker, ends_with, self.follower.notes, self.follower.stands),
            tell_askers=self._tell_askers,
            permalink=permalink,
            signs=signs,
            admins=Admins(Lookup(self._client).is_admin),
            rest=lambda *about: self.advice.rest(*about),
            go_on=lambda *about: self.advice.go_on(*about),
        )
        self._receiver = Receiver(self.follower.hearing, masker, self.settings, self.follower.codes)

    async def _tell_askers(
        self,
        session: AsyncSession,
        told: Mapping[UUID, Card],
        now: datetime,
        *,
        quietly: bool = False,
    ) -> None:
        await self.advice.tell_askers(session, told, now, quietly=quietly)

    async def _on_posted(
        self, session: AsyncSession, row: OutboxRow, ts: str, now: datetime
    ) -> None:
        """Each feature knows its own subjects."""
        await self.advice.on_posted(session, row, ts, now)
        await self.alerts.on_posted(session, row, ts, now)
        await self.huddles.on_posted(session, row, ts, now)

    async def _begin(self) -> None:
        """The port first: a second process on the same machine must not touch the outbox."""
        self.port = await self._web.start()
        await self._sender.start()
        await self.finder.start()
        await self.follower.start(self.clock.now())
        await self.alerts.start(self.clock.now())
        await self.huddles.start(self.clock.now())
        await self._timetable.start()
        if self._socket is not None:
            await self._socket.start()

    def _open_socket(self) -> SocketMode | None:
        if self.settings.mode is not Mode.SOCKET:
            return None
        token = self.settings.slack_app_token.get_secret_value()
        return SocketMode(self._gate, token, self._client)

    def _open_web(self) -> WebServer:
        routes = alert_routes(self._receiver, self.settings, self.clock.now)
        if self.settings.huddles:
            routes += huddle_routes(self.huddles.links, self.clock.now)
        if self.settings.mode is Mode.HTTP:
            secret = self.settings.slack_signing_secret.get_secret_value()
            routes.append(slack_route(self._gate, secret, self.clock.now))
        return WebServer(
            self.settings.host, self.settings.port, self._obstacle, self._measure, routes
        )

    async def _obstacle(self) -> str | None:
        """What stands in the way of serving, or None."""
        if not await self.database.answers():
            return "the database does not answer"
        if self._socket is not None and not await self._socket.connected():
            return "no connection to Slack"
        return None

    async def _measure(self) -> None:
        now = self.clock.now()
        async with self.database.read() as session:
            depth, oldest = await measure_outbox(session)
            late = await count_late_timers(session, now)
            practices = await count_by_state(session)
            ages = await self.follower.measure(session, now)
        metrics.outbox_depth.set(depth)
        metrics.outbox_age.set((now - oldest).total_seconds() if oldest else 0)
        metrics.late_timers.set(late)
        waiting = self.finder.waiting if self.finder.has_embedder else None
        metrics.show_practices(practices, waiting)
        metrics.show_feeds(ages)


def shorten_pauses() -> None:
    """For a process that runs nothing else, once it has started: what stands by now stays, so the
    garbage collector need not walk it again. A full walk holds everything up for some 80 ms. And a
    thread that computes hands over to the loop after half a millisecond, not after five.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def permalinks(workspace_url: str) -> Callable[[str, str], str]:
    """Addresses of the threads below messages, as `chat.getPermalink` makes those of replies,
    without asking for each: they open the thread, not the channel around it.
    """

    def permalink(channel: str, ts: str) -> str:
        place = f"{workspace_url.rstrip('/')}/archives/{channel}/p{ts.replace('.', '')}"
        return f"{place}?thread_ts={ts}&cid={channel}"

    return permalink
