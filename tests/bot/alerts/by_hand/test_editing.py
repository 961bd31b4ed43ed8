"""An alert changes in place; people hear only of what is worse, other for customers, or over."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.alerts import whispers
from bot.alerts.editing import Changed
from bot.alerts.errors import (
    EndsTooEarly,
    MissingWords,
    NoTimeYet,
    NotUnconfirmed,
    OnlyWhoConfirms,
    Over,
    StartsTooFarAhead,
    TooManyWords,
    UnknownArea,
    UnknownPod,
    WordsOfAnotherKind,
)
from bot.alerts.shown import Posted, Pressed
from bot.alerts.templates import template
from bot.alerts.words import Choice
from storage.alerts import AlertChange, AlertKind, AlertState, Basis, Severity
from tests.bot.advice.scene import HOME, who
from tests.bot.alerts.by_hand.scene import (
    MINOR,
    SECOND,
    Room,
    posts,
    repaints,
    replies,
    shown,
)
from tests.fakes import START

EAST = "parts of eastern San Diego County"
HEADLINE = "Fire near Ramona has taken two sites down"


async def test_a_silent_change_is_one_edit_a_pod_and_no_word(room: Room) -> None:
    alert = await room.post()
    end = room.now + timedelta(hours=2)
    edited = await room.edit(
        alert, choice=Choice.EXTEND, expected_end=end, basis=Basis.ESTIMATED, source="Ops"
    )
    sent = await room.send()
    assert not edited.told
    assert not posts(sent)
    assert sorted(row.channel for row in repaints(sent)) == sorted([HOME, SECOND])
    assert "Until about noon, San Diego time (their estimate)" in shown(sent[0])
    assert "source: Ops" in shown(sent[0])


async def test_cards_that_are_painted_together_keep_what_is_their_own(room: Room) -> None:
    alert = await room.post()
    pressed = Pressed(None, None, None)
    await room.alerts.got_it(room.delivery(), who("UMAYA"), alert.id, pressed)
    await room.edit(alert, source="Ops")
    looks = {row.channel: shown(row) for row in repaints(await room.send())}
    assert "1 of 4 have it" in looks[HOME]
    assert "have it" not in looks[SECOND]


@pytest.mark.parametrize(
    ("mine", "choice", "told"),
    [
        (
            {"severity": Severity.EXTREME, "what": "No 911 calls"},
            Choice.UPDATE,
            f"🟪 Now extreme: network outage, {EAST} ({HEADLINE}). Customers notice: No 911 calls.",
        ),
        (
            {"headline": "Three sites are down", "areas_words": "Ramona & Julian"},
            Choice.UPDATE,
            "🟥 Changed: network outage, Ramona &amp; Julian. Now: Three sites are down.",
        ),
        (
            {"kind": AlertKind.WILDFIRE, "who": ""},
            Choice.UPDATE,
            f"🟥 Changed: wildfire, {EAST} ({HEADLINE}). Before, it was said to be: network "
            "outage. Who works on it is not known any more.",
        ),
        (
            {"cause": "Arson", "expected_end": START + timedelta(hours=2), "basis": Basis.STATED},
            Choice.CORRECT,
            f"🟥 Corrected: network outage, {EAST} ({HEADLINE}). Cause: Arson. Until noon, San "
            "Diego time.",
        ),
    ],
)
async def test_what_people_must_know_is_a_reply_that_also_goes_to_the_channel(
    room: Room, mine: dict[str, Any], choice: Choice, told: str
) -> None:
    alert = await room.post()
    cards = await room.cards(alert)
    assert (await room.edit(alert, choice=choice, **mine)).told
    sent = await room.send()
    assert len(repaints(sent)) == len(replies(sent)) == 2
    for row in replies(sent):
        assert row.body["text"] == told
        assert row.body["thread_ts"] == cards[row.channel].ts


async def test_what_gets_better_is_said_by_the_card_alone(room: Room) -> None:
    alert = await room.post()
    assert not (await room.edit(alert, severity=Severity.MINOR)).told
    assert not posts(await room.send())


async def test_saving_what_stands_there_already_says_nothing(room: Room) -> None:
    alert = await room.post()
    edited = await room.edit(alert, headline=alert.headline)
    assert whispers.saved(edited).text == "Nothing was changed: the alert says this already."
    assert await room.send() == []
    assert (await room.alert(alert.id)).version == 1


async def test_two_editors_at_once_lose_nothing(room: Room) -> None:
    seen = await room.post()
    await room.edit(seen, "ULUIS", cause="A digger")
    await room.edit(seen, "URUTH", who="Two crews", cause=seen.cause)
    now = await room.alert(seen.id)
    assert (now.cause, now.who) == ("A digger", "Two crews")
    history = [each for each in await room.all(AlertChange) if each.alert_id == seen.id]
    assert [(each.version, each.who) for each in history] == [
        (1, "URUTH"),
        (2, "ULUIS"),
        (3, "URUTH"),
    ]


async def test_a_real_conflict_shows_both_and_saves_neither_over_the_other(room: Room) -> None:
    seen = await room.post()
    await room.edit(seen, "ULUIS", cause="A digger", source="Ops")
    with pytest.raises(Changed) as raised:
        await room.edit(seen, "URUTH", cause="A flood", who="Two crews")
    changed = raised.value
    (conflict,) = changed.conflicts
    assert (conflict.theirs.cause, conflict.mine.cause) == ("A digger", "A flood")
    assert changed.by == "Luis Vega"
    assert (await room.alert(seen.id)).cause == "A digger"
    # Sent again as it stands in the form, nothing of either is lost.
    draft = changed.editing.draft
    assert (draft.cause, draft.who, draft.source) == ("A flood", "Two crews", "Ops")


async def test_the_all_clear_is_said_once_in_every_pod_and_the_card_becomes_one_line(
    room: Room,
) -> None:
    alert = await room.post()
    await room.end(alert, words="Service is back since 6:10 AM")
    sent = await room.send()
    line = f"🟩 All clear: network outage, {EAST} ({HEADLINE}). Service is back since 6:10 AM."
    assert [row.body["text"] for row in sent] == [line] * 4
    assert len(replies(sent)) == 2
    assert await room.waits_for(alert) == {}
    assert room.ended == [alert.id]
    with pytest.raises(Over, match=r"Ruth E\. ended this alert already"):
        await room.end(alert, "ULUIS")
    with pytest.raises(Over):
        await room.edit(alert, cause="A digger")


async def test_somebody_who_posts_confirms_what_a_senior_rep_said(room: Room) -> None:
    alert = await room.post("USAM")
    with pytest.raises(OnlyWhoConfirms):
        await room.alerts.confirm(room.delivery(), who("USAM"), alert.id)
    await room.alerts.confirm(room.delivery(), who("URUTH"), alert.id)
    sent = await room.send()
    told = f"🟥 Confirmed: network outage, {EAST} ({HEADLINE})."
    assert all(shown(row) == told for row in replies(sent))
    assert len(replies(sent)) == 2
    confirmed = await room.alert(alert.id)
    assert (confirmed.state, confirmed.confirmed_by) == (AlertState.LIVE, "URUTH")
    with pytest.raises(NotUnconfirmed):
        await room.alerts.confirm(room.delivery(), who("URUTH"), alert.id)
    assert "alert.lapse" not in await room.waits_for(alert)


@pytest.mark.parametrize(
    ("more", "error", "field"),
    [
        ({"headline": " \u200b "}, MissingWords, "headline"),
        ({"headline": "x" * 151}, TooManyWords, "headline"),
        ({"what": "Back in 2 hours"}, NoTimeYet, "what"),
        ({"say_es": "Vuelve mañana"}, NoTimeYet, "say_es"),
        ({"areas": ("MIC163",)}, UnknownArea, "areas"),
        ({"starts_at": START + timedelta(days=8)}, StartsTooFarAhead, "starts_at"),
        ({"only_pods": ("x",)}, UnknownPod, "only_pods"),
    ],
)
async def test_what_cannot_go_out_names_its_field_and_nothing_is_posted(
    room: Room, more: dict[str, Any], error: type[Exception], field: str
) -> None:
    with pytest.raises(error) as raised:
        await room.post(**more)
    assert getattr(raised.value, "field", "") == field
    assert await room.all_rows() == []


@pytest.mark.parametrize("ahead", [-60, -7200])
async def test_an_end_that_is_over_or_before_the_start_is_refused(room: Room, ahead: int) -> None:
    end = room.now + timedelta(seconds=ahead)
    with pytest.raises(EndsTooEarly):
        await room.post(expected_end=end, basis=Basis.STATED, starts_at=room.now)


async def test_with_a_time_the_words_may_say_it(room: Room) -> None:
    end = room.now + timedelta(hours=3)
    alert = await room.post(what="Back in 3 hours", expected_end=end, basis=Basis.STATED)
    assert "Until 1 PM, San Diego time · since" in shown((await room.all_rows())[0])
    with pytest.raises(NoTimeYet):
        await room.edit(alert, expected_end=None, basis=Basis.UNKNOWN)


async def test_customers_data_is_masked_before_anything_is_stored(room: Room) -> None:
    made = await room.alerts.post(
        room.delivery(),
        who("URUTH"),
        room.market,
        replace(MINOR, headline="Card 4111 1111 1111 1111 charged twice"),
    )
    assert isinstance(made, Posted)
    assert made.masked
    rows = await room.all_rows()
    assert "[card number]" in shown(rows[0])
    assert not any("4111" in str(row.body) for row in rows)
    assert "4111" not in made.alert.headline


async def test_what_has_not_begun_can_be_called_off(room: Room) -> None:
    alert = await room.post(starts_at=room.now + timedelta(days=2))
    await room.end(alert)
    assert (await room.alert(alert.id)).state is AlertState.ENDED


async def test_every_field_that_promises_a_time_is_named_at_once(room: Room) -> None:
    with pytest.raises(NoTimeYet) as raised:
        await room.post(what="Back in 2 hours", cause="A digger, until 4 PM", who="Two crews")
    assert (raised.value.field, raised.value.others) == ("what", ("cause",))


async def test_nobody_is_let_write_how_they_say_what_is_over(room: Room) -> None:
    alert = await room.post()
    assert (await room.alerts.open_saying(who("UNICK"), alert.id, room.now)).id == alert.id
    await room.end(alert)
    with pytest.raises(Over, match=r"Ruth E\. ended this alert already"):
        await room.alerts.open_saying(who("UNICK"), alert.id, room.now)
    with pytest.raises(Over, match=r"Ruth E\. ended this alert already"):
        await room.alerts.add_saying(room.delivery(), who("UNICK"), alert.id, "It is back.")


async def test_words_of_another_kind_do_not_go_out_unseen(room: Room) -> None:
    english, spanish = template(AlertKind.FRAUD, "en"), template(AlertKind.FRAUD, "es")
    with pytest.raises(WordsOfAnotherKind) as raised:
        await room.post(say_en=english, say_es="Hay un corte.")
    assert (raised.value.field, raised.value.others) == ("say_en", ())
    alert = await room.post(kind=AlertKind.FRAUD, say_en=english, say_es=spanish)
    with pytest.raises(WordsOfAnotherKind) as raised:
        await room.edit(alert, kind=AlertKind.WEATHER)
    assert (raised.value.field, raised.value.others) == ("say_en", ("say_es",))
    await room.edit(alert, kind=AlertKind.WEATHER, say_en="", say_es="Hay tormenta.")
    assert (await room.alert(alert.id)).kind is AlertKind.WEATHER
