"""A place of its own for the data of a test run, chosen before the settings are read.

Loaded by `-p tests.place` (pyproject.toml): pytest-django reads the settings before any conftest.py.
Every YIMEN_ name of the shell is dropped, so that a run does not depend on who starts it; DATABASE_URL stays,
for it says which database the run is about.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for _name in [name for name in os.environ if name.startswith("YIMEN_")]:
    del os.environ[_name]

#: Removed at the end of the run; nothing of a test lands in ./var.
DATA = Path(tempfile.mkdtemp(prefix="yimen-test-"))
os.environ["YIMEN_DATA"] = str(DATA)
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
