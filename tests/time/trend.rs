//! Trends of measures over terms and months, groups too small to be judged, and an earlier list against a later one.

use crate::support::Inspect;

const DROPOUTS: &str = "calendar terms
  term t1 2019春 from 2019-03-01 to 2019-07-10
  term t2 2019秋 from 2019-09-01 to 2020-01-10
  term t3 2020春 from 2020-03-01 to 2020-07-10
  term t4 2020秋 from 2020-09-01 to 2021-01-10
dataset townships township 乡镇
  code : id key
dataset pupils pupil 学生
  no : id key
  township : reference to townships
  term : text
  left : yes or no
  since : date
  period term
setting times 次数 : number
measure dropout_rate 辍学率 per township each term = share of pupils that left
measure dropouts 辍学数 per township each month of since = count of pupils where left is yes
";

/// Pupils of a township in a term: how many, and how many of them left.
fn pupils(groups: &[(&str, &str, u32, u32)]) -> String {
    let mut rows = String::from("no|township|term|left|since\n");
    let mut number = 0;
    for (township, term, all, left) in groups {
        for at in 0..*all {
            number += 1;
            let left = if at < *left { "yes" } else { "no" };
            rows.push_str(&format!("{number}|{township}|{term}|{left}|2020-01-01\n"));
        }
    }
    rows
}

fn trend(sentence: &str, townships: &str, rows: &str) -> Inspect {
    Inspect::item(DROPOUTS, sentence)
        .table("townships", &format!("code\n{townships}"))
        .table("pupils", rows)
}

const RISE: &str = "dropout_rate per township must not rise 2 terms in a row";

#[test]
fn a_rate_that_rises_twice_in_a_row_is_found() {
    let rows = pupils(&[
        ("A", "t1", 4, 1),
        ("A", "t2", 4, 2),
        ("A", "t3", 4, 3),
        ("B", "2019春", 4, 1),
        ("B", "2019秋", 4, 2),
        ("B", "2020春", 4, 2),
        ("C", "t1", 4, 3),
        ("C", "t2", 4, 2),
        ("C", "t3", 4, 4),
    ]);
    let out = trend(RISE, "A\nB\nC", &rows).run();
    assert_eq!(out.counts(), [3, 2, 1, 0, 0, 0]);
    assert_eq!(out.short(), ["not_met A"]);
    assert_eq!(
        out.findings()[0]["message"],
        "dropout rate must not rise 2 times in a row; found 25% in t1, 50% in t2, 75% in t3"
    );
    let fall = "dropout_rate per township must not fall 1 terms in a row";
    assert_eq!(trend(fall, "A\nB\nC", &rows).run().short(), ["not_met C"]);
    let part = "dropout_rate per township must not rise 1 terms in a row from t2 to t3";
    assert_eq!(
        trend(part, "A\nB\nC", &rows).run().short(),
        ["not_met A", "not_met C"]
    );
}

#[test]
fn a_term_that_is_not_over_is_left_out_and_too_few_terms_are_not_judged() {
    let rows = pupils(&[
        ("A", "t2", 4, 1),
        ("A", "t3", 4, 2),
        ("A", "t4", 4, 3),
        ("B", "t3", 4, 1),
    ]);
    let out = trend(RISE, "A\nB\nC", &rows).run();
    assert_eq!(out.counts(), [3, 0, 0, 0, 3, 0]);
    assert_eq!(out.outcome(), "nothing_to_judge");
}

#[test]
fn an_unknown_value_leaves_a_trend_undecided_unless_it_is_decided_anyway() {
    let rise = pupils(&[
        ("A", "t1", 4, 1),
        ("A", "t2", 4, 2),
        ("A", "t3", 4, 3),
        ("B", "t1", 4, 1),
        ("B", "t2", 4, 2),
        ("B", "t3", 4, 2),
        ("C", "t1", 4, 4),
        ("C", "t2", 4, 2),
        ("C", "t3", 4, 3),
    ]);
    // One more in each third term of whom it is not said: A rises anyway, B may rise, C fell before.
    let rows = format!("{rise}90|A|t3||\n91|B|t3||\n92|C|t3||\n");
    let out = trend(RISE, "A\nB\nC", &rows).run();
    assert_eq!(out.short(), ["not_met A", "cannot_tell B"]);
    assert_eq!(out.reasons(), ["blank"]);
    assert_eq!(out.counts(), [3, 1, 1, 1, 0, 0]);
    // A row without its term may belong to any of them.
    let rows = format!("{rise}93|C||yes|\n");
    assert_eq!(trend(RISE, "C", &rows).run().counts(), [1, 1, 0, 0, 0, 0]);
}

#[test]
fn how_often_may_be_a_setting() {
    let rows = pupils(&[("A", "t1", 4, 1), ("A", "t2", 4, 2), ("A", "t3", 4, 3)]);
    let sentence = RISE.replace("2 terms", "times terms");
    let run = |setting: &str| trend(&sentence, "A", &rows).audit(setting).run();
    assert_eq!(run("settings: {times: 2}").counts(), [1, 0, 1, 0, 0, 0]);
    assert_eq!(run("settings: {times: 3}").counts(), [1, 0, 0, 0, 1, 0]);
    let unset = run("");
    assert_eq!(unset.reasons(), ["setting_unset"]);
    assert_eq!(unset.outcome(), "cannot_tell");
}

#[test]
fn small_groups_are_not_judged_and_are_shown() {
    let rows = pupils(&[
        ("A", "t1", 4, 1),
        ("A", "t2", 3, 2),
        ("A", "t3", 4, 4),
        ("B", "t1", 4, 1),
        ("B", "t2", 4, 2),
        ("B", "t3", 4, 3),
    ]);
    let sentence = format!("{RISE}, groups under 4 are not judged");
    let out = trend(&sentence, "A\nB", &rows).run();
    assert_eq!(out.counts(), [2, 0, 1, 0, 1, 0]);
    assert_eq!(out.short(), ["not_met B"]);
    let rate = "at least 90% of pupils where term is t2 per township must not be left, groups under 4 are not judged";
    let out = trend(rate, "A\nB", &rows).run();
    assert_eq!(out.counts(), [2, 0, 1, 0, 1, 0]);
    assert_eq!(out.short(), ["not_met B"]);
    let group =
        "per term of pupils: count of pupils must be at most 7, groups under 8 are not judged";
    let out = trend(group, "A\nB", &rows).run();
    assert_eq!(out.counts(), [3, 0, 2, 0, 1, 0]);
    let whole = "at least 90% of pupils must not be left, groups under 30 are not judged";
    let out = trend(whole, "A\nB", &rows).run();
    assert_eq!(out.counts(), [1, 0, 0, 0, 1, 0]);
    assert_eq!(out.outcome(), "nothing_to_judge");
}

#[test]
fn a_group_of_undecided_size_is_told_only_where_it_meets() {
    let rows = "no|township|term|left|since\n1|A|t2|no|\n2||t2|no|\n3|B|t2|yes|";
    let rate =
        "at least 90% of pupils per township must not be left, groups under 2 are not judged";
    let out = trend(rate, "A\nB\nC", rows).run();
    // C may have one row at most.
    assert_eq!(out.counts(), [3, 1, 0, 1, 1, 0]);
    assert_eq!(out.short(), ["cannot_tell B"]);
}

#[test]
fn counts_by_month_of_a_day_count_nothing_as_nothing() {
    let sentence = "dropouts per township must not rise 2 months in a row from 2020-01 to 2020-06";
    let rows = "no|township|term|left|since\n1|A|||2020-01-05\n2|A||yes|2020-03-05\n3|A||yes|2020-04-01\n4|A||yes|2020-04-30\n5|B||yes|2020-02-29\n6|B||yes|2020-03-31\n7|B||no|2020-03-31";
    let out = trend(sentence, "A\nB\nC", rows).run();
    assert_eq!(out.short(), ["not_met A"]);
    assert_eq!(out.counts(), [3, 2, 1, 0, 0, 0]);
}

#[test]
fn chinese_trends_read_as_chinese() {
    let chinese = "检查清单 t 「测试」 / \"Test\"
文件 law 「法」 / \"Law\"
校历 全县
  学期 2019春 自 2019-03-01 至 2019-07-10
  学期 2019秋 自 2019-09-01 至 2020-01-10
  学期 2020春 自 2020-03-01 至 2020-07-10
数据集 学生
  编号 : 编号 主键
  乡镇 : 文本
  学年学期 : 文本
  辍学 : 是否
  期次 学年学期
指标 辍学率 各 乡镇 每学期 = 学生 中 辍学 的占比
检查项 i 「项」 / \"Item\"
  依据 law 1
  各 乡镇 辍学率 不得 连续 2 个学期 上升，少于 2 的组 不判
";
    let out = Inspect::checklist(chinese)
        .table(
            "学生",
            "编号|乡镇|学年学期|辍学\n1|甲|2019春|否\n2|甲|2019春|否\n3|甲|2019秋|否\n4|甲|2019秋|是\n5|甲|2020春|是\n6|甲|2020春|是",
        )
        .run();
    assert_eq!(out.short(), ["not_met 甲"]);
    assert_eq!(
        out.findings()[0]["message"],
        "辍学率不得连续2期上升；实际为 2019春 0%、2019秋 50%、2020春 100%"
    );
}

const ROLLS: &str = "calendar terms
  term t1 2019秋 from 2019-09-01 to 2020-01-10
  term t2 2020春 from 2020-03-01 to 2020-07-10
dataset rolls roll 名册
  child : id
  term : text
  taken : date
  key child, term
dataset leavings leaving 离校
  child : id
  day : date
";

#[test]
fn who_was_on_the_earlier_list_is_on_the_later_one_or_is_known_to_have_left() {
    let sentence = "every roll where term = t1 when not (has a leavings by child where day is from closing of t1 to opening of t2), must have a rolls by child where term = next term of roll.term";
    let out = Inspect::item(ROLLS, sentence)
        .table(
            "rolls",
            "child|term|taken\nA|t1|\nB|t1|\nC|t1|\nA|t2|\nD|t2|",
        )
        .table("leavings", "child|day\nB|2020-02-01")
        .run();
    assert_eq!(out.short(), ["not_met 3"]);
    assert_eq!(out.counts(), [5, 1, 1, 0, 3, 0]);
}

#[test]
fn a_list_that_is_too_old_is_found_by_an_ordinary_sentence() {
    let sentence = "every roll must be taken is within 30 days before as_of";
    let out = Inspect::item(ROLLS, sentence)
        .table(
            "rolls",
            "child|term|taken\nA|t1|2020-08-31\nB|t1|2020-08-30\nC|t1|",
        )
        .table("leavings", "child|day\n")
        .run();
    assert_eq!(out.short(), ["not_met 2", "cannot_tell 3"]);
}
