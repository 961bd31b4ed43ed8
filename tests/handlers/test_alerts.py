"""/alert, presses, the shortcut and the forms: one call each, answered for its person."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from bot.alerts import words
from bot.alerts.draft import Draft
from bot.alerts.editing import Changed
from bot.alerts.errors import Over
from bot.alerts.merging import Conflict
from bot.alerts.rules import May
from bot.alerts.shown import (
    Edited,
    Editing,
    InForce,
    Listed,
    Posted,
    Prepared,
    Pressed,
    Shown,
    Suggested,
    Whole,
)
from bot.alerts.standing import State
from bot.alerts.words import Choice, Form
from bot.errors import Outdated
from bot.inbox import Delivery, Person
from bot.pods.errors import NoPod
from bot.pods.facts import MemberFacts
from bot.text.kit import Card, Note
from handlers.alerts import routes
from handlers.alerts_forms import read_fields
from handlers.payloads import Command, HomeOpened, InPlace, Press, Shortcut, Submission
from storage.alerts import Alert, AlertKind, Basis, Severity
from storage.alerts_reach import MarketPlace
from storage.pods import Role

NOW = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)
NINE = int(datetime(2026, 11, 17, 5, 0, tzinfo=UTC).timestamp())
DELIVERY, RUTH = Delivery("k", NOW), Person("T1", "URUTH")
ONE, SD = UUID(int=1), UUID(int=9)
MARKET = MarketPlace(SD, "sd", "San Diego", "America/Los_Angeles", {}, ["en", "es"])
CUT = Draft(headline="Fiber cut")
LUIS = MemberFacts(UUID(int=4), "T1", "ULUIS", UUID(int=5), "Luis Vega", Role.TEAM_LEADER, (), ())


def sample_alert(**more: Any) -> Alert:
    values: dict[str, Any] = {
        "id": ONE,
        "team_id": "T1",
        "market_id": SD,
        "kind": AlertKind.NETWORK_OUTAGE,
        "severity": Severity.SEVERE,
        "headline": "Fiber cut",
        "starts_at": NOW,
        "posted_at": NOW,
    }
    return Alert(**values | more)


class ListeningAlerts:
    """Remembers what it was asked, and answers with samples unless `answers` says otherwise."""

    def __init__(self, **answers: Any) -> None:
        self.asked: list[tuple[Any, ...]] = []
        shown, prepared = Shown(sample_alert(), (), MARKET), Prepared(CUT, MARKET, May.POST, ())
        self.answers: dict[str, Any] = {
            "open_typed": prepared,
            "open_message": prepared,
            "open_draft": prepared,
            "open_again": prepared,
            "open_editing": Editing(CUT, ONE, 3, MARKET, NOW),
            "post": Posted(sample_alert(), 2, 0),
            "edit": Edited(sample_alert(), told=True),
            "end": Edited(sample_alert(), told=True),
            "got_it": (sample_alert(), True),
            "open_saying": sample_alert(),
            "add_saying": (True, False),
            "try_again": 2,
            "try_refused": 1,
            "show_in_force": InForce(sample_alert(), MARKET, "Operations", State.LISTED),
            "show": shown,
            "show_whole": Whole(shown, (), ()),
            "list_live": Listed([shown], "San Diego"),
        } | answers

    def __getattr__(self, name: str) -> Any:
        async def note(*rest: Any) -> Any:
            self.asked.append((name, *rest))
            answer = self.answers.get(name)
            if isinstance(answer, Exception):
                raise answer
            return answer

        return note


def alerts(**answers: Any) -> Any:
    return ListeningAlerts(**answers)


def command(text: str) -> Command:
    return Command(DELIVERY, RUTH, "/alert", text, "C1", "https://example.com", "t1")


async def pressed(service: Any, action: str, value: str = str(ONE), **more: Any) -> Any:
    press = Press(DELIVERY, RUTH, action, value, "t1", **more)
    return await routes(service).actions[action](press)


async def sent(service: Any, callback: str, form: Form, **values: str | None) -> Any:
    sent = Submission(DELIVERY, RUTH, callback, values, words.form_value(form), "V1")
    return await routes(service).views[callback](sent)


async def test_what_happens_opens_the_form_filled_in_as_it_was_typed() -> None:
    service = alerts()
    said = await routes(service).commands["/alert"](command("fiber &lt;cut&gt;, ETA 2 h"))
    assert service.asked == [("open_typed", RUTH, "fiber <cut>, ETA 2 h", NOW)]
    assert isinstance(said, dict)
    assert said["callback_id"] == words.POST_FORM
    assert words.read_form(said["private_metadata"]) == Form(SD, "C1")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("list", "1 alert is live."),
        ("LIST ", "1 alert"),
        ("list all", "1 alert"),
        ("help", "/alert list"),
        ("help me please", "/alert list"),
    ],
)
async def test_one_word_shows_what_goes_on_or_how_it_works(typed: str, told: str) -> None:
    said = await routes(alerts()).commands["/alert"](command(typed))
    assert isinstance(said, Card)
    assert told in said.text


@pytest.mark.parametrize("typed", ["lst", "status", "list price is wrong in the app", "lst all"])
async def test_what_may_be_our_word_posts_nothing_and_can_still_be_what_happens(
    typed: str,
) -> None:
    service = alerts(masked=typed)
    said = await routes(service).commands["/alert"](command(typed))
    assert service.asked == [("masked", typed)]
    assert isinstance(said, Card)
    assert f"If “{typed}” is what happens" in said.text
    show, write = said.blocks[-1]["elements"]
    told = await pressed(service, show["action_id"], show["value"])
    assert "1 alert is live." in told.text
    form = await pressed(service, write["action_id"], write["value"])
    assert form["callback_id"] == words.POST_FORM
    assert service.asked[-1] == ("open_typed", RUTH, typed, NOW)


def test_what_was_typed_goes_into_a_button_as_far_as_it_fits() -> None:
    assert words.read_typed_value(words.typed_value("list: 5 PM")) == "list: 5 PM"
    assert len(words.typed_value("list " + "🔥" * 1500).encode("utf-16-le")) <= 4000


async def test_whoever_may_only_suggest_reads_to_whom_it_goes() -> None:
    prepared = Prepared(CUT, MARKET, May.SUGGEST, (), LUIS)
    said = await routes(alerts(open_typed=prepared)).commands["/alert"](command("cut"))
    assert isinstance(said, dict)
    assert "Luis V. gets your draft." in said["blocks"][0]["elements"][0]["text"]
    assert said["submit"]["text"] == "Send it"


async def test_the_form_goes_out_as_it_was_filled_in() -> None:
    service = alerts()
    note = await sent(
        service,
        words.POST_FORM,
        Form(SD, "C1", ONE),
        kind="weather",
        severity="extreme",
        headline="Tornado",
        areas="CAZ058,CAC073",
        starts_at=str(NINE - 3600),
        expected_end=str(NINE),
        basis="stated",
        what=None,
    )
    assert isinstance(note, Note)
    assert (note.channel, note.card.text) == ("C1", "Posted: 2 pods get it now.")
    ((_, *rest),) = service.asked
    draft = rest[3]
    assert rest == [DELIVERY, RUTH, SD, draft, ONE, None]
    assert (draft.kind, draft.severity) == (AlertKind.WEATHER, Severity.EXTREME)
    assert (draft.areas, draft.what) == (("CAC073", "CAZ058"), "")
    assert draft.expected_end == datetime.fromtimestamp(NINE, UTC)
    assert draft.basis is Basis.STATED


async def test_a_suggestion_says_with_whom_it_is() -> None:
    service = alerts(post=Suggested(LUIS))
    note = await sent(service, words.POST_FORM, Form(SD, "C1"), headline="Fiber cut")
    assert note.card.text == "Luis V. has your draft."


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ({"expected_end": None, "basis": "estimated"}, None),
        ({"expected_end": str(NINE), "basis": "unknown"}, None),
        ({"expected_end": str(NINE), "basis": "estimated"}, NINE),
    ],
)
def test_a_time_and_whose_it_is_never_contradict_each_other(
    typed: dict[str, str | None], end: int | None
) -> None:
    fields = read_fields(typed)
    assert (fields["expected_end"] is None) is (end is None)
    assert (fields["basis"] is Basis.UNKNOWN) is (end is None)


def test_a_field_that_the_form_has_not_is_not_named() -> None:
    assert read_fields({"headline": "Cut"}) == {"headline": "Cut"}


@pytest.mark.parametrize(
    "typed",
    [{"kind": "earthquake"}, {"severity": "9"}, {"starts_at": "soon"}, {"starts_at": "9" * 30}],
)
def test_what_another_version_offered_is_refused(typed: dict[str, str | None]) -> None:
    with pytest.raises(Outdated):
        read_fields(typed)


async def test_choosing_another_kind_keeps_what_was_typed() -> None:
    service = alerts()
    shown = await pressed(
        service,
        words.KIND_CHOSEN,
        "weather",
        metadata=words.form_value(Form(SD)),
        values={"headline": "Storm", "kind": "network_outage"},
    )
    assert isinstance(shown, InPlace)
    ((_, _, market, draft, *_),) = service.asked
    assert (market, draft.headline, draft.kind) == (SD, "Storm", AlertKind.WEATHER)


@pytest.mark.parametrize("choice", [Choice.UPDATE, Choice.CORRECT])
async def test_a_conflict_opens_the_form_again_with_both(choice: Choice) -> None:
    mine, theirs = Draft(headline="Flood"), Draft(headline="Fire")
    changed = Changed(
        Editing(mine, ONE, 5, MARKET, NOW), (Conflict("headline", mine, theirs),), "Luis Vega"
    )
    form = Form(SD, "C1", None, ONE, 3, choice)
    again = await sent(alerts(edit=changed), words.EDIT_FORM, form, headline="Flood")
    assert words.read_form(again["private_metadata"]) == form._replace(version=5)
    told = str(again["blocks"][:2])
    assert "Luis V. changed it while you wrote" in told
    assert "Theirs: Fire" in told
    assert "Yours: Flood" in told
    (headline,) = [each for each in again["blocks"] if each.get("block_id") == "headline"]
    assert headline["element"]["initial_value"] == "Flood"
    assert headline["element"]["action_id"] == "headline.5"


async def test_what_is_unconfirmed_can_be_said_in_other_words_too() -> None:
    value = words.choice_value(Choice.ADD, ONE)
    view = await pressed(alerts(), words.MENU, value, channel="C1")
    assert view["callback_id"] == words.SAYING_FORM


@pytest.mark.parametrize(
    ("choice", "callback"),
    [
        (Choice.UPDATE, words.EDIT_FORM),
        (Choice.CORRECT, words.EDIT_FORM),
        (Choice.EXTEND, words.EXTEND_FORM),
        (Choice.END, words.END_FORM),
        (Choice.MORE, words.WHOLE),
    ],
)
async def test_every_choice_under_the_dots_opens_its_form(choice: Choice, callback: str) -> None:
    service = alerts()
    view = await pressed(service, words.MENU, words.choice_value(choice, ONE), channel="C1")
    assert view["callback_id"] == callback
    if choice in (Choice.EXTEND, Choice.END):
        (which,) = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
        assert which.startswith("*Fiber cut* · San Diego")
    if choice is not Choice.MORE:
        form = words.read_form(view["private_metadata"])
        assert (form.alert, form.version, form.choice, form.there) == (ONE, 3, choice, "C1")


async def test_the_all_clear_is_sent_with_its_time_and_words() -> None:
    service = alerts()
    form = Form(SD, "C1", None, ONE)
    note = await sent(service, words.END_FORM, form, ended_at=str(NINE), end_words="Back.")
    assert "Everybody who had the alert is told" in note.card.text
    at = datetime.fromtimestamp(NINE, UTC)
    assert service.asked == [("end", DELIVERY, RUTH, ONE, at, "Back.")]


async def test_who_has_it_is_told_so_and_the_card_may_be_repainted_by_the_press() -> None:
    service = alerts()
    said = await pressed(
        service, words.GOT_IT, channel="C1", message_ts="1.2", response_url="https://h"
    )
    assert said.text == "Noted that you have it: Fiber cut."
    assert service.asked == [("got_it", DELIVERY, RUTH, ONE, Pressed("C1", "1.2", "https://h"))]


@pytest.mark.parametrize(
    ("action", "called", "told"),
    [
        (words.CONFIRM, "confirm", "Confirmed."),
        (words.STILL_ON, "still_on", "it goes on"),
        (words.TRY_AGAIN, "try_again", "Trying 2 pods again."),
        (words.TRY_REFUSED, "try_refused", "Trying 1 pod again."),
        (words.SHOW, "show", "🟥 Network outage · severe · San Diego. Fiber cut. No time yet"),
    ],
)
async def test_a_press_is_one_call(action: str, called: str, told: str) -> None:
    service = alerts()
    said = await pressed(service, action)
    assert [each[0] for each in service.asked] == [called]
    assert told in said.text


async def test_what_is_in_force_is_named_by_its_market_feed_and_event() -> None:
    service, key = alerts(), (SD, "cap:county", "A|b:c|d")
    said = await pressed(service, words.SHOW_IN_FORCE, words.in_force_value(*key))
    assert service.asked == [("show_in_force", RUTH, key, NOW)]
    assert "Fiber cut. No time yet" in said.text


@pytest.mark.parametrize(
    "action",
    [words.GOT_IT, words.MENU, words.LOOK_OVER, words.END, words.SHOW_IN_FORCE, words.TRY_REFUSED],
)
async def test_a_button_of_another_version_does_nothing(action: str) -> None:
    service = alerts()
    with pytest.raises(Outdated):
        await pressed(service, action, "what?")
    assert service.asked == []


async def test_words_for_what_ended_meanwhile_are_given_back() -> None:
    service = alerts(add_saying=Over("Luis Vega"), masked="It is *back* soon.")
    view = await sent(service, words.SAYING_FORM, Form(alert=ONE, there="C1"), saying="It is")
    told, _, given = view["blocks"]
    assert told["text"]["text"].startswith("Luis V. ended this alert already.")
    assert given["text"] == {"type": "plain_text", "text": "It is *back* soon.", "emoji": False}
    assert "submit" not in view


@pytest.mark.parametrize("metadata", ["", "[]", '{"alert":"x"}', '{"other":1}', '{"version":1}'])
async def test_a_form_of_another_version_does_nothing(metadata: str) -> None:
    service = alerts()
    for callback in (words.POST_FORM, words.EDIT_FORM, words.END_FORM, words.SAYING_FORM):
        with pytest.raises(Outdated):
            await routes(service).views[callback](
                Submission(DELIVERY, RUTH, callback, {}, metadata, "V1")
            )
    assert service.asked == []


async def test_a_message_can_become_an_alert() -> None:
    service = alerts()
    place = {"channel": "C1", "message_text": "A &amp; B"}
    shortcut = Shortcut(DELIVERY, RUTH, words.FROM_MESSAGE, "t1", **place)
    view = await routes(service).shortcuts[words.FROM_MESSAGE](shortcut)
    assert isinstance(view, dict)
    assert service.asked == [("open_message", RUTH, "A & B", NOW)]


async def test_home_shows_what_goes_on_and_nothing_to_somebody_without_a_pod() -> None:
    (home,) = routes(alerts()).home
    shown = str(await home(HomeOpened(DELIVERY, RUTH)))
    assert "Fiber cut" in shown
    (home,) = routes(alerts(list_live=NoPod([]))).home
    assert await home(HomeOpened(DELIVERY, RUTH)) == []
