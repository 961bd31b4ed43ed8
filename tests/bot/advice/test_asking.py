"""Every way to ask, and what is refused kindly."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession, AsyncSessionTransaction
from sqlmodel import col

from bot import metrics
from bot.advice import whispers
from bot.advice.errors import EmptyQuestion, PodHasNoChannel
from bot.advice.facts import Asking, Said
from bot.errors import AlreadyHandled, NotSaved
from bot.inbox import Person
from bot.pods.errors import NoPod
from bot.text.kit import Card
from storage.advice import Ask, AskState, CallState, Contact, Moment, Source
from storage.outbox import Act
from storage.pods import Pod
from storage.topics import Topic
from tests.bot.advice.scene import BOT, ELSEWHERE, HOME, QUESTION, THERE, Scene, pick, texts, who


async def mention(scene: Scene, user: str, words: str, **more: Any) -> tuple[Said, object]:
    """`@Podline …` in a channel, now."""
    channel = more.pop("channel", HOME)
    ts = more.pop("ts", None) or scene.ts()
    said = Said(channel, ts, more.pop("thread_ts", None), f"<@{BOT}> {words}", mentions_bot=True)
    told = await scene.service.note_message(scene.delivery(), who(user), said)
    return said, told


async def by_command(scene: Scene, text: str, channel: str, user: str = "UMAYA") -> Any:
    asking = Asking(text, Source.COMMAND, channel=channel)
    return await scene.service.ask(scene.delivery(), who(user), asking)


async def test_the_topic_is_guessed_and_the_rest_is_taken_for_granted(scene: Scene) -> None:
    ask = await scene.ask()

    assert (ask.topic, ask.contact, ask.call_state, ask.state) == (
        Topic.NETWORK,
        Contact.PHONE,
        CallState.TALKING,
        AskState.OPEN,
    )


async def test_from_another_channel_the_question_is_shown_before_it_is_published(
    scene: Scene,
) -> None:
    view = await by_command(scene, "Card 4111 1111 1111 1111 refused?", ELSEWHERE)

    assert view["type"] == "modal"
    assert "[card number]" in str(view)
    assert "4111" not in str(view)
    assert await scene.all(Ask) == []
    assert await scene.waiting() == []


async def test_a_command_that_only_showed_the_form_may_still_ask(scene: Scene) -> None:
    delivery, asking = scene.delivery(), Asking(QUESTION, Source.COMMAND, channel=ELSEWHERE)
    await scene.service.ask(delivery, who("UMAYA"), asking)

    await scene.service.ask(delivery, who("UMAYA"), replace(asking, channel=HOME))

    assert len(await scene.all(Ask)) == 1


@pytest.mark.parametrize("text", [QUESTION, ""])
async def test_where_the_pod_has_no_channel_no_form_is_opened_for_nothing(
    scene: Scene, text: str
) -> None:
    async with scene.database.write() as session:
        pod = (await session.scalars(select(Pod).where(col(Pod.channel) == HOME))).one()
        pod.channel = None

    with pytest.raises(PodHasNoChannel):
        await by_command(scene, text, ELSEWHERE)
    with pytest.raises(PodHasNoChannel):
        await scene.service.preview(who("UMAYA"), text)


async def test_the_command_alone_opens_the_form(scene: Scene) -> None:
    assert (await by_command(scene, "  ", HOME))["type"] == "modal"


async def test_the_form_asks_the_askers_own_pod_whoever_sends_it_from_wherever(
    scene: Scene,
) -> None:
    asking = Asking(
        "Why <!channel> & co?",
        Source.MODAL,
        contact=Contact.CHAT,
        call_state=CallState.ON_HOLD,
        topic=Topic.BILLING,
    )

    told = await scene.service.ask_by_form(scene.delivery(), who("UOLGA"), asking)

    (ask,) = await scene.all(Ask)
    assert (ask.channel, ask.contact, ask.call_state, ask.topic) == (
        THERE,
        Contact.CHAT,
        CallState.ON_HOLD,
        Topic.BILLING,
    )
    assert told is None
    (card,) = await scene.waiting()
    assert "<!channel>" not in card.body["text"]
    shown = (section["text"] for section in sections(card.body))
    assert not any("<!channel>" in text["text"] for text in shown if text["type"] == "mrkdwn")
    assert "&lt;!channel&gt; &amp; co" in str(card.body)


@pytest.mark.parametrize("nothing", ["", " \u0000 ", "\u200b\u2066", "\n\t", "\u3164\u2800 \uffa0"])
async def test_a_form_without_a_question_keeps_itself_open(scene: Scene, nothing: str) -> None:
    with pytest.raises(EmptyQuestion) as refused:
        await scene.service.ask_by_form(
            scene.delivery(), who("UMAYA"), Asking(nothing, Source.MODAL)
        )

    assert refused.value.field == "question"


async def test_a_mention_gets_its_card_in_its_own_thread(scene: Scene) -> None:
    said, told = await mention(scene, "UMAYA", QUESTION)

    (card,) = pick(await scene.send(), Act.POST)
    assert card.body["thread_ts"] == said.ts
    (ask,) = await scene.all(Ask)
    assert (ask.thread_ts, ask.source, ask.question) == (said.ts, Source.MENTION, QUESTION)
    assert ask.card_ts not in (None, said.ts)
    assert told is None


async def test_a_mention_within_a_thread_gets_its_card_there(scene: Scene) -> None:
    root = scene.ts()

    await mention(scene, "UMAYA", QUESTION, thread_ts=root)

    (card,) = pick(await scene.waiting(), Act.POST)
    assert card.body["thread_ts"] == root


async def test_a_mention_within_an_asks_thread_is_a_reply(scene: Scene) -> None:
    ask = await scene.ask()

    await mention(scene, "UDAN", "look at the tower list", thread_ts=ask.thread_ts)

    assert len(await scene.all(Ask)) == 1
    (reply,) = await scene.replies()
    assert reply.text == "look at the tower list"


async def test_a_mention_elsewhere_is_shown_to_its_writer_first(scene: Scene) -> None:
    _, told = await mention(scene, "UMAYA", QUESTION, channel=ELSEWHERE)

    assert isinstance(told, Card)
    assert QUESTION in str(told.blocks)
    assert await scene.all(Ask) == []


async def test_what_a_mention_shows_of_a_customer_its_writer_is_told(scene: Scene) -> None:
    _, told = await mention(scene, "UMAYA", "Card 4111 1111 1111 1111 refused?")

    assert isinstance(told, Card)
    assert "still shows it" in told.text
    (ask,) = await scene.all(Ask)
    assert "4111" not in ask.question
    assert not any("4111" in text for text in texts(await scene.waiting()))


CARD_NUMBER = "Card 4111 1111 1111 1111 refused?"


async def test_what_the_command_masked_its_writer_is_told(scene: Scene) -> None:
    told = await by_command(scene, CARD_NUMBER, HOME)

    assert told.text == "I masked what looks like a card number. Nobody saw it."


async def test_a_form_that_was_sent_closes_without_a_word(scene: Scene) -> None:
    asking = Asking("No service in Ramona, why?", Source.MODAL)

    assert await scene.service.ask_by_form(scene.delivery(), who("UMAYA"), asking) is None


async def test_what_the_form_masked_its_writer_is_told(scene: Scene) -> None:
    asking = Asking(CARD_NUMBER, Source.MODAL)

    told = await scene.service.ask_by_form(scene.delivery(), who("UMAYA"), asking)

    assert told is not None
    assert told.channel == HOME
    assert "I masked what looks like a card number. Nobody saw it." in told.card.text


@pytest.mark.parametrize("way", ["command", "form", "mention"])
async def test_masked_and_without_mentions_its_writer_is_told_both(scene: Scene, way: str) -> None:
    for _ in range(5):
        await scene.ask()
    told: Any
    if way == "command":
        told = await by_command(scene, CARD_NUMBER, HOME)
    elif way == "form":
        asking = Asking(CARD_NUMBER, Source.MODAL)
        told = await scene.service.ask_by_form(scene.delivery(), who("UMAYA"), asking)
        told = told.card
    else:
        _, told = await mention(scene, "UMAYA", CARD_NUMBER)

    assert "I masked what looks like a card number." in told.text
    assert whispers.mentions_are_off(5).text in told.text
    assert len(told.blocks) == 2


async def test_how_many_asks_call_people_is_the_pods_own_setting(scene: Scene) -> None:
    async with scene.database.write() as session:
        pod = (await session.scalars(select(Pod).where(col(Pod.channel) == HOME))).one()
        pod.settings = {"talking_asks_an_hour": 2}
    for _ in range(2):
        assert await by_command(scene, QUESTION, HOME) is None

    told = await by_command(scene, QUESTION, HOME)

    assert told.text == whispers.mentions_are_off(2).text
    assert "asked 2 times" in told.text


@pytest.mark.parametrize("way", ["command", "shortcut"])
async def test_the_form_says_in_which_channel_the_question_will_stand(
    scene: Scene, way: str
) -> None:
    if way == "command":
        form = await by_command(scene, QUESTION, ELSEWHERE)
    else:
        form = await scene.service.preview(who("UMAYA"), QUESTION)

    assert f"<#{HOME}>" in str(form["blocks"][0])


def counted() -> float:
    return metrics.registry.get_sample_value("podline_asks_total") or 0


@pytest.mark.parametrize("way", ["command", "form", "mention"])
async def test_whoever_asks_is_counted_once(scene: Scene, way: str) -> None:
    before = counted()
    if way == "command":
        await by_command(scene, QUESTION, HOME)
    elif way == "form":
        asking = Asking(QUESTION, Source.MODAL)
        await scene.service.ask_by_form(scene.delivery(), who("UMAYA"), asking)
    else:
        await mention(scene, "UMAYA", QUESTION)

    assert counted() == before + 1


async def test_what_could_not_be_committed_is_not_counted(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_session: AsyncSession) -> None:
        raise OSError("disk full")

    before = counted()
    monkeypatch.setattr(AsyncSession, "commit", fail)
    monkeypatch.setattr(AsyncSessionTransaction, "commit", fail)

    with pytest.raises(NotSaved):
        await by_command(scene, QUESTION, HOME)

    assert counted() == before


async def test_editing_the_message_changes_the_card(scene: Scene) -> None:
    said, _ = await mention(scene, "UMAYA", "No service in Romana?")
    await scene.send()
    words = f"<@{BOT}> No service in Ramona?"
    edited = Said(HOME, said.ts, None, words, f"{float(said.ts) + 9:.6f}", mentions_bot=True)

    await scene.service.note_message(scene.delivery(), who("UMAYA"), edited)

    (repaint,) = await scene.waiting()
    assert repaint.act is Act.REPAINT
    assert "Ramona" in repaint.body["text"]


async def test_an_edit_that_drops_the_mention_changes_the_card_too(scene: Scene) -> None:
    said, _ = await mention(scene, "UMAYA", "No service in Romana?")
    await scene.send()
    edited = Said(HOME, said.ts, None, "No service in Ramona?", f"{float(said.ts) + 9:.6f}")

    await scene.service.note_message(scene.delivery(), who("UMAYA"), edited)

    (repaint,) = await scene.waiting()
    assert repaint.act is Act.REPAINT
    assert "Ramona" in repaint.body["text"]


async def test_an_edit_that_outruns_its_question_is_what_is_asked(scene: Scene) -> None:
    ts = scene.ts()
    edited = Said(HOME, ts, None, "No service in Ramona?", f"{float(ts) + 9:.6f}")
    await scene.service.note_message(scene.delivery(), who("UMAYA"), edited)
    assert await scene.all(Ask) == []

    first = Said(HOME, ts, None, f"<@{BOT}> No service in Romana?", mentions_bot=True)
    await scene.service.note_message(scene.delivery(), who("UMAYA"), first)

    (ask,) = await scene.all(Ask)
    assert ask.question == "No service in Ramona?"


async def test_an_edit_that_leaves_no_words_changes_nothing(scene: Scene) -> None:
    said, _ = await mention(scene, "UMAYA", QUESTION)
    edited = Said(HOME, said.ts, None, f"<@{BOT}>", f"{float(said.ts) + 9:.6f}", mentions_bot=True)

    await scene.service.note_message(scene.delivery(), who("UMAYA"), edited)

    (ask,) = await scene.all(Ask)
    assert ask.question == QUESTION


async def test_deleting_the_message_withdraws_the_question_and_forgets_its_words(
    scene: Scene,
) -> None:
    said, _ = await mention(scene, "UMAYA", QUESTION)
    await scene.send()

    gone = Said(HOME, said.ts, None, "", deleted=True)
    await scene.service.note_message(scene.delivery(), who("UMAYA"), gone)

    (ask,) = await scene.all(Ask)
    assert (ask.state, ask.question) == (AskState.WITHDRAWN, "")
    assert await scene.due() == {}


async def test_what_concerns_no_ask_opens_no_transaction(scene: Scene) -> None:
    statements: list[str] = []
    event.listen(
        scene.database.writer.sync_engine,
        "before_cursor_execute",
        lambda *args: statements.append(args[2]),
    )

    said = Said(HOME, scene.ts(), None, "Good morning")
    await scene.service.note_message(scene.delivery(), who("UMAYA"), said)

    assert statements == []
    assert await scene.replies() == []


async def test_talk_in_threads_of_other_channels_is_not_kept(scene: Scene) -> None:
    said = Said(ELSEWHERE, scene.ts(), scene.ts(), "Lunch?")

    await scene.service.note_message(scene.delivery(), who("UMAYA"), said)

    assert await scene.replies() == []


async def test_somebody_without_a_pod_is_told_whom_to_see(scene: Scene) -> None:
    with pytest.raises(NoPod, match="Ana Ruiz leads San Diego"):
        await by_command(scene, QUESTION, HOME, user="UNEW")


async def test_somebody_of_another_workspace_finds_nothing_here(scene: Scene) -> None:
    ask = await scene.ask()

    with pytest.raises(NoPod):
        await scene.service.ask(
            scene.delivery(), Person("T9", "UMAYA"), Asking(QUESTION, Source.COMMAND, channel=HOME)
        )
    assert len(await scene.all(Ask)) == 1
    assert ask.team_id == "T1"


async def test_a_command_that_comes_again_is_asked_once(scene: Scene) -> None:
    delivery = scene.delivery()
    asking = Asking(QUESTION, Source.COMMAND, channel=HOME)
    await scene.service.ask(delivery, who("UMAYA"), asking)

    with pytest.raises(AlreadyHandled):
        await scene.service.ask(delivery, who("UMAYA"), asking)

    assert len(await scene.all(Ask)) == 1


async def test_a_refused_command_leaves_nothing_behind(scene: Scene) -> None:
    with pytest.raises(NoPod):
        await by_command(scene, QUESTION, HOME, user="UNEW")

    assert await scene.all(Ask) == []
    assert await scene.all(Moment) == []
    assert await scene.waiting() == []


@pytest.mark.parametrize(
    "text",
    ["x" * 40_000, "🙋" * 5000, "שלום " * 500, "<!channel> <@U1> *bold*", "a\u0000b\u202e"],
    ids=["long", "emoji", "right-to-left", "smuggled", "controls"],
)
async def test_any_words_become_a_card(scene: Scene, text: str) -> None:
    ask = await scene.ask(text=text)

    assert ask.question
    assert "\u0000" not in ask.question
    rows = pick(await scene.all_rows(), Act.POST)
    assert all(len(block["text"]["text"]) <= 3000 for row in rows for block in sections(row.body))
    assert not any("<!channel>" in str(row.body) for row in rows)


def sections(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [block for block in body["blocks"] if block["type"] == "section"]
