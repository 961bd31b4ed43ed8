"""The workspace's methods beside Slack's API as data."""

from __future__ import annotations

import pytest

from bot.workspace.limits import PER_MINUTE
from bot.workspace.manifest import Manifest
from bot.workspace.methods import METHODS
from tests.reference import reference
from tests.workspace.conftest import EVENTS, SCOPES
from tests.workspace.slack_reference import unknown_errors

WANTED = """auth.test apps.connections.open team.info chat.postMessage chat.update chat.delete
chat.postEphemeral chat.getPermalink conversations.create conversations.join conversations.invite
conversations.kick conversations.leave conversations.setTopic conversations.setPurpose
conversations.archive conversations.list conversations.info conversations.members
conversations.history conversations.replies conversations.open users.info users.list
users.conversations users.lookupByEmail reactions.add reactions.remove views.open views.update
views.push views.publish"""


def test_every_method_that_the_bot_may_need_is_here() -> None:
    assert set(METHODS) == set(WANTED.split())


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_method_takes_slacks_arguments_and_has_its_tier(name: str) -> None:
    published, ours = reference("web-api.json")[name], METHODS[name]
    assert ours.known <= set(published["args"])
    assert set(published["required"]) <= ours.known
    assert ours.tier == published["tier"]
    assert ours.tier in PER_MINUTE


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_method_asks_for_scopes_that_slack_knows_for_it(name: str) -> None:
    published = reference("web-api.json")[name]
    assert set(METHODS[name].scopes) <= set(published["bot_scopes"] or ())


def test_an_answer_that_slack_would_never_give_is_noticed() -> None:
    made_up = [{"method": "chat.delete", "error": "too_tired"}]
    assert unknown_errors(made_up) == {("chat.delete", "too_tired")}


def test_the_events_that_the_workspace_sends_are_slacks() -> None:
    published = {event["name"] for event in reference("events.json")}
    own = set(EVENTS.split()) - {"channel_archive", "group_archive"}
    assert own <= published


def test_a_manifest_without_scopes_may_nothing() -> None:
    assert SCOPES
    nothing = Manifest("x", (), (), frozenset(), (), False, False)
    nothing.require()
    with pytest.raises(Exception, match="missing_scope"):
        nothing.require("chat:write")
