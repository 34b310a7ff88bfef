//! What this stage reports about citations: one constructor for each kind of mistake.

use super::problems::{either, say};
use crate::citations::{Broken, SHORTEST};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::types::Language;

pub(super) fn broken_lock(language: Language, span: Span, broken: &Broken) -> Diagnostic {
    match broken {
        // What the reader of the lock says is for programmers; the lock is not written by hand.
        Broken::Lock(file, _) => {
            let file = file.display();
            let message = say!(
                language,
                "the lock {file} of this source cannot be read",
                "这份文件的锁 {file} 无法读取"
            );
            Diagnostic::new(Code::BrokenLock, language, span, message)
                .label(language.pick("its lock is broken", "锁已损坏"))
                .help(language.pick("write it anew with `duban pin`", "用 `duban pin` 重新生成"))
        }
        Broken::Aliases(file, line) => {
            let file = file.display();
            let message = say!(
                language,
                "line {line} of {file} is no alias",
                "{file} 第 {line} 行不是别名"
            );
            Diagnostic::new(Code::BrokenLock, language, span, message)
                .label(language.pick("its list of aliases is broken", "别名表有误"))
                .help(language.pick(
                    "write a name, `=` and a path on each line: `preamble = ¶1`",
                    "每行写：名称 = 路径，例如 `引言 = ¶1`",
                ))
        }
    }
}

/// A clause path where the name of a source is wanted: the name stands before each path.
pub(super) fn path_without_source(
    language: Language,
    span: Span,
    source: &str,
    path: &str,
) -> Diagnostic {
    let message = say!(
        language,
        "`{path}` has no source before it",
        "`{path}` 之前没有写文件名"
    );
    Diagnostic::new(Code::UnknownName, language, span, message)
        .label(language.pick("a clause path", "这是条款号"))
        .help(say!(
            language,
            "the source is named before each path: `{source} {path}`",
            "每一条都要写文件名：`{source} {path}`"
        ))
}

pub(super) fn unknown_clause(
    language: Language,
    span: Span,
    (path, source): (&str, &str),
    inside: &[&str],
    stale: bool,
) -> Diagnostic {
    let message = say!(
        language,
        "`{source}` has no clause {path}",
        "`{source}` 没有 {path} 这一条款"
    );
    let problem = Diagnostic::new(Code::NoSuchClause, language, span, message)
        .label(language.pick("not among its clauses", "不在其条款之中"));
    // Another text than the one at hand was pinned, maybe another document.
    if stale {
        return problem.help(language.pick(
            "its lock was written from another text than the one at hand; if this is the right document, pin it anew with `duban pin`",
            "锁所依据的文本与手头的文本不同；如果手头的文件无误，用 `duban pin` 重新锁定",
        ));
    }
    if inside.is_empty() {
        return problem;
    }
    let list: Vec<String> = inside.iter().map(|path| (*path).to_owned()).collect();
    let list = either(language, &list);
    problem.help(say!(
        language,
        "clauses there are {list}",
        "那里的条款有 {list}"
    ))
}

pub(super) fn ambiguous_clause(
    language: Language,
    span: Span,
    path: &str,
    candidates: &[String],
) -> Diagnostic {
    let list = either(language, candidates);
    let message = say!(
        language,
        "the path {path} fits several clauses",
        "路径 {path} 对应多个条款"
    );
    Diagnostic::new(Code::AmbiguousClause, language, span, message)
        .label(language.pick("not one clause", "不止一条"))
        .help(say!(language, "write {list}", "写 {list}"))
}

pub(super) fn changed_clause(language: Language, span: Span, path: &str) -> Diagnostic {
    let message = say!(
        language,
        "clause {path} reads otherwise now than when the document was pinned",
        "条款 {path} 的文字与锁定时不同"
    );
    Diagnostic::new(Code::ChangedClause, language, span, message)
        .label(language.pick("the clause has changed", "条款已改动"))
        .help(language.pick(
            "read the clause again; where the item still follows it, pin the document anew with `duban pin`",
            "请重读该条款；检查项仍与之相符时，用 `duban pin` 重新锁定",
        ))
}

pub(super) fn short_phrase(language: Language, span: Span) -> Diagnostic {
    let message = say!(
        language,
        "a quoted phrase needs at least {SHORTEST} characters, in each part between `…`",
        "引用的文字（`…` 隔开的每一段）至少要有 {SHORTEST} 个字"
    );
    Diagnostic::new(Code::ShortPhrase, language, span, message)
        .label(language.pick("too short to be found again", "太短，无法核对"))
        .help(language.pick("quote more of the clause", "多引几个字"))
}

pub(super) fn phrase_missing(
    language: Language,
    span: Span,
    path: &str,
    elsewhere: Option<&str>,
) -> Diagnostic {
    let message = say!(
        language,
        "these words do not stand in clause {path}",
        "条款 {path} 中没有这些文字"
    );
    let problem = Diagnostic::new(Code::PhraseMissing, language, span, message)
        .label(language.pick("not in the clause", "条款中没有"));
    problem.help(match elsewhere {
        Some(other) => say!(
            language,
            "they stand in {other}; cite that clause",
            "它们在 {other}，请引用该条款"
        ),
        None => language
            .pick(
                "copy the words from the document; `…` stands for words left out",
                "请从文件中照抄；省略的文字用 `…` 代替",
            )
            .to_owned(),
    })
}

pub(super) fn replaced_in_circle(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say!(
        language,
        "the documents that replace `{name}` lead back to it",
        "替代 `{name}` 的文件又回到它自己"
    );
    Diagnostic::new(Code::ReplacedInCircle, language, span, message)
        .label(language.pick("replaced by itself in the end", "最终被自己替代"))
        .help(language.pick(
            "let the newer document alone say `replaces`",
            "只在新文件中写“替代”",
        ))
}

pub(super) fn source_without_lock(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say!(
        language,
        "`{name}` has no lock, so what is cited of it is not checked",
        "`{name}` 没有锁，对它的引用无从核对"
    );
    Diagnostic::new(Code::SourceWithoutLock, language, span, message)
        .label(language.pick(
            "not pinned, unlike others here",
            "未锁定，而同处的其他文件已锁定",
        ))
        .help(say!(
            language,
            "write its lock with `duban pin {name} FILE`",
            "用 `duban pin {name} 文件` 生成"
        ))
}

pub(super) fn stale_lock(language: Language, span: Span, (name, file): (&str, &str)) -> Diagnostic {
    let message = say!(
        language,
        "{file} is not the text any more that `{name}` was pinned from",
        "{file} 已不是锁定 `{name}` 时的文本"
    );
    Diagnostic::new(Code::StaleLock, language, span, message)
        .label(language.pick("its lock is older than the text", "锁比文本旧"))
        .help(say!(
            language,
            "look at what changed, then pin it anew with `duban pin {name} {file}`",
            "先看改动了什么，再用 `duban pin {name} {file}` 重新锁定"
        ))
}

pub(super) fn unused_lock(language: Language, span: Span, name: &str) -> Diagnostic {
    let message = say!(
        language,
        "no checklist beside this lock declares the source `{name}`",
        "这把锁旁边没有清单声明文件 `{name}`"
    );
    Diagnostic::new(Code::UnusedLock, language, span, message)
        .label(language.pick("a lock that nobody uses", "无人使用的锁"))
        .help(say!(
            language,
            "declare it with `source {name}`, or take the lock away",
            "用 `文件 {name}` 声明它，或移走这把锁"
        ))
}
