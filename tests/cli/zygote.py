"""A process that has loaded tpaudit and forks for each run: a run of the command line without the time of its imports.

Each run is a process of its own, with its own arguments, folder, environment, streams and exit code.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

LATER = ("tpaudit.lsp", "tpaudit.observed.spark", "tpaudit.observed.postgres", "tpaudit.__main__")
"""Modules that are left to the runs that need them."""
CHUNK = 1 << 20


class Zygote:
    """The process, and the line to it."""

    def __init__(self) -> None:
        self.line, far = socket.socketpair()
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.cli.zygote", str(far.fileno())],
            cwd=Path(__file__).parents[2],
            pass_fds=(far.fileno(),),
            env={**os.environ, "PYDANTIC_DISABLE_PLUGINS": "1"},
        )
        far.close()

    def run(
        self,
        arguments: Sequence[str],
        cwd: str,
        environment: Mapping[str, str],
        streams: tuple[int, int, int],
        seconds: float,
    ) -> int:
        """Return the exit code of a run with these streams; raise TimeoutError if it takes longer."""
        request = json.dumps([list(arguments), cwd, dict(environment)]).encode() + b"\n"
        self.line.settimeout(seconds)
        sent = socket.send_fds(self.line, [request], list(streams))
        self.line.sendall(request[sent:])
        try:
            return int(self.line.recv(64))
        except TimeoutError:
            os.kill(self.process.pid, signal.SIGTERM)
            raise


def _serve(line: socket.socket) -> None:
    """Fork for each request, and answer with the exit code; end when the other side is gone."""
    while True:
        request, streams, _, _ = socket.recv_fds(line, CHUNK, 3)
        if not request:
            return
        while not request.endswith(b"\n"):
            request += line.recv(CHUNK)
        child = os.fork()
        if not child:
            line.close()
            _run(json.loads(request), streams)
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        line.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _run(request: tuple[list[str], str, dict[str, str]], streams: Sequence[int]) -> None:
    """Become the run: never returns."""
    from tpaudit.cli.main import main

    arguments, cwd, environment = request
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = ["tpaudit", *arguments]
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    main()


def _load() -> None:
    import tpaudit

    for module in pkgutil.walk_packages(tpaudit.__path__, "tpaudit."):
        if not module.name.startswith(LATER):
            importlib.import_module(module.name)
    gc.freeze()


if __name__ == "__main__":
    _load()
    with socket.socket(fileno=int(sys.argv[1])) as near:
        _serve(near)
