"""Reads what comes to the people's and the control door, and refuses nonsense kindly."""

from __future__ import annotations

import math
from typing import Any

from aiohttp import web

from bot.workspace.shapes import Json, Unkind


async def read_object(request: web.Request) -> Json:
    """The JSON object in a request's body.

    Raises:
        Unkind: `invalid_json`.
    """
    try:
        body: Any = await request.json()
    except ValueError:
        raise Unkind("invalid_json", "Send a JSON object.") from None
    if not isinstance(body, dict):
        raise Unkind("invalid_json", "Send a JSON object.")
    return body


def part(body: Json, name: str) -> Json:
    """An object inside a body; empty when absent.

    Raises:
        Unkind: `invalid_body` when it is something else.
    """
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Unkind("invalid_body", f"{name} is an object.")
    return value


def number(body: Json, name: str, default: float) -> float:
    """A number inside a body or a query.

    Raises:
        Unkind: `invalid_body`.
    """
    try:
        value = float(body.get(name, default))
    except (TypeError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        raise Unkind("invalid_body", f"{name} is a number.")
    return value
