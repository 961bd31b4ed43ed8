"""The sample day is played to its end, and says where something is not as expected."""

import io

import pytest
from rich.console import Console

from bot.advice import thread
from bot.sample_day import play
from bot.sample_day.play import play_the_day
from bot.sample_day.stage import Stage

pytestmark = pytest.mark.slow


async def _play() -> tuple[int, str]:
    out = io.StringIO()
    return await play_the_day(Console(file=out, width=100)), out.getvalue()


async def test_the_sample_day_is_as_expected() -> None:
    code, told = await _play()
    assert "✗" not in told
    assert "checks, all as expected." in told
    assert code == 0
    assert "10:46:42" in told, "the ladder climbs in the market's time"
    assert "4111" not in told.partition("types what he should not")[2].partition("Podline")[2]


async def test_what_is_not_as_expected_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    async def too_long(stage: Stage) -> None:
        stage.check("the sky is green", False, "blue")

    monkeypatch.setattr(play, "DAY", (too_long,))
    code, told = await _play()
    assert code == 1
    assert "✗ the sky is green — seen: blue" in told
    assert "1 not as expected" in told


async def test_a_crash_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(stage: Stage) -> None:
        raise RuntimeError("the stage is on fire")

    monkeypatch.setattr(play, "DAY", (breaks,))
    code, told = await _play()
    assert code == 1
    assert "the day broke off: RuntimeError: the stage is on fire" in told
    assert "Traceback" not in told


async def test_a_bot_that_fails_behind_the_scenes_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no call for help")

    monkeypatch.setattr(thread, "call_for_help", fails)
    monkeypatch.setattr(play, "DAY", play.DAY[3:4])
    code, told = await _play()
    assert code == 1
    assert "✗ at 15 seconds two specialists are called" in told
    assert "Traceback" not in told
