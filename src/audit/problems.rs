//! The wording of everything that can be wrong with an audit file, one constructor for each kind of mistake.

use crate::diagnostic::wording::{near, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::findings::identity::KeyFileError;
use crate::source::Span;
use crate::types::{Language, Type};

pub(super) use super::problems_of_answers::{
    answer_to_nothing, answer_unasked, answer_unclear, answers_column, answers_no_list,
};

/// The names that could have been meant.
#[derive(Debug, Default)]
pub(super) struct Known<'n> {
    /// All names, to look for a similar one.
    pub(super) all: Vec<&'n str>,
    /// The names to list when none is similar: one for each thing.
    pub(super) listed: Vec<&'n str>,
}

impl<'n> From<&[&'n str]> for Known<'n> {
    fn from(names: &[&'n str]) -> Self {
        Self {
            all: names.to_vec(),
            listed: names.to_vec(),
        }
    }
}

/// A similar name, or the names there are.
pub(super) fn candidates(language: Language, word: &str, known: &Known<'_>) -> Option<String> {
    if let Some(near) = near(word, known.all.iter().copied()) {
        return Some(match language {
            Language::En => format!("a similar name is `{near}`"),
            Language::Zh => format!("相近的名称是 `{near}`"),
        });
    }
    if known.listed.is_empty() {
        return None;
    }
    let shown: Vec<String> = known
        .listed
        .iter()
        .take(8)
        .map(|n| format!("`{n}`"))
        .collect();
    let more = if known.listed.len() > shown.len() {
        "…"
    } else {
        ""
    };
    Some(match language {
        Language::En if shown.len() == 1 => format!("there is {}", shown.concat()),
        Language::En => format!("there are {} {more}", shown.join(", "))
            .trim_end()
            .to_owned(),
        Language::Zh => format!("可用的有 {}{more}", shown.join("、")),
    })
}

pub(super) fn with_help(diagnostic: Diagnostic, help: Option<String>) -> Diagnostic {
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// The text cannot be read as YAML; `blank` is the odd blank that the line is indented with.
pub(super) fn not_yaml(language: Language, at: Span, blank: Option<char>) -> Diagnostic {
    let message = language.pick(
        "the audit file cannot be read from here on",
        "审计文件从此处起无法读取",
    );
    let help = match blank {
        Some('\t') => language.pick(
            "the line is indented with a tab: use blanks",
            "该行用制表符缩进：请改用空格",
        ),
        Some(_) => language.pick(
            "the line is indented with a full-width blank: use plain blanks",
            "该行用全角空格缩进：请改用半角空格",
        ),
        None => language.pick(
            "look for a missing `:` or bracket, an open quote, or lines that are not indented alike",
            "检查是否缺少 `:` 或括号、引号未闭合，或各行缩进不一致",
        ),
    };
    Diagnostic::new(Code::AuditSyntax, language, at, message).help(help)
}

/// The bytes of the file are no text.
pub(super) fn not_text(language: Language, at: Span) -> Diagnostic {
    let message = language.pick(
        "the audit file is not text in UTF-8",
        "审计文件不是 UTF-8 文本",
    );
    Diagnostic::new(Code::AuditSyntax, language, at, message).help(language.pick(
        "save it again with the encoding UTF-8",
        "请以 UTF-8 编码重新保存",
    ))
}

/// `*name` stands for another value.
pub(super) fn alias(language: Language, at: Span) -> Diagnostic {
    Diagnostic::new(
        Code::AuditSyntax,
        language,
        at,
        language.pick(
            "an audit file does not use references with `*`",
            "审计文件不使用 `*` 引用",
        ),
    )
    .help(language.pick(
        "write the value out, or put it in quotes",
        "请直接写出该值，或加上引号",
    ))
}

/// `---` begins a second document.
pub(super) fn second_document(language: Language, at: Span) -> Diagnostic {
    Diagnostic::new(
        Code::AuditSyntax,
        language,
        at,
        language.pick(
            "a second document begins here; an audit file is one",
            "此处开始了第二个文档；审计文件只能有一个",
        ),
    )
}

/// Lists in lists in lists.
pub(super) fn too_deep(language: Language, at: Span, most: usize) -> Diagnostic {
    let message = match language {
        Language::En => format!("more than {most} levels inside each other"),
        Language::Zh => format!("嵌套超过 {most} 层"),
    };
    Diagnostic::new(Code::AuditSyntax, language, at, message)
}

/// A list or map stands where a key is awaited.
pub(super) fn key_not_a_word(language: Language, at: Span) -> Diagnostic {
    Diagnostic::new(
        Code::AuditSyntax,
        language,
        at,
        language.pick("a key has to be one word", "键只能是一个词"),
    )
}

/// A key stands twice.
pub(super) fn key_twice(language: Language, at: Span, first: Span, key: &str) -> Diagnostic {
    let message = match language {
        Language::En => format!("`{key}` stands twice"),
        Language::Zh => format!("`{key}` 出现了两次"),
    };
    Diagnostic::new(Code::AuditKeyTwice, language, at, message)
        .label(language.pick("again here", "此处重复"))
        .also(first, language.pick("first here", "首次出现"))
}

/// A key that an audit file does not know.
pub(super) fn unknown_key(language: Language, at: Span, key: &str, known: &[&str]) -> Diagnostic {
    let message = match language {
        Language::En => format!("an audit file has no key `{key}` here"),
        Language::Zh => format!("审计文件此处没有 `{key}` 这个键"),
    };
    with_help(
        Diagnostic::new(Code::AuditUnknownKey, language, at, message),
        candidates(language, key, &known.into()),
    )
}

/// A key that has to be there is not.
pub(super) fn missing_key(language: Language, at: Span, key: &str, example: &str) -> Diagnostic {
    let message = match language {
        Language::En => format!("`{key}` is missing"),
        Language::Zh => format!("缺少 `{key}`"),
    };
    Diagnostic::new(Code::AuditMissingKey, language, at, message).help(match language {
        Language::En => format!("write for example `{example}`"),
        Language::Zh => format!("例如写 `{example}`"),
    })
}

/// What a key's value has to be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted {
    /// A word or text.
    Text,
    /// Keys with values.
    Map,
    /// A text or a list of texts.
    Texts,
    /// A file, alone or with other keys.
    Dataset,
    /// A file or several.
    Files,
    /// Where the header is.
    Header,
    /// `zh` or `en`.
    Language,
}

/// A value of the wrong kind.
pub(super) fn wrong_value(language: Language, at: Span, key: &str, wanted: Wanted) -> Diagnostic {
    let (en, zh, help_en, help_zh) = match wanted {
        Wanted::Text => ("a text", "一段文字", "", ""),
        Wanted::Map => (
            "keys with values",
            "若干“键: 值”",
            "indent them under it, one a line: `name: value`",
            "在其下缩进，每行一个：`名称: 值`",
        ),
        Wanted::Texts => ("a text or a list of texts", "一段文字或文字列表", "", ""),
        Wanted::Dataset => (
            "a file, or keys with values",
            "一个文件，或若干“键: 值”",
            "write `file: data/pupils.csv` under it, indented",
            "在其下缩进写 `file: data/学生.csv`",
        ),
        Wanted::Files => (
            "a file, or a list of files",
            "一个文件，或若干文件的列表",
            "write `[east.csv, west.xlsx]`, or `county/*.xlsx` for all files of such names",
            "写 `[东县.csv, 西县.xlsx]`；某一类文件可写 `县/*.xlsx`",
        ),
        Wanted::Header => (
            "the number of the line that holds the headers",
            "表头所在行的行号",
            "lines are counted from 1; where only the first of several files or sheets has headers write `header: first`, for a file that goes on under the headers before it `header: none`",
            "行号从 1 开始；若干文件或工作表中只有第一个有表头的，写 `header: first`；沿用前一个文件表头的文件，写 `header: none`",
        ),
        Wanted::Language => (
            "a language",
            "语言",
            "write `zh` or `en`",
            "写 `zh` 或 `en`",
        ),
    };
    let message = match language {
        Language::En => format!("`{key}` has to be {en}"),
        Language::Zh => format!("`{key}` 应为{zh}"),
    };
    let help = language.pick(help_en, help_zh);
    with_help(
        Diagnostic::new(Code::AuditValue, language, at, message),
        (!help.is_empty()).then(|| help.to_owned()),
    )
}

/// A column is to be named after something that has no name.
pub(super) fn no_name_of(
    language: Language,
    at: Span,
    text: &str,
    known: &[(&str, super::NameOf)],
) -> Diagnostic {
    let words: Vec<String> = known.iter().map(|(word, _)| format!("`{word}`")).collect();
    let message = match language {
        Language::En => format!("a column cannot be taken from `{text}`"),
        Language::Zh => format!("列的取值不能取自 `{text}`"),
    };
    let listed = match language {
        Language::En => format!(
            "write {}: the name of what the rows lie in",
            words.join(", ")
        ),
        Language::Zh => format!(
            "可写 {}：取数据行所在的文件、文件夹或工作表的名称",
            words.join("、")
        ),
    };
    Diagnostic::new(Code::AuditValue, language, at, message).help(listed)
}

/// The day of the inspection is left blank.
pub(super) fn day_missing(language: Language, at: Span) -> Diagnostic {
    let message = language.pick(
        "the day behind `as_of:` is missing",
        "`as_of:` 后面没有写评估日",
    );
    Diagnostic::new(Code::AuditDate, language, at, message.to_owned()).help(language.pick(
        "write the day for which things are judged: `as_of: 2020-09-30`",
        "写明评估日：`as_of: 2020-09-30`",
    ))
}

/// A day that the calendar does not have, or no day at all.
pub(super) fn no_such_day(language: Language, at: Span, text: &str) -> Diagnostic {
    let message = match language {
        Language::En => format!("`{text}` is not a day of the calendar"),
        Language::Zh => format!("`{text}` 不是日历上的一天"),
    };
    Diagnostic::new(Code::AuditDate, language, at, message).help(language.pick(
        "write year, month and day: `2020-09-30`",
        "写年、月、日：`2020-09-30`",
    ))
}

/// A date format that cannot be used.
pub(super) fn date_format(language: Language, at: Span, text: &str) -> Diagnostic {
    let message = match language {
        Language::En => format!("`{text}` is not a date format"),
        Language::Zh => format!("`{text}` 不是日期格式"),
    };
    if text.to_lowercase().contains('h') {
        return Diagnostic::new(Code::AuditValue, language, at, message).help(language.pick(
            "write how the day alone is written: `yyyy/m/d`; a time behind it is not looked at",
            "只写日期部分的写法：`yyyy/m/d`；日期后面的时间不看",
        ));
    }
    Diagnostic::new(Code::AuditValue, language, at, message).help(language.pick(
        "write `yyyy`, `mm` and `dd` once each, as the file has them: `dd/mm/yyyy`",
        "按文件中的顺序各写一次 `yyyy`、`mm`、`dd`：`dd/mm/yyyy`",
    ))
}

/// An encoding that is not known.
pub(super) fn encoding(language: Language, at: Span, text: &str, known: &[&str]) -> Diagnostic {
    let message = match language {
        Language::En => format!("`{text}` is not an encoding that is known"),
        Language::Zh => format!("`{text}` 不是已知的编码"),
    };
    with_help(
        Diagnostic::new(Code::AuditValue, language, at, message),
        candidates(language, text, &known.into()),
    )
}

/// A checklist or key file that is not there, or cannot be read.
pub(super) fn no_such_file(language: Language, at: Span, path: &str) -> Diagnostic {
    let message = match language {
        Language::En => format!("the file `{path}` is missing or cannot be read"),
        Language::Zh => format!("文件 `{path}` 不存在或无法读取"),
    };
    Diagnostic::new(Code::AuditFile, language, at, message).help(language.pick(
        "paths are relative to the audit file",
        "路径相对于审计文件所在的文件夹",
    ))
}

/// A key file that does not hold a key.
pub(super) fn hash_key(
    language: Language,
    at: Span,
    path: &str,
    error: Option<KeyFileError>,
) -> Diagnostic {
    let path = quoted(path);
    let why = error.map_or_else(
        || language.pick("is not text", "不是文本").to_owned(),
        |error| error.words(language),
    );
    Diagnostic::new(Code::AuditHashKey, language, at, format!("{path} {why}"))
}

/// What a name should be the name of.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'n> {
    Dataset,
    Item,
    Setting,
    /// A column of this dataset.
    Column(&'n str),
    /// A word of this column.
    Word(&'n str),
}

/// A name that the checklists do not declare.
pub(super) fn unknown_name(
    language: Language,
    at: Span,
    word: &str,
    kind: Kind<'_>,
    known: &Known<'_>,
) -> Diagnostic {
    let (code, message) = match (kind, language) {
        (Kind::Dataset, Language::En) => (
            Code::AuditUnknownDataset,
            format!("the checklists have no dataset `{word}`"),
        ),
        (Kind::Dataset, Language::Zh) => (
            Code::AuditUnknownDataset,
            format!("检查清单中没有数据集 `{word}`"),
        ),
        (Kind::Item, Language::En) => (
            Code::AuditUnknownItem,
            format!("the checklists have no item `{word}`"),
        ),
        (Kind::Item, Language::Zh) => (
            Code::AuditUnknownItem,
            format!("检查清单中没有检查项 `{word}`"),
        ),
        (Kind::Setting, Language::En) => (
            Code::AuditUnknownSetting,
            format!("the checklists have no setting `{word}`"),
        ),
        (Kind::Setting, Language::Zh) => (
            Code::AuditUnknownSetting,
            format!("检查清单中没有设定 `{word}`"),
        ),
        (Kind::Column(dataset), Language::En) => (
            Code::AuditUnknownColumn,
            format!("`{dataset}` has no column `{word}`"),
        ),
        (Kind::Column(dataset), Language::Zh) => (
            Code::AuditUnknownColumn,
            format!("`{dataset}` 没有列 `{word}`"),
        ),
        (Kind::Word(column), Language::En) => (
            Code::AuditUnknownWord,
            format!("`{word}` is not a word of `{column}`"),
        ),
        (Kind::Word(column), Language::Zh) => (
            Code::AuditUnknownWord,
            format!("`{word}` 不是 `{column}` 的取值"),
        ),
    };
    with_help(
        Diagnostic::new(code, language, at, message),
        candidates(language, word, known),
    )
}

/// Words are given for a column that has no value set.
pub(super) fn no_words(language: Language, at: Span, column: &str) -> Diagnostic {
    let message = match language {
        Language::En => format!("`{column}` has no value set, so no words can be given for it"),
        Language::Zh => format!("`{column}` 没有取值范围，不能为它指定对应词"),
    };
    Diagnostic::new(Code::AuditValue, language, at, message)
}

/// A date format is given for a column that holds no dates.
pub(super) fn no_date(language: Language, at: Span, column: &str) -> Diagnostic {
    let message = match language {
        Language::En => format!("`{column}` is not a date, so it has no date format"),
        Language::Zh => format!("`{column}` 不是日期，没有日期格式"),
    };
    Diagnostic::new(Code::AuditValue, language, at, message)
}

/// A unit is given for a column that has none, or one that is none of it.
pub(super) fn no_unit(language: Language, at: Span, column: &str, kind: &Type) -> Diagnostic {
    let (message, help) = match (kind, language) {
        (Type::Percent, Language::En) => (
            format!("`{column}` is a percentage, and this does not say what its bare numbers are"),
            "write `percent` where 95 is 95 %, or `fraction` where 0.95 is",
        ),
        (Type::Percent, Language::Zh) => (
            format!("`{column}` 是百分比，这里没有写明不带百分号的数是什么"),
            "95 表示 95% 的，写 `百分数`；0.95 表示 95% 的，写 `小数`",
        ),
        (Type::Money, Language::En) => (
            format!("`{column}` is an amount of money, and this is no unit of it"),
            "write `元`, `千元`, `万元` or `亿元`",
        ),
        (Type::Money, Language::Zh) => (
            format!("`{column}` 是金额，这不是金额的单位"),
            "可写 `元`、`千元`、`万元`、`亿元`",
        ),
        (_, Language::En) => (
            format!("`{column}` holds no numbers, so it has no unit"),
            "take the line out",
        ),
        (_, Language::Zh) => (format!("`{column}` 不是数字，没有单位"), "请删去这一行"),
    };
    Diagnostic::new(Code::AuditValue, language, at, message).help(help)
}

/// A name stands for something that another name in the same list already stands for.
pub(super) fn named_twice(language: Language, at: Span, first: Span, word: &str) -> Diagnostic {
    let message = match language {
        Language::En => format!("`{word}` was already given under another name"),
        Language::Zh => format!("`{word}` 已用另一个名称给出"),
    };
    Diagnostic::new(Code::AuditKeyTwice, language, at, message)
        .label(language.pick("again here", "此处重复"))
        .also(first, language.pick("first here", "首次出现"))
}

/// A setting's value that does not fit its type.
pub(super) fn setting_value(
    language: Language,
    at: Span,
    setting: &str,
    wanted: (&str, &str),
    help: Option<String>,
) -> Diagnostic {
    let message = match language {
        Language::En => format!("`{setting}` has to be {}", wanted.0),
        Language::Zh => format!("`{setting}` 应为{}", wanted.1),
    };
    with_help(
        Diagnostic::new(Code::AuditSettingValue, language, at, message),
        help.map(|example| match language {
            Language::En => format!("write for example `{example}`"),
            Language::Zh => format!("例如写 `{example}`"),
        }),
    )
}

/// Items ask for the day of the inspection, and none is given.
pub(super) fn as_of_missing(language: Language, at: Span, item: &str) -> Diagnostic {
    let message = match language {
        Language::En => format!("`as_of` is missing: `{item}` asks for the day of the inspection"),
        Language::Zh => format!("缺少 `as_of`：检查项 `{item}` 需要评估日"),
    };
    Diagnostic::new(Code::AuditAsOfMissing, language, at, message).help(language.pick(
        "write the day for which things are judged: `as_of: 2020-09-30`",
        "写明评估日：`as_of: 2020-09-30`",
    ))
}

/// Settings that items need have no value.
pub(super) fn settings_unset(language: Language, at: Span, names: &[&str]) -> Diagnostic {
    let first = names.first().copied().unwrap_or_default();
    let message = match (language, names.len()) {
        (Language::En, 1) => format!("the setting `{first}` has no value"),
        (Language::Zh, 1) => format!("设定 `{first}` 没有值"),
        (Language::En, count) => format!("{count} settings have no value"),
        (Language::Zh, count) => format!("有 {count} 个设定没有值"),
    };
    let all: Vec<String> = names.iter().map(|name| format!("`{name}:`")).collect();
    let all = all.join(language.pick(", ", "、"));
    Diagnostic::new(Code::AuditSettingUnset, language, at, message).help(match language {
        Language::En => format!(
            "what needs it cannot be told; write {all} under `settings:`, with nothing behind the colon where it is left open"
        ),
        Language::Zh => {
            format!("用到它的检查项无法判断；在 `settings:` 下写 {all}，有意不设定的冒号后留空")
        }
    })
}

/// A dataset has a file, and no item looks at it.
pub(super) fn dataset_unused(language: Language, at: Span, name: &str) -> Diagnostic {
    let message = match language {
        Language::En => format!("no item looks at `{name}`"),
        Language::Zh => format!("没有检查项用到 `{name}`"),
    };
    Diagnostic::new(Code::AuditDatasetUnused, language, at, message).help(language.pick(
        "leave it out, or write the item that it is meant for",
        "删去它，或补上用到它的检查项",
    ))
}

pub(super) fn force_unseen(language: Language, at: Span) -> Diagnostic {
    let message = language.pick(
        "whether the clauses that items cite are in force is not looked at: `as_of` is missing",
        "没有 `as_of`，不查看检查项所依据的条款是否在施行期内",
    );
    Diagnostic::new(Code::AuditOutOfForce, language, at, message).help(language.pick(
        "write the day of the inspection: `as_of: 2020-09-30`",
        "写明评估日：`as_of: 2020-09-30`",
    ))
}

pub(super) fn out_of_force(
    language: Language,
    at: Span,
    told: &[(String, Vec<String>)],
) -> Diagnostic {
    const FEW: usize = 5;
    let items: usize = told.iter().map(|(_, items)| items.len()).sum();
    let message = match (language, items) {
        (Language::En, 1) => {
            "an item rests on a clause that is not in force on this day".to_owned()
        }
        (Language::En, _) => {
            format!("{items} items rest on clauses that are not in force on this day")
        }
        (Language::Zh, _) => format!("{items} 个检查项所依据的条款在这一天不在施行期内"),
    };
    let lines = told.iter().take(FEW).map(|(remark, items)| {
        let shown: Vec<String> = items.iter().take(FEW).map(|id| format!("`{id}`")).collect();
        let shown = shown.join(language.pick(", ", "、"));
        match (language, items.len() > FEW) {
            (Language::En, false) => format!("{shown}: {remark}"),
            (Language::En, true) => format!("{shown} and others: {remark}"),
            (Language::Zh, false) => format!("{shown}：{remark}"),
            (Language::Zh, true) => format!("{shown} 等：{remark}"),
        }
    });
    Diagnostic::new(Code::AuditOutOfForce, language, at, message)
        .label(language.pick("the day of the inspection", "检查日"))
        .help(lines.collect::<Vec<_>>().join(language.pick("; ", "；")))
}
