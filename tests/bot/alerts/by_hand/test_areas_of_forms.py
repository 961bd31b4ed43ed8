"""No area is lost by a menu that holds a hundred and knows neither FIPS nor fire zones."""

from dataclasses import replace
from uuid import UUID

from bot.alerts.draft import Draft
from bot.alerts.fields import MOST_OPTIONS, areas_field
from storage.alerts import Alert
from storage.alerts_reach import MarketPlace
from tests.bot.alerts.by_hand.scene import Room

BY_FEED = ["06073", "CAC073", "fire:CAZ258"]


async def by_feed(room: Room) -> Alert:
    alert = await room.post()
    async with room.database.write() as session:
        mine = await session.get(Alert, alert.id)
        assert mine is not None
        mine.areas = BY_FEED
    return await room.alert(alert.id)


async def test_areas_that_the_form_cannot_offer_stay(room: Room) -> None:
    alert = await by_feed(room)
    await room.edit(alert, headline="Fire near Ramona", areas=("CAC073",))
    assert (await room.alert(alert.id)).areas == BY_FEED


async def test_areas_that_it_offers_are_added_and_taken_out(room: Room) -> None:
    alert = await by_feed(room)
    await room.edit(alert, areas=("CAZ043",))
    assert (await room.alert(alert.id)).areas == ["06073", "CAZ043", "fire:CAZ258"]


def test_what_is_chosen_is_offered_however_many_areas_a_market_has() -> None:
    codes = {"zones": [f"CAZ{number:03}" for number in range(150)]}
    market = MarketPlace(UUID(int=1), "sd", "San Diego", "America/Los_Angeles", codes, ["en"])
    (field,) = areas_field(replace(Draft(), areas=("CAZ149",)), market, "0")
    menu = field["element"]
    assert [each["value"] for each in menu["initial_options"]] == ["CAZ149"]
    assert menu["initial_options"][0] in menu["options"]
    assert len(menu["options"]) == MOST_OPTIONS
