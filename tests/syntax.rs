//! The language: both vocabularies and both word orders give one tree.

use duban::diagnostic::Diagnostics;
use duban::source::Files;
use duban::syntax::{ast, parse};
use regex::Regex;

/// Parses a text that must be free of errors.
fn tree(text: &str) -> ast::File {
    let (file, problems) = parsed(text);
    assert!(problems.is_empty(), "{text}\n{}", problems.join("\n"));
    file
}

/// The tree of a text, and its errors as `code at text: message; help`.
fn parsed(text: &str) -> (ast::File, Vec<String>) {
    let mut files = Files::new();
    let id = files.add("test.duban", text);
    let mut diagnostics = Diagnostics::default();
    let file = parse(id, &files, &mut diagnostics);
    let sorted = diagnostics.into_sorted();
    let errors = sorted
        .iter()
        .filter(|d| d.code.name() != "missing-language");
    let problems = errors.map(|d| {
        let at = d.labels.first().map_or("", |label| files.slice(label.span));
        let help = d.help.as_deref().unwrap_or_default();
        format!("{} at `{at}`: {}; {help}", d.code.name(), d.message)
    });
    (file, problems.collect())
}

/// A tree in words, without its places.
fn without_places(tree: &impl std::fmt::Debug) -> String {
    let place = Regex::new(r"Span \{ file: FileId\(0\), start: \d+, end: \d+ \}").unwrap();
    place.replace_all(&format!("{tree:?}"), "_").into_owned()
}

fn sentence(text: &str) -> ast::Sentence {
    let file = tree(text);
    match file.declarations.into_iter().next() {
        Some(ast::Declaration::Item(item)) => item.sentence.unwrap(),
        other => panic!("{text}: {other:?}"),
    }
}

/// What is wrong when the two sentences do not have one tree.
fn difference(en: &str, zh: &str) -> Option<String> {
    let (en_text, zh_text) = (
        format!("item x \"t\"\n  {en}\n"),
        format!("检查项 x 「题」\n  {zh}\n"),
    );
    for text in [&en_text, &zh_text] {
        let (_, problems) = parsed(text);
        if !problems.is_empty() {
            return Some(format!("{text}{}\n", problems.join("\n")));
        }
    }
    let (en_tree, zh_tree) = (
        without_places(&sentence(&en_text)),
        without_places(&sentence(&zh_text)),
    );
    (en_tree != zh_tree).then(|| format!("{en}\n{zh}\n{en_tree}\n{zh_tree}\n"))
}

pub(crate) fn all_same(pairs: &[(String, String)]) {
    let different: Vec<_> = pairs
        .iter()
        .filter_map(|(en, zh)| difference(en, zh))
        .collect();
    assert!(different.is_empty(), "{}", different.join("\n"));
}

pub(crate) fn same_file(en: &str, zh: &str) {
    let (en_tree, zh_tree) = (tree(en).declarations, tree(zh).declarations);
    let (en_tree, zh_tree) = (without_places(&en_tree), without_places(&zh_tree));
    assert!(en_tree == zh_tree, "{en}\n{zh}\n{en_tree}\n{zh_tree}");
}

#[test]
fn every_sentence_form_is_the_same_in_both_vocabularies() {
    let pairs = [
        (
            "every 学生 must have 年级 at least 1",
            "每名 学生 应 年级 不低于 1",
        ),
        (
            "every 学生 must be 年级 is at least 1",
            "每名 学生 的 年级 应 不低于 1",
        ),
        (
            "every 学生 where 状态 is 在读 when 年级 is given, must be 年级 is at least 1",
            "每名 学生 其中 状态 为 在读 当 年级 已填 时，其 年级 应 不低于 1",
        ),
        (
            "every 学生 must not have 状态 = 辍学",
            "每名 学生 不得 状态 等于 辍学",
        ),
        (
            "every 学生 must have 年级 given and must have 学校 given",
            "每名 学生 应 年级 已填 且 应 学校 已填",
        ),
        ("no 学生 where 状态 is 辍学", "任何 学生 不得 状态 为 辍学"),
        ("every 学生 must have a 学籍", "每名 学生 应有 学籍"),
        (
            "every 学生 must have at least 2 走访 by 身份证号 where 结果 is given",
            "每名 学生 应 有 至少 2 条 走访 按 身份证号 其中 结果 已填",
        ),
        (
            "every 学生 must have at most 2 走访",
            "每名 学生 应有 至多2次 走访",
        ),
        (
            "every 学生 must have exactly one 学籍 by 身份证号 or by 姓名, 学校",
            "每名 学生 应有 恰好一条 学籍 按 身份证号 或按 姓名、学校",
        ),
        (
            "every 学生 must have exactly 2 监护人",
            "每名 学生 应有 恰好 2 名 监护人",
        ),
        ("every 学生 must have no 欠费", "每名 学生 应无 欠费"),
        (
            "every 学生 must have all of 姓名, 学校 given",
            "每名 学生 应 全部 姓名、学校 已填",
        ),
        (
            "every 学生 must have any of 姓名, 学校 given",
            "每名 学生 应 任一 姓名、学校 已填",
        ),
        (
            "every 学生 must have none of 姓名, 学校 blank",
            "每名 学生 应 无一 姓名、学校 为空",
        ),
        (
            "every 学生 must have all or none of 姓名, 学校 given",
            "每名 学生 应 全有或全无 姓名、学校 已填",
        ),
        (
            "every 学生 must have at least 2 of 姓名, 学校, 年级 given",
            "每名 学生 应 至少 2 项 姓名、学校、年级 已填",
        ),
        (
            "every 学生 must have all of 甲, 乙 = 1, tolerating 10% not met",
            "每名 学生 应 全部 甲、乙 = 1，容许 10% 不符",
        ),
        (
            "失学辍学学生 have a named 劝返责任人",
            "失学辍学学生 应有 明确的 劝返责任人",
        ),
        (
            "失学辍学学生 have at least 2 走访 by 身份证号",
            "失学辍学学生 应有 至少 2 次 走访 按 身份证号",
        ),
        ("失学辍学学生 have no 欠费", "失学辍学学生 应无 欠费"),
        ("学籍 matches 在校名册", "学籍 与 在校名册 一致"),
        (
            "学籍 matches 在校名册 by 身份证号 comparing 学校, 姓名 as written, 金额 within 1 yuan\n    explained where 学籍.状态 is one of 休学, 送教上门",
            "学籍 与 在校名册 按 身份证号 比对 学校、姓名 照原文、金额 相差不超过 1 元\n    已说明 其中 学籍.状态 属于 休学、送教上门",
        ),
        (
            "学籍 where 状态 is 在读 matches 在校名册 by 身份证号 or by 姓名",
            "学籍 其中 状态 为 在读 与 在校名册 按 身份证号 或按 姓名 一致",
        ),
        (
            "学籍 is unique by 身份证号, 学年",
            "学籍 按 身份证号、学年 不重复",
        ),
        (
            "学校表 of the same 学校代码 have the same 学校名称, 地址",
            "同一 学校代码 的 学校表 应 学校名称、地址 相同",
        ),
        (
            "per 乡镇: count of 学生 must be at least 10",
            "各 乡镇: 学生 数量 应 不低于 10",
        ),
        (
            "per 乡镇, 学校 of 学生, 教师: total of 人数 must not be more than 10",
            "各 乡镇、学校 于 学生、教师: 人数 合计 不得 大于 10",
        ),
        (
            "巩固率 per 乡镇 must be at least 95%",
            "各 乡镇 巩固率 应 不低于 95%",
        ),
        ("巩固率 must be at least 95%", "巩固率 应 不低于 95%"),
        (
            "at least 95% of 学生 where 年级 > 1 per 乡镇 must have a 学籍",
            "各 乡镇 至少 95% 的 学生 其中 年级 > 1 应有 学籍",
        ),
        (
            "less than 5% of 学生 must be 状态 is 辍学",
            "少于 5% 的 学生 应 状态 为 辍学",
        ),
    ];
    all_same(&pairs.map(|(en, zh)| (en.to_owned(), zh.to_owned())));
}

#[test]
fn every_expression_form_is_the_same_in_both_vocabularies() {
    let pairs = [
        ("甲 is equal to 1", "甲 等于 1"),
        ("甲 is not equal to 1", "甲 不等于 1"),
        (
            "甲 = 1 or 乙 <> 2 and 丙 >= 3",
            "甲 ＝ 1 或 乙 ≠ 2 且 丙 ≥ 3",
        ),
        ("not (甲 = 1)", "非 （甲 = 1）"),
        ("甲 is the same as 乙", "甲 同于 乙"),
        ("甲 is at least 1 yuan", "甲 不低于 1 元"),
        ("甲 is at most 1 yuan", "甲 不超过 1 元"),
        ("甲 is more than 10000 yuan", "甲 大于 1 万元"),
        ("甲 is less than 1 yuan", "甲 小于 1 元"),
        ("甲 is before 2020-02-26", "甲 早于 2020年2月26日"),
        ("甲 is after 2020-02-26", "甲 晚于 2020-02-26"),
        ("甲 is on or before 2020-02-26", "甲 不晚于 2020-02-26"),
        ("甲 is on or after 2020-02-26", "甲 不早于 2020-02-26"),
        ("甲 is one of A, B", "甲 属于 A、B"),
        ("甲 is not one of A, B", "甲 不属于 A、B"),
        ("甲 is in 学籍", "甲 在 学籍 中"),
        (
            "甲 is not in 学籍 where 乙 = 1",
            "甲 不在 学籍 其中 乙 = 1 中",
        ),
        ("甲 is given", "甲 已填"),
        ("甲 is blank", "甲 为空"),
        ("甲 is not blank", "甲 不为空"),
        ("甲 is unreadable", "甲 无法识别"),
        ("甲 is from 1 to 5", "甲 自 1 至 5"),
        ("甲 is from 1 to 5", "甲 从1到5"),
        ("甲 is within 30 days after 乙", "甲 在 乙 后 30 天 内"),
        ("甲 is within 30 days after 乙", "甲 在 乙 后30天内"),
        ("甲 is within 3 months before 乙", "甲 在 乙 前 3 个月 内"),
        ("甲 is within 时限 days after 乙", "甲 在 乙 后 时限 天 内"),
        (
            "甲 is no later than 30 days after 乙",
            "甲 不晚于 乙 后 30 天",
        ),
        ("甲 is no later than 乙", "甲 不晚于 乙"),
        ("甲 matches \"\\d+\"", "甲 符合 「\\d+」"),
        ("甲 contains \"a\"", "甲 包含 「a」"),
        ("甲 starts with \"15\"", "甲 以 「15」 开头"),
        ("has a 学籍", "有 学籍"),
        ("has no 学籍 by 身份证号", "没有 学籍 按 身份证号"),
        (
            "has at least 2 走访 where 结果 is given",
            "有 至少 2 次 走访 其中 结果 已填",
        ),
        ("all of 甲, 乙 given", "全部 甲、乙 已填"),
        (
            "甲 is within 0.001 of (乙 / 丙)",
            "甲 与 （乙 / 丙） 相差不超过 0.001",
        ),
        ("甲 or else 乙 = 1", "甲 否则取 乙 = 1"),
        ("earlier of 甲, 乙 = 丙", "较早者 甲、乙 = 丙"),
        (
            "age of 生日 on as_of is at least 6",
            "从 生日 到 评估日 的周岁 不低于 6",
        ),
        ("age of 生日 on as_of is at least 6", "生日 满 6 周岁"),
        (
            "age of 生日 on 2020-09-01 is less than 16",
            "生日 于 2020年9月1日 不满 16 周岁",
        ),
        (
            "days from 甲 to 乙 is at most 30 days",
            "从 甲 到 乙 的天数 不超过 30 天",
        ),
        ("month of 甲 = 9", "甲 的月份 = 9"),
        ("year of 甲 = 2020", "甲 的年份 = 2020"),
        ("length of 甲 = 18", "甲 的长度 = 18"),
        ("part 7 to 14 of 甲 = 乙", "甲 的第 7 至 14 位 = 乙"),
        ("part 7 to 14 of 甲 = 乙", "甲 的第7至14位 = 乙"),
        ("birth date of 甲 = 乙", "甲 的出生日期 = 乙"),
        ("sex of 甲 = 男", "甲 的性别 = 男"),
        ("甲 is a valid citizen id", "甲 为有效身份证号"),
        ("rounded 甲 to 2 places = 1", "甲 保留 2 位小数 = 1"),
        ("(total of 发放.金额) equal to 1", "发放.金额 合计 等于 1"),
        (
            "(total of 发放.金额 where 发放.学年 = [学年]) equal to t(甲, 乙)",
            "（发放.金额 合计 其中 发放.学年 = 【学年】） 等于 t（甲，乙）",
        ),
        ("mean of 甲 = 1", "甲 平均值 = 1"),
        ("median of 甲 = 1", "甲 中位数 = 1"),
        ("least of 甲 = 1", "甲 最小值 = 1"),
        ("largest of 甲 = 1", "甲 最大值 = 1"),
        ("standard deviation of 甲 = 1", "甲 标准差 = 1"),
        ("most common of 甲 = 1", "甲 众数 = 1"),
        ("count of 学籍 by 身份证号 = 1", "学籍 数量 按 身份证号 = 1"),
        (
            "count of different 学籍.学校 = 1",
            "不同的 学籍.学校 数量 = 1",
        ),
        (
            "(share of 学籍 that 状态 = 在读) = 1",
            "学籍 中 状态 = 在读 的占比 = 1",
        ),
        ("quantile 25% of 甲 = 1", "甲 的 25% 分位数 = 1"),
        ("total of given 甲 = 1", "甲 合计 仅计已填 = 1"),
        ("total of 甲 of the same 学校 = 1", "甲 合计 同一 学校 = 1"),
        ("甲 + 乙 * 2 - -丙 = 1", "甲 + 乙 × 2 - -丙 = 1"),
        ("甲.乙.丙 = 1", "甲.乙.丙 = 1"),
    ];
    all_same(&pairs.map(|(en, zh)| {
        (
            format!("no 学生 where {en}"),
            format!("任何 学生 不得 {zh}"),
        )
    }));
}

#[test]
fn every_keyword_has_a_spelling_in_english_or_belongs_to_chinese_word_order() {
    let ids = |list: &'static str| {
        let lines = list.lines().filter_map(|line| line.split_once('\t'));
        lines
            .flat_map(|(ids, _)| ids.split(" + "))
            .collect::<std::collections::BTreeSet<_>>()
    };
    let en = ids(include_str!("../grammar/keywords/en.txt"));
    let zh = ids(include_str!("../grammar/keywords/zh.txt"));
    let grammar = [
        include_str!("../grammar/tokens.pest"),
        include_str!("../grammar/expressions.pest"),
        include_str!("../grammar/language.pest"),
    ];
    let grammar = grammar.concat();
    let mark = Regex::new("‹([^›]+)›").unwrap();
    for found in mark.captures_iter(&grammar) {
        let id = found[1].trim();
        if id.is_empty() {
            continue;
        }
        assert!(en.contains(id) || zh.contains(id), "{id} has no spelling");
    }
}

#[test]
fn declarations_are_the_same_in_both_vocabularies() {
    same_file(
        include_str!("syntax/all.en.duban"),
        include_str!("syntax/all.zh.duban"),
    );
}

#[test]
fn whole_samples_are_read() {
    assert_eq!(
        tree(include_str!("syntax/sample.en.duban"))
            .declarations
            .len(),
        11
    );
    assert_eq!(
        tree(include_str!("syntax/sample.zh.duban"))
            .declarations
            .len(),
        2
    );
}

/// Answers within a time that is generous for a slow machine and far from what a doubling grammar takes.
fn answers(text: &str) -> Vec<String> {
    let start = std::time::Instant::now();
    let (_, problems) = parsed(text);
    let taken = start.elapsed();
    assert!(taken.as_secs() < 10, "{taken:?} for {} bytes", text.len());
    problems
}

#[test]
fn unclosed_brackets_are_answered_at_once() {
    for (count, code) in [
        (20, "unclosed-bracket"),
        (200, "unclosed-bracket"),
        (400, "nesting-too-deep"),
    ] {
        for open in [
            "(",
            "（",
            "not (",
            "(1 + ",
            "have a x where (",
            "x is from (",
            "age of (",
            "t(",
        ] {
            let text = format!("item x \"t\"\n  no p where {}\n", open.repeat(count));
            let problems = answers(&text);
            assert_eq!(problems.len(), 1, "{open}: {problems:?}");
            let nested = problems
                .iter()
                .all(|p| p.starts_with(code) || p.starts_with("nesting-too-deep"));
            assert!(nested, "{open}: {problems:?}");
        }
        let closed = format!(
            "item x \"t\"\n  no p where {}a{} = 1\n",
            "(".repeat(count),
            ")".repeat(count)
        );
        answers(&closed);
    }
}

#[test]
fn brackets_that_close_after_a_mistake_are_answered_at_once() {
    for part in [
        "(a = 1 or ",
        "(x in ",
        "(x 在 ",
        "(have x where ",
        "(count of x where ",
        "(x within ",
        "(x = 1 or in ",
        "(x = 1 或 在 ",
        "(x = 1 或 在 1 至 ",
        "(x = 1 或 从 ",
        "(x = 1 and at least ",
        "(x in y, ",
    ] {
        let text = format!(
            "item x \"t\"\n  every p must have {}{}\n",
            part.repeat(40),
            ")".repeat(40)
        );
        answers(&text);
        let text = format!(
            "检查项 x 「t」\n  每名 p 应 {}{}\n",
            "(x 在 y 其中 ".repeat(40),
            ")".repeat(40)
        );
        answers(&text);
    }
}

#[test]
fn a_line_of_a_megabyte_is_answered() {
    let million = 1 << 20;
    for unit in ["(", "a ", "a, ", "- ", "每名", "\"a\" ", "1 "] {
        for start in ["item x \"t\"\n  no p where a is one of ", ""] {
            let text = format!("{start}{}", unit.repeat(million / unit.len()));
            let problems = answers(&text);
            assert!(problems.len() < 10, "{start}{unit}: {}", problems.len());
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config {
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_201_121),
        ..Default::default()
    })]

    #[test]
    fn any_text_is_answered(text in "(checklist|item|dataset|table|检查项|人群)?[ -~\n\t0-9（）「」【】，、：每名应有的其中且或在后天年月日①\u{0}-\u{ff}\u{3000}-\u{30ff}]{0,80}") {
        parsed(&text);
    }

    #[test]
    fn any_row_of_words_is_answered(words in proptest::collection::vec(word(), 0..24), indent in proptest::bool::ANY) {
        let line = words.join(" ");
        parsed(&format!("item x \"t\"\n{}{line}\n", if indent { "  " } else { "" }));
        parsed(&format!("检查项 x 「t」\n  {line}\n"));
        parsed(&format!("dataset x\n  {line}\ntable t\n  a | b\n  {line}\n"));
    }
}

/// A word of either vocabulary, or something of another kind.
fn word() -> impl proptest::strategy::Strategy<Value = &'static str> {
    let lists = [
        include_str!("../grammar/keywords/en.txt"),
        include_str!("../grammar/keywords/zh.txt"),
    ];
    let lines = lists.into_iter().flat_map(str::lines);
    let words = lines
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(_, words)| words.split(" | "));
    let others = [
        "a",
        "甲",
        "1",
        "2020-02-30",
        "6月31日",
        "95%",
        "(",
        ")",
        ",",
        "|",
        ":",
        "=",
        "-",
        "\"x\"",
        "[",
        "#",
        "「",
        ".",
    ];
    proptest::sample::select(words.chain(others).collect::<Vec<_>>())
}
