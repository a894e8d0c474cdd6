"""The impact service, assembled."""

from pathlib import Path

from fastapi import FastAPI

from partage_impact.settings import ImpactSettings
from partage_impact.tables import tables
from partage_kit.http.service import create_service


def create_app(settings: ImpactSettings | None = None) -> FastAPI:
    """Assemble the service from its settings."""
    return create_service(
        "impact",
        settings or ImpactSettings.load(),
        tables=tables,
        migrations=Path(__file__).parent / "migrations",
        description="Evaluate over years what the shared enterprise changes in its members' relation to work.",
        routers=[],
    )
