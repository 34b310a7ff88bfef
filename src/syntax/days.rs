//! A day compared with another so far away from a third, in words that compare days or in words that compare amounts.
//!
//! `no earlier than 30 days before D` compares days: that day and every later one pass. `at least 30 days before D` compares
//! amounts: that day and every *earlier* one pass. A sign may be read either way, so what is proposed for it says what passes.

use super::ast::{CompareOp, WindowSide};
use super::declared::Declared;
use crate::types::Language;

/// On which side of a day a word puts another; `None` where it does not compare days.
pub(super) fn side_of(op: CompareOp, word: &str) -> Option<WindowSide> {
    let word = word.to_lowercase();
    let days = ["before", "after", "earlier", "later", "早", "晚", "迟"];
    days.iter()
        .any(|of_days| word.contains(of_days))
        .then_some(())?;
    as_days(op)
}

fn as_days(op: CompareOp) -> Option<WindowSide> {
    Some(match op {
        CompareOp::AtLeast => WindowSide::NoEarlier,
        CompareOp::AtMost => WindowSide::NoLater,
        CompareOp::Less => WindowSide::Earlier,
        CompareOp::More => WindowSide::Later,
        CompareOp::Equal | CompareOp::NotEqual | CompareOp::Same => return None,
    })
}

/// What may be meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meant {
    Side(WindowSide),
    /// Within, but not on the day so far away.
    Inside,
    /// That very day, or any other.
    Same(bool),
}

/// A day, an amount, and the day it is counted from, as they are written.
pub(super) struct Written<'w> {
    pub(super) of: &'w str,
    pub(super) amount: &'w str,
    pub(super) before: bool,
    pub(super) day: &'w str,
}

impl Written<'_> {
    /// What to write instead of a comparison whose word does not compare days.
    pub(super) fn help(&self, language: Language, op: CompareOp, word: &str) -> String {
        let of_amounts = self.as_amounts(op);
        // At least, 至少 D 前 30 天: in Chinese the day stands first, so the words may compare days as well.
        let of_days = match language == Language::Zh || !word.contains(char::is_alphabetic) {
            true => as_days(op).map(Meant::Side),
            false => None,
        };
        let mut all: Vec<Meant> = of_days.into_iter().collect();
        for meant in of_amounts {
            if !all.contains(&meant) {
                all.push(meant);
            }
        }
        self.say(language, &all)
    }

    /// What to write where no word compares at all.
    pub(super) fn help_of_none(&self, language: Language) -> String {
        let sides = [WindowSide::Within, WindowSide::NoLater];
        self.say(language, &sides.map(Meant::Side))
    }

    /// How far the day is from the other: at least, at most … so many days.
    fn as_amounts(&self, op: CompareOp) -> Vec<Meant> {
        use WindowSide::{Earlier, Later, NoEarlier, NoLater, Within};
        match (op, self.before) {
            (CompareOp::AtLeast, true) => vec![Meant::Side(NoLater)],
            (CompareOp::AtLeast, false) => vec![Meant::Side(NoEarlier)],
            (CompareOp::More, true) => vec![Meant::Side(Earlier)],
            (CompareOp::More, false) => vec![Meant::Side(Later)],
            (CompareOp::AtMost, true) => vec![Meant::Side(Within)],
            (CompareOp::AtMost, false) => vec![Meant::Side(Within), Meant::Side(NoLater)],
            (CompareOp::Less, true) => vec![Meant::Inside],
            (CompareOp::Less, false) => vec![Meant::Inside, Meant::Side(Earlier)],
            (CompareOp::NotEqual, _) => vec![Meant::Same(false)],
            (CompareOp::Equal | CompareOp::Same, _) => vec![Meant::Same(true)],
        }
    }

    fn say(&self, language: Language, all: &[Meant]) -> String {
        let forms = all.iter().map(|meant| {
            let (form, passes) = (self.form(language, *meant), self.passes(language, *meant));
            match (all.len(), language) {
                (1, _) => format!("`{form}`"),
                (_, Language::En) => format!("`{form}` if {passes}"),
                (_, Language::Zh) => format!("`{form}`（{passes}）"),
            }
        });
        let forms: Vec<String> = forms.collect();
        match language {
            Language::En => format!("write {}", forms.join(", or ")),
            Language::Zh => format!("应写 {}", forms.join("，或 ")),
        }
    }

    fn form(&self, language: Language, meant: Meant) -> String {
        let Self {
            of,
            amount,
            day,
            before,
        } = self;
        let side = |side| match language {
            Language::En => {
                let word = match side {
                    WindowSide::Within => "within",
                    WindowSide::NoLater => "no later than",
                    WindowSide::NoEarlier => "no earlier than",
                    WindowSide::Earlier => "earlier than",
                    WindowSide::Later => "later than",
                };
                let off = if *before { "before" } else { "after" };
                format!("{word} {amount} {off} {day}")
            }
            Language::Zh => {
                let off = if *before { "前" } else { "后" };
                let (word, end) = match side {
                    WindowSide::Within => ("在", " 内"),
                    WindowSide::NoLater => ("不晚于", ""),
                    WindowSide::NoEarlier => ("不早于", ""),
                    WindowSide::Earlier => ("早于", ""),
                    WindowSide::Later => ("晚于", ""),
                };
                format!("{word} {day} {off} {amount}{end}")
            }
        };
        let (near, far) = match before {
            true => (WindowSide::Later, language.pick("on or before", "不晚于")),
            false => (WindowSide::Earlier, language.pick("on or after", "不早于")),
        };
        let off = if *before { "-" } else { "+" };
        match (meant, language) {
            (Meant::Side(own), Language::En) => format!("{of} is {}", side(own)),
            (Meant::Side(own), Language::Zh) => side(own),
            (Meant::Inside, Language::En) => {
                format!("{of} is {} and {far} {day}", side(near))
            }
            (Meant::Inside, Language::Zh) => format!("{} 且 {far} {day}", side(near)),
            (Meant::Same(true), Language::En) => format!("{of} = {day} {off} {amount}"),
            (Meant::Same(false), Language::En) => format!("{of} <> {day} {off} {amount}"),
            (Meant::Same(true), Language::Zh) => format!("等于 {day} {off} {amount}"),
            (Meant::Same(false), Language::Zh) => format!("不等于 {day} {off} {amount}"),
        }
    }

    /// What passes, where more than one may be meant.
    fn passes(&self, language: Language, meant: Meant) -> String {
        let day = self.day;
        let (en, zh) = match meant {
            Meant::Side(WindowSide::Within) => {
                return match (language, self.before) {
                    (Language::En, true) => format!("the days from that day to {day} pass"),
                    (Language::En, false) => format!("the days from {day} to that day pass"),
                    (Language::Zh, true) => format!("自该日至 {day} 均可"),
                    (Language::Zh, false) => format!("自 {day} 至该日均可"),
                };
            }
            Meant::Inside => {
                return match (language, self.before) {
                    (Language::En, true) => format!("the days behind that day up to {day} pass"),
                    (Language::En, false) => {
                        format!("the days from {day} up to that day pass, without it")
                    }
                    (Language::Zh, true) => format!("该日之后至 {day} 均可"),
                    (Language::Zh, false) => format!("自 {day} 至该日之前均可"),
                };
            }
            Meant::Side(WindowSide::NoLater) => {
                ("that day and every earlier one pass", "该日及以前均可")
            }
            Meant::Side(WindowSide::NoEarlier) => {
                ("that day and every later one pass", "该日及以后均可")
            }
            Meant::Side(WindowSide::Earlier) => {
                ("every day before that day passes", "该日之前均可")
            }
            Meant::Side(WindowSide::Later) => ("every day after that day passes", "该日之后均可"),
            Meant::Same(true) => ("that very day passes", "仅该日"),
            Meant::Same(false) => ("every other day passes", "该日以外均可"),
        };
        language.pick(en, zh).to_owned()
    }
}

/// `fixed_on within 30 days`: from which day, each that it may be.
pub(super) fn within_of_what(
    language: Language,
    text: &str,
    (day, amount): (&str, &str),
) -> String {
    let declared = Declared::read(language, text);
    let others = declared.days_beside(day);
    let mut forms: Vec<String> = others
        .iter()
        .take(2)
        .map(|other| match language {
            Language::En => format!("`{day} within {amount} after {other}`"),
            Language::Zh => format!("`{day} 应 在 {other} 后 {amount} 内`"),
        })
        .collect();
    forms.push(match language {
        Language::En => format!("`{day} within {amount} before as_of`"),
        Language::Zh => format!("`{day} 应 在 评估日 前 {amount} 内`"),
    });
    match language {
        Language::En => format!(
            "say from which day it counts: write {}",
            forms.join(", or ")
        ),
        Language::Zh => format!("写明从哪一天算起：应写 {}", forms.join("，或 ")),
    }
}
