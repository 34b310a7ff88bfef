//! In which language the program speaks: asked for, that of the audit file, the reader's, that of the checklists.

use super::{done, duban, folder_with};
use std::path::{Path, PathBuf};

const UPPER: &str = "checklist region \"Region\" / 「自治区」
source plan 方案 \"Plan\" / 「方案」
dataset pupils pupil 学生
  id 编号 : id key
  town 乡镇 : text
item dwell \"Pupils live somewhere\" / 「有住址」
  cites plan 1
  every pupil must have town given
";

const OWN: &str = "检查清单 county \"County\" / 「县」
承接 \"region\"
检查项 draw \"Visits\" / 「抽查」
  依据 plan 2
  抽查 学生 1 名 种子 「甲」
  询问 「是否如此？」 / \"Is it so?\"
";

fn audit(name: &str) -> PathBuf {
    folder_with(
        name,
        &[
            ("region.duban", UPPER),
            ("county.duban", OWN),
            (
                "audit.yaml",
                "checklists: [county.duban]\nas_of: 2020-09-30\ndata:\n  pupils: pupils.csv\n",
            ),
            ("pupils.csv", "id,town\nA,x\n"),
        ],
    )
}

fn said(folder: &Path, locale: &str, arguments: &[&str]) -> String {
    let done = done(
        duban(folder, arguments)
            .env("LC_ALL", locale)
            .output()
            .unwrap(),
    );
    done.out + &done.err
}

#[test]
fn every_command_speaks_the_language_of_the_own_checklist_and_not_of_the_adopted_one() {
    let folder = audit("language-own");
    for (arguments, en, zh) in [
        (vec!["run", "audit.yaml"], "met", "符合"),
        (
            vec!["why", "audit.yaml", "dwell", "pupils:1"],
            "met",
            "符合",
        ),
        (
            vec!["explain", "dwell", "--subjects", "audit.yaml"],
            "met",
            "符合",
        ),
        (
            vec!["sample", "audit.yaml"],
            "drawn 1 of 1",
            "从 1 个中抽取 1 个",
        ),
    ] {
        let own = said(&folder, "C", &arguments);
        assert!(own.contains(zh), "{arguments:?}: {own}");
        // Else people read in their own language.
        let reader = said(&folder, "en_US.UTF-8", &arguments);
        assert!(reader.contains(en), "{arguments:?}: {reader}");
    }
}

#[test]
fn what_cannot_be_done_is_said_in_the_language_of_the_reader() {
    let folder = audit("language-errors");
    for (arguments, zh) in [
        (vec!["run", "lost.yaml"], "审计文件：找不到文件 lost.yaml"),
        (
            vec!["run", "audit.yaml", "--item", "dwel"],
            "没有检查项 `dwel`；相近的是 `dwell`",
        ),
        (vec!["rank", "audit.yaml", "dwell"], "检查项 `dwell` 不排名"),
        (
            vec!["sample", "audit.yaml", "dwell"],
            "检查项 `dwell` 不抽样",
        ),
        (
            vec!["explain", "dwel", "county.duban"],
            "没有名为 `dwel` 的检查项或错误代码",
        ),
        (vec!["check", "lost.duban"], "没有文件或文件夹 lost.duban"),
        (vec!["fmt", "audit.yaml"], "audit.yaml 是审计文件"),
        (vec!["test", "audit.yaml"], "audit.yaml 是审计文件"),
    ] {
        let told = said(&folder, "zh_CN.UTF-8", &arguments);
        assert!(told.contains(zh), "{arguments:?}: {told}");
    }
}

#[test]
fn closing_lines_are_in_the_language_of_the_checklists_and_english_for_a_mixed_set() {
    let folder = folder_with(
        "language-closing",
        &[
            ("en.duban", UPPER),
            (
                "zh.duban",
                &OWN.replace("承接 \"region\"\n", "文件 plan 「方案」\n")
                    .replace("  抽查 学生 1 名 种子 「甲」\n", ""),
            ),
            ("both/a.duban", UPPER),
            (
                "both/b.duban",
                &OWN.replace("承接 \"region\"\n", "文件 plan 「方案」\n")
                    .replace("  抽查 学生 1 名 种子 「甲」\n", ""),
            ),
        ],
    );
    for (command, file, said_so) in [
        ("check", "en.duban", "1 file:"),
        ("check", "zh.duban", "1 个文件："),
        ("check", "both", "2 files:"),
        ("fmt", "en.duban", "1 file, "),
        ("fmt", "zh.duban", "1 个文件，"),
        ("fmt", "both", "2 files, "),
    ] {
        let text = said(&folder, "C", &[command, file]);
        assert!(text.contains(said_so), "{command} {file}: {text}");
    }
}
