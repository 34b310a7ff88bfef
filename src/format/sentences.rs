//! Sentences of items, each in the word order of either vocabulary.

use super::Printer;
use super::comparisons::Test;
use super::counting::counted_alike;
use super::expressions::Level;
use super::line::Line;
use super::literals::percent;
use crate::syntax::ast::{
    CompareOp, Comparing, Expr, ExprKind, Group, ItemSeverity, PartLine, PartName, Rate, Reconcile,
    Record, Requirement, Rows, Sentence, SentenceKind,
};
use crate::types::Language;

impl Printer<'_> {
    /// A sentence.
    pub(super) fn sentence(&self, line: &mut Line, sentence: &Sentence) {
        let Sentence {
            kind,
            tolerating,
            aim,
            smallest,
            span,
        } = sentence;
        match kind {
            SentenceKind::Record(record) => self.record(line, record, span.start),
            SentenceKind::Reconcile(reconcile) => self.reconcile(line, reconcile),
            SentenceKind::Unique { of, by } => self.unique(line, of, by),
            SentenceKind::Dependency {
                of,
                same,
                dependent,
            } => self.dependency(line, of, same, dependent),
            SentenceKind::Group(group) => self.group(line, group),
            SentenceKind::Rate(rate) => self.rate(line, rate),
            SentenceKind::Schedule(schedule) => self.schedule(line, schedule, span.start),
            SentenceKind::Report(report) => self.report(line, report, span.start),
            SentenceKind::Trend(trend) => self.trend(line, trend, span.end),
            SentenceKind::Combinations(written) => self.combinations(line, written),
            SentenceKind::Sets(sets) => self.sets(line, sets),
            SentenceKind::Ranking(ranking) => self.ranking(line, ranking),
        }
        if *aim {
            line.say_as_aim();
        }
        self.smallest(line, smallest.as_ref());
        if let Some(share) = tolerating {
            line.pause();
            line.joining(self.pick("tolerating", "容许"));
            match share.kind {
                ExprKind::Number(number, _) => line.word(percent(number)),
                _ => self.any(line, share),
            }
            line.word(self.pick("not met", "不符"));
        }
    }

    fn record(&self, line: &mut Line, record: &Record, start: u32) {
        let Record { of, when, must } = record;
        let before = self.written.words(start, of.name.span.start);
        if let ([only], None) = (must.as_slice(), when) {
            if let (true, ExprKind::Has(relation)) = (before.is_empty(), &only.condition.kind) {
                self.rows(line, of);
                self.plain(line, self.called(&of.name, false), relation, only.negated);
                return;
            }
            let none = before == "no" || before == "任何";
            if none && only.negated && of.filter.is_none() {
                line.word(self.pick("no", "任何"));
                self.name_of_one(line, &of.name);
                line.joining(self.pick("where", "不得"));
                self.any(line, &only.condition);
                return;
            }
        }
        self.every(line, of, start);
        if let Some(when) = when {
            self.when(line, when);
        }
        if self.to == Language::Zh
            && let [only] = must.as_slice()
            && let Some((left, test)) = self.value_form(&only.condition)
        {
            line.word(if when.is_some() { "其" } else { "的" });
            self.expr(line, left, Level::Value);
            self.must_test(line, only.negated, &test);
            return;
        }
        self.requirements(line, must);
    }

    /// `every P`, 每名 P with the counting word that was written.
    pub(super) fn every(&self, line: &mut Line, of: &Rows, start: u32) {
        match self.to {
            Language::En => line.word("every"),
            Language::Zh => {
                let before = self.written.words(start, of.name.span.start);
                line.word(self.classifier(&before, self.called(&of.name, true)));
            }
        }
        self.rows_one_by_one(line, of);
    }

    /// 每 with the counting word that was written; 每个 where none was.
    fn classifier(&self, before: &str, rows: &str) -> String {
        let every = before
            .rfind('每')
            .map(|at| before.get(at..).unwrap_or_default());
        match every {
            Some("每个") if self.meanings.is_some() => counted_alike(rows).to_owned(),
            Some(every) if self.written.language == Language::Zh => every.replace(' ', ""),
            _ => "每个".to_owned(),
        }
    }

    /// `P have a R`, P 应有 R.
    fn plain(
        &self,
        line: &mut Line,
        rows: &str,
        relation: &crate::syntax::ast::Relation,
        negated: bool,
    ) {
        match (self.to, negated) {
            (Language::En, false) => {
                let verb = if is_plural(rows) { "have" } else { "has" };
                self.has(line, relation, (verb, "应有"));
            }
            (Language::En, true) => {
                line.joining("must");
                line.word("not");
                self.has(line, relation, ("have", "不得有"));
            }
            (Language::Zh, false) => self.has(line, relation, ("have", "应有")),
            (Language::Zh, true) => self.has(line, relation, ("have", "不得有")),
        }
    }

    /// The left side and the test of a condition that Chinese says as 的 年级 应 不低于 1.
    fn value_form<'e>(&self, condition: &'e Expr) -> Option<(&'e Expr, Test<'e>)> {
        if self.written.in_brackets(condition.span) {
            return None;
        }
        let (left, test) = self.comparison(condition)?;
        // 应 不等于 is read as "must not be equal to".
        let unequal =
            matches!(test, Test::Compare(CompareOp::NotEqual, wording, _) if wording != "<>");
        (!unequal).then_some((left, test))
    }

    /// `must have X and must have Y`
    pub(super) fn requirements(&self, line: &mut Line, must: &[Requirement]) {
        for (at, requirement) in must.iter().enumerate() {
            if at > 0 {
                line.joining(self.pick("and", "且"));
                self.requirement(line, requirement, true);
            } else {
                self.requirement(line, requirement, false);
            }
        }
    }

    fn requirement(&self, line: &mut Line, requirement: &Requirement, behind_and: bool) {
        let Requirement {
            negated,
            condition,
            span: _,
        } = requirement;
        if !behind_and {
            line.may_break_here();
        }
        let bare_has = !self.written.in_brackets(condition.span);
        match self.to {
            Language::En => {
                line.word("must");
                if *negated {
                    line.word("not");
                }
                if let (true, ExprKind::Has(relation)) = (bare_has, &condition.kind) {
                    self.has(line, relation, ("have", "有"));
                } else if let (true, ExprKind::HasEach(each)) = (bare_has, &condition.kind) {
                    self.has_each(line, each, "have");
                } else if bare_has && self.begins_with_has(condition) {
                    let mut said = Line::new(self.to);
                    match self.havable(condition) {
                        true => self.demanded(&mut said, condition),
                        false => self.any(&mut said, condition),
                    }
                    match said.first_word() {
                        "has" => said.begin_with("have"),
                        _ => line.word("be"),
                    }
                    line.append(said);
                } else if self.havable(condition) {
                    line.word("have");
                    self.demanded(line, condition);
                } else if let ExprKind::Beside(beside) = condition.kind {
                    line.word("be");
                    self.is_beside(line, beside, false, false);
                } else {
                    line.word("be");
                    self.any(line, condition);
                }
            }
            Language::Zh => {
                let word = if *negated { "不得" } else { "应" };
                if let (true, ExprKind::Has(relation)) = (bare_has, &condition.kind) {
                    self.has(
                        line,
                        relation,
                        ("", if *negated { "不得有" } else { "应有" }),
                    );
                } else {
                    let mut said = Line::new(self.to);
                    self.any(&mut said, condition);
                    match said.first_word() {
                        "有" => said.begin_with(if *negated { "不得有" } else { "应有" }),
                        // 应 非 … would be read as "must not".
                        "非" => {
                            line.word(word);
                            line.word("为");
                        }
                        _ => line.word(word),
                    }
                    line.append(said);
                }
            }
        }
    }

    /// The condition behind `must have`: comparisons without their `is`.
    fn demanded(&self, line: &mut Line, condition: &Expr) {
        self.bare(line, condition, false);
    }

    fn begins_with_has(&self, condition: &Expr) -> bool {
        match &condition.kind {
            ExprKind::Has(_) | ExprKind::HasEach(_) => true,
            ExprKind::And(all) | ExprKind::Or(all) => {
                all.first().is_some_and(|first| self.begins_with_has(first))
            }
            _ => false,
        }
    }

    /// `must be at least 1` behind a value.
    fn must_test(&self, line: &mut Line, negated: bool, test: &Test<'_>) {
        match self.to {
            Language::En => {
                line.joining("must");
                if negated {
                    line.word("not");
                }
                match test {
                    Test::Matches(..) => {}
                    Test::Compare(_, "is", right) => {
                        line.word("be");
                        self.expr(line, right, Level::Value);
                        return;
                    }
                    Test::Compare(..)
                    | Test::Between(..)
                    | Test::OneOf(_)
                    | Test::State(_)
                    | Test::Found(_)
                    | Test::Window(_)
                    | Test::Near(..)
                    | Test::ValidCitizenId
                    | Test::WorkingDay
                    | Test::InPeriod(..)
                    | Test::FullAge(..) => line.word("be"),
                }
            }
            Language::Zh => {
                if let Test::Compare(_, "为", right) = test {
                    line.joining(if negated { "不得为" } else { "应为" });
                    self.expr(line, right, Level::Value);
                    return;
                }
                line.joining(if negated { "不得" } else { "应" });
            }
        }
        match test {
            Test::Compare(CompareOp::NotEqual, _, right) => {
                self.test(
                    line,
                    &Test::Compare(CompareOp::NotEqual, "<>", right),
                    false,
                );
            }
            test => self.test(line, test, false),
        }
    }

    fn reconcile(&self, line: &mut Line, reconcile: &Reconcile) {
        // The lines of its parts are clauses of their own.
        let Reconcile {
            sources,
            by,
            comparing,
            explained,
            parts: _,
        } = reconcile;
        let mut sources = sources.iter();
        if let Some(first) = sources.next() {
            self.rows_before_key(line, first);
        }
        line.word(self.pick("matches", "与"));
        let others: Vec<&Rows> = sources.collect();
        self.list(line, &others, |printer, line, rows| {
            printer.rows_before_key(line, rows);
        });
        if let Some(key) = by {
            self.key(line, key);
        }
        if comparing.is_empty() {
            if self.to == Language::Zh {
                line.joining("一致");
            }
        } else {
            line.joining(self.pick("comparing", "比对"));
            self.list(line, comparing, |printer, line, field| {
                printer.compared(line, field);
            });
        }
        if let Some(condition) = explained {
            line.on_new_line(self.pick("explained", "已说明"));
            line.word(self.pick("where", "其中"));
            self.any(line, condition);
        }
    }

    fn compared(&self, line: &mut Line, field: &Comparing) {
        let Comparing {
            column,
            as_written,
            within,
        } = field;
        self.name(line, column);
        if *as_written {
            line.word(self.pick("as written", "照原文"));
        }
        if let Some(within) = within {
            line.word(self.pick("within", "相差不超过"));
            self.expr(line, within, Level::Value);
        }
    }

    fn unique(&self, line: &mut Line, of: &Rows, by: &[Expr]) {
        self.rows_before_key(line, of);
        match self.to {
            Language::En => {
                let plural = is_plural(self.called(&of.name, false));
                line.word(if plural {
                    "are unique by"
                } else {
                    "is unique by"
                });
                self.paths(line, by);
            }
            Language::Zh => {
                line.joining("按");
                self.paths(line, by);
                line.word("不重复");
            }
        }
    }

    fn dependency(&self, line: &mut Line, of: &Rows, same: &[Expr], dependent: &[Expr]) {
        match self.to {
            Language::En => {
                self.rows_before_key(line, of);
                line.word("of the same");
                self.paths(line, same);
                let plural = is_plural(self.called(&of.name, false));
                line.word(if plural {
                    "have the same"
                } else {
                    "has the same"
                });
                self.paths(line, dependent);
            }
            Language::Zh => {
                line.word("同一");
                self.paths(line, same);
                line.word("的");
                self.rows_before_key(line, of);
                line.joining("应");
                self.paths(line, dependent);
                line.word("相同");
            }
        }
    }

    /// ` per G, G2`
    pub(super) fn per(&self, line: &mut Line, per: &[Expr]) {
        if per.is_empty() {
            return;
        }
        line.joining(self.pick("per", "各"));
        self.list(line, per, |printer, line, group| match &group.kind {
            ExprKind::Name(name) if !printer.written.in_brackets(group.span) => {
                printer.name_of_one(line, name);
            }
            _ => printer.expr(line, group, Level::Primary),
        });
    }

    fn group(&self, line: &mut Line, group: &Group) {
        let Group { per, of, must } = group;
        let Some((left, test)) = self.comparison(&must.condition) else {
            return;
        };
        // 满 6 周岁 belongs to rows; a group has its value on the left.
        let last = per.last().map_or(left.span.start, |last| last.span.end);
        let gap = self.written.words(last, left.span.start);
        let with_colon = !of.is_empty() || gap.contains(':');
        if with_colon {
            self.per(line, per);
            if !of.is_empty() {
                line.word(self.pick("of", "于"));
                self.list(line, of, |printer, line, rows| printer.rows(line, rows));
            }
            line.group_colon();
            self.value(line, left);
        } else {
            match self.to {
                Language::En => {
                    self.value(line, left);
                    self.per(line, per);
                }
                Language::Zh => {
                    self.per(line, per);
                    let mut value = Line::new(self.to);
                    self.value(&mut value, left);
                    // A bracket behind a name would be read as the lookup of a table.
                    if value.first_word() == "（" && !per.is_empty() {
                        line.word("的");
                    }
                    line.append(value);
                }
            }
        }
        self.must_test(line, must.negated, &test);
    }

    fn rate(&self, line: &mut Line, rate: &Rate) {
        let Rate {
            bound,
            share,
            of,
            per,
            must,
        } = rate;
        if self.to == Language::Zh {
            self.per(line, per);
        }
        line.word(match bound {
            CompareOp::AtMost => self.pick("at most", "至多"),
            CompareOp::More => self.pick("more than", "大于"),
            CompareOp::Less => self.pick("less than", "少于"),
            CompareOp::AtLeast | CompareOp::Equal | CompareOp::NotEqual | CompareOp::Same => {
                self.pick("at least", "至少")
            }
        });
        self.expr(line, share, Level::Primary);
        line.word(self.pick("of", "的"));
        self.rows(line, of);
        if self.to == Language::En {
            self.per(line, per);
        }
        self.requirements(line, must);
    }

    /// A part of a reconciliation.
    pub(super) fn part_name(&self, line: &mut Line, part: &PartName) {
        match (part, self.to) {
            (PartName::NotIn(name), Language::En) => {
                line.word("not in");
                self.name(line, name);
            }
            (PartName::NotIn(name), Language::Zh) => {
                line.word("不在");
                self.name(line, name);
                line.word("中");
            }
            (PartName::RepeatedIn(name), Language::En) => {
                line.word("repeated in");
                self.name(line, name);
            }
            (PartName::RepeatedIn(name), Language::Zh) => {
                line.word("在");
                self.name(line, name);
                line.word("中重复");
            }
            (PartName::Differs(name), Language::En) => {
                line.word("differs in");
                self.name(line, name);
            }
            (PartName::Differs(name), Language::Zh) => {
                self.name(line, name);
                line.word("不同");
            }
        }
    }

    /// A line for one part of a reconciliation.
    pub(super) fn part_line(&self, line: &mut Line, part: &PartLine) {
        let PartLine {
            part,
            not_judged,
            severity,
            owners,
            message,
            except,
        } = part;
        self.part_name(line, part);
        line.colon();
        let mut first = true;
        let mut next = |line: &mut Line| {
            if !first {
                line.pause();
            }
            first = false;
        };
        if *not_judged {
            next(line);
            line.word(self.pick("not judged", "不判"));
        }
        if let Some(severity) = severity {
            next(line);
            line.word(self.pick("severity", "等级"));
            line.word(self.severity(*severity));
        }
        if !owners.is_empty() {
            next(line);
            line.word(self.pick("owner", "责任单位"));
            self.list(line, owners, |printer, line, owner| {
                printer.title(line, owner)
            });
        }
        if let Some(message) = message {
            next(line);
            line.word(self.pick("message", "消息"));
            self.title(line, message);
        }
        if !except.is_empty() {
            next(line);
            line.word(self.pick("except", "除外"));
            self.list(line, except, |printer, line, name| printer.name(line, name));
        }
    }

    /// How grave.
    pub(super) fn severity(&self, severity: ItemSeverity) -> &'static str {
        match severity {
            ItemSeverity::Critical => self.pick("critical", "严重"),
            ItemSeverity::Major => self.pick("major", "重要"),
            ItemSeverity::Minor => self.pick("minor", "一般"),
            ItemSeverity::Note => self.pick("note", "提示"),
        }
    }
}

/// Whether the name of rows reads as a plural; Chinese names count as one.
fn is_plural(name: &str) -> bool {
    !name.is_ascii() || name.ends_with('s')
}
