"""Which messages to Podline speak of practices, and what they look for."""

import pytest

from bot.practices.mentioned import Mentioned, read_mention, to_ask


@pytest.mark.parametrize(
    ("said", "first", "words"),
    [
        ("practice lost phone", "practice", "lost phone"),
        ("Practices: lost phone", "Practices", "lost phone"),
        ("práctica teléfono perdido", "práctica", "teléfono perdido"),
        ("PRACTICAS — fax", "PRACTICAS", "fax"),
        ("*practice* lost phone", "practice", "lost phone"),
        (", practice, lost phone", "practice", "lost phone"),
        ("practice\nlost\nphone", "practice", "lost\nphone"),
        ("practice makes perfect?", "practice", "makes perfect?"),
        ("practice &lt;!channel&gt; &amp; more", "practice", "<!channel> & more"),
        ("practice", "practice", ""),
        ("practice ...", "practice", ""),
    ],
)
def test_a_message_that_begins_with_the_word_looks_for_the_rest(
    said: str, first: str, words: str
) -> None:
    assert read_mention(said) == Mentioned(first, words)


@pytest.mark.parametrize(
    "said",
    [
        *("", "no service?", "practical question", "practiced it twice", "in practice it fails"),
        *("the practice of porting", "practicante", "practice2", "prac tice", "🔥 practice fax"),
    ],
)
def test_whatever_else_is_said_is_not_ours(said: str) -> None:
    assert read_mention(said) is None


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("military discount", "military discount"),
        ("makes perfect, is that so?", "practice makes perfect, is that so?"),
        ("is to call back the next day before noon", None),
    ],
)
def test_the_pod_is_asked_whole_only_what_is_a_sentence(words: str, asked: str | None) -> None:
    assert to_ask("practice", words) == (asked or f"practice {words}")
