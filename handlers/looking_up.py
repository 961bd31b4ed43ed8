"""Looks a message up that somebody pointed at, while they wait for a form."""

import asyncio

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers.fields import find, part, parts
from handlers.message_words import words_of

# A trigger lives three seconds, and the form has to open.
WITHIN = 1.5


class Lookup:
    """Reads one message, or who somebody is; None where Slack does not give it, or not in time."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def read(self, channel: str, ts: str) -> tuple[str, str | None] | None:
        """Its words as Slack gives them, and who wrote it, if a person did."""
        try:
            async with asyncio.timeout(WITHIN):
                # Of a reply's ts, the reply alone; of a root's, the root first.
                answer = await self._client.conversations_replies(channel=channel, ts=ts, limit=1)
        except (SlackApiError, OSError, TimeoutError):
            return None
        listed = parts(answer.data, "messages") if isinstance(answer.data, dict) else []
        message = next((each for each in listed if find(each, "ts") == ts), None)
        if message is None:
            return None
        return words_of(message), None if "bot_id" in message else find(message, "user")

    async def is_admin(self, user: str) -> bool | None:
        """Whether they are an admin, or an owner, of the workspace."""
        try:
            async with asyncio.timeout(WITHIN):
                answer = await self._client.users_info(user=user)
        except (SlackApiError, OSError, TimeoutError):
            return None
        found = part(answer.data, "user") if isinstance(answer.data, dict) else {}
        return bool(found.get("is_admin") or found.get("is_owner"))
