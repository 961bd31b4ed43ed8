"""Views in memory: each person's stack of modals and their Home tab."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.workspace.shapes import Json, Refusal, fresh_id

STACK = 3


@dataclass(slots=True)
class View:
    """One view. `body` is what the app sent; `values` what the person has filled in so far."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None
    values: Json = field(default_factory=dict)


class Modals:
    """All views by id; `stack` is what a person sees, the top last."""

    def __init__(self) -> None:
        self._by_id: dict[str, View] = {}
        self._external: dict[str, str] = {}
        self._stacks: dict[str, list[str]] = {}
        self._homes: dict[str, str] = {}

    def find(self, view_id: str) -> View | None:
        return self._by_id.get(view_id)

    def find_external(self, external_id: str) -> View | None:
        return self._by_id.get(self._external.get(external_id, ""))

    def top(self, user: str) -> View | None:
        stack = self._stacks.get(user)
        return self._by_id[stack[-1]] if stack else None

    def home(self, user: str) -> View | None:
        return self._by_id.get(self._homes.get(user, ""))

    def stack(self, user: str) -> Iterator[View]:
        return (self._by_id[view_id] for view_id in self._stacks.get(user, []))

    def open(self, user: str, body: Json) -> View:
        """Show a modal, replacing whatever the person had open.

        Raises:
            Refusal: `duplicate_external_id`.
        """
        self.close_all(user)
        return self._show(user, body, None)

    def push(self, user: str, body: Json) -> View:
        """Show a modal on top of the others.

        Raises:
            Refusal: `push_limit_reached` beyond three, `not_found` with none open.
        """
        top = self.top(user)
        if top is None:
            raise Refusal("not_found")
        if len(self._stacks[user]) >= STACK:
            raise Refusal("push_limit_reached")
        return self._show(user, body, top)

    def _show(self, user: str, body: Json, below: View | None) -> View:
        view_id = fresh_id("V")
        root = below.root if below else view_id
        view = View(view_id, user, body, new_hash(), root, below.id if below else None)
        self._take_external(view, body)
        self._by_id[view_id] = view
        self._stacks.setdefault(user, []).append(view_id)
        return view

    def publish(self, user: str, body: Json) -> View:
        """Put up a Home tab, keeping its view id from the first time on."""
        known = self.home(user)
        if known:
            return self.change(known, body)
        view_id = fresh_id("V")
        view = View(view_id, user, body, new_hash(), view_id, None)
        self._take_external(view, body)
        self._by_id[view_id] = view
        self._homes[user] = view_id
        return view

    def change(self, view: View, body: Json) -> View:
        self._take_external(view, body)
        view.body = body
        view.hash = new_hash()
        return view

    def close(self, view: View) -> None:
        self._stacks[view.user].remove(view.id)
        self._forget(view)

    def close_all(self, user: str) -> list[View]:
        gone = list(self.stack(user))
        self._stacks.pop(user, None)
        for view in gone:
            self._forget(view)
        return gone

    def _take_external(self, view: View, body: Json) -> None:
        external = body.get("external_id")
        if not external:
            return
        if self._external.get(external, view.id) != view.id:
            raise Refusal("duplicate_external_id")
        self._external[external] = view.id

    def _forget(self, view: View) -> None:
        self._by_id.pop(view.id, None)
        external = view.body.get("external_id")
        if external and self._external.get(external) == view.id:
            del self._external[external]


def new_hash() -> str:
    return f"{secrets.randbelow(10**10)}.{fresh_id('h')[2:]}"
