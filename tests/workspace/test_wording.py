"""Text as people type it, as apps send it, as Slack stores it."""

from __future__ import annotations

import pytest

from bot.workspace.wording import from_app, from_person, readable
from tests.workspace.conftest import Json


def handle(name: str) -> str | None:
    return {"dan": "U0DAN", "ana.ruiz": "U0ANA"}.get(name)


TYPED = [
    ("no service", "no service"),
    ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
    ("a &lt; b &amp; c", "a &lt; b &amp; c"),
    ("@dan can you?", "<@U0DAN> can you?"),
    ("ask @dan.", "ask <@U0DAN>."),
    ("@ana.ruiz and @nobody", "<@U0ANA> and @nobody"),
    ("mail me@dan please", "mail me@dan please"),
    ("<@U0DAN> hello", "<@U0DAN> hello"),
    ("@here @channel", "<!here> <!channel>"),
    ("see https://a.b/c?d=1&e=2.", "see <https://a.b/c?d=1&amp;e=2>."),
    ("write to a.b@c.de now", "write to <mailto:a.b@c.de|a.b@c.de> now"),
    ("<https://a.b|label> x", "<https://a.b|label> x"),
    ("<script>", "&lt;script&gt;"),
]


@pytest.mark.parametrize(("typed", "stored"), TYPED)
def test_what_a_person_types_is_stored_as_slack_stores_it(typed: str, stored: str) -> None:
    assert from_person(typed, handle) == stored


@pytest.mark.parametrize(("_typed", "stored"), TYPED)
def test_storing_what_is_stored_changes_nothing(_typed: str, stored: str) -> None:
    assert from_app(stored) == stored


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("<@U0DAN> &amp; <#C0X|pod>", "@Dan & #pod"),
        ("<!here> <https://a.b|look>", "here look"),
        ("<!date^1^{time}|10:41>", "10:41"),
        ("<mailto:a@b.c|a@b.c>", "a@b.c"),
    ],
)
def test_a_notification_shows_no_tokens(stored: str, shown: str) -> None:
    names: Json = {"U0DAN": "Dan"}
    assert readable(stored, names.get) == shown
