"""On which line each key, table and array item of a TOML document stands.

`tomllib` names lines for broken syntax alone; people must also be told where a wrong value is.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

Path = tuple[str | int, ...]

_TOKEN = re.compile(
    r"""(?P<newline>\n) | [ \t\r]+ | \#[^\n]*
    | (?P<text>\"{3}(?:[^\\]|\\[\s\S])*?\"{3,5}(?!\") | '{3}[\s\S]*?'{3,5}(?!')
             | \"(?:[^\"\\\n]|\\.)*\" | '[^'\n]*')
    | (?P<mark>[\[\]{},=.]) | (?P<bare>[^\s\[\]{},=.\#\"']+)""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))")


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def lines_of(document: str) -> dict[Path, int]:
    """Lines by path, such as ("pod", "san-diego", "members", 3, "role"); of valid TOML only."""
    return _Scanner(document).lines


class _Scanner:
    def __init__(self, document: str) -> None:
        self.lines: dict[Path, int] = {}
        self._tokens = list(_tokens(document))
        self._at = 0
        self._counts: dict[Path, int] = {}
        table: Path = ()
        while self._peek().kind != "end":
            if self._peek().kind == "newline":
                self._next()
            elif self._peek().text == "[":
                table = self._header()
            else:
                self._pair(table)

    def _peek(self, ahead: int = 0) -> _Token:
        return self._tokens[min(self._at + ahead, len(self._tokens) - 1)]

    def _next(self) -> _Token:
        token = self._peek()
        self._at += 1
        return token

    def _header(self) -> Path:
        line = self._next().line
        is_list = self._peek().text == "["
        if is_list:
            self._next()
        path: Path = ()
        for key in self._keys("]"):
            path = self._latest((*path, key))
            self.lines.setdefault(path, line)
        if is_list:
            self._next()
            path = path[:-1] if isinstance(path[-1], int) else path
            self._counts[path] = self._counts.get(path, -1) + 1
            path = (*path, self._counts[path])
        self.lines.setdefault(path, line)
        return path

    def _latest(self, path: Path) -> Path:
        """Within an array of tables, a header speaks of its last table."""
        return (*path, self._counts[path]) if path in self._counts else path

    def _keys(self, until: str) -> list[str]:
        keys: list[str] = []
        while (token := self._next()).text != until and token.kind != "end":
            if token.kind in ("text", "bare"):
                keys.append(_unquoted(token))
        return keys

    def _pair(self, table: Path) -> None:
        line = self._peek().line
        path = table
        for key in self._keys("="):
            path = (*path, key)
            self.lines.setdefault(path, line)
        self._value(path)

    def _value(self, path: Path) -> None:
        token = self._next()
        if token.kind == "mark" and token.text == "[":
            self._items(path, "]")
        elif token.kind == "mark" and token.text == "{":
            self._items(path, "}")
        else:
            while not (
                self._peek().kind in ("newline", "end") or self._peek().text in (",", "]", "}")
            ):
                self._next()

    def _items(self, path: Path, closing: str) -> None:
        number = 0
        while self._peek().text != closing and self._peek().kind != "end":
            if self._peek().kind == "newline" or self._peek().text == ",":
                self._next()
            elif closing == "}":
                self._pair(path)
            else:
                self.lines[(*path, number)] = self._peek().line
                self._value((*path, number))
                number += 1
        self._next()


def _tokens(document: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(document):
        if match.lastgroup:
            yield _Token(match.lastgroup, match.group(), line)
        line += match.group().count("\n")
    yield _Token("end", "", line)


def _unquoted(token: _Token) -> str:
    if token.kind == "bare":
        return token.text
    inner = token.text[1:-1]
    return inner if token.text.startswith("'") else _ESCAPE.sub(_unescaped, inner)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16))
    return {"n": "\n", "t": "\t", "b": "\b", "f": "\f", "r": "\r"}.get(match[3], match[3])
