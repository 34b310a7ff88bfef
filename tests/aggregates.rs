//! Sums and other aggregates over unknown values and undecided members, per group, for the whole, and of a row against its group.

use crate::support::Inspect;
use serde_json::Value;

const PUPILS: &str = "dataset schools school 学校
  code 代码 : id key
dataset pupils pupil 学生
  no 学号 : id key
  school 学校代码 : reference to schools
  score 得分 : number from 0 to 100
  fee 费用 : number
";

const SCHOOLS: &str = "code\nS1\nS2";

fn inspect(sentence: &str, rows: &str) -> Inspect {
    Inspect::item(PUPILS, sentence)
        .table("schools", SCHOOLS)
        .table("pupils", &format!("no|school|score|fee\n{rows}"))
}

/// Counts and findings, with what was found.
fn verdicts(inspect: Inspect) -> String {
    let out = inspect.run();
    let one = |(finding, short): (&Value, String)| {
        let actual = &finding["actual"];
        match (&actual["low"], &actual["high"], &actual["number"]) {
            (Value::Number(low), Value::Number(high), _) => format!("{short} {low}..{high}"),
            (_, _, Value::Number(number)) => format!("{short} {number}"),
            _ => short,
        }
    };
    let found: Vec<String> = out.findings().iter().zip(out.short()).map(one).collect();
    let [subjects, met, not_met, cannot_tell, not_applicable, _] = out.counts();
    let counts = format!("{subjects} {met} {not_met} {cannot_tell} {not_applicable}");
    format!("{counts} | {}", found.join(", ")).trim().to_owned()
}

/// In both languages the sentence gives these verdicts.
fn gives(sentence: &str, rows: &str, expected: &str) {
    let got = verdicts(inspect(sentence, rows));
    assert_eq!(got, expected, "{sentence}\n{rows}");
    let got = verdicts(inspect(sentence, rows).translated());
    assert_eq!(got, expected, "in Chinese: {sentence}\n{rows}");
}

fn text(inspect: &Inspect) -> String {
    let text = String::from_utf8(inspect.output("text").stdout).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn an_unknown_value_lies_in_the_range_that_its_column_declares() {
    let rows = "a|S1|40|1\nb|S1||1\nc|S2|70|1";
    let per = "per school of pupils:";
    for (must, expected) in [
        ("total of score must be at least 40", "2 2 0 0 0 |"),
        (
            "total of score must be at least 41",
            "2 1 0 1 0 | cannot_tell S1 40..140",
        ),
        (
            "total of score must be at least 141",
            "2 0 2 0 0 | not_met S1 40..140, not_met S2 70",
        ),
        (
            "least of score must be at least 41",
            "2 1 1 0 0 | not_met S1 0..40",
        ),
        (
            "least of score must be at least 30",
            "2 1 0 1 0 | cannot_tell S1 0..40",
        ),
        ("largest of score must be at least 40", "2 2 0 0 0 |"),
        (
            "largest of score must be at most 50",
            "2 0 1 1 0 | cannot_tell S1 40..100, not_met S2 70",
        ),
        // Left out, and said.
        (
            "total of given score must be at least 41",
            "2 1 1 0 0 | not_met S1 40",
        ),
        // Every other aggregate is unknown as soon as one value is.
        (
            "mean of score must be at least 0",
            "2 1 0 1 0 | cannot_tell S1",
        ),
        (
            "median of score must be at least 0",
            "2 1 0 1 0 | cannot_tell S1",
        ),
    ] {
        gives(&format!("{per} {must}"), rows, expected);
    }
    // Without a declared range nothing is known of an unknown value.
    let rows = "a|S1|1|40\nb|S1|1|\nc|S2|1|70";
    for of in ["total", "least", "largest"] {
        let must = format!("{per} {of} of fee must be at least 1");
        gives(&must, rows, "2 1 0 1 0 | cannot_tell S1");
    }
    gives(
        "total of pupils.score must be at least 3",
        "a|S1||1\nb|S1|3|1",
        "1 1 0 0 0 |",
    );
    gives(
        "total of pupils.score must be at least 4",
        "a|S1||1\nb|S1|3|1",
        "1 0 0 1 0 | cannot_tell 3..103",
    );
}

#[test]
fn values_left_out_are_counted() {
    let sentence = "per school of pupils: total of given score must be at least 1";
    let rows = "a|S1|40|1\nb|S1||1\nc|S2|x|1\nd|S2|2|1";
    let said = text(&inspect(sentence, rows));
    assert!(
        said.contains("2 rows of pupils were left out: score is blank or unreadable"),
        "{said}"
    );
    let said = text(
        &inspect(sentence, rows)
            .translated()
            .argument("--lang")
            .argument("zh"),
    );
    assert!(
        said.contains("学生中有 2 条记录未计入：得分为空或无法识别"),
        "{said}"
    );
}

#[test]
fn a_row_without_a_group_may_belong_to_every_group() {
    let rows = "a|S1|40|1\nb||20|1\nc|S2|70|1\nd|S9|5|1";
    let per = "per school of pupils:";
    for (must, expected) in [
        ("count of pupils must be at most 2", "2 2 0 0 0 |"),
        (
            "count of pupils must be at most 1",
            "2 0 0 2 0 | cannot_tell S1 1..2, cannot_tell S2 1..2",
        ),
        (
            "total of score must be at least 41",
            "2 1 0 1 0 | cannot_tell S1 40..60",
        ),
        ("least of score must be at least 20", "2 2 0 0 0 |"),
        (
            "least of score must be at least 41",
            "2 0 1 1 0 | not_met S1 20..40, cannot_tell S2 20..70",
        ),
        (
            "largest of score must be at most 40",
            "2 1 1 0 0 | not_met S2 70",
        ),
        (
            "mean of score must be at least 1",
            "2 0 0 2 0 | cannot_tell S1, cannot_tell S2",
        ),
        (
            "count of different score must be at most 1",
            "2 0 0 2 0 | cannot_tell S1 1..2, cannot_tell S2 1..2",
        ),
    ] {
        gives(&format!("{per} {must}"), rows, expected);
    }
    gives(
        "at least 60% of pupils per school must be score > 30",
        rows,
        "2 0 0 2 0 | cannot_tell S1 0.5..1, cannot_tell S2 0.5..1",
    );
}

#[test]
fn rows_that_count_in_no_group_are_said() {
    let rows = "a|S1|40|1\nb||20|1\nc|S2|70|1\nd|S9|5|1\ne|S8|5|1";
    for must in [
        "total of score must be at least 1",
        "count of pupils must be at least 1",
        "mean of score must be at least 1",
    ] {
        let sentence = format!("per school of pupils: {must}");
        let said = text(&inspect(&sentence, rows));
        assert!(
            said.contains("2 rows of pupils count in no group: their group is not in schools: S9 (pupils.csv:5), S8 (pupils.csv:6)"),
            "{said}"
        );
        assert!(
            said.contains("1 row of pupils could not be matched"),
            "{said}"
        );
    }
    let sentence = "per school of pupils: total of score must be at least 1";
    let said = text(
        &inspect(sentence, rows)
            .translated()
            .argument("--lang")
            .argument("zh"),
    );
    assert!(
        said.contains("学生中有 2 条记录不计入任何组：所属的组不在学校中：S9（pupils.csv 第 5 行）、S8（pupils.csv 第 6 行）"),
        "{said}"
    );
}

#[test]
fn every_aggregate_judges_a_row_against_its_group_each_group_and_the_whole() {
    // S1 meets every bound, S2 none; a row more without a value leaves its group undecided.
    let decided = "a|S1|1|1\nb|S1|1|1\nc|S2|3|3\nd|S2|3|3\ne|S2|3|9";
    let open = "a|S1|1|1\nb|S1|1|1\nc|S2|3|3\nd|S2|3|3\ne|S2|3|9\nf|S2|3|";
    for (aggregate, bound, ever_known) in [
        ("count of pupils", "at most 2", true),
        ("total of fee", "at most 2", false),
        ("mean of fee", "at most 1", false),
        ("median of fee", "at most 1", false),
        ("least of fee", "at most 1", false),
        ("largest of fee", "at most 1", false),
        ("standard deviation of fee", "at most 1", false),
        ("quantile 25% of fee", "at most 1", false),
        ("most common of fee", "at most 1", false),
        ("count of different fee", "at most 1", true),
    ] {
        let counts = |sentence: &str, rows: &str| {
            let here = inspect(sentence, rows).run().counts();
            let there = inspect(sentence, rows).translated().run().counts();
            assert_eq!(here, there, "{sentence}");
            here
        };
        let row = format!("every pupil must have ({aggregate} of the same school) {bound}");
        assert_eq!(counts(&row, decided), [5, 2, 3, 0, 0, 0], "{row}");
        let (bad, unknown) = if ever_known { (1, 0) } else { (0, 1) };
        assert_eq!(
            counts(&row, open),
            [6, 2, 4 * bad, 4 * unknown, 0, 0],
            "{row}"
        );
        // A row whose own group is unknown cannot be told; it may be one of every group.
        let homeless = format!("{decided}\nz||1|1");
        let open_rows = counts(&row, &homeless)[3];
        assert!(open_rows >= 1, "{row}");
        let per = format!("per school of pupils: {aggregate} must be {bound}");
        assert_eq!(counts(&per, decided), [2, 1, 1, 0, 0, 0], "{per}");
        assert_eq!(counts(&per, open), [2, 1, bad, unknown, 0, 0], "{per}");
        let open_groups = counts(&per, &homeless)[3];
        assert_eq!(open_groups > 0, open_rows > 1, "{row}");
        // Nothing counts and sums up to 0; every other aggregate of nobody is nothing to judge.
        let of_nobody = matches!(aggregate.split_once(" of"), Some(("count" | "total", _)));
        let empty = counts(&per, "a|S1|1|1\nb|S1|1|1")[4];
        assert_eq!(empty, u64::from(!of_nobody), "{per}");
        let whole = aggregate.replace(" fee", " pupils.fee");
        let whole = format!("{whole} must be {bound}");
        assert_eq!(
            counts(&whole, "a|S1|1|1\nb|S1|1|1"),
            [1, 1, 0, 0, 0, 0],
            "{whole}"
        );
        let all_bad = "c|S2|3|3\nd|S2|3|3\ne|S2|3|9";
        assert_eq!(counts(&whole, all_bad), [1, 0, 1, 0, 0, 0], "{whole}");
        let all_open = format!("{all_bad}\nf|S2|3|");
        assert_eq!(
            counts(&whole, &all_open),
            [1, 0, bad, unknown, 0, 0],
            "{whole}"
        );
    }
}

#[test]
fn a_row_is_held_against_the_share_of_its_group() {
    let sentence =
        "every pupil must have (share of pupils of the same school that fee <= 1) at least 60%";
    // Two thirds of S1, one half of S2.
    let rows = "a|S1|1|1\nb|S1|1|1\nc|S1|1|9\nd|S2|1|1\ne|S2|1|9";
    let expected = "5 3 2 0 0 | not_met 4 0.5, not_met 5 0.5";
    gives(sentence, rows, expected);
    // A fee that is blank may be one or not: two to three of four, one to two of three.
    let open = format!("{rows}\nf|S1|1|\ng|S2|1|");
    gives(
        sentence,
        &open,
        "7 0 0 7 0 | cannot_tell 1 0.5..0.75, cannot_tell 2 0.5..0.75, cannot_tell 3 0.5..0.75, \
         cannot_tell 4 0.3333333333333333..0.6666666666666666, \
         cannot_tell 5 0.3333333333333333..0.6666666666666666, cannot_tell 6 0.5..0.75, \
         cannot_tell 7 0.3333333333333333..0.6666666666666666",
    );
    // A row without a school may be one of any school: two of three or of four, one of two or of three.
    let homeless = format!("{rows}\nz||1|9");
    gives(
        sentence,
        &homeless,
        "6 0 2 4 0 | cannot_tell 1 0.5..0.6666666666666666, cannot_tell 2 0.5..0.6666666666666666, \
         cannot_tell 3 0.5..0.6666666666666666, not_met 4 0.3333333333333333..0.5, \
         not_met 5 0.3333333333333333..0.5, cannot_tell 6",
    );
    // Only some of the rows of the group.
    gives(
        "every pupil must have (share of pupils of the same school where score > 1 that fee <= 1) at least 60%",
        "a|S1|1|1\nb|S1|5|1\nc|S1|5|9",
        "3 0 3 0 0 | not_met 1 0.5, not_met 2 0.5, not_met 3 0.5",
    );
    // Nobody to take a share of: that cannot be computed.
    gives(
        "every pupil must have (share of pupils of the same school where score > 9 that fee <= 1) at least 60%",
        "a|S1|1|1",
        "1 0 0 1 0 | cannot_tell 1",
    );
    // The same share of each group, and of all.
    gives(
        "per school of pupils: share of pupils that fee <= 1 must be at least 60%",
        rows,
        "2 1 1 0 0 | not_met S2 0.5",
    );
    gives(
        "share of pupils that fee <= 1 must be at least 70%",
        rows,
        "1 0 1 0 0 | not_met 0.6",
    );
}

#[test]
fn chinese_takes_the_group_before_or_behind_the_share() {
    let shape = |share: &str| {
        let text = format!(
            "检查清单 t 「测试」\n文件 法 「法」\n数据集 学生\n  学号 : 编号 主键\n  学校 : 编号\n  费用 : 数\n\
             检查项 i 「项」\n  依据 法 1\n  每名 学生 的（{share}）应 不低于 60%\n"
        );
        let inspect =
            Inspect::checklist(&text).table("学生", "学号|学校|费用\na|S1|1\nb|S1|9\nc|S2|1");
        let said = inspect.output("text");
        let said = String::from_utf8(said.stdout).unwrap();
        let said = said.split_whitespace().collect::<String>();
        assert!(
            said.contains("同一学校的学生记录中费用不超过1的占比"),
            "{said}"
        );
        inspect.run().short()
    };
    let before = shape("同一 学校 的 学生 中 费用 不超过 1 的占比");
    assert_eq!(
        before,
        ["not_met a", "not_met b"].map(|who| who.replace('a', "1").replace('b', "2"))
    );
    assert_eq!(before, shape("学生 中 费用 不超过 1 的占比 同一 学校"));
}

#[test]
fn ends_and_different_values_are_exact_however_many_and_however_fine() {
    // More different values than a word has bits, some with many decimals; S3 has nobody, and a row whose filter is unknown is of S2.
    let many: String = (0..100).map(|n| format!("a{n}|S1|{n}|{n}.5\n")).collect();
    let rows =
        format!("{many}b1|S1|99|0.5\nb2|S1|99|100.000001\nc1|S2|7|-0.00001\nc2|S2|7|3\nc3|S2||3");
    let per = "per school of pupils:";
    for (must, expected) in [
        (
            "largest of fee must be at most 0",
            "2 0 2 0 0 | not_met S1 100.000001, not_met S2 3",
        ),
        (
            "least of fee must be at least 9",
            "2 0 2 0 0 | not_met S1 0.5, not_met S2 -0.00001",
        ),
        (
            "count of different fee must be at most 0",
            "2 0 2 0 0 | not_met S1 101, not_met S2 2",
        ),
        (
            "count of different [no] must be at most 0",
            "2 0 2 0 0 | not_met S1 102, not_met S2 3",
        ),
        (
            "largest of fee where score >= 7 must be at most 0",
            "2 0 2 0 0 | not_met S1 100.000001, not_met S2 3",
        ),
        (
            "largest of fee where score >= 8 must be at most 0",
            "2 0 1 1 0 | not_met S1 100.000001, cannot_tell S2",
        ),
        (
            "count of different fee where score >= 8 must be at most 0",
            "2 0 1 1 0 | not_met S1 94, cannot_tell S2 0..1",
        ),
        (
            "count of different fee where score <= 7 must be at most 0",
            "2 0 2 0 0 | not_met S1 8, not_met S2 2",
        ),
    ] {
        gives(&format!("{per} {must}"), &rows, expected);
    }
    // Between the least and the largest of the same rows both are asked of one put.
    gives(
        &format!("{per} (largest of fee) - (least of fee) must be at most 0"),
        &rows,
        "2 0 2 0 0 | not_met S1 99.500001, not_met S2 3.00001",
    );
}

#[test]
fn a_key_of_several_parts_counts_the_rows_that_its_sentence_speaks_of() {
    // Rows outside the condition share keys with those inside, and with each other.
    let rows = "a|S1|1|1\nb|S1|1|2\nc|S1|1|\nd|S2|1|5\ne|S2|1|5\nf|S2|2|5\ng||2|5\nh|S1|1|9";
    let same = "count of pupils of the same school, score where fee <= 5";
    gives(
        &format!("every pupil where fee >= 2 must have ({same}) at most 1"),
        rows,
        "8 0 4 3 1 | not_met 2 2..3, cannot_tell 3, not_met 4 2, not_met 5 2, cannot_tell 6, cannot_tell 7, not_met 8 2..3",
    );
}

/// A citizen number of 15 digits, or with a small x, is the same number as the one of 18 digits.
#[test]
fn citizen_numbers_are_alike_however_they_are_written() {
    let people = "dataset people person 人员\n  no 编号 : id key\n  place 户 : id\n  card 证件号 : citizen id\n";
    let rows = "no|place|card\n1|p|110101198001010010\n2|p|110101800101001\n3|q|11010119800101007X\n4|q|11010119800101007x";
    for sentence in [
        "people of the same place have the same card",
        "every person must have (count of different card of the same place) equal to 1",
        "every person must have (most common of card of the same place) equal to card",
    ] {
        let out = Inspect::item(people, sentence).table("people", rows).run();
        assert_eq!(out.counts(), [4, 4, 0, 0, 0, 0], "{sentence}");
    }
    let other = rows.replace("11010119800101007x", "110101198001010010");
    let out = Inspect::item(people, "people of the same place have the same card")
        .table("people", &other)
        .run();
    assert_eq!(out.counts(), [4, 2, 2, 0, 0, 0]);
}
