"""Whose body it is: signatures, their window, and keys against doing things twice."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from bot.alerts.feeds.errors import BadIdempotencyKey, NotSigned, OutOfTime
from bot.alerts.feeds.intake_signature import Signed, has_token, sign, verify

SECRET, OLD = "a-secret-of-the-noc", "the-secret-before-it"
NOW = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
STAMP = int(NOW.timestamp())
BODY = b'{"version": 1}'


def headers(secret: str = SECRET, stamp: int = STAMP, body: bytes = BODY) -> dict[str, str]:
    return {
        "Podline-Timestamp": str(stamp),
        "Podline-Signature": sign(secret, stamp, body),
        "Idempotency-Key": "INC1-3",
    }


def test_the_signature_is_what_any_language_computes() -> None:
    message = b"v1:%d:%s" % (STAMP, BODY)
    expected = hmac.new(SECRET.encode(), message, hashlib.sha256).hexdigest()
    assert sign(SECRET, STAMP, BODY) == f"v1={expected}"


def test_a_signed_body_is_its_senders() -> None:
    signed = verify([SECRET], headers(), BODY, NOW)
    assert signed == Signed("INC1-3", hashlib.sha256(BODY).hexdigest())


def test_headers_are_found_in_any_case() -> None:
    lower = {name.lower(): value for name, value in headers().items()}
    assert verify([SECRET], lower, BODY, NOW).key == "INC1-3"


def test_while_the_secret_is_changed_both_count() -> None:
    assert verify([SECRET, OLD], headers(OLD), BODY, NOW)


def test_without_a_key_the_body_is_its_own() -> None:
    given = headers()
    del given["Idempotency-Key"]
    signed = verify([SECRET], given, BODY, NOW)
    assert signed.key == signed.body_hash


@pytest.mark.parametrize("off", [-300, -299, 0, 299, 300])
def test_within_five_minutes_it_counts(off: int) -> None:
    assert verify([SECRET], headers(stamp=STAMP + off), BODY, NOW)


@pytest.mark.parametrize("off", [-86_400, -301, 301, 86_400])
def test_outside_of_five_minutes_it_does_not(off: int) -> None:
    with pytest.raises(OutOfTime):
        verify([SECRET], headers(stamp=STAMP + off), BODY, NOW)


def test_a_replay_is_out_of_time_later() -> None:
    with pytest.raises(OutOfTime):
        verify([SECRET], headers(), BODY, NOW + timedelta(minutes=6))


@pytest.mark.parametrize(
    "change",
    [
        {"Podline-Signature": ""},
        {"Podline-Signature": "v1="},
        {"Podline-Signature": "v1=" + "0" * 64},
        {"Podline-Signature": sign(SECRET, STAMP, BODY).removeprefix("v1=")},
        {"Podline-Signature": sign(SECRET, STAMP, BODY).replace("v1", "v0")},
        {"Podline-Signature": sign(SECRET, STAMP, BODY).upper()},
        {"Podline-Signature": "v1=é😀"},
        {"Podline-Signature": sign(OLD, STAMP, BODY)},
        {"Podline-Signature": sign(SECRET, STAMP, BODY + b" ")},
        {"Podline-Timestamp": ""},
        {"Podline-Timestamp": "now"},
        {"Podline-Timestamp": f"-{STAMP}"},
        {"Podline-Timestamp": f"{STAMP}.0"},
        {"Podline-Timestamp": "9" * 5_000},
        {"Podline-Timestamp": "١٧٦٧٢٢٥٦٠٠"},
        {"Podline-Timestamp": str(STAMP + 1)},
    ],
)
def test_a_signature_that_is_not_of_this_body_and_time_is_none(change: dict[str, str]) -> None:
    with pytest.raises(NotSigned):
        verify([SECRET], headers() | change, BODY, NOW)


def test_headers_that_are_missing_are_named() -> None:
    both = "for want of Podline-Timestamp and Podline-Signature"
    with pytest.raises(NotSigned, match=both):
        verify([SECRET], {}, BODY, NOW)
    stamp = {"Podline-Timestamp": headers()["Podline-Timestamp"]}
    with pytest.raises(NotSigned, match="for want of Podline-Signature"):
        verify([SECRET], stamp, BODY, NOW)


def test_a_timestamp_that_is_no_number_is_told_so() -> None:
    with pytest.raises(NotSigned, match="needs the seconds since 1970"):
        verify([SECRET], headers() | {"Podline-Timestamp": "now"}, BODY, NOW)


@pytest.mark.parametrize("secret", ["", "short"])
def test_an_empty_or_short_secret_signs_nothing(secret: str) -> None:
    with pytest.raises(NotSigned):
        verify([secret], headers(secret), BODY, NOW)
    assert not has_token([secret], f"Bearer {secret}")


@pytest.mark.parametrize("key", ["", "two words", "x" * 201, "é", "a\nb"])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(BadIdempotencyKey):
        verify([SECRET], headers() | {"Idempotency-Key": key}, BODY, NOW)


def test_a_token_stands_for_senders_that_cannot_sign() -> None:
    assert has_token([OLD, SECRET], f"Bearer {SECRET}")
    assert has_token([SECRET], f"bearer  {SECRET} ")
    for wrong in ("", SECRET, f"Basic {SECRET}", f"Bearer {OLD}", "Bearer ", "Bearer é"):
        assert not has_token([SECRET], wrong)
