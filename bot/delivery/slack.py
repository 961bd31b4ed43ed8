"""The only place that calls the Web API for sending; every outcome gets a name."""

import asyncio
from collections.abc import Awaitable
from json import JSONDecodeError
from typing import Any, cast

from aiohttp import ClientConnectionError, ClientConnectorError, ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.call import RESPONSE_URL, Call
from bot.delivery.outcome import (
    TOKEN_TROUBLE,
    Ambiguous,
    Gone,
    Limited,
    Outcome,
    Refused,
    Sent,
    Unsent,
)
from storage.outbox import Act

METADATA_EVENT = "podline_row"
# An attempt ends before the lease of its channel does.
ATTEMPT_SECONDS = 6.0
TOKEN_PAUSE = 60.0
# Slack's own "something went wrong": some of it may have happened.
UNCLEAR = frozenset(("internal_error", "fatal_error", "request_timeout", "service_unavailable"))
LIMITED = frozenset(("ratelimited", "rate_limited", "message_limit_exceeded"))
SERVER_ERRORS = 500
TOO_MANY = 429


class Slack:
    """Sends calls. `client` must carry no retry handlers: their retries post twice."""

    def __init__(self, client: AsyncWebClient, session: ClientSession) -> None:
        self._client = client
        self._session = session

    async def send(self, call: Call) -> Outcome:
        """One attempt; never raises for what Slack or the network do."""
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                if call.method == RESPONSE_URL:
                    return await self._respond(call)
                return await self._call(call)
        except ClientConnectorError as error:
            return Unsent(_named(error))
        except SlackApiError as error:
            return classify(error)
        except (TimeoutError, ClientConnectionError, OSError, JSONDecodeError) as error:
            return Ambiguous(_named(error))

    async def find(self, call: Call) -> Outcome | None:
        """Look in the channel for the message of this row; None where it does not stand."""
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                return await self._find(call)
        except SlackApiError as error:
            outcome = classify(error)
            # Where we may not read, we cannot know: sending again is what "at least once" asks.
            return None if isinstance(outcome, Refused) else _not_sent(outcome)
        except (TimeoutError, ClientConnectionError, OSError, JSONDecodeError) as error:
            return Unsent(_named(error))

    async def _call(self, call: Call) -> Outcome:
        if call.act is Act.POST:
            answer = await self._client.chat_postMessage(**_post(call))
        elif call.act is Act.REPAINT:
            answer = await self._client.chat_update(
                channel=call.channel, ts=str(call.ts), **_look(call, always_blocks=True)
            )
        else:
            answer = await self._client.chat_postEphemeral(
                channel=call.channel, thread_ts=call.thread_ts, **_whisper(call)
            )
        return Sent(str(answer.get("channel") or call.channel), answer.get("ts") or call.ts)

    async def _respond(self, call: Call) -> Outcome:
        body = _look(call, always_blocks=call.act is Act.REPAINT)
        if call.act is Act.REPAINT:
            body |= {"replace_original": True}
        else:
            body |= {"response_type": "ephemeral", "replace_original": False}
        async with self._session.post(call.body["response_url"], json=body) as answer:
            if answer.status == TOO_MANY:
                return Limited(float(answer.headers.get("Retry-After", 1)))
            if answer.status >= SERVER_ERRORS:
                return Ambiguous(f"HTTP {answer.status}")
            return Sent(call.channel, call.ts) if answer.ok else Gone()

    async def _find(self, call: Call) -> Outcome | None:
        channel = await self._conversation(call.channel)
        oldest = str(call.since.timestamp() - 60)
        cursor: str | None = None
        while True:
            asked: dict[str, Any] = {
                "channel": channel,
                "oldest": oldest,
                "include_all_metadata": True,
                "limit": 200,
                "cursor": cursor,
            }
            page = await self._page(asked, call.thread_ts)
            for message in page.get("messages") or []:
                if _row_of(message) == str(call.row):
                    return Sent(channel, message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None

    async def _page(self, asked: dict[str, Any], thread_ts: str | None) -> dict[str, Any]:
        answer: Awaitable[Any]
        if thread_ts:
            answer = self._client.conversations_replies(ts=thread_ts, **asked)
        else:
            answer = self._client.conversations_history(**asked)
        return cast(dict[str, Any], (await answer).data)

    async def _conversation(self, channel: str) -> str:
        """A user's id stands for the direct messages with that user."""
        if channel[:1] not in "UW":
            return channel
        opened = await self._client.conversations_open(users=[channel])
        return str(opened["channel"]["id"])


def classify(error: SlackApiError) -> Outcome:
    """What an error of Slack's means for the row that it met."""
    status, code = int(getattr(error.response, "status_code", 0) or 0), _code(error)
    if status == TOO_MANY or code in LIMITED:
        headers = getattr(error.response, "headers", None) or {}
        return Limited(float(headers.get("Retry-After", 1)))
    if code in TOKEN_TROUBLE:
        return Limited(TOKEN_PAUSE, code)
    if status >= SERVER_ERRORS or code in UNCLEAR or not code:
        return Ambiguous(code or f"HTTP {status}")
    return Refused(code)


def _code(error: SlackApiError) -> str:
    response: Any = error.response
    data = getattr(response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def _not_sent(outcome: Outcome) -> Outcome:
    return Unsent(outcome.error) if isinstance(outcome, Ambiguous) else outcome


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]


def _row_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != METADATA_EVENT:
        return None
    row = (metadata.get("event_payload") or {}).get("row")
    return str(row) if row else None


def _look(call: Call, always_blocks: bool = False) -> dict[str, Any]:
    """Text, and blocks: an edit without blocks must take the old ones away."""
    look: dict[str, Any] = {"text": call.body.get("text", "")}
    if call.body.get("blocks") or always_blocks:
        look["blocks"] = call.body.get("blocks", [])
    return look


def _whisper(call: Call) -> dict[str, Any]:
    return {"user": call.body["user"], **_look(call)}


def _post(call: Call) -> dict[str, Any]:
    post = _look(call) | {
        "channel": call.channel,
        "metadata": {"event_type": METADATA_EVENT, "event_payload": {"row": str(call.row)}},
        "unfurl_links": False,
        "unfurl_media": False,
    }
    if call.thread_ts:
        post |= {"thread_ts": call.thread_ts, "reply_broadcast": bool(call.body.get("broadcast"))}
    return post
