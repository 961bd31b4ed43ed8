"""The advice handlers: parse, one call, and the answer to whoever acted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from bot.advice import words
from bot.advice.errors import Stale
from bot.text.kit import Card
from handlers import advice
from handlers.payloads import (
    Command,
    HomeOpened,
    Message,
    Press,
    Reaction,
    Routes,
    Shortcut,
    Submission,
)
from storage.advice import Ask, AskState, CallState, Contact, Source
from storage.database import Database
from storage.topics import Topic
from tests.bot.advice.scene import BOT, ELSEWHERE, HOME, QUESTION, Scene, who

FORM = {
    words.QUESTION: QUESTION,
    words.TOPIC: words.TOPIC_GUESSED,
    words.CONTACT: "chat",
    words.CALL_STATE: "on_hold",
}


@dataclass
class Desk:
    """Hands payloads to the routes, as the dispatcher does."""

    scene: Scene
    routes: Routes

    async def command(self, text: str, channel: str = HOME, user: str = "UMAYA") -> Any:
        said = Command(
            self.scene.delivery(), who(user), "/advise", text, channel, "https://hooks.test/1", "1"
        )
        return await self.routes.commands["/advise"](said)

    async def press_at_home(self, user: str, action_id: str, ask: Ask) -> Any:
        press = Press(
            self.scene.delivery(), who(user), action_id, str(ask.id), "1", view_type="home"
        )
        return await self.routes.actions[action_id](press)

    async def press(self, user: str, action_id: str, value: str, ask: Ask | None = None) -> Any:
        ts = ask.card_ts if ask else None
        press = Press(
            self.scene.delivery(),
            who(user),
            action_id,
            value,
            "1",
            HOME,
            ts,
            "https://hooks.test/2",
        )
        return await self.routes.actions[action_id](press)

    async def submit(
        self, user: str, callback_id: str, values: Mapping[str, str | None], metadata: str = ""
    ) -> Any:
        sent = Submission(self.scene.delivery(), who(user), callback_id, values, metadata, "V1")
        return await self.routes.views[callback_id](sent)

    async def shortcut(self, callback_id: str, text: str | None = None) -> Any:
        used = Shortcut(self.scene.delivery(), who("UMAYA"), callback_id, "1", message_text=text)
        return await self.routes.shortcuts[callback_id](used)

    async def message(self, user: str, text: str, ts: str, **more: Any) -> Any:
        thread_ts = more.pop("thread_ts", None)
        message = Message(self.scene.delivery(), who(user), HOME, ts, thread_ts, text, **more)
        (route,) = self.routes.messages
        return await route(message)

    async def react(self, user: str, name: str, ts: str) -> Any:
        (route,) = self.routes.reactions
        delivery = self.scene.delivery()
        return await route(Reaction(delivery, who(user), name, HOME, ts, added=True))

    async def only(self) -> Ask:
        (ask,) = await self.scene.all(Ask)
        assert isinstance(ask, Ask)
        return ask


@pytest.fixture
async def desk(database: Database) -> Desk:
    scene = Scene(database)
    await scene.people()
    return Desk(scene, advice.routes(scene.service))


def test_every_control_that_the_cards_carry_has_a_handler(desk: Desk) -> None:
    shortcuts = {words.ASK_THE_POD, words.ASK_FROM_ANYWHERE}
    named = {value for value in vars(words).values() if str(value).startswith("advice.")}
    answered = {*desk.routes.actions, *desk.routes.views, *desk.routes.shortcuts}

    assert named - answered - {getattr(words, "NOTICE", "")} == set()
    assert set(desk.routes.shortcuts) == shortcuts


async def test_a_question_by_command_is_asked_without_a_word(desk: Desk) -> None:
    assert await desk.command(QUESTION) is None
    assert (await desk.only()).source is Source.COMMAND


async def test_help_is_private_and_asks_nothing(desk: Desk) -> None:
    said = await desk.command(" Help ")

    assert isinstance(said, Card)
    assert await desk.scene.all(Ask) == []


async def test_the_command_elsewhere_opens_the_form_that_then_asks(desk: Desk) -> None:
    view = await desk.command(QUESTION, channel=ELSEWHERE)

    assert view["callback_id"] == words.ASK_FORM
    assert await desk.submit("UMAYA", words.ASK_FORM, FORM) is None
    ask = await desk.only()
    assert (ask.contact, ask.call_state, ask.topic) == (
        Contact.CHAT,
        CallState.ON_HOLD,
        Topic.NETWORK,
    )


async def test_a_message_shortcut_shows_the_message_first_and_then_asks(desk: Desk) -> None:
    view = await desk.shortcut(words.ASK_THE_POD, "Refund &lt;5$ to 4111 1111 1111 1111?")

    assert "Refund <5$ to [card number]?" in str(view)
    await desk.submit("UMAYA", words.ASK_FORM, FORM, view["private_metadata"])
    assert (await desk.only()).source is Source.SHORTCUT


async def test_the_whole_path_by_presses(desk: Desk) -> None:
    await desk.command(QUESTION)
    await desk.scene.send()
    ask = await desk.only()

    assert isinstance(await desk.press("UDAN", words.CLAIM, str(ask.id), ask), Card)
    view = await desk.press("UDAN", words.ANSWER, str(ask.id), ask)
    values: dict[str, str | None] = {words.SAY_NOW: "Two sites are down.", words.DETAIL: None}
    await desk.submit("UDAN", words.ANSWER_FORM, values, view["private_metadata"])
    (reply,) = await desk.scene.replies()
    await desk.press("UMAYA", words.ACCEPT, words.accept_value(ask, reply), ask)

    assert (await desk.only()).state is AskState.ACCEPTED


@pytest.mark.parametrize("action_id", [words.ACCEPT, words.STILL_NEED_HELP])
async def test_a_press_on_a_private_copy_is_answered_with_its_words(
    desk: Desk, action_id: str
) -> None:
    ask = await desk.scene.ask()
    await desk.scene.reply("UDAN", ask, "Two sites are down.")
    (reply,) = await desk.scene.replies()
    value = words.accept_value(ask, reply)
    place = ("1", HOME, "1.1", "https://hooks.test/2")
    press = Press(desk.scene.delivery(), who("UMAYA"), action_id, value, *place, is_ephemeral=True)

    told = await desk.routes.actions[action_id](press)

    assert isinstance(told, Card)
    assert "Two sites are down." in told.text
    assert "actions" not in str(told.blocks)


async def test_still_need_help_in_the_thread_goes_on_with_the_ladder(desk: Desk) -> None:
    ask = await desk.scene.ask()

    told = await desk.press("UMAYA", words.STILL_NEED_HELP, str(ask.id), ask)

    assert "calling more people" in told.text


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (words.More.ON_HOLD, (AskState.OPEN, CallState.ON_HOLD)),
        (words.More.NOTHING_OWED, (AskState.NOTHING_OWED, CallState.TALKING)),
        (words.More.WITHDRAW, (AskState.WITHDRAWN, CallState.TALKING)),
        (words.More.NOT_A_QUESTION, (AskState.NOT_A_QUESTION, CallState.TALKING)),
    ],
)
async def test_what_stands_under_more_does_what_it_says(
    desk: Desk, chosen: words.More, expected: tuple[AskState, CallState]
) -> None:
    ask = await desk.scene.ask()

    await desk.press("UMAYA", words.MORE, words.more_value(chosen, ask), ask)

    ask = await desk.only()
    assert (ask.state, ask.call_state) == expected


async def test_a_claim_on_the_home_tab_opens_nothing_as_home_shows_it(desk: Desk) -> None:
    ask = await desk.scene.ask()

    assert await desk.press_at_home("UDAN", words.CLAIM, ask) is None

    assert (await desk.only()).claimed_by == "UDAN"


async def test_what_was_masked_in_an_answer_is_noted_in_the_channel_of_whoever_wrote_it(
    desk: Desk,
) -> None:
    ask = await desk.scene.ask()
    values: dict[str, str | None] = {words.SAY_NOW: "Use 4111 1111 1111 1111.", words.DETAIL: None}

    note = await desk.submit("UDAN", words.ANSWER_FORM, values, str(ask.id))

    assert note.channel == HOME
    assert "I masked what looks like a card number" in note.card.text


async def test_call_ended_asks_what_is_owed(desk: Desk) -> None:
    ask = await desk.scene.ask()
    more = words.more_value(words.More.CALL_ENDED, ask)
    view = await desk.press("UMAYA", words.MORE, more, ask)
    at = int(desk.scene.now.timestamp()) + 7200
    values: dict[str, str | None] = {words.OUTCOME: "call_back", words.CALL_BACK_AT: str(at)}

    await desk.submit("UMAYA", words.CALL_ENDED_FORM, values, view["private_metadata"])
    ask = await desk.only()
    assert (ask.call_state, ask.state) == (CallState.CALL_BACK, AskState.OPEN)

    values = {words.OUTCOME: "nothing_owed", words.CALL_BACK_AT: None}
    await desk.submit("UMAYA", words.CALL_ENDED_FORM, values, view["private_metadata"])
    assert (await desk.only()).state is AskState.NOTHING_OWED


async def test_the_asker_edits_the_question_and_a_colleague_the_topic(desk: Desk) -> None:
    ask = await desk.scene.ask()
    more = words.more_value(words.More.EDIT, ask)
    mine = await desk.press("UMAYA", words.MORE, more, ask)
    theirs = await desk.press("UDAN", words.MORE, more, ask)

    changed: dict[str, str | None] = {words.QUESTION: "The bill?", words.TOPIC: "billing"}
    await desk.submit("UMAYA", mine["callback_id"], changed, mine["private_metadata"])
    assert (await desk.only()).question == "The bill?"

    await desk.submit(
        "UDAN", theirs["callback_id"], {words.TOPIC: "plans"}, theirs["private_metadata"]
    )
    assert (await desk.only()).topic is Topic.PLANS


async def test_a_mention_its_reply_and_a_mark_go_the_way_of_events(desk: Desk) -> None:
    root, answer = desk.scene.ts(), desk.scene.ts()
    await desk.message("UMAYA", f"<@{BOT}> {QUESTION}", root, mentions_bot=True)
    await desk.message("UDAN", "Two sites are down.", answer, thread_ts=root)
    await desk.react("UMAYA", "eyes", answer)
    assert (await desk.only()).state is AskState.OPEN

    await desk.react("UMAYA", "white_check_mark", answer)

    assert (await desk.only()).state is AskState.ACCEPTED


async def test_home_has_a_section_of_ours(desk: Desk) -> None:
    await desk.scene.ask()
    (section,) = desk.routes.home

    blocks = await section(HomeOpened(desk.scene.delivery(), who("UMAYA")))

    assert QUESTION[:40] in str(blocks)


@pytest.mark.parametrize(
    ("action_id", "value"),
    [
        (words.CLAIM, "ask-1"),
        (words.ACCEPT, "01a20030"),
        (words.MORE, "explode:01a20030-e6d4-79cb-8f8f-28fe2407b98c"),
        (words.ANSWER, ""),
    ],
)
async def test_a_value_of_an_older_version_is_said_to_be_from_before(
    desk: Desk, action_id: str, value: str
) -> None:
    with pytest.raises(Stale):
        await desk.press("UDAN", action_id, value)


async def test_a_choice_that_this_version_does_not_know_is_refused(desk: Desk) -> None:
    with pytest.raises(Stale):
        await desk.submit("UMAYA", words.ASK_FORM, FORM | {words.CONTACT: "fax"})
