""" "@Podline practice …": taken from the asks, one call each, masked words told of."""

from typing import Any
from uuid import UUID

import pytest

from bot.practices import words
from bot.practices.found import Results
from bot.text.kinds import Kind
from bot.text.kit import Card
from handlers.payloads import Message
from handlers.practices_mentions import routes
from tests.bot.practices.samples import sample_shown
from tests.handlers.test_practices import DELIVERY, MAYA, practices


def message(to_bot: str, **more: Any) -> Message:
    values: dict[str, Any] = {"thread_ts": None, "text": f"<@U0BOT> {to_bot}", "to_bot": to_bot}
    return Message(DELIVERY, MAYA, "C1", "1.2", **(values | more))


async def heard(service: Any, to_bot: str, **more: Any) -> Card:
    (claim,) = routes(service).claims
    said = message(to_bot, **more)
    assert claim.meant(said)
    card = await claim.hear(said)
    assert isinstance(card, Card)
    return card


async def test_the_words_after_the_first_are_looked_for_in_earnest() -> None:
    service = practices()
    card = await heard(service, "practice no &lt;service&gt;")
    assert service.asked == [
        ("find", MAYA, "no <service>", {"delivery": DELIVERY, "as_typed": True})
    ]
    assert card.text.startswith("Say cause")


async def test_the_whole_of_it_can_be_asked() -> None:
    card = await heard(practices(find=Results("makes perfect?")), "Practice makes perfect?")
    ask = card.blocks[-1]["elements"][0]
    assert ask["action_id"] == words.ASK_THE_POD
    assert words.read_prefill(ask["value"]) == "Practice makes perfect?"


async def test_what_was_looked_for_can_be_asked_without_the_word_before_it() -> None:
    card = await heard(practices(find=Results("military discount")), "practice military discount")
    assert words.read_prefill(card.blocks[-1]["elements"][0]["value"]) == "military discount"


async def test_in_a_thread_it_is_for_the_question_there() -> None:
    service = practices(ask_of_thread=UUID(int=4))
    card = await heard(service, "practice no service", thread_ts="1.0")
    assert service.asked[-1] == ("ask_of_thread", MAYA, "C1", "1.0")
    assert card.blocks[2]["elements"][0]["action_id"] == words.PUT


@pytest.mark.parametrize("said", ["practice", "practice help", "practice new", "Practices: search"])
async def test_what_needs_a_form_is_explained_with_the_buttons_that_open_it(said: str) -> None:
    service = practices()
    card = await heard(service, said)
    assert service.asked == [("see", DELIVERY, MAYA)]
    labels = [each["text"]["text"] for each in card.blocks[-1]["elements"]]
    assert labels == ["Search", "Save a practice"]


@pytest.mark.parametrize("said", ["top", "gaps"])
async def test_lists_are_shown_once_for_a_delivery(said: str) -> None:
    service = practices()
    await heard(service, f"practice {said}")
    assert service.asked == [("see", DELIVERY, MAYA), (said, MAYA, DELIVERY.now)]


async def test_what_was_masked_is_told_to_its_writer() -> None:
    found = Results("refund [card number]", (sample_shown(),), masked=(Kind.CARD,))
    card = await heard(practices(find=found), "practice refund 4111")
    assert "still shows it" in card.text
    assert "still shows it" in str(card.blocks[-1])


@pytest.mark.parametrize(
    "said", [message("no service?"), message("practice fax", change="deleted"), message("")]
)
async def test_nothing_else_is_taken(said: Message) -> None:
    (claim,) = routes(practices()).claims
    assert not claim.meant(said)


async def test_an_edit_is_heard_too() -> None:
    service = practices()
    await heard(service, "practice fax", change="changed", edited="2.0")
    assert service.asked[0][0] == "find"
