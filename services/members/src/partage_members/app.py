"""The members service, assembled."""

from pathlib import Path

from fastapi import FastAPI

from partage_kit.http.service import create_service
from partage_members.classifications import routes as classifications
from partage_members.consultations import routes as consultations
from partage_members.filieres import routes as filieres
from partage_members.memberships import routes as memberships
from partage_members.offices import routes as offices
from partage_members.profiles import routes as profiles
from partage_members.settings import MembersSettings
from partage_members.stage_decisions import routes as stage_decisions
from partage_members.tables import tables


def create_app(settings: MembersSettings | None = None) -> FastAPI:
    """Assemble the service from its settings."""
    return create_service(
        "members",
        settings or MembersSettings.load(),
        tables=tables,
        migrations=Path(__file__).parent / "migrations",
        description="Know and connect the members of a cooperative and their filières.",
        routers=[
            profiles.router,
            filieres.router,
            stage_decisions.router,
            consultations.router,
            memberships.router,
            offices.router,
            classifications.router,
        ],
        public=frozenset({"find", "read_concept"}),
    )
