//! The lines of an item that people answer.

use super::Printer;
use super::line::Line;
use super::literals::in_quotes;
use crate::syntax::ast::{
    AnswerVerdict, AnswerWord, Ask, EachOf, Expr, ExprKind, Name, Person, Sample,
};
use crate::types::Language;
use crate::types::width::is_chinese;

impl Printer<'_> {
    /// The line that begins with `word`; `None` when it is none of these, or the item has none.
    pub(super) fn person_clause(&self, line: &mut Line, person: &Person, word: &str) -> Option<()> {
        let Person {
            ask,
            sample,
            answers,
            evidence,
            valid_for,
            asks: _,
            span: _,
        } = person;
        match word {
            "ask" => self.ask(line, ask.as_ref()?),
            "sample" => self.sample(line, sample.as_ref()?),
            "answers" => {
                line.word(self.pick("answers", "答复"));
                for (at, answer) in answers.iter().enumerate() {
                    if at > 0 {
                        line.pause();
                    }
                    self.answer(line, answer);
                }
            }
            "evidence" => {
                line.word(self.pick("evidence", "佐证"));
                self.list(line, evidence, |printer, line, kind| {
                    printer.said(line, kind);
                });
            }
            "valid for" => {
                line.word(self.pick("valid for", "有效期"));
                self.any(line, valid_for.as_ref()?);
            }
            _ => return None,
        }
        Some(())
    }

    fn ask(&self, line: &mut Line, ask: &Ask) {
        let Ask {
            question,
            of,
            span: _,
        } = ask;
        line.word(self.pick("ask", "询问"));
        self.title(line, question);
        if let Some(rows) = of {
            line.word(self.pick("of", "于"));
            self.rows(line, rows);
        }
    }

    fn sample(&self, line: &mut Line, sample: &Sample) {
        let Sample {
            size,
            of,
            per,
            seed,
            span: _,
        } = sample;
        line.word(self.pick("sample", "抽查"));
        match self.to {
            Language::En => {
                self.any(line, size);
                line.word("of");
                self.rows(line, of);
                self.per(line, per);
            }
            Language::Zh => {
                self.rows(line, of);
                self.per(line, per);
                self.sample_size(line, size);
            }
        }
        line.word(self.pick("seed", "种子"));
        self.quoted(line, seed);
    }

    /// Chinese counts with 名 where nothing else is written.
    fn sample_size(&self, line: &mut Line, size: &Expr) {
        if let ExprKind::Number(number, None) = size.kind {
            let digits = self.number(number, None, size.span);
            let counted = digits.contains(' ');
            line.word(if counted {
                digits
            } else {
                format!("{digits} 名")
            });
        } else {
            self.any(line, size);
        }
    }

    fn answer(&self, line: &mut Line, answer: &AnswerWord) {
        let AnswerWord { spellings, verdict } = answer;
        self.said(line, spellings);
        line.word(self.pick("means", "表示"));
        line.word(match verdict {
            AnswerVerdict::Met => self.pick("met", "符合"),
            AnswerVerdict::NotMet => self.pick("not met", "不符"),
            AnswerVerdict::CannotTell => self.pick("cannot tell", "无法判断"),
        });
    }

    /// The spellings of an answer or a kind of evidence: texts like those of a title, each in the quotes of its language.
    fn said(&self, line: &mut Line, spellings: &[Name]) {
        let mut before = false;
        for spelling in spellings {
            let quoted = self.is_quoted(spelling);
            if quoted && before {
                line.word("/");
            }
            before = quoted;
            if quoted && spellings.len() > 1 {
                let chinese = spelling.text.contains(is_chinese);
                let language = if chinese { Language::Zh } else { Language::En };
                line.word(in_quotes(language, &spelling.text));
            } else {
                self.spelling(line, spelling);
            }
        }
    }

    /// The spellings of one value.
    pub(super) fn spellings(&self, line: &mut Line, spellings: &[Name]) {
        for spelling in spellings {
            self.spelling(line, spelling);
        }
    }

    /// `has each of "A", "B" in R by K`, with the verb given.
    pub(super) fn has_each(&self, line: &mut Line, each: &EachOf, verb: &str) {
        let EachOf { values, of, by } = each;
        match self.to {
            Language::En => {
                line.word(verb);
                line.word("each of");
                self.values(line, values);
                line.word("in");
                self.name(line, &of.name);
            }
            Language::Zh => {
                line.word("在");
                self.name(line, &of.name);
                line.word("中");
                line.word("有全部");
                self.values(line, values);
            }
        }
        if let Some(key) = by {
            self.key(line, key);
        }
        self.filter(line, of.filter.as_deref());
    }
}
