//! Names, paths, literals, logic and arithmetic.

use super::Builder;
use super::names::{Noun, Thing, column_names};
use super::problems::{self, Kind};
use super::scope::{Scope, ScopeKind};
use super::types::describe;
use crate::model::{ExprId, ExprKind, Scalar};
use crate::source::Span;
use crate::syntax::ast;
use crate::types::{Number, Type, Unit, Value};

impl Builder<'_> {
    /// An expression that is a condition; anything else is reported.
    pub(super) fn condition(&mut self, scopes: &[Scope], expr: &ast::Expr) -> ExprId {
        let id = self.value(scopes, expr, Some(&Type::Truth));
        let ty = self.type_of(id);
        if matches!(ty, Type::Truth | Type::Unknown) {
            return id;
        }
        let language = self.language();
        let what = describe(&self.model, &ty, language);
        self.diagnostics
            .add(problems::not_a_condition(language, expr.span, &what));
        self.unknown(expr.span)
    }

    /// Any expression. `wanted` is the type of what it is compared with: bare words are looked up in its value set first.
    pub(super) fn value(
        &mut self,
        scopes: &[Scope],
        expr: &ast::Expr,
        wanted: Option<&Type>,
    ) -> ExprId {
        let span = expr.span;
        match &expr.kind {
            ast::ExprKind::Name(name) => self.name(scopes, name, wanted),
            ast::ExprKind::Path(base, field) => self.path(scopes, base, field, span),
            ast::ExprKind::Text(text) => self.text(text, wanted, span),
            ast::ExprKind::Number(number, unit) => self.number(*number, *unit, wanted, span),
            ast::ExprKind::Date(date) => {
                self.add(ExprKind::Value(Value::Date(*date)), Type::Date, span)
            }
            ast::ExprKind::Month(year, month) => {
                self.text(&format!("{year:04}-{month:02}"), wanted, span)
            }
            ast::ExprKind::InTerm(of, name) => {
                self.in_period(scopes, of, (false, name.as_ref()), span)
            }
            ast::ExprKind::InStage(of, name) => {
                self.in_period(scopes, of, (true, Some(name)), span)
            }
            ast::ExprKind::AsOf => self.add(ExprKind::AsOf, Type::Date, span),
            ast::ExprKind::Headers(name) => match self.noun(name) {
                Some(noun) => self.add(ExprKind::Headers(noun.dataset), Type::Text, span),
                None => self.unknown(span),
            },
            ast::ExprKind::Not(inner) => {
                let inner = self.condition(scopes, inner);
                self.truth_of(ExprKind::Not(inner), &[inner], span)
            }
            ast::ExprKind::And(parts) => {
                self.refuse_column_alone(scopes, parts, ("and", "且"));
                let parts: Vec<ExprId> = parts.iter().map(|p| self.condition(scopes, p)).collect();
                self.truth_of(ExprKind::And(parts.clone()), &parts, span)
            }
            ast::ExprKind::Or(parts) => self.either(scopes, parts, span),
            ast::ExprKind::Compare(left, op, right) => {
                self.comparison(scopes, left, *op, right, span)
            }
            ast::ExprKind::Between(of, from, to) => self.between(scopes, of, from, to, span),
            ast::ExprKind::OneOf(of, list) => self.one_of(scopes, of, list, span),
            ast::ExprKind::State(of, state) => {
                let of = self.value(scopes, of, None);
                self.truth_of(ExprKind::State(of, *state), &[of], span)
            }
            ast::ExprKind::Found(of, rows) => self.found(scopes, of, rows, span),
            ast::ExprKind::Matches(of, kind, pattern) => {
                self.matches(scopes, of, *kind, pattern, span)
            }
            ast::ExprKind::DateWindow(window) => self.window(scopes, window, span),
            ast::ExprKind::Near(of, within, other) => self.near(scopes, of, within, other, span),
            ast::ExprKind::ValidOn(day) => self.valid_on(scopes, day, span),
            ast::ExprKind::HasEach(each) => self.has_each(scopes, each, span),
            ast::ExprKind::Has(relation) => self.has(scopes, relation, span),
            ast::ExprKind::Quantified(quantifier, of, test) => {
                self.quantified(scopes, quantifier, of, test, span)
            }
            ast::ExprKind::Arithmetic(left, op, right) => {
                self.arithmetic(scopes, left, *op, right, span)
            }
            ast::ExprKind::Negative(of) => self.negative(scopes, of, wanted, span),
            ast::ExprKind::OrElse(first, second) => {
                let a = self.value(scopes, first, wanted);
                let ty = self.type_of(a);
                let b = self.value(scopes, second, Some(&ty));
                self.must_agree(a, b, first, second);
                let other = self.type_of(b);
                let ty = if ty == Type::Unknown { other } else { ty };
                self.add(ExprKind::OrElse(a, b), ty, span)
            }
            ast::ExprKind::Function(function, operands) => {
                self.function(scopes, *function, operands, span)
            }
            ast::ExprKind::Lookup(table, arguments) => self.lookup(scopes, table, arguments, span),
            ast::ExprKind::Aggregate(aggregate) => self.aggregate(scopes, aggregate, span),
            ast::ExprKind::Beside(beside) => self.beside(scopes, *beside, None, span),
            ast::ExprKind::Run => self.run(scopes, span),
        }
    }

    /// A condition made of parts: unknown as soon as one of them is wrong.
    pub(super) fn truth_of(&mut self, kind: ExprKind, parts: &[ExprId], span: Span) -> ExprId {
        let wrong = parts
            .iter()
            .any(|part| self.type_of(*part) == Type::Unknown);
        let ty = if wrong { Type::Unknown } else { Type::Truth };
        self.add(kind, ty, span)
    }

    fn text(&mut self, text: &str, wanted: Option<&Type>, span: Span) -> ExprId {
        if let Some(Type::OneOf(set)) = wanted {
            return match self.word(*set, text) {
                Some(word) => {
                    let value = ExprKind::Value(Value::Text(word));
                    self.add(value, Type::OneOf(*set), span)
                }
                None => self.not_in_set(*set, text, span),
            };
        }
        if wanted == Some(&Type::Truth)
            && let Some(truth) = yes_or_no(text)
        {
            return self.add(ExprKind::Value(Value::Truth(truth)), Type::Truth, span);
        }
        let value = ExprKind::Value(Value::Text(text.to_owned()));
        self.add(value, Type::Text, span)
    }

    /// The canonical word of a value set for one of its spellings.
    pub(super) fn word(&self, set: usize, text: &str) -> Option<String> {
        let values = &self.model.value_sets.get(set)?.values;
        let value = values
            .iter()
            .find(|value| value.iter().any(|spelling| spelling == text))?;
        value.first().cloned()
    }

    fn not_in_set(&mut self, set: usize, text: &str, span: Span) -> ExprId {
        let language = self.language();
        let words: Vec<String> = self
            .model
            .value_sets
            .get(set)
            .into_iter()
            .flat_map(|set| set.values.iter().flatten().cloned())
            .collect();
        let problem = problems::not_in_value_set(language, span, text, &words);
        self.diagnostics.add(problem);
        self.unknown(span)
    }

    fn number(
        &mut self,
        number: Number,
        unit: Option<Unit>,
        wanted: Option<&Type>,
        span: Span,
    ) -> ExprId {
        let whole = number.parts().1 == 1;
        let plain = if whole { Type::Integer } else { Type::Number };
        let ty = match unit {
            None => plain,
            Some(Unit::Yuan) => Type::Money,
            Some(Unit::Percent) => Type::Percent,
            // A span of working days is a number of days.
            Some(Unit::Days | Unit::WorkingDays) => Type::Days,
            // An age is a whole number of years.
            Some(Unit::Years) if matches!(wanted, Some(Type::Integer | Type::Number)) => plain,
            Some(Unit::Months) if wanted == Some(&Type::Months) => Type::Months,
            Some(Unit::Months | Unit::Years) => {
                let problem = problems::months_need_a_day(self.language(), span);
                self.diagnostics.add(problem);
                return self.unknown(span);
            }
        };
        self.add(ExprKind::Value(Value::Number(number)), ty, span)
    }

    fn negative(
        &mut self,
        scopes: &[Scope],
        of: &ast::Expr,
        wanted: Option<&Type>,
        span: Span,
    ) -> ExprId {
        let inner = self.value(scopes, of, wanted);
        let ty = self.type_of(inner);
        if !self.operand_must_be(inner, &Type::Number, "-") {
            return self.unknown(span);
        }
        if let Some(Value::Number(number)) = self.literal(inner)
            && let Some(negative) = Number::ZERO.minus(*number)
        {
            return self.add(ExprKind::Value(Value::Number(negative)), ty, span);
        }
        let zero = ExprKind::Value(Value::Number(Number::ZERO));
        let zero = self.add(zero, ty.clone(), span);
        let minus = ExprKind::Arithmetic(zero, ast::ArithmeticOp::Minus, inner);
        self.add(minus, ty, span)
    }

    /// A bare name.
    pub(super) fn name(
        &mut self,
        scopes: &[Scope],
        name: &ast::Name,
        wanted: Option<&Type>,
    ) -> ExprId {
        let span = name.span;
        if let Some(Type::OneOf(set)) = wanted
            && let Some(word) = self.word(*set, &name.text)
        {
            self.note_value(span, *set, &word);
            let value = ExprKind::Value(Value::Text(word));
            return self.add(value, Type::OneOf(*set), span);
        }
        if let Some(id) = self.own_column(scopes, &name.text, span) {
            return id;
        }
        if wanted == Some(&Type::Truth)
            && let Some(truth) = yes_or_no(&name.text)
        {
            self.note_answer(span, truth);
            return self.add(ExprKind::Value(Value::Truth(truth)), Type::Truth, span);
        }
        match self.thing_called(name) {
            Some(Thing::Setting(setting)) => {
                let ty = self
                    .model
                    .settings
                    .get(setting)
                    .map_or(Type::Unknown, |s| s.kind.clone());
                return self.add(ExprKind::Setting(setting), ty, span);
            }
            Some(Thing::Measure(measure)) => return self.measure(scopes, measure, name),
            Some(Thing::Dataset(_) | Thing::Population(_))
                if !matches!(wanted, Some(Type::OneOf(_))) =>
            {
                let problem = problems::rows_as_value(self.language(), span, &name.text);
                self.diagnostics.add(problem);
                return self.unknown(span);
            }
            Some(Thing::Table(_)) => {
                let columns = self.table_columns(&name.text);
                let problem = problems::table_as_value(self.language(), span, &name.text, &columns);
                self.diagnostics.add(problem);
                return self.unknown(span);
            }
            Some(
                Thing::Source(_)
                | Thing::Dataset(_)
                | Thing::Population(_)
                | Thing::Exception(_)
                | Thing::Calendar(_),
            )
            | None => {}
        }
        if wanted.is_some_and(Type::is_textual)
            && let Some(term) = self.term_word(name)
        {
            return term;
        }
        self.no_such_name(scopes, name, wanted);
        self.unknown(span)
    }

    /// A column of the row at hand, or a part of the key of the group at hand.
    pub(super) fn own_column(
        &mut self,
        scopes: &[Scope],
        text: &str,
        span: Span,
    ) -> Option<ExprId> {
        match &scopes.last()?.kind {
            ScopeKind::Row(noun) | ScopeKind::Group { noun, .. } => {
                let column = self.column(noun.dataset, text)?;
                self.note_column(span, noun.dataset, column);
                Some(self.column_at(0, noun.dataset, column, span))
            }
            ScopeKind::Columns { per, types } => {
                let part = per.iter().position(|p| last_name(p) == Some(text))?;
                if let Some(part) = per.get(part) {
                    self.note_same(span, part);
                }
                let ty = types.get(part).cloned().unwrap_or(Type::Unknown);
                Some(self.add(ExprKind::GroupKey(part), ty, span))
            }
            ScopeKind::Whole => None,
        }
    }

    /// A column of the row `depth` scopes out.
    pub(super) fn column_at(
        &mut self,
        depth: usize,
        dataset: usize,
        column: usize,
        span: Span,
    ) -> ExprId {
        let ty = self.column_type(dataset, column);
        let kind = ExprKind::Column {
            depth,
            dataset,
            column,
        };
        self.add(kind, ty, span)
    }

    fn no_such_name(&mut self, scopes: &[Scope], name: &ast::Name, wanted: Option<&Type>) {
        let language = self.language();
        // Known further out, so only its noun is missing.
        for scope in scopes.iter().rev().skip(1) {
            if let Some(noun) = scope.noun()
                && self.column_called(noun.dataset, name).is_some()
            {
                let outer = self.noun_name(noun);
                let problem = problems::outer_column(language, name.span, &name.text, &outer);
                self.diagnostics.add(problem);
                return;
            }
        }
        if let Some(Type::OneOf(set)) = wanted {
            self.not_in_set(*set, &name.text, name.span);
            return;
        }
        let noun = scopes.last().and_then(Scope::noun);
        let mut candidates: Vec<String> = Vec::new();
        if let Some(dataset) = noun.and_then(|n| self.model.datasets.get(n.dataset)) {
            candidates.extend(column_names(dataset).map(str::to_owned));
        }
        if let Some(space) = self.spaces.get(self.current) {
            let values = space
                .things
                .iter()
                .filter(|(_, (thing, _))| matches!(thing, Thing::Setting(_) | Thing::Measure(_)));
            candidates.extend(values.map(|(name, _)| name.clone()));
        }
        let candidate = problems::nearest(&name.text, candidates.iter().map(String::as_str));
        let quotable = wanted.is_some_and(Type::is_textual);
        let problem = match noun {
            Some(noun) => {
                let of = self.noun_name(Noun {
                    population: None,
                    ..noun
                });
                if quotable && candidate.is_none() {
                    problems::text_without_quotes(language, name.span, &of, &name.text)
                } else {
                    problems::unknown_column(language, name.span, &of, &name.text, candidate)
                }
            }
            None => problems::unknown_name(language, name.span, Kind::Value, &name.text, candidate),
        };
        let problem = if quotable && problem.help.is_none() {
            problems::quote_it(problem, &name.text)
        } else {
            problem
        };
        let problem = match noun {
            Some(noun) if !quotable => self.as_word_of_column(problem, noun.dataset, &name.text),
            _ => problem,
        };
        let problem = self.likelier(problem, &name.text);
        self.missing(&name.text, problem);
    }

    /// What a dataset or population is called in the file at hand.
    pub(super) fn noun_name(&self, noun: Noun) -> String {
        let language = self.language();
        let population = noun
            .population
            .and_then(|p| self.model.populations.get(p))
            .map(|p| p.names.show(language));
        let dataset = || {
            self.model
                .datasets
                .get(noun.dataset)
                .map(|d| d.names.show(language))
        };
        population.or_else(dataset).unwrap_or_default().to_owned()
    }

    /// `base.field`: along a reference, or a column written with its noun.
    fn path(
        &mut self,
        scopes: &[Scope],
        base: &ast::Expr,
        field: &ast::Name,
        span: Span,
    ) -> ExprId {
        if let ast::ExprKind::Beside(beside) = &base.kind {
            return self.beside(scopes, *beside, Some(field), span);
        }
        if let ast::ExprKind::Name(name) = &base.kind {
            let own = self.own_column(scopes, &name.text, name.span);
            if let Some(own) = own
                && let Type::Reference(dataset) = self.type_of(own)
            {
                return self.follow(own, dataset, field, span);
            }
            if let Some(noun) = self.peek_noun(&name.text) {
                if let Some(depth) = depth_of(scopes, noun) {
                    self.thing_called(name);
                    let Some(column) = self.column_called(noun.dataset, field) else {
                        self.no_column(noun.dataset, field);
                        return self.unknown(span);
                    };
                    return self.column_at(depth, noun.dataset, column, span);
                }
                if own.is_none() {
                    self.thing_called(name);
                    let language = self.language();
                    let problem = if self.column_called(noun.dataset, field).is_some() {
                        problems::many_rows(language, span, &name.text, &field.text)
                    } else {
                        let candidate = self
                            .model
                            .datasets
                            .get(noun.dataset)
                            .and_then(|d| problems::nearest(&field.text, column_names(d)));
                        problems::unknown_column(
                            language,
                            field.span,
                            &name.text,
                            &field.text,
                            candidate,
                        )
                    };
                    self.missing(&field.text, problem);
                    return self.unknown(span);
                }
            }
        }
        let base_id = self.value(scopes, base, None);
        match self.type_of(base_id) {
            Type::Reference(dataset) => self.follow(base_id, dataset, field, span),
            Type::Unknown => self.unknown(span),
            ty => {
                let language = self.language();
                let problem = problems::not_a_reference(
                    language,
                    base.span,
                    &describe(&self.model, &ty, language),
                    &field.text,
                );
                self.diagnostics.add(problem);
                self.unknown(span)
            }
        }
    }

    fn follow(&mut self, key: ExprId, dataset: usize, field: &ast::Name, span: Span) -> ExprId {
        let Some(column) = self.column_called(dataset, field) else {
            self.no_column(dataset, field);
            return self.unknown(span);
        };
        let value = self.column_at(0, dataset, column, field.span);
        let ty = self.type_of(value);
        let kind = ExprKind::Follow {
            key: vec![key],
            dataset,
            value,
        };
        self.add(kind, ty, span)
    }

    fn arithmetic(
        &mut self,
        scopes: &[Scope],
        left: &ast::Expr,
        op: ast::ArithmeticOp,
        right: &ast::Expr,
        span: Span,
    ) -> ExprId {
        use ast::ArithmeticOp as Op;
        let a = self.value(scopes, left, None);
        let ty = self.type_of(a);
        // Months, years and working days have no fixed length: they are counted from a day.
        if let (Type::Date, ast::ExprKind::Number(amount, Some(unit)), Op::Plus | Op::Minus) =
            (&ty, &right.kind, op)
            && matches!(unit, Unit::Months | Unit::Years | Unit::WorkingDays)
        {
            let amount = ExprKind::Value(Value::Number(*amount));
            let amount = self.add(amount, Type::Integer, right.span);
            let Some(shift) = self.shift_by(*unit, op == Op::Minus, span) else {
                return self.unknown(span);
            };
            let kind = ExprKind::Function(shift, vec![a, amount]);
            return self.add(kind, Type::Date, span);
        }
        let b = self.value(scopes, right, None);
        let other = self.type_of(b);
        if op == Op::Over {
            self.within_bounds(b, super::bounds::Bounds::NotZero);
        }
        if let (Type::Date, Type::Months, Op::Plus | Op::Minus) = (&ty, &other, op) {
            let shift = Scalar::Shift {
                unit: Unit::Months,
                back: op == Op::Minus,
            };
            return self.add(ExprKind::Function(shift, vec![a, b]), Type::Date, span);
        }
        match result_of(&ty, op, &other) {
            Some(result) => self.add(ExprKind::Arithmetic(a, op, b), result, span),
            None => {
                let language = self.language();
                let problem = problems::cannot_compute(
                    language,
                    span,
                    &describe(&self.model, &ty, language),
                    &describe(&self.model, &other, language),
                    op,
                );
                self.diagnostics.add(problem);
                self.unknown(span)
            }
        }
    }
}

/// The scope, counted from the innermost, that a noun means. Inside a row of the same dataset the noun means the outer one.
fn depth_of(scopes: &[Scope], noun: Noun) -> Option<usize> {
    let fits = |scope: &Scope| {
        scope.noun().is_some_and(|own| {
            own.dataset == noun.dataset
                && (noun.population.is_none() || own.population == noun.population)
        })
    };
    let depths: Vec<usize> = scopes
        .iter()
        .rev()
        .enumerate()
        .filter(|(_, scope)| fits(scope))
        .map(|(depth, _)| depth)
        .collect();
    depths
        .iter()
        .copied()
        .find(|depth| *depth > 0)
        .or(depths.first().copied())
}

/// The last name of a path, by which a group's key is known.
pub(super) fn last_name(expr: &ast::Expr) -> Option<&str> {
    last_named(expr).map(|name| name.text.as_str())
}

/// The same with its place.
pub(super) fn last_named(expr: &ast::Expr) -> Option<&ast::Name> {
    match &expr.kind {
        ast::ExprKind::Name(name) | ast::ExprKind::Path(_, name) => Some(name),
        _ => None,
    }
}

/// What a word says where yes or no is wanted.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" | "true" | "是" => Some(true),
        "no" | "false" | "否" => Some(false),
        _ => None,
    }
}

/// The type of a sum, difference, product or quotient; `None` where there is none.
fn result_of(a: &Type, op: ast::ArithmeticOp, b: &Type) -> Option<Type> {
    use Type as T;
    use ast::ArithmeticOp as Op;
    let plain = |ty: &Type| matches!(ty, T::Number | T::Integer | T::Percent);
    Some(match (a, op, b) {
        (T::Unknown, _, _) | (_, _, T::Unknown) => T::Unknown,
        (T::Date, Op::Plus | Op::Minus, T::Days) | (T::Days, Op::Plus, T::Date) => T::Date,
        (T::Date, Op::Minus, T::Date) => T::Days,
        (_, Op::Plus | Op::Minus, _) if a == b && a.is_numeric() => a.clone(),
        (_, Op::Plus | Op::Minus, _) if plain(a) && plain(b) => T::Number,
        (T::Integer, Op::Times, T::Integer) => T::Integer,
        (_, Op::Times, _) if plain(a) && plain(b) => T::Number,
        (T::Money, Op::Times | Op::Over, _) if plain(b) => T::Money,
        (_, Op::Times, T::Money) if plain(a) => T::Money,
        (T::Days, Op::Times | Op::Over, _) if plain(b) => T::Days,
        (_, Op::Times, T::Days) if plain(a) => T::Days,
        (_, Op::Over, _) if plain(a) && plain(b) => T::Number,
        (T::Money, Op::Over, T::Money) | (T::Days, Op::Over, T::Days) => T::Number,
        _ => return None,
    })
}
