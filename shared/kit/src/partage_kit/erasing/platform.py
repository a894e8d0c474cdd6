"""What the platform's own tables keep of persons."""

from functools import cache

from sqlalchemy import MetaData, func

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule

_TITLES = {
    "staged_rows": {
        "fr": "Lignes d'un import en cours",
        "nl": "Rijen van een lopende invoer",
        "en": "Rows of an import under way",
    },
    "job_files": {"fr": "Fichiers produits", "nl": "Gemaakte bestanden", "en": "Files that were made"},
    "jobs": {"fr": "Travaux longs demandés", "nl": "Gevraagde lange taken", "en": "Long work asked for"},
    "audited_actions": {
        "fr": "Journal de vos actions",
        "nl": "Logboek van uw handelingen",
        "en": "Audit trail of your actions",
    },
    "audited_records": {
        "fr": "Journal de ce qui vous concerne",
        "nl": "Logboek van wat u betreft",
        "en": "Audit trail of what concerns you",
    },
    "announcements": {
        "fr": "Annonces aux autres services",
        "nl": "Mededelingen aan andere diensten",
        "en": "Announcements to other services",
    },
    "failed_announcements": {
        "fr": "Annonces restées sans suite",
        "nl": "Mededelingen die niet verwerkt raakten",
        "en": "Announcements that could not be taken in",
    },
    "repeated_requests": {
        "fr": "Réponses gardées pour répéter une demande",
        "nl": "Antwoorden bewaard om een aanvraag te herhalen",
        "en": "Answers kept to repeat a request",
    },
}


@cache
def platform_data(metadata: MetaData) -> PersonalData:
    """The classes of data in the platform's tables of a service."""
    tables = metadata.tables
    outbox, letters, keys, audit = (
        tables[name] for name in ("outbox", "dead_letters", "idempotency_keys", "audit_trail")
    )
    no_hashes = {"before_hash": None, "after_hash": None}
    classes: tuple[DataClass, ...] = (
        DataClass(
            "audited_actions",
            _TITLES["audited_actions"],
            audit,
            {"actor": Names.SUBJECT, "member_id": Names.MEMBER},
            Rule.PSEUDONYMISE,
            forgotten=no_hashes,
            exported=("at", "action", "entity"),
        ),
        DataClass(
            "audited_records",
            _TITLES["audited_records"],
            audit,
            {"entity_id": Names.KEY},
            Rule.PSEUDONYMISE,
            forgotten=no_hashes,
        ),
        DataClass(
            "announcements",
            _TITLES["announcements"],
            outbox,
            {"envelope": Names.WITHIN},
            Rule.PSEUDONYMISE,
            forgotten={"envelope": "", "published_at": func.coalesce(outbox.c.published_at, outbox.c.created_at)},
        ),
        DataClass(
            "failed_announcements",
            _TITLES["failed_announcements"],
            letters,
            {"envelope": Names.WITHIN},
            Rule.DELETE,
            held=("error",),
        ),
        DataClass(
            "repeated_requests",
            _TITLES["repeated_requests"],
            keys,
            {"caller": Names.CALLER, "body": Names.WITHIN},
            Rule.DELETE,
            held=("key", "request_hash", "headers"),
        ),
    )
    jobs, staged, parts = tables["jobs"], tables["staged_rows"], tables["job_file_parts"]
    classes += (
        DataClass(
            "jobs",
            _TITLES["jobs"],
            jobs,
            {"asked_by": Names.SUBJECT, "asked_by_member": Names.MEMBER},
            Rule.DELETE,
            held=("parameters", "place", "result", "problem", "holder"),
            exported=("kind", "state", "created_at", "ended_at"),
        ),
        DataClass(
            "staged_rows",
            _TITLES["staged_rows"],
            staged,
            {"given": Names.MEMBERS, "ready": Names.MEMBERS},
            Rule.DELETE,
            held=("job_id", "key"),
        ),
        DataClass(
            "job_files", _TITLES["job_files"], parts, {"content": Names.WITHIN}, Rule.DELETE, held=("job_id", "name")
        ),
    )
    words_of_the_house = "words and ids that the house itself makes"
    return PersonalData(
        classes,
        (
            Impersonal(audit, ("action", "entity", "request_id"), words_of_the_house),
            Impersonal(outbox, ("event_id", "address"), words_of_the_house),
            Impersonal(letters, ("consumer", "event_id", "type"), words_of_the_house),
            Impersonal(jobs, ("kind",), words_of_the_house),
            Impersonal(tables["job_files"], ("name", "filename", "media_type"), words_of_the_house),
            Impersonal(
                tables["job_report_lines"], ("column", "detail"), "tells of places in a file; goes with the job"
            ),
            Impersonal(tables["inbox"], ("consumer", "event_id"), words_of_the_house),
            Impersonal(
                tables["erased_members"],
                ("member_id", "erasure_id"),
                "the id that stays, so that nothing brings her back",
            ),
        ),
    )
