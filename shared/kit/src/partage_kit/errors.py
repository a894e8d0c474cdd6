"""Refusals: what a command says no with. RFC 9457 problem details over HTTP, one line on a command line."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from partage_kit.types import kebab


class Refusal(Exception):
    """A clear no, with the status a client sees. A subclass is one problem type with a page of its own.

    The docstring of the subclass explains the problem, `remedy` what the caller can do, `detail` this one case.
    """

    status: ClassVar[int] = 409
    titles: ClassVar[Mapping[str, str]]
    remedy: ClassVar[str] = ""
    headers: Mapping[str, str] = {}

    def __init__(self, detail: str = "", **more: Any) -> None:
        super().__init__(detail or self.titles["en"])
        self.detail = detail
        self.more = more

    @classmethod
    def code(cls) -> str:
        """The problem's name in its type URI: /problems/<code>."""
        return kebab(cls.__name__)

    @classmethod
    def type_uri(cls) -> str:
        """Where the page stands that explains this problem."""
        return f"/problems/{cls.code()}"


def every_refusal(root: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """All problem types known to this process, for the problem pages and the tests that walk them."""
    for child in root.__subclasses__():
        if "titles" in child.__dict__:
            yield child
        yield from every_refusal(child)


class Invalid(Refusal):
    """The request does not have the shape this route asks for; `errors` names each wrong place with a JSON pointer."""

    status = 422
    titles = {
        "fr": "La demande n'a pas la forme attendue",
        "nl": "De aanvraag heeft niet de verwachte vorm",
        "en": "The request does not have the expected shape",
    }
    remedy = "Correct the places listed in `errors` and send the request again. Nothing was changed."


class Unauthenticated(Refusal):
    """The request carries no access token, or one that cannot be accepted (expired, wrong issuer, key or audience)."""

    status = 401
    titles = {
        "fr": "Un jeton d'accès valable est nécessaire",
        "nl": "Een geldig toegangstoken is nodig",
        "en": "A valid access token is needed",
    }
    remedy = "Get a fresh token from the identity provider (locally: `make token`) and send it as a Bearer token."
    headers = {"WWW-Authenticate": "Bearer"}


class Forbidden(Refusal):
    """The caller is known, but no role of the caller may use this route."""

    status = 403
    titles = {
        "fr": "Votre rôle ne permet pas cette action",
        "nl": "Uw rol laat deze handeling niet toe",
        "en": "Your role does not allow this",
    }
    remedy = "The role table of the developer portal lists which roles may use each route."


class MemberErased(Forbidden):
    """The member was forgotten at her own request; nothing is written in her name any more, whatever her token says."""

    titles = {
        "fr": "Ce membre a été effacé à sa demande",
        "nl": "Dit lid is op eigen verzoek gewist",
        "en": "This member was erased on request",
    }
    remedy = "Whoever comes back gets a new member id from the identity provider and registers anew."


class OwnSubmission(Refusal):
    """Nobody approves what they submitted themselves; somebody else of the office has to decide."""

    status = 403
    titles = {
        "fr": "Personne n'approuve sa propre proposition",
        "nl": "Niemand keurt een eigen voorstel goed",
        "en": "Nobody approves their own submission",
    }
    remedy = "Ask a colleague who holds the same role to decide."


class NotFound(Refusal):
    """Nothing is here for this caller: it does not exist, or belongs to another office."""

    status = 404
    titles = {"fr": "Introuvable", "nl": "Niet gevonden", "en": "Not found"}
    remedy = "Check the address and the id; records of another office are not shown."


class MethodNotAllowed(Refusal):
    """This address exists, but not with this HTTP method."""

    status = 405
    titles = {"fr": "Méthode non permise ici", "nl": "Methode hier niet toegestaan", "en": "Method not allowed here"}
    remedy = "The `Allow` header lists the methods."


class Stale(Refusal):
    """Somebody changed the record since the caller read it: the `If-Match` version is not the current one."""

    status = 412
    titles = {
        "fr": "L'enregistrement a changé entre-temps",
        "nl": "De gegevens zijn intussen veranderd",
        "en": "The record has changed meanwhile",
    }
    remedy = "Read the record again, look at what changed, and send the change with the new ETag."


class PreconditionRequired(Refusal):
    """A change of a record must say which version it was made from."""

    status = 428
    titles = {
        "fr": "L'en-tête If-Match est nécessaire",
        "nl": "De header If-Match is nodig",
        "en": "The If-Match header is needed",
    }
    remedy = "Send `If-Match` with the ETag of the record as you read it."


class KeyReused(Refusal):
    """The Idempotency-Key was used before with another body or on another route."""

    status = 422
    titles = {
        "fr": "Cette clé d'idempotence a servi à une autre demande",
        "nl": "Deze idempotentiesleutel diende voor een andere aanvraag",
        "en": "This idempotency key belongs to another request",
    }
    remedy = "Use a new key for a new request; repeat a key only with the same body."


class NotPossibleNow(Refusal):
    """The record is not in a state that this step begins from."""

    titles = {
        "fr": "Cette étape n'est pas possible maintenant",
        "nl": "Deze stap is nu niet mogelijk",
        "en": "This step is not possible now",
    }
    remedy = "Read the record: its state says which steps come next."


class Busy(Refusal):
    """Another request held the same record too long. Nothing was changed."""

    status = 409
    titles = {
        "fr": "Une autre demande est en cours",
        "nl": "Er loopt een andere aanvraag",
        "en": "Another request is in progress",
    }
    remedy = "Send the same request again, with the same Idempotency-Key if it had one."
    headers = {"Retry-After": "1"}


class Unavailable(Refusal):
    """The database or a needed service cannot be reached right now. Nothing was changed."""

    status = 503
    titles = {"fr": "Momentanément indisponible", "nl": "Tijdelijk niet beschikbaar", "en": "Temporarily unavailable"}
    remedy = "Wait for the seconds named in `Retry-After` and send the request again."
    headers = {"Retry-After": "2"}


class TooManyRequests(Refusal):
    """The caller sent more requests than the limit allows."""

    status = 429
    titles = {"fr": "Trop de demandes", "nl": "Te veel aanvragen", "en": "Too many requests"}
    remedy = "Wait for the seconds named in `Retry-After`."
    headers = {"Retry-After": "1"}


class InternalError(Refusal):
    """A fault of ours. It is logged with the request id; nothing was changed."""

    status = 500
    titles = {"fr": "Erreur interne", "nl": "Interne fout", "en": "Internal error"}
    remedy = "Tell the operators of the house the request id."
