"""What commands say while they work, and when they colour and wrap."""

from __future__ import annotations

import os
import pty
import subprocess
import time
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.running import command
from tpaudit.cli import terminal


class Screen(StringIO):
    """A terminal that remembers."""

    def isatty(self) -> bool:
        return True


def test_progress_is_silent_while_it_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    with terminal.progress() as shown:
        assert shown is not None
        shown("reading")
    assert screen.getvalue() == ""


def test_progress_names_the_step_and_wipes_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(terminal, "PATIENCE", 0.01)
    with terminal.progress() as shown:
        assert shown is not None
        shown("reading")
        patience = time.monotonic() + 30
        while "reading" not in screen.getvalue() and time.monotonic() < patience:
            time.sleep(0.01)
        shown("asking")
    assert "tpaudit: reading ..." in screen.getvalue()
    assert "tpaudit: asking ..." in screen.getvalue()
    assert screen.getvalue().rstrip().endswith(("\x1b[2K", "\x1b[?25h"))  # wiped out, the cursor back


def test_progress_is_for_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", StringIO())
    with terminal.progress() as shown:
        assert shown is None


def test_a_terminal_gets_colours_and_its_width(tmp_path: Path) -> None:
    name = "word " * 60
    (tmp_path / "tpaudit.yaml").write_text(f"tpaudit: 1\ntouchpoints:\n  - id: a\n    name: {name}\n")
    outer, inner = pty.openpty()
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    environment = {**kept, "TERM": "xterm", "COLUMNS": "60"}
    with subprocess.Popen(
        command(["check", "--select", "OWN001"]), cwd=tmp_path, stdout=inner, stderr=inner, env=environment
    ) as process:
        os.close(inner)
        said = b""
        while True:
            try:
                part = os.read(outer, 65536)
            except OSError:  # the other side is closed
                break
            if not part:
                break
            said += part
        assert process.wait() == 1
    os.close(outer)
    text = said.decode()
    assert "\x1b[" in text
    message = [line for line in text.splitlines() if "word word" in line]
    assert len(message) > 4
