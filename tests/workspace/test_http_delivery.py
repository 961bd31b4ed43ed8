"""Events and interactivity over HTTP, signed and retried as Slack does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

import pytest
from aiohttp import ClientSession, web
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier

from bot.workspace.server import Workspace
from tests.waiting import until
from tests.workspace.conftest import (
    DAN,
    MAYA,
    Clock,
    Json,
    Start,
    Visitor,
    client_of,
    impatient,
    make_channel,
    manifest,
)


class Receiver:
    """An app behind a request URL: keeps what comes, answers with `status` and `body`."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], str]] = []
        self.challenges, self.meets_them = 0, True
        self.status, self.body = 200, ""
        self.slow = 0.0
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        text = await request.text()
        if request.content_type == "application/json":
            said = json.loads(text)
            if said["type"] == "url_verification":
                self.challenges += 1
                return web.Response(text=said["challenge"] if self.meets_them else "what?")
        self.got.append((dict(request.headers), text))
        await asyncio.sleep(self.slow)
        kind = "application/json" if self.body.startswith("{") else "text/plain"
        return web.Response(status=self.status, text=self.body, content_type=kind)

    def forms(self) -> list[Json]:
        found = [parse_qs(text) for headers, text in self.got if "json" not in _type(headers)]
        return [{key: values[0] for key, values in form.items()} for form in found]

    def events(self) -> list[Json]:
        found = [json.loads(text) for headers, text in self.got if "json" in _type(headers)]
        return [one["event"] for one in found if one["event"]["type"] == "message"]


def _type(headers: dict[str, str]) -> str:
    return headers["Content-Type"]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/slack/events", receiver.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield receiver
    await runner.cleanup()


@pytest.fixture
async def workspace(start: Start, receiver: Receiver) -> Workspace:
    return await start(request_url=receiver.url, signing_secret="s3cret")


@pytest.fixture
async def channel(workspace: Workspace, session: ClientSession, receiver: Receiver) -> str:
    web_client = client_of(workspace, session)
    made = await make_channel(web_client, "pod", True, MAYA.uid, DAN.uid)
    await until(lambda: workspace.control.is_idle)
    receiver.got.clear()
    return made


async def test_an_event_is_signed_so_that_the_sdk_accepts_it(
    workspace: Workspace, receiver: Receiver, maya: Visitor, channel: str, clock: Clock
) -> None:
    class Now(SignatureClock):
        def now(self) -> float:
            return clock()

    await maya.post(channel, "Señal caída 🔥")
    await until(lambda: bool(receiver.events()))
    headers, text = receiver.got[0]
    verifier = SignatureVerifier(workspace.signing_secret, Now())
    assert verifier.is_valid_request(text, headers)
    assert not SignatureVerifier("other", Now()).is_valid_request(text, headers)
    assert "X-Slack-Retry-Num" not in headers


async def test_a_failed_event_comes_again_with_retry_headers(
    workspace: Workspace, receiver: Receiver, maya: Visitor, channel: str, clock: Clock
) -> None:
    receiver.status = 500
    await maya.post(channel, "Anybody?")
    await until(lambda: workspace.control.is_idle)
    clock.step(61)
    await until(lambda: len(receiver.events()) == 3)
    await until(lambda: workspace.control.is_idle)
    receiver.status = 200
    clock.step(301)
    await until(lambda: len(receiver.events()) == 4)
    tries = [headers.get("X-Slack-Retry-Num") for headers, _ in receiver.got]
    assert tries == [None, "1", "2", "3"]
    assert receiver.got[1][0]["X-Slack-Retry-Reason"] == "http_error"


@impatient
async def test_a_slow_answer_counts_as_a_time_out(
    workspace: Workspace, receiver: Receiver, maya: Visitor, channel: str
) -> None:
    receiver.slow = 0.7
    await maya.post(channel, "Slowly")
    await until(lambda: len(receiver.events()) == 2)
    assert receiver.got[1][0]["X-Slack-Retry-Reason"] == "http_timeout"


async def test_a_command_is_a_form_and_its_body_an_answer(
    receiver: Receiver, maya: Visitor, channel: str
) -> None:
    receiver.body = "Heard you"
    await maya.do("command", channel=channel, command="/advise", text="a & b")
    assert receiver.forms()[0]["command"] == "/advise"
    assert receiver.forms()[0]["text"] == "a &amp; b"
    shown = (await maya.look("messages", channel=channel))["messages"]
    assert (shown[-1]["text"], shown[-1]["ephemeral"]) == ("Heard you", True)


async def test_an_interaction_is_json_in_a_form(
    receiver: Receiver, maya: Visitor, channel: str
) -> None:
    await maya.do("shortcut", callback_id="ask_global")
    payload = json.loads(receiver.forms()[0]["payload"])
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "ask_global")


async def test_an_interaction_that_fails_is_not_sent_again(
    receiver: Receiver, maya: Visitor, channel: str, clock: Clock
) -> None:
    receiver.status = 500
    done = await maya.do("shortcut", callback_id="ask_global")
    clock.step(600)
    assert (done["acked"], done["error"]) == (False, "dispatch_failed")
    assert len(receiver.forms()) == 1


async def test_nothing_goes_to_an_address_that_fails_the_challenge(
    start: Start, session: ClientSession, receiver: Receiver
) -> None:
    receiver.meets_them = False
    workspace = await start(request_url=receiver.url)
    web_client = client_of(workspace, session)
    await make_channel(web_client, "pod", True, MAYA.uid)
    await until(lambda: receiver.challenges > 0 and workspace.control.is_idle)
    assert receiver.got == []


ROW = {
    "type": "actions",
    "block_id": "row",
    "elements": [{"type": "external_select", "action_id": "town", "min_query_length": 0}],
}


async def suggested(workspace: Workspace, session: ClientSession) -> Json:
    """What comes of opening a menu that asks the app."""
    home = {"type": "home", "blocks": [ROW]}
    made = await client_of(workspace, session).views_publish(user_id=MAYA.uid, view=home)
    container = {"type": "view", "view_id": made["view"]["id"]}
    maya = Visitor(session, workspace.url, MAYA.uid)
    return await maya.do("options", container=container, block_id="row", action_id="town", value="")


async def test_a_menu_that_asks_gets_its_options_over_http(
    workspace: Workspace, session: ClientSession, receiver: Receiver
) -> None:
    receiver.body = json.dumps({"options": []})
    assert (await suggested(workspace, session))["options"] == []
    assert json.loads(receiver.forms()[0]["payload"])["type"] == "block_suggestion"


@pytest.mark.parametrize("named", [False, True])
async def test_over_http_a_menu_asks_only_an_address_that_the_manifest_names(
    start: Start, session: ClientSession, receiver: Receiver, named: bool
) -> None:
    given = manifest()
    urls = {"request_url": receiver.url, "message_menu_options_url": receiver.url}
    given["settings"]["interactivity"] |= urls if named else {"request_url": receiver.url}
    workspace = await start(manifest=given, request_url=receiver.url)
    receiver.body = json.dumps({"options": []})
    found = await suggested(workspace, session)
    assert found.get("error") == (None if named else "dispatch_failed")
    assert len(receiver.forms()) == int(named)
