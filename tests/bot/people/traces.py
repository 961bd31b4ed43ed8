"""Somebody who leaves a trace in every table, and every word that is stored, to look for them."""

import json
from typing import Any

from sqlalchemy import text, update
from sqlmodel import col

from bot.alerts.draft import Draft as AlertDraft
from bot.alerts.shown import Posted, Pressed
from bot.practices.drafts import Fields
from storage.advice import Ask
from storage.advice_ladder import add_mentions
from storage.advice_threads import list_replies
from storage.alerts import AlertDraft as Suggested
from storage.alerts import AlertKind
from storage.alerts_matters import add_told
from storage.pods import Market, Member
from storage.practices import Practice, PracticeState, Word
from storage.tables import METADATA
from tests.bot.advice.scene import on_card, who
from tests.bot.alerts.matters import sample_matter
from tests.bot.people.huddle_traces import HuddleTraces
from tests.bot.practices.scene import OUTAGE, TABLET, Store

LEAVER, NAME = "UDAN", "Dan K."
_TABLES = {
    True: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_terms\\__%'"
    " ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
    False: "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
SECRET = "Only I know about the purple modem."


async def busy_life(store: Store) -> dict[str, Practice]:
    """Dan asks, answers, claims, marks, writes, helps, looks after, searches, uses and refuses."""
    await _in_advice(store)
    own = await store.save(LEAVER, OUTAGE)
    draft = await store.save(LEAVER, TABLET, situation=SECRET, state=PracticeState.DRAFT)
    away = await store.save(LEAVER, TABLET, situation=f"{SECRET} Away.", state=PracticeState.DRAFT)
    await store.practices.archive(store.delivery(), who(LEAVER), away.id)
    helped = await store.save("UMAYA", TABLET, helper=LEAVER, helper_name=NAME)
    await store.practices.link(store.delivery(), who(LEAVER), helped.id, OUTAGE)
    fields = Fields(what_worked="Say the hour first.")
    for each, editor in ((own, LEAVER), (helped, "UMAYA")):
        now = await store.practice(each.id)
        await store.practices.edit(
            store.delivery(), who(editor), each.id, now.version, fields, "clearer"
        )
    await store.practices.use(store.delivery(), who("UINES"), own.id)
    await store.practices.helped(store.delivery(), who(LEAVER), helped.id)
    await store.practices.refuse(
        store.delivery(), who(LEAVER), helped.id, Word.OLD, f"{SECRET} Old."
    )
    await store.practices.find(who(LEAVER), "crimson gadget", delivery=store.delivery())
    await _in_alerts(store)
    (asked,) = [each for each in await store.all(Ask) if each.asker == LEAVER]
    await HuddleTraces(store, LEAVER, NAME, SECRET).leave(asked.id, asked.question)
    await store.send()
    return {"own": own, "draft": draft, "away": away, "helped": helped}


async def _in_alerts(store: Store) -> None:
    """Dan posts one, has it himself, suggests another, and dismisses what many ask about."""
    alerts = store.alerts
    (market,) = [each for each in await store.all(Market) if each.key == "sd"]
    kind = AlertKind.NETWORK_OUTAGE
    draft = AlertDraft(kind, headline="Two sites down", say_en="It is the fire.")
    made = await alerts.post(store.delivery(), who(LEAVER), market.id, draft)
    assert isinstance(made, Posted)
    pressed = Pressed(None, None, None)
    await alerts.got_it(store.delivery(), who(LEAVER), made.alert.id, pressed)
    await alerts.post(
        store.delivery(), who("UMAYA"), market.id, AlertDraft(kind, headline="Outage?")
    )
    async with store.database.write() as session:
        await session.execute(update(Suggested).values(by=LEAVER, by_name=NAME))
        matter = sample_matter(market.id, store.now, decided_by=LEAVER, why=f"{SECRET} Known.")
        session.add(matter)
        await session.flush()
        await add_told(session, matter.id, LEAVER, 3, store.now)


async def _in_advice(store: Store) -> None:
    asked = await store.ask(LEAVER, f"{SECRET} Asked.")
    await store.reply("UINES", asked, "Restart it.")
    async with store.database.read() as session:
        (answer,) = await list_replies(session, asked.id)
    card = on_card(await store.get(asked))
    await store.service.accept(store.delivery(), who(LEAVER), asked.id, answer.id, card)
    other = await store.ask("UMAYA")
    card = on_card(await store.get(other))
    await store.service.claim(store.delivery(), who(LEAVER), other.id, card)
    said = await store.reply(LEAVER, other, f"{SECRET} Answered.")
    for user in ("UMAYA", LEAVER):
        await store.service.note_mark(store.delivery(), who(user), other.channel, said.ts, True)
    async with store.database.write() as session:
        await add_mentions(session, other.id, [LEAVER], store.now)
    await store.pass_time(60)


async def leaves(store: Store, user: str = LEAVER) -> None:
    """Off the roster, and some time later."""
    await store.pass_time(3600)
    async with store.database.write() as session:
        gone = update(Member).where(col(Member.user) == user)
        await session.execute(gone.values(left_at=store.now))


async def everything(store: Store) -> dict[str, str]:
    """Every row of every table as text, also of those that are no models."""
    found: dict[str, str] = {}
    async with store.database.read() as session:
        tables = (await session.scalars(text(_TABLES[store.database.is_sqlite]))).all()
        assert set(tables) > set(METADATA.tables)
        for name in tables:
            rows = await session.execute(text(f'SELECT * FROM "{name}"'))
            found[name] = "\n".join(
                json.dumps([_plain(value) for value in row], ensure_ascii=False) for row in rows
            )
    return found


async def named(store: Store, *words: str) -> list[str]:
    """The tables in which any of these words stands."""
    return [
        table
        for table, rows in (await everything(store)).items()
        if any(word in rows for word in words)
    ]


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else repr(value)
