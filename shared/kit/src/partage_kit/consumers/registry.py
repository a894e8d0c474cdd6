"""Which handler listens to which fact: each noun of a service says it in its `consumers.py`."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.types import Fact

F = TypeVar("F", bound=Fact)
G = TypeVar("G", bound=Fact)
H = TypeVar("H", bound=Fact)
Handle = Callable[[AsyncSession, F], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Handler:
    """A function and the fact it listens to."""

    name: str
    fact: type[Fact]
    handle: Handle[Any]


class Consumers:
    """The handlers of one noun.

    A handler gets a write session and one fact. It writes, or calls one command, and returns; the transaction, the
    inbox, the acknowledgement and new attempts are not its business. Facts may come late, out of order or, after a
    long outage, twice to different replicas: the inbox takes each once, and state belongs into `keep_newest`.
    """

    def __init__(self) -> None:
        self._handlers: list[Handler] = []

    @overload
    def on(self, a: type[F], /) -> Callable[[Handle[F]], Handle[F]]: ...
    @overload
    def on(self, a: type[F], b: type[G], /) -> Callable[[Handle[F | G]], Handle[F | G]]: ...
    @overload
    def on(
        self, fact: type[F], or_: type[G], or_else: type[H], /
    ) -> Callable[[Handle[F | G | H]], Handle[F | G | H]]: ...
    def on(self, *facts: type[Fact]) -> Callable[[Handle[Any]], Handle[Any]]:
        """Let the decorated function listen to facts. The inbox knows it by its name: renamed, it starts over."""

        def listen(handle: Handle[Any]) -> Handle[Any]:
            self._handlers.extend(Handler(handle.__name__, fact, handle) for fact in facts)
            return handle

        return listen

    def __iter__(self) -> Iterator[Handler]:
        """The handlers in the order they were declared."""
        return iter(self._handlers)


def gather_handlers(nouns: Iterable[Consumers]) -> tuple[Handler, ...]:
    """The handlers of a whole service.

    Raises:
        ValueError: two functions share a name, so the inbox could not tell them apart.
    """
    handlers = tuple(handler for noun in nouns for handler in noun)
    functions: dict[str, Handle[Any]] = {}
    for handler in handlers:
        if functions.setdefault(handler.name, handler.handle) is not handler.handle:
            raise ValueError(f"two consumers are named {handler.name}; give each a name of its own")
    return handlers


def consumer_name(service: str, handler: Handler) -> str:
    """The handler's name in the inbox and among dead letters, such as `procurement.remember_membership`."""
    return f"{service}.{handler.name}"
