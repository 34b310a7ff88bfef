//! Items that people answer: whom they are asked about, the words of answers, samples; and partners of each of several kinds.

use super::Builder;
use super::bounds::Bounds;
use super::declarations::text;
use super::names::Noun;
use super::scope::Scope;
use super::{problems, problems_of_people};
use crate::model::{
    Amount, AmountOf, AnswerWord, Check, Clause, ExprId, ExprKind, Person, RowsCheck, Sample,
    SubjectKind, WholeCheck,
};
use crate::source::Span;
use crate::syntax::ast::{self, AnswerVerdict, CompareOp, Quantity};
use crate::types::{Type, Unit, Value};

impl Builder<'_> {
    /// What an item checks, and what it asks of people.
    pub(super) fn check_and_person(&mut self, item: &ast::Item) -> Option<(Check, Option<Person>)> {
        let language = self.language();
        let written = &item.person;
        let Some(line) = written.span else {
            let check = self.check(item.sentence.as_ref()?)?;
            return Some((check, None));
        };
        // A question that could not be read was reported.
        let Some(ask) = &written.ask else {
            if !written.asks {
                let problem = problems_of_people::no_question(language, line);
                self.diagnostics.add(problem);
            }
            return None;
        };
        let twice = match (&item.sentence, &written.sample, &ask.of) {
            (Some(_), Some(sample), _) => Some(sample.span),
            (Some(_), None, Some(of)) | (None, Some(_), Some(of)) => Some(of.name.span),
            _ => None,
        };
        if let Some(span) = twice {
            let problem = problems_of_people::asked_twice(language, span);
            self.diagnostics.add(problem);
            return None;
        }
        let (check, asked) = match (&item.sentence, &written.sample) {
            (Some(sentence), _) => (self.check(sentence)?, sentence.span),
            (None, Some(sample)) => (self.frame(&sample.of)?, sample.of.name.span),
            (None, None) => match &ask.of {
                Some(of) => (self.asked_rows(of)?, of.name.span),
                None => (self.asked_whole(ask.span), ask.span),
            },
        };
        if let (Check::Match(_) | Check::Duty(_) | Check::Combinations(_), Some(sentence)) =
            (&check, &item.sentence)
        {
            let problem = problems_of_people::asked_of_no_row(language, ask.span, sentence.span);
            self.diagnostics.add(problem);
            return None;
        }
        if let Check::Rows(rows) = &check {
            let declared = self.model.datasets.get(rows.dataset)?;
            if declared.key.is_empty() {
                let name = declared.names.show(language).to_owned();
                let place = declared.span;
                let problem = problems_of_people::asked_without_key(language, asked, &name, place);
                self.diagnostics.add(problem);
                return None;
            }
        }
        let sample = match &written.sample {
            Some(sample) => Some(self.sample(sample, &check)?),
            None => None,
        };
        let valid_for = match &written.valid_for {
            Some(written) => Some(self.amount(written, AmountOf::Validity)?),
            None => None,
        };
        let person = Person {
            question: text(Some(&ask.question)),
            answers: self.answer_words(&written.answers),
            evidence: (written.evidence.iter())
                .map(|kind| kind.iter().map(|name| name.text.clone()).collect())
                .collect(),
            valid_for,
            sample,
            hybrid: item.sentence.is_some(),
        };
        Some((check, Some(person)))
    }

    /// `ask "…" of P where C`: C says to whom it applies.
    fn asked_rows(&mut self, of: &ast::Rows) -> Option<Check> {
        let noun = self.noun(&of.name)?;
        let member = noun.population.and_then(|p| self.population_filter(p));
        let scope = [Scope::row(noun, member)];
        let applies = of.filter.as_deref().map(|f| self.condition(&scope, f));
        Some(rows_check(noun, member, applies))
    }

    /// The frame of a sample: its members are those that the condition takes.
    fn frame(&mut self, of: &ast::Rows) -> Option<Check> {
        let rows = self.rows_of(of)?;
        let noun = Noun {
            dataset: rows.dataset,
            population: rows.population,
        };
        Some(rows_check(noun, rows.filter, None))
    }

    /// A question about everything together.
    fn asked_whole(&mut self, span: Span) -> Check {
        let must = self.add(ExprKind::Value(Value::Truth(true)), Type::Truth, span);
        Check::Whole(WholeCheck {
            applies: None,
            must: Clause {
                must,
                actual: None,
                expected: None,
            },
        })
    }

    fn sample(&mut self, written: &ast::Sample, check: &Check) -> Option<Sample> {
        let Check::Rows(rows) = check else {
            return None;
        };
        let noun = Noun {
            dataset: rows.dataset,
            population: rows.population,
        };
        let strata = self.group_key(noun, &written.per)?;
        let strata_names = (written.per.iter())
            .map(|per| self.stratum_name(noun, per))
            .collect();
        Some(Sample {
            size: self.amount(&written.size, AmountOf::SampleSize)?,
            strata,
            strata_names,
            seed: written.seed.text.clone(),
        })
    }

    /// The share of subjects that may fail: a number, or a setting.
    pub(super) fn tolerated(&mut self, written: &ast::Expr) -> Option<Amount> {
        if let ast::ExprKind::Number(share, _) = written.kind {
            self.number_within(share, written.span, Bounds::Tolerated);
            return Some(Amount::Number(share, Some(Unit::Percent)));
        }
        let id = self.value(&[], written, None);
        let what = self.language().pick("tolerating", "容许");
        if !self.operand_must_be(id, &Type::Percent, what) {
            return None;
        }
        let ExprKind::Setting(setting) = self.model.expr(id).kind else {
            if self.type_of(id) != Type::Unknown {
                let problem =
                    problems_of_people::amount(self.language(), written.span, AmountOf::Tolerated);
                self.diagnostics.add(problem);
            }
            return None;
        };
        self.setting_holds(setting, AmountOf::Tolerated);
        Some(Amount::Setting(setting))
    }

    /// Whether the value that a checklist gives a setting can be the amount that an item takes it for.
    fn setting_holds(&mut self, setting: usize, of: AmountOf) {
        let Some(setting) = self.model.settings.get(setting) else {
            return;
        };
        let share = setting.kind == Type::Percent;
        if let (Some(Value::Number(number)), Some(span)) = (&setting.value, setting.value_span)
            && !of.holds(*number, share)
        {
            let problem = problems_of_people::amount(self.language(), span, of);
            self.diagnostics.add(problem);
        }
    }

    /// A number or a setting that says how many, or how long.
    fn amount(&mut self, written: &ast::Expr, wanted: AmountOf) -> Option<Amount> {
        let language = self.language();
        let (amount, fits) = match &written.kind {
            ast::ExprKind::Number(number, unit) => {
                let fits = match wanted {
                    AmountOf::Validity => {
                        matches!(unit, Some(Unit::Days | Unit::Months | Unit::Years))
                    }
                    _ => matches!(unit, None | Some(Unit::Percent)),
                };
                let share = *unit == Some(Unit::Percent);
                let fits = fits && wanted.holds(*number, share);
                (Amount::Number(*number, *unit), fits)
            }
            _ => {
                let id = self.value(&[], written, None);
                let ExprKind::Setting(setting) = self.model.expr(id).kind else {
                    return None;
                };
                let ty = self.type_of(id);
                let fits = match wanted {
                    AmountOf::Validity => matches!(ty, Type::Days | Type::Months),
                    _ => matches!(ty, Type::Integer | Type::Number | Type::Percent),
                };
                if fits {
                    self.setting_holds(setting, wanted);
                }
                (Amount::Setting(setting), fits || ty == Type::Unknown)
            }
        };
        if !fits {
            let problem = problems_of_people::amount(language, written.span, wanted);
            self.diagnostics.add(problem);
            return None;
        }
        Some(amount)
    }

    fn answer_words(&mut self, written: &[ast::AnswerWord]) -> Vec<AnswerWord> {
        if written.is_empty() {
            let word = |spellings: [&str; 2], verdict| AnswerWord {
                spellings: spellings.map(str::to_owned).to_vec(),
                verdict,
            };
            return vec![
                word(["yes", "是"], AnswerVerdict::Met),
                word(["no", "否"], AnswerVerdict::NotMet),
            ];
        }
        let language = self.language();
        let mut seen: Vec<&ast::Name> = Vec::new();
        for name in written.iter().flat_map(|word| &word.spellings) {
            if let Some(first) = seen.iter().find(|other| other.text == name.text) {
                let first = Some(first.span);
                let problem = problems::declared_twice(language, name.span, &name.text, first);
                self.diagnostics.add(problem);
            }
            seen.push(name);
        }
        let words = written.iter().map(|word| AnswerWord {
            spellings: word.spellings.iter().map(|s| s.text.clone()).collect(),
            verdict: word.verdict,
        });
        words.collect()
    }

    /// `has each of "A", "B" in R by K`: of each kind at least one row.
    pub(super) fn has_each(&mut self, scopes: &[Scope], each: &ast::EachOf, span: Span) -> ExprId {
        let Some(noun) = self.noun(&each.of.name) else {
            return self.unknown(span);
        };
        let declared = self.model.datasets.get(noun.dataset);
        let kind = declared.and_then(|d| d.kind.and_then(|kind| d.columns.get(kind)));
        let Some(column) = kind.and_then(|column| column.names.all.first().cloned()) else {
            let language = self.language();
            let name = &each.of.name;
            let place = declared.map(|d| d.span);
            // A column of kinds that is not there was reported with its dataset.
            if !self.names_a_kind(noun.dataset) {
                let problem = problems_of_people::no_kind(language, name.span, &name.text, place);
                self.diagnostics.add(problem);
            }
            return self.unknown(span);
        };
        let mut parts = Vec::new();
        for value in &each.values {
            let kind = ast::Expr {
                kind: ast::ExprKind::Name(ast::Name {
                    text: column.clone(),
                    // Not written anywhere: the name that stands there is that of the rows.
                    span,
                }),
                span: each.of.name.span,
            };
            let same =
                ast::ExprKind::Compare(Box::new(kind), CompareOp::Equal, Box::new(value.clone()));
            let same = ast::Expr {
                kind: same,
                span: value.span,
            };
            let filter = match &each.of.filter {
                Some(filter) => ast::Expr {
                    kind: ast::ExprKind::And(vec![same, filter.as_ref().clone()]),
                    span: value.span,
                },
                None => same,
            };
            let relation = ast::Relation {
                quantity: Quantity::Some,
                named: false,
                of: ast::Rows {
                    name: each.of.name.clone(),
                    filter: Some(Box::new(filter)),
                },
                by: each.by.clone(),
            };
            parts.push(self.has(scopes, &relation, value.span));
        }
        match self.all_of(parts.clone(), span) {
            Some(all) => all,
            None => self.unknown(span),
        }
    }

    /// Whether a dataset's declaration says which column holds the kind, even one that does not exist.
    fn names_a_kind(&self, dataset: usize) -> bool {
        let place = self.model.datasets.get(dataset).map(|d| d.span);
        let trees = self.trees.iter();
        let mut declared = trees.flat_map(|tree| &tree.ast.declarations);
        declared.any(|declaration| {
            matches!(declaration, ast::Declaration::Dataset(d)
                if d.kind.is_some() && d.names.all.first().map(|name| name.span) == place)
        })
    }
}

fn rows_check(noun: Noun, member: Option<ExprId>, applies: Option<ExprId>) -> Check {
    Check::Rows(RowsCheck {
        dataset: noun.dataset,
        population: noun.population,
        member,
        applies,
        must: Vec::new(),
        subject: SubjectKind::Row,
        deadlines: Vec::new(),
        ranking: None,
    })
}
