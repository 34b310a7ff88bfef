//! Aggregates become puts and reads: what rows of one frame put under a key, and what others read by theirs.

use super::{Group, Lowering, Rep, Scope};
use crate::model::{Aggregate, ExprId, ExprKind, Link};
use crate::plan::{
    Cause, Constant, FrameRows, Node, NodeId, Put, PutId, PutKind, ReadKind, SpaceId, ValueKind,
};
use crate::syntax::ast::{AggregateFunction, CompareOp};
use crate::types::{Number, Reason, Type};

/// How an aggregate is tied to the scope that asks.
pub(super) struct Tie {
    /// The space and the key node of the aggregated rows; `None`: the whole.
    pub(super) there: Option<(SpaceId, NodeId)>,
    /// The key node of the asking scope.
    pub(super) here: Option<NodeId>,
    /// Rows without a key may belong to any key.
    pub(super) undecided_members: bool,
    /// The filter's conjuncts that concern the aggregated row alone.
    pub(super) filter: Option<NodeId>,
    /// The conjuncts that compare both rows and are no equalities of keys.
    pub(super) residual: Vec<ExprId>,
}

/// The space of keys that are citizen numbers.
const CITIZENS: &str = "citizen id";
/// The space of keys that are names of persons.
pub(super) const NAMES: &str = "name of a person";

impl Lowering<'_> {
    /// The space of a key: one for each kind of key.
    pub(super) fn key_space(&mut self, kinds: &[Type]) -> SpaceId {
        let names: Vec<String> = kinds
            .iter()
            .map(|kind| self.part_space_name(kind))
            .collect();
        match (&names[..], kinds) {
            ([name], [kind]) if kind.is_textual() && !matches!(kind, Type::OneOf(_)) => {
                self.lowered.plan.space(name, 1)
            }
            // A composed key has at least two parts for the engine; a lone number, day or word counts as one too.
            _ => self
                .lowered
                .plan
                .space(&format!("({})", names.join(", ")), names.len().max(2)),
        }
    }

    /// Citizen numbers as they are compared.
    pub(super) fn citizen_rep(&mut self) -> Rep {
        Rep::Key(self.lowered.plan.space(CITIZENS, 1))
    }

    fn part_space_name(&self, kind: &Type) -> String {
        if self.is_citizen(kind) {
            return CITIZENS.to_owned();
        }
        match kind {
            Type::Reference(target) => format!("key of {target}"),
            Type::OneOf(set) => format!("word of {set}"),
            Type::PersonName => NAMES.to_owned(),
            // A plain identifier that is nobody's key shares the space of texts.
            kind if kind.is_textual() => "text".to_owned(),
            Type::Date => "day".to_owned(),
            Type::Truth => "truth".to_owned(),
            _ => "number".to_owned(),
        }
    }

    /// The kind of key that two sides share: a reference or a citizen number wins over plain text, and words of different lists meet as texts.
    pub(super) fn shared_kind(left: &Type, right: &Type) -> Type {
        if left == right {
            return left.clone();
        }
        for kind in [left, right] {
            if matches!(kind, Type::Reference(_) | Type::CitizenId) {
                return kind.clone();
            }
        }
        if [left, right].contains(&&Type::PersonName) {
            return Type::PersonName;
        }
        if left.is_textual() && right.is_textual() {
            return Type::Text;
        }
        left.clone()
    }

    /// The kind of each part of a key that several sides share.
    fn shared_kinds(&self, keys: &[&[ExprId]]) -> Vec<Type> {
        let first = keys.first().copied().unwrap_or_default();
        let kind = |at: usize| {
            keys.iter()
                .filter_map(|key| key.get(at))
                .map(|&part| self.key_kind(part))
                .reduce(|shared, kind| Self::shared_kind(&shared, &kind))
        };
        (0..first.len()).filter_map(kind).collect()
    }

    /// The keys by which aggregates below an expression find the rows of a group.
    fn group_keys(&self, expr: ExprId) -> Vec<&[ExprId]> {
        let (mut open, mut found) = (vec![expr], Vec::new());
        while let Some(expr) = open.pop() {
            let kind = &self.model.expr(expr).kind;
            if let ExprKind::Aggregate(aggregate) = kind
                && let Link::Group { inner } = &aggregate.link
            {
                found.push(&inner[..]);
            }
            open.extend(kind.parts());
        }
        found
    }

    /// The type of a key expression.
    pub(super) fn key_kind(&self, expr: ExprId) -> Type {
        let expr = self.model.expr(expr);
        match expr.kind {
            ExprKind::Column {
                dataset, column, ..
            } if expr.ty == Type::Id => self.column_kind(dataset, column),
            _ => expr.ty.clone(),
        }
    }

    /// The type of a column as a key: an identifier that is the key of its dataset counts as a reference to it.
    fn column_kind(&self, dataset: usize, column: usize) -> Type {
        let declared = &self.model.datasets[dataset];
        let kind = &declared.columns[column].kind;
        if *kind == Type::Id && declared.key == [column] {
            return Type::Reference(dataset);
        }
        kind.clone()
    }

    /// The types of a dataset's own key.
    pub(super) fn own_kinds(&self, dataset: usize) -> Vec<Type> {
        let key = &self.model.datasets[dataset].key;
        key.iter()
            .map(|&column| self.column_kind(dataset, column))
            .collect()
    }

    /// The key node of a dataset's rows for its own key, and its space.
    pub(super) fn own_key(&mut self, scope: &Scope, dataset: usize) -> (SpaceId, NodeId) {
        let kinds = self.own_kinds(dataset);
        let space = self.key_space(&kinds);
        let columns = self.model.datasets[dataset].key.clone();
        if self.lowered.plan.spaces[space.0].parts == 1 {
            return (
                space,
                self.column(scope, dataset, columns[0], Rep::Key(space)),
            );
        }
        let parts = columns
            .iter()
            .zip(&kinds)
            .map(|(&column, kind)| {
                let rep = self.part_rep(kind);
                self.column(scope, dataset, column, rep)
            })
            .collect();
        (space, self.node(scope, Node::Compose(space, parts)))
    }

    pub(super) fn part_rep(&mut self, kind: &Type) -> Rep {
        match kind {
            Type::OneOf(_) => Rep::Code,
            Type::Date => Rep::Days,
            Type::Truth => Rep::Truth,
            kind if kind.is_numeric() => Rep::Number,
            kind => {
                let name = self.part_space_name(kind);
                Rep::Key(self.lowered.plan.space(&name, 1))
            }
        }
    }

    /// The key node for key expressions evaluated in the scope at `target`, in the representation that all sides of the key share.
    pub(super) fn key_of_kinds(
        &mut self,
        stack: &[Scope],
        target: usize,
        (key, kinds): (&[ExprId], &[Type]),
        space: SpaceId,
    ) -> NodeId {
        if self.lowered.plan.spaces[space.0].parts == 1 {
            return self.expr_at(stack, target, key[0], Rep::Key(space));
        }
        let parts = key.iter().zip(kinds).map(|(&part, kind)| {
            if let (Type::OneOf(set), ExprKind::Value(value)) = (kind, &self.model.expr(part).kind)
                && let Some(set) = self.model.value_sets.get(*set)
            {
                let word = self.word_constant(&set.values, value);
                return self.node(&stack[target], Node::Constant(word));
            }
            let rep = self.part_rep(kind);
            self.expr_at(stack, target, part, rep)
        });
        let parts = parts.collect();
        self.node(&stack[target], Node::Compose(space, parts))
    }

    /// Keys of several sides in one space: for each side its key node, evaluated in its own scope. The aggregates of `asked_by`
    /// will look for rows by the same key.
    pub(super) fn keys_in_one_space(
        &mut self,
        sides: &[(&[Scope], usize, &[ExprId])],
        asked_by: Option<ExprId>,
    ) -> (Group, Vec<NodeId>) {
        let mut shared: Vec<&[ExprId]> = sides.iter().map(|side| side.2).collect();
        shared.extend(asked_by.map_or_else(Vec::new, |must| self.group_keys(must)));
        let kinds = self.shared_kinds(&shared);
        let space = self.key_space(&kinds);
        let nodes = sides
            .iter()
            .map(|(stack, target, key)| self.key_of_kinds(stack, *target, (key, &kinds), space))
            .collect();
        let rows = Vec::new();
        (Group { space, kinds, rows }, nodes)
    }

    /// The link put of the rows of a frame under a key.
    pub(super) fn link(
        &mut self,
        scope: &Scope,
        key: NodeId,
        space: SpaceId,
        filter: Option<NodeId>,
    ) -> PutId {
        self.lowered.plan.put(Put {
            frame: scope.frame,
            key: Some((space, key)),
            filter,
            kind: PutKind::Link,
        })
    }

    fn conjuncts(&self, expr: ExprId, into: &mut Vec<ExprId>) {
        if let ExprKind::And(all) = &self.model.expr(expr).kind {
            for &one in all {
                self.conjuncts(one, into);
            }
        } else {
            into.push(expr);
        }
    }

    /// Ties an aggregate to its asker: keys, equalities of the filter that concern both rows, and the rest.
    fn tie(&mut self, stack: &[Scope], target: usize, aggregate: &Aggregate) -> (Vec<Scope>, Tie) {
        let inner_scope = self.dataset_scope(aggregate.dataset);
        let mut inner_stack = stack[..=target].to_vec();
        inner_stack.push(inner_scope);
        let inner_target = inner_stack.len() - 1;
        let (mut inner, mut outer): (Vec<ExprId>, Vec<ExprId>) = match &aggregate.link {
            Link::Whole => (Vec::new(), Vec::new()),
            Link::Keys { inner, outer } => (inner.clone(), outer.clone()),
            Link::Group { inner } => (inner.clone(), Vec::new()),
        };
        let is_group = matches!(aggregate.link, Link::Group { .. });
        let mut all = Vec::new();
        if let Some(filter) = aggregate.filter {
            self.conjuncts(filter, &mut all);
        }
        let (mut own, mut residual, mut crossing) = (Vec::new(), Vec::new(), Vec::new());
        for conjunct in all {
            match self.depths(conjunct) {
                (_, false) => own.push(conjunct),
                _ => match self.model.expr(conjunct).kind {
                    ExprKind::Compare(left, CompareOp::Equal, right)
                        if !is_group && !matches!(aggregate.link, Link::Whole) =>
                    {
                        match (self.depths(left), self.depths(right)) {
                            ((true, false), (false, true)) => crossing.push((left, right)),
                            ((false, true), (true, false)) => crossing.push((right, left)),
                            _ => residual.push(conjunct),
                        }
                    }
                    _ => residual.push(conjunct),
                },
            }
        }
        let own = own
            .iter()
            .map(|&id| self.expr_at(&inner_stack, inner_target, id, Rep::Truth))
            .collect::<Vec<_>>();
        let inner_scope = inner_stack[inner_target].clone();
        let filter = (!own.is_empty()).then(|| self.all(&inner_scope, own));
        let tie = if is_group {
            let group = stack[target].group.clone();
            let there = group.as_ref().map(|group| {
                let key = (&inner[..], &group.kinds[..]);
                let node = self.key_of_kinds(&inner_stack, inner_target, key, group.space);
                (group.space, node)
            });
            let here = group.map(|group| self.node(&stack[target], Node::OwnKey(group.space)));
            Tie {
                there,
                here,
                undecided_members: true,
                filter,
                residual,
            }
        } else if inner.is_empty() && crossing.is_empty() {
            Tie {
                there: None,
                here: None,
                undecided_members: false,
                filter,
                residual,
            }
        } else {
            // Equalities of the filter are written in the inner scope; their outer sides are one scope further in than the link's.
            let plain = outer.len();
            for (there, here) in crossing {
                inner.push(there);
                outer.push(here);
            }
            let (space, there, here) =
                self.tied_keys((stack, target), &inner_stack, (&inner, &outer), plain);
            Tie {
                there: Some((space, there)),
                here: Some(here),
                undecided_members: stack[target].open_membership || aggregate.open,
                filter,
                residual,
            }
        };
        (inner_stack, tie)
    }

    fn tied_keys(
        &mut self,
        (stack, target): (&[Scope], usize),
        inner_stack: &[Scope],
        (inner, outer): (&[ExprId], &[ExprId]),
        plain: usize,
    ) -> (SpaceId, NodeId, NodeId) {
        let kinds: Vec<Type> = inner
            .iter()
            .zip(outer)
            .map(|(&there, &here)| Self::shared_kind(&self.key_kind(there), &self.key_kind(here)))
            .collect();
        let space = self.key_space(&kinds);
        let inner_target = inner_stack.len() - 1;
        if self.lowered.plan.spaces[space.0].parts == 1 {
            let there = self.expr_at(inner_stack, inner_target, inner[0], Rep::Key(space));
            let here = if plain == 1 {
                self.expr_at(stack, target, outer[0], Rep::Key(space))
            } else {
                self.expr_at(inner_stack, inner_target - 1, outer[0], Rep::Key(space))
            };
            return (space, there, here);
        }
        let (mut theres, mut heres) = (Vec::new(), Vec::new());
        for (at, kind) in kinds.iter().enumerate() {
            let rep = self.part_rep(kind);
            theres.push(self.expr_at(inner_stack, inner_target, inner[at], rep));
            heres.push(if at < plain {
                self.expr_at(stack, target, outer[at], rep)
            } else {
                self.expr_at(inner_stack, inner_target - 1, outer[at], rep)
            });
        }
        let there = self.node(&inner_stack[inner_target], Node::Compose(space, theres));
        let here = self.node(&stack[target], Node::Compose(space, heres));
        (space, there, here)
    }

    /// Whether a value is unknown in every row, whatever the row holds.
    fn is_never_known(&self, scope: &Scope, node: NodeId) -> bool {
        match &self.lowered.plan.frames[scope.frame.0].nodes[node.0] {
            Node::Constant(Constant::Unknown(..)) => true,
            Node::Arithmetic(left, _, right) => {
                self.is_never_known(scope, *left) || self.is_never_known(scope, *right)
            }
            _ => false,
        }
    }

    /// The range that the column declares which an aggregate looks at.
    pub(super) fn declared_range(&self, value: ExprId) -> Option<(Number, Number)> {
        match self.model.expr(value).kind {
            ExprKind::Column {
                dataset, column, ..
            } => self.model.datasets[dataset].columns[column].range,
            _ => None,
        }
    }

    /// Why an aggregate's dataset is not there.
    fn aggregate_missing(&mut self, dataset: usize) -> bool {
        let missing = self.is_missing(dataset);
        if missing {
            self.cause(Cause::Dataset(dataset));
        }
        missing
    }

    /// Why no row of an aggregate can be found by its key: the column is not there.
    fn tie_unknown(&self, inner: &Scope, tie: &Tie) -> Option<Reason> {
        let (_, key) = tie.there?;
        self.always_unknown(inner.frame, key)
    }

    /// A count compared with a whole number: existence, none, at least n, exactly one.
    pub(super) fn count_is(
        &mut self,
        stack: &[Scope],
        target: usize,
        aggregate: &Aggregate,
        op: CompareOp,
        number: u32,
    ) -> NodeId {
        let scope = stack[target].clone();
        if self.aggregate_missing(aggregate.dataset) {
            return self.unknown(&scope, ValueKind::Truth, Reason::DatasetMissing);
        }
        if let Some(second) = &aggregate.or_by {
            let one = |own: &mut Self, by: &Aggregate| own.count_is(stack, target, by, op, number);
            return self.by_either((stack, target), aggregate, second, one);
        }
        let (inner_stack, tie) = self.tie(stack, target, aggregate);
        let inner_scope = inner_stack[inner_stack.len() - 1].clone();
        if let Some(reason) = self.tie_unknown(&inner_scope, &tie) {
            return self.unknown(&scope, ValueKind::Truth, reason);
        }
        if !tie.residual.is_empty() {
            return self.pairs(&inner_stack, tie, op, number);
        }
        let put = self.lowered.plan.put(Put {
            frame: inner_scope.frame,
            key: tie.there,
            filter: tie.filter,
            kind: PutKind::Count(number.saturating_add(1)),
        });
        self.node(
            &scope,
            Node::Read {
                key: tie.here,
                put,
                kind: ReadKind::CountIs(op, number),
                undecided_members: tie.undecided_members,
                also: None,
            },
        )
    }

    /// An aggregate as a value.
    pub(super) fn aggregate(
        &mut self,
        stack: &[Scope],
        target: usize,
        aggregate: &Aggregate,
        rep: Rep,
    ) -> NodeId {
        let scope = stack[target].clone();
        if self.aggregate_missing(aggregate.dataset) {
            return self.unknown(&scope, rep.kind(), Reason::DatasetMissing);
        }
        if let Some(second) = &aggregate.or_by {
            let one = |own: &mut Self, by: &Aggregate| own.aggregate(stack, target, by, rep);
            return self.by_either((stack, target), aggregate, second, one);
        }
        let (inner_stack, tie) = self.tie(stack, target, aggregate);
        let inner_target = inner_stack.len() - 1;
        let inner_scope = inner_stack[inner_target].clone();
        if let Some(reason) = self.tie_unknown(&inner_scope, &tie) {
            return self.unknown(&scope, rep.kind(), reason);
        }
        if let Some(&residual) = tie.residual.first() {
            self.lowered.unsupported.push((
                self.model.expr(residual).span,
                "here a column of the outer row can only be compared by `=`",
                "此处外层记录的列只能作相等比较",
            ));
            return self.unknown(&scope, rep.kind(), Reason::NotComputable);
        }
        let given_only = aggregate.given_only;
        let value = aggregate.value.map(|value| {
            let kind = self.model.expr(value).ty.clone();
            // Citizen numbers are alike as they are compared, however they are written.
            let as_key = match aggregate.function {
                AggregateFunction::CountDifferent => true,
                AggregateFunction::MostCommon => matches!(rep, Rep::Key(_)),
                _ => false,
            };
            let rep = match as_key && self.is_citizen(&kind) {
                true => self.citizen_rep(),
                false => self.natural(value),
            };
            self.expr_at(&inner_stack, inner_target, value, rep)
        });
        // A column that is not there is not blank: nothing of it can be left out.
        let given_only =
            given_only && value.is_none_or(|value| !self.is_never_known(&inner_scope, value));
        let range = value
            .filter(|value| !given_only && !self.is_never_known(&inner_scope, *value))
            .and_then(|_| self.declared_range(aggregate.value?));
        let values = |value: Option<NodeId>| {
            value.map_or(PutKind::Count(u32::MAX), |value| PutKind::Values {
                value,
                given_only,
                range,
            })
        };
        let (kind, read) = match &aggregate.function {
            AggregateFunction::Count => (PutKind::Count(u32::MAX), ReadKind::Count),
            AggregateFunction::CountDifferent => (values(value), ReadKind::CountDifferent),
            AggregateFunction::Total => (
                value.map_or(PutKind::Count(u32::MAX), |value| PutKind::Total {
                    value,
                    given_only,
                    range,
                }),
                ReadKind::Total,
            ),
            AggregateFunction::Mean => (values(value), ReadKind::Mean),
            AggregateFunction::Median => (values(value), ReadKind::Median),
            AggregateFunction::Least => (values(value), ReadKind::Least),
            AggregateFunction::Largest => (values(value), ReadKind::Largest),
            AggregateFunction::StandardDeviation => (values(value), ReadKind::StandardDeviation),
            AggregateFunction::MostCommon => (values(value), ReadKind::MostCommon),
            AggregateFunction::Quantile(at) => (values(value), ReadKind::Quantile(*at)),
            AggregateFunction::Share => {
                let that = aggregate
                    .that
                    .map(|that| self.expr_at(&inner_stack, inner_target, that, Rep::Truth));
                let that = that.unwrap_or_else(|| self.truth(&inner_scope, true));
                let says_members = stack[target].open_membership || tie.there.is_none();
                let says_members = says_members || matches!(aggregate.link, Link::Group { .. });
                let read = match says_members {
                    true => ReadKind::Share,
                    false => ReadKind::ShareOfSome,
                };
                (PutKind::Share(that), read)
            }
        };
        let put = Put {
            frame: inner_scope.frame,
            key: tie.there,
            filter: tie.filter,
            kind,
        };
        let frame = &self.lowered.plan.frames[scope.frame.0];
        let is_group =
            stack[target].open_membership || matches!(aggregate.link, Link::Group { .. });
        if is_group && tie.undecided_members && matches!(frame.rows, FrameRows::Dataset(_)) {
            // Counted beside: rows whose group is not on the list of groups have to be said.
            self.lowered.plan.put(Put {
                kind: PutKind::Count(u32::MAX),
                ..put.clone()
            });
        }
        let put = self.lowered.plan.put(put);
        self.node(
            &scope,
            Node::Read {
                key: tie.here,
                put,
                kind: read,
                undecided_members: tie.undecided_members,
                also: None,
            },
        )
    }
}
