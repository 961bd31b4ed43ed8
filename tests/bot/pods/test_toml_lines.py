"""Every key of a TOML document is found on its line."""

import tomllib
from typing import Any

from bot.pods.toml_lines import Path, lines_of

DOCUMENT = '''\
# a comment with = [ and "
title = "x # not a comment"
[market."san diego"]
hours = """
many
lines""" # done
[pod.a.shifts]
early = 'a "quoted" ['
[[list]]
n = 1
[[list]]
n = 2
[list.more]
deep = true
[pod.b]
at = 1979-05-27T07:32:00Z
members = [
  # people
  { email = "a@b.c", skills = ["x", "y"] }, { email = "b@b.c" },

  { "e\\u006dail" = "c@b.c", point.x = 1.5 },
]
after = [[1, 2],
  [3]]
'''


def paths(value: Any, at: Path = ()) -> list[Path]:
    items = enumerate(value) if isinstance(value, list) else value.items()
    found = []
    for key, inner in items:
        found.append((*at, key))
        found += paths(inner, (*at, key)) if isinstance(inner, list | dict) else []
    return found


def test_every_path_has_a_line() -> None:
    lines = lines_of(DOCUMENT)
    assert set(paths(tomllib.loads(DOCUMENT))) - {("list",)} <= set(lines)


def test_the_lines_are_those_of_an_editor() -> None:
    lines = lines_of(DOCUMENT)
    assert lines["market", "san diego", "hours"] == 4
    assert lines["pod", "a", "shifts", "early"] == 8
    assert lines["list", 1, "n"] == 12
    assert lines["list", 1, "more", "deep"] == 14
    assert lines["pod", "b", "members", 1] == 19
    assert lines["pod", "b", "members", 2, "email"] == 21
    assert lines["pod", "b", "members", 2, "point", "x"] == 21
    assert lines["pod", "b", "after", 1, 0] == 24


def test_a_broken_document_still_ends() -> None:
    assert lines_of("a = [1, 2\n[b") is not None
    assert lines_of('{ = ] "') is not None
