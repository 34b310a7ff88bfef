//! What answers have to come with: what is met is proved, of what is not there nobody brings a photo.

use crate::answers::asked;
use crate::support::Outcome;

#[test]
fn an_answer_that_something_is_not_there_needs_no_evidence() {
    let lines = "evidence photo 照片";
    let head = "item | subject | verdict | who | when | evidence | kind";
    let one = |verdict: &str| {
        let row = format!("i | 1 | {verdict} | Li | 2020-05-01 | |");
        asked(lines, &format!("{head}\n{row}"))
    };
    let of_first = |outcome: &Outcome| outcome.short()[0].clone();
    assert!(of_first(&one("no")).starts_with("not_met 1"));
    assert!(of_first(&one("yes")).starts_with("awaiting 1"));
}

#[test]
fn a_no_counts_though_the_file_that_it_names_is_not_there() {
    let head = "item | subject | verdict | who | when | evidence | kind";
    let one = |verdict: &str| {
        let row = format!("i | 1 | {verdict} | Li | 2020-05-01 | lost.jpg | photo");
        asked("evidence photo 照片", &format!("{head}\n{row}"))
    };
    for (verdict, said) in [("no", "not_met 1"), ("yes", "awaiting 1")] {
        let outcome = one(verdict);
        assert!(outcome.short()[0].starts_with(said), "{verdict}");
        let problems = outcome.json["datasets"].to_string();
        assert!(
            problems.contains("evidence-missing"),
            "{verdict}: {problems}"
        );
    }
}
