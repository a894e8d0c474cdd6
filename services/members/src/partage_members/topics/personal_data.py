"""What topics keep of persons."""

from typing import Any

from sqlalchemy import func

from partage_kit.personal_data import FORGOTTEN, DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.topics.models import Post, Topic, topic_readings

_topics, _posts = table_of(Topic), table_of(Post)
_HERS: dict[str, Any] = {
    "text": None,
    "links": [],
    "withdrawn_at": func.coalesce(_posts.c.withdrawn_at, _posts.c.written_at),
    "hidden_reason": None,
    "contest": None,
    "contested_at": None,
    "contest_answer": None,
    "contest_answered_at": None,
}

DATA = PersonalData(
    (
        DataClass(
            "topics",
            {"fr": "Sujets que vous avez ouverts", "nl": "Onderwerpen die u opende", "en": "Topics you opened"},
            _topics,
            {"author": Names.SUBJECT, "author_member": Names.MEMBER},
            Rule.PSEUDONYMISE,
            forgotten={"title": FORGOTTEN},
            exported=("title", "created_at"),
        ),
        DataClass(
            "posts",
            {
                "fr": "Contributions aux discussions",
                "nl": "Bijdragen aan discussies",
                "en": "Contributions to discussions",
            },
            _posts,
            {"author": Names.SUBJECT, "author_member": Names.MEMBER},
            Rule.PSEUDONYMISE,
            forgotten=_HERS,
            exported=("topic_id", "text", "links", "written_at"),
        ),
        DataClass(
            "posts_hidden",
            {
                "fr": "Contributions que vous avez masquées",
                "nl": "Bijdragen die u verborg",
                "en": "Contributions you hid",
            },
            _posts,
            {"hidden_by": Names.SUBJECT, "hidden_by_member": Names.MEMBER},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "topics_read",
            {"fr": "Sujets lus", "nl": "Gelezen onderwerpen", "en": "Topics read"},
            topic_readings,
            {"member_id": Names.MEMBER},
            Rule.DELETE,
            exported=("topic_id", "number"),
        ),
    ),
    (Impersonal(_topics, ("language",), "a code"),),
)
