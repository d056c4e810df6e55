"""The entry point: which commands there are, and that nothing ends in a traceback."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from tpaudit.messages import Language

BROKEN = 2
INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from tpaudit import __version__

        print(f"tpaudit {__version__}")  # noqa: T201  the answer, before anything heavy is loaded
        sys.exit(0)
    # The run is short, and what it builds lives until its end: looking for garbage in it again and again finds none.
    gc.disable()
    # Whatever plugins of pydantic are installed here, ours is no business of theirs; looking for them takes a while.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    code = _run()
    gc.freeze()  # Leaving, Python would look once more.
    sys.exit(code)


def _run() -> int:
    from tpaudit.cli.app import app
    from tpaudit.loading.discovery import UsageError

    try:
        return int(app(sys.argv[1:])(standalone_mode=False) or 0)
    except UsageError as error:
        return _fail(error.message, error.help)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has gone; Python would complain once more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except Exception as error:
        from tpaudit.cli.app import ABORTED, USAGE_ERROR

        if isinstance(error, ABORTED):
            return INTERRUPTED
        if isinstance(error, USAGE_ERROR):
            error.show()  # type: ignore[attr-defined]
            return BROKEN
        if os.environ.get("TPAUDIT_DEBUG"):
            raise
        from tpaudit.outputs.safe import terminal

        what = terminal(f"{type(error).__name__}: {error}")
        sys.stderr.write(f"tpaudit: internal error: {what}\nThis is a fault of tpaudit; TPAUDIT_DEBUG=1 shows more.\n")
        return BROKEN


def _language() -> Language:
    """Return the language that was asked for, read without the parser, since it may be the parser that complains."""
    given = os.environ.get("TPAUDIT_LANGUAGE", "")
    for word, following in zip(sys.argv, (*sys.argv[1:], ""), strict=True):
        given = following if word == "--language" else word[11:] if word.startswith("--language=") else given
    return "de" if given == "de" else "en"


def _fail(message: object, help_: object) -> int:
    from tpaudit.messages import Message, render
    from tpaudit.outputs.safe import terminal

    for part in (message, help_):
        text = terminal(render(part, _language())) if isinstance(part, Message) else ""
        if text:
            sys.stderr.write(f"tpaudit: {text}\n" if part is message else f"  {text}\n")
    return BROKEN
