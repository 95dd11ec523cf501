"""What `make data` writes, and an environment of its own with tools that read it: for slow tests only."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from egov.book import exports
from egov.tables import data_folder


@pytest.fixture(scope="session")
def readers(tmp_path_factory):
    """A Python with the packages of readers.txt, installed with their hashes; skipped where no registry answers."""
    top = tmp_path_factory.mktemp("readers") / "venv"
    uv = Path(sys.executable).with_name("uv")
    python = str(top / "bin" / "python")
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, top], check=True)
    sync = [uv, "pip", "sync", "--quiet", "--system-certs", "--require-hashes", "--python", python]
    done = subprocess.run([*sync, Path(__file__).with_name("readers.txt")], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"the tools that read the files could not be installed: {done.stderr.strip().splitlines()[-1:]}")
    return python


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The unpacked zip."""
    top = tmp_path_factory.mktemp("egov")
    zipfile.ZipFile(io.BytesIO(exports.build(data_folder())["egov.zip"])).extractall(top)
    return top
