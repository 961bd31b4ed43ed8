"""What a Web API method is: its name, tier, arguments, scopes and deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.workspace.arguments import Arguments
from bot.workspace.shapes import Json
from bot.workspace.state import State


@dataclass(frozen=True)
class Method:
    """One method. `scopes`: any one of them suffices; `token`: which of the app's it takes."""

    name: str
    tier: str
    run: Callable[[State, Arguments], Json]
    known: frozenset[str] = frozenset()
    required: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app"] = "bot"  # noqa: S105 - a kind of token, not a token


def arguments(words: str) -> frozenset[str]:
    """Argument names, written with spaces between."""
    return frozenset(words.split())
