"""The first 30 checks as lazy frames of Polars. Each gives the numbers of the rows that are found, in the column `rn`."""
import datetime

import polars as pl
from tables import STANDARD, WEIGHTS

c, day = pl.col, datetime.date


def plain_name(column):
    return c(column).str.replace_all(" ", "", literal=True).str.replace_all("•", "·", literal=True)


def bad_number():
    """The check character from two halves of the number, in whole numbers of 32 bits."""
    number = c("person_id")
    halves = [(number.str.slice(start, length).cast(pl.UInt32, strict=False), length, start) for start, length in ((0, 9), (9, 8))]
    digits = [(half // 10 ** (length - 1 - place) % 10).cast(pl.UInt16) * WEIGHTS[start + place]
              for half, length, start in halves for place in range(length)]
    last = number.str.slice(17)
    last = pl.when(last == "X").then(pl.lit(10, pl.UInt16)).otherwise(last.cast(pl.UInt16, strict=False))
    right = (number.str.len_bytes() == 18) & ((pl.sum_horizontal(digits) % 11 + last) % 11 == 1)
    return ~(right & halves[0][0].is_not_null() & halves[1][0].is_not_null()).fill_null(False)


def bad_number_by_numpy():
    """The same on the bytes of the column."""
    import numpy as np

    def judge(numbers):
        bad = np.ones(len(numbers), bool)
        whole = numbers.str.len_bytes().fill_null(0).to_numpy() == 18
        text = "".join(numbers.filter(pl.Series(whole)).to_list()) if len(numbers) < 64 else numbers.filter(pl.Series(whole)).str.join("").item() or ""
        signs = np.frombuffer(text.encode(), np.uint8).reshape(-1, 18)
        digits = signs[:, :17] - np.uint8(48)
        expected = np.frombuffer(b"10X98765432", np.uint8)[digits.astype(np.uint16) @ np.array(WEIGHTS, np.uint16) % 11]
        bad[np.flatnonzero(whole)] = (digits > 9).any(axis=1) | (expected != signs[:, 17])
        return pl.Series(bad)
    return c("person_id").map_batches(judge, return_dtype=pl.Boolean)


def checks(table, bad=bad_number):
    """`table` gives the lazy frame of a name, `bad` the expression for a wrong number."""
    students, roster, poverty, disability, aid, persuasion = map(table, "students roster poverty disability aid persuasion".split())
    households, teachers, schools, settlements, visits = map(table, "households teachers schools settlements visits".split())
    person = "person_id"
    without = lambda frame, other, key=person: frame.join(other.select(key), on=key, how="anti")
    having = lambda frame, other, key=person: frame.join(other.select(key), on=key, how="semi")
    more_than = lambda frame, count, *keys: frame.group_by(keys).agg(pl.len().alias("rows")).filter(c("rows") > count)
    here = students.filter(c("status") == "在籍")
    whole = c(person).str.len_bytes() == 18
    pairs = students.select("rn", person, "school_code", "grade", "name").join(
        roster.select(person, "school_code", "grade", "name"), on=person, suffix="_there")
    differing = lambda column, value=c: pairs.filter(value(column) != value(column + "_there"))
    visited = more_than(visits.filter(c("visited_on").is_between(day(2025, 9, 1), day(2025, 12, 31))).with_columns(
        c("visited_on").dt.month().alias("month")), 1, person, "month")
    well_visited = more_than(visited, 3, person)
    due = pl.LazyFrame(STANDARD, schema=["item", "stage", "tier", "yuan"], orient="row")
    counted = students.filter(c("status").is_in(["在籍", "休学", "辍学"])).select("rn", "town_code", "status", person).join(
        roster.select(person).unique().with_columns(present=True), on=person, how="left").with_columns(
        kept=(c("status") == "在籍") & c("present").fill_null(False))
    low = counted.group_by("town_code").agg(c("kept").cast(pl.Int64).sum().alias("kept_rows"), pl.len().cast(pl.Int64).alias("rows")).filter(
        c("kept_rows") * 100 < c("rows") * 95)
    at = schools.select("school_code", c("town_code").alias("town"), c("status").alias("state"))
    two = settlements.join(at, left_on="primary_school", right_on="school_code", how="left").join(
        at, left_on="junior_school", right_on="school_code", how="left", suffix="_junior")
    right = (c("state") == "在办") & (c("state_junior") == "在办") & (c("town") == c("town_code")) & (c("town_junior") == c("town_code"))
    spring = (c("semester") == "2025春") & ~c("paid_on").is_between(day(2025, 2, 15), day(2025, 7, 15))
    autumn = (c("semester") == "2025秋") & ~c("paid_on").is_between(day(2025, 9, 1), day(2026, 1, 20))
    found = {
        "c01": students.filter(bad()),
        "c02": households.filter(bad()),
        "c03": having(students, more_than(students.filter(c(person).is_not_null()), 1, person)),
        "c04": two.filter(~right.fill_null(False)),
        "c05": students.filter(whole & (c(person).str.slice(6, 8) != c("birth_date").dt.strftime("%Y%m%d"))),
        "c06": students.filter(whole & (c("sex") != pl.when(c(person).str.slice(16, 1).is_in(list("13579"))).then(pl.lit("男")).otherwise(pl.lit("女")))),
        "c07": without(here, roster),
        "c08": without(roster, students),
        "c09": differing("school_code"),
        "c10": differing("grade"),
        "c11": differing("name", plain_name),
        "c12": without(households.filter((c("status") == "在籍") & c("birth_date").is_between(day(2010, 9, 1), day(2019, 8, 31))), students),
        "c13": without(students.filter(c("status") == "辍学"), persuasion.filter(c("persuader").is_not_null())),
        "c14": persuasion.filter((c("persuaded_on") < c("dropped_on")) | ((c("persuaded_on") - c("dropped_on")).dt.total_days() > 30)
                                 | (c("returned_on") < c("persuaded_on"))),
        "c15": without(persuasion.filter(c("result") == "已返校"), roster),
        "c16": aid.join(due, on=["item", "stage", "tier"], how="left").filter(c("yuan").is_null() | (c("yuan") != c("amount"))),
        "c17": without(aid, here),
        "c18": without(having(poverty, roster.filter(c("boarding") == "是")),
                       aid.filter((c("semester") == "2025秋") & (c("item") == "寄宿生生活补助"))),
        "c19": having(aid, more_than(aid, 1, person, "semester", "item"), [person, "semester", "item"]),
        "c20": aid.filter(spring | autumn),
        "c21": without(students, schools, "school_code"),
        "c22": without(roster, teachers, "teacher_no"),
        "c23": without(teachers, schools.filter(c("status") == "在办"), "school_code"),
        "c24": having(disability, students.filter(c("disability_flag") == "否")),
        "c25": without(students.filter(c("disability_flag") == "是"), disability),
        "c26": pl.concat([without(students.filter(c("poverty_flag") == "是"), poverty).select("rn"),
                          having(students.filter(c("poverty_flag") == "否"), poverty).select("rn")]),
        "c27": without(disability.filter(c("edu_mode") == "送教上门"), well_visited),
        "c28": without(having(poverty.filter(c("status") == "监测户"), here), well_visited),
        "c29": counted.join(low, on="town_code", how="semi").filter(~c("kept")),
        "c30": having(roster, more_than(roster, 55, "school_code", "grade", "class_no"), ["school_code", "grade", "class_no"]),
    }
    return {check: frame.select("rn") for check, frame in found.items()}
