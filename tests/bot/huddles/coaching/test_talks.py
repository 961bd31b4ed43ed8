"""A talk from its preparation to the next one: what it shows, and that nothing typed is lost."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.errors import AlreadyHandled, Outdated
from bot.huddles.coaching.errors import (
    DayIsOver,
    DayIsTooFar,
    NoSuchDay,
    NotForYou,
    NothingTyped,
    NotSharedYet,
    NotToBeReopened,
    TooLong,
    TooManyLines,
    TooManyToDo,
)
from bot.huddles.coaching.facts import MOST_LINES
from bot.huddles.facts import Due
from bot.huddles.subjects import coaching_subject
from storage.advice import Ask
from storage.huddles_action_items import ActionItem
from storage.huddles_action_items import list_open as list_of_pod
from storage.huddles_coaching import Coaching, CoachingItem
from storage.practices import PracticeUse
from storage.topics import Topic
from tests.bot.advice.scene import TEAM, who
from tests.bot.huddles.coaching.scene import Coached, texts
from tests.bot.practices.scene import OUTAGE, TABLET

DAY = 24 * 3600


async def test_it_shows_what_the_rep_did_well_and_what_they_had_to_decide(pod: Coached) -> None:
    await pod.works("UDAN", "UMAYA", "No service in Ramona?", "Two sites are down until nine.")
    practice = await pod.save("UMAYA", OUTAGE)
    await pod.practices.use(pod.delivery(), who("UDAN"), practice.id)
    await pod.practices.helped(pod.delivery(), who("UDAN"), practice.id)
    asked = await pod.ask("UMAYA", "May I waive the fee for a widow?")
    await _is_a_decision(pod, asked)
    await pod.ask("UMAYA", "Where is the roaming page?")
    seen = (await pod.talk("UCARA", "maya")).seen
    assert [tuple(each) for each in seen.answers] == [
        ("No service in Ramona?", "Two sites are down until nine.")
    ]
    assert [(each.id, each.helped, each.is_new) for each in seen.practices] == [
        (practice.id, 1, True)
    ]
    assert [each.question for each in seen.decisions] == ["May I waive the fee for a widow?"]


async def test_what_others_did_and_what_nobody_accepted_is_not_theirs(pod: Coached) -> None:
    await pod.works("UMAYA", "UDAN", "No service in Ramona?", "Two sites are down.")
    open_one = await pod.ask("UDAN", "Which plan has roaming?")
    await pod.reply("UMAYA", open_one, "The big one.")
    await pod.save("UDAN", TABLET)
    assert (await pod.talk("UCARA", "maya")).seen.is_empty


async def test_it_begins_where_they_talked_before_or_four_weeks_back(pod: Coached) -> None:
    await pod.works("UDAN", "UMAYA", "Long ago?", "Yes, long ago.")
    pod.step(20 * DAY)
    await pod.works("UDAN", "UMAYA", "Lately?", "Yes, lately.")
    pod.step(10 * DAY)
    first = await pod.talk("UCARA", "maya")
    assert first.since is None
    assert [each.said for each in first.seen.answers] == ["Yes, lately."]
    pod.step(20 * DAY)
    assert (await pod.talk("UCARA", "maya")).seen == first.seen, "it stays while it is prepared"
    ended = await pod.end("UCARA", first)
    pod.step(60)
    await pod.works("UDAN", "UMAYA", "And now?", "Now, too.")
    following = await pod.next("UCARA", ended)
    assert following.since == ended.coaching.ended_at
    assert [each.said for each in following.seen.answers] == ["Now, too."]


async def test_sharing_tells_the_rep_once_and_quietly(pod: Coached) -> None:
    talk = await pod.shared()
    again = await pod.coaching.share(pod.delivery(), who("UCARA"), talk.coaching.id)
    assert again.is_shared
    (row,) = [each for each in await pod.waiting() if each.channel == "UMAYA"]
    assert row.subject == coaching_subject(talk.coaching.id)
    assert "Cara W. prepared a talk with you" in str(row.body["text"])
    assert "<@" not in str(row.body)


async def test_both_add_lines_and_tick_them_off(pod: Coached) -> None:
    talk = await pod.shared()
    await pod.add("UCARA", talk, "  What do\ncustomers say of <!channel>?  ")
    talk = await pod.add("UMAYA", talk, "May I learn porting?")
    assert texts(talk.lines) == ["What do customers say of <!channel>?", "May I learn porting?"]
    assert [each.by_name for each in talk.lines] == ["Cara W.", "Maya R."]
    first, second = (each.id for each in talk.lines)
    await pod.ticks("UMAYA", talk, first)
    talk = await pod.ticks("UCARA", talk, second)
    assert all(each.done_at for each in talk.lines)
    talk = await pod.ticks("UCARA", talk, second, done=False)
    assert [bool(each.done_at) for each in talk.lines] == [True, False]


async def test_a_customers_number_is_masked_before_it_is_kept(pod: Coached) -> None:
    talk = await pod.talk("UCARA", "maya")
    talk = await pod.add("UCARA", talk, "The one with 4111 1111 1111 1111")
    assert talk.masked
    assert "4111" not in texts(await pod.all(CoachingItem))[0]


async def test_a_line_needs_words_and_is_a_line(pod: Coached) -> None:
    talk = await pod.talk("UCARA", "maya")
    for nothing in ("", "  \n", "\u200b\u2060"):
        with pytest.raises(NothingTyped):
            await pod.add("UCARA", talk, nothing)
    with pytest.raises(TooLong) as refused:
        await pod.add("UCARA", talk, "x" * 301)
    assert refused.value.field == "line"
    for number in range(MOST_LINES):
        await pod.add("UCARA", talk, f"Line {number}")
    with pytest.raises(TooManyLines):
        await pod.add("UCARA", talk, "One more")


async def test_the_same_delivery_adds_nothing_twice(pod: Coached) -> None:
    talk, again = await pod.talk("UCARA", "maya"), pod.delivery()
    await pod.coaching.add(again, who("UCARA"), talk.coaching.id, "Once")
    with pytest.raises(AlreadyHandled):
        await pod.coaching.add(again, who("UCARA"), talk.coaching.id, "Once")
    assert texts(await pod.all(CoachingItem)) == ["Once"]


async def test_two_at_once_lose_nothing(pod: Coached) -> None:
    talk = await pod.shared()
    await asyncio.gather(
        *(pod.add("UCARA", talk, f"Cara {number}") for number in range(4)),
        *(pod.add("UMAYA", talk, f"Maya {number}") for number in range(4)),
    )
    assert len(await pod.all(CoachingItem)) == 8


async def test_a_coach_who_types_it_twice_at_once_begins_one(pod: Coached) -> None:
    talks = await asyncio.gather(*(pod.talk("UCARA", "maya") for _ in range(4)))
    assert len({each.coaching.id for each in talks}) == 1
    assert len(await pod.all(Coaching)) == 1


async def test_both_say_at_once_that_they_talked(pod: Coached) -> None:
    talk = await pod.shared()
    ended = await asyncio.gather(pod.end("UCARA", talk), pod.end("UMAYA", talk))
    assert all(each.is_over for each in ended)
    pod.step(60)
    assert (await pod.end("UMAYA", talk)).coaching.ended_at == ended[0].coaching.ended_at


async def test_what_was_left_waits_for_the_next_talk(pod: Coached) -> None:
    talk = await pod.shared()
    await pod.add("UCARA", talk, "Done")
    talk = await pod.add("UMAYA", talk, "Left")
    await pod.ticks("UMAYA", talk, talk.lines[0].id)
    pod.step(60)
    over = await pod.end("UCARA", talk)
    assert (texts(over.lines), texts(over.kept), over.has_next) == (["Done"], ["Left"], False)
    late = await pod.add("UMAYA", talk, "Typed while she ended it")
    assert texts(late.kept) == ["Left", "Typed while she ended it"]
    pod.step(60)
    following = await pod.next("UCARA", over)
    assert texts(following.lines) == ["Left", "Typed while she ended it"]
    assert [(each.lines, each.agreed) for each in following.earlier] == [(("Done",), ())]
    await pod.add("UCARA", following, "Hers alone, until she shares it")
    late = await pod.add("UMAYA", talk, "And later still")
    assert texts(late.kept) == ["Left", "Typed while she ended it", "And later still"]
    assert not late.has_next
    assert len((await pod.see("UCARA", following)).lines) == 4


async def test_a_talk_that_was_ended_by_a_slip_is_opened_again_as_it_was(pod: Coached) -> None:
    talk = await pod.shared()
    await pod.add("UMAYA", talk, "Left")
    pod.step(60)
    over = await pod.end("UMAYA", talk)
    again = await pod.reopen("UCARA", over)
    assert (again.is_over, texts(again.lines)) == (False, ["Left"])
    assert (await pod.reopen("UCARA", over)).coaching.ended_at is None
    assert (await pod.talk("UMAYA")).coaching.id == talk.coaching.id
    assert (await pod.end("UMAYA", again)).reopens
    assert not (await pod.reopen("UMAYA", again)).is_over
    await pod.end("UMAYA", again)
    pod.step(16 * 60)
    assert not (await pod.see("UMAYA", again)).reopens
    with pytest.raises(NotToBeReopened):
        await pod.reopen("UMAYA", again)
    assert (await pod.see("UCARA", again)).reopens


async def test_a_talk_stays_over_once_the_next_one_is_prepared(pod: Coached) -> None:
    over = await pod.end("UCARA", await pod.shared())
    pod.step(60)
    following = await pod.next("UCARA", over)
    with pytest.raises(NotToBeReopened, match="behind you by now"):
        await pod.reopen("UCARA", over)
    pod.step(60)
    await pod.end("UCARA", following)
    with pytest.raises(NotToBeReopened):
        await pod.reopen("UCARA", over)
    assert not (await pod.reopen("UCARA", following)).is_over


async def test_of_one_who_opens_it_again_and_one_who_prepares_the_next_one_does(
    pod: Coached,
) -> None:
    over = await pod.end("UCARA", await pod.shared())
    pod.step(60)
    await asyncio.gather(pod.reopen("UCARA", over), pod.next("UCARA", over), return_exceptions=True)
    assert sum(each.ended_at is None for each in await pod.all(Coaching)) == 1


async def test_a_form_that_is_sent_again_adds_nothing(pod: Coached) -> None:
    """Slack lost the answer, and asks to try again."""
    talk = await pod.shared()
    for _ in range(2):
        await pod.add("UMAYA", talk, "And roaming?")
        await pod.agree("UMAYA", talk, "Listen in on two calls")
    await pod.add("UCARA", talk, "And roaming?")
    assert texts(await pod.all(CoachingItem)) == ["And roaming?"] * 2
    assert len(await pod.all(ActionItem)) == 1


async def test_while_the_next_is_prepared_its_rep_knows_nothing_of_it(pod: Coached) -> None:
    talk = await pod.shared()
    over = await pod.end("UMAYA", talk)
    pod.step(60)
    following = await pod.next("UCARA", over)
    await pod.add("UCARA", following, "Purple modem")
    seen = await pod.see("UMAYA", talk)
    assert (seen.kept, seen.has_next) == ((), False)
    with pytest.raises(NotForYou):
        await pod.next("UMAYA", over)
    await pod.coaching.share(pod.delivery(), who("UCARA"), following.coaching.id)
    assert texts((await pod.next("UMAYA", over)).lines) == ["Purple modem"]
    assert (await pod.see("UMAYA", talk)).has_next


async def test_only_the_last_three_talks_are_shown_and_to_the_rep_those_alone_that_they_saw(
    pod: Coached,
) -> None:
    for number in range(5):
        talk = await pod.talk("UCARA", "maya")
        talk = await pod.add("UCARA", talk, f"Talk {number}")
        await pod.ticks("UCARA", talk, talk.lines[0].id)
        if number % 2 == 0:
            await pod.coaching.share(pod.delivery(), who("UCARA"), talk.coaching.id)
        pod.step(DAY)
        await pod.end("UCARA", talk)
        pod.step(DAY)
    talk = await pod.shared()
    assert [each.lines for each in talk.earlier] == [("Talk 4",), ("Talk 3",), ("Talk 2",)]
    hers = await pod.see("UMAYA", talk)
    assert [each.lines for each in hers.earlier] == [("Talk 4",), ("Talk 2",), ("Talk 0",)]


async def test_what_they_agree_upon_is_theirs_alone_and_closed_by_either(pod: Coached) -> None:
    talk = await pod.shared()
    await pod.agree("UMAYA", talk, "Listen in on two calls")
    talk = await pod.agree("UCARA", talk, "Ask for the recording", owner="UCARA")
    assert texts(talk.actions) == ["Listen in on two calls", "Ask for the recording"]
    made = await pod.all(ActionItem)
    assert {(each.coaching_id, each.huddle_id) for each in made} == {(talk.coaching.id, None)}
    assert texts((await pod.talk("UCOLE", "maya")).actions) == []
    async with pod.database.read() as session:
        assert await list_of_pod(session, talk.coaching.pod_id) == [], "no agenda has it"
    for user in ("UMAYA", "UCARA"):
        about = (talk.coaching.id, made[0].id)
        closed = await pod.coaching.close_action(pod.delivery(), who(user), *about)
        assert texts(closed.actions) == ["Ask for the recording"]
    assert (await pod.all(ActionItem))[0].closed_by == "UMAYA", "the first one closed it"


async def test_its_owner_is_reminded_until_it_is_done(pod: Coached) -> None:
    talk = await pod.shared()
    talk = await pod.agree("UCARA", talk, "Listen in", due_on=talk.today + timedelta(days=7))
    assert Due.REMIND in await pod.due()
    about = (talk.coaching.id, talk.actions[0].id)
    await pod.coaching.close_action(pod.delivery(), who("UMAYA"), *about)
    assert Due.REMIND not in await pod.due()


async def test_what_the_pod_gave_the_rep_to_do_is_there_and_closed_elsewhere(pod: Coached) -> None:
    talk = await pod.shared()
    of_pod = ActionItem(
        team_id=TEAM,
        pod_id=talk.coaching.pod_id,
        text="Port-in PINs",
        owner="UMAYA",
        due_on=talk.today,
        made_by="UCARA",
        made_at=pod.now,
    )
    async with pod.database.write() as session:
        session.add(of_pod)
    assert texts((await pod.see("UMAYA", talk)).actions) == ["Port-in PINs"]
    about = (talk.coaching.id, (await pod.all(ActionItem))[0].id)
    with pytest.raises(NotForYou):
        await pod.coaching.close_action(pod.delivery(), who("UMAYA"), *about)


async def test_an_action_item_needs_words_a_day_and_one_of_the_two(pod: Coached) -> None:
    talk = await pod.shared()
    with pytest.raises(NothingTyped) as nothing:
        await pod.agree("UCARA", talk, " ")
    assert nothing.value.field == "to_do"
    with pytest.raises(NoSuchDay):
        await pod.agree("UCARA", talk, "x", due_on=None)
    with pytest.raises(DayIsOver):
        await pod.agree("UCARA", talk, "x", due_on=talk.today - timedelta(days=1))
    with pytest.raises(DayIsTooFar):
        await pod.agree("UCARA", talk, "x", due_on=talk.today + timedelta(days=400))
    with pytest.raises(Outdated):
        await pod.agree("UCARA", talk, "x", owner="UCOLE")
    for number in range(20):
        await pod.agree("UCARA", talk, f"Number {number}")
    with pytest.raises(TooManyToDo):
        await pod.agree("UCARA", talk, "One more")


async def test_nothing_is_agreed_upon_before_its_rep_sees_it(pod: Coached) -> None:
    talk = await pod.talk("UCARA", "maya")
    with pytest.raises(NotSharedYet) as refused:
        await pod.agree("UCARA", talk, "Listen in")
    assert "Share it with Maya R. first" in refused.value.sentence
    with pytest.raises(NotSharedYet):
        await pod.coaching.open_action(who("UCARA"), talk.coaching.id, pod.now)


async def test_the_day_is_the_markets(pod: Coached) -> None:
    pod.step(15 * 3600)  # one at night in San Diego, where UTC has Tuesday since nine hours
    assert (await pod.talk("UCARA", "maya")).today.isoformat() == "2026-11-17"
    pod.step(-3 * 3600)
    assert (await pod.talk("UCARA", "maya")).today.isoformat() == "2026-11-16"


async def _is_a_decision(pod: Coached, ask: Ask) -> None:
    async with pod.database.write() as session:
        mine = update(Ask).where(col(Ask.id) == ask.id)
        await session.execute(mine.values(topic=Topic.DECISION))


async def test_their_own_use_of_their_practice_helped_nobody_else(pod: Coached) -> None:
    practice = await pod.save("UMAYA", OUTAGE)
    await pod.practices.use(pod.delivery(), who("UMAYA"), practice.id)
    await pod.practices.helped(pod.delivery(), who("UMAYA"), practice.id)
    assert await pod.all(PracticeUse)
    assert [each.helped for each in (await pod.talk("UCARA", "maya")).seen.practices] == [0]
