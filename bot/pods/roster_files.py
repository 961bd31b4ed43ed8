"""Finds roster files, reads them as TOML and says what keeps them from being read."""

import re
import tomllib
from pathlib import Path
from typing import Any

from bot.pods.file_text import read_text
from bot.pods.problems import Place, Problems
from bot.pods.roster import Report, Roster
from bot.pods.roster_checks import check_roster
from bot.pods.roster_parts import read_market, read_pod
from bot.pods.toml_table import Source, Table

LARGEST = 5_000_000  # bytes: 340 pods of 47 people fit into half of it
_HOW = "docs/pods.md shows how one is written"
_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


def check_files(path: Path) -> Report:
    """Read `path`, a roster file or a folder of them: everything that is wrong, at once."""
    problems, roster = Problems(), Roster()
    files = _files(path, problems)
    read = [_read_into(roster, file, problems) for file in files]
    if not problems.found and not roster.pods:
        problems.error(Place(str(path)), f"no pod stands here; {_HOW}")
    elif roster.pods:
        check_roster(roster, problems, is_whole=all(read))
    return Report(roster, sorted(set(problems.found)))


def _read_into(roster: Roster, file: Path, problems: Problems) -> bool:
    """Whether the file could be read at all."""
    document = _read(file, problems)
    data = None if document is None else _parse(str(file), document, problems)
    if document is None or data is None:
        return False
    _collect(Table(Source(str(file), document, problems), (), data), roster)
    return True


def _files(path: Path, problems: Problems) -> list[Path]:
    try:
        return _find_files(path, problems)
    except OSError as error:
        problems.error(Place(str(path)), f"cannot be read: {error.strerror}")
        return []


def _find_files(path: Path, problems: Problems) -> list[Path]:
    if not path.exists():
        problems.error(Place(str(path)), f"there is no such file or folder; {_HOW}")
        return []
    if not path.is_dir():
        return [path]
    # By listing: a glob takes a folder that cannot be read for an empty one.
    found = sorted(each for each in path.iterdir() if each.suffix == ".toml" and each.is_file())
    if not found:
        problems.error(Place(str(path)), "no file here ends in .toml")
    return found


def _read(file: Path, problems: Problems) -> str | None:
    too_large = f"larger than {LARGEST // 1_000_000} MB: write one file a pod"
    return read_text(file, LARGEST, too_large, problems)


def _parse(name: str, document: str, problems: Problems) -> dict[str, Any] | None:
    try:
        return tomllib.loads(document)
    except tomllib.TOMLDecodeError as error:
        at = _LINE.search(str(error))
        line = int(at[1]) if at and at[1] else document.rstrip().count("\n") + 1
        problems.error(Place(name, line), f"is not TOML: {_LINE.sub('', str(error))}")
    except RecursionError:
        problems.error(Place(name), "is nested too deeply")
    return None


def _collect(top: Table, roster: Roster) -> None:
    for table in top.table("market").tables():
        if first := roster.markets.get(table.key):
            table.wrong(None, f"market '{table.key}' stands in {first.place} too")
        else:
            roster.markets[table.key] = read_market(table)
    for table in top.table("pod").tables():
        if also := roster.pods.get(table.key):
            table.wrong(None, f"pod '{table.key}' stands in {also.place} too")
        else:
            roster.pods[table.key] = read_pod(table)
    top.close()
