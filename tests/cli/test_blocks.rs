//! Tests in checklists: every verdict that can be expected, what a failing one says, and what tests do not reach.

use super::{folder_with, run_in, snapshot};

const CHECKLIST: &str = r#"checklist pupils "Pupils" / 「学生」
source plan 方案 "Plan" / 「方案」
setting floor 下限 : number

dataset pupils pupil 学生 "Pupils" / 「学生」
  id 编号 : id key
  grade 年级 : integer
  status 状态 : one of 在读, 休学
  born 出生日期 : date
dataset visits visit 家访 "Visits" / 「家访」
  id 编号 : id key
  grade 年级 : integer
dataset payments payment 缴费 "Payments" / 「缴费」
  pupil 学生编号 : reference to pupils
  place 地点 : text

table fee 收费标准 "Fee" / 「收费标准」
  cites plan 2
  status | amount
  在读   | 10 yuan
  休学   | 0 yuan

item visited "Suspended pupils are visited" / 「休学学生有家访」
  cites plan 1
  every pupil where status = 休学 must have a visit by id

item agrees "Both lists agree" / 「两份名单一致」
  cites plan 1
  pupils matches visits by id comparing grade
    explained where pupils.status = 休学

item of-age "Pupils are of age" / 「学生满六周岁」
  cites plan 1
  every pupil must have age of born on as_of at least floor

item free "Pupils pay nothing" / 「学生不收费」
  cites plan 2
  every pupil must have fee(status) at most 5 yuan

item known-place "Payments say where" / 「缴费注明地点」
  cites plan 2
  every payment must have place given

item grade-of-place "One grade a place" / 「每处一个年级」
  cites plan 2
  count of pupils must be at most 3
"#;

const TESTS: &str = r#"use "pupils"

test "visits"
  given pupils
    id | grade | status
    A  | 1     | 休学      # visited
    B  | 1     | 休学
    C  | 1     | 在读
    D  | 1     |
    E  | 1     | "辍 | 学"
  given visits
    id
    A
  expect visited finds B
  expect visited cannot tell D, E
  expect visited passes A
  expect visited does not apply to C
  expect visited is not met

test "lists"
  given pupils
    id | grade | status
    A  | 1     | 在读
    B  | 1     | 在读
    C  | 2     | 休学
    D  |       | 在读
    E  | 3     | 在读
       | 3     | 在读
  given visits
    id | grade
    A  | 1
    B  | 2
    D  | 2
    F  | 1
  expect agrees finds B (differs in grade), E (not in visits), F (not in pupils)
  expect agrees excuses C
  expect agrees cannot tell D, row 6
  expect agrees passes A

test "age" / 「年龄」
  as of 2020-09-01
  set floor = 6
  given pupils
    id | born
    A  | 2014-09-01
    B  | 2014-09-02
    C  |
  expect of-age passes A
  expect of-age finds B
  expect of-age cannot tell C

test "a floor that nobody set"
  as of 2020-09-01
  given pupils
    id | born
    A  | 2014-09-01
  expect of-age cannot tell A
  expect of-age is cannot tell

test "fees"
  given pupils
    id | status
    A  | 在读
    B  | 休学
    C  |
  expect free finds A
  expect free cannot tell C
  expect grade-of-place finds nothing
  expect grade-of-place is met

test "too many"
  given pupils
    id
    A
    B
    C
    D
  expect grade-of-place is not met

test "nobody"
  as of 2020-09-01
  set floor = 6
  expect of-age is nothing to judge
  expect pupils/free is nothing to judge

test "rows without a key"
  given payments
    place
    甲
    /
  expect known-place finds row 2
  expect known-place passes row 1
"#;

#[test]
fn each_verdict_can_be_expected() {
    let files = [("pupils.duban", CHECKLIST), ("pupils.test.duban", TESTS)];
    let folder = folder_with("test-blocks", &files);
    let done = run_in(&folder, &["test", ".", "--coverage", "--min", "100%"]);
    assert_eq!(done.err, "8 tests: 8 passed, 0 failed\n", "{}", done.out);
    assert_eq!(done.code, 0, "{}", done.out);
    let alone = run_in(&folder, &["test", "pupils.test.duban"]);
    assert_eq!((alone.code, alone.out.as_str()), (0, ""));
    // Without these the checklist itself has no tests.
    let none = run_in(&folder, &["test", "pupils.duban"]);
    assert_eq!(none.code, 0);
    assert_eq!(none.err, "no tests: nothing was tested\n");
}

#[test]
fn tests_of_a_region_do_not_see_what_a_county_sets() {
    let region = r#"checklist region "Region" / 「自治区」
source plan "Plan" / 「方案」
setting promptly 及时 : days, smaller is stricter = 30
setting often 次数 : number, larger is stricter
dataset visits visit 家访
  code 代码 : id key
  announced 登记日期 : date
  day 日期 : date
  times 次 : integer
item prompt "Prompt" / 「及时」
  cites plan 1
  every visit must have day no later than promptly after announced
item frequent "Often" / 「多次」
  cites plan 2
  every visit must have times at least often
"#;
    let county = "checklist county \"County\" / 「县」\nadopt \"region\"\nsetting promptly = 20 days\nsetting often = 2\nitem own \"Own\" / 「自有」\n  cites plan 3\n  every visit must have code given\n";
    let given = "  given visits\n    code | announced | day | times\n    a | 2020-01-01 | 2020-01-25 | 1\n    b | 2020-01-01 | 2020-01-28 | 1\n";
    let of_region = format!(
        "use \"region\"\ntest \"t\" / 「测」\n{given}  expect prompt passes a\n  expect frequent cannot tell a, b\n"
    );
    let of_county = format!(
        "use \"county\"\ntest \"t\" / 「测」\n{given}  expect region/prompt finds a, b\n  expect region/frequent finds a, b\n  expect own passes a\n"
    );
    let files = [
        ("region.duban", region),
        ("region.test.duban", &of_region),
        ("county.duban", county),
        ("county.test.duban", &of_county),
    ];
    let folder = folder_with("test-layers", &files);
    let done = run_in(&folder, &["test", "."]);
    assert_eq!(done.err, "2 tests: 2 passed, 0 failed\n", "{}", done.out);
    // What came along from the region is counted with the tests of the region.
    let done = run_in(&folder, &["test", "county.test.duban", "--coverage"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(
        !done.out.contains("region:") && done.out.contains("county:"),
        "{}",
        done.out
    );
    let both = run_in(&folder, &["test", ".", "--coverage"]);
    assert!(
        both.out.contains("region:") && both.out.contains("county:"),
        "{}",
        both.out
    );
}

#[test]
fn a_file_of_tests_is_checked_with_its_checklist() {
    let folder = folder_with(
        "test-blocks-check",
        &[("pupils.duban", CHECKLIST), ("pupils.test.duban", TESTS)],
    );
    let done = run_in(&folder, &["check", ".", "--strict"]);
    assert_eq!(done.code, 0, "{}{}", done.out, done.err);
}

#[test]
fn a_failing_test_says_what_came_out_and_why() {
    let tests = r#"use "pupils"
test "visits" / 「家访」
  given pupils
    id | grade | status
    A  | 1     | 休学
    B  | 1     | 在读
    C  | 1     |
  given visits
    id | grade
    B  | 2
  expect visited finds B, Z
  expect visited is met
  expect visited passes A
  expect agrees finds B (not in visits)
  expect agrees finds nothing
  expect free is awaiting
"#;
    let folder = folder_with(
        "test-blocks-failing",
        &[("pupils.duban", CHECKLIST), ("a.test.duban", tests)],
    );
    let mut shown = String::new();
    for language in ["en", "zh"] {
        let arguments = ["test", "a.test.duban", "--coverage", "--lang", language];
        let done = run_in(&folder, &arguments);
        assert_eq!(done.code, 1);
        shown += &format!("{}{}\n", done.out, done.err);
    }
    let json = run_in(
        &folder,
        &["test", "a.test.duban", "--coverage", "-f", "json"],
    );
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["failed"], 1);
    assert_eq!(json["tests"][0]["failures"][0]["line"], 11);
    assert_eq!(
        json["coverage"]["checklists"][0]["items"][0]["id"],
        "visited"
    );
    snapshot("test-blocks", &shown);
}

#[test]
fn the_chinese_vocabulary_says_the_same() {
    let english = r#"use "pupils"
test "visits" / 「家访」
  as of 2020-09-01
  set floor = 6
  given pupils
    id | grade | status | born
    A  | 1     | 休学   | 2014-09-01
    B  | 1     | 在读   | 2014-09-02
    C  | 1     |        |
  given visits
    id | grade
    B  | 2
  expect visited finds B, C
  expect visited cannot tell A
  expect visited does not apply to A
  expect visited passes A
  expect of-age finds A
  expect agrees finds B (not in visits), A (not in visits)
  expect agrees excuses B (differs in grade), B (repeated in visits)
  expect agrees awaits row 3
  expect agrees finds nothing
  expect free is met
  expect free is cannot tell
  expect free is awaiting
  expect free is nothing to judge
"#;
    let chinese = r#"使用 「pupils」
测试 「家访」 / "visits"
  评估日 2020年9月1日
  设 下限 = 6
  给定 学生
    编号 ｜ 年级 ｜ 状态 ｜ 出生日期
    A  ｜ 1    ｜ 休学   ｜ 2014-09-01
    B  | 1     | 在读   | 2014-09-02
    C  | 1     |        |
  给定 家访
    编号 | 年级
    B  | 2
  期望 visited 发现 B、C
  期望 visited 无法判断 A
  期望 visited 不适用于 A
  期望 visited 通过 A
  期望 of-age 发现 A
  期望 agrees 发现 B（不在 家访 中）、A（不在 家访 中）
  期望 agrees 例外 B（年级 不同）、B（在 家访 中重复）
  期望 agrees 待答复 记录 3
  期望 agrees 无发现
  期望 free 为符合
  期望 free 为 无法判断
  期望 free 为待答复
  期望 free 为 无可判断
"#;
    let folder = folder_with(
        "test-blocks-chinese",
        &[
            ("pupils.duban", CHECKLIST),
            ("en.test.duban", english),
            ("zh.test.duban", chinese),
        ],
    );
    let came_out = |file: &str| {
        let done = run_in(&folder, &["test", file, "--lang", "zh", "-f", "json"]);
        let json: serde_json::Value = serde_json::from_str(&done.out).unwrap();
        let failures = json["tests"][0]["failures"].as_array().unwrap().clone();
        let each = failures.iter().map(|f| f["came_out"].to_string());
        each.collect::<Vec<_>>()
    };
    let english = came_out("en.test.duban");
    assert!(english.len() > 8, "{english:#?}");
    assert_eq!(english, came_out("zh.test.duban"));
}
