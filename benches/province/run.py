#!/usr/bin/env python3
"""Speed of Duban on the reference work, as a ratio against the floor in runs in turn.

    run.py WORK [--size 100k|1m|5m] [--runs N] [--items first|all|c07,c08,…] [--further]

WORK is a folder that the reference work was set up in (its generator's data under data/SIZE, the floor under floor-target/release).
The floor does all its 30 checks; Duban those asked for, with row places as output, start-up included. Before anything is timed the rows
of both are compared. Prints medians and the ratio of wall-clock times; exit 1 when rows differ. With --further, runs with 15 more, different
checks are timed in turn with those without, and what one of them adds is printed.
"""
import argparse
import csv
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FIRST = "c07 c08 c09 c10 c12 c13 c15 c17 c18 c21 c22 c23 c24 c25 c26".split()


def every_item():
    with open(os.path.join(HERE, "province.duban"), encoding="utf-8") as file:
        return [line.split()[1] for line in file if line.startswith("item ")]


def further():
    return [item for item in every_item() if item.startswith("f")]


def timed(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1, 3):
        sys.exit(process.stderr.decode())
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rows_of(path):
    found = {}
    with open(path, encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            found.setdefault(line["item"].split("/")[-1], set()).add(int(line["row"]))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work")
    parser.add_argument("--size", default="1m")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--items", default="first")
    parser.add_argument("--threads", default="2")
    parser.add_argument("--further", action="store_true")
    asked = parser.parse_args()
    items = {"first": FIRST, "all": [item for item in every_item() if item.startswith("c")]}.get(asked.items) or asked.items.split(",")
    data = os.path.join(asked.work, "data", asked.size)
    floor = os.path.join(asked.work, "floor-target", "release", "floor")
    duban = os.path.join(ROOT, "target", "release", "duban")
    with tempfile.TemporaryDirectory() as out:
        rows = os.path.join(out, "rows.csv")
        command = [duban, "run", os.path.join(HERE, "audit.yaml"), "--data", data, "--format", "rows",
                   "-o", rows, "--digest", "none", "--threads", asked.threads, "--quiet"]
        for item in items:
            command += ["--item", item]
        reference = [floor, data, out, asked.threads]
        timed(reference)
        timed(command)
        found, different = rows_of(rows), 0
        import numpy
        for item in items:
            expected = set(numpy.load(os.path.join(out, item.upper() + ".npy")).tolist())
            got = found.get(item, set())
            if got != expected:
                different += 1
                print(f"{item}: {len(got)} rows, expected {len(expected)}; "
                      f"missing {sorted(expected - got)[:3]}, beyond {sorted(got - expected)[:3]}")
        runs = [("floor", reference), ("duban", command)]
        if asked.further:
            more = [word for item in further() for word in ("--item", item)]
            runs.append(("further", command + more))
        walls, cpus = {name: [] for name, _ in runs}, {name: [] for name, _ in runs}
        for _ in range(asked.runs):
            for name, one in runs:
                wall, cpu = timed(one)
                walls[name].append(wall)
                cpus[name].append(cpu)
    ratios = [d / f for d, f in zip(walls["duban"], walls["floor"])]
    print(f"{asked.size}, {len(items)} items, {asked.runs} runs in turn, {asked.threads} threads")
    for name in walls:
        print(f"  {name}: {statistics.median(walls[name]):.3f} s wall, {statistics.median(cpus[name]):.3f} s cpu")
    print(f"  ratio {statistics.median(ratios):.2f} [{min(ratios):.2f}-{max(ratios):.2f}]")
    if asked.further:
        added = [(m - d) / len(further()) for m, d in zip(walls["further"], walls["duban"])]
        print(f"  a further check adds {statistics.median(added) * 1000:.1f} ms [{min(added) * 1000:.1f}-{max(added) * 1000:.1f}]")
    print(f"  rows {'equal' if not different else f'differ in {different} items'}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
