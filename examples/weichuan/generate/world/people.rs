//! A person of the city, and the registers that people are put on one by one. Plans use it for people of their own.

use super::super::city::{City, Row, add};
use super::super::identity::{Day, made_up_name};
use super::places;

/// A child or pupil.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) boy: bool,
    pub(crate) birth: Day,
    pub(crate) county: usize,
    pub(crate) township: String,
    pub(crate) village: String,
    pub(crate) household: String,
    /// 0 is a kindergarten, 1 to 9 compulsory, 10 to 12 a senior or vocational school.
    pub(crate) grade: usize,
    pub(crate) school: String,
    pub(crate) poor: bool,
    pub(crate) boarder: bool,
}

impl Person {
    /// A new pupil of a grade in a place; `place` numbers the townships of the county.
    pub(crate) fn new(city: &mut City, county: usize, place: usize, grade: usize) -> Person {
        let place = place % places::townships(county);
        // Six years old on the last day of August before the first grade.
        let latest = Day::new(city.school_year - 5 - grade as i64, 8, 31);
        let birth = latest.plus(-(city.random.below(360) as i64));
        let boy = city.random.chance(50);
        let school = match grade {
            0 => places::kindergarten(place),
            1..=6 => places::primary(county, place),
            7..=9 => places::junior(county, place),
            _ => places::SENIOR.to_owned(),
        };
        let number = city.random.below(3);
        let household = city.number("H");
        Person {
            id: city.ids.next(places::COUNTIES[county].0, birth, boy),
            name: made_up_name(&mut city.random),
            boy,
            birth,
            county,
            township: places::township(county, place),
            village: places::village(county, place, number),
            household,
            grade,
            school,
            poor: false,
            boarder: grade >= 7 && county == 0,
        }
    }

    /// Somebody grown up, born on a day.
    pub(crate) fn adult(city: &mut City, county: usize, place: usize, birth: Day) -> Person {
        let known = Person::new(city, county, place, 9);
        let id = city.ids.next(places::COUNTIES[county].0, birth, known.boy);
        let boarder = false;
        Person {
            id,
            birth,
            boarder,
            ..known
        }
    }

    /// Puts a pupil on all registers.
    pub(crate) fn enrol(&self, city: &mut City) {
        self.register(city);
        self.registry(city, "在读");
        self.count(city);
        self.school_age(city, "本地就读");
        self.study(city, "在读");
        if self.poor {
            self.poverty(city, self.stage());
        }
    }

    pub(crate) fn stage(&self) -> &'static str {
        match self.grade {
            0 => "学前",
            1..=6 => "小学",
            7..=9 => "初中",
            _ => "高中",
        }
    }

    /// The class: two of them in a grade of a junior school, one elsewhere.
    pub(crate) fn class(&self) -> String {
        let second = self.grade >= 7 && self.id.ends_with(['2', '4', '6', '8']);
        format!("{}{}班", self.grade, if second { "（2）" } else { "（1）" })
    }

    /// The household register.
    pub(crate) fn register(&self, city: &mut City) -> Row {
        let updated = city.recently(20);
        add!(city, household: national_id = self.id, name = self.name, sex = if self.boy { "男" } else { "女" }, birth_date = self.birth,
            township = self.township, village = self.village, household_no = self.household, register_status = "正常",
            updated_on = updated)
    }

    /// The pupil registry, and that nobody in compulsory or senior education pays.
    pub(crate) fn registry(&self, city: &mut City, status: &str) -> Row {
        if self.grade > 0 {
            let year = city.year();
            add!(city, fees: national_id = self.id, school_year = year, tuition_waived = "是", textbooks_free = "是", charged = 0);
        }
        let number = format!("G{}", self.id);
        let (entered, updated) = (format!("{}-09-01", city.school_year), city.recently(20));
        let special = self.school == places::SPECIAL;
        add!(city, registry: national_id = self.id, student_no = number, name = self.name, birth_date = self.birth, school = self.school,
            stage = self.stage(), grade = self.grade, class = self.class(), boarder = if self.boarder { "是" } else { "否" },
            instruction = if special { "特殊教育学校" } else { "汉语授课" }, status = status, problem = "", status_date = entered,
            updated_on = updated)
    }

    /// The last head-count and the one before it.
    pub(crate) fn count(&self, city: &mut City) -> [Row; 2] {
        let number = format!("G{}", self.id);
        let (last, earlier) = (city.as_of.plus(-10), city.as_of.plus(-25));
        let counter = city.cell(city.find("schools", "school_id", &self.school), "principal");
        let last = add!(city, enrolment: national_id = self.id, student_no = number, name = self.name, school = self.school,
            grade = self.grade, class = self.class(), boarder = if self.boarder { "是" } else { "否" }, counted_on = last,
            counted_by = counter);
        let earlier = add!(city, earlier_enrolment: national_id = self.id, student_no = number, name = self.name, school = self.school,
            grade = self.grade, class = self.class(), counted_on = earlier);
        [last, earlier]
    }

    /// The ledger of children of school age: only who is from 6 to 15 stands on it.
    pub(crate) fn school_age(&self, city: &mut City, whereabouts: &str) -> Option<Row> {
        let age = self.birth.age_on(city.as_of);
        let (checked, by) = (city.recently(30), self.officer(city));
        (6..=15).contains(&age).then(|| {
            add!(city, school_age_ledger: national_id = self.id, name = self.name, birth_date = self.birth, township = self.township,
                village = self.village, registered_poor = if self.poor { "是" } else { "否" }, whereabouts = whereabouts,
                checked_on = checked, checked_by = by)
        })
    }

    /// The study ledger of the county.
    pub(crate) fn study(&self, city: &mut City, status: &str) -> Row {
        let school = city.find("schools", "school_id", &self.school);
        let (school, updated) = (city.cell(school, "name"), city.recently(20));
        add!(city, study_ledger: level = "县", national_id = self.id, name = self.name, township = self.township, school = school,
            outside_area = "否", study_status = status, proof = "", updated_on = updated)
    }

    /// The register of poor people, with the household where it is not there yet.
    pub(crate) fn poverty(&self, city: &mut City, schooling: &str) -> Row {
        if city
            .all("poor_households", "household_no", &self.household)
            .is_empty()
        {
            let helper = self.officer(city);
            add!(city, poor_households: household_no = self.household, township = self.township, village = self.village,
                poverty_status = "脱贫", exit_date = format!("{}-11-20", city.school_year - 1), helper = helper, is_relocated = "否");
        }
        let school = city.find("schools", "school_id", &self.school);
        let (school, updated) = (city.cell(school, "name"), city.recently(20));
        add!(city, poverty: national_id = self.id, name = self.name, birth_date = self.birth, household_no = self.household,
            schooling = schooling, school_name = school, health = "健康", working_ability = "无劳动力", updated_on = updated)
    }

    /// Whoever looks after poverty relief in the person's township.
    pub(crate) fn officer(&self, city: &City) -> String {
        let mut officers = city.all("staff", "township", &self.township);
        officers.retain(|row| city.is(*row, "post", "扶贫专干"));
        city.cell(officers[0], "staff_id")
    }
}
