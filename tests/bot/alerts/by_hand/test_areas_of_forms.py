"""No area is lost by a menu that holds a hundred and knows neither FIPS nor fire zones."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from bot.alerts.draft import Draft
from bot.alerts.fields import MOST_OPTIONS, areas_field
from bot.alerts.phrases import place
from storage.alerts import Alert
from storage.alerts_reach import MarketPlace
from tests.bot.alerts.by_hand.scene import Room
from tests.bot.alerts.by_hand.test_views import alert

BY_FEED = ["06073", "CAC073", "fire:CAZ258"]


async def by_feed(room: Room) -> Alert:
    posted = await room.post()
    async with room.database.write() as session:
        mine = await session.get(Alert, posted.id)
        assert mine is not None
        mine.areas = BY_FEED
    return await room.alert(posted.id)


async def test_areas_that_the_form_cannot_offer_stay(room: Room) -> None:
    standing = await by_feed(room)
    await room.edit(standing, headline="Fire near Ramona", areas=("CAC073",))
    assert (await room.alert(standing.id)).areas == BY_FEED


async def test_areas_that_it_offers_are_added_and_taken_out(room: Room) -> None:
    standing = await by_feed(room)
    await room.edit(standing, areas=("CAZ043",))
    assert (await room.alert(standing.id)).areas == ["06073", "CAZ043", "fire:CAZ258"]


def test_what_is_chosen_is_offered_however_many_areas_a_market_has() -> None:
    codes = {"zones": [f"CAZ{number:03}" for number in range(150)]}
    market = MarketPlace(UUID(int=1), "sd", "San Diego", "America/Los_Angeles", codes, ["en"])
    (field,) = areas_field(replace(Draft(), areas=("CAZ149",)), market, "0")
    menu = field["element"]
    assert [each["value"] for each in menu["initial_options"]] == ["CAZ149"]
    assert menu["initial_options"][0] in menu["options"]
    assert len(menu["options"]) == MOST_OPTIONS


def market(**areas: Any) -> MarketPlace:
    return MarketPlace(UUID(int=1), "sd", "San Diego", "America/Los_Angeles", areas, ["en"])


def test_areas_are_offered_by_name_and_those_that_nobody_names_come_last() -> None:
    named = market(
        counties=["MIC163", "CAC073", "CAC997"],
        zones=["CAZ043", "CAZ058"],
        names={"CAZ058": "the mountains " + "x" * 60},
    )
    (field,) = areas_field(Draft(), named, "0")
    assert [each["text"]["text"] for each in field["element"]["options"]] == [
        "San Diego County (CAC073)",
        "Wayne County (MIC163)",
        "County CAC997",
        "the mountains " + "x" * 51 + "… (CAZ058)",
        "Zone CAZ043",
    ]


@pytest.mark.parametrize(
    ("areas", "where"),
    [
        ([], "San Diego"),
        (["CAC073", "06073"], "San Diego County"),
        (["CAC073", "fire:CAZ258"], "San Diego County, the mountains"),
        (["CAC073", "CAZ043"], "parts of San Diego"),
        (["CAC073", "MIC163", "MIC125", "MIC099"], "parts of San Diego"),
    ],
)
def test_what_was_chosen_is_said_by_name_as_far_as_all_of_it_has_one(
    areas: list[str], where: str
) -> None:
    named = market(counties=["CAC073"], names={"CAZ258": "the mountains"})
    assert place(alert(areas_words="", areas=areas), named) == where
    assert place(alert(areas_words="around Ramona"), named) == "around Ramona"
