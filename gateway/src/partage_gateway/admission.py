"""Who gets past the door: a bad token is refused here, no token is for the service to judge, and all are counted."""

from partage_gateway.limits import RateLimits
from partage_gateway.proxy.headers import Fields, RawHeaders
from partage_kit.auth import TokenVerifier
from partage_kit.auth.caller import bearer_token


class Admission:
    """The early token check and the rate limits. Services verify tokens again: they may stand alone."""

    def __init__(self, verifier: TokenVerifier, limits: RateLimits) -> None:
        self._verifier, self._limits = verifier, limits

    async def check(self, headers: RawHeaders, fields: Fields, address: str) -> None:
        """Let a request in, or not. A token that is not known yet counts for its address, which limits guessing.

        Raises:
            Unauthenticated, Unavailable, OverLimit
        """
        token = bearer_token(headers) if b"authorization" in fields else None
        caller = self._verifier.cached(token) if token is not None else None
        if caller is None:
            self._limits.count_address(address)
            if token is not None:
                caller = await self._verifier.verify(token)
        if caller is not None:
            self._limits.count_subject(caller)
