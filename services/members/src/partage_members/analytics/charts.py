"""Vega-Lite specifications of tables and series, for front ends and pictures; titled and described for everybody."""

from collections.abc import Sequence
from typing import Any

from partage_kit.types import Translations, translated
from partage_members.analytics.catalogue import ALL, PAIRS
from partage_members.analytics.locales import locale_of, read_first, told
from partage_members.analytics.schemas import CellView, GroupView, SeriesView, TableView
from partage_members.analytics.words import label

WIDTH = 640
STEP = 22
"""Pixels of a row; a chart has the groups right below the whole only, some 35 at most."""
_HIDDEN = "#d8d8d8"

Languages = tuple[str, ...]
Spec = dict[str, Any]


def table_chart(view: TableView, wanted: Languages) -> Spec:
    """Bars of a table of one dimension, a heat map of one of two; hidden cells are drawn as hidden, not as 0."""
    import altair as alt  # a second to import, and needed for pictures only

    if view.table in PAIRS or len(view.columns) > 1:
        return _heat_map(alt, view, wanted)
    rows = [one for one in view.rows if one.part_of is None and one.code != ALL]
    values = _values(view, [cell for cell in view.cells if cell.row in {one.code for one in rows}], wanted)
    group = alt.Y("row:N", sort=None, title=None, axis=alt.Axis(labelLimit=300))
    bars = alt.Chart(_data(alt, values)).mark_bar().encode(y=group, x=alt.X("count:Q", title=_word("persons", wanted)))
    hidden = _hidden_marks(alt, values, wanted).encode(y=group)
    chart = (bars + hidden).properties(width=WIDTH, height=alt.Step(STEP))
    return _written(chart, _texts(view, values, wanted), wanted)


def series_chart(view: SeriesView, wanted: Languages) -> Spec:
    """A line with gaps where counts were hidden."""
    import altair as alt  # a second to import, and needed for pictures only

    language = read_first(wanted)
    values = [
        {"period": one.period, "told": told(one.period, language, briefly=True), "count": one.count}
        for one in view.points
    ]
    chart = alt.Chart(_data(alt, values)).mark_line(point=True)
    chart = chart.encode(
        x=alt.X("told:O", sort=None, title=_word("period", wanted)), y=alt.Y("count:Q", title=_word("persons", wanted))
    )
    title = " – ".join(translated(one, wanted) for one in (view.title, view.row.label, view.column.label))
    hidden = sum(one.count is None for one in view.points)
    office = translated(view.office_names, wanted) or view.office
    texts = _Texts(title, _hidden_text(hidden, wanted), f"{title}, {office}. {_hidden_text(hidden, wanted)}")
    return _written(chart.properties(width=WIDTH, height=320), texts, wanted)


class _Texts:
    """What a chart is called: its title, the line below, and the description for who does not see it."""

    def __init__(self, title: str, subtitle: str, description: str) -> None:
        self.title, self.subtitle, self.description = title, subtitle, description


def _texts(view: TableView, drawn: Sequence[dict[str, Any]], wanted: Languages) -> _Texts:
    title = translated(view.title, wanted)
    period = told(view.snapshot.period, read_first(wanted))
    office = translated(view.office_names, wanted) or view.snapshot.office
    about = _word("about", wanted).format(title=title, office=office, period=period, k=view.snapshot.threshold)
    hidden = _hidden_text(sum(value["count"] is None for value in drawn), wanted)
    return _Texts(title, f"{office}, {period}. {hidden}", f"{about} {hidden}")


def _hidden_text(count: int, wanted: Languages) -> str:
    return f"{_word('hidden', wanted).format(n=count)}."


def _heat_map(alt: Any, view: TableView, wanted: Languages) -> Spec:
    inner = [cell for cell in view.cells if ALL not in (cell.row, cell.column)]
    values = _values(view, inner, wanted)
    base = alt.Chart(_data(alt, values)).encode(
        x=alt.X("column:N", sort=None, title=None, axis=alt.Axis(labelAngle=-40, labelLimit=220)),
        y=alt.Y("row:N", sort=None, title=None, axis=alt.Axis(labelLimit=300)),
    )
    shown = (
        base.transform_filter("isValid(datum.count)")
        .mark_rect()
        .encode(color=alt.Color("count:Q", title=_word("persons", wanted), scale=alt.Scale(scheme="viridis")))
    )
    hidden = base.transform_filter("!isValid(datum.count)").mark_rect(color=_HIDDEN)
    map_ = (hidden + shown).properties(width=alt.Step(STEP), height=alt.Step(STEP))
    return _written(map_, _texts(view, values, wanted), wanted)


def _hidden_marks(alt: Any, values: Sequence[dict[str, Any]], wanted: Languages) -> Any:
    hidden = _data(alt, [value for value in values if value["count"] is None])
    return (
        alt.Chart(hidden)
        .mark_text(align="left", color="#555")
        .encode(x=alt.value(4), text=alt.value(_word("is_hidden", wanted)))
    )


def _data(alt: Any, values: Sequence[dict[str, Any]]) -> Any:
    return alt.Data(values=list(values))


def _values(view: TableView, cells: Sequence[CellView], wanted: Languages) -> list[dict[str, Any]]:
    rows, columns = _names(view.rows, wanted), _names(view.columns, wanted)
    return [{"row": rows[one.row], "column": columns[one.column], "count": one.count} for one in cells]


def _names(groups: Sequence[GroupView], wanted: Languages) -> dict[str, str]:
    return {one.code: translated(one.label, wanted) for one in groups}


def _word(code: str, wanted: Languages) -> str:
    text: Translations = label("text", code)  # type: ignore[assignment]  # a label of ours, in all languages
    return translated(text, wanted)


def _written(chart: Any, texts: _Texts, wanted: Languages) -> Spec:
    spec: Spec = (
        chart.configure(locale=locale_of(read_first(wanted)))
        .properties(title={"text": texts.title, "subtitle": texts.subtitle}, description=texts.description)
        .to_dict()
    )
    return spec
