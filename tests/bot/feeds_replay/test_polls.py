"""Which file is heard when, and of whom."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import PodlineError
from bot.feeds_replay.polls import recordings
from tests.bot.alerts.following.test_sources import outage
from tests.bot.feeds_replay.documents import NOON, listed, nothing, recorded, wind, written

MINUTE = timedelta(minutes=1)


def test_each_is_heard_at_the_time_by_its_own_clock(tmp_path: Path) -> None:
    first = listed(tmp_path, "1.json", NOON, wind(NOON))
    later = listed(tmp_path, "2.json", NOON + 7 * MINUTE)
    assert [each.at for each in recorded(first, later)] == [NOON, NOON + 7 * MINUTE]


def test_the_first_may_be_heard_at_another_time(tmp_path: Path) -> None:
    first = listed(tmp_path, "1.json", NOON, wind(NOON))
    at = NOON + timedelta(hours=2)
    second = listed(tmp_path, "2.json", NOON + 7 * MINUTE)
    assert [each.at for each in recorded(first, second, at=at)] == [at, at + MINUTE]


def test_two_of_one_moment_are_an_interval_apart(tmp_path: Path) -> None:
    files = [listed(tmp_path, f"{number}.json", NOON, wind(NOON)) for number in range(2)]
    assert [each.at for each in recorded(*files)] == [NOON, NOON + MINUTE]


def test_lists_without_a_clock_are_as_far_apart_as_their_source_is_read(tmp_path: Path) -> None:
    files = [written(tmp_path, f"{number}.json", [outage(12_000 + number)]) for number in range(3)]
    quarter = timedelta(minutes=15)
    assert [each.at for each in recorded(*files)] == [NOON, NOON + quarter, NOON + 2 * quarter]


def test_what_nobody_can_read_is_what_the_source_before_it_answered(tmp_path: Path) -> None:
    said: list[str] = []
    first = listed(tmp_path, "1.json", NOON, wind(NOON))
    broken = written(tmp_path, "2.json", b"<html>busy</html>")
    _, second = recordings([first, broken], None, NOON, said.append)
    assert (second.source.name, second.at) == ("nws", NOON + MINUTE)
    assert "2.json" in said[0]


def test_where_none_can_be_read_there_is_nothing_to_play(tmp_path: Path) -> None:
    broken = written(tmp_path, "1.json", b"<html>busy</html>")
    with pytest.raises(PodlineError, match="nothing to play"):
        recordings([broken], None, NOON, nothing)
