"""The app manifest: the one file, with the names and addresses of an installation filled in."""

from pathlib import Path
from typing import Any

import yaml

from bot.commands import PREFIX, PREFIX_NEEDS, app_name, with_prefix
from bot.errors import Misconfigured

NAME = "manifest.yml"
# Beside the packages in a checkout, inside this one in an installed wheel.
_HUDDLES = "user_huddle_changed"
_PLACES = (Path(__file__).parent.parent / NAME, Path(__file__).parent / NAME)


def read_manifest(
    prefix: str | None = None, request_url: str | None = None, *, huddle_events: bool = False
) -> dict[str, Any]:
    """The manifest, for a second installation (`prefix`: /test-advise), for HTTP, or where who
    joins a huddle of Slack's is to be heard. That needs no scope more than it has (users:read).

    Raises `Misconfigured` for a prefix that Slack would not take.
    """
    path = next(place for place in _PLACES if place.exists())
    manifest: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    if prefix is not None:
        _set_prefix(manifest, prefix)
    if request_url is not None:
        _set_request_url(manifest, request_url)
    if huddle_events:
        manifest["settings"]["event_subscriptions"]["bot_events"].append(_HUDDLES)
    return manifest


def write_manifest(manifest: dict[str, Any]) -> str:
    """As YAML, in the order of the file."""
    text: str = yaml.safe_dump(manifest, sort_keys=False, allow_unicode=True, width=100)
    return text


def _set_prefix(manifest: dict[str, Any], prefix: str) -> None:
    if not PREFIX.fullmatch(prefix):
        raise Misconfigured(f"A prefix has {PREFIX_NEEDS}")
    name = app_name(prefix)
    manifest["display_information"]["name"] = name
    manifest["features"]["bot_user"]["display_name"] = name
    about = manifest["display_information"]
    for command in manifest["features"]["slash_commands"]:
        name = with_prefix(command["command"], prefix)
        about["long_description"] = about["long_description"].replace(command["command"], name)
        command["command"] = name


def _set_request_url(manifest: dict[str, Any], url: str) -> None:
    if not url.startswith("https://"):
        raise Misconfigured("Slack calls https:// addresses only, like https://bot.example.com")
    address = url.rstrip("/") + "/slack/events"
    manifest["settings"]["socket_mode_enabled"] = False
    manifest["settings"]["event_subscriptions"]["request_url"] = address
    manifest["settings"]["interactivity"]["request_url"] = address
    # Without it a menu that asks the bot while somebody types finds nothing, and says nothing.
    manifest["settings"]["interactivity"]["message_menu_options_url"] = address
    for command in manifest["features"]["slash_commands"]:
        command["url"] = address
