"""What our commands are called here; and that no sentence calls them by another name."""

import ast
import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import commands
from bot.errors import Outdated
from bot.pods.views import help_card

ROOT = Path(__file__).parent.parent.parent
OURS = re.compile(r"(?<![\w-])/(?:advise|agenda|alert|pod|practice)(?![\w-])|@[Pp]odline\b")
# Not read by the people of a second installation: the trial has a workspace of its own.
ELSEWHERE = (
    *("bot/workspace/", "bot/sample_day/", "bot/feeds_replay/", "bot/trial.py"),
    *("bot/commands.py", "bot/manifest"),
)


def sentences(path: Path) -> Iterator[str]:
    """Every text of a file but its docstrings, and names of routes such as "/pod"."""
    tree = ast.parse(path.read_text())
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) not in docstrings and not re.fullmatch(r"/\w+", node.value):
            yield node.value


def test_no_sentence_names_a_command_but_by_what_it_is_called_here() -> None:
    rooms = ("bot", "handlers", "storage")
    files = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    wrong = [
        (str(path.relative_to(ROOT)), sentence)
        for path in files
        if not str(path.relative_to(ROOT)).startswith(ELSEWHERE)
        for sentence in sentences(path)
        if OURS.search(sentence)
    ]
    assert len(files) > 200
    assert wrong == []


def test_without_a_prefix_commands_are_called_as_in_the_docs() -> None:
    assert (commands.advise(), commands.pod()) == ("/advise", "/pod")
    assert commands.invite() == "/invite @podline"
    assert "start again with `/advise`" in Outdated().sentence


def test_a_sentence_names_the_app_as_people_mention_it_here() -> None:
    assert commands.named("@{app} practice") == "@Podline practice"


async def test_a_prefix_is_known_to_what_runs_from_then_on_and_to_nothing_else() -> None:
    async def second_installation() -> list[str]:
        commands.use_prefix("test")
        said = asyncio.create_task(speak())
        return await said

    async def speak() -> list[str]:
        return [Outdated().sentence, help_card().text, commands.invite(), commands.advise()]

    outdated, pod_help, invite, advise = await asyncio.create_task(second_installation())
    assert "`/test-advise`" in outdated
    assert pod_help.startswith("/test-pod shows your pod")
    assert (invite, advise) == ("/invite @Podline test", "/test-advise")
    assert OURS.search(outdated + pod_help + advise) is None
    assert (await speak())[-1] == "/advise"


@pytest.mark.parametrize("words", ["{other} {}", "100 %", "{advise"])
def test_other_braces_in_a_sentence_of_ours_stay(words: str) -> None:
    assert commands.named(words) == words
