"""Every package that an installation brings, from the metadata of what is installed here.

python tests/benchmarks/dependencies.py            the table of docs/dependencies.md
python tests/benchmarks/dependencies.py --sbom     an SBOM as CycloneDX 1.5 JSON
python tests/benchmarks/dependencies.py --audit    known vulnerabilities by pip-audit, or that it can't be reached
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS = ("", "local", "ray")


def needed() -> dict[str, tuple[Distribution, str]]:
    """Return each package that is installed and needed, by name, with the first extra that asks for it ("": core)."""
    found: dict[str, tuple[Distribution, str]] = {}
    for extra in EXTRAS:
        waiting = [("summarise", {extra})]
        seen: set[tuple[str, frozenset[str]]] = set()
        while waiting:
            name, extras = waiting.pop()
            place = (canonicalize_name(name), frozenset(extras))
            if place in seen:
                continue
            seen.add(place)
            try:
                package = distribution(name)
            except PackageNotFoundError:
                continue
            if place[0] != "summarise":
                found.setdefault(place[0], (package, extra))
            for text in package.requires or []:
                asked = Requirement(text)
                if asked.marker is None or any(asked.marker.evaluate({"extra": e}) for e in extras or {""}):
                    waiting.append((asked.name, set(asked.extras) or {""}))
    return dict(sorted(found.items()))


def licence(package: Distribution) -> str:
    """Return the licence as its author states it: an SPDX expression, a short name, or the classifiers."""
    told = package.metadata
    classified = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    short = next((line for line in (told.get("License") or "").splitlines()[:1] if len(line) <= 60), "")
    return told.get("License-Expression") or short or ", ".join(classified) or "not stated"


def sbom() -> dict[str, object]:
    """Return a bill of materials."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "summarise", "version": distribution("summarise").version}
        },
        "components": [
            {
                "type": "library",
                "name": name,
                "version": package.version,
                "purl": f"pkg:pypi/{name}@{package.version}",
                "licenses": [{"license": {"name": licence(package)}}],
            }
            for name, (package, _) in needed().items()
        ],
    }


def audit() -> int:
    """Ask pip-audit, bounded in time; return its exit code, 2 when there is none or it can't reach its data."""
    pins = "".join(f"{name}=={package.version}\n" for name, (package, _) in needed().items())
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "-r", "/dev/stdin"]
    try:
        done = subprocess.run(command, input=pins, text=True, capture_output=True, check=False, timeout=120)
    except subprocess.TimeoutExpired:
        print("pip-audit did not end within 120 s: its data is out of reach from here")
        return 2
    if not done.stdout or done.stdout.count("could not be audited") >= pins.count("\n"):
        print("pip-audit could look up no package: it is not installed, or its data is out of reach")
        return 2
    print(done.stdout)
    return done.returncode


def main() -> int:
    """Print what was asked for."""
    if "--audit" in sys.argv:
        return audit()
    if "--sbom" in sys.argv:
        print(json.dumps(sbom(), indent=2))
        return 0
    print("| package | version | licence | comes with |\n|---|---|---|---|")
    for name, (package, extra) in needed().items():
        print(f"| {name} | {package.version} | {licence(package)} | {f'`{extra}`' if extra else 'core'} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
