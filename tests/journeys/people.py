"""The people of the journeys: what they do at the people's door, and what reaches them there."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.trial import Setup, Trial, open_trial
from bot.workspace.people import Person as Account
from bot.workspace.visitor import Visitor, words
from tests.waiting import PATIENCE

Json = dict[str, Any]
MORNING = datetime(2026, 11, 16, 18, 41, tzinfo=UTC)  # a Monday, 10:41 in San Diego
QUESTION = "Three customers in Ramona with no service since this morning. Outage?"
SAN_DIEGO, DETROIT = "pod-san-diego", "pod-detroit"
STRANGERS = (
    Account("U0NOPOD", "nora", "Nora Podless", "nora@example.com"),
    Account("U0GUEST", "gil", "Gil Guest", "gil@example.com", is_restricted=True),
    Account("U0OTHER", "otto", "Otto Other", "otto@example.org", team_id="T0OTHER"),
)


@dataclass
class Day:
    """A running trial in which time stands still but for `passes`."""

    trial: Trial
    session: ClientSession
    users: dict[str, str]
    _people: dict[str, "Person"] = field(default_factory=dict)

    async def person(self, name: str) -> "Person":
        """Somebody by their first name, or by the part of their address before the @."""
        if name not in self._people:
            full = next((each for each in self.users if each.partition(".")[0] == name), name)
            person = Person(self, name, self.users[full])
            self._people[name] = person
            await person.look_around()
        return self._people[name]

    async def passes(self, seconds: float) -> None:
        await self.trial.step(seconds)

    async def comes(self, what: Callable[[], Awaitable[bool]], name: str) -> None:
        """Let real time pass, and the bot's with it, until `what` holds."""
        watch = Stopwatch()
        while not await what():
            if watch.seconds > PATIENCE:
                raise TimeoutError(f"it did not come: {name}")
            self.trial.time.step(0.25)
            self.trial.podline.wake()
            await asyncio.sleep(0.025)

    async def quiet(self) -> None:
        await self.trial.quiet(PATIENCE)

    @contextmanager
    def gives_up(self, seconds: float = 0.5) -> Iterator[None]:
        """Meanwhile Slack waits no longer than so many real seconds for an acknowledgement."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.trial.workspace._link, "_ack_seconds", seconds)
            yield

    def at(self, seconds: float) -> int:
        """The moment that many seconds from now, since the epoch."""
        return int(self.trial.time() + seconds)

    async def bells(self) -> dict[str, int]:
        """How many notifications everybody in the workspace has got so far."""
        notices = self.trial.workspace.state.notices
        return {name: len(notices.listing(user, "")) for name, user in self.users.items()}

    async def calls(self, method: str) -> list[Json]:
        """What the bot asked of the Web API, oldest first."""
        url = f"{self.trial.workspace.url}/control/calls"
        async with self.session.get(url, params={"method": method}) as response:
            return list((await response.json())["calls"])

    async def fault(self, method: str, kind: str, **more: Any) -> None:
        """Let the workspace misbehave."""
        await self._control("faults", {"method": method, "kind": kind} | more)

    async def disconnect(self, how: str) -> None:
        await self._control("disconnect", {"how": how})

    async def _control(self, door: str, body: Json) -> None:
        url = f"{self.trial.workspace.url}/control/{door}"
        async with self.session.post(url, json=body) as response:
            assert response.status == 200, await response.text()


class Person(Visitor):
    """One person. `pod` is the channel of their pod, where they have one."""

    def __init__(self, day: Day, name: str, user: str) -> None:
        super().__init__(day.session, day.trial.workspace.url, user)
        self.day, self.name = day, name
        self.pod = ""

    async def look_around(self) -> None:
        for channel in (await self.look("boot"))["channels"]:
            if channel["name"] in (SAN_DIEGO, DETROIT):
                self.pod = str(channel["id"])

    async def asks(self, question: str = QUESTION, channel: str | None = None) -> Json:
        """`/advise question`; the card, where one came."""
        await self.runs("/advise", question, channel)
        return await self.card(question[:20])

    async def runs(self, command: str, text: str = "", channel: str | None = None) -> None:
        """A command, and all that comes of it."""
        answer = await self.commands(channel or self.pod, command, text)
        assert answer["acked"], answer
        await self.day.quiet()

    async def writes(self, text: str, thread: Json | None = None, there: str = "") -> str:
        ts = await self.says(there or self.pod, text, thread["ts"] if thread else None)
        await self.day.quiet()
        return ts

    async def clicks(self, label: str, message: Json, there: str = "") -> None:
        await self.presses(message, label, there or self.pod)
        await self.day.quiet()

    async def clicks_in(self, label: str, view: Json) -> None:
        await self.presses_in_view(view, label)
        await self.day.quiet()

    async def form(self) -> Json:
        """The modal that stands before them."""
        await self.day.quiet()
        view = await self.modal()
        assert view is not None, f"{self.name} has no form before them"
        return view

    async def sends(self, view: Json, **typed: str) -> dict[str, str]:
        """Send a form; the sentences under its fields where it stays open."""
        answer = await self.submits(view, **typed)
        await self.day.quiet()
        return dict(answer.get("errors", {}))

    async def answers(self, card: Json, say_now: str = "", detail: str = "") -> dict[str, str]:
        """By the form behind "Answer"."""
        await self.clicks("Answer", card)
        return await self.sends(await self.form(), say_now=say_now, detail=detail)

    async def checks(self, ts: str, there: str = "") -> None:
        """Put a ✅ on a message."""
        await self.reacts(there or self.pod, ts)
        await self.day.quiet()

    async def opens_their_home(self) -> Json:
        await self.opens_home()
        await self.day.quiet()
        return await self.home() or {"blocks": []}

    async def card(self, saying: str, there: str = "") -> Json:
        """The newest message with blocks that says so, in the channel or in a thread of it."""
        where = there or self.pod
        for message in reversed(await self.messages(where)):
            replies = await self.thread(message, there) if message.get("reply_count") else []
            for one in [message, *replies]:
                if one.get("blocks") and not one["ephemeral"] and saying in words(one):
                    return one
        raise AssertionError(f"{self.name} sees no card that says {saying!r}")

    async def again(self, message: Json, there: str = "") -> Json:
        """A message as it stands now."""
        thread = message.get("thread_ts") or None
        for one in await self.messages(there or self.pod, thread):
            if one["ts"] == message["ts"]:
                return one
        raise AssertionError("that message is gone")

    async def thread(self, root: Json, there: str = "") -> list[Json]:
        """What everybody sees below a message, oldest first."""
        shown = await self.messages(there or self.pod, root["ts"])
        return [one for one in shown if one["ts"] != root["ts"] and not one["ephemeral"]]

    async def private(self) -> list[str]:
        """What only they see, in any channel or thread, oldest first."""
        state = self.day.trial.workspace.state
        found = [
            (message.ts, words(channel.log.slack(message)))
            for channel in state.channels
            for message in state.ephemerals.listing(self.user, channel.id)
        ]
        return [text for _, text in sorted(found)]

    async def bells(self) -> list[str]:
        """The words of the notifications that they got so far."""
        return [one["text"] for one in await self.notifications()]

    async def mentions(self) -> list[str]:
        """The words of those that mention them."""
        return [one["text"] for one in await self.notifications() if one["why"] == "mention"]

    async def direct(self) -> list[str]:
        """What Podline wrote to them directly, oldest first."""
        app = self.day.trial.workspace.state.app
        channel = (await self.act("dm", user=app.user))["channel"]
        return [words(one) for one in await self.messages(channel)]


TRIES = 3


class Stopwatch:
    """Real seconds since it was made. A machine that stalls may lengthen any one: what promises a
    time is measured `TRIES` times, and the best counts."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began


@asynccontextmanager
async def open_day(setup: Setup) -> AsyncIterator[Day]:
    """The trial, and a session to visit it."""
    async with open_trial(setup) as trial, ClientSession() as session:
        async with session.get(f"{trial.workspace.url}/people/") as response:
            everybody: Sequence[Json] = (await response.json())["people"]
        users = {
            one["email"].partition("@")[0]: str(one["id"]) for one in everybody if one["email"]
        }
        await trial.quiet()
        yield Day(trial, session, users)


def calls_for_help(messages: Sequence[Json]) -> list[list[str]]:
    """Whom each call for help among the messages mentions, as user ids."""
    firsts = [words(one).partition(" — a customer ") for one in messages]
    return [re.findall(r"<@(\w+)>", first) for first, found, _ in firsts if found]
