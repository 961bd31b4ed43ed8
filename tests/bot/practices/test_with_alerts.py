"""A practice that holds only while an alert lasts goes to the archive with it."""

from typing import Any
from uuid import uuid4

import pytest

from bot.alerts.service import AlertsService
from bot.delivery.transaction import Transactions
from bot.practices import modals, words
from bot.practices.drafts import Fields
from bot.practices.errors import AlertOver
from bot.practices.facts import Difference, Lasting
from bot.practices.whole import whole_modal
from bot.text.masking import Masker
from bot.workspace.block_surfaces import check_view
from storage.alerts import Alert, AlertKind, AlertState, Severity
from storage.pods import Pod
from storage.practices import Practice, PracticeState
from tests.bot.advice.scene import TEAM, who
from tests.bot.practices.samples import sample_practice, sample_whole
from tests.bot.practices.scene import Store

HEADLINE = "Fire near Ramona has taken two sites down"


async def an_alert(store: Store, pod: str = "sd", **more: Any) -> Alert:
    """In the market of a pod."""
    (market,) = (each.market_id for each in await store.all(Pod) if each.key == pod)
    values: dict[str, Any] = {
        "kind": AlertKind.NETWORK_OUTAGE,
        "severity": Severity.SEVERE,
        "headline": HEADLINE,
        "starts_at": store.now,
        "posted_at": store.now,
    } | more
    alert = Alert(team_id=TEAM, market_id=market, **values)
    async with store.database.write() as session:
        session.add(alert)
    return alert


async def edit(store: Store, practice: Practice, **fields: Any) -> Practice:
    store.step(1)
    return await store.practices.edit(
        store.delivery(), who("UMAYA"), practice.id, practice.version, Fields(**fields), ""
    )


async def test_tied_to_an_alert_it_ends_with_it_and_its_history_says_so(store: Store) -> None:
    alert, practice = await an_alert(store), await store.save()
    tied = await edit(store, practice, alert_id=alert.id)
    whole = await store.practices.show(who("UDAN"), practice.id)
    assert whole.lasting == [Lasting(alert.id, HEADLINE)]
    assert whole.history[-1].differences == (Difference("alert_id", "", str(alert.id)),)
    said = str(whole_modal(whole, store.now))
    assert f"only while “{HEADLINE}” lasts" in said
    assert "Only while" in said
    assert str(alert.id) not in said
    alerts = AlertsService(
        Transactions(store.database, lambda: None), Masker(), store.practices.end_with_alert
    )
    await alerts.end(store.delivery(), who("URUTH"), alert.id)
    assert (await store.practice(tied.id)).state is PracticeState.ARCHIVED


async def test_an_edit_of_something_else_leaves_it_tied_and_it_can_be_untied(store: Store) -> None:
    alert, practice = await an_alert(store), await store.save()
    tied = await edit(store, practice, alert_id=alert.id)
    reworded = await edit(store, tied, title="Fire")
    assert (reworded.alert_id, reworded.title) == (alert.id, "Fire")
    untied = await edit(store, reworded, no_alert=True)
    assert (untied.alert_id, untied.version) == (None, 4)


async def test_what_is_over_or_not_of_this_market_or_unknown_ties_nothing(store: Store) -> None:
    practice = await store.save()
    over = await an_alert(store, state=AlertState.ENDED)
    there = await an_alert(store, "dt")
    for alert_id in (over.id, there.id, uuid4()):
        with pytest.raises(AlertOver) as refused:
            await edit(store, practice, title="Lost", alert_id=alert_id)
        assert refused.value.field == words.WITH_ALERT
    kept = await store.practice(practice.id)
    assert (kept.title, kept.alert_id) == (practice.title, None)


def test_the_form_asks_for_it_only_where_something_goes_on() -> None:
    one = Lasting(uuid4(), "<!channel> " + "Fire " * 40)
    tied = sample_practice(alert_id=one.id)
    form = modals.edit_form(sample_whole(practice=tied, lasting=[one]), "U0DAN")
    assert check_view(form) == []
    (menu,) = (
        block["element"] for block in form["blocks"] if block.get("block_id") == words.WITH_ALERT
    )
    assert menu["initial_option"]["value"] == str(one.id)
    assert words.WITH_ALERT not in str(modals.edit_form(sample_whole(practice=tied), "U0DAN"))
    many = [Lasting(uuid4(), "Fire") for _ in range(120)]
    assert check_view(modals.edit_form(sample_whole(lasting=many), "U0DAN")) == []
