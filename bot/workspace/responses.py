"""What an app says through a `response_url`, or in the body of an acknowledgement.

Source: docs.slack.dev/interactivity/handling-user-interaction. Such an answer reaches a channel
that the app is not in, and its private form is for the person who acted.
"""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from bot.workspace import content, posting
from bot.workspace.arguments import Arguments, read_arguments
from bot.workspace.calls import ApiCall
from bot.workspace.channels import Channel
from bot.workspace.messages import Message
from bot.workspace.mishaps import with_faults
from bot.workspace.response_urls import ResponseUrl
from bot.workspace.shapes import Json, Refusal
from bot.workspace.state import State

_KNOWN = """attachments blocks delete_original link_names markdown_text metadata mrkdwn parse
replace_original response_type text thread_ts unfurl_links unfurl_media"""
KNOWN = frozenset(_KNOWN.split())


class ResponseDoor:
    """Answers `/respond/<token>`: 200 "ok", 404 for a URL that is used up, 400 for bad words."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def handle(self, request: web.Request) -> web.StreamResponse:
        given = await _read(request)

        def run() -> web.Response:
            return self._run(request.match_info["token"], given)

        def failed(status: int) -> None:
            self._log(given, status, None)

        return await with_faults(self._state, "respond", given, request, run, failed)

    def _run(self, token: str, given: Json) -> web.Response:
        try:
            respond(self._state, self._state.responses.use(token), given)
        except Refusal as refusal:
            status = 404 if refusal.code.endswith("_url") else 400
            self._log(given, status, refusal.code)
            body = {"ok": False, "error": refusal.code} | refusal.details
            return web.json_response(body, status=status)
        self._log(given, 200, None)
        return web.Response(text="ok")

    def _log(self, given: Json, status: int, error: str | None) -> None:
        self._state.calls.add(ApiCall("respond", given, status, error, self._state.now()))


async def _read(request: web.Request) -> Json:
    try:
        given = await read_arguments(request)
        packed: Any = json.loads(given["payload"]) if "payload" in given else given
    except (Refusal, ValueError):
        return {}
    return packed if isinstance(packed, dict) else {}


def respond(state: State, where: ResponseUrl, given: Json) -> None:
    """Carry out what the app said.

    Raises:
        Refusal: as `chat.postMessage` would, or `channel_not_found`.
    """
    args = Arguments(given)
    args.check(KNOWN, ())
    channel = state.channels.find(where.channel)
    if channel is None:
        raise Refusal("channel_not_found")
    if args.flag("delete_original") and where.message_ts:
        _delete(state, channel, where)
    elif args.flag("replace_original") and where.message_ts:
        _replace(state, channel, where, args)
    else:
        _say(state, channel, where, args)


def _written(state: State, channel: Channel, args: Arguments) -> Message:
    text = content.text_of(args)
    blocks = content.blocks_of(args, "msg_blocks_too_long")
    attachments = content.attachments_of(args)
    content.require_words(text, blocks, attachments)
    message = posting.by_app(state, channel.id, text)
    message.blocks, message.attachments = blocks or None, attachments
    return message


def _say(state: State, channel: Channel, where: ResponseUrl, args: Arguments) -> None:
    message = _written(state, channel, args)
    message.thread_ts = args.text("thread_ts") or None
    if args.text("response_type") == "in_channel":
        posting.post(state, channel, message)
    else:
        posting.whisper(state, channel, where.user, message)


def _replace(state: State, channel: Channel, where: ResponseUrl, args: Arguments) -> None:
    new = _written(state, channel, args)
    changes = {"text": new.text, "blocks": new.blocks, "attachments": new.attachments}
    ts = where.message_ts or ""
    if where.is_ephemeral:
        private = state.ephemerals.find(where.user, channel.id, ts)
        if private:
            posting.rewhisper(state, channel, where.user, private, **changes)
        return
    message = channel.log.find(ts)
    if message is None or message.user != state.app.user:
        raise Refusal("message_not_found")
    posting.revise(state, channel, message, state.app.user, **changes)


def _delete(state: State, channel: Channel, where: ResponseUrl) -> None:
    ts = where.message_ts or ""
    if where.is_ephemeral:
        posting.unwhisper(state, channel, where.user, ts)
        return
    message = channel.log.find(ts)
    if message is None or message.user != state.app.user:
        raise Refusal("message_not_found")
    posting.remove(state, channel, message)
