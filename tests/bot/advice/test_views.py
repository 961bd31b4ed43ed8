"""The living card of an ask and its linked card, in every state."""

import re
from datetime import timedelta

import pytest

from bot.advice import words
from bot.advice.facts import Around
from bot.advice.overflow_card import overflow_card
from bot.advice.phrases import CALL_STATES
from bot.advice.views import card, question_is_cut, whole_question
from bot.text.fitting import lines
from bot.text.kit import Card
from bot.workspace.blocks import blocks_too_long, check_blocks
from storage.advice import Ask, AskState, CallState, Contact, OverflowReason, Reply
from tests.bot.advice.samples import (
    ASKED_AT,
    FIRE,
    QUESTION,
    ZONE,
    controls,
    labels,
    sample_ask,
    sample_reply,
    texts,
)


def claimed(**changes: object) -> Ask:
    claim = {"state": AskState.CLAIMED, "claimed_by": "U0DAN", "claimed_by_name": "Dan Ortiz"}
    return sample_ask(**{**claim, **changes})


def seen(shown: Card) -> str:
    return "\n".join(texts(shown.blocks))


def test_an_open_card_says_who_call_state_topic_question_and_since_when() -> None:
    shown = card(sample_ask(), [], ZONE)
    assert texts(shown.blocks)[:2] == ["🙋 *<@U0MAYA>* · on the line", QUESTION]
    assert "network · asked <!date^1795200067^{time_secs}|10:41:07 AM PST>" in texts(shown.blocks)
    assert labels(shown.blocks) == ["I've got this", "Answer", "…"]


def test_its_text_is_the_first_line_and_the_question_without_emoji_or_marks() -> None:
    assert card(sample_ask(), [], ZONE).text == (f"<@U0MAYA> · on the line · network: {QUESTION}")


@pytest.mark.parametrize(
    ("contact", "call_state", "label"),
    [
        (Contact.PHONE, CallState.TALKING, "on the line"),
        (Contact.PHONE, CallState.ON_HOLD, "on hold"),
        (Contact.CHAT, CallState.TALKING, "in a chat"),
        (Contact.CHAT, CallState.ON_HOLD, "chat on hold"),
    ],
)
def test_the_call_state_is_said_in_words(
    contact: Contact, call_state: CallState, label: str
) -> None:
    shown = card(sample_ask(contact=contact, call_state=call_state), [], ZONE)
    assert texts(shown.blocks)[0].endswith(f"· {label}")
    assert f"· {label} · network:" in shown.text


def test_a_call_back_shows_its_kind_and_until_when() -> None:
    due = ASKED_AT + timedelta(hours=5)
    shown = card(sample_ask(call_state=CallState.CALL_BACK, call_back_at=due), [], ZONE)
    assert texts(shown.blocks)[0] == "📞 *<@U0MAYA>* · call-back"
    assert "<!date^1795218067^by {time}|by 3:41 PM PST>" in texts(shown.blocks)[2]


def test_a_call_back_on_another_day_says_which() -> None:
    due = ASKED_AT + timedelta(hours=20)
    shown = card(sample_ask(call_state=CallState.CALL_BACK, call_back_at=due), [], ZONE)
    token = "<!date^1795272067^by {time} {date_short_pretty}|by 6:41 AM PST on Nov 21>"
    assert token in texts(shown.blocks)[2]


def test_a_call_back_without_a_time_still_says_that_it_is_one() -> None:
    shown = card(sample_ask(call_state=CallState.CALL_BACK), [], ZONE)
    assert texts(shown.blocks)[0] == "📞 *<@U0MAYA>* · call-back"


def test_a_claimed_card_names_the_claimer_and_offers_time_or_the_pod() -> None:
    shown = card(claimed(), [], ZONE)
    assert "— Dan O. is on it" in texts(shown.blocks)[0]
    assert labels(shown.blocks) == ["Answer", "Dan O.: 2 more minutes", "Back to the pod", "…"]


def test_one_answer_puts_this_worked_on_the_card_as_a_button() -> None:
    ask, reply = sample_ask(), sample_reply()
    shown = card(ask, [reply], ZONE)
    assert labels(shown.blocks) == ["This worked", "I've got this", "Answer", "…"]
    assert controls(shown.blocks)[0]["value"] == f"{ask.id}:{reply.id}"


def test_the_answer_stands_under_a_short_question_with_topic_and_time() -> None:
    shown = card(sample_ask(question="Outage in Ramona?"), [sample_reply()], ZONE)
    assert texts(shown.blocks)[2].startswith('Dan O.: "Fire near Ramona took two sites down')
    assert texts(shown.blocks)[3].startswith("network · asked ")
    assert "· answered" in texts(shown.blocks)[3]


@pytest.mark.parametrize("call_state", [CallState.TALKING, CallState.ON_HOLD])
@pytest.mark.parametrize("question", ["Outage?", QUESTION[:60], QUESTION, QUESTION * 9])
@pytest.mark.parametrize("asker", ["Maya Reyes", "Bartholomew Featherstonehaugh-Cholmondeley"])
@pytest.mark.parametrize("state", [AskState.OPEN, AskState.CLAIMED])
def test_the_newest_answer_stands_on_every_live_card(
    state: AskState, asker: str, question: str, call_state: CallState
) -> None:
    who = {"asker_name": asker, "question": question, "call_state": call_state}
    ask = claimed(state=state, **who)
    old = sample_reply("Ines Costa", "Restart it", at=ASKED_AT + timedelta(seconds=5))
    shown = card(ask, [sample_reply(), old], ZONE)
    assert re.search(r'Dan O\.: "Fire[^"]*"', seen(shown))
    assert "Restart" not in seen(shown) + shown.text
    answered = "Dan O. answered" if state is AskState.CLAIMED else "Dan O."
    assert shown.text.endswith(f'— {answered}: "{FIRE}"')


def test_a_whole_question_of_three_lines_keeps_its_words_and_its_answer_takes_the_last_line() -> (
    None
):
    shown = card(sample_ask(), [sample_reply()], ZONE)
    assert texts(shown.blocks)[1:3] == [QUESTION, 'Dan O.: "Fire near Ramona took two…"']
    assert [block["type"] for block in shown.blocks] == ["section", "section", "context", "actions"]


def test_beside_the_answer_stands_only_what_is_unusual_and_nowhere_else() -> None:
    talking = card(claimed(), [sample_reply()], ZONE)
    assert texts(talking.blocks)[2] == 'Dan O.: "Fire near Ramona took two…"'
    on_hold = claimed(call_state=CallState.ON_HOLD)
    assert texts(card(on_hold, [sample_reply()], ZONE).blocks)[2].startswith('on hold · Dan O.: "')
    due = {"call_state": CallState.CALL_BACK, "call_back_at": ASKED_AT + timedelta(hours=5)}
    last = texts(card(sample_ask(**due), [sample_reply()], ZONE).blocks)[2]
    assert last == '<!date^1795218067^by {time}|by 3:41 PM PST> · Dan O.: "Fire near…"'


def test_an_answer_that_was_edited_or_deleted_is_shown_no_more() -> None:
    edited = card(sample_ask(), [sample_reply(text="Only their phones")], ZONE)
    assert 'Dan O.: "Only their phones"' in texts(edited.blocks)
    deleted = card(sample_ask(), [sample_reply(deleted_at=ASKED_AT)], ZONE)
    assert deleted.blocks[:-1] == card(sample_ask(), [], ZONE).blocks[:-1]


@pytest.mark.parametrize("nothing", ["", "\u3164\u3164", "\u2800", "\u115f \u1160\ufe0f"])
def test_words_that_nobody_sees_are_said_to_be_none(nothing: str) -> None:
    shown = card(sample_ask(question=nothing), [sample_reply(nothing, nothing)], ZONE)
    assert texts(shown.blocks)[1:3] == ["(no words)", 'A colleague: "(no words)"']


def test_an_answer_on_the_card_is_only_words() -> None:
    reply = sample_reply("<!here>", "<!channel> & <@U1>")
    shown = card(sample_ask(question="Outage?"), [reply], ZONE)
    assert texts(shown.blocks)[2] == '<!here>: "<!channel> & <@U1>"'
    assert shown.blocks[2]["elements"][0]["type"] == "plain_text"
    beside = card(claimed(call_state=CallState.ON_HOLD), [reply], ZONE).blocks[2]["elements"][0]
    assert beside["text"] == 'on hold · &lt;!here&gt;: "&lt;!channel&gt; &amp;…"'


def test_several_answers_put_a_menu_beside_it_with_the_last_one_preselected() -> None:
    ask = sample_ask()
    dan, ines = sample_reply("Dan Ortiz"), sample_reply("Ines Costa", ts="1.3")
    shown = card(ask, [ines, dan], ZONE)
    button, menu = controls(shown.blocks)[:2]
    assert [each["text"]["text"] for each in menu["options"]] == ["Dan O.", "Ines C."]
    assert menu["initial_option"] == menu["options"][-1]
    assert button["value"] == menu["initial_option"]["value"] == words.accept_value(ask, ines)


def test_the_menu_shows_each_person_once_with_their_newest_answer() -> None:
    ask = sample_ask()
    old, new = sample_reply(text="wait"), sample_reply(ts="1.4", at=ASKED_AT + timedelta(minutes=1))
    shown = card(ask, [new, old], ZONE)
    assert controls(shown.blocks)[0]["value"] == words.accept_value(ask, new)
    assert words.ACCEPT_FROM not in [each["action_id"] for each in controls(shown.blocks)]


@pytest.mark.parametrize(
    "reply",
    [sample_reply("Maya Reyes"), sample_reply(deleted_at=ASKED_AT), sample_reply(author="")],
    ids=["the asker's own", "deleted", "nobody's"],
)
def test_what_is_no_answer_offers_no_this_worked(reply: Reply) -> None:
    assert "This worked" in labels(card(sample_ask(), [sample_reply()], ZONE).blocks)
    assert "This worked" not in labels(card(sample_ask(), [reply], ZONE).blocks)


def test_a_say_now_line_goes_before_the_detail() -> None:
    reply = sample_reply(say_now="A fire took two sites down.", text="Long detail")
    shown = card(sample_ask(question="Outage?"), [reply], ZONE)
    assert 'Dan O.: "A fire took two sites down."' in seen(shown)


@pytest.mark.parametrize("call_state", CallState)
def test_the_rest_stands_under_the_dots_and_names_the_ask(call_state: CallState) -> None:
    ask = sample_ask(call_state=call_state)
    options = controls(card(ask, [], ZONE).blocks)[-1]["options"]
    assert len(options) <= 5
    chosen = {words.read_more(each["value"]) for each in options}
    assert {ask_id for _, ask_id in chosen} == {ask.id}
    assert words.More.CALL_ENDED in {what for what, _ in chosen}


@pytest.mark.parametrize("claimer", ["Dan Ortiz", "Bartholomew Featherstonehaugh"])
@pytest.mark.parametrize("asker", ["Maya Reyes", "Fernanda Rodriguez", "Bartholomew Cholmondeley"])
def test_a_claim_or_an_answer_takes_nothing_of_the_question_away(asker: str, claimer: str) -> None:
    who = {"asker_name": asker, "question": QUESTION * 2}
    due = {"call_state": CallState.CALL_BACK, "call_back_at": ASKED_AT + timedelta(days=2)}
    shown = {
        texts(card(ask, answers, ZONE).blocks)[1]
        for more in ({}, due)
        for ask in (sample_ask(**who, **more), claimed(**who, **more, claimed_by_name=claimer))
        for answers in ([], [sample_reply()])
    }
    assert len(shown) == 1
    assert lines(shown.pop()) >= 2


@pytest.mark.parametrize("typed", ["*228 or *86", "`a` and _b_", "> ~no~", "```x```"])
def test_marks_in_a_question_stand_in_plain_text(typed: str) -> None:
    for shown in (
        card(sample_ask(question=typed), [], ZONE),
        overflow_card(sample_ask(question=typed), [], "San Diego", OverflowReason.CLOSED, ZONE),
        *whole_question(sample_ask(question=typed)),
    ):
        words = {"type": "plain_text", "text": typed, "emoji": False}
        assert {"type": "section", "text": words} in shown.blocks


def test_a_long_question_is_cut_on_the_card_and_stands_whole_in_the_thread() -> None:
    ask = sample_ask(question="Ramona " * 5714 + "end")
    assert question_is_cut(ask)
    assert "(all in the thread)" in seen(card(ask, [], ZONE))
    messages = whole_question(ask)
    assert messages[0].text.startswith("Ramona Ramona")
    whole = " ".join(text for each in messages for text in texts(each.blocks)[1:])
    assert whole == ask.question
    for message in messages:
        assert not check_blocks(message.blocks, "message")
        assert not blocks_too_long(message.blocks)


def test_a_usual_question_stands_whole_on_the_card() -> None:
    assert not question_is_cut(sample_ask())


@pytest.mark.parametrize("reason", OverflowReason)
@pytest.mark.parametrize("call_state", CallState)
@pytest.mark.parametrize("state", [AskState.OPEN, AskState.CLAIMED])
@pytest.mark.parametrize("partner", [True, False])
def test_the_overflow_pod_sees_a_usual_question_whole_in_five_lines(
    reason: OverflowReason, call_state: CallState, state: AskState, partner: bool
) -> None:
    who = {"claimed_by_name": "Bartholomew Featherstonehaugh", "call_state": call_state}
    ask, opens = claimed(state=state, **who), ASKED_AT + timedelta(hours=12)
    shown = overflow_card(ask, [], "San Diego", reason, ZONE, partner=partner, opens_at=opens)
    first, question, small = texts(shown.blocks)[:3]
    assert question == QUESTION
    assert lines(first.replace("*", "")) == 1
    state_word = CALL_STATES[Contact.PHONE][call_state]
    for said in ("San Diego", state_word, "network"):
        assert said in f"{first} {small}"


def test_the_overflow_pod_sees_where_it_comes_from_and_why() -> None:
    opens = ASKED_AT.replace(hour=15, minute=0) + timedelta(days=1)
    shown = overflow_card(
        sample_ask(call_state=CallState.ON_HOLD, question="Credit for the outage?"),
        [],
        "San Diego",
        OverflowReason.CLOSED,
        ZONE,
        opens_at=opens,
    )
    first = "From San Diego (closed until 7:00 AM PST there) · on hold"
    assert texts(shown.blocks)[0] == f"🙋 *{first}*"
    assert shown.text.startswith(f"{first}: Credit")
    assert labels(shown.blocks) == ["I've got this", "Answer"]


@pytest.mark.parametrize("state", AskState)
def test_a_partner_sees_the_question_and_no_names(state: AskState) -> None:
    reply = sample_reply()
    ask = claimed(state=state, accepted_reply_id=reply.id)
    shown = overflow_card(ask, [reply], "San Diego", OverflowReason.FEW_PRESENT, ZONE, partner=True)
    for word in ("Maya", "Dan", "U0", FIRE[:10]):
        assert word not in seen(shown) + shown.text


@pytest.mark.parametrize("call_state", [CallState.TALKING, CallState.ON_HOLD])
@pytest.mark.parametrize("claimer", ["Dan Ortiz", "Bartholomew Featherstonehaugh"])
def test_more_time_taken_shows_until_when_on_both_cards(
    claimer: str, call_state: CallState
) -> None:
    ask = claimed(claimed_by_name=claimer, call_state=call_state)
    until = ASKED_AT + timedelta(minutes=4)
    here = card(ask, [], ZONE, Around(held_until=until))
    held = f"{claimer.split()[0]} until <!date^1795200307^{{time}}|10:45 AM PST>"
    assert texts(here.blocks)[2].endswith(held)
    fits = len(claimer) < 20 or call_state is CallState.ON_HOLD
    assert (CALL_STATES[Contact.PHONE][call_state] in texts(here.blocks)[2]) is fits
    there = overflow_card(ask, [], "San Diego", OverflowReason.CLOSED, ZONE, held_until=until)
    assert texts(there.blocks)[2].endswith(held)
    partner = overflow_card(
        ask, [], "San Diego", OverflowReason.CLOSED, ZONE, partner=True, held_until=until
    )
    assert "someone until <!date^" in texts(partner.blocks)[2]


def test_a_card_says_that_the_overflow_pod_sees_it_and_which_pod_its_claimer_is_of() -> None:
    seen_there = card(sample_ask(), [], ZONE, Around("Detroit"))
    assert texts(seen_there.blocks)[2].startswith("network · <!date^")
    assert texts(seen_there.blocks)[2].endswith(" · Detroit sees it")
    long = card(sample_ask(), [], ZONE, Around("San Francisco"))
    assert texts(long.blocks)[2] == "network · San Francisco sees it too"
    theirs = card(claimed(), [], ZONE, Around("Detroit", claimed_there=True))
    assert "Dan O. (Detroit) is on it" in texts(theirs.blocks)[0]
    assert "Dan O. (Detroit) is on it: Three" in theirs.text


def test_a_claim_shows_on_both_cards() -> None:
    shown = overflow_card(claimed(), [], "San Diego", OverflowReason.CLOSED, ZONE)
    assert "— Dan O. is on it" in texts(shown.blocks)[0]
    assert "— Dan O. is on it" in texts(card(claimed(), [], ZONE).blocks)[0]
    assert labels(shown.blocks) == ["Answer", "Dan O.: 2 more minutes", "Back to the pod"]


@pytest.mark.parametrize("call_state", CallState)
@pytest.mark.parametrize("state", AskState)
@pytest.mark.parametrize("count", [0, 1, 3, 120])
def test_every_card_keeps_slacks_rules_and_three_buttons(
    state: AskState, call_state: CallState, count: int
) -> None:
    replies = [sample_reply(f"P{n} Ortiz", ts=f"1.{n}") for n in range(count)]
    ask = claimed(state=state, call_state=call_state)
    for shown in (
        card(ask, replies, ZONE, undo=True),
        overflow_card(ask, replies, "San Diego", OverflowReason.UNANSWERED, ZONE),
    ):
        assert not check_blocks(shown.blocks, "message")
        visible = [label for label in labels(shown.blocks) if label != "…"]
        assert len(visible) <= 3


DUE = {"call_state": CallState.CALL_BACK, "call_back_at": ASKED_AT + timedelta(hours=2)}


def test_notes_that_may_fit_take_neither_the_callers_nor_the_hour_of_a_call_from_a_card() -> None:
    asked = {"question": QUESTION, "suggested": 1}
    shared = card(sample_ask(**asked), [], ZONE, Around(callers=3))
    owed = card(sample_ask(**asked, **DUE), [], ZONE, Around(callers=3))
    assert "3 callers · 1 note" in texts(shared.blocks)
    assert any(
        "12:41:00 PM PST> · 1 note" in one or "12:41 PM PST> · 1 note" in one
        for one in texts(owed.blocks)
    )
    assert "1 note may fit" in texts(card(sample_ask(**asked), [], ZONE).blocks)


def test_an_answer_takes_the_callers_from_no_card() -> None:
    shown = card(sample_ask(), [sample_reply()], ZONE, Around(callers=4))
    assert any(one.startswith("4 callers · Dan") for one in texts(shown.blocks))
