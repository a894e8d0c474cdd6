"""The command line of the platform itself: `python -m partage_kit.cli`. Services have their own."""

import typer

from partage_kit.auth.token_command import token_command

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.command("token")(token_command)


@app.callback()
def about() -> None:
    """What every room of the house shares."""


if __name__ == "__main__":
    app()
