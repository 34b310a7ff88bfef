//! Orders and neighbours, combinations and sets of values.

use super::Printer;
use super::expressions::Level;
use super::line::Line;
use crate::syntax::ast::{
    Beside, Blanks, Combinations, Expr, ExprKind, Order, Population, Sets, ValuesOf,
};
use crate::types::Language;

impl Printer<'_> {
    /// A line below the head of a population.
    pub(super) fn population_clause(
        &self,
        line: &mut Line,
        population: &Population,
        word: &str,
    ) -> Option<()> {
        let order = population.order.as_ref()?;
        if word == "new run" {
            line.word(self.pick("a new run starts where", "新段 始于"));
            self.any(line, order.new_run.as_ref()?);
        } else {
            self.order(line, order);
        }
        Some(())
    }

    fn order(&self, line: &mut Line, order: &Order) {
        line.word(self.pick("in order of", "依次 按"));
        if order.by.is_empty() {
            line.word(self.pick("the file", "文件顺序"));
        }
        self.list(line, &order.by, |printer, line, by| {
            printer.expr(line, by, Level::Value);
        });
        self.per(line, &order.per);
        if let Some(blanks) = order.blanks {
            // A list of columns in Chinese has 、: the blanks are no column.
            line.pause();
            line.word(match blanks {
                Blanks::First => self.pick("blanks first", "空白 在前"),
                Blanks::Last => self.pick("blanks last", "空白 在后"),
            });
        }
    }

    /// The row that a value is taken from: `its previous`.
    pub(super) fn beside_row(&self, line: &mut Line, beside: Beside) {
        line.word(match beside {
            Beside::Previous => self.pick("its previous", "前一条"),
            Beside::Next => self.pick("its next", "后一条"),
            Beside::First => self.pick("the first of its group", "同组首条"),
            Beside::Last => self.pick("the last of its group", "同组末条"),
            Beside::RunFirst => self.pick("the first of its run", "同段首条"),
            Beside::RunLast => self.pick("the last of its run", "同段末条"),
        });
    }

    /// The condition that a row is such a one; `verb` where it has its own `is`.
    pub(super) fn is_beside(&self, line: &mut Line, beside: Beside, not: bool, verb: bool) {
        let (en, zh) = match beside {
            Beside::Previous => ("its previous", "前一条"),
            Beside::Next => ("its next", "后一条"),
            Beside::First => ("the first", "首条"),
            Beside::Last => ("the last", "末条"),
            Beside::RunFirst => ("the first of its run", "段首"),
            Beside::RunLast => ("the last of its run", "段尾"),
        };
        match self.to {
            Language::En => {
                if verb {
                    line.word("is");
                }
                if not {
                    line.word("not");
                }
                line.word(en);
            }
            Language::Zh => line.word(format!("{}{zh}", if not { "不为" } else { "为" })),
        }
    }

    /// `of the same K`, `of the same run`
    pub(super) fn same(&self, line: &mut Line, same: &[Expr]) {
        if let [
            Expr {
                kind: ExprKind::Run,
                ..
            },
        ] = same
        {
            line.word(self.pick("of the same run", "同段"));
            return;
        }
        match self.to {
            Language::En => line.word("of the same"),
            Language::Zh => line.joining("同一"),
        }
        self.paths(line, same);
    }

    pub(super) fn combinations(&self, line: &mut Line, written: &Combinations) {
        line.word(self.pick("every combination of", "每种"));
        self.list(line, &written.of, |printer, line, part| {
            printer.bare(line, &part.what, true);
            if let Some((low, high)) = &part.range {
                line.word(printer.pick("from", "自"));
                printer.expr(line, low, Level::Value);
                line.word(printer.pick("to", "至"));
                printer.expr(line, high, Level::Value);
            }
        });
        match self.to {
            Language::En => line.word("must be in"),
            Language::Zh => line.word("的组合 应 在"),
        }
        self.rows(line, &written.rows);
        if self.to == Language::Zh {
            line.word("中");
        }
        if written.once {
            line.word(self.pick("exactly once", "恰好一次"));
        }
    }

    pub(super) fn sets(&self, line: &mut Line, sets: &Sets) {
        self.values_of(line, &sets.left);
        line.word(match (self.to, sets.same) {
            (Language::En, false) => "include",
            (Language::En, true) => "are the same as",
            (Language::Zh, false) => "包含",
            (Language::Zh, true) => "同于",
        });
        self.values_of(line, &sets.right);
    }

    fn values_of(&self, line: &mut Line, values: &ValuesOf) {
        if self.to == Language::En {
            line.word("values of");
        }
        self.name(line, &values.rows.name);
        line.tight(".");
        self.bare(line, &values.value, true);
        if self.to == Language::Zh {
            line.word("的取值");
        }
        if let Some(key) = &values.by {
            self.key(line, key);
        }
        self.filter(line, values.rows.filter.as_deref());
    }
}
