//! Functions of single values, and decision tables.

use super::expressions::plain_constant;
use super::{Lowering, Rep, Scope};
use crate::model::{ExprId, ExprKind, Scalar, TableCondition};
use crate::plan::{Constant, LookupCondition, LookupTable, Node, NodeId, ValueKind};
use crate::syntax::ast::{ArithmeticOp, CompareOp, Function};
use crate::types::{Reason, Value};

impl Lowering<'_> {
    pub(super) fn function(
        &mut self,
        stack: &[Scope],
        target: usize,
        function: Scalar,
        operands: &[ExprId],
    ) -> NodeId {
        let scope = &stack[target];
        if let Scalar::Calendar(function, calendar) = function {
            return self.calendar(stack, target, (function, calendar), operands);
        }
        let places = match operands.get(1).map(|&id| &self.model.expr(id).kind) {
            Some(ExprKind::Value(Value::Number(number))) => number
                .mantissa(0)
                .and_then(|whole| u8::try_from(whole).ok()),
            _ => None,
        };
        let mut operand = |at: usize, rep: Rep| self.expr_at(stack, target, operands[at], rep);
        let node = match function {
            Scalar::Read => {
                let unread = Constant::Unknown(ValueKind::Number, Reason::Unreadable);
                Node::Choose {
                    when: operand(0, Rep::Truth),
                    then: operand(1, Rep::Number),
                    otherwise: self.node(scope, Node::Constant(unread)),
                }
            }
            Scalar::Absolute => Node::Absolute(operand(0, Rep::Number)),
            Scalar::Shift { unit, back } => Node::Shift {
                day: operand(0, Rep::Days),
                amount: operand(1, Rep::Number),
                unit,
                back,
            },
            // Answered above.
            Scalar::Calendar(..) => {
                Node::Constant(Constant::Unknown(ValueKind::Truth, Reason::OutsideCalendar))
            }
            Scalar::Of(function) => match function {
                Function::Age => Node::Age(operand(0, Rep::Days), operand(1, Rep::Days)),
                Function::DaysBetween => {
                    let (start, end) = (operand(0, Rep::Days), operand(1, Rep::Days));
                    Node::Arithmetic(end, ArithmeticOp::Minus, start)
                }
                Function::Month => Node::Month(operand(0, Rep::Days)),
                Function::Year => Node::Year(operand(0, Rep::Days)),
                Function::Week => Node::Week(operand(0, Rep::Days)),
                Function::Quarter => Node::Quarter(operand(0, Rep::Days)),
                Function::LastBirthday => {
                    Node::LastBirthday(operand(0, Rep::Days), operand(1, Rep::Days))
                }
                Function::WorkingDays
                | Function::IsWorkingDay
                | Function::Term
                | Function::Stage
                | Function::Opening
                | Function::Closing
                | Function::NextTerm
                | Function::PreviousTerm => {
                    Node::Constant(Constant::Unknown(ValueKind::Truth, Reason::OutsideCalendar))
                }
                Function::Length => Node::Length(operand(0, Rep::Text)),
                Function::Part => Node::Part {
                    text: operand(0, Rep::Text),
                    from: operand(1, Rep::Number),
                    to: operand(2, Rep::Number),
                },
                Function::BirthDate => Node::BirthDate(operand(0, Rep::Text)),
                Function::Sex => Node::Sex(operand(0, Rep::Text)),
                Function::ValidCitizenId => Node::ValidCitizenId(operand(0, Rep::Text)),
                Function::Earlier | Function::Later => {
                    let rep = match self.natural(operands[0]) {
                        Rep::Days => Rep::Days,
                        _ => Rep::Number,
                    };
                    let first = self.expr_at(stack, target, operands[0], rep);
                    let second = self.expr_at(stack, target, operands[1], rep);
                    Node::Extreme(first, second, function == Function::Later)
                }
                Function::Rounded => Node::Rounded(operand(0, Rep::Number), places.unwrap_or(0)),
            },
        };
        self.node(scope, node)
    }

    pub(super) fn lookup(
        &mut self,
        stack: &[Scope],
        target: usize,
        table: usize,
        arguments: &[ExprId],
        kind: ValueKind,
    ) -> NodeId {
        let model = self.model;
        let rows = (table, &model.tables[table].rows[..]);
        let bases = arguments.iter().map(|&argument| self.coded(argument));
        let known = (table, bases.collect());
        let Some(&at) = self.tables.get(&known) else {
            let node = self.lookup_in(stack, target, rows, arguments, kind);
            let scope = &stack[target];
            if let Some(Node::Lookup(at, _)) =
                self.lowered.plan.frames[scope.frame.0].nodes.get(node.0)
            {
                self.tables.insert(known, *at);
            }
            return node;
        };
        let nodes = self.looked_up(stack, target, arguments);
        self.node(&stack[target], Node::Lookup(at, nodes))
    }

    /// The column whose numbered words an operand is compared by.
    fn coded(&self, argument: ExprId) -> Option<(usize, usize)> {
        let textual = self.model.expr(argument).ty.is_textual();
        textual.then(|| self.base_column(argument)).flatten()
    }

    fn looked_up(&mut self, stack: &[Scope], target: usize, arguments: &[ExprId]) -> Vec<NodeId> {
        let node = |&argument: &ExprId| {
            let rep = match self.coded(argument) {
                Some(_) => Rep::Code,
                None => self.natural(argument),
            };
            self.expr_at(stack, target, argument, rep)
        };
        arguments.iter().map(node).collect()
    }

    /// A lookup in rows of conditions with their results; `table` is the number of the table in the model.
    pub(super) fn lookup_in(
        &mut self,
        stack: &[Scope],
        target: usize,
        (table, rows): (usize, &[(Vec<TableCondition>, Value)]),
        arguments: &[ExprId],
        kind: ValueKind,
    ) -> NodeId {
        let scope = &stack[target];
        let nodes = self.looked_up(stack, target, arguments);
        let bases = arguments.iter().map(|&argument| self.coded(argument));
        let words: Vec<_> = bases
            .map(|base| base.map(|(dataset, column)| self.words(dataset, column).0))
            .collect();
        let constant = |at: usize, value: &Value| match &words[at] {
            Some(words) => self.word_constant(words, value),
            None => plain_constant(value),
        };
        let rows = rows
            .iter()
            .map(|(conditions, result)| {
                let conditions = conditions
                    .iter()
                    .enumerate()
                    .map(|(at, condition)| match condition {
                        TableCondition::Any => LookupCondition::Any,
                        TableCondition::Other => LookupCondition::Other,
                        TableCondition::OneOf(values) => LookupCondition::OneOf(
                            values.iter().map(|value| constant(at, value)).collect(),
                        ),
                        TableCondition::Compare(op, value) => {
                            let value = plain_constant(value);
                            match op {
                                CompareOp::Less => {
                                    LookupCondition::Range(None, Some((value, false)))
                                }
                                CompareOp::AtMost => {
                                    LookupCondition::Range(None, Some((value, true)))
                                }
                                CompareOp::More => {
                                    LookupCondition::Range(Some((value, false)), None)
                                }
                                CompareOp::AtLeast => {
                                    LookupCondition::Range(Some((value, true)), None)
                                }
                                CompareOp::NotEqual => LookupCondition::NoneOf(vec![value]),
                                CompareOp::Equal | CompareOp::Same => {
                                    LookupCondition::OneOf(vec![value])
                                }
                            }
                        }
                        TableCondition::Range(low, high) => LookupCondition::Range(
                            Some((plain_constant(low), true)),
                            Some((plain_constant(high), true)),
                        ),
                    })
                    .collect();
                (conditions, plain_constant(result))
            })
            .collect();
        let at = self.lookup_table(LookupTable {
            table,
            kind,
            rows,
            words: Vec::new(),
        });
        self.node(scope, Node::Lookup(at, nodes))
    }

    fn lookup_table(&mut self, table: LookupTable) -> usize {
        let is_it = |other: &LookupTable| {
            other.table == table.table && other.kind == table.kind && other.rows == table.rows
        };
        let lookups = &mut self.lowered.plan.lookups;
        lookups.iter().position(is_it).unwrap_or_else(|| {
            lookups.push(table);
            lookups.len() - 1
        })
    }

    /// The number of the word that a text worked out is, as cells of columns with these words have it.
    pub(super) fn number_of_word(&mut self, scope: &Scope, text: NodeId, set: usize) -> NodeId {
        let model = self.model;
        let words = model.value_sets.get(set).map_or(&[][..], |set| &set.values);
        let row = |(number, spellings): (u32, &Vec<String>)| {
            let spellings = spellings.iter().cloned().map(Constant::Text).collect();
            let condition = LookupCondition::OneOf(spellings);
            (vec![condition], Constant::Code(number))
        };
        let at = self.lookup_table(LookupTable {
            // No table that the model numbers.
            table: usize::MAX,
            kind: ValueKind::Code,
            rows: (0..).zip(words).map(row).collect(),
            words: words.to_vec(),
        });
        self.node(scope, Node::Lookup(at, vec![text]))
    }
}
