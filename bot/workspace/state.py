"""Everything the workspace knows, in memory, with its own clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.workspace.calls import CallLog
from bot.workspace.channels import ChannelBook
from bot.workspace.ephemerals import Ephemerals
from bot.workspace.faults import Faults
from bot.workspace.limits import Limits
from bot.workspace.manifest import Manifest
from bot.workspace.modals import Modals
from bot.workspace.notices import Notices
from bot.workspace.offers import Offers
from bot.workspace.people import Directory, Person, slackbot
from bot.workspace.response_urls import ResponseUrls
from bot.workspace.shapes import Json, stable_id
from bot.workspace.stream import Stream
from bot.workspace.tickets import Tickets
from bot.workspace.timers import Timers
from bot.workspace.transport import Answer, AskKind, Transport
from bot.workspace.triggers import Triggers


@dataclass(frozen=True)
class App:
    """The one app that is installed, with its secrets."""

    app_id: str
    bot_id: str
    user: str
    name: str
    bot_token: str
    app_token: str
    signing_secret: str


class Nobody:
    """The transport of a workspace that is not connected to an app."""

    async def send_event(self, payload: Json, attempt: int, reason: str) -> str | None:
        return "connection_failed"

    async def ask(self, kind: AskKind, payload: Json) -> Answer:
        return Answer(error="dispatch_failed")


class State:
    """The whole model. `url` is set once the server listens; `outlet` takes event payloads."""

    def __init__(
        self,
        people: Sequence[Person],
        manifest: Manifest,
        team: tuple[str, str],
        now: Callable[[], float],
        signing_secret: str | None,
    ) -> None:
        self.team_id, self.team_name = team
        self.domain = "".join(c for c in self.team_name.lower() if c.isalnum()) or "local"
        self._clock = now
        self.clock_step = 0.0
        self.manifest = manifest
        self.app = _install(self.team_id, manifest, signing_secret)
        everybody = [slackbot(), *people, _bot_person(self.app)]
        self.people = Directory(everybody, self.team_id, self.now)
        self.channels = ChannelBook()
        self.stream = Stream()
        self.notices = Notices()
        self.ephemerals = Ephemerals()
        self.triggers = Triggers(self.now)
        self.tickets = Tickets(self.now)
        self.responses = ResponseUrls(self.now)
        self.modals = Modals()
        self.offers = Offers()
        self.timers = Timers(self.now)
        self.limits = Limits(self.now)
        self.faults = Faults()
        self.calls = CallLog()
        self.url = ""
        self.outlet: Callable[[Json], None] = lambda payload: None
        self.transport: Transport = Nobody()
        self.asking = 0
        self._last_ts = 0
        self._active: dict[str, float] = {}

    def now(self) -> float:
        """Seconds since the epoch on the workspace's clock."""
        return self._clock() + self.clock_step

    def next_ts(self) -> str:
        """A time stamp that no earlier message of this workspace has, later than all of them."""
        self._last_ts = max(self._last_ts + 1, int(self.now() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def saw(self, user: str) -> None:
        """Note that a person just did something."""
        self._active[user] = self.now()

    def is_active(self, user: str) -> bool:
        """Who <!here> reaches: a window is open, or they did something in the last 10 minutes."""
        seen = self._active.get(user)
        return self.stream.is_watching(user) or (seen is not None and self.now() - seen < 600)


def _install(team_id: str, manifest: Manifest, signing_secret: str | None) -> App:
    seed = f"{team_id}/{manifest.name}"
    app_id = stable_id("A", seed)
    return App(
        app_id=app_id,
        bot_id=stable_id("B", seed),
        user=stable_id("U", seed),
        name=manifest.name,
        bot_token=f"xoxb-local-{app_id.lower()}",
        app_token=f"xapp-1-{app_id}-local",
        signing_secret=signing_secret or f"local-signing-{app_id.lower()}",
    )


def _bot_person(app: App) -> Person:
    handle = app.name.lower().replace(" ", "-")
    return Person(app.user, handle, app.name, "", bot_id=app.bot_id, app_id=app.app_id)
