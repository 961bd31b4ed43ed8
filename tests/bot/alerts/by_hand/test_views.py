"""The card and what is said of it, as data: exactly as people read it, whatever was typed."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.alerts import lists, modals, notices, telling, views, whispers
from bot.alerts.draft import Draft, draft_of
from bot.alerts.rules import May
from bot.alerts.shown import Editing, Listed, Prepared, Shown, Whole
from bot.alerts.whole import whole_modal
from bot.alerts.words import Choice, Form
from bot.text.kit import Card
from bot.workspace.blocks import blocks_too_long, check_blocks, check_view
from storage.alerts import Alert, AlertKind, AlertSaying, AlertState, Basis, Severity
from storage.alerts_reach import MarketPlace

NOW = datetime(2026, 11, 16, 18, 41, tzinfo=UTC)  # 10:41 on a Monday in San Diego
AREAS = {"counties": ["CAC073"], "zones": ["CAZ058"]}
MARKET = MarketPlace(UUID(int=9), "sd", "San Diego", "America/Los_Angeles", AREAS, ["en", "es"])
SAID = "A brush fire outside the city is affecting service near you."
HOSTILE = "<!channel> *now* <@U1> `x` & <https://e.com|here>"


def alert(**more: Any) -> Alert:
    values: dict[str, Any] = {
        "id": UUID(int=1),
        "team_id": "T1",
        "market_id": MARKET.id,
        "kind": AlertKind.NETWORK_OUTAGE,
        "severity": Severity.SEVERE,
        "headline": "Fire near Ramona has taken two sites down",
        "who": "Crews are on site.",
        "areas_words": "parts of eastern San Diego County",
        "starts_at": NOW - timedelta(hours=2, minutes=21),
        "expected_end": NOW + timedelta(hours=22, minutes=19),
        "basis": Basis.ESTIMATED,
        "posted_by": "ULUIS",
        "posted_by_name": "Luis Vega",
        "posted_at": NOW,
    }
    return Alert(**values | more)


def saying(text: str, language: Any = "en") -> AlertSaying:
    return AlertSaying(alert_id=UUID(int=1), language=language, text=text, at=NOW)


def shown(**more: Any) -> Shown:
    return Shown(alert(**more), [saying(SAID)], MARKET, have=31, members=47, asks=6)


def lines(card: Card) -> list[str]:
    """What is read, block by block."""
    read: list[str] = []
    for block in card.blocks:
        read += [block["text"]["text"]] if block["type"] == "section" else []
        read += [each["text"] for each in block["elements"]] if block["type"] == "context" else []
    return read


def test_the_card_says_what_a_rep_needs_in_the_order_in_which_they_need_it() -> None:
    card = views.card(shown(), NOW)
    assert lines(card) == [
        "🟥 *Network outage* · severe · parts of eastern San Diego County",
        "Fire near Ramona has taken two sites down. Crews are on site.\n"
        "Until about 9 AM tomorrow, San Diego time (their estimate) · since 8:20 AM",
        f"One way to say it: “{SAID}”",
        "from Luis V. · 31 of 47 have it · 6 related asks",
    ]
    labels = [each.get("text", {}).get("text") for each in card.blocks[-1]["elements"]]
    assert labels == ["Got it", "Add how I say it", None]
    assert card.text == (
        "🟥 Network outage · severe · parts of eastern San Diego County. Fire near Ramona has "
        "taken two sites down. Crews are on site. Until about 9 AM tomorrow, San Diego time "
        "(their estimate)"
    )


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"basis": Basis.STATED}, "Until 9 AM tomorrow, San Diego time · since 8:20 AM"),
        (
            {"expected_end": None, "basis": Basis.UNKNOWN},
            "No time yet · since 8:20 AM, San Diego time",
        ),
        (
            {"end_unconfirmed_at": NOW},
            "Expected until 9 AM tomorrow, San Diego time; end unconfirmed · since 8:20 AM",
        ),
        ({"starts_at": NOW + timedelta(hours=1)}, "from 11:41 AM on"),
        ({"starts_at": NOW - timedelta(days=3)}, "since 10:41 AM on Friday"),
    ],
)
def test_until_and_since_are_in_the_market_s_time(more: dict[str, Any], told: str) -> None:
    assert told in lines(views.card(shown(**more), NOW))[1]


@pytest.mark.parametrize(
    ("severity", "colour"),
    list(zip(Severity, ("🟦", "🟨", "🟥", "🟪"), strict=True)),
)
def test_a_severity_has_a_colour_and_a_word(severity: Severity, colour: str) -> None:
    first = lines(views.card(shown(severity=severity), NOW))[0]
    assert first.startswith(colour)
    assert f" · {severity} · " in first


def test_what_is_unconfirmed_says_so_and_can_be_confirmed() -> None:
    card = views.card(shown(state=AlertState.UNCONFIRMED), NOW)
    assert " · severe · unconfirmed · " in lines(card)[0]
    assert lines(card)[-2] == (
        "Unconfirmed: it ends at 11:41 AM, San Diego time, unless an expert, leader or resource "
        "manager confirms it."
    )
    *buttons, menu = card.blocks[-1]["elements"]
    assert [each["text"]["text"] for each in buttons] == ["Got it", "Confirm"]
    assert [each["text"]["text"] for each in menu["options"]] == [
        "Update",
        "Correct",
        "All clear",
        "Add how I say it",
        "More",
    ]


def test_the_all_clear_is_one_line_with_what_is_still_owed() -> None:
    over = shown(
        state=AlertState.ENDED,
        areas_words="eastern San Diego County",
        end_words="Service is back since 6:10 AM.",
        ended_at=NOW,
    )._replace(call_backs=4)
    said = (
        "🟩 All clear: network outage, eastern San Diego County (Fire near Ramona has taken two "
        "sites down). Service is back since 6:10 AM."
    )
    assert lines(views.all_clear(over, NOW)) == [f"{said} 4 call-backs are open."]
    card = views.card(over, NOW)
    assert lines(card) == [said]  # the number would not be true for long
    assert len(card.blocks) == 1
    assert card.text == lines(card)[0]


def test_what_nobody_confirmed_ends_without_the_green_of_an_all_clear() -> None:
    ended = shown(state=AlertState.ENDED, lapsed=True, ended_at=NOW)
    (told,) = lines(views.card(ended, NOW))
    assert told.startswith("⬜ Not confirmed within an hour, so it ended: network outage")


@pytest.mark.parametrize("is_new", [True, False])
def test_a_press_on_the_card_of_what_is_over_says_that_it_is_over(is_new: bool) -> None:
    told = whispers.got_it(alert(state=AlertState.ENDED), is_new=is_new).text
    assert told == "This is over already: Fire near Ramona has taken two sites down."


def test_what_is_of_no_kind_is_named_by_what_happens_never_as_other() -> None:
    live = shown(kind=AlertKind.OTHER)
    assert lines(views.card(live, NOW))[0].startswith("🟥 *Alert* · severe · parts of")
    assert telling.risen(Draft())(live, NOW).text.startswith("🟥 Now severe: alert, parts of")
    over = shown(kind=AlertKind.OTHER, state=AlertState.ENDED, ended_at=NOW)
    (told,) = lines(views.card(over, NOW))
    assert told.startswith("🟩 All clear: Fire near Ramona has taken two sites down, parts of")


def test_each_language_has_its_own_way_to_say_it_and_none_is_no_line() -> None:
    both = shown()._replace(sayings=[saying("Hola.", "es"), saying(SAID), saying("Or so.")])
    told = lines(views.card(both, NOW))
    assert told[2:4] == [
        f"One way to say it: “{SAID}”",
        "One way to say it in Spanish: “Hola.”",
    ]
    none = shown()._replace(sayings=[saying("")])
    assert not any("One way" in each for each in lines(views.card(none, NOW)))


def cards_of(alert: Alert) -> list[Card]:
    """Every message of an alert."""
    seen, hostile = seen_of(alert), MARKET._replace(name=HOSTILE)
    return [
        views.card(seen, NOW),
        telling.risen(Draft())(seen, NOW),
        telling.corrected(Draft())(seen, NOW),
        views.all_clear(seen, NOW),
        views.digest([seen] * 30, NOW),
        lists.list_card(Listed([seen] * 30, MARKET.name), NOW),
        notices.suggested(alert.id, alert, hostile, NOW),
        notices.to_confirm(seen, NOW, NOW),
        notices.is_it_over(seen, NOW),
        notices.was_posted(alert, HOSTILE),
    ]


def forms_of(alert: Alert) -> list[dict[str, Any]]:
    """Every modal of an alert, and its part of Home."""
    draft = draft_of(alert, sayings())
    editing = Editing(draft, alert.id, 3, MARKET, NOW)
    home = lists.home_section(Listed([seen_of(alert)] * 30, HOSTILE), NOW)
    return [
        modals.post_form(Prepared(draft, MARKET, May.POST, ()), Form(), NOW),
        modals.edit_form(editing, Choice.UPDATE),
        modals.extend_form(editing),
        modals.end_form(editing, NOW),
        modals.saying_form(alert),
        whole_modal(Whole(seen_of(alert), (), ()), NOW),
        {"type": "home", "blocks": home},
    ]


def sayings() -> list[AlertSaying]:
    return [saying(HOSTILE), saying("&" * 600, "es")]


def seen_of(alert: Alert) -> Shown:
    return Shown(alert, sayings(), MARKET, 1, 2, 1, 1)


def mrkdwn(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for each in node for text in mrkdwn(each)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if node.get("type") == "mrkdwn" else []
    return own + mrkdwn(list(node.values()))


def hostile_alert(**more: Any) -> Alert:
    words = dict.fromkeys(("headline", "what", "where", "cause", "who", "source"), HOSTILE)
    return alert(**words, areas_words=HOSTILE, posted_by_name=HOSTILE, end_words=HOSTILE, **more)


@pytest.mark.parametrize("state", AlertState)
def test_nobody_is_called_by_what_somebody_typed(state: AlertState) -> None:
    hostile = hostile_alert(state=state, ended_at=NOW)
    cards, forms = cards_of(hostile), forms_of(hostile)
    texts = [*mrkdwn(forms), *(text for card in cards for text in mrkdwn(card.blocks))]
    texts += [card.text for card in cards]
    assert len(texts) > 20
    for text in texts:
        assert "<!channel>" not in text
        assert "<@U1>" not in text
        assert "<https" not in text


@pytest.mark.parametrize("long", ["word " * 120, "&" * 300, "🔥" * 75, "supercali" * 40])
@pytest.mark.parametrize("state", AlertState)
def test_however_long_it_is_slack_takes_it(long: str, state: AlertState) -> None:
    words = dict.fromkeys(("what", "where", "cause", "who", "source"), long)
    more = {"headline": long[:150], "areas_words": long[:120], "posted_by_name": long}
    if len(long) == 300:
        words |= {"what": long * 2}  # one word that is as long as two of the others
    full = alert(**words, **more, state=state, ended_at=NOW)
    for card in cards_of(full):
        assert not check_blocks(card.blocks, "message")
        assert not blocks_too_long(card.blocks)
        assert len(card.text) <= 4000
    for view in forms_of(full):
        assert not check_view(view)


@pytest.mark.parametrize(
    ("allowed", "says"),
    [
        (May.POST, "Post an alert"),
        (May.POST_UNCONFIRMED, "Post an alert"),
        (May.SUGGEST, "Suggest an alert"),
    ],
)
def test_the_way_to_the_form_says_what_becomes_of_it(allowed: May, says: str) -> None:
    listed = Listed([], MARKET.name, may=allowed)
    for blocks in (lists.list_card(listed, NOW).blocks, lists.home_section(listed, NOW)):
        assert [each["text"]["text"] for each in blocks[-1]["elements"]] == [says]


def test_the_form_shows_words_to_start_from_in_each_language_of_the_market() -> None:
    form = modals.post_form(Prepared(Draft(), MARKET, May.POST, ()), Form(), NOW)
    fields = {block["block_id"]: block for block in form["blocks"] if block["type"] == "input"}
    assert [each for each in fields if not fields[each]["optional"]] == [
        "headline",
        "kind",
        "severity",
        "basis",
    ]
    assert {"say_en", "say_es", "areas"} <= set(fields)
    assert "In San Diego it is 10:41 AM now." in fields["expected_end"]["hint"]["text"]
    assert len(form["blocks"]) <= 100
    assert len(form["title"]["text"]) <= 24


def test_all_of_it_names_its_areas() -> None:
    view = whole_modal(Whole(shown(areas=["CAC073", "CAZ058", "06073"]), (), ()), NOW)
    assert "*Counties and zones*: CAZ058, San Diego County" in str(view["blocks"])


def test_ways_to_say_it_that_promise_a_time_go_with_the_time() -> None:
    ways = [saying(SAID), saying("It is back by 9 AM."), saying("It began at 8 AM.")]
    for basis, count in ((Basis.ESTIMATED, 3), (Basis.UNKNOWN, 2)):
        seen = shown(basis=basis)._replace(sayings=ways)
        said = str(whole_modal(Whole(seen, (), ()), NOW)["blocks"])
        assert sum(each.text in said for each in ways) == count
        assert ("It is back by 9 AM." in said) is (count == 3)
