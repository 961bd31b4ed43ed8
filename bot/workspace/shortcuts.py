"""Global and message shortcuts."""

from __future__ import annotations

from bot.workspace.interactions import ask, channel_part, head, response_url, seen_channel, tell
from bot.workspace.people import Person
from bot.workspace.shapes import Json, Unkind
from bot.workspace.state import State


async def shortcut(state: State, person: Person, body: Json) -> Json:
    """Use a shortcut: a global one, or one on a message (with `channel` and `ts`).

    Raises:
        Unkind: `shortcut_not_found`, `channel_not_found`, `message_not_found`.
    """
    known = state.manifest.shortcut(str(body.get("callback_id")))
    on_message = "ts" in body
    if known is None or (known["type"] == "message") != on_message:
        raise Unkind("shortcut_not_found", "There is no such shortcut.", 404)
    payload = head(state, "message_action" if on_message else "shortcut", person) | {
        "callback_id": known["callback_id"],
        "trigger_id": state.triggers.issue(person.uid),
        "action_ts": state.next_ts(),
    }
    if on_message:
        payload |= _on_message(state, person, body)
    answer = await ask(state, "interactive", payload)
    if answer.error:
        tell(state, person.uid, f"{state.app.name} did not answer in time. Try again.")
    return {"acked": answer.error is None, "error": answer.error}


def _on_message(state: State, person: Person, body: Json) -> Json:
    channel = seen_channel(state, person.uid, str(body.get("channel")))
    message = channel.log.find(str(body["ts"]))
    if message is None:
        raise Unkind("message_not_found", "That message is gone.", 404)
    return {
        "channel": channel_part(channel),
        "message": channel.log.slack(message),
        "message_ts": message.ts,
        "response_url": response_url(state, person.uid, channel.id),
    }
