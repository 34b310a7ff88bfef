//! Sources, settings, datasets, populations, derived columns and measures.
//!
//! First every name is entered, then types are found. Populations, derived columns and measures are looked into when they are
//! first asked for, so their order does not matter; one that leads back to itself is reported.

use super::Builder;
use super::names::{Noun, Thing, named, place};
use super::problems;
use super::scope::Scope;
use super::types::describe;
use super::uses::Part;
use crate::model::{
    Checklist, Column, Dataset, DecisionTable, ExprId, Measure, Population, Setting, SourceDocument,
};
use crate::source::Span;
use crate::syntax::ast;
use crate::types::{Bilingual, Type, Value};
use std::rc::Rc;

/// How far something has come that is looked into when first asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State<T> {
    Waiting,
    Busy,
    Done(T),
}

/// A declaration: tree, and number in the tree.
type At = (usize, usize);

/// A population on its way.
#[derive(Debug)]
pub(super) struct PopulationEntry {
    pub(super) at: At,
    dataset: State<Option<usize>>,
    pub(super) filter: State<Option<ExprId>>,
    pub(super) order: State<()>,
    /// Whether the start of its runs is being looked into.
    pub(super) run_busy: bool,
}

/// A derived column on its way.
#[derive(Debug)]
pub(super) struct DefineEntry {
    at: At,
    value: State<()>,
}

/// A measure; its value is taken over wherever it is named.
#[derive(Debug)]
pub(super) struct MeasureEntry {
    pub(super) tree: usize,
    pub(super) declared: ast::Measure,
    /// Whether its value is being looked into.
    pub(super) busy: bool,
    /// Whether it leads back to itself; reported already.
    pub(super) circular: bool,
}

impl Builder<'_> {
    /// Enters all declarations and looks into each.
    pub(super) fn declarations(&mut self) {
        let trees = Rc::clone(&self.trees);
        for (number, tree) in trees.iter().enumerate() {
            self.within(number, |b| {
                b.see_used(&tree.uses, tree.file);
                b.see_adopted(&tree.adopts);
                for (index, declaration) in tree.ast.declarations.iter().enumerate() {
                    b.enter(declaration, (number, index));
                }
            });
        }
        for (number, tree) in trees.iter().enumerate() {
            self.within(number, |b| {
                for declaration in &tree.ast.declarations {
                    if let ast::Declaration::Dataset(dataset) = declaration {
                        b.complete_dataset(dataset);
                    }
                }
            });
        }
        for (number, tree) in trees.iter().enumerate() {
            self.within(number, |b| {
                for declaration in &tree.ast.declarations {
                    if let ast::Declaration::Calendar(calendar) = declaration {
                        b.complete_calendar(calendar);
                    }
                }
            });
        }
        for (number, tree) in trees.iter().enumerate() {
            self.within(number, |b| {
                for (index, declaration) in tree.ast.declarations.iter().enumerate() {
                    b.enter_define(declaration, (number, index));
                }
            });
        }
        self.enter_column_names();
        for (number, tree) in trees.iter().enumerate() {
            self.within(number, |b| {
                for declaration in &tree.ast.declarations {
                    b.complete(declaration);
                }
            });
        }
        for population in 0..self.populations.len() {
            self.population_filter(population);
        }
        for population in 0..self.populations.len() {
            self.complete_order(population);
        }
        let derived: Vec<(usize, usize)> = self.defines.keys().copied().collect();
        for (dataset, column) in derived {
            self.complete_define(dataset, column);
        }
        for measure in 0..self.measures.len() {
            self.check_measure(measure);
        }
        self.complete_exceptions();
    }

    /// The names of the used files, by number of their trees.
    fn see_used(&mut self, uses: &[(usize, Span)], file: crate::source::FileId) {
        let language = self.language();
        let mut conflicts = Vec::new();
        for (used, span) in uses {
            let Some(other) = self.spaces.get(*used) else {
                continue;
            };
            let (sources, things, files) = (
                other.sources.clone(),
                other.things.clone(),
                other.files.clone(),
            );
            let Some(space) = self.spaces.get_mut(self.current) else {
                continue;
            };
            space.files.extend(files);
            for (mine, theirs) in [(&mut space.sources, sources), (&mut space.things, things)] {
                for (name, entry) in theirs {
                    match mine.get(&name) {
                        Some((thing, first)) if *thing != entry.0 => {
                            conflicts.push((name, *span, *first));
                        }
                        Some(_) => {}
                        None => {
                            mine.insert(name, entry);
                        }
                    }
                }
            }
        }
        for (name, span, first) in conflicts {
            let problem = problems::declared_twice(language, span, &name, Some(first));
            self.diagnostics.add(problem);
        }
        if let Some(space) = self.spaces.get_mut(self.current) {
            space.files.insert(file);
        }
    }

    fn enter(&mut self, declaration: &ast::Declaration, at: At) {
        let trees = Rc::clone(&self.trees);
        let Some(tree) = trees.get(at.0) else { return };
        let start = Span {
            file: tree.file,
            start: 0,
            end: 0,
        };
        match declaration {
            ast::Declaration::Checklist(head) => {
                if tree.main {
                    self.checklist_id(&head.id);
                    self.model.checklists.push(Checklist {
                        id: head.id.text.clone(),
                        title: text(head.title.as_ref()),
                        language: tree.ast.language,
                        adopted: !tree.asked_for,
                        file: tree.file,
                    });
                }
            }
            ast::Declaration::Source(source) => {
                let number = self.model.sources.len();
                self.declare(&source.names, Thing::Source(number));
                self.model.sources.push(SourceDocument {
                    names: named(&source.names),
                    title: text(source.title.as_ref()),
                    issuer: text(source.issuer.as_ref()),
                    number: source.number.as_ref().map(|n| n.text.clone()),
                    date: source.date,
                    in_force: source.in_force,
                    clauses: Vec::new(),
                    replaced_by: Vec::new(),
                    pin: None,
                    span: place(&source.names, start),
                });
            }
            ast::Declaration::Setting(setting) => {
                let number = self.model.settings.len();
                self.declare(&setting.names, Thing::Setting(number));
                self.model.settings.push(Setting {
                    names: named(&setting.names),
                    kind: setting_type(setting.kind),
                    stricter: setting.stricter,
                    value: None,
                    value_span: None,
                    cites: Vec::new(),
                    span: place(&setting.names, start),
                });
            }
            ast::Declaration::Dataset(dataset) => {
                let number = self.model.datasets.len();
                self.declare(&dataset.names, Thing::Dataset(number));
                self.model.datasets.push(Dataset {
                    names: named(&dataset.names),
                    title: text(dataset.title.as_ref()),
                    columns: Vec::new(),
                    key: Vec::new(),
                    in_force: None,
                    kind: None,
                    span: place(&dataset.names, start),
                });
                self.enter_columns(number, dataset, start);
            }
            ast::Declaration::Calendar(calendar) => self.enter_calendar(calendar, start),
            ast::Declaration::Population(population) => {
                let number = self.model.populations.len();
                self.declare(&population.names, Thing::Population(number));
                self.model.populations.push(Population {
                    names: named(&population.names),
                    dataset: usize::MAX,
                    filter: None,
                    order: None,
                    cites: Vec::new(),
                    span: place(&population.names, start),
                });
                self.populations.push(PopulationEntry {
                    at,
                    dataset: State::Waiting,
                    filter: State::Waiting,
                    order: State::Waiting,
                    run_busy: false,
                });
            }
            ast::Declaration::Table(table) if self.adopted_table(&table.names).is_some() => {}
            ast::Declaration::Table(table) => {
                let number = self.model.tables.len();
                self.declare(&table.names, Thing::Table(number));
                self.model.tables.push(DecisionTable {
                    names: named(&table.names),
                    title: text(table.title.as_ref()),
                    parameters: Vec::new(),
                    parameter_types: Vec::new(),
                    kind: Type::Unknown,
                    rows: Vec::new(),
                    cites: Vec::new(),
                    span: place(&table.names, start),
                });
            }
            ast::Declaration::Measure(measure) => {
                let number = self.measures.len();
                self.declare(&measure.names, Thing::Measure(number));
                self.model.measures.push(Measure {
                    names: named(&measure.names),
                    cites: Vec::new(),
                });
                self.measures.push(MeasureEntry {
                    tree: at.0,
                    declared: measure.clone(),
                    busy: false,
                    circular: false,
                });
            }
            ast::Declaration::Exception(exception) => self.enter_exception(exception, at, start),
            ast::Declaration::Use(_)
            | ast::Declaration::Section(_)
            | ast::Declaration::Define(_)
            | ast::Declaration::Item(_)
            | ast::Declaration::Adopt(_)
            | ast::Declaration::Routing(_)
            | ast::Declaration::SettingChange(_)
            | ast::Declaration::Test(_) => {}
        }
    }

    /// Reports a checklist id that another checklist of the run has: its items could not be told apart.
    fn checklist_id(&mut self, id: &ast::Name) {
        if self.model.checklists.iter().any(|c| c.id == id.text) {
            let problem = problems::declared_twice(self.language(), id.span, &id.text, None);
            self.diagnostics.add(problem);
        }
    }

    /// Enters a derived column.
    fn enter_define(&mut self, declaration: &ast::Declaration, at: At) {
        let ast::Declaration::Define(define) = declaration else {
            return;
        };
        let Some(noun) = self.noun(&define.dataset) else {
            return;
        };
        let language = self.language();
        for name in &define.names.all {
            if let Some(first) = self.column_called(noun.dataset, name) {
                let first = self.model.column(noun.dataset, first).map(|c| c.span);
                let problem = problems::declared_twice(language, name.span, &name.text, first);
                self.diagnostics.add(problem);
                return;
            }
        }
        let entry = Column {
            names: named(&define.names),
            kind: Type::Unknown,
            range: None,
            placeholders: Vec::new(),
            derived: None,
            span: place(&define.names, define.value.span),
        };
        let Some(dataset) = self.model.datasets.get_mut(noun.dataset) else {
            return;
        };
        let column = dataset.columns.len();
        dataset.columns.push(entry);
        self.defines.insert(
            (noun.dataset, column),
            DefineEntry {
                at,
                value: State::Waiting,
            },
        );
    }

    /// The type of a column; a derived one is looked into.
    pub(super) fn column_type(&mut self, dataset: usize, column: usize) -> Type {
        self.used_columns.insert((dataset, column));
        self.uses.note(Part::Column(dataset, column));
        self.complete_define(dataset, column)
    }

    fn complete_define(&mut self, dataset: usize, column: usize) -> Type {
        let state = self
            .defines
            .get(&(dataset, column))
            .map(|d| (d.at, d.value));
        if let Some((at, state)) = state {
            let trees = Rc::clone(&self.trees);
            let declared = trees
                .get(at.0)
                .and_then(|tree| tree.ast.declarations.get(at.1));
            if let Some(ast::Declaration::Define(define)) = declared {
                match state {
                    State::Done(()) => {}
                    State::Busy => self.leads_back(&define.names),
                    State::Waiting => {
                        self.set_define(dataset, column, State::Busy);
                        let scope = Scope::row(
                            Noun {
                                dataset,
                                population: None,
                            },
                            None,
                        );
                        let part = Part::Column(dataset, column);
                        let value =
                            self.using(part, at.0, |b| b.value(&[scope], &define.value, None));
                        let ty = self.type_of(value);
                        if let Some(entry) = self.model.column_mut(dataset, column) {
                            entry.kind = ty;
                            entry.derived = Some(value);
                        }
                        self.set_define(dataset, column, State::Done(()));
                    }
                }
            }
        }
        self.model
            .column(dataset, column)
            .map_or(Type::Unknown, |c| c.kind.clone())
    }

    fn set_define(&mut self, dataset: usize, column: usize, state: State<()>) {
        if let Some(entry) = self.defines.get_mut(&(dataset, column)) {
            entry.value = state;
        }
    }

    /// Reports a declaration that leads back to itself.
    pub(super) fn leads_back(&mut self, names: &ast::Names) {
        if let Some(name) = names.all.first() {
            let problem = problems::defined_by_itself(self.language(), name.span, &name.text);
            self.diagnostics.add(problem);
        }
    }

    /// Looks into settings and tables.
    fn complete(&mut self, declaration: &ast::Declaration) {
        match declaration {
            ast::Declaration::Setting(setting) => self.complete_setting(setting),
            ast::Declaration::Table(table) => self.complete_table(table),
            ast::Declaration::SettingChange(change) => self.change_setting(change),
            ast::Declaration::Checklist(_)
            | ast::Declaration::Use(_)
            | ast::Declaration::Source(_)
            | ast::Declaration::Section(_)
            | ast::Declaration::Dataset(_)
            | ast::Declaration::Calendar(_)
            | ast::Declaration::Population(_)
            | ast::Declaration::Define(_)
            | ast::Declaration::Measure(_)
            | ast::Declaration::Item(_)
            | ast::Declaration::Adopt(_)
            | ast::Declaration::Exception(_)
            | ast::Declaration::Routing(_)
            | ast::Declaration::Test(_) => {}
        }
    }

    fn complete_setting(&mut self, declared: &ast::Setting) {
        let Some(value) = &declared.value else { return };
        let setting = declared
            .names
            .all
            .first()
            .and_then(|name| self.peek(&name.text));
        let Some(Thing::Setting(setting)) = setting else {
            return;
        };
        let Some(found) = self.setting_value(value, &setting_type(declared.kind)) else {
            return;
        };
        if let Some(setting) = self.model.settings.get_mut(setting) {
            setting.value = Some(found);
            setting.value_span = Some(value.span);
        }
    }

    /// A value written for a setting of a type; `None` where it does not fit (reported).
    pub(super) fn setting_value(&mut self, value: &ast::Expr, kind: &Type) -> Option<Value> {
        let id = self.value(&[], value, Some(kind));
        let ty = self.type_of(id);
        if ty == Type::Unknown {
            return None;
        }
        // The type is said beside the value, so a bare number of days, yuan or the like is clear.
        let bare =
            ty == Type::Integer || ty == Type::Number && !matches!(kind, Type::Days | Type::Months);
        let fits = match kind {
            Type::Days | Type::Months => ty == *kind || ty == Type::Integer,
            Type::Money => ty == Type::Money || bare,
            Type::Percent => ty == Type::Percent,
            Type::Number => bare,
            _ => ty == *kind,
        };
        let Some(found) = self.literal(id).cloned() else {
            let problem = problems::not_a_literal(self.language(), value.span);
            self.diagnostics.add(problem);
            return None;
        };
        if !fits {
            let language = self.language();
            let problem = problems::wrong_type(
                language,
                value.span,
                &describe(&self.model, &ty, language),
                &describe(&self.model, kind, language),
            );
            self.diagnostics.add(problem);
            return None;
        }
        Some(found)
    }

    /// The dataset that a population's members are rows of; `None` where its base is unknown (reported).
    pub(super) fn population_dataset(&mut self, population: usize) -> Option<usize> {
        let entry = self.populations.get(population)?;
        let at = entry.at;
        match entry.dataset {
            State::Done(dataset) => return dataset,
            State::Busy => {
                let trees = Rc::clone(&self.trees);
                if let Some(ast::Declaration::Population(declared)) = declaration(&trees, at) {
                    self.leads_back(&declared.names);
                }
                return None;
            }
            State::Waiting => {}
        }
        self.set_dataset(population, State::Busy);
        let trees = Rc::clone(&self.trees);
        let noun = match declaration(&trees, at) {
            Some(ast::Declaration::Population(declared)) => {
                let part = Part::Thing(Thing::Population(population));
                self.using(part, at.0, |b| b.noun(&declared.base))
            }
            _ => None,
        };
        let dataset = noun.map(|noun| noun.dataset);
        self.set_dataset(population, State::Done(dataset));
        if let (Some(dataset), Some(entry)) = (dataset, self.model.populations.get_mut(population))
        {
            entry.dataset = dataset;
        }
        dataset
    }

    fn set_dataset(&mut self, population: usize, state: State<Option<usize>>) {
        if let Some(entry) = self.populations.get_mut(population) {
            entry.dataset = state;
        }
    }

    /// Which rows belong to a population, its bases included.
    pub(super) fn population_filter(&mut self, population: usize) -> Option<ExprId> {
        let part = Part::Thing(Thing::Population(population));
        self.uses.note(part);
        let dataset = self.population_dataset(population)?;
        let entry = self.populations.get_mut(population)?;
        let at = entry.at;
        let trees = Rc::clone(&self.trees);
        let Some(ast::Declaration::Population(declared)) = declaration(&trees, at) else {
            return None;
        };
        match entry.filter {
            State::Done(filter) => return filter,
            State::Busy => {
                self.leads_back(&declared.names);
                return None;
            }
            State::Waiting => entry.filter = State::Busy,
        }
        let filter = self.using(part, at.0, |b| {
            let base = match b.peek(&declared.base.text) {
                Some(Thing::Population(base)) => b.population_filter(base),
                _ => None,
            };
            let scope = Scope::row(
                Noun {
                    dataset,
                    population: Some(population),
                },
                None,
            );
            let own = declared
                .filter
                .as_ref()
                .map(|filter| b.condition(&[scope], filter));
            let parts = base.into_iter().chain(own).collect();
            b.all_of(parts, declared.base.span)
        });
        if let Some(entry) = self.populations.get_mut(population) {
            entry.filter = State::Done(filter);
        }
        if let Some(entry) = self.model.populations.get_mut(population) {
            entry.filter = filter;
        }
        filter
    }
}

fn declaration(trees: &[super::Tree], at: At) -> Option<&ast::Declaration> {
    trees.get(at.0)?.ast.declarations.get(at.1)
}

/// The text of a title, empty without one.
pub(super) fn text(title: Option<&ast::Title>) -> Bilingual {
    title.map(|title| title.text.clone()).unwrap_or_default()
}

fn setting_type(kind: ast::SettingType) -> Type {
    match kind {
        ast::SettingType::Days => Type::Days,
        ast::SettingType::Months => Type::Months,
        ast::SettingType::Integer => Type::Integer,
        ast::SettingType::YesOrNo => Type::Truth,
        ast::SettingType::Number => Type::Number,
        ast::SettingType::Percent => Type::Percent,
        ast::SettingType::Money => Type::Money,
        ast::SettingType::Date => Type::Date,
        ast::SettingType::Text => Type::Text,
    }
}
