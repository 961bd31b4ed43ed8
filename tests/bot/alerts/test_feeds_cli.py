"""`podline feeds replay`, as it is run."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bot.alerts.following.test_sources import outage
from tests.bot.alerts.nws.samples import DOCUMENTS, document, feature

ROSTER = """
[market.seattle]
name = "Seattle"
timezone = "America/Los_Angeles"
[market.seattle.areas]
counties = ["WAC033"]
zones = ["WAZ315", "WAZ316"]

[market.tallahassee]
name = "Tallahassee"
timezone = "America/New_York"
[market.tallahassee.areas]
zones = ["FLZ017", "GAZ157"]

[market.san-diego]
name = "San Diego"
timezone = "America/Los_Angeles"
[market.san-diego.areas]
counties = ["CAC073"]
"""

EVENT = {
    "version": 1,
    "key": "INC1",
    "revision": 1,
    "lifecycle": "new",
    "kind": "network_outage",
    "severity": "severe",
    "areas": ["CAC073"],
    "headline": "Fiber cut in Chula Vista",
    "starts": "2026-11-16T17:50:00Z",
    "basis": "unknown",
}


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    (tmp_path / "pods.toml").write_text(ROSTER)
    return tmp_path / "pods.toml"


def _run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "feeds", "replay", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def _played(*arguments: object) -> Any:
    ran = _run("--json", *arguments)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def _write(folder: Path, name: str, body: bytes) -> Path:
    (folder / name).write_bytes(body)
    return folder / name


def _keys(market: Any) -> dict[str, str]:
    return {each["key"]: each["state"] for each in market["cards"]}


def test_a_real_list_gives_the_cards_of_each_market(roster: Path) -> None:
    (file,) = DOCUMENTS.glob("active_2025*")
    played = _played(file, "--pods", roster)
    assert played["tallahassee"] == {"cards": [], "posts": 0, "edits": 0}
    seattle = _keys(played["seattle"])
    assert (seattle["KSEW.FF.W.0001.2025"], played["seattle"]["posts"]) == ("live", 1)
    assert "KSEW.HW.A.0002.2025" in seattle


def test_all_shows_what_is_only_listed(roster: Path) -> None:
    (file,) = DOCUMENTS.glob("active_2025*")
    shown = _keys(_played(file, "--pods", roster)["seattle"])
    everything = _keys(_played(file, "--pods", roster, "--all")["seattle"])
    assert "listed" in set(everything.values())
    assert set(shown) < set(everything)


def test_several_files_are_several_polls_by_their_own_clocks(roster: Path, tmp_path: Path) -> None:
    first = _write(tmp_path, "1.json", document(feature()))
    empty = document(updated="2025-12-16T11:59:00Z")
    still = _write(tmp_path, "2.json", empty)
    late = _write(tmp_path, "3.json", document(updated="2025-12-16T12:00:00Z"))
    goes_on = _played(first, still, "--pods", roster)["seattle"]
    over = _played(first, still, late, "--pods", roster)["seattle"]
    assert (_keys(goes_on), goes_on["edits"]) == ({"KSEW.HW.W.0001.2025": "live"}, 0)
    assert (_keys(over), over["posts"]) == ({"KSEW.HW.W.0001.2025": "ended"}, 2)


def test_the_first_may_be_read_at_another_time(roster: Path, tmp_path: Path) -> None:
    file = _write(tmp_path, "1.json", document(feature()))
    late = _played(file, "--pods", roster, "--at", "2025-12-16T04:00:00-08:00")
    assert late["seattle"] == {"cards": [], "posts": 0, "edits": 0}


def _outages(folder: Path, *meters: int) -> list[Path]:
    """A list of power outages for each number, a quarter of an hour apart."""
    lists = (json.dumps([outage(number)]).encode() for number in meters)
    return [_write(folder, f"odin{number}.json", body) for number, body in enumerate(lists)]


@pytest.mark.parametrize(
    ("meters", "severity", "posts"),
    [
        ([2_500, 1_500, 1_100], "moderate", 1),
        ([2_500, 12_000, 5_500], "severe", 2),
        ([12_000, 2_500], "moderate", 2),
    ],
)
def test_power_outages_are_read_after_what_stood_before(
    roster: Path, tmp_path: Path, meters: list[int], severity: str, posts: int
) -> None:
    files = _outages(tmp_path, *meters)
    played = _played(*files, "--pods", roster, "--at", "2026-11-16T18:00:00Z")["san-diego"]
    (card,) = played["cards"]
    assert (card["kind"], card["severity"], card["state"]) == ("power_outage", severity, "live")
    assert played["posts"] == posts


def test_a_power_outage_below_half_of_the_first_step_is_over(roster: Path, tmp_path: Path) -> None:
    files = _outages(tmp_path, 2_500, 900)
    played = _played(*files, "--pods", roster, "--at", "2026-11-16T18:00:00Z")["san-diego"]
    assert ([each["state"] for each in played["cards"]], played["posts"]) == (["ended"], 2)


def test_a_utility_that_leaves_a_county_out_for_hours_lists_it_no_longer(
    roster: Path, tmp_path: Path
) -> None:
    first, *_ = _outages(tmp_path, 12_000)
    other = json.dumps([outage(300, communitydescriptor="06059")]).encode()
    others = [_write(tmp_path, f"other{number}.json", other) for number in range(9)]
    at = ("--pods", roster, "--at", "2026-11-16T18:00:00Z")
    goes_on, lapsed = (_played(first, *others[:count], *at) for count in (7, 9))
    assert [each["state"] for each in goes_on["san-diego"]["cards"]] == ["live"]
    assert [each["state"] for each in lapsed["san-diego"]["cards"]] == ["ended"]


def test_who_sends_still_says_what_it_said_before(roster: Path, tmp_path: Path) -> None:
    ends = {"expected_end": "2026-11-16T18:02:00Z", "basis": "estimated"}
    first = _write(tmp_path, "1.json", json.dumps(EVENT | ends).encode())
    others = [
        _write(tmp_path, f"{minute}.json", json.dumps(EVENT | {"key": f"K{minute}"}).encode())
        for minute in range(2, 7)
    ]
    played = _played(first, *others, "--pods", roster, "--at", "2026-11-16T18:00:00Z")
    assert _keys(played["san-diego"])["INC1"] == "live"


def test_what_cannot_be_read_is_said_and_ends_nothing(roster: Path, tmp_path: Path) -> None:
    first = _write(tmp_path, "1.json", document(feature()))
    broken = _write(tmp_path, "2.json", b"<html>busy</html>")
    ran = _run(first, broken, "--pods", roster, "--json")
    assert ran.returncode == 0
    assert _keys(json.loads(ran.stdout)["seattle"]) == {"KSEW.HW.W.0001.2025": "live"}
    assert "2.json says nothing, and ends nothing" in ran.stderr


def test_where_nothing_can_be_read_nothing_is_said_of_any_market(
    roster: Path, tmp_path: Path
) -> None:
    ran = _run(
        _write(tmp_path, "1.json", b'{"status": 500, "title": "x"}'), "--pods", roster, "--json"
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "nothing is known" in ran.stderr


def test_parts_that_cannot_be_read_are_named(roster: Path, tmp_path: Path) -> None:
    file = _write(tmp_path, "1.json", document(feature(), {"properties": None}))
    ran = _run(file, "--pods", roster, "--json")
    assert ran.returncode == 0
    assert "features[1] has no properties" in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--json", "--at", "noon"), "noon is no time"),
        (("--json", "--at", "2025-12-15T12:00"), "says no zone"),
        ((), "--json"),
        (("--json", "--pods", "nowhere.toml"), "nowhere.toml"),
    ],
)
def test_what_cannot_be_done_is_said_kindly(
    arguments: tuple[str, ...], said: str, roster: Path, tmp_path: Path
) -> None:
    file = _write(tmp_path, "1.json", document(feature()))
    ran = _run(file, *arguments, *(() if "--pods" in arguments else ("--pods", roster)))
    assert ran.returncode in (1, 2)
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_file_that_is_not_there_is_named(roster: Path) -> None:
    ran = _run("gone.json", "--json", "--pods", roster)
    assert ran.returncode == 1
    assert "gone.json" in ran.stderr


def test_without_a_roster_its_option_is_named(tmp_path: Path) -> None:
    ran = _run(_write(tmp_path, "1.json", document(feature())), "--json")
    assert ran.returncode == 1
    assert "There is no pods.toml here. Name your roster by --pods." in ran.stderr


def test_where_the_pages_port_is_taken_another_one_is_named(tmp_path: Path) -> None:
    file = _write(tmp_path, "1.json", document(feature()))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = _run(file, "--then-exit", "--port", port)
    assert ran.returncode == 1
    assert f"Port {port} is taken. Try another one: --port " in ran.stderr


def test_a_market_that_is_wrong_is_refused(tmp_path: Path) -> None:
    file = _write(tmp_path, "1.json", document(feature()))
    wrong = tmp_path / "pods.toml"
    wrong.write_text(ROSTER.replace("WAC033", "Seattle"))
    ran = _run(file, "--json", "--pods", wrong)
    assert ran.returncode == 1
    assert "pods.toml:" in ran.stderr


def test_a_pod_that_is_told_of_less_has_fewer_cards(roster: Path, tmp_path: Path) -> None:
    file = _write(tmp_path, "1.json", document(feature()))
    member = '{ email = "ana@example.com", name = "Ana Ruiz", role = "team_leader" }'
    pod = f"""
[pod.seattle]
name = "Seattle"
market = "seattle"
channel = "pod-seattle"
hours = "24/7"
members = [{member}]
"""
    only_seattle = ROSTER.partition("[market.tallahassee]")[0].replace(
        "[market.seattle.areas]", 'hours = "24/7"\n[market.seattle.areas]'
    )
    keys = []
    for bar in ("severe", "extreme"):
        roster.write_text(f'{only_seattle}{pod}[pod.seattle.alerts]\nweather = "{bar}"\n')
        keys.append(list(_keys(_played(file, "--pods", roster)["seattle"])))
    assert keys == [["KSEW.HW.W.0001.2025"], []]
