"""A sender's clock that is ahead must not outrank what is said later."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.alerts.facts import Lifecycle, Reading
from bot.alerts.feeds import alertmanager, cap, intake
from bot.alerts.feeds.skew import AHEAD_AT_MOST, without_skew
from tests.bot.alerts.feeds.documents import as_body
from tests.bot.alerts.feeds.test_cap_hostile import alert, info
from tests.bot.alerts.feeds.test_intake import EVENT

NOW = datetime(2026, 3, 1, 18, 30, tzinfo=UTC)


def sent(at: datetime, kind: str = "Alert") -> Reading:
    return cap.read(alert(info(), kind=kind, references="a,m1,b", sent=at.isoformat()))


@pytest.mark.parametrize("early", [0, 1, 3_600, 86_400 * 365])
def test_what_is_not_ahead_stays_as_it_is(early: int) -> None:
    reading = sent(NOW - timedelta(seconds=early))
    assert without_skew(reading, NOW) is reading


def test_what_is_a_little_ahead_is_of_now() -> None:
    reading = without_skew(sent(NOW + AHEAD_AT_MOST), NOW)
    assert reading.at == NOW
    assert reading.reports[0].revision == sent(NOW).reports[0].revision
    assert reading.problems == []


def test_what_is_far_ahead_is_of_now_and_said() -> None:
    reading = without_skew(sent(NOW + timedelta(days=300)), NOW)
    assert reading.reports[0].revision == sent(NOW).reports[0].revision
    assert "ahead of us" in reading.problems[0].why


def test_a_cancel_of_today_outranks_an_alert_of_next_year() -> None:
    wrong = without_skew(sent(NOW + timedelta(days=365)), NOW).reports[0]
    cancel = without_skew(sent(NOW + timedelta(minutes=1), "Cancel"), NOW + timedelta(minutes=2))
    assert cancel.reports[0].lifecycle is Lifecycle.ENDED
    assert cancel.reports[0].revision > wrong.revision


def test_an_end_of_next_year_still_ends_what_began_next_year() -> None:
    labels = {"alertname": "Calls fail", "market": "all"}
    ahead = {"labels": labels, "startsAt": "2027-03-01T18:00:00Z"}
    fire, over = (
        alertmanager.read(as_body({"status": status, "alerts": [ahead]}))
        for status in ("firing", "resolved")
    )
    one, other = (without_skew(each, NOW).reports[0].revision for each in (fire, over))
    assert one < other


def test_revisions_that_are_numbers_have_no_clock() -> None:
    reading = intake.read(as_body(EVENT | {"revision": 999_999_999_999}))
    assert without_skew(reading, NOW) is reading
