"""A request that was answered before: not a fault, but the first answer again."""


class Replay(Exception):
    """Carries the stored answer of an earlier request with the same Idempotency-Key."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        super().__init__("replayed")
        self.status, self.headers, self.body = status, headers, body
