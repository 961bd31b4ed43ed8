"""`podline huddles plan`: what can be checked from outside."""

import asyncio
import json
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.__main__ import main
from bot.clock import Clock
from storage.database import Database
from storage.huddles import Agenda, Huddle, HuddleSchedule, HuddleState
from storage.migrations import upgrade
from storage.pods import Market, Pod

Podline = Callable[[str], tuple[int, str, str]]
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # Monday in Detroit, Sunday in San Diego


@pytest.fixture
def podline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Podline:
    """`podline ARGUMENTS` in this process: its exit code and what it wrote."""

    def run(arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["podline", *arguments.split("  ")])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        wrote = capsys.readouterr()
        return code, wrote.out, wrote.err

    monkeypatch.setattr(Clock, "now", lambda _: NOW)
    return run


class Stored:
    """Two pods: one in California, and one in Detroit, for which something was set."""

    def __init__(self) -> None:
        west = Market(
            key="sd",
            name="San Diego",
            timezone="America/Los_Angeles",
            areas={"counties": ["CAC073"]},
        )
        east = Market(key="det", name="Detroit", timezone="America/Detroit")
        self.markets = [west, east]
        self.sd = Pod(team_id="T1", key="san-diego", name="San Diego", market_id=west.id)
        self.det = Pod(team_id="T1", key="detroit", name="Detroit [B]", market_id=east.id)
        self.det.settings = {"huddles": {"days": ["mon"], "times": [870]}}
        self.more: list[Any] = []

    def huddle(self, slot: str, day: date, starts_at: datetime, **more: Any) -> None:
        """Of the first wave in San Diego."""
        agenda = Agenda(team_id="T1", pod_id=self.sd.id, slot=slot, local_date=day)
        huddle = Huddle(
            team_id="T1",
            pod_id=self.sd.id,
            agenda_id=agenda.id,
            wave=1,
            slot=slot,
            local_date=day,
            starts_at=starts_at,
            planned_at=more.pop("planned_at", starts_at),
            minutes=15,
            **more,
        )
        self.more += [agenda, huddle]

    def save(self) -> None:
        asyncio.run(self._save())

    async def _save(self) -> None:
        database = Database("sqlite:///podline.db")
        async with database.write() as session:
            for row in (*self.markets, self.sd, self.det, *self.more):
                session.add(row)
                await session.flush()
        await database.close()


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of this version without a row."""
    file = tmp_path_factory.mktemp("upgraded") / "podline.db"
    asyncio.run(upgrade(f"sqlite:///{file}"))
    return file


@pytest.fixture
def nothing_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PODLINE_DATABASE_URL", raising=False)


@pytest.fixture
def stored(nothing_stored: None, upgraded: Path) -> Stored:
    shutil.copyfile(upgraded, "podline.db")
    return Stored()


def planned(podline: Podline, arguments: str) -> list[dict[str, Any]]:
    code, out, err = podline(f"huddles  plan  --json  {arguments}")
    assert (code, err) == (0, "")
    return list(json.loads(out))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In San Diego, in November 2026."""
    there = ZoneInfo("America/Los_Angeles")
    return datetime(2026, 11, day, hour, minute, tzinfo=there).astimezone(UTC)


def test_each_huddle_is_listed_with_its_time_there_and_in_utc(
    podline: Podline, stored: Stored
) -> None:
    stored.save()
    found = planned(podline, "--weeks  1  --from  2026-11-23")
    assert [(each["pod"], each["wave"], each["start"]) for each in found] == [
        ("san-diego", 1, "2026-11-23T10:30:00-08:00"),
        ("san-diego", 2, "2026-11-23T10:50:00-08:00"),
        ("detroit", 1, "2026-11-23T14:30:00-05:00"),
        ("san-diego", 1, "2026-11-25T10:30:00-08:00"),
        ("san-diego", 2, "2026-11-25T10:50:00-08:00"),
        ("san-diego", 1, "2026-11-27T10:30:00-08:00"),
        ("san-diego", 2, "2026-11-27T10:50:00-08:00"),
    ]
    assert found[0] == {
        "pod": "san-diego",
        "name": "San Diego",
        "wave": 1,
        "slot": "mon",
        "date": "2026-11-23",
        "start": "2026-11-23T10:30:00-08:00",
        "zone": "America/Los_Angeles",
        "utc": "2026-11-23T18:30:00Z",
        "minutes": 15,
        "state": "planned",
        "skipped": False,
        "moved": False,
        "planned_start": "2026-11-23T10:30:00-08:00",
        "why": "",
        "by": "",
    }


def test_a_holiday_is_listed_as_skipped_and_says_which(podline: Podline, stored: Stored) -> None:
    stored.save()
    found = planned(podline, "--weeks  1  --from  2026-11-26  --pod  San Diego")
    skipped = [(each["date"], each["why"]) for each in found if each["skipped"]]
    assert skipped == [("2026-11-27", "Day After Thanksgiving")] * 2
    assert {each["state"] for each in found} == {"planned", "skipped"}


def test_what_was_moved_skipped_or_called_for_is_listed_as_it_stands(
    podline: Podline, stored: Stored
) -> None:
    stored.huddle("mon", date(2026, 11, 23), at(23, 14, 30), planned_at=at(23, 10, 30), why="surge")
    stored.huddle("wed", date(2026, 11, 25), at(25, 10, 30), state=HuddleState.SKIPPED, why="fair")
    stored.huddle("once-0900", date(2026, 11, 24), at(24, 9), changed_by="UANA")
    stored.save()
    found = planned(podline, "--weeks  1  --from  2026-11-23  --pod  san-diego")
    first = [each for each in found if each["wave"] == 1]
    assert [(each["slot"], each["start"][:16], each["why"]) for each in first] == [
        ("mon", "2026-11-23T14:30", "surge"),
        ("once-0900", "2026-11-24T09:00", ""),
        ("wed", "2026-11-25T10:30", "fair"),
        ("fri", "2026-11-27T10:30", "Day After Thanksgiving"),
    ]
    assert [(each["moved"], each["skipped"]) for each in first] == [
        (True, False),
        (False, False),
        (False, True),
        (False, True),
    ]
    assert first[0]["planned_start"] == "2026-11-23T10:30:00-08:00"


def test_what_was_moved_by_hand_is_listed_on_its_new_day_with_who_moved_it(
    podline: Podline, stored: Stored
) -> None:
    """Monday's huddle is on Wednesday: whoever asks from Tuesday on sees it."""
    moved = {"planned_at": at(23, 10, 30), "changed_by": "UANA", "changed_by_name": "Ana Ruiz"}
    stored.huddle("mon", date(2026, 11, 23), at(25, 14, 30), **moved)
    stored.save()
    found = planned(podline, "--weeks  1  --from  2026-11-24  --pod  san-diego")
    (mine,) = [each for each in found if each["moved"]]
    assert (mine["start"], mine["by"]) == ("2026-11-25T14:30:00-08:00", "Ana Ruiz")
    assert mine["date"] == "2026-11-23"
    before = planned(podline, "--weeks  1  --from  2026-11-16  --pod  san-diego")
    assert not [each for each in before if each["moved"]]
    _, out, _ = podline("huddles  plan  --weeks  1  --from  2026-11-24  --pod  san-diego")
    assert "moved from Mon 10:30 by Ana Ruiz" in out


def test_without_json_each_huddle_is_one_line_to_be_searched(
    podline: Podline, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    stored.huddle("mon", date(2026, 11, 23), at(23, 14, 30), planned_at=at(23, 10, 30), why="surge")
    stored.save()
    code, out, _ = podline("huddles  plan  --weeks  1  --from  2026-11-23  --pod  san-diego")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].split() == ["POD", "WAVE", "START", "ZONE", "UTC", "STATE"]
    assert len(lines) == 7
    assert (
        "san-diego  1     Mon 2026-11-23 14:30  America/Los_Angeles  2026-11-23 22:30  "
        "moved from Mon 10:30: surge" in lines
    )


def test_without_a_day_it_begins_today_in_each_market(
    podline: Podline, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Late on Monday in San Diego it is Tuesday in Detroit: its Monday is over."""
    stored.save()
    podline("huddles  plan")
    monkeypatch.setattr(Clock, "now", lambda _: at(23, 23))
    mondays = [(each["pod"], each["date"]) for each in planned(podline, "--weeks  1")]
    assert ("san-diego", "2026-11-23") in mondays
    assert ("detroit", "2026-11-30") in mondays
    assert ("detroit", "2026-11-23") not in mondays


def test_what_was_set_in_slack_counts_and_so_do_huddles_that_are_off(
    podline: Podline, stored: Stored
) -> None:
    for pod, fields in ((stored.sd, {"on": False}), (stored.det, {"minutes": 20})):
        row = HuddleSchedule(pod_id=pod.id, fields=fields, changed_by="UANA", changed_at=NOW)
        stored.more.append(row)
    stored.save()
    found = planned(podline, "--weeks  2")
    assert {(each["pod"], each["minutes"]) for each in found} == {("detroit", 20)}
    code, out, err = podline("huddles  plan  --pod  san-diego")
    assert (code, out, err) == (0, "", "No huddles are planned for these weeks.\n")
    assert planned(podline, "--pod  san-diego") == []


def test_ten_years_ahead_are_told_and_no_huddle_comes_twice(
    podline: Podline, stored: Stored
) -> None:
    stored.save()
    found = planned(podline, "--weeks  520  --pod  san-diego")
    keys = {(each["wave"], each["slot"], each["date"]) for each in found}
    assert len(found) == len(keys) == 520 * 3 * 2
    assert {each["start"][11:16] for each in found} == {"10:30", "10:50"}
    last = datetime.fromisoformat(found[-1]["start"])
    assert last - NOW > timedelta(days=3630)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--pod  san-diegp", "No pod is called “san-diegp”: did you mean san-diego?"),
        ("--pod  nowhere", "No pod is called “nowhere”: use one of detroit, san-diego"),
        ("--from  blursday", "blursday is no day; write 2026-11-23."),
        ("--from  9999-12-31", "9999-12-31: take a day from 2000 to 2200."),
        ("--weeks  0", "greater than or equal to 1"),
        ("--weeks  521", "less than or equal to 520"),
    ],
)
def test_what_cannot_be_told_is_one_line_that_says_what_to_do(
    podline: Podline, stored: Stored, arguments: str, said: str
) -> None:
    stored.save()
    code, out, err = podline(f"huddles  plan  {arguments}")
    assert code != 0
    assert out == ""
    assert err.count("\n") == 1
    assert said in err


def test_without_a_database_it_is_said_what_to_run_and_none_is_made(
    podline: Podline, nothing_stored: None, tmp_path: Path
) -> None:
    code, _, err = podline("huddles  plan")
    assert (code, "Run: podline db upgrade" in err) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_pods_says_what_to_run(podline: Podline, stored: Stored) -> None:
    code, _, err = podline("huddles  plan")
    assert (code, err) == (
        1,
        "podline: There are no pods in the database yet. Run: podline pods apply\n",
    )


def test_a_pods_calendar_is_printed_as_it_is_read_and_nothing_is_written(
    podline: Podline, stored: Stored
) -> None:
    stored.save()
    before = Path("podline.db").read_bytes()
    printed = [podline(f"huddles  calendar  {pod}") for pod in ("san-diego", "SAN DIEGO")]
    code, out, err = printed[0]
    assert (code, err) == (0, "")
    assert printed[1] == printed[0]
    assert out.startswith("BEGIN:VCALENDAR\r\n")
    assert out.count("BEGIN:VEVENT\r\n") == 2
    assert "DTSTART;TZID=America/Los_Angeles:20261123T103000\r\n" in out
    assert Path("podline.db").read_bytes() == before


def test_a_calendar_of_no_pod_says_which_there_are(podline: Podline, stored: Stored) -> None:
    code, _, err = podline("huddles  calendar  san-diego")
    assert (code, "Run: podline pods apply" in err) == (1, True)
    stored.save()
    code, out, err = podline("huddles  calendar  san-diegi")
    assert (code, out) == (1, "")
    assert "No pod is called “san-diegi”: did you mean san-diego?" in err
