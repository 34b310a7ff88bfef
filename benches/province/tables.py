"""The 11 registers of the province: their columns and types, and which columns the first 30 checks read."""

TEXT, WHOLE, DECIMAL, DAY = "text", "whole", "decimal", "day"


def columns(line):
    """`name name:whole name:day`: names with their types, text where nothing is said."""
    return {name: kind or TEXT for name, _, kind in (word.partition(":") for word in ("rn:whole " + line).split())}


TABLES = {
    "households": columns("household_no person_id name sex birth_date:day relation ethnicity town_code village address head_name hukou_type status "
                          "registered_on:day"),
    "students": columns("student_no person_id name sex birth_date:day ethnicity school_code grade:whole class_no:whole enrol_date:day status "
                        "town_code boarding left_behind disability_flag poverty_flag guardian_name guardian_phone updated_on:day"),
    "roster": columns("person_id name school_code grade:whole class_no:whole teacher_no boarding present_on:day absent_days:whole seat_no:whole"),
    "poverty": columns("household_no person_id name relation reg_year:whole status town_code village school_stage annual_income:whole helper "
                       "helper_phone"),
    "disability": columns("card_no person_id name category:whole level:whole issued_on:day town_code edu_mode"),
    "aid": columns("person_id name school_code semester item stage tier amount:decimal paid_on:day account_no bank"),
    "persuasion": columns("log_no person_id name school_code dropped_on:day persuader persuader_title persuaded_on:day method result "
                          "returned_on:day"),
    "visits": columns("person_id teacher_no visited_on:day mode minutes:whole note"),
    "teachers": columns("teacher_no person_id name sex birth_date:day school_code title cert_no subject hired_on:day status phone"),
    "schools": columns("school_code school_name stage town_code town_name principal built_year:whole quota:whole is_boarding status"),
    "settlements": columns("settlement_code settlement_name town_code households:whole children:whole primary_school junior_school "
                           "distance_km:decimal completed_on:day"),
}
READ_BY_FIRST = {
    "households": "person_id birth_date status",
    "students": "person_id name sex birth_date school_code grade status town_code disability_flag poverty_flag",
    "roster": "person_id name school_code grade class_no teacher_no boarding",
    "poverty": "person_id status",
    "disability": "person_id edu_mode",
    "aid": "person_id semester item stage tier amount paid_on",
    "persuasion": "person_id dropped_on persuader persuaded_on result returned_on",
    "visits": "person_id visited_on",
    "teachers": "teacher_no school_code",
    "schools": "school_code town_code status",
    "settlements": "town_code primary_school junior_school",
}
# What one payment of aid amounts to: item, stage, tier, yuan.
STANDARD = [(item, stage, tier, yuan) for item, amounts in (
    ("寄宿生生活补助", (625.0, 500.0, 750.0, 625.0)), ("非寄宿困难生补助", (312.5, 250.0, 375.0, 312.5)), ("营养改善", (500.0,) * 4))
    for (stage, tier), yuan in zip((("小学", "一档"), ("小学", "二档"), ("初中", "一档"), ("初中", "二档")), amounts)]
# Weights of the first 17 digits of a person's number (GB 11643).
WEIGHTS = [2 ** (17 - place) % 11 for place in range(17)]


def columns_of(pairs):
    """`table.column` names, as a list for each table, `rn` first."""
    wanted = {}
    for pair in pairs:
        table, column = pair.split(".")
        wanted.setdefault(table, {"rn": None})[column] = None
    return {table: list(names) for table, names in wanted.items()}


FIRST_COLUMNS = {f"{table}.{column}" for table, line in READ_BY_FIRST.items() for column in line.split()}
