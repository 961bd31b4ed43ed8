"""From the fields of any file to a practice, the same for Markdown, CSV and JSONL."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.pods.problems import Place
from bot.practices.interchange_fields import Fields, fault, plain, shortened
from bot.practices.interchange_practice import (
    KEY,
    KEY_FORM,
    LANGUAGES,
    LINK,
    SAYING,
    SAYINGS,
    TEXT,
    TITLE,
    WrittenPractice,
    WrittenSaying,
    slug,
)
from bot.text.languages import language
from bot.text.topics import guess
from storage.languages import Language
from storage.practices import PracticeState, Scope
from storage.topics import Topic

NAMES = (
    *("key", "title", "situation", "what_worked", "sayings", "topics"),
    *("language", "scope", "state", "author", "helper", "link", "pod", "ends"),
)
"""The fields in the order in which files have them; `sayings` are read apart."""

_NAME = 120
_LINE = re.compile(r"(?P<language>[A-Za-z]{2})\s*(?:\((?P<author>.*?)\))?:\s+(?P<text>.*)", re.S)


class GivenSaying(NamedTuple):
    """As it stands in a file, on which line."""

    line: int
    language: str
    author: str
    text: str


def read_practice(fields: Fields, sayings: Sequence[GivenSaying]) -> WrittenPractice | None:
    """The practice, or None where anything is wrong with it: that was noted."""
    before = len(fields.problems.found)
    practice = _read(fields, sayings)
    fields.close()
    return practice if len(fields.problems.found) == before else None


def _read(fields: Fields, sayings: Sequence[GivenSaying]) -> WrittenPractice:
    title = fields.line_of_text("title", TITLE, needed=True)
    situation = fields.text("situation", TEXT, needed=True)
    worked = fields.text("what_worked", TEXT, needed=True)
    return WrittenPractice(
        key=_key(fields, title),
        title=title,
        situation=situation,
        what_worked=worked,
        sayings=_sayings(fields, sayings),
        topics=_topics(fields, f"{title}\n{situation}"),
        language=fields.choice("language", LANGUAGES, language(f"{situation}\n{worked}")),
        scope=fields.choice("scope", tuple(Scope), Scope.MARKET),
        state=fields.choice("state", tuple(PracticeState), PracticeState.SHARED),
        author=fields.line_of_text("author", _NAME) or None,
        helper=fields.line_of_text("helper", _NAME) or None,
        link=_link(fields),
        pod=fields.line_of_text("pod", _NAME) or None,
        ends=fields.moment("ends"),
    )


def _key(fields: Fields, title: str) -> str:
    key = fields.line_of_text("key", KEY, needed=True)
    if key and not KEY_FORM.fullmatch(key):
        near = slug(key) or slug(title)
        hint = f"; did you mean {near}?" if near else ""
        fields.wrong("key", f"key '{shortened(key)}': small letters, digits and - only{hint}")
    return key


def _link(fields: Fields) -> str | None:
    link = fields.line_of_text("link", LINK)
    if link and not re.fullmatch(r"https?://\S+", link):
        fields.wrong("link", "link must be an address like https://example.com/page")
    return link or None


def _topics(fields: Fields, words: str) -> tuple[Topic, ...]:
    return fields.choices("topics", tuple(Topic)) or (guess(words),)


def saying_line(line: int, text: str) -> GivenSaying | str:
    """A saying written as `en: …` or `es (Ana R.): …`, or the sentence that says how."""
    match = _LINE.fullmatch(text.strip())
    if match is None:
        return f"'{shortened(text.strip())}': begin a way to say it with its language, as in en: …"
    return GivenSaying(line, match["language"], match["author"] or "", match["text"])


def write_saying(saying: WrittenSaying) -> str:
    """The line that `saying_line` reads."""
    by = f" ({saying.author})" if saying.author else ""
    return f"{saying.language}{by}: {saying.text}"


def _sayings(fields: Fields, given: Sequence[GivenSaying]) -> tuple[WrittenSaying, ...]:
    fields.asked.append("sayings")
    if len(given) > SAYINGS:
        fields.wrong("sayings", f"{len(given)} ways to say it; {SAYINGS} at most")
        return ()
    found = [saying for each in given if (saying := _saying(fields, each))]
    return tuple(dict.fromkeys(found))


def _saying(fields: Fields, given: GivenSaying) -> WrittenSaying | None:
    tongue = _language(given.language.strip().lower())
    text = " ".join(plain(given.text).split())
    author = " ".join(plain(given.author).split())
    sentence = _wrong_saying(given, tongue, text, author)
    if sentence:
        fields.problems.error(Place(fields.file, given.line), sentence)
    return WrittenSaying(tongue, text, author or None) if tongue and not sentence else None


def _wrong_saying(given: GivenSaying, tongue: Language | None, text: str, author: str) -> str:
    if tongue is None:
        return f"language '{shortened(given.language)}': use one of {', '.join(LANGUAGES)}"
    if not text:
        return "a way to say it is empty"
    if wrong := fault(text, SAYING):
        return f"a way to say it {wrong}"
    if "): " in author:
        return "an author's name cannot have '): ' in it"
    return f"an author's name {wrong}" if (wrong := fault(author, _NAME)) else ""


def _language(word: str) -> Language | None:
    return next((each for each in LANGUAGES if each == word), None)
