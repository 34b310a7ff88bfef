//! `P ranked by M, higher is better must not be among the last 3`.

use super::Builder;
use super::bounds::Bounds;
use super::problems;
use super::scope::{Scope, ScopeKind};
use super::types::describe;
use crate::model::{Check, ExprId, ExprKind, Ranking, RowsCheck, SubjectKind};
use crate::source::Span;
use crate::syntax::ast;
use crate::types::{Type, Value};

impl Builder<'_> {
    pub(super) fn ranking(&mut self, written: &ast::Ranking, span: Span) -> Option<Check> {
        let noun = self.noun(&written.of.name)?;
        let member = noun.population.and_then(|p| self.population_filter(p));
        let scope = [Scope::row(noun, member)];
        let own = written.of.filter.as_deref();
        let applies = own.map(|filter| self.condition(&scope, filter));
        let groups = ast::Expr {
            kind: ast::ExprKind::Name(written.of.name.clone()),
            span: written.of.name.span,
        };
        let of = self.mentioned(&written.by);
        let grouping = self.grouping(std::slice::from_ref(&groups), of, span)?;
        let ScopeKind::Group { .. } = grouping.scope.kind else {
            return None;
        };
        let by = self.value(&[grouping.scope], &written.by, None);
        let ty = self.type_of(by);
        if ty == Type::Unknown {
            return None;
        }
        if !ty.is_numeric() {
            let language = self.language();
            let (found, wanted) = (
                describe(&self.model, &ty, language),
                describe(&self.model, &Type::Number, language),
            );
            let problem = problems::wrong_type(language, written.by.span, &found, &wanted);
            self.diagnostics.add(problem);
            return None;
        }
        let places = self.count_written(&written.places)?;
        let smallest = match &written.smallest {
            Some(smallest) => Some(self.count_written(smallest)?),
            None => None,
        };
        Some(Check::Rows(RowsCheck {
            dataset: noun.dataset,
            population: noun.population,
            member,
            applies,
            must: Vec::new(),
            subject: SubjectKind::Group,
            deadlines: Vec::new(),
            ranking: Some(Ranking {
                by,
                higher_is_better: written.higher_is_better,
                ties_share: written.ties_share,
                smallest,
                negated: written.negated,
                from_last: written.from_last,
                places,
            }),
        }))
    }

    /// A whole number, written out or set; `None` where it is something else (reported).
    fn count_written(&mut self, written: &ast::Expr) -> Option<ExprId> {
        let id = self.value(&[], written, Some(&Type::Number));
        let is_count = match &self.model.expr(id).kind {
            ExprKind::Value(Value::Number(number)) => number.to_string().parse::<u32>().is_ok(),
            ExprKind::Setting(setting) => {
                let setting = self.model.settings.get(*setting);
                setting.is_some_and(|setting| setting.kind == Type::Number)
            }
            _ => self.type_of(id) == Type::Unknown,
        };
        if !is_count {
            let problem = problems::not_a_literal(self.language(), written.span);
            self.diagnostics.add(problem);
            return None;
        }
        self.within_bounds(id, Bounds::AtLeastOne).then_some(id)
    }
}
