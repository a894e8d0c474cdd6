"""Draw one chart, as a program: `python -m partage_members.analytics.drawing svg|png` reads a Vega-Lite specification
and writes its picture.

The library keeps the interpreter for about a second a picture; in the service's own process nobody else would be
answered meanwhile.
"""

import json
import sys
from html import escape
from typing import Any

import vl_convert


def svg(spec: dict[str, Any]) -> bytes:
    """A picture that begins with its title and description, and loads nothing from anywhere."""
    drawing: str = vl_convert.vegalite_to_svg(json.dumps(spec), allowed_base_urls=[])
    told = f"<title>{escape(spec['title']['text'])}</title><desc>{escape(spec['description'])}</desc>"
    begin, end, rest = drawing.partition(">")
    return f"{begin}{end}{told}{rest}".encode()


def png(spec: dict[str, Any]) -> bytes:
    """A picture in points, at one and a half times its size."""
    picture: bytes = vl_convert.vegalite_to_png(json.dumps(spec), scale=1.5, allowed_base_urls=[])
    return picture


if __name__ == "__main__":
    draw = {"svg": svg, "png": png}[sys.argv[1]]
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))
