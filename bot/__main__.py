"""The command line: `salesclerk demo`, `serve`, `worker`, `company create` and the rest.

Each command imports what it needs when it runs, so `--help` answers at once.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="salesclerk",
    help="A sales clerk that works in Slack and by email.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
company = typer.Typer(help="The company whose books these are.", no_args_is_help=True)
app.add_typer(company, name="company")

templates = typer.Typer(help="Papers in the company's own look.", no_args_is_help=True)
app.add_typer(templates, name="templates")

Database = Annotated[str, typer.Option(help="SQLAlchemy URL; default SALESCLERK_DATABASE.")]
Output = Annotated[Path, typer.Option("--output", "-o", help="File to write.")]


@app.command()
def demo(
    once: Annotated[bool, typer.Option(help="Play a tour over the real doors, then end.")] = False,
    fresh: Annotated[bool, typer.Option(help="Begin again with a new demo company.")] = False,
    port: Annotated[int, typer.Option(help="Port of the console on 127.0.0.1.")] = 8488,
) -> None:
    """Run everything on this machine alone: demo company, Slack and mail console, papers."""
    from bot.demo import run_demo

    raise typer.Exit(run_demo(once=once, fresh=fresh, port=port))


@app.command()
def serve(
    console: Annotated[bool, typer.Option(help="Serve the local console too.")] = False,
) -> None:
    """Open the doors (Slack over HTTP or Socket Mode, SMTP, LMTP, IMAP) and work."""
    from bot.serving import run_server

    raise typer.Exit(run_server(console=console))


@app.command()
def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=32)] = 4,
) -> None:
    """Work on what the doors stored; any number of these, on PostgreSQL."""
    from bot.serving import run_worker

    raise typer.Exit(run_worker(concurrency=concurrency))


@app.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    from bot.migrating import migrate as bring_up
    from bot.settings import read_settings

    typer.echo(f"The database is at revision {bring_up(read_settings().database)}.")


@company.command("create")
def create_company(
    demo: Annotated[bool, typer.Option("--demo", help="The demo company.")] = False,
    source: Annotated[
        Path | None, typer.Option("--from", help="Folder with catalog.json and customers.json.")
    ] = None,
) -> None:
    """Create the company of this database, from a folder or as the demo company."""
    from bot.founding import found

    raise typer.Exit(found(demo=demo, source=source))


@app.command()
def understand(
    company: Annotated[
        Path | None, typer.Option(help="Folder with catalog.json and customers.json.")
    ] = None,
    explain: Annotated[bool, typer.Option(help="Print where each slot came from.")] = False,
) -> None:
    """Read messages (JSON lines) and print the commands they mean. Writes to no database."""
    from bot.understanding_lines import run_understand

    raise typer.Exit(run_understand(company, sys.stdin, sys.stdout, explain=explain))


@app.command()
def train() -> None:
    """Train the language model again from the declared sayings; the seed is fixed."""
    from bot.intents.training import train as train_model

    train_model()


@app.command()
def play(files: Annotated[list[Path], typer.Argument(help="Transcripts.")]) -> None:
    """Play transcripts against a fresh demo company and show where replies differ."""
    from bot.playing import run_play

    raise typer.Exit(run_play(files))


@app.command("print")
def print_paper(
    number: Annotated[str, typer.Argument(help="Number of a document, S-QUO1001.")],
    output: Output,
    version: Annotated[int | None, typer.Option(help="An earlier version.")] = None,
    kind: Annotated[str, typer.Option(help="Which of its papers: quote, invoice ...")] = "",
) -> None:
    """Write a document's paper as PDF."""
    from bot.printing import run_print

    raise typer.Exit(run_print(number, output=output, version=version, kind=kind))


@app.command()
def einvoice(
    number: Annotated[str, typer.Argument(help="Number of a posted bill, PS-INV103001.")],
    output: Output,
    form: Annotated[
        str, typer.Option("--format", help="facturx, xrechnung or ubl; else the customer's own.")
    ] = "",
) -> None:
    """Write a posted bill as an e-invoice: Factur-X (PDF, or its XML), XRechnung or Peppol UBL."""
    from bot.printing import run_einvoice

    raise typer.Exit(run_einvoice(number, output=output, form=form))


@templates.command("preview")
def preview_template(
    kind: Annotated[str, typer.Argument(help="invoice, quote, delivery-note ...")],
    output: Output,
    language: Annotated[str, typer.Option(help="en, de, fr, es or ar.")] = "en",
    lines: Annotated[int, typer.Option(min=0, max=2000, help="How long a paper.")] = 3,
    folder: Annotated[
        Path | None, typer.Option("--from", help="Own templates; default templates/ in var.")
    ] = None,
) -> None:
    """Print a specimen with your own template, as it would go out; nothing is sent."""
    from bot.previewing import run_preview

    raise typer.Exit(
        run_preview(kind, output=output, language=language, lines=lines, folder=folder)
    )


@templates.command("start")
def start_template(kind: Annotated[str, typer.Argument(help="invoice, quote ...")]) -> None:
    """Begin your own template of a kind, to be changed as you like."""
    from bot.previewing import run_start

    raise typer.Exit(run_start(kind))


@app.command()
def vocabulary(
    check: Annotated[bool, typer.Option(help="Only tell whether the page is stale.")] = False,
) -> None:
    """Write docs/vocabulary.md: every command, who may give it, and how people say it."""
    from bot.vocabulary import run_vocabulary

    raise typer.Exit(run_vocabulary(check=check))


@app.command()
def doctor() -> None:
    """Say what is missing on this machine, and the command that installs it."""
    from bot.doctor import run_doctor

    raise typer.Exit(run_doctor())


@app.command()
def parked(
    again: Annotated[
        list[str] | None, typer.Option(help="Try again: a reference (F-3A91C0), or all.")
    ] = None,
) -> None:
    """List messages and deliveries that were given up, or try them again."""
    from bot.parked import run_parked

    raise typer.Exit(run_parked(again or []))


@app.command()
def verify() -> None:
    """Prove from the books alone that nothing is off; exit code 1 names what is."""
    from bot.verifying import run_verify

    raise typer.Exit(run_verify())


def main() -> None:
    app()


if __name__ == "__main__":
    main()
