//! Declarations and their clauses, in the order in which they were written.

use super::Printer;
use super::comparisons::Test;
use super::expressions::Level;
use super::line::Line;
use super::literals::in_quotes;
use crate::source::Span;
use crate::syntax::ast::{
    Citation, Column, ColumnType, Dataset, Declaration, Item, Name, Names, SentenceKind, Setting,
    SettingType, Stricter, Table, TableCell, Title,
};
use crate::syntax::outline::LineKind;
use crate::types::Language;
use crate::types::width::is_chinese;

/// A clause as it is printed.
pub(super) enum Printed {
    /// A line of words.
    Line(Line),
    /// The cells of a table row.
    Row(Vec<Line>),
}

impl Printer<'_> {
    /// The head of a declaration, with its header word.
    pub(super) fn head(&self, declaration: &Declaration) -> Line {
        let mut line = Line::new(self.to);
        match declaration {
            Declaration::Checklist(checklist) => {
                line.word(self.pick("checklist", "检查清单"));
                self.name(&mut line, &checklist.id);
                self.maybe_title(&mut line, checklist.title.as_ref());
            }
            Declaration::Use(name) => {
                line.word(self.pick("use", "使用"));
                self.quoted(&mut line, name);
            }
            Declaration::Source(source) => {
                line.word(self.pick("source", "文件"));
                self.declared(&mut line, &source.names);
                self.maybe_title(&mut line, source.title.as_ref());
            }
            Declaration::Setting(setting) => self.setting(&mut line, setting),
            Declaration::SettingChange(change) => self.setting_change(&mut line, change),
            Declaration::Adopt(name) => {
                line.word(self.pick("adopt", "承接"));
                self.quoted(&mut line, name);
            }
            Declaration::Exception(exception) => {
                line.word(self.pick("exception", "例外"));
                self.declared_both(&mut line, &exception.names);
                self.maybe_title(&mut line, exception.title.as_ref());
            }
            Declaration::Routing(_) => line.word(self.pick("routing", "归口")),
            Declaration::Section(section) => {
                line.word(self.pick("section", "章节"));
                self.title(&mut line, &section.title);
            }
            Declaration::Dataset(dataset) => {
                line.word(self.pick("dataset", "数据集"));
                self.declared_both(&mut line, &dataset.names);
                self.maybe_title(&mut line, dataset.title.as_ref());
            }
            Declaration::Calendar(calendar) => {
                line.word(self.pick("calendar", "校历"));
                self.declared_both(&mut line, &calendar.names);
                self.maybe_title(&mut line, calendar.title.as_ref());
            }
            Declaration::Population(population) => {
                line.word(self.pick("population", "人群"));
                self.declared_both(&mut line, &population.names);
                line.word("=");
                self.name(&mut line, &population.base);
                self.filter(&mut line, population.filter.as_ref());
            }
            Declaration::Define(define) => {
                line.word(self.pick("define", "定义"));
                self.declared_both(&mut line, &define.names);
                line.word(self.pick("of", "于"));
                self.name(&mut line, &define.dataset);
                line.word("=");
                self.any(&mut line, &define.value);
            }
            Declaration::Table(table) => {
                line.word(self.pick("table", "表"));
                self.declared_both(&mut line, &table.names);
                self.maybe_title(&mut line, table.title.as_ref());
            }
            Declaration::Measure(measure) => {
                line.word(self.pick("measure", "指标"));
                self.declared_both(&mut line, &measure.names);
                self.per(&mut line, &measure.per);
                if let Some(each) = &measure.each {
                    self.each(&mut line, each);
                }
                line.word("=");
                self.any(&mut line, &measure.value);
            }
            Declaration::Item(item) => {
                line.word(self.pick("item", "检查项"));
                self.name(&mut line, &item.id);
                self.maybe_title(&mut line, item.title.as_ref());
            }
            Declaration::Test(test) => {
                line.word(self.pick("test", "测试"));
                self.title(&mut line, &test.title);
            }
        }
        line
    }

    /// The clause at `span`, the `nth` of its kind in the declaration; `None` for one that the tree does not know.
    pub(super) fn clause(
        &self,
        declaration: &Declaration,
        kind: LineKind,
        span: Span,
        nth: usize,
    ) -> Option<Printed> {
        let mut line = Line::new(self.to);
        match (declaration, kind) {
            (Declaration::Source(source), LineKind::Word(word)) => {
                self.source_clause(&mut line, source, word, span)?;
            }
            (Declaration::Section(section), LineKind::Word("cites")) => {
                self.cites(&mut line, &section.cites, span);
            }
            (Declaration::Section(section), LineKind::Word("owner")) => {
                self.owner_line(&mut line, (&section.owners, &section.recipients), span);
            }
            (Declaration::Section(section), LineKind::Word("copy to")) => {
                self.copies(&mut line, &section.copies, span);
            }
            (Declaration::Exception(exception), LineKind::Word("cites")) => {
                self.cites(&mut line, &exception.cites, span);
            }
            (Declaration::Exception(exception), LineKind::Sentence) => {
                self.proof(&mut line, exception)?;
            }
            (Declaration::Setting(setting), LineKind::Word("cites")) => {
                self.cites(&mut line, &setting.cites, span);
            }
            (Declaration::SettingChange(change), LineKind::Word("cites")) => {
                self.cites(&mut line, &change.cites, span);
            }
            (Declaration::Population(population), LineKind::Word("cites")) => {
                self.cites(&mut line, &population.cites, span);
            }
            (Declaration::Measure(measure), LineKind::Word("cites")) => {
                self.cites(&mut line, &measure.cites, span);
            }
            (Declaration::SettingChange(change), LineKind::Word(_)) => {
                self.because(&mut line, change)?;
            }
            (Declaration::Routing(routing), LineKind::Word(_)) => {
                let route = routing
                    .routes
                    .iter()
                    .find(|route| within(route.span, span))?;
                self.route(&mut line, route);
            }
            (Declaration::Dataset(dataset), kind) => {
                self.dataset_clause(&mut line, dataset, kind, nth)?;
            }
            (Declaration::Calendar(calendar), LineKind::Word(word)) => {
                self.calendar_clause(&mut line, calendar, word, span, nth)?;
            }
            (Declaration::Table(table), LineKind::Word("cites")) => {
                self.cites(&mut line, &table.cites, span);
            }
            (Declaration::Table(table), LineKind::Row) => return self.row(table, nth),
            (Declaration::Population(population), LineKind::Word(word)) => {
                self.population_clause(&mut line, population, word)?;
            }
            (Declaration::Item(item), kind) => {
                self.item_clause(&mut line, item, kind, span, nth)?
            }
            (Declaration::Test(test), LineKind::Word(word)) => {
                self.test_clause(&mut line, test, word, nth, span)?;
            }
            (Declaration::Test(test), LineKind::Row) => {
                return self.test_row(test, nth).map(Printed::Row);
            }
            (
                Declaration::Checklist(_)
                | Declaration::Use(_)
                | Declaration::Source(_)
                | Declaration::Setting(_)
                | Declaration::Section(_)
                | Declaration::Calendar(_)
                | Declaration::Population(_)
                | Declaration::Define(_)
                | Declaration::Table(_)
                | Declaration::Measure(_)
                | Declaration::Adopt(_)
                | Declaration::Exception(_)
                | Declaration::Routing(_)
                | Declaration::SettingChange(_)
                | Declaration::Test(_),
                _,
            ) => return None,
        }
        Some(Printed::Line(line))
    }

    /// Names in the order written: the first word of a term is that of its value.
    pub(super) fn declared(&self, line: &mut Line, names: &Names) {
        for name in &names.all {
            line.name(&name.text, None);
        }
    }

    /// Names; where names are translated, those of the language that is printed come first.
    fn declared_both(&self, line: &mut Line, names: &Names) {
        let chinese = self.to == Language::Zh;
        let own = |name: &&Name| name.text.contains(is_chinese) == chinese;
        let (first, rest): (Vec<&Name>, Vec<&Name>) = match self.meanings {
            Some(_) => names.all.iter().partition(own),
            None => (names.all.iter().collect(), Vec::new()),
        };
        for name in first.into_iter().chain(rest) {
            line.name(&name.text, None);
        }
    }

    fn maybe_title(&self, line: &mut Line, title: Option<&Title>) {
        if let Some(title) = title {
            self.title(line, title);
        }
    }

    fn setting(&self, line: &mut Line, setting: &Setting) {
        let Setting {
            names,
            kind,
            stricter,
            value,
            cites: _,
        } = setting;
        line.word(self.pick("setting", "设定"));
        self.declared_both(line, names);
        line.colon();
        line.word(match kind {
            SettingType::Days => self.pick("days", "天"),
            SettingType::Months => self.pick("months", "个月"),
            SettingType::Integer => self.pick("integer", "整数"),
            SettingType::YesOrNo => self.pick("yes or no", "是否"),
            SettingType::Number => self.pick("number", "数"),
            SettingType::Percent => self.pick("percent", "百分比"),
            SettingType::Money => self.pick("money", "金额"),
            SettingType::Date => self.pick("date", "日期"),
            SettingType::Text => self.pick("text", "文本"),
        });
        if let Some(stricter) = stricter {
            line.pause();
            line.word(match stricter {
                Stricter::Smaller => self.pick("smaller is stricter", "越小越严"),
                Stricter::Larger => self.pick("larger is stricter", "越大越严"),
            });
        }
        if let Some(value) = value {
            line.word("=");
            self.expr(line, value, Level::Value);
        }
    }

    fn cites(&self, line: &mut Line, cites: &[Citation], clause: Span) {
        line.word(self.pick("cites", "依据"));
        let here: Vec<&Citation> = cites.iter().filter(|c| within(c.span, clause)).collect();
        self.list(line, &here, |printer, line, citation| {
            let Citation {
                source,
                path,
                phrase,
                span: _,
            } = citation;
            printer.name(line, source);
            if !path.is_empty() {
                line.word(path.as_str());
            }
            if let Some(phrase) = phrase {
                printer.quoted(line, phrase);
            }
        });
    }

    fn dataset_clause(
        &self,
        line: &mut Line,
        dataset: &Dataset,
        kind: LineKind,
        nth: usize,
    ) -> Option<()> {
        let Dataset {
            names: _,
            title: _,
            columns,
            key,
            in_force,
            kind: kind_column,
            roles,
        } = dataset;
        match kind {
            LineKind::Column => self.column(line, columns.get(nth)?),
            LineKind::Word(word @ ("sender" | "recipient" | "period" | "submitted on")) => {
                self.role(line, roles, word)?;
            }
            LineKind::Word("kind") => {
                line.word(self.pick("kind", "类别"));
                self.name(line, kind_column.as_ref()?);
            }
            LineKind::Word("key") => {
                line.word(self.pick("key", "主键"));
                self.names(line, key);
            }
            _ => {
                let (from, to) = in_force.as_ref()?;
                line.word(self.pick("in force from", "有效 自"));
                self.name(line, from);
                if let Some(to) = to {
                    line.word(self.pick("to", "至"));
                    self.name(line, to);
                }
            }
        }
        Some(())
    }

    fn column(&self, line: &mut Line, column: &Column) {
        let Column {
            names,
            kind,
            key,
            range,
            placeholders,
        } = column;
        self.declared_both(line, names);
        line.colon();
        self.column_type(line, kind);
        if *key {
            line.word(self.pick("key", "主键"));
        }
        if let Some((low, high)) = range {
            line.word(self.pick("from", "自"));
            self.expr(line, low, Level::Value);
            line.word(self.pick("to", "至"));
            self.expr(line, high, Level::Value);
        }
        if !placeholders.is_empty() {
            line.word(self.pick("placeholders", "占位"));
            self.list(line, placeholders, |printer, line, text| {
                printer.quoted(line, text)
            });
        }
    }

    fn column_type(&self, line: &mut Line, kind: &ColumnType) {
        let word = match kind {
            ColumnType::Text => ("text", "文本"),
            ColumnType::PersonName => ("person name", "人名"),
            ColumnType::Id => ("id", "编号"),
            ColumnType::CitizenId => ("citizen id", "身份证号"),
            ColumnType::Phone => ("phone", "电话"),
            ColumnType::Number => ("number", "数"),
            ColumnType::Integer => ("integer", "整数"),
            ColumnType::Money => ("money", "金额"),
            ColumnType::Percent => ("percent", "百分比"),
            ColumnType::Date => ("date", "日期"),
            ColumnType::YesNo => ("yes or no", "是否"),
            ColumnType::OneOf(_) => ("one of", "取值"),
            ColumnType::Reference(_) => ("reference to", "引用"),
        };
        line.word(self.pick(word.0, word.1));
        match kind {
            ColumnType::Reference(name) => self.name(line, name),
            ColumnType::OneOf(values) => self.list(line, values, |printer, line, spellings| {
                printer.spellings(line, spellings);
            }),
            _ => {}
        }
    }

    /// One spelling of a value: bare, in quotes as written, or a number.
    pub(super) fn spelling(&self, line: &mut Line, spelling: &Name) {
        let number = spelling
            .text
            .chars()
            .all(|c| c.is_ascii_digit() || c == '.');
        let quoted = self.is_quoted(spelling);
        let bracketed = self.written.slice(spelling.span);
        let bracketed = bracketed.starts_with(['[', '【', '［']);
        let digit = spelling.text.starts_with(|c: char| c.is_ascii_digit());
        if quoted || !number && digit && !bracketed {
            line.word(in_quotes(self.to, &spelling.text));
        } else if number {
            line.word(spelling.text.as_str());
        } else {
            self.name(line, spelling);
        }
    }

    /// Whether a spelling was written in quotes.
    pub(super) fn is_quoted(&self, spelling: &Name) -> bool {
        let written = self.written.slice(spelling.span);
        written.starts_with(['"', '“', '”', '＂', '「', '『'])
    }

    fn row(&self, table: &Table, nth: usize) -> Option<Printed> {
        let Some(row) = nth.checked_sub(1) else {
            let cell = |name| {
                let mut line = Line::new(self.to);
                self.name(&mut line, name);
                line
            };
            return Some(Printed::Row(table.header.iter().map(cell).collect()));
        };
        let row = table.rows.get(row)?;
        let mut cells: Vec<Line> = row
            .conditions
            .iter()
            .map(|condition| self.cell(condition, row.span))
            .collect();
        let mut result = Line::new(self.to);
        self.expr(&mut result, &row.result, Level::Value);
        cells.push(result);
        Some(Printed::Row(cells))
    }

    fn cell(&self, cell: &TableCell, row: Span) -> Line {
        let mut line = Line::new(self.to);
        match cell {
            TableCell::Any => line.word(self.pick("any", "任意")),
            TableCell::Other => line.word(self.pick("other", "其他")),
            TableCell::OneOf(values) => self.values(&mut line, values),
            TableCell::Compare(op, value) => {
                let before = self.written.words(row.start, value.span.start);
                let gap = before.rsplit('|').next().unwrap_or_default();
                let wording = self.written.wording(*op, gap, self.to);
                // `is` alone stands in no cell.
                let wording = if wording == "is" || wording == "为" {
                    "="
                } else {
                    wording
                };
                self.test(&mut line, &Test::Compare(*op, wording, value), false);
            }
            TableCell::Range(low, high) => {
                self.test(&mut line, &Test::Between(low, high), false);
            }
        }
        line
    }

    fn item_clause(
        &self,
        line: &mut Line,
        item: &Item,
        kind: LineKind,
        clause: Span,
        nth: usize,
    ) -> Option<()> {
        let Item {
            id: _,
            title: _,
            cites,
            severity,
            owners,
            due,
            message,
            note,
            lines,
            sentence,
            person,
            span: _,
        } = item;
        let has_deadline = |clause| lines.deadlines.iter().any(|d| within(d.span, clause));
        match kind {
            LineKind::Word("cites") => self.cites(line, cites, clause),
            LineKind::Word("owner") => {
                self.owner_line(line, (owners, &lines.recipients), clause);
            }
            LineKind::Word("due") if has_deadline(clause) => {
                self.item_line(line, item, "due", clause)?;
            }
            LineKind::Word("severity") => {
                line.word(self.pick("severity", "等级"));
                line.word(self.severity((*severity)?));
            }
            LineKind::Word("due") => {
                line.word(self.pick("due", "期限"));
                line.word(self.date((*due)?));
            }
            LineKind::Word("message") => {
                line.word(self.pick("message", "消息"));
                self.title(line, message.as_ref()?);
            }
            LineKind::Word("note") => {
                line.word(self.pick("note", "备注"));
                self.title(line, note.as_ref()?);
            }
            LineKind::Part => {
                let SentenceKind::Reconcile(reconcile) = &sentence.as_ref()?.kind else {
                    return None;
                };
                self.part_line(line, reconcile.parts.get(nth)?);
            }
            LineKind::Sentence => self.sentence(line, sentence.as_ref()?),
            LineKind::Word(word) => {
                if self.item_line(line, item, word, clause).is_none() {
                    self.person_clause(line, person, word)?;
                }
            }
            LineKind::Column | LineKind::Row => return None,
        }
        Some(())
    }
}

pub(super) fn within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Whether a declaration is one line by nature, so that several may stand together without blank lines.
pub(super) fn may_stand_together(one: &Declaration, next: &Declaration) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(next)
}
