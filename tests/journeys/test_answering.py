"""An answer reaches whoever asked: at once, and once. Everything else is quiet."""

from bot.workspace.visitor import buttons, labels, words
from tests.journeys.people import TRIES, Day, Person, Stopwatch

ANSWER = "Fire near Ramona took two sites down; crews are on site; about 24 hours."
WITHIN = 2.0  # seconds of real time


async def test_a_reply_in_the_thread_is_all_it_takes(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await day.passes(5)
    await dan.writes(ANSWER, card)
    told = [text for text in await maya.mentions() if ANSWER in text]
    assert len(told) == 1
    assert "Dan K." in told[0]
    assert "This worked" in buttons((await maya.again(card))["blocks"])


async def test_the_answer_also_reaches_the_asker_where_they_asked(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    await dan.writes(ANSWER, card)
    assert ANSWER in (await maya.private())[-1]


async def test_only_the_first_answer_mentions_the_asker(
    day: Day, maya: Person, dan: Person, ines: Person
) -> None:
    card = await maya.asks()
    await dan.writes(ANSWER, card)
    await day.passes(5)
    mentioned = await maya.mentions()
    await ines.writes("And it is back in Julian already.", card)
    await dan.writes("Right, Julian is back.", card)
    assert await maya.mentions() == mentioned


async def test_a_later_line_to_say_reaches_the_asker_privately_and_pings_nobody(
    day: Day, maya: Person, dan: Person, ines: Person
) -> None:
    card = await maya.asks()
    await dan.writes("Looking it up.", card)
    await day.passes(5)
    mentioned = await maya.mentions()
    await ines.answers(card, "The site burnt; back by tonight.", "Ticket 4471 has it.")
    assert "The site burnt; back by tonight." in (await maya.private())[-1]
    assert await maya.mentions() == mentioned


async def test_the_askers_own_words_are_no_answer(day: Day, maya: Person) -> None:
    card = await maya.asks()
    mentioned = await maya.mentions()
    await maya.writes("One of them says the phone shows SOS.", card)
    assert await maya.mentions() == mentioned
    assert "This worked" not in labels((await maya.again(card))["blocks"])


async def test_the_form_takes_a_line_to_say_and_the_detail(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    assert await dan.answers(card, "The site burnt; back by tonight.", "Ticket 4471 has it.") == {}
    posted = (await maya.thread(card))[-1]
    assert "The site burnt; back by tonight." in words(posted)
    assert "Ticket 4471 has it." in words(posted)
    assert "Dan K." in words(posted)
    assert "The site burnt" in (await maya.mentions())[-1]


async def test_in_either_way_an_answer_is_there_within_two_seconds(
    day: Day, maya: Person, dan: Person
) -> None:
    written, typed = [], []
    for number in range(TRIES):
        await day.passes(5)  # a channel takes about a message a second
        card = await maya.asks(f"Case {number}: no service in Ramona?")
        watch = Stopwatch()
        await dan.writes(ANSWER, card)
        written.append(watch.seconds)
        card = await maya.asks(f"Case {number} in Julian: no service?")
        watch = Stopwatch()
        assert await dan.answers(card, "The site burnt; back by tonight.") == {}
        typed.append(watch.seconds)
    assert min(written) < WITHIN
    assert min(typed) < WITHIN


async def test_an_answer_without_words_keeps_the_form_open(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    errors = await dan.answers(card)
    assert "There is no answer in it yet" in errors["say_now"]
    assert await dan.sends(await dan.form(), detail="Crews are on site.") == {}
    assert "Crews are on site." in words((await maya.thread(card))[-1])


async def test_a_long_line_to_say_is_refused_with_its_length(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    errors = await dan.answers(card, "x" * 141)
    assert "140" in errors["say_now"]
    assert await maya.thread(card) == []


async def test_what_is_masked_in_an_answer_was_seen_by_nobody(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    await dan.answers(card, "Their card 4111 1111 1111 1111 was charged.")
    shown = " ".join(words(one) for one in await maya.thread(card))
    assert "[card number]" in shown
    assert "1111" not in shown
    assert await dan.modal() is None, "the form closes"
    assert "Nobody saw it." in (await dan.private())[-1]


async def test_editing_an_answer_pings_nobody_and_changes_what_repeats_it(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    ts = await dan.writes(ANSWER, card)
    before = await day.bells()
    await dan.edits(dan.pod, ts, "Fire took two sites down; about 12 hours.")
    await day.quiet()
    assert await day.bells() == before
    assert "12 hours" in words((await maya.thread(card))[-1])


async def test_deleting_an_answer_takes_back_what_repeats_it(
    day: Day, maya: Person, dan: Person
) -> None:
    card = await maya.asks()
    ts = await dan.writes(ANSWER, card)
    before = await day.bells()
    await dan.deletes(dan.pod, ts)
    await day.quiet()
    assert await day.bells() == before
    assert all("crews" not in words(one) for one in await maya.thread(card))


async def test_a_reply_that_outruns_its_card_is_kept(day: Day, maya: Person, dan: Person) -> None:
    ts = await maya.says(maya.pod, "@podline no service in Ramona, outage?")
    await dan.says(dan.pod, ANSWER, ts)
    await day.quiet()
    assert len([text for text in await maya.mentions() if ANSWER in text]) == 1


async def test_a_helper_of_no_pod_of_ours_still_helps(day: Day, maya: Person, nora: Person) -> None:
    card = await maya.asks()
    await maya.act("invite", channel=maya.pod, users=[nora.user])
    await nora.writes(ANSWER, card, maya.pod)
    assert len([text for text in await maya.mentions() if ANSWER in text]) == 1
