"""A person's hands and eyes at the people's door, over HTTP: for journeys, the sample day and
whoever else acts without a browser. Finds controls by what is written on them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

from aiohttp import ClientSession

from bot.workspace.block_tree import elements
from bot.workspace.shapes import Json

Found = TypeVar("Found")
LOOK_EVERY = 0.03


class Refused(Exception):
    """The door said no: `code` as Slack's, and its sentence."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(f"{code}: {message}")


class Visitor:
    """One person. `url` is the workspace's address without a slash at its end."""

    def __init__(self, session: ClientSession, url: str, user: str) -> None:
        self._session, self.user = session, user
        self._door = f"{url}/people/{user}"

    async def look(self, what: str, **query: str) -> Json:
        async with self._session.get(f"{self._door}/{what}", params=query) as response:
            return _checked(await response.json(), response.status)

    async def act(self, deed: str, **body: Any) -> Json:
        async with self._session.post(f"{self._door}/{deed}", json=body) as response:
            return _checked(await response.json(), response.status)

    async def channel(self, name: str) -> str:
        """The id of a channel that this person sees. Raises `Refused` where they see none."""
        for channel in (await self.look("boot"))["channels"]:
            if channel["name"] == name.removeprefix("#"):
                return str(channel["id"])
        raise Refused("channel_not_found", name)

    async def says(self, channel: str, text: str, thread: str | None = None) -> str:
        """Post; the message's ts."""
        body = {"channel": channel, "text": text}
        return str((await self.act("post", **body | _thread(thread)))["ts"])

    async def commands(self, channel: str, command: str, text: str = "") -> Json:
        return await self.act("command", channel=channel, command=command, text=text)

    async def uses(self, shortcut: str, channel: str | None = None, ts: str | None = None) -> Json:
        """A shortcut by its callback id: a global one, or one on a message."""
        place = {"channel": channel, "ts": ts} if ts else {}
        return await self.act("shortcut", callback_id=shortcut, **place)

    async def reacts(self, channel: str, ts: str, name: str = "white_check_mark") -> None:
        await self.act("react", channel=channel, ts=ts, name=name)

    async def edits(self, channel: str, ts: str, text: str) -> None:
        await self.act("edit", channel=channel, ts=ts, text=text)

    async def deletes(self, channel: str, ts: str) -> None:
        await self.act("delete", channel=channel, ts=ts)

    async def messages(self, channel: str, thread: str | None = None) -> list[Json]:
        """Oldest first, private ones among them."""
        query = {"channel": channel, "limit": "200"} | _thread(thread)
        listed: list[Json] = (await self.look("messages", **query))["messages"]
        return listed

    async def notifications(self) -> list[Json]:
        listed: list[Json] = (await self.look("notifications"))["notifications"]
        return listed

    async def presses(self, message: Json, label: str, channel: str) -> Json:
        """Press the button, or choose the option, that says `label` on a message."""
        return await self._press(_container(message, channel), message.get("blocks") or [], label)

    async def presses_in_view(self, view: Json, label: str) -> Json:
        """Press in a modal or on the Home tab."""
        return await self._press(_container(view), view["blocks"], label)

    async def searches(
        self, place: Json, menu: str, typed: str, channel: str | None = None
    ) -> list[Json]:
        """The options that the app offers for `typed` in the menu of that action id; those of
        groups in one list. `place` is a view, or a message of `channel`.
        """
        where = _where(place, menu, channel)
        found = await self.act("options", value=typed, **where)
        groups = [found, *found.get("option_groups", ())]
        return [option for group in groups for option in group.get("options", ())]

    async def chooses(
        self, place: Json, menu: str, option: Json, channel: str | None = None
    ) -> Json:
        """Choose one of the options that `searches` found."""
        chosen = {"type": "external_select", "selected_option": option}
        return await self.act("press", action=chosen, **_where(place, menu, channel))

    async def enters(self, view: Json, field: str, typed: str) -> Json:
        """Type into the field of that action id and press Enter, where the app hears of it."""
        entered = {"type": "plain_text_input", "value": typed}
        return await self.act("press", action=entered, **_where(view, field))

    async def opens_home(self) -> Json:
        """The Home tab's channel, and the view that stands there so far."""
        return await self.act("home")

    async def modal(self) -> Json | None:
        """The modal that is open before this person, if any."""
        view: Json | None = (await self.look("boot"))["view"]
        return view

    async def home(self) -> Json | None:
        view: Json | None = (await self.look("boot"))["home"]
        return view

    async def submits(self, view: Json, **typed: str | Json) -> Json:
        """Fill the inputs whose block ids are named, and send the modal; an option that
        `searches` found goes in whole."""
        values: dict[str, Json] = {}
        for block in view["blocks"]:
            if block["type"] == "input" and block["block_id"] in typed:
                element = block["element"]
                filled = _filled(element, typed[block["block_id"]])
                values[block["block_id"]] = {element["action_id"]: filled}
        return await self.act("submit", view_id=view["id"], values=values)

    async def _press(self, container: Json, blocks: list[Json], label: str) -> Json:
        for block_id, element, chosen in _controls(blocks):
            if _says(element, chosen) == label:
                action: Json = {"type": element["type"]}
                action |= {"selected_option": chosen} if chosen else {}
                return await self.act(
                    "press",
                    container=container,
                    block_id=block_id,
                    action_id=element["action_id"],
                    action=action,
                )
        raise Refused("action_not_found", f"nothing says {label!r}; there is {labels(blocks)}")


async def until(
    find: Callable[[], Awaitable[Found | None]], what: str, seconds: float = 30.0
) -> Found:
    """What `find` finds, looked for again and again. Raises `TimeoutError` naming `what`."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while True:
        found = await find()
        if found:
            return found
        if loop.time() > deadline:
            raise TimeoutError(f"not within {seconds:g} s: {what}")
        await asyncio.sleep(LOOK_EVERY)


def labels(blocks: list[Json]) -> list[str]:
    """What is written on every control, in order."""
    return [_says(element, chosen) for _, element, chosen in _controls(blocks)]


def buttons(blocks: list[Json]) -> list[str]:
    """What is written on the buttons alone, in order."""
    return [_says(element, None) for _, element, chosen in _controls(blocks) if chosen is None]


def words(message: Json) -> str:
    """All the words of a message as a reader sees them: its blocks', else its text."""
    parts = [_words(block) for block in message.get("blocks") or []]
    return "\n".join(filter(None, parts)) or str(message.get("text", ""))


def _words(node: Any) -> str:
    if isinstance(node, list):
        return "\n".join(filter(None, map(_words, node)))
    if not isinstance(node, dict):
        return ""
    if node.get("type") in ("mrkdwn", "plain_text", "text"):
        return str(node.get("text", ""))
    inner = [node.get(key) for key in ("text", "fields", "elements", "accessory", "label")]
    return "\n".join(filter(None, map(_words, inner)))


def _controls(blocks: list[Json]) -> Iterator[tuple[str, Json, Json | None]]:
    """Each button, and each option of each menu, with the id of its block."""
    for block in blocks:
        for _, element in elements(block):
            if element["type"] == "button":
                yield block["block_id"], element, None
            for option in element.get("options") or []:
                yield block["block_id"], element, option


def _says(element: Json, chosen: Json | None) -> str:
    return str((chosen or element)["text"]["text"])


def _container(place: Json, channel: str | None = None) -> Json:
    """A view, or a message of `channel`."""
    if channel is None:
        return {"type": "view", "view_id": place["id"]}
    return {
        "type": "message",
        "channel": channel,
        "message_ts": place["ts"],
        "is_ephemeral": bool(place.get("ephemeral")),
    }


def _where(place: Json, action_id: str, channel: str | None = None) -> Json:
    for block in place.get("blocks") or []:
        for _, element in elements(block):
            if element["action_id"] == action_id:
                named = {"block_id": block["block_id"], "action_id": action_id}
                return {"container": _container(place, channel), **named}
    raise Refused("action_not_found", f"nothing has the action id {action_id!r}")


def _filled(element: Json, typed: str | Json) -> Json:
    kind = element["type"]
    if isinstance(typed, dict):
        return {"type": kind, "selected_option": typed}
    if kind in ("static_select", "radio_buttons"):
        options = [one for one in element["options"] if typed in (one["value"], _says(one, None))]
        return {"type": kind, "selected_option": options[0] if options else None}
    if kind == "datetimepicker":
        return {"type": kind, "selected_date_time": int(typed)}
    return {"type": kind, "value": typed}


def _thread(thread: str | None) -> dict[str, str]:
    return {"thread_ts": thread} if thread else {}


def _checked(body: Json, status: int) -> Json:
    if status >= 400:
        raise Refused(str(body.get("error")), str(body.get("message")))
    return body
