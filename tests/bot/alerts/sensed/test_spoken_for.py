"""An alert speaks for a matter when it speaks for half of its asks."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.alerts.errors import Gone
from storage.alerts import Alert, AlertKind
from storage.alerts_asks import link
from storage.pods import Market
from tests.bot.advice.scene import who
from tests.bot.alerts.sensed.scene import Crowd
from tests.bot.alerts.sensed.test_joining import many_ask
from tests.bot.alerts.sensed.test_who_is_told import passes


async def bills(crowd: Crowd) -> Alert:
    """An alert that none of them asks about."""
    return await crowd.post("ULUIS", headline="Billing runs late", kind=AlertKind.BILLING)


@pytest.mark.parametrize(("linked", "is_settled"), [(1, False), (2, True)])
async def test_half_of_the_asks_are_enough_and_less_is_not(
    crowd: Crowd, linked: int, is_settled: bool
) -> None:
    alert, asks = await bills(crowd), await many_ask(crowd, 4)
    async with crowd.database.write() as session:
        await link(session, alert.id, [each.id for each in asks[:linked]], crowd.now)
    await passes(crowd, 3)
    assert (await crowd.matter()).alert_id == (alert.id if is_settled else None)
    assert len(await crowd.told_of(await crowd.matter())) == (1 if is_settled else 2)
    assert len(await crowd.linked(alert)) == (4 if is_settled else linked)


async def test_nothing_is_added_to_an_alert_of_another_market(crowd: Crowd) -> None:
    alert, _ = await bills(crowd), await many_ask(crowd, 3)
    (other, *_) = [each for each in await crowd.all(Market) if each.id != crowd.market]
    async with crowd.database.write() as session:
        moved = update(Alert).where(col(Alert.id) == alert.id)
        await session.execute(moved.values(market_id=other.id))
    matter = await crowd.matter()
    with pytest.raises(Gone):
        await crowd.matters.add_to(crowd.delivery(), who("URUTH"), matter.id, alert.id)
    assert await crowd.linked(alert) == set()
