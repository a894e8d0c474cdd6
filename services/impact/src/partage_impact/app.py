"""The impact service, assembled."""

from pathlib import Path

from fastapi import FastAPI

from partage_impact.criteria import routes as criteria
from partage_impact.definitions import routes as definitions
from partage_impact.dimensions import routes as dimensions
from partage_impact.erasures import consumers as erasure_consumers
from partage_impact.erasures.commands import forget_member
from partage_impact.erasures.queries import members_due
from partage_impact.evaluations import routes as evaluations
from partage_impact.facts import consumers as fact_consumers
from partage_impact.facts import routes as facts
from partage_impact.known import consumers as known_consumers
from partage_impact.observations import routes as observations
from partage_impact.phases import routes as phases
from partage_impact.questionnaires import routes as questionnaires
from partage_impact.settings import ImpactSettings
from partage_impact.tables import tables
from partage_impact.waves import routes as waves
from partage_kit.due_work import DueWork
from partage_kit.http.service import create_service


def create_app(settings: ImpactSettings | None = None, within: FastAPI | None = None) -> FastAPI:
    """Assemble the service from its settings, within an application that another one has left if there is one."""
    settings = settings or ImpactSettings.load()
    return create_service(
        "impact",
        settings,
        within=within,
        tables=tables,
        migrations=Path(__file__).parent / "migrations",
        description="Evaluate over years what the shared enterprise changes in its members' relation to work.",
        routers=[
            evaluations.router,
            phases.router,
            dimensions.router,
            criteria.router,
            definitions.router,
            facts.router,
            observations.router,
            questionnaires.router,
            waves.router,
        ],
        consumers=[known_consumers.consumers, fact_consumers.consumers, erasure_consumers.consumers],
        workers=[DueWork("forget_members", settings.forget_every_seconds, members_due, forget_member, forgets=True)],
        public=frozenset({"list_published_evaluations", "list_dimensions", "respond", "check_receipt"}),
    )
