"""Guesses what a question is about, so that fitting colleagues see it first.

A guess is shown on the card and can be changed there; it never decides who may answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.text.keywords import Keywords
from bot.text.topic_words import ASKING, GIVING, TOPIC_WORDS
from storage.topics import Topic

_FIRST_OF_EQUALS = (
    *(Topic.PORTING, Topic.ROAMING, Topic.ACTIVATION, Topic.STORE, Topic.NETWORK),
    *(Topic.BILLING, Topic.DEVICE, Topic.ACCOUNT, Topic.PLANS, Topic.DECISION),
    Topic.OTHER,
)
_MONEY = re.compile(r"[$€]\s?\d|\d\s?(?:dollars|bucks|pesos|dolares|euros)\b")
_EVIDENCE = 2


def guess(text: str) -> Topic:
    """The topic of a question; `other` where the words tell nothing."""
    scores = _keywords().scores(text)
    if scores["asking"] and (scores["giving"] or _MONEY.search(text.lower())):
        return Topic.DECISION
    best = max(_FIRST_OF_EQUALS, key=lambda topic: scores[topic])
    return best if scores[best] >= _EVIDENCE else Topic.OTHER


@lru_cache(maxsize=1)
def _keywords() -> Keywords:
    return Keywords(_entries())


def _entries() -> Iterator[tuple[str, str]]:
    for label, listed in (*TOPIC_WORDS.items(), ("asking", ASKING), ("giving", GIVING)):
        yield from ((label, entry.strip()) for entry in listed.split(","))
