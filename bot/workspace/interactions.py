"""What all interactions share: their payload's head, their addresses, and failures told kindly.

Source: docs.slack.dev/reference/interaction-payloads.
"""

from __future__ import annotations

from bot.workspace.channels import Channel
from bot.workspace.people import Person
from bot.workspace.shapes import Json, Unkind
from bot.workspace.state import State
from bot.workspace.transport import Answer, AskKind

HIDDEN_NAME = {"private": "privategroup", "im": "directmessage"}


async def ask(state: State, kind: AskKind, payload: Json) -> Answer:
    """Hand something that a person did to the app; counted, so that tests see when all is quiet."""
    if kind == "interactive" and not state.manifest.interactive:
        return Answer(error="dispatch_failed")
    state.asking += 1
    try:
        return await state.transport.ask(kind, payload)
    finally:
        state.asking -= 1


def head(state: State, kind: str, person: Person) -> Json:
    """The fields that every interaction payload has."""
    return {
        "type": kind,
        "team": {"id": state.team_id, "domain": state.domain},
        "user": {
            "id": person.uid,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id or state.team_id,
        },
        "api_app_id": state.app.app_id,
        "token": "local",
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_name(channel: Channel) -> str:
    """The name as payloads give it: private ones are not told."""
    return HIDDEN_NAME.get(channel.kind, channel.name)


def channel_part(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel_name(channel)}


def response_url(
    state: State, user: str, channel: str, message_ts: str | None = None, private: bool = False
) -> str:
    """A fresh address for answering."""
    return f"{state.url}/respond/{state.responses.issue(user, channel, message_ts, private)}"


def tell(state: State, user: str, text: str, **where: str | None) -> None:
    """What Slackbot would say to one person."""
    places = {key: value for key, value in where.items() if value}
    state.stream.publish({"type": "notice", "text": text} | places, {user})


def seen_channel(state: State, user: str, channel: str) -> Channel:
    """A channel that this person sees.

    Raises:
        Unkind: `channel_not_found`.
    """
    found = state.channels.find(channel)
    if found is None or not found.visible_to(user):
        raise Unkind("channel_not_found", "You cannot see that channel.", 404)
    return found
