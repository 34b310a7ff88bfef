//! What people write although it is said in another way here: where it can only mean one thing it is understood, and written in the standard form.

use crate::slips::{CHINESE, ENGLISH, help};
use duban::diagnostic::Diagnostics;
use duban::format::format;
use duban::source::Files;

/// The sentence of an item in its standard form, on one line.
fn standard(sentence: &str) -> String {
    let head = match sentence.is_ascii() {
        true => format!("{ENGLISH}  cites plan 1\n"),
        false => format!("{CHINESE}  依据 方案 一\n"),
    };
    let lines = sentence.replace('\n', "\n  ");
    let mut files = Files::new();
    let file = files.add("t.duban", format!("{head}  {lines}\n"));
    let text = format(file, &files, None, &mut Diagnostics::default());
    let text = text.unwrap_or_default();
    let cites = text
        .rfind("  cites plan 1")
        .or_else(|| text.rfind("  依据 方案 一"));
    let sentence = text.get(cites.unwrap_or(0)..).unwrap_or_default();
    let lines = sentence.lines().skip(1).map(str::trim);
    lines.collect::<Vec<_>>().join(" ")
}

fn understood(pairs: &[(&str, &str)]) {
    let mut unlike = String::new();
    for (written, wanted) in pairs {
        let (said, found) = (help(written), standard(written));
        if !said.is_empty() || found != *wanted || standard(&found) != *wanted {
            unlike += &format!("{written}\n  {said}\n  {found}\n");
        }
    }
    assert_eq!(unlike, "");
}

#[test]
fn in_chinese() {
    understood(&[
        (
            "每名 复诊 的 复诊日 应 在 2020-05-01 之前",
            "每名 复诊 的 复诊日 应 早于 2020年5月1日",
        ),
        (
            "每名 复诊 的 复诊日 应 在 2020年5月1日之后",
            "每名 复诊 的 复诊日 应 晚于 2020年5月1日",
        ),
        (
            "每名 复诊 其中 复诊日 在 发现日 之前 应有 学号",
            "每名 复诊 其中 复诊日 早于 发现日 应有 学号",
        ),
        (
            "每名 复诊 的 复诊日 应 在 发现日 之后 30 天 内",
            "每名 复诊 的 复诊日 应 在 发现日 后 30 天 内",
        ),
        (
            "每名 复诊 的 复诊日 应 为空 或 在 发现日 之后",
            "每名 复诊 应 复诊日 为空 或 复诊日 晚于 发现日",
        ),
        (
            "每所 学校 的 余额 应 在 1 至 9 之间",
            "每所 学校 的 余额 应 自 1 至 9",
        ),
        (
            "每所 学校 其中 余额 在 1 到 9 之间 应有 乡镇",
            "每所 学校 其中 余额 自 1 至 9 应有 乡镇",
        ),
        (
            "每所 学校 的 余额 应 不低于 1 且 不超过 9",
            "每所 学校 应 余额 不低于 1 且 余额 不超过 9",
        ),
        (
            "每名 学籍 如果 供餐 = 是 则 应有 学校",
            "每名 学籍 当 供餐 = 是 时，应有 学校",
        ),
        (
            "如果 供餐 = 是，则 每名 学籍 应有 学校",
            "每名 学籍 当 供餐 = 是 时，应有 学校",
        ),
        (
            "每名 学籍，如果 供餐 为 是，则 学校 应 已填",
            "每名 学籍 当 供餐 为 是 时，其 学校 应 已填",
        ),
        ("不得有 学籍 其中 供餐 = 是", "每个 学籍 的 供餐 不得 = 是"),
        ("学籍 按 学号 不得重复", "学籍 按 学号 不重复"),
        ("学籍 的 学号 不得 重复", "学籍 按 学号 不重复"),
        ("每名 学籍 的 学号 不得重复", "学籍 按 学号 不重复"),
        (
            "每名 学籍 的 供餐 应为「是」",
            "每名 学籍 的 供餐 应为 「是」",
        ),
        (
            "每所 学校 的 学段 应 在 小学、初中 中",
            "每所 学校 的 学段 应 属于 小学、初中",
        ),
    ]);
}

#[test]
fn in_english() {
    understood(&[
        (
            "no school whose stage = primary",
            "no school where stage = primary",
        ),
        (
            "every school must have stage in primary, junior",
            "every school must have stage one of primary, junior",
        ),
        (
            "every school where stage in (primary, junior) must have officer given",
            "every school where stage is one of primary, junior must have officer given",
        ),
        (
            "every pupil where pupil_no in canteen_list, must have found_on given",
            "every pupil where pupil_no is in canteen_list must have found_on given",
        ),
        (
            "every pupil must have length of pupil_no in 1,2,3",
            "every pupil must have length of pupil_no one of 1, 2, 3",
        ),
        (
            "every pupil must have length of pupil_no >= 1 and < 9",
            "every pupil must have length of pupil_no >= 1 and length of pupil_no < 9",
        ),
        (
            "every pupil must have back_on blank or after found_on",
            "every pupil must have back_on blank or back_on after found_on",
        ),
        (
            "every pupil must have back_on blank or after 2020-05-01",
            "every pupil must have back_on blank or back_on after 2020-05-01",
        ),
        (
            "every pupil when found_on is given, back_on must be after found_on",
            "every pupil when found_on is given, must have back_on after found_on",
        ),
        (
            "every pupil is unique by pupil_no",
            "pupil is unique by pupil_no",
        ),
    ]);
}

#[test]
fn a_line_goes_on_where_nothing_else_can_be_meant() {
    understood(&[
        (
            "every pupil must have length of pupil_no\nat least 1\nand at most 9",
            "every pupil must have length of pupil_no at least 1 and length of pupil_no at most 9",
        ),
        (
            "every pupil where length of pupil_no\nat least 3\nmust have found_on given",
            "every pupil where length of pupil_no is at least 3 must have found_on given",
        ),
        (
            "values of roll.pupil_no\ninclude values of canteen_list.pupil_no",
            "values of roll.pupil_no include values of canteen_list.pupil_no",
        ),
        (
            "count of roll\n/ count of schools must be at most 3",
            "(count of roll) / (count of schools) must be at most 3",
        ),
        (
            "count of roll\n/ count of schools\nmust be\nequal to 3",
            "(count of roll) / (count of schools) must be equal to 3",
        ),
        (
            "every school must have stage\none of primary, junior",
            "every school must have stage one of primary, junior",
        ),
        (
            "every school must submit reports to \"bureau\" each month\nfrom 2020-01 to 2020-03\nno later than day 5",
            "every school must submit reports to \"bureau\" each month from 2020-01 to 2020-03 no later than day 5",
        ),
        (
            "每所 学校 的 余额 应\n不低于 1\n且 不超过 9",
            "每所 学校 应 余额 不低于 1 且 余额 不超过 9",
        ),
        (
            "学籍 数量\n÷ 学校 数量 应 不超过 3",
            "（学籍 数量）÷（学校 数量）应 不超过 3",
        ),
        (
            "学籍.学号 的取值\n包含 休养名单.学号 的取值",
            "学籍.学号 的取值 包含 休养名单.学号 的取值",
        ),
        (
            "每所 学校 应有\n明确的 食品安全管理员",
            "每所 学校 应有 明确的 食品安全管理员",
        ),
        (
            "每所 学校 的 余额 应\n在 1 至 9 之间",
            "每所 学校 的 余额 应 自 1 至 9",
        ),
    ]);
    // A sentence of its own is a second one, and a line about a part is no sentence.
    let second =
        help("every pupil must have found_on given\nat least 90% of roll must have found_on given");
    assert!(second.contains("an item of its own"), "{second}");
    let part = "roll matches canteen_list by pupil_no\nnot in canteen_list : not judged";
    assert_eq!(help(part), "");
}

#[test]
fn the_page_of_sentences_says_what_is_understood() {
    for page in ["docs/sentences.md", "docs/sentences.zh-CN.md"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        let text = std::fs::read_to_string(path).unwrap();
        let rows = text.lines().filter_map(|line| {
            let cells = line.strip_prefix("| `")?.strip_suffix("` |")?;
            cells.split_once("` | `")
        });
        let rows: Vec<(&str, &str)> = rows.collect();
        assert!(rows.len() >= 8, "{page}");
        understood(&rows);
    }
}
