"""The scripted colleagues: they help when nobody else does, and only then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.colleague_answers import ANSWERS, FALLBACK, answer_for
from bot.workspace.colleagues import Colleagues
from bot.workspace.people import Person
from bot.workspace.server import Workspace
from tests.workspace.conftest import (
    DAN,
    MAYA,
    Json,
    Listener,
    Start,
    Visitor,
    until,
)
from tests.workspace.test_presses import plain

INES = Person(
    "U0INES", "ines", "Ines Vega", "ines@example.com", "Technical specialist", is_sample=True
)
THEO = Person(
    "U0THEO", "theo", "Theo Park", "theo@example.com", "Technical specialist", is_sample=True
)
OFFER = {"type": "button", "action_id": "claim", "text": plain("I've got this"), "value": "7"}


@pytest.fixture
async def workspace(start: Start) -> Workspace:
    return await start(people=(MAYA, DAN, INES, THEO), pair=(MAYA.uid, DAN.uid))


@pytest.fixture
async def pod(workspace: Workspace, web: AsyncWebClient) -> str:
    made = await web.conversations_create(name="pod", is_private=True)
    channel = str(made["channel"]["id"])
    users = ",".join((MAYA.uid, DAN.uid, INES.uid, THEO.uid))
    await web.conversations_invite(channel=channel, users=users)
    return channel


Gather = Callable[..., Awaitable[Colleagues]]


@pytest.fixture
async def gather(workspace: Workspace) -> AsyncIterator[Gather]:
    started: list[Colleagues] = []

    async def run(wait: float = 0.05, seed: int = 0) -> Colleagues:
        colleagues = Colleagues(workspace.url, wait=(wait, wait), typing=0.01, seed=seed)
        started.append(colleagues)
        await colleagues.start()
        await until(lambda: workspace.state.stream.is_watching(THEO.uid))
        await until(lambda: workspace.state.stream.is_watching(INES.uid))
        return colleagues

    yield run
    for colleagues in started:
        await colleagues.stop()


def presses(app: Listener) -> list[Json]:
    return [one.payload for one in app.got if one.type == "interactive"]


async def card(web: AsyncWebClient, channel: str, words: str) -> str:
    blocks: list[Json] = [
        {"type": "section", "text": plain(words)},
        {"type": "actions", "block_id": "row", "elements": [OFFER]},
    ]
    return str((await web.chat_postMessage(channel=channel, text=words, blocks=blocks))["ts"])


async def replies(who: Visitor, channel: str, ts: str) -> list[Json]:
    found = await who.look("messages", channel=channel, thread_ts=ts)
    return list(found["messages"][1:])


async def wait_for_reply(who: Visitor, channel: str, ts: str) -> Json:
    for _ in range(400):
        found = await replies(who, channel, ts)
        if found:
            return found[0]
        await asyncio.sleep(0.01)
    raise AssertionError("nobody replied")


async def test_a_specialist_claims_and_answers_when_nobody_else_does(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, gather: Gather
) -> None:
    await gather()
    ts = await card(web, pod, "Three customers in Ramona with no service")
    reply = await wait_for_reply(maya, pod, ts)
    assert [one["actions"][0]["action_id"] for one in presses(app)] == ["claim"]
    assert presses(app)[0]["user"]["id"] == reply["user"]
    assert reply["user"] in (INES.uid, THEO.uid)
    assert reply["text"] in ANSWERS[0][1]


async def test_one_card_gets_one_helper(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, gather: Gather
) -> None:
    await gather()
    ts = await card(web, pod, "How do I credit a charge?")
    await wait_for_reply(maya, pod, ts)
    await asyncio.sleep(0.2)
    assert len(await replies(maya, pod, ts)) == 1
    assert len(presses(app)) == 1


async def test_a_reply_by_anyone_keeps_them_out(
    app: Listener, web: AsyncWebClient, maya: Visitor, dan: Visitor, pod: str, gather: Gather
) -> None:
    await gather(wait=0.2)
    ts = await card(web, pod, "No service in Julian")
    await dan.post(pod, "I know this one", thread_ts=ts)
    await asyncio.sleep(0.4)
    assert [one["user"] for one in await replies(maya, pod, ts)] == [DAN.uid]
    assert presses(app) == []


async def test_a_card_that_was_taken_is_left_alone(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, gather: Gather
) -> None:
    await gather(wait=0.2)
    ts = await card(web, pod, "No service in Julian")
    await web.chat_update(channel=pod, ts=ts, text="Dan is on it", blocks=[])
    await asyncio.sleep(0.4)
    assert await replies(maya, pod, ts) == []


async def test_messages_without_the_offer_and_peoples_messages_are_none_of_their_business(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, gather: Gather
) -> None:
    await gather()
    ts = (await web.chat_postMessage(channel=pod, text="I've got this"))["ts"]
    own = await maya.post(pod, "I've got this: no service")
    await asyncio.sleep(0.3)
    assert await replies(maya, pod, str(ts)) == []
    assert await replies(maya, pod, own) == []


async def test_a_press_that_fails_is_followed_by_no_answer(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, gather: Gather
) -> None:
    app.silent = True
    await gather()
    ts = await card(web, pod, "No service in Julian")
    await until(lambda: bool(presses(app)))
    await asyncio.sleep(0.8)
    assert await replies(maya, pod, ts) == []


async def test_they_stop_in_the_middle_of_waiting(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, gather: Gather
) -> None:
    colleagues = await gather(wait=30)
    await card(web, pod, "No service in Julian")
    await asyncio.wait_for(colleagues.stop(), 2)
    assert presses(app) == []


CARDS = [
    ("Fire near Ramona, no service", ANSWERS[0][1]),
    ("Customer's port-in PIN is refused", ANSWERS[1][1]),
    ("Why was she charged twice?", ANSWERS[2][1]),
    ("eSIM does not activate", ANSWERS[3][1]),
    ("Is the device ready at the store?", ANSWERS[4][1]),
    ("Does he pay for roaming in Mexico?", ANSWERS[5][1]),
    ("Something else entirely", FALLBACK),
    ("I need a report", FALLBACK),
]


@pytest.mark.parametrize(("words", "answers"), CARDS)
def test_the_answer_fits_the_question(words: str, answers: tuple[str, ...]) -> None:
    assert answer_for(words, "1") in answers


def test_the_same_seed_gives_the_same_answer_and_seeds_differ() -> None:
    given = {seed: answer_for("no service", str(seed)) for seed in range(20)}
    assert given == {seed: answer_for("no service", str(seed)) for seed in range(20)}
    assert len(set(given.values())) == 2


async def test_the_pair_is_never_played(gather: Gather, workspace: Workspace) -> None:
    await gather()
    assert not workspace.state.stream.is_watching(MAYA.uid)
    assert not workspace.state.stream.is_watching(DAN.uid)
