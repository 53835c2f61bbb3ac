"""Makes the site that the browser looks at, in the folder that VAR_DIR names; safe to repeat.

``python -m tests.browser.prepare`` does what ``make prepare`` does, in one process and without packing the static
files, which takes half a minute. Its last line is a JSON object: the name of each page type with the address of a page
of it.
"""

from __future__ import annotations

import json
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings

UNPACKED = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


def main() -> None:
    """Make everything and print the addresses."""
    django.setup()
    # Has models, which can only be imported from here on.
    from tests.browser.samples import addresses

    call_command("compile_translations")
    call_command("migrate", verbosity=0)
    call_command("load_demo")
    call_command("build_fonts")
    with override_settings(STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": UNPACKED}}):
        call_command("collectstatic", interactive=False, verbosity=0)
    sys.stdout.write("\n" + json.dumps(addresses()) + "\n")


if __name__ == "__main__":
    main()
