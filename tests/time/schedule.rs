//! Deliveries owed: missing, late, not due yet, undecided; per week, month, quarter, term; to several recipients.

use crate::support::Inspect;

pub(super) const REPORTS: &str = "dataset counties county 县
  code : id key
  active : yes or no
  office : text
dataset reports report 月报
  no : id key
  from_county : reference to counties
  to_office : one of planning 规划科, bureau 教育局
  month : text
  sent : date
  sender from_county
  recipient to_office
  period month
  submitted on sent
";

pub(super) fn monthly(sentence: &str, counties: &str, reports: &str) -> Inspect {
    Inspect::item(REPORTS, sentence)
        .table(
            "counties",
            &format!("code|active|office\n{}", counties.trim()),
        )
        .table(
            "reports",
            &format!("no|from_county|to_office|month|sent\n{}", reports.trim()),
        )
}

const MONTHLY: &str = "every county must submit reports to planning each month from 2020-03 to 2020-05 no later than day 18";

#[test]
fn a_report_is_there_late_or_missing() {
    let reports = "1|A|planning|2020-03|2020-03-18\n2|A|规划科|2020年4月|2020-04-19\n3|A|bureau|2020-05|2020-05-10\n4|B|planning|202003|2020-03-19\n5|B|planning|2020-03|2020-03-17\n6|B|planning|2020-04|2020-04-01\n7|B|planning|2020-05|2020-05-18";
    let out = monthly(MONTHLY, "A||\nB||", reports).run();
    assert_eq!(out.counts(), [6, 4, 2, 0, 0, 0]);
    assert_eq!(
        out.short(),
        [
            "not_met A|planning|2020-04 late",
            "not_met A|planning|2020-05 missing"
        ]
    );
    let [late, missing] = out.findings() else {
        panic!("{:?}", out.findings());
    };
    assert_eq!(late["subject"]["kind"], "slot");
    let key: Vec<&String> = late["subject"]["key"].as_object().unwrap().keys().collect();
    assert_eq!(key, ["sender", "recipient", "period"]);
    assert_eq!(late["expected"]["text"], "2020-04-18");
    assert_eq!(late["actual"]["text"], "2020-04-19");
    assert_eq!(
        late["message"],
        "reports for 2020-04 to planning came late, due by 2020-04-18; found 2020-04-19"
    );
    assert_eq!(
        missing["message"],
        "no reports for 2020-05 to planning, due by 2020-05-18"
    );
    assert_eq!(missing["searched"][0]["dataset"], "reports");
    assert_eq!(missing["searched"][0]["rows"], 7);
}

#[test]
fn what_is_not_due_yet_is_not_judged() {
    let sentence = "every county must submit reports to planning each month from 2020-08 to 2020-12 no later than day 18";
    let out = monthly(sentence, "A||", "1|A|planning|2020-08|2020-08-01").run();
    assert_eq!(out.counts(), [5, 1, 1, 0, 3, 0]);
    assert_eq!(out.short(), ["not_met A|planning|2020-09 missing"]);
    // On the last day itself it is due; when that day does not count, the day before was the last.
    let last = "every county must submit reports to planning each month from 2020-09 to 2020-10 no later than day 30";
    assert_eq!(monthly(last, "A||", "").run().counts(), [2, 0, 1, 0, 1, 0]);
    let without = "every county must submit reports to planning each month from 2020-09 to 2020-10 no later than day 1 of the next month, the day itself does not count";
    assert_eq!(
        monthly(without, "A||", "1|A|planning|2020-09|2020-10-01")
            .run()
            .short(),
        ["not_met A|planning|2020-09 late"]
    );
}

#[test]
fn the_day_itself_counts_unless_it_is_said_not_to() {
    let reports = "1|A|planning|2020-03|2020-03-18\n2|A|planning|2020-04|2020-04-17\n3|A|planning|2020-05|2020-05-18";
    let said = format!("{MONTHLY}, the day itself counts");
    assert_eq!(
        monthly(&said, "A||", reports).run().counts(),
        [3, 3, 0, 0, 0, 0]
    );
    assert_eq!(
        monthly(MONTHLY, "A||", reports).run().counts(),
        [3, 3, 0, 0, 0, 0]
    );
    let not = format!("{MONTHLY}, the day itself does not count");
    assert_eq!(
        monthly(&not, "A||", reports).run().short(),
        [
            "not_met A|planning|2020-03 late",
            "not_met A|planning|2020-05 late"
        ]
    );
}

#[test]
fn each_recipient_is_owed_by_itself_and_findings_come_by_period_then_sender() {
    let sentence = "every county must submit reports to planning, bureau each month from 2020-03 to 2020-04 no later than day 18";
    let out = monthly(sentence, "A||\nB||", "1|B|planning|2020-03|2020-03-01").run();
    assert_eq!(out.counts(), [8, 1, 7, 0, 0, 0]);
    assert_eq!(
        out.short(),
        [
            "not_met A|planning|2020-03 missing",
            "not_met A|bureau|2020-03 missing",
            "not_met B|bureau|2020-03 missing",
            "not_met A|planning|2020-04 missing",
            "not_met A|bureau|2020-04 missing",
            "not_met B|planning|2020-04 missing",
            "not_met B|bureau|2020-04 missing",
        ]
    );
}

#[test]
fn what_cannot_be_told_is_said_once_with_its_reason() {
    // A blank recipient may be the one; a blank day may be in time; a sender without code owes something nobody can find.
    let reports = "1|A||2020-03|2020-03-01\n2|A|planning|2020-04|\n3|A|planning||2020-05-01\n4|B|planning|2020-03|2020-03-01\n5|B|planning|2020-04|2020-04-01\n6|B|planning|2020-05|2020-05-01";
    let out = monthly(MONTHLY, "A||\nB||\n|yes|", reports).run();
    assert_eq!(out.counts(), [9, 3, 0, 6, 0, 0]);
    assert_eq!(
        out.short(),
        [
            "cannot_tell A|planning|2020-03 missing",
            "cannot_tell |planning|2020-03 missing",
            "cannot_tell A|planning|2020-04 late",
            "cannot_tell |planning|2020-04 missing",
            "cannot_tell A|planning|2020-05 missing",
            "cannot_tell |planning|2020-05 missing",
        ]
    );
    assert_eq!(
        out.reasons(),
        ["blank", "no_key", "blank", "no_key", "blank", "no_key"]
    );
}

#[test]
fn senders_outside_the_condition_owe_nothing_and_undecided_ones_cannot_be_told() {
    let sentence = MONTHLY.replace("every county", "every county where active is yes");
    let out = monthly(&sentence, "A|yes|\nB|no|\nC||", "").run();
    assert_eq!(out.counts(), [9, 0, 3, 3, 3, 0]);
    let none = monthly(&sentence, "B|no|", "").run();
    assert_eq!(none.outcome(), "nothing_to_judge");
    let population = format!("{REPORTS}population working = counties where active is yes\n");
    let sentence = MONTHLY.replace("every county", "every working");
    let out = Inspect::item(&population, &sentence)
        .table("counties", "code|active|office\nA|yes|\nB|no|\nC||")
        .table("reports", "no|from_county|to_office|month|sent\n")
        .run();
    assert_eq!(out.counts(), [6, 0, 3, 3, 0, 0]);
}

#[test]
fn a_file_that_is_missing_stops_the_item_with_one_finding() {
    let out = Inspect::item(REPORTS, MONTHLY)
        .table("counties", "code|active|office\nA||\nB||")
        .run();
    assert_eq!(out.outcome(), "cannot_tell");
    assert_eq!(out.findings().len(), 1);
    assert_eq!(out.reasons(), ["dataset_missing"]);
}

#[test]
fn a_recipient_may_be_a_value_of_the_sender() {
    let declarations = REPORTS.replace("one of planning 规划科, bureau 教育局", "text");
    let sentence = "every county must submit reports to office, \"bureau\" each quarter from 2020-01 to 2020-06";
    let out = Inspect::item(&declarations, sentence)
        .table("counties", "code|active|office\nA||north\nB||south\nC||")
        .table(
            "reports",
            "no|from_county|to_office|month|sent\n1|A|north|2020-Q1|2020-03-31\n2|B|north|2020年第二季度|2020-06-30\n3|B|bureau|2020Q1|2020-01-01\n4|B|south|2020年1季度|2020-03-01\n5|B|bureau|2020-Q2|2020-06-01\n6|B|south|2020-Q2|2020-06-30\n7|A|bureau|2020-Q1|2020-03-31\n8|C|bureau|2020-Q1|2020-03-31\n9|C|bureau|2020-Q2|2020-06-30",
        )
        .run();
    assert_eq!(
        out.short(),
        [
            "cannot_tell C||2020-Q1 missing",
            "not_met A|north|2020-Q2 missing",
            "not_met A|bureau|2020-Q2 missing",
            "cannot_tell C||2020-Q2 missing",
        ]
    );
}

const WEEKLY: &str = "calendar terms
  term spring 2020春 from 2020-03-02 to 2020-03-22
  term autumn 2020秋 from 2020-08-31 to 2020-09-13
dataset schools school 学校
  code : id key
dataset notes note 周报
  school : reference to schools
  sent : date
  sender school
  submitted on sent
";

pub(super) fn weekly(sentence: &str, notes: &str) -> Inspect {
    Inspect::item(WEEKLY, sentence)
        .table("schools", "code\nA\nB")
        .table("notes", &format!("school|sent\n{}", notes.trim()))
}

#[test]
fn without_a_period_column_a_report_counts_for_the_week_its_day_lies_in() {
    let sentence = "every school must submit notes each week from 2020-03-02 to 2020-03-15 no later than Thursday";
    let notes = "A|2020-03-05\nA|2020-03-13\nB|2020-03-06\nB|2020-03-02\nB|";
    let out = weekly(sentence, notes).run();
    assert_eq!(
        out.short(),
        ["not_met A|2020-W11 late", "cannot_tell B|2020-W11 missing"]
    );
    assert_eq!(out.counts(), [4, 2, 1, 1, 0, 0]);
    assert_eq!(out.reasons(), ["blank"]);
    let remark = "every school must submit notes each week from 2020-03-02 to 2020-03-15";
    let text = String::from_utf8(weekly(remark, notes).output("text").stdout).unwrap();
    assert!(
        text.contains("1 row of notes could not be matched"),
        "{text}"
    );
}

#[test]
fn weeks_outside_of_terms_owe_nothing_when_it_says_so() {
    let sentence = "every school must submit notes each week from 2020-03 to 2020-09 no later than Thursday, in term only";
    let out = weekly(sentence, "").run();
    // Three weeks of spring, two of autumn.
    assert_eq!(out.counts(), [10, 0, 10, 0, 0, 0]);
    let whole = "every school must submit notes each week no later than Thursday, in term only";
    assert_eq!(weekly(whole, "").run().counts(), [10, 0, 10, 0, 0, 0]);
}

#[test]
fn terms_are_periods_too() {
    let sentence = "every school must submit notes each term no later than the last day";
    let out = weekly(sentence, "A|2020-03-22\nB|2020-03-23\nB|2020-09-01").run();
    assert_eq!(
        out.short(),
        ["not_met B|spring missing", "not_met A|autumn missing"]
    );
}

#[test]
fn at_least_so_many_in_each_period() {
    let declarations = format!("{WEEKLY}setting often 次数 : number\n");
    let notes = "school|sent\nA|2020-03-05\nA|2020-03-13\nB|2020-03-05";
    let run = |sentence: &str, setting: &str| {
        Inspect::item(&declarations, sentence)
            .table("schools", "code\nA\nB")
            .table("notes", notes)
            .audit(setting)
            .run()
    };
    let out = run(
        "every school must have at least 2 notes each month from 2020-03 to 2020-03",
        "",
    );
    assert_eq!(out.short(), ["not_met B|2020-03 missing"]);
    let often = "every school must have at least often notes each month from 2020-03 to 2020-03";
    assert_eq!(
        run(often, "settings: {often: 2}").counts(),
        [2, 1, 1, 0, 0, 0]
    );
    let unset = run(often, "");
    assert_eq!(unset.reasons(), ["setting_unset"]);
    assert_eq!(unset.findings().len(), 1);
}

#[test]
fn chinese_sentences_give_the_same_findings_in_chinese() {
    let text = "检查清单 t 「测试」 / \"Test\"
文件 law 「法」 / \"Law\"
数据集 县
  代码 : 编号 主键
数据集 月报
  县 : 引用 县
  收 : 文本
  期 : 文本
  日 : 日期
  报送方 县
  接收方 收
  期次 期
  报送日 日
检查项 i 「项」 / \"Item\"
  依据 law 1
  每个 县 应 向 「规划科」 报送 月报 每月 自 2020年3月 至 2020年4月 不晚于 18日，当日计入
";
    let out = Inspect::checklist(text)
        .table("县", "代码\n甲")
        .table("月报", "县|收|期|日\n甲|规划科|2020年3月|2020-03-20")
        .run();
    assert_eq!(
        out.short(),
        [
            "not_met 甲|规划科|2020-03 late",
            "not_met 甲|规划科|2020-04 missing"
        ]
    );
    assert_eq!(
        out.findings()[0]["message"],
        "2020年3月向规划科报送的月报迟报（截止 2020-03-18）；实际为 2020-03-20"
    );
    assert_eq!(
        out.findings()[1]["message"],
        "2020年4月应向规划科报送的月报缺报（截止 2020-04-18）"
    );
}

/// What another command prints about the same files.
fn printed(inspect: &Inspect, arguments: &[&str]) -> String {
    // A run writes the audit file.
    inspect.output("json");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_duban"))
        .env("LC_ALL", "C")
        .current_dir(inspect.folder())
        .args(arguments)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn what_is_owed_can_be_listed_with_its_due_days() {
    let sentence = "every county where active is yes must submit reports to planning, bureau each month from 2020-09 to 2020-10 no later than day 18";
    let inspect = monthly(sentence, "A|yes|\nB|no|\nC||", "");
    assert_eq!(
        printed(
            &inspect,
            &[
                "explain",
                "t.duban",
                "i",
                "--expected",
                "audit.yaml",
                "--lang",
                "en"
            ]
        ),
        "sender,recipient,period,due,state
A,planning 规划科,2020-09,2020-09-18,due
A,bureau 教育局,2020-09,2020-09-18,due
C,planning 规划科,2020-09,2020-09-18,cannot tell
C,bureau 教育局,2020-09,2020-09-18,cannot tell
A,planning 规划科,2020-10,2020-10-18,not yet due
A,bureau 教育局,2020-10,2020-10-18,not yet due
C,planning 规划科,2020-10,2020-10-18,cannot tell
C,bureau 教育局,2020-10,2020-10-18,cannot tell
"
        .replace(" 规划科", "")
        .replace(" 教育局", "")
    );
}

#[test]
fn a_schedule_is_explained_with_what_was_taken() {
    let inspect = monthly(MONTHLY, "A||", "");
    let english = printed(&inspect, &["explain", "t.duban", "i", "--lang", "en"]);
    for said in [
        "each month that begins from 2020-03-01 to 2020-05-31, it owes reports to planning; it is in time until day 18 of the period; that day itself counts, as the sentence does not say otherwise.",
        "What is not due yet on the day of the inspection is not judged",
    ] {
        assert!(english.contains(said), "{english}");
    }
    let chinese = printed(&inspect, &["explain", "t.duban", "i", "--lang", "zh"]);
    assert!(chinese.contains("每月应向"), "{chinese}");
    assert!(
        chinese.contains("截止本期第18日，句中未说明，当日计入。"),
        "{chinese}"
    );
}

#[test]
fn what_is_submitted_without_a_day_is_due_on_the_last_of_its_period() {
    let reports = "1|A|planning|2020-03|2020-05-01\n2|A|planning|2020-04|2020-04-30\n3|A|planning|2020-05|2021-05-01\n4|B|planning|2020-03|";
    let each = "each month from 2020-03 to 2020-05";
    for to in ["", " to planning"] {
        let sentence = format!("every county must submit reports{to} {each}");
        let out = monthly(&sentence, "A||\nB||", reports).run();
        let said = monthly(
            &format!("{sentence} no later than the last day"),
            "A||\nB||",
            reports,
        );
        assert_eq!(out.short(), said.run().short());
        assert_eq!(out.counts(), [6, 1, 4, 1, 0, 0]);
        assert_eq!(out.short().len(), 5);
        assert!(
            out.short()[0].ends_with("2020-03 late"),
            "{:?}",
            out.short()
        );
    }
    // A number of them only counts.
    let sentence = format!("every county must have at least 1 reports {each}");
    let out = monthly(&sentence, "A||\nB||", reports).run();
    assert_eq!(out.counts(), [6, 4, 2, 0, 0, 0]);
    // Without the column of the day nothing but this can be asked.
    let declarations = REPORTS.replace("  submitted on sent\n", "");
    let sentence = format!("every county must submit reports {each}");
    let out = Inspect::item(&declarations, &sentence)
        .table("counties", "code|active|office\nA||\nB||")
        .table(
            "reports",
            &format!("no|from_county|to_office|month|sent\n{reports}"),
        )
        .run();
    assert_eq!(out.counts(), [6, 4, 2, 0, 0, 0]);
}
