"""Whatever people type: no smuggled mention reaches anybody, nothing is lost."""

import pytest

from bot.workspace.visitor import words
from tests.journeys.people import Day, Person

pytestmark = pytest.mark.parametrize("upgraded_url", ["sqlite"], indirect=True)
EVERYBODY = "<!channel> <!here> <!everyone> <!subteam^S0ALL>"
NASTY = {
    "groups": EVERYBODY,
    "escaped groups": "&lt;!channel&gt; &amp;lt;!channel&amp;gt;",
    "mrkdwn": "*bold* _it_ ~no~ `code` ```block``` > quote <https://evil.example|our site>",
    "right to left": "\u202eكيف حالك\u202c שלום customer \u2066hidden\u2069",
    "emoji": "👩‍👩‍👧‍👦" * 200,
    "nuls": "no\x00 service\x00 in Ramona\x07",
    "combining": "Z̵̛̟a̶l̷g̸o " * 40,
    "lone surrogate": "broken \ud83d emoji".encode("utf-16", "surrogatepass").decode(
        "utf-16", "replace"
    ),
    "template": "{who} {0} %s {{card}} ${x}",
}


@pytest.mark.parametrize("kind", NASTY)
async def test_a_question_by_command(day: Day, maya: Person, kind: str) -> None:
    before = await day.bells()
    await maya.runs("/advise", f"Ramona: {NASTY[kind]}")
    assert "Ramona" in words(await maya.card("Ramona"))
    assert await _rung(day, before) == ["maya.reyes"]


@pytest.mark.parametrize("kind", NASTY)
async def test_an_answer_by_form(day: Day, maya: Person, dan: Person, kind: str) -> None:
    card = await maya.asks()
    before = await day.bells()
    await dan.clicks("Answer", card)
    text = NASTY[kind]
    assert (
        await dan.sends(await dan.form(), say_now=text[:100], detail=f"Detail: {text}"[:3000]) == {}
    )
    assert "Detail:" in words((await maya.thread(card))[-1])
    assert await _rung(day, before) == ["maya.reyes"]


@pytest.mark.parametrize("kind", ["groups", "nuls", "right to left", "mrkdwn"])
async def test_a_question_by_form(day: Day, maya: Person, kind: str) -> None:
    await maya.runs("/advise")
    before = await day.bells()
    assert await maya.sends(await maya.form(), question=f"Ramona: {NASTY[kind]}") == {}
    assert "Ramona" in words(await maya.card("Ramona"))
    assert await _rung(day, before) == ["maya.reyes"]


async def test_a_colleague_named_in_a_question_is_not_pinged_by_the_card(
    day: Day, maya: Person, dan: Person
) -> None:
    before = await day.bells()
    await maya.runs("/advise", f"Ramona: did <@{dan.user}> see this one?")
    assert await _rung(day, before) == ["maya.reyes"]


async def test_a_reply_that_calls_everybody_is_repeated_without_calling_them(
    day: Day, maya: Person, dan: Person, raj: Person
) -> None:
    card = await maya.asks()
    await day.passes(120)
    linked = await raj.card("Ramona")
    before = await day.bells()
    await raj.writes("@channel look at the map, @maya.reyes", linked)
    rung = await _rung(day, before)
    assert "nick.pappas" not in rung, "nobody of the home pod but those in the thread"
    copies = [one for one in await maya.thread(card) if "look at the map" in words(one)]
    assert copies
    assert "<!channel>" not in str(copies)


@pytest.mark.slow
async def test_forty_thousand_characters_by_mention_are_kept_whole(
    day: Day, maya: Person, nick: Person
) -> None:
    long = "Ramona " + "customer says & waits <b> " * 1500
    await maya.writes(f"@podline {long[:39_000]}")
    card = await maya.card("Ramona")
    assert "Ramona" in words(card)
    assert len(words(card)) < 800


@pytest.mark.slow
async def test_a_very_long_command_is_shown_whole_in_the_thread(day: Day, maya: Person) -> None:
    long = "Ramona, " + " ".join(f"word{number}" for number in range(900))
    await maya.commands(maya.pod, "/advise", long)
    await day.passes(20)
    card = await maya.card("all in the thread")
    said = " ".join(words(one) for one in await maya.thread(card))
    assert "word0 " in said
    assert "word899" in said


async def test_a_very_long_reply_reaches_the_asker(day: Day, maya: Person, dan: Person) -> None:
    card = await maya.asks()
    await dan.writes("Back by tonight. " + "Details follow. " * 2000, card)
    assert "Back by tonight." in (await maya.mentions())[-1]


@pytest.mark.parametrize("text", ["", "   ", "\x00\x07", "\u200b\u2066"])
async def test_a_question_without_words_is_not_published(day: Day, maya: Person, text: str) -> None:
    await maya.runs("/advise", text)
    form = await maya.form()
    errors = await maya.sends(form, question=text or " ")
    assert errors
    assert "question" in errors
    with pytest.raises(AssertionError, match="sees no card"):
        await maya.card("on the line")


@pytest.mark.parametrize(
    "text", ["x" * 5000, EVERYBODY, "away " + "9" * 400, "busy \x00soon", "away 1e9"]
)
async def test_a_pod_command_that_cannot_be_read_says_what_can(
    day: Day, maya: Person, text: str
) -> None:
    before = await day.bells()
    await maya.runs("/pod", text)
    told = (await maya.private())[-1]
    assert "/pod" in told
    assert "<!channel>" not in told
    assert await day.bells() == before


async def _rung(day: Day, before: dict[str, int]) -> list[str]:
    return [name for name, count in (await day.bells()).items() if count > before[name]]
