"""Which events reach a market."""

from bot.alerts.markets import codes_for, market_of
from tests.bot.alerts.reports import market, report, stand


def _reached(own: str, *areas: str) -> tuple[str, ...] | None:
    found = stand(report(*areas), codes=own)
    return found[0].areas if found else None


def test_a_market_has_its_counties_zones_and_fire_zones() -> None:
    said = {
        "counties": ["CAC073"],
        "zones": ["CAZ043"],
        "fire_zones": ["CAZ043"],
        "fips": ["06073"],
    }
    made = market_of("sd", "San Diego", "America/Los_Angeles", said)
    assert made.areas == {"CAC073", "CAZ043", "fire:CAZ043", "06073"}


def test_an_event_elsewhere_is_not_there() -> None:
    assert _reached("CAC073 CAZ043", "CAC001", "PZZ450") is None


def test_a_fire_zone_is_not_the_forecast_zone_of_its_number() -> None:
    assert _reached("CAZ258", "fire:CAZ258") is None
    assert _reached("fire:CAZ258", "fire:CAZ258") == ("fire:CAZ258",)


def test_a_county_is_the_same_by_its_fips_code() -> None:
    assert _reached("MNC045", "27045") == ("MNC045",)
    assert _reached("27045", "MNC045") == ("27045",)


def test_a_county_that_a_market_has_by_both_names_is_one() -> None:
    assert _reached("WAC033 53033", "WAC033") == ("WAC033",)


def test_a_state_is_all_of_its_counties_or_zones() -> None:
    own = "WAC033 WAC053 ORC051 WAZ315 fire:WAZ653"
    assert _reached(own, "WAC000") == ("WAC033", "WAC053")
    assert _reached(own, "53000") == ("WAC033", "WAC053")
    assert _reached(own, "WAZ000") == ("WAZ315",)
    assert _reached(own, "WAZALL") == ("WAZ315",)


def test_the_country_and_the_market_itself_are_all_of_it() -> None:
    assert _reached("WAC033 WAZ315", "00000") == ("WAC033", "WAZ315")
    assert _reached("WAC033 WAZ315", "market:here") == ("WAC033", "WAZ315")
    assert _reached("WAC033 WAZ315", "market:there") is None


def test_a_market_without_codes_is_reached_by_its_name_alone() -> None:
    assert set(codes_for(market(key="x"))) == {"market:x", "00000"}
