"""Schemathesis against each service as it runs: no 5xx, no undocumented status, no answer off its schema."""

import subprocess
import sys
from pathlib import Path

import pytest

from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_kit.settings import Settings
from support.databases import Databases
from support.house import BRUSSELS, member_number
from support.service_process import serving

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.mark.parametrize("service", ["members", "procurement", "impact"])
def test_no_request_makes_a_service_fail(service: str, home: Path, fresh_databases: Databases, tmp_path: Path) -> None:
    """Valid and broken requests alike, by somebody who holds every role."""
    token = issue(Settings(home=home), tuple(Role), BRUSSELS, member_number(1))
    settings = {"HOME": str(home), "DATABASE_URL": fresh_databases.empty_url()}
    with serving(service, tmp_path, settings) as (process,):
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            "run",
            f"{process.url}/{service}/v1/openapi.json",
        ]
        command += ["--checks", CHECKS, "--mode", "all", "--phases", "coverage,fuzzing", "--max-examples", "10"]
        command += [
            "--seed",
            "26",
            "--workers",
            "1",
            "--no-color",
            "--continue-on-failure",
            "--suppress-health-check",
            "all",
        ]
        command += ["--header", f"Authorization: Bearer {token}", "--request-timeout", "20"]
        run = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=900)
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
