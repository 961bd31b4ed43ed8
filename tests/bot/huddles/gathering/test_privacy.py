"""Never who asked, who was slow, or who was wrong."""

import json
from dataclasses import asdict

import pytest

from tests.bot.huddles.gathering.scene import PodWeek
from tests.bot.huddles.gathering.test_drafting import realistic

QUESTIONS = (
    "Maya Rivera here: no service in Poway",
    "hi, this is Maya, eSIM stuck on activating",
    "Where is the port-in PIN? - Maya",
    "port-in PIN wrong, <@UMAYA> asks",
    "port in rejected, transfer pin wrong, Maya R.",
)


@pytest.mark.parametrize("signed", QUESTIONS)
async def test_no_line_of_any_source_has_the_name_of_who_asked(week: PodWeek, signed: str) -> None:
    slow = await week.asked(signed, ago=6, first_reply_at=week.ago(4))
    await week.unanswered(signed, ago=9)
    await week.corrects(slow)
    await week.searches("maya cannot find this", "UDAN", "UINES")
    for user in ("UMAYA", "UMAYA", "UDAN"):
        await week.asked(signed, user)
    await week.alert("Storm", await week.asked(signed))
    found = await week.gather()
    await week.sort_in()
    found += await week.gather()
    linked = [each.text for each in found if "url" in each.refs]
    assert all(text.startswith("Still without an answer") for text in linked)
    assert {each.source.value for each in found} == {"ask", "corrected", "concern", "gap", "alert"}
    said = [asdict(each) for each in found if each.source != "gap"]
    told = json.dumps(said, default=str)
    assert "maya" not in told.casefold()
    assert "rivera" not in told.casefold()


async def test_people_stand_only_where_they_are_thanked_credited_or_in_charge(
    week: PodWeek,
) -> None:
    await realistic(week)
    said = {
        each.source.value: json.dumps(asdict(each), default=str) for each in await week.gather()
    }
    for source in ("ask", "concern", "corrected", "gap", "alert", "helpful"):
        names = ("Maya", "Dan", "Nick", "Ines", "Theo")
        assert not [name for name in names if name in said[source]], source
