"""The entry point, which makes sure that nothing ends in a traceback."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from typer import Typer

    from tpaudit.messages import Language

BROKEN = 2
INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    _open_streams()
    if sys.argv[1:] in (["--version"], ["-V"]):
        os._exit(_version())
    # The run is short, and what it builds lives until its end: looking for garbage again and again finds none.
    gc.disable()
    _without_plugins()
    from tpaudit.cli import stopping

    code: int | None = None
    try:
        stopping.listen()
        code = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except stopping.Stopped as stopped:
        code = stopped.code
    except OSError as error:
        # Unreadable and unwritable files are handled where they occur, so this is about our own output.
        code = _unheard(error, code)
    stopping.end_workers()
    with suppress(OSError):
        sys.stderr.flush()
    # Freeing a large inventory piece by piece is wasted work; mypy exits in the same way.
    os._exit(code)


def _without_plugins() -> None:
    """Keep Pydantic from looking for plugins, which do not concern us whoever has installed them.

    To switch them off is not enough: the module that would look for them loads `importlib.metadata`, the parser of
    e-mails with it, and takes as long as building all models of an inventory. An empty one takes its place.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    name = "pydantic.plugin._loader"
    nothing = type(sys)(name)
    nothing.get_plugins = tuple  # type: ignore[attr-defined]  # called without arguments
    sys.modules.setdefault(name, nothing)


def _open_streams() -> None:
    """Replace closed streams by the null device, and give all streams the same encoding."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115,PTH123
        getattr(sys, name).reconfigure(encoding="utf-8", errors="backslashreplace")


def _unheard(error: OSError, code: int | None) -> int:
    """Report that the output could not be written, unless the reader closed the pipe, which changes no exit code."""
    from tpaudit.messages import say

    if isinstance(error, BrokenPipeError):
        code = code or 0  # results are written where their exit codes are known: this was a text such as help
    else:
        code = None
        with suppress(OSError):
            _fail(say("the output cannot be written: {why}", why=error.strerror or str(error)), None)
    # Python would try again, and complain, when it closes them.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    return BROKEN if code is None else code


def _version() -> int:
    """Print the version, before anything heavy is loaded."""
    from tpaudit import __version__

    try:
        sys.stdout.write(f"tpaudit {__version__}\n")
        sys.stdout.flush()
    except OSError as error:
        return _unheard(error, 0)
    return 0


def _run() -> int:
    from tpaudit.cli.app import app
    from tpaudit.loading.usage import UsageError

    try:
        _expect_documentation()
        made = app(sys.argv[1:])
        if _language() == "de":
            return _in_german(made)
        return int(made(prog_name="tpaudit", standalone_mode=False) or 0)
    except UsageError as error:
        return _fail(error.message, error.help)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except Exception as error:
        return _failed(error)


def _expect_documentation() -> None:
    """Raise UsageError where Python drops docstrings: they hold what the rules and commands say of themselves."""
    if sys.flags.optimize > 1:
        from tpaudit.loading.usage import UsageError
        from tpaudit.messages import say

        raise UsageError(
            say("Python was started without its docstrings, and in them tpaudit keeps what it says about its rules"),
            say("Unset PYTHONOPTIMIZE or set it to 1, and leave out -OO."),
        )


def _failed(error: Exception) -> int:
    """Report an error that is not about the inventory, and return its exit code; raise what main handles."""
    from tpaudit.cli import stopping
    from tpaudit.cli.app import ABORTED, USAGE_ERROR

    if isinstance(error, OSError) and error.filename is None:
        raise error
    stopped = stopping.interruption(error)
    if stopped is not None:
        raise stopped
    if isinstance(error, ABORTED):
        return INTERRUPTED
    if isinstance(error, USAGE_ERROR):
        error.message = error.message.replace("Value error, ", "")  # type: ignore[attr-defined]
        _show(error)
        return BROKEN
    if os.environ.get("TPAUDIT_DEBUG"):
        raise error
    from tpaudit.outputs.safe import terminal, workflow

    what = workflow(terminal(f"{type(error).__name__}: {error}"))
    sys.stderr.write(f"tpaudit: internal error: {what}\nThis is a bug in tpaudit; TPAUDIT_DEBUG=1 shows more.\n")
    return BROKEN


def _in_german(made: Typer) -> int:
    """Run the command line with its help texts in German."""
    from io import StringIO

    from typer.main import get_command

    from tpaudit.cli import german

    command = get_command(made)
    german.translate_help(command)
    if not {"-h", "--help"} & {*sys.argv[1:]} and sys.argv[1:]:
        return int(command(prog_name="tpaudit", standalone_mode=False) or 0)
    shown = StringIO()
    with redirect_stdout(shown):
        code = int(command(prog_name="tpaudit", standalone_mode=False) or 0)
    sys.stdout.write(german.translated(shown.getvalue()))
    return code


def _show(error: Any) -> None:
    """Say what is wrong with the command line, in the reader's language; what was typed is as strange as any text."""
    from io import StringIO

    from tpaudit.outputs.safe import terminal, workflow

    shown = StringIO()
    with redirect_stderr(shown):
        error.show()
    text = shown.getvalue()
    if _language() == "de":
        from tpaudit.cli import german

        text = german.translated(text)
    sys.stderr.write(workflow("\n".join(terminal(line) for line in text.split("\n"))))


def _language() -> Language:
    """Return the requested language, read without the parser, since the parser may be what fails."""
    given = os.environ.get("TPAUDIT_LANGUAGE", "")
    for word, following in zip(sys.argv, (*sys.argv[1:], ""), strict=True):
        given = following if word == "--language" else word[11:] if word.startswith("--language=") else given
    return "de" if given == "de" else "en"


def _fail(message: object, help_: object) -> int:
    from tpaudit.messages import Message, render
    from tpaudit.outputs.safe import terminal, workflow

    for part in (message, help_):
        text = terminal(render(part, _language())) if isinstance(part, Message) else ""
        if text:
            sys.stderr.write(workflow(f"tpaudit: {text}\n" if part is message else f"  {text}\n"))
    return BROKEN
