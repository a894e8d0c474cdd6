"""`python -m partage_members serve | migrate | import | reindex | ...`"""

from collections.abc import Collection

from partage_kit.http.service import Service
from partage_kit.readable import Readable
from partage_kit.service_cli import service_cli
from partage_members.classifications.importing import import_concepts, import_esco, import_isco, import_nace
from partage_members.place_imports.importing import import_places
from partage_members.settings import MembersSettings


async def reindex(service: Service) -> None:
    """Make the index of the directory anew from all profiles, while it goes on answering; it may be broken off."""
    from partage_members.profiles.reindexing import reindex_aloud

    await reindex_aloud(service.database)


async def known_offices(session: Readable) -> Collection[str]:
    """Offices that have settings, a published notice or a member."""
    from partage_members.directory.offices import all_offices

    return await all_offices(session)


cli = service_cli(
    "members",
    MembersSettings,
    "partage_members.app",
    own=[reindex],
    imports=["activity", "needs", "profiles"],
    known_offices=known_offices,
)
for command in (import_places, import_esco, import_isco, import_nace, import_concepts):
    cli.command()(command)

if __name__ == "__main__":
    cli()
