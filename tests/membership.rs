//! Rows of which it is open whether they are judged at all, or to which group they belong: never taken for sure.

use crate::support::{Inspect, Outcome};

const DECLARATIONS: &str = "dataset schools school 学校
  code 代码 : id key
dataset pupils pupil 学生
  id 编号 : id key
  stage 学段 : one of primary 小学, junior 初中
  town 镇 : text
  school 学校 : reference to schools
  ok 合格 : yes or no
population juniors junior_pupil 初中生 = pupils where stage = junior
";

fn said(sentence: &str, rows: &str) -> Outcome {
    let run = |zh: bool| {
        let inspect = Inspect::item(DECLARATIONS, sentence)
            .table("schools", "code\nS\nT")
            .table("pupils", &format!("id|stage|town|school|ok\n{rows}"));
        let inspect = if zh { inspect.translated() } else { inspect };
        inspect.run()
    };
    let (en, zh) = (run(false), run(true));
    assert_eq!(en.short(), zh.short(), "{sentence}");
    assert_eq!(en.outcome(), zh.outcome(), "{sentence}");
    assert_eq!(en.code, zh.code, "{sentence}");
    en
}

#[test]
fn a_row_that_may_not_be_judged_is_not_counted_as_expected() {
    let rows = "a|junior|x|S|yes\nb|junior|x|S|yes\nc||x|S|yes";
    for sentence in [
        "every junior_pupil must have ok = yes",
        "every pupil when stage = junior, must have ok = yes",
    ] {
        let of = |number: u32| {
            said(
                &format!("expects at least {number} subjects\n{sentence}"),
                rows,
            )
        };
        assert_eq!(of(2).outcome(), "met", "{sentence}");
        for number in [3, 4] {
            let out = of(number);
            assert_eq!((out.outcome(), out.code), ("cannot_tell", 3), "{sentence}");
            assert_eq!(out.reasons(), ["too_few_subjects"], "{sentence}");
        }
        let text = of(3).findings()[0]["message"].as_str().unwrap().to_owned();
        assert!(
            text.contains("only 2 subjects are judged for sure, 1 more may be"),
            "{text}"
        );
    }
    // What cannot be told may turn out not to be judged either.
    let out = said(
        "expects at least 3 subjects\nevery junior_pupil must have ok = yes",
        "a|junior|x|S|yes\nb|junior|x|S|yes\nc||x|S|no",
    );
    assert_eq!(out.reasons(), ["too_few_subjects", "blank"]);
}

#[test]
fn a_row_that_may_not_be_judged_does_not_dilute_a_tolerated_share() {
    let sentence = "every junior_pupil must have ok = yes, tolerating 50% not met";
    let met = said(sentence, "a|junior|x|S|yes\nb|junior|x|S|no");
    assert_eq!(met.outcome(), "met");
    // One of two, or one of one.
    let open = said(sentence, "a||x|S|yes\nb|junior|x|S|no");
    assert_eq!(open.outcome(), "cannot_tell");
    let failed = said(sentence, "a|junior|x|S|no\nb|junior|x|S|no\nc||x|S|yes");
    assert_eq!(failed.outcome(), "not_met");
}

#[test]
fn a_row_without_a_group_may_be_of_one_that_has_no_rows() {
    let open = [
        "per stage of pupils: count of pupils must be at least 2",
        "at least 60% of pupils per stage must have ok = yes",
        "per stage of pupils: (share of pupils that ok = yes) must be at least 60%",
        "per town of pupils: count of pupils must be at least 2",
        "per stage, town of pupils: count of pupils must be at least 2",
    ];
    let rows = "a|junior|x|S|yes\nb|junior|x|S|yes\nc|junior|x|S|yes";
    for sentence in open {
        assert_eq!(said(sentence, rows).outcome(), "met", "{sentence}");
        let out = said(sentence, &format!("{rows}\nd|||S|no"));
        assert_eq!((out.outcome(), out.code), ("cannot_tell", 3), "{sentence}");
        let names = out.short();
        assert!(
            names[0].trim_end_matches('|').trim() == "cannot_tell",
            "{names:?}"
        );
        let told = &out.findings()[names.len() - 1];
        assert_eq!(told["cells"][0]["row"], 4, "{told:#}");
        // With nothing but such rows there is something to judge all the same.
        let out = said(sentence, "d|||S|no");
        assert_eq!(out.outcome(), "cannot_tell", "{sentence}");
    }
    // What holds of any group, however many of these rows it takes, holds.
    for sentence in [
        "per stage of pupils: count of pupils must be at most 9",
        "at most 50% of pupils per town must be ok = [no]",
    ] {
        let out = said(sentence, &format!("{rows}\nd|||S|yes"));
        assert_eq!(out.outcome(), "met", "{sentence}");
    }
}

#[test]
fn where_every_group_of_a_list_has_rows_there_is_no_other_one() {
    let rows = "a|junior|x|S|yes\nb|junior|x|S|yes\nc|primary|x|S|yes\nd|primary|x|S|yes";
    let count = "per stage of pupils: count of pupils must be at least 2";
    assert_eq!(said(count, &format!("{rows}\ne||x|S|no")).outcome(), "met");
    let both = "per stage, ok of pupils: count of pupils must be at least 2";
    let all = format!("{rows}\nf|junior|x|S|no\ng|junior|x|S|no");
    assert_eq!(
        said(both, &format!("{all}\ne|||S|")).outcome(),
        "cannot_tell"
    );
    let all = format!("{all}\nh|primary|x|S|no\ni|primary|x|S|no");
    assert_eq!(said(both, &format!("{all}\ne|||S|")).outcome(), "met");
}

#[test]
fn a_row_without_a_group_leaves_the_listed_groups_open() {
    let rows = "a|junior|x|S|yes\nb|junior|x|S|yes\nc|junior|x|T|yes\nd|junior|x||no";
    for (sentence, expected) in [
        (
            "per school of pupils: count of pupils must be at most 2",
            vec!["cannot_tell S"],
        ),
        (
            "at least 60% of pupils per school must have ok = yes",
            vec!["cannot_tell T"],
        ),
        (
            "at least 75% of pupils per school must have ok = yes",
            vec!["cannot_tell S", "cannot_tell T"],
        ),
    ] {
        assert_eq!(said(sentence, rows).short(), expected, "{sentence}");
    }
    // Nobody else is of either.
    let out = said(
        "at least 60% of pupils per school must have ok = yes",
        "d|junior|x||no",
    );
    assert_eq!(out.short(), ["cannot_tell S", "cannot_tell T"]);
}

#[test]
fn a_share_of_rows_that_may_be_none_is_no_share() {
    let sentence = "every pupil must have (share of pupils of the same school where stage = junior that ok = yes) at least 50%";
    // The only one of T may be of another stage.
    let out = said(sentence, "a|junior|x|S|yes\nb||x|T|no");
    assert_eq!(out.short(), ["cannot_tell 2"]);
    let out = said(sentence, "a|junior|x|S|no\nb||x|S|no");
    assert_eq!(out.short(), ["not_met 1", "not_met 2"]);
}

#[test]
fn a_row_with_a_part_of_its_group_unknown_disturbs_those_that_agree_with_the_rest() {
    // The third row is of town y, whatever its stage is.
    let rows = "a|junior|x|S|yes\nb|primary|x|S|no\nc||y|S|yes\nd|junior|y|S|no";
    for (sentence, expected) in [
        (
            "per town, stage of pupils: count of pupils must be at most 1",
            vec!["cannot_tell y|junior"],
        ),
        (
            "at least 90% of pupils per town, stage must have ok = yes",
            vec!["not_met x|primary", "not_met y|junior"],
        ),
        (
            "at most 40% of pupils per town, stage must have ok = yes",
            vec!["not_met x|junior", "cannot_tell y|junior"],
        ),
    ] {
        let out = said(sentence, rows);
        let found = out.short();
        let groups = found
            .iter()
            .filter(|said| said.ends_with("junior") || said.ends_with("primary"));
        assert_eq!(groups.collect::<Vec<_>>(), expected, "{sentence}");
    }
    // Nobody knows anything of the group of the third row.
    let rows = "a|junior|x|S|yes\nb|primary|x|S|no\nc|||S|yes";
    let out = said(
        "per town, stage of pupils: count of pupils must be at most 1",
        rows,
    );
    assert!(out.short().len() > 1, "{:?}", out.short());
}
