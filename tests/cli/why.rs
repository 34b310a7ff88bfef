//! `duban why`: the trace of one verdict, for each kind of subject and verdict.

use super::{folder_with, run_in, snapshot};

const CHECKLIST: &str = r#"checklist pupils "Pupils" / 「学生」
source plan 方案 "Plan" / 「方案」
setting floor 下限 : number

dataset pupils pupil 学生 "Pupils" / 「学生」
  id 编号 : id key
  name 姓名 : person name
  phone 电话 : phone
  grade 年级 : integer
  status 状态 : one of 在读, 休学
  school 学校 : reference to schools
dataset schools school 学校名录 "Schools" / 「学校名录」
  code 学校代码 : id key
  rank 等次 : one of 甲, 乙
dataset visits visit 家访 "Visits" / 「家访」
  id 编号 : id
  grade 年级 : integer
population enrolled 在读生 = pupil where status = 在读

item visited "Enrolled pupils are visited" / 「在读学生有家访」
  cites plan 1
  every enrolled where school.rank = 甲 must have a visit by id where grade at least floor

item agrees "Both lists agree" / 「两份名单一致」
  cites plan 1
  pupils matches visits by id comparing grade
    explained where pupils.status = 休学

item grade-sum "Grades of a school" / 「各校年级合计」
  cites plan 1
  per school of pupils: total of pupils.grade must be at most 5

item few "Few pupils" / 「学生不多」
  cites plan 1
  count of pupils must be at most 3
"#;

const AUDIT: &str = "checklists: [pupils.duban]
settings:
  floor: 2
data:
  pupils: pupils.csv
  schools: schools.csv
  visits: visits.csv
";

const PUPILS: &str = "id,name,phone,grade,status,school
A100,赵一,13900000011,1,在读,S1
A200,钱二,13900000022,2,在读,S1
A300,孙三,13900000033,,在读,S2
A400,李四,13900000044,4,休学,S1
A500,周五,13900000055,3,辍学,S9
,吴六,13900000066,3,在读,S1
";

fn files(name: &str) -> std::path::PathBuf {
    folder_with(
        name,
        &[
            ("pupils.duban", CHECKLIST),
            ("audit.yaml", AUDIT),
            ("pupils.csv", PUPILS),
            ("schools.csv", "code,rank\nS1,甲\nS2,乙\n"),
            ("visits.csv", "id,grade\nA100,3\nA200,\nA400,3\nB900,1\n"),
        ],
    )
}

#[test]
fn a_trace_shows_every_step_of_a_verdict() {
    let folder = files("why");
    let mut shown = String::new();
    let asked = [
        ("visited", Some("A100"), "en"),
        ("visited", Some("pupils:2"), "en"),
        ("visited", Some("pupils:3"), "zh"),
        ("visited", Some("pupils:4"), "en"),
        ("visited", Some("学生：5"), "zh"),
        ("agrees", Some("A400"), "en"),
        ("agrees", Some("visits:4"), "zh"),
        ("agrees", Some("pupils:6"), "en"),
        ("grade-sum", Some("S1"), "en"),
        ("grade-sum", Some("S2"), "zh"),
        ("few", None, "en"),
    ];
    for (item, subject, language) in asked {
        let mut arguments = vec!["why", "audit.yaml", item, "--lang", language];
        arguments.extend(subject);
        let done = run_in(&folder, &arguments);
        assert_eq!(done.code, 0, "{item} {subject:?}: {}", done.err);
        shown += &format!("$ duban {}\n{}\n", arguments.join(" "), done.out);
    }
    snapshot("why", &shown);
}

#[test]
fn names_are_masked_unless_they_are_asked_for() {
    let checklist = CHECKLIST.replace(
        "every enrolled where school.rank = 甲 must have a visit by id where grade at least floor",
        "every pupil must have phone starts with \"13\" and name <> \"赵一\"",
    );
    let folder = files("why-masked");
    std::fs::write(folder.join("pupils.duban"), checklist).unwrap();
    for format in ["text", "json"] {
        let arguments = [
            "why",
            "audit.yaml",
            "visited",
            "pupils:1",
            "--format",
            format,
        ];
        let masked = run_in(&folder, &arguments);
        assert_eq!(masked.code, 0, "{}", masked.err);
        assert!(!masked.out.contains("13900000011"), "{}", masked.out);
        assert!(masked.out.contains("赵*"), "{}", masked.out);
        let revealed = run_in(&folder, &[&arguments[..], &["--reveal"]].concat());
        assert!(revealed.out.contains("13900000011"), "{}", revealed.out);
    }
}

#[test]
fn a_trace_is_an_object_for_programs() {
    let folder = files("why-json");
    let done = run_in(
        &folder,
        &["why", "audit.yaml", "visited", "A200", "-f", "json"],
    );
    let json: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let trace = &json["traces"][0];
    assert_eq!(trace["verdict"], "cannot_tell");
    let steps = trace["steps"].as_array().unwrap();
    let roles: Vec<_> = steps
        .iter()
        .map(|step| step["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["population", "condition", "requirement"]);
    assert_eq!(steps[0]["holds"], true);
    assert_eq!(steps[2]["unknown"]["code"], "blank");
    assert_eq!(steps[2]["looked"][0]["undecided"], 1);
}

#[test]
fn what_is_not_there_is_said() {
    let folder = files("why-missing");
    let asked: [&[&str]; 9] = [
        &["visitd", "A100"],
        &["visited", "A101"],
        &["visited", "Z"],
        &["visited", "pupils:99"],
        &["visited", "pupils:0"],
        &["visited", "visits:1"],
        &["visited", "pupil:x"],
        &["visited"],
        &["few", "A100"],
    ];
    let mut shown = String::new();
    for language in ["en", "zh"] {
        for words in asked {
            let arguments = [&["why", "audit.yaml"], words, &["--lang", language]].concat();
            let done = run_in(&folder, &arguments);
            assert_eq!((done.code, done.out.as_str()), (2, ""), "{words:?}");
            shown += &format!("$ duban {}\n{}", arguments.join(" "), done.err);
        }
    }
    snapshot("why-missing", &shown);
}

const BESIDE: &str = r#"checklist schools "Schools" / 「学校」
source plan 方案 "Plan" / 「方案」
dataset schools school 学校 "Schools" / 「学校」
  code 学校代码 : id key
  opened 开学日 : date
  closed 放假日 : date
  share 在校率 : percent
item safe "The building is safe" / 「校舍安全」
  cites plan 1
  ask "Is the building safe?" / 「校舍是否安全？」 of schools
item days "Days are told" / 「报送日期」
  cites plan 2
  every school
  due 2020-05-31: must have opened given
  due 2020-12-31: must have closed given
item last "Not among the last" / 「不在后几名」
  cites plan 3
  schools ranked by share, higher is better, ties share a place
    must not be among the last 1
"#;

/// Answers with who and when, deadlines with their days, places with those of the same value.
#[test]
fn answers_deadlines_and_places_are_shown() {
    let audit = "checklists: [schools.duban]\nas_of: 2020-09-30\ndata:\n  schools: schools.csv\nanswers: answers.csv\n";
    let folder = folder_with(
        "why-beside",
        &[
            ("schools.duban", BESIDE),
            ("audit.yaml", audit),
            (
                "schools.csv",
                "code,opened,closed,share\nS1,2020-03-01,,90%\nS2,,,90%\nS3,2020-03-02,2020-07-01,80%\n",
            ),
            (
                "answers.csv",
                "item,subject,verdict,who,when\nsafe,S1,yes,王一一,2020-09-01\nsafe,S2,no,王一一,2020-09-02\n",
            ),
        ],
    );
    let mut shown = String::new();
    let asked = [
        ("safe", "S1"),
        ("safe", "S2"),
        ("safe", "S3"),
        ("days", "S2"),
        ("last", "S2"),
        ("last", "S3"),
    ];
    for (item, subject) in asked {
        for language in ["en", "zh"] {
            let arguments = ["why", "audit.yaml", item, subject, "--lang", language];
            let done = run_in(&folder, &arguments);
            assert_eq!(done.code, 0, "{item} {subject}: {}", done.err);
            assert!(!done.out.contains("王一一"), "{}", done.out);
            shown += &format!("$ duban {}\n{}\n", arguments.join(" "), done.out);
        }
    }
    snapshot("why-beside", &shown);
}

#[test]
fn rows_that_do_not_meet_the_condition_are_found_by_their_key_though_no_other_row_has_it() {
    let folder = folder_with(
        "why-failing",
        &[
            (
                "t.duban",
                "checklist t \"T\"\n\nsource s \"S\"\n\ndataset pupils pupil\n  id : id\n\ndataset roster\n  id : id\n  grade : integer\n\n\
                 section \"All\"\n  cites s 1\n\nitem a \"A\"\n  every pupil must have a roster by id where grade is 3\n",
            ),
            (
                "audit.yaml",
                "checklists: [t.duban]\nas_of: 2025-12-31\ndata:\n  pupils: {file: p.csv}\n  roster: {file: r.csv}\n",
            ),
            ("p.csv", "id\n001\n002\n003\n"),
            ("r.csv", "id,grade\n001,3\n002,4\n002,5\n003,6\n"),
        ],
    );
    let done = run_in(&folder, &["why", "audit.yaml", "a", "pupils:2"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let told = "for id 002: 2 rows, none of which meets the condition";
    assert!(done.out.contains(told), "{}", done.out);
    assert!(!done.out.contains("003"), "{}", done.out);
}
