//! Names, texts, titles, numbers and days in the words of a vocabulary.

use super::Printer;
use super::line::Line;
use super::written::folded;
use crate::source::Span;
use crate::syntax::ast::{Name, Quoted, Title};
use crate::types::width::is_chinese;
use crate::types::{Date, Language, Number, Unit};

/// Words that count without being units: English for one, for several, Chinese. All others are dropped in translation.
const COUNTED: [(&str, &str, &str); 3] = [
    ("time", "times", "次"),
    ("person", "people", "人"),
    ("place", "places", "位小数"),
];

fn place(name: &Name) -> (u32, u32) {
    (name.span.start, name.span.end)
}

impl Printer<'_> {
    /// A name.
    pub(super) fn name(&self, line: &mut Line, name: &Name) {
        line.name(self.called(name, false), Some(place(name)));
    }

    /// The name of rows where one of them is spoken of: `every pupil`.
    pub(super) fn name_of_one(&self, line: &mut Line, name: &Name) {
        line.name(self.called(name, true), Some(place(name)));
    }

    /// What a thing is called in the text that is printed.
    pub(super) fn called<'n>(&'n self, name: &'n Name, one: bool) -> &'n str {
        let place = place(name);
        match self.meanings {
            Some(meanings) if !self.kept.contains(&place) => {
                meanings.name(place, self.to, one).unwrap_or(&name.text)
            }
            _ => &name.text,
        }
    }

    /// Names separated by commas.
    pub(super) fn names(&self, line: &mut Line, names: &[Name]) {
        self.list(line, names, |printer, line, name| printer.name(line, name));
    }

    /// Anything separated by commas.
    pub(super) fn list<T>(
        &self,
        line: &mut Line,
        members: &[T],
        print: impl Fn(&Self, &mut Line, &T),
    ) {
        for (at, member) in members.iter().enumerate() {
            if at > 0 {
                line.comma();
            }
            print(self, line, member);
        }
    }

    /// A quoted text that belongs to no language.
    pub(super) fn quoted(&self, line: &mut Line, quoted: &Quoted) {
        line.word(in_quotes(self.to, &quoted.text));
    }

    /// A title: each text in the quotes of its language, that of the vocabulary first.
    pub(super) fn title(&self, line: &mut Line, title: &Title) {
        let en = title.text.en.as_ref();
        let zh = title.text.zh.as_ref();
        let en_quoted = en.map(|text| in_quotes(Language::En, text));
        let zh_quoted = zh.map(|text| in_quotes(Language::Zh, text));
        // Two texts of one script are told apart by their order alone.
        let told_apart = zh.is_some_and(|zh| zh.contains(is_chinese))
            && !en.is_some_and(|en| en.contains(is_chinese));
        let both = if self.to == Language::Zh && told_apart {
            [zh_quoted, en_quoted]
        } else {
            [en_quoted, zh_quoted]
        };
        let mut gap = false;
        for text in both.into_iter().flatten() {
            if gap {
                line.word("/");
            }
            line.word(text);
            gap = true;
        }
    }

    /// A day.
    pub(super) fn date(&self, date: Date) -> String {
        let (year, month, day) = date.parts();
        match self.to {
            Language::En => format!("{year:04}-{month:02}-{day:02}"),
            Language::Zh => format!("{year}年{month}月{day}日"),
        }
    }

    /// A number with its unit: digits as written, the unit in the words of the vocabulary.
    pub(super) fn number(&self, number: Number, unit: Option<Unit>, span: Span) -> String {
        let written = folded(self.written.slice(span));
        let written = written.trim_matches(|c: char| c == '(' || c == ')' || c == ' ');
        let digits = written
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(written.len());
        let (digits, word) = written.split_at(digits);
        let word = word.trim();
        if digits.is_empty() {
            return self.amount(number, unit);
        }
        let same = self.written.language == self.to;
        if word == "万元" && !(same && unit == Some(Unit::Yuan)) {
            return self.amount(number, unit);
        }
        // Years of age are told from years that pass, in both vocabularies.
        let of_age = word.ends_with("of age") || matches!(word, "周岁" | "岁");
        match unit {
            Some(Unit::Percent) => format!("{digits}%"),
            Some(Unit::Years) if of_age && !(same && self.to == Language::Zh) => match self.to {
                Language::En if digits == "1" => format!("{digits} year of age"),
                Language::En => format!("{digits} years of age"),
                Language::Zh => format!("{digits} 周岁"),
            },
            // 日, 周岁 and 万元 stay as written.
            Some(unit) if same && self.to == Language::Zh => {
                let word = if word.is_empty() {
                    unit_word(self.to, unit, digits)
                } else {
                    word
                };
                format!("{digits} {word}")
            }
            Some(unit) => format!("{digits} {}", unit_word(self.to, unit, digits)),
            None => match self.counted(word, digits) {
                Some(word) => format!("{digits} {word}"),
                None => digits.to_owned(),
            },
        }
    }

    /// A number that was not written as such, or cannot be copied.
    fn amount(&self, number: Number, unit: Option<Unit>) -> String {
        match unit {
            Some(Unit::Percent) => percent(number),
            Some(unit) => {
                let digits = number.to_string();
                format!("{digits} {}", unit_word(self.to, unit, &digits))
            }
            None => number.to_string(),
        }
    }

    /// The counting word behind a number, where the vocabulary has it.
    fn counted(&self, word: &str, digits: &str) -> Option<String> {
        let known = COUNTED
            .iter()
            .find(|(one, many, zh)| word == *one || word == *many || word == *zh);
        match (known, self.to) {
            (Some((one, many, _)), Language::En) => {
                Some((if digits == "1" { *one } else { *many }).to_owned())
            }
            (Some((.., zh)), Language::Zh) => Some((*zh).to_owned()),
            (None, Language::Zh) if self.written.language == Language::Zh => {
                let counts = word.chars().next().is_some_and(is_chinese);
                counts.then(|| word.to_owned())
            }
            (None, _) => None,
        }
    }
}

/// A share as a percentage.
pub(super) fn percent(share: Number) -> String {
    match share.times(Number::integer(100)) {
        Some(percent) => format!("{percent}%"),
        None => share.to_string(),
    }
}

fn unit_word(language: Language, unit: Unit, digits: &str) -> &'static str {
    let one = digits == "1";
    match (unit, language) {
        (Unit::Yuan, _) => language.pick("yuan", "元"),
        (Unit::Percent, _) => "%",
        (Unit::WorkingDays, Language::Zh) => "个工作日",
        (Unit::WorkingDays, Language::En) => {
            if one {
                "working day"
            } else {
                "working days"
            }
        }
        (Unit::Days, Language::En) => {
            if one {
                "day"
            } else {
                "days"
            }
        }
        (Unit::Months, Language::En) => {
            if one {
                "month"
            } else {
                "months"
            }
        }
        (Unit::Years, Language::En) => {
            if one {
                "year"
            } else {
                "years"
            }
        }
        (Unit::Days, Language::Zh) => "天",
        (Unit::Months, Language::Zh) => "个月",
        (Unit::Years, Language::Zh) => "年",
    }
}

/// A text in quotes that it does not hold itself.
pub(super) fn in_quotes(language: Language, text: &str) -> String {
    let plain = ("\"", "\"");
    let (corner, double) = (("「", "」"), ("『", "』"));
    let order = match language {
        Language::En => [plain, corner, double],
        Language::Zh => [corner, double, plain],
    };
    let closed_by = |(_, close): &(&str, &str)| match *close {
        "\"" => !text.contains(['"', '＂']),
        close => !text.contains(close),
    };
    let (open, close) = order.into_iter().find(closed_by).unwrap_or(plain);
    format!("{open}{text}{close}")
}
