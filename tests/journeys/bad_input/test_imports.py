"""Files with duplicates in them, or of what is there: each practice is there once."""

from pathlib import Path

from bot.practices.importing import Fate, Outcome, import_practices
from bot.practices.interchange import read_practices
from bot.text.masking import Masker
from bot.workspace.visitor import words
from storage.practices import Practice, PracticeChange, Saying
from tests.journeys.bad_input.doing import TABLET, finds, kept, saves
from tests.journeys.people import Day, Person

SITUATION, WORKED = "The fax line of a doctor is down.", "Send the adapter; it has its own port."
COLUMNS = "key,title,situation,what_worked"


def table(folder: Path, *rows: str) -> Path:
    file = folder / "practices.csv"
    file.write_text("\n".join([COLUMNS, *rows]) + "\n")
    return file


def row(key: str, title: str = "Fax", worked: str = WORKED) -> str:
    return f"{key},{title},{SITUATION},{worked}"


async def imports(day: Day, file: Path, dry_run: bool = False) -> Outcome:
    reading = read_practices(file)
    assert not reading.problems
    database, now = day.trial.podline.database, day.trial.podline.clock.now()
    return await import_practices(
        database, Masker(), reading.found, now, default_pod="san-diego", dry_run=dry_run
    )


def test_one_key_twice_is_told_with_both_lines_and_nothing_is_read(tmp_path: Path) -> None:
    file = table(tmp_path, row("fax"), row("other", "Another"), row("fax", "Fax again"))
    (problem,) = read_practices(file).problems
    assert str(problem) == f"{file}:4: key 'fax' stands in {file}:2 too"


async def test_the_same_words_under_two_keys_come_in_once(
    day: Day, maya: Person, tmp_path: Path
) -> None:
    file = table(tmp_path, row("fax"), row("fax-2", "FAX ", f" {WORKED.upper()}"))
    for expected in (Fate.NEW, Fate.SAME):
        tried = await imports(day, file, dry_run=True)
        outcome = await imports(day, file)
        assert [step.fate for step in outcome.steps] == [expected, Fate.TWIN]
        assert tried == outcome
        (warning,) = outcome.problems
        assert str(warning) == f"{file}:3: warning: another one says the same; it is left out"
    assert len(await kept(day, Practice)) == 1
    day.trial.podline.finder.wake()
    assert WORKED in words(await finds(maya, "fax doctor"))


async def test_what_somebody_saved_in_the_same_words_is_not_made_again(
    day: Day, maya: Person, tmp_path: Path
) -> None:
    saved = await saves(maya)
    texts = (saved.title, TABLET["situation"], TABLET["what_worked"])
    file = table(tmp_path, "ours," + ",".join(f'"{text}"' for text in texts))
    for dry_run in (True, False, False):
        outcome = await imports(day, file, dry_run)
        assert [step.fate for step in outcome.steps] == [Fate.TWIN]
    assert [each.id for each in await kept(day, Practice)] == [saved.id]


async def test_the_same_file_again_and_again_changes_nothing(day: Day, tmp_path: Path) -> None:
    file = table(tmp_path, row("fax"), row("other", "Another", "Ask the store."))
    outcomes = [await imports(day, file) for _ in range(3)]
    assert [[step.fate for step in each.steps] for each in outcomes] == [
        [Fate.NEW] * 2,
        *([[Fate.SAME] * 2] * 2),
    ]
    rows = [len(await kept(day, each)) for each in (Practice, PracticeChange, Saying)]
    assert rows == [2, 2, 0]
