"""What notices keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.notices.models import ConsentNotice, ConsentPurpose

_notices = table_of(ConsentNotice)

DATA = PersonalData(
    (
        DataClass(
            "notices_written",
            {"fr": "Notices que vous avez rédigées", "nl": "Berichten die u opstelde", "en": "Notices that you wrote"},
            _notices,
            {"authors": Names.SUBJECTS, "author_members": Names.MEMBERS},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "notices_published",
            {
                "fr": "Notices que vous avez publiées",
                "nl": "Berichten die u bekendmaakte",
                "en": "Notices you published",
            },
            _notices,
            {"published_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
    ),
    (
        Impersonal(_notices, ("purpose", "title", "text", "sha256", "controller", "terms"), "published by the office"),
        Impersonal(table_of(ConsentPurpose), ("code", "terms"), "written by the office"),
    ),
)
