"""What an installation is made of."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]
SCRIPT = CHECKOUT / "tests" / "benchmarks" / "dependencies.py"


def printed(*arguments):
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_two_builds_of_the_wheel_are_the_same_to_the_byte(tmp_path):
    digests = set()
    for number in ("1", "2"):
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / number)]
        known = {**os.environ, "SOURCE_DATE_EPOCH": "1760000000"}
        subprocess.run(command, cwd=CHECKOUT, env=known, check=True, capture_output=True, timeout=120)
        (wheel,) = (tmp_path / number).iterdir()
        digests.add(hashlib.sha256(wheel.read_bytes()).hexdigest())
    assert len(digests) == 1


def test_each_package_that_is_brought_states_a_licence():
    rows = [line.strip("| ").split(" | ") for line in printed().splitlines()[2:]]
    assert len(rows) > 20
    assert {"openai", "tiktoken", "jsonschema", "sentencex", "rapidfuzz"} <= {row[0] for row in rows}
    assert not [row for row in rows if row[2] == "not stated" or re.search(r"\bA?GPL", row[2])]


def test_the_page_of_licences_names_each_core_package():
    page = (CHECKOUT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    core = [line.split(" | ")[0].strip("| ") for line in printed().splitlines()[2:] if line.endswith("| core |")]
    assert [name for name in core if f"| {name} |" not in page] == []


def test_the_bill_of_materials_is_json_with_a_place_for_each_package():
    bill = json.loads(printed("--sbom"))
    assert bill["bomFormat"] == "CycloneDX"
    assert all(part["purl"] == f"pkg:pypi/{part['name']}@{part['version']}" for part in bill["components"])


def test_all_that_is_asked_for_is_locked_with_its_hashes():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = tomllib.loads((CHECKOUT / "uv.lock").read_text(encoding="utf-8"))
    locked = {package["name"]: package for package in lock["package"]}
    asked = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    names = {canonicalize_name(Requirement(text).name) for text in asked}
    assert names <= locked.keys()
    for name, package in locked.items():
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert name == "summarise" or (files and all(file["hash"].startswith("sha256:") for file in files))
        assert name == "summarise" or Requirement(
            next((text for text in asked if canonicalize_name(Requirement(text).name) == name), name)
        ).specifier.contains(package["version"], prereleases=True)
