"""Walks over blocks: the elements that a block holds, whatever its type."""

from collections.abc import Iterator
from typing import Any

Element = dict[str, Any]


def elements(block: object) -> Iterator[tuple[str, Element]]:
    """The interactive elements of a block, each with its JSON pointer inside the block."""
    if not isinstance(block, dict):
        return
    if block.get("type") == "actions" and isinstance(block.get("elements"), list):
        for index, element in enumerate(block["elements"]):
            yield from _interactive(element, f"/elements/{index}")
    elif block.get("type") == "section":
        yield from _interactive(block.get("accessory"), "/accessory")
    elif block.get("type") == "input":
        yield from _interactive(block.get("element"), "/element")


def _interactive(element: object, at: str) -> Iterator[tuple[str, Element]]:
    if isinstance(element, dict) and element.get("type") != "image":
        yield at, element
