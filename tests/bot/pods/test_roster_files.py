"""Roster files: what is read, and how what is wrong is told."""

from pathlib import Path

import pytest

from bot.pods.roster import Report
from bot.pods.roster_files import LARGEST, check_files
from storage.pods import Organisation, Role

GOOD = """\
[market.san-diego]
name = "San Diego"
timezone = "America/Los_Angeles"
hours = "daily 07:00-22:00"
languages = ["en", "es"]
areas = { counties = ["CAC073"], fips = ["06073"], names = { CAC073 = "the county" } }

[pod.san-diego]
name = "San Diego"
site = "Boise, Idaho"
market = "san-diego"
channel = "#pod-san-diego"
organisation = "partner"
enough_present = 2
ladder = { talking = [10, 20, 40, 80], mentions_an_hour = 4 }
alerts = { weather = "Extreme", default = "moderate" }
shifts = { early = "Mon-Fri 06:00-14:30" }
members = [
  { email = "Ana.Ruiz@example.com", name = "Ana Ruiz", role = "team_leader" },
  { user = "U02DAN", name = "Dan", role = "Tech specialist", hours = "early", skills = ["network"]},
]
"""


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def check(tmp_path: Path, text: str | bytes, name: str = "pods.toml") -> Report:
    content = text if isinstance(text, bytes) else text.encode()
    (tmp_path / name).write_bytes(content)
    return check_files(Path(name))


def said(report: Report) -> list[str]:
    return [str(problem) for problem in report.problems]


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    report = check(tmp_path, GOOD)
    assert said(report) == []
    pod = report.roster.pods["san-diego"]
    ana, dan = pod.members
    assert (pod.channel, pod.organisation, pod.is_private) == (
        "pod-san-diego",
        Organisation.PARTNER,
        True,
    )
    assert pod.settings == {
        "enough_present": 2,
        "ladder": {"talking": [10, 20, 40, 80], "mentions_an_hour": 4},
        "alerts": {"weather": "extreme", "default": "moderate"},
    }
    assert (ana.email, ana.role) == ("ana.ruiz@example.com", Role.TEAM_LEADER)
    assert (dan.user, dan.role, dan.skills) == ("U02DAN", Role.TECH_SPECIALIST, ["network"])
    assert dan.hours["mon"] == [["06:00", "14:30"]]
    assert report.roster.markets["san-diego"].areas == {
        "counties": ["CAC073"],
        "fips": ["06073"],
        "names": {"CAC073": "the county"},
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "America/Los_Angeles",
            "America/Los_Angles",
            "3: timezone 'America/Los_Angles' is unknown: did you mean America/Los_Angeles?",
        ),
        (
            '"America/Los_Angeles"',
            '"Detroit"',
            "3: timezone 'Detroit' is unknown: did you mean America/Detroit?",
        ),
        (
            '"America/Los_Angeles"',
            '"../../etc/passwd"',
            "3: timezone '../../etc/passwd' is unknown: "
            "use an IANA name like America/Los_Angeles",
        ),
        ("Tech specialist", "tech_specalist",
         "20: role 'tech_specalist': did you mean tech_specialist?"),
        ('["network"]', '["netwrk"]', "20: skills 'netwrk': did you mean network?"),
        ("daily 07:00", "dayly 07:00", "4: 'dayly' is no day of the week: write Mon"),
        ("CAC073 =", "CAC037 =", "6: 'CAC037' is none of the areas above: use one of 06073, "
         "CAC073"),
        ('"the county"', "7", '6: CAC073 must be text in quotes: "…"'),
        ("CAC073", "CA73", "6: counties 'CA73' is not like CAC073"),
        ('"partner"', '"partners"', "13: organisation 'partners': did you mean partner?"),
        ("[10, 20, 40, 80]", "[10, 20]", "15: talking must be four rising numbers of seconds"),
        ("mentions_an_hour", "mentions_a_hour", "15: 'mentions_a_hour' means nothing here: "
         "did you mean mentions_an_hour?"),
        ('"early", s', '"erly", s', "20: hours 'erly': did you mean early?"),
        ('market = "san-diego"', 'market = "san-digo"', "11: unknown market 'san-digo': "
         "did you mean san-diego?"),
        ("#pod-san-diego", "Pod San Diego", "12: channel 'Pod San Diego': Slack allows lower-case "
         "letters, digits, - and _; did you mean pod-san-diego?"),
        ('site = "', 'overflow = "detroit"\nsite = "', "10: unknown overflow pod 'detroit'"),
        ('site = "', 'overflow = "san-diego"\nsite = "', "10: pod 'san-diego' cannot be its own"),
        ('"U02DAN"', '"u02dan"', "20: user 'u02dan' is no Slack id, like U02AB3CD4"),
        ('user = "U02DAN", ', "", '20: somebody without email or user: add email = "…"'),
        ("Ana.Ruiz@example.com", "Ana Ruiz", "19: email 'ana ruiz' is no address"),
        ('"U02DAN"', '"U02DAN", email = "ana.ruiz@example.com"', "20: ana.ruiz@example.com stands "
         "in pods.toml:19 too: a person belongs to one pod, once"),
        ('name = "Dan"', "name = 7", '20: name must be text in quotes: "…"'),
        ('name = "Dan"', 'name = "D\\u0000an"', "20: name has a character that cannot be shown "
         "(U+0000)"),
        ("enough_present = 2", "enough_present = true",
         "14: enough_present must be a whole number"),
        ('site = "Boise, Idaho"', f'site = "{"x" * 121}"', "10: site is 121 characters long; "
         "120 at most"),
        ("[pod.san-diego]", "[pods.san-diego]", "8: 'pods' means nothing here: did you mean pod?"),
        ("members = [", "members = [ 3,", "18: write it as {"),
        ("team_leader", "coach", "8: warning: pod 'san-diego' has no team_leader"),
        ("[pod.san-diego]", "[[pod]]", "8: pod must be tables with a key each: [pod.<key>]"),
        ("[market.san-diego]", "[[market]]",
         "1: market must be tables with a key each: [market.<key>]"),
        ('weather = "Extreme"', 'wether = "severe"', "16: 'wether' means nothing here: "
         "did you mean weather?"),
        ('"Extreme"', '"sever"', "16: weather 'sever': did you mean severe?"),
        ('"Extreme"', "3", '16: weather must be text in quotes: "…"'),
        ("ladder = {", "ladder = 3 # {", "15: ladder must be a table: [pod.san-diego.ladder]"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_file_line_and_what_to_do(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert GOOD.count(old) >= 1
    report = check(tmp_path, GOOD.replace(old, new, 1))
    assert any(each.startswith(f"pods.toml:{expected}") for each in said(report)), said(report)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('market = "san-diego"', 'market = "san-digo"', 11),
        ('role = "team_leader"', 'role = "boss"', 19),
        ("[pod.san-diego]", "[[pod]]", 8),
    ],
)
def test_one_mistake_is_told_once(tmp_path: Path, old: str, new: str, line: int) -> None:
    (problem,) = check(tmp_path, GOOD.replace(old, new, 1)).problems
    assert (problem.place.line, problem.is_warning) == (line, False)


def test_the_name_of_a_shift_in_a_pod_without_shifts_is_quoted(tmp_path: Path) -> None:
    text = GOOD.replace('shifts = { early = "Mon-Fri 06:00-14:30" }\n', "")
    (problem,) = check(tmp_path, text).problems
    assert problem.sentence.startswith("hours 'early' say no time of day: write \"Mon-Fri 07")


def test_a_file_that_cannot_be_read_is_told_alone_and_not_what_leads_into_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "b.toml").write_bytes(b"\xff")
    check(tmp_path, GOOD.replace('site = "', 'overflow = "b"\nsite = "'), "a.toml")
    assert said(check_files(Path())) == [
        "b.toml:1: is not UTF-8: save the file as plain UTF-8 text"
    ]


@pytest.mark.parametrize("refused", ["iterdir", "read_bytes"])
def test_a_file_or_folder_that_this_user_may_not_read_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    def no(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "pods").mkdir()
    (tmp_path / "pods" / "a.toml").write_text(GOOD)
    monkeypatch.setattr(Path, refused, no)
    (sentence,) = said(check_files(Path("pods")))
    place = {"iterdir": "pods", "read_bytes": "pods/a.toml"}[refused]
    assert sentence == f"{place}: cannot be read: Permission denied"


def test_a_file_is_named_with_its_folder(tmp_path: Path) -> None:
    (tmp_path / "pods").mkdir()
    (tmp_path / "pods" / "a.toml").write_text(GOOD.replace('"partner"', '"x"'))
    (sentence,) = said(check_files(Path("pods")))
    assert sentence.startswith("pods/a.toml:13: organisation 'x'")


def test_everything_that_is_wrong_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = GOOD.replace("Los_Angeles", "Nowhere").replace("team_leader", "boss")
    lines = [problem.place.line for problem in check(tmp_path, text).errors]
    assert lines == [3, 19]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[market.a]\nname = \n", "pods.toml:2: is not TOML: Invalid value"),
        ('[market.a]\nname = "a\n', "pods.toml:2: is not TOML: Illegal character"),
        ("[market.a]\n[market.a]\n", "pods.toml:2: is not TOML: Cannot declare"),
        ("a = [1,\n\n", "pods.toml:1: is not TOML: Invalid value"),
        (b'[market.a]\nname = "a\0b"\n', "pods.toml:2: has a NUL byte"),
        (b'[market.a]\n\nname = "\xff"\n', "pods.toml:3: is not UTF-8"),
        (b"\xff\xfe[\0m\0]\0", "pods.toml:1: has a NUL byte"),
        ("x = " + "[" * 5000 + "]" * 5000, "pods.toml: is nested too deeply"),
        ("#" * (LARGEST * 2), "pods.toml: larger than 5 MB: write one file a pod"),
    ],
)
def test_a_file_that_is_no_roster_is_told_in_one_line(
    tmp_path: Path, content: str | bytes, expected: str
) -> None:
    report = check(tmp_path, content)
    assert len(report.errors) == 1
    assert said(report)[0].startswith(expected)
    assert not report.roster.pods


def test_a_folder_is_read_as_one_roster_and_duplicates_name_both_places(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(GOOD)
    check(tmp_path, GOOD, "a.toml")
    assert said(check_files(Path())) == [
        "b.toml:1: market 'san-diego' stands in a.toml:1 too",
        "b.toml:8: pod 'san-diego' stands in a.toml:8 too",
    ]


def test_the_same_person_in_two_pods_and_one_channel_for_two_are_refused(tmp_path: Path) -> None:
    other = GOOD.replace("[market.san-diego]", "[market.detroit]")
    other = other.replace("[pod.san-diego]", "[pod.detroit]").replace('san-diego"', 'detroit"')
    other = other.replace("#pod-detroit", "#pod-san-diego").replace("U02DAN", "U03RAJ")
    (tmp_path / "b.toml").write_text(other)
    check(tmp_path, GOOD, "a.toml")
    assert said(check_files(Path())) == [
        "b.toml:12: #pod-san-diego is the channel of pod 'san-diego' (a.toml:8) too: "
        "each pod needs its own",
        "b.toml:19: ana.ruiz@example.com stands in a.toml:19 too: "
        "a person belongs to one pod, once",
    ]


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    assert said(check_files(tmp_path)) == [f"{tmp_path}: no file here ends in .toml"]
    missing = tmp_path / "missing"
    (sentence,) = said(check_files(missing))
    assert sentence.startswith(f"{missing}: there is no such file or folder; ")
    blank = tmp_path / "blank.toml"
    blank.write_text("# later\n")
    (sentence,) = said(check_files(tmp_path))
    assert sentence.startswith(f"{tmp_path}: no pod stands here; ")


def test_a_file_of_an_editor_on_windows_is_read_alike(tmp_path: Path) -> None:
    report = check(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert said(report) == []
