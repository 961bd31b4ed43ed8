"""Every listener, in one visible place; the hot ones first, because bolt scans them in order.

Each is a dispatcher: it reads the payload, looks the name up in the features' routes, makes
one call, and answers the person who acted.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp

from bot.errors import Outdated, PodlineError, UnknownCommand
from handlers.home import HomePage
from handlers.payloads import Command, Payload, Press, Routes
from handlers.reading import (
    read_command,
    read_home,
    read_message,
    read_press,
    read_reaction,
    read_shortcut,
    read_submission,
)
from handlers.refusing import TRY_AGAIN, refuser
from handlers.telling import Teller, accepted

ANYTHING = re.compile(".*", re.DOTALL)

_Route = TypeVar("_Route")


def register(
    app: AsyncApp,
    routes: Sequence[Routes],
    home: HomePage,
    teller: Teller,
    now: Callable[[], datetime],
) -> None:
    """Connect Slack to the features' routes."""
    desk = _Desk(routes, home, teller, now)
    app.event("message")(desk.on_message)
    app.action(ANYTHING)(desk.on_press)
    app.command(ANYTHING)(desk.on_command)
    app.view(ANYTHING)(desk.on_submission)
    app.event("app_mention")(desk.on_message)
    app.event(re.compile("^reaction_"))(desk.on_reaction)
    app.event("app_home_opened")(desk.on_home)
    app.shortcut(ANYTHING)(desk.on_shortcut)
    app.event(ANYTHING)(desk.on_anything_else)
    app.error(refuser(teller, now))


class _Desk:
    def __init__(
        self, routes: Sequence[Routes], home: HomePage, teller: Teller, now: Callable[[], datetime]
    ) -> None:
        self._home, self._teller, self._now = home, teller, now
        self._commands = _merge([feature.commands for feature in routes])
        self._actions = _merge([feature.actions for feature in routes])
        self._views = _merge([feature.views for feature in routes])
        self._shortcuts = _merge([feature.shortcuts for feature in routes])
        self._messages = [route for feature in routes for route in feature.messages]
        self._reactions = [route for feature in routes for route in feature.reactions]

    async def on_message(self, body: dict[str, Any], context: dict[str, Any]) -> BoltResponse:
        message = read_message(body, context["bot_user_id"], self._now())
        if message is not None:
            for route in self._messages:
                said = await route(message)
                if said is not None and not isinstance(said, dict):
                    self._teller.to_author(
                        said, message.channel, message.person.user, message.thread_ts
                    )
        return accepted()

    async def on_command(self, body: dict[str, Any]) -> BoltResponse:
        return await self._run_command(read_command(body, self._now()))

    async def on_press(self, body: dict[str, Any]) -> BoltResponse:
        press = read_press(body, self._now())
        if press.action_id == TRY_AGAIN:
            return await self._press_again(press)
        if "url" in body["actions"][0]:
            return accepted()
        route = _find(self._actions, press.action_id)
        answer = self._teller.to_press(await route(press), press)
        await self._home.refresh(press.delivery, press.person, at_home=press.view_type == "home")
        return answer

    async def on_submission(self, body: dict[str, Any]) -> BoltResponse:
        submission = read_submission(body, self._now())
        route = _find(self._views, submission.callback_id)
        answer = self._teller.to_submission(await route(submission))
        await self._home.refresh(submission.delivery, submission.person)
        return answer

    async def on_shortcut(self, body: dict[str, Any]) -> BoltResponse:
        shortcut = read_shortcut(body, self._now())
        route = _find(self._shortcuts, shortcut.callback_id)
        return self._teller.to_shortcut(await route(shortcut), shortcut)

    async def on_reaction(self, body: dict[str, Any]) -> BoltResponse:
        reaction = read_reaction(body, self._now())
        if reaction is not None:
            for route in self._reactions:
                await route(reaction)
        return accepted()

    async def on_home(self, body: dict[str, Any]) -> BoltResponse:
        opened = read_home(body, self._now())
        if opened is not None:
            await self._home.publish(opened)
        return accepted()

    async def on_anything_else(self, body: Payload) -> BoltResponse:
        """An unhandled event would be a 404, and Slack would send it again."""
        return accepted()

    async def _run_command(self, command: Command) -> BoltResponse:
        route = _find(self._commands, _without_prefix(command.command), UnknownCommand)
        answer = self._teller.to_command(await route(command), command.trigger_id)
        await self._home.refresh(command.delivery, command.person)
        return answer

    async def _press_again(self, press: Press) -> BoltResponse:
        """ "Try again" under words that were not saved: the command, once more."""
        name, _, text = press.value.partition(" ")
        route = _find(self._commands, _without_prefix(name), UnknownCommand)
        command = Command(
            delivery=press.delivery,
            person=press.person,
            command=name,
            text=text,
            channel=press.channel or "",
            response_url=press.response_url or "",
            trigger_id=press.trigger_id,
        )
        return self._teller.to_press(await route(command), press)


def _without_prefix(command: str) -> str:
    """`/test-advise` of a second installation is `/advise`."""
    return "/" + command.removeprefix("/").rsplit("-", 1)[-1]


def _merge(tables: Sequence[Mapping[str, _Route]]) -> dict[str, _Route]:
    merged: dict[str, _Route] = {}
    for table in tables:
        twice = merged.keys() & table.keys()
        if twice:
            raise ValueError(f"Two features answer {sorted(twice)}")
        merged.update(table)
    return merged


def _find(
    table: Mapping[str, _Route], name: str, otherwise: type[PodlineError] = Outdated
) -> _Route:
    try:
        return table[name]
    except KeyError:
        raise otherwise from None
