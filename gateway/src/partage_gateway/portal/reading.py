"""Who reads the portal, in which language, and with which guards around the page."""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from partage_kit.http.languages import wanted_languages
from partage_kit.types import LANGUAGES, translated

HOME = Path(str(files("partage_gateway") / "portal"))

_CODE = re.compile(r"`([^`]+)`")
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# the API reference runs swagger-ui, which calls the house and sets styles while it runs
_POLICY_OF_REFERENCE = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Reader:
    """Renders pages for one request: `?lang=` decides, then Accept-Language, then the house's own order."""

    def __init__(self, request: Request) -> None:
        asked = request.query_params.get("lang", "")
        wanted = wanted_languages(request.headers.get("accept-language", ""))
        self.languages = tuple(dict.fromkeys(code for code in (asked, *wanted, *LANGUAGES) if code in LANGUAGES))
        client = request.app.state.clients.of(request.scope, dict(request.scope["headers"]))
        self._addresses = {"house": client.house, "events": request.app.state.events_url}
        self._keep = f"?lang={asked}" if asked in LANGUAGES else ""

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.languages[0]

    def page(self, template: str, status: int = 200, *, scripts: bool = False, **values: Any) -> Response:
        """A page in the reader's language; `template.fr.html` wins over `template.html` for a French reader."""
        environment = _environment()
        page = environment.select_template([f"{template}.{self.language}.html", f"{template}.html"])
        texts = _texts(self.language)
        html = page.render(
            values
            | {
                "language": self.language,
                "other_languages": [code for code in LANGUAGES if code != self.language],
                "keep": self._keep,
                "text": texts.__getitem__,
                "sample": self._sample,
                "translated": lambda titles: translated(titles, self.languages),
            }
        )
        policy = _POLICY_OF_REFERENCE if scripts else _POLICY
        return HTMLResponse(html, status, self._headers() | {"Content-Security-Policy": policy})

    def _sample(self, name: str) -> str:
        """A piece of code with this house's addresses, the same in every language; escaped like any other value."""
        return _environment().get_template(f"samples/{name}.txt").render(self._addresses).rstrip()

    def _headers(self) -> dict[str, str]:
        cached = {"Cache-Control": "no-cache", "Content-Language": self.language, "Vary": "Accept-Language"}
        return _SAFE | cached


def guarded(response: Response) -> Response:
    """The same guards on what is no page: stylesheets, scripts, documents."""
    response.headers.update(_SAFE)
    return response


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HOME / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["code"] = _with_code
    return environment


def _with_code(text: str) -> Markup:
    """A text of the services' code with `this` shown as code; everything in it is escaped."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


@cache
def _texts(language: str) -> Mapping[str, str]:
    texts: dict[str, str] = json.loads((HOME / "texts" / f"{language}.json").read_text(encoding="utf-8"))
    return texts


ReaderOf = Annotated[Reader, Depends(Reader)]
