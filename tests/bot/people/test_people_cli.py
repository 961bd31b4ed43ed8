"""`podline forget`, `export`, `hold` and `release`: what they do, and what they say."""

import asyncio
import json
import os
import stat
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from storage.audit import AuditEntry
from storage.database import Database
from storage.migrations import upgrade
from storage.practices import Practice
from tests.bot.people.traces import LEAVER, busy_life, leaves
from tests.bot.practices.scene import Store


class Podline:
    """The command line with a database in which Dan left traces, and left."""

    def __init__(
        self, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._url, self._monkeypatch, self._capsys = url, monkeypatch, capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """The exit code, and what was written to both streams."""
        self._monkeypatch.setattr("sys.argv", ["podline", *words])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        written = self._capsys.readouterr()
        return code, written.out, written.err

    def rows(self, table: type[Any]) -> list[Any]:
        return list(self.run(lambda store: store.all(table)))

    def run(self, work: Callable[[Store], Awaitable[Any]]) -> Any:
        async def run() -> Any:
            database = Database(self._url)
            try:
                return await work(Store(database))
            finally:
                await database.close()

        return asyncio.run(run())


@pytest.fixture
def podline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Podline:
    url = f"sqlite:///{tmp_path}/podline.db"
    podline = Podline(url, monkeypatch, capsys)

    async def live(store: Store) -> None:
        await store.people()
        await busy_life(store)
        await leaves(store)

    asyncio.run(upgrade(url))
    podline.run(live)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PODLINE_DATABASE_URL", url)
    monkeypatch.setenv("COLUMNS", "200")
    return podline


def test_a_dry_run_counts_and_changes_nothing(podline: Podline) -> None:
    code, said, _ = podline("forget", LEAVER, "--dry-run")
    assert code == 0
    assert "  reply: 1 row\n" in said
    assert "Nothing was done yet." in said
    assert {each.author for each in podline.rows(Practice)} == {LEAVER, "UMAYA"}
    assert podline.rows(AuditEntry) == []


def test_forgetting_says_what_went_and_what_it_does_not_cover(podline: Podline) -> None:
    code, said, _ = podline("forget", LEAVER, "--yes")
    assert code == 0
    assert "  drafts deleted: 2\n" in said
    assert "Not covered: names that people typed into texts" in said
    assert LEAVER not in {each.author for each in podline.rows(Practice)}
    assert podline("forget", LEAVER, "--yes")[0] == 1


def test_what_is_on_hold_is_refused_until_the_hold_ends(podline: Podline) -> None:
    assert podline("hold", LEAVER, "--why", "case 7") == (0, f"{LEAVER} is on hold.\n", "")
    assert podline("hold", LEAVER)[1] == f"{LEAVER} was already on hold. Nothing was changed.\n"
    code, _, said = podline("forget", LEAVER, "--yes")
    assert (code, "on hold. See who and why" in said) == (1, True)
    assert podline("release", LEAVER)[0] == 0
    assert podline("release", LEAVER)[2].startswith("podline: That is not on hold.")
    assert podline("forget", LEAVER, "--yes")[0] == 0
    audit = podline.rows(AuditEntry)
    assert [each.what for each in audit] == ["held", "released", "forgot"]
    assert len({each.about for each in audit}) == 1
    assert audit[0].about.startswith("GONE")


def test_what_is_on_hold_is_listed_with_who_since_when_and_why(podline: Podline) -> None:
    assert podline("hold") == (0, "Nobody and no pod is on hold.\n", "")
    podline("hold", LEAVER, "--why", "court, 12")
    podline("hold", "--pod", "sd")
    podline("hold", "U0NOBODY", "--why", "[b]case[/b] 7")
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert podline("hold")[1].splitlines() == [
        f"{LEAVER} (Dan K.) since {today}: court, 12",
        f"pod sd since {today}: no reason was given",
        f"U0NOBODY since {today}: [b]case[/b] 7",
    ]


def test_another_reason_takes_the_place_of_the_one_before(podline: Podline) -> None:
    podline("hold", LEAVER, "--why", "court, 12")
    said = "was already on hold. The reason is another one now."
    assert podline("hold", LEAVER, "--why", " court, 13 ") == (0, f"{LEAVER} {said}\n", "")
    for words in (("--why", "court, 13"), ()):
        assert podline("hold", LEAVER, *words)[1].endswith("on hold. Nothing was changed.\n")
    assert podline("hold")[1].endswith(": court, 13\n")
    assert [each.what for each in podline.rows(AuditEntry)] == ["held", "reworded a hold"]


def test_a_reason_that_is_too_long_or_of_nobody_is_refused(podline: Podline) -> None:
    code, _, said = podline("hold", LEAVER, "--why", "x" * 501)
    assert (code, said.startswith("podline: Say why in at most 500 characters.")) == (1, True)
    assert podline("hold", "--why", "court")[2].startswith("podline: Name a person, or a pod")
    assert podline.rows(AuditEntry) == []


def test_a_pod_is_held_by_its_key(podline: Podline) -> None:
    assert podline("hold", "--pod", "sd")[0] == 0
    assert podline("hold")[1].startswith("pod sd since ")
    assert podline("forget", LEAVER, "--yes")[0] == 1
    assert podline("hold", "--pod", "nowhere")[2].startswith("podline: No pod has that key.")
    assert podline("hold", LEAVER, "--pod", "sd")[2].startswith("podline: Name a person, or")
    assert podline("release", "--pod", "sd")[0] == 0


def test_an_export_is_a_file_that_its_writer_alone_reads(podline: Podline) -> None:
    Path("dan.json").touch(mode=0o644)
    code, said, _ = podline("export", LEAVER, "dan.json")
    assert (code, said.endswith(f"of {LEAVER} in dan.json.\n")) == (0, True)
    assert json.loads(Path("dan.json").read_text())["user"] == LEAVER
    assert stat.S_IMODE(os.stat("dan.json").st_mode) == 0o600


@pytest.mark.parametrize("words", [("forget", "dan"), ("export", "dan", "x.json"), ("hold", "C1")])
def test_what_is_no_slack_id_is_said_so(podline: Podline, words: tuple[str, ...]) -> None:
    code, _, said = podline(*words)
    assert code == 1
    assert said.startswith("podline: That is no Slack user id.")
    assert not Path("x.json").exists()
