"""A modal that is painted anew: tried again for a moment, never over something newer."""

import asyncio
import time
from types import SimpleNamespace
from typing import Any

import pytest

from bot.metrics import limited
from bot.text.kit import modal
from handlers import repainting
from handlers.payloads import InPlace, Press, Routes, Said
from handlers.repainting import NotShown
from tests.handlers import shapes
from tests.handlers.desk import Desk
from tests.handlers.slack_stub import DROPPED, PROXYS_PAGE
from tests.waiting import until

UPDATE, PUSH = "views.update", "views.push"


@pytest.fixture
def late() -> asyncio.Event:
    """Set once "slow" is found."""
    return asyncio.Event()


@pytest.fixture
def painting(desk: Desk, late: asyncio.Event) -> Desk:
    """A press shows its value in the modal's place; "slow" takes a while to be found."""

    async def show(press: Press) -> Said:
        if press.value == "slow":
            await late.wait()
        return InPlace(modal("form", press.value, [], submit="Search"))

    desk.slack.retry_after = 0
    return desk.serving(Routes(actions={"go": show}))


def press(value: str = "found", stamp: str = "h0") -> dict[str, Any]:
    body = shapes.press_in_view("modal")
    body["actions"][0]["value"] = value
    body["view"]["hash"] = stamp
    return body


def painted(desk: Desk) -> list[tuple[str, str | None]]:
    """The titles that Slack was asked to show, and over what."""
    return [(each["view"]["title"]["text"], each.get("hash")) for each in desk.slack.called(UPDATE)]


@pytest.mark.parametrize("passing", ["ratelimited", PROXYS_PAGE, "internal_error", DROPPED])
async def test_a_repaint_that_does_not_get_through_is_tried_again_over_what_was_pressed(
    painting: Desk, passing: str
) -> None:
    painting.slack.passing[UPDATE] = [passing]
    await painting.send(press())
    assert painted(painting) == [("found", None), ("found", "h0")]
    assert painting.slack.called(PUSH) == []


async def test_it_waits_as_long_as_slack_asks_for(painting: Desk) -> None:
    painting.slack.retry_after, painting.slack.passing[UPDATE] = 1, ["ratelimited"]
    started, before = time.monotonic(), limited.labels(method=UPDATE)._value.get()
    await painting.send(press())
    assert time.monotonic() - started >= 1
    assert len(painted(painting)) == 2
    assert limited.labels(method=UPDATE)._value.get() == before + 1


@pytest.mark.parametrize("lasting", ["ratelimited", "invalid_arguments"])
async def test_whoever_acted_is_told_where_it_never_gets_through(
    painting: Desk, lasting: str
) -> None:
    painting.slack.refusals[UPDATE] = lasting
    body = press()
    await painting.send(body)
    assert len(painted(painting)) == (repainting.TRIES if lasting == "ratelimited" else 1)
    [told] = painting.slack.called(PUSH)
    assert NotShown.sentence in str(told["view"])
    assert told["trigger_id"] == body["trigger_id"]


async def test_whoever_would_wait_too_long_is_told_while_they_can_be(painting: Desk) -> None:
    waits = 2 * int(repainting.PATIENCE_SECONDS)
    painting.slack.retry_after, painting.slack.refusals[UPDATE] = waits, "ratelimited"
    started = time.monotonic()
    await painting.send(press())
    assert time.monotonic() - started < waits
    assert len(painted(painting)) == 1
    assert len(painting.slack.called(PUSH)) == 1


@pytest.mark.parametrize("gone", ["not_found", "hash_conflict"])
async def test_a_modal_that_was_closed_or_shows_something_newer_is_left_alone(
    painting: Desk, gone: str
) -> None:
    painting.slack.passing[UPDATE] = ["ratelimited", gone]
    await painting.send(press())
    assert len(painted(painting)) == 2
    assert painting.slack.called(PUSH) == []


async def test_what_waits_to_be_tried_again_gives_way_to_something_newer(
    painting: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, go_on = asyncio.Event(), asyncio.Event()

    async def sleep(seconds: float) -> None:
        waits.set()
        await go_on.wait()

    held = SimpleNamespace(**vars(asyncio) | {"sleep": sleep})
    monkeypatch.setattr(repainting, "asyncio", held)
    painting.slack.passing[UPDATE] = ["ratelimited"]
    await painting.dispatch(press("older"))
    await waits.wait()
    await painting.dispatch(press("newer"))
    await until(lambda: len(painting.slack.called(UPDATE)) == 2)
    go_on.set()
    await painting.teller.finish()
    assert painted(painting) == [("older", None), ("newer", None)]
    assert painting.slack.called(PUSH) == []


async def test_what_was_found_late_does_not_stand_over_what_was_looked_for_since(
    painting: Desk, late: asyncio.Event
) -> None:
    slow = asyncio.create_task(painting.dispatch(press("slow")))
    await until(lambda: not painting.gate.idle)
    painting.clock.step(0.1)
    await painting.dispatch(press("quick"))
    late.set()
    await slow
    await painting.teller.finish()
    assert painted(painting) == [("quick", None)]


async def test_what_was_pressed_before_the_last_repaint_stood_is_tried_again_over_that(
    painting: Desk,
) -> None:
    painting.slack.answers[UPDATE] = {"view": {"hash": "h1"}}
    await painting.send(press("first"))
    painting.slack.passing[UPDATE] = ["ratelimited"]
    await painting.send(press("second"))
    assert painted(painting)[1:] == [("second", None), ("second", "h1")]


async def test_no_more_modals_than_a_bound_are_remembered(
    painting: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repainting, "REMEMBERED", 1)
    for view in ("V1", "V2", "V1"):
        body = press(view)
        body["view"]["id"] = view
        await painting.send(body)
    assert len(painted(painting)) == 3
    assert len(painting.teller._repainter._views) == 1
