"""What changed is newer; what did not stays as it was said."""

from datetime import timedelta

from bot.huddles.links.revising import read_stored, revise, stored
from tests.bot.huddles.links.reading import NOW

HOUR = timedelta(hours=1)


def test_only_what_changed_goes_up_by_one() -> None:
    first = revise({}, {"a": "1", "b": "1"}, NOW)
    second = revise(first, {"a": "2", "b": "1", "c": "1"}, NOW + HOUR)
    assert {uid: each.sequence for uid, each in second.items()} == {"a": 1, "b": 0, "c": 0}
    assert [second[uid].at for uid in "abc"] == [NOW + HOUR, NOW, NOW + HOUR]


def test_a_clock_that_was_set_back_makes_nothing_older() -> None:
    first = revise({}, {"a": "1"}, NOW)
    second = revise(first, {"a": "2"}, NOW - HOUR)
    assert (second["a"].sequence, second["a"].at) == (1, NOW)


def test_what_is_gone_is_forgotten() -> None:
    assert revise(revise({}, {"a": "1"}, NOW), {}, NOW) == {}


def test_what_is_stored_is_read_back() -> None:
    revisions = revise({}, {"a": "1"}, NOW + timedelta(microseconds=5))
    assert read_stored(stored(revisions)) == revisions
