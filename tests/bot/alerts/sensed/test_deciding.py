"""A matter is decided once: an alert of it, a live alert that it belongs to, or nothing."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.alerts import modals
from bot.alerts.errors import Over
from bot.alerts.matters.errors import MatterDecided, MatterGone, NobodyAsks, SayWhy
from bot.alerts.words import SHOW, Form
from bot.errors import PodlineError
from storage.alerts import Alert, AlertKind, AlertState
from storage.alerts_matters import AlertMatter, MatterState
from storage.outbox import Act
from storage.pods import Member, Role
from tests.bot.advice.scene import HOME, TEAM, who
from tests.bot.alerts.matters import RAMONA
from tests.bot.alerts.sensed.scene import REPS, Crowd
from tests.bot.alerts.sensed.test_joining import many_ask
from tests.bot.alerts.sensed.test_who_is_told import passes


async def told_two(crowd: Crowd) -> AlertMatter:
    """Ruth, and after three minutes Luis."""
    await many_ask(crowd, 4)
    await passes(crowd, 3)
    matter = await crowd.matter()
    assert [user for user, _ in await crowd.told_of(matter)] == ["URUTH", "ULUIS"]
    return matter


async def looks(crowd: Crowd, user: str) -> str:
    """What somebody's newest card says in the end."""
    rows = [each for each in await crowd.cards_to(user) if each.act is Act.REPAINT]
    return str(rows[-1].body["text"]) if rows else ""


async def test_the_form_is_filled_in_by_what_was_asked(crowd: Crowd) -> None:
    began = crowd.now
    await many_ask(crowd, 3)
    draft = await crowd.form("URUTH", await crowd.matter())
    assert draft.kind is AlertKind.NETWORK_OUTAGE
    assert draft.headline == "No service in Ramona"
    assert draft.areas_words == "Ramona"
    assert draft.starts_at == began


async def test_an_alert_of_it_speaks_for_all_its_asks(crowd: Crowd) -> None:
    matter = await told_two(crowd)
    asks = await crowd.asks_of(matter)
    made = await crowd.alert_for("ULUIS", matter)
    assert await crowd.linked(made.alert) == asks
    assert (await crowd.matter()).alert_id == made.alert.id
    for user in ("URUTH", "ULUIS"):
        assert await looks(crowd, user) == "Luis V. alerted the pod: No service in Ramona."
    await passes(crowd, 7)
    assert len(await crowd.told_of(matter)) == 2
    more = await crowd.ask(REPS[8], RAMONA[2])
    await crowd.tick()
    assert more.id in await crowd.linked(made.alert)


async def test_the_slower_one_hears_who_was_quicker(crowd: Crowd) -> None:
    matter = await told_two(crowd)
    draft = await crowd.form("URUTH", matter)
    await crowd.alert_for("ULUIS", matter)
    with pytest.raises(MatterDecided, match=r"Luis V\. did that already: No service"):
        await crowd.alerts.post(
            crowd.delivery(), who("URUTH"), crowd.market, draft, None, matter.id
        )
    with pytest.raises(MatterDecided):
        await crowd.form("URUTH", matter)
    with pytest.raises(MatterDecided):
        await crowd.matters.dismiss(crowd.delivery(), who("URUTH"), matter.id, "no")
    assert len(await crowd.all(Alert)) == 1


async def test_two_who_act_at_once_make_one_alert(crowd: Crowd) -> None:
    matter = await told_two(crowd)
    done = await asyncio.gather(
        crowd.alert_for("URUTH", matter),
        crowd.alert_for("ULUIS", matter),
        crowd.alert_for("URUTH", matter),
        return_exceptions=True,
    )
    assert sorted(isinstance(each, MatterDecided) for each in done) == [False, True, True]
    assert len(await crowd.all(Alert)) == 1


async def test_an_alert_outweighs_a_dismissal_that_came_first(crowd: Crowd) -> None:
    matter = await told_two(crowd)
    draft = await crowd.form("URUTH", matter)
    await crowd.matters.dismiss(crowd.delivery(), who("ULUIS"), matter.id, "One phone")
    said = await looks(crowd, "URUTH")
    assert said.startswith("4 people asked about no service in Ramona since ")
    assert ". Luis V. dismissed it: “One phone” It is brought up again if twice as many" in said
    with pytest.raises(MatterDecided, match=r"Luis V\. did that already: One phone"):
        await crowd.matters.dismiss(crowd.delivery(), who("URUTH"), matter.id, "no")
    await crowd.alerts.post(crowd.delivery(), who("URUTH"), crowd.market, draft, None, matter.id)
    assert await looks(crowd, "ULUIS") == (
        "Ruth E. alerted the pod: No service in Ramona. Luis V. had dismissed it: “One phone”"
    )


async def test_the_form_of_what_was_dismissed_says_who_did_so_and_why(crowd: Crowd) -> None:
    matter = await told_two(crowd)
    fresh = await crowd.matters.open_form(who("URUTH"), matter.id, crowd.now)
    assert fresh.before == ""
    await crowd.matters.dismiss(crowd.delivery(), who("ULUIS"), matter.id, "One phone")
    prepared = await crowd.matters.open_form(who("URUTH"), matter.id, crowd.now)
    again = await crowd.alerts.open_again(
        who("URUTH"), crowd.market, prepared.draft, crowd.now, matter.id
    )
    for ready in (prepared, again):
        form = modals.post_form(ready, Form(), crowd.now)
        assert "Luis V. had dismissed it: “One phone”" in str(form["blocks"])


async def test_whoever_was_told_finds_the_alert_that_came_of_it(crowd: Crowd) -> None:
    matter = await told_two(crowd)
    made = await crowd.alert_for("ULUIS", matter)
    for user in ("URUTH", "ULUIS"):
        rows = [each for each in await crowd.cards_to(user) if each.act is Act.REPAINT]
        (block,) = rows[-1].body["blocks"]
        assert (block["accessory"]["action_id"], block["accessory"]["value"]) == (
            SHOW,
            str(made.alert.id),
        )


async def test_the_questions_are_added_to_a_live_alert(crowd: Crowd) -> None:
    live = await crowd.post("ULUIS", headline="Billing runs late", kind=AlertKind.BILLING)
    await many_ask(crowd, 3)
    matter = await crowd.matter()
    (card,) = await crowd.cards_to("URUTH")
    assert "Add to “Billing runs late”" in str(card.body["blocks"])
    await crowd.matters.add_to(crowd.delivery(), who("URUTH"), matter.id, live.id)
    assert await crowd.linked(live) == await crowd.asks_of(matter)
    assert "Ruth E. added the questions to an alert: Billing runs late." in await looks(
        crowd, "URUTH"
    )


async def test_of_several_live_alerts_one_is_chosen(crowd: Crowd) -> None:
    for headline in ("Billing runs late", "Store closed"):
        await crowd.post("ULUIS", headline=headline, kind=AlertKind.BILLING)
    await many_ask(crowd, 3)
    (card,) = await crowd.cards_to("URUTH")
    (actions,) = (each for each in card.body["blocks"] if each["type"] == "actions")
    menu = next(each for each in actions["elements"] if each["type"] == "static_select")
    assert [each["text"]["text"] for each in menu["options"]] == [
        "Store closed.",
        "Billing runs late.",
    ]


async def test_nothing_is_added_to_what_is_over(crowd: Crowd) -> None:
    live = await crowd.post("ULUIS", headline="Billing runs late", kind=AlertKind.BILLING)
    await many_ask(crowd, 3)
    await crowd.end(live, "ULUIS")
    matter = await crowd.matter()
    with pytest.raises(Over):
        await crowd.matters.add_to(crowd.delivery(), who("URUTH"), matter.id, live.id)
    assert (await crowd.matter()).alert_id is None


async def test_only_those_who_were_told_act(crowd: Crowd) -> None:
    await many_ask(crowd, 3)
    matter = await crowd.matter()
    for act in (
        crowd.form("UANA", matter),
        crowd.matters.dismiss(crowd.delivery(), who("UANA"), matter.id, "no"),
    ):
        with pytest.raises(MatterGone):
            await act


async def test_dismissing_needs_a_reason_which_is_masked(crowd: Crowd) -> None:
    await many_ask(crowd, 3)
    matter = await crowd.matter()
    with pytest.raises(SayWhy):
        await crowd.matters.dismiss(crowd.delivery(), who("URUTH"), matter.id, "  ")
    why = "only card 4111 1111 1111 1111"
    await crowd.matters.dismiss(crowd.delivery(), who("URUTH"), matter.id, why)
    matter = await crowd.matter()
    assert matter.state is MatterState.DISMISSED
    assert matter.why is not None
    assert "4111" not in matter.why


async def test_what_was_taken_back_is_nothing_to_act_on(crowd: Crowd) -> None:
    asks = await many_ask(crowd, 3)
    matter = await crowd.matter()
    for ask in asks:
        await crowd.call_off(ask)
    with pytest.raises(NobodyAsks):
        await crowd.form("URUTH", matter)
    await crowd.tick()
    assert "took their questions back" in await looks(crowd, "URUTH")
    await passes(crowd, 4)
    assert len(await crowd.told_of(matter)) == 1


async def test_an_alert_that_was_posted_without_the_card_settles_it(crowd: Crowd) -> None:
    await many_ask(crowd, 3)
    alert = await crowd.post("ULUIS", headline="No service in Ramona", what="no signal in Ramona")
    await crowd.tick()
    assert len(await crowd.linked(alert)) == 3
    await passes(crowd, 3)
    assert (await crowd.matter()).alert_id == alert.id
    assert "There is an alert of it now" in await looks(crowd, "URUTH")
    assert len(await crowd.told_of(await crowd.matter())) == 1


async def test_a_coach_who_alone_is_there_may_alert_the_pod_unconfirmed(crowd: Crowd) -> None:
    await _only_a_coach(crowd)
    await many_ask(crowd, 3)
    matter = await crowd.matter()
    assert await crowd.told_of(matter) == [("UCARA", 3)]
    made = await crowd.alert_for("UCARA", matter)
    assert made.alert.state is AlertState.UNCONFIRMED


async def test_pressing_twice_is_one_press(crowd: Crowd) -> None:
    matter = await told_two(crowd)
    draft = await crowd.form("URUTH", matter)
    delivery = crowd.delivery()

    async def press() -> Any:
        return await crowd.alerts.post(delivery, who("URUTH"), crowd.market, draft, None, matter.id)

    done = await asyncio.gather(press(), press(), return_exceptions=True)
    assert sum(isinstance(each, PodlineError) for each in done) == 1
    assert len(await crowd.all(Alert)) == 1


async def _only_a_coach(crowd: Crowd) -> None:
    async with crowd.database.write() as session:
        later = crowd.now + timedelta(hours=5)
        others = update(Member).where(Member.role != Role.REP)  # type: ignore[arg-type]
        await session.execute(others.values(away_until=later))
        coach = Member(
            team_id=TEAM, user="UCARA", pod_id=crowd.pods[HOME], name="Cara", role=Role.COACH
        )
        session.add(coach)
