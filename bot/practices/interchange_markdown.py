"""One practice a Markdown file: front matter between lines of ---, then three headings."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.pods.problems import Place, Problems, did_you_mean
from bot.practices.interchange_checks import GivenSaying, read_practice, saying_line, write_saying
from bot.practices.interchange_fields import Fields, Given, shortened
from bot.practices.interchange_front_matter import read_front_matter, write_front_matter
from bot.practices.interchange_plain import plain_fields
from bot.practices.interchange_practice import WrittenPractice, slug
from storage.languages import Language

_HEADINGS: dict[Language, dict[str, str]] = {
    "en": {
        "situation": "Situation",
        "what_worked": "What worked",
        "sayings": "One way to say it",
    },
    "es": {
        "situation": "Situación",
        "what_worked": "Qué funcionó",
        "sayings": "Una forma de decirlo",
    },
}
_FIELDS = {
    slug(heading): name for headings in _HEADINGS.values() for name, heading in headings.items()
}
_HEADING = re.compile(r"#{1,6}(?:\s+|$)(.*?)(?:\s#+)?\s*")
_FRONT = re.compile(r"---[ \t]*\n(?P<fields>(?:.*\n)*?)---[ \t]*(?:\n|$)")
_NEEDS_ESCAPE = re.compile(r"^(?=\\*#)", re.MULTILINE)
_ESCAPED = re.compile(r"^\\(?=\\*#)", re.MULTILINE)
_HOW = "docs/practices.md shows how one is written"


class _Section(NamedTuple):
    heading: str
    line: int
    lines: list[str]


def read_markdown(
    file: str, stem: str, document: str, problems: Problems
) -> WrittenPractice | None:
    """The practice in `document`; its key is `stem`, the file's name, where no other is given."""
    before = len(problems.found)
    front = _FRONT.match(document)
    if front is None:
        problems.error(Place(file, 1), f"must begin with a line ---, fields and ---; {_HOW}")
        return None
    given = read_front_matter(file, front["fields"], problems)
    if given is None:
        return None
    given.setdefault("key", Given(stem, 1))
    sections = list(_sections(document[front.end() :], document[: front.end()].count("\n") + 1))
    sayings = _put(given, sections, file, problems)
    practice = read_practice(Fields(file, 1, given, problems), sayings)
    return practice if len(problems.found) == before else None


def _sections(body: str, first: int) -> Iterator[_Section]:
    """What stands before the first heading comes under the heading ""."""
    section = _Section("", first, [])
    for number, line in enumerate(body.split("\n"), first):
        if heading := _HEADING.fullmatch(line):
            yield section
            section = _Section(heading[1], number, [])
        else:
            section.lines.append(line)
    yield section


def _put(
    given: dict[str, Given], sections: list[_Section], file: str, problems: Problems
) -> list[GivenSaying]:
    """The texts under their headings join the fields; the sayings are returned."""
    sayings: list[GivenSaying] = []
    for section in sections:
        name = _FIELDS.get(slug(section.heading))
        text = "\n".join(section.lines)
        if name is None:
            _tell_unknown(section, file, problems)
        elif name in given:
            problems.error(Place(file, section.line), f"{name} stands here twice")
        else:
            given[name] = Given(_ESCAPED.sub("", text), section.line)
        if name == "sayings":
            sayings += _items(section, file, problems)
    return sayings


def _tell_unknown(section: _Section, file: str, problems: Problems) -> None:
    if section.heading:
        near = did_you_mean(section.heading[:80], _HEADINGS["en"].values())
        sentence = f"heading '{shortened(section.heading)}' means nothing here: {near}"
        problems.error(Place(file, section.line), sentence)
    elif any(line.strip() for line in section.lines):
        sentence = "text without a heading: begin with ## Situation"
        problems.error(Place(file, section.line), sentence)


def _items(section: _Section, file: str, problems: Problems) -> Iterator[GivenSaying]:
    """A line that begins with - or * is a saying, and an indented one goes on with the last."""
    items: list[tuple[int, str]] = []
    for number, line in enumerate(section.lines, section.line + 1):
        if line[:2] in ("- ", "* "):
            items.append((number, line[2:]))
        elif items and line[:1] in (" ", "\t") and line.strip():
            items[-1] = (items[-1][0], f"{items[-1][1]} {line.strip()}")
        elif line.strip():
            sentence = "begin each way to say it with - and its language, as in - en: …"
            problems.error(Place(file, number), sentence)
    for number, text in items:
        saying = saying_line(number, text)
        if isinstance(saying, str):
            problems.error(Place(file, number), saying)
        else:
            yield saying


def write_markdown(practice: WrittenPractice, stem: str) -> str:
    """The file that `read_markdown` reads; what is empty is left out, and a key that is the
    file's name.
    """
    fields = plain_fields(practice)
    if practice.key == stem:
        del fields["key"]
    texts = {name: str(fields.pop(name)) for name in ("situation", "what_worked")}
    said = [f"- {write_saying(saying)}" for saying in practice.sayings]
    headings = _HEADINGS[practice.language]
    body = [
        f"## {headings[name]}\n\n{_NEEDS_ESCAPE.sub(_backslash, text)}\n"
        for name, text in (*texts.items(), ("sayings", "\n".join(said)))
        if text
    ]
    front = write_front_matter({name: value for name, value in fields.items() if value})
    return "\n".join((f"---\n{front}---\n", *body))


def _backslash(_: re.Match[str]) -> str:
    return "\\"
