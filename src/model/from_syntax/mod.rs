//! Trees become the model: files are loaded, names become numbers, every expression gets a type, sentences become checks.
//!
//! Never fails. Afterwards every mistake has been reported once, at its place, in the language of its file; what rests on a
//! mistake has [`Type::Unknown`] and stays silent, and the order of declarations no longer matters.

mod aggregates;
mod bounds;
mod calendars;
mod citations;
mod combinations;
mod compare;
mod consequences;
mod datasets;
mod declarations;
mod deliveries;
mod duties;
mod exceptions;
mod files;
mod functions;
mod groups;
mod items;
mod keys;
mod layers;
mod meanings;
mod names;
mod order;
mod period_cells;
mod periods;
mod person;
mod problems;
mod problems_of_bounds;
mod problems_of_citations;
mod problems_of_clauses;
mod problems_of_keys;
mod problems_of_order;
mod problems_of_people;
mod problems_of_tests;
mod problems_of_time;
mod problems_of_values;
mod ranking;
mod reconcile;
mod relations;
mod routing;
mod rows;
mod schedules;
mod scope;
mod second_keys;
mod sources;
mod standing_alone;
mod tables;
mod term_rows;
mod test_answers;
mod tests;
mod tree;
mod trends;
mod types;
mod uses;
mod values;
mod warnings;

pub use sources::unused_locks;

use super::{Expr, ExprId, ExprKind, Model, review};
use crate::diagnostic::{Diagnostics, Severity};
use crate::source::{Files, Span};
use crate::types::{Language, Meanings, Type, Value};
use declarations::{DefineEntry, MeasureEntry, PopulationEntry};
use files::{Loader, Tree};
use names::{Space, Thing};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Loads one checklist with the files that it uses; these lie in its own folder.
#[must_use]
pub fn load(path: &Path, files: &mut Files, diagnostics: &mut Diagnostics) -> Model {
    load_all(&[path.to_path_buf()], None, files, diagnostics)
}

/// Loads the checklists of a run. A file that several use is resolved once, so its datasets are the same for all.
/// Used files are looked for beside the using file, then in `library`.
#[must_use]
pub fn load_all(
    paths: &[PathBuf],
    library: Option<&Path>,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Model {
    let mut loader = Loader::new(library, files, diagnostics);
    loader.mains(paths);
    loader.items_of_tests();
    let trees = loader.trees;
    build(trees, files, diagnostics)
}

/// Loads a checklist from its text; the files that it uses are looked for beside `path`.
#[must_use]
pub fn load_text(
    path: &Path,
    text: &str,
    files: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Model {
    let mut loader = Loader::new(None, files, diagnostics);
    loader.text(path, text.to_owned());
    loader.items_of_tests();
    let trees = loader.trees;
    build(trees, files, diagnostics)
}

/// What the names of a checklist mean that is given as text, and where it has mistakes; the files that it uses are
/// looked for beside `path`.
#[must_use]
pub fn meanings(path: &Path, text: &str) -> Meanings {
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::default());
    let mut loader = Loader::new(None, &mut files, &mut diagnostics);
    loader.text(path, text.to_owned());
    // A checklist that tests are about will be asked for, too.
    let Some(file) = loader.trees.iter().find(|t| t.asked_for).map(|t| t.file) else {
        return Meanings::default();
    };
    loader.items_of_tests();
    let trees = loader.trees;
    let noted = Some((file, RefCell::new(Meanings::default())));
    let (_, noted) = build_noting(trees, noted, &files, &mut diagnostics);
    let mut meanings = noted.map_or_else(Meanings::default, |(_, noted)| noted.into_inner());
    if diagnostics.has_errors() {
        let wrong = diagnostics.into_sorted().into_iter();
        let wrong = wrong.filter(|d| d.severity() == Severity::Error);
        let places = wrong.filter_map(|d| Some(d.labels.first()?.span));
        let places = places.filter(|span| span.file == file);
        meanings.mistaken(places.map(|span| (span.start, span.end)).collect());
    }
    meanings
}

fn build(trees: Vec<Tree>, files: &Files, diagnostics: &mut Diagnostics) -> Model {
    build_noting(trees, None, files, diagnostics).0
}

fn build_noting(
    trees: Vec<Tree>,
    meanings: meanings::Noted,
    files: &Files,
    diagnostics: &mut Diagnostics,
) -> (Model, meanings::Noted) {
    let mut builder = Builder {
        model: Model::default(),
        diagnostics,
        spaces: trees.iter().map(|_| Space::default()).collect(),
        routing: (trees.iter().enumerate())
            .filter_map(|(number, tree)| tree.has_routing().then_some(number))
            .collect(),
        trees: Rc::new(trees),
        current: 0,
        key_widths: Vec::new(),
        columns_called: HashMap::new(),
        types_called: HashMap::new(),
        used: BTreeSet::new(),
        used_columns: BTreeSet::new(),
        populations: Vec::new(),
        defines: BTreeMap::new(),
        measures: Vec::new(),
        exceptions: Vec::new(),
        except: Vec::new(),
        left_out: Vec::new(),
        part_excepts: Vec::new(),
        roles: BTreeMap::new(),
        uses: uses::Uses::default(),
        narrowed: None,
        meanings,
        files,
    };
    builder.declarations();
    builder.pins(files);
    builder.complete_sources();
    builder.citations_of_declarations();
    builder.items(files);
    builder.check_routings();
    builder.tests();
    builder.warnings();
    let chinese = builder.trees.iter();
    let chinese = chinese.filter(|tree| tree.ast.language == Language::Zh);
    let chinese: Vec<_> = chinese.map(|tree| tree.file).collect();
    crate::syntax::mend_unknown(&chinese, files, builder.diagnostics);
    let all: Vec<_> = builder.trees.iter().map(|tree| tree.file).collect();
    crate::syntax::reword_unclear(&all, files, builder.diagnostics);
    builder.silence_consequences();
    if !builder.diagnostics.has_errors() {
        builder.warn_of_locks(files);
    }
    if !builder.diagnostics.has_errors() {
        let own = builder.trees.iter();
        let own: BTreeMap<_, _> = own.map(|tree| (tree.file, tree.ast.language)).collect();
        let language = |file| own.get(&file).copied().unwrap_or(Language::En);
        // Nobody needs the trees any more; taking them apart takes as long as some checks.
        if let Ok(trees) = Rc::try_unwrap(std::mem::take(&mut builder.trees)) {
            rayon::spawn(|| drop(trees));
        }
        review::review(&builder.model, files, &language, builder.diagnostics);
    }
    (builder.model, builder.meanings)
}

/// The model in the making.
struct Builder<'a> {
    model: Model,
    diagnostics: &'a mut Diagnostics,
    trees: Rc<Vec<Tree>>,
    /// The trees that say who has to act on findings.
    routing: Vec<usize>,
    /// What each tree sees.
    spaces: Vec<Space>,
    /// The tree whose names are in force.
    current: usize,
    /// How many columns the key of each dataset has, as declared.
    key_widths: Vec<usize>,
    /// The columns of each name, dataset and column, in their order; filled when all are declared.
    columns_called: HashMap<String, Vec<(usize, usize)>>,
    /// Their types, where none of them is derived.
    types_called: HashMap<String, Vec<Type>>,
    /// What was named somewhere.
    used: BTreeSet<Thing>,
    /// The columns whose values were asked for, by dataset and column.
    used_columns: BTreeSet<(usize, usize)>,
    populations: Vec<PopulationEntry>,
    /// Derived columns by dataset and column.
    defines: BTreeMap<(usize, usize), DefineEntry>,
    measures: Vec<MeasureEntry>,
    exceptions: Vec<exceptions::ExceptionEntry>,
    /// The exceptions that the item at hand names.
    except: Vec<crate::syntax::ast::Name>,
    /// Those whose rows its rate leaves out.
    left_out: Vec<super::Excuse>,
    /// The exceptions that lines of the reconciliation at hand name for a part: its number, and theirs.
    part_excepts: Vec<(usize, Vec<crate::syntax::ast::Name>)>,
    /// What declarations use of others.
    uses: uses::Uses,
    /// Which columns of a dataset make its rows deliveries.
    roles: BTreeMap<usize, deliveries::RoleColumns>,
    /// The period that aggregates of a measure are narrowed to.
    narrowed: Option<trends::Narrowed>,
    /// What the names of a file mean, where somebody asks.
    meanings: meanings::Noted,
    /// The texts as written.
    files: &'a Files,
}

impl Builder<'_> {
    /// The language of the file at hand.
    fn language(&self) -> Language {
        self.trees
            .get(self.current)
            .map_or(Language::En, |tree| tree.ast.language)
    }

    /// Works in another file and comes back.
    fn within<T>(&mut self, tree: usize, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.current, tree);
        let result = work(self);
        self.current = before;
        result
    }

    /// Enters an expression.
    fn add(&mut self, kind: ExprKind, ty: Type, span: Span) -> ExprId {
        let id = ExprId(self.model.exprs.len());
        self.model.exprs.push(Expr { kind, ty, span });
        id
    }

    /// The type of an expression.
    fn type_of(&self, id: ExprId) -> Type {
        self.model
            .exprs
            .get(id.0)
            .map_or(Type::Unknown, |expr| expr.ty.clone())
    }

    /// The value of an expression that is a literal.
    fn literal(&self, id: ExprId) -> Option<&Value> {
        match &self.model.exprs.get(id.0)?.kind {
            ExprKind::Value(value) => Some(value),
            _ => None,
        }
    }

    /// An expression that stands for one already reported.
    fn unknown(&mut self, span: Span) -> ExprId {
        self.add(ExprKind::Value(Value::Truth(false)), Type::Unknown, span)
    }

    /// All of the conditions: none gives `None`, one itself.
    fn all_of(&mut self, parts: Vec<ExprId>, span: Span) -> Option<ExprId> {
        match parts.as_slice() {
            [] => None,
            [one] => Some(*one),
            _ => Some(self.add(ExprKind::And(parts), Type::Truth, span)),
        }
    }
}
