//! Built-in functions and decision-table lookups.

use super::Builder;
use super::bounds::Bounds;
use super::names::Thing;
use super::problems::{self, Kind};
use super::scope::Scope;
use super::types::{Agreement, agreement, describe};
use crate::model::{ExprId, ExprKind, Scalar};
use crate::source::Span;
use crate::syntax::ast::{self, Function};
use crate::types::{Language, Type, Value};

impl Builder<'_> {
    pub(super) fn function(
        &mut self,
        scopes: &[Scope],
        function: Function,
        operands: &[ast::Expr],
        span: Span,
    ) -> ExprId {
        if let Some(answer) = self.calendar_function(scopes, function, operands, span) {
            return answer;
        }
        let mut ids: Vec<ExprId> = Vec::new();
        for operand in operands {
            let wanted = ids.first().map(|first| self.type_of(*first));
            let wanted = wanted.filter(|_| matches!(function, Function::Earlier | Function::Later));
            ids.push(self.value(scopes, operand, wanted.as_ref()));
        }
        let what = function_words(function, self.language());
        let mut fine = true;
        let mut each = |b: &mut Self, position: usize, ty: &Type| {
            if let Some(id) = ids.get(position) {
                fine &= b.operand_must_be(*id, ty, what);
            }
        };
        let ty = match function {
            Function::Age => {
                each(self, 0, &Type::Date);
                each(self, 1, &Type::Date);
                Type::Integer
            }
            Function::DaysBetween => {
                each(self, 0, &Type::Date);
                each(self, 1, &Type::Date);
                Type::Days
            }
            Function::LastBirthday => {
                each(self, 0, &Type::Date);
                each(self, 1, &Type::Date);
                Type::Date
            }
            Function::Month | Function::Year | Function::Week | Function::Quarter => {
                each(self, 0, &Type::Date);
                Type::Integer
            }
            Function::Length => {
                each(self, 0, &Type::Text);
                Type::Integer
            }
            Function::Part => {
                each(self, 0, &Type::Text);
                each(self, 1, &Type::Number);
                each(self, 2, &Type::Number);
                self.ends_of_part(&ids);
                Type::Text
            }
            Function::BirthDate => {
                each(self, 0, &Type::Text);
                Type::Date
            }
            Function::Sex => {
                each(self, 0, &Type::Text);
                self.sexes()
            }
            Function::ValidCitizenId => {
                each(self, 0, &Type::Text);
                Type::Truth
            }
            Function::Earlier | Function::Later => {
                let first = ids.first().map_or(Type::Unknown, |id| self.type_of(*id));
                if !first.is_numeric() {
                    for position in 0..operands.len() {
                        each(self, position, &Type::Date);
                    }
                }
                if let ([a, b], [left, right]) = (ids.as_slice(), operands)
                    && fine
                {
                    fine = self.must_agree(*a, *b, left, right);
                }
                first
            }
            Function::Rounded => {
                each(self, 0, &Type::Number);
                each(self, 1, &Type::Number);
                ids.first().map_or(Type::Unknown, |id| self.type_of(*id))
            }
            // Answered by the calendar.
            Function::WorkingDays
            | Function::IsWorkingDay
            | Function::Term
            | Function::Stage
            | Function::Opening
            | Function::Closing
            | Function::NextTerm
            | Function::PreviousTerm => Type::Unknown,
        };
        let wrong = ids.iter().any(|id| self.type_of(*id) == Type::Unknown);
        if !fine || wrong {
            return self.unknown(span);
        }
        self.add(ExprKind::Function(Scalar::Of(function), ids), ty, span)
    }

    /// The first and the last character of a part of a text, where they are written out.
    fn ends_of_part(&mut self, ids: &[ExprId]) {
        let [_, from, to] = *ids else {
            return;
        };
        if self.within_bounds(from, Bounds::AtLeastOne)
            && let Some(Value::Number(first)) = self.literal(from)
            && let Some(first) = first.mantissa(0)
        {
            self.within_bounds(to, Bounds::NotBefore(first));
        }
    }

    /// The value set of `sex of ID`.
    fn sexes(&mut self) -> Type {
        let values = vec![
            vec!["男".to_owned(), "male".to_owned()],
            vec!["女".to_owned(), "female".to_owned()],
        ];
        let known = self
            .model
            .value_sets
            .iter()
            .position(|set| set.values == values);
        match known {
            Some(set) => Type::OneOf(set),
            None => self.value_set(values),
        }
    }

    /// `t(a, b)`.
    pub(super) fn lookup(
        &mut self,
        scopes: &[Scope],
        table: &ast::Name,
        arguments: &[ast::Expr],
        span: Span,
    ) -> ExprId {
        let language = self.language();
        let Some(Thing::Table(number)) = self.thing_called(table) else {
            let candidate = self.spaces.get(self.current).and_then(|space| {
                let tables = space
                    .things
                    .iter()
                    .filter(|(_, (thing, _))| matches!(thing, Thing::Table(_)))
                    .map(|(name, _)| name.as_str());
                problems::nearest(&table.text, tables)
            });
            let problem =
                problems::unknown_name(language, table.span, Kind::Table, &table.text, candidate);
            self.missing(&table.text, problem);
            return self.unknown(span);
        };
        let (parameters, types, kind) = match self.model.tables.get(number) {
            Some(t) => (
                t.parameters.clone(),
                t.parameter_types.clone(),
                t.kind.clone(),
            ),
            None => return self.unknown(span),
        };
        if parameters.len() != arguments.len() {
            let problem = problems::table_arguments(
                language,
                span,
                &table.text,
                &parameters,
                arguments.len(),
            );
            self.diagnostics.add(problem);
            return self.unknown(span);
        }
        let mut ids = Vec::new();
        for (argument, wanted) in arguments.iter().zip(&types) {
            let id = self.value(scopes, argument, Some(wanted));
            let ty = self.type_of(id);
            if agreement(&self.model, wanted, &ty) != Agreement::Fine {
                let problem = problems::wrong_operand(
                    language,
                    argument.span,
                    &table.text,
                    &describe(&self.model, &ty, language),
                    &describe(&self.model, wanted, language),
                );
                self.diagnostics.add(problem);
                return self.unknown(span);
            }
            ids.push(id);
        }
        if ids.iter().any(|id| self.type_of(*id) == Type::Unknown) {
            return self.unknown(span);
        }
        self.add(ExprKind::Lookup(number, ids), kind, span)
    }
}

/// How a function is written.
pub(super) fn function_words(function: Function, language: Language) -> &'static str {
    let (en, zh) = match function {
        Function::Age => ("age of", "周岁"),
        Function::DaysBetween => ("days from", "天数"),
        Function::Month => ("month of", "月份"),
        Function::Year => ("year of", "年份"),
        Function::Length => ("length of", "长度"),
        Function::Part => ("part of", "位"),
        Function::BirthDate => ("birth date of", "出生日期"),
        Function::Sex => ("sex of", "性别"),
        Function::ValidCitizenId => ("is a valid citizen id", "身份证号有效"),
        Function::Earlier => ("earlier of", "较早者"),
        Function::Later => ("later of", "较晚者"),
        Function::Rounded => ("rounded", "四舍五入"),
        Function::Week => ("week of", "周次"),
        Function::Quarter => ("quarter of", "季度"),
        Function::LastBirthday => ("last birthday of", "最近生日"),
        Function::WorkingDays => ("working days from", "工作日数"),
        Function::IsWorkingDay => ("is a working day", "为工作日"),
        Function::Term => ("term of", "所在学期"),
        Function::Stage => ("stage of", "所在阶段"),
        Function::Opening => ("opening of", "开学日"),
        Function::Closing => ("closing of", "放假日"),
        Function::NextTerm => ("next term of", "下一学期"),
        Function::PreviousTerm => ("previous term of", "上一学期"),
    };
    language.pick(en, zh)
}
