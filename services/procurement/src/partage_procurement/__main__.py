"""`python -m partage_procurement serve | migrate | ...`"""

from partage_kit.service_cli import service_cli
from partage_procurement.settings import ProcurementSettings

cli = service_cli("procurement", ProcurementSettings, "partage_procurement.app")

if __name__ == "__main__":
    cli()
