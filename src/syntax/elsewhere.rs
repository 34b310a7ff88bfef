//! Words that people bring along: of the other vocabulary, of SQL, Excel and Python, of office documents.
//!
//! In: a word that fits nowhere. Out: the word of this language that stands for it, for the help of a message.

use super::keywords::{Keywords, Place};
use crate::types::Language;

/// Words that begin a declaration elsewhere, and the header that is meant.
const HEADERS: [(&str, &str); 46] = [
    ("rule", "item"),
    ("rules", "item"),
    ("check", "item"),
    ("checks", "item"),
    ("requirement", "item"),
    ("question", "item"),
    ("group", "section"),
    ("chapter", "section"),
    ("part", "section"),
    ("heading", "section"),
    ("document", "source"),
    ("law", "source"),
    ("regulation", "source"),
    ("parameter", "setting"),
    ("param", "setting"),
    ("variable", "setting"),
    ("let", "setting"),
    ("set", "setting"),
    ("data", "dataset"),
    ("sheet", "dataset"),
    ("list", "dataset"),
    ("create", "dataset"),
    ("import", "use"),
    ("include", "use"),
    ("func", "define"),
    ("def", "define"),
    ("subset", "population"),
    ("规则", "item"),
    ("检查内容", "item"),
    ("检查点", "item"),
    ("检查事项", "item"),
    ("要求", "item"),
    ("条款", "item"),
    ("章", "section"),
    ("部分", "section"),
    ("标题", "section"),
    ("法规", "source"),
    ("政策", "source"),
    ("参数", "setting"),
    ("变量", "setting"),
    ("数据", "dataset"),
    ("名单", "dataset"),
    ("导入", "use"),
    ("引用", "use"),
    ("清单", "checklist"),
    ("检查表", "checklist"),
];

/// Words that begin a line elsewhere, and the line that is meant.
const CLAUSES: [(&str, &str); 44] = [
    ("description", "note"),
    ("comment", "note"),
    ("remark", "note"),
    ("text", "message"),
    ("priority", "severity"),
    ("level", "severity"),
    ("grade", "severity"),
    ("importance", "severity"),
    ("responsible", "owner"),
    ("assignee", "owner"),
    ("department", "owner"),
    ("deadline", "due"),
    ("until", "due"),
    ("according", "cites"),
    ("basis", "cites"),
    ("source", "cites"),
    ("reference", "cites"),
    ("see", "cites"),
    ("说明", "note"),
    ("描述", "note"),
    ("注", "note"),
    ("提示", "message"),
    ("级别", "severity"),
    ("重要性", "severity"),
    ("优先级", "severity"),
    ("程度", "severity"),
    ("责任人", "owner"),
    ("责任部门", "owner"),
    ("负责人", "owner"),
    ("牵头单位", "owner"),
    ("主管部门", "owner"),
    ("截止", "due"),
    ("截止日期", "due"),
    ("时限", "due"),
    ("完成时限", "due"),
    ("来源", "cites"),
    ("根据", "cites"),
    ("按照", "cites"),
    ("出处", "cites"),
    ("expected", "expect"),
    ("expects", "expect"),
    ("预期", "expect"),
    ("期待", "expect"),
    ("预计", "expect"),
];

/// Functions of spreadsheets and programs, and how it is said here: English, Chinese.
const FUNCTIONS: [(&str, &str, &str); 22] = [
    ("if", "`when …, must …`", "`当 … 时，应 …`"),
    ("iif", "`when …, must …`", "`当 … 时，应 …`"),
    ("count", "`count of …`", "`… 数量`"),
    ("countif", "`count of … where …`", "`… 数量 其中 …`"),
    ("countifs", "`count of … where …`", "`… 数量 其中 …`"),
    ("sum", "`total of …`", "`… 合计`"),
    ("sumif", "`total of … where …`", "`… 合计 其中 …`"),
    ("average", "`mean of …`", "`… 平均值`"),
    ("avg", "`mean of …`", "`… 平均值`"),
    ("max", "`largest of …`", "`… 最大值`"),
    ("min", "`least of …`", "`… 最小值`"),
    ("round", "`rounded … to 2 places`", "`… 保留 2 位小数`"),
    ("len", "`length of …`", "`… 的长度`"),
    ("length", "`length of …`", "`… 的长度`"),
    ("vlookup", "`have a … by …`", "`应有 … 按 …`"),
    ("xlookup", "`have a … by …`", "`应有 … 按 …`"),
    ("left", "`part 1 to 6 of …`", "`… 的第 1 至 6 位`"),
    ("mid", "`part 7 to 14 of …`", "`… 的第 7 至 14 位`"),
    ("isblank", "`… is blank`", "`… 为空`"),
    ("today", "`as_of`", "`评估日`"),
    ("now", "`as_of`", "`评估日`"),
    ("datedif", "`days from … to …`", "`从 … 到 … 的天数`"),
];

/// Words for types elsewhere, and the type that is meant.
const TYPES: [(&str, &str); 33] = [
    ("month", "text"),
    ("year", "integer"),
    ("string", "text"),
    ("str", "text"),
    ("char", "text"),
    ("varchar", "text"),
    ("int", "integer"),
    ("bigint", "integer"),
    ("float", "number"),
    ("double", "number"),
    ("decimal", "number"),
    ("numeric", "number"),
    ("bool", "yes or no"),
    ("boolean", "yes or no"),
    ("datetime", "date"),
    ("timestamp", "date"),
    ("day", "date"),
    ("amount", "money"),
    ("currency", "money"),
    ("enum", "one of"),
    ("月份", "text"),
    ("年月", "text"),
    ("月", "text"),
    ("字符", "text"),
    ("字符串", "text"),
    ("文字", "text"),
    ("年份", "integer"),
    ("整型", "integer"),
    ("数值", "number"),
    ("布尔", "yes or no"),
    ("时间", "date"),
    ("元", "money"),
    ("选项", "one of"),
];

/// The type that a word for one stands for elsewhere.
pub(super) fn type_of_column(language: Language, word: &str) -> Option<&'static str> {
    Keywords::of(language).printed_in(Place::Type, listed(&TYPES, word)?)
}

fn listed(words: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let found = words.iter().find(|(known, _)| *known == lower)?;
    Some(found.1)
}

/// The header that a word for a declaration stands for elsewhere.
pub(super) fn header(language: Language, word: &str) -> Option<&'static str> {
    let numbered = word.starts_with('第') && word.ends_with(['条', '项', '款']);
    let id = listed(&HEADERS, word).or(numbered.then_some("item"))?;
    Keywords::of(language).printed_in(Place::Header, id)
}

/// The line of an item that a word stands for elsewhere.
pub(super) fn clause(language: Language, word: &str) -> Option<&'static str> {
    Keywords::of(language).printed_in(Place::Clause, listed(&CLAUSES, word)?)
}

/// How a function of a spreadsheet or a program is said in a language.
#[must_use]
pub fn function(language: Language, name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let (_, en, zh) = FUNCTIONS.iter().find(|(known, ..)| *known == lower)?;
    Some(language.pick(en, zh))
}

/// Whether a word means elsewhere that there is no value.
#[must_use]
pub fn means_blank(word: &str) -> bool {
    let lower = word.to_lowercase();
    ["null", "none", "nil", "nan", "empty", "空", "空白", "空值"].contains(&lower.as_str())
}

/// How the day of the inspection is written, where a word means it elsewhere.
#[must_use]
pub fn day_of_inspection(language: Language, word: &str) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let known = [
        "today",
        "now",
        "inspection_date",
        "inspection_day",
        "今天",
        "今日",
        "当天",
        "检查日",
        "检查日期",
    ];
    let own = language.pick("`as_of`", "`评估日`");
    known.contains(&lower.as_str()).then_some(own)
}

/// The word of this language for one of the other vocabulary.
pub(super) fn translated(language: Language, word: &str, places: &[Place]) -> Option<String> {
    let other = match language {
        Language::En => Language::Zh,
        Language::Zh => Language::En,
    };
    places.iter().find_map(|&place| {
        let phrases = Keywords::of(other).beginning_with(place, word);
        let phrase = phrases.iter().find(|phrase| phrase.rest.is_empty());
        let phrase = phrase.or_else(|| phrases.first())?;
        let own: Vec<&str> = phrase
            .ids
            .iter()
            .filter_map(|id| {
                let own = Keywords::of(language);
                own.printed_in(place, id).or_else(|| own.printed(id))
            })
            .collect();
        (!own.is_empty()).then(|| own.join(" "))
    })
}
