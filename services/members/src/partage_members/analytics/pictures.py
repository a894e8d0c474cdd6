"""Pictures of charts, drawn by a program of their own without a browser, and kept while they are asked for."""

import asyncio
import json
import sys
from collections import OrderedDict
from enum import StrEnum

from partage_kit.errors import Unavailable
from partage_members.analytics.charts import Spec

DRAWING_S = 30
"""What one drawing may take."""

KEPT_BYTES = 8_000_000
"""Of pictures that a process keeps: those of a snapshot never change. An SVG has some 30 kB, a PNG some 700."""

_ONE_AT_A_TIME = asyncio.Semaphore(1)
"""A drawing takes a processor; the others wait."""

_kept: OrderedDict[str, bytes] = OrderedDict()


class PictureType(StrEnum):
    """How a picture is told."""

    SVG = "svg"
    PNG = "png"


MEDIA_TYPES = {PictureType.SVG: "image/svg+xml", PictureType.PNG: "image/png"}


async def drawn(spec: Spec, kind: PictureType, tag: str) -> bytes:
    """The picture of a chart, which `tag` tells from all others; an SVG begins with its title and description.

    Raises:
        Unavailable: it takes too long.
    """
    if tag not in _kept:
        async with _ONE_AT_A_TIME:
            if tag not in _kept:
                _keep(tag, await _draw(spec, kind))
    _kept.move_to_end(tag)
    return _kept[tag]


def _keep(tag: str, picture: bytes) -> None:
    _kept[tag] = picture
    while len(_kept) > 1 and sum(map(len, _kept.values())) > KEPT_BYTES:
        _kept.popitem(last=False)


async def _draw(spec: Spec, kind: PictureType) -> bytes:
    module = ("-m", "partage_members.analytics.drawing")
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(sys.executable, *module, kind.value, stdin=pipe, stdout=pipe)
    try:
        async with asyncio.timeout(DRAWING_S):
            picture, _ = await program.communicate(json.dumps(spec).encode())
    except TimeoutError as error:
        raise Unavailable("the picture takes too long to draw") from error
    finally:
        if program.returncode is None:
            program.kill()
    if program.returncode:
        raise RuntimeError(f"a picture could not be drawn (exit code {program.returncode})")
    return picture
