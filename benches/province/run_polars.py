#!/usr/bin/env python3
"""The checks by Polars.

    run_polars.py DATA OUT csv|parquet each|plain|tuned SET ITEM,ITEM,…

each: a collect a check, straight from the files. plain: one collect of all checks over lazy scans, which shares common parts. tuned: the needed columns
collected once, keys as whole numbers, names brought into one form once, numbers of persons judged by numpy, then one collect by the streaming engine.
SET is the path of a set that `further.py` wrote, without its ending, or -. Writes the numbers of the rows found to OUT/ITEM.rows, 8 bytes each.
"""
import importlib
import json
import os
import sys

import first_polars
import polars as pl
from tables import DAY, DECIMAL, FIRST_COLUMNS, TABLES, TEXT, WHOLE, columns_of

TYPES = {TEXT: pl.String, WHOLE: pl.Int32, DECIMAL: pl.Float64, DAY: pl.Date}
CODES = ("school_code", "town_code", "primary_school", "junior_school")


def scan(data, form, table):
    path = f"{data}/{table}.{form}"
    return pl.scan_parquet(path) if form == "parquet" else pl.scan_csv(path, schema={name: TYPES[kind] for name, kind in TABLES[table].items()})


def tuned_columns(names):
    """Keys as numbers; a number of a person that is none keeps apart as its hash."""
    number = pl.col("person_id")
    high = number.str.slice(0, 17).cast(pl.Int64, strict=False)
    last = number.str.slice(17).replace_strict({**{str(digit): digit for digit in range(10)}, "X": 10}, default=15, return_dtype=pl.Int64)
    key = pl.when((number.str.len_bytes() == 18) & high.is_not_null()).then(high * 16 + last).when(number.is_not_null()).then(
        -1 - (number.hash() // 4).cast(pl.Int64)).alias("person_id")
    made = [key] if "person_id" in names else []
    made += [pl.col(name).cast(pl.Int64) for name in CODES if name in names]
    made += [pl.col(name).str.slice(1).cast(pl.Int64) for name in ("teacher_no", "household_no") if name in names]
    return made + ([first_polars.plain_name("name")] if "name" in names else [])


def main():
    data, out, form, how, drawn, items = sys.argv[1:]
    items = items.split(",")
    first = [item for item in items if item.startswith("c")]
    further, drawn_frames = {}, lambda table: {}
    if len(first) < len(items):
        with open(drawn + ".json", encoding="utf-8") as file:
            further = json.load(file)
        sys.path.insert(0, os.path.dirname(drawn))
        drawn_frames = importlib.import_module(os.path.basename(drawn)).checks
    lazy = {table: scan(data, form, table) for table in TABLES}
    early, engine = {}, "in-memory"
    if how == "tuned":
        engine = "streaming"
        used = set(FIRST_COLUMNS) if first else set()
        for item in items:
            used.update(further[item]["columns"] if item in further else ())
        wanted = columns_of(sorted(used))
        texts = dict(zip(wanted, pl.collect_all([lazy[table].select(names) for table, names in wanted.items()], engine=engine)))
        if first:
            judged = first_polars.checks(lambda table: texts[table].lazy(), first_polars.bad_number_by_numpy)
            early = {item: judged[item] for item in ("c01", "c02", "c05", "c06") if item in items}
        frames = pl.collect_all([texts[table].lazy().with_columns(tuned_columns(names)) for table, names in wanted.items()], engine=engine)
        lazy.update(zip(wanted, (frame.lazy() for frame in frames)))
    made = {**(first_polars.checks(lazy.__getitem__) if first else {}), **drawn_frames(lazy.__getitem__), **early}
    if how == "each":
        found = (made[item].collect(engine=engine) for item in items)
    else:
        found = pl.collect_all([made[item] for item in items], engine=engine)
    for item, frame in zip(items, found):
        frame["rn"].to_numpy().astype("int64").tofile(os.path.join(out, item + ".rows"))


main()
