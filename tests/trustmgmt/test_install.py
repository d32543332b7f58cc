"""What keeps the packages from being installed is told in one sentence, and the second call is free."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def clone(tmp_path, pytestconfig):
    """Only what the installation reads."""
    shutil.copytree(pytestconfig.rootpath / "deploy", tmp_path / "deploy")
    return tmp_path


def install(clone, **environment):
    """A terminal that knows nothing of ours."""
    return subprocess.run(
        [str(clone / "deploy" / "install.sh"), "run"],
        check=False,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(clone), "TMPDIR": str(clone), **environment},
    )


def fake(clone, name, script):
    """A program in front of all others in PATH."""
    path = clone / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return f"{path.parent}:/usr/bin:/bin"


def test_another_python_is_refused(clone):
    fake(clone, "python3", "exit 1")

    told = install(clone, PATH=fake(clone, "python3.11", "exit 1"))

    assert told.returncode == 1
    assert told.stderr.strip().startswith("Python 3.11 is needed")


def test_a_missing_venv_module_is_named(clone):
    (clone / "without").mkdir()
    (clone / "without" / "ensurepip.py").write_text("raise ImportError")

    told = install(clone, PYTHON=sys.executable, PYTHONPATH=str(clone / "without"))

    assert told.returncode == 1
    assert "apt-get install python3-venv" in told.stderr
    assert not (clone / ".venv").exists()


def test_no_network_is_a_sentence(clone):
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}

    told = install(clone, PYTHON=sys.executable, **nowhere)

    assert told.returncode == 1
    assert "is there a network?" in told.stderr
    assert not list((clone / ".venv").glob("installed-*"))


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_what_is_installed_is_not_installed_again(clone, kind):
    """The development set holds the run-time set."""
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(sys.executable)
    wanted = "requirements-dev.txt" if kind == "dev" else "requirements.txt"
    digest = f"cat deploy/requirements-uv.txt deploy/{wanted} | cksum > .venv/installed-{kind}"
    subprocess.run(["sh", "-c", digest], check=True, cwd=clone)

    told = install(clone, PATH=fake(clone, "python3.11", "echo called >&2; exit 1"))

    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"])
def test_the_pinned_packages_name_no_registry_and_carry_hashes(pytestconfig, name):
    text = (pytestconfig.rootpath / "deploy" / name).read_text()

    assert "://" not in text
    assert "--index-url" not in text
    assert text.count("==")
    assert text.count("--hash=sha256:") >= text.count("\n    # via")


def test_every_package_we_ask_for_is_pinned(pytestconfig):
    """After an edit of pyproject.toml: make lock."""
    import tomllib

    from packaging.requirements import Requirement

    root: Path = pytestconfig.rootpath
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    for wanted, name in (
        (project["dependencies"], "requirements.txt"),
        (project["dependencies"] + project["optional-dependencies"]["dev"], "requirements-dev.txt"),
    ):
        lines = (root / "deploy" / name).read_text().splitlines()
        pinned = {line.split("==")[0]: line.split("==")[1].split()[0] for line in lines if "==" in line[:60]}
        for line in wanted:
            asked = Requirement(line)
            assert asked.name.lower() in pinned, f"{name} lacks {asked.name}: run make lock"
            assert asked.specifier.contains(pinned[asked.name.lower()]), f"{name}: run make lock"
