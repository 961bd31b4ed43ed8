"""What the app may do, read from its manifest: commands, shortcuts, events, scopes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.workspace.shapes import Json, Refusal

# Commands that Slack keeps for itself, from its help page on slash commands, and those of its
# own features that an app cannot take over.
_OWN = """/active /apps /archive /away /call /collapse /dm /dnd /expand /feed /feedback /help
/huddle /invite /invite_people /join /keys /leave /me /msg /mute /open /part /prefs /remind
/remove /rename /search /shortcuts /shrug /star /status /topic /who"""
RESERVED = frozenset(_OWN.split())


@dataclass(frozen=True)
class Manifest:
    """The parts of an app manifest that decide what Slack hands over and lets through."""

    name: str
    commands: tuple[Json, ...]
    shortcuts: tuple[Json, ...]
    events: frozenset[str]
    scopes: tuple[str, ...]
    home_tab: bool
    interactive: bool
    messages_read_only: bool = False
    asks_for_options: bool = True

    def command(self, name: str) -> Json | None:
        return next((one for one in self.commands if one["command"] == name), None)

    def shortcut(self, callback_id: str) -> Json | None:
        return next((one for one in self.shortcuts if one["callback_id"] == callback_id), None)

    @property
    def read_only_note(self) -> str | None:
        """What people are told where they cannot write to the app; None where they can."""
        if not self.messages_read_only:
            return None
        note = f"{self.name} reads no messages here."
        if self.commands:
            note += f" Ask with {self.commands[0]['command']} from any channel or direct message."
        return note

    def require(self, *any_of: str) -> None:
        """Refuse unless one of these scopes is held (none asked: always fine).

        Raises:
            Refusal: `missing_scope` with `needed` and `provided`, as Slack answers.
        """
        if any_of and not any(scope in self.scopes for scope in any_of):
            needed, provided = ",".join(any_of), ",".join(self.scopes)
            raise Refusal("missing_scope", needed=needed, provided=provided)


def read_manifest(manifest: Mapping[str, Any]) -> Manifest:
    """Read an app manifest.

    Raises:
        ValueError: a command has a name that Slack reserves or would not accept, or the scope for
            commands is missing.
    """
    features = manifest.get("features", {})
    app_home = features.get("app_home", {})
    settings = manifest.get("settings", {})
    interactivity = settings.get("interactivity", {})
    name = manifest.get("display_information", {}).get("name", "app")
    commands = tuple(dict(one) for one in features.get("slash_commands", ()))
    for command in commands:
        _check_command(command["command"])
    scopes = tuple(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ()))
    shortcuts = tuple(dict(one) for one in features.get("shortcuts", ()))
    if (commands or shortcuts) and "commands" not in scopes:
        raise ValueError("commands and shortcuts need the scope commands")
    return Manifest(
        name=name,
        commands=commands,
        shortcuts=shortcuts,
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
        scopes=scopes,
        home_tab=bool(app_home.get("home_tab_enabled")),
        messages_read_only=bool(app_home.get("messages_tab_read_only_enabled")),
        interactive=bool(interactivity.get("is_enabled")),
        asks_for_options=_asks_for_options(interactivity),
    )


def _asks_for_options(interactivity: Mapping[str, Any]) -> bool:
    """Over HTTP menus have an address of their own: without it Slack asks nobody and shows
    "no results" (slackapi/bolt-js#1479). A manifest without addresses is for Socket Mode.
    """
    return "request_url" not in interactivity or "message_menu_options_url" in interactivity


def _check_command(name: str) -> None:
    if name in RESERVED:
        raise ValueError(f"{name} is one of Slack's own commands; an app cannot have it")
    if not name.startswith("/") or name != name.lower() or " " in name or len(name) > 32:
        raise ValueError(f"{name} is no command name: /lower-case, no spaces, at most 32 long")
