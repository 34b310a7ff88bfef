#!/usr/bin/env python3
"""The checks by DuckDB.

    run_duckdb.py DATA OUT csv|parquet each|plain|tuned SET ITEM,ITEM,…

each: a query a check, straight from the files. plain: the needed columns loaded once, then the queries. tuned: the same with keys as whole numbers,
check characters worked out while loading, registry and roster joined once, visits summed up once. SET is the path of a set that `further.py` wrote, without its ending, or -. Writes the
numbers of the rows found to OUT/ITEM.rows, 8 bytes each.
"""
import json
import os
import sys

import duckdb
import first_sql
from tables import DAY, DECIMAL, FIRST_COLUMNS, TABLES, TEXT, WEIGHTS, WHOLE, columns_of

TYPES = {TEXT: "VARCHAR", WHOLE: "INTEGER", DECIMAL: "DOUBLE", DAY: "DATE"}
CODES = ("school_code", "town_code", "primary_school", "junior_school")


def source(data, form, table):
    path = f"{data}/{table}.{form}"
    if form == "parquet":
        return f"read_parquet('{path}')"
    declared = ", ".join(f"'{name}': '{TYPES[kind]}'" for name, kind in TABLES[table].items())
    return f"""read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {{{declared}}})"""


def tuned_columns(table, names):
    """What is kept of a table: its columns as numbers where they are keys, and faults of numbers as columns."""
    last = "CASE person_id[18] WHEN 'X' THEN 10 WHEN '' THEN 99 ELSE coalesce(try_cast(person_id[18] AS UTINYINT), 99) END"
    made = []
    for name in names:
        if name == "person_id":
            made.append(f"""CASE WHEN high IS NOT NULL AND low IS NOT NULL AND length(person_id) = 18 THEN (high::BIGINT * 100000000 + low) * 16 + ({last})
                WHEN person_id IS NOT NULL THEN -1 - (hash(person_id) >> 2)::BIGINT END AS person_id""")
            if table in ("students", "households"):
                digits = [f"{weight} * (high // {10 ** (8 - place)} % 10)" if place < 9 else f"{weight} * (low // {10 ** (16 - place)} % 10)"
                          for place, weight in enumerate(WEIGHTS)]
                made.append(f"coalesce(length(person_id) <> 18 OR ({' + '.join(digits)} + ({last})) % 11 <> 1 OR ({last}) = 99, true) AS bad_number")
        elif name in CODES:
            made.append(f"{name}::BIGINT AS {name}")
        elif name == "teacher_no":
            made.append("teacher_no[2:]::BIGINT AS teacher_no")
        elif name == "household_no":
            made.append("household_no[2:]::BIGINT AS household_no")
        elif name == "name":
            made.append(f"{first_sql.plain_name('name')} AS name")
        else:
            made.append(name)
    if table == "students" and {"person_id", "sex", "birth_date"} <= set(names):
        made.append("length(person_id) = 18 AND person_id[7:14] <> strftime(birth_date, '%Y%m%d') AS bad_birth")
        made.append("length(person_id) = 18 AND sex <> CASE WHEN ascii(person_id[17]) % 2 = 1 THEN '男' ELSE '女' END AS bad_sex")
    return ", ".join(made)


def main():
    data, out, form, how, drawn, items = sys.argv[1:]
    items = items.split(",")
    first = [item for item in items if item.startswith("c")]
    further = {}
    if len(first) < len(items):
        with open(drawn + ".json", encoding="utf-8") as file:
            further = json.load(file)
    queries = {**(first_sql.tuned_checks() if how == "tuned" else first_sql.checks()), **{item: one["sql"] for item, one in further.items()}}
    used = set(FIRST_COLUMNS) if first else set()
    for item in items:
        used.update(further[item]["columns"] if item in further else ())
    database = duckdb.connect()
    database.execute("SET threads = 2; SET preserve_insertion_order = false")
    for table, names in ({table: "*" for table in TABLES} if how == "each" else columns_of(sorted(used))).items():
        if how == "each":
            database.execute(f"CREATE VIEW {table} AS SELECT * FROM {source(data, form, table)}")
        elif how == "plain":
            database.execute(f"CREATE TABLE {table} AS SELECT {', '.join(names)} FROM {source(data, form, table)}")
        else:
            halves = "*, try_cast(person_id[1:9] AS INTEGER) AS high, try_cast(person_id[10:17] AS INTEGER) AS low" if "person_id" in names else "*"
            database.execute(f"CREATE TABLE {table} AS SELECT {tuned_columns(table, names)} FROM (SELECT {halves} FROM {source(data, form, table)})")
    if how == "tuned" and first:
        database.execute("""CREATE TABLE paired AS SELECT s.rn, s.status, s.town_code, r.rn IS NULL AS alone, s.school_code <> r.school_code AS other_school,
            s.grade <> r.grade AS other_grade, s.name <> r.name AS other_name FROM students s LEFT JOIN roster r ON r.person_id = s.person_id""")
        database.execute(f"CREATE TABLE well_visited AS {first_sql.WELL_VISITED}")
    for item in items:
        database.execute(queries[item]).fetchnumpy()["rn"].astype("int64").tofile(os.path.join(out, item + ".rows"))


main()
