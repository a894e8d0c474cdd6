"""From concepts to the shape that goes out."""

from partage_members.classifications.lookup import Concept
from partage_members.classifications.schemas import ConceptView


def concept_view(concept: Concept) -> ConceptView:
    """A concept as it is shown."""
    return ConceptView(
        code=concept.code,
        labels=dict(concept.labels),
        alternatives=dict(concept.alternatives),
        broader=concept.broader,
        isco08=concept.isco08,
        uri=concept.uri,
    )
