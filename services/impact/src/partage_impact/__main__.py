"""`python -m partage_impact serve | migrate | ...`"""

from partage_impact.settings import ImpactSettings
from partage_kit.service_cli import service_cli

cli = service_cli("impact", ImpactSettings, "partage_impact.app")

if __name__ == "__main__":
    cli()
