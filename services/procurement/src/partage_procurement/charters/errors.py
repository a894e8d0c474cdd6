"""Why a charter version cannot be written, commented or adopted as asked."""

from partage_kit.errors import NotFound, Refusal


class CharterNotFound(NotFound):
    """No such charter version in the caller's office, or one that is still a draft of others."""

    titles = {"fr": "Charte introuvable", "nl": "Charter niet gevonden", "en": "Charter not found"}


class CommentNotFound(NotFound):
    """The charter version has no such comment."""

    titles = {"fr": "Commentaire introuvable", "nl": "Opmerking niet gevonden", "en": "Comment not found"}


class UnsoundCharter(Refusal):
    """The charter breaks a rule of measuring, named by `rule`; `keys` are the criteria, themes or bands that break it.

    Weights add up to 10,000 basis points, bands cover 0 to 100 without gap or overlap, every key stands once, every
    criterion belongs to a theme and requires evidence.
    """

    status = 422
    titles = {
        "fr": "La charte ne peut pas mesurer ainsi",
        "nl": "Het charter kan zo niet meten",
        "en": "The charter cannot measure like this",
    }
    remedy = "Correct what `rule` and `keys` name and send the whole charter again."


class UnansweredComments(Refusal):
    """A charter version is adopted only when every comment on it has an answer."""

    titles = {
        "fr": "Des commentaires attendent une réponse",
        "nl": "Er wachten opmerkingen op antwoord",
        "en": "Comments are waiting for an answer",
    }
    remedy = "Answer each comment, then sign."


class CommentAlreadyAnswered(Refusal):
    """A comment is answered once; the answer stays as given."""

    titles = {
        "fr": "Ce commentaire a déjà une réponse",
        "nl": "Deze opmerking is al beantwoord",
        "en": "This comment is already answered",
    }
    remedy = "Read the comment with its answer; to say more, comment on the version."
