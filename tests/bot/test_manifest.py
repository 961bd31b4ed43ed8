"""The manifest is complete and minimal: held against the code in both directions."""

import ast
import importlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import cast
from unittest.mock import AsyncMock, Mock
from uuid import UUID

import pytest
import yaml
from aiohttp import ClientSession
from jsonschema import Draft7Validator
from slack_bolt.async_app import AsyncApp

from bot.delivery.call import Call
from bot.delivery.slack import Slack
from bot.errors import Misconfigured
from bot.manifest import read_manifest, write_manifest
from bot.pods.directory import SlackDirectory
from bot.workspace.manifest import RESERVED
from handlers import huddles_meeting
from handlers.payloads import Routes
from handlers.register import ANYTHING, register
from storage.outbox import Act
from tests.bot.scopes import (
    CONVERSATIONS,
    DIRECT,
    POD,
    PRIVATE,
    PUBLIC,
    ROOT,
    by_kind,
    called_methods,
    exact_scopes,
    message_events,
    named_methods,
)
from tests.reference import reference

NOW = datetime(2026, 11, 16, 18, 41, tzinfo=UTC)
MANIFEST = read_manifest()
EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
SCOPES = MANIFEST["oauth_config"]["scopes"]["bot"]


class Listeners:
    """Stands where bolt's app does, and remembers the events that are listened to."""

    def __init__(self) -> None:
        self.events: list[str | re.Pattern[str]] = []

    def event(self, constraint: str | re.Pattern[str]) -> Callable[[object], None]:
        self.events.append(constraint)
        return lambda listener: None

    def __getattr__(self, kind: str) -> Mock:
        return Mock()

    def hear(self, event: str) -> bool:
        """The last listener takes whatever nobody asked for; it is not counted."""
        assert self.events[-1] is ANYTHING
        kind = event.partition(".")[0]
        return any(
            kind == one if isinstance(one, str) else bool(one.search(kind))
            for one in self.events[:-1]
        )


@cache
def features() -> tuple[Routes, ...]:
    """The routes of every feature that the composition root wires."""
    tree = ast.parse((ROOT / "bot" / "app.py").read_text())
    names = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "handlers"
        for alias in node.names
    ]
    made = [importlib.import_module(f"handlers.{name}").routes(Mock()) for name in names]
    several = [each if isinstance(each, list) else [each] for each in made]
    return tuple(feature for features in several for feature in features)


def keys(table: str) -> Iterator[str]:
    for feature in features():
        names: Mapping[str, object] = getattr(feature, table)
        yield from names


def listeners() -> Listeners:
    found = Listeners()
    register(cast(AsyncApp, found), features(), Mock(), Mock(), Mock(), Mock())
    return found


def test_slacks_own_schema_accepts_it() -> None:
    schema = reference("manifest.schema.2.0.0.json")
    for manifest in (
        read_manifest(),
        read_manifest(prefix="test"),
        read_manifest(request_url="https://bot.example.com/"),
    ):
        problems = list(Draft7Validator(schema).iter_errors(manifest))
        assert not problems


def test_it_asks_for_exactly_the_scopes_that_the_code_needs() -> None:
    has_commands = bool([*keys("commands"), *keys("shortcuts")])
    assert sorted(SCOPES) == sorted(exact_scopes(EVENTS, has_commands))


def test_every_method_on_conversations_says_for_which_kinds_it_is_used() -> None:
    on_conversations = {method for method in called_methods() if by_kind(method)}
    assert on_conversations | {"message"} == set(CONVERSATIONS)


def test_no_method_is_named_in_the_code_but_called_where_nobody_looks() -> None:
    api = reference("web-api.json")
    hidden = named_methods() - called_methods()
    assert not {method for method in hidden if api[method]["bot_scopes"]}


async def test_channels_are_listed_in_the_kinds_that_the_table_says() -> None:
    client = AsyncMock()
    client.api_call.return_value.data = {"channels": []}
    await SlackDirectory(client, lambda: NOW, AsyncMock()).channels()
    (method,), named = client.api_call.await_args
    asked = set(named["data"]["types"].split(","))
    assert asked == {f"{kind}_channel" for kind in CONVERSATIONS[method][0]}


@pytest.mark.parametrize("is_private", [True, False])
async def test_channels_are_created_in_the_kinds_that_the_table_says(is_private: bool) -> None:
    client = AsyncMock()
    client.api_call.return_value.data = {"channel": {"id": "C1", "name": "pod"}}
    await SlackDirectory(client, lambda: NOW, AsyncMock()).create("pod", is_private)
    (method,), named = client.api_call.await_args
    assert named["data"]["is_private"] == str(is_private).lower()
    assert (PRIVATE if is_private else PUBLIC) in CONVERSATIONS[method][0]


async def test_a_message_is_looked_for_in_the_kinds_that_the_table_says() -> None:
    client = AsyncMock()
    client.conversations_open.return_value = {"channel": {"id": "D1"}}
    client.conversations_history.return_value.data = {"messages": []}
    call = Call(UUID(int=1), Act.POST, "U1", {}, NOW)
    await Slack(client, Mock(spec=ClientSession)).find(call)
    client.conversations_open.assert_awaited_once_with(users=["U1"])
    assert client.conversations_history.await_args.kwargs["channel"] == "D1"
    assert CONVERSATIONS["conversations.open"][0] == {DIRECT}
    assert CONVERSATIONS["conversations.history"][0] == POD | {DIRECT}


def test_it_subscribes_to_exactly_the_events_that_are_listened_to() -> None:
    heard = {event["name"] for event in reference("events.json") if listeners().hear(event["name"])}
    messages = {name for name in heard if name.partition(".")[0] == "message"}
    assert any(feature.messages for feature in features())
    assert sorted(EVENTS) == sorted(heard - messages | message_events())


def test_who_joins_a_huddle_is_subscribed_to_only_where_that_is_switched_on() -> None:
    manifest = read_manifest(huddle_events=True)
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert subscribed == [*EVENTS, "user_huddle_changed"]
    heard, wired = Listeners(), huddles_meeting.routes(Mock(), joins=True)
    register(cast(AsyncApp, heard), [wired], Mock(), Mock(), Mock(), Mock())
    assert heard.hear("user_huddle_changed")
    assert not list(Draft7Validator(reference("manifest.schema.2.0.0.json")).iter_errors(manifest))


def test_the_scope_that_it_needs_is_asked_for_anyway() -> None:
    assert read_manifest(huddle_events=True)["oauth_config"]["scopes"]["bot"] == SCOPES
    assert "users:read" in SCOPES


def test_its_commands_are_exactly_those_that_features_answer() -> None:
    commands = [command["command"] for command in MANIFEST["features"]["slash_commands"]]
    assert sorted(commands) == sorted(keys("commands"))


def test_no_command_is_one_that_slack_reserves() -> None:
    assert not set(keys("commands")) & RESERVED


def test_its_shortcuts_are_exactly_those_that_features_answer() -> None:
    shortcuts = [shortcut["callback_id"] for shortcut in MANIFEST["features"]["shortcuts"]]
    assert sorted(shortcuts) == sorted(keys("shortcuts"))


def test_what_features_answer_beside_them_is_switched_on_and_nothing_else() -> None:
    home, settings = MANIFEST["features"]["app_home"], MANIFEST["settings"]
    pressed = bool([*keys("actions"), *keys("views"), *keys("shortcuts")])
    assert settings["interactivity"]["is_enabled"] is pressed
    assert home["home_tab_enabled"] is any(feature.home for feature in features())
    assert home["messages_tab_enabled"] is (DIRECT in CONVERSATIONS["conversations.open"][0])
    assert home["messages_tab_read_only_enabled"] is ("message.im" not in EVENTS)


def test_a_second_installation_has_commands_of_its_own() -> None:
    features = read_manifest(prefix="test")["features"]
    assert [command["command"] for command in features["slash_commands"]] == [
        "/test-advise",
        "/test-alert",
        "/test-agenda",
        "/test-practice",
        "/test-pod",
    ]


@pytest.mark.parametrize("prefix", ["", "UPPER", "with space", "much-too-long-a-prefix", "ñ"])
def test_a_prefix_that_slack_would_not_take_is_refused(prefix: str) -> None:
    with pytest.raises(Misconfigured):
        read_manifest(prefix=prefix)


def test_what_is_printed_reads_back_as_the_same_manifest() -> None:
    manifest = read_manifest(request_url="https://bot.example.com")
    assert yaml.safe_load(write_manifest(manifest)) == manifest
    assert json.dumps(manifest)


def test_over_http_menus_ask_the_bot_at_its_address_too() -> None:
    interactivity = read_manifest(request_url="https://bot.example.com")["settings"][
        "interactivity"
    ]
    assert interactivity["message_menu_options_url"] == interactivity["request_url"]
