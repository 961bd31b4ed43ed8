"""An answer worked: by its button, by a ✅, by thanks; undone within seconds; nobody is pinged."""

import pytest

from bot.workspace.visitor import buttons, labels, words
from tests.journeys.people import Day, Person

ANSWER = "Fire near Ramona took two sites down."
pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)


async def _answered(day: Day, maya: Person, *helpers: Person) -> tuple[dict[str, object], str]:
    """The card with an answer of each helper below it, and the last answer's ts."""
    card, ts = await maya.asks(), ""
    for helper in helpers:
        await day.passes(2)
        ts = await helper.writes(f"{ANSWER} Says {helper.name}.", card)
    await day.passes(2)
    return await maya.again(card), ts


async def test_the_button_settles_it_in_one_line(day: Day, maya: Person, dan: Person) -> None:
    card, _ = await _answered(day, maya, dan)
    before = await day.bells()
    await maya.clicks("This worked", card)
    shown = words(await maya.again(card))
    assert shown.startswith("✅")
    assert "Dan K." in shown
    assert ANSWER in shown
    assert await day.bells() == before


async def test_the_menu_names_another_helper(
    day: Day, maya: Person, dan: Person, ines: Person
) -> None:
    card, _ = await _answered(day, maya, dan, ines)
    await maya.clicks("Dan K.", card)
    assert "Says dan" in words(await maya.again(card))


async def test_the_last_who_replied_is_the_one_on_the_button(
    day: Day, maya: Person, dan: Person, ines: Person
) -> None:
    card, _ = await _answered(day, maya, dan, ines)
    await maya.clicks("This worked", card)
    assert "Says ines" in words(await maya.again(card))


async def test_the_button_in_the_thread_and_the_private_one_work_too(
    day: Day, maya: Person, dan: Person
) -> None:
    card, _ = await _answered(day, maya, dan)
    await maya.clicks("This worked", (await maya.thread(card))[-1])
    assert "Dan K." in words(await maya.again(card))


async def test_the_private_copy_keeps_what_may_be_read_aloud_when_it_is_pressed(
    day: Day, maya: Person, dan: Person
) -> None:
    card, _ = await _answered(day, maya, dan)
    [copy] = [one for one in await maya.messages(maya.pod) if one["ephemeral"]]
    await maya.clicks("This worked", copy)
    assert words(await maya.again(card)).startswith("✅")
    [pressed] = [one for one in await maya.messages(maya.pod) if one["ephemeral"]]
    assert ANSWER in words(pressed)
    assert "You said that this worked." in words(pressed)
    assert buttons(pressed["blocks"]) == []


async def test_a_check_mark_by_the_asker_settles_it(
    day: Day, maya: Person, dan: Person, nick: Person
) -> None:
    card, ts = await _answered(day, maya, dan)
    await nick.checks(ts)
    assert "✅" not in words(await maya.again(card))
    await maya.checks(ts)
    assert words(await maya.again(card)).startswith("✅")


async def test_a_check_mark_on_what_repeats_the_answer_does_too(
    day: Day, maya: Person, dan: Person
) -> None:
    card, _ = await _answered(day, maya, dan)
    await maya.checks((await maya.thread(card))[-1]["ts"])
    assert words(await maya.again(card)).startswith("✅")


async def test_a_check_mark_taken_off_opens_it_again(day: Day, maya: Person, dan: Person) -> None:
    card, ts = await _answered(day, maya, dan)
    await maya.checks(ts)
    await maya.act("unreact", channel=maya.pod, ts=ts, name="white_check_mark")
    await day.quiet()
    assert "✅" not in words(await maya.again(card))


@pytest.mark.parametrize("thanks", ["thanks!", "¡gracias!", "Thank you so much, that was it"])
async def test_thanks_are_a_tentative_accept(
    day: Day, maya: Person, dan: Person, thanks: str
) -> None:
    card, _ = await _answered(day, maya, dan)
    await maya.writes(thanks, card)
    assert words(await maya.again(card)).startswith("✅")
    assert "Undo" in buttons((await maya.again(card))["blocks"])


async def test_thanks_with_a_but_are_not(day: Day, maya: Person, dan: Person) -> None:
    card, _ = await _answered(day, maya, dan)
    await maya.writes("thanks, but it still does not work", card)
    assert "This worked" in labels((await maya.again(card))["blocks"])


async def test_undo_opens_it_again_and_the_ladder_goes_on(
    day: Day, maya: Person, dan: Person
) -> None:
    card, _ = await _answered(day, maya, dan)
    await maya.clicks("This worked", card)
    await day.passes(4)
    await maya.clicks("Undo", await maya.again(card))
    assert "I've got this" in buttons((await maya.again(card))["blocks"])
    await day.passes(60)
    assert any("a customer is waiting" in words(one) for one in await maya.thread(card))


async def test_undo_is_gone_after_a_few_seconds(day: Day, maya: Person, dan: Person) -> None:
    card, _ = await _answered(day, maya, dan)
    await maya.clicks("This worked", card)
    await day.passes(10)
    assert buttons((await maya.again(card))["blocks"]) == ["Save as a practice"]


async def test_settled_it_climbs_no_more(day: Day, maya: Person, dan: Person) -> None:
    card, _ = await _answered(day, maya, dan)
    await maya.clicks("This worked", card)
    heard = len(await maya.thread(card))
    await day.passes(300)
    assert len(await maya.thread(card)) == heard


async def test_a_coach_may_settle_and_a_colleague_may_not(
    day: Day, maya: Person, dan: Person, nick: Person, grace: Person
) -> None:
    card, _ = await _answered(day, maya, dan)
    await nick.clicks("This worked", card)
    assert "Only the person who asked or a coach" in (await nick.private())[-1]
    assert "✅" not in words(await maya.again(card))
    await grace.clicks("This worked", card)
    assert words(await maya.again(card)).startswith("✅")
