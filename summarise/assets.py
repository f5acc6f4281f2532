"""Where the folders of assets (prompts, schemas, evals, rules, examples) are: in the wheel or in the checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal["prompts", "schemas", "evals", "rules", "examples"]

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = {"rules": Path("docs") / "rules"}


@cache
def root(kind: Kind) -> Path:
    """Return the folder that holds this kind of asset.

    An installed wheel carries the folders inside the package; a checkout has them at its top.
    Raises FileNotFoundError when neither has it, which means a broken installation.
    """
    for folder in (_PACKAGE / kind, _PACKAGE.parent / _CHECKOUT.get(kind, Path(kind))):
        if folder.is_dir() and not (folder / "__init__.py").exists():
            return folder
    raise FileNotFoundError(f"the folder '{kind}' is missing: reinstall summarise")
