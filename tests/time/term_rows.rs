//! Terms whose days are rows of a dataset: each county's own, and what happens where rows are missing, blank or at odds.

use crate::support::Inspect;

const COUNTIES: &str = "dataset counties county 县
  code : id key
dataset schools school 学校
  code : id key
  county : reference to counties
dataset term_dates 学期表
  county 县 : reference to counties
  term 学期 : one of spring 2020春, autumn 2020秋
  opens 开学日 : date
  closes 放假日 : date
  key county, term
calendar terms 校历
  terms from term_dates per county: term, opens, closes
dataset visits visit 走访
  no : id key
  school : reference to schools
  day : date
  term : text
";

/// North keeps to the rules; south opens later; east lacks autumn; west has a blank, an unreadable and a doubled day; nobody
/// wrote anything for far.
const DATES: &str = "county|term|opens|closes
N|spring|2020-03-02|2020-07-10
N|2020秋|2020-09-01|2021-01-15
S|spring|2020-03-16|2020-07-24
S|autumn|2020-09-07|2021-01-22
E|spring|2020-03-02|2020-07-10
W|spring|2020-03-02|
W|autumn|2020-09-xx|2021-01-15";

const SCHOOLS: &str = "code|county\n1|N\n2|S\n3|E\n4|W\n5|F\n6|";

fn visits(declarations: &str, sentence: &str, dates: &str, rows: &str) -> Inspect {
    Inspect::item(declarations, sentence)
        .table("counties", "code\nN\nS\nE\nW\nF")
        .table("schools", SCHOOLS)
        .table("term_dates", dates)
        .table("visits", &format!("no|school|day|term\n{}", rows.trim()))
}

fn judged(sentence: &str, rows: &str) -> (Vec<String>, Vec<String>) {
    let out = visits(COUNTIES, sentence, DATES, rows).run();
    let reasons = out.reasons().into_iter().map(str::to_owned).collect();
    (out.short(), reasons)
}

#[test]
fn each_county_has_its_own_terms() {
    // Met: a and d. On 03-10 the term of the north has begun, that of the south has not.
    let rows =
        "a|1|2020-03-10|\nb|2|2020-03-10|\nc|1|2020-08-01|\nd|2|2020-07-24|\ne|1|2020-07-24|";
    let (found, _) = judged("every visit must have day in term", rows);
    assert_eq!(
        found,
        ["cannot_tell 2", "not_met 3", "not_met 5"],
        "before the first term nothing is known"
    );
    let covers = COUNTIES.replace(
        "closes\ndataset visits",
        "closes\n  covers from 2020-01-01 to 2020-12-31\ndataset visits",
    );
    let out = visits(&covers, "every visit must have day in term", DATES, rows).run();
    assert_eq!(out.short(), ["not_met 2", "not_met 3", "not_met 5"]);
    let (found, _) = judged("every visit must have day in term spring", rows);
    assert_eq!(found, ["not_met 2", "not_met 3", "not_met 5"]);
    let (found, _) = judged("every visit must be term of day = 2020春", rows);
    assert_eq!(found, ["cannot_tell 2", "cannot_tell 3", "cannot_tell 5"]);
}

#[test]
fn what_the_rows_leave_open_cannot_be_told() {
    let rows = "a|3|2020-04-01|\nb|3|2020-10-01|\nc|4|2020-04-01|\nd|4|2020-03-01|\ne|4|2020-12-01|\nf|5|2020-04-01|\ng|6|2020-04-01|\nh|1||";
    let (found, reasons) = judged("every visit must have day in term", rows);
    assert_eq!(
        found,
        [
            "cannot_tell 2",
            "cannot_tell 3",
            "cannot_tell 4",
            "cannot_tell 5",
            "cannot_tell 6",
            "cannot_tell 7",
            "cannot_tell 8",
        ]
    );
    assert_eq!(
        reasons,
        [
            "no_partner",
            "blank",
            "unreadable",
            "blank",
            "no_partner",
            "blank",
            "blank",
        ]
    );
}

#[test]
fn terms_that_overlap_or_end_before_they_begin_prove_nothing() {
    let dates = "county|term|opens|closes
N|spring|2020-03-02|2020-09-10
N|autumn|2020-09-01|2021-01-15
S|spring|2020-07-24|2020-03-16
S|autumn|2020-09-07|2021-01-22
E|spring|2020-03-02|2020-07-10
E|spring|2020-03-09|2020-07-10
E|autumn|2020-09-01|2021-01-15";
    let rows = "a|1|2020-09-05|\nb|1|2020-08-20|\nc|2|2020-04-01|\nd|2|2020-10-01|\ne|3|2020-03-05|\nf|3|2020-10-05|";
    let out = visits(COUNTIES, "every visit must have day in term", dates, rows).run();
    assert_eq!(
        out.short(),
        ["cannot_tell 1", "cannot_tell 3", "cannot_tell 5"]
    );
    assert_eq!(
        out.reasons(),
        ["terms_overlap", "terms_overlap", "ambiguous"]
    );
    // The last day of a term that runs into the next one is doubtful itself.
    let closing = "every visit must have day before closing of spring";
    let out = visits(COUNTIES, closing, dates, rows).run();
    assert_eq!(
        out.reasons(),
        [
            "terms_overlap",
            "terms_overlap",
            "terms_overlap",
            "terms_overlap",
            "ambiguous",
            "ambiguous",
        ]
    );
}

#[test]
fn a_term_has_the_opening_and_closing_of_the_county() {
    let rows = "a|1|2020-07-30|spring\nb|2|2020-07-30|2020春\nc|2|2020-08-14|spring\nd|4|2020-07-20|spring\ne|1|2020-07-12|2019秋\nf|1|2020-07-12|";
    let named = "every visit must have day within 20 days after closing of spring";
    let (found, reasons) = judged(named, rows);
    assert_eq!(found, ["not_met 3", "cannot_tell 4"]);
    assert_eq!(reasons, ["blank"]);
    let own = "every visit must have day within 20 days after closing of visit.term";
    let own = own.replace("visit.term", "term");
    let (found, reasons) = judged(&own, rows);
    assert_eq!(
        found,
        [
            "not_met 3",
            "cannot_tell 4",
            "cannot_tell 5",
            "cannot_tell 6"
        ]
    );
    assert_eq!(reasons, ["blank", "no_table_row", "blank"]);
    let (found, _) = judged("every visit must be next term of term = autumn", rows);
    assert_eq!(found, ["cannot_tell 5", "cannot_tell 6"]);
}

#[test]
fn the_cells_of_the_term_are_part_of_the_proof() {
    let rows = "a|1|2020-07-31|";
    let named = "every visit must have day within 20 days after closing of spring";
    let out = visits(COUNTIES, named, DATES, rows).run();
    let cells = out.findings()[0]["cells"].as_array().unwrap();
    let values: Vec<&str> = cells.iter().filter_map(|c| c["value"].as_str()).collect();
    assert!(values.contains(&"2020-07-10"), "{values:?}");
}

#[test]
fn terms_may_be_the_same_for_everybody() {
    let declarations = COUNTIES
        .replace("  county 县 : reference to counties\n  term", "  term")
        .replace("key county, term", "key term")
        .replace("term_dates per county:", "term_dates:");
    let dates = "term|opens|closes\nspring|2020-03-02|2020-07-10\nautumn|2020-09-01|2021-01-15";
    let rows = "a|1|2020-03-10|\nb|2|2020-08-10|\nc|6|2020-09-10|\nd|6|2021-01-16|";
    let out = visits(
        &declarations,
        "every visit must have day in term",
        dates,
        rows,
    )
    .run();
    assert_eq!(out.short(), ["not_met 2", "cannot_tell 4"]);
}

#[test]
fn rows_inside_of_rows_have_the_terms_of_their_own_county() {
    let rows =
        "a|1|2020-03-10|\nb|2|2020-03-10|\nc|1|2020-08-01|\nd|2|2020-08-01|\ne|3|2020-03-02|";
    let sentence = "every school must have at least 1 visit by school where day is in term";
    let out = visits(COUNTIES, sentence, DATES, rows).run();
    assert_eq!(
        out.short(),
        ["cannot_tell 2", "not_met 4", "not_met 5", "not_met 6"]
    );
}

#[test]
fn both_vocabularies_give_the_same() {
    let text = "检查清单 t 「测试」 / \"Test\"
文件 law 「法」 / \"Law\"
数据集 县表
  代码 : 编号 主键
数据集 走访
  号 : 编号 主键
  县 : 引用 县表
  日 : 日期
数据集 学期表
  县 : 引用 县表
  学期名 : 取值 2020春、2020秋
  开学日 : 日期
  放假日 : 日期
  主键 县、学期名
校历 本县校历
  学期取自 学期表 各 县：学期名、开学日、放假日
检查项 i 「项」 / \"Item\"
  依据 law 1
  每次 走访 应 日 在学期内
检查项 j 「项」 / \"Item\"
  依据 law 1
  每次 走访 应有 日 不晚于 2020春 的放假日
";
    let out = Inspect::checklist(text)
        .table("县表", "代码\n甲\n乙")
        .table("走访", "号|县|日\n1|甲|2020-03-10\n2|乙|2020-08-10\n3|丙|2020-03-10")
        .table(
            "学期表",
            "县|学期名|开学日|放假日\n甲|2020春|2020-03-02|2020-07-10\n甲|2020秋|2020-09-01|2021-01-15\n乙|2020春|2020-03-02|2020-07-10\n乙|2020秋|2020-09-01|2021-01-15",
        )
        .run();
    assert_eq!(
        out.short(),
        ["not_met 2", "cannot_tell 3", "not_met 2", "cannot_tell 3"]
    );
}

const NOTES: &str = "dataset notes note 周报
  school : reference to schools
  sent : date
  sender school
  submitted on sent
dataset summaries summary 小结
  school : reference to schools
  term : text
  sent : date
  sender school
  period term
  submitted on sent
";

fn owed(sentence: &str, dataset: &str, rows: &str) -> Vec<String> {
    let out = Inspect::item(&format!("{COUNTIES}{NOTES}"), sentence)
        .table("counties", "code\nN\nS\nE\nW\nF")
        .table("schools", "code|county\n1|N\n2|S\n3|E\n5|F")
        .table("term_dates", DATES)
        .table(dataset, rows)
        .argument("--as-of")
        .argument("2020-12-31")
        .run();
    out.short()
}

#[test]
fn a_week_is_owed_where_it_lies_in_a_term_of_the_county() {
    // From 03-05 on the north is in term, the south from 03-16 on; nobody wrote down the terms of far.
    let sentence = "every school must submit notes each week from 2020-03-02 to 2020-03-16 no later than Thursday, in term only";
    let rows = "school|sent\n2|2020-03-17\n5|2020-03-03";
    assert_eq!(
        owed(sentence, "notes", rows),
        [
            "not_met 1|2020-W10 missing",
            "not_met 3|2020-W10 missing",
            "not_met 1|2020-W11 missing",
            "not_met 3|2020-W11 missing",
            "cannot_tell 5|2020-W11 missing",
            "not_met 1|2020-W12 missing",
            "not_met 3|2020-W12 missing",
            "cannot_tell 5|2020-W12 missing",
        ]
    );
}

#[test]
fn a_term_is_owed_until_its_own_end() {
    let sentence = "every school must submit summaries each term no later than the last day";
    let rows = "school|term|sent\n1|spring|2020-07-20\n2|2020春|2020-07-20\n3|spring|2020-07-10\n5|spring|2020-07-10";
    // The autumn terms end in January: not due yet, but nobody knows when that of the east ends.
    assert_eq!(
        owed(sentence, "summaries", rows),
        [
            "not_met 1|spring late",
            "cannot_tell 5|spring late",
            "cannot_tell 3|autumn missing",
            "cannot_tell 5|autumn missing",
        ]
    );
    // Without a column for the period a summary counts for the term of the county that its day lies in.
    let sentence = "every school must submit notes each term no later than day 10, the day itself does not count";
    let rows = "school|sent\n1|2020-03-10\n2|2020-03-20\n3|2020-03-11";
    assert_eq!(
        owed(sentence, "notes", rows),
        [
            "not_met 3|spring late",
            "cannot_tell 5|spring missing",
            "not_met 1|autumn missing",
            "not_met 2|autumn missing",
            "cannot_tell 3|autumn missing",
            "cannot_tell 5|autumn missing",
        ]
    );
}

#[test]
fn working_days_need_the_days_that_the_calendar_covers() {
    let sentence = "every visit must have day on or before 2 working days after opening of spring";
    let sentence = sentence.replace(
        "on or before 2 working days after",
        "within 2 working days after",
    );
    let covers = COUNTIES.replace(
        "closes\ndataset visits",
        "closes\n  holiday 2020-03-03\n  covers from 2020-01-01 to 2020-12-31\ndataset visits",
    );
    let rows =
        "a|1|2020-03-05|\nb|1|2020-03-06|\nc|2|2020-03-18|\nd|2|2020-03-19|\ne|5|2020-03-05|";
    let out = visits(&covers, &sentence, DATES, rows).run();
    assert_eq!(out.short(), ["not_met 2", "not_met 4", "cannot_tell 5"]);
}

#[test]
fn the_list_of_terms_is_named_where_it_has_no_row() {
    let out = visits(
        COUNTIES,
        "every visit must have day on or after opening of autumn",
        DATES,
        "a|3|2020-10-01|\nb|5|2020-10-01|\nc|9|2020-10-01|",
    )
    .run();
    let said: Vec<&str> = (out.findings().iter())
        .map(|finding| finding["reasons"][0]["text"].as_str().unwrap())
        .collect();
    assert_eq!(
        said,
        [
            "term_dates has no row of county E, term autumn",
            "term_dates has no row of county F, term autumn",
            "school has no partner row",
        ]
    );
    let key = &out.findings()[0]["searched"][0]["key"];
    assert_eq!(
        (key["county"].as_str(), key["term"].as_str()),
        (Some("E"), Some("autumn"))
    );
}
