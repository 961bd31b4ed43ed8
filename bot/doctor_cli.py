"""`podline doctor`: what an installation lacks, and what to do about it."""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.terminal import EXIT_REFUSED, counted, out

if TYPE_CHECKING:
    from bot.doctor.facts import Finding


def doctor(
    as_json: Annotated[
        bool, typer.Option("--json", help="For scripts: one object, on one line.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Leave Slack and its tokens alone.")
    ] = False,
) -> None:
    """Look whether everything is there that Podline needs, and say what to do about the rest.

    Changes nothing. Exit code 1: there is a problem.
    """
    from bot.doctor.examining import examine
    from bot.doctor.facts import is_well

    findings = asyncio.run(examine(offline=offline))
    well = is_well(findings)
    if as_json:
        told = {"ok": well, "findings": [asdict(each) for each in findings]}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        _say(findings)
    if not well:
        raise typer.Exit(EXIT_REFUSED)


def _say(findings: "Sequence[Finding]") -> None:
    from bot.doctor.facts import State

    for each in findings:
        _print(f"{each.state:<9}{each.check:<10}{each.said}")
        if each.do:
            _print(f"{'':<19}{each.do}")
    problems = sum(each.state is State.PROBLEM for each in findings)
    total = counted(problems, "problem", "problems")
    _print(f"{total}." if problems else "Podline has what it needs.")


def _print(line: str) -> None:
    """As it stands: a file's name may look like markup, and is not broken in two."""
    out.print(line, highlight=False, markup=False, soft_wrap=True)
