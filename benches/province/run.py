#!/usr/bin/env python3
"""Duban against DuckDB and Polars: the same checks over the registers of a made-up province, whole processes, start-up included.

    run.py WORK [--sizes 100k,1m,5m] [--from csv,parquet] [--items 30,60,120,read,unread] [--markdown]

WORK is a folder for everything that is made: the registers under data/SIZE (used as they are when they are there), the packages of the peers under
venv, the drawn checks under checks. Of every program the rows found are compared with those of Duban before anything is timed. Then all run in turn,
and each is compared with the run of Duban of the same turn. Exit code 1 when rows differ.

Items: 30 is the first 30 checks (c01 to c30); 60 and 120 have 30 and 90 more, drawn over any columns; read has 90 more over columns alone that the first
30 read; unread 90 more over columns alone that the first 30 do not read. Programs are duban, duban-digest (digests of the inputs too), duban-jsonl (every finding whole),
duckdb and polars: each tuned (by hand, by an expert), plain (loaded once, then the checks) and each (one query a check, as validation tools do),
and floor, a program that does the first 30 checks and nothing else, named by --floor.
"""
import argparse
import array
import concurrent.futures
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time

import further
from tables import TABLES

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FIRST = [f"c{number:02}" for number in range(1, 31)]
PUPILS = {"100k": 100_000, "1m": 1_000_000, "5m": 5_000_000}
RUNS = {"100k": 7, "1m": 5, "5m": 1}
PACKAGES = ["duckdb==2.0.0", "polars==2.1.0", "numpy"]
USUAL = "duban,duckdb-tuned,polars-tuned,duckdb-plain,polars-plain"


class Run:
    """What one process took: seconds, and its largest memory in bytes."""

    def __init__(self, command, fine=(0,)):
        start = time.perf_counter()
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode not in fine:
                said.seek(0)
                sys.exit(f"{' '.join(command)}\n{said.read().decode()}")
        self.cpu, self.peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def prepare(work, sizes):
    """Packages and registers, where they are not there yet; gives the Python of the peers."""
    python = os.path.join(work, "venv", "bin", "python")
    if subprocess.run([python, "-c", "import duckdb, polars, numpy"], capture_output=True).returncode if os.path.exists(python) else True:
        subprocess.run([sys.executable, "-m", "venv", os.path.join(work, "venv")], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    for size in sizes:
        if not os.path.exists(os.path.join(work, "data", size, "settlements.parquet")):
            print(f"making {size}", file=sys.stderr)
            subprocess.run([python, os.path.join(HERE, "generate.py"), str(PUPILS[size]), os.path.join(work, "data", size)], check=True)
    return python


def rows_in(data):
    """How many rows the registers have; no line break stands within quotes."""
    count = 0
    for table in TABLES:
        with open(os.path.join(data, table + ".csv"), "rb") as file:
            count += sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b"")) - 1
    return count


def audit_file(checks, of, form, items):
    """An audit file for a set of checks; gives its path."""
    path = os.path.join(checks, f"audit-{of}-{form}-{len(items)}.yaml")
    lists = ["province.duban"] + ([f"further_{of}.duban"] if of != "30" else [])
    lines = [f"checklists: [{', '.join(lists)}]", "as_of: 2025-12-31", f"items: [{', '.join(items)}]", "data:"]
    for table in TABLES:
        columns = ", columns: {item_name: item}" if table == "aid" else ""
        lines.append(f"  {table}: {{file: data/{table}.{form}{columns}}}")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return path


class Bench:
    def __init__(self, asked, python, checks, out):
        self.asked, self.python, self.checks, self.out = asked, python, checks, out

    def command(self, program, data, form, of, items):
        if program == "floor":
            return [self.asked.floor, data, self.out, self.asked.threads]
        name, _, how = program.partition("-")
        if name == "duban":
            audit = audit_file(self.checks, of, form, items)
            kind = "jsonl" if how == "jsonl" else "rows"
            return [self.asked.duban, "run", audit, "--data", data, "--format", kind, "-o", os.path.join(self.out, "duban"),
                    "--digest", "blake3" if how == "digest" else "none", "--threads", self.asked.threads, "--quiet"]
        drawn = os.path.join(self.checks, f"further_{of}") if of != "30" else "-"
        return [self.python, os.path.join(HERE, f"run_{name}.py"), data, self.out, form, how, drawn, ",".join(items)]

    def run(self, program, data, form, of, items):
        # Nobody pays for throwing away what the one before has written.
        for name in os.listdir(self.out):
            os.remove(os.path.join(self.out, name))
        # Duban ends with 1 when something is found, with 3 when something cannot be told.
        return Run(self.command(program, data, form, of, items), (0, 1, 3) if program.startswith("duban") else (0,))

    def rows(self, program, items):
        """The rows that the last run of a program found, for each item."""
        found = {item: set() for item in items}
        if program == "duban":
            with open(os.path.join(self.out, "duban"), encoding="utf-8", newline="") as file:
                for line in csv.DictReader(file):
                    found[line["item"].split("/")[-1]].add(int(line["row"]))
        elif not program.startswith("duban"):
            for item in items:
                numbers, skipped = array.array("q"), 0
                path = os.path.join(self.out, item.upper() + ".npy" if program == "floor" else item + ".rows")
                with open(path, "rb") as file:
                    content = file.read()
                if program == "floor":
                    skipped = 10 + int.from_bytes(content[8:10], "little")
                numbers.frombytes(content[skipped:])
                found[item] = set(numbers)
                os.remove(path)
        return found

    def compare(self, programs, data, form, of, items):
        """Runs each program once; gives how many items differ from Duban's."""
        different, reference = 0, {}
        for program in programs:
            self.run(program, data, form, of, items)
            if program.startswith("duban-"):
                continue
            found = self.rows(program, items)
            reference = reference or found
            for item in items:
                if found[item] != reference[item]:
                    different += 1
                    print(f"{item}: {program} found {len(found[item])} rows, duban {len(reference[item])}; "
                          f"only {program} {sorted(found[item] - reference[item])[:3]}, only duban {sorted(reference[item] - found[item])[:3]}")
        counts = [len(rows) for rows in reference.values()]
        print(f"{form}, {of}: {len(items)} items, {sum(counts)} rows found, {counts.count(0)} items find nothing; "
              f"{'rows equal' if not different else f'{different} differences'}", file=sys.stderr)
        return different


def spread(values, digits=1):
    return f"{statistics.median(values):.{digits}f} [{min(values):.{digits}f}–{max(values):.{digits}f}]"


class Table:
    """Lines with the same columns, for a reader or as Markdown."""

    HEAD = ["size", "from", "items", "program", "wall s", "cpu s", "peak MB", "bytes a row", "wall ÷ Duban's", "cpu ÷ Duban's"]

    def __init__(self, markdown):
        self.markdown = markdown
        self.write(self.HEAD)
        if markdown:
            self.write(["---"] * 4 + ["--:"] * 6)

    def write(self, cells):
        print("| " + " | ".join(cells) + " |" if self.markdown else "".join(f"{cell:<{width}}" for cell, width in zip(cells, (6, 9, 8, 15, 9, 9, 9, 13, 22, 22))),
              flush=True)


def measured(bench, table, size, form, wanted, programs):
    """Runs and prints one size from one form; gives how many items differed."""
    asked = bench.asked
    data, different = os.path.join(asked.work, "data", size), 0
    rows = rows_in(data)
    plan = [(of, program) for of in wanted for program in programs + (["floor"] if asked.floor and of == "30" and form == "csv" else [])]
    for of, items in wanted.items():
        programs_of = [program for which, program in plan if which == of]
        # What this process held itself would count as memory of the programs that it starts later.
        with concurrent.futures.ProcessPoolExecutor(1) as apart:
            different += apart.submit(bench.compare, programs_of, data, form, of, items).result()
    runs = {key: [] for key in plan}
    for _ in range(asked.runs or RUNS.get(size, 3)):
        for of, program in plan:
            runs[of, program].append(bench.run(program, data, form, of, wanted[of]))
    for of, program in plan:
        these, base = runs[of, program], runs[of, "duban"]
        least = lambda value: min(value(run) for run in these)
        ratios = ["", ""] if program == "duban" else [
            spread([value(one) / value(other) for one, other in zip(these, base)], 2) for value in (lambda run: run.wall, lambda run: run.cpu)]
        table.write([size, form, of, program, f"{least(lambda run: run.wall):.3f}", f"{least(lambda run: run.cpu):.3f}",
                     f"{least(lambda run: run.peak) / 1e6:.0f}", f"{least(lambda run: run.peak) / rows:.0f}", *ratios])
    more = []
    for of, items in wanted.items():
        if of != "30" and "30" in wanted:
            for program in programs:
                added = [(one.wall - other.wall) * 1000 / (len(items) - 30) for one, other in zip(runs[of, program], runs["30", program])]
                more.append(f"{of} {program} {spread(added)}")
    if more:
        print(f"\nOne more item, ms of wall, {size} from {form}: " + "; ".join(more) + ".\n", flush=True)
    return different


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("--sizes", default="100k,1m,5m")
    parser.add_argument("--from", dest="forms", default="csv,parquet")
    parser.add_argument("--items", default="30,60,120,read,unread", help="sets of items, or single first items such as c07")
    parser.add_argument("--programs", default=USUAL)
    parser.add_argument("--runs", type=int, help="turns; without it 7 at 100k, 5 at 1m, 1 at 5m")
    parser.add_argument("--floor", help="a program that is called as FLOOR DATA OUT THREADS and writes OUT/C01.npy and so on")
    parser.add_argument("--duban", default=os.path.join(ROOT, "target", "release", "duban"))
    parser.add_argument("--threads", default="2")
    parser.add_argument("--seed", type=int, default=1, help="of the drawn checks")
    parser.add_argument("--markdown", action="store_true", help="print tables for a page")
    asked = parser.parse_args()
    asked.work = os.path.abspath(asked.work)
    programs = asked.programs.split(",")
    if programs[0] != "duban":
        sys.exit("the first program is duban")
    if not os.path.exists(asked.duban):
        subprocess.run(["cargo", "build", "--release", "--locked"], cwd=ROOT, check=True)
    sizes = asked.sizes.split(",")
    python = prepare(asked.work, sizes)
    checks = os.path.join(asked.work, "checks")
    drawn = further.write(checks, asked.seed)
    words = asked.items.split(",")
    single = [word for word in words if word in FIRST]
    wanted = {"30": single or FIRST} if single or "30" in words else {}
    wanted.update((word, FIRST + drawn[word]) for word in words if word in drawn)
    different = 0
    with tempfile.TemporaryDirectory(dir=asked.work) as out:
        bench, table = Bench(asked, python, checks, out), Table(asked.markdown)
        for size in sizes:
            for form in asked.forms.split(","):
                different += measured(bench, table, size, form, wanted, programs)
    if different:
        print(f"rows differ: {different} times")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
