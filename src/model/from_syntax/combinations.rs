//! `every combination of A, B must be in P`, and `values of R.x include values of S.y`.

use super::Builder;
use super::names::Noun;
use super::problems_of_order as problems;
use super::scope::Scope;
use super::values::last_name;
use crate::model::{
    AxisKind, Check, CombinationsCheck, CombinedAxis, ExprId, MatchCheck, MatchSource, Part,
    PartKind, RowsOf,
};
use crate::source::Span;
use crate::syntax::ast;
use crate::types::{Bilingual, Date, Number, Type, Value};

/// The most values that a range stands for.
const MOST_VALUES: i64 = 10_000;

/// A part of the combination: what it is, its keys among the rows, and their names.
type Combined = (CombinedAxis, Vec<ExprId>, Vec<Bilingual>);

impl Builder<'_> {
    pub(super) fn combinations(
        &mut self,
        written: &ast::Combinations,
        span: Span,
    ) -> Option<Check> {
        let rows = self.rows_of(&written.rows)?;
        let noun = noun(&rows);
        let (mut axes, mut keys, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for combined in &written.of {
            let (axis, key, name) = match &combined.range {
                Some((low, high)) => self.range_axis(noun, &combined.what, (low, high))?,
                None => self.combined_axis(noun, &combined.what, span)?,
            };
            axes.push(axis);
            keys.extend(key);
            names.extend(name);
        }
        Some(Check::Combinations(CombinationsCheck {
            axes,
            rows,
            keys,
            names,
            once: written.once,
        }))
    }

    /// A dataset or population that the rows refer to, or a column of the rows.
    fn combined_axis(&mut self, rows: Noun, what: &ast::Expr, span: Span) -> Option<Combined> {
        let scope = [Scope::row(rows, None)];
        let name = last_name(what).unwrap_or_default().to_owned();
        let bare = matches!(what.kind, ast::ExprKind::Name(_));
        let of = if bare { self.peek_noun(&name) } else { None };
        let leads = self.leads_to(&scope, what);
        if let Some(of) = of {
            if let ast::ExprKind::Name(name) = &what.kind {
                self.thing_called(name);
            }
            let filter = of.population.and_then(|p| self.population_filter(p));
            // A column of the dataset's own name says by itself which reference is meant.
            let (left, right) = if leads == Some(Type::Reference(of.dataset)) {
                (
                    self.key_columns(of.dataset, span),
                    vec![self.value(&scope, what, None)],
                )
            } else {
                let ways = self.shared_keys(of.dataset, rows.dataset).len();
                if ways != 1 {
                    let nouns = [of, rows].map(|noun| self.noun_name(noun));
                    let problem =
                        problems::combined_key(self.language(), what.span, &nouns, ways > 1);
                    self.diagnostics.add(problem);
                    return None;
                }
                let shared = self.default_key(of.dataset, rows.dataset, span)?;
                let at = |b: &mut Self, dataset, columns: &[usize]| -> Vec<ExprId> {
                    columns
                        .iter()
                        .map(|c| b.column_at(0, dataset, *c, span))
                        .collect()
                };
                (
                    at(self, of.dataset, &shared.left),
                    at(self, rows.dataset, &shared.right),
                )
            };
            let names = right.iter().map(|id| self.key_name(*id, what)).collect();
            let axis = CombinedAxis {
                kind: AxisKind::Rows(RowsOf {
                    dataset: of.dataset,
                    population: of.population,
                    filter,
                }),
                keys: left,
            };
            return Some((axis, right, names));
        }
        let Some(ty) = leads else {
            let language = self.language();
            let of = self.noun_name(rows);
            let problem = problems::combined_what(language, what.span, &name, &of);
            self.missing(&name, problem);
            return None;
        };
        let value = self.value(&scope, what, None);
        let words = match ty {
            Type::Unknown => return None,
            Type::OneOf(set) => {
                let set = self.model.value_sets.get(set)?;
                let words = set.values.iter().filter_map(|word| word.first());
                Some(words.map(|word| Value::Text(word.clone())).collect())
            }
            Type::Truth => Some(vec![Value::Truth(true), Value::Truth(false)]),
            _ => None,
        };
        let axis = match words {
            Some(words) => CombinedAxis {
                kind: AxisKind::List(words),
                keys: Vec::new(),
            },
            None => CombinedAxis {
                kind: AxisKind::Occurring,
                keys: vec![value],
            },
        };
        let name = self.key_name(value, what);
        Some((axis, vec![value], vec![name]))
    }

    /// What a part of the combination is called.
    fn key_name(&self, id: ExprId, what: &ast::Expr) -> Bilingual {
        if let crate::model::ExprKind::Column {
            dataset, column, ..
        } = self.model.expr(id).kind
            && let Some(column) = self.model.column(dataset, column)
        {
            return column.names.by_language.clone();
        }
        let name = last_name(what).unwrap_or_default().to_owned();
        Bilingual {
            en: Some(name.clone()),
            zh: Some(name),
        }
    }

    /// Every value of a column from one to another.
    fn range_axis(
        &mut self,
        rows: Noun,
        what: &ast::Expr,
        (low, high): (&ast::Expr, &ast::Expr),
    ) -> Option<Combined> {
        let scope = [Scope::row(rows, None)];
        let value = self.value(&scope, what, None);
        let ty = self.type_of(value);
        if ty == Type::Unknown {
            return None;
        }
        let ends = [low, high].map(|end| {
            let id = self.value(&scope, end, Some(&ty));
            (self.must_agree(value, id, what, end)).then(|| self.literal(id).cloned())
        });
        let [Some(from), Some(to)] = ends else {
            return None;
        };
        let values = from.zip(to).and_then(|(from, to)| between(&from, &to));
        let Some(values) = values else {
            let span = low.span.to(high.span);
            let problem = problems::combined_range(self.language(), span);
            self.diagnostics.add(problem);
            return None;
        };
        let axis = CombinedAxis {
            kind: AxisKind::List(values),
            keys: Vec::new(),
        };
        let name = self.key_name(value, what);
        Some((axis, vec![value], vec![name]))
    }

    /// `values of R.x include values of S.y`: keys matched, of which only those on the right are asked for.
    pub(super) fn sets(&mut self, written: &ast::Sets, span: Span) -> Option<Check> {
        let sides = [&written.left, &written.right];
        fn by(side: &ast::ValuesOf) -> Option<&[ast::Expr]> {
            side.by.as_ref().map(|key| key.first.as_slice())
        }
        let width = |by: Option<&[ast::Expr]>| by.map_or(0, <[_]>::len);
        let (left_by, right_by) = (by(sides[0]), by(sides[1]));
        if left_by.is_some() && right_by.is_some() && width(left_by) != width(right_by) {
            self.diagnostics
                .add(problems::sets_key(self.language(), span));
            return None;
        }
        let mut sources = Vec::new();
        let mut key_names = Vec::new();
        for side in sides {
            let rows = self.rows_of(&side.rows)?;
            let noun = noun(&rows);
            let scope = [Scope::row(noun, rows.filter)];
            let mut key = Vec::new();
            let by = by(side).or(left_by).or(right_by).unwrap_or_default();
            for part in by.iter().chain([&side.value]) {
                let id = self.value(&scope, part, None);
                if self.type_of(id) == Type::Unknown {
                    return None;
                }
                key.push(id);
                if sources.is_empty() {
                    key_names.push(self.key_name(id, part));
                }
            }
            sources.push(MatchSource {
                rows,
                key,
                second: Vec::new(),
                key_is_unique: false,
                explained: None,
            });
        }
        let [left, right] = sources.as_slice() else {
            return None;
        };
        for (inner, outer) in left.key.iter().zip(&right.key) {
            if !self.key_types_agree(*inner, *outer, written.right.value.span) {
                return None;
            }
        }
        let part = |source: usize, judged: bool| Part {
            kind: PartKind::NotIn(source),
            judged,
            severity: None,
            owners: Vec::new(),
            message: Bilingual::default(),
        };
        Some(Check::Match(MatchCheck {
            sources,
            key_names,
            second_names: Vec::new(),
            compared: Vec::new(),
            parts: vec![part(0, true), part(1, written.same)],
            led_by: (!written.same).then_some(1),
            of_values: true,
        }))
    }
}

fn noun(rows: &RowsOf) -> Noun {
    Noun {
        dataset: rows.dataset,
        population: rows.population,
    }
}

/// All values between two, both included: whole numbers, days, or months written `2020-03`.
fn between(from: &Value, to: &Value) -> Option<Vec<Value>> {
    let list = |from: i64, to: i64, value: &dyn Fn(i64) -> Option<Value>| {
        let fits = from <= to && to - from < MOST_VALUES;
        fits.then(|| (from..=to).filter_map(value).collect())
    };
    match (from, to) {
        (Value::Number(from), Value::Number(to)) => {
            let number = |n| Some(Value::Number(Number::integer(n)));
            list(from.mantissa(0)?, to.mantissa(0)?, &number)
        }
        (Value::Date(from), Value::Date(to)) => {
            let day = |n| Some(Value::Date(Date(i32::try_from(n).ok()?)));
            list(i64::from(from.0), i64::from(to.0), &day)
        }
        (Value::Text(from), Value::Text(to)) => {
            let text = |n: i64| {
                let month = format!("{:04}-{:02}", n.div_euclid(12), n.rem_euclid(12) + 1);
                Some(Value::Text(month))
            };
            list(month(from)?, month(to)?, &text)
        }
        _ => None,
    }
}

/// The number of a month written `2020-03`.
fn month(text: &str) -> Option<i64> {
    let (year, month) = text.split_once('-')?;
    let is_written = year.len() == 4 && month.len() == 2;
    let (year, month): (i64, i64) = (year.parse().ok()?, month.parse().ok()?);
    (is_written && (1..=12).contains(&month)).then(|| year * 12 + month - 1)
}
