"""The house, held by measure: file and function lengths, annotations, and the import floors."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "storage")
LONGEST_FILE, LONGEST_FUNCTION = 400, 50
MEDIAN_FILE, MEDIAN_FUNCTION = 120, 10
TOP_LEVEL = {
    *ROOMS,
    *("tests", "docs", "benchmarks"),
    *("pyproject.toml", "README.md", "manifest.yml", "Makefile", "uv.lock"),
    *("CHANGELOG.md", "CONTRIBUTING.md", "Dockerfile", "compose.yaml"),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def product_files() -> list[Path]:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return [path for path in files if "versions" not in path.parts and path.stat().st_size]


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, Function):
            yield node


def length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def lines(path: Path) -> int:
    return path.read_text().count("\n")


def test_no_file_is_too_long_to_read_at_once() -> None:
    long = {str(path): lines(path) for path in product_files() if lines(path) > LONGEST_FILE}
    assert not long


def test_no_function_is_too_long_to_see_at_once() -> None:
    long = {
        f"{path}:{node.name}": length(node)
        for path in product_files()
        for node in functions(path)
        if length(node) > LONGEST_FUNCTION
    }
    assert not long


def test_the_usual_file_and_function_are_short() -> None:
    assert statistics.median(map(lines, product_files())) <= MEDIAN_FILE
    lengths = [length(node) for path in product_files() for node in functions(path)]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION


def test_the_top_level_holds_what_people_expect_and_nothing_else() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = {line.split("/")[0] for line in tracked.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


@pytest.mark.slow
def test_imports_go_down_the_floors() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    checked = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_the_floors_that_contributing_shows_are_those_that_are_checked() -> None:
    checked = ConfigParser()
    checked.read(ROOT / ".importlinter")
    layers = checked["importlinter:contract:floors"]["layers"].strip().splitlines()
    _, _, table = (ROOT / "CONTRIBUTING.md").read_text().partition("| floor |")
    rows = table.partition("\n\n")[0].splitlines()[2:]
    named = [re.findall(r"`(?:bot/)?(\w+)(?:/|\.py)?`", row.split("|")[1]) for row in rows]
    floors = [re.findall(r"(?:bot\.)?(\w+)\W*(?:\||$)", layer) for layer in layers]
    assert [set(each) for each in named] == [set(each) for each in floors]
