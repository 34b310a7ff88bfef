//! Expressions become nodes, in the representation that their use asks for.

use super::{Lowering, Rep, Scope};
use crate::model::{Aggregate, ExprId, ExprKind};
use crate::plan::{Cause, Constant, Expression, KeyText, Node, NodeId, Pattern, ValueKind, Want};
use crate::syntax::ast::{AggregateFunction, CellState, CompareOp, MatchKind};
use crate::types::{Reason, Type, Value};

impl Lowering<'_> {
    /// The representation that fits the type when nothing else is asked.
    pub(super) fn natural(&self, expr: ExprId) -> Rep {
        match self.model.expr(expr).ty {
            Type::Truth | Type::Unknown => Rep::Truth,
            Type::Number
            | Type::Integer
            | Type::Money
            | Type::Percent
            | Type::Days
            | Type::Months => Rep::Number,
            Type::Date => Rep::Days,
            Type::PersonName => Rep::Name,
            _ => Rep::Digest { as_written: false },
        }
    }

    /// Lowers an expression in the innermost scope of `stack`.
    pub(super) fn expr(&mut self, stack: &[Scope], expr: ExprId, rep: Rep) -> NodeId {
        self.expr_at(stack, stack.len().saturating_sub(1), expr, rep)
    }

    /// Lowers an expression written in the innermost scope of `stack`, all of whose columns belong to the scope at `target`, into that scope's frame.
    pub(super) fn expr_at(
        &mut self,
        stack: &[Scope],
        target: usize,
        expr: ExprId,
        rep: Rep,
    ) -> NodeId {
        let node = self.expr_as(stack, target, expr, rep);
        let frame = stack[target].frame;
        let can_be_shown = matches!(rep, Rep::Truth | Rep::Number | Rep::Days | Rep::Text);
        let traced = self.lowered.traced.entry((frame, expr));
        let known = traced.or_insert(node);
        if can_be_shown {
            *known = node;
        }
        node
    }

    fn expr_as(&mut self, stack: &[Scope], target: usize, expr: ExprId, rep: Rep) -> NodeId {
        let scope = &stack[target];
        let model = self.model;
        match &model.expr(expr).kind {
            ExprKind::Value(value) => self.value(scope, value, rep),
            ExprKind::Setting(setting) => {
                let value = self
                    .context
                    .settings
                    .get(*setting)
                    .cloned()
                    .unwrap_or_default();
                if let Some(value) = value {
                    self.value(scope, &value, rep)
                } else {
                    self.cause(Cause::Setting(*setting));
                    self.unknown(scope, rep.kind(), Reason::SettingUnset)
                }
            }
            ExprKind::Headers(dataset) => {
                let bound = self.context.datasets.get(*dataset);
                let source = bound.and_then(|bound| bound.source.as_ref());
                if source.is_none() && !self.context.datasets.is_empty() {
                    self.cause(Cause::Dataset(*dataset));
                    return self.unknown(scope, rep.kind(), Reason::DatasetMissing);
                }
                let mut headers: Vec<String> = Vec::new();
                if let Some(source) = source {
                    match source.parts() {
                        [] => headers.push(source.header().join(", ")),
                        parts => {
                            headers.extend(parts.iter().map(|p| p.source.header().join(", ")));
                        }
                    }
                }
                // Files that do not have the same headers are told one after the other.
                headers.dedup();
                self.value(scope, &Value::Text(headers.join("; ")), rep)
            }
            ExprKind::AsOf => match self.context.as_of {
                Some(day) => self.node(scope, Node::Constant(Constant::Days(day.0))),
                None => self.unknown(scope, ValueKind::Days, Reason::SettingUnset),
            },
            ExprKind::Column {
                depth,
                dataset,
                column,
            } => {
                if stack.len() != target + 1 + depth {
                    let span = model.expr(expr).span;
                    self.lowered.unsupported.push((
                        span,
                        "here a column of the outer row can only be compared by `=`",
                        "此处外层记录的列只能作相等比较",
                    ));
                    return self.unknown(scope, rep.kind(), Reason::NotComputable);
                }
                self.column(scope, *dataset, *column, rep)
            }
            ExprKind::GroupKey(part) => self.group_key(scope, *part, rep),
            ExprKind::Follow {
                key,
                dataset,
                value,
            } => self.follow(stack, target, (key, *dataset, *value), rep),
            ExprKind::State(of, state) => self.state(stack, target, *of, *state),
            ExprKind::Placeholder(of, names) => {
                let digest = Rep::Name;
                let own = self.expr_at(stack, target, *of, digest);
                let same = names
                    .iter()
                    .map(|&name| {
                        let name = self.expr_at(stack, target, name, digest);
                        self.node(scope, Node::Compare(own, CompareOp::Equal, name))
                    })
                    .collect::<Vec<_>>();
                self.any(scope, same)
            }
            ExprKind::Not(of) => {
                let of = self.expr_at(stack, target, *of, Rep::Truth);
                self.node(scope, Node::Not(of))
            }
            ExprKind::And(all) => {
                let all = self.truths(stack, target, all);
                self.all(scope, all)
            }
            ExprKind::Or(all) => {
                let all = self.truths(stack, target, all);
                self.any(scope, all)
            }
            ExprKind::AtLeast(number, all) => {
                let all = self.truths(stack, target, all);
                self.node(scope, Node::AtLeast(*number, all))
            }
            ExprKind::Compare(left, op, right) => self.compare(stack, target, *left, *op, *right),
            ExprKind::OneOf(of, values) => self.one_of(stack, target, *of, values),
            ExprKind::Matches(of, kind, pattern) => {
                let text = self.expr_at(stack, target, *of, Rep::Text);
                let pattern = self.pattern(*kind, pattern);
                self.node(scope, Node::Matches(text, pattern))
            }
            ExprKind::Arithmetic(left, op, right) => {
                let left_rep = self.natural(*left);
                let right_rep = self.natural(*right);
                let left = self.expr_at(stack, target, *left, left_rep);
                let right = self.expr_at(stack, target, *right, right_rep);
                self.node(scope, Node::Arithmetic(left, *op, right))
            }
            ExprKind::OrElse(first, second) => {
                let value = self.expr_at(stack, target, *first, rep);
                let second = self.instead(stack, target, (*first, *second), rep);
                // Only what is blank is replaced: a cell that cannot be read stays unknown.
                let when = self.state(stack, target, *first, CellState::Blank);
                self.node(
                    scope,
                    Node::Choose {
                        when,
                        then: second,
                        otherwise: value,
                    },
                )
            }
            ExprKind::Function(function, operands) => {
                let node = self.function(stack, target, *function, operands);
                self.convert(scope, node, expr, rep)
            }
            ExprKind::Lookup(table, arguments) => {
                // Results are written as texts; their digests are made from these.
                let is_text = model.expr(expr).ty.is_textual();
                let kind = if is_text { Rep::Text } else { rep }.kind();
                let node = self.lookup(stack, target, *table, arguments, kind);
                self.convert(scope, node, expr, rep)
            }
            ExprKind::Aggregate(aggregate) => self.aggregate(stack, target, aggregate, rep),
            ExprKind::Beside {
                population,
                beside,
                value,
            } => {
                let scope = scope.clone();
                self.beside(&scope, (*population, expr), *beside, (*value, rep))
            }
            ExprKind::Run(population) => {
                let scope = scope.clone();
                self.run_of(&scope, *population, expr)
            }
        }
    }

    fn truths(&mut self, stack: &[Scope], target: usize, all: &[ExprId]) -> Vec<NodeId> {
        all.iter()
            .map(|&one| self.expr_at(stack, target, one, Rep::Truth))
            .collect()
    }

    pub(super) fn all(&mut self, scope: &Scope, mut all: Vec<NodeId>) -> NodeId {
        match all.len() {
            0 => self.truth(scope, true),
            1 => all.remove(0),
            _ => self.node(scope, Node::And(all)),
        }
    }

    pub(super) fn any(&mut self, scope: &Scope, mut all: Vec<NodeId>) -> NodeId {
        match all.len() {
            0 => self.truth(scope, false),
            1 => all.remove(0),
            _ => self.node(scope, Node::Or(all)),
        }
    }

    fn value(&mut self, scope: &Scope, value: &Value, rep: Rep) -> NodeId {
        let node = self.node(scope, Node::Constant(plain_constant(value)));
        if let Rep::Key(space) = rep {
            return self.node(scope, Node::KeyOf(node, space));
        }
        node
    }

    /// What stands in the place of a blank value: a text that is written or set is held as the value is.
    fn instead(
        &mut self,
        stack: &[Scope],
        target: usize,
        (first, second): (ExprId, ExprId),
        rep: Rep,
    ) -> NodeId {
        let scope = &stack[target];
        let node = self.expr_at(stack, target, second, rep);
        match (rep, &self.lowered.plan.frames[scope.frame.0].nodes[node.0]) {
            (Rep::Digest { .. } | Rep::Name, Node::Constant(Constant::Text(_))) => {
                self.node(scope, Node::DigestOf(node))
            }
            (Rep::Code, Node::Constant(Constant::Text(text))) => {
                let text = Value::Text(text.clone());
                let words = (self.base_column(first)).map(|(of, column)| self.words(of, column).0);
                let constant = words.map(|words| self.word_constant(&words, &text));
                constant.map_or(node, |constant| self.node(scope, Node::Constant(constant)))
            }
            _ => node,
        }
    }

    /// A column in the representation wanted; a derived one is its expression.
    pub(super) fn column(
        &mut self,
        scope: &Scope,
        dataset: usize,
        column: usize,
        rep: Rep,
    ) -> NodeId {
        let declared = &self.model.datasets[dataset].columns[column];
        if let Some(derived) = declared.derived {
            let stack = [scope.clone()];
            return self.expr(&stack, derived, rep);
        }
        if let Some(reason) = self.missing(dataset, column) {
            return self.unknown(scope, rep.kind(), reason);
        }
        let kind = declared.kind.clone();
        let want = match rep {
            Rep::Truth => Want::Truth,
            Rep::Number => Want::Number {
                percent: kind == Type::Percent,
            },
            Rep::Days => Want::Days,
            Rep::Key(space) => Want::Key {
                space,
                text: match self.lowered.plan.spaces[space.0].name == super::aggregates::NAMES {
                    _ if self.is_citizen(&kind) => KeyText::CitizenId,
                    true => KeyText::Name,
                    false => KeyText::Plain,
                },
            },
            Rep::Code => {
                let (words, closed) = self.words(dataset, column);
                Want::Code { words, closed }
            }
            Rep::Digest { as_written } => Want::Digest { as_written },
            Rep::Name => Want::NameDigest,
            Rep::Text => Want::Text,
        };
        self.node(scope, Node::Column(column, want))
    }

    /// Why a column is not there, noted as a cause that stops the item.
    pub(super) fn missing(&mut self, dataset: usize, column: usize) -> Option<Reason> {
        if self.is_missing(dataset) {
            self.cause(Cause::Dataset(dataset));
            return Some(Reason::DatasetMissing);
        }
        let bound = self.context.datasets.get(dataset)?;
        let bound = bound.columns.get(column);
        if bound.is_none_or(|bound| bound.index.is_none()) {
            self.cause(Cause::Column(dataset, column));
            return Some(Reason::ColumnMissing);
        }
        None
    }

    /// Whether a type is a citizen number, directly or through a reference.
    pub(super) fn is_citizen(&self, kind: &Type) -> bool {
        match kind {
            Type::CitizenId => true,
            Type::Reference(dataset) => {
                let target = &self.model.datasets[*dataset];
                matches!(target.key[..], [key] if target.columns[key].kind == Type::CitizenId)
            }
            _ => false,
        }
    }

    /// The count that an expression is, with the whole number that it is compared with.
    pub(super) fn count_compared(
        &self,
        left: ExprId,
        op: CompareOp,
        right: ExprId,
    ) -> Option<(Aggregate, CompareOp, u32)> {
        for (count, op, number) in [(left, op, right), (right, op.turned(), left)] {
            let ExprKind::Aggregate(aggregate) = &self.model.expr(count).kind else {
                continue;
            };
            if aggregate.function != AggregateFunction::Count || aggregate.value.is_some() {
                continue;
            }
            let value = match &self.model.expr(number).kind {
                ExprKind::Value(Value::Number(number)) => Some(*number),
                ExprKind::Setting(setting) => match self.context.settings.get(*setting) {
                    Some(Some(Value::Number(number))) => Some(*number),
                    _ => None,
                },
                _ => None,
            };
            let whole = value
                .and_then(|number| number.mantissa(0))
                .and_then(|whole| u32::try_from(whole).ok());
            if let Some(whole) = whole {
                return Some((aggregate.clone(), op, whole));
            }
        }
        None
    }

    fn compare(
        &mut self,
        stack: &[Scope],
        target: usize,
        left: ExprId,
        op: CompareOp,
        right: ExprId,
    ) -> NodeId {
        let scope = &stack[target];
        if let Some((aggregate, op, number)) = self.count_compared(left, op, right) {
            return self.count_is(stack, target, &aggregate, op, number);
        }
        let (left_type, right_type) = (
            self.model.expr(left).ty.clone(),
            self.model.expr(right).ty.clone(),
        );
        if op == CompareOp::Same {
            let rep = Rep::Digest { as_written: true };
            let rep = if left_type.is_textual() && right_type.is_textual() {
                rep
            } else {
                self.natural(left)
            };
            let sides = [left, right];
            let left = self.expr_at(stack, target, left, rep);
            let right = self.expr_at(stack, target, right, rep);
            // What stops the item as a whole is no blank that could be the same as another.
            for side in [left, right] {
                if let Some(reason) = self.always_unknown(scope.frame, side) {
                    return self.unknown(scope, ValueKind::Truth, reason);
                }
            }
            // Blank equals blank and nothing else; what is unknown without being blank leaves it open.
            let blank = sides.map(|side| self.state(stack, target, side, CellState::Blank));
            let known = [left, right].map(|side| self.node(scope, Node::IsKnown(side)));
            let both = self.node(scope, Node::And(blank.to_vec()));
            let one = [(blank[0], known[1]), (blank[1], known[0])]
                .map(|(blank, known)| self.node(scope, Node::And(vec![blank, known])));
            let one = self.node(scope, Node::Or(one.to_vec()));
            let comparable = self.node(scope, Node::Not(one));
            let equal = self.node(scope, Node::Compare(left, CompareOp::Equal, right));
            let equal = self.node(scope, Node::And(vec![equal, comparable]));
            return self.node(scope, Node::Or(vec![both, equal]));
        }
        if left_type == Type::Truth || right_type == Type::Truth {
            return self.compare_truths(stack, target, (left, op, right));
        }
        if left_type.is_textual() || right_type.is_textual() {
            for (column, value) in [(left, right), (right, left)] {
                let literal = match &self.model.expr(value).kind {
                    ExprKind::Value(Value::Text(text)) => Some(text.clone()),
                    _ => None,
                };
                if let Some(text) = literal {
                    let equal = self.one_of(stack, target, column, &[Value::Text(text)]);
                    return self.negated_unless_equal(scope, equal, op);
                }
            }
            if let (Type::OneOf(set), true) = (&left_type, left_type == right_type)
                && [left, right]
                    .iter()
                    .any(|side| self.base_column(*side).is_none())
            {
                let equal = self.same_word(stack, target, *set, [left, right]);
                return self.negated_unless_equal(scope, equal, op);
            }
            let rep = if left_type == right_type && matches!(left_type, Type::OneOf(_)) {
                Rep::Code
            } else if self.is_citizen(&left_type) || self.is_citizen(&right_type) {
                self.citizen_rep()
            } else if left_type == Type::PersonName || right_type == Type::PersonName {
                Rep::Name
            } else if left_type == right_type && matches!(left_type, Type::Reference(_)) {
                // References are read as keys anyway.
                self.part_rep(&left_type)
            } else {
                Rep::Digest { as_written: false }
            };
            let left = self.expr_at(stack, target, left, rep);
            let right = self.expr_at(stack, target, right, rep);
            let equal = self.node(scope, Node::Compare(left, CompareOp::Equal, right));
            return self.negated_unless_equal(scope, equal, op);
        }
        let rep = if left_type == Type::Date || right_type == Type::Date {
            Rep::Days
        } else {
            Rep::Number
        };
        let sides = (left, op, right);
        let left = self.expr_at(stack, target, left, rep);
        let right = self.expr_at(stack, target, right, rep);
        let plain = self.node(scope, Node::Compare(left, op, right));
        match rep {
            Rep::Days => self.at_the_edge(stack, target, sides, plain),
            _ => plain,
        }
    }

    pub(super) fn negated_unless_equal(
        &mut self,
        scope: &Scope,
        equal: NodeId,
        op: CompareOp,
    ) -> NodeId {
        if op == CompareOp::NotEqual {
            self.node(scope, Node::Not(equal))
        } else {
            equal
        }
    }

    /// Whether both sides are the same word of a value set, word by word: a side that is worked out has no number for its words.
    fn same_word(
        &mut self,
        stack: &[Scope],
        target: usize,
        set: usize,
        sides: [ExprId; 2],
    ) -> NodeId {
        let scope = &stack[target];
        let words: Vec<Value> = (self.model.value_sets[set].values.iter())
            .filter_map(|spellings| spellings.first())
            .map(|word| Value::Text(word.clone()))
            .collect();
        let mut any = Vec::new();
        for word in words {
            let is =
                sides.map(|side| self.one_of(stack, target, side, std::slice::from_ref(&word)));
            any.push(self.node(scope, Node::And(is.to_vec())));
        }
        self.node(scope, Node::Or(any))
    }

    fn compare_truths(
        &mut self,
        stack: &[Scope],
        target: usize,
        (left, op, right): (ExprId, CompareOp, ExprId),
    ) -> NodeId {
        let scope = &stack[target];
        let left = self.expr_at(stack, target, left, Rep::Truth);
        let right = self.expr_at(stack, target, right, Rep::Truth);
        let (not_left, not_right) = (
            self.node(scope, Node::Not(left)),
            self.node(scope, Node::Not(right)),
        );
        let both = self.node(scope, Node::And(vec![left, right]));
        let neither = self.node(scope, Node::And(vec![not_left, not_right]));
        let equal = self.node(scope, Node::Or(vec![both, neither]));
        self.negated_unless_equal(scope, equal, op)
    }

    pub(super) fn one_of(
        &mut self,
        stack: &[Scope],
        target: usize,
        of: ExprId,
        values: &[Value],
    ) -> NodeId {
        let scope = &stack[target];
        let is_text = values.iter().any(|v| matches!(v, Value::Text(_)));
        let base = if is_text { self.base_column(of) } else { None };
        if let Some((dataset, column)) = base {
            let words = self.words(dataset, column).0;
            let constants = values
                .iter()
                .map(|value| self.word_constant(&words, value))
                .collect();
            let of = self.expr_at(stack, target, of, Rep::Code);
            return self.node(scope, Node::OneOf(of, constants));
        }
        let rep = self.natural(of);
        if rep == Rep::Truth {
            let of = self.expr_at(stack, target, of, rep);
            let any = values
                .iter()
                .map(|value| match value {
                    Value::Truth(false) => self.node(scope, Node::Not(of)),
                    _ => of,
                })
                .collect();
            return self.any(scope, any);
        }
        let of = self.expr_at(stack, target, of, rep);
        let constants = values.iter().map(plain_constant).collect();
        self.node(scope, Node::OneOf(of, constants))
    }

    pub(super) fn word_constant(&self, words: &[Vec<String>], value: &Value) -> Constant {
        if let Value::Text(text) = value {
            let at = words
                .iter()
                .position(|spellings| spellings.iter().any(|s| s == text));
            // A word that the column cannot hold equals nothing; the number is one that no cell gets.
            let code = at.and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX);
            return Constant::Code(code);
        }
        plain_constant(value)
    }

    fn pattern(&mut self, kind: MatchKind, pattern: &str) -> usize {
        let wanted = match kind {
            MatchKind::Whole => Pattern::Regex(Expression::new(format!("^(?:{pattern})$"))),
            MatchKind::Contains => Pattern::Regex(Expression::new(pattern.to_owned())),
            MatchKind::StartsWith => Pattern::Prefix(pattern.to_owned()),
        };
        let patterns = &mut self.lowered.plan.patterns;
        if let Some(at) = patterns.iter().position(|known| *known == wanted) {
            return at;
        }
        patterns.push(wanted);
        patterns.len() - 1
    }

    /// A computed text in the representation wanted.
    fn convert(&mut self, scope: &Scope, node: NodeId, expr: ExprId, rep: Rep) -> NodeId {
        let ty = &self.model.expr(expr).ty;
        if !ty.is_textual() {
            return node;
        }
        match rep {
            Rep::Code => match *ty {
                Type::OneOf(set) => self.number_of_word(scope, node, set),
                _ => node,
            },
            Rep::Digest { .. } | Rep::Name => self.node(scope, Node::DigestOf(node)),
            Rep::Number => self.node(scope, Node::NumberOf(node)),
            Rep::Key(space) => self.node(scope, Node::KeyOf(node, space)),
            Rep::Truth | Rep::Days | Rep::Text => node,
        }
    }
}

pub(super) fn plain_constant(value: &Value) -> Constant {
    match value {
        Value::Truth(truth) => Constant::Truth(*truth),
        Value::Number(number) => Constant::Number(*number),
        Value::Date(day) => Constant::Days(day.0),
        Value::Text(text) => Constant::Text(text.clone()),
    }
}
