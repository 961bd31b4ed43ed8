"""Scripted sample colleagues: if nobody else helps, a specialist does.

They use the people's door over HTTP, as a person's browser does, and nothing else. When an app's
card offers "I've got this", in the channel or in the thread of the message that asked, and nobody
has answered or pressed until people are called in after 15 seconds, a sample specialist of that
channel presses it and then answers in the thread, within 20 seconds of the card; so, too, when a
claim fell back. It is one of those who were called, where they are played. Where anybody else but
the asker has said something, they keep out of it. For the same card it is the same one, unless
the seed is another.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, WSMsgType

from bot.workspace.colleague_answers import answer_for, fraction
from bot.workspace.colleague_cards import Card, find_card, offer_of
from bot.workspace.shapes import Json

AGAIN = 1.0


class Colleagues:
    """Watches the channels of the sample specialists at `url` until stopped.

    `wait` are the bounds in seconds before one acts, the first half of the time between them for
    those who were called; `typing` the seconds between press and answer. Two runs with the same
    `seed` answer alike. The people of the pair are left alone: they are for whoever sits at the
    page.
    """

    def __init__(
        self,
        url: str,
        *,
        seed: int = 0,
        wait: tuple[float, float] = (15.5, 17.0),
        typing: float = 2.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = url
        self._seed = seed
        self._wait = wait
        self._typing = typing
        self._sleep = sleep
        self._session: ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: set[tuple[str, str, str]] = set()
        self._helping: set[tuple[str, str]] = set()
        self._names: dict[str, str] = {}
        self._app = ""

    async def start(self) -> None:
        """Begin watching.

        Raises:
            ClientError: nothing answers at the address.
        """
        self._session = ClientSession(self._url, timeout=ClientTimeout(total=30))
        everybody = await self._get("/people/")
        self._app = everybody["app"]["bot_user_id"]
        for person in everybody["people"]:
            self._names[person["id"]] = person["real_name"]
            if _is_specialist(person) and person["id"] not in everybody["pair"]:
                self._spawn(self._watch(person["id"]))

    async def stop(self) -> None:
        """Stop at once, in the middle of whatever they were doing."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    def _spawn(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch(self, user: str) -> None:
        """Look at one specialist's stream, and come back when it breaks."""
        while True:
            with contextlib.suppress(ClientError, TimeoutError):
                await self._listen(user)
            await asyncio.sleep(AGAIN)

    async def _listen(self, user: str) -> None:
        async with self._client.ws_connect(f"/people/{user}/stream") as ws:
            async for message in ws:
                if message.type == WSMsgType.TEXT:
                    self._notice(user, message.json())

    def _notice(self, user: str, frame: Json) -> None:
        if frame["type"] not in ("message", "message_changed"):
            return
        message, channel = frame["message"], frame["channel"]
        key = (user, channel, message.get("thread_ts") or message["ts"])
        if message.get("user") == self._app and offer_of(message) and key not in self._waiting:
            self._waiting.add(key)
            self._spawn(self._consider(*key))

    async def _consider(self, user: str, channel: str, root: str) -> None:
        """Wait; then whoever of the channel's specialists is chosen acts if nobody has."""
        low, high = self._wait
        half = (high - low) / 2
        await self._sleep(low + half * fraction(f"{self._seed}/{user}/{root}"))
        with contextlib.suppress(ClientError, TimeoutError):
            card = await self._card(user, channel, root)
            if card and user not in card.called:
                await self._sleep(half)
        self._waiting.discard((user, channel, root))
        if (channel, root) in self._helping:
            return
        self._helping.add((channel, root))
        try:
            with contextlib.suppress(ClientError, TimeoutError):
                await self._help(user, channel, root)
        finally:
            self._helping.discard((channel, root))

    async def _help(self, user: str, channel: str, root: str) -> None:
        card = await self._card(user, channel, root)
        if card is None or card.is_answered or card.offer is None:
            return
        place = {"type": "message", "channel": channel, "message_ts": card.ts}
        pressed = await self._do(user, "press", container=place, action={}, **card.offer)
        if pressed.get("error"):
            return
        await self._sleep(self._typing)
        if await self._is_still_wanted(user, channel, root):
            text = answer_for(card.question, f"{self._seed}/{user}/{card.question}")
            await self._do(user, "post", channel=channel, text=text, thread_ts=root)

    async def _is_still_wanted(self, user: str, channel: str, root: str) -> bool:
        """Whether nobody was faster, and the card is open or this colleague's."""
        card = await self._card(user, channel, root)
        if card is None or card.is_answered:
            return False
        return card.offer is not None or self._names[user].split()[0] in card.words

    async def _card(self, user: str, channel: str, root: str) -> Card | None:
        return find_card(await self._thread(user, channel, root), self._app)

    async def _thread(self, user: str, channel: str, ts: str) -> list[Json]:
        query = {"channel": channel, "thread_ts": ts}
        found = await self._get(f"/people/{user}/messages", **query)
        return list(found.get("messages", []))

    async def _get(self, path: str, **query: str) -> Json:
        async with self._client.get(path, params=query) as response:
            return dict(await response.json())

    async def _do(self, user: str, deed: str, **body: Any) -> Json:
        async with self._client.post(f"/people/{user}/{deed}", json=body) as response:
            return dict(await response.json())

    @property
    def _client(self) -> ClientSession:
        if self._session is None:
            raise RuntimeError("start() comes first")
        return self._session


def _is_specialist(person: Json) -> bool:
    return bool(person["is_sample"]) and "specialist" in person["title"].lower()
