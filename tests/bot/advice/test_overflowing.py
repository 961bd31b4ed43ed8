"""The overflow pod: asked in time, hearing and heard, one claim for both."""

from datetime import timedelta
from typing import Any

import pytest

from bot.advice.errors import AlreadyTaken, OnlyTheClaimer
from bot.advice.facts import Pressed
from storage.advice import Ask
from storage.database import Database
from storage.outbox import Act, OutboxRow
from storage.pods import Member
from tests.bot.advice.scene import HOME, QUESTION, THERE, Scene, pick, texts, who

EVENING = timedelta(hours=13)  # 23:00 in San Diego: closed there; Detroit never closes


def to(rows: list[OutboxRow], channel: str) -> list[OutboxRow]:
    return [row for row in rows if row.channel == channel]


async def test_a_closed_pods_question_goes_to_the_overflow_pod_at_once(scene: Scene) -> None:
    scene.now += EVENING

    ask = await scene.ask()

    card, *_ = to(pick(await scene.all_rows(), Act.POST), THERE)
    assert card.part == "overflow"
    assert QUESTION in card.body["text"]
    assert "closed" in card.body["text"]
    assert ask.overflow_thread_ts is not None
    (here,) = to(pick(await scene.all_rows(), Act.POST), HOME)
    assert "Detroit sees it" in str(here.body["blocks"])


async def test_with_too_few_present_the_overflow_pod_is_asked_at_once(scene: Scene) -> None:
    async with scene.database.write() as session:
        for member in await scene.all(Member):
            if member.user not in ("UMAYA", "UDAN", "UOLGA"):
                member.away_until = scene.now + timedelta(hours=1)
                await session.merge(member)

    await scene.ask()

    there = to(pick(await scene.all_rows(), Act.POST), THERE)
    assert [row.part for row in there if row.part] == ["overflow"]


async def test_with_enough_present_the_overflow_pod_is_left_in_peace(scene: Scene) -> None:
    await scene.ask()
    await scene.pass_time(119)

    assert to(await scene.all_rows(), THERE) == []


async def test_a_reply_over_there_is_repeated_at_home_with_its_author(scene: Scene) -> None:
    ask = await overflowed(scene)

    await scene.reply("UDAN", ask, "Looking.")
    await scene.send()
    await there(scene, "UOLGA", "Two sites are down.")
    said = await scene.send()

    (copy,) = to(pick(said, Act.POST), HOME)
    assert copy.body["text"] == "Olga D. from Detroit: Two sites are down."
    assert copy.body["thread_ts"] == ask.thread_ts


async def test_the_first_answer_from_over_there_mentions_the_asker_once(scene: Scene) -> None:
    await overflowed(scene)

    await there(scene, "UOLGA", "Two sites are down.")
    said = to(pick(await scene.send(), Act.POST), HOME)

    assert texts(said) == ["<@UMAYA> — Olga D. from Detroit: Two sites are down."]
    (told,) = to(pick(await scene.all_rows(), Act.WHISPER), HOME)
    assert told.body["text"] == "Olga D. from Detroit: Two sites are down."


async def test_a_form_over_there_says_at_home_whose_answer_it_is_and_the_other_way_round(
    scene: Scene,
) -> None:
    ask = await overflowed(scene)
    for user, line in (("UOLGA", "Two sites."), ("UDAN", "Back at noon."), ("UOMAR", "At one.")):
        await scene.service.answer(scene.delivery(), who(user), ask.id, line, "")
    said = pick(await scene.send(), Act.POST)

    assert texts(to(said, HOME)) == [
        "<@UMAYA> — Olga D. from Detroit: Two sites.",
        "Dan K.: Back at noon.",
        "Omar F. from Detroit: At one.",
    ]
    assert texts(to(said, THERE)) == [
        "Olga D.: Two sites.",
        "Dan K. from San Diego: Back at noon.",
        "Omar F.: At one.",
    ]


@pytest.mark.parametrize(
    ("partner", "sentence"),
    [
        (False, "It is yours. Reply in the thread here; Maya R. in San Diego sees it."),
        (True, "It is yours. Reply in the thread here; San Diego sees it."),
    ],
)
async def test_a_claimer_over_there_is_told_to_reply_where_they_are(
    database: Database, partner: bool, sentence: str
) -> None:
    scene = Scene(database)
    await scene.people(partner=partner)
    ask = await overflowed(scene)

    told = await scene.service.claim(scene.delivery(), who("UOLGA"), ask.id, Pressed())

    assert told is not None
    assert told.text == f"{sentence} I'll check with you in a minute."


async def test_a_long_first_answer_from_over_there_is_repeated_whole(scene: Scene) -> None:
    await overflowed(scene)

    await there(scene, "UOLGA", "Two sites are down. " * 30 + "END")
    said = to(pick(await scene.send(), Act.POST), HOME)

    assert len(said) == 2
    assert "END" in str(said[0].body["blocks"])
    assert "<@UMAYA>" in said[1].body["text"]


async def test_editing_and_deleting_over_there_changes_what_was_repeated(scene: Scene) -> None:
    ask = await overflowed(scene)
    await scene.reply("UDAN", ask, "Looking.")
    said = await there(scene, "UOLGA", "Two sites are down.")
    await scene.send()

    await there(scene, "UOLGA", "Three sites are down.", ts=said, edited="1.5")
    (edited,) = [row for row in await scene.send() if row.part.startswith("copy")]
    await there(scene, "UOLGA", "", ts=said, deleted=True)
    (deleted,) = [row for row in await scene.send() if row.part.startswith("copy")]

    assert edited.act is deleted.act is Act.REPAINT
    assert "Three sites" in edited.body["text"]
    assert "sites" not in str(deleted.body)


async def test_the_asker_is_heard_over_there(scene: Scene) -> None:
    ask = await overflowed(scene)

    await scene.reply("UMAYA", ask, "It is an iPhone.")

    (heard,) = to(pick(await scene.send(), Act.POST), THERE)
    assert heard.body["text"] == "Maya R. from San Diego: It is an iPhone."
    assert heard.body["thread_ts"] == ask.overflow_thread_ts


async def test_one_claim_holds_for_both(scene: Scene) -> None:
    ask = await overflowed(scene)

    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    said = await scene.send()

    assert {row.part for row in pick(said, Act.REPAINT)} == {"card", "overflow"}


async def test_a_press_over_there_repaints_the_card_there_by_its_own_way(scene: Scene) -> None:
    ask = await overflowed(scene)
    press = Pressed(THERE, ask.overflow_thread_ts, "https://hooks.test/there")

    await scene.service.claim(scene.delivery(), who("UOLGA"), ask.id, press)

    ways = {
        row.part: row.body.get("response_url") for row in pick(await scene.waiting(), Act.REPAINT)
    }
    assert ways == {"card": None, "overflow": "https://hooks.test/there"}


async def test_a_partner_sees_the_masked_question_and_no_names(database: Database) -> None:
    scene = Scene(database)
    await scene.people(partner=True)
    ask = await overflowed(scene, "Card 4111 1111 1111 1111 is refused, why?")

    await scene.reply("UMAYA", ask, "It is an iPhone.")
    await scene.reply("UDAN", ask, "Ask for another card.")
    await scene.service.answer(scene.delivery(), who("UDAN"), ask.id, "Use another card.", "")
    await scene.send()

    rows = to(await scene.all_rows(), THERE)
    assert {row.part for row in rows} == {"overflow"}
    for row in rows:
        assert "[card number]" in row.body["text"]
        assert not any(name in str(row.body) for name in ("Maya", "Dan", "UMAYA", "4111"))


NAMES = ("Maya", "Dan", "UMAYA", "UDAN")


async def test_a_partner_is_told_no_names_privately_either(database: Database) -> None:
    scene = Scene(database)
    await scene.people(partner=True)
    ask = await overflowed(scene)
    form = await scene.service.answer_form(who("UOLGA"), ask.id)
    home = await scene.service.home_section(who("UOLGA"))
    claimed = await scene.service.claim(scene.delivery(), who("UOLGA"), ask.id, Pressed())
    await scene.service.release(scene.delivery(), who("UOLGA"), ask.id, Pressed())
    await scene.service.claim(scene.delivery(), who("UDAN"), ask.id, Pressed())
    with pytest.raises(AlreadyTaken) as taken:
        await scene.service.claim(scene.delivery(), who("UOLGA"), ask.id, Pressed())
    with pytest.raises(OnlyTheClaimer) as others:
        await scene.service.release(scene.delivery(), who("UOLGA"), ask.id, Pressed())
    await scene.pass_time(60)

    refusals = [taken.value.sentence, taken.value.way_on, others.value.sentence]
    shown = [str(each) for each in (form, home, claimed, *refusals)]
    shown += [str(row.body) for row in to(await scene.all_rows(), THERE)]
    assert "Ramona" in shown[0]
    assert "Ramona" in shown[1]
    assert [each for each in shown if any(name in each for name in (*NAMES, HOME))] == []


async def test_links_lead_to_the_thread_that_somebody_can_open(scene: Scene) -> None:
    ask = await overflowed(scene)
    there, here = (
        f"https://slack.test/{THERE}/{ask.overflow_thread_ts}",
        f"https://slack.test/{HOME}/{ask.thread_ts}",
    )

    for user, other, link in (("UOLGA", "UOMAR", there), ("UINES", "UTHEO", here)):
        home = str(await scene.service.home_section(who(user)))
        claimed = await scene.service.claim(scene.delivery(), who(user), ask.id, Pressed())
        with pytest.raises(AlreadyTaken) as taken:
            await scene.service.claim(scene.delivery(), who(other), ask.id, Pressed())
        await scene.service.release(scene.delivery(), who(user), ask.id, Pressed())
        assert link in home
        assert link in str(claimed)
        assert taken.value.way_on == ("Join the thread", link)


async def test_a_claimer_over_there_is_asked_over_there_and_can_take_more_time(
    scene: Scene,
) -> None:
    ask = await overflowed(scene)
    await scene.service.claim(scene.delivery(), who("UOLGA"), ask.id, Pressed())
    await scene.send()

    asked = [row for row in await scene.pass_time(60) if "still on this one" in str(row.body)]

    assert [(row.channel, row.act) for row in asked] == [(THERE, Act.POST)]
    assert asked[0].body["thread_ts"] == ask.overflow_thread_ts
    assert "<@UOLGA>" in asked[0].body["text"]
    await scene.service.more_time(scene.delivery(), who("UOLGA"), ask.id, Pressed())
    await scene.pass_time(119)
    assert (await scene.get(ask)).claimed_by == "UOLGA"
    await scene.pass_time(1)
    await scene.service.more_time(scene.delivery(), who("UOLGA"), ask.id, Pressed())
    said = await scene.send()
    assert (await scene.get(ask)).claimed_by == "UOLGA"
    assert to(pick(said, Act.POST), HOME) == []
    assert "Olga D. (Detroit) is on it" in str([row.body for row in to(said, HOME)])


async def test_a_reply_that_outruns_the_linked_card_is_repeated_at_home(scene: Scene) -> None:
    scene.now += EVENING
    ask = await scene.ask(sent=False)
    root = scene.ts()
    await scene.reply("UOLGA", ask, "Two sites are down.", channel=THERE, thread_ts=root)

    await scene.send(overflow=root)

    said = to(pick(await scene.all_rows(), Act.POST), HOME)
    assert texts(said)[-1] == "<@UMAYA> — Olga D. from Detroit: Two sites are down."


async def overflowed(scene: Scene, text: str = QUESTION) -> Ask:
    """An ask that nobody at home took."""
    ask = await scene.ask(text=text)
    await scene.pass_time(120)
    return await scene.get(ask)


async def there(scene: Scene, user: str, text: str, **more: Any) -> str:
    """A message in the overflow pod's thread; its ts."""
    (ask,) = await scene.all(Ask)
    place = {"channel": THERE, "thread_ts": ask.overflow_thread_ts}
    return (await scene.reply(user, ask, text, **place, **more)).ts


async def test_a_question_that_the_linked_card_cuts_follows_whole_once(scene: Scene) -> None:
    long = "Why is there no service in Ramona? " * 30
    await scene.ask(text=long)

    said = await scene.pass_time(120)

    there = [row for row in pick(said, Act.POST) if row.channel == THERE]
    assert [row.part for row in there] == ["overflow", ""]
    assert long.strip() in str(there[1].body["blocks"])
    assert there[1].body["text"].startswith("Why is there no service")


async def test_a_question_that_the_linked_card_shows_is_not_repeated(scene: Scene) -> None:
    await scene.ask(text="No service & no bars in Ramona, why?")

    said = await scene.pass_time(120)

    assert [row.part for row in pick(said, Act.POST) if row.channel == THERE] == ["overflow"]
