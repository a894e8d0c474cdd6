"""Why a topic or a post cannot be written or changed as asked."""

from partage_kit.errors import NotFound, Refusal


class TopicNotFound(NotFound):
    """No topic that the caller may read; one of a filière is as if it were not there for whoever is not in it."""

    titles = {"fr": "Sujet introuvable", "nl": "Onderwerp niet gevonden", "en": "Topic not found"}


class PostNotFound(NotFound):
    """No such post in a topic that the caller may read."""

    titles = {"fr": "Message introuvable", "nl": "Bericht niet gevonden", "en": "Post not found"}


class TopicIsLocked(Refusal):
    """The topic was locked: it can be read, and nothing is added or edited."""

    titles = {"fr": "Le sujet est verrouillé", "nl": "Het onderwerp is vergrendeld", "en": "The topic is locked"}
    remedy = "Start another topic, or ask a facilitator or the staff to unlock it."


class ReplyTooDeep(Refusal):
    """A reply answers a post, not another reply: a discussion stays readable when it has one level."""

    status = 422
    titles = {
        "fr": "On répond à un message, pas à une réponse",
        "nl": "Men antwoordt op een bericht, niet op een antwoord",
        "en": "A reply answers a post, not another reply",
    }
    remedy = "Give as `reply_to` the post that the other reply answers."
