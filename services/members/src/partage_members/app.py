"""The members service, assembled."""

from datetime import timedelta
from functools import partial
from pathlib import Path

from fastapi import FastAPI

from partage_kit.due_work import DueWork
from partage_kit.http.service import create_service
from partage_members.activity import routes as activity
from partage_members.activity.imports import routes as activity_imports
from partage_members.activity.imports.publishing import ACTIVITY
from partage_members.activity.queries import reviews_due
from partage_members.activity.reviewing import review_evidence
from partage_members.analytics import routes as analytics
from partage_members.analytics.commands import due_ids, keep_snapshot, prepare_snapshot
from partage_members.analytics.queries import months_due, requests_due
from partage_members.classification_upgrades import routes as classification_upgrades
from partage_members.classification_upgrades.commands import UPGRADE
from partage_members.classifications import draft_routes as classification_drafts
from partage_members.classifications import routes as classifications
from partage_members.classifications.intake import CONCEPTS
from partage_members.consents import routes as consents
from partage_members.consents.commands import write_down_expiry
from partage_members.consents.queries import over_by_now
from partage_members.consultations import routes as consultations
from partage_members.contact_relay import routes as contact_relay
from partage_members.contact_relay.forgetting import forget_old_messages, with_old_messages
from partage_members.data_exports import routes as data_exports
from partage_members.data_exports.commands import assemble_archive
from partage_members.data_exports.queries import pending_exports
from partage_members.directory import routes as directory
from partage_members.erasures import routes as erasures
from partage_members.erasures.commands import erase_member, forget_again
from partage_members.erasures.consumers import consumers as acknowledgements
from partage_members.erasures.queries import erased_again, waiting_erasures
from partage_members.external_spaces import routes as external_spaces
from partage_members.facilitators import routes as facilitators
from partage_members.feeds import routes as feeds
from partage_members.filieres import routes as filieres
from partage_members.initiatives import routes as initiatives
from partage_members.memberships import routes as memberships
from partage_members.needs import routes as needs
from partage_members.needs.consumers import consumers as ranked_needs
from partage_members.needs.imports import routes as needs_imports
from partage_members.needs.imports.publishing import NEEDS
from partage_members.needs_surveys import routes as needs_surveys
from partage_members.needs_surveys.consumers import consumers as waves
from partage_members.notices import routes as notices
from partage_members.offices import routes as offices
from partage_members.opportunities import routes as opportunities
from partage_members.opportunities.locating import locate, to_be_located
from partage_members.opportunity_answers import routes as opportunity_answers
from partage_members.opportunity_moderation import routes as opportunity_moderation
from partage_members.personal_data import DATA
from partage_members.place_imports import routes as place_imports
from partage_members.place_imports.publishing import KINDS as PLACES
from partage_members.places import routes as places
from partage_members.post_moderation import routes as post_moderation
from partage_members.profiles import routes as profiles
from partage_members.profiles.imports import routes as profile_imports
from partage_members.profiles.imports.publishing import profiles_import
from partage_members.profiles.reindexing import reindexing
from partage_members.retention import routes as retention
from partage_members.retention.commands import let_go
from partage_members.retention.queries import due_classes
from partage_members.scim import routes as scim
from partage_members.settings import MembersSettings
from partage_members.stage_decisions import routes as stage_decisions
from partage_members.stage_decisions.commands import let_rest
from partage_members.stage_decisions.queries import unattended
from partage_members.tables import tables
from partage_members.topics import routes as topics


def create_app(settings: MembersSettings | None = None, within: FastAPI | None = None) -> FastAPI:
    """Assemble the service from its settings, within an application that another one has left if there is one."""
    settings = settings or MembersSettings.load()
    kept = timedelta(days=settings.contact_retention_days)
    return create_service(
        "members",
        settings,
        within=within,
        tables=tables,
        migrations=Path(__file__).parent / "migrations",
        description="Know and connect the members of a cooperative and their filières.",
        routers=[
            profile_imports.router,
            profiles.router,
            directory.router,
            feeds.router,
            feeds.pages,
            scim.router,
            filieres.router,
            stage_decisions.router,
            consultations.router,
            facilitators.router,
            memberships.router,
            activity_imports.router,
            activity.records,
            activity.proposals,
            initiatives.router,
            needs_surveys.router,
            needs_imports.router,
            needs.router,
            offices.router,
            notices.purposes,
            notices.router,
            consents.router,
            data_exports.router,
            data_exports.requests,
            retention.router,
            erasures.router,
            classification_drafts.router,
            classifications.router,
            classification_upgrades.upgrades,
            classification_upgrades.proposals,
            place_imports.router,
            places.router,
            opportunities.router,
            opportunity_answers.router,
            opportunity_moderation.router,
            topics.router,
            post_moderation.router,
            external_spaces.router,
            contact_relay.router,
            analytics.router,
        ],
        consumers=[acknowledgements, waves, ranked_needs],
        workers=[
            *reindexing(settings.reindex_every_seconds),
            DueWork("locate_opportunities", settings.reindex_every_seconds, to_be_located, locate),
            DueWork("let_filieres_rest", settings.rest_every_seconds, unattended, let_rest),
            DueWork("let_consents_expire", settings.expire_every_seconds, over_by_now, write_down_expiry),
            DueWork(
                "forget_messages",
                settings.forget_messages_every_seconds,
                partial(with_old_messages, kept=kept),
                partial(forget_old_messages, kept=kept),
            ),
            DueWork(
                "assemble_archives", settings.export_every_seconds, pending_exports, partial(assemble_archive, DATA)
            ),
            DueWork(
                "let_go", settings.expire_every_seconds, partial(due_classes, declared=DATA), partial(let_go, DATA)
            ),
            DueWork("review_evidence", settings.review_every_seconds, reviews_due, review_evidence),
            DueWork(
                "make_monthly_snapshots",
                settings.snapshot_every_seconds,
                partial(due_ids, months_due),
                keep_snapshot,
                prepare=partial(prepare_snapshot, months_due),
            ),
            DueWork(
                "make_snapshots",
                settings.export_every_seconds,
                partial(due_ids, requests_due),
                keep_snapshot,
                prepare=partial(prepare_snapshot, requests_due),
            ),
            DueWork(
                "erase_members",
                settings.erase_every_seconds,
                waiting_erasures,
                partial(erase_member, settings.erased_secret),
                forgets=True,
            ),
            DueWork("forget_again", settings.erase_every_seconds, erased_again, forget_again, forgets=True),
        ],
        jobs=[UPGRADE],
        imports=[profiles_import(settings.erased_secret), ACTIVITY, *PLACES, NEEDS, CONCEPTS],
        examples=Path(__file__).parent / "examples.json",
        public=frozenset(
            {
                "find",
                "look_places_up",
                "look_regions_up",
                "list_place_editions",
                "list_schemes",
                "read_concept",
                "resolve_codes",
                "list_mappings",
                "list_changes",
                "read_member",
                "find_members",
                "complete_words",
                "list_current_notices",
                "list_initiatives",
                "read_initiative",
                "read_feed",
                "read_card",
                "read_page",
                "read_member_page",
                "list_opportunities",
                "read_opportunity",
                "list_external_spaces",
                "read_external_space",
                "read_erasure_receipt",
                "list_snapshots",
                "read_analytics_table",
                "read_analytics_series",
                "read_analytics_chart",
                "read_analytics_series_chart",
                "draw_analytics_table",
                "draw_analytics_series",
            }
        ),
    )
