"""`podline practices …`: what it does, and what it says."""

import asyncio
from pathlib import Path

import pytest

from bot.__main__ import main
from storage.database import Database
from storage.migrations import upgrade
from storage.practices import Practice
from tests.bot.practices.scene import Store
from tests.bot.practices.written import GOOD_NOTE


class Podline:
    """The command line with a database of two pods, in a folder with one good note."""

    def __init__(
        self, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self._url, self._monkeypatch, self._capsys = url, monkeypatch, capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """The exit code, and what was written to both streams."""
        self._monkeypatch.setattr("sys.argv", ["podline", "practices", *words])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        written = self._capsys.readouterr()
        return code, written.out, written.err

    def titles(self) -> list[str]:
        async def read() -> list[str]:
            database = Database(self._url)
            try:
                return [each.title for each in await Store(database).all(Practice)]
            finally:
                await database.close()

        return asyncio.run(read())


@pytest.fixture
def podline(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Podline:
    url = f"sqlite:///{tmp_path}/podline.db"

    async def people() -> None:
        await upgrade(url)
        database = Database(url)
        await Store(database).people()
        await database.close()

    asyncio.run(people())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PODLINE_DATABASE_URL", url)
    monkeypatch.setenv("COLUMNS", "200")
    Path("notes").mkdir()
    Path("notes/outage.md").write_text(GOOD_NOTE.replace("2026-12-31", "2126-12-31"))
    return Podline(url, monkeypatch, capsys)


def test_a_folder_is_imported_once(podline: Podline) -> None:
    assert podline("import", "notes", "--pod", "sd") == (0, "1 practice: 1 new.\n", "")
    assert podline.titles() == ["Outage with a known cause"]
    assert podline("import", "notes", "--pod", "sd") == (0, "1 practice: 1 as they were.\n", "")
    assert len(podline.titles()) == 1


def test_a_dry_run_names_what_would_change_and_changes_nothing(podline: Podline) -> None:
    code, said, _ = podline("import", "notes", "--pod", "sd", "--dry-run")
    assert (code, podline.titles()) == (0, [])
    assert said == ("  new: Outage with a known cause\n1 practice: 1 new. Nothing was done yet.\n")
    podline("import", "notes", "--pod", "sd")
    note = Path("notes/outage.md")
    note.write_text(note.read_text().replace("the hour.", "the [b]hour[/b]."))
    _, said, _ = podline("import", "notes", "--pod", "sd", "--dry-run")
    assert said.startswith("  changed: Outage with a known cause (what_worked)\n")


def test_every_mistake_is_told_and_nothing_is_imported(podline: Podline) -> None:
    Path("notes/bad.md").write_text(GOOD_NOTE.replace("company", "all").replace("network", "nt"))
    code, _, said = podline("import", "notes", "--pod", "sd")
    assert (code, podline.titles()) == (1, [])
    assert [line.partition(": ")[0] for line in said.splitlines()] == [
        "notes/bad.md:3",
        "notes/bad.md:4",
    ]


def test_a_practice_without_a_pod_is_told_how_to_give_one(podline: Podline) -> None:
    code, _, said = podline("import", "notes")
    assert code == 1
    assert said == (
        "notes/outage.md:1: no pod: add one, as in pod: san-diego, "
        "or give --pod for all that have none\n"
    )


def test_practices_are_exported_to_files_that_can_be_imported(podline: Podline) -> None:
    podline("import", "notes", "--pod", "sd")
    _, said, _ = podline("export", "out.csv", "--dry-run")
    assert said == "1 practice would be written to out.csv.\n"
    assert not Path("out.csv").exists()
    assert podline("export", "out.csv") == (0, "1 practice in out.csv: 1 file changed.\n", "")
    assert podline("import", "out.csv") == (0, "1 practice: 1 as they were.\n", "")
    assert podline("export", "notes") == (0, "1 practice in notes: 1 file changed.\n", "")
    assert "\npod: sd\n" in Path("notes/outage.md").read_text()
    assert podline("export", "out.csv") == (0, "1 practice in out.csv: 0 files changed.\n", "")


def test_a_place_that_cannot_be_written_to_is_told(podline: Podline) -> None:
    Path("taken").write_text("")
    code, _, said = podline("export", "taken")
    assert code == 1
    assert said.startswith("podline: ")


def test_a_database_without_tables_is_told(
    podline: Podline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PODLINE_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    code, _, said = podline("import", "notes", "--dry-run")
    assert code == 1
    assert "Run: podline db upgrade" in said
    assert not Path("none.db").exists()
