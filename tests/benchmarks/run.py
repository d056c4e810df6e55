"""The benchmark: `python -m tests.benchmarks.run`, a table in Markdown on standard output.

It installs tpaudit and yamllint as users do, regularly and with compiled bytecode, into a virtual environment of its
own, writes inventories of 60, 1,000 and 10,000 touchpoints, and runs `tpaudit check` and `yamllint -d relaxed` on the
same files as whole processes in turn. It takes some minutes; a quiet machine gives the better figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.inventories import write
from tests.benchmarks.whole import alone, in_turn

ROUNDS = {60: 15, 1_000: 7, 10_000: 3}
REPORTED = (60, 1_000)
PROJECT = Path(__file__).parents[2]


def main() -> None:
    """Measure, and print as it goes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[*ROUNDS], help="how many touchpoints (default: all)")
    sizes = parser.parse_args().sizes
    with TemporaryDirectory(prefix="tpaudit-benchmark-") as place:
        programs = install(Path(place) / "venv")
        inventories = {size: Path(place) / str(size) for size in sizes}
        with ProcessPoolExecutor(1) as pool:  # a process that starts others lends them its own peak of memory
            list(pool.map(write, inventories.values(), inventories))
        for line in table(programs, inventories):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def install(venv: Path) -> Path:
    """Make a virtual environment with both programs, and return the folder of its programs."""
    programs = venv / "bin"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", PROJECT, "yamllint"], check=True)
    # Some packages hold files on purpose that do not compile.
    subprocess.run([programs / "python", "-m", "compileall", "-q", venv / "lib"], check=False, capture_output=True)
    return programs


def table(programs: Path, inventories: Mapping[int, Path]) -> Iterator[str]:
    """Yield the figures line by line."""
    yield f"Measured on {datetime.now(UTC).date()}, {machine()}: medians of runs in turn, whole processes.\n"
    yield "| touchpoints | tpaudit check | yamllint | ratio | ratio of processor time | peak memory |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: |"
    took = {}
    for size, folder in inventories.items():
        compared = in_turn(
            [programs / "tpaudit", "check", folder],
            [programs / "yamllint", "-d", "relaxed", folder],
            ROUNDS.get(size, 3),
        )
        took[size] = compared.ours.processor
        times = f"{compared.ours.seconds:.2f} s | {compared.theirs.seconds:.2f} s"
        ratios = f"{compared.ratio:.2f} | {compared.processor_ratio:.2f}"
        yield f"| {size:,} | {times} | {ratios} | {compared.ours.peak_mib:.0f} MiB |"
    if {1_000, 10_000} <= set(took):
        grown = took[10_000] / took[1_000]
        yield f"\nFrom 1,000 to 10,000 touchpoints the processor's time grows {grown:.1f}-fold."
    yield "\n| command | time | result |\n| --- | ---: | ---: |"
    yield f"| tpaudit --version | {alone([programs / 'tpaudit', '--version'], 15).seconds:.3f} s | |"
    for size in REPORTED:
        if size in inventories:
            yield reported(programs, inventories[size], size)
    yield from families(programs, inventories[max(inventories)], max(inventories))


def reported(programs: Path, folder: Path, size: int) -> str:
    """Return the line about the report of an inventory."""
    page = folder.parent / f"{size}.html"
    seconds = alone([programs / "tpaudit", "report", folder, "--output", page], 5).seconds
    return f"| tpaudit report, {size:,} touchpoints | {seconds:.2f} s | {page.stat().st_size / 1000:,.0f} kB |"


def families(programs: Path, folder: Path, size: int) -> Iterator[str]:
    """Yield the time by family of rules, and the share of the slowest single rule."""
    measured = subprocess.run(
        [programs / "python", Path(__file__).with_name("rules.py"), folder], check=True, capture_output=True
    )
    seconds: dict[str, float] = json.loads(measured.stdout)
    whole = seconds.pop("whole")
    yield f"\n| family | {size:,} touchpoints |\n| --- | ---: |"
    by_family: dict[str, float] = {}
    for code, duration in seconds.items():
        by_family[code[:3]] = by_family.get(code[:3], 0) + duration
    for family, duration in by_family.items():
        yield f"| {family} | {duration:.3f} s |"
    slowest = max(seconds, key=lambda code: seconds[code])
    yield f"\nThe slowest single rule, {slowest}, takes {seconds[slowest] / whole:.1%} of the whole run, {whole:.1f} s."


def machine() -> str:
    """Return the processor, how many there are, and the Python."""
    models = (line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name"))
    model = next(models, platform.processor() or platform.machine())
    return f"{model} ({os.cpu_count()} processors), Python {platform.python_version()}"


def _cpuinfo() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


if __name__ == "__main__":
    main()
