"""`summarise lsp`: repeats, conflicts and the article's own faults in any editor that speaks the protocol."""

import typer

from summarise.cli.options import Plain, known
from summarise.errors import EXIT_DONE, InputError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(cls=Plain, name="lsp", epilog="An editor starts it: docs/editors.md says how.")(lsp)


def lsp(ctx: typer.Context) -> int:
    """Serve an editor over standard input and output."""
    try:
        from summarise.cli.language_server import serve  # noqa: PLC0415  an extra
    except ImportError:
        raise InputError("the language server needs an extra: pip install 'summarise[lsp]'") from None
    root = ctx.find_root()
    serve(lambda: known(root, root.command))
    return EXIT_DONE
