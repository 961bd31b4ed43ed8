"""Slash commands: typed anywhere but in threads, answered within 3 seconds."""

from __future__ import annotations

from bot.workspace.channels import Channel
from bot.workspace.interactions import ask, channel_name, response_url, seen_channel, tell
from bot.workspace.people import Person
from bot.workspace.response_urls import ResponseUrl
from bot.workspace.responses import respond
from bot.workspace.shapes import Json, Refusal, Unkind
from bot.workspace.state import State
from bot.workspace.wording import for_command, from_app


async def command(state: State, person: Person, body: Json) -> Json:
    """Type a command; what goes wrong comes as a notice.

    Raises:
        Unkind: `command_not_found`, `not_in_thread`, `channel_not_found`.
    """
    name = str(body.get("command", ""))
    channel = seen_channel(state, person.uid, str(body.get("channel", "")))
    known = state.manifest.command(name)
    if known is None:
        raise Unkind("command_not_found", f"{name} is not a command here.")
    if body.get("thread_ts"):
        raise Unkind("not_in_thread", f"{name} is not supported in threads. Sorry!")
    text = _text(state, str(body.get("text", "")), bool(known.get("should_escape")))
    answer = await ask(state, "slash_commands", _payload(state, person, channel, name, text))
    problem = answer.error or _answered(state, person, channel, answer.body)
    if problem:
        tell(state, person.uid, f'{name} failed with the error "{problem}"', channel=channel.id)
    return {"acked": answer.error is None, "error": problem}


def _payload(state: State, person: Person, channel: Channel, name: str, text: str) -> Json:
    return {
        "token": "local",
        "team_id": person.team_id or state.team_id,
        "team_domain": state.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.uid,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": state.app.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url(state, person.uid, channel.id),
        "trigger_id": state.triggers.issue(person.uid),
    }


def _text(state: State, text: str, should_escape: bool) -> str:
    def name_of(target: str) -> str | None:
        person, channel = state.people.find(target), state.channels.find(target)
        return person.name if person else channel.name if channel else None

    return for_command(from_app(text), name_of, should_escape).strip()


def _answered(state: State, person: Person, channel: Channel, body: Json) -> str | None:
    """Show what the acknowledgement said; the error if it could not be shown."""
    if not body:
        return None
    try:
        respond(state, ResponseUrl("", person.uid, channel.id, state.now()), body)
    except Refusal as refusal:
        return refusal.code
    return None
