//! Functions, aggregates and relations: in English before their operand, in Chinese mostly behind it.

use super::Printer;
use super::expressions::{Level, takes_a_key};
use super::line::Line;
use super::literals::percent;
use crate::syntax::ast::{
    Aggregate, AggregateFunction, Expr, ExprKind, Function, Key, Name, Quantity, Relation, Rows,
};
use crate::types::{Language, Number};

impl Printer<'_> {
    /// Rows: `P where C`.
    pub(super) fn rows(&self, line: &mut Line, rows: &Rows) {
        self.name(line, &rows.name);
        self.filter(line, rows.filter.as_deref());
    }

    /// Rows of which one is spoken of: `every P where C`.
    pub(super) fn rows_one_by_one(&self, line: &mut Line, rows: &Rows) {
        self.name_of_one(line, &rows.name);
        self.filter(line, rows.filter.as_deref());
    }

    /// Rows before a key that is not theirs.
    pub(super) fn rows_before_key(&self, line: &mut Line, rows: &Rows) {
        self.name(line, &rows.name);
        let Some(filter) = &rows.filter else { return };
        line.joining(self.pick("where", "其中"));
        if takes_a_key(filter) {
            line.open(false);
            self.bare(line, filter, true);
            line.close();
        } else {
            self.any(line, filter);
        }
    }

    /// ` where C`
    pub(super) fn filter(&self, line: &mut Line, filter: Option<&Expr>) {
        if let Some(filter) = filter {
            line.joining(self.pick("where", "其中"));
            self.any(line, filter);
        }
    }

    /// ` by K or by K2`
    pub(super) fn key(&self, line: &mut Line, key: &Key) {
        line.joining(self.pick("by", "按"));
        self.paths(line, &key.first);
        if !key.second.is_empty() {
            line.joining(self.pick("or by", "或按"));
            self.paths(line, &key.second);
        }
    }

    /// `has a R`, with the verb given.
    pub(super) fn has(&self, line: &mut Line, relation: &Relation, verb: (&str, &str)) {
        let Relation {
            quantity,
            named,
            of,
            by,
        } = relation;
        match self.to {
            Language::En => self.has_en(line, quantity, *named, of, verb.0),
            Language::Zh => self.has_zh(line, quantity, *named, verb.1),
        }
        if speaks_of_one(quantity) {
            self.name_of_one(line, &of.name);
        } else {
            self.name(line, &of.name);
        }
        if let Some(key) = by {
            self.key(line, key);
        }
        self.filter(line, of.filter.as_deref());
    }

    fn has_en(&self, line: &mut Line, quantity: &Quantity, named: bool, of: &Rows, verb: &str) {
        line.word(verb);
        match quantity {
            Quantity::Some if named => line.word("a"),
            Quantity::Some => {
                let vowel = self
                    .called(&of.name, true)
                    .starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
                line.word(if vowel { "an" } else { "a" });
            }
            Quantity::None => line.word("no"),
            Quantity::AtLeast(amount) => self.amount_of(line, "at least", amount),
            Quantity::AtMost(amount) => self.amount_of(line, "at most", amount),
            Quantity::Exactly(amount) if is_one(amount) => line.word("exactly one"),
            Quantity::Exactly(amount) => self.amount_of(line, "exactly", amount),
        }
        if named {
            line.word("named");
        }
    }

    fn has_zh(&self, line: &mut Line, quantity: &Quantity, named: bool, verb: &str) {
        match quantity {
            Quantity::Some => line.word(verb),
            Quantity::None => line.word(match verb {
                "应有" => "应无",
                "有" => "没有",
                _ => "不得 没有",
            }),
            Quantity::AtLeast(amount) => {
                line.word(verb);
                self.amount_of(line, "至少", amount);
            }
            Quantity::AtMost(amount) => {
                line.word(verb);
                self.amount_of(line, "至多", amount);
            }
            Quantity::Exactly(amount) if is_one(amount) => {
                line.word(verb);
                let written = self.written.slice(amount.span);
                let kept = written.starts_with("恰好一") && !written.contains(char::is_whitespace);
                line.word(if kept { written } else { "恰好一条" });
            }
            Quantity::Exactly(amount) => {
                line.word(verb);
                self.amount_of(line, "恰好", amount);
            }
        }
        if named {
            line.word("明确的");
        }
    }

    /// `at least 2`; Chinese counts with 条 where nothing else is written.
    fn amount_of(&self, line: &mut Line, bound: &str, amount: &Expr) {
        line.word(bound);
        if let ExprKind::Number(number, None) = amount.kind
            && self.to == Language::Zh
            && !self.written.in_brackets(amount.span)
        {
            let digits = self.number(number, None, amount.span);
            let counted = digits.contains(' ');
            line.word(if counted {
                digits
            } else {
                format!("{digits} 条")
            });
        } else {
            self.expr(line, amount, Level::Primary);
        }
    }

    /// The headers of a dataset.
    pub(super) fn headers(&self, line: &mut Line, dataset: &Name) {
        if self.to == Language::En {
            line.word("headers of");
        }
        self.name(line, dataset);
        if self.to == Language::Zh {
            line.word("的表头");
        }
    }

    /// A function of a row.
    pub(super) fn function(&self, line: &mut Line, function: Function, operands: &[Expr]) {
        let operand = |line: &mut Line, at: usize| {
            if let Some(operand) = operands.get(at) {
                self.expr(line, operand, Level::Primary);
            }
        };
        if self.function_of_days(line, function, operands) {
            return;
        }
        let (before, behind) = match function {
            Function::IsWorkingDay => ("", "为工作日"),
            // Printed above.
            Function::Week
            | Function::Quarter
            | Function::LastBirthday
            | Function::WorkingDays
            | Function::Term
            | Function::Stage
            | Function::Opening
            | Function::Closing
            | Function::NextTerm
            | Function::PreviousTerm => return,
            Function::Month => ("month of", "的月份"),
            Function::Year => ("year of", "的年份"),
            Function::Length => ("length of", "的长度"),
            Function::BirthDate => ("birth date of", "的出生日期"),
            Function::Sex => ("sex of", "的性别"),
            Function::ValidCitizenId => ("", "为有效身份证号"),
            Function::Age | Function::DaysBetween => {
                let age = function == Function::Age;
                line.word(match self.to {
                    Language::En if age => "age of",
                    Language::En => "days from",
                    Language::Zh => "从",
                });
                operand(line, 0);
                line.word(match self.to {
                    Language::En if age => "on",
                    Language::En => "to",
                    Language::Zh => "到",
                });
                operand(line, 1);
                if self.to == Language::Zh {
                    line.word(if age { "的周岁" } else { "的天数" });
                }
                return;
            }
            Function::Earlier | Function::Later => {
                line.word(if function == Function::Earlier {
                    self.pick("earlier of", "较早者")
                } else {
                    self.pick("later of", "较晚者")
                });
                self.values(line, operands);
                return;
            }
            Function::Rounded => return self.rounded(line, operands),
            Function::Part => return self.part(line, operands),
        };
        match self.to {
            Language::En => {
                line.word(before);
                operand(line, 0);
            }
            Language::Zh => {
                operand(line, 0);
                line.word(behind);
            }
        }
    }

    /// `rounded E to 2 places`, E 保留 2 位小数
    fn rounded(&self, line: &mut Line, operands: &[Expr]) {
        let [value, places] = operands else { return };
        let ExprKind::Number(places, _) = places.kind else {
            return;
        };
        if self.to == Language::En {
            line.word("rounded");
        }
        self.expr(line, value, Level::Primary);
        match self.to {
            Language::En if places == Number::integer(1) => line.word("to 1 place"),
            Language::En => line.word(format!("to {places} places")),
            Language::Zh => line.word(format!("保留 {places} 位小数")),
        }
    }

    /// `part A to B of T`, T 的第 A 至 B 位
    fn part(&self, line: &mut Line, operands: &[Expr]) {
        let [text, first, last] = operands else {
            return;
        };
        match self.to {
            Language::En => {
                line.word("part");
                self.expr(line, first, Level::Value);
                line.word("to");
                self.expr(line, last, Level::Primary);
                line.word("of");
                self.expr(line, text, Level::Primary);
            }
            Language::Zh => {
                self.expr(line, text, Level::Primary);
                line.word("的第");
                self.expr(line, first, Level::Value);
                line.word("至");
                match last.kind {
                    ExprKind::Number(number, None) if !self.written.in_brackets(last.span) => {
                        line.word(format!("{number} 位"));
                    }
                    _ => self.expr(line, last, Level::Primary),
                }
            }
        }
    }

    /// An aggregate.
    pub(super) fn aggregate(&self, line: &mut Line, aggregate: &Aggregate) {
        let Aggregate {
            function,
            given_only,
            of,
            filter,
            ..
        } = aggregate;
        if matches!(of.kind, ExprKind::Run) {
            line.word(self.pick("count of the same run", "同段数量"));
            return self.filter(line, filter.as_ref());
        }
        if *function == AggregateFunction::Share {
            return self.share(line, aggregate);
        }
        match self.to {
            Language::En => {
                line.word(self.aggregate_en(function));
                if *given_only {
                    line.word("given");
                }
                self.of_many(line, of);
            }
            Language::Zh => {
                if *function == AggregateFunction::CountDifferent {
                    line.word("不同的");
                }
                self.of_many(line, of);
                line.word(self.aggregate_zh(function));
                if *given_only {
                    line.word("仅计已填");
                }
            }
        }
        self.scope(line, aggregate);
    }

    /// What an aggregate is over: the rows before a dot are all of them.
    fn of_many(&self, line: &mut Line, of: &Expr) {
        match &of.kind {
            ExprKind::Path(base, field)
                if !self.written.in_brackets(of.span)
                    && matches!(base.kind, ExprKind::Name(_) | ExprKind::Path(..)) =>
            {
                self.of_many(line, base);
                line.tight(".");
                self.name(line, field);
            }
            ExprKind::Name(name) if !self.written.in_brackets(of.span) => self.name(line, name),
            _ => self.expr(line, of, Level::Primary),
        }
    }

    /// `of the same K by K or by K2 where F`
    fn scope(&self, line: &mut Line, aggregate: &Aggregate) {
        if !aggregate.same.is_empty() {
            self.same(line, &aggregate.same);
        }
        if let Some(key) = &aggregate.by {
            self.key(line, key);
        }
        self.filter(line, aggregate.filter.as_ref());
    }

    fn aggregate_en(&self, function: &AggregateFunction) -> String {
        let word = match function {
            AggregateFunction::Count => "count of",
            AggregateFunction::CountDifferent => "count of different",
            AggregateFunction::Total => "total of",
            AggregateFunction::Mean => "mean of",
            AggregateFunction::Median => "median of",
            AggregateFunction::Least => "least of",
            AggregateFunction::Largest => "largest of",
            AggregateFunction::StandardDeviation => "standard deviation of",
            AggregateFunction::MostCommon => "most common of",
            AggregateFunction::Share => "share of",
            AggregateFunction::Quantile(share) => {
                return format!("quantile {} of", percent(*share));
            }
        };
        word.to_owned()
    }

    fn aggregate_zh(&self, function: &AggregateFunction) -> String {
        let word = match function {
            AggregateFunction::Count | AggregateFunction::CountDifferent => "数量",
            AggregateFunction::Total => "合计",
            AggregateFunction::Mean => "平均值",
            AggregateFunction::Median => "中位数",
            AggregateFunction::Least => "最小值",
            AggregateFunction::Largest => "最大值",
            AggregateFunction::StandardDeviation => "标准差",
            AggregateFunction::MostCommon => "众数",
            AggregateFunction::Share => "的占比",
            AggregateFunction::Quantile(share) => return format!("的 {} 分位数", percent(*share)),
        };
        word.to_owned()
    }

    /// `share of P of the same K where F that C`, P 中 C 的占比 同一 K 其中 F
    fn share(&self, line: &mut Line, aggregate: &Aggregate) {
        let Aggregate { of, that, .. } = aggregate;
        match self.to {
            Language::En => {
                line.word("share of");
                self.expr(line, of, Level::Primary);
                self.scope(line, aggregate);
                line.joining("that");
                if let Some(that) = that {
                    self.shared(line, that);
                }
            }
            Language::Zh => {
                // 同一 K 的 P 中 C 的占比
                let in_front = aggregate.by.is_none()
                    && aggregate.filter.is_none()
                    && !aggregate.same.is_empty()
                    && !matches!(
                        aggregate.same[..],
                        [Expr {
                            kind: ExprKind::Run,
                            ..
                        }]
                    );
                if in_front {
                    line.word("同一");
                    self.paths(line, &aggregate.same);
                    line.word("的");
                }
                self.expr(line, of, Level::Primary);
                line.word("中");
                if let Some(that) = that {
                    self.any(line, that);
                }
                line.word("的占比");
                if !in_front {
                    self.scope(line, aggregate);
                }
            }
        }
    }

    /// The condition behind `that`: `that have a roster`.
    fn shared(&self, line: &mut Line, that: &Expr) {
        match &that.kind {
            ExprKind::Has(relation) if !self.written.in_brackets(that.span) => {
                self.has(line, relation, ("have", "有"));
            }
            _ => self.any(line, that),
        }
    }
}

fn speaks_of_one(quantity: &Quantity) -> bool {
    match quantity {
        Quantity::Some | Quantity::None => true,
        Quantity::AtLeast(amount) | Quantity::AtMost(amount) | Quantity::Exactly(amount) => {
            is_one(amount)
        }
    }
}

fn is_one(amount: &Expr) -> bool {
    matches!(amount.kind, ExprKind::Number(number, None) if number == Number::integer(1))
}
