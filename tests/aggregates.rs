//! Sums and other aggregates over unknown values and undecided members, per group, for the whole, and of a row against its group.

use crate::support::Inspect;

const PUPILS: &str = "dataset schools school 学校
  code 代码 : id key
dataset pupils pupil 学生
  no 学号 : id key
  school 学校代码 : reference to schools
  score 得分 : number from 0 to 100
  fee 费用 : number
";

const SCHOOLS: &str = "code\nS1\nS2";

/// The sentences in English and in Chinese give this `counts | findings`, with the bounds of what was found.
fn gives(sentences: [&str; 2], rows: &str, expected: &str) {
    for (language, sentence) in ["en", "zh"].into_iter().zip(sentences) {
        let out = Inspect::item(PUPILS, sentence)
            .table("schools", SCHOOLS)
            .table("pupils", &format!("no|school|score|fee\n{rows}"))
            .run();
        let found: Vec<String> = out
            .findings()
            .iter()
            .zip(out.short())
            .map(|(finding, short)| {
                let actual = &finding["actual"];
                match (actual["low"].as_f64(), actual["high"].as_f64()) {
                    (Some(low), Some(high)) => format!("{short} {low}..{high}"),
                    _ => short,
                }
            })
            .collect();
        let [subjects, met, not_met, cannot_tell, not_applicable, _] = out.counts();
        let got = format!(
            "{subjects} {met} {not_met} {cannot_tell} {not_applicable} | {}",
            found.join(", ")
        );
        assert_eq!(got, expected, "{language}: {sentence}\n{rows}");
    }
}

#[test]
fn a_sum_with_an_unknown_value_is_an_interval_where_its_column_declares_a_range() {
    let sum = |limit: &str| {
        [
            format!("per school of pupils: (total of score) must be at least {limit}"),
            format!("各 学校代码 于 学生: (得分 合计) 应 不低于 {limit}"),
        ]
    };
    let rows = "a|S1|40|1\nb|S1||1\nc|S2|70|1";
    for (limit, expected) in [
        ("40", "2 2 0 0 0 | "),
        ("41", "2 1 0 1 0 | cannot_tell S1 40..140"),
        ("141", "2 0 2 0 0 | not_met S1 40..140, not_met S2"),
    ] {
        let [en, zh] = sum(limit);
        gives([&en, &zh], rows, expected);
    }
}
