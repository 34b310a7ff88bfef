//! Calendars, schedules, duties after an event, trends, and what is asked of a calendar.

use super::Printer;
use super::expressions::Level;
use super::line::Line;
use crate::syntax::ast::{
    Cadence, Calendar, DueDay, During, Each, Expr, ExprKind, Function, LatestDay, Moment, Name,
    Report, Roles, Schedule, Trend,
};
use crate::types::date::WEEKDAYS;
use crate::types::{Date, Language, Unit};

/// What the periods of a trend are called.
const PERIODS: [(&str, &str); 5] = [
    ("weeks", "周"),
    ("months", "个月"),
    ("quarters", "个季度"),
    ("terms", "个学期"),
    ("years", "年"),
];

impl Printer<'_> {
    /// A line of a calendar: the `nth` of its word.
    pub(super) fn calendar_clause(
        &self,
        line: &mut Line,
        calendar: &Calendar,
        word: &str,
        span: crate::source::Span,
        nth: usize,
    ) -> Option<()> {
        match word {
            "term" | "stage" => {
                let (periods, term) = match word {
                    "term" => (&calendar.terms, true),
                    _ => (&calendar.stages, false),
                };
                let period = periods.get(nth)?;
                line.word(if term {
                    self.pick("term", "学期")
                } else {
                    self.pick("stage", "阶段")
                });
                self.declared(line, &period.names);
                self.stretch(line, period.from, period.to);
            }
            "terms from" => {
                let rows = calendar.rows.as_ref()?;
                line.word(self.pick("terms from", "学期取自"));
                self.name(line, &rows.dataset);
                if let Some(whose) = &rows.per {
                    line.word(self.pick("per", "各"));
                    self.name(line, whose);
                }
                line.group_colon();
                let columns = [&rows.term, &rows.opens, &rows.closes];
                self.list(line, &columns, |printer, line, column| {
                    printer.name(line, column);
                });
            }
            "holiday" => {
                let holiday = calendar.holidays.get(nth)?;
                line.word(self.pick("holiday", "假日"));
                if let Some(title) = &holiday.title {
                    self.title(line, title);
                }
                if holiday.from == holiday.to
                    && !self.written.slice(span).contains(['至', '到'])
                    && !self.written.words(span.start, span.end).contains(" to ")
                {
                    line.word(self.date(holiday.from));
                } else {
                    self.stretch(line, holiday.from, holiday.to);
                }
            }
            "working day" => {
                // The days of one line are those that stand in it.
                let text = self.written.slice(span);
                let written = |day: &&Date| {
                    let (year, month, of) = day.parts();
                    [
                        format!("{year}-{month:02}-{of:02}"),
                        format!("{year}-{month}-{of}"),
                        format!("{year}年{month}月{of}日"),
                        format!("{year}年{month:02}月{of:02}日"),
                    ]
                    .iter()
                    .any(|day| text.contains(day.as_str()))
                };
                let days: Vec<Date> = calendar.working.iter().filter(written).copied().collect();
                line.word(self.pick("working day", "工作日"));
                self.list(line, &days, |printer, line, day| {
                    line.word(printer.date(*day));
                });
            }
            _ => {
                let (from, to) = calendar.covers?;
                line.word(self.pick("covers", "涵盖"));
                self.stretch(line, from, to);
            }
        }
        Some(())
    }

    fn stretch(&self, line: &mut Line, from: Date, to: Date) {
        line.word(self.pick("from", "自"));
        line.word(self.date(from));
        line.word(self.pick("to", "至"));
        line.word(self.date(to));
    }

    /// `sender COL` and the like.
    pub(super) fn role(&self, line: &mut Line, roles: &Roles, word: &str) -> Option<()> {
        let Roles {
            sender,
            recipient,
            period,
            submitted,
        } = roles;
        let (name, words): (&Option<Name>, _) = match word {
            "sender" => (sender, ("sender", "报送方")),
            "recipient" => (recipient, ("recipient", "接收方")),
            "period" => (period, ("period", "期次")),
            _ => (submitted, ("submitted on", "报送日")),
        };
        line.word(self.pick(words.0, words.1));
        self.name(line, name.as_ref()?);
        Some(())
    }

    fn cadence(&self, cadence: Cadence) -> &'static str {
        match cadence {
            Cadence::Week => self.pick("each week", "每周"),
            Cadence::Month => self.pick("each month", "每月"),
            Cadence::Quarter => self.pick("each quarter", "每季度"),
            Cadence::Term => self.pick("each term", "每学期"),
            Cadence::Year => self.pick("each year", "每年"),
        }
    }

    /// `each month of COL`, 按 COL 每月
    pub(super) fn each(&self, line: &mut Line, each: &Each) {
        let Each {
            cadence,
            of,
            span: _,
        } = each;
        if let (Some(of), Language::Zh) = (of, self.to) {
            line.joining("按");
            self.name(line, of);
        }
        line.word(self.cadence(*cadence));
        if let (Some(of), Language::En) = (of, self.to) {
            line.word("of");
            self.name(line, of);
        }
    }

    fn moment(&self, line: &mut Line, moment: &Moment) {
        match moment {
            Moment::Day(day) => line.word(self.date(*day)),
            Moment::Month(year, month) => line.word(self.month(*year, *month)),
            Moment::Term(name) => self.name(line, name),
        }
    }

    /// A month.
    pub(super) fn month(&self, year: i32, month: u32) -> String {
        match self.to {
            Language::En => format!("{year:04}-{month:02}"),
            Language::Zh => format!("{year:04}年{month}月"),
        }
    }

    fn during(&self, line: &mut Line, during: Option<&During>) {
        let Some(During { from, to, span: _ }) = during else {
            return;
        };
        line.word(self.pick("from", "自"));
        self.moment(line, from);
        line.word(self.pick("to", "至"));
        self.moment(line, to);
    }

    fn latest_day(&self, line: &mut Line, deadline: LatestDay, cadence: Cadence) {
        let (en, zh) = match cadence {
            Cadence::Week => ("of the next week", "次周"),
            Cadence::Month => ("of the next month", "次月"),
            Cadence::Quarter => ("of the next quarter", "次季度"),
            Cadence::Term => ("of the next term", "次学期"),
            Cadence::Year => ("of the next year", "次年"),
        };
        line.word(self.pick("no later than", "不晚于"));
        if deadline.next && self.to == Language::Zh {
            line.word(zh);
        }
        match (deadline.day, self.to) {
            (DueDay::Weekday(day), _) => {
                let day = WEEKDAYS.get(day as usize - 1).copied().unwrap_or_default();
                line.word(self.pick(day.0, day.1));
            }
            (DueDay::Day(day), Language::En) => line.word(format!("day {day}")),
            (DueDay::Day(day), Language::Zh) => line.word(format!("{day} 日")),
            (DueDay::Last, _) => line.word(self.pick("the last day", "最后一日")),
        }
        if deadline.next && self.to == Language::En {
            line.word(en);
        }
    }

    /// `every S must submit D to R each month …`
    pub(super) fn schedule(&self, line: &mut Line, schedule: &Schedule, start: u32) {
        let Schedule {
            of,
            at_least,
            deliveries,
            by,
            to,
            submits,
            cadence,
            during,
            deadline,
            itself_counts,
            in_term,
        } = schedule;
        self.every(line, of, start);
        let minimum = !submits;
        line.joining(self.pick("must", if minimum { "应有" } else { "应" }));
        if !to.is_empty() && self.to == Language::Zh {
            line.word("向");
            self.values(line, to);
        }
        if !(minimum && self.to == Language::Zh) {
            line.word(match (self.to, minimum) {
                (Language::En, true) => "have",
                _ => self.pick("submit", "报送"),
            });
        }
        if let Some(number) = at_least {
            line.word(self.pick("at least", "至少"));
            self.expr(line, number, Level::Primary);
        }
        self.name(line, &deliveries.name);
        if let Some(key) = by {
            self.key(line, key);
        }
        self.filter(line, deliveries.filter.as_deref());
        if !to.is_empty() && self.to == Language::En {
            line.word("to");
            self.values(line, to);
        }
        line.word(self.cadence(*cadence));
        self.during(line, during.as_ref());
        if let Some(deadline) = deadline {
            self.latest_day(line, *deadline, *cadence);
        }
        if let Some(counts) = itself_counts {
            line.pause();
            line.word(if *counts {
                self.pick("the day itself counts", "当日计入")
            } else {
                self.pick("the day itself does not count", "当日不计")
            });
        }
        if *in_term {
            line.pause();
            line.word(self.pick("in term only", "仅学期内"));
        }
    }

    /// `when C`, 当 C 时
    pub(super) fn when(&self, line: &mut Line, when: &Expr) {
        line.joining(self.pick("when", "当"));
        self.any(line, when);
        if self.to == Language::Zh {
            line.word("时");
        }
        line.pause();
    }

    /// A unit of time behind a number.
    pub(super) fn unit_of_time(&self, unit: Unit) -> &'static str {
        match unit {
            Unit::Months => self.pick("months", "个月"),
            Unit::Years => self.pick("years", "周年"),
            Unit::WorkingDays => self.pick("working days", "个工作日"),
            Unit::Days | Unit::Yuan | Unit::Percent => self.pick("days", "天"),
        }
    }

    /// `every E must be reported in D to A, B within 3 days after DAY`
    pub(super) fn report(&self, line: &mut Line, report: &Report, start: u32) {
        let Report {
            of,
            when,
            reports,
            by,
            to,
            amount,
            unit,
            anchor,
        } = report;
        self.every(line, of, start);
        if let Some(when) = when {
            self.when(line, when);
        }
        let mut words = Line::new(self.to);
        self.expr(&mut words, amount, Level::Value);
        let said =
            |unit: &Unit| matches!(amount.kind, ExprKind::Number(_, Some(own)) if own == *unit);
        if let Some(unit) = unit.filter(|unit| !said(unit)) {
            words.word(self.unit_of_time(unit));
        }
        match self.to {
            Language::En => {
                line.word("must be reported in");
                self.rows(line, reports);
                line.word("to");
                self.values(line, to);
                line.joining("within");
                line.append(words);
                line.word("after");
                self.expr(line, anchor, Level::Value);
            }
            Language::Zh => {
                line.joining("应");
                line.word("在");
                self.expr(line, anchor, Level::Value);
                line.word("后");
                line.append(words);
                line.word("内");
                line.word("以");
                self.rows(line, reports);
                line.word("报送");
                self.values(line, to);
            }
        }
        if let Some(key) = by {
            self.key(line, key);
        }
    }

    /// `M per G must not rise 2 periods in a row`, 各 G M 不得 连续 2 期 上升
    pub(super) fn trend(&self, line: &mut Line, trend: &Trend, end: u32) {
        let Trend {
            per,
            value,
            rising,
            times,
            during,
        } = trend;
        let mut number = Line::new(self.to);
        match &times.kind {
            ExprKind::Number(count, _) => number.word(count.to_string()),
            _ => self.expr(&mut number, times, Level::Primary),
        }
        let periods = self.periods(
            times,
            during.as_ref().map_or(end, |during| during.span.start),
        );
        match self.to {
            Language::En => {
                self.expr(line, value, Level::Value);
                self.per(line, per);
                line.word(if *rising {
                    "must not rise"
                } else {
                    "must not fall"
                });
                line.append(number);
                line.word(format!("{} in a row", periods.0));
            }
            Language::Zh => {
                self.per(line, per);
                self.expr(line, value, Level::Value);
                line.word("不得 连续");
                line.append(number);
                line.word(periods.1);
                line.word(if *rising { "上升" } else { "下降" });
            }
        }
        self.during(line, during.as_ref());
    }

    /// What the periods of a trend were called; the tree knows only how many they are. Behind a name Chinese calls them 期.
    fn periods(&self, times: &Expr, end: u32) -> (&'static str, &'static str) {
        let number = matches!(times.kind, ExprKind::Number(..));
        let said = self.written.words(times.span.start, end);
        let begins = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '.');
        let behind = said.trim_start_matches(begins);
        let called =
            |(en, zh): &&(&str, &str)| behind.starts_with(self.written.language.pick(en, zh));
        PERIODS
            .iter()
            .find(called)
            .filter(|_| number)
            .copied()
            .unwrap_or(("periods", "期"))
    }

    /// `groups under 10 are not judged`
    pub(super) fn smallest(&self, line: &mut Line, smallest: Option<&Expr>) {
        let Some(smallest) = smallest else { return };
        line.pause();
        line.word(self.pick("groups under", "少于"));
        self.expr(line, smallest, Level::Primary);
        line.word(self.pick("are not judged", "的组 不判"));
    }

    /// A function that a calendar answers, and others of days; whether it is one of them.
    pub(super) fn function_of_days(
        &self,
        line: &mut Line,
        function: Function,
        operands: &[Expr],
    ) -> bool {
        let (en, zh) = match function {
            Function::Week => ("week of", "的周次"),
            Function::Quarter => ("quarter of", "的季度"),
            Function::Term => ("term of", "所在学期"),
            Function::Stage => ("stage of", "所在阶段"),
            Function::Opening => ("opening of", "的开学日"),
            Function::Closing => ("closing of", "的放假日"),
            Function::NextTerm => ("next term of", "的下一学期"),
            Function::PreviousTerm => ("previous term of", "的上一学期"),
            Function::WorkingDays | Function::LastBirthday => {
                let [from, to] = operands else { return true };
                let working = function == Function::WorkingDays;
                line.word(match self.to {
                    Language::En if working => "working days from",
                    Language::En => "last birthday of",
                    Language::Zh => "从",
                });
                self.expr(line, from, Level::Primary);
                line.word(match self.to {
                    Language::En if working => "to",
                    Language::En => "on",
                    Language::Zh => "到",
                });
                self.expr(line, to, Level::Primary);
                if self.to == Language::Zh {
                    line.word(if working {
                        "的工作日数"
                    } else {
                        "的最近生日"
                    });
                }
                return true;
            }
            _ => return false,
        };
        let Some(operand) = operands.first() else {
            return true;
        };
        if self.to == Language::En {
            line.word(en);
        }
        self.expr(line, operand, Level::Primary);
        if self.to == Language::Zh {
            line.word(zh);
        }
        true
    }

    /// `in term`, `in term T`, `in stage S`
    pub(super) fn in_period(&self, line: &mut Line, stage: bool, name: Option<&Name>) {
        let Some(name) = name else {
            line.word(self.pick("in term", "在学期内"));
            return;
        };
        line.word(if stage {
            self.pick("in stage", "在阶段")
        } else {
            self.pick("in term", "在学期")
        });
        self.name(line, name);
        if self.to == Language::Zh {
            line.word("内");
        }
    }
}
