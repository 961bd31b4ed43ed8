"""Who may post, who gets it and when: by the roster's roles, the hours, and who takes the calls."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.alerts.draft import Draft
from bot.alerts.errors import DraftGone, Gone, NobodyPresent, OnlyWhoChanges
from bot.alerts.rules import May, is_covered
from bot.alerts.shown import Posted, Suggested
from bot.pods.rules import taking_calls
from storage.alerts import Alert, AlertState, Basis, Severity
from storage.alerts_reach import Shift
from storage.hours import to_hours
from storage.outbox import Act
from storage.pods import (
    MarketFacts,
    MemberFacts,
    Organisation,
    PodFacts,
    PodInMarket,
    Role,
    find_member,
    set_presence,
)
from tests.bot.advice.scene import HOME, THERE, who
from tests.bot.alerts.by_hand.scene import FIRE, MINOR, SECOND, Room, posts, replies, shown
from tests.fakes import START

NIGHT = {day: [["22:00", "06:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
MORNING = {day: [["06:00", "11:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


async def leave(room: Room, *users: str) -> None:
    """They are away for a day."""
    async with room.database.write() as session:
        for user in users:
            home = await find_member(session, "T1", user)
            assert home is not None
            until = room.now.replace(day=room.now.day + 1)
            await set_presence(session, home.member.id, away_until=until)


@pytest.mark.parametrize("user", ["URUTH", "UANA", "ULUIS"])
async def test_experts_and_leaders_of_the_market_s_pods_post(room: Room, user: str) -> None:
    alert = await room.post(user)
    assert alert.state is AlertState.LIVE
    assert set(await room.cards(alert)) == {HOME, SECOND}


async def test_whoever_backs_a_pod_may_post_only_while_they_take_its_calls(room: Room) -> None:
    suggested = await room.alerts.post(room.delivery(), who("UOLGA"), room.market, FIRE)
    assert isinstance(suggested, Suggested)
    await leave(room, "URUTH", "UANA", "USAM", "UMAYA")
    alert = await room.post("UOLGA")
    assert set(await room.cards(alert)) == {HOME, SECOND, THERE}


async def test_a_rep_s_draft_goes_to_the_first_who_is_there_and_is_ready_to_go_out(
    room: Room,
) -> None:
    await leave(room, "URUTH", "ULUIS")
    ends = room.now + timedelta(hours=2)
    draft = replace(FIRE, cause="A digger cut the line", expected_end=ends, basis=Basis.ESTIMATED)
    made = await room.alerts.post(room.delivery(), who("UMAYA"), room.market, draft)
    assert isinstance(made, Suggested)
    assert made.to.user == "UANA"
    (row,) = await room.waiting()
    assert row.channel == "UANA"
    for words in (
        "Maya R. suggests an alert for San Diego. Nothing has gone out yet.",
        "🟥 *Network outage* · severe · parts of eastern San Diego County",
        "A digger cut the line. Crews are on site.",
        "Until about noon, San Diego time (their estimate)",
    ):
        assert words in shown(row)
    draft_id = _draft_id(row.body["blocks"])
    prepared = await room.alerts.open_draft(who("UANA"), draft_id, room.now)
    assert prepared.draft.headline == FIRE.headline
    made = await room.alerts.post(
        room.delivery(), who("UANA"), room.market, prepared.draft, draft_id
    )
    assert isinstance(made, Posted)
    with pytest.raises(DraftGone):
        await room.alerts.open_draft(who("UANA"), draft_id, room.now)
    with pytest.raises(DraftGone):
        await room.alerts.post(room.delivery(), who("UANA"), room.market, FIRE, draft_id)
    (told,) = [row for row in await room.waiting() if row.channel == "UMAYA"]
    assert "Ana R. posted what you suggested" in shown(told)
    (taken,) = [
        each for each in await room.waiting() if (each.channel, each.act) == ("UANA", Act.REPAINT)
    ]
    assert taken.subject == row.subject
    assert shown(taken) == f"Maya R. suggested this, and Ana R. posted it: {FIRE.headline}."


def _draft_id(blocks: list[dict[str, Any]]) -> UUID:
    """Behind "Look it over"."""
    return UUID(blocks[-1]["elements"][0]["value"])


async def test_where_nobody_is_there_the_draft_is_not_lost_without_a_word(room: Room) -> None:
    await leave(room, "URUTH", "UANA", "ULUIS")
    with pytest.raises(NobodyPresent, match="Nobody of San Diego who posts alerts is there"):
        await room.alerts.post(room.delivery(), who("UMAYA"), room.market, FIRE)


async def test_a_senior_rep_s_alert_is_unconfirmed_and_somebody_is_asked(room: Room) -> None:
    alert = await room.post("USAM")
    assert alert.state is AlertState.UNCONFIRMED
    rows = await room.all_rows()
    assert "severe · unconfirmed · parts of" in shown(posts(rows, HOME)[0])
    (asked,) = [row for row in rows if row.channel in ("URUTH", "ULUIS", "UANA")]
    assert "Sam O. posted this as unconfirmed. It ends at 11 AM, San Diego time, unless" in shown(
        asked
    )


async def test_whoever_may_not_post_may_not_change_one(room: Room) -> None:
    alert = await room.post()
    for user in ("UMAYA", "USAM", "UEVE"):
        with pytest.raises(OnlyWhoChanges, match="Reply in its thread with what you know"):
            await room.edit(alert, user, cause="A digger")
        with pytest.raises(OnlyWhoChanges):
            await room.end(alert, user)


@pytest.mark.parametrize(
    ("user", "allowed"),
    [("ULUIS", May.POST), ("USAM", May.POST_UNCONFIRMED), ("UMAYA", May.SUGGEST)],
)
async def test_a_list_knows_what_its_reader_may_do(room: Room, user: str, allowed: May) -> None:
    assert (await room.alerts.list_live(who(user), room.now)).may is allowed


async def test_only_the_chosen_pods_have_it(room: Room) -> None:
    alert = await room.post(only_pods=(str(room.pods[SECOND]),))
    assert set(await room.cards(alert)) == {SECOND}


async def test_a_pod_for_which_it_is_not_finds_it_in_no_list(room: Room) -> None:
    alert = await room.post(only_pods=(str(room.pods[SECOND]),))
    lists = {
        user: [each.alert.id for each in (await room.alerts.list_live(who(user), room.now)).several]
        for user in ("UNICK", "UMAYA", "URUTH")
    }
    # Whoever posted it finds it again.
    assert lists == {"UNICK": [alert.id], "UMAYA": [], "URUTH": [alert.id]}


async def test_whoever_covers_a_pod_sees_what_is_for_that_pod_alone(empty: Room) -> None:
    room = empty
    await room.people(hours=NIGHT)
    await room.post(only_pods=(str(room.pods[HOME]),))
    assert not (await room.alerts.list_live(who("UOMAR"), room.now)).several
    await room.post(only_pods=(str(room.pods[SECOND]),))
    assert len((await room.alerts.list_live(who("UOMAR"), room.now)).several) == 1


async def test_outside_its_hours_a_pod_hears_only_of_what_is_severe(empty: Room) -> None:
    room = empty
    await room.people(hours=NIGHT, over_hours=NIGHT)
    minor = await room.post(draft=MINOR)
    assert set(await room.cards(minor)) == {HOME}
    severe = await room.post()
    assert set(await room.cards(severe)) == {HOME, SECOND, THERE}


async def test_a_pod_that_opens_gets_one_message_of_what_goes_on(empty: Room) -> None:
    room = empty
    await room.people(hours=NIGHT, over_hours=NIGHT)
    first = await room.post(draft=MINOR)
    await room.post(draft=MINOR, headline="A store is closed")
    sent = await room.pass_time(13 * 3600)
    (digest,) = posts(sent, SECOND)
    assert "Alerts going on now: 2" in shown(digest)
    assert "Fire near Ramona" in shown(digest)
    assert "A store is closed" in shown(digest)
    assert len(posts(sent, HOME)) == 0

    await room.end(await room.alert(first.id))
    sent = await room.send()
    (over,) = replies(posts(sent, SECOND))
    assert "All clear" in shown(over)
    (repainted,) = [row for row in sent if row.channel == SECOND and row.act == "repaint"]
    assert "All clear: network outage" in shown(repainted)
    assert "A store is closed" in shown(repainted)


async def test_whoever_takes_the_calls_later_gets_it_then(empty: Room) -> None:
    room = empty
    await room.people(hours=MORNING)
    alert = await room.post(draft=MINOR)
    assert THERE not in await room.cards(alert)
    sent = await room.pass_time(3600)
    (card,) = posts(sent, THERE)
    assert "Fire near Ramona" in shown(card)


async def test_whoever_is_closed_when_they_take_the_calls_gets_it_when_they_open(
    empty: Room,
) -> None:
    room = empty
    await room.people(hours=MORNING, over_hours=NIGHT)
    await room.post(draft=MINOR)
    assert not posts(await room.pass_time(3600), THERE)
    assert not posts(await room.pass_time(7 * 3600), THERE)
    (card,) = posts(await room.pass_time(3600), THERE)  # 10 PM in Detroit
    assert "Fire near Ramona" in shown(card)


async def test_another_senior_rep_changes_nothing_of_an_unconfirmed_one(room: Room) -> None:
    alert = await room.post("USAM")
    with pytest.raises(OnlyWhoChanges):
        await room.edit(alert, "UEVE", cause="A digger")
    await room.edit(alert, "USAM", cause="A digger")
    assert (await room.alert(alert.id)).cause == "A digger"


async def test_an_alert_is_shown_to_its_market_and_to_whoever_has_its_card(room: Room) -> None:
    alert = await room.post()
    with pytest.raises(Gone):
        await room.alerts.show(who("UOMAR"), alert.id, room.now)
    await leave(room, "URUTH", "UANA", "USAM", "UMAYA")
    covered = await room.post("UOLGA")
    for user in ("UOMAR", "UNICK"):
        assert (await room.alerts.show(who(user), covered.id, room.now)).alert.id == covered.id
    foreign = Alert(**covered.model_dump(exclude={"id"}) | {"team_id": "T2"})
    async with room.database.write() as session:
        session.add(foreign)
    with pytest.raises(Gone):
        await room.alerts.show(who("UNICK"), foreign.id, room.now)


@pytest.mark.parametrize("enough", [1, 2, 3, 4])
def test_covered_means_what_it_means_to_asks(enough: int) -> None:
    hours = to_hours(MORNING)
    market = MarketFacts(UUID(int=1), "sd", "San Diego", "America/Los_Angeles", hours)
    pod = PodFacts(
        *(UUID(int=2), "T1", "sd", "San Diego", "", HOME, UUID(int=3), Organisation.OWN, ()),
        {"enough_present": enough},
    )
    late = to_hours(NIGHT)
    members = [
        MemberFacts(UUID(int=9), "T1", "U1", pod.id, "A", Role.REP, (), each)
        for each in ((), (), hours, late)
    ]
    shifts = [Shift((), 2), Shift(hours, 1), Shift(late, 1)]
    place = PodInMarket(pod, market)
    for hour in range(0, 48, 3):
        now = START + timedelta(hours=hour)
        assert is_covered(place, shifts, now) is not taking_calls(pod, market, members, now)


async def test_what_becomes_severe_reaches_those_who_slept(empty: Room) -> None:
    room = empty
    await room.people(hours=NIGHT)
    alert = await room.post(draft=MINOR)
    assert SECOND not in await room.cards(alert)
    await room.edit(alert, severity=Severity.SEVERE)
    sent = await room.send()
    assert [row.channel for row in replies(sent)].count(HOME) == 1
    assert "severe" in shown(posts(sent, SECOND)[0])
    assert not replies(posts(sent, SECOND))


async def test_a_draft_without_words_is_sent_to_nobody(room: Room) -> None:
    with pytest.raises(Exception, match="Say in a few words"):
        await room.alerts.post(room.delivery(), who("UMAYA"), room.market, Draft())
