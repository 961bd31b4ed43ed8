"""What a week brings for the agenda, each line with where it comes from."""

from datetime import timedelta
from typing import Any

from bot.huddles.agenda.facts import Candidate
from storage.advice import AskState
from storage.alerts import Severity
from storage.huddles import ItemSource
from storage.huddles_coaching import Coaching
from storage.pods import Member, Role
from storage.practices import PracticeState, Scope
from tests.bot.huddles.gathering.scene import PodWeek

PINS = (
    "customer needs the transfer pin to port in from Verizon",
    "port in rejected, transfer pin wrong",
    "where does he get the transfer pin for the port",
)


def of(candidates: list[Candidate], source: ItemSource) -> list[tuple[str, str]]:
    return [(each.text, each.detail) for each in candidates if each.source is source]


async def test_a_quiet_week_brings_nothing(week: PodWeek) -> None:
    assert await week.gather() == []


async def test_practices_of_the_time_since_the_last_huddle_with_who_shared_them(
    week: PodWeek,
) -> None:
    await week.met(days_ago=2)
    new = await week.shares("Call the store first")
    await week.shares("Long known", ago=72)
    await week.shares("Not yet", state=PracticeState.DRAFT)
    await week.shares("Not any more", state=PracticeState.ARCHIVED)
    await week.shares("Doubtful", suspended_at=week.now)
    await week.shares("Of another pod alone", pod_id=week.other.id, scope=Scope.POD)
    await week.shares("Of the market", pod_id=week.other.id, user="UANA")
    found = [each for each in await week.gather() if each.source is ItemSource.PRACTICE]
    assert [(each.text, each.by_name) for each in found] == [
        ("New: Call the store first", "Nick Shaw"),
        ("New: Of the market", "Ana Ruiz"),
    ]
    assert (found[0].key, found[0].by) == (f"practice:{new.id}", "UNICK")


async def test_what_helped_most_this_week(week: PodWeek) -> None:
    often, seldom, once = [await week.shares(each, ago=300) for each in ("A", "B", "C")]
    for practice, times in ((often, 6), (seldom, 2), (once, 1)):
        await week.helps(practice, times)
    await week.helps(once, 9, ago=200)
    assert of(await week.gather(), ItemSource.HELPFUL) == [
        ("Helped most: A", "helped 6 times this week"),
        ("Helped most: B", "helped 2 times this week"),
    ]


async def test_asks_without_an_answer_come_before_those_that_took_long(week: PodWeek) -> None:
    await week.unanswered("Who unlocks a business line?", ago=5)
    await week.unanswered("asked this minute", ago=0.5)
    slow = week.ago(6) + timedelta(minutes=41)
    await week.asked("Is there a fee for eSIM?", ago=6, first_reply_at=slow)
    await week.asked("Quick one")
    await week.unanswered("taken back", state=AskState.WITHDRAWN)
    await week.unanswered("rests", state=AskState.NOTHING_OWED)
    assert of(await week.gather(), ItemSource.ASK) == [
        ("Still without an answer: “Who unlocks a business line?”", "asked on Tuesday"),
        ("Good to know the next time: “Is there a fee for eSIM?”", "an answer took 41 minutes"),
    ]


async def test_what_an_alert_speaks_for_is_the_alerts_line(week: PodWeek) -> None:
    asks = [
        await week.unanswered(f"no service in Ramona {each}", user=("UMAYA", "UDAN")[each % 2])
        for each in range(6)
    ]
    await week.ended("Fire near Ramona took two sites down", *asks, ago=4)
    await week.sort_in()
    found = await week.gather()
    assert [(each.text, each.detail) for each in found] == [
        (
            "Fire near Ramona took two sites down: what customers asked, what worked",
            "6 asks, over since Tuesday",
        )
    ]


async def test_a_live_alert_is_a_line_where_it_is_severe_or_was_asked_about(week: PodWeek) -> None:
    await week.alert("Severe storm")
    await week.alert("Small thing", severity=Severity.MINOR)
    ask = await week.asked("store closed?")
    await week.alert("Store closed", ask, severity=Severity.MINOR)
    await week.alert("Of the other pod", only_pods=[str(week.other.id)])
    await week.alert("Muted", muted_at=week.now)
    assert of(await week.gather(), ItemSource.ALERT) == [
        ("Severe storm: what to say when customers ask", "still going on"),
        ("Store closed: what customers ask, what works", "1 ask, still going on"),
    ]


async def test_what_ended_and_nobody_asked_about_is_nothing_to_talk_about(week: PodWeek) -> None:
    await week.ended("Severe storm")
    assert await week.gather() == []


async def test_a_concern_has_its_count_and_that_of_the_week_before(week: PodWeek) -> None:
    people = ("UMAYA", "UDAN", "UNICK")
    for at, question in enumerate(PINS * 3):
        await week.asked(question, people[at % 3], ago=2 + at)
    for at, question in enumerate(PINS):
        await week.asked(question, ago=200 + at)
    await week.sort_in()
    (found,) = of(await week.gather(), ItemSource.CONCERN)
    assert found[1] == "9 asks, 3 the week before"
    assert found[0].startswith("Asked often: “")


async def test_asks_that_joined_another_one_count_and_those_taken_back_do_not(
    week: PodWeek,
) -> None:
    first = await week.asked(PINS[0])
    for user in ("UDAN", "UNICK"):
        await week.asked(PINS[1], user, joined_to=first.id)
    await week.asked(PINS[2], "UANA", state=AskState.NOT_A_QUESTION)
    await week.sort_in()
    assert [said for _, said in of(await week.gather(), ItemSource.CONCERN)] == [
        "3 asks, none the week before"
    ]


async def test_what_one_person_asks_again_and_again_is_not_the_pods_concern(week: PodWeek) -> None:
    for question in PINS * 2:
        await week.asked(question)
    await week.sort_in()
    assert of(await week.gather(), ItemSource.CONCERN) == []


async def test_searches_without_a_result_are_one_line_in_whatever_spelling(week: PodWeek) -> None:
    await week.searches("Wi-Fi calling en México", "UDAN", ago=9)
    await week.searches("wifi calling en mexico", "UMAYA", "UNICK")
    await week.searches("wifi caling en mexico", "UANA", ago=7)
    await week.searches("wifi calling in mexico city", "UANA")
    await week.searches("once", "UDAN")
    practice = await week.shares("found by now", ago=300)
    await week.searches("found", "UDAN", "UMAYA", closed_by=practice.id)
    assert of(await week.gather(), ItemSource.GAP) == [
        ("Searched without a result: “wifi calling en mexico”", "searched 4 times")
    ]


async def test_a_slip_of_the_finger_is_the_same_search_also_after_it_was_talked_about(
    week: PodWeek,
) -> None:
    met = await week.met(days_ago=2)
    await week.item("gap:satelite texting prices", ItemSource.GAP, met)
    await week.searches("satelite texting prices", "UDAN", "UMAYA", ago=70)
    assert await week.gather() == []
    await week.searches("Satellite texting prices", "UNICK")
    (found,) = await week.gather()
    assert (found.key, found.again) == ("gap:satelite texting prices", "1 more since Monday")
    assert found.text == "Searched without a result: “Satellite texting prices”"
    assert found.detail == "searched 3 times"


async def test_action_items_that_are_open_and_never_those_of_coaching(week: PodWeek) -> None:
    two: dict[str, Any] = {"coach": "UANA", "rep": "UMAYA", "made_at": week.now}
    coaching = Coaching(team_id="T1", pod_id=week.pod.id, **two)
    await week.add(coaching)
    await week.to_do("Ask legal about port-in PINs")
    await week.to_do("between two", coaching_id=coaching.id)
    await week.to_do("done", closed_at=week.now)
    (found,) = [each for each in await week.gather() if each.source is ItemSource.ACTION_ITEM]
    assert (found.text, found.detail) == (
        "Open since Monday: Ask legal about port-in PINs",
        "due Friday",
    )
    assert (found.hand_to, found.hand_to_name) == ("UTHEO", "Theo Brandt")


async def test_a_corrected_answer_says_what_about_and_not_whose(week: PodWeek) -> None:
    ask = await week.asked("Is roaming in Canada free?", helper="UDAN")
    await week.corrects(ask, ago=2)
    await week.corrects(ask, ago=1)
    (found,) = [each for each in await week.gather() if each.source is ItemSource.CORRECTED]
    assert found.text == "What we said was corrected: “Is roaming in Canada free?”"
    assert found.detail == "corrected on Tuesday"
    assert "Dan" not in repr(found)


async def test_helpers_are_thanked_in_the_order_of_the_alphabet(week: PodWeek) -> None:
    for user, times in (("UNICK", 5), ("UDAN", 1), ("UANA", 2)):
        for _ in range(times):
            await week.asked("x?", "UMAYA", helper=user)
    await week.asked("own", "UTHEO", helper="UTHEO")
    await week.asked("gone", helper="ULEFT")
    (found,) = [each for each in await week.gather() if each.source is ItemSource.THANKS]
    assert found.text == "Thanks to Ana R., Dan K. and Nick S., whose answers worked"
    assert found.refs == {
        "people": ["UANA", "UDAN", "UNICK"],
        "names": ["Ana R.", "Dan K.", "Nick S."],
    }


async def test_of_more_helpers_than_a_line_holds_those_are_named_who_were_not_for_longest(
    week: PodWeek,
) -> None:
    names = [f"{chr(65 + at)}lexandra Smith" for at in range(12)]
    same: dict[str, Any] = {"team_id": "T1", "pod_id": week.pod.id, "role": Role.REP}
    await week.add(*(Member(user=f"UH{at}", name=name, **same) for at, name in enumerate(names)))
    for at in range(12):
        for _ in range(1 + at % 3):
            await week.asked("x?", "UMAYA", ago=3, helper=f"UH{at}")
    (first,) = await week.gather()
    assert first.text == (
        "Thanks to Alexandra S., Blexandra S., Clexandra S., Dlexandra S., Elexandra S. "
        "and 7 more, whose answers worked"
    )
    met = await week.met(days_ago=2)
    key = "thanks:2026-11-16"
    await week.item(key, ItemSource.THANKS, met, refs=dict(first.refs))
    (then,) = await week.gather()
    assert then.refs["people"] == [f"UH{at}" for at in range(5, 10)]
    assert then.text.startswith("Thanks to Flexandra S., Glexandra S., Hlexandra S.")


async def test_a_practice_that_is_new_and_helps_stands_there_once(week: PodWeek) -> None:
    await week.helps(await week.shares("Call the store first"), 3, ago=1)
    assert [each.text for each in await week.gather()] == ["New: Call the store first"]


async def test_one_question_is_one_line_whatever_sources_know_of_it(week: PodWeek) -> None:
    slow = await week.asked("Is roaming in Canada free?", ago=6, first_reply_at=week.ago(4))
    await week.corrects(slow)
    for at, question in enumerate(PINS):
        await week.unanswered(question, ago=5 + at, asker=("UMAYA", "UDAN")[at % 2])
    await week.sort_in()
    assert [each.source for each in await week.gather()] == [
        ItemSource.CONCERN,
        ItemSource.CORRECTED,
    ]


async def test_of_several_questions_that_mean_the_same_the_one_that_waits_longest_stands(
    week: PodWeek,
) -> None:
    for at, question in enumerate(PINS[:2]):
        await week.unanswered(question, ago=5 + at)
    await week.unanswered("Who unlocks a business line?", ago=3)
    await week.sort_in()
    assert of(await week.gather(), ItemSource.ASK) == [
        (f"Still without an answer: “{PINS[1]}”", "asked on Tuesday"),
        ("Still without an answer: “Who unlocks a business line?”", "asked on Tuesday"),
    ]


async def test_what_members_added_is_among_them(week: PodWeek) -> None:
    added = await week.adds("Roaming in Mexico")
    (found,) = await week.gather()
    assert (found.key, found.text, found.by_name) == (added.key, "Roaming in Mexico", "Nick Shaw")
