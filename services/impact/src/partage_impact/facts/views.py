"""From fact types to the shapes that go out."""

from datetime import date

from partage_impact.facts.catalogue import FactType
from partage_impact.facts.schemas import FactTypeView, FieldView
from partage_impact.indicators.predicates import FieldKind
from partage_kit.types import translated


def view(fact_type: FactType, complete_until: date | None, languages: tuple[str, ...]) -> FactTypeView:
    """A type of facts in the reader's language."""
    schema = fact_type.schema
    dimensions = [_field(fact_type, key, kind, languages) for key, kind in schema.dimensions.items()]
    measures = [_field(fact_type, key, FieldKind.NUMBER, languages) for key in sorted(schema.measures)]
    return FactTypeView(
        code=fact_type.code,
        name=translated(fact_type.names, languages),
        home=fact_type.home,
        about=fact_type.about,
        fields=dimensions + measures,
        complete_until=complete_until,
    )


def _field(fact_type: FactType, key: str, kind: FieldKind, languages: tuple[str, ...]) -> FieldView:
    return FieldView(
        key=key,
        name=translated(fact_type.fields[key], languages),
        role="measure" if key in fact_type.schema.measures else "dimension",
        kind=kind,
        in_cents=key in fact_type.money,
    )
