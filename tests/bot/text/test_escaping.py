"""Escaping: nobody's words become a mention, and what Slack sent reads as people saw it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.escaping import clean, escape, one_line, plain, shorten, shows_something

SMUGGLED = (
    *(
        "<!channel>",
        "<!here>",
        "<@U123>",
        "<#C123|x>",
        "<!subteam^S1>",
        "<https://a.b|pay>",
        "<",
        ">",
    ),
    *(
        "&",
        "&amp;",
        "&lt;",
        "&lt;@U123&gt;",
        "&amp;lt;",
        "*b*",
        "_i_",
        "`c`",
        "> q",
        "\n",
        "a",
        "é",
    ),
)
WORDS = st.lists(st.sampled_from(SMUGGLED), max_size=12).map("".join) | st.text(max_size=60)


@given(WORDS)
def test_nothing_that_people_type_becomes_a_slack_token(text: str) -> None:
    assert not re.search(r"[<>]", escape(text))
    assert not re.search(r"&(?!(?:amp|lt|gt);)", escape(text))


@given(WORDS)
def test_escaped_words_are_seen_as_they_were_written(text: str) -> None:
    assert plain(escape(clean(text))) == clean(text)


@given(st.text(alphabet="*_~`> \na\u2060", max_size=40))
def test_marks_come_back_as_they_were_written(text: str) -> None:
    assert plain(escape(clean(text))) == clean(text)


@pytest.mark.parametrize(
    "typed",
    ["*228 or *86", "_", "~", "`", "*bold* _it_ ~no~", "a *b*, c", "`code`", "```x\ny```", "> q"],
)
def test_what_people_type_is_shown_and_formats_nothing(typed: str) -> None:
    shown = escape(typed)
    assert shown.replace("\u2060", "").replace("&gt;", ">") == typed
    # What formats in Slack stands at a line's ends, beside a space or beside punctuation.
    assert not re.search(r"(?:^|[\s(.,:;!?\"'-])(?:[*_~`]|&gt;)", shown, re.MULTILINE)
    assert "``" not in shown


@pytest.mark.parametrize("typed", ["snake_case", "5*6*7", "https://kb.example/a_b~c", "a > b"])
def test_what_formats_nothing_is_not_touched(typed: str) -> None:
    assert "\u2060" not in escape(typed)


@pytest.mark.parametrize(
    ("slack_text", "seen"),
    [
        ("ask <@U9>", "ask @someone"),
        ("ask <@U9|maya>", "ask @maya"),
        ("in <#C1|san-diego>", "in #san-diego"),
        ("in <#C1>", "in #channel"),
        ("<!here> <!channel>", "@here @channel"),
        ("<!subteam^S1|@coaches> <!subteam^S1>", "@coaches @someone"),
        ("<!date^1392734382^{date}|Feb 18>", "Feb 18"),
        ("<https://a.b/?x=1&amp;y=2|the page>", "the page"),
        ("<https://a.b/?x=1&amp;y=2>", "https://a.b/?x=1&y=2"),
        ("<mailto:a@b.c|a@b.c> <tel:+16195550142>", "a@b.c +16195550142"),
        ("AT&amp;T &lt;5 bars&gt; &amp;lt;", "AT&T <5 bars> &lt;"),
        ("1 < 2 > 1 <> < a>", "1 < 2 > 1 <> < a>"),
    ],
)
def test_slacks_text_reads_as_people_saw_it(slack_text: str, seen: str) -> None:
    assert plain(slack_text) == seen


def test_a_name_that_looks_like_a_token_is_only_text() -> None:
    assert escape(plain("<@U1|&lt;!channel&gt;>")) == "@&lt;!channel&gt;"


def test_cleaning_drops_controls_and_direction_overrides_and_keeps_lines_and_tabs() -> None:
    assert clean(" a\x00b\x07\tc\r\nd\u202ee\u2066f\x85 \n") == "ab\tc\ndef"
    assert clean("שלום, אין קליטה") == "שלום, אין קליטה"
    assert clean("cafe\u0301 \ud83d") == "café"


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing_and_the_result_can_be_stored(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\x00" not in once
    once.encode()


def test_one_line_has_no_line_breaks() -> None:
    assert one_line("  no\n\n service\tin Ramona ") == "no service in Ramona"
    assert one_line("no\nservice in Ramona", 12) == "no service…"
    assert shorten("no service", 10) == "no service"


@pytest.mark.parametrize(
    "filler",
    [
        "\u3164",
        "\u2800",
        "\u115f",
        "\u1160",
        "\uffa0",
        "\u034f",
        "\u17b4",
        "\ufe0f",
        "\u200b",
        "\u00ad",
    ],
)
def test_characters_that_show_nothing_are_no_words(filler: str) -> None:
    assert not shows_something(f" {filler * 3}\n{filler}")
    assert shows_something(f"{filler}a{filler}")


@pytest.mark.parametrize("seen", ["?", "é", "客", "⠿", "🙋", "\u1103\u1161", "ខ", "£", "¿"])
def test_any_sign_that_is_seen_is_something(seen: str) -> None:
    assert shows_something(seen)
