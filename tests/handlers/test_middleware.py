"""Who is let in, and what happens when the gate closes."""

import asyncio
from typing import Any

import pytest

from bot.errors import Guest, Stranger
from handlers.payloads import Command, Message, Routes
from handlers.socket_link import read_request
from tests.handlers import shapes
from tests.handlers.desk import ORGANISATION, Desk, said
from tests.handlers.shapes import TEAM
from tests.waiting import PATIENCE, until

FOREIGN = "T0OTHER"


class Heard:
    def __init__(self) -> None:
        self.got: list[Any] = []

    async def hear(self, what: Any) -> None:
        self.got.append(what)

    def routes(self) -> Routes:
        return Routes(
            commands={"/advise": self.hear},
            actions={"go": self.hear},
            views={"form": self.hear},
            shortcuts={"anywhere": self.hear},
            messages=[self.hear],
            reactions=[self.hear],
        )


def foreign_user(body: dict[str, Any], team: str = FOREIGN) -> dict[str, Any]:
    return body | {"user": body["user"] | {"team_id": team}}


async def test_a_foreign_teams_command_is_refused_in_one_sentence(desk: Desk) -> None:
    heard = Heard()
    body = shapes.command("words", team_id=FOREIGN)
    assert said(await desk.serving(heard.routes()).send(body))["text"] == Stranger.sentence
    assert heard.got == []


async def test_a_strangers_press_in_a_shared_channel_is_refused_in_one_sentence(
    desk: Desk,
) -> None:
    heard = Heard()
    await desk.serving(heard.routes()).send(foreign_user(shapes.press()))
    assert [told["text"] for told in desk.slack.responses] == [Stranger.sentence]
    assert heard.got == []


async def test_a_strangers_modal_and_shortcut_are_refused_in_one_sentence(desk: Desk) -> None:
    heard = Heard()
    desk.serving(heard.routes())
    answer = said(await desk.send(foreign_user(shapes.submission({"q": shapes.typed("x")}))))
    assert answer["errors"] == {"q": Stranger.sentence}
    await desk.send(foreign_user(shapes.global_shortcut()))
    assert Stranger.sentence in str(desk.slack.called("views.open"))
    assert heard.got == []


@pytest.mark.parametrize("key", ["user_team", "source_team"])
async def test_a_strangers_message_is_left_alone_and_a_mention_is_answered_once(
    desk: Desk, key: str
) -> None:
    heard = Heard()
    desk.serving(heard.routes())
    assert (await desk.send(shapes.message("hello", **{key: FOREIGN}))).status == 200
    assert desk.slack.calls == []
    mention = shapes.mention()
    mention["event"][key] = FOREIGN
    await desk.send(mention)
    [told] = desk.slack.called("chat.postEphemeral")
    assert told["text"] == Stranger.sentence
    assert heard.got == []


async def test_a_strangers_edit_is_left_alone(desk: Desk) -> None:
    heard = Heard()
    after = shapes.written("new", user_team=FOREIGN, edited={"ts": "2.0"})
    body = shapes.changed(after, shapes.written("old"))
    assert (await desk.serving(heard.routes()).send(body)).status == 200
    assert heard.got == []


async def test_a_shared_channel_that_another_team_hosts_is_ours_where_we_are_authorised(
    desk: Desk,
) -> None:
    heard = Heard()
    body = shapes.message("hello", user_team=TEAM) | {"team_id": FOREIGN}
    await desk.serving(heard.routes()).send(body)
    [message] = heard.got
    assert message.person.team == TEAM


async def test_an_event_for_another_team_alone_is_left_aside(desk: Desk) -> None:
    heard = Heard()
    body = shapes.message() | {"team_id": FOREIGN, "authorizations": [{"team_id": FOREIGN}]}
    assert (await desk.serving(heard.routes()).send(body)).status == 200
    assert heard.got == []


@pytest.mark.parametrize(
    "body",
    [foreign_user(shapes.press(), ORGANISATION), shapes.message(user_team=ORGANISATION)],
    ids=["press", "message"],
)
async def test_our_own_organisations_id_stands_for_our_team(
    desk: Desk, body: dict[str, Any]
) -> None:
    heard = Heard()
    await desk.serving(heard.routes()).send(body)
    assert [one.person.team for one in heard.got] == [TEAM]


@pytest.mark.parametrize("kind", ["is_restricted", "is_ultra_restricted"])
async def test_a_guests_mention_is_refused_in_one_sentence_and_messages_in_none(
    desk: Desk, kind: str
) -> None:
    heard = Heard()
    desk.serving(heard.routes())
    await desk.send(shapes.message(user_profile={kind: True}))
    assert desk.slack.calls == []
    mention = shapes.mention()
    mention["event"]["user_profile"] = {kind: True}
    await desk.send(mention)
    [told] = desk.slack.called("chat.postEphemeral")
    assert told["text"] == Guest.sentence
    assert heard.got == []


async def test_a_closing_gate_waits_for_what_runs_and_answers_503_to_the_rest(
    desk: Desk,
) -> None:
    go_on = asyncio.Event()
    done: list[str] = []

    async def slow(command: Command) -> None:
        await go_on.wait()
        done.append(command.text)

    desk.serving(Routes(commands={"/advise": slow}))
    running = asyncio.create_task(desk.dispatch(shapes.command("first")))
    await until(lambda: not desk.gate.idle)
    closing = asyncio.create_task(desk.gate.close(at_most=PATIENCE))
    await asyncio.sleep(0.05)
    assert not closing.done()
    assert (await desk.dispatch(shapes.command("second"))).status == 503
    go_on.set()
    await closing
    assert (await running).status == 200
    assert done == ["first"]
    assert desk.gate.idle


async def test_a_closing_gate_waits_until_the_answer_is_sent(desk: Desk) -> None:
    sent = asyncio.Event()

    async def answer(_: Any) -> None:
        await sent.wait()

    async def hear(message: Message) -> None:
        return None

    desk.serving(Routes(messages=[hear]))
    request = read_request(_envelope(shapes.message()))
    assert request is not None
    running = asyncio.create_task(desk.gate.dispatch(request, answer))
    await until(lambda: not desk.gate.idle)
    closing = asyncio.create_task(desk.gate.close(at_most=PATIENCE))
    await asyncio.sleep(0.05)
    assert not closing.done()
    sent.set()
    await asyncio.gather(closing, running)


async def test_a_closing_gate_does_not_wait_for_ever(desk: Desk) -> None:
    async def stuck(command: Command) -> None:
        await asyncio.Event().wait()

    desk.serving(Routes(commands={"/advise": stuck}))
    running = asyncio.create_task(desk.dispatch(shapes.command()))
    await until(lambda: not desk.gate.idle)
    await asyncio.wait_for(desk.gate.close(at_most=0.1), PATIENCE)
    running.cancel()


def _envelope(payload: dict[str, Any]) -> Any:
    from slack_sdk.socket_mode.request import SocketModeRequest

    return SocketModeRequest("events_api", "e1", payload)
