"""Reads the arguments of a Web API call: from the query, a form or a JSON body, as SDKs send them.

Blocks, views and metadata come as JSON, or as JSON inside a string of a form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

from aiohttp import web

from bot.workspace.shapes import Json, Refusal

EVERYWHERE = frozenset(("token", "team_id"))
STAMP = re.compile(r"\d{1,12}(\.\d{1,6})?")


async def read_arguments(request: web.Request) -> Json:
    """All arguments of a call, the body's over the query's.

    Raises:
        Refusal: `invalid_json` or `json_not_object`.
    """
    found: Json = dict(request.query)
    if request.method == "GET":
        return found
    if request.content_type == "application/json":
        return found | _parse_body(await request.text())
    return found | dict((await request.post()).items())


def _parse_body(text: str) -> Json:
    try:
        body = json.loads(text or "{}")
    except ValueError:
        raise Refusal("invalid_json") from None
    if not isinstance(body, dict):
        raise Refusal("json_not_object")
    return body


def invalid(*messages: str) -> Refusal:
    """Slack's `invalid_arguments` with its reasons."""
    said = [f"[ERROR] {message}" for message in messages]
    return Refusal("invalid_arguments", response_metadata={"messages": said})


class Arguments:
    """The arguments of one call, read with Slack's leniency about types and no other."""

    def __init__(self, given: Json) -> None:
        self.given = {key: value for key, value in given.items() if value is not None}

    def check(self, known: Collection[str], required: Collection[str]) -> None:
        """Refuse unknown and missing arguments.

        Raises:
            Refusal: `invalid_arguments`.
        """
        unknown = sorted(set(self.given) - set(known) - EVERYWHERE)
        missing = [name for name in required if self.given.get(name) in (None, "")]
        said = [f"unknown argument: {name}" for name in unknown]
        said += [f"missing required field: {name}" for name in missing]
        if said:
            raise invalid(*said)

    def has(self, name: str) -> bool:
        return name in self.given

    def text(self, name: str, default: str = "") -> str:
        value = self.given.get(name, default)
        if isinstance(value, (dict, list)):
            raise invalid(f"must be a string [json-pointer:/{name}]")
        return str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.given.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        try:
            return int(self.given.get(name, default) or default)
        except (TypeError, ValueError):
            raise invalid(f"must be a number [json-pointer:/{name}]") from None

    def names(self, name: str) -> list[str]:
        """A list, or a text with commas between."""
        value = self.given.get(name, "")
        parts = value if isinstance(value, list) else str(value).split(",")
        return [str(part).strip() for part in parts if str(part).strip()]

    def parsed(self, name: str, error: str) -> Any:
        """A JSON value, parsed from a string if need be; None when absent or empty.

        Raises:
            Refusal: `error` when the string is no JSON.
        """
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else None
        except ValueError:
            raise Refusal(error) from None

    def stamp(self, name: str, error: str) -> str:
        """A message ts in its full form, or "" when absent.

        Raises:
            Refusal: `error` when it is no time stamp.
        """
        value = self.text(name)
        if not value:
            return ""
        if not STAMP.fullmatch(value):
            raise Refusal(error)
        seconds, _, micros = value.partition(".")
        return f"{int(seconds):010d}.{micros.ljust(6, '0')}"
