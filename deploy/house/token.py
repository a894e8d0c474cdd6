"""`make token`: the platform's token command, for somebody who may not know which offices the demo cooperative has."""

import sys
from collections.abc import Sequence
from itertools import pairwise

import typer

from deploy.demo.people import OFFICES
from partage_kit.cli import app


def warn_of_strange_offices(arguments: Sequence[str]) -> None:
    """Say on standard error that an office has no demo data; the token is printed all the same."""
    offices = [value for option, value in pairwise(arguments) if option == "--office"]
    for office in offices:
        if office not in OFFICES:
            known = ", ".join(OFFICES)
            typer.echo(
                f"the demo cooperative has no office {office!r}, only {known}: this token sees no data", err=True
            )


if __name__ == "__main__":
    warn_of_strange_offices(sys.argv)
    app(["token", *sys.argv[1:]])
