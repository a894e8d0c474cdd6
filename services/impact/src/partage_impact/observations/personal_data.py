"""What observations keep of persons."""

from partage_impact.observations.models import ObservationRun, observations, release_keys, released_cells
from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of

_runs = table_of(ObservationRun)

DATA = PersonalData(
    (
        DataClass(
            "observations_computed",
            {
                "fr": "Calculs que vous avez lancés",
                "nl": "Berekeningen die u startte",
                "en": "Computations you started",
            },
            _runs,
            {"computed_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
    ),
    (
        Impersonal(_runs, ("period", "digest"), "of the computation"),
        Impersonal(
            observations, ("period", "area", "value", "num", "den", "inputs", "input_hash"), "figures about groups"
        ),
        Impersonal(release_keys, ("key",), "a secret of the house"),
        Impersonal(
            released_cells,
            ("fact_type", "digest", "traces"),
            "traces of persons under a key of the office, which tell nobody who they are",
        ),
    ),
)
