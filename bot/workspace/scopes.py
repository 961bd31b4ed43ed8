"""Which scope a deed on a conversation needs, by the kind of conversation."""

from __future__ import annotations

from bot.workspace.channels import Channel, Kind
from bot.workspace.state import State

PREFIX: dict[Kind, str] = {"public": "channels", "private": "groups", "im": "im"}
MANAGE: dict[Kind, str] = {
    "public": "channels:manage",
    "private": "groups:write",
    "im": "im:write",
}


def require_read(state: State, channel: Channel) -> None:
    state.manifest.require(f"{PREFIX[channel.kind]}:read")


def require_history(state: State, channel: Channel) -> None:
    state.manifest.require(f"{PREFIX[channel.kind]}:history")


def require_manage(state: State, kind: Kind, *narrower: str) -> None:
    """The kind's managing scope, or a narrower one such as `channels:write.invites`."""
    own = [scope for scope in narrower if scope.startswith(PREFIX[kind])]
    state.manifest.require(*own, MANAGE[kind])
