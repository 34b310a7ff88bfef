//! Slips that clerks make, and what they are told to write instead.

use duban::diagnostic::{Diagnostics, Severity};
use duban::model;
use duban::source::Files;
use std::path::Path;

pub(crate) const CHINESE: &str = "检查清单 t 「测试」 / \"Test\"
文件 方案 「法」 / \"Law\"
数据集 学校
  学校代码：编号 主键
  乡镇：文本
  余额：金额
  学段：取值 小学、初中
  食品安全管理员：引用 人员
数据集 人员
  工号：编号 主键
  姓名：人名
数据集 学籍
  学号：编号 主键
  学校：引用 学校
  供餐：是否
数据集 月报
  学校：引用 学校
  科室：文本
  月份：文本
  报送日：日期
  报送方 学校
  接收方 科室
  期次 月份
  报送日 报送日
数据集 复诊
  学号：编号 主键
  发现日：日期
  复诊日：日期
数据集 休养名单
  学号：编号 主键
  材料：文本
例外 休养 「休」 / \"Care\"
  依据 方案 二
  休养名单 按 学号，证明 材料
检查项 i 「项」 / \"Item\"
";

pub(crate) const ENGLISH: &str = "checklist t \"Test\" / 「测试」
source plan \"Plan\" / 「方案」
dataset schools school
  code : id key
  stage : one of primary, junior
  officer : reference to staff
dataset staff
  staff_no : id key
  name : person name
dataset roll pupil
  pupil_no : id key
  found_on : date
  back_on : date
dataset canteen_list
  pupil_no : id key
dataset reports
  school : reference to schools
  office : text
  month : text
  sent_on : date
  sender school
  recipient office
  period month
  submitted on sent_on
item i \"Item\" / 「项」
";

/// The help of everything that is wrong with an item; its citation is put before a sentence that has none.
pub(crate) fn help(item: &str) -> String {
    let chinese = item.contains(|c: char| !c.is_ascii());
    let (head, cites) = match chinese {
        true => (CHINESE, "依据 方案 一"),
        false => (ENGLISH, "cites plan 1"),
    };
    let cites = match item.contains("依据") || item.contains("cites") {
        true => String::new(),
        false => format!("  {cites}\n"),
    };
    let text = format!("{head}{cites}  {}\n", item.replace('\n', "\n  "));
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::default();
    let _ = model::load_text(Path::new("t.duban"), &text, &mut files, &mut diagnostics);
    let all = diagnostics.into_sorted().into_iter();
    let all = all.filter(|one| one.severity() == Severity::Error);
    all.map(|one| format!("{}\n", one.help.unwrap_or(one.message)))
        .collect()
}

#[test]
fn what_is_proposed_is_right() {
    let slips = [
        (
            "每所 学校 的 学段 应 为 小学、初中",
            "属于 小学、初中",
            "每所 学校 的 学段 应 属于 小学、初中",
        ),
        (
            "每所 学校 的 余额 不超过 20 元",
            "每所 学校 的 余额 应 不超过 20 元",
            "每所 学校 的 余额 应 不超过 20 元",
        ),
        (
            "每所 学校 余额 不超过 20 万元",
            "每所 学校 的 余额 应 不超过 20 万元",
            "每所 学校 的 余额 应 不超过 20 万元",
        ),
        (
            "每所 学校 的 余额 应 不得超过 20 元",
            "应 不超过",
            "每所 学校 的 余额 应 不超过 20 元",
        ),
        (
            "每所 学校 的 余额 应 不超过 20 万",
            "`20 万元`",
            "每所 学校 的 余额 应 不超过 20 万元",
        ),
        (
            "每名 复诊 应有 复诊日 在 发现日 后 十五 天 内",
            "`15`",
            "每名 复诊 应有 复诊日 在 发现日 后 15 天 内",
        ),
        (
            "至少 百分之九十八 的 学籍 应 供餐 = 是",
            "`98%`",
            "至少 98% 的 学籍 应 供餐 = 是",
        ),
        (
            "每所 学校 应有 乡镇\n责任单位 体卫艺科",
            "「体卫艺科」",
            "每所 学校 应有 乡镇\n责任单位 「体卫艺科」",
        ),
        (
            "每名 学籍 除 休养 外 应有 学校",
            "`除外 休养`",
            "每名 学籍 应有 学校\n除外 休养",
        ),
        (
            "依据 方案 一、（一）\n每所 学校 应有 乡镇",
            "`方案 一（一）`",
            "依据 方案 一（一）\n每所 学校 应有 乡镇",
        ),
        (
            "依据 方案 一（一）、（二）\n每所 学校 应有 乡镇",
            "`方案 一(一)、方案 一（二）`",
            "依据 方案 一(一)、方案 一（二）\n每所 学校 应有 乡镇",
        ),
        (
            "依据 方案 一（一）、二\n每所 学校 应有 乡镇",
            "`方案 二`",
            "依据 方案 一（一）、方案 二\n每所 学校 应有 乡镇",
        ),
        (
            "学校 应有 明确的食品安全管理员",
            "明确的 食品安全管理员",
            "学校 应有 明确的 食品安全管理员",
        ),
        (
            "cites plan 1, 2\nevery school must have stage",
            "`plan 1, plan 2`",
            "cites plan 1, plan 2\nevery school must have stage",
        ),
        (
            "every school must submit reports to \"bureau\" every month no later than day 5",
            "`each month`",
            "every school must submit reports to \"bureau\" each month from 2020-01 to 2020-03 no later than day 5",
        ),
        (
            "every pupil must be in canteen_list",
            "`every pupil must have a canteen_list by COLUMN`",
            "every pupil must have a canteen_list by pupil_no",
        ),
        (
            "every school has a named officer",
            "`every school must have a named officer`",
            "every school must have a named officer",
        ),
        (
            "every pupil must have back_on is no later than three days after found_on",
            "`3`",
            "every pupil must have back_on is no later than 3 days after found_on",
        ),
        (
            "每所 学校 的 学段 应 为 小学 或者 初中",
            "属于 小学、初中",
            "每所 学校 的 学段 应 属于 小学、初中",
        ),
        (
            "不得有 供餐 为 是 的 学籍",
            "`不得有 学籍 其中 供餐 为 是`",
            "不得有 学籍 其中 供餐 为 是",
        ),
        (
            "学籍 不得有 供餐 = 是",
            "`任何 学籍 不得有 供餐 = 是`",
            "任何 学籍 不得有 供餐 = 是",
        ),
        (
            "学籍 学号 不得重复",
            "`学籍 按 学号 不重复`",
            "学籍 按 学号 不重复",
        ),
        (
            "学号 不得重复",
            "`名单 按 学号 不重复`",
            "学籍 按 学号 不重复",
        ),
        (
            "每所 学校 应 小学",
            "`学段 = 小学`",
            "每所 学校 应 学段 = 小学",
        ),
        (
            "每所 学校 应有 至多 1 份 月报 每月 自 2020-01 至 2020-03",
            "`各 报送方、期次 于 报送表：报送表 数量 应 不超过 1`",
            "各 学校、月份 于 月报：月报 数量 应 不超过 1",
        ),
        (
            "每种 人员、月份 的组合 应 在 月报 中",
            "`列名：引用 人员`",
            "每种 学校、月份 的组合 应 在 月报 中",
        ),
        (
            "every school must be primary",
            "`stage = primary`",
            "every school must be stage = primary",
        ),
        (
            "every school must have stage primary",
            "`stage = primary`",
            "every school must have stage = primary",
        ),
        (
            "every pupil must not have a blank pupil_no",
            "`must have pupil_no given`",
            "every pupil must have pupil_no given",
        ),
        (
            "every pupil must have back_on at least 30 days before 2020-05-01",
            "`back_on is no later than 30 days before 2020-05-01`",
            "every pupil must have back_on is no later than 30 days before 2020-05-01",
        ),
        (
            "ask for every school \"Is the exit free?\"",
            "`ask \"Is the exit free?\" of school`",
            "ask \"Is the exit free?\" of schools",
        ),
        (
            "对每所学校询问「出口是否畅通？」",
            "`询问 「出口是否畅通？」 于 学校`",
            "询问 「出口是否畅通？」 于 学校",
        ),
        (
            "every pupil must have back_on 30 days before 2020-05-01",
            "`back_on is no later than 30 days before 2020-05-01`",
            "every pupil must have back_on is no later than 30 days before 2020-05-01",
        ),
        (
            "every pupil must have back_on at most 30 days after found_on",
            "`back_on is no later than 30 days after found_on`",
            "every pupil must have back_on is no later than 30 days after found_on",
        ),
        (
            "every pupil must have back_on at least 30 days after found_on",
            "`back_on is no earlier than 30 days after found_on`",
            "every pupil must have back_on is no earlier than 30 days after found_on",
        ),
        (
            "every pupil must have back_on more than 30 days after found_on",
            "`back_on is later than 30 days after found_on`",
            "every pupil must have back_on is later than 30 days after found_on",
        ),
        (
            "every pupil must have unique pupil_no",
            "`pupil is unique by pupil_no`",
            "pupil is unique by pupil_no",
        ),
        (
            "pupil_no of roll must be unique",
            "`roll is unique by pupil_no`",
            "roll is unique by pupil_no",
        ),
        (
            "pupil must have back_on after found_on",
            "`every pupil must have back_on after found_on`",
            "every pupil must have back_on after found_on",
        ),
        (
            "every school must have at most 1 reports each month from 2020-01 to 2020-03",
            "`per SENDER, PERIOD of DELIVERIES: count of DELIVERIES must be at most 1`",
            "per school, month of reports: count of reports must be at most 1",
        ),
        (
            "every combination of staff, month must be in reports",
            "`COLUMN : reference to staff`",
            "every combination of schools, month must be in reports",
        ),
    ];
    let mut unlike = String::new();
    for (wrong, told, right) in slips {
        let (said, still) = (help(wrong), help(right));
        if !said.contains(told) || !still.is_empty() {
            unlike += &format!("{wrong}\n  {said}\n{right}\n  {still}\n");
        }
    }
    assert_eq!(unlike, "");
}

#[test]
fn a_day_is_not_written_with_hao() {
    let told = help("每所 学校 应 向 「教育局」 报送 月报 每月 不晚于 次月5号");
    assert!(told.contains("`5日`"), "{told}");
}

#[test]
fn other_words_for_a_limit_keep_the_limit() {
    let understood = [
        "every pupil must have back_on no earlier than found_on",
        "every pupil must have back_on not earlier than found_on",
        "every pupil must have back_on not later than found_on",
        "every pupil must have back_on later than found_on",
        "every pupil must have back_on earlier than found_on",
        "every school must have count of reports greater than or equal to 500",
        "every school must have count of reports more than or equal to 500",
        "every school must have count of reports less than or equal to 500",
        "每条 复诊 的 复诊日 不得 迟于 发现日",
        "每条 复诊 的 复诊日 应 不迟于 发现日",
        "每条 复诊 的 复诊日 不得 为 空",
        "每条 复诊 的 复诊日 不得 空白",
        "每辆 学校 应有 乡镇",
        "每所 学校 应有 至少 2 辆 学籍",
    ];
    for sentence in understood {
        assert_eq!(help(sentence), "", "{sentence}");
    }
}

#[test]
fn words_for_the_day_of_the_inspection_lead_to_it() {
    for (sentence, own) in [
        (
            "every pupil must have back_on no later than today",
            "`as_of`",
        ),
        ("每条 复诊 的 复诊日 应 不晚于 今天", "`评估日`"),
        ("每条 复诊 的 复诊日 应 不晚于 检查日", "`评估日`"),
    ] {
        let said = help(sentence);
        assert!(said.contains(own), "{sentence}: {said}");
    }
}
