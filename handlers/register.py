"""Every listener, in one visible place; the hot ones first, because bolt scans them in order.

Each is a dispatcher: it reads the payload, looks the name up in the features' routes, makes
one call, and answers the person who acted.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp

from bot import metrics
from bot.errors import AlreadyHandled, Outdated, PodlineError, UnknownCommand
from bot.inbox import Delivery
from bot.text.kit import Card
from bot.text.masking import Masker
from handlers.fields import parts
from handlers.giving_back import TRY_AGAIN, give_back, read_again, saved_after_all
from handlers.home import HomePage
from handlers.payloads import Command, Joined, Message, Payload, Press, Reaction, Routes, Said
from handlers.reading import (
    read_command,
    read_home,
    read_joined,
    read_press,
    read_reaction,
    read_shortcut,
    read_submission,
    read_suggestion,
)
from handlers.reading_messages import read_message
from handlers.refusing import Refuser
from handlers.responses import accepted, offered
from handlers.telling import NotOpened, Teller

ANYTHING = re.compile(".*", re.DOTALL)

_Body = dict[str, Any]
_Route = TypeVar("_Route")
_Heard = TypeVar("_Heard", Message, Reaction, Joined)


def register(
    app: AsyncApp,
    routes: Sequence[Routes],
    home: HomePage,
    teller: Teller,
    now: Callable[[], datetime],
    masker: Masker,
) -> None:
    """Connect Slack to the features' routes. Raises ValueError if two answer the same name."""
    desk = _Desk(routes, home, teller, now, masker)
    app.command(ANYTHING)(desk.on_command)
    app.event("message")(desk.on_message)
    app.action(ANYTHING)(desk.on_press)
    app.options(ANYTHING)(desk.on_suggestion)
    app.view(ANYTHING)(desk.on_submission)
    app.event("app_mention")(desk.on_message)
    app.event(re.compile("^reaction_"))(desk.on_reaction)
    app.event("app_home_opened")(desk.on_home)
    app.shortcut(ANYTHING)(desk.on_shortcut)
    if desk.hears_joins:
        app.event("user_huddle_changed")(desk.on_joined)
    app.event(ANYTHING)(desk.on_anything_else)
    app.error(Refuser(teller, now, masker).refuse)


class _Desk:
    def __init__(
        self,
        routes: Sequence[Routes],
        home: HomePage,
        teller: Teller,
        now: Callable[[], datetime],
        masker: Masker,
    ) -> None:
        self._home, self._teller, self._now, self._masker = home, teller, now, masker
        self._commands = _merge([feature.commands for feature in routes])
        self._actions = _merge([feature.actions for feature in routes])
        self._options = _merge([feature.options for feature in routes])
        self._views = _merge([feature.views for feature in routes])
        self._shortcuts = _merge([feature.shortcuts for feature in routes])
        self._messages = [route for feature in routes for route in feature.messages]
        self._claims = [claim for feature in routes for claim in feature.claims]
        self._reactions = [route for feature in routes for route in feature.reactions]
        self._joins = [route for feature in routes for route in feature.joins]

    @property
    def hears_joins(self) -> bool:
        """Whether any feature wants to know who is in a huddle of Slack's."""
        return bool(self._joins)

    async def on_message(self, body: _Body, context: _Body) -> BoltResponse:
        bot = context["bot_user_id"]
        message = read_message(body, _team(context), bot, self._now())
        if message is not None:
            _measure_lag(message)
            claimed = [claim.hear for claim in self._claims if claim.meant(message)]
            for said in await _hear(claimed or self._messages, message):
                if isinstance(said, Card):
                    place, user = message.channel, message.person.user
                    self._teller.to_author(said, place, user, message.thread_ts)
        return accepted()

    async def on_press(self, body: _Body, context: _Body) -> BoltResponse:
        press = read_press(body, _team(context), self._now())
        if press.action_id == TRY_AGAIN:
            return await self._try_again(press)
        if "url" in parts(body, "actions")[0]:
            # A link opens by itself; its press only needs the acknowledgement.
            return accepted()
        route = _find(self._actions, press.action_id)
        answer = self._teller.to_press(await route(press), press)
        self._home.refresh(press.delivery, press.person, at_home=press.view_type == "home")
        return answer

    async def on_suggestion(self, body: _Body, context: _Body) -> BoltResponse:
        """A menu of an older version finds nothing: it has no place to say more."""
        suggestion = read_suggestion(body, _team(context), self._now())
        route = self._options.get(suggestion.action_id)
        return offered(await route(suggestion) if route else [])

    async def on_command(self, body: _Body, context: _Body) -> BoltResponse:
        command = read_command(body, _team(context), self._now())
        said = await self._run(command)
        answer = self._teller.to_command(said, command, self._to_be_copied(command))
        self._home.refresh(command.delivery, command.person)
        return answer

    async def on_submission(self, body: _Body, context: _Body) -> BoltResponse:
        submission = read_submission(body, _team(context), self._now())
        route = _find(self._views, submission.callback_id)
        sent = await route(submission)
        answer = self._teller.to_submission(sent, submission.person.user)
        self._home.refresh(submission.delivery, submission.person)
        return answer

    async def on_shortcut(self, body: _Body, context: _Body) -> BoltResponse:
        shortcut = read_shortcut(body, _team(context), self._now())
        route = _find(self._shortcuts, shortcut.callback_id)
        return self._teller.to_shortcut(await route(shortcut), shortcut)

    async def on_reaction(self, body: _Body, context: _Body) -> BoltResponse:
        reaction = read_reaction(body, _team(context), self._now())
        if reaction is not None:
            for said in await _hear(self._reactions, reaction):
                if isinstance(said, Card):
                    place, user = reaction.channel, reaction.person.user
                    self._teller.to_author(said, place, user, thread_ts=None)
        return accepted()

    async def on_joined(self, body: _Body, context: _Body) -> BoltResponse:
        joined = read_joined(body, _team(context), self._now())
        if joined is not None:
            await _hear(self._joins, joined)
        return accepted()

    async def on_home(self, body: _Body, context: _Body) -> BoltResponse:
        opened = read_home(body, _team(context), self._now())
        if opened is not None:
            await self._home.publish(opened)
        return accepted()

    async def on_anything_else(self, body: Payload) -> BoltResponse:
        """An unhandled event would be a 404, and Slack would send it again."""
        return accepted()

    async def _run(self, command: Command) -> Said:
        route = _find(self._commands, _without_prefix(command.command), UnknownCommand)
        return await route(command)

    async def _try_again(self, press: Press) -> BoltResponse:
        """The command, once more, under the key of its first delivery: it is done once, however
        often this is pressed, and even if it was saved when nobody heard of it.
        """
        attempt = read_again(press.value, press.person.user)
        command = Command(
            delivery=replace(press.delivery, key=attempt.key),
            person=press.person,
            command=attempt.command,
            text=attempt.words,
            channel=press.channel or "",
            response_url=press.response_url or "",
            trigger_id=press.trigger_id,
        )
        try:
            said = await self._run(command)
        except AlreadyHandled:
            said = saved_after_all(attempt)
        answer = self._teller.in_its_place(said, press, self._to_be_copied(command))
        self._home.refresh(press.delivery, press.person)
        return answer

    def _to_be_copied(self, command: Command) -> Callable[[], Card]:
        """For when the form that holds the words does not open."""
        return partial(give_back, NotOpened(), command, self._masker, lost=False)


async def _hear(routes: Sequence[Callable[[_Heard], Awaitable[Said]]], heard: _Heard) -> list[Said]:
    """Every feature hears it under a key of its own, whatever the others made of it before."""
    said: list[Said] = []
    refused: PodlineError | None = None
    for place, route in enumerate(routes):
        key = f"{heard.delivery.key}/{place}" if place else heard.delivery.key
        try:
            said.append(await route(replace(heard, delivery=Delivery(key, heard.delivery.now))))
        except AlreadyHandled:
            continue
        except PodlineError as error:
            refused = refused or error
    if refused is not None:
        raise refused
    return said


def _team(context: _Body) -> str:
    return str(context["authorize_result"].team_id)


def _measure_lag(message: Message) -> None:
    """Only of what is new: an edit's own time is its message's."""
    if message.change != "new":
        return
    try:
        lag = message.delivery.now.timestamp() - float(message.ts)
    except ValueError:
        return
    metrics.event_lag.observe(max(0.0, lag))


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
