"""Why a post cannot be reported as asked."""

from partage_kit.errors import Refusal


class OwnPost(Refusal):
    """Nobody reports a post of their own."""

    titles = {"fr": "Ce message est le vôtre", "nl": "Dit bericht is van uzelf", "en": "This post is your own"}
    remedy = "Edit it with PATCH /members/v1/posts/{post_id}, or withdraw it."
