//! Calendars, schedules, duties that an event sets off, trends: what is written, and what comes out.

mod calendar;
mod deliveries;
mod report;
mod schedule;
mod term_rows;
mod trend;

use crate::syntax::{all_same, same_file};

fn same(pairs: &[(&str, &str)]) {
    let pairs: Vec<(String, String)> = pairs
        .iter()
        .map(|(en, zh)| ((*en).to_owned(), (*zh).to_owned()))
        .collect();
    all_same(&pairs);
}

#[test]
fn a_calendar_is_the_same_in_both_vocabularies() {
    same_file(
        "calendar school_calendar 校历 \"Terms\" / 「学期」
  term spring-2020 2020春 from 2020-03-02 to 2020-07-10
  stage self-check 自查 from 2020-03-01 to 2020-05-31
  holiday \"Labour Day\" / 「劳动节」 from 2020-05-01 to 2020-05-05
  holiday 2020-06-25
  working day 2020-05-09, 2020-06-28
  covers from 2020-01-01 to 2020-12-31

dataset 周报
  county : text
  sender county
  recipient 收
  period 周
  submitted on 日

measure 辍学率 per 乡镇 each month of 登记日 = count of 学生
",
        "校历 school_calendar 校历 \"Terms\" / 「学期」
  学期 spring-2020 2020春 自 2020年3月2日 至 2020-07-10
  阶段 self-check 自查 自 2020-03-01 至 2020-05-31
  假日 \"Labour Day\" / 「劳动节」 自 2020-05-01 至 2020-05-05
  假日 2020年6月25日
  工作日 2020年5月9日、2020年6月28日
  涵盖 自 2020-01-01 至 2020-12-31

数据集 周报
  county ： 文本
  报送方 county
  接收方 收
  期次 周
  报送日 日

指标 辍学率 各 乡镇 按 登记日 每月 = 学生 数量
",
    );
}

#[test]
fn schedules_duties_and_trends_are_the_same_in_both_vocabularies() {
    same(&[
        (
            "every 县 where 级 is 1 must submit 月报 to 规划科, 办公室 each month from 2020-03 to 2020-09 no later than day 18, the day itself counts",
            "每个 县 其中 级 为 1 应 向 规划科、办公室 报送 月报 每月 自 2020年3月 至 2020年9月 不晚于 18日，当日计入",
        ),
        (
            "every 学校 must submit 周报 to 乡镇.政府 each week no later than Thursday, the day itself does not count, in term only",
            "每所 学校 应 每周 向 乡镇.政府 报送 周报，不晚于 星期四，当日不计，仅学期内",
        ),
        (
            "every 学校 must submit 总结 where 类 is given each term from 2020春 to 2020秋 no later than the last day",
            "每所 学校 每学期 应 报送 总结 其中 类 已填，自 2020春 至 2020秋 不晚于 最后一日",
        ),
        (
            "every 县 must submit 月报 each quarter from 2020-01-01 to 2020-12-31 no later than day 10 of the next quarter",
            "每个 县 应 报送 月报 每季度 自 2020-01-01 至 2020-12-31 不晚于 次季度 10日",
        ),
        (
            "every 干部 must have at least 2 走访 by 干部号 each month from 2020-03 to 2020-09",
            "每名 干部 每月 应有 至少 2 条 走访 按 干部号 自 2020-03 至 2020-09",
        ),
        (
            "every 缺课 when 类 is given, must be reported in 报告 where 效 is given to \"甲\", 乙 within 3 days after 缺课日 by 身份证号",
            "每起 缺课 当 类 已填 时，应 在 缺课日 后 3 天 内 以 报告 其中 效 已填 报送 「甲」、乙 按 身份证号",
        ),
        (
            "every 缺课 must be reported in 报告 to 甲 within 期限 working days after 缺课日",
            "每起 缺课 应 在 缺课日 后 期限 个工作日 内 以 报告 报送 甲",
        ),
        (
            "辍学率 per 乡镇 must not rise 2 terms in a row, groups under 10 are not judged",
            "各 乡镇 辍学率 不得 连续 2 个学期 上升，少于 10 的组 不判",
        ),
        (
            "巩固率 must not fall 次数 months in a row from 2020-01 to 2020-12",
            "巩固率 不得 连续 次数 期 下降 自 2020-01 至 2020-12",
        ),
        (
            "at least 95% of 学生 per 乡镇 must have a 学籍, groups under 门槛 are not judged",
            "各 乡镇 至少 95% 的 学生 应有 学籍，少于 门槛 的组 不判",
        ),
    ]);
}

#[test]
fn days_of_a_calendar_are_the_same_in_both_vocabularies() {
    let pairs = [
        ("term of 甲 = 2020春", "甲 所在学期 = 2020春"),
        ("stage of 甲 = 自查", "甲 所在阶段 = 自查"),
        ("opening of 学期 = 甲", "学期 的开学日 = 甲"),
        ("closing of 2020春 = 甲", "2020春 的放假日 = 甲"),
        ("next term of 甲 = 乙", "甲 的下一学期 = 乙"),
        ("previous term of 甲 = 乙", "甲 的上一学期 = 乙"),
        ("week of 甲 = 1", "甲 的周次 = 1"),
        ("quarter of 甲 = 1", "甲 的季度 = 1"),
        (
            "working days from 甲 to 乙 < 3 working days",
            "从 甲 到 乙 的工作日数 < 3 个工作日",
        ),
        (
            "last birthday of 甲 on 乙 = 丙",
            "从 甲 到 乙 的最近生日 = 丙",
        ),
        ("甲 is in term", "甲 在学期内"),
        ("甲 is in term 2020春", "甲 在学期 2020春 内"),
        ("甲 is in stage 自查", "甲 在阶段 自查 内"),
        ("甲 is a working day", "甲 为工作日"),
        ("甲 is not a working day", "甲 不为工作日"),
        (
            "甲 is within 3 working days after 乙",
            "甲 在 乙 后 3 个工作日 内",
        ),
        (
            "甲 is within 限 working days before 乙",
            "甲 在 乙 前 限 个工作日 内",
        ),
        ("甲 = 2020-03", "甲 = 2020年3月"),
    ];
    let whole = |(en, zh): (&str, &str)| {
        (
            format!("every 学生 must have ({en})"),
            format!("每名 学生 应 ({zh})"),
        )
    };
    all_same(&pairs.map(whole));
}

#[test]
fn sentences_of_time_are_formatted_and_translated_without_loss() {
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut broken = Vec::new();
    for name in ["sentences.md", "sentences.zh-CN.md"] {
        let page = std::fs::read_to_string(docs.join(name)).unwrap();
        let samples = page
            .split("```")
            .filter_map(|part| part.strip_prefix("duban\n"));
        broken.extend(samples.flat_map(crate::format::broken_laws));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
