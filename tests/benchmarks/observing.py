"""How long `tpaudit observe` takes and how much memory: ``python -m tests.benchmarks.observing [EVENTS ...]``.

The data are those of a shop with 40 events a customer, drawn from a hash of the row's number: the same on every
machine. Up to a million events they are CSV, beyond Parquet.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.whole import run

A_CUSTOMER = 40
"""Events of each customer."""

PLAN = """\
tpaudit: 1
name: Benchmark
observe:
  events: {{source: events.{ending}, customer: account, time: at, event: [kind, campaign]}}
  customers: {{source: customers.{ending}, customer: id, segment: plan, started: started}}
contact_budget: {{per_week: 3, per_month: 8}}
events:
  - {{id: question, per_quarter: 0.2, tracked_as: [ticket_created]}}
segments:
  - {{id: home, max_silence: 60d}}
  - {{id: office, max_silence: 60d}}
touchpoints:
  - {{id: answer, name: Answer, type: ticket_reply, initiation: reactive, channel: email,
      timing: {{at: 4h, after: question}}, service_standard: {{first_response: 8h}},
      tracked_as: [{{event: ticket_answered, means: answer}}]}}
"""
TOUCHPOINT = (
    "  - {{id: mail-{n}, name: Mail {n}, type: newsletter, channel: email, value: adds_value, timing: {{at: {day}d}}, "
    "tracked_as: [mail_sent / Mail {n}], leads_to: [mail-{later}]}}\n"
)
MAILS = 30


def generate(events: int, folder: Path) -> None:
    """Write an inventory with its data."""
    import duckdb

    ending = "csv" if events <= 1_000_000 else "parquet"
    text = PLAN.format(ending=ending)
    text += "".join(TOUCHPOINT.format(n=n, day=n * 12, later=(n + 1) % MAILS) for n in range(MAILS))
    (folder / "tpaudit.yaml").write_text(text, encoding="utf-8")
    customers = max(1, events // A_CUSTOMER)
    form = "HEADER" if ending == "csv" else "FORMAT parquet"
    connection = duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder)})
    connection.execute(f"""
        COPY (SELECT 'C' || i AS id, CASE WHEN i % 4 = 0 THEN 'office' ELSE 'home' END AS plan,
                     DATE '2025-10-01' + CAST(hash(i) % 330 AS INTEGER) AS started
              FROM range({customers}) AS r(i)) TO '{folder}/customers.{ending}' ({form})""")
    connection.execute(f"""
        COPY (SELECT 'C' || (i // {A_CUSTOMER}) AS account,
                     CAST(DATE '2025-10-01' AS TIMESTAMP) + INTERVAL 1 MINUTE * CAST(
                       (hash(i // {A_CUSTOMER}) % 330 + i % {A_CUSTOMER} * 12) * 1440 + hash(i) % 4000 AS BIGINT
                     ) AS at,
                     CASE WHEN i % {A_CUSTOMER} < {MAILS} THEN 'mail_sent'
                          WHEN i % 3 = 0 THEN 'ticket_created' WHEN i % 3 = 1 THEN 'ticket_answered'
                          ELSE 'sms_sent' END AS kind,
                     CASE WHEN i % {A_CUSTOMER} < {MAILS} THEN 'Mail ' || (i % {A_CUSTOMER}) END AS campaign
              FROM range({events}) AS r(i)) TO '{folder}/events.{ending}' ({form})""")
    connection.close()


def main(sizes: list[int]) -> None:
    """Print a table of sizes, seconds and megabytes."""
    for events in sizes:
        with TemporaryDirectory() as folder:
            generate(events, Path(folder))
            done = run([sys.executable, "-m", "tpaudit", "observe", folder, "--today", "2026-11-28"])
            reported = f"{done.seconds:6.1f} s ({done.processor:.1f} s of processor)  {done.peak_mib:>6,.0f} MiB"
            sys.stdout.write(f"{events:>12,} events  {reported}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100_000, 1_000_000])
