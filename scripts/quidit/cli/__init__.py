"""The command line: one verb a job, each a library function with its results printed."""

from __future__ import annotations

import os
import sys
import traceback

import click

from quidit.cli.output import Verbs, fail
from quidit.problems import QuiditError

JOBS = {
    "Corpus": {"init": "corpus", "add": "corpus", "segment": "corpus", "split": "corpus", "withdraw": "rights"},
    "Scheme": {"generate": "scheme"},
    "Label Studio": {
        "annotate": "annotate",
        "push": "label_studio",
        "pull": "label_studio",
        "status": "label_studio",
        "import": "import",
    },
    "Quality": {"validate": "quality", "fix": "fix", "rules": "rules", "explain": "rules"},
    "Release": {
        "build": "release",
        "diff": "diff",
        "release": "tag",
        "verify": "verify",
        "publish": "publish",
        "standoff": "rights",
        "rehydrate": "rights",
    },
}
"""The verbs by the job that they belong to, in the order in which one meets them, with the modules that hold them."""


@click.group(cls=Verbs, jobs=JOBS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="quidit", message="quidit %(version)s")
def quidit() -> None:
    """Build, check and release annotated news corpora: who says what.

    Every verb works on the corpus that the current folder lies in. Results go to standard output, progress
    to standard error. Exit status: 0 all is well, 1 problems in the data, 2 wrong usage or a server
    or folder that cannot be used, 3 an internal error.
    """


def main() -> None:
    """The command ``quidit``; never returns."""
    if not os.environ.get("HF_ENDPOINT"):  # the Hub's client and datasets take an empty one for an address
        os.environ.pop("HF_ENDPOINT", None)
    try:
        status = quidit.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Every file is whole.", err=True)
        sys.exit(130)
    except ModuleNotFoundError as error:
        click.echo(f"Error: this needs {error.name}: install it with `pip install 'quidit[all]'`", err=True)
        sys.exit(2)
    except (QuiditError, OSError) as error:
        sys.exit(fail(error))
    except Exception:  # noqa: BLE001  # the door: whatever gets here is our fault, and must not look like bad data
        traceback.print_exc()
        click.echo("\nThis is an error in Quidit. Please report it with the lines above.", err=True)
        sys.exit(3)
    sys.exit(status)
