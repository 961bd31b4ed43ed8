"""The manifest is complete and minimal: held against the code in both directions."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.advice import words
from bot.errors import Misconfigured
from bot.manifest import RESERVED, read_manifest, write_manifest
from tests.reference import reference

ROOT = Path(__file__).parent.parent.parent
# Methods that need no bot scope, or are called with the app-level token.
UNSCOPED = {"auth.test", "apps.connections.open"}


@cache
def sources() -> str:
    rooms = ("bot", "handlers", "storage")
    files = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    return "\n".join(path.read_text() for path in files if "workspace" not in path.parts)


def called_methods(api: dict[str, Any]) -> Iterator[str]:
    """Web API methods that the code calls, as slack-sdk's `chat_postMessage`."""
    text = sources()
    for method in api:
        if re.search(rf"\b{method.replace('.', '_')}\(|[\"']{re.escape(method)}[\"']", text):
            yield method


def events(manifest: dict[str, Any]) -> set[str]:
    return set(manifest["settings"]["event_subscriptions"]["bot_events"])


def scopes(manifest: dict[str, Any]) -> set[str]:
    return set(manifest["oauth_config"]["scopes"]["bot"])


def test_slacks_own_schema_accepts_it() -> None:
    schema = reference("manifest.schema.2.0.0.json")
    for manifest in (
        read_manifest(),
        read_manifest(prefix="test"),
        read_manifest(request_url="https://bot.example.com/"),
    ):
        problems = list(Draft7Validator(schema).iter_errors(manifest))
        assert not problems


def test_every_method_that_is_called_has_a_scope_for_it() -> None:
    api = reference("web-api.json")
    granted = scopes(read_manifest())
    for method in called_methods(api):
        needed = set(api[method]["bot_scopes"] or ())
        assert method in UNSCOPED or not needed or needed & granted, method


def test_every_scope_is_used_by_a_method_an_event_or_a_command() -> None:
    api = reference("web-api.json")
    used = {"commands"}
    for method in called_methods(api):
        used |= set(api[method]["bot_scopes"] or ())
    for event in reference("events.json"):
        if event["name"] in events(read_manifest()):
            used |= {
                scope.replace("app_mentions.read", "app_mentions:read") for scope in event["scopes"]
            }
    # The e-mails of users.list come with this scope; the reference names it under lookupByEmail.
    used.add("users:read.email")
    assert scopes(read_manifest()) <= used


def test_every_event_is_listened_to_and_every_listener_is_subscribed() -> None:
    registered = (ROOT / "handlers" / "register.py").read_text()
    listened = set(re.findall(r'app\.event\("(\w+)"\)', registered))
    listened |= {"reaction_added", "reaction_removed"} if "^reaction_" in registered else set()
    assert {event.split(".")[0] for event in events(read_manifest())} == listened


def test_no_command_is_one_that_slack_reserves() -> None:
    commands = {command["command"] for command in read_manifest()["features"]["slash_commands"]}
    assert commands == {"/advise", "/pod"}
    assert not commands & RESERVED


def test_every_shortcut_is_one_that_advice_answers() -> None:
    shortcuts = {shortcut["callback_id"] for shortcut in read_manifest()["features"]["shortcuts"]}
    assert shortcuts == {words.ASK_THE_POD, words.ASK_FROM_ANYWHERE}


def test_a_second_installation_has_commands_of_its_own() -> None:
    features = read_manifest(prefix="test")["features"]
    assert [command["command"] for command in features["slash_commands"]] == [
        "/test-advise",
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
