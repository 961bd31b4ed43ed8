"""Nonsense at every door: a refusal, never a crash."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import ClientSession

from bot.workspace.door import ASKED, DEEDS
from bot.workspace.methods import METHODS
from bot.workspace.reading import VIEWS
from bot.workspace.server import Workspace
from tests.workspace.conftest import MAYA, Json

JUNK: list[Any] = [None, "", "x", "\x00", 7, True, [], [1], {}, {"a": 1}, "\U0001f525" * 9, "1.2"]
NAMES = """channel text ts thread_ts user users name command callback_id container block_id
action_id action values view_id is_private broadcast value"""


@pytest.mark.parametrize("deed", [*DEEDS, *ASKED, "no_such_deed"])
async def test_a_deed_with_nonsense_is_refused_kindly(
    workspace: Workspace, session: ClientSession, pod: str, deed: str
) -> None:
    address = f"{workspace.url}/people/{MAYA.uid}/{deed}"
    for junk in JUNK:
        for body in (
            dict.fromkeys(NAMES.split(), junk),
            {"channel": pod, "ts": junk, "text": junk},
        ):
            async with session.post(address, json=body) as response:
                assert response.status != 500, (deed, body)


@pytest.mark.parametrize("view", [*VIEWS, "no_such_view"])
async def test_a_look_with_nonsense_is_refused_kindly(
    workspace: Workspace, session: ClientSession, pod: str, view: str
) -> None:
    address = f"{workspace.url}/people/{MAYA.uid}/{view}"
    for junk in ("", "x", "\x00", "-1", "inf", "9" * 30):
        query = {"channel": pod, "limit": junk, "before": junk, "thread_ts": junk, "since": junk}
        async with session.get(address, params=query) as response:
            assert response.status != 500, (view, query)


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_a_method_with_nonsense_answers_as_slack_does(
    workspace: Workspace, session: ClientSession, pod: str, method: str
) -> None:
    workspace.state.limits.lifted = True
    headers = {"Authorization": f"Bearer {workspace.bot_token}"}
    if METHODS[method].token == "app":
        headers = {"Authorization": f"Bearer {workspace.app_token}"}
    for junk in JUNK:
        for fixed in ({}, {"channel": pod}, {"channel": pod, "users": MAYA.uid}):
            body: Json = dict.fromkeys(METHODS[method].known, junk)
            known = {key: value for key, value in fixed.items() if key in METHODS[method].known}
            address = f"{workspace.url}/api/{method}"
            async with session.post(address, json=body | known, headers=headers) as response:
                assert response.status == 200, (method, body)
                assert (await response.json())["ok"] in (True, False)


@pytest.mark.parametrize("what", ["faults", "limits", "disconnect", "clock", "people", "unfurl"])
async def test_the_control_door_takes_no_nonsense(
    workspace: Workspace, session: ClientSession, what: str
) -> None:
    for junk in JUNK:
        async with session.post(f"{workspace.url}/control/{what}", json=junk) as response:
            assert response.status != 500, (what, junk)


async def test_a_response_url_takes_no_nonsense(
    workspace: Workspace, session: ClientSession, pod: str
) -> None:
    for junk in JUNK:
        token = workspace.state.responses.issue(MAYA.uid, pod)
        for body in (junk, {"text": junk, "blocks": junk, "replace_original": junk}):
            async with session.post(f"{workspace.url}/respond/{token}", json=body) as response:
                assert response.status in (200, 400), body
