//! The lines of an item that people answer.

use super::Printer;
use super::line::Line;
use crate::syntax::ast::{AnswerVerdict, EachOf, Expr, ExprKind, Person, Sample};
use crate::types::Language;

impl Printer<'_> {
    /// A line that begins with one of these words; `None` for any other.
    pub(super) fn person_clause(
        &self,
        line: &mut Line,
        person: &Person,
        word: &str,
    ) -> Option<()> {
        match word {
            "ask" => {
                let ask = person.ask.as_ref()?;
                line.word(self.pick("ask", "询问"));
                self.title(line, &ask.question);
                if let Some(of) = &ask.of {
                    line.word(self.pick("of", "于"));
                    self.rows(line, of);
                }
            }
            "sample" => self.sample(line, person.sample.as_ref()?),
            "answers" => {
                line.word(self.pick("answers", "答复"));
                self.list(line, &person.answers, |printer, line, answer| {
                    printer.spellings(line, &answer.spellings);
                    line.word(printer.pick("means", "表示"));
                    line.word(match answer.verdict {
                        AnswerVerdict::Met => printer.pick("met", "符合"),
                        AnswerVerdict::NotMet => printer.pick("not met", "不符"),
                        AnswerVerdict::CannotTell => printer.pick("cannot tell", "无法判断"),
                    });
                });
            }
            "evidence" => {
                line.word(self.pick("evidence", "佐证"));
                self.list(line, &person.evidence, |printer, line, kind| {
                    printer.spellings(line, kind);
                });
            }
            "valid for" => {
                line.word(self.pick("valid for", "有效期"));
                self.value(line, person.valid_for.as_ref()?);
            }
            _ => return None,
        }
        Some(())
    }

    fn sample(&self, line: &mut Line, sample: &Sample) {
        line.word(self.pick("sample", "抽查"));
        match self.to {
            Language::En => {
                self.size(line, &sample.size);
                line.word("of");
                self.rows(line, &sample.of);
                self.per(line, &sample.per);
            }
            Language::Zh => {
                self.rows(line, &sample.of);
                self.per(line, &sample.per);
                self.size(line, &sample.size);
            }
        }
        line.word(self.pick("seed", "种子"));
        self.quoted(line, &sample.seed);
    }

    fn size(&self, line: &mut Line, size: &Expr) {
        match &size.kind {
            ExprKind::Name(name) => self.name(line, name),
            _ => self.value(line, size),
        }
    }

    /// `has each of "A", "B" in R by K`, 在 R 中 有全部 「A」、「B」 按 K
    pub(super) fn has_each(&self, line: &mut Line, each: &EachOf, verb: &str) {
        match self.to {
            Language::En => {
                line.word(verb);
                line.word("each of");
                self.values(line, &each.values);
                line.word("in");
                self.name(line, &each.of.name);
            }
            Language::Zh => {
                line.word("在");
                self.name(line, &each.of.name);
                line.word("中");
                line.word("有全部");
                self.values(line, &each.values);
            }
        }
        if let Some(key) = &each.by {
            self.key(line, key);
        }
        self.filter(line, each.of.filter.as_deref());
    }
}
