"""Whatever arrives, no malformed payload becomes a failure that Slack sends again."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import PodlineError
from handlers.payloads import Routes
from handlers.reading import (
    read_command,
    read_home,
    read_joined,
    read_press,
    read_reaction,
    read_shortcut,
    read_submission,
    read_suggestion,
)
from handlers.reading_messages import read_message
from tests.fakes import START
from tests.handlers import shapes
from tests.handlers.desk import Desk
from tests.handlers.shapes import BOT, TEAM

SOUND = [
    shapes.command("words"),
    shapes.press(),
    shapes.press_in_view("home"),
    shapes.suggestion(),
    shapes.submission({"q": shapes.typed("x")}),
    shapes.global_shortcut(),
    shapes.message_shortcut(),
    shapes.message(thread_ts="1.0"),
    shapes.changed(shapes.written("b", edited={"ts": "2.0"}), shapes.written("a")),
    shapes.deleted(shapes.written()),
    shapes.mention(),
    shapes.reaction(),
    shapes.home_opened(),
    shapes.joined(),
]
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside),
    max_leaves=6,
)


def places(body: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything inside a payload."""
    inside = body.items() if isinstance(body, dict) else enumerate(body)
    found = []
    for key, value in inside:
        found.append((*path, key))
        if isinstance(value, dict | list):
            found += places(value, (*path, key))
    return found


def spoiled(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with `value` at `path`; without it where `value` is ..."""
    if not path:
        return value
    copy = dict(body) if isinstance(body, dict) else list(body)
    if len(path) == 1 and value is ...:
        del copy[path[0]]
    else:
        copy[path[0]] = spoiled(copy[path[0]], path[1:], value)
    return copy


@st.composite
def hostile(draw: st.DrawFn) -> dict[str, Any]:
    """A real payload with one to three places missing or filled with something odd."""
    body: Any = draw(st.sampled_from(SOUND))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(body)))
        body = spoiled(body, path, draw(st.just(...) | ODD))
        if not body:
            break
    return dict(body)


@given(hostile())
@settings(max_examples=400, deadline=None)
def test_reading_fails_by_name_or_not_at_all(body: dict[str, Any]) -> None:
    read_message(body, TEAM, BOT, START)
    read_reaction(body, TEAM, START)
    read_home(body, TEAM, START)
    read_joined(body, TEAM, START)
    for read in (read_command, read_press, read_suggestion, read_submission, read_shortcut):
        try:
            read(body, TEAM, START)
        except PodlineError:
            continue


@pytest.mark.slow
@given(body=hostile())
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_no_malformed_payload_is_answered_with_a_failure(
    desk: Desk, body: dict[str, Any]
) -> None:
    async def hear(what: Any) -> None:
        return None

    async def find(what: Any) -> list[dict[str, Any]]:
        return []

    desk.serving(
        Routes(
            commands={"/advise": hear},
            actions={"go": hear},
            options={"find": find},
            views={"form": hear},
            shortcuts={"anywhere": hear, "on_message": hear},
            messages=[hear],
            reactions=[hear],
        )
    )
    assert (await desk.receive(body)).status == 200
