//! Days so far before or after another: every word that compares means what it says, and no help turns it round.

use crate::support::Inspect;
use duban::diagnostic::{Diagnostics, Severity};
use duban::model;
use duban::source::Files;
use std::collections::BTreeSet;
use std::path::Path;

const ANCHOR: &str = "2020-06-15";

/// Days around all those that are so far from the anchor, and two that are far from everything.
const DAYS: [&str; 20] = [
    "2000-01-01",
    "2019-06-14",
    "2019-06-15",
    "2019-06-16",
    "2019-12-14",
    "2019-12-15",
    "2019-12-16",
    "2020-05-15",
    "2020-05-16",
    "2020-05-17",
    "2020-06-14",
    "2020-06-15",
    "2020-06-16",
    "2020-07-14",
    "2020-07-15",
    "2020-07-16",
    "2020-12-15",
    "2020-12-16",
    "2021-06-15",
    "2040-01-01",
];

/// An amount in English and Chinese, and the days so far before and after the anchor.
const AMOUNTS: [(&str, &str, [&str; 2]); 3] = [
    ("30 days", "30 天", ["2020-05-16", "2020-07-15"]),
    ("6 months", "6 个月", ["2019-12-15", "2020-12-15"]),
    ("1 year", "1 年", ["2019-06-15", "2021-06-15"]),
];

/// Which days pass.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Passes {
    NoEarlier,
    NoLater,
    Earlier,
    Later,
    /// Between that day and the anchor, both included.
    Within,
    /// The same without that day.
    Inside,
    Equal,
}

impl Passes {
    fn of(self, far: &str) -> BTreeSet<&'static str> {
        let passes = |day: &&'static str| {
            let (low, high) = (far.min(ANCHOR), far.max(ANCHOR));
            match self {
                Self::NoEarlier => *day >= far,
                Self::NoLater => *day <= far,
                Self::Earlier => *day < far,
                Self::Later => *day > far,
                Self::Within => (low..=high).contains(day),
                Self::Inside => (low..=high).contains(day) && *day != far,
                Self::Equal => *day == far,
            }
        };
        DAYS.iter().copied().filter(passes).collect()
    }
}

/// A word that compares, and what passes before and after: one reading, or each that there is.
type Word = (&'static str, &'static [Passes], &'static [Passes]);

use Passes::{Earlier, Equal, Inside, Later, NoEarlier, NoLater, Within};

const ENGLISH: [Word; 27] = [
    ("no earlier than", &[NoEarlier], &[NoEarlier]),
    ("not earlier than", &[NoEarlier], &[NoEarlier]),
    ("on or after", &[NoEarlier], &[NoEarlier]),
    ("is on or after", &[NoEarlier], &[NoEarlier]),
    ("later than", &[Later], &[Later]),
    ("after", &[Later], &[Later]),
    ("is after", &[Later], &[Later]),
    ("no later than", &[NoLater], &[NoLater]),
    ("not later than", &[NoLater], &[NoLater]),
    ("on or before", &[NoLater], &[NoLater]),
    ("earlier than", &[Earlier], &[Earlier]),
    ("is earlier than", &[Earlier], &[Earlier]),
    ("before", &[Earlier], &[Earlier]),
    ("within", &[Within], &[Within]),
    ("at least", &[NoLater], &[NoEarlier]),
    ("no less than", &[NoLater], &[NoEarlier]),
    ("at most", &[Within], &[Within, NoLater]),
    ("no more than", &[Within], &[Within, NoLater]),
    ("more than", &[Earlier], &[Later]),
    ("less than", &[Inside], &[Inside, Earlier]),
    ("fewer than", &[Inside], &[Inside, Earlier]),
    (">=", &[NoEarlier, NoLater], &[NoEarlier]),
    (">", &[Later, Earlier], &[Later]),
    ("<=", &[NoLater, Within], &[NoLater, Within]),
    ("<", &[Earlier, Inside], &[Earlier, Inside]),
    ("=", &[Equal], &[Equal]),
    ("", &[Within, NoLater], &[Within, NoLater]),
];

const CHINESE: [Word; 19] = [
    ("不早于", &[NoEarlier], &[NoEarlier]),
    ("晚于", &[Later], &[Later]),
    ("迟于", &[Later], &[Later]),
    ("不晚于", &[NoLater], &[NoLater]),
    ("不迟于", &[NoLater], &[NoLater]),
    ("早于", &[Earlier], &[Earlier]),
    ("在…内", &[Within], &[Within]),
    ("不低于", &[NoEarlier, NoLater], &[NoEarlier]),
    ("至少", &[NoEarlier, NoLater], &[NoEarlier]),
    ("不少于", &[NoEarlier, NoLater], &[NoEarlier]),
    ("超过", &[Later, Earlier], &[Later]),
    ("大于", &[Later, Earlier], &[Later]),
    ("至多", &[NoLater, Within], &[NoLater, Within]),
    ("少于", &[Earlier, Inside], &[Earlier, Inside]),
    (">=", &[NoEarlier, NoLater], &[NoEarlier]),
    (">", &[Later, Earlier], &[Later]),
    ("<=", &[NoLater, Within], &[NoLater, Within]),
    ("<", &[Earlier, Inside], &[Earlier, Inside]),
    ("等于", &[Equal], &[Equal]),
];

const ENGLISH_HEAD: &str = "checklist t \"Test\" / 「测试」
source law \"Law\" / 「法」
dataset checks check
  no : id key
  day : date
  due : date
";

const CHINESE_HEAD: &str = "检查清单 t 「测试」 / \"Test\"
文件 法 「法」 / \"Law\"
数据集 检验
  编号：编号 主键
  日期：日期
  到期：日期
";

fn item(chinese: bool, number: usize, sentence: &str) -> String {
    match chinese {
        false => format!("item i{number} \"I\" / 「项」\n  cites law 1\n  {sentence}\n"),
        true => format!("检查项 i{number} 「项」 / \"I\"\n  依据 法 一\n  {sentence}\n"),
    }
}

fn help(chinese: bool, sentence: &str) -> Option<String> {
    let head = if chinese { CHINESE_HEAD } else { ENGLISH_HEAD };
    let text = format!("{head}{}", item(chinese, 0, sentence));
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::default();
    let _ = model::load_text(Path::new("t.duban"), &text, &mut files, &mut diagnostics);
    let mut all = diagnostics.into_sorted().into_iter();
    let wrong = all.find(|one| one.severity() == Severity::Error)?;
    Some(wrong.help.unwrap_or(wrong.message))
}

/// Which days pass, sentence by sentence.
fn judged(chinese: bool, sentences: &[String]) -> Vec<BTreeSet<&'static str>> {
    let head = if chinese { CHINESE_HEAD } else { ENGLISH_HEAD };
    let items = sentences.iter().enumerate();
    let items: String = items.map(|(n, s)| item(chinese, n, s)).collect();
    let rows = DAYS.iter().enumerate();
    let rows: String = rows
        .map(|(n, day)| format!("{n}|{day}|{ANCHOR}\n"))
        .collect();
    let (dataset, header) = match chinese {
        false => ("checks", "no|day|due"),
        true => ("检验", "编号|日期|到期"),
    };
    let out = Inspect::checklist(&format!("{head}{items}"))
        .table(dataset, &format!("{header}\n{rows}"))
        .run();
    let mut passing = vec![BTreeSet::from(DAYS); sentences.len()];
    for finding in out.findings() {
        assert_eq!(finding["outcome"], "not_met", "{finding}");
        let number = finding["item"].as_str().unwrap();
        let number = number.trim_start_matches(|c: char| !c.is_ascii_digit());
        let row = finding["subject"]["row"].as_u64().unwrap();
        let day = DAYS[usize::try_from(row).unwrap() - 1];
        passing[number.parse::<usize>().unwrap()].remove(day);
    }
    passing
}

fn no_word_is_turned_round(chinese: bool, words: &[Word]) {
    let mut wanted: Vec<(String, BTreeSet<&str>, String)> = Vec::new();
    let mut unlike = String::new();
    for (word, before, after) in words {
        for (en, zh, far) in AMOUNTS {
            for (side, readings) in [before, after].into_iter().enumerate() {
                let far = far[side];
                let sentence = match chinese {
                    false => {
                        let off = ["before", "after"][side];
                        format!("every check must have day {word} {en} {off} due")
                    }
                    true => {
                        let off = ["前", "后"][side];
                        let (word, end) = word.split_once('…').unwrap_or((word, ""));
                        format!("每条 检验 的 日期 应 {word} 到期 {off} {zh} {end}")
                    }
                };
                let sentence = sentence.trim().replace("  ", " ");
                let mut passes: Vec<_> = readings.iter().map(|one| one.of(far)).collect();
                let Some(help) = help(chinese, &sentence) else {
                    // What is taken as it stands has one meaning.
                    match passes.as_slice() {
                        [only] => wanted.push((sentence.clone(), only.clone(), sentence)),
                        _ => unlike += &format!("{sentence}: taken, though it may mean two\n"),
                    }
                    continue;
                };
                let forms: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
                if forms.len() != passes.len() {
                    unlike += &format!("{sentence}: {help}\n");
                    continue;
                }
                let said = ["pass", "可", "仅"];
                if forms.len() > 1 && !said.iter().any(|word| help.contains(word)) {
                    unlike += &format!("{sentence}: {help} does not say what passes\n");
                }
                // In whatever order they are told.
                for form in forms {
                    let whole = match chinese {
                        false => format!("every check must have {form}"),
                        true => format!("每条 检验 的 日期 应 {form}"),
                    };
                    let own = judged(chinese, std::slice::from_ref(&whole)).remove(0);
                    match passes.iter().position(|wanted| *wanted == own) {
                        Some(at) => drop(passes.remove(at)),
                        None => unlike += &format!("{sentence}: {whole} passes {own:?}\n"),
                    }
                }
            }
        }
    }
    let sentences: Vec<String> = wanted.iter().map(|(s, ..)| s.clone()).collect();
    for ((sentence, wanted, _), got) in wanted.iter().zip(judged(chinese, &sentences)) {
        if *wanted != got {
            unlike += &format!("{sentence} passes {got:?}\n");
        }
    }
    assert!(unlike.is_empty(), "{unlike}");
}

#[test]
fn no_english_word_is_turned_round() {
    no_word_is_turned_round(false, &ENGLISH);
}

#[test]
fn no_chinese_word_is_turned_round() {
    no_word_is_turned_round(true, &CHINESE);
}

#[test]
fn a_setting_counts_days_as_a_number_does() {
    let text = format!(
        "{ENGLISH_HEAD}setting grace : days = 30\n{}{}",
        item(
            false,
            0,
            "every check must have day no earlier than grace before due"
        ),
        item(
            false,
            1,
            "every check must have day earlier than grace days after due"
        ),
    );
    let rows =
        "no|day|due\n1|2020-05-15|2020-06-15\n2|2020-05-16|2020-06-15\n3|2020-07-15|2020-06-15";
    let out = Inspect::checklist(&text).table("checks", rows).run();
    assert_eq!(out.short(), ["not_met 1", "not_met 3"]);
}

#[test]
fn days_of_nothing_are_asked_from_which_day() {
    let cases = [
        (
            "every check must have day within 30 days",
            "say from which day it counts: write `day within 30 days after due`, or `day within 30 days before as_of`",
        ),
        (
            "每条 检验 的 日期 应 在 30 天 内",
            "写明从哪一天算起：应写 `日期 应 在 到期 后 30 天 内`，或 `日期 应 在 评估日 前 30 天 内`",
        ),
    ];
    for (sentence, told) in cases {
        assert_eq!(help(!sentence.is_ascii(), sentence).as_deref(), Some(told));
    }
}

#[test]
fn three_days_in_a_row_stay_a_mistake() {
    let told = help(false, "every check must have day after due before as_of").unwrap();
    assert!(told.contains("join them by `and`"), "{told}");
}
