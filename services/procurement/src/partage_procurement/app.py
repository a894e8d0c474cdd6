"""The procurement service, assembled."""

from pathlib import Path

from fastapi import FastAPI

from partage_kit.due_work import DueWork
from partage_kit.http.service import create_service
from partage_procurement.assessments import routes as assessments
from partage_procurement.categories import routes as categories
from partage_procurement.charters import routes as charters
from partage_procurement.erasures.commands import forget_member
from partage_procurement.erasures.consumers import consumers as erasures
from partage_procurement.erasures.queries import members_due
from partage_procurement.evidence_files import routes as evidence_files
from partage_procurement.impact_previews import routes as impact_previews
from partage_procurement.invitations import routes as invitations
from partage_procurement.known.consumers import consumers
from partage_procurement.offers import routes as offers
from partage_procurement.pooled_orders.commands.deciding import decide_order
from partage_procurement.pooled_orders.queries.orders import due_orders
from partage_procurement.pooled_orders.routes import routers as pooled_orders
from partage_procurement.settings import ProcurementSettings
from partage_procurement.suppliers import routes as suppliers
from partage_procurement.tables import tables


def create_app(settings: ProcurementSettings | None = None, within: FastAPI | None = None) -> FastAPI:
    """Assemble the service from its settings, within an application that another one has left if there is one."""
    settings = settings or ProcurementSettings.load()
    return create_service(
        "procurement",
        settings,
        within=within,
        tables=tables,
        migrations=Path(__file__).parent / "migrations",
        description="Reference suppliers, score them against the charter, negotiate offers and buy together.",
        routers=[
            categories.router,
            suppliers.router,
            charters.router,
            impact_previews.router,
            invitations.giving,
            invitations.holding,
            assessments.router,
            evidence_files.router,
            offers.router,
            *pooled_orders,
        ],
        consumers=[consumers, erasures],
        workers=[
            DueWork("decide_pooled_orders", settings.decide_every_seconds, due_orders, decide_order),
            DueWork("forget_members", settings.forget_every_seconds, members_due, forget_member, forgets=True),
        ],
        # whoever holds an invitation shows its secret instead of a token
        public=frozenset({"list_categories", "read_category", *invitations.HELD}),
    )
