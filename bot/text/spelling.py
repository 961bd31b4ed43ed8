"""Puts a mistyped word right by the words that the practices use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST: Final = 4
_SHORTEST_START: Final = 2
_LONGEST: Final = 32
_SHORTEST_WITH_TWO: Final = 9
_PARTS: Final = 3  # two edits leave one of three parts of a word as it was


class Candidates(NamedTuple):
    """Among which known words the one stands that `Vocabulary.correct` chooses: these `words`, and
    those of `sizes` letters in which one of the `parts` stands."""

    words: frozenset[str]
    parts: frozenset[str]
    sizes: range


def candidates(word: str) -> Candidates:
    """For whoever keeps the known words elsewhere; nothing where no word is corrected."""
    if not _can_be_corrected(word):
        return Candidates(frozenset(), frozenset(), range(0))
    words, size = frozenset(_one_edit(word)), len(word)
    if size < _SHORTEST_WITH_TWO:
        return Candidates(words, frozenset(), range(0))
    swapped = [_swapped(word, start - 1) for start, _ in _parts(word) if start]
    parts = {each[start:end] for each in (word, *swapped) for start, end in _parts(word)}
    return Candidates(words, frozenset(parts), range(size - 2, size + 3))


class Vocabulary:
    """How often each folded word stands in the practices, and the nearest to one that does not.

    An unknown word costs well under a millisecond; one of nine letters and more up to three in
    50,000 words. There is no index but a text of the words of each length, 2 MB at that number.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = {word: count for word, count in counts.items() if count > 0}
        self._lines: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._counts)

    def __contains__(self, word: str) -> bool:
        return word in self._counts

    def change(self, word: str, by: int) -> None:
        """`word` stands in the practices `by` times more, or less. Never below zero."""
        before = self._counts.get(word, 0)
        after = before + by
        if after > 0:
            self._counts[word] = after
        else:
            self._counts.pop(word, None)
        if (before > 0) != (after > 0):
            self._lines.pop(len(word), None)

    def correct(self, word: str) -> str:
        """The known word that was meant by the folded `word`; itself where there is none.

        Itself too where it is known, has fewer than 4 or more than 32 letters, or others than a
        to z. One edit (a letter more, less, wrong, or two swapped), two from nine letters; of
        equally near ones the more frequent.
        """
        if word in self._counts or not _can_be_corrected(word):
            return word
        if near := self._known(_one_edit(word)):
            return self._most_frequent(near)
        if len(word) >= _SHORTEST_WITH_TWO and (near := self._two_edits(word)):
            return self._most_frequent(near)
        return word

    def complete(self, start: str) -> str:
        """The most frequent known word that begins with the folded `start`; itself where it is a
        word of its own, has fewer than 2 letters, or begins none.
        """
        if len(start) < _SHORTEST_START or start in self._counts:
            return start
        near = {each for each in self._counts if each.startswith(start)}
        return self._most_frequent(near) if near else start

    def _known(self, candidates: Iterable[str]) -> set[str]:
        return {each for each in candidates if each in self._counts}

    def _most_frequent(self, near: set[str]) -> str:
        return min(near, key=lambda each: (-self._counts[each], each))

    def _two_edits(self, word: str) -> set[str]:
        """Known words two edits away: with a part of `word` in its place, or a swap between."""
        near: set[str] = set()
        for start, end in _parts(word):
            for size in range(len(word) - 2, len(word) + 3):
                near.update(self._with_part(word, start, end, size))
            if start:
                swapped = self._known(_one_edit(_swapped(word, start - 1)))
                near.update(each for each in swapped if _within(word, each, 2))
        return near

    def _with_part(self, word: str, start: int, end: int, size: int) -> Iterator[str]:
        """Known words of `size` letters with that part of `word`, where two edits can move it."""
        text, part, letters = self._of_size(size), word[start:end], frozenset(word)
        more = size - len(word)
        places = {start + by for by in range(-2, 3) if abs(by) + abs(more - by) <= 2}
        at = text.find(part)
        while at >= 0:
            if (offset := at % (size + 1)) in places:
                known = text[at - offset : at - offset + size]
                # Two edits change four letters: what is cheap to tell goes first.
                if len(letters.symmetric_difference(known)) <= 4 and _within(word, known, 2):
                    yield known
            at = text.find(part, at + 1)

    def _of_size(self, size: int) -> str:
        """The known words of `size` letters, each with a line's end, in one text."""
        if size not in self._lines:
            fitting = (each for each in self._counts if len(each) == size and _plain(each))
            self._lines[size] = "".join(f"{each}\n" for each in fitting)
        return self._lines[size]


def _can_be_corrected(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and _plain(word)


def _plain(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _parts(word: str) -> list[tuple[int, int]]:
    size = len(word)
    edges = [size * each // _PARTS for each in range(_PARTS + 1)]
    return list(pairwise(edges))


def _swapped(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _one_edit(word: str) -> Iterator[str]:
    """Every text one edit away from `word`."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        for letter in _LETTERS:
            yield before + letter + after
        if not after:
            return
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after[1:]


def _within(one: str, other: str, edits: int) -> bool:
    """Whether `edits` edits or fewer lead from `one` to `other`."""
    if not edits or one == other:
        return one == other
    if abs(len(one) - len(other)) > edits:
        return False
    at, shorter = 0, min(len(one), len(other))
    while at < shorter and one[at] == other[at]:
        at += 1
    after, after_other = one[at + 1 :], other[at + 1 :]
    return (
        _within(after, after_other, edits - 1)
        or _within(after, other[at:], edits - 1)
        or _within(one[at:], after_other, edits - 1)
        or (
            one[at : at + 2] == other[at : at + 2][::-1]
            and _within(after[1:], after_other[1:], edits - 1)
        )
    )
