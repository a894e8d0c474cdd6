"""On PostgreSQL, the newest matches are looked for in steps that grow sixteenfold at most, not among all too soon."""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_NEWEST = """
CREATE OR REPLACE FUNCTION search_newest(queries text[], belows bigint[], most integer, lower_bits integer[])
RETURNS TABLE (place integer, number bigint) LANGUAGE plpgsql STABLE ROWS 100 SET jit = off AS $$
DECLARE
    wanted integer := most;
    query tsquery;
    part tsquery;
    below bigint;      -- what is left of a class
    width bigint;      -- how many documents are looked at next
    bits integer;      -- of their groups, small or large
    first bigint;      -- of their groups
    last bigint;
    found integer;
BEGIN
    FOR class IN 1 .. cardinality(queries) LOOP
        query := queries[class]::tsquery;
        below := belows[class];
        width := 1 << lower_bits[1];
        LOOP
            bits := CASE WHEN width <= 4 << lower_bits[1] THEN lower_bits[1] ELSE lower_bits[2] END;
            first := greatest(below - width, 0) >> bits;
            last := (below - 1) >> bits;
            IF first <= 1 OR last - first > 4 THEN
                first := 0;
                part := query;  -- of all documents: to name many groups costs more than it saves
            ELSE
                SELECT query && string_agg('N' || bits || '.' || g, ' | ')::tsquery INTO part
                FROM generate_series(first, last) AS g;
            END IF;
            -- gathered first: the planner would rather read all documents in their order
            RETURN QUERY
                WITH found_in AS MATERIALIZED (
                    SELECT search_index.number FROM search_index WHERE search_index.tokens @@ part
                )
                SELECT class - 1, found_in.number FROM found_in
                WHERE found_in.number < below ORDER BY found_in.number DESC LIMIT wanted;
            GET DIAGNOSTICS found = ROW_COUNT;
            wanted := wanted - found;
            IF wanted = 0 THEN
                RETURN;
            END IF;
            EXIT WHEN first = 0;
            -- as many as should have what is wanted, and some more; step by step, as a few that were found mislead
            width := least(
                16 * width,
                CASE found WHEN 0 THEN below ELSE wanted * (below - (first << bits)) * 13 / (found * 10) END
            );
            below := first << bits;
        END LOOP;
    END LOOP;
END $$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_NEWEST)


def downgrade() -> None:
    """Nothing: the function of before was called alike and answered alike."""
