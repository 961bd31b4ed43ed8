"""Any text is a question: read in bounds, with terms that mean nothing to a database."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.practices.questions import read_question
from bot.text.spelling import Vocabulary
from bot.text.terms import MOST_TERMS, words

TEXTS = st.text(max_size=300) | st.lists(
    st.sampled_from(["phone", "phnoe", "teléfono", "%", '"', "'", "*", "🔥", "5G", "\x00", "電話"])
).map(" ".join)
WORDS = st.dictionaries(st.from_regex(r"[a-z]{2,12}", fullmatch=True), st.integers(1, 9))
VOCABULARIES = WORDS.map(lambda counts: Vocabulary(counts | {"phone": 3, "telefono": 2}))


@given(TEXTS, VOCABULARIES)
def test_its_terms_are_few_distinct_and_letters_and_digits_alone(
    text: str, vocabulary: Vocabulary
) -> None:
    question = read_question(text, vocabulary)
    for stems in (question.stems, question.meant):
        assert len(set(stems)) == len(stems) <= 2 * MOST_TERMS
        assert all(stem.isalnum() for stem in stems)
    assert set(question.meant) <= set(question.stems) or len(question.stems) == 2 * MOST_TERMS
    assert bool(question.stems) == bool(words(text))


@settings(max_examples=200)
@given(TEXTS, VOCABULARIES)
def test_what_is_put_right_needs_no_more_putting_right(text: str, vocabulary: Vocabulary) -> None:
    question = read_question(text, vocabulary)
    if question.respelled is not None:
        assert question.respelled != text
        assert len(words(question.respelled)) == len(words(text))
        assert read_question(question.respelled, vocabulary).respelled is None
