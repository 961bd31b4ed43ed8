"""Answers the person who just acted: private, at once, best effort, never the only record."""

import asyncio
import json
from collections.abc import Coroutine
from logging import getLogger
from typing import Any

from aiohttp import ClientSession
from slack_bolt import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.text.kit import Block, Card, modal
from handlers.payloads import Press, Said, Shortcut

log = getLogger(__name__)
NOTHING = ""
NOTE_TITLE = "Podline"


class Teller:
    """Tells people things by the way that reaches them where they acted.

    What needs a call to Slack runs beside the acknowledgement, so that an ack never waits.
    """

    def __init__(self, client: AsyncWebClient, session: ClientSession) -> None:
        self._client = client
        self._session = session
        self._under_way: set[asyncio.Task[None]] = set()

    def to_command(self, said: Said, trigger_id: str) -> BoltResponse:
        """A card goes into the response's own body; a modal is opened."""
        if isinstance(said, Card):
            return _json(_private(said))
        if said:
            self._start(self._client.views_open(trigger_id=trigger_id, view=said))
        return accepted()

    def to_press(self, said: Said, press: Press) -> BoltResponse:
        """In a channel by response_url; in a modal or Home as a modal of its own."""
        if isinstance(said, Card) and press.response_url:
            self._start(self._respond(press.response_url, said))
        elif said:
            view = note_modal(said) if isinstance(said, Card) else said
            show = (
                self._client.views_push if press.view_type == "modal" else self._client.views_open
            )
            self._start(show(trigger_id=press.trigger_id, view=view))
        return accepted()

    def to_submission(self, said: Said) -> BoltResponse:
        """Nothing closes the modal; a card or a modal takes its place."""
        if not said:
            return accepted()
        view = note_modal(said) if isinstance(said, Card) else said
        return _json({"response_action": "update", "view": view})

    def to_shortcut(self, said: Said, shortcut: Shortcut) -> BoltResponse:
        if isinstance(said, Card) and shortcut.response_url:
            self._start(self._respond(shortcut.response_url, said))
        elif said:
            view = note_modal(said) if isinstance(said, Card) else said
            self._start(self._client.views_open(trigger_id=shortcut.trigger_id, view=view))
        return accepted()

    def to_author(self, said: Card, channel: str, user: str, thread_ts: str | None) -> None:
        """For events, which have no response: a private message where the person wrote."""
        whisper = self._client.chat_postEphemeral(
            channel=channel, user=user, text=said.text, blocks=said.blocks, thread_ts=thread_ts
        )
        self._start(whisper)

    def publish_home(self, user: str, view: Block) -> None:
        self._start(self._client.views_publish(user_id=user, view=view))

    async def finish(self) -> None:
        """Wait for what is under way (shutdown)."""
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _respond(self, response_url: str, said: Card) -> None:
        webhook = AsyncWebhookClient(response_url, session=self._session)
        await webhook.send_dict(_private(said))

    def _start(self, call: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(_quietly(call))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)


def accepted() -> BoltResponse:
    return BoltResponse(status=200, body=NOTHING)


def field_errors(errors: dict[str, str]) -> BoltResponse:
    """The modal stays open, each sentence under its field, nothing typed is lost."""
    return _json({"response_action": "errors", "errors": errors})


def note_modal(said: Card) -> Block:
    """A private card where there is no channel to say it in."""
    blocks = said.blocks or [{"type": "section", "text": {"type": "mrkdwn", "text": said.text}}]
    return modal("note", NOTE_TITLE, blocks, submit=None)


def _private(said: Card) -> dict[str, Any]:
    body: dict[str, Any] = {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": said.text,
    }
    return body | {"blocks": said.blocks} if said.blocks else body


def _json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(body), headers={"content-type": ["application/json"]}
    )


async def _quietly(call: Coroutine[Any, Any, Any]) -> None:
    try:
        await call
    except SlackApiError as error:
        log.warning("an immediate answer was refused", extra={"error": error.response["error"]})
    except (OSError, TimeoutError) as error:
        log.warning("an immediate answer did not arrive", extra={"error": type(error).__name__})
