"""Why a message cannot be sent as asked."""

from partage_kit.errors import Forbidden, NotFound, Refusal


class ConversationNotFound(NotFound):
    """No conversation of the caller."""

    titles = {"fr": "Conversation introuvable", "nl": "Gesprek niet gevonden", "en": "Conversation not found"}


class MessageNotFound(NotFound):
    """No message that the caller received, or no report of one."""

    titles = {
        "fr": "Message reçu introuvable",
        "nl": "Ontvangen bericht niet gevonden",
        "en": "Received message not found",
    }


class ContactLimitReached(Refusal):
    """The caller wrote as many messages as a day allows, to everybody or to this member."""

    status = 429
    titles = {
        "fr": "Trop de messages aujourd'hui",
        "nl": "Te veel berichten vandaag",
        "en": "Too many messages today",
    }
    remedy = "Wait for the seconds named in `Retry-After`; whoever answered you can be answered meanwhile."
    headers = {"Retry-After": "86400"}

    def __init__(self, detail: str, seconds: int) -> None:
        super().__init__(detail)
        self.headers = {"Retry-After": str(seconds)}


class ConversationClosed(Refusal):
    """One of both takes no messages in this conversation now; it is not told which of the reasons there are applies."""

    titles = {
        "fr": "Cette conversation n'accepte pas de messages",
        "nl": "Dit gesprek neemt geen berichten aan",
        "en": "This conversation takes no messages",
    }
    remedy = "If you blocked it, unblock it; else respect that the other person wants no messages now."


class MessageToOneself(Refusal):
    """The recipient of the message is the member who writes it."""

    status = 422
    titles = {
        "fr": "Vous ne pouvez pas vous écrire à vous-même",
        "nl": "U kunt niet naar uzelf schrijven",
        "en": "You cannot write to yourself",
    }
    remedy = "Write to another member: GET /members/v1/directory finds them. Nothing was sent."


class NotAcceptingMessages(Refusal):
    """Who accepts no messages sends none either, as nobody could answer."""

    titles = {
        "fr": "Vous n'acceptez pas de messages",
        "nl": "U aanvaardt zelf geen berichten",
        "en": "You accept no messages yourself",
    }
    remedy = "Accept messages first: PUT /members/v1/contact-preferences/mine."


class SenderHidden(Refusal):
    """Who writes to a member is seen by her: nobody gets messages from somebody without a name."""

    titles = {
        "fr": "Montrez d'abord votre nom à ce membre",
        "nl": "Toon dit lid eerst uw naam",
        "en": "Show this member your name first",
    }
    remedy = "Widen the audience of your name with PATCH /members/v1/profiles/mine."


class SendingSuspended(Forbidden):
    """The staff suspended the caller's sending for some time, after a message was reported."""

    titles = {
        "fr": "L'envoi de messages est suspendu",
        "nl": "Het versturen van berichten is geschorst",
        "en": "Sending messages is suspended",
    }
    remedy = "Talk to the staff of your office."


class MessageReported(Refusal):
    """This message was reported already."""

    titles = {
        "fr": "Ce message a déjà été signalé",
        "nl": "Dit bericht is al gemeld",
        "en": "This message was reported already",
    }
    remedy = "Wait for the staff to look at it; you can block the conversation meanwhile."
