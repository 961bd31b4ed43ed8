"""How a roster file says when a pod meets, and what is told of what it gets wrong."""

from pathlib import Path
from typing import Any

import pytest

from bot.huddles.facts import NO_HOLIDAYS, Schedule
from bot.pods import roster_huddles
from bot.pods.roster import Report
from bot.pods.roster_files import check_files

POD = """\
[market.sd]
name = "San Diego"
timezone = "America/Los_Angeles"
hours = "Mon-Fri 07:00-22:00"

[pod.sd]
name = "San Diego"
market = "sd"
channel = "pod-sd"
members = [
  { email = "ana@example.com", name = "Ana", role = "team_leader" },
  { user = "U02GRACE", name = "Grace", role = "coach" },
]

[pod.sd.huddles]
"""
FIRST_LINE = POD.count("\n") + 1


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def check(huddles: str) -> Report:
    Path("pods.toml").write_text(POD + huddles)
    return check_files(Path("pods.toml"))


def settings(huddles: str) -> Any:
    report = check(huddles)
    assert not report.errors
    return report.roster.pods["sd"].settings.get("huddles")


def test_a_file_that_says_everything_is_read_whole() -> None:
    read = settings(
        """\
days = ["Tuesday", "mon", "Thu."]
times = ["2:30 PM", "10:30"]
minutes = 20
holidays = "us-ca"
attendance = true
runs_it = ["U02GRACE", "Ana@example.com"]
on = false
"""
    )
    assert read == {
        "on": False,
        "days": ["mon", "tue", "thu"],
        "times": [630, 870],
        "minutes": 20,
        "holidays": "US-CA",
        "attendance": True,
        "runs_it": ["U02GRACE", "ana@example.com"],
    }
    assert Schedule.of({}, read).stored() == read


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("", None),
        ("attendance = false", {"attendance": False}),
        ('holidays = "None"', {"holidays": "none"}),
        ('time = "9"\nwaves = 3', {"times": [540, 560, 580]}),
        ('time = "9 AM"', {"times": [540, 560]}),
        ("waves = 1", {"times": [630]}),
        ('time = "9"\nminutes = 30', {"times": [540, 575], "minutes": 30}),
    ],
)
def test_only_what_the_file_says_is_kept(said: str, read: Any) -> None:
    assert settings(said) == read


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (
            'days = ["blursday"]',
            "days 'blursday': use one of mon, tue, wed, thu, fri, sat, sun",
        ),
        ("days = []", "days are empty: leave them out, or write on = false"),
        ('days = "mon"', 'days must be a list of texts: ["…", "…"]'),
        ('times = ["25:00"]', "times '25:00' is no time of the day, like 10:30 or 2:30 PM"),
        ('times = ["24:00"]', "times '24:00' is no time of the day, like 10:30 or 2:30 PM"),
        ("times = []", 'times are one for each wave, 1 to 4: ["10:30", "10:50"]'),
        (
            'times = ["8", "9", "10", "11", "12"]',
            'times are one for each wave, 1 to 4: ["10:30", "10:50"]',
        ),
        (
            'times = ["10:40", "10:30"]',
            "times 10:30 and 10:40 overlap: a huddle takes 15 minutes",
        ),
        (
            'times = ["10:30"]\ntime = "9"',
            "times say when each wave begins: leave out time and waves",
        ),
        ('time = "23:50"', "time '23:50': the last wave would begin after midnight"),
        ('time = "noonish"', "time 'noonish' is no time of the day, like 10:30 or 2:30 PM"),
        ("waves = 5", "waves is 5; use 1 to 4"),
        ("minutes = 4", "minutes is 4; use 5 to 60"),
        ("minutes = true", "minutes must be a whole number"),
        (
            'holidays = "US-ZZ"',
            "holidays 'US-ZZ' are not known: use US, or with a state, such as US-AK",
        ),
        (
            'runs_it = ["anna@example.com"]',
            "runs_it 'anna@example.com' is none of the pod's members: "
            "did you mean ana@example.com?",
        ),
        ('on = "yes"', "on must be true or false"),
        ("attendence = true", "'attendence' means nothing here: did you mean attendance?"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_line(said: str, problem: str) -> None:
    report = check(said)
    assert [str(each) for each in report.problems] == [f"pods.toml:{FIRST_LINE}: {problem}"]


def test_huddles_while_the_pod_is_closed_are_a_warning() -> None:
    report = check('days = ["fri", "sat"]\ntimes = ["6:30", "21:00"]')
    assert not report.errors
    assert [str(each) for each in report.problems] == [
        f"pods.toml:{FIRST_LINE - 1}: warning: huddles while pod 'sd' is closed: "
        "fri 06:30, sat 06:30, sat 21:00"
    ]


def test_a_pod_without_huddles_is_not_warned_of_when_it_is_closed() -> None:
    assert check('on = false\ndays = ["sat"]').problems == []


def test_what_is_usual_is_the_same_for_the_files_as_for_the_schedule() -> None:
    usual = Schedule()
    assert usual.days == roster_huddles.USUAL_DAYS
    assert usual.times == roster_huddles.USUAL_TIMES
    assert usual.minutes == roster_huddles.USUAL_MINUTES
    assert NO_HOLIDAYS == roster_huddles.NO_HOLIDAYS
