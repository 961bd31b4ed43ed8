"""One person is erased: nothing names them any more, and what they gave to the pod stays."""

import pytest
from sqlalchemy import String, select, update
from sqlalchemy.types import JSON
from sqlmodel import col
from sqlmodel.sql.sqltypes import AutoString

from bot.people import forgetting
from bot.people.errors import NothingKnown, OnHold, StillOnTheRoster, StillOpen
from bot.people.forgetting import forget, look
from bot.practices.facts import Reuse
from storage.advice import Ask, AskState, Reply
from storage.audit import AuditEntry
from storage.former import FORMER
from storage.holds import Hold
from storage.huddles import AgendaItem, Huddle, HuddleSchedule, ItemSource
from storage.huddles_action_items import ActionItem
from storage.huddles_coaching import Coaching, CoachingItem
from storage.huddles_concerns import Concern
from storage.persons import IN_ADVICE, IN_ALERTS, IN_HUDDLES, IN_PRACTICES, WHOLE
from storage.persons_export import list_own_rows
from storage.practices import Practice, PracticeChange, PracticeState, Saying
from storage.practices_index import list_numbers
from storage.tables import METADATA
from tests.bot.advice.scene import on_card, who
from tests.bot.people.huddle_traces import COACHS
from tests.bot.people.traces import LEAVER, NAME, busy_life, leaves, named
from tests.bot.practices.scene import OUTAGE, Store


async def erase(store: Store, user: str = LEAVER) -> dict[str, int]:
    return await forget(store.database, user, store.now, "operator")


async def test_nothing_names_them_any_more_and_their_words_are_gone(store: Store) -> None:
    await busy_life(store)
    await leaves(store)
    traces = (*IN_ADVICE, *IN_PRACTICES, *IN_ALERTS, *IN_HUDDLES, *WHOLE)
    traced = {str(each.table.__tablename__) for each in traces}
    assert set(await named(store, LEAVER)) >= traced | {"outbox"}
    await erase(store)
    assert await named(store, LEAVER, NAME) == []
    assert await named(store, "purpl", "crimson") == []


async def test_what_they_gave_to_the_pod_stays_and_is_found_without_their_name(
    store: Store,
) -> None:
    before = await busy_life(store)
    await leaves(store)
    indexed = await numbers(store)
    await erase(store)
    left = {each.id: each for each in await store.all(Practice)}
    assert not indexed & await numbers(store), "whoever searches in memory follows by number"
    assert set(left) == {before["own"].id, before["helped"].id}
    own, helped = left[before["own"].id], left[before["helped"].id]
    assert (own.author_name, own.what_worked) == (FORMER, "Say the hour first.")
    assert (helped.author, helped.helper_name) == ("UMAYA", FORMER)
    assert {each.author_name for each in await store.all(Saying)} == {FORMER, "Maya R."}
    shown = await store.practices.show(who("UINES"), own.id)
    assert shown.reuse == Reuse(1, 0)
    assert [each.text for each in shown.sayings] == [OUTAGE.say_it]
    assert (await store.practices.find(who("UINES"), "hour first")).shown


async def numbers(store: Store) -> set[int]:
    async with store.database.read() as session:
        return set(await list_numbers(session))


async def test_what_they_asked_goes_from_agendas_recaps_and_concerns(store: Store) -> None:
    await busy_life(store)
    await leaves(store)
    await erase(store)
    items = {str(each.source): each for each in await store.all(AgendaItem)}
    assert (items["ask"].text, items["concern"].text) == ("", "")
    assert items["member"].text == "Roaming in Mexico"
    assert (items["thanks"].text, items["thanks"].detail) == (
        f"Thanks to {FORMER}, Ines V.",
        f"from {FORMER}",
    )
    assert items["thanks"].refs["names"] == [FORMER, "Ines V."]
    (huddle,) = await store.all(Huddle)
    assert [each["text"] for each in huddle.lines] == [f"Thanks to {FORMER}, Ines V."]
    assert huddle.people[1] == "UMAYA"
    (concern,) = await store.all(Concern)
    assert (concern.question, concern.vector) == ("", b"")


async def test_a_coach_does_what_they_were_still_to_do_and_takes_their_turns(
    store: Store,
) -> None:
    await busy_life(store)
    await leaves(store)
    await erase(store)
    of_pod = [each for each in await store.all(ActionItem) if each.coaching_id is None]
    assert {(each.owner, each.owner_name) for each in of_pod} == {
        ("UCARA", "Cara W."),
        ("UMAYA", "Maya R."),
    }
    async with store.database.read() as session:
        (schedule,) = (await session.scalars(select(HuddleSchedule))).all()
    assert schedule.fields == {"runs_it": [COACHS]}


async def test_without_a_coach_what_they_were_to_do_waits_under_the_alias(store: Store) -> None:
    await busy_life(store)
    for user in ("UCARA", "UCOLE", "UANA", LEAVER):
        await leaves(store, user)
    await erase(store)
    (left,) = (each for each in await store.all(ActionItem) if not each.owner.startswith("U"))
    assert (left.owner[:4], left.owner_name) == ("GONE", FORMER)


async def test_their_talks_go_and_those_with_others_keep_what_the_others_wrote(
    store: Store,
) -> None:
    await busy_life(store)
    await leaves(store)
    await erase(store)
    (talk,) = await store.all(Coaching)
    assert (talk.coach[:4], talk.coach_name, talk.rep) == ("GONE", FORMER, "UMAYA")
    assert talk.ended_at is not None
    assert [each.text for each in await store.all(CoachingItem)] == ["May I learn porting?"]
    (hers,) = (each for each in await store.all(ActionItem) if each.coaching_id)
    assert (hers.coaching_id, hers.owner) == (talk.id, "UMAYA")


async def test_another_name_and_what_people_typed_stay_as_they_are(store: Store) -> None:
    await busy_life(store)
    typed = update(AgendaItem).where(col(AgendaItem.source) == ItemSource.MEMBER)
    async with store.database.write() as session:
        await session.execute(update(AgendaItem).values(detail=f"from Mc{NAME} and {NAME}, too"))
        await session.execute(typed.values(text=f"Ask {NAME}, he knows"))
    await leaves(store)
    await erase(store)
    items = await store.all(AgendaItem)
    assert {each.detail for each in items if each.detail} == {f"from Mc{NAME} and {FORMER}, too"}
    (member,) = (each for each in items if each.source is ItemSource.MEMBER)
    assert member.text == f"Ask {NAME}, he knows"


async def test_a_coach_looks_after_what_was_theirs(store: Store) -> None:
    before = await busy_life(store)
    await leaves(store)
    await erase(store)
    assert (await store.practice(before["own"].id)).owner == "UCARA"


async def test_where_there_is_no_coach_it_waits_for_one(store: Store) -> None:
    practice = await store.save(LEAVER)
    for user in ("UCARA", "UCOLE", "UANA", LEAVER):
        await leaves(store, user)
    await erase(store)
    assert (await store.practice(practice.id)).owner.startswith("GONE")


async def test_others_keep_what_is_theirs(store: Store) -> None:
    await busy_life(store)
    await leaves(store)
    await erase(store)
    asks = {each.asker: each for each in await store.all(Ask)}
    assert asks["UMAYA"].question
    assert asks["UMAYA"].state is AskState.ACCEPTED
    assert [each.text for each in await store.all(Reply) if each.author == "UINES"] == [
        "Restart it."
    ]


@pytest.mark.parametrize("at", ["rename_in_history", "forget_errands"])
async def test_in_small_batches_and_interrupted_it_goes_on_as_the_same_person(
    store: Store, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 1)
    await busy_life(store)
    await leaves(store)

    async def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"bot.people.forgetting.{at}", stopped)
        with pytest.raises(KeyboardInterrupt):
            await erase(store)
    assert "erasure" in await named(store, LEAVER)
    await erase(store)
    assert await named(store, LEAVER, NAME) == []
    aliases = {each.asker for each in await store.all(Ask)} - {"UMAYA"}
    aliases |= {each.author for each in await store.all(Practice)} - {"UMAYA"}
    assert len(aliases) == 1


async def test_it_is_noted_by_the_alias_and_a_second_time_there_is_nothing_to_do(
    store: Store,
) -> None:
    await busy_life(store)
    await leaves(store)
    done = await erase(store)
    (entry,) = await store.all(AuditEntry)
    assert (entry.who, entry.what, entry.detail) == ("operator", "forgot", done)
    assert entry.about.startswith("GONE")
    with pytest.raises(NothingKnown):
        await erase(store)
    assert len(await store.all(AuditEntry)) == 1


@pytest.mark.parametrize("held", ["person", "pod"])
async def test_whoever_is_on_hold_is_not_forgotten(store: Store, held: str) -> None:
    before = await busy_life(store)
    await leaves(store)
    of = {"user": LEAVER} if held == "person" else {"pod_id": before["own"].pod_id}
    async with store.database.write() as session:
        session.add(Hold(since=store.now, **of))
    with pytest.raises(OnHold):
        await erase(store)
    assert (await store.practice(before["own"].id)).author == LEAVER


async def test_who_is_still_there_or_has_something_open_is_not_forgotten(store: Store) -> None:
    await store.save(LEAVER)
    with pytest.raises(StillOnTheRoster):
        await look(store.database, LEAVER)
    await leaves(store)
    ask = await store.ask("UMAYA")
    async with store.database.write() as session:
        taken = update(Ask).where(col(Ask.id) == ask.id)
        await session.execute(taken.values(claimed_by=LEAVER))
    with pytest.raises(StillOpen):
        await look(store.database, LEAVER)


async def test_an_edit_of_their_old_question_brings_no_words_back(store: Store) -> None:
    await busy_life(store)
    await leaves(store)
    ask = next(each for each in await store.all(Ask) if each.asker == LEAVER)
    async with store.database.write() as session:
        placed = update(Ask).where(col(Ask.id) == ask.id)
        await session.execute(placed.values(source_channel="CHOME", source_ts="1.5", case="4471"))
    await erase(store)
    found = next(each for each in await store.all(Ask) if each.id == ask.id)
    assert (found.question, found.source_channel, found.source_ts) == ("", None, None)
    assert found.case is None
    (reply,) = (each for each in await store.all(Reply) if each.author.startswith("GONE"))
    assert reply.deleted_at is not None


async def test_what_a_practice_said_as_an_answer_is_the_pods(store: Store) -> None:
    practice, ask = await store.save(LEAVER), await store.ask()
    said = await store.reply(LEAVER, ask, "As a practice says.")
    async with store.database.write() as session:
        await session.execute(update(Reply).values(practice_id=practice.id))
    await store.service.withdraw(store.delivery(), who("UMAYA"), ask.id, on_card(ask))
    await leaves(store)
    await erase(store)
    (reply,) = (each for each in await store.all(Reply) if each.ts == said.ts)
    assert (reply.text, reply.author_name, reply.deleted_at) == (
        "As a practice says.",
        FORMER,
        None,
    )


async def test_drafts_go_with_all_that_belongs_to_them(store: Store) -> None:
    draft = await store.save(LEAVER, state=PracticeState.DRAFT)
    other = "Another thing altogether."
    merged = await store.save(LEAVER, situation=other, state=PracticeState.DRAFT)
    await store.practices.merge(store.delivery(), who(LEAVER), draft.id, merged.id)
    kept = await store.save("UDAN", situation="Somebody else's.")
    await leaves(store)
    await erase(store)
    assert [each.id for each in await store.all(Practice)] == [kept.id]
    assert {each.practice_id for each in await store.all(PracticeChange)} == {kept.id}


# Columns of text that name nobody: keys, places in Slack, words of the pod's, and choices.
NAME_NOBODY = {
    "action_item": "team_id text",
    "agenda": "team_id slot channel card_ts",
    # Names in what Podline made stand nowhere else than in `storage.huddles_persons`.
    "agenda_item": "key text detail again refs",
    "alert": "team_id headline what where cause who source areas areas_words link feed event_key "
    "revision end_words only_pods",
    "alert_card": "channel ts",
    "alert_change": "what why before",
    "alert_draft": "team_id",
    "alert_matter": "team_id",
    "alert_saying": "text",
    "ask": "team_id question channel thread_ts card_ts source_channel source_ts source_edited "
    "response_url overflow_channel overflow_thread_ts case",
    "audit": "who what about detail",
    "coaching": "team_id",
    "coaching_item": "text",
    "concern": "question topic embedder",
    "erasure": "user alias",
    # What a source or a sender says, masked; and ids of pods.
    "feed": "name etags error told_pods problems",
    "feed_event": "feed key parts",
    "feed_key": "key body_hash",
    "feed_told": "feed event_key said",
    "gap": "team_id words",
    "hold": "user why",
    "huddle": "team_id slot why people channel card_ts lines",
    "huddle_calendar": "events",
    "huddle_link": "secret",
    "huddle_schedule": "fields",
    "huddle_step": "note",
    "inbox": "key",
    "lane": "channel",
    "mark": "channel ts",
    "market": "key name timezone hours areas languages",
    "member": "team_id name email skills hours",
    "moment": "what",
    "outbox": "subject part channel body error",
    "pace": "method spent",
    "pod": "team_id key name site channel hours settings",
    "posted": "subject part channel ts",
    "practice": "team_id title situation what_worked topics source_channel source_ts link",
    "practice_change": "what why before",
    "practice_index": "words stems digest embedder",
    "practice_verdict": "why",
    "reply": "channel thread_ts ts edited say_now text copy_ts",
    "saying": "text",
    "timer": "key kind subject error",
}


def test_every_column_that_could_name_somebody_is_looked_after() -> None:
    known = {(table, column) for table, names in NAME_NOBODY.items() for column in names.split()}
    for trace in (*IN_ADVICE, *IN_PRACTICES, *IN_ALERTS, *IN_HUDDLES, *WHOLE):
        name = str(trace.table.__tablename__)
        known |= {(name, each) for each in (trace.column, *trace.goes)}
    free = {
        (name, column.name)
        for name, table in METADATA.tables.items()
        for column in table.columns
        if isinstance(column.type, AutoString | String | JSON) and not hasattr(column.type, "enums")
    }
    assert free - known == set()


async def test_the_companys_case_number_goes_with_whoever_promised(store: Store) -> None:
    await busy_life(store)
    asked = (col(Ask.asker) == LEAVER, col(Ask.claimed_by) == LEAVER)
    async with store.database.write() as session:
        for theirs in asked:
            await session.execute(update(Ask).where(theirs).values(case="4471"))
        rows = await list_own_rows(session, Ask, LEAVER, [], 100)
    assert {each.get("case") for each in rows if each.get("asker") == LEAVER} == {"4471"}
    assert all("case" not in each for each in rows if each.get("asker") != LEAVER)
    await leaves(store)
    await erase(store)
    assert {each.case for each in await store.all(Ask) if each.asker_name == FORMER} == {None}
