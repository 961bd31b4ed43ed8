"""Scripted sample colleagues: if nobody else helps, a specialist does.

They use the people's door over HTTP, as a person's browser does, and nothing else. When an app's
card in a channel offers "I've got this" and nobody has replied or pressed after some 8 to 12
seconds, a sample specialist of that channel presses it and then answers in the thread, within 20
seconds of the card. For the same card it is the same one, unless the seed is another.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, WSMsgType

from bot.workspace.block_tree import elements
from bot.workspace.colleague_answers import answer_for, fraction
from bot.workspace.shapes import Json

OFFER = "I've got this"
AGAIN = 1.0


class Colleagues:
    """Watches the channels of the sample specialists at `url` until stopped.

    `wait` are the bounds in seconds before one acts, `typing` the seconds between press and
    answer. Two runs with the same `seed` choose alike. The people of the pair are left alone:
    they are for whoever sits at the page.
    """

    def __init__(
        self,
        url: str,
        *,
        seed: int = 0,
        wait: tuple[float, float] = (8.0, 12.0),
        typing: float = 3.0,
    ) -> None:
        self._url = url
        self._seed = seed
        self._wait = wait
        self._typing = typing
        self._session: ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._seen: set[tuple[str, str]] = set()
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
        if frame["type"] != "message":
            return
        message, channel = frame["message"], frame["channel"]
        if message.get("user") != self._app or "thread_ts" in message or not _offer(message):
            return
        self._spawn(self._consider(user, channel, message))

    async def _consider(self, user: str, channel: str, card: Json) -> None:
        """Wait; then whoever of the channel's specialists is chosen acts if nobody has."""
        key = f"{self._seed}/{user}/{card['text']}"
        low, high = self._wait
        await asyncio.sleep(low + (high - low) * fraction(key))
        if (channel, card["ts"]) in self._seen:
            return
        self._seen.add((channel, card["ts"]))
        with contextlib.suppress(ClientError, TimeoutError):
            await self._help(user, channel, card["ts"], key)

    async def _help(self, user: str, channel: str, ts: str, key: str) -> None:
        thread = await self._thread(user, channel, ts)
        offer = _offer(thread[0]) if thread else None
        if offer is None or any(message.get("user") != self._app for message in thread[1:]):
            return
        container = {"type": "message", "channel": channel, "message_ts": ts}
        pressed = await self._do(user, "press", container=container, action={}, **offer)
        if pressed.get("error"):
            return
        await asyncio.sleep(self._typing)
        text = answer_for(_words(thread[0]), key)
        await self._do(user, "post", channel=channel, text=text, thread_ts=ts)

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


def _offer(message: Json) -> Json | None:
    """Where the card's offer is, if it has one."""
    for block in message.get("blocks") or ():
        for _, element in elements(block):
            if element["type"] == "button" and element["text"]["text"] == OFFER:
                return {"block_id": block["block_id"], "action_id": element["action_id"]}
    return None


def _words(message: Json) -> str:
    """All that a card says."""
    return " ".join([message["text"], *_texts(message.get("blocks") or [])])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for one in value.values():
            yield from _texts(one)
