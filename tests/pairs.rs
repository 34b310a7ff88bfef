//! How the keys of a reconciliation came together: said of every item, and in what machines read.

use crate::support::Inspect;
use serde_json::Value;

const LISTS: &str = "dataset pupils pupil 学生
  national_id 身份证号 : citizen id key
  name 姓名 : text
  grade 年级 : integer
dataset visits visit 家访
  national_id 身份证号 : citizen id key
  name 姓名 : text
  grade 年级 : integer
";

const A: &str = "999901201001010014";
const B: &str = "999901201001010022";
const C: &str = "999901201001010030";
const B_WIDE: &str = "９９９９０１２０１００１０１００２２";

fn lists(sentence: &str, pupils: &str, visits: &str) -> Inspect {
    Inspect::item(LISTS, sentence)
        .table(
            "pupils",
            &format!("national_id|name|grade\n{}", pupils.trim_end()),
        )
        .table(
            "visits",
            &format!("national_id|name|grade\n{}", visits.trim_end()),
        )
        .argument("--reveal")
}

fn remarks(json: &Value) -> Vec<&str> {
    let remarks = json["items"][0]["more"]["remarks"].as_array().unwrap();
    remarks.iter().map(|text| text.as_str().unwrap()).collect()
}

/// What is said of the pairs.
fn said(sentence: &str, pupils: &str, visits: &str) -> String {
    let out = lists(sentence, pupils, visits).run();
    remarks(&out.json)[0].to_owned()
}

#[test]
fn the_pairs_of_a_reconciliation_are_counted_by_how_they_were_matched() {
    let sentence = "pupils matches visits by national_id or by name";
    // By number; by number in another width; by name, which leads to a number; by name alone; and one that nobody else has.
    let pupils = format!("{A}|甲|1\n{B}|乙|1\n|丙|1\n|丁|1\n|戊|1");
    let visits = format!("{A}|别名|1\n{B_WIDE}|乙|1\n{C}|丙|1\n|丁|1");
    let said = "4 pairs: 1 exact, 1 after normalising, 2 by the second key";
    let out = lists(sentence, &pupils, &visits).run();
    assert_eq!(remarks(&out.json), [said]);
    let text = lists(sentence, &pupils, &visits).text();
    assert!(text.contains(said), "{text}");
    let out = lists(sentence, &pupils, &visits).translated().run();
    assert_eq!(
        remarks(&out.json),
        ["4 对：写法一致 1 对，规范后一致 1 对，按第二个键 2 对"]
    );
    for threads in ["1", "2", "8"] {
        let again = lists(sentence, &pupils, &visits);
        let again = again.argument("--threads").argument(threads).run();
        assert_eq!(remarks(&again.json), [said]);
    }
    // The line at the end of a stream has it too.
    let stream = lists(sentence, &pupils, &visits).output("jsonl").stdout;
    let stream = String::from_utf8(stream).unwrap();
    let end: Value = serde_json::from_str(stream.lines().last().unwrap()).unwrap();
    assert_eq!(remarks(&end), [said]);
}

#[test]
fn a_key_that_all_rows_write_alike_is_exact_however_they_write_it() {
    let sentence = "pupils matches visits by national_id";
    let one = |id: &str| format!("{id}|甲|1");
    let exact = "1 pair: 1 exact";
    assert_eq!(said(sentence, &one(A), &one(A)), exact);
    assert_eq!(said(sentence, &one(B_WIDE), &one(B_WIDE)), exact);
    let normalised = "1 pair: 1 after normalising";
    assert_eq!(said(sentence, &one(B_WIDE), &one(B)), normalised);
    assert_eq!(said(sentence, &one(B), &one(B_WIDE)), normalised);
    // One of several rows is enough.
    let twice = format!("{}\n{}", one(B), one(B_WIDE));
    assert_eq!(said(sentence, &one(B), &twice), normalised);
    assert_eq!(said(sentence, &one(B_WIDE), &twice), normalised);
    // A capital that is folded, and fifteen digits made eighteen.
    let short = "999901100101001";
    let long = "99990119100101001X";
    let folded = said(sentence, &one(&long.to_lowercase()), &one(long));
    assert_eq!(folded, normalised);
    let out = lists(sentence, &one(short), &one(short)).run();
    assert_eq!(remarks(&out.json), [exact]);
}

#[test]
fn rows_that_are_left_out_and_keys_of_one_side_count_for_nothing() {
    let sentence = "pupils where grade = 1 matches visits by national_id";
    let pupils = format!("{A}|甲|1\n{B_WIDE}|乙|2\n{C}|丙|1");
    let visits = format!("{A}|甲|1\n{B}|乙|1");
    assert_eq!(said(sentence, &pupils, &visits), "1 pair: 1 exact");
    let none = said(sentence, &pupils, "");
    assert_eq!(none, "no pairs: no key is on both sides");
}

#[test]
fn keys_of_several_columns_are_compared_part_by_part() {
    let sentence = "pupils matches visits by national_id, name";
    let pupils = format!("{A}|甲|1\n{B}|乙|1\n{C}| 丙|1");
    let visits = format!("{A}|甲|1\n{B_WIDE}|乙|1\n{C}| 丙|1");
    assert_eq!(
        said(sentence, &pupils, &visits),
        "3 pairs: 2 exact, 1 after normalising"
    );
}

#[test]
fn of_three_lists_the_keys_that_two_of_them_hold_are_counted() {
    let declarations =
        format!("{LISTS}dataset cards card 卡\n  national_id 身份证号 : citizen id key\n");
    let inspect = || {
        Inspect::item(&declarations, "pupils matches visits, cards by national_id")
            .table(
                "pupils",
                &format!("national_id|name|grade\n{A}|甲|1\n{B}|乙|1"),
            )
            .table(
                "visits",
                &format!("national_id|name|grade\n{A}|甲|1\n{C}|丙|1"),
            )
            .table("cards", &format!("national_id\n{A}\n{B_WIDE}\n"))
    };
    let said = "2 keys in at least two of the lists: 1 exact, 1 after normalising";
    assert_eq!(remarks(&inspect().run().json), [said]);
    assert_eq!(
        remarks(&inspect().translated().run().json),
        ["2 个键至少在两份名单中：写法一致 1 个，规范后一致 1 个"]
    );
}

#[test]
fn two_populations_of_one_dataset_are_called_by_their_names() {
    let declarations = format!(
        "{LISTS}population first_grade first_grader 一年级 = pupils where grade = 1
population second_grade second_grader 二年级 = pupils where grade = 2
"
    );
    let inspect = || {
        Inspect::item(
            &declarations,
            "first_grade matches second_grade by national_id comparing name",
        )
        .table(
            "pupils",
            &format!("national_id|name|grade\n{A}|甲|1\n{A}|乙|2\n{B}|丙|1"),
        )
        .argument("--reveal")
    };
    let out = inspect().run();
    let mut told: Vec<String> = (out.findings().iter())
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap().to_owned();
            format!("{}: {}", text("part"), text("message"))
        })
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "differs:name: name differs: first_grade 甲, second_grade 乙",
            "not_in:second_grade: in first_grade, but not in second_grade"
        ]
    );
    assert_eq!(remarks(&out.json), ["1 pair: 1 exact"]);
}

#[test]
fn a_finding_of_a_row_says_how_its_rows_were_found() {
    let sentence =
        "every pupil must have (total of visits.grade by national_id or by name) more than 100";
    let pupils = format!("{A}|甲|1\n{B}|乙|1\n|丙|1\n|丁|1\n{C}|戊|1");
    // By number; by number in another width, and by name beside it; by name; nobody; by name, as the row itself has no number.
    let visits = format!("{A}|别名|1\n{B_WIDE}|乙|1\n|乙|1\n{A}|丙|1\n|戊|1");
    let ends = |inspect: Inspect, open: char| -> Vec<String> {
        let out = inspect.run();
        let messages = out.findings().iter().map(|finding| {
            let message = finding["message"].as_str().unwrap();
            let end = message
                .rsplit_once(open)
                .filter(|_| message.ends_with([')', '）']));
            end.map_or(String::new(), |(_, end)| end.to_owned())
        });
        messages.collect()
    };
    assert_eq!(
        ends(lists(sentence, &pupils, &visits), '('),
        [
            "",
            "national_id matched after normalising; matched by the second key, name)",
            "matched by the second key, name)",
            "",
            "matched by the second key, name)"
        ]
    );
    assert_eq!(
        ends(lists(sentence, &pupils, &visits).translated(), '（'),
        [
            "",
            "身份证号规范后对应；按第二个键姓名对应）",
            "按第二个键姓名对应）",
            "",
            "按第二个键姓名对应）"
        ]
    );
}
