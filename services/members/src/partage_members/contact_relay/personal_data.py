"""What the contact relay keep of persons."""

from partage_kit.personal_data import DataClass, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.contact_relay.models import (
    ContactMessage,
    ContactPreference,
    Conversation,
    MessageReport,
    contact_participants,
)

_reports, _messages = table_of(MessageReport), table_of(ContactMessage)

DATA = PersonalData(
    (
        DataClass(
            "conversations",
            {
                "fr": "Messages échangés avec d'autres membres",
                "nl": "Berichten uitgewisseld met andere leden",
                "en": "Messages exchanged with other members",
            },
            table_of(Conversation),
            {"low_id": Names.MEMBER, "high_id": Names.MEMBER},
            Rule.DELETE,
            exported=("messages", "last_message_at"),
        ),
        DataClass(
            "conversations_followed",
            {
                "fr": "Messages échangés avec d'autres membres",
                "nl": "Berichten uitgewisseld met andere leden",
                "en": "Messages exchanged with other members",
            },
            contact_participants,
            {"member_id": Names.MEMBER, "other_id": Names.MEMBER},
            Rule.DELETE,
        ),
        DataClass(
            "messages",
            {
                "fr": "Messages échangés avec d'autres membres",
                "nl": "Berichten uitgewisseld met andere leden",
                "en": "Messages exchanged with other members",
            },
            _messages,
            {"sender_id": Names.MEMBER, "recipient_id": Names.MEMBER},
            Rule.DELETE,
            held=("conversation_id", "text"),
            exported=("sender_id", "recipient_id", "text", "sent_at"),
        ),
        DataClass(
            "contact_preferences",
            {"fr": "Préférences de contact", "nl": "Contactvoorkeuren", "en": "Contact preferences"},
            table_of(ContactPreference),
            {"id": Names.MEMBER},
            Rule.DELETE,
            exported=("accepts_messages",),
        ),
        DataClass(
            "message_reports",
            {"fr": "Signalements de messages", "nl": "Meldingen van berichten", "en": "Reports of messages"},
            _reports,
            {"sender_id": Names.MEMBER, "reporter_id": Names.MEMBER},
            Rule.DELETE,
            held=("note",),
            exported=("reported_at", "outcome"),
        ),
        DataClass(
            "message_reports_closed",
            {
                "fr": "Signalements que vous avez traités",
                "nl": "Meldingen die u behandelde",
                "en": "Reports you handled",
            },
            _reports,
            {"closed_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
    ),
    (),
)
