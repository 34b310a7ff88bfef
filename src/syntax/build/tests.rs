//! Tests of items: their tables, and what they expect.

use super::{Builder, Node, Workshop, keyword};
use crate::source::Span;
use crate::syntax::ast::{
    Expectation, Expected, ExpectedOutcome, ExpectedPart, ExpectedSubject, ExpectedVerdict,
    FIXED_PARTS, Name, SubjectName, Test, TestTable, TestTableOf,
};
use crate::syntax::layout::{Clause, ClauseKind, RawDeclaration};
use crate::syntax::parser::Rule;
use crate::syntax::problems;
use crate::syntax::spelling::{Token, TokenKind, folded};

impl Workshop<'_> {
    pub(super) fn test(&mut self, raw: &RawDeclaration) -> Option<Test> {
        let title = self.title_line(&raw.head)?;
        let mut test = Test {
            title,
            as_of: None,
            settings: Vec::new(),
            given: Vec::new(),
            expect: Vec::new(),
            span: raw.span,
        };
        let mut day_seen = false;
        let mut expectations = 0;
        // Whether the rows that follow have a table to belong to.
        let mut header_broken = false;
        for clause in &raw.clauses {
            match clause.kind {
                ClauseKind::Word("on day") => {
                    if day_seen {
                        self.diagnostics.add(problems::repeated_clause(
                            self.language,
                            clause.span,
                            "on day",
                        ));
                        continue;
                    }
                    day_seen = true;
                    test.as_of = self.clause(clause, Rule::date_line, |b, n| {
                        b.date(&n.into_inner().next()?)
                    });
                }
                ClauseKind::Word("set") => {
                    let set = self.clause(clause, Rule::set_line, |b, n| {
                        let mut inner = n.into_inner();
                        let name = b.name(&inner.next()?)?;
                        Some((name, b.expression(&inner.next()?)?))
                    });
                    test.settings.extend(set);
                }
                ClauseKind::Word("given rows") => {
                    let dataset =
                        self.clause(clause, Rule::given_line, |b, n| b.names_in(&n).pop());
                    header_broken = dataset.is_none();
                    test.given
                        .extend(dataset.map(|name| table_of(TestTableOf::Dataset(name))));
                }
                ClauseKind::Word("given answers") => {
                    let bare = self.clause(clause, Rule::end_line, |_, _| Some(()));
                    header_broken = bare.is_none();
                    let table = table_of(TestTableOf::Answers(clause.span));
                    test.given.extend(bare.map(|()| table));
                }
                ClauseKind::Word(_) => {
                    expectations += 1;
                    let expectation =
                        self.clause(clause, Rule::expect_line, |b, n| b.expectation(&n));
                    test.expect.extend(expectation);
                }
                _ if clause.broken || header_broken => {
                    header_broken |= test.given.last().is_some_and(|t| t.header.is_empty());
                }
                _ => self.test_row(test.given.last_mut(), clause),
            }
        }
        for table in test.given.iter().filter(|table| table.header.is_empty()) {
            if !header_broken {
                let diagnostic = problems::no_test_rows(self.language, &table.of);
                self.diagnostics.add(diagnostic);
            }
        }
        if expectations == 0 {
            let diagnostic = problems::no_expectation(self.language, raw.header_span);
            self.diagnostics.add(diagnostic);
        }
        Some(test)
    }

    fn test_row(&mut self, table: Option<&mut TestTable>, clause: &Clause) {
        let Some(table) = table else { return };
        let cells = clause.tokens.iter().filter_map(|token| match &token.kind {
            TokenKind::Text(text) => Some((text.clone(), token.span)),
            _ => None,
        });
        if table.header.is_empty() {
            let name = |(text, span): (String, _)| Name {
                text: folded(text.trim_matches(['[', ']', '【', '】'])),
                span,
            };
            table.header = cells.map(name).collect();
            return;
        }
        let (cells, spans): (Vec<String>, Vec<Span>) = cells.unzip();
        if cells.len() == table.header.len() {
            table.rows.push(cells);
            table.row_spans.push(clause.span);
            table.cell_spans.push(spans);
        } else {
            let (found, wanted) = (cells.len(), table.header.len());
            let diagnostic = problems::test_width(self.language, clause.span, found, wanted);
            self.diagnostics.add(diagnostic);
        }
    }
}

impl Builder<'_, '_> {
    fn expectation(&mut self, node: &Node<'_>) -> Option<Expectation> {
        let mut inner = node.clone().into_inner();
        let mut names = self.names_in(&inner.next()?);
        let item = names.pop()?;
        let what = inner.next()?;
        let what = match what.as_rule() {
            Rule::finds_nothing => Expected::Nothing,
            Rule::expected_outcome => Expected::Outcome(outcome(keyword(&what))?),
            _ => {
                let subjects = inner.filter(|n| n.as_rule() == Rule::expected_subject);
                let subjects = subjects.map(|n| self.expected_subject(&n));
                Expected::Subjects(verdict(keyword(&what))?, subjects.collect::<Option<_>>()?)
            }
        };
        Some(Expectation {
            checklist: names.pop(),
            item,
            what,
            span: self.span(node),
        })
    }

    fn expected_subject(&mut self, node: &Node<'_>) -> Option<ExpectedSubject> {
        let mut keys = Vec::new();
        let mut row = None;
        let mut part = None;
        for inner in node.clone().into_inner() {
            match inner.as_rule() {
                Rule::subject_row => {
                    let number = self.name(&inner.clone().into_inner().next()?)?;
                    let Ok(number) = number.text.parse::<u64>() else {
                        let problem = problems::row_number(self.shop.language, number.span);
                        self.report(problem);
                        return None;
                    };
                    row = Some(number);
                }
                Rule::subject_key => {
                    let tokens = self.canonical.tokens_of(&inner);
                    keys.push(match tokens {
                        [token] => match &token.kind {
                            TokenKind::Name(name) if numbered_row(name).is_some() => {
                                row = numbered_row(name);
                                continue;
                            }
                            TokenKind::Text(text) | TokenKind::Name(text) => text.clone(),
                            _ => return None,
                        },
                        _ => self.text_of(self.span(&inner)).to_owned(),
                    });
                }
                _ => part = Some(self.expected_part(&inner)?),
            }
        }
        Some(ExpectedSubject {
            which: row.map_or(SubjectName::Key(keys), SubjectName::Row),
            part,
            span: self.span(node),
        })
    }

    /// A word or a text as a name.
    fn name_of(&self, token: &Token) -> Option<Name> {
        let (TokenKind::Name(text) | TokenKind::Text(text)) = &token.kind else {
            return None;
        };
        Some(Name {
            text: text.clone(),
            span: token.span,
        })
    }

    fn expected_part(&mut self, node: &Node<'_>) -> Option<ExpectedPart> {
        let inner = node.clone().into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::fixed_part => {
                let word = keyword(&inner);
                let (word, _) = FIXED_PARTS.into_iter().find(|part| part.0 == word)?;
                let tokens = self.canonical.tokens_of(&inner);
                match tokens {
                    [_, _, recipient] => ExpectedPart::Toward(word, self.name_of(recipient)?),
                    _ => ExpectedPart::Fixed(word),
                }
            }
            Rule::part => ExpectedPart::Of(self.part_name(&inner)?),
            _ => ExpectedPart::Column(self.name(&inner)?),
        })
    }
}

/// 第2行: the number of a row, as it is also said.
fn numbered_row(name: &str) -> Option<u64> {
    let number = name.strip_prefix('第')?;
    number.strip_suffix(['行', '条'])?.parse().ok()
}

fn table_of(of: TestTableOf) -> TestTable {
    TestTable {
        of,
        header: Vec::new(),
        rows: Vec::new(),
        row_spans: Vec::new(),
        cell_spans: Vec::new(),
    }
}

fn outcome(keyword: &str) -> Option<ExpectedOutcome> {
    Some(match keyword {
        "is met" => ExpectedOutcome::Met,
        "is not met" => ExpectedOutcome::NotMet,
        "is cannot tell" => ExpectedOutcome::CannotTell,
        "is awaiting" => ExpectedOutcome::Awaiting,
        "is nothing to judge" => ExpectedOutcome::NothingToJudge,
        _ => return None,
    })
}

fn verdict(keyword: &str) -> Option<ExpectedVerdict> {
    Some(match keyword {
        "finds" => ExpectedVerdict::Finds,
        "cannot tell" => ExpectedVerdict::CannotTell,
        "excuses" => ExpectedVerdict::Excuses,
        "awaits" => ExpectedVerdict::Awaits,
        "passes" => ExpectedVerdict::Passes,
        "does not apply to" => ExpectedVerdict::DoesNotApplyTo,
        _ => return None,
    })
}
