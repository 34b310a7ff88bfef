//! The five inspections: the day, the settings and the records of each, and the files that one of them is made of.

use std::fs;
use std::path::Path;

use super::answers::{self, Asking};
use super::city::City;
use super::files;
use super::identity::Day;
use super::plans;
use super::truth::{State, Truth};
use super::world;

/// A value of a setting, as an audit file spells it.
type Setting = (&'static str, &'static str);

/// What one plan's inspection is made of.
pub(crate) struct Plan {
    /// The id of the checklist.
    pub(crate) id: &'static str,
    /// The day of the inspection.
    pub(crate) as_of: Day,
    /// The school year that is looked at, by the year in which it began.
    pub(crate) school_year: i64,
    /// How many children stand on the dropout ledger.
    pub(crate) out_of_school: usize,
    /// Settings that the plan's text leaves out: unset in one audit, set to these values in the other.
    pub(crate) left_open: &'static [Setting],
    /// Settings that have a value in both audits.
    pub(crate) fixed: &'static [Setting],
    /// Adds the records that the plan looks at beside those of the world, all of them right; of an adopted plan's too.
    pub(crate) clean: fn(&mut City),
    /// Says what people answered.
    pub(crate) answers: fn(&mut Asking<'_>),
    /// Spoils, and tells the truth what follows.
    pub(crate) spoil: fn(&mut City, &mut Truth),
    /// Plans whose settings and answers this one needs too, because it adopts their checklists.
    pub(crate) adopts: &'static [&'static Plan],
}

/// The key of the findings' ids; everybody sees the same ids.
const KEY: &str = "126ab2c37ed413bf680bbb1fd069ce69cd4df710992ae5c34a5871d1f85bd4bb\n";

/// The five plans.
pub(crate) const PLANS: [&Plan; 5] = [
    &plans::bayannur::PLAN,
    &plans::neimenggu::PLAN,
    &plans::xiji::PLAN,
    &plans::duan::PLAN,
    &plans::jianshi::PLAN,
];

/// Writes the data, answers, truth and audit files of a plan into the example's folder, spoilt or without a fault.
/// Gives the number of findings in the two states.
pub(crate) fn write(plan: &'static Plan, folder: &Path, spoilt: bool) -> [usize; 2] {
    let mut city = City::new(plan.as_of, plan.school_year);
    world::populate(&mut city, plan);
    let mut truth = Truth::new(plan.id);
    let all: Vec<&'static Plan> = plan.adopts.iter().copied().chain([plan]).collect();
    (plan.clean)(&mut city);
    for plan in &all {
        (plan.answers)(&mut Asking {
            city: &mut city,
            plan: plan.id,
        });
    }
    if spoilt {
        (plan.spoil)(&mut city, &mut truth);
    }
    fs::create_dir_all(folder).expect("a writable folder");
    fs::write(folder.join("audit.key"), KEY).expect("a writable folder");
    for name in ["data", "answers", "truth"] {
        fs::create_dir_all(folder.join(name)).expect("a writable folder");
    }
    // Files that an earlier run made and this one does not.
    let data = folder.join("data").join(plan.id);
    let _ = fs::remove_dir_all(&data);
    files::write_all(&mut city, &data);
    let paper = "市督查组核查材料（示例）\n";
    fs::write(folder.join("answers/核查材料.txt"), paper).expect("a writable folder");
    let answers = answers::written(&city, plan.as_of);
    if let Some(answers) = &answers {
        let file = folder.join(format!("answers/{}.csv", plan.id));
        fs::write(file, answers).expect("a writable folder");
    }
    [State::Unset, State::Set].map(|state| {
        let name = match state {
            State::Unset => plan.id.to_owned(),
            State::Set => format!("{}-set", plan.id),
        };
        let told = truth.written(state, &city);
        let audit = audit(plan, &city, state, answers.is_some());
        fs::write(folder.join(format!("truth/{name}.csv")), &told).expect("a writable folder");
        fs::write(folder.join(format!("{name}.yaml")), audit).expect("a writable folder");
        told.lines().count() - 1
    })
}

/// The audit file of a state.
fn audit(plan: &'static Plan, city: &City, state: State, answered: bool) -> String {
    let told = match state {
        State::Unset => "as its text leaves it: what the text does not say is unset",
        State::Set => "with a value for each setting that its text leaves out",
    };
    let mut text = format!("# Weichuan inspected by the plan {}, {told}.\n", plan.id);
    text += &format!("checklists: [../../checklists/{}.duban]\n", plan.id);
    text += &format!("as_of: {}\nkey: audit.key\n", plan.as_of);
    let mut settings = format!("  audited_year: {}\n", city.year());
    for (name, value) in plan.fixed {
        settings += &format!("  {name}: {value}\n");
    }
    for plan in plan.adopts.iter().chain([&plan]) {
        for (name, value) in plan.left_open {
            settings += match state {
                State::Unset => format!("  {name}:\n"),
                State::Set => format!("  {name}: {value}\n"),
            }
            .as_str();
        }
    }
    text += &format!("settings:\n{settings}");
    text += "data:\n";
    let folder = format!("data/{}", plan.id);
    for table in city.filled() {
        let counties = city.counties_of(table);
        let binding = city.keeping[table].binding(&folder, &counties);
        text += &format!("  {table}:{binding}\n");
    }
    if answered {
        text += &format!("answers: [answers/{}.csv]\n", plan.id);
    }
    text
}
