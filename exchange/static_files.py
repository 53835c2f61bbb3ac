"""Which files of the npm packages are served."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig


class ServedFilesConfig(StaticFilesConfig):
    """Django's app without what packages bring for their own tests and for debuggers."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "inspector.js*",
        "test.js*",
        "trix.esm.js",
        "trix.umd*.js",
    ]
