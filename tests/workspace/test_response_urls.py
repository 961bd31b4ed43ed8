"""Response URLs: five uses in thirty minutes, and what they may do."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.workspace.server import Workspace
from tests.workspace.conftest import ANA, MAYA, Clock, Json, Listener, Visitor, make_channel
from tests.workspace.test_presses import CARD, card, press, pressed


async def command_url(app: Listener, maya: Visitor, channel: str) -> str:
    await maya.do("command", channel=channel, command="/advise", text="x")
    return str(app.got[-1].payload["response_url"])


async def say(url: str, **body: Any) -> tuple[int, str]:
    answer = await AsyncWebhookClient(url).send_dict(body)
    return answer.status_code, answer.body


async def shown(who: Visitor, channel: str) -> list[Json]:
    return list((await who.look("messages", channel=channel))["messages"])


async def test_an_answer_is_private_by_default(
    app: Listener, maya: Visitor, dan: Visitor, pod: str
) -> None:
    url = await command_url(app, maya, pod)
    assert await say(url, text="For Maya") == (200, "ok")
    assert (await shown(maya, pod))[-1]["text"] == "For Maya"
    assert "For Maya" not in [one["text"] for one in await shown(dan, pod)]


async def test_five_answers_and_no_sixth(app: Listener, maya: Visitor, pod: str) -> None:
    url = await command_url(app, maya, pod)
    statuses = [(await say(url, text=f"{number}"))[0] for number in range(6)]
    assert statuses == [200] * 5 + [404]


async def test_after_thirty_minutes_it_is_over(
    app: Listener, maya: Visitor, pod: str, clock: Clock
) -> None:
    url = await command_url(app, maya, pod)
    clock.step(30 * 60)
    assert (await say(url, text="In time"))[0] == 200
    clock.step(1)
    status, body = await say(url, text="Late")
    assert status == 404
    assert "expired_url" in body


async def test_it_reaches_a_channel_where_the_app_is_not(
    app: Listener, web: AsyncWebClient, ana: Visitor
) -> None:
    channel = await make_channel(web, "leaders", True, ANA.uid)
    await web.conversations_leave(channel=channel)
    url = await command_url(app, ana, channel)
    await say(url, text="For all", response_type="in_channel")
    last = (await shown(ana, channel))[-1]
    assert (last["text"], last["ephemeral"]) == ("For all", False)


async def test_a_press_may_repaint_its_message(
    app: Listener, web: AsyncWebClient, maya: Visitor, dan: Visitor, pod: str
) -> None:
    ts = await card(web, pod)
    await press(maya, pod, ts, "claim")
    await say(pressed(app)["response_url"], text="Maya is on it", replace_original=True)
    last = (await shown(dan, pod))[-1]
    assert (last["ts"], last["text"]) == (ts, "Maya is on it")
    assert "blocks" not in last


async def test_a_repaint_notifies_nobody(
    app: Listener, web: AsyncWebClient, maya: Visitor, dan: Visitor, pod: str
) -> None:
    ts = await card(web, pod)
    await press(maya, pod, ts, "claim")
    url = pressed(app)["response_url"]
    await say(url, text="<@U0DAN> look", replace_original=True)
    assert await dan.whys() == []


async def test_a_press_may_delete_its_message(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    ts = await card(web, pod)
    await press(maya, pod, ts, "claim")
    await say(pressed(app)["response_url"], delete_original=True)
    assert ts not in [one["ts"] for one in await shown(maya, pod)]


async def test_a_private_message_can_be_repainted_and_taken_away(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    sent = await web.chat_postEphemeral(channel=pod, user=MAYA.uid, text="x", blocks=CARD)
    await press(maya, pod, sent["message_ts"], "claim")
    url = pressed(app)["response_url"]
    await say(url, text="Done", replace_original=True)
    assert (await shown(maya, pod))[-1]["text"] == "Done"
    await say(url, delete_original=True)
    assert sent["message_ts"] not in [one["ts"] for one in await shown(maya, pod)]


async def test_without_replace_original_a_new_private_message_comes(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str
) -> None:
    ts = await card(web, pod)
    await press(maya, pod, ts, "claim")
    await say(pressed(app)["response_url"], text="Dan took this 4 seconds ago.")
    original, answer = (await shown(maya, pod))[-2:]
    assert original["ts"] == ts
    assert answer["ephemeral"]


async def test_bad_words_are_refused_with_a_reason(app: Listener, maya: Visitor, pod: str) -> None:
    url = await command_url(app, maya, pod)
    assert (await say(url, text=""))[0] == 400
    status, body = await say(url, text="x", blocks=[{"type": "nonsense"}])
    assert status == 400
    assert "invalid_blocks" in body


async def test_a_made_up_address_is_refused(workspace: Workspace, session: ClientSession) -> None:
    status, body = await say(f"{workspace.url}/respond/made-up", text="x")
    assert status == 404
    assert "invalid_url" in body
