"""One dispatching listener for each kind of thing that Slack hands us."""

import asyncio
import logging
from typing import Any

import pytest

from bot import metrics
from bot.errors import AlreadyHandled, NotSaved, Outdated, UnknownCommand
from bot.text.kit import Card, modal, option
from handlers.payloads import (
    Claim,
    Command,
    Joined,
    Message,
    Press,
    Reaction,
    Routes,
    Shortcut,
    Submission,
    Suggestion,
)
from tests.handlers import shapes
from tests.handlers.desk import Desk, said


class Feature:
    """Remembers what reached it."""

    def __init__(self, name: str = "") -> None:
        self.got: list[Any] = []
        self.name = name

    async def hear(self, what: Any) -> None:
        self.got.append(what)

    def routes(self) -> Routes:
        return Routes(
            commands={f"/advise{self.name}": self.hear},
            actions={f"go{self.name}": self.hear},
            views={f"form{self.name}": self.hear},
            shortcuts={f"anywhere{self.name}": self.hear, f"on_message{self.name}": self.hear},
            messages=[self.hear],
            reactions=[self.hear],
        )


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        (shapes.command("help"), Command),
        (shapes.press(), Press),
        (shapes.submission({"q": shapes.typed("x")}), Submission),
        (shapes.global_shortcut(), Shortcut),
        (shapes.message_shortcut(), Shortcut),
        (shapes.message(), Message),
        (shapes.mention(), Message),
        (shapes.reaction(), Reaction),
    ],
)
async def test_each_kind_reaches_its_feature_once_and_is_accepted(
    desk: Desk, body: dict[str, Any], shape: type
) -> None:
    feature = Feature()
    response = await desk.serving(feature.routes()).send(body)
    assert (response.status, response.body) == (200, "")
    assert [type(got) for got in feature.got] == [shape]


async def test_what_one_feature_claims_nobody_else_hears(desk: Desk) -> None:
    advice, practices = Feature(), Feature()
    claim = Claim(lambda message: message.to_bot.startswith("practice"), practices.hear)
    desk.serving(advice.routes(), Routes(claims=[claim]))
    for said_ in ("practice fax", "no service?"):
        await desk.send(shapes.message(f"<@{shapes.BOT}> {said_}"))
    assert [each.to_bot for each in practices.got] == ["practice fax"]
    assert [each.to_bot for each in advice.got] == ["no service?"]


async def test_a_listener_that_is_later_than_slack_waits_runs_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []

    async def slow(message: Message) -> None:
        runs.append(message.text)
        await asyncio.sleep(0.2)

    app = desk.serving(Routes(messages=[slow])).app
    for listener in app._async_listeners:
        listener.ack_timeout = 0
    response = await desk.send(shapes.message("once"))
    assert response.status == 200
    assert runs == ["once"]


@pytest.mark.parametrize("kind", ["team_join", "channel_rename", "something_from_2031"])
async def test_an_event_that_nobody_listens_to_is_accepted(desk: Desk, kind: str) -> None:
    assert (await desk.send(shapes.event({"type": kind}))).status == 200


async def test_what_no_feature_uses_is_accepted_and_logs_nothing(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    body = shapes.submission() | {"type": "view_closed", "value": "secret words"}
    with caplog.at_level(logging.INFO):
        assert (await desk.send(body)).status == 200
    assert "secret words" not in caplog.text


async def test_who_joins_a_huddle_is_heard_where_a_feature_wants_to_know(desk: Desk) -> None:
    feature = Feature()
    response = await desk.serving(Routes(joins=[feature.hear])).send(shapes.joined())
    assert (response.status, response.body) == (200, "")
    assert [type(got) for got in feature.got] == [Joined]
    await desk.send(shapes.joined(state="default_unset"))
    assert len(feature.got) == 1


async def test_who_joins_a_huddle_is_asked_again_where_it_could_not_be_saved_and_once_where_known(
    desk: Desk,
) -> None:
    async def lost(joined: Joined) -> None:
        raise NotSaved

    async def again(joined: Joined) -> None:
        raise AlreadyHandled

    assert (await desk.serving(Routes(joins=[lost])).send(shapes.joined())).status == 500
    assert (await desk.serving(Routes(joins=[again])).send(shapes.joined())).status == 200
    assert desk.slack.calls == []


async def test_where_nobody_wants_to_know_no_listener_stands_there_for_it(desk: Desk) -> None:
    without = len(desk.serving(Feature().routes()).app._async_listeners)
    assert (await desk.send(shapes.joined())).status == 200
    wanted = desk.serving(Routes(joins=[Feature().hear])).app._async_listeners
    assert len(wanted) == without + 1


async def test_a_press_from_an_older_version_gets_a_kind_private_sentence(desk: Desk) -> None:
    response = await desk.send(shapes.press("advice.retired"))
    assert (response.status, response.body) == (200, "")
    [told] = desk.slack.responses
    assert (told["text"], told["response_type"]) == (Outdated().sentence, "ephemeral")
    assert told["replace_original"] is False


async def test_a_modal_from_an_older_version_says_so_under_its_first_field(desk: Desk) -> None:
    body = shapes.submission({"q": shapes.typed("my words")}, callback_id="retired")
    assert said(await desk.send(body)) == {
        "response_action": "errors",
        "errors": {"q": Outdated().sentence},
    }


async def test_a_shortcut_from_an_older_version_says_so(desk: Desk) -> None:
    await desk.send(shapes.message_shortcut("retired"))
    assert desk.slack.responses[0]["text"] == Outdated().sentence


async def test_an_unknown_command_says_which_one_to_try(desk: Desk) -> None:
    answer = said(await desk.send(shapes.command("words", command="/huh")))
    assert (answer["text"], answer["response_type"]) == (UnknownCommand().sentence, "ephemeral")


async def test_the_command_of_a_second_installation_reaches_the_same_feature(desk: Desk) -> None:
    feature = Feature()
    await desk.serving(feature.routes()).send(shapes.command("hi", command="/test-advise"))
    assert feature.got[0].text == "hi"


async def test_a_link_button_is_acknowledged_and_reaches_no_feature(desk: Desk) -> None:
    feature = Feature()
    body = shapes.press()
    body["actions"][0]["url"] = "https://example.com"
    assert (await desk.serving(feature.routes()).send(body)).status == 200
    assert feature.got == []


async def test_our_own_messages_reach_no_feature(desk: Desk) -> None:
    feature = Feature()
    assert (
        await desk.serving(feature.routes()).send(shapes.message(user=shapes.BOT))
    ).status == 200
    assert feature.got == []


def test_two_features_cannot_answer_the_same_name(desk: Desk) -> None:
    with pytest.raises(ValueError, match="advise"):
        desk.serving(Feature().routes(), Feature().routes())


async def test_every_feature_hears_a_message_under_a_key_of_its_own(desk: Desk) -> None:
    first, second = Feature("1"), Feature("2")
    await desk.serving(first.routes(), second.routes()).send(shapes.message())
    [one], [two] = first.got, second.got
    assert one.delivery.key != two.delivery.key
    assert one.text == two.text


async def test_a_feature_that_knows_a_message_already_does_not_hide_it_from_the_next(
    desk: Desk,
) -> None:
    async def again(message: Message) -> None:
        raise AlreadyHandled

    second = Feature()
    desk.serving(Routes(messages=[again]), second.routes())
    assert (await desk.send(shapes.message())).status == 200
    assert len(second.got) == 1


async def test_a_feature_that_could_not_save_is_asked_again_whatever_the_others_know(
    desk: Desk,
) -> None:
    async def again(message: Message) -> None:
        raise AlreadyHandled

    async def lost(message: Message) -> None:
        raise NotSaved

    desk.serving(Routes(messages=[again]), Routes(messages=[lost]))
    assert (await desk.send(shapes.message())).status == 500


async def test_a_card_after_a_message_is_whispered_to_its_author_in_its_thread(
    desk: Desk,
) -> None:
    async def answer(message: Message) -> Card:
        return Card("masked")

    await desk.serving(Routes(messages=[answer])).send(shapes.message(thread_ts="1.0"))
    [told] = desk.slack.called("chat.postEphemeral")
    assert (told["user"], told["text"], told["thread_ts"]) == (shapes.MAYA, "masked", "1.0")


async def test_a_command_is_answered_in_the_acknowledgement_itself(desk: Desk) -> None:
    async def answer(command: Command) -> Card:
        return Card("pod", [{"type": "divider"}])

    desk.serving(Routes(commands={"/pod": answer}))
    answered = said(await desk.send(shapes.command(command="/pod")))
    assert answered == {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": "pod",
        "blocks": [{"type": "divider"}],
    }
    assert desk.slack.calls == []


async def test_a_modal_after_a_command_is_opened_with_its_trigger(desk: Desk) -> None:
    form = modal("form", "Ask", [], submit="Ask")

    async def answer(command: Command) -> dict[str, Any]:
        return form

    desk.serving(Routes(commands={"/advise": answer}))
    body = shapes.command()
    assert (await desk.send(body)).body == ""
    [opened] = desk.slack.called("views.open")
    assert opened["trigger_id"] == body["trigger_id"]


@pytest.mark.parametrize(("ts", "counted"), [("1795000000.000100", 1), ("not a time", 0)])
async def test_how_late_a_new_message_came_is_measured(desk: Desk, ts: str, counted: int) -> None:
    def count() -> float:
        [metric] = metrics.event_lag.collect()
        return next(s.value for s in metric.samples if s.name.endswith("_count"))

    before = count()
    await desk.send(shapes.message(ts=ts))
    assert count() == before + counted


async def test_a_menu_that_asks_is_answered_with_its_features_options(desk: Desk) -> None:
    asked: list[Suggestion] = []

    async def find(suggestion: Suggestion) -> list[dict[str, Any]]:
        asked.append(suggestion)
        return [option(f"{suggestion.typed} {number}", str(number)) for number in range(101)]

    desk.serving(Routes(options={"find": find}), Routes(options={"other": find}))
    answer = said(await desk.send(shapes.suggestion("find", "ramona")))
    assert [one.typed for one in asked] == ["ramona"]
    assert answer["options"][:1] == [option("ramona 0", "0")]
    assert len(answer["options"]) == 100
    assert answer.keys() == {"options"}


async def test_a_menu_that_no_feature_knows_finds_nothing_and_logs_nothing(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        answer = said(await desk.send(shapes.suggestion("retired", "secret words")))
    assert answer == {"options": []}
    assert "secret words" not in caplog.text


async def test_a_menu_whose_feature_failed_gets_no_list_rather_than_an_empty_one(
    desk: Desk,
) -> None:
    async def lost(suggestion: Suggestion) -> list[dict[str, Any]]:
        raise NotSaved

    response = await desk.serving(Routes(options={"find": lost})).send(shapes.suggestion())
    assert (response.status, response.body) == (200, "")
    assert desk.slack.calls == []
