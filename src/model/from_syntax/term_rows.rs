//! Terms whose days are rows of a dataset, the same for everybody or one set for each county, district or the like.
//!
//! What is asked of such a calendar becomes an expression over the days that the rows give for whose terms are meant: those of the
//! row at hand itself, or of what its references lead to by the shortest way.

use super::Builder;
use super::names::Thing;
use super::problems;
use super::scope::{Scope, ScopeKind};
use crate::model::{CalendarFunction, ExprId, ExprKind, TermRows};
use crate::source::Span;
use crate::syntax::ast::{self, CompareOp};
use crate::types::{Type, Value};

/// A way along references: the columns, each in the dataset that the one before it leads to.
type Way = Vec<(usize, usize)>;

impl Builder<'_> {
    /// Looks up the dataset and the columns that the terms of a calendar come from.
    pub(super) fn complete_calendar(&mut self, declared: &ast::Calendar) {
        let Some(written) = &declared.rows else {
            return;
        };
        let name = declared.names.all.first();
        let Some(Thing::Calendar(calendar)) = name.and_then(|name| self.peek(&name.text)) else {
            return;
        };
        if let Some(term) = declared.terms.first() {
            let problem = problems::terms_twice(self.language(), term.span, written.span);
            self.diagnostics.add(problem);
        }
        let Some((rows, set)) = self.term_rows(written) else {
            return;
        };
        if let Some(calendar) = self.model.calendars.get_mut(calendar) {
            calendar.rows = Some(rows);
            calendar.term_set = Some(set);
        }
    }

    fn term_rows(&mut self, written: &ast::TermRows) -> Option<(TermRows, usize)> {
        let noun = self.noun(&written.dataset)?;
        let dataset = noun.dataset;
        let column = |b: &mut Self, name: &ast::Name| {
            let found = b.column_called(dataset, name);
            if found.is_none() {
                b.no_column(dataset, name);
            }
            found
        };
        let per = match &written.per {
            Some(name) => Some(column(self, name)?),
            None => None,
        };
        let (term, opens, closes) = (
            column(self, &written.term),
            column(self, &written.opens),
            column(self, &written.closes),
        );
        let rows = TermRows {
            dataset,
            per,
            term: term?,
            opens: opens?,
            closes: closes?,
        };
        for (number, name) in [(rows.opens, &written.opens), (rows.closes, &written.closes)] {
            let ty = self.column_type(dataset, number);
            if !self.must_be(&ty, &Type::Date, name.span, &name.text) {
                return None;
            }
        }
        let language = self.language();
        let Type::OneOf(set) = self.column_type(dataset, rows.term) else {
            let problem = problems::terms_unnamed(language, written.term.span, &written.term.text);
            self.diagnostics.add(problem);
            return None;
        };
        let declared = self.model.datasets.get(dataset)?;
        let mut key = declared.key.clone();
        key.sort_unstable();
        let mut wanted: Vec<usize> = rows.per.into_iter().chain([rows.term]).collect();
        wanted.sort_unstable();
        if key != wanted {
            let names = written.per.iter().chain([&written.term]);
            let names: Vec<&str> = names.map(|name| name.text.as_str()).collect();
            let of = declared.names.show(language).to_owned();
            let at = declared.span;
            let problem = problems::terms_key(language, written.dataset.span, &of, &names, at);
            self.diagnostics.add(problem);
            return None;
        }
        Some((rows, set))
    }

    /// The rows that the terms of a calendar come from, where they are not written in it.
    pub(super) fn rows_of_terms(&self, calendar: usize) -> Option<TermRows> {
        self.model.calendars.get(calendar)?.rows
    }

    /// The names of the terms of such a calendar in the order of time, each with its spellings.
    pub(super) fn names_of_terms(&self, calendar: usize) -> Vec<Vec<String>> {
        let set = self.model.calendars.get(calendar).and_then(|c| c.term_set);
        let set = set.and_then(|set| self.model.value_sets.get(set));
        set.map_or_else(Vec::new, |set| set.values.clone())
    }

    /// What is asked about a day: the term it lies in, whether it lies in one, or the number of that term.
    pub(super) fn day_by_rows(
        &mut self,
        scopes: &[Scope],
        (calendar, rows): (usize, TermRows),
        (function, ty): (CalendarFunction, Type),
        day: ExprId,
        span: Span,
    ) -> Option<ExprId> {
        let whose = self.whose_terms(scopes, rows, &[day], span)?;
        Some(self.day_of_whose((calendar, rows), whose, (function, ty), day, span))
    }

    /// The same where it is known whose terms are meant.
    pub(super) fn day_of_whose(
        &mut self,
        (calendar, rows): (usize, TermRows),
        whose: Option<ExprId>,
        (function, ty): (CalendarFunction, Type),
        day: ExprId,
        span: Span,
    ) -> ExprId {
        let mut operands = vec![day];
        for term in self.words_of_terms(calendar, span) {
            operands.push(self.bound_of(rows, whose, (term, false), span));
            operands.push(self.bound_of(rows, whose, (term, true), span));
        }
        self.asked(calendar, function, operands, ty, span)
    }

    /// The first or last day of a term, unknown where the terms around it make it doubtful.
    pub(super) fn bound_by_rows(
        &mut self,
        scopes: &[Scope],
        (calendar, rows): (usize, TermRows),
        term: ExprId,
        closes: bool,
        span: Span,
    ) -> Option<ExprId> {
        let whose = self.whose_terms(scopes, rows, &[term], span)?;
        Some(self.bound_of_whose((calendar, rows), whose, term, closes, span))
    }

    /// The same where it is known whose terms are meant.
    pub(super) fn bound_of_whose(
        &mut self,
        (calendar, rows): (usize, TermRows),
        whose: Option<ExprId>,
        term: ExprId,
        closes: bool,
        span: Span,
    ) -> ExprId {
        let written = self.literal(term).cloned();
        let words = self.words_of_terms(calendar, span);
        let names = self.names_of_terms(calendar);
        let mut own = Vec::new();
        let mut others = Vec::new();
        for (word, names) in words.into_iter().zip(names) {
            let is_own = match (&written, self.type_of(term)) {
                (Some(_), _) => {
                    let same = self.literal(word) == written.as_ref();
                    ExprKind::Value(Value::Truth(same))
                }
                (None, Type::OneOf(_)) => {
                    ExprKind::OneOf(term, self.literal(word).cloned().into_iter().collect())
                }
                _ => ExprKind::OneOf(term, names.into_iter().map(Value::Text).collect()),
            };
            let first = matches!(is_own, ExprKind::Value(Value::Truth(true)));
            let triple = [
                self.add(is_own, Type::Truth, span),
                self.bound_of(rows, whose, (word, false), span),
                self.bound_of(rows, whose, (word, true), span),
            ];
            if first {
                own.extend(triple);
            } else {
                others.extend(triple);
            }
        }
        let operands = [term].into_iter().chain(own).chain(others).collect();
        let function = match closes {
            false => CalendarFunction::Opening,
            true => CalendarFunction::Closing,
        };
        self.asked(calendar, function, operands, Type::Date, span)
    }

    /// `D is in term`, `D is in term T`
    pub(super) fn in_term_by_rows(
        &mut self,
        scopes: &[Scope],
        (calendar, rows): (usize, TermRows),
        (day, name): (ExprId, Option<&ast::Name>),
        span: Span,
    ) -> Option<ExprId> {
        let Some(name) = name else {
            let asked = (CalendarFunction::InTerm, Type::Truth);
            return self.day_by_rows(scopes, (calendar, rows), asked, day, span);
        };
        let term = self.named_term(calendar, name)?;
        let whose = self.whose_terms(scopes, rows, &[day], span)?;
        let mut bounds = Vec::new();
        for (closes, op) in [(false, CompareOp::AtLeast), (true, CompareOp::AtMost)] {
            let bound = self.bound_of_whose((calendar, rows), whose, term, closes, span);
            let compare = ExprKind::Compare(day, op, bound);
            bounds.push(self.add(compare, Type::Truth, span));
        }
        Some(self.add(ExprKind::And(bounds), Type::Truth, span))
    }

    /// A term by one of its names; an unknown one is reported.
    fn named_term(&mut self, calendar: usize, name: &ast::Name) -> Option<ExprId> {
        let names = self.names_of_terms(calendar);
        let at = names.iter().position(|names| names.contains(&name.text));
        if at.is_none() {
            let words: Vec<String> = names.into_iter().flatten().collect();
            let language = self.language();
            let problem = problems::not_in_value_set(language, name.span, &name.text, &words);
            self.diagnostics.add(problem);
        }
        self.words_of_terms(calendar, name.span).get(at?).copied()
    }

    /// The terms of a calendar as values.
    pub(super) fn words_of_terms(&mut self, calendar: usize, span: Span) -> Vec<ExprId> {
        let Some(set) = self.model.calendars.get(calendar).and_then(|c| c.term_set) else {
            return Vec::new();
        };
        let names = self.names_of_terms(calendar);
        let words = names
            .into_iter()
            .filter_map(|names| names.into_iter().next());
        words
            .map(|word| {
                let value = ExprKind::Value(Value::Text(word));
                self.add(value, Type::OneOf(set), span)
            })
            .collect()
    }

    /// The first or last day that the rows state for a term.
    fn bound_of(
        &mut self,
        rows: TermRows,
        whose: Option<ExprId>,
        (term, closes): (ExprId, bool),
        span: Span,
    ) -> ExprId {
        let dataset = rows.dataset;
        let declared = self.model.datasets.get(dataset);
        let key = declared.map_or_else(Vec::new, |declared| declared.key.clone());
        let part = |column: usize| match whose {
            Some(whose) if Some(column) == rows.per => whose,
            _ => term,
        };
        let key = key.into_iter().map(part).collect();
        let column = if closes { rows.closes } else { rows.opens };
        let value = self.column_at(0, dataset, column, span);
        let follow = ExprKind::Follow {
            key,
            dataset,
            value,
        };
        self.add(follow, Type::Date, span)
    }

    /// Whose terms are meant where some values stand; the outer option: none could be found (reported), the inner: everybody's.
    #[expect(
        clippy::option_option,
        reason = "the outer one says that something was reported"
    )]
    pub(super) fn whose_terms(
        &mut self,
        scopes: &[Scope],
        rows: TermRows,
        values: &[ExprId],
        span: Span,
    ) -> Option<Option<ExprId>> {
        let Some(per) = rows.per else {
            return Some(None);
        };
        let mut depths = Vec::new();
        for value in values {
            self.depths_of(*value, &mut depths);
        }
        // What stands in a row means the terms of that row; a plain day those of the innermost row that has any.
        let depths = match depths[..] {
            [] => (0..scopes.len()).collect(),
            [first, ..] => vec![first],
        };
        let mut seen = None;
        for depth in depths {
            let Some(scope) = scopes
                .len()
                .checked_sub(depth + 1)
                .and_then(|at| scopes.get(at))
            else {
                continue;
            };
            match &scope.kind {
                ScopeKind::Row(noun) | ScopeKind::Group { noun, .. } => {
                    seen = seen.or(Some(*noun));
                    if let Some(way) = self.way_to_terms(rows, per, noun.dataset, span)? {
                        return Some(Some(self.along(&way, depth, span)));
                    }
                }
                ScopeKind::Columns { types, .. } if depth == 0 => {
                    let wanted = self.column_type(rows.dataset, per);
                    if let Some(part) = types.iter().position(|ty| *ty == wanted) {
                        return Some(Some(self.add(ExprKind::GroupKey(part), wanted, span)));
                    }
                }
                ScopeKind::Columns { .. } | ScopeKind::Whole => {}
            }
        }
        let language = self.language();
        let whose = self.model.column(rows.dataset, per);
        let whose = whose.map_or_else(String::new, |c| c.names.show(language).to_owned());
        let of = seen.map(|noun| self.noun_name(noun));
        let problem = problems::whose_terms(language, span, of.as_deref(), &whose, &[]);
        self.diagnostics.add(problem);
        None
    }

    /// The way from the row of a delivery or the like, by one of its own columns, to whose terms are meant.
    pub(super) fn whose_of_row(
        &mut self,
        rows: TermRows,
        dataset: usize,
        first: Option<usize>,
        span: Span,
    ) -> Option<Option<ExprId>> {
        let Some(per) = rows.per else {
            return Some(None);
        };
        let way = match first.map(|column| (column, self.column_type(dataset, column))) {
            Some((column, Type::Reference(to))) => {
                let wanted = self.column_type(rows.dataset, per);
                let mut way = vec![(dataset, column)];
                if wanted != Type::Reference(to) {
                    way.extend(self.way_to_terms(rows, per, to, span)??);
                }
                Some(way)
            }
            _ => self.way_to_terms(rows, per, dataset, span)?,
        };
        if let Some(way) = way {
            return Some(Some(self.along(&way, 0, span)));
        }
        let language = self.language();
        let whose = self.model.column(rows.dataset, per);
        let whose = whose.map_or_else(String::new, |c| c.names.show(language).to_owned());
        let of = self.model.datasets.get(dataset);
        let of = of.map(|d| d.names.show(language).to_owned());
        let problem = problems::whose_terms(language, span, of.as_deref(), &whose, &[]);
        self.diagnostics.add(problem);
        None
    }

    /// The shortest way along references from a row of a dataset to whose terms are meant; `Some(None)`: there is none. Several
    /// are reported.
    fn way_to_terms(
        &mut self,
        rows: TermRows,
        per: usize,
        dataset: usize,
        span: Span,
    ) -> Option<Option<Way>> {
        let wanted = self.column_type(rows.dataset, per);
        let own = self.model.column(rows.dataset, per)?.names.all.clone();
        let mut seen = vec![dataset];
        let mut ways: Vec<(usize, Way)> = vec![(dataset, Vec::new())];
        while !ways.is_empty() {
            let (mut found, mut further) = (Vec::new(), Vec::new());
            for (at, way) in &ways {
                let with = |column: usize| {
                    let mut way = way.clone();
                    way.push((*at, column));
                    way
                };
                let declared = self.model.datasets.get(*at)?;
                if wanted == Type::Reference(*at)
                    && let [key] = declared.key[..]
                {
                    found.push((true, with(key)));
                    continue;
                }
                for (number, column) in declared.columns.iter().enumerate() {
                    let called = column.names.all.iter().any(|name| own.contains(name));
                    let refers = matches!(wanted, Type::Reference(_));
                    if column.derived.is_none() && column.kind == wanted && (refers || called) {
                        found.push((called, with(number)));
                    }
                    if let Type::Reference(next) = column.kind
                        && !seen.contains(&next)
                    {
                        further.push((next, with(number)));
                    }
                }
            }
            // Of several, the one that is called as in the rows of the terms.
            let called: Vec<&Way> = found.iter().filter(|(c, _)| *c).map(|(_, w)| w).collect();
            match (&called[..], &found[..]) {
                ([way], _) => return Some(Some((*way).clone())),
                (_, [(_, way)]) => return Some(Some(way.clone())),
                (_, []) => {}
                _ => {
                    self.several_ways(&own, dataset, &found, span);
                    return None;
                }
            }
            seen.extend(further.iter().map(|(next, _)| *next));
            ways = further;
        }
        Some(None)
    }

    fn several_ways(&mut self, own: &[String], dataset: usize, found: &[(bool, Way)], span: Span) {
        let language = self.language();
        let written = |way: &Way| {
            let names = way.iter().filter_map(|(dataset, column)| {
                let column = self.model.column(*dataset, *column)?;
                Some(column.names.show(language).to_owned())
            });
            names.collect::<Vec<_>>().join(".")
        };
        let ways: Vec<String> = found.iter().map(|(_, way)| written(way)).collect();
        let of = self.model.datasets.get(dataset);
        let of = of.map(|d| d.names.show(language).to_owned());
        let whose = own.first().cloned().unwrap_or_default();
        let problem = problems::whose_terms(language, span, of.as_deref(), &whose, &ways);
        self.diagnostics.add(problem);
    }

    /// The value at the end of a way that begins in the row `depth` scopes out.
    fn along(&mut self, way: &Way, depth: usize, span: Span) -> ExprId {
        let mut value = None;
        for (at, &(dataset, column)) in way.iter().enumerate().rev() {
            let depth = if at == 0 { depth } else { 0 };
            let here = self.column_at(depth, dataset, column, span);
            value = Some(match (value, way.get(at + 1)) {
                (Some(value), Some(&(next, _))) => {
                    let ty = self.type_of(value);
                    let follow = ExprKind::Follow {
                        key: vec![here],
                        dataset: next,
                        value,
                    };
                    self.add(follow, ty, span)
                }
                _ => here,
            });
        }
        value.unwrap_or_else(|| self.unknown(span))
    }

    /// How many scopes out the columns of an expression stand.
    fn depths_of(&self, id: ExprId, depths: &mut Vec<usize>) {
        match &self.model.expr(id).kind {
            ExprKind::Column { depth, .. } => depths.push(*depth),
            ExprKind::GroupKey(_) | ExprKind::Beside { .. } | ExprKind::Run(_) => depths.push(0),
            ExprKind::Follow { key, .. } => {
                for part in key {
                    self.depths_of(*part, depths);
                }
            }
            ExprKind::Function(_, operands) | ExprKind::Lookup(_, operands) => {
                for operand in operands {
                    self.depths_of(*operand, depths);
                }
            }
            ExprKind::OrElse(a, b) | ExprKind::Arithmetic(a, _, b) => {
                self.depths_of(*a, depths);
                self.depths_of(*b, depths);
            }
            _ => {}
        }
    }
}
