"""Every way in which a call to Slack can end has a name."""

import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from bot.delivery import slack as slack_module
from bot.delivery.call import Call
from bot.delivery.outcome import Ambiguous, Gone, Limited, Refused, Sent, Unsent
from bot.delivery.slack import Slack
from storage.outbox import Act
from tests.fakes import START
from tests.slack_stub import (
    Fault,
    SlackStub,
    accept_then_drop,
    answer,
    connected,
    drop,
    hang,
    limit,
    refuse,
    running_stub,
)

ROW = UUID(int=7)
BLOCKS = [{"type": "divider"}]
POST = Call(ROW, Act.POST, "C1", {"text": "hello", "blocks": BLOCKS}, START)
EDIT = Call(ROW, Act.REPAINT, "C1", {"text": "new", "blocks": []}, START, ts="1.2")
WHISPER = Call(ROW, Act.WHISPER, "C1", {"text": "psst", "blocks": [], "user": "U1"}, START)


@pytest.fixture
async def stub() -> AsyncIterator[SlackStub]:
    async with running_stub() as stub:
        yield stub


@pytest.fixture
async def slack(stub: SlackStub) -> AsyncIterator[Slack]:
    async with connected(stub.base_url) as slack:
        yield slack


async def test_a_post_carries_its_row_in_the_metadata(stub: SlackStub, slack: Slack) -> None:
    assert await slack.send(POST) == Sent("C1", "1763316000.000000")
    (message,) = stub.messages
    assert message["metadata"] == {
        "event_type": "podline_row",
        "event_payload": {"row": str(ROW)},
    }
    assert (message["text"], message["blocks"]) == ("hello", BLOCKS)
    assert "thread_ts" not in message


async def test_a_reply_can_also_go_to_the_channel(stub: SlackStub, slack: Slack) -> None:
    body = POST.body | {"broadcast": True}
    await slack.send(replace(POST, thread_ts="1.0", body=body))
    (message,) = stub.messages
    assert (message["thread_ts"], message["reply_broadcast"]) == ("1.0", True)


async def test_an_edit_without_blocks_takes_the_old_ones_away(
    stub: SlackStub, slack: Slack
) -> None:
    assert await slack.send(EDIT) == Sent("C1", "1.2")
    ((method, asked),) = stub.asked
    assert (method, asked["ts"], asked["blocks"]) == ("chat.update", "1.2", [])


async def test_a_press_repaints_by_its_response_url(stub: SlackStub, slack: Slack) -> None:
    url = f"{stub.base_url}/response_url/1"
    assert await slack.send(replace(EDIT, body=EDIT.body | {"response_url": url})) == Sent(
        "C1", "1.2"
    )
    ((method, asked),) = stub.asked
    assert method == "response_url"
    assert asked == {"text": "new", "blocks": [], "replace_original": True}


async def test_a_whisper_by_response_url_replaces_nothing(stub: SlackStub, slack: Slack) -> None:
    url = f"{stub.base_url}/response_url/1"
    await slack.send(replace(WHISPER, body=WHISPER.body | {"response_url": url}))
    ((_, asked),) = stub.asked
    assert asked == {"text": "psst", "response_type": "ephemeral", "replace_original": False}


async def test_a_whisper_reaches_one_person(stub: SlackStub, slack: Slack) -> None:
    assert isinstance(await slack.send(WHISPER), Sent)
    ((method, asked),) = stub.asked
    assert (method, asked["user"]) == ("chat.postEphemeral", "U1")


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (limit(17), Limited(17.0)),
        (refuse("rate_limited"), Limited(1.0)),
        (refuse("token_revoked"), Limited(60.0, "token_revoked")),
        (refuse("channel_not_found"), Refused("channel_not_found")),
        (refuse("invalid_blocks"), Refused("invalid_blocks")),
        (refuse("fatal_error"), Ambiguous("fatal_error")),
        (answer(503, "<html>down</html>"), Ambiguous("HTTP 503")),
        (answer(500, {"ok": False, "error": "internal_error"}), Ambiguous("internal_error")),
    ],
)
async def test_what_slack_answers_has_a_name(
    stub: SlackStub, slack: Slack, fault: Fault, outcome: Any
) -> None:
    stub.meet("chat.postMessage", fault)
    assert await slack.send(POST) == outcome


@pytest.mark.parametrize("fault", [drop, accept_then_drop])
async def test_a_lost_connection_is_ambiguous_and_nothing_is_sent_again(
    stub: SlackStub, slack: Slack, fault: Fault
) -> None:
    stub.meet("chat.postMessage", fault)
    assert isinstance(await slack.send(POST), Ambiguous)
    assert len(stub.asked) == 1


async def test_no_answer_in_time_is_ambiguous(
    stub: SlackStub, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_module, "ATTEMPT_SECONDS", 0.05)
    stub.meet("chat.postMessage", hang)
    assert isinstance(await slack.send(POST), Ambiguous)


async def test_what_could_not_connect_was_never_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    async with connected(f"http://127.0.0.1:{port}") as slack:
        assert isinstance(await slack.send(POST), Unsent)


@pytest.mark.parametrize("status", [404, 410, 403])
async def test_an_expired_response_url_is_gone(stub: SlackStub, slack: Slack, status: int) -> None:
    url = f"{stub.base_url}/response_url/1"
    stub.meet("response_url", answer(status, "expired_url"))
    assert await slack.send(replace(EDIT, body=EDIT.body | {"response_url": url})) == Gone()


async def test_a_response_url_can_be_limited_or_fail(stub: SlackStub, slack: Slack) -> None:
    url = f"{stub.base_url}/response_url/1"
    press = replace(EDIT, body=EDIT.body | {"response_url": url})
    stub.meet("response_url", limit(3), answer(500, "oh"))
    assert await slack.send(press) == Limited(3.0)
    assert isinstance(await slack.send(press), Ambiguous)


async def test_a_message_is_found_by_its_row_pages_away(stub: SlackStub, slack: Slack) -> None:
    for number in range(5):
        await slack.send(replace(POST, row=UUID(int=100 + number)))
    await slack.send(POST)
    await slack.send(replace(POST, channel="C2", row=UUID(int=8)))
    assert await slack.find(POST) == Sent("C1", "1763316000.000005")
    assert await slack.find(replace(POST, row=UUID(int=8))) is None
    _, asked = stub.asked[-1]
    assert float(asked["oldest"]) < START.timestamp()
    assert asked["include_all_metadata"] in ("1", "true")


async def test_a_reply_is_looked_for_in_its_thread(stub: SlackStub, slack: Slack) -> None:
    reply = replace(POST, thread_ts="1.0")
    await slack.send(reply)
    assert isinstance(await slack.find(reply), Sent)
    assert stub.asked[-1][0] == "conversations.replies"


async def test_a_direct_message_is_looked_for_where_it_stands(
    stub: SlackStub, slack: Slack
) -> None:
    await slack.send(replace(POST, channel="D1"))
    assert await slack.find(replace(POST, channel="U1")) == Sent("D1", "1763316000.000000")


async def test_looking_that_fails_is_not_the_same_as_finding_nothing(
    stub: SlackStub, slack: Slack
) -> None:
    stub.meet("conversations.history", limit(9), refuse("fatal_error"), answer(500, "oh"))
    assert await slack.find(POST) == Limited(9.0)
    assert isinstance(await slack.find(POST), Unsent)
    assert isinstance(await slack.find(POST), Unsent)


async def test_where_looking_is_not_allowed_it_is_sent_again(stub: SlackStub, slack: Slack) -> None:
    stub.meet("conversations.history", refuse("missing_scope"))
    assert await slack.find(POST) is None
