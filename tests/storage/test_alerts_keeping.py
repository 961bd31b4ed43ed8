"""What alerts said is forgotten when it was kept long enough; what happened is not."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from bot.alerts.draft import Draft
from storage.alerts import (
    Alert,
    AlertCard,
    AlertChange,
    AlertDraft,
    AlertKind,
    AlertReceipt,
    AlertSaying,
    AlertState,
    Severity,
)
from storage.alerts_feeds import FeedTold
from storage.alerts_matters import AlertMatter, AlertMatterTold
from storage.database import Database
from storage.holds import Hold
from storage.keeping import Keeping, forget_old
from storage.pods import Market, Pod
from storage.topics import Topic
from tests.fakes import START

TEAM = "T1"
YEAR, LATER = timedelta(days=400), timedelta(days=300)


class Kept:
    """An alert of a feed with all that belongs to it, in one pod; a draft and a matter."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.market = Market(key="sd", name="San Diego", timezone="America/Los_Angeles")
        self.pod = self._pod("sd")
        self.alert = Alert(
            team_id=TEAM,
            market_id=self.market.id,
            kind=AlertKind.WEATHER,
            severity=Severity.SEVERE,
            state=AlertState.ENDED,
            headline="High wind warning",
            what="Winds up to 70 mph.",
            starts_at=START,
            posted_by="URUTH",
            posted_at=START,
            ended_at=START,
            end_words="It is over.",
        )

    def _pod(self, key: str) -> Pod:
        return Pod(team_id=TEAM, key=key, name=key, market_id=self.market.id, channel=key)

    async def add(self, *rows: SQLModel) -> None:
        for row in rows:
            async with self.database.write() as session:
                session.add(row)

    async def fill(self) -> None:
        alert: dict[str, Any] = {"alert_id": self.alert.id}
        pod: dict[str, Any] = {"pod_id": self.pod.id}
        matter = AlertMatter(
            team_id=TEAM,
            market_id=self.market.id,
            topic=Topic.NETWORK,
            began_at=START,
            last_asked_at=START,
            told_count=3,
            told_at=START,
        )
        await self.add(self.market, self.pod, self.alert, matter)
        await self.add(
            AlertCard(**alert, **pod, channel="C1", ts="1.1"),
            AlertReceipt(**alert, **pod, user="UMAYA", at=START),
            AlertReceipt(**alert, **pod, user="UNICK", at=START),
            AlertSaying(**alert, text="It is windy.", author="UMAYA", at=START),
            AlertChange(
                **alert, version=1, at=START, what="updated", who="UANA", why="A call", before={}
            ),
            AlertDraft(
                team_id=TEAM,
                market_id=self.market.id,
                fields=Draft(headline="Wind").plain(),
                by="UMAYA",
                to="URUTH",
                at=START,
            ),
            AlertMatterTold(matter_id=matter.id, user="URUTH", at=START, count=3),
            FeedTold(
                **alert, market_id=self.market.id, feed="nws", event_key="1", said={}, is_over=True
            ),
        )

    async def rows(self, table: type[SQLModel]) -> Sequence[Any]:
        async with self.database.read() as session:
            return (await session.scalars(select(table))).all()

    async def counts(self) -> dict[str, int]:
        gone = (AlertReceipt, AlertSaying, AlertDraft, AlertMatter, AlertMatterTold, FeedTold)
        return {each.__name__: len(await self.rows(each)) for each in gone}


@pytest.fixture
async def kept(database: Database) -> Kept:
    kept = Kept(database)
    await kept.fill()
    return kept


async def test_words_stay_until_their_time(kept: Kept) -> None:
    before = await kept.counts()
    assert await forget_old(kept.database, START + LATER, Keeping()) == 0
    assert await kept.counts() == before


async def test_words_and_people_go_and_what_happened_stays(kept: Kept) -> None:
    await forget_old(kept.database, START + YEAR, Keeping())
    assert set((await kept.counts()).values()) == {0}
    (alert,) = await kept.rows(Alert)
    assert (alert.headline, alert.what, alert.end_words) == ("", "", "")
    assert (alert.kind, alert.severity, alert.ended_at) == ("weather", "severe", START)
    (change,) = await kept.rows(AlertChange)
    assert (change.what, change.who, change.why, change.before) == ("updated", "UANA", None, None)
    (card,) = await kept.rows(AlertCard)
    assert card.counted == 2
    assert await forget_old(kept.database, START + YEAR, Keeping()) == 0


async def test_what_goes_on_is_kept_however_old_it_is(kept: Kept) -> None:
    live = Alert(**kept.alert.model_dump(exclude={"id"}) | {"state": "live", "ended_at": None})
    await kept.add(live)
    await forget_old(kept.database, START + YEAR, Keeping())
    words = {each.id: each.headline for each in await kept.rows(Alert)}
    assert words == {kept.alert.id: "", live.id: "High wind warning"}


@pytest.mark.parametrize("user", ["URUTH", "UMAYA", "UNICK", "UANA", None])
async def test_of_a_held_person_or_pod_no_alert_loses_its_words(
    kept: Kept, user: str | None
) -> None:
    pod: UUID | None = None if user else kept.pod.id
    await kept.add(Hold(user=user, pod_id=pod, since=START))
    await forget_old(kept.database, START + YEAR, Keeping())
    (alert,) = await kept.rows(Alert)
    assert alert.headline == "High wind warning"
    assert (await kept.counts())["AlertReceipt"] == 2
    assert bool(await kept.rows(AlertMatter)) is (user in ("URUTH", None))
    assert bool(await kept.rows(AlertDraft)) is (user in ("URUTH", "UMAYA", None))
