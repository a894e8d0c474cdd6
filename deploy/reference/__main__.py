"""`python -m deploy.reference`: write the reference documents; `--check` only says whether they are current."""

import importlib
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from fastapi import FastAPI

from deploy.reference.events import all_facts, asyncapi, data_schema, extend
from deploy.reference.http import anonymous_paths, problems, role_table
from partage_kit.settings import ServiceSettings

ROOT = Path(__file__).parents[2]
CONTRACTS = ROOT / "shared/contracts/src/partage_contracts"
GATEWAY = ROOT / "gateway/src/partage_gateway/data"
SERVICES = ("members", "procurement", "impact")


def documents() -> dict[Path, Any]:
    """All documents, by the file they are kept in."""
    facts = all_facts()
    apps = {name: _app(name) for name in SERVICES}
    events = asyncapi(facts)
    ledger_file = CONTRACTS / "released.json"
    ledger = json.loads(ledger_file.read_text()) if ledger_file.exists() else {}
    return {
        **{CONTRACTS / "schemas" / f"{fact.type_name()}.json": data_schema(fact) for fact in facts},
        ledger_file: extend(ledger, facts),
        CONTRACTS / "asyncapi.json": events,
        GATEWAY / "asyncapi.json": events,
        GATEWAY / "problems.json": problems(),
        GATEWAY / "roles.json": role_table(apps),
        GATEWAY / "anonymous.json": anonymous_paths(apps),
    }


def _app(name: str) -> FastAPI:
    settings: type[ServiceSettings] = getattr(
        importlib.import_module(f"partage_{name}.settings"), f"{name.capitalize()}Settings"
    )
    app: FastAPI = importlib.import_module(f"partage_{name}.app").create_app(settings())
    return app


def main(check: Annotated[bool, typer.Option(help="write nothing; fail if a document is not current")] = False) -> None:
    """Write the reference documents, or check them."""
    stale = []
    for file, document in documents().items():
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        if file.exists() and file.read_text() == text:
            continue
        stale.append(str(file.relative_to(ROOT)))
        if not check:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
    if check and stale:
        typer.echo("not current, run `make contracts`: " + ", ".join(stale), err=True)
        sys.exit(1)
    typer.echo(f"{len(stale)} written" if not check else "all current")


if __name__ == "__main__":
    typer.run(main)
