"""auth.test, apps.connections.open and team.info."""

from __future__ import annotations

from bot.workspace.arguments import Arguments
from bot.workspace.method import Method, arguments
from bot.workspace.shapes import Json, Refusal
from bot.workspace.state import State


def auth_test(state: State, args: Arguments) -> Json:
    """auth.test: whose token this is."""
    person = state.people.find(state.app.user)
    return {
        "url": f"{state.url}/",
        "team": state.team_name,
        "user": person.name if person else state.app.name,
        "team_id": state.team_id,
        "user_id": state.app.user,
        "bot_id": state.app.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(state: State, args: Arguments) -> Json:
    """apps.connections.open: a WebSocket address that works once."""
    address = state.url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={state.tickets.issue()}&app_id={state.app.app_id}"}


def team_info(state: State, args: Arguments) -> Json:
    """team.info."""
    if args.text("team", state.team_id) != state.team_id:
        raise Refusal("team_not_found")
    return {
        "team": {
            "id": state.team_id,
            "name": state.team_name,
            "domain": state.domain,
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


METHODS = (
    Method("auth.test", "SpecialTier_auth_test", auth_test),
    Method("apps.connections.open", "Tier1", open_connection, token="app"),  # noqa: S106
    Method("team.info", "Tier3", team_info, arguments("domain team"), (), ("team:read",)),
)
