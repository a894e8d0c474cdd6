"""Why a membership cannot begin, move or end as asked."""

from partage_kit.errors import Forbidden, NotFound, Refusal


class MembershipNotFound(NotFound):
    """No such membership that the caller may see."""

    titles = {"fr": "Adhésion introuvable", "nl": "Lidmaatschap niet gevonden", "en": "Membership not found"}


class ProfileNeeded(Refusal):
    """Who belongs to a filière has a profile, so that its members know each other."""

    titles = {
        "fr": "Un profil est nécessaire",
        "nl": "Een profiel is nodig",
        "en": "A profile is needed",
    }
    remedy = "Write the profile first, with POST /members/v1/profiles/mine."


class FiliereNotJoinable(Refusal):
    """A filière takes members from its launch until it closes."""

    titles = {
        "fr": "Cette filière n'accueille pas de membres pour l'instant",
        "nl": "Deze filière neemt op dit moment geen leden aan",
        "en": "This filière is not taking members now",
    }
    remedy = "Read the filière's stage; members join from launching on, and no more once it has closed."


class InvitationNeeded(Refusal):
    """Members come into this filière by invitation only; the published reason says why."""

    titles = {
        "fr": "On ne rejoint cette filière que sur invitation",
        "nl": "Deze filière is alleen op uitnodiging toegankelijk",
        "en": "This filière can be joined by invitation only",
    }
    remedy = "Ask one of its facilitators for an invitation."


class AlreadyInFiliere(Refusal):
    """The member belongs to this filière, or has an open request or invitation for it."""

    titles = {
        "fr": "Une adhésion ou une demande existe déjà",
        "nl": "Er is al een lidmaatschap of een aanvraag",
        "en": "A membership or a request exists already",
    }
    remedy = "Look at GET /members/v1/memberships/mine; accept an invitation there, or withdraw a request first."


class FiliereLimitReached(Refusal):
    """The member belongs to as many filières as the office allows at once; circles do not count."""

    titles = {
        "fr": "Le nombre de filières permis est atteint, cercles non compris",
        "nl": "Het toegelaten aantal filières is bereikt, kringen niet meegeteld",
        "en": "The number of filières allowed is reached, not counting circles",
    }
    remedy = "Leave another filière first, or join a circle; requests and invitations stay open meanwhile."


class NotFromThisState(Refusal):
    """The membership is not in a state from which this can be done."""

    titles = {
        "fr": "Impossible dans l'état actuel de l'adhésion",
        "nl": "Niet mogelijk in de huidige staat van het lidmaatschap",
        "en": "Not possible in the membership's current state",
    }
    remedy = "Read the membership: its state tells what can still be done."


class OwnMembership(Forbidden):
    """Nobody approves their own submission: facilitators neither answer nor invite themselves."""

    titles = {
        "fr": "Nul ne décide de sa propre adhésion",
        "nl": "Niemand beslist over het eigen lidmaatschap",
        "en": "Nobody decides on their own membership",
    }
    remedy = "Ask another facilitator of the filière, or the staff."
