"""A bare slack-bolt app whose one command does nothing: what every ask is held against."""

import asyncio
import json
import os
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient


async def serve() -> None:
    """The same set-up as the bot: Socket Mode, process_before_response, constant authorize."""
    token = os.environ["PODLINE_SLACK_BOT_TOKEN"]
    client = AsyncWebClient(token=token, base_url=os.environ["PODLINE_SLACK_API_URL"])
    me = await client.auth_test()

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=me["team_id"], bot_user_id=me["user_id"], bot_token=token
        )

    app = AsyncApp(
        client=client, authorize=authorize, signing_secret="unused", process_before_response=True
    )

    @app.command("/advise")
    async def nothing(ack: Any) -> None:
        await ack()

    @app.event("message")
    async def heard() -> None:
        """Channels are made during the set-up; an unhandled event would come again."""

    handler = AsyncSocketModeHandler(app, os.environ["PODLINE_SLACK_APP_TOKEN"])
    await handler.connect_async()  # type: ignore[no-untyped-call]
    print(json.dumps({"ready": True}), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
