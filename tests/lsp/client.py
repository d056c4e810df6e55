"""A client of the protocol that shares no code with the server: frames and JSON over pipes."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self


class Client:
    """An editor that types; messages of the server are kept as they come."""

    def __init__(
        self, folder: Path, *options: str, program: Sequence[str | Path] = (sys.executable, "-m", "tpaudit")
    ) -> None:
        self.folder = folder
        environment = {name: value for name, value in os.environ.items() if not name.startswith("TPAUDIT_")}
        self.process = subprocess.Popen(
            [*program, "lsp", "--today", "2026-11-22", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment,
        )
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.published: list[str] = []
        self._answers: dict[int, Any] = {}
        self._news: queue.Queue[None] = queue.Queue()
        self._number = 0
        self._versions: dict[str, int] = {}
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.capabilities = self.ask(
            "initialize", {"processId": os.getpid(), "rootUri": folder.as_uri(), "capabilities": {}}
        )["capabilities"]
        self.tell("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.ask("shutdown", None)
            self.tell("exit", None)
            self.process.wait(20)
        finally:
            self.process.kill()
            self.process.wait()
            self._listener.join()
            for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
                if stream is not None:
                    stream.close()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while True:
            length = 0
            while (line := self.process.stdout.readline().strip()) != b"":
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                return
            message = json.loads(self.process.stdout.read(length))
            if message.get("method") == "textDocument/publishDiagnostics":
                uri = message["params"]["uri"]
                self.diagnostics[uri] = message["params"]["diagnostics"]
                self.published.append(uri)
            elif "id" in message and "method" not in message:
                self._answers[message["id"]] = message
            self._news.put(None)

    def _send(self, message: Mapping[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method: str, parameters: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": parameters} if parameters is not None else {"method": method})

    def ask(self, method: str, parameters: Any, *, seconds: float = 60) -> Any:
        """Send a request and return the result."""
        self._number += 1
        number = self._number
        message: dict[str, Any] = {"id": number, "method": method}
        if parameters is not None:
            message["params"] = parameters
        self._send(message)
        self.wait(lambda: number in self._answers, seconds)
        answer = self._answers.pop(number)
        assert "error" not in answer, answer
        return answer["result"]

    def wait(self, done: Any, seconds: float = 60) -> None:
        """Wait until something is true."""
        end = time.monotonic() + seconds
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(f"nothing came; {self.diagnostics}")
            try:
                self._news.get(timeout=0.01)
            except queue.Empty:
                assert self.process.poll() is None, (self.process.stderr or sys.stdin).read()

    def uri(self, name: str) -> str:
        """Return the address of a file."""
        return (self.folder / name).resolve().as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        """Open a file, with the text on the disk unless another is given."""
        text = (self.folder / name).read_text("utf-8") if text is None else text
        self._versions[name] = 1
        item = {"uri": self.uri(name), "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def change(self, name: str, text: str) -> None:
        """Replace the whole text of an open file."""
        self._versions[name] += 1
        document = {"uri": self.uri(name), "version": self._versions[name]}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def type(self, name: str, line: int, character: int, text: str, *, over: int = 0) -> None:
        """Type text at a place, over so many characters."""
        self._versions[name] += 1
        document = {"uri": self.uri(name), "version": self._versions[name]}
        place = {
            "start": {"line": line, "character": character},
            "end": {"line": line, "character": character + over},
        }
        self.tell(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [{"range": place, "text": text}]}
        )

    def codes(self, name: str) -> list[str]:
        """Return the codes of a file's diagnostics as they were published last."""
        return sorted(diagnostic["code"] for diagnostic in self.diagnostics.get(self.uri(name), []))

    def at(self, name: str, line: int, character: int) -> dict[str, Any]:
        """Return the parameters of a request about a place."""
        return {"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": character}}
