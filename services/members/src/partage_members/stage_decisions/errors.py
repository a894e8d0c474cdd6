"""Why a decision cannot be taken as asked."""

from partage_kit.errors import Refusal


class ConsultationNotCitable(Refusal):
    """Launching and closing a filière cite a consultation of its members about just that, and it has closed."""

    titles = {
        "fr": "Une consultation close à ce sujet doit être citée",
        "nl": "Een afgesloten raadpleging hierover moet worden vermeld",
        "en": "A closed consultation about this must be cited",
    }
    remedy = "Open a consultation on this filière about launching or closing it, and decide when it has closed."
