"""/practice, presses, the shortcut, a 💡 and the forms: one call each, answered for its person."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from bot.errors import Outdated
from bot.inbox import Delivery, Person
from bot.pods.errors import NoPod
from bot.practices import modals, words
from bot.practices.drafts import Alike, Draft, Fields, Pressed, Saved, Source
from bot.practices.errors import Changed
from bot.practices.facts import Author, Difference, Entry, Refused, Settled, Used, What
from bot.practices.found import Results
from bot.practices.words import Choice, Editing, From, Instead, Refusing
from bot.text.kinds import Kind
from bot.text.kit import Card, Note
from handlers.payloads import Command, HomeOpened, InPlace, Press, Reaction, Shortcut, Submission
from handlers.practices import routes
from storage.practices import PracticeState, Scope, Word
from tests.bot.practices.samples import (
    SITUATION,
    WORKED,
    sample_change,
    sample_practice,
    sample_shown,
    sample_whole,
)

DELIVERY = Delivery("k", datetime(2026, 11, 20, tzinfo=UTC))
MAYA = Person("T1", "U0MAYA")
ONE, TWO = UUID(int=1), UUID(int=2)
DRAFT = Draft(SITUATION, WORKED)


class ListeningPractices:
    """Remembers what it was asked, and answers with samples unless `answers` says otherwise."""

    def __init__(self, **answers: Any) -> None:
        self.asked: list[tuple[Any, ...]] = []
        shown, practice = sample_shown(), sample_practice()
        self.answers: dict[str, Any] = {
            "find": Results("no service", (shown,)),
            "top": [shown],
            "gaps": [],
            "use": Used(shown),
            "helped": shown,
            "show": sample_whole(),
            "save": Saved(practice),
            "refuse": Refused(practice, told=True),
            "own": Author((shown,)),
            "to_look_at": [],
            "edit": practice,
        } | answers

    def __getattr__(self, name: str) -> Any:
        async def note(*rest: Any, **more: Any) -> Any:
            self.asked.append((name, *rest, *([more] if more else [])))
            answer = self.answers.get(name, DRAFT if name.startswith("draft") else None)
            if isinstance(answer, Exception):
                raise answer
            return answer

        return note


def practices(**answers: Any) -> Any:
    return ListeningPractices(**answers)


def command(text: str) -> Command:
    return Command(DELIVERY, MAYA, "/practice", text, "C1", "https://example.com", "t1")


def press(action: str, value: str, **more: Any) -> Press:
    return Press(DELIVERY, MAYA, action, value, "t1", **more)


def submission(callback: str, metadata: str, **values: str | None) -> Submission:
    return Submission(DELIVERY, MAYA, callback, values, metadata, "V1")


async def pressed(service: Any, action: str, value: str = str(ONE), **more: Any) -> Any:
    return await routes(service).actions[action](press(action, value, **more))


async def sent(service: Any, callback: str, metadata: str, **values: str | None) -> Any:
    return await routes(service).views[callback](submission(callback, metadata, **values))


@pytest.mark.parametrize(
    "typed", ["no service", "new line for a tablet", "help with a port-in", "top up", "<!here>"]
)
async def test_a_few_words_are_looked_for_as_slack_sent_them(typed: str) -> None:
    service = practices()
    said = await routes(service).commands["/practice"](command(typed))
    assert service.asked == [("find", MAYA, typed, {"delivery": DELIVERY, "as_typed": False})]
    assert isinstance(said, Card)
    assert said.text.startswith("Say cause")


@pytest.mark.parametrize("typed", ["new", "NEW "])
async def test_new_opens_the_form(typed: str) -> None:
    service = practices()
    said = await routes(service).commands["/practice"](command(typed))
    assert isinstance(said, dict)
    assert said["callback_id"] == words.SAVE_FORM
    assert words.read_from(said["private_metadata"]).there == "C1"


@pytest.mark.parametrize(
    ("typed", "asked", "said"),
    [
        ("top", "top", "What helped your colleagues most"),
        ("Gaps", "gaps", "Whatever was looked for"),
    ],
)
async def test_one_word_shows_a_list(typed: str, asked: str, said: str) -> None:
    service = practices()
    shown = await routes(service).commands["/practice"](command(typed))
    assert service.asked == [(asked, MAYA, DELIVERY.now)]
    assert isinstance(shown, Card)
    assert said in shown.text


async def test_help_asks_nobody() -> None:
    service = practices()
    said = await routes(service).commands["/practice"](command("help"))
    assert isinstance(said, Card)
    assert service.asked == []


async def test_to_use_it_is_one_call_and_shows_the_whole() -> None:
    service = practices()
    said = await pressed(service, words.USE)
    assert service.asked == [("use", DELIVERY, MAYA, ONE)]
    assert "Only you see this" in said.text


@pytest.mark.parametrize(("is_ephemeral", "keeps"), [(True, True), (False, False)])
async def test_what_helped_stays_before_the_rep_where_only_they_see_it(
    is_ephemeral: bool, keeps: bool
) -> None:
    service = practices()
    said = await pressed(service, words.HELPED, is_ephemeral=is_ephemeral)
    assert service.asked == [("helped", DELIVERY, MAYA, ONE, None)]
    assert ("Say cause" in str(said.blocks)) is keeps


async def test_helped_in_a_thread_is_said_of_its_ask() -> None:
    service = practices()
    await pressed(service, words.HELPED, words.in_ask_value(ONE, TWO))
    assert service.asked == [("helped", DELIVERY, MAYA, ONE, TWO)]


@pytest.mark.parametrize("action", [words.MORE, words.MENU])
async def test_more_opens_the_whole(action: str) -> None:
    value = words.choice_value(Choice.MORE, ONE) if action == words.MENU else str(ONE)
    service = practices()
    said = await pressed(service, action, value)
    assert (service.asked, said["callback_id"]) == ([("show", MAYA, ONE)], words.WHOLE)


@pytest.mark.parametrize("action", [words.REFUSE, words.MENU])
async def test_wrong_or_old_asks_why(action: str) -> None:
    value = words.choice_value(Choice.REFUSE, ONE) if action == words.MENU else str(ONE)
    said = await pressed(practices(), action, value, channel="C1")
    assert said["callback_id"] == words.REFUSE_FORM
    assert words.read_refusing(said["private_metadata"]) == Refusing(ONE, "C1")


@pytest.mark.parametrize(
    ("choice", "asked"),
    [
        (Choice.SHARE, ("share", DELIVERY, MAYA, ONE)),
        (Choice.VERIFY, ("verify", DELIVERY, MAYA, ONE, {"version": 7})),
        (Choice.CONFIRM, ("confirm", DELIVERY, MAYA, ONE)),
        (Choice.ARCHIVE, ("archive", DELIVERY, MAYA, ONE)),
        (Choice.UNDO, ("undo", DELIVERY, MAYA, ONE, 7)),
    ],
)
async def test_what_changes_it_shows_it_as_it_stands_then(
    choice: Choice, asked: tuple[Any, ...]
) -> None:
    service = practices()
    said = await pressed(service, words.MENU, words.choice_value(choice, ONE, 7))
    assert service.asked == [asked, ("show", MAYA, ONE)]
    assert isinstance(said, InPlace)
    assert said.view["callback_id"] == words.WHOLE


@pytest.mark.parametrize(
    ("action", "what"), [(words.STILL_HOLDS, What.CONFIRMED), (words.ARCHIVE, What.ARCHIVED)]
)
@pytest.mark.parametrize("said", [True, False])
async def test_its_owner_settles_it_from_their_messages_and_hears_so_once(
    action: str, what: What, said: bool
) -> None:
    service = practices(settle=Settled(sample_practice(), said))
    place = {"channel": "D1", "message_ts": "1.2", "response_url": "https://hooks.test/1"}
    told = await pressed(service, action, **place)
    by = Pressed("D1", "1.2", "https://hooks.test/1")
    assert service.asked == [("settle", DELIVERY, MAYA, ONE, what, by)]
    assert (told is None) is said


async def test_to_change_it_opens_its_form() -> None:
    said = await pressed(practices(), words.EDIT)
    assert words.read_editing(said["private_metadata"]) == Editing(ONE, 1)


async def test_what_was_looked_for_in_vain_becomes_the_situation() -> None:
    service = practices()
    await pressed(service, words.NEW, words.prefill_value("esim swap"))
    assert service.asked == [("draft_from", "esim swap")]


async def test_whoever_fills_a_gap_answers_it() -> None:
    said = await pressed(practices(), words.FILL, f"{TWO}:esim swap", channel="C1")
    assert words.read_from(said["private_metadata"]) == From(there="C1", gap=TWO)


async def test_what_nobody_needs_is_dismissed() -> None:
    service = practices()
    card = await pressed(service, words.NOT_NEEDED, str(TWO), channel="C1")
    assert service.asked == [("dismiss_gap", DELIVERY, MAYA, TWO)]
    assert "no longer listed" in card.text


@pytest.mark.parametrize(("typed", "word"), [("top 5", "top"), ("Gaps?", "gaps")])
async def test_our_words_are_ours_with_what_people_add(typed: str, word: str) -> None:
    service = practices()
    await routes(service).commands["/practice"](command(typed))
    assert [each[0] for each in service.asked] == [word]


async def test_under_a_settled_ask_the_form_is_made_of_it() -> None:
    draft = Draft(
        *(SITUATION, WORKED),
        ask_id=ONE,
        source=Source("C2", "1.2"),
        helper="U0DAN",
        helper_name="Dan Ortiz",
    )
    service = practices(draft_from_ask=draft)
    said = await pressed(service, words.SAVE_ASK, channel="C1")
    assert service.asked == [("draft_from_ask", MAYA, ONE)]
    made = From("C1", "C2", "1.2", ONE, None, "U0DAN", "Dan Ortiz")
    assert words.read_from(said["private_metadata"]) == made


async def test_the_card_that_was_pressed_is_remembered_until_it_is_saved() -> None:
    service = practices(draft_from_ask=DRAFT)
    pressed_on = {"channel": "C1", "message_ts": "1.3", "response_url": "https://hooks.test/1"}
    form = await pressed(service, words.SAVE_ASK, **pressed_on)
    await sent(service, words.SAVE_FORM, form["private_metadata"], **TYPED)
    assert service.asked[-1][3].pressed == Pressed("C1", "1.3", "https://hooks.test/1")


async def test_where_somebody_saved_it_already_theirs_stands_above() -> None:
    service = practices(draft_from_ask=Alike(DRAFT, (sample_shown(),)))
    said = await pressed(service, words.SAVE_ASK, channel="C1")
    assert words.read_from(said["private_metadata"]).seen == (ONE,)
    assert words.INSTEAD in str(said)


@pytest.mark.parametrize(("said", "is_theirs"), [("By  nine.", True), ("By ten.", False)])
async def test_how_the_helper_said_it_is_theirs_until_it_is_changed(
    said: str, is_theirs: bool
) -> None:
    service = practices()
    draft = Draft(SITUATION, WORKED, "By nine.", helper="U0DAN", helper_said=True)
    made = words.from_value(modals.made_from(draft, "C1"))
    await sent(service, words.SAVE_FORM, made, **TYPED, say_it=said)
    assert service.asked[0][3].helper_said is is_theirs


async def test_the_shortcut_makes_the_form_of_the_message_and_its_writer() -> None:
    service = practices()
    shortcut = Shortcut(
        *(DELIVERY, MAYA, words.FROM_MESSAGE, "t1"),
        channel="C1",
        message_ts="1.2",
        message_text="Restart &amp; wait",
        message_user="U0DAN",
    )
    said = await routes(service).shortcuts[words.FROM_MESSAGE](shortcut)
    assert service.asked == [
        ("draft_from_message", MAYA, "C1", "1.2", "Restart &amp; wait", "U0DAN")
    ]
    assert isinstance(said, dict)
    assert said["callback_id"] == words.SAVE_FORM


@pytest.mark.parametrize(
    ("name", "added", "offers"),
    [("bulb", True, True), ("bulb", False, False), ("eyes", True, False)],
)
async def test_a_bulb_offers_to_save_the_message(name: str, added: bool, offers: bool) -> None:
    (hear,) = routes(practices()).reactions
    said = await hear(Reaction(DELIVERY, MAYA, name, "C1", "1.2", added))
    assert isinstance(said, Card) is offers


async def test_the_reactions_that_offer_it_are_configured() -> None:
    (hear,) = routes(practices(), ["star"]).reactions
    assert await hear(Reaction(DELIVERY, MAYA, "bulb", "C1", "1.2", True)) is None
    assert await hear(Reaction(DELIVERY, MAYA, "star", "C1", "1.2", True)) is not None


async def test_the_offer_opens_the_form_of_that_message() -> None:
    async def read(channel: str, ts: str) -> tuple[str, str]:
        return f"{channel} {ts}", "U0DAN"

    service = practices()
    press_it = press(words.SAVE_MESSAGE, words.place_value("C1", "1.2"))
    await routes(service, read=read).actions[words.SAVE_MESSAGE](press_it)
    assert service.asked == [("draft_from_message", MAYA, "C1", "1.2", "C1 1.2", "U0DAN")]


async def test_of_a_message_that_cannot_be_read_the_form_asks_for_the_words() -> None:
    service = practices()
    await pressed(service, words.SAVE_MESSAGE, words.place_value("C1", "1.2"))
    assert service.asked == [("draft_from_message", MAYA, "C1", "1.2", "", None)]


async def test_home_shows_mine_and_nothing_to_whoever_has_no_pod() -> None:
    (home,) = routes(practices()).home
    assert await home(HomeOpened(DELIVERY, MAYA))
    (home,) = routes(practices(own=NoPod([]))).home
    assert await home(HomeOpened(DELIVERY, MAYA)) == []


TYPED = {words.SITUATION: SITUATION, words.WHAT_WORKED: WORKED}


@pytest.mark.parametrize(
    ("shown_to", "scope", "state"),
    [
        (words.DRAFT, Scope.MARKET, PracticeState.DRAFT),
        ("pod", Scope.POD, PracticeState.SHARED),
        ("partners", Scope.PARTNERS, PracticeState.SHARED),
        (None, Scope.MARKET, PracticeState.SHARED),
    ],
)
async def test_a_form_saves_what_was_typed_for_whom_it_says(
    shown_to: str | None, scope: Scope, state: PracticeState
) -> None:
    service = practices()
    made = From("C1", "C2", "1.2", ONE, TWO, "U0DAN", "Dan Ortiz", "https://ok.example")
    said = await sent(
        *(service, words.SAVE_FORM, words.from_value(made)), **TYPED, shown_to=shown_to
    )
    draft = Draft(
        *(SITUATION, WORKED),
        scope=scope,
        ask_id=ONE,
        gap_id=TWO,
        source=Source("C2", "1.2"),
        helper="U0DAN",
        helper_name="Dan Ortiz",
        link="https://ok.example",
    )
    only = {"merge_into": None, "link_to": None}
    assert service.asked == [("save", DELIVERY, MAYA, draft, state, frozenset(), only)]
    assert isinstance(said, Note)
    assert said.channel == "C1"


async def test_a_form_that_stood_on_no_channel_only_closes() -> None:
    assert await sent(practices(), words.SAVE_FORM, "", **TYPED) is None


async def test_what_stood_beside_a_form_once_is_not_shown_again() -> None:
    service = practices(save=Alike(DRAFT, (sample_shown(),)))
    metadata = words.from_value(From(seen=(TWO,)))
    said = await sent(service, words.SAVE_FORM, metadata, **TYPED)
    assert words.read_from(said["private_metadata"]).seen == (TWO, ONE)


async def test_whoever_saved_what_had_to_be_masked_is_told() -> None:
    service = practices(save=Saved(sample_practice(), (Kind.CARD,)))
    said = await sent(service, words.SAVE_FORM, words.from_value(From("C1")), **TYPED)
    assert "was masked" in str(said.card.blocks)


async def test_near_duplicates_bring_the_form_again_with_them_above() -> None:
    service = practices(save=Alike(DRAFT, (sample_shown(),)))
    said = await sent(service, words.SAVE_FORM, words.from_value(From("C1")), **TYPED)
    assert said["callback_id"] == words.SAVE_FORM
    assert words.read_from(said["private_metadata"]) == From("C1", seen=(ONE,))


@pytest.mark.parametrize(
    ("instead", "chosen"),
    [
        (words.instead_value(Instead.BOTH), {"merge_into": None, "link_to": None}),
        (words.instead_value(Instead.LINK, ONE), {"merge_into": None, "link_to": ONE}),
        (words.instead_value(Instead.MERGE, ONE), {"merge_into": ONE, "link_to": None}),
    ],
)
async def test_whoever_saw_them_decides_what_becomes_of_theirs(
    instead: str, chosen: dict[str, UUID | None]
) -> None:
    service = practices()
    metadata = words.from_value(From(seen=(ONE,)))
    await sent(service, words.SAVE_FORM, metadata, **TYPED, instead=instead)
    assert service.asked[0][-2:] == (frozenset({ONE}), chosen)


@pytest.mark.parametrize(
    ("instead", "say_it", "told"),
    [
        (words.instead_value(Instead.MERGE, ONE), "Wait.", "What you found is part of this one"),
        (words.instead_value(Instead.LINK, ONE), "Wait.", "Your way to say it stands in “"),
        (words.instead_value(Instead.LINK, ONE), None, "Noted. “"),
        (words.instead_value(Instead.BOTH), "Wait.", "Saved."),
    ],
)
async def test_what_became_of_it_is_said_as_it_is(
    instead: str, say_it: str | None, told: str
) -> None:
    metadata = words.from_value(From("C1", seen=(ONE,)))
    typed = TYPED | {"say_it": say_it, "instead": instead}
    said = await sent(practices(), words.SAVE_FORM, metadata, **typed)
    assert told in said.card.text


async def test_a_change_sends_every_field_and_why() -> None:
    service = practices()
    metadata = str(Editing(ONE, 4, TWO))
    more = {"title": "T", "say_it": None, "topics": "network,billing", "shown_to": "company"}
    more |= {"ends_at": "1800000000", "why": "new fee"}
    shown = await sent(service, words.EDIT_FORM, metadata, **TYPED, **more)
    assert shown["callback_id"] == words.WHOLE, "as it stands then"
    fields = Fields(
        title="T",
        situation=SITUATION,
        what_worked=WORKED,
        say_it="",
        saying_id=TWO,
        topics=("network", "billing"),
        scope=Scope.COMPANY,
        ends_at=datetime.fromtimestamp(1800000000, UTC),
    )
    assert service.asked == [
        ("edit", DELIVERY, MAYA, ONE, 4, fields, "new fee"),
        ("show", MAYA, ONE),
    ]


async def test_whoever_has_no_way_to_say_it_and_adds_none_takes_none_out() -> None:
    service = practices()
    await sent(service, words.EDIT_FORM, str(Editing(ONE, 4)), **TYPED)
    fields = service.asked[0][5]
    assert (fields.say_it, fields.saying_id, fields.no_end) == (None, None, True)


async def test_an_alert_is_tied_untied_and_left_alone_where_nothing_was_asked() -> None:
    service, editing = practices(), str(Editing(ONE, 4))
    await sent(service, words.EDIT_FORM, editing, **TYPED, with_alert=str(TWO))
    await sent(service, words.EDIT_FORM, editing, **TYPED, with_alert=None)
    await sent(service, words.EDIT_FORM, editing, **TYPED)
    edits = [each[5] for each in service.asked if each[0] == "edit"]
    assert [(each.alert_id, each.no_alert) for each in edits] == [
        (TWO, False),
        (None, True),
        (None, False),
    ]


async def test_the_second_editor_gets_their_words_back_below_the_first_ones() -> None:
    theirs = Changed(sample_practice(version=5), [Difference("title", "A", "B")])
    history = [Entry(sample_change()), Entry(sample_change(version=5, who_name="Grace Kim"))]
    service = practices(edit=theirs, show=sample_whole(history=history))
    said = await sent(service, words.EDIT_FORM, str(Editing(ONE, 4, TWO)), **TYPED, title="Mine")
    assert words.read_editing(said["private_metadata"]) == Editing(ONE, 5, TWO)
    assert "Grace K. changed it while you wrote" in str(said)
    assert "'Mine'" in str(said)


async def test_a_refusal_says_one_word_and_why() -> None:
    service = practices()
    metadata = str(Refusing(ONE, "C1"))
    said = await sent(service, words.REFUSE_FORM, metadata, word="old", why="moved")
    assert service.asked == [("refuse", DELIVERY, MAYA, ONE, Word.OLD, "moved")]
    assert (said.channel, "We told" in said.card.text) == ("C1", True)


@pytest.mark.parametrize(
    "stale",
    [
        lambda service: pressed(service, words.USE, "x"),
        lambda service: pressed(service, words.MENU, "more"),
        lambda service: sent(service, words.SAVE_FORM, "{", **TYPED),
        lambda service: sent(service, words.SAVE_FORM, "", **TYPED, shown_to="world"),
        lambda service: sent(service, words.EDIT_FORM, "1", **TYPED),
        lambda service: sent(service, words.EDIT_FORM, str(Editing(ONE, 4)), with_alert="x"),
        lambda service: sent(service, words.REFUSE_FORM, str(Refusing(ONE)), word="rude"),
    ],
)
async def test_what_another_version_sent_changes_nothing(stale: Callable[[Any], Any]) -> None:
    service = practices()
    with pytest.raises(Outdated):
        await stale(service)
    assert service.asked == []
