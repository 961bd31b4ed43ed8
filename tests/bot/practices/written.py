"""Practices as files have them, made up by hypothesis and by hand."""

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import strategies as st

from bot.practices.interchange import Reading, read_practices
from bot.practices.interchange_practice import (
    LANGUAGES,
    WrittenPractice,
    WrittenSaying,
)
from storage.practices import PracticeState, Scope
from storage.topics import Topic

_CHARACTERS = st.characters(exclude_categories=("Cc", "Cs"))
_MARKUP = st.sampled_from([*"#-*\\'\"=+@:,;|&!{}[]<>%`~\n\t ", "---\n", "\n## ", "\\#", "- en: "])
_TEXT = st.lists(_CHARACTERS | _MARKUP, min_size=1, max_size=80).map("".join)
TEXTS = _TEXT.map(str.strip).filter(bool)
LINES = _TEXT.map(lambda text: " ".join(text.split())).filter(bool).map(lambda text: text[:120])
NAMES = LINES.map(str.strip).filter(lambda name: "): " not in name)
KEYS = st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,3}", fullmatch=True)
SAYINGS = st.builds(
    WrittenSaying,
    language=st.sampled_from(LANGUAGES),
    text=LINES.map(str.strip),
    author=st.none() | NAMES,
)
PRACTICES = st.builds(
    WrittenPractice,
    key=KEYS,
    title=LINES.map(str.strip),
    situation=TEXTS,
    what_worked=TEXTS,
    sayings=st.lists(SAYINGS, max_size=4, unique=True).map(tuple),
    topics=st.lists(st.sampled_from(Topic), min_size=1, max_size=3, unique=True).map(tuple),
    language=st.sampled_from(LANGUAGES),
    scope=st.sampled_from(Scope),
    state=st.sampled_from(PracticeState),
    author=st.none() | NAMES,
    helper=st.none() | NAMES,
    link=st.none() | st.from_regex(r"https?://[a-z]{1,9}/[!-~]{0,20}", fullmatch=True),
    pod=st.none() | NAMES,
    ends=st.none() | st.datetimes(timezones=st.just(UTC)),
)

GOOD_NOTE = """\
---
title: Outage with a known cause
topics: [network, store]
scope: company
state: verified
author: Dan K.
ends: 2026-12-31T17:00-08:00
---

## Situation

Since this morning nobody on our street has service.

## What worked

Say the cause, who is on it, and the hour.

- Offer a text when it is back.

## One way to say it

- en (Dan K.): A fire took a site down; crews are there; we expect it back by nine.
- es: Un incendio dejó sin luz una antena; ya hay técnicos;
  calculamos que vuelve a las nueve.
"""
GOOD = WrittenPractice(
    key="outage",
    title="Outage with a known cause",
    situation="Since this morning nobody on our street has service.",
    what_worked="Say the cause, who is on it, and the hour.\n\n- Offer a text when it is back.",
    sayings=(
        WrittenSaying(
            "en", "A fire took a site down; crews are there; we expect it back by nine.", "Dan K."
        ),
        WrittenSaying(
            "es",
            "Un incendio dejó sin luz una antena; ya hay técnicos; "
            "calculamos que vuelve a las nueve.",
        ),
    ),
    topics=(Topic.NETWORK, Topic.STORE),
    language="en",
    scope=Scope.COMPANY,
    state=PracticeState.VERIFIED,
    author="Dan K.",
    ends=datetime(2027, 1, 1, 1, 0, tzinfo=UTC),
)


def read(folder: Path, text: str | bytes, name: str = "outage.md") -> Reading:
    content = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(content)
    return read_practices(Path(name))


def said(reading: Reading) -> list[str]:
    return [str(problem) for problem in reading.problems]
