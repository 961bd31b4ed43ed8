"""The stage of the sample day: its people act, everybody sees, expectations are checked."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import ClientSession

from bot.sample_day.transcript import Transcript
from bot.trial import Trial
from bot.workspace.eyes import Eyes, open_eyes
from bot.workspace.visitor import Refused, Visitor, until, words

Json = dict[str, Any]
HOME, OVERFLOW = "pod-san-diego", "pod-detroit"
CAUGHT_UP = 0.02


class Stage:
    """People by their first names; each deed is told, with what it brought about.

    `waited` holds the seconds of real time from each question to its card.
    """

    def __init__(
        self, trial: Trial, transcript: Transcript, cast: dict[str, Visitor], eyes: Sequence[Eyes]
    ) -> None:
        self._trial, self._transcript = trial, transcript
        self._cast, self._eyes = cast, eyes
        self._private: dict[str, list[str]] = {}
        self.home = self.overflow = ""
        self.waited: list[float] = []
        self.check = transcript.check
        self.scene = transcript.scene

    async def prepare(self) -> None:
        """What stood there before the day began is not told."""
        self.home = await self["maya"].channel(HOME)
        self.overflow = await self["raj"].channel(OVERFLOW)
        await self._settle()
        for eyes in self._eyes:
            eyes.news()

    def __getitem__(self, name: str) -> Visitor:
        return self._cast[name]

    def at(self, seconds: float) -> int:
        """The moment that many seconds from now, since the epoch."""
        return int(self._trial.time() + seconds)

    async def passes(self, seconds: float) -> None:
        """Time passes; what it brings is told."""
        await self._trial.step(seconds)
        await self._tell()

    async def types(self, name: str, command: str, text: str = "") -> None:
        """A command in the pod's channel."""
        self._transcript.deed(self[name].user, f"{command} {text}".strip())
        await self[name].commands(self.home, command, text)
        await self._tell()

    async def asks(self, name: str, question: str) -> None:
        """`/advise question`, and its card."""
        self._transcript.deed(self[name].user, f"/advise {question}")
        before = len(await self[name].messages(self.home))
        began = time.monotonic()
        await self[name].commands(self.home, "/advise", question)

        async def came() -> bool:
            return len(await self[name].messages(self.home)) > before

        await until(came, "the card")
        self.waited.append(time.monotonic() - began)
        await self._tell()

    async def says(self, name: str, text: str, thread: Json | None = None, there: str = "") -> str:
        where = there or self.home
        self._transcript.deed(self[name].user, text, "in the thread" if thread else "")
        ts = await self[name].says(where, text, thread["ts"] if thread else None)
        await self._tell()
        return ts

    async def presses(self, name: str, message: Json, label: str, there: str = "") -> None:
        self._transcript.deed(self[name].user, f"presses “{label}”")
        await self[name].presses(message, label, there or self.home)
        await self._tell()

    async def press_at_once(self, names: Sequence[str], message: Json, label: str) -> None:
        for name in names:
            self._transcript.deed(self[name].user, f"presses “{label}”")
        presses = (self[name].presses(message, label, self.home) for name in names)
        await asyncio.gather(*presses)
        await self._tell()

    async def reacts(self, name: str, message: Json) -> None:
        self._transcript.deed(self[name].user, "reacts with ✅")
        await self[name].reacts(self.home, message["ts"])
        await self._tell()

    async def asks_about(self, name: str, ts: str) -> Json:
        """The shortcut "Ask the pod" in a message's menu; the form that it opens."""
        self._transcript.deed(self[name].user, "chooses “Ask the pod” in the message's menu")
        await self[name].uses("advice.ask_the_pod", self.home, ts)
        return await self.form(name)

    async def form(self, name: str) -> Json:
        """The modal that stands before somebody; an empty one where there is none."""
        await self._tell()
        return await self[name].modal() or {"blocks": []}

    async def submits(self, name: str, form: Json, **typed: str) -> dict[str, str]:
        """Fill in and send; the sentences under its fields where it stays open."""
        told = " · ".join(f"{field}: {value}" for field, value in typed.items())
        self._transcript.deed(self[name].user, f"sends the form · {told or 'nothing typed'}")
        answer = await self[name].submits(form, **typed)
        for sentence in answer.get("errors", {}).values():
            self._transcript.aside(self[name].user, sentence)
        await self._tell()
        return dict(answer.get("errors", {}))

    async def tries(self, name: str, command: str, thread: Json) -> str:
        """A command in a thread, which Slack does not take; what it says."""
        self._transcript.deed(self[name].user, f"{command} (in a thread)")
        try:
            typed = {"channel": self.home, "command": command, "thread_ts": thread["ts"]}
            await self[name].act("command", **typed)
        except Refused as refused:
            return refused.code
        return "taken"

    async def opens_home(self, name: str) -> str:
        """The words of somebody's Home tab."""
        self._transcript.deed(self[name].user, "opens Home")
        await self[name].opens_home()
        await self._tell()
        home = words({"blocks": (await self[name].home() or {}).get("blocks")})
        self._transcript.home(self[name].user, home)
        return home

    async def card(self, name: str, saying: str, there: str = "") -> Json:
        """The newest card in a channel that says so, wherever in it. An empty one if none does."""
        where = there or self.home
        for message in reversed(await self[name].messages(where)):
            replied = message.get("reply_count")
            for one in [message, *(await self.thread(name, message, there) if replied else [])]:
                if one.get("blocks") and saying in words(one):
                    return one
        return {"ts": "0", "text": "", "blocks": []}

    async def thread(self, name: str, root: Json, there: str = "") -> list[Json]:
        """The replies to a message, oldest first."""
        where = there or self.home
        return [m for m in await self[name].messages(where, root["ts"]) if m["ts"] != root["ts"]]

    def private(self, name: str) -> str:
        """What only this person was shown last."""
        return (self._private.get(self[name].user) or [""])[-1]

    async def bells(self, names: Iterable[str] = ()) -> dict[str, list[str]]:
        """The notifications that people got so far: of all, or of some."""
        chosen = list(names) or list(self._cast)
        return {name: [one["text"] for one in await self[name].notifications()] for name in chosen}

    async def _settle(self) -> None:
        await self._trial.quiet()
        await asyncio.sleep(CAUGHT_UP)

    async def _tell(self) -> None:
        await self._settle()
        news = [(eyes.user, frame) for eyes in self._eyes for frame in eyes.news()]
        for user, frame in news:
            if frame["type"] == "ephemeral":
                self._private.setdefault(user, []).append(words(frame["message"]))
        self._transcript.news(news)


@asynccontextmanager
async def open_stage(
    trial: Trial, names: Sequence[str], transcript: Transcript
) -> AsyncIterator[Stage]:
    """A window for each of `names` (the parts of e-mail addresses before the @)."""
    url = trial.workspace.url
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession())
        async with session.get(f"{url}/people/") as response:
            everybody = await response.json()
        users = {one["email"].partition("@")[0]: one["id"] for one in everybody["people"]}
        cast = {name.partition(".")[0]: Visitor(session, url, users[name]) for name in names}
        transcript.knows(everybody)
        eyes = [
            await stack.enter_async_context(open_eyes(session, url, visitor.user))
            for visitor in cast.values()
        ]
        stage = Stage(trial, transcript, cast, eyes)
        await stage.prepare()
        yield stage
