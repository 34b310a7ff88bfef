//! Lowering: the typed checklist becomes frames, nodes, puts and blocks.
//!
//! Takes the model, the values of settings and the bound files (which columns are there, which words stand in them).
//! Afterwards there are no names and no settings; what is not there has become a constant *unknown* with its reason,
//! and is noted on the item that it stops.

mod aggregates;
mod calendar_edge;
mod calendars;
mod checks;
mod combinations;
mod depths;
mod duties;
mod excuses;
mod expressions;
mod follow;
mod functions;
mod matching;
mod pairs;
mod person;
mod ranking;
mod second_keys;
mod sequence;
mod term_rows;

use super::{Cause, Constant, FrameId, FrameRows, NodeId, Plan, PutId, SpaceId, ValueKind, Words};
use crate::data::binding::{BoundDataset, CellKind};
use crate::model::{ExprId, ExprKind, Model, Scalar, TableCondition};
use crate::source::Span;
use crate::types::{Date, Reason, Type, Value};
use rayon::iter::ParallelIterator;
use rayon::slice::ParallelSlice;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What lowering needs besides the model.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The day of the inspection.
    pub as_of: Option<Date>,
    /// The values of settings, by their number in the model.
    pub settings: &'a [Option<Value>],
    /// The bound datasets, by their number in the model; none at all: as if every file and column were there.
    pub datasets: &'a [BoundDataset],
    /// The items to run, by their number in the model, ascending.
    pub items: &'a [usize],
}

/// The nodes of one requirement, for findings.
#[derive(Debug, Clone, Copy)]
pub struct ShownClause {
    /// The requirement.
    pub must: NodeId,
    /// The value compared.
    pub actual: Option<NodeId>,
    /// What it is compared with.
    pub expected: Option<NodeId>,
    /// The put whose rows are counted, and its key, where a count is compared with a whole number other than "at least one".
    pub counted: Option<(PutId, Option<NodeId>)>,
}

/// A source of a match in the plan.
#[derive(Debug, Clone, Copy)]
pub struct PlannedSource {
    /// The frame of its dataset.
    pub frame: FrameId,
    /// Its key there.
    pub key: NodeId,
    /// The `Link` put of its rows.
    pub link: PutId,
    /// Where there is a second key: the first one, which may be unknown.
    pub first: Option<NodeId>,
}

/// The nodes of an exception of an item, for findings: a subject for which it is claimed, in force, and proved.
#[derive(Debug, Clone)]
pub struct ShownExcuse {
    /// The exception's number in the model.
    pub exception: usize,
    /// The numbers of the parts that it excuses from; `None`: all.
    pub parts: Option<Vec<usize>>,
    /// A row claims it.
    pub claimed: NodeId,
    /// One that is still valid.
    pub in_force: NodeId,
    /// One whose proof is given too.
    pub proved: NodeId,
}

impl ShownExcuse {
    /// Whether it excuses from a part.
    #[must_use]
    pub fn concerns(&self, part: usize) -> bool {
        self.parts
            .as_ref()
            .is_none_or(|parts| parts.contains(&part))
    }
}

/// What findings of an item are cooked from.
#[derive(Debug, Clone, Default)]
pub struct ItemNodes {
    /// The requirements, in the order of the check's clauses.
    pub clauses: Vec<ShownClause>,
    /// The sources whose rows make the keys of a match, or the groups of a group check.
    pub sources: Vec<PlannedSource>,
    /// The same for what is matched by a second key alone.
    pub second: Vec<PlannedSource>,
    /// The tallies of the blocks of a match, by number in the plan.
    pub tallies: Vec<usize>,
    /// For every field of a match, its value node in the frame of each source that holds it.
    pub compared: Vec<Vec<Option<NodeId>>>,
    /// The values of a trend, by time.
    pub series: Vec<NodeId>,
    /// Which rows owe anything, where a duty has a condition.
    pub owes: Option<NodeId>,
    /// For every delivery owed, in the order of the check.
    pub duty: Vec<DutyNodes>,
    /// For subjects that are rows: the key of the row, and whether other rows have the same key.
    pub own_key: Option<(NodeId, NodeId)>,
    /// The columns that say who has to act: for each the nodes of its values in the frame of the first block, to be tried in this order.
    pub owners: Vec<Vec<NodeId>>,
    /// The exceptions, in the frame of the first block.
    pub excuses: Vec<ShownExcuse>,
    /// For a rate: exceptions, and the number of rows left out for each, in the frame of the whole.
    pub left_out: Vec<(usize, FrameId, NodeId)>,
    /// What makes the strata of a sample, in the frame of its rows.
    pub strata: Vec<NodeId>,
    /// For subjects that are rows of a derived table: the parts of their key, in their order.
    pub axes: Vec<ShownAxis>,
}

/// A part of the key of a row of a derived table.
#[derive(Debug, Clone)]
pub struct ShownAxis {
    /// Its value, in the derived frame.
    pub node: NodeId,
    /// Its type, which decides how it is masked.
    pub kind: Type,
    /// The column that it is told by, dataset and column of the model.
    pub column: Option<(usize, usize)>,
    /// Of codes: the words with their spellings.
    pub words: Vec<Vec<String>>,
}

/// What findings of a delivery owed are cooked from.
#[derive(Debug, Clone, Copy)]
pub struct DutyNodes {
    /// The text of the recipient, where it is a value of the sender's row.
    pub recipient: Option<NodeId>,
    /// The last day in time, where it depends on the row.
    pub due: Option<NodeId>,
    /// Whether it is due on the day of the inspection.
    pub is_due: Option<NodeId>,
}

/// A plan, and what findings are cooked from.
#[derive(Debug, Clone, Default)]
pub struct Lowered {
    /// The plan.
    pub plan: Plan,
    /// For each planned item.
    pub nodes: Vec<ItemNodes>,
    /// The node that an expression became in a frame, one whose value can be shown where there is one: for the trace of a verdict.
    pub traced: BTreeMap<(FrameId, ExprId), NodeId>,
    /// The rows of each dataset that is read, counted by their own key: what a key that stands twice is told from.
    pub keys: Vec<(usize, PutId)>,
    /// Places of what the engine cannot evaluate, with the words for it (English, Chinese).
    pub unsupported: Vec<(Span, &'static str, &'static str)>,
}

/// Lowers the items asked for.
#[must_use]
pub fn lower(model: &Model, context: &Context<'_>) -> Lowered {
    let mut lowered = lowered(model, context, Arc::new(literals(model)));
    lowered.plan.divide_spaces();
    lowered
}

fn lowered(model: &Model, context: &Context<'_>, literals: Arc<Literals>) -> Lowered {
    let mut lowering = Lowering {
        model,
        context: *context,
        lowered: Lowered::default(),
        literals,
        words: RefCell::default(),
        tables: BTreeMap::new(),
        causes: Vec::new(),
        orders: BTreeMap::new(),
    };
    for &item in context.items {
        lowering.item(item);
    }
    lowering.count_keys();
    lowering.lowered
}

/// Items that one thread lowers at once to see whether they can be.
const AT_ONCE: usize = 64;

/// What of a model the engine cannot evaluate, whatever the files: places, with the words for it (English, Chinese).
#[must_use]
pub fn unsupported(model: &Model) -> Vec<(Span, &'static str, &'static str)> {
    let items: Vec<usize> = (0..model.items.len()).collect();
    let literals = Arc::new(literals(model));
    let found = items.par_chunks(AT_ONCE).map(|items| {
        let context = Context {
            as_of: Some(Date(0)),
            settings: &[],
            datasets: &[],
            items,
        };
        lowered(model, &context, Arc::clone(&literals)).unsupported
    });
    let found: Vec<_> = found.collect();
    found.into_iter().flatten().collect()
}

/// Which representation of a value is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rep {
    Truth,
    Number,
    Days,
    Key(SpaceId),
    Code,
    Digest { as_written: bool },
    Name,
    Text,
}

impl Rep {
    fn kind(self) -> ValueKind {
        match self {
            Self::Truth => ValueKind::Truth,
            Self::Number => ValueKind::Number,
            Self::Days => ValueKind::Days,
            Self::Key(space) => ValueKind::Key(space),
            Self::Code => ValueKind::Code,
            Self::Digest { .. } | Self::Name => ValueKind::Digest,
            Self::Text => ValueKind::Text,
        }
    }
}

/// A scope: the frame that its nodes live in.
#[derive(Debug, Clone)]
struct Scope {
    frame: FrameId,
    /// The keys of its rows, where the frame is a space's.
    group: Option<Group>,
    /// Rows of aggregates whose key is unknown are undecided members (groups, not single rows).
    open_membership: bool,
}

/// The key of groups or of matched rows.
#[derive(Debug, Clone)]
struct Group {
    space: SpaceId,
    /// The types of its parts, to which the rows of all sides are brought.
    kinds: Vec<Type>,
    /// The rows that make the groups: their scope, their link put, and their key.
    rows: Vec<(Scope, PutId, Vec<ExprId>)>,
}

/// For open text columns, by dataset and column, the literals that they are compared with.
type Literals = BTreeMap<(usize, usize), BTreeSet<String>>;

/// A table, and the columns (dataset and column) that its parameters are read from.
type TableUse = (usize, Vec<Option<(usize, usize)>>);

struct Lowering<'a> {
    model: &'a Model,
    context: Context<'a>,
    lowered: Lowered,
    /// For each open text column, the literals that it is compared with anywhere, so that its words are numbered once.
    literals: Arc<Literals>,
    /// The words of columns asked for so far.
    words: RefCell<BTreeMap<(usize, usize), (Words, bool)>>,
    /// The tables of the model that are lowered, by the columns whose words they are looked up with; a schedule asks for the same one in every period.
    tables: BTreeMap<TableUse, usize>,
    /// The orders of populations that are lowered.
    orders: BTreeMap<usize, sequence::Ordered>,
    /// What stops the item being lowered.
    causes: Vec<Cause>,
}

impl Lowering<'_> {
    fn node(&mut self, scope: &Scope, node: super::Node) -> NodeId {
        self.lowered.plan.node(scope.frame, node)
    }

    fn unknown(&mut self, scope: &Scope, kind: ValueKind, reason: Reason) -> NodeId {
        self.node(
            scope,
            super::Node::Constant(Constant::Unknown(kind, reason)),
        )
    }

    /// The reason of a key that is unknown in every row of its frame: its column is not there.
    fn always_unknown(&self, frame: FrameId, key: NodeId) -> Option<Reason> {
        match self.lowered.plan.frames[frame.0].nodes.get(key.0)? {
            super::Node::Constant(Constant::Unknown(_, reason)) => Some(*reason),
            super::Node::Compose(_, parts) => parts
                .iter()
                .find_map(|&part| self.always_unknown(frame, part)),
            _ => None,
        }
    }

    fn truth(&mut self, scope: &Scope, truth: bool) -> NodeId {
        self.node(scope, super::Node::Constant(Constant::Truth(truth)))
    }

    fn cause(&mut self, cause: Cause) {
        if !self.causes.contains(&cause) {
            self.causes.push(cause);
        }
    }

    fn dataset_scope(&mut self, dataset: usize) -> Scope {
        Scope {
            frame: self.lowered.plan.frame(FrameRows::Dataset(dataset)),
            group: None,
            open_membership: false,
        }
    }

    fn is_missing(&self, dataset: usize) -> bool {
        if self.context.datasets.is_empty() {
            return false;
        }
        let Some(bound) = self.context.datasets.get(dataset) else {
            return true;
        };
        // A file with none of the columns is another file: its rows are no rows of the dataset.
        let declared = self.model.datasets[dataset].columns.iter();
        let mut written =
            (declared.zip(&bound.columns)).filter(|(column, _)| column.derived.is_none());
        let is_another = bound.columns.iter().all(|column| column.index.is_none());
        bound.source.is_none() || written.next().is_some() && is_another
    }

    /// The column of a dataset that a text value comes from unchanged, through navigation and definitions.
    fn base_column(&self, expr: ExprId) -> Option<(usize, usize)> {
        base_column(self.model, expr)
    }

    /// The words of a column, numbered: the value set's, or the literals it is compared with.
    fn words(&self, dataset: usize, column: usize) -> (Words, bool) {
        let mut known = self.words.borrow_mut();
        let words = known.entry((dataset, column)).or_insert_with(|| {
            let (words, closed) = self.list_of_words(dataset, column);
            (words.into(), closed)
        });
        words.clone()
    }

    fn list_of_words(&self, dataset: usize, column: usize) -> (Vec<Vec<String>>, bool) {
        let bound = self
            .context
            .datasets
            .get(dataset)
            .and_then(|bound| bound.columns.get(column));
        if let Some(CellKind::OneOf(words)) = bound.map(|b| &b.kind) {
            return (words.clone(), true);
        }
        if let Type::OneOf(set) = self.model.datasets[dataset].columns[column].kind {
            return (self.model.value_sets[set].values.clone(), true);
        }
        let literals = self.literals.get(&(dataset, column));
        let words = literals
            .into_iter()
            .flatten()
            .map(|word| vec![word.clone()])
            .collect();
        (words, false)
    }
}

fn base_column(model: &Model, expr: ExprId) -> Option<(usize, usize)> {
    match &model.expr(expr).kind {
        ExprKind::Column {
            dataset, column, ..
        } => match model.datasets[*dataset].columns[*column].derived {
            None => Some((*dataset, *column)),
            Some(derived) => base_column(model, derived),
        },
        ExprKind::Follow { value, .. }
        | ExprKind::Beside {
            value: Some(value), ..
        } => base_column(model, *value),
        _ => None,
    }
}

/// The texts that each open text column is compared with, over all expressions of the model.
fn literals(model: &Model) -> Literals {
    let mut found = Literals::new();
    let mut add = |expr: ExprId, value: &Value| {
        if let (Some(column), Value::Text(text)) = (base_column(model, expr), value) {
            found.entry(column).or_default().insert(text.clone());
        }
    };
    for expr in &model.exprs {
        match &expr.kind {
            ExprKind::Compare(left, _, right) => {
                for (column, value) in [(left, right), (right, left)] {
                    if let ExprKind::Value(value) = &model.expr(*value).kind {
                        add(*column, value);
                    }
                }
            }
            ExprKind::OneOf(column, values) => {
                for value in values {
                    add(*column, value);
                }
            }
            ExprKind::Function(Scalar::Calendar(function, calendar), arguments) => {
                for (conditions, _) in calendars::term_rows(model, *calendar, *function) {
                    for (argument, condition) in arguments.iter().zip(&conditions) {
                        if let TableCondition::OneOf(values) = condition {
                            for value in values {
                                add(*argument, value);
                            }
                        }
                    }
                }
            }
            ExprKind::Lookup(table, arguments) => {
                for (conditions, _) in &model.tables[*table].rows {
                    for (argument, condition) in arguments.iter().zip(conditions) {
                        if let TableCondition::OneOf(values) = condition {
                            for value in values {
                                add(*argument, value);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    found
}
