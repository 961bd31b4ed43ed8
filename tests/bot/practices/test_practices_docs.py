"""The page for coaches: its examples are good files, and its table names every field."""

import re
from pathlib import Path

import pytest

from bot.practices.interchange import read_practices
from bot.practices.interchange_checks import NAMES
from storage.practices import PracticeState, Scope
from storage.topics import Topic

PAGE = (Path(__file__).parents[3] / "docs" / "practices.md").read_text()


@pytest.mark.parametrize(("block", "name"), [("markdown", "wifi.md"), ("json", "wifi.jsonl")])
def test_the_documented_examples_are_good_files(block: str, name: str, tmp_path: Path) -> None:
    example = PAGE.partition(f"```{block}\n")[2].partition("```")[0]
    (tmp_path / name).write_text(example)
    reading = read_practices(tmp_path / name)
    assert reading.problems == []
    (practice,) = reading.practices
    assert practice.topics[0] is Topic.NETWORK
    assert practice.sayings


def test_the_page_names_every_field_and_every_word_that_it_takes() -> None:
    table = PAGE.partition("| field |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(\w+)`", table))
    assert {*NAMES, *Topic, *Scope, *PracticeState} <= named
