//! Source documents and the lines of their declarations.

use super::declarations::Once;
use super::{Builder, Node, Workshop};
use crate::syntax::ast::{ClauseDates, Name, Source};
use crate::syntax::layout::{Clause, ClauseKind, RawDeclaration};
use crate::syntax::parser::Rule;
use crate::types::Date;

impl Workshop<'_> {
    pub(super) fn source(&mut self, raw: &RawDeclaration) -> Option<Source> {
        let (names, title) = self.names_and_title(raw)?;
        let mut source = Source {
            names,
            title,
            issuer: None,
            number: None,
            date: None,
            in_force: None,
            clauses: Vec::new(),
            replaces: Vec::new(),
            replaced_by: Vec::new(),
        };
        let mut once = Once { seen: Vec::new() };
        for clause in &raw.clauses {
            let ClauseKind::Word(word) = clause.kind else {
                continue;
            };
            match word {
                "clause" => {
                    let dates = self.clause(clause, Rule::clause_dates, |b, n| b.clause_dates(&n));
                    source.clauses.extend(dates);
                    continue;
                }
                "replaces" => {
                    source.replaces.extend(self.documents(clause));
                    continue;
                }
                "replaced by" => {
                    source.replaced_by.extend(self.documents(clause));
                    continue;
                }
                _ => {}
            }
            if !once.first(self, clause, word) {
                continue;
            }
            match word {
                "issuer" => source.issuer = self.title_line(clause),
                "number" => {
                    source.number = self.clause(clause, Rule::text_line, |b, n| {
                        b.quoted(&n.into_inner().next()?)
                    });
                }
                "date" => {
                    source.date = self.clause(clause, Rule::date_line, |b, n| {
                        b.date(&n.into_inner().next()?)
                    })
                }
                _ => {
                    source.in_force = self.clause(clause, Rule::dates_line, |b, n| b.days_of(&n));
                }
            }
        }
        Some(source)
    }

    /// The names of other documents.
    fn documents(&mut self, clause: &Clause) -> Vec<Name> {
        let names = self.clause(clause, Rule::names_line, |b, n| Some(b.names_in(&n)));
        names.unwrap_or_default()
    }
}

impl Builder<'_, '_> {
    fn clause_dates(&mut self, node: &Node<'_>) -> Option<ClauseDates> {
        let paths = node.clone().into_inner();
        let paths = paths.filter(|part| part.as_rule() == Rule::path);
        Some(ClauseDates {
            paths: paths
                .filter_map(|part| Some((self.path(&part)?, self.span(&part))))
                .collect(),
            in_force: self.days_of(node)?,
            span: self.span(node),
        })
    }

    /// The first day in a line, and the last one, where the line has it.
    fn days_of(&mut self, node: &Node<'_>) -> Option<(Date, Option<Date>)> {
        let days = node.clone().into_inner();
        let days = days.filter(|part| part.as_rule() == Rule::date);
        let mut days = days.filter_map(|part| self.date(&part));
        let first = days.next()?;
        Some((first, days.next()))
    }
}
