"""One message, looked up for the form made of it; whatever Slack answers, the form opens."""

import asyncio
from typing import Any, cast
from unittest.mock import AsyncMock, Mock

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers import looking_up
from handlers.looking_up import Lookup
from tests.handlers import shapes


def lookup(answer: Any) -> Lookup:
    client = AsyncMock()
    client.conversations_replies.side_effect = answer if callable(answer) else None
    client.conversations_replies.return_value.data = answer
    return Lookup(cast(AsyncWebClient, client))


async def test_the_message_at_that_ts_is_read_with_whoever_wrote_it() -> None:
    root, reply = shapes.written("root", "1.0"), shapes.written("Restart it", "2.0")
    listed = {"ok": True, "messages": [root, reply]}
    assert await lookup(listed).read("C1", "2.0") == ("Restart it", shapes.MAYA)


async def test_nobody_is_credited_for_what_a_bot_wrote() -> None:
    listed = {"messages": [shapes.written("card", "1.0", bot_id="B1")]}
    assert await lookup(listed).read("C1", "1.0") == ("card", None)


@pytest.mark.parametrize(
    "answer", [{}, {"messages": []}, {"messages": "?"}, "", {"messages": [{"ts": "9.9"}]}]
)
async def test_a_message_that_is_not_there_is_unknown(answer: Any) -> None:
    assert await lookup(answer).read("C1", "1.0") is None


@pytest.mark.parametrize(
    "error",
    [
        SlackApiError("no", Mock(data={})),  # type: ignore[no-untyped-call]
        OSError(),
        TimeoutError(),
    ],
)
async def test_a_refusal_leaves_the_form_empty(error: Exception) -> None:
    def refuse(**_: Any) -> None:
        raise error

    assert await lookup(refuse).read("C1", "1.0") is None


async def test_a_slow_slack_does_not_let_the_trigger_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_up, "WITHIN", 0.01)

    async def slow(**_: Any) -> None:
        await asyncio.sleep(5)

    assert await lookup(slow).read("C1", "1.0") is None
