"""Which asks are about one concern."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from bot.alike.gist import Rarity, read
from bot.huddles.agenda.grouping import Sorted, Voice, sort_in
from bot.text.topics import guess

PINS = (
    "customer needs the transfer pin to port in from Verizon",
    "port in rejected, transfer pin wrong",
    "where does he get the transfer pin for the port",
)
CHARGED = (
    "charged twice on his card for the bill",
    "bill was charged two times on the card",
    "double charge on the card for one bill",
)


def voices(texts: Sequence[str], first: int = 1) -> list[Voice]:
    return [Voice(UUID(int=first + at), read(each, guess(each))) for at, each in enumerate(texts)]


def groups(found: Sequence[Sorted]) -> list[list[int]]:
    into: dict[UUID, list[int]] = {}
    for each in found:
        into.setdefault(each.into, []).append(each.ask_id.int)
    return list(into.values())


def test_what_means_the_same_is_one_concern_however_it_is_mixed() -> None:
    mixed = [text for pair in zip(PINS, CHARGED, strict=True) for text in pair]
    assert groups(sort_in(voices(mixed), (), Rarity.of())) == [[1, 3, 5], [2, 4, 6]]


def test_an_ask_joins_the_concern_of_last_week() -> None:
    known = voices([PINS[0], CHARGED[0]], first=100)
    found = sort_in(
        voices([CHARGED[1], PINS[1], "is the store open on Sunday"]), known, Rarity.of()
    )
    assert [each.into.int for each in found] == [101, 100, 3]


def test_two_that_are_each_about_one_phone_may_be_one_concern() -> None:
    alone = ("esim wont activate, only her phone", "only his phone: esim not activating")
    assert groups(sort_in(voices(alone), (), Rarity.of())) == [[1, 2]]


def test_asks_that_have_nothing_in_common_are_as_many_concerns() -> None:
    lone = ("", "?", "Is the La Mesa store open", "voicemail full", "wants a refund for a case")
    assert len(groups(sort_in(voices(lone), (), Rarity.of()))) == len(lone)


def test_vectors_find_what_shares_no_word() -> None:
    np = pytest.importorskip("numpy")
    one, other = np.zeros(4, np.float32), np.zeros(4, np.float32)
    one[0], other[:2] = 1, (0.96, 0.28)
    asks = voices(["phones dead since noon, tower?", "no bars at all since lunch"])
    near = [asks[0]._replace(vector=one), asks[1]._replace(vector=other)]
    assert groups(sort_in(near, (), Rarity.of())) == [[1, 2]]
    far = [near[0], near[1]._replace(vector=np.roll(one, 2))]
    assert len(groups(sort_in(far, (), Rarity.of()))) == 2


def test_more_concerns_than_the_matrix_has_room_for_are_all_found() -> None:
    np = pytest.importorskip("numpy")
    rows = np.eye(600, dtype=np.float32)
    gist = read("?", guess("?"))
    known = [Voice(UUID(int=1 + at), gist, rows[at]) for at in range(600)]
    same = [Voice(UUID(int=9000), gist, rows[599])]
    assert sort_in(same, known, Rarity.of())[0].into == UUID(int=600)
