"""Where nobody knows the end, no word may promise one."""

import pytest

from bot.alerts.templates import is_template, template
from bot.alerts.times import says_a_time
from storage.alerts import AlertKind


@pytest.mark.parametrize(
    "words",
    [
        "Back in 2 hours",
        "about 24 h",
        "by 9 PM",
        "until 21:30",
        "expected tomorrow",
        "in half an hour",
        "by Tuesday",
        "before the end of this afternoon",
        "Vuelve a las 9",
        "mañana por la mañana",
        "en dos horas",
        "hasta el lunes",
        "Down since 8 AM, back by 6 PM",
    ],
)
def test_a_time_is_heard(words: str) -> None:
    assert says_a_time(words)


@pytest.mark.parametrize(
    "words",
    [
        "Down since 8:20 AM",
        "It began at 8 AM",
        "The crew came 2 hours ago",
        "Started about 6 PM",
        "No funciona desde las 8:20",
        "hace dos horas",
        "Sites 112 and 114 are down",
        "5G and LTE are down on 2 sites",
        "We do not know yet",
        "Call 911 from a landline",
        "24/7 support",
    ],
)
def test_what_is_past_or_no_time_is_none(words: str) -> None:
    assert not says_a_time(words)


@pytest.mark.parametrize("kind", [each for each in AlertKind if each is not AlertKind.OTHER])
def test_every_kind_has_words_to_start_from_that_promise_no_time(kind: AlertKind) -> None:
    for text in (template(kind, "en"), template(kind, "es")):
        assert 20 < len(text) <= 300
        assert not says_a_time(text)
        assert is_template(text)
    assert template(kind, "en") != template(kind, "es")


@pytest.mark.parametrize("kind", [None, AlertKind.OTHER])
def test_where_no_kind_is_chosen_or_none_of_them_nothing_is_said_for_anybody(
    kind: AlertKind | None,
) -> None:
    assert template(kind, "en") == template(kind, "es") == ""
