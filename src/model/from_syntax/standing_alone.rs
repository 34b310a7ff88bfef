//! What stands where something else was meant: a column alone beside a comparison, rows beside a span of days.
//!
//! In comes the sentence as written; out comes at most one error whose help is the whole condition to write instead.

use super::Builder;
use super::scope::Scope;
use super::{problems, problems_of_values};
use crate::model::ExprId;
use crate::source::Span;
use crate::syntax::ast::{CellState, Expr, ExprKind, Name, Quantity};
use crate::types::{Language, Type};

impl Builder<'_> {
    /// `must have A and B after D`: whether A is compared too, or only given, nobody can tell.
    pub(super) fn refuse_column_alone(
        &mut self,
        scopes: &[Scope],
        parts: &[Expr],
        joining: (&str, &str),
    ) {
        for pair in parts.windows(2) {
            let [before, behind] = pair else { continue };
            let (Some(alone), behind) = (alone(last(before)), first(behind)) else {
                continue;
            };
            let Some((left, compared)) = compared(behind) else {
                continue;
            };
            let types = self.own_type(scopes, &alone.text);
            if types.is_none() || types != self.own_type(scopes, &compared.text) {
                continue;
            }
            let language = self.language();
            let test = self.files.slice(Span {
                start: left.end,
                ..behind.span
            });
            let problem = problems_of_values::column_alone(
                language,
                (alone.span, &alone.text),
                (behind.span, &compared.text, test.trim()),
                language.pick(joining.0, joining.1),
            );
            self.diagnostics.add(problem);
        }
    }

    fn own_type(&self, scopes: &[Scope], column: &str) -> Option<Type> {
        let noun = scopes.last()?.noun()?;
        let number = self.column(noun.dataset, column)?;
        let column = self.model.datasets.get(noun.dataset)?.columns.get(number)?;
        Some(column.kind.clone())
    }

    /// `have a visit within 7 days of D`: the whole sentence, where the rows have one date only.
    pub(super) fn rows_within_days(
        &mut self,
        scopes: &[Scope],
        (rows, within, anchor): (&Expr, Option<&Expr>, &Expr),
        span: Span,
    ) -> Option<String> {
        let ExprKind::Name(name) = &rows.kind else {
            return None;
        };
        if self.own_type(scopes, &name.text).is_some() {
            return None;
        }
        let noun = self.peek_noun(&name.text)?;
        let language = self.language();
        let columns = self.model.datasets.get(noun.dataset)?.columns.iter();
        let mut days = columns.filter(|column| column.kind == Type::Date);
        let (Some(day), None) = (days.next(), days.next()) else {
            return None;
        };
        let day = day.names.show(language).to_owned();
        let of = scopes.last().and_then(Scope::noun);
        let outer = match (&anchor.kind, of) {
            (ExprKind::Name(column), Some(of)) if self.own_type(scopes, &column.text).is_some() => {
                format!("{}.", self.noun_name(of))
            }
            _ => String::new(),
        };
        let anchor_text = self.files.slice(anchor.span);
        let test = match within {
            Some(within) => {
                let within = self.files.slice(within.span);
                match language {
                    Language::En => format!("within {within} after {outer}{anchor_text}"),
                    Language::Zh => format!("在 {outer}{anchor_text} 后 {within} 内"),
                }
            }
            None => {
                let before = self.files.slice(Span {
                    start: rows.span.end,
                    end: anchor.span.start,
                    ..span
                });
                let behind = self.files.slice(Span {
                    start: anchor.span.end,
                    ..span
                });
                format!("{}{outer}{anchor_text}{behind}", before.trim_start())
            }
        };
        let name = &name.text;
        Some(match language {
            Language::En => {
                let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']);
                let article = if vowel { "an" } else { "a" };
                format!("must have {article} {name} where {day} {test}")
            }
            Language::Zh => format!("应有 {name} 其中 {day} {test}"),
        })
    }

    /// Rows where a value is needed, and the whole sentence that was meant.
    pub(super) fn rows_stand_there(&mut self, rows: &Expr, instead: &str) -> ExprId {
        let language = self.language();
        let name = self.files.slice(rows.span);
        let problem = problems::rows_as_value(language, rows.span, name);
        let problem = problem.help(match language {
            Language::En => format!("write `{instead}`"),
            Language::Zh => format!("写 `{instead}`"),
        });
        self.diagnostics.add(problem);
        self.unknown(rows.span)
    }
}

/// The column that `has a C` asks for, where nothing else is said of it.
fn alone(part: &Expr) -> Option<&Name> {
    let ExprKind::Has(relation) = &part.kind else {
        return None;
    };
    let plain = matches!(relation.quantity, Quantity::Some)
        && !relation.named
        && relation.by.is_none()
        && relation.of.filter.is_none();
    plain.then_some(&relation.of.name)
}

/// The column that a part begins with and compares. What is in brackets is by itself.
fn compared(part: &Expr) -> Option<(Span, &Name)> {
    let mut left = part;
    loop {
        left = match &left.kind {
            ExprKind::Name(name) => {
                let begins = left.span.start == part.span.start && left.span != part.span;
                return begins.then_some((left.span, name));
            }
            ExprKind::Compare(of, ..)
            | ExprKind::Between(of, ..)
            | ExprKind::OneOf(of, _)
            | ExprKind::Matches(of, ..)
            | ExprKind::Near(of, ..)
            | ExprKind::InTerm(of, _)
            | ExprKind::InStage(of, _)
            | ExprKind::State(of, CellState::Blank | CellState::Unreadable)
            | ExprKind::Not(of) => of,
            ExprKind::DateWindow(window) => &window.day,
            _ => return None,
        };
    }
}

fn first(part: &Expr) -> &Expr {
    match &part.kind {
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.first().map_or(part, first),
        _ => part,
    }
}

fn last(part: &Expr) -> &Expr {
    match &part.kind {
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.last().map_or(part, last),
        _ => part,
    }
}
