"""The clipboard's text, through the program that the system has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from summarise.errors import InputError

_SECONDS = 5.0
_WINDOWS = "[Console]::OutputEncoding=[Text.Encoding]::UTF8;Get-Clipboard -Raw"
_COMMANDS = {
    "darwin": (("pbpaste",),),
    "win32": (("powershell", "-NoProfile", "-Command", _WINDOWS),),
}
_WAYLAND = (("wl-paste", "--no-newline", "--type", "text"),)
_X11 = (("xclip", "-selection", "clipboard", "-out"), ("xsel", "--clipboard", "--output"))


def clipboard(max_bytes: int) -> bytes:
    """Return what the clipboard holds as text. Raises InputError where there is none, or no way to it."""
    command = next((c for c in _candidates() if shutil.which(c[0])), None)
    if command is None:
        raise InputError("no program here reads the clipboard: install wl-clipboard (Wayland), xclip or xsel (X11)")
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603  from the table
    except (subprocess.TimeoutExpired, OSError) as error:
        raise InputError(f"the clipboard cannot be read: {command[0]} does not answer") from error
    if done.returncode or not done.stdout.strip():
        raise InputError("the clipboard holds no text: copy the article first")
    if len(done.stdout) > max_bytes:
        raise InputError(f"the clipboard holds more than {max_bytes:,} bytes: raise --max-bytes to read it")
    return done.stdout


def _candidates() -> tuple[tuple[str, ...], ...]:
    if sys.platform in _COMMANDS:
        return _COMMANDS[sys.platform]
    return _WAYLAND + _X11 if os.environ.get("WAYLAND_DISPLAY") else _X11 + _WAYLAND
