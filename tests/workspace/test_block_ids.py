"""Ids that Slack makes up for blocks and elements without one."""

import json
from typing import Any

from bot.workspace.blocks import check_blocks, fill_ids

PLAIN = {"type": "plain_text", "text": "Go"}
BLOCKS: list[dict[str, Any]] = [
    {"type": "divider"},
    {
        "type": "section",
        "block_id": "mine",
        "text": PLAIN,
        "accessory": {"type": "image", "image_url": "https://x.test/a.png", "alt_text": "a"},
    },
    {"type": "section", "text": PLAIN, "accessory": {"type": "button", "text": PLAIN}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "text": PLAIN, "action_id": "go"},
            {"type": "button", "text": PLAIN},
        ],
    },
    {"type": "input", "label": PLAIN, "element": {"type": "plain_text_input"}},
]


def test_every_block_and_interactive_element_has_an_id_of_its_own() -> None:
    filled = fill_ids(BLOCKS)
    ids = [block["block_id"] for block in filled]
    ids += [filled[2]["accessory"]["action_id"], filled[4]["element"]["action_id"]]
    ids += [element["action_id"] for element in filled[3]["elements"]]
    assert len(set(ids)) == 9
    assert check_blocks(filled, "message") == []


def test_ids_that_are_there_stay() -> None:
    filled = fill_ids(BLOCKS)
    assert filled[1]["block_id"] == "mine"
    assert filled[3]["elements"][0]["action_id"] == "go"


def test_an_image_gets_no_action_id() -> None:
    assert fill_ids(BLOCKS)[1]["accessory"] == BLOCKS[1]["accessory"]


def test_the_blocks_given_are_left_alone() -> None:
    before = json.dumps(BLOCKS)
    fill_ids(BLOCKS)
    assert json.dumps(BLOCKS) == before


def test_the_same_blocks_get_the_same_ids_and_another_seed_others() -> None:
    assert fill_ids(BLOCKS) == fill_ids(BLOCKS)
    assert fill_ids(BLOCKS, seed="1")[0]["block_id"] != fill_ids(BLOCKS)[0]["block_id"]


def test_an_id_made_up_never_takes_one_that_is_there() -> None:
    made = fill_ids([{"type": "divider"}])[0]["block_id"]
    filled = fill_ids([{"type": "divider"}, {"type": "divider", "block_id": made}])
    assert filled[0]["block_id"] != made
