"""Whether two questions are about one matter: by words alone."""

import pytest

from bot.alike.gist import MOST_CHARACTERS, Gist, Rarity, places_in, places_of, read
from bot.alike.likeness import likeness, same_place
from bot.text.spelling_slips import one_slip
from bot.text.topics import guess

PLAIN = Rarity.of()


def gist(text: str, *places: str) -> Gist:
    return read(text, guess(text), frozenset(places))


def alike(one: str, other: str, *places: str) -> bool:
    return likeness(gist(one, *places), gist(other, *places), PLAIN) >= 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("No service in Ramona, outage?", "customer in Ramona has no bars since 8"),
        ("No service in Ramona, outage?", "¿Hay falla? Cliente en Ramona sin señal"),
        ("No service in Ramona, outage?", "no signal in ramonna"),
        ("charged twice on her card for the bill", "le cobraron dos veces la factura"),
        ("esim qr code says invalid", "El código QR de la eSIM sale inválido"),
    ],
)
def test_one_matter_in_other_words_is_alike(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("No service in Ramona, outage?", "No service in Poway, outage?"),
        ("No service in Ramona, outage?", "only his phone has no service, the others work"),
        ("charged twice on her card for the bill", "charged a late fee but paid on time"),
        ("charged twice on her card for the bill", "how do I split a bill between roommates"),
        ("password reset email never comes", "wants to change the email on the account"),
        ("does the La Mesa store fix screens", "is the Poway store closed because of the fire"),
    ],
)
def test_what_only_shares_the_topic_is_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)
    assert not alike(other, one)


def test_another_place_outweighs_the_same_words() -> None:
    said = "no service, lots of calls, tower down after the storm?{}"
    here = said.format(" in Ramona")
    assert alike(said.format(""), here)
    assert not alike(said.format(" in Poway"), here)


def test_that_one_phone_has_it_alone_speaks_against_it() -> None:
    here, alone = gist("no signal, storm?"), gist("no signal, storm? only his phone")
    assert likeness(here, here, PLAIN) - likeness(here, alone, PLAIN) > 2


def test_a_vector_decides_what_words_leave_open() -> None:
    one, other = gist("phones dead since noon, tower?"), gist("no bars at all since lunch")
    near, far = (likeness(one, other, PLAIN, cosine) for cosine in (0.94, 0.8))
    assert near > 0 > far


def test_a_place_is_told_by_what_stands_before_it_and_by_its_capital() -> None:
    assert places_in("no service in ramona") == {"ramona"}
    assert places_in("Customers of Chula Vista call") == {"chula", "vista"}
    assert places_in("sin señal en El Cajon") == {"cajon"}
    assert places_in("her iPhone in the morning, Samsung on Monday") == set()


def test_a_place_that_others_wrote_with_a_capital_is_known_without() -> None:
    known = places_of(["Outage in Livonia?", "livonia has no signal", "no service in the barn"])
    assert known == {"livonia"}
    assert gist("livonia no bars", *known).places == {"livonia"}
    assert gist("livona no bars", *known).places == {"livona"}
    assert same_place(gist("livona no bars", *known), gist("dearborn", "dearborn")) is False


def test_nobody_knows_where_it_is_when_no_place_is_named() -> None:
    assert same_place(gist("no signal at all"), gist("no service in Ramona")) is None


def test_the_more_seldom_a_word_is_asked_the_more_it_tells() -> None:
    rarity = Rarity.of([gist("bill"), gist("bill for a drone"), gist("drone"), gist("bill")])
    assert 1 == rarity("never said") > rarity("drone") > rarity("bill") >= 0


def test_a_very_long_question_is_read_from_its_beginning() -> None:
    long = gist("no service " + "word " * MOST_CHARACTERS + "voicemail")
    assert long.meant == {"no service"}


@pytest.mark.parametrize("hostile", ["", "?", "\0" * 9, "🙋" * 700, "<!channel>", "' OR 1=1 --"])
def test_whatever_is_typed_is_like_nothing(hostile: str) -> None:
    assert not alike(hostile, hostile) or hostile.strip("🙋")
    assert not alike(hostile, "no service in Ramona")


@pytest.mark.parametrize("slip", ["ramonna", "ramna", "ramoma", "rmaona", "ramonas"])
def test_one_slip_is_forgiven(slip: str) -> None:
    assert one_slip("ramona", slip)
    assert one_slip(slip, "ramona")


@pytest.mark.parametrize(("one", "other"), [("ramona", "pamona"), ("bill", "bull"), ("a", "b")])
def test_two_words_are_two_words(one: str, other: str) -> None:
    assert not one_slip(one, other)
