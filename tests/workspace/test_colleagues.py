"""The scripted colleagues: they help when nobody else does, and only then."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.workspace.colleague_answers import BILL, FIRE, VOICEMAIL
from bot.workspace.colleague_cards import find_card
from bot.workspace.colleagues import Colleagues
from bot.workspace.people import Person
from bot.workspace.server import Workspace
from tests.waiting import PATIENCE, until, until_so
from tests.workspace.conftest import DAN, MAYA, Json, Listener, Start, Visitor, impatient
from tests.workspace.naps import Naps
from tests.workspace.test_presses import option, plain

INES = Person(
    "U0INES", "ines", "Ines Vega", "ines@example.com", "Technical specialist", is_sample=True
)
THEO = Person(
    "U0THEO", "theo", "Theo Park", "theo@example.com", "Technical specialist", is_sample=True
)
OFFER = {"type": "button", "action_id": "claim", "text": plain("I've got this"), "value": "7"}
NOT_ME = {"type": "button", "action_id": "not_me", "text": plain("Not me"), "value": "7"}
FIRST_CALLED, WITHIN = 15.0, 20.0  # seconds after the card
MENU = {"type": "overflow", "action_id": "more", "options": [option("end"), option("edit")]}


@pytest.fixture
async def workspace(start: Start) -> Workspace:
    helper = replace(DAN, is_sample=True)  # a specialist like the others, but for the pair
    return await start(people=(MAYA, helper, INES, THEO), pair=(MAYA.uid, DAN.uid))


@pytest.fixture
async def pod(workspace: Workspace, web: AsyncWebClient) -> str:
    made = await web.conversations_create(name="pod", is_private=True)
    channel = str(made["channel"]["id"])
    users = ",".join((MAYA.uid, DAN.uid, INES.uid, THEO.uid))
    await web.conversations_invite(channel=channel, users=users)
    return channel


@pytest.fixture
def naps() -> Naps:
    return Naps()


Gather = Callable[..., Awaitable[Colleagues]]


@pytest.fixture
async def gather(workspace: Workspace) -> AsyncIterator[Gather]:
    started: list[Colleagues] = []

    async def run(
        naps: Naps | None = None, wait: float = 0.05, seed: int = 0, until_all: float = 0.0
    ) -> Colleagues:
        bounds, sleep = (wait, wait + until_all), naps.sleep if naps else asyncio.sleep
        colleagues = Colleagues(workspace.url, wait=bounds, typing=0.01, seed=seed, sleep=sleep)
        if naps:
            naps.colleagues = colleagues
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


def blocks_of(question: str, *buttons: Json) -> list[Json]:
    """A card as the bot makes it: who asks, the question, small print, buttons."""
    first = f"*<@{MAYA.uid}>* · on the line"
    blocks: list[Json] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"{first}\n{question}"}},
        {"type": "context", "elements": [plain("device or store · asked 10:41:07")]},
    ]
    return [*blocks, {"type": "actions", "block_id": "row", "elements": list(buttons)}]


async def card(
    web: AsyncWebClient,
    channel: str,
    question: str,
    *,
    buttons: Sequence[Json] = (OFFER,),
    thread_ts: str | None = None,
) -> str:
    text = f"<@{MAYA.uid}> · on the line · device or store: {question}"
    blocks = blocks_of(question, *buttons)
    return str(
        (
            await web.chat_postMessage(
                channel=channel, text=text, blocks=blocks, thread_ts=thread_ts
            )
        )["ts"]
    )


async def replies(who: Visitor, channel: str, ts: str) -> list[Json]:
    found = await who.look("messages", channel=channel, thread_ts=ts)
    return list(found["messages"][1:])


async def wait_for_answer(who: Visitor, channel: str, ts: str) -> Json:
    """The first reply of a sample colleague."""
    return await answered(who, channel, ts, (INES.uid, THEO.uid))


async def wait_for_reply(who: Visitor, channel: str, ts: str) -> Json:
    return await answered(who, channel, ts, (INES.uid, THEO.uid, MAYA.uid, DAN.uid))


async def answered(who: Visitor, channel: str, ts: str, users: Sequence[str]) -> Json:
    """The first reply of one of them."""
    found: list[Json] = []

    async def has_come() -> bool:
        found[:] = [one for one in await replies(who, channel, ts) if one["user"] in users]
        return bool(found)

    await until_so(has_come)
    return found[0]


async def test_a_specialist_claims_and_answers_when_nobody_else_does(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, gather: Gather
) -> None:
    await gather()
    ts = await card(web, pod, "Three customers in Ramona with no service")
    reply = await wait_for_reply(maya, pod, ts)
    assert [one["actions"][0]["action_id"] for one in presses(app)] == ["claim"]
    assert presses(app)[0]["user"]["id"] == reply["user"]
    assert reply["user"] in (INES.uid, THEO.uid)
    assert reply["text"] in FIRE.answers


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
    app: Listener,
    web: AsyncWebClient,
    maya: Visitor,
    dan: Visitor,
    pod: str,
    gather: Gather,
    naps: Naps,
) -> None:
    await gather(naps)
    ts = await card(web, pod, "No service in Julian")
    await naps.both()
    await dan.post(pod, "I know this one", thread_ts=ts)
    await naps.all_acted()
    assert [one["user"] for one in await replies(maya, pod, ts)] == [DAN.uid]
    assert presses(app) == []


async def test_a_card_that_was_taken_is_left_alone(
    app: Listener,
    web: AsyncWebClient,
    maya: Visitor,
    pod: str,
    gather: Gather,
    naps: Naps,
) -> None:
    await gather(naps)
    ts = await card(web, pod, "No service in Julian")
    await naps.both()
    await web.chat_update(channel=pod, ts=ts, text="Dan is on it", blocks=[])
    await naps.all_acted()
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


@impatient
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
    colleagues = await gather(wait=10 * PATIENCE)
    await card(web, pod, "No service in Julian")
    await asyncio.wait_for(colleagues.stop(), PATIENCE)
    assert presses(app) == []


async def test_they_answer_the_question_and_not_the_small_print(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, gather: Gather
) -> None:
    await gather()
    ts = await card(web, pod, "Voicemail shows error 42 after the update")
    assert (await wait_for_reply(maya, pod, ts))["text"] in VOICEMAIL.answers


def test_the_question_is_read_from_one_section_or_from_two() -> None:
    row = {"type": "actions", "block_id": "row", "elements": [OFFER]}
    who, question = f"*<@{MAYA.uid}>* · on the line", "Voicemail shows error 42"
    for texts in ([f"{who}\n{question}"], [who, question]):
        sections = [{"type": "section", "text": plain(text)} for text in texts]
        blocks = [*sections, row]
        message = {"user": "UAPP", "ts": "1.1", "text": "network: …", "blocks": blocks}
        found = find_card([message], "UAPP")
        assert found
        assert found.question == question


async def test_a_question_that_was_asked_by_mention_is_answered_in_its_thread(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, gather: Gather
) -> None:
    await gather(wait=0.1)
    asked = await maya.post(pod, "<@UAPP> why was she charged twice?")
    ts = await card(web, pod, "why was she charged twice?", buttons=(OFFER, MENU), thread_ts=asked)
    await maya.post(pod, "Her name is on the bill", thread_ts=asked)
    answer = await wait_for_answer(maya, pod, asked)
    assert answer["text"] in BILL.answers
    assert [one["container"]["message_ts"] for one in presses(app)] == [ts]


async def test_a_claim_that_fell_back_is_taken_up(
    app: Listener,
    web: AsyncWebClient,
    maya: Visitor,
    pod: str,
    gather: Gather,
    naps: Naps,
) -> None:
    await gather(naps)
    ts = await card(web, pod, "No service in Julian")
    await naps.both()
    taken = blocks_of("No service in Julian", MENU)
    await web.chat_update(channel=pod, ts=ts, text="Dan is on it", blocks=taken)
    await naps.all_acted()
    assert await replies(maya, pod, ts) == []
    again = blocks_of("No service in Julian", OFFER)
    await web.chat_update(channel=pod, ts=ts, text="Open again", blocks=again)
    lapsed: list[Json] = [{"type": "actions", "elements": [OFFER]}]
    await web.chat_postMessage(channel=pod, text="It is open again", blocks=lapsed, thread_ts=ts)
    await naps.both()
    await naps.all_acted()
    assert (await wait_for_answer(maya, pod, ts))["text"] in FIRE.answers
    assert [one["container"]["message_ts"] for one in presses(app)] == [ts]


async def test_a_call_for_help_in_the_thread_is_no_card(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, gather: Gather
) -> None:
    await gather()
    ts = await card(web, pod, "No service in Julian", buttons=(MENU,))
    words = plain(f"<@{INES.uid}> — a customer is waiting")
    row = {"type": "actions", "elements": [OFFER, NOT_ME]}
    call: list[Json] = [{"type": "section", "text": words}, row]
    await web.chat_postMessage(channel=pod, text="Ines?", blocks=call, thread_ts=ts)
    await asyncio.sleep(0.3)
    assert presses(app) == []


@pytest.mark.parametrize("called", [INES, THEO])
@pytest.mark.parametrize("seed", [0, 1])
async def test_who_was_called_in_comes_before_who_was_not(
    app: Listener,
    web: AsyncWebClient,
    maya: Visitor,
    pod: str,
    gather: Gather,
    naps: Naps,
    called: Person,
    seed: int,
) -> None:
    await gather(naps, wait=0.8, until_all=1.6, seed=seed)
    ts = await card(web, pod, "No service in Julian")
    words = plain(f"<@{called.uid}> — a customer is waiting")
    row = {"type": "actions", "elements": [OFFER, NOT_ME]}
    call: list[Json] = [{"type": "section", "text": words}, row]
    await web.chat_postMessage(channel=pod, text="Who can help", blocks=call, thread_ts=ts)
    await naps.both()
    await naps.all_acted()
    assert (await wait_for_answer(maya, pod, ts))["user"] == called.uid


async def test_where_those_called_are_not_played_another_one_helps(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, gather: Gather
) -> None:
    await gather(wait=0.1, until_all=0.2)
    ts = await card(web, pod, "No service in Julian")
    words = plain(f"<@{DAN.uid}> — a customer is waiting")
    call: list[Json] = [
        {"type": "section", "text": words},
        {"type": "actions", "elements": [OFFER, NOT_ME]},
    ]
    await web.chat_postMessage(channel=pod, text="Who can help", blocks=call, thread_ts=ts)
    assert (await wait_for_answer(maya, pod, ts))["user"] in (INES.uid, THEO.uid)


def test_they_act_after_the_first_are_called_in_and_before_20_seconds() -> None:
    given = inspect.signature(Colleagues).parameters
    earliest, latest = given["wait"].default
    assert earliest > FIRST_CALLED
    assert latest + given["typing"].default <= WITHIN - 0.5


async def test_an_answer_that_the_app_handed_on_keeps_them_out(
    app: Listener,
    web: AsyncWebClient,
    maya: Visitor,
    pod: str,
    gather: Gather,
    naps: Naps,
) -> None:
    await gather(naps)
    ts = await card(web, pod, "No service in Julian")
    await naps.both()
    told = f"<@{MAYA.uid}> — Dan Okafor: Fire near Ramona"
    await web.chat_postMessage(channel=pod, text=told, thread_ts=ts)
    await naps.all_acted()
    assert presses(app) == []


async def test_what_the_app_tells_the_asker_of_itself_is_no_answer(
    app: Listener,
    web: AsyncWebClient,
    maya: Visitor,
    pod: str,
    gather: Gather,
    naps: Naps,
) -> None:
    await gather(naps)
    ts = await card(web, pod, "No service in Julian")
    await naps.both()
    told = "3 people asked about no service in Julian in the last 10 minutes."
    for said in (told, "you ask the same, so the answer comes here."):
        await web.chat_postMessage(channel=pod, text=f"<@{MAYA.uid}> — {said}", thread_ts=ts)
    await naps.all_acted()
    assert len(presses(app)) == 1


async def test_whoever_was_faster_while_they_typed_has_the_last_word(
    app: Listener,
    web: AsyncWebClient,
    maya: Visitor,
    dan: Visitor,
    pod: str,
    gather: Gather,
    naps: Naps,
) -> None:
    await gather(naps)
    ts = await card(web, pod, "No service in Julian")
    await naps.both()
    while not presses(app):
        await naps.wake()
    await dan.post(pod, "It is the fire", thread_ts=ts)
    await naps.all_acted()
    assert [one["user"] for one in await replies(maya, pod, ts)] == [DAN.uid]


async def test_a_card_that_was_settled_while_they_typed_is_left_alone(
    app: Listener,
    web: AsyncWebClient,
    maya: Visitor,
    pod: str,
    gather: Gather,
    naps: Naps,
) -> None:
    await gather(naps)
    ts = await card(web, pod, "No service in Julian")
    await naps.both()
    while not presses(app):
        await naps.wake()
    await web.chat_update(channel=pod, ts=ts, text="Maya Reyes — call ended", blocks=[])
    await naps.all_acted()
    assert await replies(maya, pod, ts) == []


async def test_another_pods_card_is_left_to_that_pod(
    app: Listener, web: AsyncWebClient, maya: Visitor, pod: str, gather: Gather
) -> None:
    await gather()
    row = {"type": "actions", "block_id": "row", "elements": [OFFER]}
    blocks: list[Json] = [{"type": "section", "text": plain("From Detroit\nNo service")}, row]
    await web.chat_postMessage(channel=pod, text="From Detroit: no service", blocks=blocks)
    await asyncio.sleep(0.3)
    assert presses(app) == []


async def test_the_pair_is_never_played(gather: Gather, workspace: Workspace) -> None:
    await gather()
    assert not workspace.state.stream.is_watching(MAYA.uid)
    assert not workspace.state.stream.is_watching(DAN.uid)
