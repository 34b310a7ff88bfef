//! Lines of items beside the sentence, exceptions, routing, layers and rankings.

use super::Printer;
use super::expressions::Level;
use super::line::Line;
use crate::source::Span;
use crate::syntax::ast::{
    Exception, Expr, Item, Name, Proof, Quoted, Ranking, Recipients, Route, RouteOf, SettingChange,
    Title,
};
use crate::types::Language;

impl Printer<'_> {
    /// A line of an item beside its sentence; `None` for one that the tree does not know.
    pub(super) fn item_line(
        &self,
        line: &mut Line,
        item: &Item,
        word: &str,
        clause: Span,
    ) -> Option<()> {
        let lines = &item.lines;
        match word {
            "owner" => self.owner_line(line, (&item.owners, &lines.recipients), clause),
            "copy to" => self.copies(line, &lines.copies, clause),
            "due" => {
                let deadline = lines.deadlines.iter().find(|d| within(d.span, clause))?;
                line.word(self.pick("due", "期限"));
                line.word(self.date(deadline.due));
                line.group_colon();
                self.requirements(line, &deadline.must);
                if deadline.aim {
                    line.say_as_aim();
                }
            }
            "tags" => {
                line.word(self.pick("tags", "标签"));
                let here: Vec<&Quoted> = here(&lines.tags, |tag| tag.span, clause);
                self.list(line, &here, |printer, line, tag| printer.quoted(line, tag));
            }
            "action" => {
                line.word(self.pick("action", "措施"));
                self.title(line, lines.action.as_ref()?);
            }
            "formerly" => {
                line.word(self.pick("formerly", "曾用"));
                self.named(line, &lines.formerly, clause);
            }
            "except" => {
                line.word(self.pick("except", "除外"));
                self.named(line, &lines.except, clause);
            }
            "expects at least" => {
                let (number, _) = lines.expects?;
                line.word(self.pick("expects at least", "应有至少"));
                line.word(number.to_string());
                let is_one = number.to_string() == "1";
                let subjects = if is_one { "subject" } else { "subjects" };
                line.word(self.pick(subjects, "个对象"));
            }
            "not inspectable because" => {
                line.word(self.pick("not inspectable because", "不可检查 因为"));
                self.title(line, lines.not_inspectable.as_ref()?);
            }
            _ => return None,
        }
        Some(())
    }

    fn named(&self, line: &mut Line, names: &[Name], clause: Span) {
        let here: Vec<&Name> = here(names, |name| name.span, clause);
        self.list(line, &here, |printer, line, name| printer.name(line, name));
    }

    pub(super) fn copies(&self, line: &mut Line, copies: &[Title], clause: Span) {
        line.word(self.pick("copy to", "抄送"));
        let here: Vec<&Title> = here(copies, |title| title.span, clause);
        self.list(line, &here, |printer, line, title| {
            printer.title(line, title);
        });
    }

    pub(super) fn owner_line(
        &self,
        line: &mut Line,
        (owners, recipients): (&[Title], &Recipients),
        clause: Span,
    ) {
        line.word(self.pick("owner", "责任单位"));
        let owners = here(owners, |title| title.span, clause);
        let paths = here(&recipients.paths, |path| path.span, clause);
        let otherwise = recipients.otherwise.as_ref();
        self.recipients(
            line,
            &owners,
            &paths,
            otherwise.filter(|title| within(title.span, clause)),
        );
    }

    fn recipients(
        &self,
        line: &mut Line,
        named: &[&Title],
        paths: &[&Expr],
        otherwise: Option<&Title>,
    ) {
        enum One<'a> {
            Named(&'a Title),
            Path(&'a Expr),
        }
        let mut all: Vec<(u32, One<'_>)> = Vec::new();
        all.extend(
            named
                .iter()
                .map(|title| (title.span.start, One::Named(title))),
        );
        all.extend(paths.iter().map(|path| (path.span.start, One::Path(path))));
        all.sort_by_key(|(start, _)| *start);
        self.list(line, &all, |printer, line, (_, one)| match one {
            One::Named(title) => printer.title(line, title),
            One::Path(path) => printer.expr(line, path, Level::Primary),
        });
        if let Some(otherwise) = otherwise {
            line.pause();
            line.word(self.pick("or else", "否则"));
            self.title(line, otherwise);
        }
    }

    /// The rows that prove an exception.
    pub(super) fn proof(&self, line: &mut Line, exception: &Exception) -> Option<()> {
        let Proof { rows, by, column } = exception.proof.as_ref()?;
        self.rows_before_key(line, rows);
        if let Some(key) = by {
            self.key(line, key);
        }
        if let Some(column) = column {
            line.pause();
            line.word(self.pick("proof", "证明"));
            self.expr(line, column, Level::Primary);
        }
        Some(())
    }

    pub(super) fn route(&self, line: &mut Line, route: &Route) {
        let Route { of, to, span: _ } = route;
        match of {
            RouteOf::Clause(source, path) => {
                line.word(self.pick("clause", "条款"));
                self.name(line, source);
                if !path.is_empty() {
                    line.word(path.as_str());
                }
            }
            RouteOf::Section(title) => {
                line.word(self.pick("section", "章节"));
                self.title(line, title);
            }
            RouteOf::Items(names) => {
                line.word(self.pick("item", "检查项"));
                self.list(line, names, |printer, line, name| printer.name(line, name));
            }
        }
        line.word(self.pick("goes to", "交"));
        let named: Vec<&Title> = to.named.iter().collect();
        let paths: Vec<&Expr> = to.paths.iter().collect();
        self.recipients(line, &named, &paths, to.otherwise.as_ref());
    }

    pub(super) fn valid_on(&self, line: &mut Line, day: &Expr) {
        line.word(self.pick("valid on", "在"));
        self.expr(line, day, Level::Primary);
        if self.to == Language::Zh {
            line.word("有效期内");
        }
    }

    pub(super) fn setting_change(&self, line: &mut Line, change: &SettingChange) {
        line.word(self.pick("setting", "设定"));
        self.name(line, &change.name);
        line.word("=");
        self.expr(line, &change.value, Level::Value);
    }

    pub(super) fn because(&self, line: &mut Line, change: &SettingChange) -> Option<()> {
        line.word(self.pick("loosen because", "放宽 因为"));
        self.title(line, change.because.as_ref()?);
        Some(())
    }

    pub(super) fn ranking(&self, line: &mut Line, ranking: &Ranking) {
        let Ranking {
            of,
            by,
            higher_is_better,
            ties_share,
            smallest,
            negated,
            from_last,
            places,
        } = ranking;
        self.rows(line, of);
        line.joining(self.pick("ranked by", "依"));
        self.expr(line, by, Level::Value);
        if self.to == Language::Zh {
            line.word("排名");
        }
        line.pause();
        line.word(match higher_is_better {
            true => self.pick("higher is better", "越高越好"),
            false => self.pick("lower is better", "越低越好"),
        });
        if *ties_share {
            line.pause();
            line.word(self.pick("ties share a place", "同分同名次"));
        }
        if let Some(smallest) = smallest {
            line.pause();
            line.word(self.pick("smallest group", "最小群体"));
            self.expr(line, smallest, Level::Primary);
        }
        if self.to == Language::Zh {
            line.pause();
        }
        line.joining(match negated {
            true => self.pick("must not be", "不得"),
            false => self.pick("must be", "应"),
        });
        line.word(match from_last {
            true => self.pick("among the last", "在 后"),
            false => self.pick("among the first", "在 前"),
        });
        self.expr(line, places, Level::Primary);
    }
}

fn within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Those of a list that stand in a clause.
fn here<T>(all: &[T], span: impl Fn(&T) -> Span, clause: Span) -> Vec<&T> {
    all.iter().filter(|one| within(span(one), clause)).collect()
}
