"""How long the language server takes to answer: ``python -m tests.benchmarks.editing`` on a quiet machine."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.inventories import write
from tests.lsp.client import Client

ROUNDS = 9
SIZES = (60, 1_000)


def measured(count: int) -> dict[str, float]:
    """Return medians in seconds, for an inventory of so many touchpoints: from a key to what it is answered with."""
    with TemporaryDirectory() as place:
        folder = Path(place).resolve()
        write(folder, count)
        file = max(folder.rglob("*.yaml"), key=lambda path: path.stat().st_size).relative_to(folder).as_posix()
        text = (folder / file).read_text("utf-8")
        with Client(folder) as client:
            client.open(file)
            client.wait(lambda: client.uri(file) in client.diagnostics, 300)
            times: dict[str, list[float]] = {"file faults": [], "whole audit": [], "completion": []}
            for number in range(ROUNDS):
                times["file faults"].append(_until(client, file, f"{text}  - id: [{number}\n", "INV002"))
                time.sleep(1)
                faulty = f"{text}  - id: broken-{number}\n    name: Broken\n    phase: nowhere-{number}\n"
                times["whole audit"].append(_until(client, file, faulty, "INV005"))
                client.change(file, text)
                time.sleep(0.45)
                started = time.perf_counter()
                client.ask("textDocument/completion", client.at(file, 5, 4))
                times["completion"].append(time.perf_counter() - started)
                client.wait(lambda: not {"INV002", "INV005"} & set(client.codes(file)))
    return {name: statistics.median(taken) for name, taken in times.items()}


def _until(client: Client, file: str, text: str, code: str) -> float:
    started = time.perf_counter()
    client.change(file, text)
    client.wait(lambda: code in client.codes(file))
    return time.perf_counter() - started


if __name__ == "__main__":
    for size in SIZES:
        found = "; ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in measured(size).items())
        sys.stdout.write(f"{size} touchpoints: {found}\n")
