"""Practices in files: what is written is read back, and the same folder twice is the same."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Misconfigured
from bot.practices.interchange import read_practices, write_practices
from bot.practices.interchange_practice import WrittenPractice, practice_id
from tests.bot.practices.written import GOOD, GOOD_NOTE, PRACTICES, read, said


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", ["folder", "notes.csv", "notes.jsonl"])
@given(practices=st.lists(PRACTICES, min_size=1, max_size=4, unique_by=lambda each: each.key))
@settings(max_examples=50, deadline=None)
def test_what_is_written_is_read_back(name: str, practices: list[WrittenPractice]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_practices(practices, path)
        reading = read_practices(path)
    assert said(reading) == []
    assert sorted(reading.practices, key=lambda each: each.key) == sorted(
        practices, key=lambda each: each.key
    )


def test_a_note_is_read_whole_with_the_files_name_as_its_key(tmp_path: Path) -> None:
    reading = read(tmp_path, GOOD_NOTE)
    assert said(reading) == []
    assert reading.practices == [GOOD]


def test_a_field_that_is_empty_in_yaml_counts_as_left_out(tmp_path: Path) -> None:
    note = GOOD_NOTE.replace("2026-12-31T17:00-08:00", "null\nhelper: ~\nlink:")
    reading = read(tmp_path, note)
    assert said(reading) == []
    assert reading.practices == [replace(GOOD, ends=None)]


def test_a_table_from_a_spreadsheet_is_read_with_semicolons_and_its_own_line_ends(
    tmp_path: Path,
) -> None:
    table = (
        "\ufeffKey;Title;Situation;What_worked;Sayings;Topics\r\n"
        'vacas;Vacaciones;El cliente sale de viaje;"Primera línea\r\ny segunda";'
        '"es (Ana): Le activo el viaje.\r\nen: Your trip is on.";roaming, plans\r\n;;;;;\r\n'
    )
    reading = read(tmp_path, table, "notes.csv")
    assert said(reading) == []
    (practice,) = reading.practices
    assert practice.what_worked == "Primera línea\ny segunda"
    assert [each.author for each in practice.sayings] == ["Ana", None]
    assert (practice.language, practice.scope, practice.state) == ("es", "market", "shared")


def test_a_cell_that_looks_like_a_formula_is_no_formula_in_a_spreadsheet(tmp_path: Path) -> None:
    evil = replace(GOOD, title='=HYPERLINK("http://x")', situation="+1", what_worked="'-1")
    write_practices([evil], Path("notes.csv"))
    text = Path("notes.csv").read_text(encoding="utf-8-sig")
    assert ",\"'=HYPERLINK" in text
    assert ",'+1,''-1," in text
    assert read_practices(Path("notes.csv")).practices == [evil]


def test_writing_the_same_again_changes_no_file_and_a_new_title_keeps_its_file() -> None:
    other = replace(GOOD, key="other", situation="Something else.")
    assert write_practices([GOOD, other], Path("out")) == (2, 0)
    names = sorted(os.listdir("out"))
    assert names == ["outage-with-a-known-cause-2.md", "outage-with-a-known-cause.md"]
    assert write_practices([other, GOOD], Path("out")) == (0, 0)
    assert write_practices([replace(other, title="Renamed"), GOOD], Path("out")) == (0, 1)
    assert sorted(os.listdir("out")) == names


def test_a_practice_keeps_the_key_that_it_has_in_the_folder() -> None:
    write_practices([GOOD], Path("out"))
    exported = replace(GOOD, key=str(GOOD.id))
    assert write_practices([exported], Path("out")) == (0, 0)
    assert read_practices(Path("out")).practices == [GOOD]


def test_one_practice_under_its_key_and_its_id_is_told_as_a_duplicate(tmp_path: Path) -> None:
    read(tmp_path, GOOD_NOTE)
    note = GOOD_NOTE.replace("scope:", f"key: {GOOD.id}\nscope:")
    (tmp_path / "other.md").write_text(note)
    assert said(read_practices(tmp_path)) == [
        f"{tmp_path}/outage.md:1: key 'outage' stands in {tmp_path}/other.md:1 too"
    ]


def test_nothing_is_written_into_a_folder_that_cannot_be_understood() -> None:
    Path("out").mkdir()
    Path("out/mine.md").write_text("My notes.")
    with pytest.raises(Misconfigured, match=r"mine\.md:1: must begin with a line ---"):
        write_practices([GOOD], Path("out"))
    assert os.listdir("out") == ["mine.md"]


def test_a_key_is_one_practice_and_an_exported_key_is_its_own_id() -> None:
    assert practice_id("outage") == practice_id("outage") != practice_id("outage-2")
    own = UUID("01930000-0000-7000-8000-000000000001")
    assert practice_id(str(own)) == own
