"""The first 30 checks as SQL for DuckDB. Each gives the numbers of the rows that are found."""
from tables import STANDARD, WEIGHTS


def plain_name(column):
    return f"replace(replace({column}, ' ', ''), '•', '·')"


def bad_number(table):
    """The check character from 17 digits, worked out on the text."""
    digits = " + ".join(f"{weight} * (ascii(person_id[{place}]) - 48)" for place, weight in enumerate(WEIGHTS, 1))
    return f"""SELECT rn FROM {table} WHERE person_id IS NULL OR NOT regexp_full_match(person_id, '\\d{{17}}[\\dX]')
        OR '10X98765432'[({digits}) % 11 + 1] <> person_id[18]"""


def missing(table, other, key="person_id", where="true", having="true"):
    """Rows of `table` under a condition that have no row in `other`."""
    return f"SELECT a.rn FROM {table} a WHERE {where} AND NOT EXISTS (SELECT 1 FROM {other} b WHERE b.{key} = a.{key} AND {having})"


def differing(column, normal=lambda column: column):
    return f"""SELECT DISTINCT s.rn FROM students s JOIN roster r USING (person_id)
        WHERE {normal('s.' + column)} <> {normal('r.' + column)}"""


WELL_VISITED = """SELECT person_id FROM (SELECT person_id FROM visits WHERE visited_on BETWEEN DATE '2025-09-01' AND DATE '2025-12-31'
    GROUP BY person_id, month(visited_on) HAVING count(*) >= 2) GROUP BY person_id HAVING count(*) = 4"""


def checks(well_visited=f"({WELL_VISITED})"):
    due = ", ".join(f"('{item}', '{stage}', '{tier}', {yuan})" for item, stage, tier, yuan in STANDARD)
    return {
        "c01": bad_number("students"),
        "c02": bad_number("households"),
        "c03": "SELECT rn FROM students WHERE person_id IN (SELECT person_id FROM students GROUP BY person_id HAVING count(*) > 1)",
        "c04": """SELECT z.rn FROM settlements z LEFT JOIN schools p ON p.school_code = z.primary_school
            LEFT JOIN schools j ON j.school_code = z.junior_school
            WHERE (p.status = '在办' AND p.town_code = z.town_code AND j.status = '在办' AND j.town_code = z.town_code) IS NOT TRUE""",
        "c05": "SELECT rn FROM students WHERE length(person_id) = 18 AND person_id[7:14] <> strftime(birth_date, '%Y%m%d')",
        "c06": """SELECT rn FROM students WHERE length(person_id) = 18
            AND sex <> CASE WHEN ascii(person_id[17]) % 2 = 1 THEN '男' ELSE '女' END""",
        "c07": missing("students", "roster", where="a.status = '在籍'"),
        "c08": missing("roster", "students"),
        "c09": differing("school_code"),
        "c10": differing("grade"),
        "c11": differing("name", plain_name),
        "c12": missing("households", "students", where="a.status = '在籍' AND a.birth_date BETWEEN DATE '2010-09-01' AND DATE '2019-08-31'"),
        "c13": missing("students", "persuasion", where="a.status = '辍学'", having="b.persuader IS NOT NULL"),
        "c14": """SELECT rn FROM persuasion
            WHERE persuaded_on < dropped_on OR date_diff('day', dropped_on, persuaded_on) > 30 OR returned_on < persuaded_on""",
        "c15": missing("persuasion", "roster", where="a.result = '已返校'"),
        "c16": f"""SELECT a.rn FROM aid a LEFT JOIN (VALUES {due}) d(item, stage, tier, yuan) USING (item, stage, tier)
            WHERE d.yuan IS DISTINCT FROM a.amount OR d.yuan IS NULL""",
        "c17": missing("aid", "students", having="b.status = '在籍'"),
        "c18": """SELECT p.rn FROM poverty p WHERE EXISTS (SELECT 1 FROM roster r WHERE r.person_id = p.person_id AND r.boarding = '是')
            AND NOT EXISTS (SELECT 1 FROM aid a WHERE a.person_id = p.person_id AND a.semester = '2025秋' AND a.item = '寄宿生生活补助')""",
        "c19": """SELECT a.rn FROM aid a JOIN (SELECT person_id, semester, item FROM aid GROUP BY ALL HAVING count(*) > 1) d
            USING (person_id, semester, item)""",
        "c20": """SELECT rn FROM aid WHERE semester = '2025春' AND paid_on NOT BETWEEN DATE '2025-02-15' AND DATE '2025-07-15'
            OR semester = '2025秋' AND paid_on NOT BETWEEN DATE '2025-09-01' AND DATE '2026-01-20'""",
        "c21": missing("students", "schools", "school_code"),
        "c22": missing("roster", "teachers", "teacher_no"),
        "c23": missing("teachers", "schools", "school_code", having="b.status = '在办'"),
        "c24": "SELECT d.rn FROM disability d WHERE EXISTS (SELECT 1 FROM students s WHERE s.person_id = d.person_id AND s.disability_flag = '否')",
        "c25": missing("students", "disability", where="a.disability_flag = '是'"),
        "c26": missing("students", "poverty", where="a.poverty_flag = '是'") + """ UNION ALL
            SELECT s.rn FROM students s WHERE s.poverty_flag = '否' AND EXISTS (SELECT 1 FROM poverty p WHERE p.person_id = s.person_id)""",
        "c27": missing("disability", well_visited, where="a.edu_mode = '送教上门'"),
        "c28": missing("poverty", well_visited, where="""a.status = '监测户'
            AND EXISTS (SELECT 1 FROM students s WHERE s.person_id = a.person_id AND s.status = '在籍')"""),
        "c29": """WITH counted AS (SELECT rn, town_code, status = '在籍'
                AND EXISTS (SELECT 1 FROM roster r WHERE r.person_id = s.person_id) AS kept FROM students s WHERE status IN ('在籍', '休学', '辍学')),
            low AS (SELECT town_code FROM counted GROUP BY town_code HAVING count(*) FILTER (kept) * 100 < count(*) * 95)
            SELECT rn FROM counted JOIN low USING (town_code) WHERE NOT kept""",
        "c30": """SELECT r.rn FROM roster r JOIN (SELECT school_code, grade, class_no FROM roster GROUP BY ALL HAVING count(*) > 55) k
            USING (school_code, grade, class_no)""",
    }


def tuned_checks():
    """The same over the tables that `run_duckdb.py` prepares: faults of numbers are columns, registry and roster are joined once."""
    made = checks("well_visited")
    for check, fault in (("c01", "students WHERE bad_number"), ("c02", "households WHERE bad_number"), ("c05", "students WHERE bad_birth"),
                         ("c06", "students WHERE bad_sex"), ("c07", "paired WHERE alone AND status = '在籍'")):
        made[check] = f"SELECT rn FROM {fault}"
    for check, column in (("c09", "other_school"), ("c10", "other_grade"), ("c11", "other_name")):
        made[check] = f"SELECT DISTINCT rn FROM paired WHERE {column}"
    made["c29"] = """WITH counted AS (SELECT rn, any_value(town_code) AS town_code, any_value(status) = '在籍' AND NOT bool_and(alone) AS kept
            FROM paired WHERE status IN ('在籍', '休学', '辍学') GROUP BY rn),
        low AS (SELECT town_code FROM counted GROUP BY town_code HAVING count(*) FILTER (kept) * 100 < count(*) * 95)
        SELECT rn FROM counted JOIN low USING (town_code) WHERE NOT kept"""
    return made
