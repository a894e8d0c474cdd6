"""Pictures of charts, drawn in another thread without a browser; they load nothing from anywhere."""

import asyncio
import json
from enum import StrEnum
from html import escape

from partage_members.analytics.charts import Spec

_AT_ONCE = asyncio.Semaphore(2)
"""Drawings under way in a process; more wait, as each takes a processor."""


class PictureType(StrEnum):
    """How a picture is told."""

    SVG = "svg"
    PNG = "png"


MEDIA_TYPES = {PictureType.SVG: "image/svg+xml", PictureType.PNG: "image/png"}


async def drawn(spec: Spec, kind: PictureType) -> bytes:
    """The picture of a chart; an SVG begins with its title and description."""
    async with _AT_ONCE:
        return await asyncio.to_thread(_svg if kind is PictureType.SVG else _png, spec)


def _svg(spec: Spec) -> bytes:
    import vl_convert  # tens of megabytes, and needed for pictures only

    drawing: str = vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[])
    told = f"<title>{escape(spec['title']['text'])}</title><desc>{escape(spec['description'])}</desc>"
    begin, end, rest = drawing.partition(">")
    return f"{begin}{end}{told}{rest}".encode()


def _png(spec: Spec) -> bytes:
    import vl_convert  # tens of megabytes, and needed for pictures only

    picture: bytes = vl_convert.vegalite_to_png(json.dumps(spec), scale=1.5, allowed_base_urls=[])
    return picture
