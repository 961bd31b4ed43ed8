"""Practices in files and out of them: a folder of Markdown, a table (.csv), or .jsonl."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from bot.errors import Misconfigured
from bot.pods.problems import Place, Problem, Problems
from bot.practices.interchange_csv import read_csv, write_csv
from bot.practices.interchange_files import (
    LARGEST_FILE,
    LARGEST_NOTE,
    markdown_files,
    read_practices_text,
    replace_file,
)
from bot.practices.interchange_jsonl import read_jsonl, write_jsonl
from bot.practices.interchange_markdown import read_markdown, write_markdown
from bot.practices.interchange_practice import WrittenPractice, free_name, slug

_TABLES = {".csv": read_csv, ".jsonl": read_jsonl}
_WRITERS = {".csv": write_csv, ".jsonl": write_jsonl}
_HOW = "docs/practices.md shows how one is written"


class Placed(NamedTuple):
    """A practice, and where it stands."""

    place: Place
    practice: WrittenPractice


@dataclass(frozen=True)
class Reading:
    """What was read; nothing is to be imported while there are problems."""

    found: list[Placed]
    problems: list[Problem]

    @property
    def practices(self) -> list[WrittenPractice]:
        return [each.practice for each in self.found]


def read_practices(path: Path) -> Reading:
    """Read `path`, a folder or a file: every practice, and everything that is wrong, at once."""
    problems = Problems()
    found = _once(_read(path, problems), problems)
    if not found and not problems.found:
        problems.error(Place(str(path)), f"no practice stands here; {_HOW}")
    return Reading(found, sorted(set(problems.found)))


def _read(path: Path, problems: Problems) -> Iterator[Placed]:
    suffix = path.suffix.lower()
    if not path.exists():
        problems.error(Place(str(path)), f"there is no such file or folder; {_HOW}")
    elif path.is_dir():
        for file in markdown_files(path, problems):
            yield from _read_note(file, problems)
    elif suffix == ".md":
        yield from _read_note(path, problems)
    elif suffix in _TABLES:
        text = read_practices_text(path, LARGEST_FILE, problems)
        for line, practice in _TABLES[suffix](str(path), text or "", problems):
            yield Placed(Place(str(path), line), practice)
    else:
        problems.error(Place(str(path)), "must be a folder, or end in .md, .csv or .jsonl")


def _read_note(file: Path, problems: Problems) -> Iterator[Placed]:
    text = read_practices_text(file, LARGEST_NOTE, problems)
    if text is not None:
        practice = read_markdown(str(file), file.stem, text, problems)
        if practice:
            yield Placed(Place(str(file), 1), practice)


def _once(given: Iterator[Placed], problems: Problems) -> list[Placed]:
    found: dict[UUID, Placed] = {}
    for each in given:
        first = found.setdefault(each.practice.id, each)
        if first is not each:
            sentence = f"key '{each.practice.key}' stands in {first.place} too"
            problems.error(each.place, sentence)
    return list(found.values())


class Wrote(NamedTuple):
    """How many files were not there, and how many said something else."""

    new: int = 0
    changed: int = 0


def check_form(path: Path) -> None:
    """Raises `Misconfigured` where `path` is no form that practices are written in."""
    if path.suffix and path.suffix.lower() not in _WRITERS and not path.is_dir():
        raise Misconfigured(
            f"{path}: '{path.suffix}' is no ending that practices are written in. Give a name in "
            ".csv or .jsonl, or one without an ending: a folder, with one Markdown file a practice."
        )


def write_practices(practices: Sequence[WrittenPractice], path: Path) -> Wrote:
    """Write them to `path`, a folder unless it ends in .csv or .jsonl.

    A practice keeps the file and the key that it has in the folder. Raises `Misconfigured` for
    another ending and where something in the folder cannot be read, `OSError` where nothing can
    be written.
    """
    check_form(path)
    writer = _WRITERS.get(path.suffix.lower())
    if writer is not None:
        return _write(Wrote(), path, writer(practices))
    path.mkdir(parents=True, exist_ok=True)
    standing = {each.practice.id: each for each in _standing(path)}
    names = {"readme", *(Path(each.place.file).stem for each in standing.values())}
    wrote = Wrote()
    for practice in practices:
        if there := standing.get(practice.id):
            name, key = Path(there.place.file).stem, there.practice.key
        else:
            name, key = free_name(slug(practice.title) or practice.key, names), practice.key
            names.add(name)
        text = write_markdown(replace(practice, key=key), name)
        wrote = _write(wrote, path / f"{name}.md", text)
    return wrote


def _write(so_far: Wrote, file: Path, text: str) -> Wrote:
    is_new = not file.exists()
    if not replace_file(file, text):
        return so_far
    return Wrote(so_far.new + is_new, so_far.changed + (not is_new))


def _standing(folder: Path) -> list[Placed]:
    """What stands in the folder already."""
    if not markdown_files(folder, Problems()):
        return []
    reading = read_practices(folder)
    if reading.problems:
        raise Misconfigured(f"{reading.problems[0]}. Put it right, or take an empty folder.")
    return reading.found
