"""The command line: one small file per command."""

import click


@click.group()
@click.version_option(package_name="trial-curate", prog_name="curate")
def main() -> None:
    """Take outcome numbers from trial reports to pooled estimates, with their evidence."""
