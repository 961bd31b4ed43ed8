"""Each kind of act, each kind of error: a kind private sentence, and nothing lost."""

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.advice.errors import AlreadyTaken
from bot.errors import AlreadyHandled, BadInput, NotAllowed, NotSaved, PodlineError
from bot.pods.errors import UnknownWord, UnreadableTime
from bot.text.escaping import escape
from handlers import refusing
from handlers.home import UNKNOWN
from handlers.payloads import HomeOpened, Routes
from tests.handlers import shapes
from tests.handlers.desk import Desk, said


def failing(error: Exception) -> Callable[[Any], Awaitable[None]]:
    async def fail(what: Any) -> None:
        raise error

    return fail


def failing_routes(error: Exception) -> Routes:
    fail = failing(error)
    return Routes(
        commands={"/advise": fail},
        actions={"go": fail},
        views={"form": fail},
        shortcuts={"anywhere": fail, "on_message": fail},
        messages=[fail],
        reactions=[fail],
    )


ACTS: dict[str, Callable[[], dict[str, Any]]] = {
    "command": lambda: shapes.command("words"),
    "message press": shapes.press,
    "Home press": lambda: shapes.press_in_view("home"),
    "modal press": lambda: shapes.press_in_view("modal"),
    "modal": lambda: shapes.submission({"q": shapes.typed("words")}),
    "modal without inputs": lambda: shapes.submission(),
    "global shortcut": shapes.global_shortcut,
    "message shortcut": shapes.message_shortcut,
}
EVENTS: dict[str, Callable[[], dict[str, Any]]] = {
    "message": shapes.message,
    "mention": shapes.mention,
    "reaction": shapes.reaction,
}
ERRORS: list[PodlineError | Exception] = [
    NotSaved(),
    BadInput("Too long."),
    BadInput("Too long.", field="q"),
    BadInput("Too long.", field="gone"),
    NotAllowed("Only leaders do that."),
    RuntimeError("words of a traceback"),
]


def everything_told(desk: Desk, body: str) -> str:
    return body + json.dumps(desk.slack.responses) + json.dumps(desk.slack.calls)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("error", ERRORS, ids=repr)
async def test_whoever_acted_is_told_once_and_sees_no_traceback(
    desk: Desk, act: str, error: Exception
) -> None:
    response = await desk.serving(failing_routes(error)).send(ACTS[act]())
    sentence = error.sentence if isinstance(error, PodlineError) else PodlineError.sentence
    told = everything_told(desk, response.body)
    assert response.status == 200
    assert sentence in told
    assert "Traceback" not in told
    assert "words of a traceback" not in told
    ways = bool(response.body) + len(desk.slack.responses) + len(desk.slack.calls)
    assert ways == 1


@pytest.mark.parametrize("act", [*ACTS, *EVENTS])
async def test_what_was_handled_before_is_accepted_in_silence(desk: Desk, act: str) -> None:
    body = (ACTS | EVENTS)[act]()
    response = await desk.serving(failing_routes(AlreadyHandled())).send(body)
    assert (response.status, response.body) == (200, "")
    assert desk.slack.calls == []
    assert desk.slack.responses == []


@pytest.mark.parametrize("act", EVENTS)
@pytest.mark.parametrize("error", [NotSaved(), RuntimeError("x")], ids=repr)
async def test_an_event_that_was_not_saved_is_left_for_slack_to_send_again(
    desk: Desk, act: str, error: Exception
) -> None:
    response = await desk.serving(failing_routes(error)).send(EVENTS[act]())
    assert response.status == 500
    assert desk.slack.calls == []


async def test_a_refused_message_is_told_to_its_author_alone(desk: Desk) -> None:
    desk.serving(failing_routes(NotAllowed("Not here.")))
    assert (await desk.send(shapes.message(thread_ts="1.0"))).status == 200
    [(method, told)] = desk.slack.calls
    assert method == "chat.postEphemeral"
    assert (told["user"], told["text"], told["thread_ts"]) == (shapes.MAYA, "Not here.", "1.0")


async def test_a_mention_comes_twice_and_is_refused_once(desk: Desk) -> None:
    desk.serving(failing_routes(NotAllowed("Not here.")))
    await desk.send(shapes.message(f"<@{shapes.BOT}> help"))
    await desk.send(shapes.mention())
    assert len(desk.slack.calls) == 1


async def test_no_more_refused_mentions_than_a_bound_are_remembered(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusing, "REMEMBERED", 1)
    desk.serving(failing_routes(NotAllowed("Not here.")))
    for ts in ("1.0", "2.0", "2.0"):
        await desk.send(shapes.mention(ts=ts))
    assert len(desk.slack.calls) == 2, "the newest is remembered"
    await desk.send(shapes.mention(ts="1.0"))
    assert len(desk.slack.calls) == 3, "the oldest was forgotten"


async def test_what_can_be_pressed_again_with_effect_stays(desk: Desk) -> None:
    await desk.serving(failing_routes(NotSaved())).send(shapes.press(container=shapes.PRIVATE))
    [told] = desk.slack.responses
    assert (told["replace_original"], told["text"]) == (False, NotSaved.sentence)


@pytest.mark.parametrize("act", ["modal", "message press", "Home press"])
async def test_a_refusal_that_quotes_a_customers_data_quotes_it_masked(
    desk: Desk, act: str
) -> None:
    error = BadInput("I could not read “4111 1111 1111 1111”.")
    response = await desk.serving(failing_routes(error)).send(ACTS[act]())
    told = everything_told(desk, response.body)
    assert "4111" not in told
    assert "[card number]" in told


async def test_a_refusal_takes_the_place_of_the_private_message_that_was_pressed(
    desk: Desk,
) -> None:
    desk.serving(failing_routes(NotAllowed("Dan took this.")))
    await desk.send(shapes.press(container=shapes.PRIVATE))
    [told] = desk.slack.responses
    assert (told["replace_original"], told["text"]) == (True, "Dan took this.")


async def test_a_refusal_with_a_way_on_has_its_button(desk: Desk) -> None:
    error = AlreadyTaken("Dan Ortiz", 4, "https://x.example/p")
    await desk.serving(failing_routes(error)).send(shapes.press())
    _, buttons = desk.slack.responses[0]["blocks"]
    [button] = buttons["elements"]
    assert (button["text"]["text"], button["url"]) == ("Join the thread", "https://x.example/p")


async def test_the_error_stands_under_the_field_at_fault(desk: Desk) -> None:
    body = shapes.submission({"a": shapes.typed("1"), "q": shapes.typed("2")})
    desk.serving(failing_routes(BadInput("Too long.", field="q")))
    assert said(await desk.send(body))["errors"] == {"q": "Too long."}


async def test_the_same_error_stands_under_every_field_at_fault(desk: Desk) -> None:
    body = shapes.submission({name: shapes.typed("1") for name in ("a", "q", "z")})
    desk.serving(failing_routes(BadInput("Too long.", "q", "z", "gone")))
    assert said(await desk.send(body))["errors"] == {"q": "Too long.", "z": "Too long."}


@pytest.mark.parametrize("error", [NotSaved(), BadInput("x", field="picture"), ValueError("x")])
async def test_an_error_never_names_a_block_that_is_no_input_of_the_view(
    desk: Desk, error: Exception
) -> None:
    picture = {"type": "section", "block_id": "picture", "text": {"type": "mrkdwn", "text": "x"}}
    body = shapes.submission(
        {"q": shapes.typed("words")}, blocks=[picture, shapes.field("q"), picture]
    )
    answer = said(await desk.serving(failing_routes(error)).send(body))
    assert list(answer["errors"]) == ["q"]


async def test_under_a_field_an_escaped_name_reads_as_it_was_written(desk: Desk) -> None:
    error = BadInput(f"{escape('R&D <Dan>')} is not a topic.", field="q")
    body = shapes.submission({"q": shapes.typed("words")})
    answer = said(await desk.serving(failing_routes(error)).send(body))
    assert answer["errors"] == {"q": "R&D <Dan> is not a topic."}


async def test_a_modal_without_inputs_turns_into_the_sentence(desk: Desk) -> None:
    answer = said(await desk.serving(failing_routes(NotSaved())).send(shapes.submission()))
    assert answer["response_action"] == "update"
    assert NotSaved.sentence in json.dumps(answer["view"])


async def test_a_press_on_home_is_answered_by_a_modal(desk: Desk) -> None:
    await desk.serving(failing_routes(NotSaved())).send(shapes.press_in_view("home"))
    [(method, _)] = desk.slack.calls
    assert method == "views.open"


async def test_a_press_in_a_modal_is_answered_by_a_modal_on_top(desk: Desk) -> None:
    await desk.serving(failing_routes(NotSaved())).send(shapes.press_in_view("modal"))
    [(method, _)] = desk.slack.calls
    assert method == "views.push"


async def test_a_failure_is_logged_with_its_kind_and_without_words(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await desk.serving(failing_routes(KeyError("x"))).send(shapes.command("my words"))
    [record] = [record for record in caplog.records if record.name == "handlers.refusing"]
    assert (record.getMessage(), vars(record)["kind"]) == ("a listener failed", "command")
    assert "my words" not in caplog.text


@pytest.mark.parametrize("error", [NotAllowed(), BadInput()])
async def test_a_refusal_is_nothing_to_log(
    desk: Desk, error: PodlineError, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        await desk.serving(failing_routes(error)).send(shapes.command("words"))
    assert caplog.records == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(NotSaved(), UNKNOWN), (KeyError("x"), UNKNOWN), (NotAllowed("Ask Ana."), "Ask Ana.")],
)
async def test_a_part_of_home_that_fails_says_so_and_the_others_are_shown(
    desk: Desk, error: Exception, sentence: str
) -> None:
    async def shown(opened: HomeOpened) -> list[dict[str, Any]]:
        return [{"type": "header", "text": {"type": "plain_text", "text": "My asks"}}]

    async def broken(opened: HomeOpened) -> list[dict[str, Any]]:
        raise error

    desk.serving(Routes(home=[broken, shown]))
    assert (await desk.send(shapes.home_opened())).status == 200
    [published] = desk.slack.called("views.publish")
    assert sentence in str(published["view"])
    assert "My asks" in str(published["view"])


@pytest.mark.parametrize("error", [UnknownWord("a\x00b"), UnreadableTime("\x00soon", "busy")])
async def test_what_cannot_be_sent_is_not_repeated_in_a_refusal(
    desk: Desk, error: PodlineError
) -> None:
    routes = Routes(commands={"/pod": failing(error)})
    told = said(await desk.serving(routes).send(shapes.command("x", "/pod")))["text"]
    assert "\x00" not in told
    assert "/pod" in told


async def test_a_database_that_is_down_costs_one_short_line_for_each_refusal(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    error = NotSaved()
    error.__cause__ = TimeoutError()
    with caplog.at_level(logging.INFO):
        await desk.serving(failing_routes(error)).send(shapes.command("my words"))
    [record] = [record for record in caplog.records if record.name == "handlers.refusing"]
    told = vars(record)
    assert (record.getMessage(), told["kind"], told["reason"]) == (
        "not saved",
        "command",
        "TimeoutError",
    )
    assert record.exc_info is None
