//! The program from outside: arguments, exit codes, streams, and mistakes in audit files.

mod audits;
mod ci_pages;
mod commands;
mod fmt;
mod given_answers;
mod init;
mod languages;
mod privacy;
mod run;
mod sheet;
mod subjects;
mod test_blocks;
mod why;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A checklist with one item that a pupil without a name does not meet.
const CHECKLIST: &str = r#"checklist names "Names" / 「姓名」

source rules 办法 "Rules" / 「办法」

dataset pupil 学生
  id 编号 : id key
  name 姓名 : text

item named "Every pupil has a name" / 「学生有姓名」
  cites rules §1
  severity minor
  every pupil must have name <> "none"
"#;

/// An empty folder of its own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("cli")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A folder with files.
fn folder_with(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = folder(name);
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The program in a folder, with a locale that tells nothing.
fn duban(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_duban"));
    command.args(arguments).current_dir(folder);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
}

/// What came out.
struct Done {
    code: i32,
    out: String,
    err: String,
}

fn done(output: Output) -> Done {
    Done {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn run_in(folder: &Path, arguments: &[&str]) -> Done {
    done(duban(folder, arguments).output().unwrap())
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "cli",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}
