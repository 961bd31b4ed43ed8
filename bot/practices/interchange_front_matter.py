"""The front matter of a Markdown file: a small, plain part of YAML, every value kept as text.

Nothing is made of the values, so that `no` is no truth value and 12:30 no number; anchors, aliases
and tags are refused, since a few lines of them unfold into gigabytes.
"""

from typing import Any

import yaml

from bot.pods.problems import Place, Problems
from bot.practices.interchange_fields import Given, shortened

LONGEST = 8_000
"""Characters."""

_NULL = "tag:yaml.org,2002:null"
_TEXT = "tag:yaml.org,2002:str"


def read_front_matter(file: str, document: str, problems: Problems) -> dict[str, Given] | None:
    """The fields with their lines in the file, of which `document` begins on line 2."""
    if len(document) > LONGEST:
        problems.error(Place(file, 1), f"the part between the --- is over {LONGEST:,} characters")
        return None
    try:
        node = yaml.compose(document, _Plain)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        problems.error(Place(file, line), f"the part between the --- is not YAML: {error.problem}")
        return None
    except (yaml.YAMLError, RecursionError):
        problems.error(Place(file, 1), "the part between the --- cannot be read as YAML")
        return None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        problems.error(Place(file, 2), "the part between the --- must be lines like title: …")
        return None
    return _fields(file, node, problems)


class _Plain(yaml.SafeLoader):
    def compose_node(self, parent: Any, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(
                problem="anchors and aliases (& and *) are not used here; put the text in quotes",
                problem_mark=event.start_mark,
            )
        if getattr(event, "tag", None):
            raise yaml.MarkedYAMLError(
                problem="tags (!) are not used here; put the text in quotes",
                problem_mark=event.start_mark,
            )
        return super().compose_node(parent, index)


def _fields(file: str, node: yaml.MappingNode, problems: Problems) -> dict[str, Given]:
    found: dict[str, Given] = {}
    for key, value in node.value:
        place = Place(file, key.start_mark.line + 2)
        if not isinstance(key, yaml.ScalarNode):
            problems.error(place, "a field's name must be a word")
        elif key.value in found:
            problems.error(place, f"{shortened(key.value)} stands here twice")
        elif (given := _value(value)) is None:
            problems.error(place, f"{shortened(key.value)} must be a text or a list of words")
        else:
            found[key.value] = Given(given, place.line)
    return found


def _value(node: yaml.Node) -> str | list[str] | None:
    if isinstance(node, yaml.ScalarNode):
        return _text(node)
    if isinstance(node, yaml.SequenceNode):
        parts = [_text(each) for each in node.value if isinstance(each, yaml.ScalarNode)]
        return parts if len(parts) == len(node.value) else None
    return None


def _text(node: yaml.ScalarNode) -> str:
    return "" if node.tag == _NULL else str(node.value)


def write_front_matter(fields: dict[str, str | list[str]]) -> str:
    """What `read_front_matter` reads, without the lines of ---."""
    root = yaml.MappingNode("tag:yaml.org,2002:map", [], flow_style=False)
    for name, value in fields.items():
        root.value.append((yaml.ScalarNode(_TEXT, name), _node(value)))
    return yaml.serialize(root, Dumper=yaml.SafeDumper, allow_unicode=True, width=LONGEST)


def _node(value: str | list[str]) -> yaml.Node:
    if isinstance(value, str):
        return yaml.ScalarNode(_TEXT, value)
    return yaml.SequenceNode(
        "tag:yaml.org,2002:seq", [_node(each) for each in value], flow_style=True
    )
