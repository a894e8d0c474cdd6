"""Large orders and Python's collector of reference cycles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY_LINES = 20_000
"""From so many lines on, looking through the objects of an order takes long enough to be felt."""


@contextmanager
def collector_held_back(lines: int) -> Iterator[None]:
    """Let no cycles be collected while an order of very many lines is worked on.

    The collector looks through all objects at once, which halts every thread for a good part of a second, again and
    again while the lines are made; and they are in no cycle. What others leave behind is collected afterwards.
    """
    held = lines >= MANY_LINES and gc.isenabled()
    if held:
        gc.disable()
    try:
        yield
    finally:
        if held:
            gc.enable()
