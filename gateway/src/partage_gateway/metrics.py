"""What the gateway measures: how long exchanges take, by service, method and status."""

from functools import cache

from prometheus_client import Histogram

EXCHANGES = Histogram(
    "partage_gateway_seconds", "Time from request to last byte of the answer", ["service", "method", "status"]
)

UNANSWERED = 499
"""The client hung up before there was an answer, as nginx counts it."""


@cache
def exchange_timer(service: str, method: str, status: int) -> Histogram:
    """The histogram of one kind of exchange; looked up by label only once."""
    return EXCHANGES.labels(service, method, str(status))
