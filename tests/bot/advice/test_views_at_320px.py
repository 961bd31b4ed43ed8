"""The card as people see it in a narrow window: five lines and three buttons, for any words."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, expect
from slack_sdk.web.async_client import AsyncWebClient

from bot.advice.facts import Around
from bot.advice.overflow_card import overflow_card
from bot.advice.thread import first_answer
from bot.advice.views import card
from bot.text.kit import Card
from bot.workspace.people import Person
from bot.workspace.server import Workspace
from storage.advice import AskState, CallState, Contact, OverflowReason, Reply, Source
from storage.topics import Topic
from tests.bot.advice.samples import ASKED_AT, FIRE, QUESTION, ZONE, sample_ask, sample_reply
from tests.workspace.browser import chromium, open_page
from tests.workspace.conftest import manifest

pytestmark = pytest.mark.browser
browser = chromium

QUESTIONS = (
    "Outage?",
    QUESTION,
    "Port-in PIN refused twice for a customer from another carrier, what now",
    "CUSTOMER WANTS A SUPERVISOR BECAUSE OF WWWWWWWWWW AND MMMMMMMMMMMM TODAY",
    "Supercalifragilistic" * 20,
    "客户说从今天早上开始就没有信号了，重新启动也没有用，请问是基站故障还是手机的问题？" * 3,
    "كم من الوقت حتى تعود الخدمة إلى رامونا؟ العميل على الخط وينتظر منذ عشر دقائق " * 4,
    "🙋‍♀️👩‍👩‍👧‍👦🔥" * 30,
)
MEASURED = """messages => messages.map((message) => {
  const middles = [];
  for (const block of message.querySelectorAll('.block-section, .block-context')) {
    const words = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(words.currentNode);
      for (const box of range.getClientRects()) {
        const middle = (box.top + box.bottom) / 2;
        if (box.width && !middles.some((one) => Math.abs(one - middle) < 8)) middles.push(middle);
      }
    }
  }
  const controls = message.querySelectorAll('.block-actions .actions > *').length;
  return { text: message.innerText, lines: middles.length, controls };
})"""


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    people = [
        Person("U0MAYA", "maya", "Maya Reyes", "maya@example.com", tz="America/Chicago"),
        Person("U0LONG", "bartholomew", "Bartholomew Featherstonehaugh-Cholmondeley", "b@e.com"),
    ]
    running = Workspace(people, manifest())
    await running.start()
    running.state.limits.lifted = True
    yield running
    await running.stop()


def usual_cards(question: str) -> list[Card]:
    replies = [sample_reply(name, ts=f"1.{name}") for name in ("Dan Ortiz", "Ines Costa")]
    ask = sample_ask(question=question)
    claimed = sample_ask(question=question, state=AskState.CLAIMED, claimed_by_name="Dan Ortiz")
    cards = [card(ask, replies[:count], ZONE) for count in range(3)]
    overflow = [overflowing(state, question, replies) for state in (ask.state, claimed.state)]
    return [*cards, card(claimed, replies, ZONE), *overflow]


def settled_cards(question: str) -> list[Card]:
    """With their Undo; the longer the answer, the less of the question."""
    long = sample_reply(text=f"{FIRE} " * 4)
    replies = [sample_reply(text="Yes."), sample_reply(), long, sample_reply(say_now=FIRE)]
    asks = [
        sample_ask(state=AskState.ACCEPTED, accepted_reply_id=each.id, question=question)
        for each in replies
    ]
    by_mention = sample_ask(
        state=AskState.ACCEPTED, accepted_reply_id=long.id, source=Source.MENTION
    )
    shown = [(ask, reply) for ask, reply in zip(asks, replies, strict=True)]
    return [card(ask, [reply], ZONE, undo=True) for ask, reply in [*shown, (by_mention, long)]]


def cards_seen_elsewhere(question: str) -> list[Card]:
    """What the overflow pod sees, too, and what somebody there has."""
    ask = sample_ask(question=question)
    claimed = sample_ask(question=question, state=AskState.CLAIMED, claimed_by_name="Dan Ortiz")
    until = ASKED_AT + timedelta(hours=2)
    arounds = [Around("Detroit"), Around("San Francisco")]
    theirs = [Around(each.overflow, claimed_there=True, held_until=until) for each in arounds]
    return [
        *(card(ask, [], ZONE, each) for each in arounds),
        *(card(claimed, [], ZONE, each) for each in theirs),
    ]


def overflowing(state: AskState, question: str, replies: list[Reply]) -> Card:
    ask = sample_ask(state=state, question=question, claimed_by_name="Bartholomew F")
    opens = ASKED_AT + timedelta(hours=12)
    reason = OverflowReason.CLOSED
    return overflow_card(ask, replies, "San Diego", reason, ZONE, opens_at=opens)


def odd_cards() -> list[Card]:
    changes: list[dict[str, object]] = [
        {"asker": "U0LONG", "asker_name": "Bartholomew Featherstonehaugh-Cholmondeley"},
        {"contact": Contact.CHAT, "call_state": CallState.ON_HOLD, "topic": Topic.ACTIVATION},
        {"call_state": CallState.CALL_BACK},
        {"call_state": CallState.CALL_BACK, "call_back_at": ASKED_AT + timedelta(hours=2)},
        {"call_state": CallState.CALL_BACK, "call_back_at": ASKED_AT + timedelta(days=1)},
    ]
    claim = {"state": AskState.CLAIMED, "claimed_by_name": "Bartholomew Featherstonehaugh"}
    asks = [sample_ask(**{**each, **more}) for each in changes for more in ({}, claim)]
    return [card(ask, replies, ZONE) for ask in asks for replies in ((), (sample_reply(),))]


async def shown(browser: Browser, workspace: Workspace, cards: list[Card]) -> Locator:
    """The messages of these cards on the page."""
    client = AsyncWebClient(workspace.bot_token, base_url=workspace.api_url)
    made = await client.conversations_create(name="pod", is_private=True)
    pod = made["channel"]["id"]
    await client.conversations_invite(channel=pod, users="U0MAYA,U0LONG")
    for each in cards:
        await client.chat_postMessage(channel=pod, text=each.text, blocks=each.blocks)
    page = await open_page(browser, workspace.url, "U0MAYA", channel=pod, width=320, height=700)
    messages = page.get_by_test_id("message").filter(has=page.locator(".block-section"))
    await expect(messages).to_have_count(len(cards))
    return messages


async def check(
    browser: Browser, workspace: Workspace, cards: list[Card], least: int = 2, most: int = 5
) -> None:
    messages = await shown(browser, workspace, cards)
    for seen in await messages.evaluate_all(MEASURED):
        assert least <= seen["lines"] <= most, seen["text"]
        assert 1 <= seen["controls"] <= 4, seen["text"]  # the fourth is "…"


async def test_a_live_card_has_five_lines_and_three_buttons(
    browser: Browser, workspace: Workspace
) -> None:
    cards = [each for question in QUESTIONS for each in usual_cards(question)]
    await check(browser, workspace, cards)


async def test_a_card_that_says_what_may_fit_keeps_to_five_lines(
    browser: Browser, workspace: Workspace
) -> None:
    states: tuple[dict[str, Any], ...] = (
        {},
        {"state": AskState.CLAIMED, "claimed_by_name": "Dan Ortiz"},
    )
    cards = [
        card(sample_ask(question=question, suggested=3, **state), (), ZONE)
        for question in QUESTIONS
        for state in states
    ]
    answer = sample_reply(text="I do not know this one.")
    cards += [card(sample_ask(question=QUESTIONS[0], suggested=3), [answer], ZONE)]
    assert all("3 notes may fit" in str(each.blocks) for each in cards)
    owed = {"call_state": CallState.CALL_BACK, "call_back_at": ASKED_AT + timedelta(hours=2)}
    shared = Around(callers=12)
    for more in ({}, owed):
        ask = sample_ask(suggested=3, **more)
        cards += [card(ask, replies, ZONE, shared) for replies in ((), (answer,))]
    await check(browser, workspace, cards)


async def test_a_card_that_the_overflow_pod_sees_keeps_to_five_lines(
    browser: Browser, workspace: Workspace
) -> None:
    cards = [each for question in QUESTIONS for each in cards_seen_elsewhere(question)]
    await check(browser, workspace, cards)


async def test_a_settled_card_keeps_to_five_lines_however_much_was_answered(
    browser: Browser, workspace: Workspace
) -> None:
    cards = [each for question in QUESTIONS for each in settled_cards(question)]
    await check(browser, workspace, cards, least=1)


async def test_what_people_type_stands_on_the_page_as_they_typed_it(
    browser: Browser, workspace: Workspace
) -> None:
    typed = "Dial *228 or *86 *now* with _x_, `b` ~c~ ```d``` :fire"
    reply = sample_reply(text=f"> {typed}")
    ask = sample_ask(question=typed, accepted_reply_id=reply.id)
    done = sample_ask(question=typed, state=AskState.ACCEPTED, accepted_reply_id=reply.id)
    cards = [card(ask, [reply], ZONE), card(done, [reply], ZONE), first_answer(ask, reply)]
    messages = await shown(browser, workspace, cards)
    for seen in await messages.all_inner_texts():
        assert "Dial *228 or *86 *now*" in seen.replace("\u2060", "")
    for made_up in ("code", "pre", "em", "del", "blockquote"):
        await expect(messages.locator(made_up)).to_have_count(0)


async def test_long_names_and_call_backs_keep_to_five_lines(
    browser: Browser, workspace: Workspace
) -> None:
    await check(browser, workspace, odd_cards())
