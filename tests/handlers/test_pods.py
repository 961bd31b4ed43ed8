"""/pod reads its words and hands each to one service call."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import BadInput
from bot.inbox import Delivery, Person
from bot.text.kit import Card
from handlers.payloads import Command, HomeOpened, Press
from handlers.pods import routes

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
