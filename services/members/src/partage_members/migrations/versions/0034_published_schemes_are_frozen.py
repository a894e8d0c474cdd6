"""Versions of schemes never change once they are published, whoever writes to the database."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

_FOLLOWED = "OLD.state = 'current' AND NEW.state = 'superseded'"
_KEPT = ("id", "office", "code", "kind", "version", "attribution", "concepts", "imported_at", "digest")
"""What of a published version stays; it may be followed by another, and the directory learns its words."""

_PARTS = ("classification_concepts", "classification_mappings")


def _differs(same: str) -> str:
    kept = " OR ".join(f"OLD.{name} {same} NEW.{name}" for name in _KEPT)
    return f"OLD.state <> 'staged' AND ({kept} OR NOT (OLD.state = NEW.state OR {_FOLLOWED}))"


def _published(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM classification_schemes WHERE id = {row}.scheme_id AND state <> 'staged')"  # noqa: S608 - constants


def _of_part(change: str) -> str:
    """Whether the version that a row was or becomes part of is published."""
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[change]
    return " OR ".join(map(_published, rows))


def _on_sqlite() -> None:
    def freeze(table: str, change: str, when: str) -> None:
        refused = f"SELECT RAISE(ABORT, 'a row of {table} is never changed')"
        name = f"{table}_never_{change.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {change} ON {table} WHEN {when} BEGIN {refused}; END")

    freeze("classification_schemes", "UPDATE", _differs("IS NOT"))
    freeze("classification_schemes", "DELETE", "OLD.state <> 'staged'")
    for table in _PARTS:
        for change in ("INSERT", "UPDATE", "DELETE"):
            freeze(table, change, _of_part(change))


def _on_postgresql() -> None:
    for change, when in (("UPDATE", _differs("IS DISTINCT FROM")), ("DELETE", "OLD.state <> 'staged'")):
        op.execute(
            f"CREATE TRIGGER never_{change.lower()} BEFORE {change} ON classification_schemes "
            f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse_change()"
        )
    for change in ("INSERT", "UPDATE", "DELETE"):
        # by statement: a check for each of a hundred thousand rows of an edition would take as long as writing them
        name = f"refuse_{change.lower()}_of_published"
        tables = {"INSERT": "NEW TABLE AS written", "DELETE": "OLD TABLE AS written"}
        transition = tables.get(change, "OLD TABLE AS written NEW TABLE AS becoming")
        also = " OR id IN (SELECT scheme_id FROM becoming)" if change == "UPDATE" else ""
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "  # noqa: S608 - constants
            f"IF EXISTS (SELECT 1 FROM classification_schemes WHERE state <> 'staged' "
            f"AND (id IN (SELECT scheme_id FROM written){also})) "
            "THEN RAISE EXCEPTION 'a row of % is never changed', TG_TABLE_NAME; END IF; RETURN NULL; END $$"
        )
        for table in _PARTS:
            op.execute(
                f"CREATE TRIGGER never_{change.lower()} AFTER {change} ON {table} REFERENCING {transition} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql()
    else:
        _on_sqlite()


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    frozen = [("classification_schemes", ("UPDATE", "DELETE"))]
    frozen += [(table, ("INSERT", "UPDATE", "DELETE")) for table in _PARTS]
    for table, changes in frozen:
        for change in changes:
            name = f"never_{change.lower()}"
            op.execute(f"DROP TRIGGER {name} ON {table}" if is_postgresql else f"DROP TRIGGER {table}_{name}")
    if is_postgresql:
        for change in ("insert", "update", "delete"):
            op.execute(f"DROP FUNCTION refuse_{change}_of_published()")
