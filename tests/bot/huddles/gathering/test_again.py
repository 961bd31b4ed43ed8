"""The same line is never there twice without a reason, and what was left over comes back."""

import pytest

from storage.alerts import Severity
from storage.huddles import HuddleState, ItemSource, ItemState, Outcome
from storage.huddles_concerns import Concern, ConcernAsk
from tests.bot.huddles.gathering.scene import PodWeek


async def agains(week: PodWeek) -> dict[str, str]:
    return {each.text: each.again for each in await week.gather()}


async def test_a_practice_is_new_once(week: PodWeek) -> None:
    practice = await week.shares("Call the store first", ago=60)
    met = await week.met(days_ago=2)
    await week.item(f"practice:{practice.id}", ItemSource.PRACTICE, met)
    assert await week.gather() == []


async def test_what_did_not_fit_comes_again_and_what_somebody_wanted_says_so(week: PodWeek) -> None:
    practice = await week.shares("Call the store first", ago=60)
    met = await week.met(days_ago=2)
    key = f"practice:{practice.id}"
    await week.item(key, ItemSource.PRACTICE, met, state=ItemState.WAITING)
    await week.item("member:1", agenda=met, state=ItemState.WAITING, by="UDAN", text="Mine")
    found = {each.text: each for each in await week.gather()}
    assert {text: each.again for text, each in found.items()} == {
        "New: Call the store first": "",
        "Mine": "no room for it on Monday",
    }
    assert {each.carried_from for each in found.values()} == {met.id}


async def test_a_practice_that_did_not_fit_and_was_archived_since_does_not(week: PodWeek) -> None:
    met = await week.met(days_ago=2)
    gone = "practice:00000000-0000-0000-0000-000000000009"
    await week.item(gone, ItemSource.PRACTICE, met, state=ItemState.WAITING)
    assert await week.gather() == []


@pytest.mark.parametrize("source", [ItemSource.MEMBER, ItemSource.CONCERN])
async def test_what_was_parked_comes_back_whoever_put_it_there(
    week: PodWeek, source: ItemSource
) -> None:
    met = await week.met(days_ago=5)
    parked = await week.item("x:1", source, met, text="Port-in PINs")
    await week.stepped(parked, Outcome.PARKED)
    (found,) = await week.gather()
    assert (found.again, found.parked, found.carried_from) == ("parked on Friday", True, met.id)


async def test_what_one_wave_parked_and_the_next_one_did_is_done(week: PodWeek) -> None:
    met = await week.met(days_ago=2)
    item = await week.item("member:1", agenda=met)
    await week.stepped(item, Outcome.PARKED, wave=1)
    await week.stepped(item, Outcome.DONE, wave=2)
    assert await week.gather() == []


async def test_what_a_huddle_did_not_get_to_comes_back(week: PodWeek) -> None:
    met = await week.met(days_ago=2)
    done = await week.item("member:1", agenda=met)
    await week.item("member:2", agenda=met, text="Second")
    await week.stepped(done, Outcome.DONE)
    assert await agains(week) == {"Second": "not reached on Monday"}


async def test_what_the_week_brought_and_a_huddle_did_not_get_to_is_no_more_urgent_for_that(
    week: PodWeek,
) -> None:
    met = await week.met(days_ago=2)
    done = await week.item("member:1", agenda=met)
    await week.stepped(done, Outcome.DONE)
    practice = await week.shares("Call the store first", ago=60)
    await week.item(f"practice:{practice.id}", ItemSource.PRACTICE, met)
    await week.item("thanks:2026-11-16", ItemSource.THANKS, met)
    await week.asked("x?", ago=60, helper="UDAN")
    await week.adds("Roaming in Mexico")
    await week.draft()
    assert [(each.text, each.again) for each in await week.items()] == [
        ("Roaming in Mexico", ""),
        ("New: Call the store first", "not reached on Monday"),
        ("Thanks to Dan K., whose answers worked", ""),
    ]


async def test_where_nobody_pressed_a_members_item_comes_back_once(week: PodWeek) -> None:
    before = await week.met(days_ago=5)
    met = await week.met(days_ago=2)
    await week.item("member:1", agenda=met, text="First time")
    await week.item("member:2", agenda=met, text="Second time", carried_from=before.id)
    await week.item("concern:1", ItemSource.CONCERN, met)
    assert await agains(week) == {"First time": "not reached on Monday"}


@pytest.mark.parametrize("state", [HuddleState.SKIPPED, HuddleState.MISSED])
async def test_a_huddle_that_was_not_held_leaves_everything(
    week: PodWeek, state: HuddleState
) -> None:
    held = await week.met(days_ago=5)
    left = await week.item("member:1", agenda=held, text="Older", state=ItemState.WAITING)
    skipped = await week.met(days_ago=2, state=state)
    practice = await week.shares("Call the store first", ago=40)
    await week.item(f"practice:{practice.id}", ItemSource.PRACTICE, skipped)
    await week.item("member:2", agenda=skipped, text="Newer")
    assert await agains(week) == {
        "Older": "no room for it on Friday",
        "Newer": "no huddle on Monday",
        "New: Call the store first": "no huddle on Monday",
    }
    await week.item(left.key, agenda=skipped, text="Older", state=ItemState.DROPPED)
    assert "Older" not in await agains(week)


async def test_a_concern_comes_again_with_how_many_more(week: PodWeek) -> None:
    met = await week.met(days_ago=2)
    concern = Concern(pod_id=week.pod.id, question="PINs?", topic="porting", last_at=week.now)
    await week.add(concern)
    await week.item(f"concern:{concern.id}", ItemSource.CONCERN, met)

    async def asked(hours: float, user: str) -> None:
        ask = await week.asked("PINs?", user, ago=hours)
        await week.add(ConcernAsk(ask_id=ask.id, concern_id=concern.id, asked_at=ask.asked_at))

    for hours, user in ((50, "UMAYA"), (49, "UDAN"), (3, "UMAYA"), (2, "UDAN")):
        await asked(hours, user)
    assert await week.gather() == []
    await asked(1, "UMAYA")
    (found,) = await week.gather()
    assert (found.detail, found.again) == ("5 asks, none the week before", "3 more since Monday")


async def test_what_a_coach_took_off_comes_again_with_a_reason_alone(week: PodWeek) -> None:
    met = await week.met(days_ago=2)
    await week.searches("esim for kids", "UDAN", "UMAYA", ago=60)
    await week.searches("esim for kids", "UDAN", ago=49)
    dropped = ("gap:esim for kids", ItemSource.GAP), ("member:1", ItemSource.MEMBER)
    for key, source in dropped:
        await week.item(key, source, met, state=ItemState.DROPPED)
    assert await week.gather() == []
    await week.searches("esim for kids", "UNICK", ago=2)
    assert list((await agains(week)).values()) == ["1 more since Monday"]


async def test_what_is_still_so_says_so(week: PodWeek) -> None:
    met = await week.met(days_ago=2)
    ask = await week.unanswered("Who unlocks a business line?", ago=60)
    slow = await week.asked("x?", ago=60, first_reply_at=week.ago(50))
    live = await week.alert("Storm")
    ended = await week.ended("Fire", await week.asked("fire?", ago=60), ago=3)
    over = await week.ended("Long over", ago=60)
    to_do = await week.to_do("Ask legal")
    await week.searches("esim for kids", "UDAN", "UMAYA", ago=60)
    await week.searches("esim for kids", "UNICK", ago=2)
    await week.searches("not again", "UDAN", "UMAYA", ago=60)
    fixed = await week.asked("Canada?", ago=80)
    await week.corrects(fixed, ago=70)
    for key in (
        *(f"ask:{ask.id}", f"ask:{slow.id}", f"action:{to_do.id}", "gap:esim for kids"),
        *(f"alert:{each.id}" for each in (live, ended, over)),
        *("gap:not again", f"corrected:{fixed.id}"),
    ):
        item = await week.item(key, ItemSource.ASK, met)
        await week.stepped(item, Outcome.DONE)
    told = await agains(week)
    assert told.pop("Open since Monday: Ask legal") == "", "that says why"
    assert sorted(told.values()) == [
        "1 more since Monday",
        *["talked about on Monday"] * 3,
    ]
    await week.corrects(fixed, ago=1)
    assert "corrected again" in (await agains(week)).values()


async def test_a_question_that_was_talked_about_comes_after_new_ones_and_for_a_week(
    week: PodWeek,
) -> None:
    met = await week.met(days_ago=2)
    old, this_week = [await week.unanswered(f"question {at}?", ago=at) for at in (200, 50)]
    noted = await week.unanswered("question 51?", ago=51)
    for ask in (old, this_week, noted):
        item = await week.item(f"ask:{ask.id}", ItemSource.ASK, met)
        await week.stepped(item, Outcome.DONE)
        await week.noted(item, "We send them to billing" if ask is noted else "")
    await week.unanswered("question 3?", ago=3)
    found = await week.gather()
    assert [(each.text, each.again) for each in found] == [
        ("Still without an answer: “question 3?”", ""),
        ("Still without an answer: “question 50?”", "talked about on Monday"),
    ]
    assert found[0].weight > found[1].weight


async def test_a_concern_that_comes_as_often_as_ever_is_talked_about_once_a_week(
    week: PodWeek,
) -> None:
    met = await week.met(days_ago=2)
    concern = Concern(pod_id=week.pod.id, question="PINs?", topic="porting", last_at=week.now)
    await week.add(concern)
    await week.item(f"concern:{concern.id}", ItemSource.CONCERN, met)

    async def asked(hours: float) -> None:
        ask = await week.asked("PINs?", ("UMAYA", "UDAN")[int(hours) % 2], ago=hours)
        await week.add(ConcernAsk(ask_id=ask.id, concern_id=concern.id, asked_at=ask.asked_at))

    for hours in (*range(30, 40), 20, 21, 22):
        await asked(hours)
    assert await week.gather() == [], "three more, where ten came before"
    await asked(19)
    await asked(18)
    assert list((await agains(week)).values()) == ["5 more since Monday"]


async def test_an_alert_that_goes_on_comes_again_where_it_is_asked_about_or_severe(
    week: PodWeek,
) -> None:
    met = await week.met(days_ago=2)
    small = await week.alert(
        "Store closed", await week.asked("store?", ago=60), severity=Severity.MINOR
    )
    await week.item(f"alert:{small.id}", ItemSource.ALERT, met)
    assert await week.gather() == []
    await week.about(small, await week.asked("store closed?"))
    (found,) = await week.gather()
    assert (found.detail, found.again) == ("2 asks, still going on", "1 more since Monday")


async def test_what_a_member_says_again_before_it_comes_back_is_there_once(week: PodWeek) -> None:
    met = await week.met(days_ago=2)
    await week.item("member:1", agenda=met, text="Roaming in México", state=ItemState.WAITING)
    await week.adds("roaming in Mexico!", "UDAN")
    await week.draft()
    assert await week.texts() == ["roaming in Mexico!"]
    await week.draft()
    assert await week.texts() == ["roaming in Mexico!"]


async def test_what_stands_on_the_agenda_of_an_earlier_huddle_is_not_on_this_one(
    week: PodWeek,
) -> None:
    practice = await week.shares("Call the store first")
    assert len(await week.gather()) == 1
    once = await week.met(days_ago=1, state=HuddleState.PLANNED)
    await week.item(f"practice:{practice.id}", ItemSource.PRACTICE, once)
    assert await week.gather() == []


async def test_an_action_item_that_was_parked_and_done_since_does_not_come_back(
    week: PodWeek,
) -> None:
    met = await week.met(days_ago=2)
    done = await week.to_do("Ask legal", closed_at=week.now)
    for item in (done, open_ := await week.to_do("Ask billing")):
        line = await week.item(f"action:{item.id}", ItemSource.ACTION_ITEM, met)
        await week.stepped(line, Outcome.PARKED)
    (found,) = await week.gather()
    assert (found.key, found.again) == (f"action:{open_.id}", "parked on Monday")


async def test_nobody_is_thanked_twice_for_the_same(week: PodWeek) -> None:
    met = await week.met(days_ago=2)
    await week.item("thanks:2026-11-16", ItemSource.THANKS, met)
    await week.asked("x?", ago=60, helper="UDAN")
    assert await week.gather() == []
    await week.asked("x?", ago=3, helper="UNICK")
    assert list(await agains(week)) == ["Thanks to Nick S., whose answers worked"]


async def test_a_line_of_an_item_whose_words_are_forgotten_does_not_come_back(
    week: PodWeek,
) -> None:
    met = await week.met(days_ago=2)
    await week.item("member:1", agenda=met, text="", state=ItemState.WAITING)
    assert await week.gather() == []
