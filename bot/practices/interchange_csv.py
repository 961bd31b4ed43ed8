"""Practices as a table: a line of names, then one practice a row, as spreadsheets write them."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from bot.pods.problems import Place, Problems, did_you_mean
from bot.practices.interchange_checks import (
    NAMES,
    GivenSaying,
    read_practice,
    saying_line,
    write_saying,
)
from bot.practices.interchange_fields import Fields, Given, shortened
from bot.practices.interchange_plain import plain_fields
from bot.practices.interchange_practice import WrittenPractice

_NEEDED = ("key", "title", "situation", "what_worked")
_LOOKS_LIKE_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")

Row = tuple[int, list[str]]


def read_csv(file: str, document: str, problems: Problems) -> Iterator[tuple[int, WrittenPractice]]:
    """Every good row with its first line. Commas or semicolons stand between the cells."""
    rows = _rows(file, document, problems)
    line, header = next(rows, (1, []))
    names = [name.strip().lower() for name in header]
    if not _is_header(file, line, names, problems):
        return
    for line, cells in rows:
        if len(cells) > len(names):
            sentence = f"has {len(cells)} cells; the first line names {len(names)}"
            problems.error(Place(file, line), sentence)
        elif any(cell.strip() for cell in cells):
            practice = _practice(file, line, dict(zip(names, cells, strict=False)), problems)
            if practice:
                yield line, practice


def _rows(file: str, document: str, problems: Problems) -> Iterator[Row]:
    """Each row with the line on which it begins; after a broken one nothing can be told."""
    first = document.partition("\n")[0]
    mark = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(document, newline=""), delimiter=mark, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        problems.error(Place(file, line), f"is not CSV: {error}")


def _is_header(file: str, line: int, names: list[str], problems: Problems) -> bool:
    before = len(problems.found)
    for number, name in enumerate(names):
        if name not in NAMES:
            near = did_you_mean(name[:80], NAMES)
            problems.error(
                Place(file, line), f"column '{shortened(name)}' means nothing here: {near}"
            )
        elif name in names[:number]:
            problems.error(Place(file, line), f"column {name} stands here twice")
    for name in _NEEDED:
        if name not in names:
            problems.error(Place(file, line), f"column {name} is missing in the first line")
    return len(problems.found) == before


def _practice(
    file: str, line: int, cells: dict[str, str], problems: Problems
) -> WrittenPractice | None:
    texts = {name: _bare(cell) for name, cell in cells.items()}
    before = len(problems.found)
    sayings = list(_sayings(file, line, texts.get("sayings", ""), problems))
    given = {name: Given(text, line) for name, text in texts.items() if text.strip()}
    practice = read_practice(Fields(file, line, given, problems), sayings)
    return practice if len(problems.found) == before else None


def _sayings(file: str, line: int, cell: str, problems: Problems) -> Iterator[GivenSaying]:
    for text in filter(str.strip, cell.split("\n")):
        saying = saying_line(line, text)
        if isinstance(saying, str):
            problems.error(Place(file, line), saying)
        else:
            yield saying


def write_csv(practices: Iterable[WrittenPractice]) -> str:
    """The table that `read_csv` reads; with a byte order mark, by which spreadsheets know UTF-8."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(NAMES)
    for practice in practices:
        fields = plain_fields(practice)
        fields["sayings"] = "\n".join(map(write_saying, practice.sayings))
        writer.writerow([_guarded(fields[name]) for name in NAMES])
    return f"\ufeff{table.getvalue()}"


def _guarded(value: str | list[str]) -> str:
    """A cell that no spreadsheet takes for a formula: with an apostrophe, as people do it."""
    text = value if isinstance(value, str) else ", ".join(value)
    return f"'{text}" if _LOOKS_LIKE_FORMULA.match(text) else text


def _bare(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
