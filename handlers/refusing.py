"""The one error listener: a named error becomes a kind private sentence that says what to do."""

from collections.abc import Awaitable, Callable
from logging import getLogger
from typing import Any

from bot.text.escaping import escape
from slack_bolt import BoltResponse

from bot.errors import AlreadyHandled, BadInput, NotSaved, PodlineError
from bot.text.kit import Block, Card, actions, button, section
from handlers.payloads import Payload
from handlers.reading import read_press, read_shortcut
from handlers.telling import Teller, accepted, field_errors

log = getLogger(__name__)
TRY_AGAIN = "again"
LONGEST_VALUE = 2000


def refuser(teller: Teller, now: Callable[[], Any]) -> Callable[..., Awaitable[BoltResponse]]:
    """The `app.error` listener."""

    async def refuse(error: Exception, body: Payload) -> BoltResponse:
        if isinstance(error, AlreadyHandled):
            return accepted()
        if not isinstance(error, PodlineError):
            log.error("a listener failed", exc_info=error, extra={"kind": _kind(body)})
        named = error if isinstance(error, PodlineError) else PodlineError()
        saved = isinstance(error, PodlineError) and not isinstance(error, NotSaved)
        if _kind(body) == "event":
            return _refuse_event(teller, named, body) if saved else BoltResponse(status=500)
        return _refuse_act(teller, named, body, now)

    return refuse


def _refuse_event(teller: Teller, error: PodlineError, body: Payload) -> BoltResponse:
    event = body["event"]
    if event.get("user") and event.get("channel"):
        said = Card(error.sentence, [section(error.sentence)])
        teller.to_author(said, event["channel"], event["user"], event.get("thread_ts"))
    return accepted()


def _refuse_act(
    teller: Teller, error: PodlineError, body: Payload, now: Callable[[], Any]
) -> BoltResponse:
    match _kind(body):
        case "command":
            return teller.to_command(_with_words_back(error, body), body["trigger_id"])
        case "view_submission":
            return _refuse_submission(teller, error, body["view"])
        case "block_actions":
            return teller.to_press(_said(error), read_press(body, now()))
        case "message_action" | "shortcut":
            return teller.to_shortcut(_said(error), read_shortcut(body, now()))
        case _:
            return accepted()


def _refuse_submission(teller: Teller, error: PodlineError, view: Block) -> BoltResponse:
    """Under the field at fault, else under the first one: the modal stays open either way."""
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    field = error.field if isinstance(error, BadInput) else None
    if field in inputs:
        return field_errors({str(field): error.sentence})
    if inputs:
        return field_errors({inputs[0]: error.sentence})
    return teller.to_submission(_said(error))


def _with_words_back(error: PodlineError, body: Payload) -> Card:
    """A command is never retried by Slack: what was typed goes back to whoever typed it."""
    words = (body.get("text") or "").strip()
    if not words or not _lost(error):
        return _said(error)
    sentence = f"{error.sentence} Here are your words: {escape(words)}"
    blocks = [section(sentence[:2900])]
    again = f"{body['command']} {words}"
    if len(again) <= LONGEST_VALUE:
        blocks.append(actions(button("Try again", TRY_AGAIN, again)))
    return Card(sentence[:3900], blocks)


def _lost(error: PodlineError) -> bool:
    return isinstance(error, NotSaved) or type(error) is PodlineError


def _said(error: PodlineError) -> Card:
    return Card(error.sentence, [section(error.sentence)])


def _kind(body: Payload) -> str:
    if "command" in body:
        return "command"
    return "event" if "event" in body else str(body.get("type"))
