//! What a checklist rests on: the clauses that an item cites itself or through declarations that it uses, and whether they are in force on a day.

use super::{Citation, Item, Model, Named, SourceDocument};
use crate::types::{Date, Language};
use std::collections::VecDeque;

/// First and last day in force.
type InForce = (Date, Option<Date>);

/// A clause that is in force on days of its own, with all that stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseDates {
    /// Its path: as pinned where there is a lock, else as written.
    pub path: String,
    /// First and last day in force.
    pub in_force: (Date, Option<Date>),
}

/// By what an item comes to cite a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Through {
    /// It says so itself, or its section does.
    Item,
    /// It uses this table.
    Table(usize),
    /// It names this exception.
    Exception(usize),
    /// It uses this setting.
    Setting(usize),
    /// It speaks of this population.
    Population(usize),
    /// It uses this measure.
    Measure(usize),
}

impl Through {
    /// `item`, `table`, `exception`, `setting`, `population` or `measure`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        self.words(Language::En)
    }

    /// The same for readers of a language.
    #[must_use]
    pub fn words(self, language: Language) -> &'static str {
        match self {
            Self::Item => language.pick("item", "检查项"),
            Self::Table(_) => language.pick("table", "表"),
            Self::Exception(_) => language.pick("exception", "例外"),
            Self::Setting(_) => language.pick("setting", "设定"),
            Self::Population(_) => language.pick("population", "人群"),
            Self::Measure(_) => language.pick("measure", "指标"),
        }
    }
}

/// Why a cited clause is not in force on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutOfForce {
    /// It is so only from this day on.
    Before(Date),
    /// It was so until this day.
    After(Date),
    /// Another document replaces its own: its number, and from which day on, where that is known.
    Replaced(usize, Option<Date>),
}

impl SourceDocument {
    /// What readers of a language call it.
    #[must_use]
    pub fn show(&self, language: Language) -> &str {
        match self.title.get(language) {
            "" => self.names.show(language),
            title => title,
        }
    }

    /// The dates of its own that the clause of a citation has, or the innermost clause around it; those of the document where none has any.
    /// With the path of the clause that declares them.
    fn dates_of(&self, cite: &Citation) -> Option<(Option<&str>, InForce)> {
        let mut path = match &cite.clause {
            Some(clause) => clause.path.as_str(),
            None => cite.path.as_str(),
        };
        loop {
            if let Some(own) = self.clauses.iter().find(|own| own.path == path) {
                return Some((Some(own.path.as_str()), own.in_force));
            }
            let clauses = self.pin.iter().flat_map(|pin| &pin.lock.clauses);
            let mut here = clauses.filter(|clause| clause.path == path);
            match here.next().and_then(|clause| clause.parent.as_deref()) {
                Some(parent) => path = parent,
                None => return self.in_force.map(|dates| (None, dates)),
            }
        }
    }

    /// The first day on which it says that it counts.
    fn begins(&self) -> Option<Date> {
        self.in_force.map(|(first, _)| first).or(self.date)
    }
}

impl Model {
    /// Every declaration that can cite clauses for the items that use it, in its order.
    pub fn declarations(&self) -> impl Iterator<Item = Through> {
        let tables = (0..self.tables.len()).map(Through::Table);
        let exceptions = (0..self.exceptions.len()).map(Through::Exception);
        let settings = (0..self.settings.len()).map(Through::Setting);
        let populations = (0..self.populations.len()).map(Through::Population);
        let measures = (0..self.measures.len()).map(Through::Measure);
        tables
            .chain(exceptions)
            .chain(settings)
            .chain(populations)
            .chain(measures)
    }

    /// What a declaration cites, with its names; `None` for an item itself.
    #[must_use]
    pub fn declared(&self, through: Through) -> Option<(&Named, &[Citation])> {
        Some(match through {
            Through::Item => return None,
            Through::Table(at) => self.tables.get(at).map(|d| (&d.names, &d.cites[..]))?,
            Through::Exception(at) => self.exceptions.get(at).map(|d| (&d.names, &d.cites[..]))?,
            Through::Setting(at) => self.settings.get(at).map(|d| (&d.names, &d.cites[..]))?,
            Through::Population(at) => {
                self.populations.get(at).map(|d| (&d.names, &d.cites[..]))?
            }
            Through::Measure(at) => self.measures.get(at).map(|d| (&d.names, &d.cites[..]))?,
        })
    }

    /// The citations of a declaration, to be filled in.
    pub(super) fn cites_mut(&mut self, through: Through) -> Option<&mut Vec<Citation>> {
        match through {
            Through::Item => None,
            Through::Table(at) => self.tables.get_mut(at).map(|d| &mut d.cites),
            Through::Exception(at) => self.exceptions.get_mut(at).map(|d| &mut d.cites),
            Through::Setting(at) => self.settings.get_mut(at).map(|d| &mut d.cites),
            Through::Population(at) => self.populations.get_mut(at).map(|d| &mut d.cites),
            Through::Measure(at) => self.measures.get_mut(at).map(|d| &mut d.cites),
        }
    }

    /// Every clause that an item rests on: those that it cites itself, then those of the declarations that it uses.
    #[must_use]
    pub fn citations_behind<'m>(&'m self, item: &'m Item) -> Vec<(Through, &'m Citation)> {
        let own = item.cites.iter().map(|cite| (Through::Item, cite));
        let used = item.uses.iter().flat_map(|&through| {
            let cites = self.declared(through).map_or(&[][..], |(_, cites)| cites);
            cites.iter().map(move |cite| (through, cite))
        });
        own.chain(used).collect()
    }

    /// The documents that replace one, those that replace these, and so on; the nearest first.
    #[must_use]
    pub fn successors(&self, source: usize) -> Vec<usize> {
        let mut all = Vec::new();
        let mut open = VecDeque::from([source]);
        while let Some(at) = open.pop_front() {
            let next = self
                .sources
                .get(at)
                .map(|source| source.replaced_by.as_slice());
            for &by in next.unwrap_or_default() {
                if by != source && !all.contains(&by) {
                    all.push(by);
                    open.push_back(by);
                }
            }
        }
        all
    }

    /// Why the clause of a citation is not in force on a day; `None` where it is, or says nothing of it. A successor counts before an end.
    #[must_use]
    pub fn out_of_force(&self, cite: &Citation, day: Date) -> Option<OutOfForce> {
        let source = self.sources.get(cite.source)?;
        let (clause, dates) = source.dates_of(cite).unzip();
        let successors = source.replaced_by.iter().filter_map(|&by| {
            let from = self.sources.get(by)?.begins();
            from.is_none_or(|from| from <= day).then_some((from, by))
        });
        // Dates that a clause declares for itself stand whatever becomes of its document.
        if clause.flatten().is_none()
            && let Some((from, by)) = successors.min()
        {
            return Some(OutOfForce::Replaced(by, from));
        }
        match dates? {
            (first, _) if day < first => Some(OutOfForce::Before(first)),
            (_, Some(last)) if last < day => Some(OutOfForce::After(last)),
            _ => None,
        }
    }

    /// What readers are told of clauses that an item rests on and that are not in force on a day, each remark once.
    #[must_use]
    pub fn remarks_of_force(&self, item: &Item, day: Date, language: Language) -> Vec<String> {
        let mut remarks = Vec::new();
        for (through, cite) in self.citations_behind(item) {
            let why = self.out_of_force(cite, day);
            let remark =
                why.and_then(|why| self.words_of_force(through, cite, &why, day, language));
            if let Some(remark) = remark.filter(|remark| !remarks.contains(remark)) {
                remarks.push(remark);
            }
        }
        remarks
    }

    /// Whether an item rests on a clause that is in force on certain days only, so that the day of the inspection matters.
    #[must_use]
    pub fn asks_for_force(&self, item: &Item) -> bool {
        self.citations_behind(item).iter().any(|(_, cite)| {
            let source = self.sources.get(cite.source);
            source.is_some_and(|source| {
                !source.replaced_by.is_empty() || source.dates_of(cite).is_some()
            })
        })
    }

    fn words_of_force(
        &self,
        through: Through,
        cite: &Citation,
        why: &OutOfForce,
        day: Date,
        language: Language,
    ) -> Option<String> {
        let source = self.sources.get(cite.source)?;
        let title = source.show(language);
        // The clause is named where it has dates of its own.
        let own = source.dates_of(cite).and_then(|(clause, _)| clause);
        let clause = own.map_or(String::new(), |path| format!(" {path}"));
        let who = match (self.declared(through), language) {
            (None, Language::En) => "it".to_owned(),
            (None, Language::Zh) => String::new(),
            (Some((names, _)), Language::En) => {
                format!("its {} {}", through.kind(), names.show(language))
            }
            (Some((names, _)), Language::Zh) => {
                let kind = through.words(language);
                let used = match through {
                    Through::Exception(_) => "",
                    _ => "所用的",
                };
                format!("{used}{kind} {} ", names.show(language))
            }
        };
        Some(match (language, why) {
            (Language::En, OutOfForce::Before(from)) => format!(
                "{who} cites {title}{clause}, which is in force from {from} only; the day of the inspection is {day}"
            ),
            (Language::Zh, OutOfForce::Before(from)) => {
                format!("{who}所依据的{title}{clause}自{from}起施行，检查日为{day}")
            }
            (Language::En, OutOfForce::After(to)) => format!(
                "{who} cites {title}{clause}, which was in force until {to}; the day of the inspection is {day}"
            ),
            (Language::Zh, OutOfForce::After(to)) => {
                format!("{who}所依据的{title}{clause}已于{to}后失效，检查日为{day}")
            }
            (_, OutOfForce::Replaced(by, from)) => {
                let by = self.sources.get(*by)?.show(language);
                match (language, from) {
                    (Language::En, Some(from)) => format!(
                        "{who} cites {title}, which {by} replaces from {from}; the day of the inspection is {day}"
                    ),
                    (Language::En, None) => format!("{who} cites {title}, which {by} replaces"),
                    (Language::Zh, Some(from)) => {
                        format!("{who}所依据的{title}自{from}起由{by}替代，检查日为{day}")
                    }
                    (Language::Zh, None) => format!("{who}所依据的{title}已由{by}替代"),
                }
            }
        })
    }
}
