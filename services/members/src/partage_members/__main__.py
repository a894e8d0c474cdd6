"""`python -m partage_members serve | migrate | ...`"""

from partage_kit.service_cli import service_cli
from partage_members.settings import MembersSettings

cli = service_cli("members", MembersSettings, "partage_members.app")

if __name__ == "__main__":
    cli()
