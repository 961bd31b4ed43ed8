"""Rules about buttons and their dialogs: each refuses what it is there to refuse.

A row: what is wrong, where it stands, the blocks, the complaint, the JSON pointer below /blocks.
"""

from typing import Any

import pytest

from bot.workspace.blocks import Surface, check_blocks

Block = dict[str, Any]
Row = tuple[str, Surface, Any, str, str]


def plain(words: Any = "Go", **more: Any) -> Block:
    return {"type": "plain_text", "text": words, **more}


def mrkdwn(words: str = "*Go*", **more: Any) -> Block:
    return {"type": "mrkdwn", "text": words, **more}


def actions(*elements: Any) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain(), **more}


def confirm(**more: Any) -> Block:
    whole = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain()}
    return {**whole, **more}


REFUSED: list[Row] = [
    (
        "a button in mrkdwn",
        "message",
        [actions(button(text=mrkdwn()))],
        "unsupported type: mrkdwn",
        "/0/elements/0/text/type",
    ),
    (
        "a button of 76",
        "message",
        [actions(button(text=plain("x" * 76)))],
        "must be less than 76 characters",
        "/0/elements/0/text/text",
    ),
    (
        "a button value of 2001",
        "message",
        [actions(button(value="x" * 2001))],
        "must be less than 2001 characters",
        "/0/elements/0/value",
    ),
    (
        "an empty button value",
        "message",
        [actions(button(value=""))],
        "must be more than 0 characters",
        "/0/elements/0/value",
    ),
    (
        "a button url of 3001",
        "message",
        [actions(button(url="https://x.test/".ljust(3001, "a")))],
        "must be less than 3001 characters",
        "/0/elements/0/url",
    ),
    (
        "a button url that is none",
        "message",
        [actions(button(url="over there"))],
        "must be a valid url",
        "/0/elements/0/url",
    ),
    (
        "a button in green",
        "message",
        [actions(button(style="green"))],
        "must be one of: primary, danger",
        "/0/elements/0/style",
    ),
    (
        "an accessibility label of 76",
        "message",
        [actions(button(accessibility_label="x" * 76))],
        "must be less than 76 characters",
        "/0/elements/0/accessibility_label",
    ),
    (
        "a placeholder on a button",
        "message",
        [actions(button(placeholder=plain()))],
        "invalid additional property: placeholder",
        "/0/elements/0",
    ),
    (
        "a block_id on an element",
        "message",
        [actions(button(block_id="b"))],
        "invalid additional property: block_id",
        "/0/elements/0",
    ),
    (
        "a dialog title of 101",
        "message",
        [actions(button(confirm=confirm(title=plain("x" * 101))))],
        "must be less than 101 characters",
        "/0/elements/0/confirm/title/text",
    ),
    (
        "a dialog text of 301",
        "message",
        [actions(button(confirm=confirm(text=plain("x" * 301))))],
        "must be less than 301 characters",
        "/0/elements/0/confirm/text/text",
    ),
    (
        "a dialog's yes of 31",
        "message",
        [actions(button(confirm=confirm(confirm=plain("x" * 31))))],
        "must be less than 31 characters",
        "/0/elements/0/confirm/confirm/text",
    ),
    (
        "a dialog's no of 31",
        "message",
        [actions(button(confirm=confirm(deny=plain("x" * 31))))],
        "must be less than 31 characters",
        "/0/elements/0/confirm/deny/text",
    ),
    (
        "a dialog in green",
        "message",
        [actions(button(confirm=confirm(style="green")))],
        "must be one of: primary, danger",
        "/0/elements/0/confirm/style",
    ),
    (
        "a dialog without a no",
        "message",
        [actions(button(confirm={"title": plain(), "text": plain(), "confirm": plain()}))],
        "missing required field: deny",
        "/0/elements/0/confirm",
    ),
    (
        "a dialog with a type",
        "message",
        [actions(button(confirm=confirm(type="confirm")))],
        "invalid additional property: type",
        "/0/elements/0/confirm",
    ),
]


@pytest.mark.parametrize(
    ("surface", "blocks", "says", "at"),
    [pytest.param(*row[1:], id=row[0].replace(" ", "-")) for row in REFUSED],
)
def test_the_workspace_refuses(surface: Surface, blocks: Any, says: str, at: str) -> None:
    assert check_blocks(blocks, surface) == [f"[ERROR] {says} [json-pointer:/blocks{at}]"]
