"""The WSGI application."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimen.config.settings")
application = get_wsgi_application()

# What is loaded now stays; a page makes many small objects and few cycles, so the collector looks less often.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
