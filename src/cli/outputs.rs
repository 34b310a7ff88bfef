//! Where a report goes: standard output, a file, or several files in a folder, written together.

use super::{Exit, show, terminal};
use crate::findings::Findings;
use crate::report::{REPORTS, Report};
use crate::source::{Files, Together};
use crate::types::Language;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The report of that name, or the one for a file that ends so, or text.
pub(super) fn choose(name: Option<&str>, file: Option<&Path>) -> &'static dyn Report {
    let ending = file
        .and_then(Path::extension)
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let fits = |report: &&&dyn Report| match (name, &ending) {
        (Some(name), _) => report.name() == name,
        (None, Some(ending)) => {
            let own = report.file_name().and_then(|n| n.rsplit('.').next());
            report.name() == ending || own == Some(ending)
        }
        (None, None) => false,
    };
    let found = REPORTS.iter().find(fits);
    found
        .copied()
        .unwrap_or(&crate::report::text::Text { colour: false })
}

/// Refuses a file whose ending names no report, so that a text is not written under the name of something else.
pub(super) fn is_known(file: &Path) -> Result<(), Exit> {
    let known = file.extension().is_none_or(|ending| {
        let is_text = ending.eq_ignore_ascii_case("txt") || ending.eq_ignore_ascii_case("text");
        is_text || choose(None, Some(file)).name() != "text"
    });
    if known {
        return Ok(());
    }
    let names: Vec<&str> = REPORTS.iter().map(|report| report.name()).collect();
    let (file, names) = (file.display(), names.join(", "));
    Err(show::not_done(&match show::reader() {
        Language::En => {
            format!("the ending of {file} names no format; say which with `--format`: {names}")
        }
        Language::Zh => format!("{file} 的结尾不是已知的格式；请用 `--format` 写明：{names}"),
    }))
}

/// Writes a report to standard output.
pub(super) fn to_output(report: &dyn Report, findings: &dyn Findings) -> Result<(), Exit> {
    terminal::output(|out| report.write(findings, out)).map_err(|error| show::no_output(&error))
}

/// Writes a report to a file, whole or not at all.
pub(super) fn to_file(
    report: &dyn Report,
    findings: &dyn Findings,
    path: &Path,
) -> Result<(), Exit> {
    let mut together = Together::new();
    together
        .write(path, &mut |out: &mut dyn Write| report.write(findings, out))
        .and_then(|()| together.keep())
        .map_err(|error| show::not_written(&path.display().to_string(), &error))
}

/// The files that `--out` writes into a folder.
pub(super) fn in_folder(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let names = REPORTS.iter().filter_map(|report| report.file_name());
    names.map(|name| folder.join(name))
}

/// Refuses to write over a file that is read.
pub(super) fn spare(outputs: &[PathBuf], inputs: &[PathBuf]) -> Result<(), Exit> {
    let inputs: BTreeSet<PathBuf> = inputs.iter().map(|path| Files::canonical(path)).collect();
    let is_read = |path: &&PathBuf| inputs.contains(&Files::canonical(path));
    match outputs.iter().find(is_read) {
        None => Ok(()),
        Some(path) => {
            let cause = io::Error::other(show::reader().pick(
                "this run reads it; name another file",
                "本次检查要读取它；请写另一个文件名",
            ));
            Err(show::not_written(&path.display().to_string(), &cause))
        }
    }
}

/// The names of the files that `--out` writes, for people.
pub(super) fn written() -> String {
    let names: Vec<&str> = REPORTS
        .iter()
        .filter_map(|report| report.file_name())
        .collect();
    match show::reader() {
        Language::En => format!("wrote {}\n", names.join(", ")),
        Language::Zh => format!("已写入 {}\n", names.join("、")),
    }
}

/// Writes every report that has a file name into a folder, all or none.
pub(super) fn to_folder(findings: &dyn Findings, folder: &Path) -> Result<(), Exit> {
    let write = || -> io::Result<()> {
        let mut together = Together::new();
        for report in REPORTS {
            if let Some(name) = report.file_name() {
                together.write(&folder.join(name), &mut |out| report.write(findings, out))?;
            }
        }
        together.keep()
    };
    write().map_err(|error| {
        let shown = folder.display();
        let what = match show::reader() {
            Language::En => format!("the folder {shown}"),
            Language::Zh => format!("文件夹 {shown} "),
        };
        show::not_written(&what, &error)
    })
}
