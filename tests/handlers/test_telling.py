"""Private answers: by the way that reaches whoever acted, beside the acknowledgement."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import pytest

from bot.advice.facts import Note
from bot.errors import TooLate
from bot.metrics import limited
from bot.text.kit import Block, Card, modal
from handlers import home
from handlers.payloads import Beside, Command, Press, Routes, Said, Sent, Shortcut
from handlers.telling import NotOpened
from tests.handlers import shapes
from tests.handlers.desk import Desk
from tests.handlers.slack_stub import PROXYS_PAGE
from tests.waiting import PATIENCE

CARD = Card("Dan took this.", [{"type": "divider"}])
FORM = modal("form", "Answer", [], submit="Send")


def saying(what: Said) -> Routes:
    async def say(_: Any) -> Said:
        return what

    async def send(_: Any) -> Sent:
        return None

    return Routes(
        commands={"/advise": say},
        actions={"go": say},
        views={"form": send},
        shortcuts={"anywhere": say, "on_message": say},
    )


def noting(note: Note) -> Routes:
    async def send(_: Any) -> Sent:
        return note

    return Routes(views={"form": send})


ACTS: dict[str, Callable[[], dict[str, Any]]] = {
    "command": shapes.command,
    "message press": shapes.press,
    "Home press": lambda: shapes.press_in_view("home"),
    "modal press": lambda: shapes.press_in_view("modal"),
    "modal": shapes.submission,
    "global shortcut": shapes.global_shortcut,
    "message shortcut": shapes.message_shortcut,
}


@pytest.mark.parametrize("act", ACTS)
async def test_nothing_to_say_is_an_empty_acknowledgement(desk: Desk, act: str) -> None:
    response = await desk.serving(saying(None)).send(ACTS[act]())
    assert (response.status, response.body) == (200, "")
    assert [name for name, _ in desk.slack.calls if name != "views.publish"] == []
    assert desk.slack.responses == []


@pytest.mark.parametrize("act", ["message press", "message shortcut"])
async def test_a_card_in_a_channel_goes_to_the_response_url(desk: Desk, act: str) -> None:
    await desk.serving(saying(CARD)).send(ACTS[act]())
    [told] = desk.slack.responses
    assert (told["text"], told["blocks"]) == (CARD.text, CARD.blocks)
    assert (told["response_type"], told["replace_original"]) == ("ephemeral", False)


@pytest.mark.parametrize("act", ["message press", "message shortcut"])
async def test_a_card_about_a_message_in_a_thread_appears_in_that_thread(
    desk: Desk, act: str
) -> None:

    def body() -> dict[str, Any]:
        if act == "message press":
            return shapes.press(container=shapes.container(thread_ts="1.0"))
        return shapes.message_shortcut(thread_ts="1.0")

    await desk.serving(saying(CARD)).send(body())
    assert desk.slack.responses[0]["thread_ts"] == "1.0"
    desk.slack.response_status = 404
    await desk.send(body())
    assert desk.slack.called("chat.postEphemeral")[0]["thread_ts"] == "1.0"


async def test_a_card_about_the_root_of_a_thread_appears_in_the_channel(desk: Desk) -> None:
    root = shapes.container(thread_ts=shapes.TS)
    await desk.serving(saying(CARD)).send(shapes.press(container=root))
    assert "thread_ts" not in desk.slack.responses[0]


async def test_a_private_message_that_was_pressed_goes_where_there_is_nothing_to_say(
    desk: Desk,
) -> None:
    await desk.serving(saying(None)).send(shapes.press(container=shapes.PRIVATE))
    assert desk.slack.responses == [{"delete_original": True}]


async def test_a_private_message_that_holds_more_than_was_pressed_stays(desk: Desk) -> None:
    await desk.serving(saying(Beside(CARD))).send(shapes.press(container=shapes.PRIVATE))
    [told] = desk.slack.responses
    assert (told["replace_original"], told["text"]) == (False, CARD.text)


async def test_a_card_takes_the_place_of_the_private_message_that_was_pressed(desk: Desk) -> None:
    await desk.serving(saying(CARD)).send(shapes.press(container=shapes.PRIVATE))
    [told] = desk.slack.responses
    assert (told["replace_original"], told["text"]) == (True, CARD.text)


async def test_a_private_message_stays_under_the_modal_that_it_opened(desk: Desk) -> None:
    await desk.serving(saying(FORM)).send(shapes.press(container=shapes.PRIVATE))
    assert desk.slack.responses == []


async def test_a_button_that_opens_an_address_leaves_its_private_message(desk: Desk) -> None:
    opened = shapes.press(container=shapes.PRIVATE)
    del opened["actions"][0]["value"]
    await desk.serving(saying(None)).send(opened)
    assert desk.slack.responses == []


@pytest.mark.parametrize(
    ("act", "method"),
    [
        ("Home press", "views.open"),
        ("modal press", "views.push"),
        ("global shortcut", "views.open"),
    ],
)
async def test_a_card_where_there_is_no_channel_is_a_modal(
    desk: Desk, act: str, method: str
) -> None:
    body = ACTS[act]()
    await desk.serving(saying(CARD)).send(body)
    [shown] = desk.slack.called(method)
    assert shown["trigger_id"] == body["trigger_id"]
    assert "divider" in str(shown["view"])


@pytest.mark.parametrize(
    ("act", "method"),
    [
        ("command", "views.open"),
        ("message press", "views.open"),
        ("Home press", "views.open"),
        ("modal press", "views.push"),
        ("global shortcut", "views.open"),
        ("message shortcut", "views.open"),
    ],
)
async def test_a_modal_is_opened_or_put_on_top(desk: Desk, act: str, method: str) -> None:
    await desk.serving(saying(FORM)).send(ACTS[act]())
    shown = [name for name, _ in desk.slack.calls if name != "views.publish"]
    assert shown == [method]


async def test_a_fourth_modal_takes_the_place_of_the_third(desk: Desk) -> None:
    desk.slack.refusals["views.push"] = "push_limit_reached"
    await desk.serving(saying(FORM)).send(ACTS["modal press"]())
    [shown] = desk.slack.called("views.update")
    assert shown["view_id"] == "V1"
    assert desk.slack.called("chat.postEphemeral") == []


async def test_a_modal_that_slack_refuses_for_another_reason_takes_no_place(desk: Desk) -> None:
    desk.slack.refusals["views.push"] = "invalid_arguments"
    await desk.serving(saying(FORM)).send(ACTS["modal press"]())
    assert desk.slack.called("views.update") == []


async def test_a_form_closes_and_its_note_goes_privately_to_the_channel(desk: Desk) -> None:
    response = await desk.serving(noting(Note(CARD, "C0POD"))).send(shapes.submission())
    assert (response.status, response.body) == (200, "")
    [told] = desk.slack.called("chat.postEphemeral")
    assert (told["channel"], told["user"], told["text"]) == ("C0POD", shapes.MAYA, CARD.text)


async def test_a_form_closes_also_where_its_note_does_not_arrive(desk: Desk) -> None:
    desk.slack.refusals["chat.postEphemeral"] = "user_not_in_channel"
    response = await desk.serving(noting(Note(CARD, "C0POD"))).send(shapes.submission())
    assert (response.status, response.body) == (200, "")


async def test_the_acknowledgement_does_not_wait_for_the_answer(desk: Desk) -> None:
    desk.slack.open.clear()
    answering = desk.serving(saying(FORM)).dispatch(shapes.press())
    response = await asyncio.wait_for(answering, PATIENCE)
    assert response.status == 200
    assert not desk.teller.idle
    desk.slack.open.set()
    await desk.teller.finish()
    assert len(desk.slack.calls) == 1
    assert desk.teller.idle


@pytest.mark.parametrize("status", [404, 410, 500])
async def test_a_dead_response_url_is_replaced_by_a_private_message(
    desk: Desk, status: int
) -> None:
    desk.slack.response_status = status
    assert (await desk.serving(saying(CARD)).send(shapes.press())).status == 200
    [told] = desk.slack.called("chat.postEphemeral")
    assert (told["channel"], told["user"]) == (shapes.CHANNEL, shapes.MAYA)
    assert told["text"] == CARD.text


@pytest.mark.parametrize("error", ["expired_trigger_id", "trigger_expired"])
async def test_a_modal_that_came_too_late_says_so(desk: Desk, error: str) -> None:
    desk.slack.refusals["views.open"] = error
    assert (await desk.serving(saying(FORM)).send(shapes.press())).status == 200
    assert desk.slack.responses[0]["text"] == TooLate.sentence


async def test_a_modal_that_came_too_late_after_a_command_says_so(desk: Desk) -> None:
    desk.slack.refusals["views.open"] = "expired_trigger_id"
    await desk.serving(saying(FORM)).send(shapes.command())
    assert desk.slack.responses[0]["text"] == NotOpened.sentence


@pytest.mark.parametrize("act", ["command", "message press", "message shortcut"])
@pytest.mark.parametrize("error", ["invalid_arguments", "ratelimited"])
async def test_a_modal_that_slack_refuses_to_open_says_so_and_is_logged(
    desk: Desk, act: str, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.slack.refusals["views.open"] = error
    with caplog.at_level(logging.WARNING):
        response = await desk.serving(saying(FORM)).send(ACTS[act]())
    assert response.status == 200
    [told] = desk.slack.responses
    assert (told["text"], told["response_type"]) == (NotOpened.sentence, "ephemeral")
    assert told["replace_original"] is False
    [record] = caplog.records
    assert record.getMessage() == "an immediate answer was refused"
    assert vars(record)["error"] == error


@pytest.mark.parametrize("content", ["text/html", "text/plain", "application/json"])
async def test_a_proxys_page_instead_of_slacks_answer_is_a_refusal_like_others(
    desk: Desk, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.slack.refusals["views.open"], desk.slack.page_type = PROXYS_PAGE, content
    with caplog.at_level(logging.WARNING):
        await desk.serving(saying(FORM)).send(shapes.press())
    [record] = caplog.records
    assert vars(record)["error"] == "unreadable"
    assert desk.slack.responses[0]["text"] == NotOpened.sentence


async def test_a_modal_that_is_refused_in_a_thread_says_so_there(desk: Desk) -> None:
    desk.slack.refusals["views.open"] = "invalid_arguments"
    body = shapes.press(container=shapes.container(thread_ts="1.0"))
    await desk.serving(saying(FORM)).send(body)
    assert desk.slack.responses[0]["thread_ts"] == "1.0"


@pytest.mark.parametrize("error", ["invalid_arguments", "expired_trigger_id"])
async def test_an_answer_that_fails_where_nothing_else_reaches_the_person_is_only_logged(
    desk: Desk, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    desk.slack.refusals["views.open"] = error
    with caplog.at_level(logging.WARNING):
        response = await desk.serving(saying(FORM)).send(shapes.press_in_view("home"))
    assert response.status == 200
    assert (error in [vars(record).get("error") for record in caplog.records]) is (
        error == "invalid_arguments"
    )


async def test_a_slack_that_cannot_be_reached_is_logged_and_told_where_that_is_possible(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.teller._client.base_url = "http://127.0.0.1:1/"
    with caplog.at_level(logging.WARNING):
        response = await desk.serving(saying(FORM)).send(shapes.press())
    assert response.status == 200
    [record] = caplog.records
    assert record.getMessage() == "an immediate answer did not arrive"
    [told] = desk.slack.responses
    assert told["text"] == NotOpened.sentence


async def test_a_429_is_counted_by_its_method(desk: Desk) -> None:
    before = limited.labels(method="views.open")._value.get()
    desk.slack.refusals["views.open"] = "ratelimited"
    await desk.serving(saying(FORM)).send(shapes.press())
    assert limited.labels(method="views.open")._value.get() == before + 1


async def test_a_shutdown_waits_for_what_is_under_way(desk: Desk) -> None:
    desk.slack.open.clear()
    await desk.serving(saying(FORM)).dispatch(shapes.press())
    finishing = asyncio.create_task(desk.teller.finish())
    await asyncio.sleep(0.1)
    assert not finishing.done()
    desk.slack.open.set()
    await finishing
    assert len(desk.slack.calls) == 1


async def test_a_shutdown_does_not_wait_for_ever(desk: Desk) -> None:
    desk.slack.open.clear()
    await desk.serving(saying(FORM)).dispatch(shapes.press())
    await asyncio.wait_for(desk.teller.finish(at_most=0.1), PATIENCE)
    assert desk.teller.idle
    assert desk.slack.calls == []


async def test_whoever_looks_at_home_sees_it_anew_after_acting(desk: Desk) -> None:
    async def hear(_: Command | Press | Shortcut) -> None:
        return None

    desk.serving(Routes(commands={"/advise": hear}))
    await desk.send(shapes.command())
    assert desk.slack.called("views.publish") == []
    await desk.send(shapes.home_opened())
    await desk.send(shapes.command())
    assert len(desk.slack.called("views.publish")) == 2
    desk.clock.step(11 * 60)
    await desk.send(shapes.command())
    assert len(desk.slack.called("views.publish")) == 2


async def test_no_more_people_than_a_bound_are_remembered_to_look_at_home(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "REMEMBERED", 1)
    desk.serving(saying(None))
    for user in (shapes.MAYA, shapes.DAN):
        opened = shapes.home_opened()
        opened["event"]["user"] = user
        await desk.send(opened)
    await desk.send(shapes.command())  # Maya's
    assert len(desk.slack.called("views.publish")) == 2
    await desk.send(shapes.command(user_id=shapes.DAN))
    assert len(desk.slack.called("views.publish")) == 3


async def test_a_press_on_home_shows_it_anew(desk: Desk) -> None:
    await desk.serving(saying(None)).send(shapes.press_in_view("home"))
    assert len(desk.slack.called("views.publish")) == 1


async def test_the_acknowledgement_of_a_press_does_not_wait_for_home(desk: Desk) -> None:
    shown = asyncio.Event()

    async def slow(_: Any) -> list[Block]:
        await shown.wait()
        return []

    routes = saying(None)
    desk.serving(Routes(actions=routes.actions, home=[slow]))
    response = await asyncio.wait_for(desk.dispatch(shapes.press_in_view("home")), PATIENCE)
    assert response.status == 200
    shown.set()


async def test_a_home_too_long_for_slack_is_cut_and_keeps_its_time(desk: Desk) -> None:
    async def long(_: Any) -> list[Block]:
        return [{"type": "divider"}] * 150

    await desk.serving(Routes(home=[long])).send(shapes.home_opened())
    view = str(desk.slack.called("views.publish")[0]["view"])
    assert view.count("divider") == 99
    assert "As of" in view
