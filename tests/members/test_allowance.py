"""How long somebody has to wait before the next message: the kernel, against counting by hand."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from partage_members.contact_relay.allowance import seconds_to_wait

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
AGES = st.lists(st.integers(0, 2 * 86_400), max_size=8)


def allowed(ages: list[int], limit: int, after: int) -> bool:
    """Whether fewer than the limit lie within a day, so many seconds later."""
    return sum(age + after < 86_400 for age in ages) < limit


@given(AGES, st.integers(1, 5))
def test_it_is_the_first_second_at_which_a_message_is_allowed(ages: list[int], limit: int) -> None:
    seconds = seconds_to_wait([NOW - timedelta(seconds=age) for age in ages], limit, NOW)
    if seconds is None:
        assert allowed(ages, limit, 0)
    else:
        assert not allowed(ages, limit, seconds - 1)
        assert allowed(ages, limit, seconds)


def test_a_limit_of_none_allows_none() -> None:
    assert seconds_to_wait([], 0, NOW) == 86_400


def test_parts_of_a_second_count_as_one() -> None:
    assert seconds_to_wait([NOW - timedelta(hours=24, microseconds=-1)], 1, NOW) == 1
