//! What names mean: the declared things that a file sees.

use super::Builder;
use super::problems;
use super::uses::Part;
use crate::diagnostic::Diagnostic;
use crate::model::{Column, Dataset, Named};
use crate::source::{FileId, Span};
use crate::syntax::ast;
use crate::types::number_words::in_digits;
use crate::types::{Bilingual, Type, width};
use std::collections::{BTreeMap, BTreeSet};

/// A declared thing that expressions and sentences can name, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Source(usize),
    Setting(usize),
    Dataset(usize),
    Population(usize),
    Table(usize),
    Measure(usize),
    Exception(usize),
    Calendar(usize),
}

/// Everything that one file sees: its own declarations and those of the files that it uses.
#[derive(Debug, Default)]
pub(super) struct Space {
    /// Sources are named in citations alone, so a dataset may have the same name.
    pub(super) sources: BTreeMap<String, (Thing, Span)>,
    /// Settings, datasets, populations, tables and measures.
    pub(super) things: BTreeMap<String, (Thing, Span)>,
    /// The files seen, for derived columns.
    pub(super) files: BTreeSet<FileId>,
    /// Those of them that belong to adopted checklists.
    pub(super) adopted: BTreeSet<FileId>,
}

/// Whether a name is a Chinese one.
pub(super) fn is_chinese(text: &str) -> bool {
    text.contains(width::is_chinese)
}

/// Names sorted by language.
pub(super) fn named(names: &ast::Names) -> Named {
    let names: Vec<String> = names.all.iter().map(|name| name.text.clone()).collect();
    named_texts(&names)
}

/// Texts that name one thing, sorted by language.
pub(super) fn named_texts(names: &[String]) -> Named {
    let first = |chinese: bool| {
        let mut names = names.iter();
        names.find(|name| is_chinese(name) == chinese).cloned()
    };
    Named {
        all: names.to_vec(),
        by_language: Bilingual {
            en: first(false),
            zh: first(true),
        },
    }
}

/// The place of the first name.
pub(super) fn place(names: &ast::Names, otherwise: Span) -> Span {
    names.all.first().map_or(otherwise, |name| name.span)
}

impl Builder<'_> {
    /// Enters a thing under each of its names in the file at hand; a name taken already is reported.
    pub(super) fn declare(&mut self, names: &ast::Names, thing: Thing) {
        let language = self.language();
        for name in &names.all {
            let Some(space) = self.spaces.get_mut(self.current) else {
                return;
            };
            let map = match thing {
                Thing::Source(_) => &mut space.sources,
                Thing::Setting(_)
                | Thing::Dataset(_)
                | Thing::Population(_)
                | Thing::Table(_)
                | Thing::Measure(_)
                | Thing::Exception(_)
                | Thing::Calendar(_) => &mut space.things,
            };
            match map.get(&name.text) {
                // The same name written twice for one thing does no harm.
                Some((other, _)) if *other == thing => {}
                Some((_, first)) => {
                    let problem =
                        problems::declared_twice(language, name.span, &name.text, Some(*first));
                    let problem = problems::perhaps_one_name(problem, language, names, &name.text);
                    self.diagnostics.add(problem);
                }
                None => {
                    map.insert(name.text.clone(), (thing, name.span));
                }
            }
        }
    }

    /// What a name means in the file at hand.
    pub(super) fn thing(&mut self, text: &str) -> Option<Thing> {
        let thing = self.spaces.get(self.current)?.things.get(text)?.0;
        self.used.insert(thing);
        self.uses.note(Part::Thing(thing));
        Some(thing)
    }

    /// The same for a name at its place.
    pub(super) fn thing_called(&mut self, name: &ast::Name) -> Option<Thing> {
        let thing = self.thing(&name.text)?;
        self.note_thing(name.span, thing);
        Some(thing)
    }

    /// The source of a name, without counting as a use.
    pub(super) fn peek_source(&self, text: &str) -> Option<Thing> {
        Some(self.spaces.get(self.current)?.sources.get(text)?.0)
    }

    /// The same without counting as a use.
    pub(super) fn peek(&self, text: &str) -> Option<Thing> {
        Some(self.spaces.get(self.current)?.things.get(text)?.0)
    }

    /// Reports a name that means nothing, unless a declaration that could not be read may be the one meant.
    pub(super) fn missing(&mut self, name: &str, problem: Diagnostic) {
        let files = self.spaces.get(self.current).map(|space| &space.files);
        let broken = self
            .trees
            .iter()
            .filter(|tree| files.is_some_and(|files| files.contains(&tree.file)))
            .flat_map(|tree| &tree.ast.broken)
            .any(|broken| broken.text == name);
        if !broken {
            self.diagnostics.add(problem);
        }
    }

    /// Whether a source has this name.
    pub(super) fn has_source(&self, name: &str) -> bool {
        let space = self.spaces.get(self.current);
        space.is_some_and(|space| space.sources.contains_key(name))
    }

    /// The source of a name.
    pub(super) fn source(&mut self, name: &ast::Name) -> Option<usize> {
        let space = self.spaces.get(self.current)?;
        if let Some((Thing::Source(source), _)) = space.sources.get(&name.text) {
            self.note_thing(name.span, Thing::Source(*source));
            self.used.insert(Thing::Source(*source));
            return Some(*source);
        }
        let candidate = problems::nearest(&name.text, space.sources.keys().map(String::as_str));
        let language = self.language();
        let kind = problems::Kind::Source;
        let problem = problems::unknown_name(language, name.span, kind, &name.text, candidate);
        self.missing(&name.text, problem);
        None
    }

    /// The datasets in sight that have a column of this name: their names, in the order of declaration, at most five.
    pub(super) fn datasets_with(&self, column: &str) -> Vec<String> {
        let language = self.language();
        let all = self.model.datasets.iter().enumerate();
        let having = all.filter(|(number, dataset)| {
            self.peek(&dataset.names.all.first().cloned().unwrap_or_default())
                == Some(Thing::Dataset(*number))
                && self.column(*number, column).is_some()
        });
        let names = having.map(|(_, dataset)| dataset.names.show(language).to_owned());
        names.take(5).collect()
    }

    /// The dataset with the most similar name.
    pub(super) fn similar_rows(&self, text: &str) -> Option<String> {
        let language = self.language();
        let all = self.model.datasets.iter();
        let names: Vec<&str> = all.map(|dataset| dataset.names.show(language)).collect();
        super::problems::nearest(text, names).map(str::to_owned)
    }

    /// The dataset and its column that a name runs together: 发放金额.
    pub(super) fn dataset_and_column(&self, text: &str) -> Option<(String, String)> {
        let all = self.model.datasets.iter().enumerate();
        let mut found = all.filter_map(|(number, dataset)| {
            let name = dataset.names.show(self.language());
            let column = text.strip_prefix(name)?.trim_start_matches('_');
            let is_column = self.column(number, column).is_some();
            is_column.then(|| (name.to_owned(), column.to_owned()))
        });
        found.next()
    }

    /// The columns that a table is looked up by.
    pub(super) fn table_columns(&self, table: &str) -> Vec<String> {
        match self.peek(table) {
            Some(Thing::Table(number)) => {
                let table = self.model.tables.get(number);
                table.map_or_else(Vec::new, |table| table.parameters.clone())
            }
            _ => Vec::new(),
        }
    }

    /// Whether a line of a declaration could not be read, so that something may seem to be missing in it.
    pub(super) fn holds_broken_line(&self, declaration: Span) -> bool {
        let mut broken = self.trees.iter().flat_map(|tree| &tree.ast.broken);
        broken.any(|name| {
            name.span.file == declaration.file
                && (declaration.start..declaration.end).contains(&name.span.start)
        })
    }

    /// The column of a name in a dataset, as far as the file at hand sees it.
    pub(super) fn column(&self, dataset: usize, text: &str) -> Option<usize> {
        let files = &self.spaces.get(self.current)?.files;
        let dataset = self.model.datasets.get(dataset)?;
        let mut columns = dataset.columns.iter();
        columns.position(|c| {
            c.names.all.iter().any(|name| name == text) && in_sight(files, dataset, c)
        })
    }

    /// Whether the file at hand sees a column.
    pub(super) fn sees_column(&self, dataset: usize, column: usize) -> bool {
        let Some(space) = self.spaces.get(self.current) else {
            return false;
        };
        let dataset = self.model.datasets.get(dataset);
        let column = dataset.and_then(|d| Some((d, d.columns.get(column)?)));
        column.is_some_and(|(dataset, column)| in_sight(&space.files, dataset, column))
    }

    /// Enters all columns under their names.
    pub(super) fn enter_column_names(&mut self) {
        let called = &mut self.columns_called;
        for (number, dataset) in self.model.datasets.iter().enumerate() {
            for (at, column) in dataset.columns.iter().enumerate() {
                for name in &column.names.all {
                    match called.get_mut(name) {
                        Some(places) => places.push((number, at)),
                        None => {
                            called.insert(name.clone(), vec![(number, at)]);
                        }
                    }
                }
            }
        }
    }

    /// The column of a name at its place.
    pub(super) fn column_called(&self, dataset: usize, name: &ast::Name) -> Option<usize> {
        let column = self.column(dataset, &name.text)?;
        self.note_column(name.span, dataset, column);
        Some(column)
    }

    /// Reports a column that the dataset does not have.
    pub(super) fn no_column(&mut self, dataset: usize, name: &ast::Name) {
        let language = self.language();
        let Some(of) = self.model.datasets.get(dataset) else {
            return;
        };
        let path = self.path_to(dataset, &name.text);
        let candidate = problems::nearest(&name.text, column_names(of));
        let candidate = candidate.filter(|_| path.is_none());
        let problem = problems::unknown_column(
            language,
            name.span,
            of.names.show(language),
            &name.text,
            candidate,
        );
        let problem = match path {
            Some((path, there)) => problems::by_reference(language, problem, &path, &there),
            None => problem,
        };
        let problem = self.likelier(problem, &name.text);
        self.missing(&name.text, problem);
    }

    /// `must be attends`: a word of a column stands where a condition is meant.
    pub(super) fn as_word_of_column(
        &self,
        problem: Diagnostic,
        dataset: usize,
        word: &str,
    ) -> Diagnostic {
        let language = self.language();
        let columns = self.model.datasets.get(dataset).into_iter();
        let says = |kind: &Type| match kind {
            Type::OneOf(set) => self.model.value_sets.get(*set).is_some_and(|set| {
                let mut words = set.values.iter().flatten();
                words.any(|known| known == word)
            }),
            _ => false,
        };
        let forms: Vec<String> = columns
            .flat_map(|dataset| &dataset.columns)
            .filter(|column| says(&column.kind))
            .map(|column| format!("{} = {word}", column.names.show(language)))
            .collect();
        match forms.is_empty() {
            true => problem,
            false => problems::with_column(language, problem, &forms),
        }
    }

    /// The shortest way over references from a dataset to a column of that name: `school.town`, and the dataset there.
    fn path_to(&self, dataset: usize, text: &str) -> Option<(String, String)> {
        const FARTHEST: usize = 3;
        let language = self.language();
        let mut ways = vec![(dataset, String::new())];
        for _ in 0..FARTHEST {
            let mut further = Vec::new();
            for (at, way) in &ways {
                for column in &self.model.datasets.get(*at)?.columns {
                    let Type::Reference(to) = column.kind else {
                        continue;
                    };
                    let way = format!("{way}{}.", column.names.show(language));
                    if self.column(to, text).is_some() {
                        let there = self.model.datasets.get(to)?.names.show(language);
                        return Some((format!("{way}{text}"), there.to_owned()));
                    }
                    further.push((to, way));
                }
            }
            ways = further;
        }
        None
    }

    /// A problem of an unknown name with its digits, where it is a number in words.
    pub(super) fn likelier(&self, problem: Diagnostic, name: &str) -> Diagnostic {
        match in_digits(name) {
            Some(digits) => problems::with_digits(self.language(), problem, &digits),
            None => problem,
        }
    }

    /// A dataset or population with its dataset; anything else is reported.
    pub(super) fn noun(&mut self, name: &ast::Name) -> Option<Noun> {
        match self.thing_called(name) {
            Some(Thing::Dataset(dataset)) => {
                return Some(Noun {
                    dataset,
                    population: None,
                });
            }
            Some(Thing::Population(population)) => {
                // A population of an unknown dataset was reported where it is declared.
                let dataset = self.population_dataset(population)?;
                return Some(Noun {
                    dataset,
                    population: Some(population),
                });
            }
            Some(
                Thing::Source(_)
                | Thing::Setting(_)
                | Thing::Table(_)
                | Thing::Measure(_)
                | Thing::Exception(_)
                | Thing::Calendar(_),
            )
            | None => {}
        }
        let candidate = self.spaces.get(self.current).and_then(|space| {
            let nouns = space
                .things
                .iter()
                .filter(|(_, (thing, _))| matches!(thing, Thing::Dataset(_) | Thing::Population(_)))
                .map(|(name, _)| name.as_str());
            problems::nearest(&name.text, nouns)
        });
        let language = self.language();
        let kind = problems::Kind::Rows;
        let problem = problems::unknown_name(language, name.span, kind, &name.text, candidate);
        self.missing(&name.text, problem);
        None
    }

    /// The same without a report and without counting as a use.
    pub(super) fn peek_noun(&mut self, text: &str) -> Option<Noun> {
        match self.peek(text)? {
            Thing::Dataset(dataset) => Some(Noun {
                dataset,
                population: None,
            }),
            Thing::Population(population) => Some(Noun {
                dataset: self.population_dataset(population)?,
                population: Some(population),
            }),
            Thing::Source(_)
            | Thing::Setting(_)
            | Thing::Table(_)
            | Thing::Measure(_)
            | Thing::Exception(_)
            | Thing::Calendar(_) => None,
        }
    }
}

/// Whether a column is seen where these files are. A derived column may stem from a checklist that they know nothing of; a dataset itself is
/// at hand even there, when an exception excuses its rows.
fn in_sight(files: &BTreeSet<FileId>, dataset: &Dataset, column: &Column) -> bool {
    column.span.file == dataset.span.file || files.contains(&column.span.file)
}

/// A dataset, or a population of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noun {
    pub(super) dataset: usize,
    pub(super) population: Option<usize>,
}

/// All names of all columns.
pub(super) fn column_names(dataset: &Dataset) -> impl Iterator<Item = &str> {
    dataset
        .columns
        .iter()
        .flat_map(|column| column.names.all.iter().map(String::as_str))
}
