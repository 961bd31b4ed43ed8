"""Rules about text objects, ids and focus: each refuses what it is there to refuse.

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


def section(**more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Any) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain(), **more}


def entry(element: Block, **more: Any) -> Block:
    return {"type": "input", "label": plain("Question"), "element": element, **more}


def typed(kind: Any, **more: Any) -> Block:
    return {"type": kind, **more}


REFUSED: list[Row] = [
    (
        "an empty section text",
        "message",
        [section(text=mrkdwn(""))],
        "must be more than 0 characters",
        "/0/text/text",
    ),
    (
        "a section text of blanks",
        "message",
        [section(text=mrkdwn(" \n"))],
        "must be more than 0 characters",
        "/0/text/text",
    ),
    (
        "a section text of 3001",
        "message",
        [section(text=mrkdwn("x" * 3001))],
        "must be less than 3001 characters",
        "/0/text/text",
    ),
    (
        "a text that is a bare string",
        "message",
        [section(text="Go")],
        "must provide an object",
        "/0/text",
    ),
    (
        "a text whose text is a number",
        "message",
        [section(text=plain(7))],
        "must provide a string",
        "/0/text/text",
    ),
    (
        "a text without a type",
        "message",
        [section(text={"text": "Go"})],
        "missing required field: type",
        "/0/text",
    ),
    (
        "a text of the type text",
        "message",
        [section(text=typed("text", text="Go"))],
        "unsupported type: text",
        "/0/text/type",
    ),
    (
        "emoji on mrkdwn",
        "message",
        [section(text=mrkdwn(emoji=True))],
        "invalid additional property: emoji",
        "/0/text",
    ),
    (
        "verbatim on plain text",
        "message",
        [section(text=plain(verbatim=True))],
        "invalid additional property: verbatim",
        "/0/text",
    ),
    (
        "an emoji flag of 1",
        "message",
        [section(text=plain(emoji=1))],
        "must provide a boolean",
        "/0/text/emoji",
    ),
    (
        "a block_id of 256",
        "message",
        [typed("divider", block_id="x" * 256)],
        "must be less than 256 characters",
        "/0/block_id",
    ),
    (
        "an action_id of 256",
        "message",
        [actions(button(action_id="x" * 256))],
        "must be less than 256 characters",
        "/0/elements/0/action_id",
    ),
    (
        "a block_id twice",
        "message",
        [typed("divider", block_id="b"), section(block_id="b")],
        '`block_id` "b" already exists',
        "/1/block_id",
    ),
    (
        "an action_id twice in one block",
        "message",
        [actions(button(action_id="go"), button(action_id="go"))],
        '`action_id` "go" already exists',
        "/0/elements/1/action_id",
    ),
    (
        "two elements that want the focus",
        "modal",
        [
            entry(typed("plain_text_input", focus_on_load=True)),
            entry(typed("plain_text_input", focus_on_load=True)),
        ],
        "only one element can have `focus_on_load` set to true",
        "/1/element/focus_on_load",
    ),
]


@pytest.mark.parametrize(
    ("surface", "blocks", "says", "at"),
    [pytest.param(*row[1:], id=row[0].replace(" ", "-")) for row in REFUSED],
)
def test_the_workspace_refuses(surface: Surface, blocks: Any, says: str, at: str) -> None:
    assert check_blocks(blocks, surface) == [f"[ERROR] {says} [json-pointer:/blocks{at}]"]
