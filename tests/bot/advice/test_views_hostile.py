"""Whatever people type, the views show it as words: no smuggled mention, every limit held."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.advice import home, modals, thread, views, whispers
from bot.advice.overflow_card import overflow_card
from bot.text.kit import Block, Card
from bot.workspace.blocks import blocks_too_long, check_blocks, check_view
from storage.advice import Ask, AskState, CallState, Contact, OverflowReason, Reply
from tests.bot.advice.samples import ASKED_AT, ZONE, sample_ask, sample_reply, texts

# Hypothesis warns where it would print 40,000 characters, and these tests draw them on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

unhurried = settings(deadline=None)  # 40,000 characters on a busy machine

HOSTILE = (
    "<!channel>",
    "<!here|x>",
    "<@U0EVIL>",
    "<#C0EVIL>",
    "<!subteam^S1>",
    "<https://evil.example|Undo>",
    "&lt;!channel&gt;",
    "*_~`",
    "```",
    "\x00",
    "\u202e",
    "{who}",
    "🙋👩‍👩‍👧",
    "مرحبا",
    "客户",
    "\ud83d",
    "\n\n",
    " ",
)
words = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)), max_size=12)
people_type = words.map("".join)
long_texts = st.tuples(people_type, st.integers(1, 2000)).map(lambda t: (t[0] * t[1])[:40_000])
anything = st.one_of(people_type, long_texts)

OURS = re.compile(
    r"<@U0(MAYA|DAN|INES)>|<!date\^\d+\^[^|<>]*\|[^|<>]*>|<https://ok\.example\|[^<>]*>"
)


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    return sample_ask(
        question=draw(anything),
        asker_name=draw(people_type),
        state=draw(st.sampled_from(AskState)),
        call_state=draw(st.sampled_from(CallState)),
        contact=draw(st.sampled_from(Contact)),
        claimed_by="U0DAN",
        claimed_by_name=draw(people_type),
        call_back_at=draw(st.sampled_from([None, ASKED_AT + timedelta(hours=1)])),
        accepted_reply_id=UUID(int=7),
    )


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    return sample_reply(
        id=draw(st.sampled_from([UUID(int=7), UUID(int=8), UUID(int=9)])),
        author=draw(st.sampled_from(["U0DAN", "U0INES"])),
        author_name=draw(people_type),
        text=draw(anything),
        say_now=draw(st.one_of(st.none(), people_type.map(lambda t: t[:140]))),
    )


def smuggled(text: str) -> list[str]:
    return re.findall(r"<[^>]*>", OURS.sub("", text))


def check_card(shown: Card) -> None:
    assert shown.text.strip()
    assert len(shown.text) <= 3000
    assert not check_blocks(shown.blocks, "message")
    assert not blocks_too_long(shown.blocks)
    for text in (shown.text, *mrkdwn(shown.blocks)):
        assert not smuggled(text)
        assert "\x00" not in text


def mrkdwn(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        holders = [block.get("text"), *block.get("elements", [])]
        yield from (h["text"] for h in holders if h and h.get("type") == "mrkdwn")


@unhurried
@given(asks(), st.lists(replies(), max_size=3, unique_by=lambda reply: reply.id), people_type)
def test_cards_show_words_as_words(ask: Ask, answers: list[Reply], pod: str) -> None:
    check_card(views.card(ask, answers, ZONE, undo=True))
    for partner in (True, False):
        check_card(
            overflow_card(
                ask,
                answers,
                pod,
                OverflowReason.CLOSED,
                ZONE,
                partner=partner,
            )
        )


@unhurried
@given(asks(), replies(), people_type)
def test_replies_in_the_thread_show_words_as_words(ask: Ask, reply: Reply, pod: str) -> None:
    check_card(thread.answer(ask, reply, to=[ask.asker]))
    check_card(thread.answer(ask, reply))
    check_card(thread.first_answer(ask, reply))
    check_card(thread.first_answer(ask, reply, pod))
    check_card(thread.mirrored(reply, pod))
    check_card(thread.call_for_help(ask, ["U0DAN", "U0INES"], ZONE))
    check_card(thread.claim_check(ask))
    check_card(thread.claim_lapsed(ask))


@unhurried
@given(asks(), replies(), people_type)
def test_private_messages_show_words_as_words(ask: Ask, reply: Reply, pod: str) -> None:
    check_card(whispers.private_copy(ask, reply, "https://ok.example/1"))
    check_card(whispers.pressed_copy(reply, whispers.it_worked(), "https://ok.example", pod))
    check_card(whispers.claimed(ask, "https://ok.example/1"))
    check_card(whispers.claimed(ask, None, pod))
    check_card(whispers.call_back_due(ask, pod, ZONE))
    left = whispers.end_of_shift([ask] * 20, ZONE)
    assert left is not None
    check_card(left)


@unhurried
@given(asks(), people_type)
def test_modals_keep_slacks_rules_for_any_words(ask: Ask, kept: str) -> None:
    for view in (
        modals.ask_modal(ask.question, metadata=kept[:3000]),
        modals.answer_modal(ask),
        modals.call_ended_modal(ask, ASKED_AT, ZONE, kept),
        modals.edit_modal(ask),
        modals.topic_modal(ask),
    ):
        assert not check_view(view)
        assert not [each for text in mrkdwn(view["blocks"]) for each in smuggled(text)]


@unhurried
@given(asks())
def test_home_keeps_slacks_rules_for_any_words(ask: Ask) -> None:
    links = {ask.id: "https://ok.example"}
    blocks = home.home_section([ask] * 30, [ask] * 30, ZONE, links)
    assert not check_blocks(blocks, "home")
    assert not [each for text in mrkdwn(blocks) for each in smuggled(text)]


@pytest.mark.parametrize("size", [1, 2_999, 3_000, 40_000])
@pytest.mark.parametrize("letter", ["a", "&", "<", "🙋", "م", "客"])
def test_a_long_question_is_never_lost(letter: str, size: int) -> None:
    ask = sample_ask(question=letter * size)
    shown = "".join(
        text for message in views.whole_question(ask) for text in texts(message.blocks)[1:]
    )
    plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert plain == ask.question
    for message in views.whole_question(ask):
        check_card(message)
