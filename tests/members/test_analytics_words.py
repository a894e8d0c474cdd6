"""Every table and group of analytics is called something in each language, and differently in each."""

from pathlib import Path

import partage_members.analytics
from partage_members.analytics.catalogue import ALL, WHOLE, Table, groups_of, known_codes
from partage_members.analytics.views import table_view
from partage_members.analytics.words import label
from partage_members.classifications.catalogue import Scheme, concepts
from partage_members.offices.naming import NamedOffice
from support.translations import read_table, same_words, untranslated

LABELS = read_table(Path(partage_members.analytics.__file__).parent / "data" / "labels.csv")


def test_labels_exist_in_all_languages_and_differ() -> None:
    assert untranslated(LABELS) == []
    assert same_words("analytics", LABELS, "kind", "code") == set()
    assert len({(row["kind"], row["code"]) for row in LABELS}) == len(LABELS)


def test_every_table_has_a_title() -> None:
    assert all(label("table", table) for table in Table)


def test_every_trade_and_sector_has_a_group() -> None:
    for table, scheme in ((Table.TRADE, Scheme.OCCUPATIONS), (Table.SECTOR, Scheme.NACE)):
        assert known_codes(table, "2026-10") >= concepts(scheme).keys()
        groups = groups_of(table, "2026-10")
        assert set(groups) - {ALL} <= set(groups[ALL]), "groups of two levels, from the whole downwards"


def test_every_group_of_a_table_is_called_something() -> None:
    snapshot = {
        "id": "0192f0c4-0000-7000-8000-000000000000",
        "office": "brussels",
        "period": "2026-10",
        "audience": "public",
        "threshold": 10,
        "made_at": "2026-11-01T00:00:00Z",
        "sha256": "0" * 64,
    }
    for table in WHOLE:
        rows = [_Cell(table, code) for code in sorted(known_codes(table, "2026-10") - {ALL})]
        view = table_view(_Snapshot(**snapshot), table, rows, NamedOffice("brussels"))
        unnamed = [group.code for group in view.rows if set(group.label.values()) == {group.code}]
        assert [code for code in unnamed if not code[:4].isdecimal()] == [], table


class _Snapshot:
    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)
        self.period = "2026-10"


class _Cell:
    def __init__(self, table: Table, code: str) -> None:
        self.table_code, self.row_code, self.column_code, self.persons = table, code, ALL, None
