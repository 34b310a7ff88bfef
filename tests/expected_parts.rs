//! Parts of findings that tests name: what a recipient misses after an event, and parts that no finding can have.

use crate::support::{Inspect, duban, in_chinese};

const EVENTS: &str = "checklist t \"Test\" / 「测试」
source law \"Law\" / 「法」
dataset absences absence 缺课
  no : id key
  child : id
  absent_on : date
dataset alerts alert 报告
  child : id
  to_whom : text
  told_on : date
  recipient to_whom
  submitted on told_on
item told \"Told\" / 「报告」
  cites law 1
  every absence must be reported in alerts to \"town\", \"bureau\" within 3 days after absent_on by child
item plain \"Plain\" / 「普通」
  cites law 1
  every absence must have child given
test \"t\" / 「试」
  as of 2020-09-30
  given absences
    no | child | absent_on
    1  | A     | 2020-09-01
    2  | B     | 2020-09-01
  given alerts
    child | to_whom | told_on
    A     | town    | 2020-09-09
    A     | bureau  | 2020-09-10
    B     | town    | 2020-09-02
";

fn tested(expect: &str) -> (i32, String) {
    let text = format!("{EVENTS}  expect {expect}\n");
    let english = Inspect::checklist(&text);
    let (code, out, said) = duban(english.folder(), &["test", "t.duban"]);
    if code != 2 {
        let chinese = Inspect::checklist(&in_chinese(&text));
        assert_eq!(duban(chinese.folder(), &["test", "t.duban"]).0, code);
    }
    (code, out + &said)
}

#[test]
fn late_is_said_of_all_recipients_or_of_one() {
    for (expect, code) in [
        ("told finds 1 (late), 2 (missing)", 0),
        (
            "told finds 1 (late:town), 1 (late:bureau), 2 (missing:bureau)",
            0,
        ),
        ("told finds 1 (late:\"town\"), 1 (late:bureau), 2", 0),
        ("told finds 1 (missing), 2 (missing)", 1),
        ("told finds 1 (late:town), 2 (missing)", 1),
        ("told finds 1 (late), 2 (missing:town)", 1),
    ] {
        let (found, said) = tested(expect);
        assert_eq!(found, code, "{expect}\n{said}");
    }
}

#[test]
fn a_part_that_no_finding_has_is_told() {
    for (expect, told) in [
        (
            "told finds 1 (repeated), 2 (missing)",
            "it can be `missing`, `late`",
        ),
        ("told finds 1 (late:country)", "`late:bureau`"),
        ("plain finds 1 (late)", "leave the brackets out"),
        ("plain finds 1 (person)", "leave the brackets out"),
    ] {
        let (code, said) = tested(expect);
        assert_eq!(code, 2, "{expect}\n{said}");
        assert!(
            said.contains("unknown-part") && said.contains(told),
            "{said}"
        );
    }
    let chinese = in_chinese(&format!("{EVENTS}  expect plain is met\n"));
    let wrong = chinese.replace("期望 plain 为符合", "期望 plain 发现 1（迟交）");
    let inspect = Inspect::checklist(&wrong);
    let (code, said, _) = duban(inspect.folder(), &["check", "t.duban"]);
    assert!(code == 1 && said.contains("没有 `迟交` 这一部分"), "{said}");
}

#[test]
fn the_day_that_a_test_lacks_is_asked_for_once() {
    let text = EVENTS.replace("  as of 2020-09-30\n", "");
    let text =
        format!("{text}  expect told finds 1\n  expect told passes 2\n  expect plain is met\n");
    let inspect = Inspect::checklist(&text);
    let (_, said, _) = duban(inspect.folder(), &["check", "t.duban"]);
    assert_eq!(said.matches("test-without-day").count(), 1, "{said}");
}

#[test]
fn tests_that_could_not_be_run_did_not_succeed() {
    for (sentence, done) in [("told is not met", true), ("nothing finds 1", false)] {
        let inspect = Inspect::checklist(&format!("{EVENTS}  expect {sentence}\n"));
        let (code, out, _) = duban(inspect.folder(), &["test", "t.duban", "--format", "sarif"]);
        assert_eq!(code == 2, !done);
        let log: serde_json::Value = serde_json::from_str(&out).unwrap();
        let invocation = &log["runs"][0]["invocations"][0];
        assert_eq!(invocation["executionSuccessful"].as_bool(), Some(done));
    }
}
