"""Why a post cannot be reported as asked."""

from partage_kit.errors import Refusal


class AlreadyReported(Refusal):
    """A reader reports a post once."""

    titles = {
        "fr": "Vous avez déjà signalé ce message",
        "nl": "U hebt dit bericht al gemeld",
        "en": "You have reported this post already",
    }
    remedy = "Wait for a facilitator or the staff to look at it."


class OwnPost(Refusal):
    """Nobody reports a post of their own."""

    titles = {"fr": "Ce message est le vôtre", "nl": "Dit bericht is van uzelf", "en": "This post is your own"}
    remedy = "Edit it with PATCH /members/v1/posts/{post_id}, or withdraw it."
