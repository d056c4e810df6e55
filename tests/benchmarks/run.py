"""The benchmark: `python -m tests.benchmarks.run`, a table in Markdown on standard output.

It installs tpaudit and yamllint as users do, regularly and with compiled bytecode, into a virtual environment of its
own, writes inventories of 60, 1,000 and 10,000 touchpoints, good plans and plans full of findings, and runs
`tpaudit check` with text and with JSON and `yamllint -d relaxed` on the same files as whole processes in turn. It takes
about two minutes with `--sizes 60 1000` and four with `--sizes 10000`; a quiet machine gives the better figures.
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

from tests.benchmarks.inventories import FEW_GAPS, MANY_GAPS, write
from tests.benchmarks.whole import Command, alone, in_turn

ROUNDS = {60: 15, 1_000: 5, 10_000: 1}
PLANS = {"good": FEW_GAPS, "full of findings": MANY_GAPS}
"""By kind of plan: the share of values that is missing."""
FORMATS = ("text", "json")
REPORTED = (60, 1_000)
PROJECT = Path(__file__).parents[2]


def main() -> None:
    """Measure, and print as it goes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[*ROUNDS], help="how many touchpoints (default: all)")
    sizes = parser.parse_args().sizes
    with TemporaryDirectory(prefix="tpaudit-benchmark-") as place:
        programs = install(Path(place) / "venv")
        inventories = {(size, plan): Path(place) / f"{size} {plan}" for size in sizes for plan in PLANS}
        with ProcessPoolExecutor(1) as pool:  # a process that starts others lends them its own peak of memory
            gaps = (PLANS[plan] for _, plan in inventories)
            list(pool.map(write, inventories.values(), (size for size, _ in inventories), gaps))
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


def table(programs: Path, inventories: Mapping[tuple[int, str], Path]) -> Iterator[str]:
    """Yield the figures line by line."""
    yield f"Measured on {datetime.now(UTC).date()}, {machine()}: medians of runs in turn, whole processes.\n"
    yield "| touchpoints | plan | format | tpaudit check | yamllint | ratio | ratio of processor time | peak memory |"
    yield "| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: |"
    for (size, plan), folder in inventories.items():
        ours: list[Command] = [[programs / "tpaudit", "check", folder, "--format", form] for form in FORMATS]
        theirs: Command = [programs / "yamllint", "-d", "relaxed", folder]
        for form, compared in zip(FORMATS, in_turn(ours, theirs, ROUNDS.get(size, 3)), strict=True):
            times = f"{compared.ours.seconds:.2f} s | {compared.theirs.seconds:.2f} s"
            ratios = f"{compared.ratio:.2f} | {compared.processor_ratio:.2f}"
            yield f"| {size:,} | {plan} | {form} | {times} | {ratios} | {compared.ours.peak_mib:.0f} MiB |"
    yield "\n| command | time | result |\n| --- | ---: | ---: |"
    yield f"| tpaudit --version | {alone([programs / 'tpaudit', '--version'], 15).seconds:.3f} s | |"
    for size, plan in inventories:
        if size in REPORTED:
            yield reported(programs, inventories[size, plan], f"{size:,} touchpoints, {plan}")
    largest = max(size for size, _ in inventories)
    yield from families(programs, inventories[largest, "good"], largest)


def reported(programs: Path, folder: Path, name: str) -> str:
    """Return the line about the report of an inventory."""
    page = folder.with_suffix(".html")
    seconds = alone([programs / "tpaudit", "report", folder, "--output", page], 5).seconds
    return f"| tpaudit report, {name} | {seconds:.2f} s | {page.stat().st_size / 1000:,.0f} kB |"


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
