"""A Slack workspace as applying a roster sees it: paced as Slack asks, patient with its 429."""

import re
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.pods.workspace import Account, Channel, Refused, Unreachable

# Calls a minute (docs.slack.dev/apis/web-api/rate-limits): tier 2 is 20, tier 3 50, tier 4 100.
TIERS = {
    "users.list": 20,
    "conversations.list": 20,
    "conversations.create": 20,
    "conversations.setTopic": 20,
    "conversations.invite": 50,
    "conversations.info": 50,
    "conversations.join": 50,
    "conversations.members": 100,
}
MINUTE = timedelta(minutes=1)
ATTEMPTS = 5
# The first call: nothing was done yet, and whoever runs it waits for a word.
FIRST, FIRST_ATTEMPTS = "auth.test", 2
PAGE = 200

Now = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


class SlackDirectory:
    """`Workspace` over the Web API. `sleep` takes seconds."""

    def __init__(self, client: AsyncWebClient, now: Now, sleep: Sleep) -> None:
        self._client, self._now, self._sleep = client, now, sleep
        self._calls: dict[str, deque[datetime]] = defaultdict(deque)
        self._team = ""

    async def team(self) -> str:
        if not self._team:
            self._team = (await self._call(FIRST))["team_id"]
        return self._team

    async def accounts(self) -> list[Account]:
        team = await self.team()
        return [_account(user, team) async for user in self._walk("users.list", "members")]

    async def channels(self) -> list[Channel]:
        kinds = {"types": "public_channel,private_channel", "exclude_archived": False}
        walk = self._walk("conversations.list", "channels", **kinds)
        return [_channel(channel) async for channel in walk]

    async def find_channel(self, channel: str) -> Channel | None:
        try:
            answer = await self._call("conversations.info", channel=channel)
        except Refused as refused:
            if refused.code in ("channel_not_found", "channel_is_limited_access"):
                return None
            raise
        return _channel(answer["channel"])

    async def members(self, channel: str) -> set[str]:
        walk = self._walk("conversations.members", "members", channel=channel)
        return {user async for user in walk}

    async def create(self, name: str, is_private: bool) -> Channel:
        answer = await self._call("conversations.create", name=name, is_private=is_private)
        return _channel({"is_member": True} | answer["channel"])

    async def join(self, channel: str) -> None:
        await self._call("conversations.join", channel=channel)

    async def set_topic(self, channel: str, topic: str) -> None:
        await self._call("conversations.setTopic", channel=channel, topic=topic)

    async def invite(self, channel: str, users: Sequence[str]) -> dict[str, str]:
        listed = ",".join(users)
        try:
            answer = await self._call(
                "conversations.invite", channel=channel, users=listed, force=True
            )
        except _RefusedEach as refused:
            return refused.errors
        return _errors(answer)

    async def _walk(self, method: str, key: str, **more: Any) -> AsyncIterator[Any]:
        cursor = ""
        while True:
            answer = await self._call(method, limit=PAGE, cursor=cursor, **more)
            for item in answer[key]:
                yield item
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    async def _call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Raises `Refused`, or `Unreachable` after several attempts. A repeated write is
        harmless here: it is answered name_taken or already_in_channel."""
        wait = 0.0
        for attempt in range(1, (FIRST_ATTEMPTS if method == FIRST else ATTEMPTS) + 1):
            if wait:
                await self._sleep(wait)
            await self._pace(method)
            try:
                answer = await self._client.api_call(
                    method, data={name: _plain(value) for name, value in arguments.items()}
                )
            except SlackApiError as error:
                wait = _wait(error, attempt)
                if not wait:
                    raise _refused(method, error) from error
            except (ClientError, OSError, TimeoutError):
                wait = 2.0**attempt
            else:
                return dict(answer.data) if isinstance(answer.data, dict) else {}
        raise Unreachable(self._client.base_url if method == FIRST else None)

    async def _pace(self, method: str) -> None:
        limit = TIERS.get(method)
        if limit is None:
            return
        calls = self._calls[method]
        while calls and self._now() - calls[0] >= MINUTE:
            calls.popleft()
        if len(calls) >= limit:
            await self._sleep((MINUTE - (self._now() - calls.popleft())).total_seconds())
        calls.append(self._now())


class _RefusedEach(Refused):
    """An invitation of which nobody could be let in."""

    def __init__(self, method: str, code: str, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(method, code)


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _wait(error: SlackApiError, attempt: int) -> float:
    """Seconds until another attempt may help; 0 when none will."""
    status = error.response.status_code
    if status == 429:
        after = str(error.response.headers.get("Retry-After", ""))
        return float(after) if re.fullmatch(r"\d{1,5}", after) and after != "0" else 1.0
    return 2.0**attempt if status >= 500 else 0.0


def _refused(method: str, error: SlackApiError) -> Refused:
    data = error.response.data if isinstance(error.response.data, dict) else {}
    code = str(data.get("error", "unknown_error"))
    each = _errors(data)
    if method == "conversations.invite" and each:
        return _RefusedEach(method, code, each)
    return Refused(method, code, str(data.get("needed", "")))


def _errors(answer: dict[str, Any]) -> dict[str, str]:
    errors = answer.get("errors") or []
    return {each["user"]: each["error"] for each in errors if "user" in each and "error" in each}


def _account(user: dict[str, Any], team: str) -> Account:
    return Account(
        id=user["id"],
        email=str(user.get("profile", {}).get("email") or "").lower(),
        is_deactivated=bool(user.get("deleted")),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger") or user.get("team_id", team) != team),
        is_app=bool(user.get("is_bot") or user["id"] == "USLACKBOT"),
    )


def _channel(channel: dict[str, Any]) -> Channel:
    return Channel(
        id=channel["id"],
        name=channel["name"],
        is_private=bool(channel.get("is_private")),
        is_archived=bool(channel.get("is_archived")),
        is_ours=bool(channel.get("is_member")),
        topic=(channel.get("topic") or {}).get("value", ""),
    )
