"""/pod reads its words and hands each to one service call."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import BadInput
from bot.inbox import Delivery, Person
from bot.pods.errors import UnreadableTime
from bot.text.kit import Card
from handlers.payloads import Command, HomeOpened, Press
from handlers.pods import routes
from handlers.reading import read_command

DELIVERY = Delivery("k", datetime(2026, 11, 16, tzinfo=UTC))
MAYA = Person("T1", "UMAYA")


class ListeningPods:
    """Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        async def note(delivery: Delivery, person: Person, *rest: str) -> Card:
            assert (delivery, person) == (DELIVERY, MAYA)
            self.asked.append((name, *rest))
            return Card(name)

        return note


def command(text: str) -> Command:
    return Command(DELIVERY, MAYA, "/pod", text, "C1", "https://example.com", "t1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("show",)),
        ("  ", ("show",)),
        ("away", ("away", "")),
        ("Away  until 4 PM ", ("away", "until 4 PM")),
        ("busy 20", ("busy", "20")),
        ("BACK", ("back",)),
    ],
)
async def test_each_word_is_one_call(text: str, expected: tuple[str, ...]) -> None:
    pods: Any = ListeningPods()
    said = await routes(pods).commands["/pod"](command(text))
    assert pods.asked == [expected]
    assert isinstance(said, Card)


async def test_help_asks_nobody() -> None:
    pods: Any = ListeningPods()
    said = await routes(pods).commands["/pod"](command("help"))
    assert isinstance(said, Card)
    assert "/pod busy 20" in str(said.blocks)
    assert pods.asked == []


@pytest.mark.parametrize("text", ["bsuy 20", "<!here>", "x" * 40_000, "\0\0", "مرحبا"])
async def test_an_unknown_word_is_answered_with_those_that_are_known(text: str) -> None:
    pods: Any = ListeningPods()
    with pytest.raises(BadInput) as refused:
        await routes(pods).commands["/pod"](command(text))
    assert "`/pod away until 4 PM`" in refused.value.sentence
    assert "<!here>" not in refused.value.sentence
    assert len(refused.value.sentence) < 300


@pytest.mark.parametrize("word", ["away", "busy"])
@pytest.mark.parametrize("hidden", ["\0", "\x1f", "\u202e", "\u200b", "\u2800"])
async def test_a_time_that_shows_nothing_is_not_taken_for_none(word: str, hidden: str) -> None:
    pods: Any = ListeningPods()
    body = {"text": f"{word} {hidden}", "command": "/pod", "trigger_id": "t1"}
    body |= {"user_id": "UMAYA", "channel_id": "C1"}
    heard = read_command(body, "T1", DELIVERY.now)
    with pytest.raises(BadInput) as refused:
        await routes(pods).commands["/pod"](heard)
    assert refused.value.sentence.startswith(
        f"I could not read that as a time. Nothing was changed. Try `/pod {word} 30`"
    )
    assert pods.asked == []


async def test_a_space_of_a_phone_s_keyboard_after_the_word_is_no_time() -> None:
    pods: Any = ListeningPods()
    body = {"text": "away\u00a0\n", "command": "/pod", "trigger_id": "t1"}
    heard = read_command(body | {"user_id": "UMAYA", "channel_id": "C1"}, "T1", DELIVERY.now)
    await routes(pods).commands["/pod"](replace(heard, delivery=DELIVERY))
    assert pods.asked == [("away", "")]


@pytest.mark.parametrize("before", range(20, 62))
async def test_of_a_card_number_that_a_quotation_would_cut_no_digit_is_left(before: int) -> None:
    pods: Any = ListeningPods()
    with pytest.raises(BadInput) as refused:
        await routes(pods).commands["/pod"](command(f"{'w' * before} 4111 1111 1111 1111"))
    assert "4" not in refused.value.sentence.partition("Use `")[0]
    assert "1" not in refused.value.sentence
    with pytest.raises(BadInput) as unreadable:
        raise UnreadableTime(f"{'w' * before} 4111\n1111 1111 1111", "away")
    assert "1" not in unreadable.value.sentence


async def test_what_slack_escaped_is_given_back_as_it_was_typed() -> None:
    pods: Any = ListeningPods()
    with pytest.raises(BadInput, match="“a &lt; b”"):
        await routes(pods).commands["/pod"](command("a &lt; b"))


@pytest.mark.parametrize("action", ["pods.away", "pods.busy", "pods.back"])
async def test_a_press_on_the_home_tab_says_nothing_more(action: str) -> None:
    pods: Any = ListeningPods()
    act = routes(pods).actions[action]
    at_home = Press(DELIVERY, MAYA, action, "20", "t1", view_type="home")
    in_channel = Press(DELIVERY, MAYA, action, "20", "t1", channel="C1")
    assert await act(at_home) is None
    assert isinstance(await act(in_channel), Card)
    assert len(pods.asked) == 2


async def test_the_home_tab_gets_the_pods_section() -> None:
    pods: Any = ListeningPods()
    (section,) = routes(pods).home
    await section(HomeOpened(DELIVERY, MAYA))
    assert pods.asked == [("home_section",)]
