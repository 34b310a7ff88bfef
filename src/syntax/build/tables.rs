//! Decision tables: their rows and cells.

use super::expressions::compare_op;
use super::{Builder, Node, Workshop, keyword};
use crate::source::Span;
use crate::syntax::ast::{Name, Table, TableCell, TableRow};
use crate::syntax::layout::{Clause, ClauseKind, RawDeclaration};
use crate::syntax::parser::Rule;
use crate::syntax::problems;
use crate::syntax::spelling::{Token, TokenKind};

impl Workshop<'_> {
    pub(super) fn table(&mut self, raw: &RawDeclaration) -> Option<Table> {
        let (names, title) = self.names_and_title(raw)?;
        let mut table = Table {
            names,
            title,
            cites: Vec::new(),
            header: Vec::new(),
            rows: Vec::new(),
        };
        let mut header_broken = false;
        for clause in &raw.clauses {
            if matches!(clause.kind, ClauseKind::Word(_)) {
                table.cites.extend(self.cites(clause));
            } else if clause.broken {
                header_broken |= table.header.is_empty();
                self.remember_names(&clause.tokens);
            } else if header_broken {
                // Without its header a row has no width to keep to; the header was reported.
                self.remember_names(&clause.tokens);
            } else if table.header.is_empty() {
                table.header = self.header_row(clause).unwrap_or_default();
                header_broken = table.header.is_empty();
            } else {
                let width = table.header.len();
                table.rows.extend(self.table_row(clause, width));
            }
        }
        if table.header.is_empty() && !header_broken {
            let name = table.names.all.first()?;
            self.diagnostics
                .add(problems::no_rows(self.language, name.span, &name.text));
        }
        Some(table)
    }

    fn header_row(&mut self, clause: &Clause) -> Option<Vec<Name>> {
        let cells: Vec<_> = cells(&clause.tokens, clause.span).collect();
        if cells.len() < 2 {
            self.diagnostics
                .add(problems::narrow_header(self.language, clause.span));
            return None;
        }
        let names = cells.into_iter().map(|(tokens, span)| {
            self.tokens(tokens, span, Rule::header_cell, |b, n| b.names_in(&n).pop())
        });
        names.collect()
    }

    fn table_row(&mut self, clause: &Clause, width: usize) -> Option<TableRow> {
        let tokens = with_no_as_a_word(&clause.tokens);
        let mut cells: Vec<_> = cells(&tokens, clause.span).collect();
        if cells.len() != width {
            let diagnostic = problems::table_width(self.language, clause.span, cells.len(), width);
            self.diagnostics.add(diagnostic);
            self.remember_names(&clause.tokens);
            return None;
        }
        let (result, span) = cells.pop()?;
        let result = self.tokens(result, span, Rule::result_cell, |b, n| {
            b.expression(&n.into_inner().next()?)
        });
        let mut conditions = Vec::new();
        for (tokens, span) in cells {
            conditions.push(self.tokens(tokens, span, Rule::cell, |b, n| b.cell(&n)));
        }
        Some(TableRow {
            conditions: conditions.into_iter().collect::<Option<_>>()?,
            result: result?,
            span: clause.span,
        })
    }
}

/// The tokens of a row with `no` as a word where it stands alone in a cell or list: there it is an answer, not `no` as in `no row`.
fn with_no_as_a_word(tokens: &[Token]) -> Vec<Token> {
    let ends = |token: Option<&Token>| {
        token.is_none_or(|token| matches!(token.kind, TokenKind::Symbol("|" | ",")))
    };
    let alone = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        ends(before) && ends(tokens.get(at + 1))
    };
    let all = tokens
        .iter()
        .enumerate()
        .map(|(at, token)| match token.kind {
            TokenKind::Keyword("no") if alone(at) => Token {
                kind: TokenKind::Name("no".to_owned()),
                span: token.span,
            },
            _ => token.clone(),
        });
    all.collect()
}

/// The cells of a table row, with their places.
fn cells(tokens: &[Token], line: Span) -> impl Iterator<Item = (&[Token], Span)> {
    let is_bar = |token: &Token| token.kind == TokenKind::Symbol("|");
    tokens.split(is_bar).map(move |tokens| match tokens {
        [first, .., last] => (tokens, first.span.to(last.span)),
        [only] => (tokens, only.span),
        [] => (tokens, line),
    })
}

impl Builder<'_, '_> {
    fn cell(&mut self, node: &Node<'_>) -> Option<TableCell> {
        let parts: Vec<_> = node
            .clone()
            .into_inner()
            .filter(|n| n.as_rule() != Rule::EOI)
            .collect();
        Some(match parts.as_slice() {
            [only] => match only.as_rule() {
                Rule::anything => TableCell::Any,
                Rule::other => TableCell::Other,
                Rule::cell_compare => {
                    let value = self.expression(&only.clone().into_inner().next()?)?;
                    TableCell::Compare(compare_op(keyword(only))?, value)
                }
                Rule::between => {
                    let mut ends = only.clone().into_inner();
                    let low = self.expression(&ends.next()?)?;
                    TableCell::Range(low, self.expression(&ends.next()?)?)
                }
                _ => TableCell::OneOf(self.values(only)?),
            },
            [low, high] => TableCell::Range(self.expression(low)?, self.expression(high)?),
            _ => return None,
        })
    }
}
