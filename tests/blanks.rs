//! A Chinese line written without blanks is told as one mistake that shows the whole line with them.

use duban::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use duban::model;
use duban::source::Files;
use std::path::Path;

fn mistakes(text: &str) -> Vec<Diagnostic> {
    let (mut files, mut found) = (Files::new(), Diagnostics::default());
    let _ = model::load_text(Path::new("a.duban"), text, &mut files, &mut found);
    let found = found.into_sorted().into_iter();
    found
        .filter(|diagnostic| diagnostic.severity() == Severity::Error)
        .collect()
}

/// The checklist of the page of sentences.
fn sentences() -> String {
    let page = include_str!("../docs/sentences.zh-CN.md");
    let block = page.split("```duban\n").nth(1).unwrap();
    block.split("```").next().unwrap().to_owned()
}

/// A line without the blanks that stand outside quotes.
fn glued(line: &str) -> String {
    let indent = line.len() - line.trim_start().len();
    let mut close = None;
    let kept = line.char_indices().filter(|(at, c)| {
        match (close, c) {
            (Some(end), c) if *c == end => close = None,
            (None, '「') => close = Some('」'),
            (None, '"') => close = Some('"'),
            _ => {}
        }
        close.is_some() || *c != ' ' || *at < indent
    });
    kept.map(|(_, c)| c).collect()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn each_line_of_the_page_of_sentences_without_blanks_is_told_with_them() {
    let page = sentences();
    let lines: Vec<&str> = page.lines().collect();
    let mut tried = 0;
    // Every third line: each form has several.
    for (number, line) in lines.iter().enumerate().skip(1).step_by(3) {
        let without = glued(line);
        if without == *line || line.starts_with('#') {
            continue;
        }
        let mut text: Vec<&str> = lines.clone();
        text[number] = &without;
        let found = mistakes(&text.join("\n"));
        // What lacks blanks around signs alone is right as it stands.
        if found.is_empty() {
            continue;
        }
        tried += 1;
        let [one] = found.as_slice() else {
            panic!("{without}: {found:#?}")
        };
        assert_eq!(one.code, Code::MissingBlank, "{without}: {one:?}");
        let help = one.help.as_deref().unwrap();
        let proposed = help.strip_prefix("应写 `").unwrap();
        let proposed = proposed.strip_suffix('`').unwrap();
        assert_eq!(squeezed(proposed), squeezed(line));
        text[number] = proposed;
        let indented = format!("  {proposed}");
        if line.starts_with(' ') {
            text[number] = &indented;
        }
        assert_eq!(mistakes(&text.join("\n")), [], "{proposed}");
    }
    assert!(tried >= 40, "{tried}");
}

const HEAD: &str = "检查清单 a 「a」 / \"a\"
文件 方案 「方案」 / \"Plan\"
数据集 学生
  学号 : 编号 主键
  状态 : 取值 在读、辍学
  劝返责任人 : 文本
人群 辍学学生 = 学生 其中 状态 = 辍学
章节 「a」 / \"a\"
  依据 方案 一
检查项 b 「b」 / \"b\"
";

fn help(sentence: &str) -> String {
    let found = mistakes(&format!("{HEAD}  {sentence}\n"));
    let [one] = found.as_slice() else {
        panic!("{sentence}: {found:#?}")
    };
    assert_eq!(one.code, Code::MissingBlank);
    one.help.clone().unwrap()
}

#[test]
fn what_is_a_name_elsewhere_in_the_file_is_cut_out() {
    let told = help("辍学学生应有明确的劝返责任人");
    assert_eq!(told, "应写 `辍学学生 应有 明确的 劝返责任人`");
    // Half of the blanks are there; a name that is not declared is left whole.
    let told = help("每名 学生其中 状态为辍学 应有家访记录 按 学号");
    assert_eq!(
        told,
        "应写 `每名 学生 其中 状态 为 辍学 应有 家访记录 按 学号`"
    );
}

#[test]
fn a_sentence_over_several_lines_is_told_line_by_line() {
    let found = mistakes(&format!(
        "{HEAD}  每名学生其中状态为辍学\n    应劝返责任人已填且应学号已填\n"
    ));
    let helps: Vec<_> = found.iter().filter_map(|d| d.help.as_deref()).collect();
    assert_eq!(
        helps,
        [
            "应写 `每名 学生 其中 状态 为 辍学`",
            "应写 `应 劝返责任人 已填 且应 学号 已填`"
        ]
    );
}

#[test]
fn words_that_lack_more_than_blanks_are_told_otherwise() {
    for sentence in [
        "每名 学生 的 学号 应 不底于 1",
        "每名 学生 应 学号 不小余 3",
    ] {
        let found = mistakes(&format!("{HEAD}  {sentence}\n"));
        assert!(
            found.iter().all(|d| d.code != Code::MissingBlank) && !found.is_empty(),
            "{found:#?}"
        );
    }
}

#[test]
fn a_name_of_both_scripts_without_a_blank_is_told_where_it_is_declared() {
    let text = HEAD.replace("  学号 :", "  学号pupil_id :") + "  每名 学生 应有 学号 已填\n";
    let found = mistakes(&text);
    let [one] = found.as_slice() else {
        panic!("{found:#?}")
    };
    assert_eq!(
        one.help.as_deref(),
        Some("应写 `学号 pupil_id : 编号 主键`")
    );
}

#[test]
fn a_declaration_without_a_blank_makes_no_unknown_names() {
    let text = HEAD.replace("数据集 学生", "数据集学生") + "  每名 学生 应有 学号 已填\n";
    let found = mistakes(&text);
    let [one] = found.as_slice() else {
        panic!("{found:#?}")
    };
    assert_eq!(one.help.as_deref(), Some("应写 `数据集 学生`"));
    let text = HEAD.replace("  依据 方案 一", "  依据方案一") + "  每名 学生 应有 学号 已填\n";
    let found = mistakes(&text);
    let [one] = found.as_slice() else {
        panic!("{found:#?}")
    };
    assert_eq!(one.help.as_deref(), Some("应写 `依据 方案 一`"));
}

/// What is proposed for a sentence that denies something denies it, too: it is the same sentence.
#[test]
fn no_proposal_turns_a_denial_round() {
    for sentence in [
        "每名 学生 不得 状态 为 辍学",
        "任何 学生 不得 状态 为 辍学",
        "每名 学生 的 状态 不得为 辍学",
        "每名 学生 应 状态 不为 辍学",
        "每名 学生 应 状态 不等于 辍学",
        "每名 学生 应 非 状态 为 辍学",
        "每名 学生 的 学号 应 不低于 1",
        "辍学学生 不得有 学生 按 学号",
        "每名 学生 应 没有 学生 按 学号",
    ] {
        let cuts: Vec<usize> = sentence.match_indices(' ').map(|(at, _)| at).collect();
        let one = cuts.iter().map(|at| {
            let (before, behind) = sentence.split_at(*at);
            format!("{before}{}", &behind[1..])
        });
        for written in one.chain([sentence.replace(' ', "")]) {
            for found in mistakes(&format!("{HEAD}  {written}\n")) {
                let help = found.help.unwrap_or_default();
                if found.code != Code::MissingBlank {
                    continue;
                }
                for proposed in help.split('`').skip(1).step_by(2) {
                    // Of a sentence, or of a part of it that is told by itself.
                    let whole = squeezed(sentence);
                    assert!(whole.contains(&squeezed(proposed)), "{written}: {help}");
                    let words: Vec<&str> = proposed.split(' ').collect();
                    // A word that denies is not cut in two: 不 得 and 没 有 would be names.
                    assert!(
                        !words.iter().any(|word| matches!(*word, "不" | "没" | "得")),
                        "{written}: {help}"
                    );
                }
            }
        }
    }
}
