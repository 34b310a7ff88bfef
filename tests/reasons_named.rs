//! Reasons name what is wrong, and no cell that is right.

use crate::support::{Inspect, Outcome};

const DECLARATIONS: &str = "dataset towns town 镇
  tid 镇号 : id key
  lead 镇长 : text
dataset schools school 学校
  sid 校号 : id key
  town 所在镇 : reference to towns
dataset pupils pupil 学生
  pid 编号 : id key
  school 学校 : reference to schools
  n 数 : number
  m 除 : number
  born 出生 : date
  kind 类 : text
";

fn said(sentence: &str, zh: bool) -> Outcome {
    let inspect = Inspect::item(DECLARATIONS, sentence)
        .table("towns", "tid|lead\nT|x\nT|y\nU|x")
        .table("schools", "sid|town\nA|T\nB|U\nC|V")
        .table(
            "pupils",
            "pid|school|n|m|born|kind\n1|A|4|0|2021-01-01|x\n2|B|4|2|2010-01-01|y\n3|C|4|2|2010-01-01|x\n4|C|4|2|2010-01-01|y",
        );
    if zh { inspect.translated() } else { inspect }.run()
}

fn reasons(out: &Outcome) -> Vec<(String, String, Option<String>)> {
    let of = |finding: &serde_json::Value| {
        let reason = &finding["reasons"][0];
        let cell = reason["cell"].as_u64().map(|at| {
            let cell = &finding["cells"][usize::try_from(at).unwrap()];
            cell["column"].as_str().unwrap().to_owned()
        });
        let text = |name: &str| reason[name].as_str().unwrap().to_owned();
        (text("code"), text("text"), cell)
    };
    out.findings().iter().map(of).collect()
}

#[test]
fn along_a_path_the_cell_that_leads_nowhere_is_named() {
    let out = said("every pupil must be school.town.lead = \"x\"", false);
    assert_eq!(
        out.short(),
        ["cannot_tell 1", "cannot_tell 3", "cannot_tell 4"]
    );
    for (code, text, cell) in reasons(&out) {
        assert!(
            ["ambiguous", "no_partner"].contains(&code.as_str()),
            "{code}"
        );
        assert!(text.starts_with("town of schools "), "{text}");
        assert_eq!(cell.as_deref(), Some("town"), "{text}");
    }
}

#[test]
fn what_cannot_be_worked_out_is_told_as_it_is() {
    for (sentence, row, en, zh, cell) in [
        (
            "every pupil must have n / m at most 9",
            "cannot_tell 1",
            "it would be divided by 0",
            "除数为 0",
            Some("m"),
        ),
        (
            "every pupil must be last birthday of born on 2020-09-30 at least 2000-01-01",
            "cannot_tell 1",
            "the day lies before the day of birth",
            "该日早于出生日",
            None,
        ),
        (
            "(most common of pupils.kind) must be \"x\"",
            "cannot_tell",
            "several values are equally common",
            "有几个值出现得同样多",
            None,
        ),
    ] {
        let out = said(sentence, false);
        assert_eq!(out.short(), [row], "{sentence}");
        let (_, text, at) = reasons(&out).remove(0);
        assert_eq!(text, en, "{sentence}");
        assert_eq!(at.as_deref(), cell, "{sentence}");
        assert_eq!(reasons(&said(sentence, true))[0].1, zh, "{sentence}");
    }
}

#[test]
fn a_share_of_nobody_blames_no_cell() {
    let sentence = "every school must have (share of pupils that n is at least 1) at least 50%";
    let out = Inspect::item(DECLARATIONS, sentence)
        .table("schools", "sid|town\nA|T\nB|T")
        .table("pupils", "pid|school|n\n1|A|1")
        .table("towns", "tid|lead\nT|x")
        .run();
    assert_eq!(out.short(), ["cannot_tell 2"]);
    let (_, text, cell) = reasons(&out).remove(0);
    assert_eq!(text, "there are no rows to take a share of");
    assert_eq!(cell, None);
}
