"""Private messages, short replies, modals, Home and refusals say what happened and what to do."""

from datetime import datetime, timedelta

import pytest

from bot.advice import elsewhere, errors, home, modals, thread, whispers, words
from bot.advice.facts import Next
from bot.errors import PodlineError
from bot.text.kinds import Kind
from bot.workspace.blocks import check_blocks, check_values, check_view, initial_values
from storage.advice import AskState, CallState
from storage.topics import Topic
from tests.bot.advice.samples import (
    ASKED_AT,
    FIRE,
    ZONE,
    controls,
    labels,
    sample_ask,
    sample_reply,
    texts,
)

DUE = ASKED_AT + timedelta(hours=5, minutes=19)  # 4:00:07 PM in San Diego


def test_the_first_answer_mentions_the_asker_once_and_offers_both_ways_on() -> None:
    ask, reply = sample_ask(), sample_reply()
    said = thread.first_answer(ask, reply)
    assert said.text == f"<@U0MAYA> — Dan O.: {FIRE}"
    assert texts(said.blocks)[0] == f"<@U0MAYA> — *Dan O.*: {FIRE}"
    assert labels(said.blocks) == ["This worked", "Still need help"]
    assert words.read_accept(controls(said.blocks)[0]["value"]) == (ask.id, reply.id)


def test_a_later_answer_mentions_nobody() -> None:
    said = thread.answer(sample_ask(), sample_reply())
    assert "<@" not in said.text + "".join(texts(said.blocks))


def test_an_answer_leads_with_its_say_now_line_and_keeps_its_detail() -> None:
    said = thread.answer(sample_ask(), sample_reply(say_now="A fire.", text="Towers 1\nand 2"))
    assert texts(said.blocks) == ["*Dan O.*: A fire.", "Towers 1\nand 2"]


def test_a_mirrored_reply_names_its_author_and_their_pod_and_is_whole() -> None:
    long = "word " * 100
    said = thread.mirrored(sample_reply(text=long), "Detroit")
    assert texts(said.blocks)[0].startswith("*Dan O.* from Detroit: word")
    assert texts(said.blocks)[1] == long.strip()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "a customer is waiting on this one (network)."),
        ({"call_state": CallState.ON_HOLD}, "a customer is on hold for this one (network)."),
        (
            {"call_state": CallState.CALL_BACK, "call_back_at": DUE},
            "a customer expects a call-back on this one (network) "
            "<!date^1795219207^by {time} {date_short_pretty}|by 4:00 PM PST on Nov 20>.",
        ),
    ],
)
def test_the_ladder_mentions_people_with_two_ways_to_react(
    changes: dict[str, object], sentence: str
) -> None:
    said = thread.call_for_help(sample_ask(**changes), ["U0INES", "U0THEO"], ZONE)
    assert said.text == f"<@U0INES> <@U0THEO> — {sentence}"
    assert labels(said.blocks) == ["I've got this", "Not me"]


def test_the_claimer_is_asked_and_the_fall_back_names_nobody() -> None:
    ask = sample_ask(state=AskState.CLAIMED, claimed_by="U0DAN", claimed_by_name="Dan Ortiz")
    assert labels(thread.claim_check(ask).blocks) == ["2 more minutes", "Back to the pod"]
    said = thread.claim_check(ask).text
    assert said == "<@U0DAN> — still on this one? Back to the pod in a minute."
    assert "Dan" not in thread.claim_lapsed(ask).text


def test_what_was_masked_is_named_and_the_way_to_delete_it_is_shown() -> None:
    assert whispers.masked_notice([Kind.CARD, Kind.CARD], still_shown=True).text == (
        "I masked what looks like a card number. "
        'Your own message still shows it: open it, "More", "Delete message".'
    )
    assert whispers.masked_notice([Kind.CARD, Kind.PIN], still_shown=False).text == (
        "I masked several things that look like a customer's personal data. Nobody saw it."
    )


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_data_has_its_words(kind: Kind) -> None:
    assert whispers.masked_notice([kind], still_shown=False).text.startswith("I masked what looks")


def test_a_call_back_reminder_speaks_the_customers_time() -> None:
    ask = sample_ask(call_state=CallState.CALL_BACK, call_back_at=DUE, topic=Topic.BILLING)
    said = whispers.call_back_due(ask, "San Diego", ZONE)
    assert said.text == "You promised a call-back by 4 PM San Diego time · billing"
    assert labels(said.blocks) == ["Done", "Later"]


def test_the_end_of_a_shift_lists_what_is_open_with_one_press_each() -> None:
    owed = sample_ask(call_state=CallState.CALL_BACK, call_back_at=DUE)
    said = whispers.end_of_shift([sample_ask(), owed], ZONE)
    assert said is not None
    assert said.text == "Before you go: 2 questions of yours are open."
    assert labels(said.blocks) == [
        *("Nothing owed", "Promise a call-back"),
        *("Called back", "Change the time"),
    ]
    assert whispers.end_of_shift([], ZONE) is None


@pytest.mark.parametrize(
    ("quiet", "open_", "line"),
    [
        (0, 1, "one question of yours is open."),
        (1, 0, "one question of yours went quiet. Is the customer waiting?"),
        (2, 0, "2 questions of yours went quiet. Is a customer waiting?"),
        (2, 1, "1 of your questions open, 2 gone quiet."),
    ],
)
def test_the_end_of_a_shift_says_of_each_question_what_its_card_says(
    quiet: int, open_: int, line: str
) -> None:
    lapsed = [sample_ask(state=AskState.LAPSED)] * quiet
    said = whispers.end_of_shift([*lapsed, *[sample_ask()] * open_], ZONE)
    assert said is not None
    assert said.text == f"Before you go: {line}"
    assert sum("· went quiet ·" in text for text in texts(said.blocks)) == quiet


@pytest.mark.parametrize(
    ("answer", "more"),
    [({"text": "word " * 50}, True), ({"say_now": "A fire.", "text": "Why"}, True), ({}, False)],
)
def test_the_private_copy_says_where_an_answer_goes_on(answer: dict[str, str], more: bool) -> None:
    said = whispers.private_copy(sample_ask(), sample_reply(**answer))
    assert ("More in the thread." in texts(said.blocks)) is more


def test_a_pressed_copy_keeps_the_answer_and_says_what_happened_without_buttons() -> None:
    reply = sample_reply(say_now="A fire.", text="Why")
    said = whispers.pressed_copy(reply, whispers.it_worked(), "https://x.example/p", "Detroit")
    assert texts(said.blocks) == [
        "*Dan O.* from Detroit: A fire.",
        "<https://x.example/p|More in the thread.>",
        "You said that this worked. The question is settled.",
    ]
    assert labels(said.blocks) == []
    assert said.text.endswith("settled. Dan O. from Detroit: A fire.")
    assert texts(whispers.pressed_copy(reply, said).blocks)[1] == "More in the thread."


def test_both_buttons_of_a_private_copy_name_its_answer() -> None:
    ask, reply = sample_ask(), sample_reply()
    for said in (whispers.private_copy(ask, reply), elsewhere.reworded(ask, reply)):
        for button in controls(said.blocks):
            assert words.read_copy(button["value"]) == (ask.id, reply.id)
    (_, in_the_thread) = controls(thread.first_answer(ask, reply).blocks)
    assert words.read_copy(in_the_thread["value"]) == (ask.id, None)


def test_not_me_says_of_a_claimer_who_answered_that_they_did() -> None:
    claim = {"state": AskState.CLAIMED, "claimed_by_name": "Dan Ortiz"}
    answered = whispers.declined(Next.CLAIMER, sample_ask(**claim), "")
    assert answered.text == "Thanks, Dan O. answered already."
    waiting = sample_ask(**claim, claimed_until=DUE)
    assert whispers.declined(Next.CLAIMER, waiting, "").text == "Thanks, Dan O. is on it already."


@pytest.mark.parametrize(
    ("allowed", "often"),
    [
        (5, ": you have asked 5 times this hour"),
        (1, ": you have asked once already this hour"),
        (0, ""),
    ],
)
def test_whoever_asked_often_is_told_how_often_and_what_else_to_do(
    allowed: int, often: str
) -> None:
    assert whispers.mentions_are_off(allowed).text == (
        f"Posted without calling anyone{often}. If it cannot wait, message a coach."
    )


def test_a_link_is_offered_only_where_there_is_one() -> None:
    ask = sample_ask()
    assert labels(whispers.claimed(ask, "https://x.example/p").blocks) == ["Open the thread"]
    assert labels(whispers.claimed(ask).blocks) == []


def test_the_form_asks_for_nothing_but_the_question() -> None:
    view = modals.ask_modal()
    values = initial_values(view["blocks"])
    assert check_values(view["blocks"], values) == {
        words.QUESTION: "Please complete this required field."
    }
    values[words.QUESTION][words.QUESTION]["value"] = "Outage?"
    assert check_values(view["blocks"], values) == {}


def test_the_form_is_the_preview_of_what_will_be_published_and_where() -> None:
    view = modals.ask_modal("Outage in Ramona?", channel="C0SANDIEGO", metadata="m")
    assert texts(view["blocks"])[0].startswith("Your pod sees this in <#C0SANDIEGO>. ")
    assert initial_values(view["blocks"])[words.QUESTION][words.QUESTION]["value"] == (
        "Outage in Ramona?"
    )
    assert view["private_metadata"] == "m"


def test_the_form_says_so_where_a_question_does_not_fit_into_it() -> None:
    assert "first 3,000" in str(modals.ask_modal("x" * 3001))
    assert "first 3,000" not in str(modals.ask_modal("x" * 3000))


def test_changing_a_question_that_fits_no_form_never_cuts_it() -> None:
    blocks = modals.edit_modal(sample_ask(question="x" * 3001))["blocks"]
    assert words.QUESTION not in initial_values(blocks)


def test_the_forms_of_an_ask_carry_its_id() -> None:
    ask = sample_ask()
    for form in (
        modals.answer_modal(ask),
        modals.call_ended_modal(ask, ASKED_AT, ZONE, "San Diego"),
        modals.edit_modal(ask),
    ):
        assert words.read_ask(form["private_metadata"]) == ask.id
    assert words.read_ask(modals.topic_modal(ask)["private_metadata"]) == ask.id


def test_a_call_back_opens_its_form_with_its_time() -> None:
    ask = sample_ask(call_state=CallState.CALL_BACK, call_back_at=DUE)
    values = initial_values(modals.call_ended_modal(ask, ASKED_AT, ZONE, "San Diego")["blocks"])
    outcome = values[words.OUTCOME][words.OUTCOME]["selected_option"]["value"]
    assert outcome == words.Outcome.CALL_BACK
    assert values[words.CALL_BACK_AT][words.CALL_BACK_AT]["selected_date_time"] == 1795219207


@pytest.mark.parametrize("promised", [None, ASKED_AT - timedelta(hours=2)])
def test_a_call_ended_opens_its_form_with_a_time_in_an_hour_and_the_customers_clock(
    promised: datetime | None,
) -> None:
    ask = sample_ask(call_back_at=promised)
    view = modals.call_ended_modal(ask, ASKED_AT, ZONE, "San Diego & more")
    at = initial_values(view["blocks"])[words.CALL_BACK_AT][words.CALL_BACK_AT]
    assert at["selected_date_time"] == (ASKED_AT + timedelta(minutes=63, seconds=53)).timestamp()
    _, field, _case = view["blocks"]
    assert not field["optional"]
    hint = "For a call-back, on your own clock. In San Diego & more it is 10:41 AM now."
    assert field["hint"]["text"] == hint


def test_home_says_so_where_nothing_is_open() -> None:
    shown = "\n".join(texts(home.home_section([], [], ZONE)))
    assert "Nothing of yours is open." in shown
    assert "Nobody is waiting for help that you could give." in shown


def test_home_lists_mine_with_everything_and_others_with_a_claim() -> None:
    mine, theirs = sample_ask(), sample_ask(asker_name="Theo Brandt")
    blocks = home.home_section([mine], [theirs], ZONE, {mine.id: "https://x.example/p"})
    assert not check_blocks(blocks, "home")
    assert labels(blocks) == ["Ask the pod", "…", "I've got this"]
    assert "<https://x.example/p|Open the thread>" in "\n".join(texts(blocks))


def test_a_long_list_at_home_says_how_much_it_does_not_show() -> None:
    assert "3 more are not shown." in texts(home.home_section([sample_ask()] * 15, [], ZONE))


@pytest.mark.parametrize("seconds", [0, 1, 4, 600])
def test_a_taken_ask_says_by_whom_and_what_is_still_possible(seconds: int) -> None:
    sentence = errors.AlreadyTaken("Dan Ortiz", seconds).sentence
    assert sentence.startswith("Dan O. ")
    assert "You can still answer" in sentence
    assert ("4 seconds ago" in sentence) == (seconds == 4)
    assert ("1 second ago" in sentence) == (seconds == 1)


def test_a_refusal_leads_into_the_thread_where_its_address_is_known() -> None:
    link = "https://x.example/p"
    assert errors.AlreadyTaken("Dan Ortiz", 4, link).way_on == ("Join the thread", link)
    assert errors.AlreadyTaken("Dan Ortiz", 4).way_on is None


def test_a_claim_of_somebody_else_names_them_once() -> None:
    sentence = errors.OnlyTheClaimer("Ines Costa").sentence
    assert sentence == "Ines C. has this one. You can still answer in the thread."


def test_names_in_refusals_are_only_words() -> None:
    for refused in (
        errors.AlreadyTaken("<!channel>"),
        errors.OnlyTheClaimer("<!channel>"),
    ):
        assert "<" not in refused.sentence


def test_every_refusal_is_a_whole_sentence_with_a_way_on() -> None:
    for each in vars(errors).values():
        if isinstance(each, type) and each.__module__ == errors.__name__:
            assert issubclass(each, PodlineError)
            assert each.sentence.endswith(".")
            assert "sentence" in vars(each)


@pytest.mark.parametrize("value", ["", "nonsense", "call_ended:1", "shout:" + "0" * 32, "\x00"])
def test_values_of_an_older_version_are_stale_and_not_a_crash(value: str) -> None:
    for read in (words.read_ask, words.read_more, words.read_accept):
        with pytest.raises(errors.Stale):
            read(value)


@pytest.mark.parametrize("letter", ["&", "*", "🙋"])
def test_the_form_for_an_answer_shows_any_question(letter: str) -> None:
    view = modals.answer_modal(sample_ask(question=letter * 40_000))
    assert not check_view(view)
    assert texts(view["blocks"])[0] == "*Maya R.* asks:"
    assert texts(view["blocks"])[1].startswith(letter * 100)
