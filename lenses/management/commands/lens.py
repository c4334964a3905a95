"""`manage.py lens lint|import|export|load|pull|stats`: documents at the terminal. A thin door."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lenses.management import counting, linting, moving, pulling
from lenses.services import catalog
from wellarch.errors import DomainError, Invalid


class Command(BaseCommand):
    """Lens documents: check, bring in, take out, count."""

    help = "Check, import, export, load and count lenses."
    requires_system_checks = []  # checking a file should not need a complete configuration

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand each."""
        commands = parser.add_subparsers(dest="subcommand", required=True)
        lint = commands.add_parser("lint", help="say what is wrong with lens documents")
        lint.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER")
        lint.add_argument("--strict", action="store_true", help="fail on warnings too")
        lint.add_argument("--aws", action="store_true", help="what AWS would refuse is an error")
        lint.add_argument("--quiet", action="store_true", help="print errors and totals only")
        bring = commands.add_parser("import", help="make a draft of a lens document")
        bring.add_argument("file", type=Path, metavar="FILE|FOLDER")
        bring.add_argument("--organization", metavar="SLUG", help="whose lens it becomes")
        bring.add_argument("--publish", metavar="VERSION", help="publish the draft by this name")
        bring.add_argument("--notes", default="", help="what changed in the published version")
        bring.add_argument("--minor", action="store_true", help="publish as a minor version")
        take = commands.add_parser("export", help="print a lens as a document")
        take.add_argument("alias", metavar="ALIAS")
        take.add_argument("--organization", metavar="SLUG", help="whose lens it is")
        take.add_argument("--format", choices=("json", "yaml", "aws"), default="json")
        take.add_argument("--output", type=Path, metavar="FILE", help="write there instead")
        commands.add_parser("load", help="publish the built-in lenses that are new or changed")
        pull = commands.add_parser("pull", help="look at the places lenses are followed from")
        pull.add_argument("place", nargs="?", default="", metavar="PLACE", help="only this one")
        pull.add_argument("--organization", metavar="SLUG", help="only those it follows")
        stats = commands.add_parser("stats", help="count pillars, questions, choices and words")
        stats.add_argument("paths", nargs="*", type=Path, metavar="FILE|FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the subcommand; a refusal of the core becomes an error on the terminal."""
        try:
            getattr(self, f"do_{options['subcommand']}")(**options)
        except Invalid as refusal:
            lines = [f"  {at or '/'}: {each}" for at, all in refusal.fields.items() for each in all]
            raise CommandError("\n".join([refusal.message, *lines])) from refusal
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error

    def do_lint(self, *, paths: list[Path], strict: bool, quiet: bool, **options: Any) -> None:
        """Prints every problem; fails on errors, with --strict on warnings too."""
        totals = linting.Totals()
        for path in linting.documents(paths):
            checked = linting.check(path, aws=options["aws"])
            totals.add(checked)
            for line in linting.lines(checked, quiet=quiet):
                self.stdout.write(line)
        self.stdout.write(totals.sentence())
        if totals.failed(strict=strict):
            raise SystemExit(1)

    def do_import(self, *, file: Path, organization: str | None, **options: Any) -> None:
        """Makes a draft, and a version of it when --publish names one."""
        actor = moving.command_actor(organization)
        version = moving.bring(
            actor,
            file,
            publish=options["publish"],
            notes=options["notes"],
            major=not options["minor"],
        )
        state = f"version {version.name}" if options["publish"] else "a draft"
        self.stdout.write(
            f"{version.lens.name} ({version.lens.alias}) is in {actor.organization.slug} as"
            f" {state}: {linting.many(version.question_count, 'question')},"
            f" {linting.many(version.choice_count, 'choice')}."
        )

    def do_export(self, *, alias: str, organization: str | None, **options: Any) -> None:
        """Prints or writes the newest version; says on stderr what AWS will not get."""
        actor = moving.command_actor(organization)
        text = moving.take(actor, alias=alias, format=options["format"])
        if options["format"] == "aws":
            for line in moving.aws_notes(actor, alias=alias):
                self.stderr.write(line)
        if options["output"]:
            options["output"].write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text, ending="")

    def do_load(self, **options: Any) -> None:
        """Publishes what is new in the catalog and makes every published version findable."""
        for version in catalog.load():
            self.stdout.write(f"{version.lens.alias} {version.name} is published.")

    def do_pull(self, *, place: str, organization: str | None, **options: Any) -> None:
        """Looks everywhere, or at one place; fails when something is wrong at one."""
        found = pulling.pull(organization, place)
        for line in pulling.lines(found):
            self.stdout.write(line)
        self.stdout.write(f"{linting.many(len(found), 'place')} looked at.")
        if pulling.failed(found):
            raise SystemExit(1)

    def do_stats(self, *, paths: list[Path], **options: Any) -> None:
        """Prints a table, of the built-in lenses when no document is named."""
        for line in counting.table(linting.documents(paths) if paths else counting.builtin()):
            self.stdout.write(line)
