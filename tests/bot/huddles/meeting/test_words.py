"""What the card sends out comes back as it was; what another version sent is refused kindly."""

import inspect
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from bot.errors import Outdated, PodlineError
from bot.huddles.meeting import errors, rules, words
from bot.huddles.meeting.facts import Pressed, Seen
from bot.huddles.meeting.matching import Wanted
from bot.huddles.meeting.words import Choice, Form
from storage.huddles import Huddle
from storage.ids import new_id

ONE, OTHER = UUID(int=1), UUID(int=2)
SEEN = Seen(ONE, 7, OTHER)
TEN = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize("seen", [SEEN, SEEN._replace(item=None)], ids=["item", "none"])
def test_what_was_seen_comes_back(seen: Seen) -> None:
    assert words.read_seen(words.seen_value(seen)) == seen
    for choice in Choice:
        assert words.read_choice(words.choice_value(choice, seen)) == (choice, seen)
        assert len(words.choice_value(choice, seen)) <= 150


@pytest.mark.parametrize(
    "value", ["", "x", "::", f"{ONE}:x:", f"{ONE}:1", f"sing:{words.seen_value(SEEN)}"]
)
def test_another_version_s_press_is_refused(value: str) -> None:
    with pytest.raises(Outdated):
        words.read_choice(value)
    if not value.startswith("sing"):
        with pytest.raises(Outdated):
            words.read_seen(value)


def test_a_form_remembers_on_what_it_was_opened() -> None:
    form = words.form_of(SEEN, Pressed("C1", "1.2", "https://hooks.test/x"))
    again = words.read_form(words.form_value(form))
    assert (again, again.seen, again.pressed) == (form, SEEN, form.pressed)
    action = Form(action=new_id())
    assert words.read_form(words.form_value(action)) == action
    with pytest.raises(Outdated):
        _ = action.seen


@pytest.mark.parametrize("metadata", ["{", "[]", "7", '{"huddle": "x"}', '{"of": "another"}'])
def test_another_version_s_form_is_refused(metadata: str) -> None:
    with pytest.raises(Outdated):
        words.read_form(metadata)


def test_every_refusal_is_a_whole_sentence_that_names_our_commands() -> None:
    for _, error in inspect.getmembers(errors, inspect.isclass):
        if issubclass(error, PodlineError) and "sentence" in vars(error):
            sentence = error().sentence
            assert "{" not in sentence
            assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("seconds", "ago"),
    [(0.4, "just now"), (1.9, "1 second ago"), (4, "4 seconds ago"), (181, "3 minutes ago")],
)
def test_how_long_ago_is_said_in_words(seconds: float, ago: str) -> None:
    assert f"moved on {ago}." in errors.MovedOn("Ana Ruiz", seconds).sentence


def test_names_in_refusals_are_only_text() -> None:
    told = errors.MovedOn("<!channel> *x*", 1).sentence + errors.OtherPods("<!here>").sentence
    assert "<!" not in told


@pytest.mark.parametrize("minutes", [1, 3, 5, 15, 60])
def test_it_never_ends_before_its_time_nor_after_twice_its_length(minutes: int) -> None:
    huddle = Huddle(
        team_id="T1",
        pod_id=new_id(),
        agenda_id=new_id(),
        wave=1,
        slot="mon",
        local_date=TEN.date(),
        starts_at=TEN,
        planned_at=TEN,
        opened_at=TEN + timedelta(minutes=2),
        minutes=minutes,
    )
    begun, latest = huddle.opened_at, timedelta(minutes=max(2 * minutes, minutes + 5))
    assert begun is not None
    for acted in range(0, 200, 7):
        end = rules.ends_at(huddle, begun + timedelta(minutes=acted))
        assert begun + timedelta(minutes=minutes) < end <= begun + latest


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ("PINs", "We ask for the PIN first", True),
        ("port-in pin", "Port-ins need the account PIN", True),
        ("¿señal en Ramona?", "Sin senal en Ramona: reiniciar", True),
        ("5g", "5G is back in Poway", True),
        ("what is it", "It is what it is", True),
        ("roaming", "Port-ins need the account PIN", False),
        ("the store in El Cajon is closed today", "A closed account", False),
    ],
)
def test_words_are_found_in_any_form(wanted: str, text: str, found: bool) -> None:
    mine = Wanted.of(wanted)
    assert mine
    assert mine.is_enough(mine.share(text)) is found
