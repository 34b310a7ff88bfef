//! Source documents: the lines of their declarations.

use super::Printer;
use super::declarations::within;
use super::line::Line;
use crate::source::Span;
use crate::syntax::ast::{Name, Source};
use crate::types::Date;

impl Printer<'_> {
    /// The line of a source at `clause`, by its first word; `None` where the tree has nothing there.
    pub(super) fn source_clause(
        &self,
        line: &mut Line,
        source: &Source,
        word: &str,
        clause: Span,
    ) -> Option<()> {
        let Source {
            names: _,
            title: _,
            issuer,
            number,
            date,
            in_force,
            clauses,
            replaces,
            replaced_by,
        } = source;
        match word {
            "issuer" => {
                line.word(self.pick("issuer", "制发"));
                self.title(line, issuer.as_ref()?);
            }
            "number" => {
                line.word(self.pick("number", "文号"));
                self.quoted(line, number.as_ref()?);
            }
            "date" => {
                line.word(self.pick("date", "日期"));
                line.word(self.date((*date)?));
            }
            "clause" => {
                let dates = clauses.iter().find(|dates| within(dates.span, clause))?;
                line.word(self.pick("clause", "条款"));
                self.list(line, &dates.paths, |_, line, (path, _)| {
                    line.word(path.as_str());
                });
                self.days(line, dates.in_force);
            }
            "replaces" => {
                line.word(self.pick("replaces", "替代"));
                self.documents(line, replaces, clause);
            }
            "replaced by" => {
                line.word(self.pick("replaced by", "后继文件"));
                self.documents(line, replaced_by, clause);
            }
            _ => self.days(line, (*in_force)?),
        }
        Some(())
    }

    /// `in force from 2020-03-01 to 2020-08-31`
    fn days(&self, line: &mut Line, (first, last): (Date, Option<Date>)) {
        line.word(self.pick("in force from", "施行 自"));
        line.word(self.date(first));
        if let Some(last) = last {
            line.word(self.pick("to", "至"));
            line.word(self.date(last));
        }
    }

    /// Those of the documents that stand on this line.
    fn documents(&self, line: &mut Line, names: &[Name], clause: Span) {
        let here: Vec<&Name> = names
            .iter()
            .filter(|name| within(name.span, clause))
            .collect();
        self.list(line, &here, |printer, line, name| printer.name(line, name));
    }
}
