"""Masking: what a caller of Masker relies on. The language is in test_masking_corpus.py."""

from __future__ import annotations

import re

import pytest

from bot.text.kinds import LABELS, Kind
from bot.text.masking import Masker

MASKER = Masker(kept_numbers=("*611", "1-800-555-0199"), kept_patterns=(r"\w+@podline\.example",))


def test_a_card_number_never_survives_in_any_spelling() -> None:
    spellings = (
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "4111\u00a01111\u20091111\u202f1111",
        "4111\u20131111\u20141111\u22121111",
        "４１１１１１１１１１１１１１１１",
        "4111\u200b1111\u200d1111\ufeff1111",
        "٤١١١١١١١١١١١١١١١",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "4111 1111 1111 1112",
    )
    for spelling in spellings:
        assert MASKER.mask(f"card {spelling} ok").text == "card [card number] ok"


def test_a_handset_and_a_sim_card_are_not_called_cards() -> None:
    masked = MASKER.mask("356938035643809 and 89014103211118510720")
    assert masked.text == "[IMEI] and [ICCID]"
    assert masked.kinds == (Kind.IMEI, Kind.ICCID)


def test_slack_mentions_are_kept_and_mail_and_phone_links_are_masked_whole() -> None:
    text = (
        "<@U12345678901> in <#C12345678901|pod> <!subteam^S1234567890> "
        "<mailto:a.b@example.com|a.b@example.com> <tel:+16195550142|619-555-0142>"
    )
    assert MASKER.mask(text).text == (
        "<@U12345678901> in <#C12345678901|pod> <!subteam^S1234567890> [e-mail] [phone number]"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<@4111 1111 1111 1111>",
        "<@U4111111111111111>",
        "<#C12345678901|4111-1111-1111-1111>",
        "<!4111111111111111>",
        "<!date^4111111111111111^{date}|x>",
        "<!date^1700000000^4111111111111111|x>",
        "<https://x.example/4111111111111111>",
        "[card number 4111111111111111]",
    ],
)
def test_a_card_number_does_not_hide_in_what_looks_like_a_token(text: str) -> None:
    assert MASKER.mask(text).kinds == (Kind.CARD,)


def test_a_link_is_kept_but_not_the_card_or_the_e_mail_in_it() -> None:
    text = "<https://x.example/6195550142?c=4111111111111111&m=a%40b.com|619 555 0142>"
    assert MASKER.mask(text).text == (
        "<https://x.example/6195550142?c=[card number]&m=[e-mail]|[phone number]>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "call 1-800-555-0199",
        "call +1 (800) 555 0199 or 8005550199",
        "<tel:+18005550199|800-555-0199>",
        "write to care@podline.example",
        "<mailto:care@podline.example|care@podline.example>",
    ],
)
def test_the_companys_own_numbers_and_patterns_are_kept(text: str) -> None:
    assert MASKER.mask(text).text == text
    assert Masker().mask(text).text != text


def test_kinds_are_named_once_and_only_when_something_was_masked() -> None:
    assert MASKER.mask("619-555-0142 or 619-555-0143").kinds == (Kind.PHONE,)
    assert MASKER.mask("3 customers in 92065").kinds == ()


def test_a_label_holds_no_digit_so_that_it_is_never_taken_for_a_value() -> None:
    assert set(LABELS) == set(Kind)
    assert not any(character.isdigit() for label in LABELS.values() for character in label)


def test_what_is_not_masked_is_returned_as_it_was_written() -> None:
    text = "Señora\u00a0García — ５G at 9\u202fAM\u200b"
    assert MASKER.mask(text).text == text


def test_a_kept_pattern_that_is_no_pattern_is_refused_when_the_masker_is_made() -> None:
    with pytest.raises(re.error):
        Masker(kept_patterns=("(",))
