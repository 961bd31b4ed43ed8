"""What the doctor says: one finding a line, each with what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.troubles import sentence_for


class State(StrEnum):
    """With a problem Podline does not start, or not all of it works; a note is worth knowing."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` is what was looked at; `do` is empty where there is nothing to do."""

    check: str
    state: State
    said: str
    do: str = ""


def ok(check: str, said: str) -> Finding:
    return Finding(check, State.OK, said)


def note(check: str, said: str, do: str = "") -> Finding:
    return Finding(check, State.NOTE, said, do)


def problem(check: str, said: str, do: str = "") -> Finding:
    return Finding(check, State.PROBLEM, said, do)


def told(check: str, sentence: str) -> Finding:
    """A problem by the sentence that other commands say of it: what it is, then what to do."""
    said, _, do = sentence.partition(". ")
    return problem(check, f"{said.removesuffix('.')}.", do)


def failed(check: str, error: Exception) -> Finding:
    """What stood in the way of looking, too, is a finding."""
    if isinstance(error, TimeoutError):
        return problem(check, "There was no answer in time.")
    sentence = sentence_for(error)
    if sentence:
        return told(check, sentence)
    return problem(check, f"This could not be looked at ({type(error).__name__}).")


def is_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing stands in the way."""
    return all(each.state is not State.PROBLEM for each in findings)
