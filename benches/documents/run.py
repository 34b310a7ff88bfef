#!/usr/bin/env python3
"""Time of `duban pin` on a document of 200 pages.

    run.py DUBAN [--pages N] [--runs N]

DUBAN is the program. A page is 650 characters; the document is made up here: 30 parts, each with 10 sections of numbered clauses. Prints the number of
characters and clauses and the median, least and largest wall-clock time, start-up and writing of the lock included.
"""
import argparse
import os
import statistics
import subprocess
import tempfile
import time

DIGITS = "一二三四五六七八九十"


def chinese(number):
    if number <= 10:
        return DIGITS[number - 1]
    tens, ones = divmod(number, 10)
    return (DIGITS[tens - 1] if tens > 1 else "") + "十" + (DIGITS[ones - 1] if ones else "")


def document(pages):
    lines = ["长期规划实施方案", "", "为做好各项工作，制定本方案。", ""]
    length, wanted = 0, pages * 650
    for part in range(1, 31):
        lines.append(f"{chinese(part)}、第{part}部分工作")
        for section in range(1, 11):
            lines.append(f"（{chinese(section)}）事项{section}")
            number = 1
            while length < wanted * (part * 10 + section - 10) // 300:
                text = f"{number}. 各站每月{number}日前核对第{part}部分第{section}项台账，达到{90 + number % 10}%，逐级审核签字后留存备查。"
                lines.append(text)
                length += len(text)
                number += 1
    return "\n".join(lines) + "\n"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("duban")
    arguments.add_argument("--pages", type=int, default=200)
    arguments.add_argument("--runs", type=int, default=9)
    given = arguments.parse_args()
    program = os.path.abspath(given.duban)
    with tempfile.TemporaryDirectory() as folder:
        text = document(given.pages)
        with open(os.path.join(folder, "plan.txt"), "w", encoding="utf-8") as file:
            file.write(text)
        with open(os.path.join(folder, "plan.duban"), "w", encoding="utf-8") as file:
            file.write('checklist long "A long plan" / 「长方案」\n\nsource plan "Plan" / 「方案」\n')
        times = []
        for _ in range(given.runs):
            start = time.perf_counter()
            subprocess.run([program, "pin", "plan", "plan.txt"], cwd=folder, check=True, stderr=subprocess.DEVNULL)
            times.append(time.perf_counter() - start)
        with open(os.path.join(folder, "plan.lock"), encoding="utf-8") as file:
            clauses = sum(line.startswith("- path:") for line in file)
    print(f"{len(text)} characters, {clauses} clauses: median {statistics.median(times):.3f} s, {min(times):.3f} to {max(times):.3f} s")


if __name__ == "__main__":
    main()
