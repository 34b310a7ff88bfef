//! `duban explain --subjects`: how many rows each condition leaves, with what is undecided; and the tests of the shipped checklists.

use super::{folder_with, run_in, snapshot};
use std::path::Path;

const CHECKLIST: &str = r#"checklist pupils "Pupils" / 「学生」
source plan 方案 "Plan" / 「方案」

dataset pupils pupil 学生 "Pupils" / 「学生」
  id 编号 : id key
  grade 年级 : integer
  status 状态 : one of 在读, 休学
dataset visits visit 家访 "Visits" / 「家访」
  id 编号 : id
population enrolled 在读生 = pupil where status = 在读
population small 低年级 = enrolled where grade is from 1 to 3

item visited "Small pupils are visited" / 「低年级学生有家访」
  cites plan 1
  every small where grade > 1 must have a visit by id

item agrees "Both lists agree" / 「两份名单一致」
  cites plan 1
  enrolled matches visits by id
"#;

#[test]
fn each_condition_says_how_many_rows_it_leaves() {
    let folder = folder_with(
        "subjects",
        &[
            ("pupils.duban", CHECKLIST),
            (
                "audit.yaml",
                "checklists: [pupils.duban]\ndata:\n  pupils: pupils.csv\n  visits: visits.csv\n",
            ),
            (
                "pupils.csv",
                "id,grade,status\nA,1,在读\nB,2,在读\nC,3,在读\nD,4,在读\nE,2,休学\nF,,在读\nG,2,\nH,x,不明\n",
            ),
            ("visits.csv", "id\nB\nF\nZ\n"),
        ],
    );
    let mut shown = String::new();
    for language in ["en", "zh"] {
        let arguments = [
            "explain",
            "pupils.duban",
            "visited",
            "agrees",
            "--subjects",
            "audit.yaml",
            "--lang",
            language,
        ];
        let done = run_in(&folder, &arguments);
        assert_eq!(done.code, 0, "{}", done.err);
        shown += &done.out;
    }
    snapshot("subjects", &shown);
}

#[test]
fn tests_reach_everything_that_the_shipped_checklists_can_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let done = run_in(root, &["test", "checklists", "--coverage", "--min", "100%"]);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
}
