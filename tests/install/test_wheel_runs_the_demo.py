"""The wheel holds everything: installed without the source tree, it builds and serves the sample county."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
WAIT_SECONDS = 240


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), str(ROOT)]
    subprocess.run(command, check=True, timeout=300)
    return next(folder.glob("yimen-*.whl"))


def test_templates_static_files_translations_and_county_are_inside(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "yimen/web/templates/web/base.html", "yimen/web/static/vendor/govuk-zh.css",
        "yimen/locale/en/LC_MESSAGES/django.mo", "yimen/demo/county/regions.json",
        "yimen/catalogue/mappings/guangdong.json", "yimen/cases/migrations/0001_initial.py",
    ):  # fmt: skip
        assert needed in names
    assert not [n for n in names if n.startswith(("tests/", "tools/", "var/"))]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(url: str, demo: subprocess.Popen[bytes]) -> str:
    """The page, as soon as the demo serves it."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        assert demo.poll() is None, "the demo ended by itself"
        try:
            with urllib.request.urlopen(url, timeout=10) as page:
                return page.read().decode()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
    raise AssertionError(f"no answer from {url}")


def test_it_starts_from_the_wheel_alone_stops_on_ctrl_c_and_goes_on(wheel, tmp_path):
    clean = tmp_path / "env"
    venv.create(clean, with_pip=False)
    site = Path(sysconfig.get_path("purelib", vars={"base": str(clean)}))
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    # What the product stands on comes from this environment; Yimen itself only from the wheel.
    (site / "stands-on.pth").write_text(sysconfig.get_path("purelib"))
    env = {
        **{k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "DATABASE_URL"}},
        "YIMEN_DATA": str(tmp_path / "data"),
    }  # fmt: skip
    port = free_port()
    command = [
        str(clean / "bin" / "python"),
        "-m",
        "yimen",
        "demo",
        "--bind",
        f"127.0.0.1:{port}",
        "--share",
        "20",
    ]
    for _ in ("first", "again"):
        demo = subprocess.Popen(command, env=env, cwd=tmp_path, stdout=subprocess.DEVNULL)
        try:
            assert "您要办什么事" in answer(f"http://127.0.0.1:{port}/", demo)
            assert "--zw-blue" in answer(f"http://127.0.0.1:{port}/static/zw-base.css", demo)
            assert '"ok"' in answer(f"http://127.0.0.1:{port}/healthz", demo)
        finally:
            demo.send_signal(signal.SIGINT)
            try:
                code = demo.wait(60)
            except subprocess.TimeoutExpired:
                demo.kill()
                demo.wait()
                raise
        assert code == 0
