"""The sample practices: many, over every topic, short enough to be said, and no two alike."""

import re
import shutil
from collections import Counter
from itertools import combinations
from pathlib import Path

from bot.pods.sample import sample_people
from bot.practices.interchange import read_practices, write_practices
from bot.practices.interchange_practice import WrittenPractice, WrittenSaying, slug
from bot.practices.sample import FOLDER
from bot.text.languages import language
from bot.text.masking import Masker
from storage.practices import PracticeState
from storage.topics import Topic

READING = read_practices(FOLDER)
SAMPLES = READING.practices


def texts(practice: WrittenPractice) -> list[str]:
    said = [saying.text for saying in practice.sayings]
    return [practice.title, practice.situation, practice.what_worked, *said]


def words(practice: WrittenPractice) -> set[str]:
    found = slug(practice.title).split("-") + re.findall(
        r"[^\W\d_]{4,}", f"{practice.situation} {practice.what_worked}".lower()
    )
    return set(found)


def likeness(one: WrittenPractice, other: WrittenPractice) -> float:
    both, either = words(one) & words(other), words(one) | words(other)
    return len(both) / len(either)


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?=\s|$)", text))


def named(part: str) -> WrittenPractice:
    (found,) = (each for each in SAMPLES if part in each.key)
    return found


def test_they_are_read_without_a_complaint_and_every_topic_has_several() -> None:
    assert [str(problem) for problem in READING.problems] == []
    assert len(SAMPLES) >= 80
    counts = Counter(topic for practice in SAMPLES for topic in practice.topics)
    assert all(counts[topic] >= 5 for topic in Topic)
    states = Counter(practice.state for practice in SAMPLES)
    assert set(states) == {PracticeState.SHARED, PracticeState.VERIFIED}


def test_written_again_they_are_the_same_files(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "sample")
    assert write_practices(SAMPLES, folder) == (0, 0)


def test_they_are_as_short_as_a_call_allows() -> None:
    for practice in SAMPLES:
        assert len(practice.title) <= 75, practice.key
        assert len(practice.situation) <= 200, practice.key
        assert sentences(practice.situation) <= 3, practice.key
        assert len(practice.what_worked) <= 420, practice.key
        assert 2 <= sentences(practice.what_worked) <= 5, practice.key
        assert practice.sayings, practice.key
        assert all(len(saying.text) <= 140 for saying in practice.sayings), practice.key


def test_at_least_twelve_are_spanish_and_half_of_the_others_can_be_said_in_spanish() -> None:
    spanish = [each for each in SAMPLES if each.language == "es"]
    others = [each for each in SAMPLES if each.language == "en"]
    assert len(spanish) >= 12
    assert sum(any(one.language == "es" for one in each.sayings) for each in others) >= (
        len(others) / 2
    )


def test_each_is_written_in_the_language_that_it_names() -> None:
    for practice in SAMPLES:
        assert language(practice.what_worked) == practice.language, practice.key
        for saying in practice.sayings:
            assert language(saying.text) == saying.language, saying.text


def test_no_two_say_nearly_the_same() -> None:
    alike = [
        (one.key, other.key)
        for one, other in combinations(SAMPLES, 2)
        if likeness(one, other) > 0.25
    ]
    assert alike == []
    sayings: Counter[WrittenSaying] = Counter(one for each in SAMPLES for one in each.sayings)
    assert max(sayings.values()) == 1


def test_they_hold_nothing_that_masking_would_take_out() -> None:
    masker = Masker()
    for practice in SAMPLES:
        for text in texts(practice):
            assert masker.mask(text).text == text


def test_they_name_no_prices_and_no_products() -> None:
    for practice in SAMPLES:
        for text in texts(practice):
            assert not re.search(r"[$€£]|\d+\s?(?:dollars|d[oó]lares)", text), text
            assert not re.search(r"iphone|galaxy|pixel|android|samsung|apple", text.lower()), text


def test_their_authors_are_people_of_the_sample_pods() -> None:
    people = {person.real_name for person in sample_people()}
    authors = [each.author for each in SAMPLES]
    authors += [one.author for each in SAMPLES for one in each.sayings if one.author]
    assert set(authors) <= people
    assert len(set(authors)) >= 40


def test_the_finds_that_this_way_of_working_is_known_for_are_there() -> None:
    assert "tablet" in named("mission").what_worked
    assert "one more line" in named("military").what_worked
    assert "engineers are on site" in named("outage-cause").what_worked
    assert "ask for the manager" in named("pick-up-ready").what_worked
