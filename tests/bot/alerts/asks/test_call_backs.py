"""At the all-clear everybody who promised a call for it gets one list, with the cases."""

from datetime import timedelta

from bot.advice import words as advice_words
from bot.alerts import words
from storage.advice import AskState, CallState
from storage.outbox import OutboxRow
from tests.bot.advice.samples import controls, labels
from tests.bot.advice.scene import HOME, THERE, who
from tests.bot.alerts.asks.scene import Meeting
from tests.bot.alerts.by_hand.scene import SECOND, posts, shown


async def test_everybody_who_promised_a_call_gets_one_list_with_their_cases(room: Meeting) -> None:
    late = await room.owes(case="4471", call_back_at=room.now + timedelta(hours=4))
    soon = await room.owes(call_back_at=room.now + timedelta(hours=1))
    await room.owes("USAM", case="CS-9")
    await room.asked(user="UANA")
    lists = await _after_the_end(room)
    assert lists.keys() == {"UMAYA", "USAM"}
    (mine,) = lists["UMAYA"]
    assert mine.body["text"] == (
        "📞 It is over: network outage, parts of eastern San Diego County. "
        "You promised 2 customers a call."
    )
    said = shown(mine)
    assert said.index("by 11 AM, San Diego time") < said.index("*Case 4471* · by 2 PM")
    assert "Customer in Ramona has no service since this morning, outage?" in said
    assert f"<https://slack.test/{HOME}/7.7|Open the thread>" in said
    assert labels(mine.body["blocks"]) == ["Done", "Done"]
    pressed = [each["value"] for each in controls(mine.body["blocks"])]
    assert pressed == [str(soon.id), str(late.id)]
    assert "You promised 1 customer a call." in lists["USAM"][0].body["text"]


async def test_the_all_clear_counts_exactly_those_of_each_pod(room: Meeting) -> None:
    await room.owes()
    await room.owes("USAM")
    await room.owes(state=AskState.NOTHING_OWED)
    await room.owes("UNICK", SECOND)
    await room.asked()
    alert = await room.post()
    await room.pass_time(60)
    await room.end(alert)
    sent = await room.send()
    for channel, words_ in ((HOME, "2 call-backs are open."), (SECOND, "1 call-back is open.")):
        texts = [row.body["text"] for row in sent if row.channel == channel]
        assert len(texts) == 2
        assert [text.endswith(words_) for text in texts].count(True) == 1, texts
    assert not any("call-back" in row.body["text"] for row in sent if row.channel == THERE)


async def test_only_promises_that_are_open_are_listed(room: Meeting) -> None:
    await room.owes(state=AskState.NOTHING_OWED)
    await room.owes("USAM", state=AskState.WITHDRAWN)
    await room.owes("UANA", call_state=CallState.TALKING)
    assert await _after_the_end(room) == {}


async def test_what_nobody_confirmed_is_over_for_nobody(room: Meeting) -> None:
    await room.owes()
    await room.post("USAM")
    sent = await room.pass_time(61 * 60)
    assert any("Not confirmed within an hour" in row.body["text"] for row in sent)
    assert not any("call-back" in row.body["text"] for row in sent)
    assert not [row for row in posts(sent, "UMAYA") if "It is over" in row.body["text"]]


async def test_whoever_still_waits_is_told_that_the_facts_in_their_thread_are_old(
    room: Meeting,
) -> None:
    waiting = await room.asked()
    await room.asked(user="UANA", state=AskState.ACCEPTED)
    refused = await room.asked(user="USAM")
    await room.owes("UNICK")
    alert = await room.post()
    await room.pass_time(60)
    await room.alerts.not_this(room.delivery(), who("USAM"), alert.id, refused.id)
    room.told.clear()

    await room.end(alert)
    await room.pass_time(60)
    await room.pass_time(600)

    ((ask_id, card, quietly),) = room.told
    assert (ask_id, quietly) == (waiting.id, False)
    assert card.text.startswith("🟩 All clear: network outage")
    assert card.text.endswith("Your question is still open.")


async def test_whoever_waits_on_what_nobody_confirmed_is_told_so(room: Meeting) -> None:
    ask = await room.asked()
    await room.post("USAM")
    await room.pass_time(60)
    room.told.clear()
    await room.pass_time(3600)
    assert [(told, "All clear" in card.text) for told, card, _ in room.told] == [(ask.id, False)]


async def test_a_call_promised_after_the_end_is_its_own(room: Meeting) -> None:
    ask = await room.asked()
    assert await _after_the_end(room) == {}
    async with room.database.write() as session:
        mine = await session.merge(ask)
        mine.call_state, mine.call_back_at = CallState.CALL_BACK, room.now + timedelta(hours=1)
    assert posts(await room.pass_time(3600), "UMAYA") == []


async def test_what_its_asker_refused_is_not_listed(room: Meeting) -> None:
    ask = await room.owes()
    alert = await room.post()
    await room.pass_time(60)
    await room.refuses(ask, alert)
    await room.end(alert)
    assert posts(await room.pass_time(60), "UMAYA") == []


async def test_a_list_shows_so_many_and_says_where_the_others_stand(room: Meeting) -> None:
    for _ in range(17):
        await room.owes()
    ((mine,),) = (await _after_the_end(room)).values()
    assert labels(mine.body["blocks"]) == ["Done"] * 12
    assert "5 more stand in Home." in shown(mine)


async def test_what_was_typed_as_a_case_is_only_text(room: Meeting) -> None:
    await room.owes(case="<!channel> *4*")
    ((mine,),) = (await _after_the_end(room)).values()
    assert "<!channel>" not in shown(mine)
    assert "&lt;!channel&gt;" in shown(mine)


def test_done_is_the_deed_of_advice() -> None:
    assert words.CALLED_BACK == advice_words.NOTHING_OWED


async def _after_the_end(room: Meeting) -> dict[str, list[OutboxRow]]:
    """The direct messages that follow the end of an alert of everything asked, by person."""
    alert = await room.post()
    await room.pass_time(60)
    await room.end(alert)
    lists: dict[str, list[OutboxRow]] = {}
    for row in await room.pass_time(60):
        if "You promised" in row.body["text"]:
            lists.setdefault(row.channel, []).append(row)
    return lists
