"""Practices as JSON, one object a line: for programs."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.pods.problems import Place, Problems
from bot.practices.interchange_checks import NAMES, GivenSaying, read_practice
from bot.practices.interchange_fields import Fields, Given, Value, shortened
from bot.practices.interchange_plain import plain_fields
from bot.practices.interchange_practice import WrittenPractice

_SAYING = {"language", "text", "author"}


def read_jsonl(
    file: str, document: str, problems: Problems
) -> Iterator[tuple[int, WrittenPractice]]:
    """Every good line with its number; empty lines are passed over."""
    for number, line in enumerate(document.split("\n"), 1):
        if line.strip():
            practice = _practice(file, number, line, problems)
            if practice:
                yield number, practice


def _practice(file: str, number: int, line: str, problems: Problems) -> WrittenPractice | None:
    before = len(problems.found)
    try:
        data = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        problems.error(Place(file, number), f"is not JSON: {_why(error)}")
        return None
    if not isinstance(data, dict):
        problems.error(Place(file, number), 'must be an object, like {"key": "…", "title": "…"}')
        return None
    sayings = list(_sayings(file, number, data.pop("sayings", None), problems))
    fields = Fields(file, number, _given(file, number, data, problems), problems)
    practice = read_practice(fields, sayings)
    return practice if len(problems.found) == before else None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"'{shortened(name)}' stands here twice")
        found[name] = value
    return found


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def _given(file: str, number: int, data: dict[str, Any], problems: Problems) -> dict[str, Given]:
    found: dict[str, Given] = {}
    for name, value in data.items():
        if _is_value(value):
            found[name] = Given(value, number)
        elif value is not None:
            sentence = f"{shortened(name)} must be a text or a list of texts"
            problems.error(Place(file, number), sentence)
    return found


def _is_value(value: Any) -> bool:
    texts = value if isinstance(value, list) else [value]
    return all(isinstance(each, str) for each in texts)


def _sayings(file: str, number: int, value: Any, problems: Problems) -> Iterator[GivenSaying]:
    for each in value if isinstance(value, list) else [] if value is None else [value]:
        if _is_saying(each):
            author = each.get("author") or ""
            yield GivenSaying(number, each["language"], author, each["text"])
        else:
            sentence = 'sayings must be a list of {"language": "en", "text": "…", "author": "…"}'
            problems.error(Place(file, number), sentence)


def _is_saying(value: Any) -> bool:
    if not isinstance(value, dict) or not {"language", "text"} <= value.keys() <= _SAYING:
        return False
    texts = (value["language"], value["text"], value.get("author") or "")
    return all(isinstance(each, str) for each in texts)


def write_jsonl(practices: Iterable[WrittenPractice]) -> str:
    """What `read_jsonl` reads; empty fields are left out."""
    return "".join(f"{json.dumps(_object(each), ensure_ascii=False)}\n" for each in practices)


def _object(practice: WrittenPractice) -> dict[str, Any]:
    fields: dict[str, Value | list[dict[str, str]]] = {**plain_fields(practice)}
    fields["sayings"] = [
        {"language": each.language, "text": each.text}
        | ({"author": each.author} if each.author else {})
        for each in practice.sayings
    ]
    return {name: fields[name] for name in NAMES if fields[name]}
