"""How many cores are idle is what Linux says, and never a guess."""

import os
from pathlib import Path

import pytest

from bot.meaning import cores
from bot.meaning.cores import idle_cores


@pytest.mark.parametrize(
    ("said", "idle"),
    [
        ("0.05 1.10 2.00 1/415 20384", 3),
        ("0.05 1.10 2.00 3/415 20384", 1),
        ("9.00 9.00 9.00 12/415 20384", 0),
        ("0.00 0.00 0.00 0/0 0", 0),
        ("nothing of the kind", 0),
        ("", 0),
    ],
)
def test_whoever_wants_to_run_takes_a_core(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, idle: int
) -> None:
    load = tmp_path / "loadavg"
    load.write_text(said)
    monkeypatch.setattr(cores, "_LOAD", load)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    assert idle_cores() == idle


def test_where_linux_does_not_say_none_is_idle(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cores, "_LOAD", tmp_path / "none")
    assert idle_cores() == 0
