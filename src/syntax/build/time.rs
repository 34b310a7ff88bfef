//! Calendars, schedules, duties that an event sets off, and trends.

use super::expressions::{compare_op, expr, unit_of};
use super::{Builder, Node, Once, Workshop, keyword};
use crate::syntax::ast::{
    Cadence, Calendar, DueDay, During, Each, Expr, ExprKind, Function, Holiday, LatestDay, Moment,
    Name, Period, Report, Roles, Rows, Schedule, TermRows, Trend,
};
use crate::syntax::layout::{Clause, ClauseKind, RawDeclaration};
use crate::syntax::parser::Rule;
use crate::syntax::problems_of_clauses;
use crate::types::date::WEEKDAYS;
use crate::types::{Date, Unit};

impl Workshop<'_> {
    pub(super) fn calendar(&mut self, raw: &RawDeclaration) -> Option<Calendar> {
        let (names, title) = self.names_and_title(raw)?;
        let mut calendar = Calendar {
            names,
            title,
            terms: Vec::new(),
            rows: None,
            stages: Vec::new(),
            holidays: Vec::new(),
            working: Vec::new(),
            covers: None,
        };
        let mut once = Once::default();
        for clause in &raw.clauses {
            let ClauseKind::Word(word) = clause.kind else {
                continue;
            };
            match word {
                "term" => calendar.terms.extend(self.period(clause)),
                "stage" => calendar.stages.extend(self.period(clause)),
                "holiday" => {
                    let holiday = self.clause(clause, Rule::holiday_line, |b, n| b.holiday(&n));
                    calendar.holidays.extend(holiday);
                }
                "working day" => {
                    let days = self.clause(clause, Rule::days_line, |b, n| Some(b.dates_in(&n)));
                    calendar.working.extend(days.unwrap_or_default());
                }
                word if !once.first(self, clause, word) => {}
                "terms from" => {
                    calendar.rows = self.clause(clause, Rule::terms_line, |b, n| b.term_rows(&n));
                }
                _ => {
                    calendar.covers =
                        self.clause(clause, Rule::covers_line, |b, n| match b.dates_in(&n)[..] {
                            [from, to] => Some((from, to)),
                            _ => None,
                        });
                }
            }
        }
        Some(calendar)
    }

    fn period(&mut self, clause: &Clause) -> Option<Period> {
        self.clause(clause, Rule::period_line, |b, n| {
            let names = b.names(&n.clone().into_inner().next()?);
            let [from, to] = b.dates_in(&n)[..] else {
                return None;
            };
            Some(Period {
                names,
                from,
                to,
                span: b.span(&n),
            })
        })
    }

    /// `sender COL` and the like.
    pub(super) fn role(&mut self, roles: &mut Roles, clause: &Clause, word: &str) {
        let name = self.clause(clause, Rule::name_line, |b, n| b.names_in(&n).pop());
        match word {
            "sender" => roles.sender = name,
            "recipient" => roles.recipient = name,
            "period" => roles.period = name,
            _ => roles.submitted = name,
        }
    }
}

fn cadence(word: &str) -> Option<Cadence> {
    Some(match word {
        "each week" => Cadence::Week,
        "each month" => Cadence::Month,
        "each quarter" => Cadence::Quarter,
        "each term" => Cadence::Term,
        "each year" => Cadence::Year,
        _ => return None,
    })
}

/// The functions of a calendar, by the word before or behind their operand.
pub(super) fn function_of(word: &str) -> Option<Function> {
    Some(match word {
        "week of" | "'s week" => Function::Week,
        "quarter of" | "'s quarter" => Function::Quarter,
        "term of" | "'s term" => Function::Term,
        "stage of" | "'s stage" => Function::Stage,
        "opening of" | "'s opening" => Function::Opening,
        "closing of" | "'s closing" => Function::Closing,
        "next term of" | "'s next term" => Function::NextTerm,
        "previous term of" | "'s previous term" => Function::PreviousTerm,
        "working days from" => Function::WorkingDays,
        "last birthday of" => Function::LastBirthday,
        _ => return None,
    })
}

impl Builder<'_, '_> {
    fn dates_in(&self, node: &Node<'_>) -> Vec<Date> {
        let inner = node.clone().into_inner();
        inner
            .filter(|n| n.as_rule() == Rule::date)
            .filter_map(|n| self.date(&n))
            .collect()
    }

    /// `DATASET per COLUMN: TERM, OPENS, CLOSES`
    fn term_rows(&mut self, node: &Node<'_>) -> Option<TermRows> {
        let mut names = self.names_in(node).into_iter();
        let whose = node.as_str().contains("‹per›");
        Some(TermRows {
            dataset: names.next()?,
            per: if whose { Some(names.next()?) } else { None },
            term: names.next()?,
            opens: names.next()?,
            closes: names.next()?,
            span: self.span(node),
        })
    }

    fn holiday(&mut self, node: &Node<'_>) -> Option<Holiday> {
        let (from, to) = match self.dates_in(node)[..] {
            [from, to] => (from, to),
            [day] => (day, day),
            _ => return None,
        };
        Some(Holiday {
            title: self.titles_in(node).pop(),
            from,
            to,
            span: self.span(node),
        })
    }

    /// The column in `term of`, where that is no function.
    pub(super) fn column_of(&mut self, node: &Node<'_>) -> Option<Expr> {
        let whole = self.span(node);
        let text = self
            .text_of(whole)
            .split(char::is_whitespace)
            .next()?
            .to_owned();
        let span = crate::source::Span {
            end: whole.start + u32::try_from(text.len()).ok()?,
            ..whole
        };
        let text = crate::syntax::spelling::folded(&text);
        Some(expr(ExprKind::Name(Name { text, span }), span))
    }

    /// `each month of COL`
    pub(super) fn each(&mut self, node: &Node<'_>) -> Option<Each> {
        let mut inner = node.clone().into_inner();
        let written = inner.find(|n| n.as_rule() == Rule::cadence)?;
        Some(Each {
            cadence: cadence(keyword(&written))?,
            of: self.names_in(node).pop(),
            span: self.span(node),
        })
    }

    fn during(&mut self, node: &Node<'_>) -> Option<During> {
        let mut moments = node.clone().into_inner();
        let from = self.moment(&moments.next()?)?;
        let to = self.moment(&moments.next()?)?;
        Some(During {
            from,
            to,
            span: self.span(node),
        })
    }

    fn moment(&mut self, node: &Node<'_>) -> Option<Moment> {
        let inner = node.clone().into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::date => Moment::Day(self.date(&inner)?),
            Rule::month => {
                let (year, month) = self.month(&inner)?;
                Moment::Month(year, month)
            }
            _ => Moment::Term(self.name(&inner)?),
        })
    }

    /// `every S must submit D to R each month …`
    pub(super) fn schedule(&mut self, node: &Node<'_>) -> Option<Schedule> {
        let (mut of, mut often, mut owed) = (None, None, None);
        let (mut during, mut deadline, mut itself_counts) = (None, None, None);
        let (mut in_term, mut itself) = (false, None);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::rows => of = Some(self.rows(&part)?),
                Rule::cadence => often = cadence(keyword(&part)),
                Rule::owed => owed = Some(part),
                Rule::during => during = Some(self.during(&part)?),
                Rule::latest_day => deadline = Some(self.latest_day(&part)?),
                Rule::itself => {
                    itself = Some(self.span(&part));
                    itself_counts = Some(part.as_str().contains("‹the day itself counts›"));
                }
                _ => in_term = true,
            }
        }
        if let (Some(span), None) = (itself, deadline) {
            let problem = problems_of_clauses::itself_of_no_day(self.shop.language, span);
            self.report(problem);
            return None;
        }
        let owed = owed?;
        let mut schedule = Schedule {
            of: of?,
            at_least: None,
            deliveries: Rows {
                name: self.names_in(&owed).pop()?,
                filter: None,
            },
            by: None,
            to: Vec::new(),
            submits: false,
            cadence: often?,
            during,
            deadline,
            itself_counts,
            in_term,
        };
        let submits = owed.as_str().contains("‹submit›");
        for part in owed.into_inner() {
            match part.as_rule() {
                Rule::recipients => schedule.to.extend(self.values(&part.into_inner().next()?)?),
                Rule::quantity => schedule.at_least = Some(self.at_least(&part)?),
                Rule::key => schedule.by = Some(self.key(&part)?),
                Rule::r#where => {
                    schedule.deliveries.filter = Some(Box::new(self.condition(&part)?));
                }
                _ => {}
            }
        }
        schedule.submits = submits || !schedule.to.is_empty();
        Some(schedule)
    }

    /// The number of `at least 2`; other quantities make no minimum.
    fn at_least(&mut self, node: &Node<'_>) -> Option<Expr> {
        let Some(number) = node.clone().into_inner().next() else {
            // `no reports`, `exactly one`.
            let one = keyword(node) == "exactly one";
            let said = if one { (true, "1") } else { (false, "0") };
            let span = self.span(node);
            let problem = problems_of_clauses::most_of_a_period(self.shop.language, span, said);
            self.report(problem);
            return None;
        };
        let op = compare_op(keyword(node));
        if op != Some(crate::syntax::ast::CompareOp::AtLeast) {
            let written = self.text_of(self.span(&number));
            let written = written.trim_end_matches(|c: char| !c.is_ascii_digit());
            let problem = problems_of_clauses::most_of_a_period(
                self.shop.language,
                self.span(node),
                (op.is_none(), written),
            );
            self.report(problem);
            return None;
        }
        self.primary(&number)
    }

    fn latest_day(&mut self, node: &Node<'_>) -> Option<LatestDay> {
        let (mut day, mut next) = (None, false);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::weekday => {
                    let at = WEEKDAYS
                        .iter()
                        .position(|(day, _)| *day == keyword(&part))?;
                    day = Some(DueDay::Weekday(u32::try_from(at).ok()? + 1));
                }
                Rule::last_day => day = Some(DueDay::Last),
                Rule::number => {
                    let (number, unit) = self.number(&part)?;
                    let whole = u32::try_from(number.mantissa(0)?).ok()?;
                    let plain = matches!(unit, None | Some(Unit::Days)) && whole > 0;
                    day = Some(DueDay::Day(plain.then_some(whole)?));
                }
                _ => next = true,
            }
        }
        Some(LatestDay {
            day: day?,
            next,
            span: self.span(node),
        })
    }

    /// `every E must be reported in D to A, B within 3 days after DAY`
    pub(super) fn duty(&mut self, node: &Node<'_>) -> Option<Report> {
        let english = node.as_str().contains("‹be reported in›");
        let (mut of, mut when, mut name) = (None, None, None);
        let (mut filter, mut to, mut by) = (None, Vec::new(), None);
        let (mut unit, mut values) = (None, Vec::new());
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::rows => of = Some(self.rows(&part)?),
                Rule::when => when = Some(self.condition(&part)?),
                Rule::name => name = self.name(&part),
                Rule::r#where => filter = Some(Box::new(self.condition(&part)?)),
                Rule::values => to = self.values(&part)?,
                Rule::value => values.push(self.expression(&part)?),
                Rule::span_unit => unit = Some(unit_of(keyword(&part))),
                Rule::later_amount => {
                    if keyword(&part) != "'s after" {
                        return None;
                    }
                    let mut inner = part.into_inner();
                    values.push(self.expression(&inner.next()?)?);
                    unit = inner.next().map(|n| unit_of(keyword(&n)));
                }
                _ => by = Some(self.key(&part)?),
            }
        }
        let mut values = values.into_iter();
        let (first, second) = (values.next()?, values.next()?);
        let (amount, anchor) = if english {
            (first, second)
        } else {
            (second, first)
        };
        let written = match amount.kind {
            ExprKind::Number(_, unit) => unit,
            _ => None,
        };
        Some(Report {
            of: of?,
            when,
            reports: Rows {
                name: name?,
                filter,
            },
            by,
            to,
            amount,
            unit: unit.or(written),
            anchor,
        })
    }

    /// `M per G must not rise K terms in a row`
    pub(super) fn trend(&mut self, node: &Node<'_>) -> Option<Trend> {
        let (mut per, mut value) = (Vec::new(), None);
        let (mut rising, mut times, mut during) = (false, None, None);
        for part in node.clone().into_inner() {
            match part.as_rule() {
                Rule::per => per = self.per(&part)?,
                Rule::value => value = Some(self.expression(&part)?),
                _ => {
                    for rest in part.into_inner() {
                        match rest.as_rule() {
                            Rule::direction => rising = keyword(&rest) == "rise",
                            Rule::primary => {
                                let mut number = self.primary(&rest)?;
                                // `2 months in a row`: the months are those of the measure.
                                if let ExprKind::Number(_, unit) = &mut number.kind {
                                    *unit = None;
                                }
                                times = Some(number);
                            }
                            _ => during = Some(self.during(&rest)?),
                        }
                    }
                }
            }
        }
        Some(Trend {
            per,
            value: value?,
            rising,
            times: times?,
            during,
        })
    }

    /// `is in term`, `is in term T`, `is in stage S`
    pub(super) fn in_period(&mut self, left: Expr, node: &Node<'_>) -> Option<Expr> {
        let span = left.span.to(self.span(node));
        let name = self.names_in(node).pop();
        let kind = match (keyword(node), name) {
            ("in stage", name) => ExprKind::InStage(Box::new(left), name?),
            (_, name) => ExprKind::InTerm(Box::new(left), name),
        };
        Some(expr(kind, span))
    }
}
