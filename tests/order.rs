//! Order in a group: neighbours, first and last, runs; ties, blanks, rows that only may belong.

use crate::support::Inspect;

const STINTS: &str = "dataset stints stint 学段
  no : id key
  child 学生 : text
  start 开始 : date
  end 结束 : date
  status 状态 : one of 在读, 休学, 辍学
  days : integer
";

fn ordered(lines: &str, sentence: &str, rows: &str) -> Inspect {
    let lines = lines.trim().replace('\n', "\n  ");
    let declarations = format!("{STINTS}population spans span = stints\n  {lines}\n");
    Inspect::item(&declarations, sentence).table(
        "stints",
        &format!("no|child|start|end|status|days\n{}", rows.trim()),
    )
}

const ROWS: &str = "1|a|2020-01-05|2020-02-01|在读|1
2|b|2020-01-01|2020-01-31|在读|2
3|a|2020-01-01|2020-01-04|在读|3
4|a|2020-02-01|2020-03-01|休学|4
5|b|2020-01-20|2020-03-01|在读|5";

#[test]
fn the_previous_row_is_that_of_the_same_group_in_order() {
    let out = ordered(
        "in order of start per child",
        "every span when is not the first, must have start at least its previous.end",
        ROWS,
    )
    .run();
    // 3, 1, 4 of a; 2, 5 of b: only 5 begins before its previous one ends.
    assert_eq!(out.counts(), [5, 2, 1, 0, 2, 0]);
    assert_eq!(out.short(), ["not_met 5"]);
    let cells = out.findings()[0]["cells"].as_array().unwrap();
    let ends: Vec<(u64, &str)> = cells
        .iter()
        .filter(|cell| cell["column"] == "end")
        .map(|cell| {
            (
                cell["row"].as_u64().unwrap(),
                cell["value"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(ends, [(2, "2020-01-31")]);
}

#[test]
fn without_a_previous_row_a_value_of_it_is_unknown_with_that_reason() {
    let out = ordered(
        "in order of start per child",
        "every span must have start at least its previous.end",
        ROWS,
    )
    .run();
    assert_eq!(out.counts(), [5, 2, 1, 2, 0, 0]);
    assert_eq!(out.short(), ["cannot_tell 2", "cannot_tell 3", "not_met 5"]);
    assert_eq!(out.reasons(), ["no_partner", "no_partner"]);
}

#[test]
fn next_and_last_look_the_other_way() {
    let out = ordered(
        "in order of start per child",
        "every span when is not the last, must have its next.start at least end",
        ROWS,
    )
    .run();
    assert_eq!(out.short(), ["not_met 2"]);
    let out = ordered(
        "in order of start per child",
        "every span must have status = the first of its group.status",
        ROWS,
    )
    .run();
    assert_eq!(out.short(), ["not_met 4"]);
    let out = ordered(
        "in order of start per child",
        "every span must have the last of its group.status = 在读",
        ROWS,
    )
    .run();
    assert_eq!(out.short(), ["not_met 1", "not_met 3", "not_met 4"]);
}

#[test]
fn a_blank_order_value_leaves_its_whole_group_open_unless_it_is_said_where_blanks_go() {
    let rows = "1|a|||在读|\n2|a|2020-01-01||休学|\n3|b|2020-01-01||在读|";
    let sentence = "every span when is not the first, must have status = its previous.status";
    let out = ordered("in order of start per child", sentence, rows).run();
    assert_eq!(out.short(), ["cannot_tell 1", "cannot_tell 2"]);
    assert_eq!(out.counts(), [3, 0, 0, 2, 1, 0]);
    assert!(out.reasons().iter().all(|reason| *reason == "blank"));
    let out = ordered("in order of start per child, blanks first", sentence, rows).run();
    assert_eq!(out.short(), ["not_met 2"]);
    let out = ordered("in order of start per child, blanks last", sentence, rows).run();
    assert_eq!(out.short(), ["not_met 1"]);
}

#[test]
fn a_row_without_a_group_is_undecided_and_no_other() {
    let rows = "1||2020-01-02||在读|\n2|a|2020-01-01||休学|\n3|a|2020-01-03||休学|";
    let out = ordered(
        "in order of start per child",
        "every span when is not the first, must have status = its previous.status",
        rows,
    )
    .run();
    assert_eq!(out.short(), ["cannot_tell 1"]);
    assert_eq!(
        out.reasons(),
        ["no_key", "no_key"]
            .as_slice()
            .get(..out.reasons().len())
            .unwrap()
    );
}

#[test]
fn ties_go_by_key_and_then_as_they_lie_in_the_file() {
    let rows = "b|a|2020-01-01||在读|\na|a|2020-01-01||休学|\nc|a|2020-01-01||辍学|";
    let sentence = "every span when is the first, must have status = 在读";
    let out = ordered("in order of start per child", sentence, rows).run();
    assert_eq!(out.short(), ["not_met 2"]);
    // The same key twice, and no key at all: the file decides.
    let rows = "b|a|2020-01-01||在读|\nb|a|2020-01-01||休学|";
    let out = ordered("in order of start per child", sentence, rows).run();
    assert_eq!(out.counts(), [2, 1, 0, 0, 1, 0]);
    let out = ordered("in order of the file per child", sentence, rows).run();
    assert_eq!(out.counts(), [2, 1, 0, 0, 1, 0]);
}

#[test]
fn a_row_that_only_may_belong_leaves_open_the_neighbours_that_it_could_separate() {
    let declarations = format!(
        "{STINTS}population spans span = stints where days > 0\n  in order of start per child\n"
    );
    let rows = "no|child|start|end|status|days
1|a|2020-01-01||在读|1
2|a|2020-01-02||休学|
3|a|2020-01-03||在读|1
4|a|2020-01-04||在读|1";
    let sentence = "every span when is not the first, must have status = its previous.status";
    let out = Inspect::item(&declarations, sentence)
        .table("stints", rows)
        .run();
    // 2 may stand before 3: its status differs from that of 1, but whether it counts is open.
    assert_eq!(out.short(), ["cannot_tell 2", "cannot_tell 3"]);
    assert_eq!(out.counts(), [4, 1, 0, 2, 1, 0]);
}

#[test]
fn runs_start_where_it_is_said_and_with_each_group() {
    let run =
        "in order of start per child\na new run starts where status is not its previous.status";
    let rows = "1|a|2020-01-01|2020-01-31|在读|1
2|a|2020-02-01|2020-02-28|在读|2
3|a|2020-03-01|2020-03-31|休学|3
4|a|2020-04-01|2020-04-30|在读|4
5|b|2020-01-01|2020-01-31|在读|5";
    let out = ordered(
        run,
        "every span must have count of the same run at least 2",
        rows,
    )
    .run();
    assert_eq!(out.short(), ["not_met 3", "not_met 4", "not_met 5"]);
    let out = ordered(
        run,
        "every span must have (total of days of the same run) at most 4",
        rows,
    )
    .run();
    assert_eq!(out.short(), ["not_met 5"]);
    let out = ordered(
        run,
        "every span when is the first of its run, must not have the last of its run.end after 2020-04-01",
        rows,
    )
    .run();
    assert_eq!(out.counts(), [5, 3, 1, 0, 1, 0]);
    assert_eq!(out.short(), ["not_met 4"]);
    let out = ordered(run, "every span must be the last of its run", rows).run();
    assert_eq!(out.short(), ["not_met 1"]);
}

#[test]
fn an_undecided_start_of_a_run_leaves_its_rows_open() {
    let run =
        "in order of start per child\na new run starts where status is not its previous.status";
    let rows = "1|a|2020-01-01|||1
2|a|2020-02-01||在读|2
3|a|2020-03-01||在读|3
4|a|2020-04-01||休学|4";
    let out = ordered(
        run,
        "every span must have count of the same run at most 2",
        rows,
    )
    .run();
    // 1 starts a run; whether 2 goes on with it cannot be told; 4 starts one of its own.
    assert_eq!(
        out.short(),
        ["cannot_tell 1", "cannot_tell 2", "cannot_tell 3"]
    );
}

#[test]
fn a_population_of_an_ordered_one_has_its_order() {
    let declarations = format!(
        "{STINTS}population spans span = stints\n  in order of start per child\npopulation latest = spans where is the last\n"
    );
    let out = Inspect::item(
        &declarations,
        "every latest must have its previous.status = 在读",
    )
    .table("stints", &format!("no|child|start|end|status|days\n{ROWS}"))
    .run();
    assert_eq!(out.counts(), [2, 2, 0, 0, 0, 0]);
}

#[test]
fn chinese_says_the_same() {
    let declarations = "数据集 学段
  编号 : 编号 主键
  学生 : 文本
  开始 : 日期
  结束 : 日期
  状态 : 取值 在读、休学
人群 经历 = 学段
  依次 按 开始 各 学生，空白 在后
  新段 始于 状态 不等于 前一条.状态
";
    let text = |sentence: &str| {
        format!(
            "检查清单 t 「测试」\n文件 法 「法」\n{declarations}检查项 i 「项」\n  依据 法 一\n  {sentence}\n"
        )
    };
    let table = "编号|学生|开始|结束|状态
1|a|2020-01-05|2020-02-01|在读
2|a|2020-01-01|2020-01-06|在读
3|a|2020-02-02|2020-03-01|休学";
    let run = |sentence: &str| {
        Inspect::checklist(&text(sentence))
            .table("学段", table)
            .run()
    };
    let out = run("每条 经历 当 不为首条 时，应 开始 不早于 前一条.结束");
    assert_eq!(out.short(), ["not_met 1"]);
    let out = run("每条 经历 应 同段数量 不少于 2");
    assert_eq!(out.short(), ["not_met 3"]);
    let out = run("每条 经历 当 为段首 时，应 同段末条.结束 早于 2020-02-15");
    assert_eq!(out.short(), ["not_met 3"]);
    let message = out.findings()[0]["message"].as_str().unwrap();
    assert!(message.contains("同段末条"), "{message}");
}
