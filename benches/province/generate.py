#!/usr/bin/env python3
"""A made-up province in 11 registers, as CSV and as Parquet.

    generate.py PUPILS FOLDER [--seed N]

The same number of pupils and the same seed give the same bytes. Every register has `rn`, the number of its row from 1. A county has 50,000
pupils and 12 townships; its code begins with 99, as that of no place does. Numbers of persons have 17 digits and their check character. Nearly
every child is in order; some have one of the faults of FAULTS, so that each of the 30 checks finds about one row in a hundred.
"""
import argparse
import os

import numpy as np
import polars as pl

SURNAMES = "赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹柏窦章苏潘葛范彭"
GIVEN = "一宁安然可心乐天明远文清嘉禾若水思齐景行知微子衿言成蹊晨曦雨晴云帆海川山青松柏竹兰梅芳春华秋实冬阳夏荷星辰月朗书墨琴棋诗画礼信义仁智勇和平"
PLACES = "东西南北上中下大小前后新老青白红黄石木水泉溪河湖岭坡坪坝沟湾桥井田园林竹松"
TOWNS = ["城关镇", "青石镇", "白水镇", "上河乡", "下河乡", "新桥镇", "大坪乡", "高坡乡", "柳湾镇", "松林乡", "双溪镇", "花园乡"]
TOWN_SHARES = np.array([19, 10, 9, 9, 8, 8, 7, 7, 7, 6, 5, 5]) / 100
STATES = np.array(["在籍", "休学", "转出", "辍学"])
# What may be wrong with a child of school age, and for how many; a variant of a name is no fault and must not be found.
FAULTS = {"number": .005, "birth": .006, "sex": .006, "absent": .010, "school": .010, "grade": .010, "name": .006, "name variant": .006,
          "unregistered": .010, "no such school": .005, "disability mark": .005, "poverty mark": .010, "twice": .005}
AID_ITEMS, AID_STAGES, AID_TIERS = ["寄宿生生活补助", "非寄宿困难生补助", "营养改善"], ["小学", "初中"], ["一档", "二档"]
AID_YUAN = np.array([[[625., 500.], [750., 625.]], [[312.5, 250.], [375., 312.5]], [[500., 500.], [500., 500.]]])
TEACHERS_A_SCHOOL = 48


def date(text):
    return np.datetime64(text)


def days_after(first, counts):
    return date(first) + np.asarray(counts).astype("timedelta64[D]")


def as_number(days):
    """20250901 for each day."""
    months = days.astype("datetime64[M]")
    year, month = months.astype(int) // 12 + 1970, months.astype(int) % 12 + 1
    return year * 10000 + month * 100 + (days - months).astype(int) + 1


def texts(numbers, width=0):
    made = pl.Series(np.asarray(numbers)).cast(pl.String)
    return made.str.zfill(width) if width else made


def either(mask, yes, no):
    """`yes` where the mask holds, else `no`: two columns or constants."""
    value = lambda one: one if isinstance(one, pl.Series) else pl.lit(one, pl.String)
    return pl.select(pl.when(pl.Series(np.asarray(mask))).then(value(yes)).otherwise(value(no))).to_series()


def citizen_number(area, born, serial):
    """Area, day of birth and serial number, with the check character of GB 11643."""
    number = area.astype(np.int64) * 10**11 + as_number(born) * 1000 + serial
    total, rest, weight = np.zeros(len(number), np.int64), number.copy(), 1
    for _ in range(17):
        weight = weight * 2 % 11
        total += rest % 10 * weight
        rest //= 10
    return texts(number) + pl.Series(np.array(list("10X98765432"))[total % 11])


def spoilt(numbers, mask, way):
    """Numbers where the mask holds made wrong in one of four ways: check character, as a spreadsheet shows it, a digit short, blank."""
    last = numbers.str.slice(17)
    wrong = numbers.str.slice(0, 17) + either((last == "X").to_numpy(), "0", last.replace("9", "X").replace({str(d): str(d + 1) for d in range(9)}))
    rounded = numbers.str.slice(0, 1) + "." + numbers.str.slice(1, 5) + "E+17"
    made = either(way == 0, wrong, either(way == 1, rounded, either(way == 2, numbers.str.slice(0, 17), None)))
    return either(mask, made, numbers)


class Province:
    """Draws everything in one order, so that the seed fixes it."""

    def __init__(self, pupils, folder, seed):
        self.draw = np.random.Generator(np.random.PCG64(seed))
        self.pupils, self.folder = pupils, folder
        self.counties = max(1, pupils // 50000)
        self.areas = 990101 + np.arange(self.counties)
        os.makedirs(folder, exist_ok=True)

    def chance(self, count, share):
        return self.draw.random(count) < share

    def pick(self, words, count, shares=None):
        return pl.Series(np.array(words)[self.draw.choice(len(words), count, p=shares)])

    def between(self, low, high, count):
        """Whole numbers from `low` up to, not including, `high`."""
        return self.draw.integers(low, high, count)

    def names(self, count):
        letters = lambda of: pl.Series(np.array(list(of))[self.between(0, len(of), count)])
        short = letters(SURNAMES) + letters(GIVEN)
        name = either(self.chance(count, .85), short + letters(GIVEN), short)
        return either(self.chance(count, .01), name + "·" + letters(GIVEN) + letters(GIVEN), name)

    def phones(self, count):
        return texts(10000000000 + self.between(0, 10**9, count))

    def write(self, table, frame, order):
        """Rows in the order of some columns, numbered; gives the number of each row as it was made."""
        frame = frame.with_row_index("made").sort(order, maintain_order=True)
        number = np.empty(frame.height, np.int64)
        number[frame["made"].to_numpy()] = np.arange(1, frame.height + 1)
        frame = frame.drop("made").with_row_index("rn", 1).with_columns(pl.col("rn").cast(pl.Int32))
        path = os.path.join(self.folder, table)
        frame.write_csv(path + ".csv")
        frame.write_parquet(path + ".parquet", compression="zstd", row_group_size=262144)
        return number

    def make(self):
        self.children()
        self.schools()
        self.classes()
        self.teachers()
        self.households()
        self.students()
        self.roster()
        self.registers()
        self.aid()
        self.persuasion()
        self.visits()
        self.settlements()

    def children(self):
        """Children from 5 to 16, those of school age with at most one fault each."""
        count = self.count = self.pupils * 11 // 9
        self.county, within = np.arange(count) % self.counties, np.arange(count) // self.counties
        self.area = self.areas[self.county]
        first = date("2009-09-01")
        span = int((date("2020-09-01") - first).astype(int))
        self.born = days_after("2009-09-01", (within * 1709 + self.county * 23) % span)
        self.male = self.between(0, 2, count)
        self.number = citizen_number(self.area, self.born, within // span * 2 + 20 + self.male)
        self.name = self.names(count)
        self.sex = np.where(self.male == 1, "男", "女")
        self.town = self.draw.choice(12, count, p=TOWN_SHARES)
        self.town_code = self.area * 1000 + 100 + self.town
        household = within // 2 * self.counties + self.county
        self.household = "H" + texts(self.area) + texts(household // self.counties, 7)
        self.people = self.pick(["汉族", "蒙古族", "回族", "苗族", "壮族", "满族"], count, [.55, .15, .13, .08, .06, .03])
        letters = np.array(list(PLACES))
        self.village = pl.Series(letters[self.between(0, len(letters), count)]) + pl.Series(letters[self.between(0, len(letters), count)]) + "村"
        months = self.born.astype("datetime64[M]").astype(int) - date("2010-09").astype("datetime64[M]").astype(int)
        self.grade = np.where((months >= 0) & (months < 108), 9 - months // 12, 0)
        self.of_age = self.grade > 0
        self.junior = (self.grade >= 7).astype(int)
        drawn = np.searchsorted(np.cumsum(list(FAULTS.values())), self.draw.random(count))
        self.fault_of = np.where(self.of_age, drawn, len(FAULTS))
        self.poor, self.disabled = self.chance(count, .18), self.chance(count, .012)
        self.spoilt_way = self.between(0, 4, count)
        weak = np.zeros(self.counties * 12, bool)
        weak[self.draw.choice(len(weak), max(1, len(weak) // 15), replace=False)] = True
        self.weak = weak[self.county * 12 + self.town]

    def fault(self, kind):
        return self.fault_of == list(FAULTS).index(kind)

    def schools(self):
        """Seven schools a township, one that was closed, and a special school a county."""
        towns = np.arange(self.counties * 12)
        area, town = self.areas[towns // 12], towns % 12
        numbers = [1, 2, 3, 4, 5, 6, 7, 91]
        code = (np.repeat(area * 10000 + town * 100, 8) + np.tile(numbers, len(towns))).astype(np.int64)
        code = np.concatenate([code, self.areas * 10000 + 9901])
        kind = code % 100
        special = code % 10000 == 9901
        town = np.where(special, 0, code // 100 % 100)
        stage = np.where(special, "特教", np.where((kind == 6) | (kind == 7), "初中", "小学"))
        count = len(code)
        ending = pl.Series(np.where(special, "特殊教育学校", np.where(stage == "初中", "中学", "小学")))
        town_name = pl.Series(np.array(TOWNS)[town])
        frame = pl.DataFrame({
            "school_code": texts(code), "school_name": town_name + self.pick(list(PLACES), count) + ending, "stage": stage,
            "town_code": texts(code // 10000 * 1000 + 100 + town), "town_name": town_name, "principal": self.names(count),
            "built_year": self.between(1950, 2024, count), "quota": self.between(300, 1500, count),
            "is_boarding": self.pick(["是", "否"], count, [.6, .4]), "status": np.where(kind == 91, "撤并", "在办")})
        self.write("schools", frame, ["school_code"])
        self.open_schools = np.sort(code[kind != 91])

    def classes(self):
        """The school, state and class of each child."""
        count = self.count
        place = np.where(self.junior == 1, self.between(6, 8, count), self.between(1, 6, count))
        self.school = self.area.astype(np.int64) * 10000 + self.town * 100 + place
        self.boards = self.draw.random(count) < np.where(self.junior == 1, .5, .15)
        drawn = self.draw.random(count)
        left = np.where(self.weak, .08, .008)
        self.state = np.select([drawn < left, drawn < left + .003, drawn < left + .005], [3, 1, 2], 0)
        self.state[self.fault_of < len(FAULTS)] = 0
        self.state[~self.of_age] = 0
        self.registered = self.of_age & ~self.fault("unregistered")
        self.present = self.registered & (self.state == 0) & ~self.fault("absent")
        # Classes of up to 50; in some grades the second class was put into the first.
        who = np.flatnonzero(self.registered)
        who = who[np.argsort((self.school * 10 + self.grade)[who], kind="stable")]
        of = (self.school * 10 + self.grade)[who]
        starts = np.flatnonzero(np.concatenate([[True], of[1:] != of[:-1]]))
        sizes = np.diff(np.concatenate([starts, [len(of)]]))
        class_no = (np.arange(len(of)) - np.repeat(starts, sizes)) % np.repeat(-(-sizes // 50), sizes) + 1
        merged = np.repeat(self.chance(len(sizes), .02) & (sizes > 75), sizes)
        class_no[merged & (class_no == 2)] = 1
        self.class_no = np.zeros(count, np.int64)
        self.class_no[who] = class_no

    def next_school(self, who):
        """Another school of the township and stage."""
        school = self.school[who]
        place = school % 100
        return school - place + np.where(place <= 5, place % 5 + 1, 13 - place)

    def teachers(self):
        school = np.repeat(self.open_schools, TEACHERS_A_SCHOOL)
        number = np.tile(np.arange(1, TEACHERS_A_SCHOOL + 1), len(self.open_schools))
        count = len(school)
        born, male = days_after("1966-01-01", self.between(0, 12400, count)), self.between(0, 2, count)
        drawn = self.draw.random(count)
        closed = school // 100 * 100 + np.where(school % 10000 == 9901, 1, 91)
        works_at = np.select([drawn < .005, drawn < .010], [school // 10000 * 10000 + 8800 + number, closed], school)
        frame = pl.DataFrame({
            "teacher_no": "T" + texts(school) + texts(number, 3),
            "person_id": citizen_number(school // 10000, born, 100 + self.between(0, 400, count) * 2 + male),
            "name": self.names(count), "sex": np.where(male == 1, "男", "女"), "birth_date": born, "school_code": texts(works_at),
            "title": self.pick(["三级教师", "二级教师", "一级教师", "高级教师"], count, [.1, .35, .35, .2]),
            "cert_no": texts(20080000000000000 + self.between(0, 10**13, count)),
            "subject": self.pick(["语文", "数学", "英语", "体育", "音乐", "科学"], count),
            "hired_on": days_after("1990-08-01", self.between(0, 12700, count)),
            "status": self.pick(["在岗", "借调", "病休"], count, [.96, .03, .01]), "phone": self.phones(count)})
        self.write("teachers", frame, ["teacher_no"])

    def households(self):
        count = self.count
        bad = self.chance(count, .005) & ~self.fault("unregistered")
        status = either(self.fault("unregistered"), "在籍", self.pick(["在籍", "迁出", "死亡"], count, [.985, .012, .003]))
        address = pl.Series(np.array(TOWNS)[self.town]) + self.village + texts(self.between(1, 16, count)) \
            + either(self.chance(count, .01), "组,门牌", "组") + texts(self.between(1, 300, count)) + "号"
        frame = pl.DataFrame({
            "household_no": self.household, "person_id": spoilt(self.number, bad, self.spoilt_way), "name": self.name, "sex": self.sex,
            "birth_date": self.born, "relation": self.pick(["长子", "次子", "长女", "次女", "孙子", "孙女"], count), "ethnicity": self.people,
            "town_code": texts(self.town_code), "village": self.village, "address": address, "head_name": self.names(count),
            "hukou_type": self.pick(["农业", "非农业"], count, [.8, .2]), "status": status,
            "registered_on": self.born + self.between(3, 400, count).astype("timedelta64[D]")})
        self.write("households", frame, ["household_no"])

    def students(self):
        """The school registry; a few children stand twice, the second time at another school."""
        self.unmarked = self.disabled & self.registered & (self.fault_of == len(FAULTS)) & self.chance(self.count, .02)
        first, again = np.flatnonzero(self.registered), np.flatnonzero(self.fault("twice"))
        who = np.concatenate([first, again])
        count = len(who)
        wrong = lambda kind: self.fault(kind)[who]
        school = np.concatenate([self.school[first], self.next_school(again)])
        school = np.where(wrong("no such school"), school // 10000 * 10000 + 7700 + who % 60, school)
        disabled = (self.disabled[who] | wrong("disability mark")) & ~self.unmarked[who]
        poor = self.poor[who] ^ wrong("poverty mark")
        number = self.number.gather(who)
        grade, yes = self.grade[who], lambda mask: np.where(mask, "是", "否")
        frame = pl.DataFrame({
            "student_no": "G" + number, "person_id": spoilt(number, wrong("number"), self.spoilt_way[who]), "name": self.name.gather(who),
            "sex": np.where((self.male[who] == 1) ^ wrong("sex"), "男", "女"),
            "birth_date": self.born[who] + np.where(wrong("birth"), 10, 0).astype("timedelta64[D]"), "ethnicity": self.people.gather(who),
            "school_code": texts(school), "grade": grade.astype(np.int8), "class_no": self.class_no[who].astype(np.int16),
            "enrol_date": np.array([f"{2026 - g}-09-01" for g in range(10)], "datetime64[D]")[grade], "status": STATES[self.state[who]],
            "town_code": texts(self.town_code[who]), "boarding": yes(self.boards[who]), "left_behind": self.pick(["是", "否"], count, [.2, .8]),
            "disability_flag": yes(disabled), "poverty_flag": yes(poor), "guardian_name": self.names(count),
            "guardian_phone": self.phones(count), "updated_on": days_after("2025-09-01", self.between(0, 60, count))})
        self.write("students", frame, ["school_code", "grade", "class_no"])

    def roster(self):
        """Who sits in class; some of them are on no registry."""
        here = np.flatnonzero(self.present)
        who = np.concatenate([here, self.draw.choice(here, int(len(here) * .008))])
        count = len(who)
        guest = np.arange(count) >= len(here)
        wrong = lambda kind: self.fault(kind)[who] & ~guest
        school = np.where(wrong("school"), self.next_school(who), self.school[who])
        grade = self.grade[who]
        grade = np.where(wrong("grade"), np.where(np.isin(grade, [6, 9]), grade - 1, grade + 1), grade)
        number = either(guest, citizen_number(self.area[who], self.born[who], 900 + np.arange(count) % 97), self.number.gather(who))
        name = self.name.gather(who)
        name = either(wrong("name"), name.str.slice(0, 1) + "某", name)
        spaced = name.str.slice(0, 1) + " " + name.str.slice(1)
        variant = either(name.str.contains("·").to_numpy(), name.str.replace("·", "•"), spaced)
        name = either(guest, self.names(count), either(wrong("name variant"), variant, name))
        teacher = ((grade - 1) % 6 * 8 + self.class_no[who] - 1) % TEACHERS_A_SCHOOL + 1
        teacher = np.where(self.chance(count, .005), teacher + 900, teacher)
        frame = pl.DataFrame({
            "person_id": number, "name": name, "school_code": texts(school), "grade": grade.astype(np.int8),
            "class_no": self.class_no[who].astype(np.int16), "teacher_no": "T" + texts(self.school[who]) + texts(teacher, 3),
            "boarding": np.where(self.boards[who], "是", "否"), "present_on": days_after("2025-10-20", self.between(0, 5, count)),
            "absent_days": self.draw.poisson(.6, count).astype(np.int16), "seat_no": self.between(1, 60, count).astype(np.int16)})
        self.write("roster", frame, ["school_code", "grade", "class_no"])

    def registers(self):
        """The registers of poor families and of disabled children."""
        who = np.flatnonzero(self.poor)
        count = len(who)
        self.watched = np.zeros(self.count, bool)
        self.watched[who] = self.chance(count, .12)
        frame = pl.DataFrame({
            "household_no": self.household.gather(who), "person_id": self.number.gather(who), "name": self.name.gather(who),
            "relation": self.pick(["之子", "之女", "之孙"], count), "reg_year": self.between(2014, 2021, count).astype(np.int16),
            "status": either(self.watched[who], "监测户", self.pick(["脱贫户", "一般户"], count, [.9, .1])),
            "town_code": texts(self.town_code[who]), "village": self.village.gather(who),
            "school_stage": np.where(self.of_age[who], np.array(AID_STAGES)[self.junior[who]], "非义务教育"),
            "annual_income": self.between(4000, 20000, count).astype(np.int32), "helper": self.names(count), "helper_phone": self.phones(count)})
        self.write("poverty", frame, ["household_no"])
        who = np.flatnonzero(self.disabled)
        count = len(who)
        self.at_home = np.zeros(self.count, bool)
        self.at_home[who] = self.chance(count, .18)
        kind, level = self.between(1, 8, count), self.between(1, 5, count)
        frame = pl.DataFrame({
            "card_no": self.number.gather(who) + texts(kind) + texts(level), "person_id": self.number.gather(who), "name": self.name.gather(who),
            "category": kind.astype(np.int8), "level": level.astype(np.int8), "issued_on": days_after("2016-01-01", self.between(0, 3000, count)),
            "town_code": texts(self.town_code[who]),
            "edu_mode": either(self.at_home[who], "送教上门", self.pick(["随班就读", "特教学校"], count, [.8, .2]))})
        self.write("disability", frame, ["card_no"])

    def aid(self):
        """Three payments for most poor children in class: two terms of the living allowance, and meals."""
        poor = np.flatnonzero(self.poor & self.present)
        forgotten = self.boards[poor] & self.chance(len(poor), .015)
        autumn = poor[~forgotten]
        who = np.concatenate([poor, autumn, poor])
        term = np.repeat([0, 1, 1], [len(poor), len(autumn), len(poor)])
        item = np.where(np.arange(len(who)) < len(poor) + len(autumn), np.where(self.boards[who], 0, 1), 2)
        tier = np.where(self.watched[who], 0, who % 2)
        count = len(who)
        drawn = self.draw.random(count)
        wrong, stranger, late, twice = [(drawn >= low) & (drawn < high) for low, high in [(0, .010), (.010, .017), (.017, .025), (.025, .032)]]
        paid = np.where(term == 0, days_after("2025-03-01", self.between(0, 120, count)), days_after("2025-09-15", self.between(0, 120, count)))
        too_late = np.where(term == 0, days_after("2025-08-01", self.between(0, 20, count)), days_after("2026-02-01", self.between(0, 40, count)))
        number = either(stranger, citizen_number(self.area[who], self.born[who], 800 + np.arange(count) % 97), self.number.gather(who))
        frame = pl.DataFrame({
            "person_id": number, "name": self.name.gather(who), "school_code": texts(self.school[who]),
            "semester": np.array(["2025春", "2025秋"])[term], "item": np.array(AID_ITEMS)[item],
            "stage": np.array(AID_STAGES)[self.junior[who]], "tier": np.array(AID_TIERS)[tier],
            "amount": AID_YUAN[item, self.junior[who], tier] + np.where(wrong, 125., 0.), "paid_on": np.where(late, too_late, paid),
            "account_no": texts(6210000000000000000 + self.between(0, 10**16, count)), "bank": self.pick(["农商行", "农业银行", "邮储银行"], count)})
        frame = pl.concat([frame, frame.filter(pl.Series(twice))])
        self.write("aid", frame, ["school_code", "semester"])

    def persuasion(self):
        """A visit for nearly every child that dropped out, and for some that came back."""
        out = np.flatnonzero(self.registered & (self.state == 3))
        out = out[~self.chance(len(out), .05)]
        back = self.draw.choice(np.flatnonzero(self.present), max(1, len(out) // 3), replace=False)
        who = np.concatenate([out, back])
        count = len(who)
        drawn = np.where(np.arange(count) < len(out), self.draw.random(count), 1)
        unnamed, disorder, gone_again = drawn < .053, (drawn >= .053) & (drawn < .084), (drawn >= .084) & (drawn < .116)
        dropped = days_after("2025-03-01", self.between(0, 220, count))
        persuaded = dropped + np.where(disorder, -3, self.between(1, 29, count)).astype("timedelta64[D]")
        returned = gone_again | (np.arange(count) >= len(out))
        returned_on = np.where(returned, persuaded + self.between(0, 20, count).astype("timedelta64[D]"), np.datetime64("NaT"))
        frame = pl.DataFrame({
            "log_no": "Q2025" + texts(np.arange(count), 7), "person_id": self.number.gather(who), "name": self.name.gather(who),
            "school_code": texts(self.school[who]), "dropped_on": dropped, "persuader": either(unnamed, None, self.names(count)),
            "persuader_title": self.pick(["班主任", "校长", "包村干部", "村支书"], count), "persuaded_on": persuaded,
            "method": self.pick(["入户", "电话", "座谈"], count),
            "result": either(returned, "已返校", self.pick(["未返校", "去向不明"], count, [.8, .2])), "returned_on": returned_on})
        self.write("persuasion", frame, ["school_code", "log_no"])

    def visits(self):
        """Two or three visits a month for children at home and in watched families, single ones for others."""
        steady = self.at_home | (self.watched & self.registered & (self.state == 0) & ~self.fault("number"))
        who = np.flatnonzero(steady)
        missed = self.draw.random(len(who)) < np.where(self.at_home[who], .05, .02)
        visited, days = [], []
        for month, first in enumerate(["2025-09-01", "2025-10-01", "2025-11-01", "2025-12-01"]):
            times = np.where(missed & (who % 4 == month), self.between(0, 2, len(who)), 2 + self.chance(len(who), .3))
            visited.append(np.repeat(who, times))
            days.append(days_after(first, self.between(0, 30, int(times.sum()))))
        others = self.draw.choice(np.flatnonzero(self.present & ~steady), self.pupils // 12)
        visited.append(others)
        days.append(days_after("2025-09-01", self.between(0, 122, len(others))))
        who, days = np.concatenate(visited), np.concatenate(days)
        count = len(who)
        school = np.where(self.of_age[who], self.school[who], self.school[who] // 100 * 100 + 1)
        note = self.pick(["情况正常", "家长配合", "学习有进步", "需心理辅导", "缺少陪伴"], count)
        frame = pl.DataFrame({
            "person_id": self.number.gather(who), "teacher_no": "T" + texts(school) + texts(who % TEACHERS_A_SCHOOL + 1, 3), "visited_on": days,
            "mode": self.pick(["入户", "电话", "视频"], count, [.8, .15, .05]), "minutes": self.between(10, 90, count).astype(np.int16),
            "note": either(self.chance(count, .005), '家长说"已外出务工"', note)})
        self.write("visits", frame, ["visited_on", "teacher_no"])

    def settlements(self):
        count = max(20, self.pupils // 2500)
        area, town = self.areas[self.between(0, self.counties, count)].astype(np.int64), self.between(0, 12, count)
        here, drawn = area * 10000 + town * 100, self.draw.random(count)
        primary = np.select([drawn < .03, drawn < .05, drawn < .07], [area * 10000 + 6600, here + 91, area * 10000 + (town + 1) % 12 * 100 + 1],
                            here + self.between(1, 6, count))
        frame = pl.DataFrame({
            "settlement_code": "A" + texts(area) + texts(np.arange(count), 5), "settlement_name": self.pick(list(PLACES), count) + "安置点",
            "town_code": texts(area * 1000 + 100 + town), "households": self.between(50, 900, count), "children": self.between(20, 600, count),
            "primary_school": texts(primary), "junior_school": texts(here + self.between(6, 8, count)),
            "distance_km": np.round(self.draw.random(count) * 5, 1), "completed_on": days_after("2017-06-01", self.between(0, 1000, count))})
        self.write("settlements", frame, ["settlement_code"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pupils", type=int)
    parser.add_argument("folder")
    parser.add_argument("--seed", type=int, default=20251101)
    asked = parser.parse_args()
    Province(asked.pupils, asked.folder, asked.seed).make()


if __name__ == "__main__":
    main()
