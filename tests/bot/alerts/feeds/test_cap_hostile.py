"""CAP that is broken, or meant to break."""

from datetime import UTC, datetime

import pytest

from bot.alerts.facts import AlertKind, Basis, Lifecycle, Reading, Severity
from bot.alerts.feeds import cap
from bot.alerts.feeds.cap import MOST_INFOS
from bot.alerts.feeds.cap_xml import MOST_XML
from bot.alerts.feeds.errors import Unreadable
from tests.bot.alerts.feeds.documents import recorded

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY a "aaaaaaaaaa">'
    '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    f'<alert xmlns="{NAMESPACE}"><identifier>&c;</identifier></alert>'
)
XXE = (
    '<?xml version="1.0"?><!DOCTYPE alert [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    f'<alert xmlns="{NAMESPACE}"><identifier>&file;</identifier></alert>'
)


def info(
    event: str = "Storm", area: str = "CAC073", more: str = "", severity: str = "Severe"
) -> str:
    place = f"<geocode><valueName>UGC</valueName><value>{area}</value></geocode>"
    return (
        f"<info><event>{event}</event><severity>{severity}</severity>{more}"
        f"<area><areaDesc>Somewhere</areaDesc>{place}</area></info>"
    )


def alert(
    *infos: str,
    kind: str = "Alert",
    status: str = "Actual",
    sent: str = "2026-03-01T10:00:00-08:00",
    references: str = "",
) -> bytes:
    head = f"<identifier>m2</identifier><sent>{sent}</sent><status>{status}</status>"
    about = f"<msgType>{kind}</msgType><references>{references}</references>"
    return f'<alert xmlns="{NAMESPACE}">{head}{about}{"".join(infos)}</alert>'.encode()


def read(*infos: str, **head: str) -> Reading:
    return cap.read(alert(*infos, **head))


@pytest.mark.parametrize(
    "body",
    [
        BOMB.encode(),
        XXE.encode(),
        b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
        b"<html><body>Sign in</body></html>",
        b"<alert><identifier>no namespace</identifier></alert>",
        b'{"type": "FeatureCollection"}',
        b"",
        b"   ",
        b"\x00\x01\x02",
        b"<?xml version='1.0' encoding='no-such-thing'?><alert/>",
        alert(info())[:-20],
        b"<alert>" + b" " * MOST_XML,
    ],
)
def test_what_is_no_cap_is_unreadable_and_never_no_alerts(body: bytes) -> None:
    with pytest.raises(Unreadable):
        cap.read(body)


@pytest.mark.parametrize("place", ["google_xee", "wmo_sc_invalid_schema"])
def test_a_recorded_attack_and_a_schema_are_refused(place: str) -> None:
    with pytest.raises(Unreadable):
        cap.read(recorded(f"cap/{place}.xml"))


def test_fifty_megabytes_are_refused_unread() -> None:
    body = f'<alert xmlns="{NAMESPACE}">'.encode() + b"<a/>" * 12_500_000
    with pytest.raises(Unreadable, match="bytes"):
        cap.read(body)


@pytest.mark.parametrize("status", ["Test", "Exercise", "System", "Draft", "", "actual"])
def test_what_is_not_actual_is_no_alert(status: str) -> None:
    assert read(info(), status=status) == Reading([], [], read(info()).at, False)


@pytest.mark.parametrize("kind", ["Ack", "Error"])
def test_an_answer_to_a_message_is_no_alert(kind: str) -> None:
    assert read(info(), kind=kind) == Reading([], [], read(info()).at, False)


def test_a_cancel_without_info_ends_all_of_what_it_refers_to() -> None:
    [report] = read(kind="Cancel", references="who,m1,2026-03-01T09:00:00-08:00").reports
    assert report.lifecycle is Lifecycle.ENDED
    assert report.areas == frozenset()
    assert report.follows == {"m1"}


def test_a_cancel_with_areas_ends_there() -> None:
    [report] = read(info(), kind="Cancel", references="who,m1,2026-03-01T09:00:00-08:00").reports
    assert report.lifecycle is Lifecycle.ENDED
    assert report.areas == {"CAC073"}


@pytest.mark.parametrize(
    "over", ["<urgency>Past</urgency>", "<responseType>AllClear</responseType>"]
)
def test_where_one_info_is_over_and_another_goes_on_only_a_part_ends(over: str) -> None:
    past = info(area="CAC073", more=over)
    on = info(area="CAC025")
    reports = {report.lifecycle: report for report in read(past, on).reports}
    assert reports[Lifecycle.PARTIAL_END].areas == {"CAC073"}
    assert reports[Lifecycle.NEW].areas == {"CAC025"}
    assert len({report.key for report in reports.values()}) == 1


def test_each_area_keeps_its_own_severity() -> None:
    reports = read(info(), info(area="CAC025", severity="Minor")).reports
    assert {(report.severity, *report.areas) for report in reports} == {
        (Severity.SEVERE, "CAC073"),
        (Severity.MINOR, "CAC025"),
    }


def test_two_events_in_one_message_are_two() -> None:
    first, second = read(info("Wind"), info("Flood")).reports
    assert (first.key, second.key) == ("m2", "m2#flood")


def test_zones_of_a_red_flag_warning_are_fire_zones() -> None:
    [report] = read(info("Red Flag Warning", "CAZ258")).reports
    assert report.areas == {"fire:CAZ258"}
    assert report.kind is AlertKind.WEATHER, "nothing burns"


@pytest.mark.parametrize(
    ("same", "areas"),
    [("006073", {"06073"}), ("106073", {"06073"}), ("006000", {"06000"}), ("000000", set())],
)
def test_same_codes_name_a_county_a_state_or_the_country(same: str, areas: set[str]) -> None:
    place = info().replace("UGC", "SAME").replace("CAC073", same)
    [report] = read(place).reports
    assert report.areas == areas


@pytest.mark.parametrize(
    "expires",
    [
        "2026-03-01T09:00:00-08:00",
        "2026-03-01T10:00:00-08:00",
        "9999-12-31T23:59:59Z",
        "2031-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "2026-03-01T12:00:00",
        "tomorrow",
    ],
)
def test_an_end_that_cannot_be_is_a_problem_and_the_alert_stands(expires: str) -> None:
    reading = read(info(more=f"<expires>{expires}</expires>"))
    [report] = reading.reports
    assert report.expected_end is None
    assert report.basis is Basis.UNKNOWN
    assert reading.problems[0].where == "alert[0].info[0].expires"


def test_the_end_of_the_event_counts_before_that_of_the_message() -> None:
    ending = "<valueName>eventEndingTime</valueName><value>2026-03-01T15:00:00-08:00</value>"
    more = f"<expires>2026-03-01T11:00:00-08:00</expires><parameter>{ending}</parameter>"
    [report] = read(info(more=more)).reports
    assert report.expected_end == datetime(2026, 3, 1, 23, tzinfo=UTC)


def test_a_start_years_ahead_is_the_time_of_sending() -> None:
    reading = read(info(more="<onset>2099-01-01T00:00:00Z</onset>"))
    assert reading.reports[0].starts == reading.at
    assert reading.problems[0].where == "alert[0].info[0].onset"


@pytest.mark.parametrize(
    "sent", ["", "now", "2026-03-01", "2026-03-01T10:00:00", "1026-03-01T10:00:00Z"]
)
def test_a_message_without_a_time_cannot_be_put_in_order(sent: str) -> None:
    reading = read(info(), sent=sent)
    assert reading.reports == []
    assert reading.problems[0].where == "alert[0]"


def test_one_bad_alert_among_many_costs_only_itself() -> None:
    good, bad = alert(info()).decode(), alert(info(), sent="never").decode()
    reading = cap.read(f"<feed><entry>{bad}</entry><entry>{good}</entry></feed>".encode())
    assert len(reading.reports) == 1
    assert [problem.where for problem in reading.problems] == ["alert[0]"]


def test_thousands_of_infos_are_bounded_and_said() -> None:
    reading = read(*(info(area=f"CAC{number % 1000:03}") for number in range(7_000)))
    assert [len(report.areas) for report in reading.reports] == [MOST_INFOS]
    assert reading.problems[0].why == f"has 7000 infos; {MOST_INFOS} were read"


def test_deep_nesting_is_no_trouble() -> None:
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    body = alert(info()).replace(b"</alert>", deep + b"</alert>")
    assert len(cap.read(body).reports) == 1


def test_texts_are_bounded_cleaned_and_kept_as_text() -> None:
    words = "&lt;!channel&gt; \u202egnorw &lt;b&gt;now&lt;/b&gt; " + "long " * 500
    more = f"<headline>{words}</headline><description>{words}</description>"
    [report] = read(info(more=more)).reports
    assert report.headline.startswith("<!channel> gnorw now long")
    assert len(report.headline) <= 150
    assert len(report.facts.what) <= 600


@pytest.mark.parametrize(
    "web",
    ["javascript:alert(1)", "http://", "https://a b", "https://a|b", "https://a/" + "x" * 600],
)
def test_a_link_that_is_none_is_left_out(web: str) -> None:
    [report] = read(info(more=f"<web>{web}</web>")).reports
    assert report.link is None


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ("Power outage", AlertKind.POWER_OUTAGE),
        ("911 Telephone Outage", AlertKind.NETWORK_OUTAGE),
        ("Brush Fire", AlertKind.WILDFIRE),
        ("Civil Emergency Message", AlertKind.OTHER),
    ],
)
def test_the_kind_follows_the_words_of_the_event(event: str, kind: AlertKind) -> None:
    assert read(info(event)).reports[0].kind is kind
