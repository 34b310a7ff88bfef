//! What people answered: for every question of an item a line a subject, all of them met, in one file a plan.
//! Whom a question is asked about is said by the author of the plan's records, as conditions on rows.

use super::city::{City, Row};
use super::files::quoted;
use super::identity::Day;

/// Whether a row is among those that are asked about, once everything is spoilt.
type Fits = Box<dyn Fn(&City, Row) -> bool>;

/// Who is asked about.
enum About {
    Whole,
    Rows {
        table: &'static str,
        key: Vec<&'static str>,
        fits: Fits,
    },
}

/// A question and what is said to it.
pub(crate) struct Ask {
    plan: &'static str,
    item: String,
    about: About,
    verdict: &'static str,
    evidence: Vec<&'static str>,
    /// What was said of some of them, where it was not that it is met.
    otherwise: Vec<(Option<Row>, Said)>,
}

/// What somebody says who does not say that it is met.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    No,
    Nothing,
    /// That it is met, until this day.
    Until(Day),
}

/// Somebody answers otherwise on a row, or on the whole, than that the item is met.
pub(crate) fn say(city: &mut City, item: &str, row: Option<Row>, said: Said) {
    let mut asks = city.asks.iter_mut();
    let ask = asks.find(|ask| ask.item == item).expect("a question");
    ask.otherwise.push((row, said));
}

/// The questions of one plan.
pub(crate) struct Asking<'c> {
    pub(crate) city: &'c mut City,
    pub(crate) plan: &'static str,
}

impl Asking<'_> {
    fn push(&mut self, item: &str, about: About) -> &mut Ask {
        self.city.asks.push(Ask {
            plan: self.plan,
            item: item.to_owned(),
            about,
            verdict: "是",
            evidence: Vec::new(),
            otherwise: Vec::new(),
        });
        self.city.asks.last_mut().expect("just added")
    }

    /// A question about the whole.
    pub(crate) fn whole(&mut self, item: &str) -> &mut Ask {
        self.push(item, About::Whole)
    }

    /// A question about every row that fits, by its key.
    pub(crate) fn of(
        &mut self,
        item: &str,
        table: &str,
        key: &[&'static str],
        fits: impl Fn(&City, Row) -> bool + 'static,
    ) -> &mut Ask {
        let (table, key) = (self.city.catalogue.table(table), key.to_vec());
        let fits: Fits = Box::new(fits);
        self.push(item, About::Rows { table, key, fits })
    }
}

impl Ask {
    /// Whether it is a question of the item with this full name.
    pub(crate) fn is_of(&self, item: &str) -> bool {
        item.split_once('/') == Some((self.plan, self.item.as_str()))
    }

    /// The kinds of papers that the item wants with an answer.
    pub(crate) fn with(&mut self, kinds: &[&'static str]) -> &mut Ask {
        self.evidence = kinds.to_vec();
        self
    }

    /// Another word of the item for its being met.
    pub(crate) fn says(&mut self, word: &'static str) -> &mut Ask {
        self.verdict = word;
        self
    }
}

/// The file of answers of a plan, and whether it has any.
pub(crate) fn written(city: &City, day: Day) -> Option<String> {
    // A plan whose answers all count for ever needs no column for their last day.
    let mut said = city.asks.iter().flat_map(|ask| &ask.otherwise);
    let ends = said.any(|(_, said)| matches!(said, Said::Until(_)));
    let mut file = String::from("检查项,对象,结论,检查人,检查日期,佐证,佐证类别");
    file.push_str(if ends { ",有效期至\n" } else { "\n" });
    let mut any = false;
    let day = day.to_string();
    for ask in &city.asks {
        let subjects: Vec<(Option<Row>, String)> = match &ask.about {
            About::Whole => vec![(None, String::new())],
            About::Rows { table, key, fits } => {
                let mut rows = city.rows(table);
                rows.retain(|row| fits(city, *row));
                let key_of = |row: &Row| {
                    let cells = key.iter().map(|column| city.cell(*row, column));
                    cells.collect::<Vec<_>>().join(" | ")
                };
                let subject = |row: &Row| (Some(*row), key_of(row));
                rows.iter().map(subject).collect()
            }
        };
        let item = format!("{}/{}", ask.plan, ask.item);
        let paper = if ask.evidence.is_empty() {
            ""
        } else {
            "核查材料.txt"
        };
        for (row, subject) in subjects {
            any = true;
            let mut said = ask.otherwise.iter().filter(|(of, _)| *of == row);
            let (verdict, until) = match said.next() {
                Some((_, Said::Nothing)) => continue,
                Some((_, Said::No)) => ("否", String::new()),
                Some((_, Said::Until(day))) => (ask.verdict, day.to_string()),
                None => (ask.verdict, String::new()),
            };
            let kinds = ask.evidence.join(",");
            let cells: [&str; 7] = [&item, &subject, verdict, "市督查组", &day, paper, &kinds];
            let cells = cells.map(quoted);
            file.push_str(&cells.join(","));
            if ends {
                file.push(',');
                file.push_str(&until);
            }
            file.push('\n');
        }
    }
    any.then_some(file)
}
