"""The bot scopes that the code needs: no more and no fewer.

Read from the calls in the code and from Slack's reference. A method on conversations takes another
scope for each kind of conversation, so that a table says for which kinds we use it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.reference import reference

ROOT = Path(__file__).parent.parent.parent
PUBLIC, PRIVATE, DIRECT, GROUP = "public", "private", "direct", "group"
# What stands before a scope's colon, as in groups:history.
KIND_OF = {"channels": PUBLIC, "groups": PRIVATE, "im": DIRECT, "mpim": GROUP}
POD = frozenset({PUBLIC, PRIVATE})

CONVERSATIONS: Mapping[str, tuple[frozenset[str], str]] = {
    "conversations.create": (POD, "the roster says whether a pod's channel is private"),
    "conversations.history": (
        POD | {DIRECT},
        "where a message may stand that was posted unclearly",
    ),
    "conversations.info": (POD, "a pod's channel that the roster names by its id"),
    "conversations.invite": (POD, "members into their pod's channel"),
    "conversations.join": (frozenset({PUBLIC}), "an app enters no other kind by itself"),
    "conversations.list": (POD, "pods' channels by name: the types that are asked for"),
    "conversations.members": (POD, "who is in a pod's channel already"),
    "conversations.open": (
        frozenset({DIRECT}),
        "one person's, to look for what was posted to them",
    ),
    "conversations.replies": (POD, "as history; nothing is posted into threads of direct messages"),
    "conversations.setTopic": (POD, "a pod's channel says how to ask"),
    "message": (POD, "what a pod writes; the app's own messages tab is read-only"),
}

# Slack's reference lists it among the bot scopes of two methods; it acts on a user's behalf alone
# (docs.slack.dev/reference/scopes/channels.write).
_NOT_FOR_BOTS = frozenset({"channels:write"})
# Fields of an answer that need a scope beside the method's own
# (docs.slack.dev/reference/methods/users.list, "Email addresses").
_FIELDS = {("users.list", "email"): "users:read.email"}
_CALLERS = frozenset({"api_call", "_call", "_walk"})


def exact_scopes(events: Iterable[str], has_commands: bool) -> set[str]:
    """What the calls in the code, these events, and commands or shortcuts need.

    Raises ValueError where Slack leaves a choice that no other need decides.
    """
    needs = [*_of_methods(), *_of_events(events), *_of_fields()]
    needs += [frozenset({"commands"})] if has_commands else []
    scopes = {scope for need in needs if len(need) == 1 for scope in need}
    undecided = [sorted(need) for need in needs if not need & scopes]
    if undecided:
        raise ValueError(f"one of each of these is needed: {undecided}")
    return scopes


@cache
def called_methods() -> frozenset[str]:
    """The Web API's methods that the code calls: as slack-sdk's `chat_postMessage`, or by name."""
    known = reference("web-api.json")
    by_attribute = {method.replace(".", "_"): method for method in known}
    called = set()
    for node in _nodes():
        if isinstance(node, ast.Attribute) and node.attr in by_attribute:
            called.add(by_attribute[node.attr])
        elif isinstance(node, ast.Call) and _calls_by_name(node) and node.args:
            called |= set(_texts(node.args[0])) & set(known)
    return frozenset(called)


def named_methods() -> set[str]:
    """The Web API's methods whose names stand anywhere in the code."""
    return {text for node in _nodes() for text in _texts(node)} & set(reference("web-api.json"))


def by_kind(method: str) -> bool:
    """Whether its scopes go by the kind of conversation."""
    return any(_kind(scope) for scope in _published(method))


def message_events() -> set[str]:
    """The subscriptions that bring the messages of the conversations that we read."""
    kinds, _ = CONVERSATIONS["message"]
    events = {event["name"]: event["scopes"] or () for event in reference("events.json")}
    listed = {name: scopes for name, scopes in events.items() if name.startswith("message.")}
    return {name for name, scopes in listed.items() if {_kind(one) for one in scopes} & kinds}


def _of_methods() -> Iterator[frozenset[str]]:
    for method in called_methods():
        scopes = _published(method)
        if not by_kind(method):
            yield from [scopes] if scopes else []
            continue
        for kind in CONVERSATIONS[method][0]:
            yield frozenset(scope for scope in scopes if _kind(scope) == kind)


def _of_events(events: Iterable[str]) -> Iterator[frozenset[str]]:
    published = {event["name"]: event["scopes"] for event in reference("events.json")}
    for event in events:
        # The reference writes one of them with a dot.
        scopes = frozenset(
            one.replace("mentions.read", "mentions:read") for one in published[event]
        )
        yield from [scopes] if scopes else []


def _of_fields() -> Iterator[frozenset[str]]:
    for (method, field), scope in _FIELDS.items():
        for tree in _trees():
            texts = {text for node in ast.walk(tree) for text in _texts(node)}
            if {method, field} <= texts:
                yield frozenset({scope})


def _published(method: str) -> frozenset[str]:
    return frozenset(reference("web-api.json")[method]["bot_scopes"] or ()) - _NOT_FOR_BOTS


def _kind(scope: str) -> str | None:
    return KIND_OF.get(scope.partition(":")[0])


def _calls_by_name(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr in _CALLERS


def _texts(node: ast.AST) -> list[str]:
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


@cache
def _trees() -> tuple[ast.Module, ...]:
    """Every module of the product but the local workspace, which is Slack's side."""
    rooms = ("bot", "handlers", "storage")
    files = sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))
    return tuple(ast.parse(path.read_text()) for path in files if "workspace" not in path.parts)


def _nodes() -> Iterator[ast.AST]:
    return (node for tree in _trees() for node in ast.walk(tree))
