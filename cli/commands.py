"""The group of commands, each imported only when it is asked for."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from importlib import import_module

import click

from policy_dsl._version import VERSION
from policy_dsl.source import did_you_mean
from policy_dsl_cli.exit_codes import MEANINGS, ExitCode, Stop
from policy_dsl_cli.output import stdout_failed

# Told here as well as in the commands, so that `policy --help` need import none of them.
COMMANDS = {
    "list": "Show the policies of the library.",
    "new": "Begin a policy, or a new edition of one.",
    "editions": "Show the editions of a policy over time.",
    "check": "Find every mistake in policy files.",
    "show": "Show a policy as a document to read.",
    "fmt": "Put policy files into the one layout.",
    "test": "Run the examples in policies.",
    "watch": "Check policy files and run their examples on save.",
    "decide": "Rate organisations: a table of ratings.",
    "explain": "Show why an organisation is rated as it is.",
    "diff": "Show what changed between two editions.",
    "reproduce": "Compare our ratings with the regulator's.",
    "impact": "Show who is rated otherwise by another edition.",
    "replay": "Decide again what a log of decisions holds.",
}

_EPILOG = "\b\nExit codes:\n" + "\n".join(
    f"  {code.value:>3}  {meaning}" for code, meaning in MEANINGS.items()
)


class Commands(click.Group):
    """The commands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which one meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"policy_dsl_cli.{cmd_name}_command").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with.

        Raises:
            click.UsageError: if there is none of that name.
        """
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            help = did_you_mean(name, COMMANDS)
            ctx.fail(f"there is no command `{name}`" + (f"; {help}" if help else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the commands into the help text without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(VERSION, prog_name="policy", message="%(prog)s %(version)s")
def policy() -> None:
    """How health organisations are rated, as code: check it, run it, ask it why.

    A POLICY is a name such as nhs.oversight_framework (the edition in force in the period), a name
    and version such as nhs.oversight_framework@2025-26, or a path to a policy file.
    """


def invoke(arguments: Sequence[str]) -> ExitCode:
    """Runs the command that the arguments name.

    Raises:
        Exception: whatever is wrong with the program itself.
    """
    try:
        done = policy.main(list(arguments), prog_name="policy", standalone_mode=False)
    except Stop as stop:
        return stop.code
    except click.ClickException as problem:
        problem.show()
        return ExitCode.USAGE
    except click.Abort:
        return ExitCode.INTERRUPTED
    except SystemExit:  # click's own answer to a reader of its help text that left early
        return ExitCode.OK
    except OSError as problem:
        if problem.errno != errno.ENOSPC:
            raise
        stdout_failed(problem)
        return ExitCode.NOT_WRITTEN
    return ExitCode(done or 0)
