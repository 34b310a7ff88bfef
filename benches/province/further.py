#!/usr/bin/env python3
"""Draws further checks over the tables of the province, and writes each as a sentence of Duban, as SQL and as an expression of Polars.

    further.py FOLDER [--seed N]

Three lots of 90, all different: d01 … over any columns, r01 … over columns alone that the first 30 checks read, u01 … over columns alone that they do not
read. The same seed gives the same checks. For each set of them FOLDER gets further_SET.duban (it uses province.duban, which is put beside it),
further_SET.json (SQL, and the columns that each check reads) and further_SET.py (Polars).
"""
import argparse
import datetime
import json
import math
import os
import random
import shutil

from tables import FIRST_COLUMNS

HERE = os.path.dirname(os.path.abspath(__file__))
A_LOT = 90
NOUNS = {"households": "household", "students": "student", "visits": "visit", "teachers": "teacher", "schools": "school", "settlements": "settlement"}
# What conditions may ask. Words with their share of the rows; spans of numbers and days over which rows lie evenly, `True` where a tail is rare.
DAY = datetime.date.fromisoformat
ASKED = {
    "households": {"status": {"在籍": .985, "迁出": .012, "死亡": .003}, "sex": {"男": .5, "女": .5}, "ethnicity": {"汉族": .55, "苗族": .1, "回族": .07},
                   "relation": {"长子": .17, "次子": .17, "长女": .17, "次女": .17, "孙子": .17}, "hukou_type": {"农业": .8, "非农业": .2},
                   "birth_date": (DAY("2009-09-01"), DAY("2020-08-31"), True), "registered_on": (DAY("2011-01-01"), DAY("2020-12-31"), False)},
    "students": {"status": {"在籍": .98, "休学": .003, "转出": .002, "辍学": .012}, "sex": {"男": .5, "女": .5}, "ethnicity": {"汉族": .55, "苗族": .1, "回族": .07},
                 "boarding": {"是": .27, "否": .73}, "left_behind": {"是": .2, "否": .8}, "disability_flag": {"是": .017, "否": .983},
                 "poverty_flag": {"是": .19, "否": .81}, "grade": (1, 9, False), "class_no": (1, 4, False),
                 "birth_date": (DAY("2010-09-01"), DAY("2019-08-31"), True), "enrol_date": (DAY("2017-09-01"), DAY("2025-09-01"), False),
                 "updated_on": (DAY("2025-09-01"), DAY("2025-10-30"), True)},
    "roster": {"grade": (1, 9, False), "class_no": (1, 4, False), "boarding": {"是": .27, "否": .73}, "seat_no": (1, 59, True),
               "present_on": (DAY("2025-10-20"), DAY("2025-10-24"), False), "absent_days": (0, 2, False)},
    "poverty": {"status": {"监测户": .12, "脱贫户": .79, "一般户": .09}, "relation": {"之子": .33, "之女": .33, "之孙": .33}, "reg_year": (2014, 2020, False),
                "school_stage": {"小学": .55, "初中": .27, "非义务教育": .18}, "annual_income": (4000, 19999, True)},
    "disability": {"category": (1, 7, False), "level": (1, 4, False), "issued_on": (DAY("2016-01-01"), DAY("2024-03-18"), True),
                   "edu_mode": {"随班就读": .65, "特教学校": .17, "送教上门": .18}},
    "aid": {"semester": {"2025春": .33, "2025秋": .67}, "item": {"寄宿生生活补助": .18, "非寄宿困难生补助": .48, "营养改善": .34},
            "stage": {"小学": .67, "初中": .33}, "tier": {"一档": .56, "二档": .44}, "paid_on": (DAY("2025-09-15"), DAY("2026-01-12"), False),
            "bank": {"农业银行": .33, "邮储银行": .33}, "amount": (250, 750, False)},
    "persuasion": {"result": {"已返校": .27, "未返校": .58, "去向不明": .15}, "method": {"入户": .33, "电话": .33, "座谈": .33},
                   "persuader_title": {"班主任": .25, "校长": .25, "包村干部": .25, "村支书": .25}, "dropped_on": (DAY("2025-03-01"), DAY("2025-10-06"), True),
                   "persuaded_on": (DAY("2025-03-10"), DAY("2025-10-20"), True)},
    "visits": {"mode": {"入户": .8, "电话": .15, "视频": .05}, "minutes": (10, 89, True), "visited_on": (DAY("2025-09-01"), DAY("2025-12-31"), True),
               "note": {"情况正常": .2, "家长配合": .2, "需心理辅导": .2}},
    "teachers": {"title": {"一级教师": .35, "高级教师": .2}, "subject": {"语文": .17, "数学": .17, "英语": .17, "体育": .17}, "sex": {"男": .5, "女": .5},
                 "status": {"在岗": .96, "借调": .03, "病休": .01}, "hired_on": (DAY("1990-08-01"), DAY("2025-05-01"), True),
                 "birth_date": (DAY("1966-01-01"), DAY("1999-12-01"), True)},
    "schools": {"status": {"在办": .88, "撤并": .12}, "stage": {"小学": .74, "初中": .25}, "is_boarding": {"是": .6, "否": .4},
                "built_year": (1950, 2023, True), "quota": (300, 1499, True)},
    "settlements": {"households": (50, 899, True), "children": (20, 599, True), "distance_km": (0, 5, False),
                    "completed_on": (DAY("2017-06-01"), DAY("2020-02-25"), True)},
}
# A row here nearly always has a row there, by the same key.
NEARLY_ALL = [(a, b, "person_id") for a, b in (
    ("students", "roster"), ("students", "households"), ("roster", "students"), ("roster", "households"), ("aid", "students"), ("aid", "roster"),
    ("aid", "poverty"), ("aid", "households"), ("poverty", "households"), ("disability", "households"), ("persuasion", "households"),
    ("persuasion", "students"), ("visits", "households"))] + [
    ("students", "schools", "school_code"), ("roster", "schools", "school_code"), ("aid", "schools", "school_code"), ("persuasion", "schools", "school_code"),
    ("roster", "teachers", "teacher_no"), ("visits", "teachers", "teacher_no"), ("poverty", "households", "household_no")]
RARELY = [(a, b, "person_id") for a, b in (
    ("students", "persuasion"), ("roster", "persuasion"), ("aid", "persuasion"), ("students", "disability"), ("households", "disability"),
    ("poverty", "disability"), ("roster", "visits"), ("students", "visits"), ("poverty", "visits"), ("aid", "visits"), ("aid", "disability"))]
SOMETIMES = RARELY + [(a, b, "person_id") for a, b in (
    ("students", "aid"), ("roster", "aid"), ("poverty", "aid"), ("households", "poverty"), ("roster", "poverty"), ("students", "poverty"),
    ("visits", "disability"), ("visits", "poverty"))] + [("poverty", "households", "household_no"), ("households", "poverty", "household_no")]
CHAINS = [("poverty", "roster", "aid"), ("students", "poverty", "households"), ("disability", "students", "households"), ("visits", "students", "roster"),
          ("aid", "students", "roster"), ("persuasion", "students", "households"), ("roster", "poverty", "aid"), ("households", "roster", "students"),
          ("roster", "students", "households"), ("poverty", "students", "roster"), ("visits", "poverty", "households")]
DIFFER = [("students", "roster", "person_id", "school_code grade class_no boarding name"), ("students", "households", "person_id", "name sex birth_date town_code"),
          ("roster", "students", "person_id", "school_code grade class_no boarding"), ("aid", "students", "person_id", "name school_code"),
          ("aid", "roster", "person_id", "name school_code"), ("poverty", "households", "person_id", "name town_code village household_no"),
          ("disability", "students", "person_id", "name town_code"), ("persuasion", "students", "person_id", "name school_code"),
          ("persuasion", "roster", "person_id", "name school_code"), ("disability", "households", "person_id", "name town_code")]
ALONG = [("students", "school_code", "schools"), ("roster", "school_code", "schools"), ("aid", "school_code", "schools"), ("persuasion", "school_code", "schools"),
         ("teachers", "school_code", "schools"), ("settlements", "primary_school", "schools"), ("settlements", "junior_school", "schools"),
         ("roster", "teacher_no", "teachers"), ("visits", "teacher_no", "teachers")]
KEY_OF = {"schools": "school_code", "teachers": "teacher_no"}
SAME_ALONG = [("students", "school_code", "schools", "town_code"), ("settlements", "primary_school", "schools", "town_code"),
              ("roster", "teacher_no", "teachers", "school_code"), ("settlements", "junior_school", "schools", "town_code")]
# Groups, and how many rows a large one of them has.
GROUPS = [("students", "school_code grade class_no", 50), ("roster", "school_code grade class_no", 50), ("roster", "teacher_no", 50),
          ("students", "school_code birth_date", 1.5), ("aid", "person_id", 3), ("aid", "person_id semester", 2), ("aid", "school_code paid_on", 4),
          ("visits", "person_id", 9), ("visits", "person_id visited_on", 1), ("visits", "teacher_no visited_on", 1.5), ("teachers", "school_code subject", 8),
          ("teachers", "subject title hired_on", .5), ("households", "household_no", 2), ("households", "household_no sex", 1.5),
          ("households", "town_code village", 12), ("poverty", "household_no", 1), ("poverty", "household_no relation", 1), ("poverty", "town_code village", 4),
          ("disability", "town_code category level", 4), ("persuasion", "school_code", 8), ("persuasion", "school_code method", 3),
          ("households", "village birth_date", 2), ("schools", "town_name stage", 60), ("students", "guardian_phone", 1), ("students", "enrol_date updated_on class_no", 900)]
UNIQUE = [("households", "person_id"), ("roster", "person_id"), ("aid", "person_id semester item"), ("aid", "person_id paid_on"), ("persuasion", "person_id"),
          ("visits", "person_id visited_on"), ("students", "student_no"), ("students", "guardian_phone"), ("students", "person_id school_code"),
          ("households", "household_no relation"), ("poverty", "household_no relation"), ("disability", "card_no"), ("teachers", "cert_no"), ("aid", "account_no"),
          ("teachers", "phone"), ("settlements", "settlement_name households"), ("visits", "teacher_no visited_on minutes"), ("poverty", "helper_phone"),
          ("persuasion", "log_no"), ("poverty", "person_id"), ("disability", "person_id"), ("households", "address registered_on")]
SHARES = [("students", "school_code"), ("students", "town_code"), ("students", "school_code grade"), ("roster", "school_code"), ("roster", "teacher_no"),
          ("households", "town_code"), ("households", "village"), ("poverty", "town_code"), ("aid", "school_code"), ("teachers", "school_code"),
          ("poverty", "village"), ("visits", "teacher_no"), ("students", "ethnicity updated_on"), ("teachers", "subject title")]
# Two days of a row, and how many days may lie between them.
BETWEEN_DAYS = [("students", "birth_date", "enrol_date", 2193, 2556), ("households", "birth_date", "registered_on", 4, 398), ("teachers", "birth_date", "hired_on", 0, 20000),
                ("persuasion", "dropped_on", "persuaded_on", 2, 27), ("students", "enrol_date", "updated_on", 1, 2980), ("students", "birth_date", "updated_on", 2210, 5480)]
TOTALS = [(subject, "aid", "amount", (1250, 2250), 125, " yuan") for subject in ("students", "roster", "poverty", "disability")] + [
    (subject, "visits", "minutes", (360, 640), 10, "") for subject in ("students", "roster", "poverty", "disability")]
LARGEST = [(subject, "aid", "amount", (500, 750), 125, " yuan") for subject in ("students", "roster", "poverty")] + [
    (subject, "visits", "minutes", (70, 88), 1, "") for subject in ("poverty", "disability", "roster", "students")]
DIFFERENT = [("poverty", "aid", "bank", 2), ("students", "aid", "bank", 2), ("disability", "visits", "mode", 2), ("poverty", "visits", "mode", 2), ("roster", "visits", "note", 4),
             ("poverty", "aid", "item", 1), ("roster", "aid", "tier", 1), ("aid", "visits", "note", 4)]
# Texts that few rows have: how, and what.
TEXTS = [("students", "guardian_phone", "matches", "1[0-9]{8}00"), ("students", "guardian_name", "starts with", "赵"), ("students", "student_no", "contains", "0000"),
         ("households", "address", "contains", "镇河"), ("households", "village", "starts with", "石"), ("households", "head_name", "contains", "·"),
         ("students", "name", "starts with", "赵"), ("persuasion", "persuader", "starts with", "周"), ("poverty", "helper_phone", "matches", "1[0-9]*[37]1"), ("poverty", "helper", "starts with", "李"),
         ("disability", "card_no", "matches", "[0-9X]{18}7[12]"), ("aid", "account_no", "matches", "621[0-9]*9{2}"), ("teachers", "cert_no", "starts with", "200800"),
         ("teachers", "phone", "contains", "000"), ("visits", "note", "contains", "外出"), ("persuasion", "log_no", "contains", "77"), ("schools", "school_name", "contains", "石"),
         ("schools", "principal", "starts with", "王"), ("settlements", "settlement_name", "starts with", "山"), ("poverty", "village", "starts with", "大"),
         ("persuasion", "persuader_title", "contains", "村支"), ("households", "name", "contains", "·")]


class NotDrawn(Exception):
    """The lot does not hold what was drawn; draw again."""


class Condition:
    """A condition on the columns of one table, in the three languages. `share` is about how many of the rows it holds for."""

    def __init__(self, columns, share, sentence, sql, polars, opposite=None):
        self.columns, self.share, self.sentence, self.sql, self.polars, self.opposite = columns, share, sentence, sql, polars, opposite

    def negated(self):
        if self.opposite:
            return Condition(self.columns, 1 - self.share, *self.opposite)
        return Condition(self.columns, 1 - self.share, f"not {self.sentence}", f"NOT {self.sql}", f"~{self.polars}")

    def joined(self, other, word):
        share = self.share * other.share if word == "and" else min(1, self.share + other.share)
        return Condition(self.columns | other.columns, share, f"({self.sentence} {word} {other.sentence})", f"({self.sql} {word.upper()} {other.sql})",
                         f"({self.polars} {'&' if word == 'and' else '|'} {other.polars})")

    def after(self, word):
        return f" {word} {self.sentence}" if self.columns else ""


EVERY = Condition(frozenset(), 1.0, "", "true", "pl.lit(True)")


def said(table, column):
    """The name of a column in the checklist."""
    return "item_name" if (table, column) == ("aid", "item") else column


def noun(table):
    return NOUNS.get(table, table)


def with_article(table):
    """`a roster`, `an aid`."""
    return f"{'an' if table[0] in 'aeiou' else 'a'} {noun(table)}"


def literal(value, unit=""):
    """A constant in the three languages."""
    if isinstance(value, datetime.date):
        return str(value), f"DATE '{value}'", f"day({value.year}, {value.month}, {value.day})"
    return f"{value}{unit}", str(value), str(value)


OPPOSITE = {"<": ">=", ">": "<=", ">=": "<", "<=": ">"}


def compared(table, column, sign, value, share, unit=""):
    text, sql, polars = literal(value, unit)

    def written(sign):
        return f"{said(table, column)} {sign} {text}", f"{column} {sign} {sql}", f"(c('{column}') {sign} {polars})"
    return Condition(frozenset([f"{table}.{column}"]), share, *written(sign), written(OPPOSITE[sign]))


def apart(*conditions):
    """Conditions that would speak of the same column twice are drawn again."""
    if len(frozenset().union(*(one.columns for one in conditions))) < sum(len(one.columns) for one in conditions):
        raise NotDrawn


class Check:
    """A check in the three languages; `declared` stands before its sentence."""

    def __init__(self, columns, sentence, sql, polars, declared=None):
        self.columns, self.sentence, self.sql, self.polars, self.declared = frozenset(columns), sentence, sql, polars, declared
        self.form = None


class Lot:
    """Draws checks over the columns that `allowed` lets through."""

    def __init__(self, seed, allowed):
        self.random, self.allowed = random.Random(seed), allowed
        self.forms = [self.value, self.value, self.combined, self.exists, self.none, self.often, self.chain, self.differ, self.along, self.same_along,
                      self.group, self.unique, self.share, self.days, self.total, self.largest, self.different, self.text]

    def draw(self, count):
        found = {}
        while len(found) < count:
            form = self.random.choice(self.forms)
            try:
                check = form()
            except NotDrawn:
                continue
            check.form = form.__name__
            if all(self.allowed(column) for column in check.columns):
                found.setdefault(check.sql, check)
        return list(found.values())

    def choose(self, options):
        return self.random.choice(list(options))

    def asked(self, table, rare):
        def fits(column, spec):
            if not self.allowed(f"{table}.{column}"):
                return False
            return not rare or (min(spec.values()) < self.few(table) if isinstance(spec, dict) else spec[2])
        columns = [column for column, spec in ASKED[table].items() if fits(column, spec)]
        if not columns:
            raise NotDrawn
        column = self.choose(columns)
        return column, ASKED[table][column]

    @staticmethod
    def few(table):
        """Under which share of the rows a word is rare; closed schools are one in eight, and hardly anybody's."""
        return .13 if table == "schools" else .04

    def words(self, table, column, words, share):
        listed, quoted = ", ".join(f'"{word}"' for word in words), ", ".join(f"'{word}'" for word in words)
        sentence = f"{said(table, column)} = {listed}" if len(words) == 1 else f"({said(table, column)} is one of {listed})"
        sql = f"{column} = {quoted}" if len(words) == 1 else f"{column} IN ({quoted})"
        polars = f"(c('{column}') == {quoted})" if len(words) == 1 else f"c('{column}').is_in([{quoted}])"
        opposite = (f"{said(table, column)} is not {listed}", f"{column} <> {quoted}", f"(c('{column}') != {quoted})") if len(words) == 1 else None
        return Condition(frozenset([f"{table}.{column}"]), share, sentence, sql, polars, opposite)

    def rare(self, table):
        """A condition that about one row in fifty meets."""
        column, spec = self.asked(table, True)
        if isinstance(spec, dict):
            words = self.random.sample(sorted(word for word, share in spec.items() if share < self.few(table)), 1)
            return self.words(table, column, words, sum(spec[word] for word in words))
        low, high, _ = spec
        width = (high - low).days if isinstance(low, datetime.date) else high - low
        cut = max(1, round(width * self.random.uniform(.004, .02)))
        cut = datetime.timedelta(cut) if isinstance(low, datetime.date) else cut
        return compared(table, column, *self.choose([("<", low + cut), (">", high - cut)]), .015)

    def part(self, table, most=2):
        """Up to two conditions that a good part of the rows meets."""
        made = EVERY
        for _ in range(self.random.randint(0, most)):
            try:
                column, spec = self.asked(table, False)
            except NotDrawn:
                break
            if f"{table}.{column}" in made.columns:
                continue
            one = self.part_of(table, column, spec)
            made = made.joined(one, "and") if made.columns else one
        return made

    def part_of(self, table, column, spec):
        if isinstance(spec, dict):
            count = self.random.randint(1, max(1, len(spec) - 1))
            words = self.random.sample(sorted(spec), count)
            return self.words(table, column, words, sum(spec[word] for word in words))
        low, high, _ = spec
        unit = " yuan" if column == "amount" else ""
        days = isinstance(low, datetime.date)
        width = (high - low).days if days else high - low
        steps = sorted(self.random.sample(range(1, width), 2)) if width > 2 else [1, width - 1]
        first, last = (low + datetime.timedelta(step) if days else low + step for step in steps)
        share = (steps[1] - steps[0] + 1) / (width + 1)
        way = self.random.randrange(3)
        if way == 0:
            return compared(table, column, ">=", first, 1 - steps[0] / (width + 1), unit)
        if way == 1:
            return compared(table, column, "<=", last, (steps[1] + 1) / (width + 1), unit)
        texts, sqls, polars = zip(literal(first, unit), literal(last, unit))
        return Condition(frozenset([f"{table}.{column}"]), share, f"({said(table, column)} is from {texts[0]} to {texts[1]})",
                         f"({column} BETWEEN {sqls[0]} AND {sqls[1]})", f"c('{column}').is_between({polars[0]}, {polars[1]})")

    def mild(self, table):
        """Nothing, or a condition that nearly every row meets."""
        try:
            return self.rare(table).negated() if self.random.random() < .7 else EVERY
        except NotDrawn:
            return EVERY

    # The forms. Rows without the key are judged by none of them.

    def value(self):
        table = self.choose(ASKED)
        of, bad = self.part(table), self.rare(table)
        apart(of, bad)
        return Check(of.columns | bad.columns, f"every {noun(table)}{of.after('where')} must be ({bad.negated().sentence})",
                     f"SELECT rn FROM {table} WHERE {of.sql} AND {bad.sql}", f"t('{table}').filter({of.polars} & {bad.polars})")

    def combined(self):
        table = self.choose(ASKED)
        rare, other = self.rare(table), self.rare(table)
        one, two, of = self.part_of(table, *self.asked(table, False)), self.part_of(table, *self.asked(table, False)), self.part(table, 1)
        apart(of, rare, one)
        apart(of, two, other)
        bad = rare.joined(one, "and").joined(two.negated().joined(other, "and"), "or")
        both = of.joined(bad, "and") if of.columns else bad
        return Check(both.columns, f"no {noun(table)} where {both.sentence}", f"SELECT rn FROM {table} WHERE {both.sql}", f"t('{table}').filter({both.polars})")

    def related(self, pairs, condition):
        table, other, key = self.choose(pairs)
        of, having = self.part(table), condition(other)
        columns = of.columns | having.columns | {f"{table}.{key}", f"{other}.{key}"}
        return table, other, key, of, having, columns

    def exists(self):
        table, other, key, of, having, columns = self.related(NEARLY_ALL, self.mild)
        return Check(columns, f"every {noun(table)}{of.after('where')} must have {with_article(other)} by {key}{having.after('where')}",
                     f"SELECT a.rn FROM (SELECT * FROM {table} WHERE {of.sql}) a WHERE {key} IS NOT NULL "
                     f"AND NOT EXISTS (SELECT 1 FROM (SELECT * FROM {other} WHERE {having.sql}) b WHERE b.{key} = a.{key})",
                     f"t('{table}').filter({of.polars} & c('{key}').is_not_null()).join(t('{other}').filter({having.polars}).select('{key}'), on='{key}', how='anti')")

    def none(self):
        table, other, key, of, having, columns = self.related(RARELY + NEARLY_ALL, self.rare)
        return Check(columns, f"every {noun(table)}{of.after('where')} must have no {noun(other)} by {key}{having.after('where')}",
                     f"SELECT a.rn FROM (SELECT * FROM {table} WHERE {of.sql}) a WHERE EXISTS (SELECT 1 FROM (SELECT * FROM {other} WHERE {having.sql}) b WHERE b.{key} = a.{key})",
                     f"t('{table}').filter({of.polars}).join(t('{other}').filter({having.polars}).select('{key}'), on='{key}', how='semi')")

    def often(self):
        table, other, key, of, having, columns = self.related(SOMETIMES, self.part)
        most = self.random.randint(1, 3) if other != "visits" else math.ceil(10 * having.share) + 1
        return Check(columns, f"every {noun(table)}{of.after('where')} must have at most {most} {other} by {key}{having.after('where')}",
                     f"SELECT a.rn FROM {table} a JOIN (SELECT {key} FROM {other} WHERE {having.sql} GROUP BY {key} HAVING count(*) > {most}) b USING ({key}) WHERE {of.sql}",
                     f"t('{table}').filter({of.polars}).join(t('{other}').filter({having.polars}).group_by('{key}').agg(pl.len().alias('rows')).filter(c('rows') > {most})"
                     f".select('{key}'), on='{key}', how='semi')")

    def chain(self):
        table, other, third = self.choose(CHAINS)
        key, of, having, then = "person_id", self.part(table, 1), self.part(other, 1), self.mild(third)
        columns = of.columns | having.columns | then.columns | {f"{name}.{key}" for name in (table, other, third)}
        begin = f"{of.after('where')} and" if of.columns else " where"
        return Check(columns, f"every {noun(table)}{begin} has {with_article(other)} by {key}{having.after('where')} must have {with_article(third)} by {key}{then.after('where')}",
                     f"SELECT a.rn FROM (SELECT * FROM {table} WHERE {of.sql}) a WHERE EXISTS (SELECT 1 FROM (SELECT * FROM {other} WHERE {having.sql}) b WHERE b.{key} = a.{key}) "
                     f"AND NOT EXISTS (SELECT 1 FROM (SELECT * FROM {third} WHERE {then.sql}) d WHERE d.{key} = a.{key})",
                     f"t('{table}').filter({of.polars}).join(t('{other}').filter({having.polars}).select('{key}'), on='{key}', how='semi')"
                     f".join(t('{third}').filter({then.polars}).select('{key}'), on='{key}', how='anti')")

    def differ(self):
        table, other, key, fields = self.choose(DIFFER)
        field, of = self.choose(fields.split()), self.part(table)
        begin = f"{of.after('where')} and" if of.columns else " where"
        plain = (lambda text: f"replace(replace({text}, ' ', ''), '•', '·')") if field == "name" else str
        polars = (lambda text: f"{text}.str.replace_all(' ', '', literal=True).str.replace_all('•', '·', literal=True)") if field == "name" else str
        here, there = polars(f"c('{field}')"), polars("c('there')")
        return Check(of.columns | {f"{name}.{column}" for name in (table, other) for column in (key, field)},
                     f"no {noun(table)}{begin} has {with_article(other)} by {key} where {other}.{field} is not equal to {table}.{field}",
                     f"SELECT DISTINCT a.rn FROM (SELECT * FROM {table} WHERE {of.sql}) a JOIN {other} b USING ({key}) WHERE {plain('a.' + field)} <> {plain('b.' + field)}",
                     f"t('{table}').filter({of.polars}).select('rn', '{key}', '{field}').join(t('{other}').select('{key}', c('{field}').alias('there')), on='{key}').filter({here} != {there})")

    def along(self):
        table, reference, other = self.choose(ALONG)
        of, bad, key = self.part(table), self.rare(other), KEY_OF[other]
        sentence = f"{reference}.{bad.negated().sentence}"
        return Check(of.columns | bad.columns | {f"{table}.{reference}", f"{other}.{key}"}, f"every {noun(table)}{of.after('where')} must be ({sentence})",
                     f"SELECT a.rn FROM (SELECT * FROM {table} WHERE {of.sql}) a JOIN (SELECT * FROM {other} WHERE {bad.sql}) b ON b.{key} = a.{reference}",
                     f"t('{table}').filter({of.polars}).join(t('{other}').filter({bad.polars}).select('{key}'), left_on='{reference}', right_on='{key}', how='semi')")

    def same_along(self):
        table, reference, other, field = self.choose(SAME_ALONG)
        of, key = self.part(table), KEY_OF[other]
        return Check(of.columns | {f"{table}.{reference}", f"{other}.{key}", f"{table}.{field}", f"{other}.{field}"},
                     f"every {noun(table)}{of.after('where')} must be ({reference}.{field} = {field})",
                     f"SELECT a.rn FROM (SELECT * FROM {table} WHERE {of.sql}) a JOIN {other} b ON b.{key} = a.{reference} WHERE b.{field} <> a.{field}",
                     f"t('{table}').filter({of.polars}).select('rn', '{reference}', '{field}').join(t('{other}').select(c('{key}').alias('at'), c('{field}').alias('there')), "
                     f"left_on='{reference}', right_on='at').filter(c('{field}') != c('there'))")

    def group(self):
        table, keys, size = self.choose(GROUPS)
        keys, of, counted = keys.split(), self.part(table, 1), self.part(table, 1)
        mean = size * counted.share
        most = max(1, math.ceil(mean + 2.3 * math.sqrt(mean)))
        return Check(of.columns | counted.columns | {f"{table}.{key}" for key in keys},
                     f"every {noun(table)}{of.after('where')} must have (count of {table} of the same {', '.join(said(table, key) for key in keys)}{counted.after('where')}) at most {most}",
                     f"SELECT a.rn FROM (SELECT * FROM {table} WHERE {of.sql}) a JOIN (SELECT {', '.join(keys)} FROM {table} WHERE {counted.sql} GROUP BY ALL HAVING count(*) > {most}) b USING ({', '.join(keys)})",
                     f"t('{table}').filter({of.polars}).join(t('{table}').filter({counted.polars}).group_by({keys}).agg(pl.len().alias('rows')).filter(c('rows') > {most}).select({keys}), on={keys}, how='semi')")

    def unique(self):
        table, keys = self.choose(UNIQUE)
        keys, of = keys.split(), self.part(table)
        subject = "POPULATION" if of.columns else table
        return Check(of.columns | {f"{table}.{key}" for key in keys}, f"{subject} are unique by {', '.join(said(table, key) for key in keys)}",
                     f"WITH a AS (SELECT * FROM {table} WHERE {of.sql}) SELECT rn FROM a JOIN (SELECT {', '.join(keys)} FROM a GROUP BY ALL HAVING count(*) > 1) USING ({', '.join(keys)})",
                     f"t('{table}').filter({of.polars}).join(t('{table}').filter({of.polars}).group_by({keys}).agg(pl.len().alias('rows')).filter(c('rows') > 1).select({keys}), on={keys}, how='semi')",
                     f"population POPULATION = {table}{of.after('where')}" if of.columns else None)

    def share(self):
        table, keys = self.choose(SHARES)
        keys, of, bad = keys.split(), self.part(table, 1), self.rare(table)
        apart(of, bad)
        percent = round(100 * (1 - bad.share)) if bad.share > .02 else self.choose([96, 97, 98])
        good = bad.negated()
        return Check(of.columns | bad.columns | {f"{table}.{key}" for key in keys},
                     f"every {noun(table)}{of.after('where')} must be (({good.sentence}) or (share of {table} of the same {', '.join(said(table, key) for key in keys)}"
                     f"{of.after('where')} that {good.sentence}) is at least {percent}%)",
                     f"WITH a AS (SELECT * FROM {table} WHERE {of.sql}) SELECT rn FROM a JOIN (SELECT {', '.join(keys)} FROM a GROUP BY ALL "
                     f"HAVING count(*) FILTER ({good.sql}) * 100 < count(*) * {percent}) USING ({', '.join(keys)}) WHERE {bad.sql}",
                     f"t('{table}').filter({of.polars} & {bad.polars}).join(t('{table}').filter({of.polars}).group_by({keys}).agg(({good.polars}).cast(pl.Int64).sum().alias('good'), "
                     f"pl.len().cast(pl.Int64).alias('rows')).filter(c('good') * 100 < c('rows') * {percent}).select({keys}), on={keys}, how='semi')")

    def days(self):
        table, first, last, low, high = self.choose(BETWEEN_DAYS)
        of = self.part(table)
        sign, limit, words = self.choose([("<", low + self.random.randint(0, 6), "at least"), (">", high - self.random.randint(0, 6), "at most")])
        return Check(of.columns | {f"{table}.{first}", f"{table}.{last}"}, f"every {noun(table)}{of.after('where')} must have (days from {first} to {last}) {words} {limit} days",
                     f"SELECT rn FROM {table} WHERE {of.sql} AND date_diff('day', {first}, {last}) {sign} {limit}",
                     f"t('{table}').filter({of.polars} & ((c('{last}') - c('{first}')).dt.total_days() {sign} {limit}))")

    def summed(self, options, words, sql, polars, with_rows=False):
        """`with_rows`: only rows that have some are judged, since nothing has no largest value."""
        table, other, column, limits, step, unit = self.choose(options)
        of, having = self.part(table, 1), self.part(other, 1)
        judged = of.after("where")
        if with_rows:
            judged += f"{' and' if of.columns else ' where'} has {with_article(other)} by person_id{having.after('where')}"
        limit = self.choose(range(limits[0], limits[1] + 1, step))
        return Check(of.columns | having.columns | {f"{table}.person_id", f"{other}.person_id", f"{other}.{column}"},
                     f"every {noun(table)}{judged} must have ({words} {other}.{column} by person_id{having.after('where')}) at most {limit}{unit}",
                     f"SELECT a.rn FROM (SELECT * FROM {table} WHERE {of.sql}) a JOIN (SELECT person_id FROM {other} WHERE {having.sql} GROUP BY person_id HAVING {sql}({column}) > {limit}) b USING (person_id)",
                     f"t('{table}').filter({of.polars}).join(t('{other}').filter({having.polars}).group_by('person_id').agg(c('{column}').{polars}().alias('worked_out'))"
                     f".filter(c('worked_out') > {limit}).select('person_id'), on='person_id', how='semi')")

    def total(self):
        return self.summed(TOTALS, "total of", "sum", "sum")

    def largest(self):
        return self.summed(LARGEST, "largest of", "max", "max", with_rows=True)

    def different(self):
        table, other, column, most = self.choose(DIFFERENT)
        of, having = self.part(table), self.part(other, 1)
        return Check(of.columns | having.columns | {f"{table}.person_id", f"{other}.person_id", f"{other}.{column}"},
                     f"every {noun(table)}{of.after('where')} must have (count of different {other}.{said(other, column)} by person_id{having.after('where')}) at most {most}",
                     f"SELECT a.rn FROM (SELECT * FROM {table} WHERE {of.sql}) a JOIN (SELECT person_id FROM {other} WHERE {having.sql} GROUP BY person_id HAVING count(DISTINCT {column}) > {most}) b USING (person_id)",
                     f"t('{table}').filter({of.polars}).join(t('{other}').filter({having.polars}).group_by('person_id').agg(c('{column}').n_unique().alias('rows')).filter(c('rows') > {most})"
                     f".select('person_id'), on='person_id', how='semi')")

    def text(self):
        table, column, how, what = self.choose(TEXTS)
        of = self.part(table)
        sql = {"matches": f"regexp_full_match({column}, '{what}')", "starts with": f"starts_with({column}, '{what}')", "contains": f"contains({column}, '{what}')"}[how]
        polars = {"matches": f"c('{column}').str.contains('^(?:{what})$')", "starts with": f"c('{column}').str.starts_with('{what}')",
                  "contains": f"c('{column}').str.contains('{what}', literal=True)"}[how]
        begin = f"{of.after('where')} and" if of.columns else " where"
        return Check(of.columns | {f"{table}.{column}"}, f'no {noun(table)}{begin} {said(table, column)} {how} "{what}"',
                     f"SELECT rn FROM {table} WHERE {of.sql} AND {sql}", f"t('{table}').filter({of.polars} & {polars})")


def lots(seed):
    """The three lots, each check under its name. What one lot has drawn, no other draws again."""
    made, seen = {}, set()
    for letter, allowed in (("d", lambda column: True), ("r", lambda column: column in FIRST_COLUMNS), ("u", lambda column: column not in FIRST_COLUMNS)):
        drawn = [check for check in Lot(f"{seed}{letter}", allowed).draw(A_LOT * 2) if check.sql not in seen][:A_LOT]
        seen.update(check.sql for check in drawn)
        made.update((f"{letter}{number:02}", check) for number, check in enumerate(drawn, 1))
    return made


SETS = {"60": ("d", 30), "120": ("d", 90), "read": ("r", 90), "unread": ("u", 90)}


def write(folder, seed=1):
    """Writes the sets of checks to a folder; gives the names of the checks of each set."""
    os.makedirs(folder, exist_ok=True)
    shutil.copy(os.path.join(HERE, "province.duban"), folder)
    made, named = lots(seed), {}
    for name, (letter, count) in SETS.items():
        checks = {item: check for item, check in made.items() if item[0] == letter and int(item[1:]) <= count}
        write_set(os.path.join(folder, f"further_{name}"), checks)
        named[name] = list(checks)
    return named


def write_set(path, checks):
    lines = ['checklist further "Further checks over the province" / 「另外的检查」', 'use "province"', 'source drawn "Drawn by a script" / 「脚本生成」']
    for item, check in checks.items():
        if check.declared:
            lines += ["", check.declared.replace("POPULATION", f"rows_of_{item}")]
        lines += ["", f'item {item} "Check {item}" / 「检查{item}」', "  cites drawn 1", "  " + check.sentence.replace("POPULATION", f"rows_of_{item}")]
    with open(path + ".duban", "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    with open(path + ".json", "w", encoding="utf-8") as file:
        json.dump({item: {"form": check.form, "sql": check.sql, "columns": sorted(check.columns)} for item, check in checks.items()}, file, ensure_ascii=False, indent=1)
    with open(path + ".py", "w", encoding="utf-8") as file:
        file.write("import datetime\n\nimport polars as pl\n\nc, day = pl.col, datetime.date\n\n\ndef checks(t):\n    return {\n")
        file.writelines(f"        {item!r}: {check.polars}.select('rn'),\n" for item, check in checks.items())
        file.write("    }\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    write(asked.folder, asked.seed)
