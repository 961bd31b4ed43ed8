"""A practice as it stands in a file: what people write, and nothing that only Podline counts."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from bot.text.folding import fold
from storage.languages import Language
from storage.practices import PracticeState, Scope
from storage.topics import Topic

TITLE = 120
TEXT = 3_000
"""Characters of the situation, and of what worked: as much as Slack lets people type."""
SAYING = 600
SAYINGS = 200
LINK = 500
KEY = 80
LANGUAGES: tuple[Language, ...] = ("en", "es")

KEY_FORM = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OUR_KEYS = UUID("5d0e5b1c-51e3-4c8e-8a0b-6c1f0a4f7d11")


@dataclass(frozen=True, slots=True)
class WrittenSaying:
    """One way to say it; `author` is the name that colleagues know."""

    language: Language
    text: str
    author: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenPractice:
    """What a file says of one practice.

    `key` is what makes an import repeatable: the same key is the same practice. `pod` is the key
    of a pod in the roster, where the file names one; `author` and `helper` are names.
    """

    key: str
    title: str
    situation: str
    what_worked: str
    sayings: tuple[WrittenSaying, ...]
    topics: tuple[Topic, ...]
    language: Language
    scope: Scope = Scope.MARKET
    state: PracticeState = PracticeState.SHARED
    author: str | None = None
    helper: str | None = None
    link: str | None = None
    pod: str | None = None
    ends: datetime | None = None

    @property
    def id(self) -> UUID:
        return practice_id(self.key)


def practice_id(key: str) -> UUID:
    """The practice that `key` names: an exported practice's key is its id, any other is ours."""
    try:
        return UUID(key)
    except ValueError:
        return uuid5(_OUR_KEYS, key)


def slug(text: str) -> str:
    """A key, or a file's name, made of a title; "" where the title has no letter or digit."""
    words = re.findall(r"[a-z0-9]+", fold(text).text.lower())
    return "-".join(words)[:KEY].strip("-")


def free_name(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or with the first number from 2 that makes it differ from those `taken`."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name
