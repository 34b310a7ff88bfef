//! The lines of an item that people answer.

use super::{Builder, Node, Workshop, keyword};
use crate::syntax::ast::{
    AnswerVerdict, AnswerWord, Ask, EachOf, Expr, ExprKind, Item, Name, Person, Rows, Sample,
};
use crate::syntax::layout::Clause;
use crate::syntax::parser::Rule;

impl Workshop<'_> {
    /// A line that begins with one of these words; `false` for any other.
    pub(super) fn person_clause(&mut self, item: &mut Item, clause: &Clause, word: &str) -> bool {
        let person = &mut item.person;
        match word {
            "ask" => {
                person.asks = true;
                person.ask = self.clause(clause, Rule::ask_line, |b, n| b.ask(&n));
                if let Some(ask) = &person.ask {
                    self.note_languages(&ask.question);
                }
            }
            "sample" => {
                person.sample = self.clause(clause, Rule::sample_line, |b, n| b.sample(&n));
            }
            "answers" => {
                let built = self.clause(clause, Rule::answers_line, |b, n| b.answers(&n));
                person.answers = built.unwrap_or_default();
            }
            "evidence" => {
                let built = self.clause(clause, Rule::evidence_line, |b, n| {
                    let kinds = n.into_inner().filter(|n| n.as_rule() == Rule::said);
                    Some(kinds.map(|kind| b.spellings(&kind)).collect())
                });
                person.evidence = built.unwrap_or_default();
            }
            "valid for" => {
                person.valid_for = self.clause(clause, Rule::valid_line, |b, n| {
                    b.size(&n.into_inner().next()?)
                });
            }
            _ => return false,
        }
        person.span.get_or_insert(clause.span);
        true
    }
}

impl Person {
    /// Whether a line was meant to say whom a person is asked about, so that no sentence is missed.
    pub(super) fn is_there(&self) -> bool {
        self.span.is_some()
    }
}

impl Builder<'_, '_> {
    fn ask(&mut self, node: &Node<'_>) -> Option<Ask> {
        let mut inner = node.clone().into_inner();
        let question = self.title(&inner.next()?)?;
        let of = match inner.find(|n| n.as_rule() == Rule::rows) {
            Some(rows) => Some(self.rows(&rows)?),
            None => None,
        };
        Some(Ask {
            question,
            of,
            span: self.span(node),
        })
    }

    fn sample(&mut self, node: &Node<'_>) -> Option<Sample> {
        let (mut size, mut of, mut per, mut seed) = (None, None, Vec::new(), None);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::size => size = Some(self.size(&part)?),
                Rule::rows => of = Some(self.rows(&part)?),
                Rule::per => per = self.per(&part)?,
                Rule::text => seed = self.quoted(&part),
                _ => {}
            }
        }
        Some(Sample {
            size: size?,
            of: of?,
            per,
            seed: seed?,
            span: self.span(node),
        })
    }

    /// A number with its unit, or the name of a setting.
    fn size(&mut self, node: &Node<'_>) -> Option<Expr> {
        let part = node.clone().into_inner().next()?;
        let kind = match part.as_rule() {
            Rule::number => {
                let (number, unit) = self.number(&part)?;
                ExprKind::Number(number, unit)
            }
            _ => ExprKind::Name(self.name(&part)?),
        };
        Some(Expr {
            kind,
            span: self.span(&part),
        })
    }

    fn answers(&mut self, node: &Node<'_>) -> Option<Vec<AnswerWord>> {
        let answers = node.clone().into_inner();
        let answers = answers.filter(|n| n.as_rule() == Rule::answer);
        answers
            .map(|answer| {
                let mut inner = answer.into_inner();
                Some(AnswerWord {
                    spellings: self.spellings(&inner.next()?),
                    verdict: match keyword(&inner.next()?) {
                        "met" => AnswerVerdict::Met,
                        "not met" => AnswerVerdict::NotMet,
                        _ => AnswerVerdict::CannotTell,
                    },
                })
            })
            .collect()
    }

    /// `has each of "A", "B" in R by K`
    pub(super) fn has_each(&mut self, node: &Node<'_>) -> Option<ExprKind> {
        let mut name: Option<Name> = None;
        let (mut values, mut by, mut filter) = (Vec::new(), None, None);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::values => values = self.values(&part)?,
                Rule::name => name = Some(self.name(&part)?),
                Rule::key => by = Some(self.key(&part)?),
                Rule::r#where => filter = Some(Box::new(self.condition(&part)?)),
                _ => {}
            }
        }
        Some(ExprKind::HasEach(Box::new(EachOf {
            values,
            of: Rows {
                name: name?,
                filter,
            },
            by,
        })))
    }
}
