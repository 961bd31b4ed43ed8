"""What fits is put before the asker the moment they ask; it can settle the ask, or be refused."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.advice.errors import AlreadySettled, NotYourPod, OnlyTheAskerOrACoach
from bot.advice.facts import Asking, Pressed, Said, Source
from bot.errors import AlreadyHandled
from bot.practices import suggesting
from bot.practices.errors import Gone
from bot.text.kit import Card
from storage.advice import Ask, AskState, Contact, Moment
from storage.practices import PracticeState, PracticeUse, PracticeVerdict, Scope, Way, Word
from storage.topics import Topic
from tests.bot.advice.scene import HOME, THERE, who
from tests.bot.practices.scene import OUTAGE, Store

FITS = "Customers ask when the outage is over, known cause"
NOTHING = "Refund for roaming in Portugal?"


@pytest.fixture
async def store(store: Store) -> Store:
    """Asks are answered from the store."""
    store.suggest()
    return store


async def test_the_asker_reads_what_fits_and_the_card_says_how_many(store: Store) -> None:
    practice = await store.save("UDAN")

    told = await _asks(store, FITS)

    assert told is not None
    assert told.text.startswith("1 practice may fit: Say the cause")
    assert "May fit:" in str(told.blocks)
    assert _labels(told)[:2] == ["This solves it", "Not this"]
    (ask,) = await store.all(Ask)
    (use,) = await store.all(PracticeUse)
    assert (use.practice_id, use.ask_id, use.user) == (practice.id, ask.id, "UMAYA")
    assert (use.way, use.suggested_as) == (Way.SUGGESTED, 1)
    (card,) = [row for row in await store.waiting() if row.part == "card"]
    assert "1 note may fit" in str(card.body["blocks"])
    assert "Show" in _labels(Card("", card.body["blocks"]))


async def test_nothing_is_said_when_nothing_fits(store: Store) -> None:
    await store.save("UDAN")
    assert await _asks(store, NOTHING) is None
    (ask,) = await store.all(Ask)
    assert ask.suggested is None
    assert await store.all(PracticeUse) == []


async def test_a_question_from_the_form_and_a_mention_are_answered_alike(store: Store) -> None:
    await store.save("UDAN")
    asking = Asking(text=FITS, source=Source.MODAL)
    note = await store.service.ask_by_form(store.delivery(), who("UMAYA"), asking)
    assert note is not None
    assert note.card is not None
    assert "1 practice may fit" in note.card.text

    said = Said(HOME, store.ts(), None, FITS, mentions_bot=True)
    told = await store.service.note_message(store.delivery(), who("UBILL"), said)
    assert told is not None
    assert "1 practice may fit" in told.text
    assert [ask.suggested for ask in await store.all(Ask)] == [1, 1]


async def test_a_command_that_is_delivered_again_suggests_nothing_again(store: Store) -> None:
    await store.save("UDAN")
    delivery = store.delivery()
    asking = Asking(text=FITS, source=Source.COMMAND, channel=HOME)
    await store.service.ask(delivery, who("UMAYA"), asking)
    with pytest.raises(AlreadyHandled):
        await store.service.ask(delivery, who("UMAYA"), asking)
    assert len(await store.all(PracticeUse)) == 1


async def test_at_most_three_are_suggested(store: Store) -> None:
    for number in range(5):
        await store.save("UDAN", title=f"Outage {number}")
    told = await _asks(store, FITS)
    assert told is not None
    assert told.text.startswith("3 practices may fit:")
    assert [use.suggested_as for use in await store.all(PracticeUse)] == [1, 2, 3]


@pytest.mark.parametrize(
    "more",
    [
        {"state": PracticeState.DRAFT},
        {"user": "UMAYA"},
        {"user": "UOLGA", "scope": Scope.POD},
    ],
    ids=["somebody's draft", "the asker's own", "another pod's"],
)
async def test_what_is_not_for_the_asker_is_not_suggested(
    store: Store, more: dict[str, Any]
) -> None:
    await store.save(**{"user": "UDAN"} | more)
    assert await _asks(store, FITS) is None


async def test_what_is_suspended_is_not_suggested(store: Store) -> None:
    practice = await store.save("UDAN")
    for user in ("UBILL", "UINES"):
        await store.practices.refuse(store.delivery(), who(user), practice.id, Word.WRONG, "")
    assert await _asks(store, FITS) is None


async def test_this_solves_it_settles_the_ask_with_the_practice_as_its_answer(
    store: Store,
) -> None:
    practice = await store.save("UDAN")
    ask = await store.ask(text=FITS)
    store.step(40)

    told = await _solve(store, "UMAYA", ask, practice.id)

    assert told is not None
    assert "Settled. Dan K. sees in Home that it helped." in told.text
    assert OUTAGE.what_worked in str(told.blocks)
    assert OUTAGE.say_it in str(told.blocks)
    after = await store.get(ask)
    assert (after.state, after.helper) == (AskState.ACCEPTED, "UDAN")
    assert after.first_reply_at == store.now
    (reply,) = await store.replies()
    assert (reply.id, reply.practice_id) == (after.accepted_reply_id, practice.id)
    assert (reply.author, reply.say_now) == ("UDAN", OUTAGE.say_it)
    (use,) = await store.all(PracticeUse)
    assert use.helped_at == store.now
    said = {row.part: row.body for row in await store.send()}
    assert list(said) == ["card"]  # a post in the thread would ring for the asker alone
    assert "✅" in str(said["card"]["blocks"])
    assert "See the practice" in str(said["card"]["blocks"])
    assert "Save as a practice" not in str(said["card"]["blocks"])


async def test_pressed_again_it_settles_once(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask(text=FITS)
    for _ in range(3):
        assert await _solve(store, "UMAYA", ask, practice.id) is not None
    assert len(await store.replies()) == 1
    assert [each.what for each in await store.all(Moment)].count("accepted") == 1


async def test_undo_opens_it_again_and_another_press_settles_it_again(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask(text=FITS)
    await _solve(store, "UMAYA", ask, practice.id)
    await store.service.unaccept(store.delivery(), who("UMAYA"), ask.id, Pressed())
    assert (await store.get(ask)).state is AskState.OPEN
    await store.send()
    store.step(20)
    await store.reply("UINES", ask, "Crews are there.")
    assert "<@UMAYA>" in str([row.body for row in await store.send() if row.part != "card"])
    await _solve(store, "UMAYA", ask, practice.id)
    assert (await store.get(ask)).state is AskState.ACCEPTED


async def test_only_the_asker_or_a_coach_settles_with_a_practice(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask(text=FITS)
    with pytest.raises(OnlyTheAskerOrACoach):
        await _solve(store, "UBILL", ask, practice.id)
    assert await store.replies() == []


async def test_what_a_colleague_solved_stays_theirs(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask(text=FITS)
    await store.reply("UINES", ask, "Crews are there.")
    (answer,) = await store.replies()
    await store.service.accept(store.delivery(), who("UMAYA"), ask.id, answer.id, Pressed())
    with pytest.raises(AlreadySettled):
        await _solve(store, "UMAYA", ask, practice.id)
    assert (await store.get(ask)).helper == "UINES"


async def test_what_was_refused_goes_away_and_does_not_come_back_soon(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask(text=FITS)
    left = await store.practices.not_this(store.delivery(), who("UMAYA"), practice.id, ask.id)
    assert left.suggestions == ()
    again = await store.practices.not_this(store.delivery(), who("UMAYA"), practice.id, ask.id)
    assert again.suggestions == ()
    (verdict,) = await store.all(PracticeVerdict)
    assert (verdict.word, verdict.ask_id) == (Word.NOT_THIS, ask.id)

    store.step(3600)
    assert await _asks(store, FITS) is None
    assert await _asks(store, FITS, "UBILL") is not None
    store.step(timedelta(days=29).total_seconds())
    assert await _asks(store, FITS) is not None


async def test_others_refusals_ask_for_more_unless_it_helped_as_many(store: Store) -> None:
    practice = await store.save("UDAN")
    for number, user in enumerate(("UINES", "UTHEO", "UANA", "UBILL")):
        ask = await store.ask(user, FITS)
        await store.practices.not_this(store.delivery(), who(user), practice.id, ask.id)
        store.step(60 + number)
    assert await _asks(store, "outage outage over tonight") is None
    for user in ("UCARA", "UCOLE", "URUTH"):
        await store.practices.helped(store.delivery(), who(user), practice.id)
    assert await _asks(store, "outage over known tonight") is not None


async def test_newcomers_and_rare_topics_are_shown_what_is_less_sure(store: Store) -> None:
    await store.save("UDAN")
    unsure = "outage over maybe tonight"  # half of its words stand in the practice
    assert await _asks(store, unsure) is not None
    await _asked_before(store, "UMAYA", Topic.NETWORK, 60)
    assert await _asks(store, unsure) is None
    store.step(3700)
    await _asked_before(store, "UBILL", Topic.BILLING, 1500)
    assert await _asks(store, unsure) is not None


async def test_everybody_of_the_pod_can_look_and_put_it_into_the_thread(store: Store) -> None:
    practice, ask = await store.save("UDAN"), await store.ask(text=FITS)
    seen = await store.practices.show_suggested(who("UINES"), ask.id)
    assert ([each.shown.practice.id for each in seen.suggestions], seen.is_mine) == (
        [practice.id],
        False,
    )
    await store.practices.use(store.delivery(), who("UINES"), practice.id, ask.id)
    (use,) = await store.all(PracticeUse)
    assert (use.way, use.suggested_as) == (Way.SHARED_IN_THREAD, 1)
    mine = await store.practices.show_suggested(who("UMAYA"), ask.id)
    assert mine.is_mine
    assert len(mine.suggestions) == 1


async def test_another_pod_may_not_look(store: Store) -> None:
    await store.save("UDAN")
    ask = await store.ask(text=FITS)
    with pytest.raises((Gone, NotYourPod)):
        await store.practices.show_suggested(who("UOLGA"), ask.id)
    assert ask.overflow_pod_id is None
    assert THERE


async def test_a_slow_search_does_not_hold_up_the_question(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.save("UDAN")
    monkeypatch.setattr(suggesting, "PATIENCE_SECONDS", 0.0)
    assert await _asks(store, FITS) is None
    (ask,) = await store.all(Ask)
    assert ask.suggested is None


async def test_a_search_that_fails_does_not_hold_up_the_question(store: Store) -> None:
    async def fails(*args: Any) -> Any:
        raise RuntimeError("no luck")

    store.finder.find = fails
    assert await _asks(store, FITS) is None
    assert len(await store.all(Ask)) == 1


async def _asks(store: Store, text: str, user: str = "UMAYA") -> Card | None:
    """What they read as the only one."""
    asking = Asking(text=text, source=Source.COMMAND, channel=HOME)
    told = await store.service.ask(store.delivery(), who(user), asking)
    assert told is None or isinstance(told, Card)
    return told


async def _solve(store: Store, user: str, ask: Ask, practice_id: UUID) -> Card | None:
    return await store.service.solve(store.delivery(), who(user), ask.id, practice_id, Pressed())


async def _asked_before(store: Store, user: str, topic: Topic, asks: int) -> None:
    """So many asks, made an hour ago."""
    (first, *_) = await store.all(Ask)
    at = store.now - timedelta(hours=1)
    async with store.database.write() as session:
        for _ in range(asks):
            session.add(
                Ask(
                    team_id=first.team_id,
                    pod_id=first.pod_id,
                    asker=user,
                    asker_name=user,
                    question="before",
                    topic=topic,
                    state=AskState.ACCEPTED,
                    contact=Contact.CHAT,
                    source=Source.COMMAND,
                    channel=HOME,
                    asked_at=at,
                    call_state_at=at,
                    last_activity_at=at,
                    ladder_from=at,
                )
            )


def _labels(card: Card) -> list[str]:
    found = []
    for block in card.blocks:
        for each in (*block.get("elements", ()), block.get("accessory", {})):
            if each.get("type") == "button":
                found.append(each["text"]["text"])
    return found
