"""Identifiers of blocks and elements: that they are unique, and those that Slack makes up."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import count
from typing import Any

from bot.workspace.block_checks import problem
from bot.workspace.block_tree import elements

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LENGTH = 5

Make = Callable[[str], str]


def repeated_ids(blocks: list[Any], at: str) -> Iterator[str]:
    """A `block_id` twice on one surface, an `action_id` twice in one block.

    Slack's answer: `action_id` "x" already exists [json-pointer:/blocks/1/elements/1/action_id].
    The same `action_id` in different blocks is fine (docs.slack.dev: "unique among all other
    action_ids in the containing block").
    """
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        yield from _repeated("block_id", [(f"{at}/{index}", block)], seen)
        inside = [(f"{at}/{index}{where}", element) for where, element in elements(block)]
        yield from _repeated("action_id", inside, set())


def _repeated(key: str, holders: list[tuple[str, Any]], seen: set[str]) -> Iterator[str]:
    for at, holder in holders:
        made = holder.get(key)
        if made is None:
            continue
        if made in seen:
            yield problem(f'`{key}` "{made}" already exists', f"{at}/{key}")
        seen.add(made)


def fill_ids(blocks: list[dict[str, Any]], seed: str = "") -> list[dict[str, Any]]:
    """A copy of the blocks in which every block and interactive element has its id.

    Ids that are there stay. Those made up look like Slack's ("xK3b9"), are unique in this message
    and the same for the same blocks and `seed`.
    """
    taken = {str(block.get("block_id")) for block in blocks}
    taken |= {str(e.get("action_id")) for block in blocks for _, e in elements(block)}
    make = _maker(seed, taken)
    return [_filled(block, str(index), make) for index, block in enumerate(blocks)]


def _maker(seed: str, taken: set[str]) -> Make:
    def make(where: str) -> str:
        for attempt in count():
            digest = sha256(f"{seed}|{where}|{attempt}".encode()).digest()
            made = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_LENGTH])
            if made not in taken:
                taken.add(made)
                return made
        raise AssertionError("count() never ends")

    return make


def _filled(block: dict[str, Any], where: str, make: Make) -> dict[str, Any]:
    copy = {"block_id": make(where), **block} if "block_id" not in block else dict(block)
    if block.get("type") == "actions":
        inside = enumerate(block["elements"])
        copy["elements"] = [_with_action_id(e, f"{where}/{i}", make) for i, e in inside]
    for key in ("accessory", "element"):
        if key in block:
            copy[key] = _with_action_id(block[key], f"{where}/{key}", make)
    return copy


def _with_action_id(element: dict[str, Any], where: str, make: Make) -> dict[str, Any]:
    if element.get("type") == "image" or "action_id" in element:
        return element
    return {**element, "action_id": make(where)}
