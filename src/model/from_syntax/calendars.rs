//! Calendars, and what expressions ask of them.

use super::Builder;
use super::names::{Thing, named, place};
use super::problems;
use super::scope::Scope;
use crate::model::{Calendar, CalendarFunction, ExprId, ExprKind, Period, Scalar};
use crate::source::Span;
use crate::syntax::ast::{self, CompareOp, Function};
use crate::types::{Date, Type, Unit, Value};

impl Builder<'_> {
    /// Enters a calendar with all its days.
    pub(super) fn enter_calendar(&mut self, declared: &ast::Calendar, start: Span) {
        let number = self.model.calendars.len();
        self.declare(&declared.names, Thing::Calendar(number));
        let terms = self.periods(&declared.terms, false);
        let stages = self.periods(&declared.stages, true);
        let mut holidays = Vec::new();
        for holiday in &declared.holidays {
            if self.ends_behind(holiday.from, holiday.to, holiday.span) {
                holidays.push((holiday.from, holiday.to));
            }
        }
        let names = |periods: &[Period]| -> Vec<Vec<String>> {
            periods.iter().map(|p| p.names.all.clone()).collect()
        };
        let set = |b: &mut Self, periods: &[Period]| {
            if periods.is_empty() {
                return None;
            }
            match b.value_set(names(periods)) {
                Type::OneOf(set) => Some(set),
                _ => None,
            }
        };
        let (term_set, stage_set) = (set(self, &terms), set(self, &stages));
        let stretches = terms.iter().chain(&stages).map(|p| (p.from, p.to));
        let days = stretches
            .chain(holidays.iter().copied())
            .chain(declared.working.iter().map(|day| (*day, *day)));
        let covers = declared.covers.or_else(|| {
            let (first, last): (Vec<Date>, Vec<Date>) = days.unzip();
            Some((first.into_iter().min()?, last.into_iter().max()?))
        });
        let knows_days = declared.covers.is_some() || !terms.is_empty() || !stages.is_empty();
        self.model.calendars.push(Calendar {
            names: named(&declared.names),
            title: super::declarations::text(declared.title.as_ref()),
            terms,
            rows: None,
            takes_rows: declared.rows.is_some(),
            stages,
            term_set,
            stage_set,
            holidays,
            working: declared.working.clone(),
            covers,
            knows_days,
            span: place(&declared.names, start),
        });
    }

    fn ends_behind(&mut self, from: Date, to: Date, span: Span) -> bool {
        if to < from {
            let problem = problems::period_order(self.language(), span, from, to);
            self.diagnostics.add(problem);
        }
        from <= to
    }

    /// Terms or stages by their first day; those that overlap are reported, and so are days that no stage holds.
    fn periods(&mut self, declared: &[ast::Period], without_gap: bool) -> Vec<Period> {
        let language = self.language();
        let mut sorted: Vec<&ast::Period> = Vec::new();
        for period in declared {
            for name in &period.names.all {
                let earlier = declared
                    .iter()
                    .take_while(|other| other.span != period.span);
                let mut earlier = earlier.flat_map(|other| &other.names.all);
                if let Some(first) = earlier.find(|other| other.text == name.text) {
                    let problem =
                        problems::declared_twice(language, name.span, &name.text, Some(first.span));
                    self.diagnostics.add(problem);
                }
            }
            if self.ends_behind(period.from, period.to, period.span) {
                sorted.push(period);
            }
        }
        sorted.sort_by_key(|period| period.from);
        for pair in sorted.windows(2) {
            let [before, after] = pair else { continue };
            let name = |period: &ast::Period| {
                let names = named(&period.names);
                names.show(language).to_owned()
            };
            let names = (name(before), name(after));
            if after.from <= before.to {
                let later = if after.span.start > before.span.start {
                    after
                } else {
                    before
                };
                let problem =
                    problems::periods_overlap(language, later.span, &names, after.from, before.to);
                self.diagnostics.add(problem);
            } else if without_gap && after.from.0 > before.to.0 + 1 {
                let days = (Date(before.to.0 + 1), Date(after.from.0 - 1));
                let problem = problems::stage_gap(language, after.span, &names, days);
                self.diagnostics.add(problem);
            }
        }
        let entered = sorted.into_iter().map(|period| Period {
            names: named(&period.names),
            from: period.from,
            to: period.to,
        });
        entered.collect()
    }

    /// The one calendar that the file at hand sees; none or several are reported.
    pub(super) fn calendar(&mut self, span: Span) -> Option<usize> {
        let mut seen: Vec<usize> = Vec::new();
        for (thing, _) in self.spaces.get(self.current)?.things.values() {
            if let Thing::Calendar(calendar) = thing
                && !seen.contains(calendar)
            {
                seen.push(*calendar);
            }
        }
        if let [one] = seen[..] {
            self.used.insert(Thing::Calendar(one));
            return Some(one);
        }
        let problem = problems::which_calendar(self.language(), span, seen.len());
        self.diagnostics.add(problem);
        None
    }

    /// A term of the calendar at hand, named where a text is wanted.
    pub(super) fn term_word(&mut self, name: &ast::Name) -> Option<ExprId> {
        if !self.sees_calendar() {
            return None;
        }
        let mut found = None;
        for (thing, _) in self.spaces.get(self.current)?.things.values() {
            if let Thing::Calendar(calendar) = thing
                && let Some(declared) = self.model.calendars.get(*calendar)
                && let Some(set) = declared.term_set
                && let Some(word) = self.word(set, &name.text)
            {
                found = Some((*calendar, set, word));
            }
        }
        let (calendar, set, word) = found?;
        self.used.insert(Thing::Calendar(calendar));
        self.note_value(name.span, set, &word);
        let value = ExprKind::Value(Value::Text(word));
        Some(self.add(value, Type::OneOf(set), name.span))
    }

    /// A text held against a term, whichever of the term's names stands in it; `None` for other comparisons.
    pub(super) fn any_name_of(
        &mut self,
        text: ExprId,
        op: CompareOp,
        word: ExprId,
        span: Span,
    ) -> Option<ExprId> {
        let (Type::Text | Type::Id, Type::OneOf(set)) = (self.type_of(text), self.type_of(word))
        else {
            return None;
        };
        let is_term = |calendar: &Calendar| calendar.term_set == Some(set);
        if !self.model.calendars.iter().any(is_term) {
            return None;
        }
        let Some(Value::Text(word)) = self.literal(word) else {
            return None;
        };
        let values = &self.model.value_sets.get(set)?.values;
        let names = values.iter().find(|names| names.contains(word))?.clone();
        let names = names.into_iter().map(Value::Text).collect();
        let one_of = self.add(ExprKind::OneOf(text, names), Type::Truth, span);
        match op {
            CompareOp::Equal => Some(one_of),
            CompareOp::NotEqual => Some(self.add(ExprKind::Not(one_of), Type::Truth, span)),
            _ => None,
        }
    }

    /// A calendar that has terms.
    pub(super) fn calendar_with_terms(&mut self, span: Span) -> Option<(usize, usize)> {
        let calendar = self.calendar(span)?;
        let declared = self.model.calendars.get(calendar)?;
        let set = declared.term_set;
        if set.is_none() && !declared.takes_rows {
            let problem = problems::calendar_lacks(self.language(), span, "term");
            self.diagnostics.add(problem);
        }
        Some((calendar, set?))
    }

    /// A calendar that says which days it knows by more than its holidays.
    pub(super) fn working_calendar(&mut self, span: Span) -> Option<usize> {
        let calendar = self.calendar(span)?;
        let declared = self.model.calendars.get(calendar)?;
        if !declared.knows_days {
            let problem = problems::no_covered_days(self.language(), span);
            self.diagnostics.add(problem);
            return None;
        }
        Some(calendar)
    }

    /// What leads so many units away from a day; `None`: no calendar knows its working days, which is reported.
    pub(super) fn shift_by(&mut self, unit: Unit, back: bool, span: Span) -> Option<Scalar> {
        if unit != Unit::WorkingDays {
            return Some(Scalar::Shift { unit, back });
        }
        let calendar = self.working_calendar(span)?;
        Some(Scalar::Calendar(CalendarFunction::Shift { back }, calendar))
    }

    fn calendar_with_stages(&mut self, span: Span) -> Option<(usize, usize)> {
        let calendar = self.calendar(span)?;
        let set = self.model.calendars.get(calendar)?.stage_set;
        if set.is_none() {
            let problem = problems::calendar_lacks(self.language(), span, "stage");
            self.diagnostics.add(problem);
        }
        Some((calendar, set?))
    }

    pub(super) fn asked(
        &mut self,
        calendar: usize,
        function: CalendarFunction,
        operands: Vec<ExprId>,
        ty: Type,
        span: Span,
    ) -> ExprId {
        let scalar = Scalar::Calendar(function, calendar);
        self.add(ExprKind::Function(scalar, operands), ty, span)
    }

    /// A function that a calendar answers; `None` for every other one.
    pub(super) fn calendar_function(
        &mut self,
        scopes: &[Scope],
        function: Function,
        operands: &[ast::Expr],
        span: Span,
    ) -> Option<ExprId> {
        let answer = match function {
            Function::Term | Function::Stage | Function::IsWorkingDay | Function::WorkingDays => {
                self.of_days(scopes, function, operands, span)
            }
            Function::Opening | Function::Closing | Function::NextTerm | Function::PreviousTerm => {
                self.of_term(scopes, function, operands.first()?, span)
            }
            _ => return None,
        };
        Some(answer.unwrap_or_else(|| self.unknown(span)))
    }

    fn of_days(
        &mut self,
        scopes: &[Scope],
        function: Function,
        operands: &[ast::Expr],
        span: Span,
    ) -> Option<ExprId> {
        let what = super::functions::function_words(function, self.language());
        let mut ids = Vec::new();
        for operand in operands {
            let id = self.value(scopes, operand, None);
            if !self.operand_must_be(id, &Type::Date, what) || self.type_of(id) == Type::Unknown {
                return None;
            }
            ids.push(id);
        }
        if matches!(function, Function::IsWorkingDay | Function::WorkingDays) {
            self.working_calendar(span)?;
        }
        let (calendar, asked, ty) = match function {
            Function::Term => {
                let (calendar, set) = self.calendar_with_terms(span)?;
                (calendar, CalendarFunction::Term, Type::OneOf(set))
            }
            Function::Stage => {
                let (calendar, set) = self.calendar_with_stages(span)?;
                (calendar, CalendarFunction::Stage, Type::OneOf(set))
            }
            Function::IsWorkingDay => (
                self.calendar(span)?,
                CalendarFunction::IsWorkingDay,
                Type::Truth,
            ),
            _ => (
                self.calendar(span)?,
                CalendarFunction::WorkingDays,
                Type::Days,
            ),
        };
        if let (CalendarFunction::Term, Some(rows)) = (asked, self.rows_of_terms(calendar)) {
            return self.day_by_rows(scopes, (calendar, rows), (asked, ty), *ids.first()?, span);
        }
        Some(self.asked(calendar, asked, ids, ty, span))
    }

    fn of_term(
        &mut self,
        scopes: &[Scope],
        function: Function,
        operand: &ast::Expr,
        span: Span,
    ) -> Option<ExprId> {
        let (calendar, set) = self.calendar_with_terms(span)?;
        let of = self.value(scopes, operand, Some(&Type::OneOf(set)));
        let what = super::functions::function_words(function, self.language());
        if !self.operand_must_be(of, &Type::Text, what) || self.type_of(of) == Type::Unknown {
            return None;
        }
        if let (Function::Opening | Function::Closing, Some(rows)) =
            (function, self.rows_of_terms(calendar))
        {
            let closes = function == Function::Closing;
            return self.bound_by_rows(scopes, (calendar, rows), of, closes, span);
        }
        let (asked, ty) = match function {
            Function::Opening => (CalendarFunction::Opening, Type::Date),
            Function::Closing => (CalendarFunction::Closing, Type::Date),
            Function::NextTerm => (CalendarFunction::NextTerm, Type::OneOf(set)),
            _ => (CalendarFunction::PreviousTerm, Type::OneOf(set)),
        };
        Some(self.asked(calendar, asked, vec![of], ty, span))
    }

    /// `D is in term`, `D is in term T`, `D is in stage S`: a named term or stage is a stretch of days.
    pub(super) fn in_period(
        &mut self,
        scopes: &[Scope],
        of: &ast::Expr,
        (stage, name): (bool, Option<&ast::Name>),
        span: Span,
    ) -> ExprId {
        let day = self.value(scopes, of, None);
        let what = self.language().pick("is in", "在…内");
        let fine = self.operand_must_be(day, &Type::Date, what);
        let named = name.and_then(|name| self.calendar_that_names(name, stage));
        let calendar = match (named, stage) {
            (Some(calendar), _) => Some(calendar),
            (None, true) => self
                .calendar_with_stages(span)
                .map(|(calendar, _)| calendar),
            (None, false) => self.calendar_with_terms(span).map(|(calendar, _)| calendar),
        };
        let (Some(calendar), true) = (calendar, fine && self.type_of(day) != Type::Unknown) else {
            return self.unknown(span);
        };
        if let (false, Some(rows)) = (stage, self.rows_of_terms(calendar)) {
            let within = self.in_term_by_rows(scopes, (calendar, rows), (day, name), span);
            return within.unwrap_or_else(|| self.unknown(span));
        }
        let Some(name) = name else {
            let in_term = CalendarFunction::InTerm;
            return self.asked(calendar, in_term, vec![day], Type::Truth, span);
        };
        let Some((from, to)) = self.named_period(calendar, name, stage) else {
            return self.unknown(span);
        };
        let mut bounds = Vec::new();
        for (bound, op) in [(from, CompareOp::AtLeast), (to, CompareOp::AtMost)] {
            let bound = self.add(ExprKind::Value(Value::Date(bound)), Type::Date, span);
            let compare = ExprKind::Compare(day, op, bound);
            bounds.push(self.add(compare, Type::Truth, span));
        }
        self.add(ExprKind::And(bounds), Type::Truth, span)
    }

    /// The one calendar in sight that declares a stage, or a term of fixed days, of this name: a checklist that adopts another sees the
    /// calendars of both. `None` where no calendar does, or several do.
    fn calendar_that_names(&mut self, name: &ast::Name, stage: bool) -> Option<usize> {
        let mut found = None;
        for (thing, _) in self.spaces.get(self.current)?.things.values() {
            let Thing::Calendar(calendar) = thing else {
                continue;
            };
            let declared = self.model.calendars.get(*calendar)?;
            let at = if stage {
                declared.stage(&name.text)
            } else {
                declared.term(&name.text)
            };
            if at.is_none() || found == Some(*calendar) {
                continue;
            }
            if found.is_some() {
                return None;
            }
            found = Some(*calendar);
        }
        self.used.insert(Thing::Calendar(found?));
        found
    }

    /// First and last day of a term or stage; an unknown name is reported.
    pub(super) fn named_period(
        &mut self,
        calendar: usize,
        name: &ast::Name,
        stage: bool,
    ) -> Option<(Date, Date)> {
        if !stage && self.rows_of_terms(calendar).is_some() {
            let problem = problems::days_in_rows(self.language(), name.span, &name.text);
            self.diagnostics.add(problem);
            return None;
        }
        let declared = self.model.calendars.get(calendar)?;
        let (periods, at) = if stage {
            (&declared.stages, declared.stage(&name.text))
        } else {
            (&declared.terms, declared.term(&name.text))
        };
        if let Some(period) = at.and_then(|at| periods.get(at)) {
            self.note_names(name.span, &period.names.all);
            return Some((period.from, period.to));
        }
        let words: Vec<String> = periods.iter().flat_map(|p| p.names.all.clone()).collect();
        let problem = problems::not_in_value_set(self.language(), name.span, &name.text, &words);
        self.diagnostics.add(problem);
        None
    }
}
