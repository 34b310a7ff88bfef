//! `duban pin`: the clauses of a source document, locked beside the checklist that declares the source.

use super::arguments::{General, PinArguments};
use super::paths::{self, not_read};
use super::{Exit, show, terminal};
use crate::citations::{Document, Lock, Remark, RemarkKind, lock_path, read_text};
use crate::data::DigestAlgorithm;
use crate::data::formats::digest_of_bytes;
use crate::diagnostic::Diagnostics;
use crate::model;
use crate::source::{Files, Together};
use crate::types::Language;
use std::path::{Path, PathBuf};

/// Pins a document.
pub(super) fn pin(arguments: &PinArguments, general: &General) -> Exit {
    let language = general.language().or_else(terminal::locale_language);
    let language = language.unwrap_or(Language::En);
    let folder = match folder_of(arguments, language) {
        Ok(folder) => folder,
        Err(exit) => return exit,
    };
    let shown = arguments.file.display();
    let bytes = match Files::read(&arguments.file) {
        Ok(bytes) => bytes,
        Err(error) => return show::not_done(&not_read(&arguments.file, &error, language)),
    };
    let words = match read_text(&bytes) {
        Ok(words) => words,
        Err(unreadable) => {
            return show::not_done(&format!("{shown}: {}", unreadable.words(language)));
        }
    };
    if let Some(warning) = words.warning(language) {
        terminal::say(&format!("{shown}: {warning}"));
    }
    let document = Document::read(&words.text);
    if document.clauses.is_empty() {
        let words = language.pick(
            "no clause was found in it; look whether it is the right file",
            "其中没有找到条款；请看是不是这份文件",
        );
        return show::not_done(&format!("{shown}: {words}"));
    }
    for remark in &document.remarks {
        terminal::say(&format!(
            "{shown}:{}: {}",
            remark.line,
            words_of(remark, language)
        ));
    }
    let digest = digest_of_bytes(&bytes, DigestAlgorithm::Blake3);
    let lock = Lock::of(
        &document,
        Files::seen_from(&arguments.file, &folder),
        digest,
    );
    let path = lock_path(&folder, &arguments.source);
    let text = match lock.text() {
        Ok(text) => text,
        Err(error) => return show::not_done(&error),
    };
    let mut together = Together::new();
    let written = together
        .write(&path, &mut |out| out.write_all(text.as_bytes()))
        .and_then(|()| together.keep());
    match written {
        Err(error) => show::not_written(&path.display().to_string(), &error),
        Ok(()) => {
            if !general.quiet {
                let count = lock.clauses.len();
                let path = path.display();
                terminal::say(&match language {
                    Language::En => format!("{path}: {}", show::plural(count, "clause")),
                    Language::Zh => format!("{path}：{count} 个条款"),
                });
            }
            Exit::Fine
        }
    }
}

/// The folder of the checklist that declares the source.
fn folder_of(arguments: &PinArguments, language: Language) -> Result<PathBuf, Exit> {
    let paths = paths::checklists(&arguments.checklists, language);
    let paths = paths.map_err(|message| show::not_done(&message))?;
    let mut files = Files::new();
    // Mistakes in the checklists are for `duban check`; a source is known without them.
    let model = model::load_all(&paths, None, &mut files, &mut Diagnostics::default());
    let declared = model
        .sources
        .iter()
        .find(|source| source.names.all.contains(&arguments.source));
    let Some(source) = declared else {
        let names: Vec<&str> = model
            .sources
            .iter()
            .map(|source| source.names.id())
            .collect();
        let asked = &arguments.source;
        let known = names.join(language.pick(", ", "、"));
        return Err(show::not_done(&match (language, names.is_empty()) {
            (Language::En, true) => format!(
                "no checklist declares the source `{asked}`; none is declared there: write `source {asked}` in the checklist first"
            ),
            (Language::En, false) => {
                format!("no checklist declares the source `{asked}`; declared are: {known}")
            }
            (Language::Zh, true) => format!(
                "没有清单声明文件 `{asked}`；那里没有声明任何文件，请先在清单里写 `文件 {asked}`"
            ),
            (Language::Zh, false) => format!("没有清单声明文件 `{asked}`；已声明：{known}"),
        }));
    };
    let folder = files.path(source.span.file).parent().map(Path::to_path_buf);
    Ok(folder.unwrap_or_default())
}

fn words_of(remark: &Remark, language: Language) -> String {
    match (language, &remark.kind) {
        (Language::En, RemarkKind::Inferred(path)) => {
            format!("this heading has no number; from the numbers after it, it is {path}")
        }
        (Language::Zh, RemarkKind::Inferred(path)) => {
            format!("此标题没有编号；按后面的编号推定为 {path}")
        }
        (Language::En, RemarkKind::Repeated(path)) => {
            format!("this number stands twice; the clause is cited as {path}")
        }
        (Language::Zh, RemarkKind::Repeated(path)) => {
            format!("此编号重复出现；引用时写 {path}")
        }
        (Language::En, RemarkKind::Jump(path)) => {
            format!("numbers are missing before {path}; look whether a heading has lost its number")
        }
        (Language::Zh, RemarkKind::Jump(path)) => {
            format!("{path} 之前缺编号；请查看是否有标题丢失了编号")
        }
        (Language::En, RemarkKind::Doubtful(path)) => format!(
            "the number could be part of a decimal; it was taken for {path}, the next of the list"
        ),
        (Language::Zh, RemarkKind::Doubtful(path)) => {
            format!("编号后紧接数字，也可能是小数；按前后顺序作为 {path}，请核对")
        }
        (Language::En, RemarkKind::Unnumbered(path)) => {
            format!(
                "this heading has no number and none could be inferred; it is cited by its place, {path}"
            )
        }
        (Language::Zh, RemarkKind::Unnumbered(path)) => {
            format!("此标题没有编号，也无法推定；按位置引用：{path}")
        }
    }
}
