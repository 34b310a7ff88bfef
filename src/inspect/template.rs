//! What all findings of an item share, made once for each item.

use super::{Inspection, batch, evidence, head};
use crate::findings::{Finding, FindingOutcome, Subject};
use crate::model::{Clause, ExprId, Item};
use crate::plan::NodeId;
use crate::source::{Files, Location};
use std::collections::{BTreeMap, BTreeSet};

/// What the findings of an item begin with.
#[derive(Debug)]
pub(super) struct Template {
    finding: Finding,
    /// The item's part of their ids.
    pub(super) identity: String,
    /// Datasets whose headers the item asks about.
    pub(super) headers: Vec<usize>,
    /// What each of its clauses requires, in words.
    requirements: BTreeMap<ExprId, String>,
    /// By node of its clauses, which lie in the frame of its first block: see [`Template::compared`].
    compared: BTreeMap<NodeId, Vec<usize>>,
}

impl Template {
    /// What a clause of the item requires, in words.
    pub(super) fn requirement(&self, clause: &Clause) -> &str {
        self.requirements
            .get(&clause.must)
            .map_or("", String::as_str)
    }

    /// The columns of the subject's own row that a node of a clause looks at: those that are no key first.
    pub(super) fn compared(&self, node: NodeId) -> &[usize] {
        self.compared.get(&node).map_or(&[], Vec::as_slice)
    }
}

impl Inspection<'_> {
    /// What the findings of an item begin with.
    pub(super) fn template(&self, at: usize) -> &Template {
        self.templates[at].get_or_init(|| {
            let item = &self.model().items[self.lowered.plan.items[at].item];
            Template {
                finding: self.finding_of_nothing(at, item),
                identity: head::identity(self.model(), item),
                headers: self
                    .model()
                    .headers_asked(&item.check)
                    .into_iter()
                    .collect(),
                requirements: (item.check.clauses().into_iter())
                    .map(|clause| (clause.must, self.requirement_of(item, clause)))
                    .collect(),
                compared: self.columns_compared(at),
            }
        })
    }

    fn columns_compared(&self, at: usize) -> BTreeMap<NodeId, Vec<usize>> {
        let plan = &self.lowered.plan;
        let frame = plan.items[at].blocks.first().map(|block| block.frame);
        let own = frame.and_then(|frame| Some((frame, batch::dataset_of(self, frame)?)));
        let Some((frame, dataset)) = own else {
            return BTreeMap::new();
        };
        let key = &self.model().datasets[dataset].key;
        let clauses = self.lowered.nodes[at].clauses.iter();
        let nodes = clauses.flat_map(|clause| clause.actual.into_iter().chain([clause.must]));
        let columns = |node| {
            let mut columns = BTreeSet::new();
            evidence::columns_below(plan, frame, node, &mut columns);
            let (keys, mut others): (Vec<usize>, Vec<usize>) =
                columns.into_iter().partition(|column| key.contains(column));
            others.extend(keys);
            (node, others)
        };
        nodes.map(columns).collect()
    }

    /// A finding of an item with nothing of its subject yet.
    pub(super) fn blank_finding(&self, at: usize) -> Finding {
        self.template(at).finding.clone()
    }

    fn requirement_of(&self, item: &Item, clause: &Clause) -> String {
        crate::explain::requirement(self.model(), item, clause, self.language())
    }

    fn finding_of_nothing(&self, at: usize, item: &Item) -> Finding {
        let language = self.language();
        let span = item.span;
        let text = self.request.files.text(span.file);
        let place = Location::of(text, span.start as usize);
        Finding {
            id: String::new(),
            item: at,
            outcome: FindingOutcome::CannotTell,
            tolerated: false,
            part: None,
            message: item.message.get(language).to_owned(),
            subject: Subject {
                kind: "item",
                dataset: None,
                row: None,
                key: Vec::new(),
            },
            cells: Vec::new(),
            breach: None,
            searched: Vec::new(),
            expected: None,
            actual: None,
            reasons: Vec::new(),
            rule: (
                Files::relative(self.request.files.path(span.file), &self.request.folder).into(),
                place.line,
                place.column,
            ),
            severity: item.severity,
            owner: item
                .owners
                .iter()
                .map(|owner| owner.get(language).to_owned())
                .collect(),
            due: item.due.map(|day| day.to_string()),
            township: String::new(),
            school: String::new(),
        }
    }
}
