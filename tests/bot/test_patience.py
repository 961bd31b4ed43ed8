"""What helps somebody on a call is looked for, and given up: asking goes on without it."""

import asyncio
from logging import getLogger
from typing import NoReturn

import pytest

from bot.errors import PodlineError
from bot.patience import find_in_time

LOG = getLogger(__name__)


async def _fails(error: Exception) -> NoReturn:
    raise error


async def test_what_is_found_in_time_is_handed_on() -> None:
    assert await find_in_time(asyncio.sleep(0, "found"), "nothing", 60, LOG) == "found"


async def test_what_takes_too_long_is_given_up() -> None:
    looking = asyncio.create_task(asyncio.sleep(60, "found"))
    assert await find_in_time(looking, "nothing", 0.01, LOG) == "nothing"
    assert looking.cancelled()


@pytest.mark.parametrize(("error", "logged"), [(PodlineError(), 0), (ValueError("wrong"), 1)])
async def test_what_fails_finds_nothing_and_only_what_is_nobodys_to_say_is_logged(
    error: Exception, logged: int, caplog: pytest.LogCaptureFixture
) -> None:
    assert await find_in_time(_fails(error), "nothing", 60, LOG) == "nothing"
    assert len([one for one in caplog.records if one.levelname == "ERROR"]) == logged
