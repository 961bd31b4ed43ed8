"""A command that was not saved: its words come back, masked, and can be sent again once."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.advice.errors import PodHasNoChannel
from bot.errors import AlreadyHandled, BadInput, NotAllowed, NotSaved, Outdated, PodlineError
from bot.pods.errors import NoPod, UnknownWord
from bot.text.escaping import escape, plain
from bot.text.kit import Card, modal
from handlers.giving_back import LONGEST_VALUE, TRY_AGAIN, NotYours
from handlers.payloads import Command, Routes
from tests.handlers import shapes
from tests.handlers.desk import HOTLINE, Desk, said

WORDS = "card 4111 or <!channel> & more"
VISA, SSN = "4111 1111 1111 1111", "078-05-1120"
FORM = modal("form", "Ask the pod", [], submit="Ask")


def failing(error: Exception) -> Callable[[Any], Awaitable[None]]:
    async def fail(what: Any) -> None:
        raise error

    return fail


def refusing(error: Exception) -> Routes:
    return Routes(commands={"/advise": failing(error), "/pod": failing(error)})


class Hearing:
    """Remembers the commands that reach it; a delivery that it knows is handled already."""

    def __init__(self, answer: Any = None) -> None:
        self.got: list[Command] = []
        self.answer = answer

    async def hear(self, command: Command) -> Any:
        if any(command.delivery.key == known.delivery.key for known in self.got):
            raise AlreadyHandled
        self.got.append(command)
        return self.answer

    @property
    def routes(self) -> Routes:
        return Routes(commands={"/advise": self.hear})


async def given_back(desk: Desk, text: str, error: Exception | None = None) -> dict[str, Any]:
    """What whoever typed `text` is told where it was not saved."""
    desk.serving(refusing(error or NotSaved()))
    return said(await desk.send(shapes.command(escape(text))))  # as Slack sends it


def value_of(answer: dict[str, Any]) -> str:
    return str(answer["blocks"][1]["elements"][0]["value"])


def again(value: str, **more: Any) -> dict[str, Any]:
    return shapes.press(TRY_AGAIN, value, container=shapes.PRIVATE, **more)


async def test_the_words_of_a_lost_command_come_back_escaped_once_with_a_button(
    desk: Desk,
) -> None:
    answer = await given_back(desk, WORDS)
    assert answer["text"] == f"{NotSaved.sentence} Here are your words: {escape(WORDS)}"
    shown, buttons = answer["blocks"]
    assert shown["text"]["text"] == answer["text"]
    assert buttons["elements"][0]["action_id"] == TRY_AGAIN
    assert buttons["elements"][0]["text"]["text"] == "Try again"


@pytest.mark.parametrize("secret", [VISA, SSN, "maya@example.com", "619-555-0142"])
async def test_a_customers_data_is_masked_in_the_note_and_in_its_button(
    desk: Desk, secret: str
) -> None:
    answer = await given_back(desk, f"*Ramona* is down, {secret} asks why")
    assert secret not in json.dumps(answer)
    assert "Ramona" in answer["text"]
    assert answer["text"].count("I masked what looks like") == 1
    assert "[" in value_of(answer)


async def test_the_note_says_what_was_masked_and_that_nobody_saw_it(desk: Desk) -> None:
    answer = await given_back(desk, f"is {VISA} declined")
    assert answer["text"] == (
        f"{NotSaved.sentence} I masked what looks like a card number. Nobody saw it. "
        "Here are your words: is [card number] declined"
    )


async def test_the_companys_own_numbers_come_back_as_they_were(desk: Desk) -> None:
    answer = await given_back(desk, f"do they call {HOTLINE}")
    assert answer["text"].endswith(f"Here are your words: do they call {HOTLINE}")


@pytest.mark.parametrize("tail", [" and so on" * 300, " and so on" * 5000])
async def test_long_words_to_copy_are_masked_and_say_so(desk: Desk, tail: str) -> None:
    answer = await given_back(desk, f"is {VISA} declined{tail}")
    assert VISA not in json.dumps(answer)
    assert "I masked what looks like a card number." in answer["text"]
    assert "is [card number] declined" in answer["text"]


async def test_words_that_cannot_be_used_come_back_masked(desk: Desk) -> None:
    error = BadInput("A question has 2,000 characters.")
    answer = await given_back(desk, f"is {VISA} declined" + " again" * 50, error)
    assert VISA not in json.dumps(answer)
    assert "is [card number] declined" in answer["text"]


@pytest.mark.parametrize(
    "error", [NoPod([("Ana Ruiz", "San Diego"), ("Li Wu", "Detroit")]), PodHasNoChannel()]
)
async def test_a_question_without_a_pod_to_go_to_comes_back_masked_however_short(
    desk: Desk, error: PodlineError
) -> None:
    answer = await given_back(desk, f"is {VISA} declined", error)
    assert answer["text"].startswith(error.sentence)
    assert answer["text"].endswith("Here are your words, to copy: is [card number] declined")


async def test_a_refusal_that_quotes_what_was_typed_quotes_it_masked(desk: Desk) -> None:
    answer = await given_back(desk, VISA, UnknownWord(VISA))
    assert VISA not in json.dumps(answer)
    assert "“[card number]”" in answer["text"]


async def test_try_again_runs_the_command_with_the_same_words_and_clears_itself(
    desk: Desk,
) -> None:
    answer, hearing = await given_back(desk, WORDS), Hearing()
    await desk.serving(hearing.routes).send(again(value_of(answer)))
    [command] = hearing.got
    assert (command.command, plain(command.text)) == ("/advise", WORDS)
    assert desk.slack.responses == [{"delete_original": True}]


async def test_try_again_is_the_delivery_that_was_lost(desk: Desk) -> None:
    body, hearing = shapes.command("words"), Hearing()
    answer = said(await desk.serving(refusing(NotSaved())).send(body))
    desk.serving(hearing.routes)
    await desk.send(again(value_of(answer)))
    await desk.send(body)
    assert len(hearing.got) == 1


async def test_what_was_saved_after_all_is_not_asked_twice_and_its_writer_is_told(
    desk: Desk,
) -> None:
    answer = await given_back(desk, f"is {VISA} declined")
    desk.serving(refusing(AlreadyHandled()))
    response = await desk.send(again(value_of(answer)))
    assert (response.status, response.body) == (200, "")
    [told] = desk.slack.responses
    assert "saved after all" in told["text"]
    assert "is [card number] declined" in told["text"]
    assert told["replace_original"] is True
    assert TRY_AGAIN not in json.dumps(told)


async def test_try_again_pressed_twice_runs_once_and_says_so(desk: Desk) -> None:
    answer, hearing = await given_back(desk, "words"), Hearing()
    desk.serving(hearing.routes)
    await desk.send(again(value_of(answer)))
    await desk.send(again(value_of(answer)))
    assert len(hearing.got) == 1
    cleared, told = desk.slack.responses
    assert cleared == {"delete_original": True}
    assert "not done twice" in told["text"]


async def test_try_again_while_the_database_is_still_down_keeps_the_words(desk: Desk) -> None:
    answer = await given_back(desk, "words")
    await desk.send(again(value_of(answer)))
    [told] = desk.slack.responses
    assert told["text"] == NotSaved.sentence
    assert told["replace_original"] is False


@pytest.mark.parametrize("error", [NotAllowed("You are in no pod."), BadInput("Too long.")])
async def test_a_refusal_of_try_again_leaves_the_words_where_they_are(
    desk: Desk, error: BadInput | NotAllowed
) -> None:
    answer = await given_back(desk, "words")
    await desk.serving(refusing(error)).send(again(value_of(answer)))
    [told] = desk.slack.responses
    assert (told["text"], told["replace_original"]) == (error.sentence, False)


async def test_somebody_elses_words_are_not_sent_again(desk: Desk) -> None:
    answer, hearing = await given_back(desk, "words"), Hearing()
    await desk.serving(hearing.routes).send(again(value_of(answer), user={"id": shapes.DAN}))
    assert hearing.got == []
    [told] = desk.slack.responses
    assert (told["text"], told["replace_original"]) == (NotYours().sentence, False)


@pytest.mark.parametrize("value", ["/advise words", "words", "a b c d", " ", "", "a b /advise"])
async def test_a_value_that_this_version_did_not_write_is_refused_kindly(
    desk: Desk, value: str
) -> None:
    hearing = Hearing()
    await desk.serving(hearing.routes).send(again(value))
    assert hearing.got == []
    [told] = desk.slack.responses
    assert (told["text"], told["replace_original"]) == (Outdated().sentence, False)


async def test_the_note_goes_once_its_form_stands_open(desk: Desk) -> None:
    answer = await given_back(desk, "words")
    await desk.serving(Hearing(FORM).routes).send(again(value_of(answer)))
    assert len(desk.slack.called("views.open")) == 1
    assert desk.slack.responses == [{"delete_original": True}]


@pytest.mark.parametrize("reason", ["expired_trigger_id", "invalid_arguments"])
async def test_where_slack_does_not_open_its_form_the_notes_words_stay_to_be_copied(
    desk: Desk, reason: str
) -> None:
    answer = await given_back(desk, f"is {VISA} declined")
    desk.slack.refusals["views.open"] = reason
    await desk.serving(Hearing(FORM).routes).send(again(value_of(answer)))
    [told] = desk.slack.responses
    assert told["text"].endswith("Here are your words, to copy: is [card number] declined")
    assert told["replace_original"] is True
    assert TRY_AGAIN not in json.dumps(told)


@pytest.mark.parametrize("reason", ["expired_trigger_id", "invalid_arguments"])
async def test_words_come_back_masked_where_slack_does_not_open_their_form(
    desk: Desk, reason: str
) -> None:
    desk.slack.refusals["views.open"] = reason
    await desk.serving(Hearing(FORM).routes).send(shapes.command(f"is {VISA} declined"))
    [told] = desk.slack.responses
    assert told["text"].endswith("Here are your words, to copy: is [card number] declined")
    assert TRY_AGAIN not in json.dumps(told)


async def test_the_longest_words_that_fit_into_a_button_can_be_tried_again(desk: Desk) -> None:
    beside = len(value_of(await given_back(desk, "w")))
    answer = await given_back(desk, "w" * (LONGEST_VALUE - beside + 1))
    assert len(value_of(answer)) == LONGEST_VALUE
    answer = await given_back(desk, "w" * (LONGEST_VALUE - beside + 2))
    assert "to copy" in answer["text"]
    assert "blocks" not in answer


@pytest.mark.parametrize("words", ["a" * 2500, "é🚒" * 2500, "&" * 3000])
async def test_words_too_long_for_a_button_come_back_whole_to_be_copied(
    desk: Desk, words: str
) -> None:
    answer = await given_back(desk, words)
    assert answer["text"].endswith(escape(words))
    assert "to copy" in answer["text"]
    assert "blocks" not in answer


@pytest.mark.parametrize("words", ["word " * 8000, "🚒" * 40_000, "<" * 40_000])
async def test_of_40000_characters_as_much_as_fits_comes_back_and_it_says_so(
    desk: Desk, words: str
) -> None:
    answer = await given_back(desk, words)
    assert "as much as fits" in answer["text"]
    assert 39_000 < len(answer["text"].encode("utf-16-le")) // 2 <= 40_000
    assert answer["text"].endswith("…")


async def test_a_long_command_that_cannot_be_used_gives_the_words_back_without_a_button(
    desk: Desk,
) -> None:
    words = "a question " * 50
    answer = await given_back(desk, words, BadInput("A question has 2,000 characters."))
    assert words.strip() in answer["text"]
    assert TRY_AGAIN not in json.dumps(answer)


async def test_long_words_that_are_no_question_are_not_given_back(desk: Desk) -> None:
    answer = await given_back(desk, "jibberish " * 400, UnknownWord("jibberish " * 400))
    assert len(answer["text"]) < 250


async def test_whoever_looks_at_home_sees_it_anew_after_trying_again(desk: Desk) -> None:
    answer = await given_back(desk, "words")
    desk.serving(Hearing(Card("asked")).routes)
    await desk.send(shapes.home_opened())
    await desk.send(again(value_of(answer)))
    assert len(desk.slack.called("views.publish")) == 2
