//! The county while it is being made: people are put on the registers row by row, first everything right.
//! Tables only ever grow, so a row number given out stays true; what is spoilt later is said to the truth in the same breath.

use std::collections::BTreeMap;

use crate::identity::{Day, IdNumbers, made_up_name};
use crate::random::Random;
use crate::tables::{PLANS, Table};
use crate::terms::{
    DUE, IN_CLASS, Person, SENIOR_SCHOOL, SPECIAL_SCHOOL, TINY_SCHOOLS, TOWNSHIPS,
    VOCATIONAL_SCHOOL, YEAR, entitlements, junior_school, primary_school, staff, tiny_school,
    township_code,
};
use crate::truth::{Outcome, Subject, Truth};

/// The region code of Qinghe; no such code was ever given out.
pub(crate) const REGION: &str = "159981";

/// The rows that a person was given, by table.
#[derive(Default)]
pub(crate) struct Rows(BTreeMap<&'static str, Vec<usize>>);

impl Rows {
    /// The first row in a table, counted from 1.
    pub(crate) fn of(&self, table: &str) -> usize {
        self.0[table][0]
    }

    pub(crate) fn note(&mut self, table: &'static str, row: usize) {
        self.0.entry(table).or_default().push(row);
    }
}

/// The county and its truth.
pub(crate) struct County {
    pub(crate) random: Random,
    pub(crate) tables: Vec<Table>,
    pub(crate) truth: Truth,
    pub(crate) ids: IdNumbers,
    /// By school, how many more pupils the registry has than the class, at least and at most.
    pub(crate) surplus: BTreeMap<String, (i64, i64)>,
    households: usize,
}

impl County {
    pub(crate) fn new(seed: u64) -> County {
        let tables = PLANS
            .iter()
            .map(|plan| Table {
                plan,
                rows: Vec::new(),
            })
            .collect();
        let mut county = County {
            random: Random::new(seed),
            tables,
            truth: Truth::default(),
            ids: IdNumbers::default(),
            surplus: BTreeMap::new(),
            households: 0,
        };
        county.found();
        county
    }

    /// Townships, schools and staff.
    fn found(&mut self) {
        for (index, name) in TOWNSHIPS.iter().enumerate() {
            self.add("townships", &[&township_code(index), name]);
            let primary = format!("{}中心小学", &name[..name.len() - 3]);
            self.add(
                "schools",
                &[
                    &primary_school(index),
                    &primary,
                    &township_code(index),
                    "小学",
                ],
            );
        }
        for (index, name) in ["清河第一中学", "清河第二中学", "北梁九年一贯制学校"]
            .iter()
            .enumerate()
        {
            let kind = if index == 2 { "九年一贯" } else { "初中" };
            self.add(
                "schools",
                &[&junior_school(index), name, &township_code(index * 2), kind],
            );
        }
        for (index, name) in TINY_SCHOOLS.iter().enumerate() {
            self.add(
                "schools",
                &[&tiny_school(index), name, &township_code(index), "教学点"],
            );
        }
        self.add(
            "schools",
            &[
                SENIOR_SCHOOL,
                "清河县高级中学",
                &township_code(0),
                "普通高中",
            ],
        );
        self.add(
            "schools",
            &[
                VOCATIONAL_SCHOOL,
                "清河县职业中学",
                &township_code(1),
                "中职",
            ],
        );
        self.add(
            "schools",
            &[
                SPECIAL_SCHOOL,
                "清河县特殊教育学校",
                &township_code(0),
                "特殊教育学校",
            ],
        );
        for number in 1..=60 {
            let name = made_up_name(&mut self.random);
            let unit = self.random.pick(&TOWNSHIPS);
            let at = TOWNSHIPS.iter().position(|name| *name == unit).unwrap();
            let from = Day::new(2012, 9, 1)
                .plus(self.random.below(2500) as i64)
                .to_string();
            let (school, township) = (primary_school(at), township_code(at));
            self.add(
                "staff",
                &[
                    &staff(number),
                    &name,
                    unit,
                    &school,
                    &township,
                    "教师",
                    &from,
                    "",
                ],
            );
        }
    }

    /// Adds a row and gives its number, counted from 1.
    pub(crate) fn add(&mut self, table: &str, cells: &[&str]) -> usize {
        let table = self.table(table);
        assert_eq!(
            cells.len(),
            table.plan.columns.len(),
            "a cell for each column of {}",
            table.plan.name
        );
        table
            .rows
            .push(cells.iter().map(|cell| (*cell).to_string()).collect());
        table.rows.len()
    }

    fn table(&mut self, name: &str) -> &mut Table {
        let found = self.tables.iter_mut().find(|table| table.plan.name == name);
        found.expect("the table is planned")
    }

    pub(crate) fn set(&mut self, table: &str, row: usize, column: &str, cell: &str) {
        let table = self.table(table);
        let column = table.column(column);
        table.rows[row - 1][column] = cell.to_string();
    }

    pub(crate) fn cell(&mut self, table: &str, row: usize, column: &str) -> String {
        let table = self.table(table);
        table.rows[row - 1][table.column(column)].clone()
    }

    /// Adds a second row like this one and gives its number.
    pub(crate) fn copy(&mut self, table: &str, row: usize) -> usize {
        let table = self.table(table);
        table.rows.push(table.rows[row - 1].clone());
        table.rows.len()
    }

    pub(crate) fn count(&mut self, table: &str) -> usize {
        self.table(table).rows.len()
    }

    // ---- what the truth is told ----

    pub(crate) fn row_not_met(
        &mut self,
        item: &str,
        table: &'static str,
        row: usize,
        kind: &'static str,
    ) {
        self.truth
            .add(item, Subject::Row(table, row), "", Outcome::NotMet, kind);
    }

    pub(crate) fn row_cannot_tell(
        &mut self,
        item: &str,
        table: &'static str,
        row: usize,
        kind: &'static str,
    ) {
        self.truth.add(
            item,
            Subject::Row(table, row),
            "",
            Outcome::CannotTell,
            kind,
        );
    }

    pub(crate) fn key_not_met(&mut self, item: &str, key: &str, part: &str, kind: &'static str) {
        self.truth.add(
            item,
            Subject::Key(key.to_string()),
            part,
            Outcome::NotMet,
            kind,
        );
    }

    pub(crate) fn key_cannot_tell(
        &mut self,
        item: &str,
        key: &str,
        part: &str,
        kind: &'static str,
    ) {
        self.truth.add(
            item,
            Subject::Key(key.to_string()),
            part,
            Outcome::CannotTell,
            kind,
        );
    }

    /// Notes that the registry of a school has so many pupils more than its class.
    pub(crate) fn surplus(&mut self, school: &str, least: i64, most: i64) {
        let surplus = self.surplus.entry(school.to_string()).or_default();
        *surplus = (surplus.0 + least, surplus.1 + most);
    }

    /// Tells the truth which head-counts came out wrong; called once, after the last spoilt cell.
    pub(crate) fn settle_headcounts(&mut self) {
        for (school, (least, most)) in std::mem::take(&mut self.surplus) {
            if least > 0 || most < 0 {
                self.key_not_met("headcount-agrees", &school, "", "headcount_off");
            } else if (least, most) != (0, 0) {
                self.key_cannot_tell("headcount-agrees", &school, "", "headcount_unsure");
            }
        }
    }

    // ---- people ----

    /// Somebody born on a day; on no register yet.
    pub(crate) fn person(&mut self, grade: usize, birth: Day) -> Person {
        let boy = self.random.chance(51);
        let township = self.random.below(TOWNSHIPS.len());
        self.households += 1;
        let school = match grade {
            1..=6 => primary_school(township),
            7..=9 => junior_school(township / 2),
            _ if self.random.chance(70) => SENIOR_SCHOOL.to_string(),
            _ => VOCATIONAL_SCHOOL.to_string(),
        };
        Person {
            id: self.ids.next(REGION, birth, boy),
            name: made_up_name(&mut self.random),
            boy,
            birth,
            township,
            household_no: format!("H{:05}", self.households),
            school,
            grade,
            boarder: false,
            instruction: if self.random.chance(80) {
                "汉语授课"
            } else {
                "双语授课"
            },
            poor: false,
            hardship: false,
        }
    }

    /// A pupil of a grade of the usual age, neither boarder nor poor.
    pub(crate) fn pupil(&mut self, grade: usize) -> Person {
        let birth = Day::new(2013 - grade as i64, 9, 1).plus(self.random.below(365) as i64);
        self.person(grade, birth)
    }

    pub(crate) fn poor_pupil(&mut self, grade: usize) -> Person {
        let pupil = self.pupil(grade);
        Person {
            poor: true,
            hardship: true,
            ..pupil
        }
    }

    pub(crate) fn boarder(&mut self, grade: usize) -> Person {
        let pupil = self.pupil(grade);
        Person {
            boarder: true,
            ..pupil
        }
    }

    /// A day pupil whose family is in hardship without being registered as poor.
    pub(crate) fn day_pupil_in_hardship(&mut self, grade: usize) -> Person {
        let pupil = self.pupil(grade);
        Person {
            hardship: true,
            ..pupil
        }
    }

    // ---- registers ----

    /// Puts a pupil in class on every register that concerns him or her, but those named in `without`.
    /// Aid of one kind is left out by its name.
    pub(crate) fn enrol(&mut self, person: &Person, without: &[&str]) -> Rows {
        let mut rows = Rows::default();
        let skip = |table: &str| without.contains(&table);
        if !skip("household") {
            rows.note("household", self.add_household(person));
        }
        if person.of_school_age() && !skip("school_age_ledger") {
            rows.note("school_age_ledger", self.add_school_age(person, "本地就读"));
        }
        if person.of_school_age() && !skip("study_ledger") {
            rows.note("study_ledger", self.add_study(person, "在读"));
        }
        if !skip("registry") {
            rows.note("registry", self.add_registry(person, IN_CLASS));
        }
        if !skip("enrolment") {
            rows.note("enrolment", self.add_enrolment(person));
        }
        if person.poor {
            let (household, member) = self.add_poor(person, person.stage());
            rows.note("poor_households", household);
            rows.note("poverty", member);
        }
        if person.hardship && !skip("hardship") {
            rows.note("hardship", self.add_hardship(person, YEAR));
        }
        if person.grade >= 10 && !skip("fees") {
            rows.note(
                "fees",
                self.add("fees", &[&person.id, YEAR, "是", "是", "0"]),
            );
        }
        for (programme, amount) in entitlements(person) {
            if !skip(programme) {
                for row in self.pay_year(person, programme, amount) {
                    rows.note(programme, row);
                }
            }
        }
        rows
    }

    pub(crate) fn add_household(&mut self, person: &Person) -> usize {
        let sex = if person.boy { "男" } else { "女" };
        let birth = person.birth.to_string();
        let township = person.township_code();
        self.add(
            "household",
            &[
                &person.id,
                &person.name,
                sex,
                &birth,
                &township,
                &person.household_no,
                "正常",
            ],
        )
    }

    pub(crate) fn add_school_age(&mut self, person: &Person, whereabouts: &str) -> usize {
        let poor = if person.poor { "是" } else { "否" };
        let birth = person.birth.to_string();
        self.add(
            "school_age_ledger",
            &[
                &person.id,
                &person.name,
                &birth,
                &person.township_code(),
                poor,
                whereabouts,
            ],
        )
    }

    pub(crate) fn add_study(&mut self, person: &Person, status: &str) -> usize {
        let school = if status == "在读" {
            person.school.as_str()
        } else {
            ""
        };
        self.add(
            "study_ledger",
            &[
                "县",
                &person.id,
                &person.name,
                &person.township_code(),
                school,
                "否",
                status,
                "",
                "2020-03-10",
            ],
        )
    }

    pub(crate) fn add_registry(&mut self, person: &Person, status: &str) -> usize {
        let number = format!("G{:06}", self.count("registry") + 1);
        let boarder = if person.boarder { "是" } else { "否" };
        let birth = person.birth.to_string();
        let grade = person.grade.to_string();
        self.add(
            "registry",
            &[
                &person.id,
                &number,
                &person.name,
                &birth,
                &person.school,
                person.stage(),
                &grade,
                boarder,
                person.instruction,
                status,
            ],
        )
    }

    pub(crate) fn add_enrolment(&mut self, person: &Person) -> usize {
        let class = format!("{}班", 1 + self.random.below(4));
        self.add(
            "enrolment",
            &[
                &person.id,
                &person.name,
                &person.school,
                &person.grade.to_string(),
                &class,
                "2020-06-22",
            ],
        )
    }

    /// The household and the people of a registered-poor family: rows of the household and of the child.
    pub(crate) fn add_poor(&mut self, person: &Person, schooling: &str) -> (usize, usize) {
        let household = self.add_poor_household(person);
        let born = Day::new(1975, 1, 1).plus(self.random.below(5000) as i64);
        let parent = self.person(99, born);
        self.add(
            "poverty",
            &[
                &parent.id,
                &parent.name,
                &born.to_string(),
                &person.household_no,
                "非在校生",
            ],
        );
        let birth = person.birth.to_string();
        let member = self.add(
            "poverty",
            &[
                &person.id,
                &person.name,
                &birth,
                &person.household_no,
                schooling,
            ],
        );
        (household, member)
    }

    pub(crate) fn add_poor_household(&mut self, person: &Person) -> usize {
        let status = self.random.pick(&["未脱贫", "脱贫", "脱贫", "返贫"]);
        self.add(
            "poor_households",
            &[&person.household_no, &person.township_code(), status],
        )
    }

    pub(crate) fn add_hardship(&mut self, person: &Person, year: &str) -> usize {
        let level = self.random.pick(&["特别困难", "比较困难", "一般困难"]);
        let determined = if year == YEAR {
            "2019-10-12"
        } else {
            "2018-10-15"
        };
        self.add(
            "hardship",
            &[&person.id, year, &person.name, level, determined],
        )
    }

    /// Pays a year's aid, in one sum or in two instalments, all in time.
    pub(crate) fn pay_year(
        &mut self,
        person: &Person,
        programme: &'static str,
        amount: u32,
    ) -> Vec<usize> {
        if self.random.chance(50) {
            return vec![self.pay(person, programme, &amount.to_string(), DUE[0])];
        }
        self.pay_halves(person, programme, amount).to_vec()
    }

    /// Pays a year's aid in two equal instalments, to the half yuan.
    pub(crate) fn pay_halves(
        &mut self,
        person: &Person,
        programme: &'static str,
        amount: u32,
    ) -> [usize; 2] {
        let half = if amount.is_multiple_of(2) {
            (amount / 2).to_string()
        } else {
            format!("{}.50", amount / 2)
        };
        DUE.map(|due| self.pay(person, programme, &half, due))
    }

    /// One payment, some days after it was due.
    pub(crate) fn pay(
        &mut self,
        person: &Person,
        programme: &str,
        amount: &str,
        due: Day,
    ) -> usize {
        let number = format!("P{:06}", self.count("payments") + 1);
        let paid = due.plus(self.random.below(26) as i64).to_string();
        let (payee, name) = if self.random.chance(70) {
            ("本人", person.name.clone())
        } else {
            ("监护人", made_up_name(&mut self.random))
        };
        self.add(
            "payments",
            &[
                &number,
                &person.id,
                programme,
                &person.school,
                YEAR,
                amount,
                &due.to_string(),
                &paid,
                payee,
                &name,
            ],
        )
    }
}
