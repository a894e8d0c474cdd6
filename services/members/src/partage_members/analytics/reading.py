"""Read tables and series for a caller, from snapshots alone."""

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.types import day_of
from partage_members.analytics import queries
from partage_members.analytics.catalogue import Table
from partage_members.analytics.errors import SnapshotNotFound
from partage_members.analytics.schemas import SeriesFilter, SeriesView, TableFilter, TableView
from partage_members.analytics.views import cell_key, series_view, table_view, tables_behind
from partage_members.offices.queries import named_office


async def read_table(session: Readable, caller: Caller | None, table: Table, wanted: TableFilter) -> TableView:
    """A table as a snapshot tells it, in three statements.

    Raises:
        SnapshotNotFound: also for who is not told of it.
    """
    wanted = queries.readable(caller, wanted)
    snapshot = await queries.one_snapshot(session, wanted)
    cells = await queries.cells_of(session, snapshot.id, tables_behind(table))
    return table_view(snapshot, table, cells, await named_office(session, snapshot.office))


async def read_series(session: Readable, caller: Caller | None, table: Table, wanted: SeriesFilter) -> SeriesView:
    """A cell as each snapshot told it.

    Raises:
        SnapshotNotFound: the caller is not told, or there is no snapshot.
        CellNotFound
    """
    wanted = queries.readable(caller, wanted)
    today = day_of(await clock(session)).isoformat()
    points = await queries.points_of(session, cell_key(table, wanted.row, wanted.column, today[:7]), wanted)
    if not points:
        raise SnapshotNotFound()
    return series_view(table, wanted, points, await named_office(session, str(wanted.office)))
