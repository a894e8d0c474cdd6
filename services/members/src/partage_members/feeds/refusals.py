"""How a page is refused: with a page for people, with the problem document for programs.

Which of the two somebody gets follows from `Accept` alone. The page tells the problem, and nothing of this one case but
what the problem document and its own address tell, too: a member who hides and one who never was are the same bytes.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError

from partage_kit.errors import Refusal
from partage_kit.http.languages import reader_languages
from partage_kit.http.problems import invalid, problems
from partage_kit.http.routes import Handler, StrictRoute
from partage_kit.types import LANGUAGES, Language, translated
from partage_members.directory.errors import MemberNotFound
from partage_members.feeds import markup

_DOCUMENTS = ("application/problem+json", "application/json")
_HEADERS = {**markup.HEADERS, "Vary": "Accept, Accept-Language"}

ADVICE: Mapping[int, Mapping[str, str]] = {
    404: {
        "fr": "Le lien est peut-être ancien ou incomplet. Ce qui n'est pas montré à tous ne se trouve pas ici.",
        "nl": "Misschien is de link oud of onvolledig. Wat niet aan iedereen getoond wordt, staat hier niet.",
        "en": "The link may be old or incomplete. What is not shown to everybody is not found here.",
    },
    422: {
        "fr": "L'adresse de cette page contient une erreur. Vérifiez-la, ou revenez à la page précédente.",
        "nl": "Er zit een fout in het adres van deze pagina. Kijk het na of ga terug naar de vorige pagina.",
        "en": "The address of this page has an error in it. Check it, or go back to the page before.",
    },
    503: {
        "fr": "Réessayez dans un moment.",
        "nl": "Probeer het over een ogenblik opnieuw.",
        "en": "Try again in a moment.",
    },
}
"""What a reader can do, by status."""


class PageRoute(StrictRoute):
    """The route of a page: whoever reads it in a browser is refused with a page."""

    def get_route_handler(self) -> Handler:
        """Wrap the strict handler."""
        handle = super().get_route_handler()

        async def for_people(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                refusal: Refusal = invalid(error.errors())
            except Refusal as caught:
                refusal = caught
            if _reads_pages(request.headers.get("accept", "")):
                return _page(request, refusal)
            # a cache between keeps the document for programs, and not for people
            refusal.headers = {**refusal.headers, "Vary": "Accept"}
            raise refusal

        return for_people


def refused(*refusals: type[Refusal]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a page: what it may refuse, as a problem document or as a page."""
    by_status = problems(*refusals)
    for entry in by_status.values():
        entry["content"][markup.MEDIA_TYPE] = {"schema": {"type": "string"}}
    return by_status


def page_languages(request: Request, lang: Language | None = None) -> tuple[str, ...]:
    """The languages of a page, best first: `lang`, then what the reader's program prefers, else the house's own."""
    return reader_languages(request, lang) or (LANGUAGES[0],)


def html(refusal: Refusal, language: str) -> str:
    """The page of a refusal, in one language; its detail is in English."""
    page = {
        "language": language,
        "title": translated(refusal.titles, (language,)),
        "advice": translated(ADVICE.get(refusal.status, {}), (language,)),
        "detail": refusal.detail,
        "way_back": _way_back(refusal, language),
        "back": translated(markup.BACK, (language,)),
    }
    return markup.template("refused.html").render(page=page)


def _way_back(refusal: Refusal, language: str) -> str | None:
    """From the page of a member who is missing to the directory in which she was sought."""
    if not isinstance(refusal, MemberNotFound) or refusal.sought_in is None:
        return None
    return "../../page?" + urlencode({"office": refusal.sought_in, "lang": language})


def _page(request: Request, refusal: Refusal) -> Response:
    asked = request.query_params.get("lang")
    language = page_languages(request, Language(asked) if asked in LANGUAGES else None)[0]
    headers = {**refusal.headers, **_HEADERS}
    return Response(html(refusal, language), refusal.status, headers, media_type=markup.MEDIA_TYPE)


def _reads_pages(accept: str) -> bool:
    """Whether HTML is asked for by name and before JSON, as browsers do (RFC 9110, 12.5.1)."""
    weights = dict(map(_weighted, accept[:500].lower().split(",")))
    return weights.get(markup.MEDIA_TYPE, 0.0) > max(weights.get(document, 0.0) for document in _DOCUMENTS)


def _weighted(part: str) -> tuple[str, float]:
    media_type, *parameters = (one.strip() for one in part.split(";"))
    given = next((one.removeprefix("q=") for one in parameters if one.startswith("q=")), "1")
    try:
        return media_type, float(given)
    except ValueError:
        return media_type, 0.0
