//! A constant in a sentence is a column, a setting or a value of a table that holds it: whatever is written there, the verdicts are the same.

mod sentences;

use crate::support::{HEAD, Inspect};
use sentences::SAID;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Tables, and beside every kind of cell a column that holds the constant of the same kind in all rows.
const DECLARATIONS: &str = "setting s_number 数设定 : number
setting s_money 金额设定 : money
setting s_percent 百分比设定 : percent
setting s_days 天数设定 : days
setting s_date 日期设定 : date
setting s_text 文本设定 : text
setting s_two 二设定 : number
setting s_one 一设定 : number
setting s_limit 额度设定 : money
dataset towns town 镇
  code 代码 : id key
  t_number 镇数 : number
  t_two 镇二 : number
  t_money 镇金额 : money
  t_percent 镇百分比 : percent
dataset pupils pupil 学生
  id 编号 : id key
  town 镇代码 : reference to towns
  grade 年级 : integer
  score 得分 : integer from 0 to 12
  fee 费用 : money
  rate 比率 : percent
  born 出生日期 : date
  paid 付款日期 : date
  note 备注 : text
  status 状态 : one of a 甲, b 乙, c 丙
  ok 合格 : yes or no
  name 姓名 : person name
  c_town 常镇 : id
  c_name 常姓名 : person name
  c_number 常数 : number
  c_two 常二 : integer
  c_money 常金额 : money
  c_limit 常额度 : money
  c_percent 常百分比 : percent
  c_date 常日期 : date
  c_text 常文本 : text
  c_status 常状态 : one of a 甲, b 乙, c 丙
  c_ok 常合格 : yes or no
dataset visits visit 家访
  no 序号 : id key
  pupil 学生编号 : reference to pupils
  amount 金额 : money
  day 日期 : date
  c_money 常金额 : money
  sender pupil
  submitted on day
dataset stays stay 居住
  no 序号 : id key
  child 儿童 : text
  start 开始 : date
  state 住处 : one of here 在家, away 在外
  days 天数 : integer
  c_number 常数 : integer
  c_state 常住处 : one of here 在家, away 在外
dataset leaves leave 请假
  no 序号 : id key
  id 编号 : id
  days 天数 : integer
  since 自 : date
  paper 证明材料 : text
  c_number 常数 : integer
  c_date 常日期 : date
exception by_number 按数 \"E\" / 「例」
  cites law 2
  leaves where days at most 9 by id, proof paper
exception by_column 按列 \"E\" / 「例」
  cites law 2
  leaves where days at most c_number by id, proof paper
exception by_setting 按设定 \"E\" / 「例」
  cites law 2
  leaves where days at most s_number by id, proof paper
exception since_day 自某日 \"E\" / 「例」
  cites law 2
  leaves where since on or after 2012-01-03 by id, proof paper
exception since_column 自列 \"E\" / 「例」
  cites law 2
  leaves where since on or after c_date by id, proof paper
exception since_setting 自设定 \"E\" / 「例」
  cites law 2
  leaves where since on or after s_date by id, proof paper
dataset notices notice 报告
  no 序号 : id key
  pupil 学生编号 : id
  office 接收单位 : text
  told_on 报告日 : date
  recipient office
  submitted on told_on
table t_number 数表
  ok | value
  any | 9
table t_money 金额表
  ok | value
  any | 4.50 yuan
table t_percent 百分比表
  ok | value
  any | 40%
table t_two 二表
  ok | value
  any | 2
table t_text 文本表
  ok | value
  any | \"b\"
table t_limit 额度表
  ok | value
  any | 3.50 yuan
define own_number 自有数 of pupils = c_number
define own_date 自有日期 of pupils = c_date
measure ok_share 合格率 per town = share of pupils that ok = yes
measure paid_total 费用合计 per town = total of pupils.fee
measure visits_a_month 月走访数 each month of day = count of visits
population ordered row 记录 = stays
  in order of start per child
  a new run starts where state is not its previous.state
";

/// Every kind of cell in turn, in an order that follows from the row.
fn pupils() -> String {
    let mut rows = String::from(
        "id|town|grade|score|fee|rate|born|paid|note|status|ok|name|c_town|c_name|c_number|c_two|c_money|c_limit|c_percent|c_date|c_text|c_status|c_ok\n",
    );
    let pick = |row: usize, step: usize, of: &[&'static str]| of[(row / 7 + row * step) % of.len()];
    for row in 0..48 {
        let cells = [
            pick(row, 3, &["T", "U", "V", ""]),
            pick(row, 1, &["3", "9", "9.0", "10", "", "x", "12"]),
            pick(row, 2, &["0", "9", "4", "", "12", "99", "2"]),
            pick(row, 3, &["4.5", "3.00", "4.50元", "", "x", "5"]),
            pick(row, 2, &["40%", "0.4", "", "90%", "10%", "x"]),
            pick(
                row,
                1,
                &["2012-01-03", "2012-01-01", "2012/1/4", "", "2012-02-30"],
            ),
            pick(row, 3, &["2012-01-04", "2012-03-03", "", "2012-01-02"]),
            pick(row, 1, &["b", "a", "bcd", "", " b", "ｂ"]),
            pick(row, 2, &["a", "b", "乙", "", "z", "c"]),
            pick(row, 3, &["yes", "no", "", "是", "?"]),
            pick(row, 2, &["张一", "张二", "", "张 一", "不详"]),
        ];
        let _ = writeln!(
            rows,
            "{row}|{}|U|张二|9|2|4.5|3.5|40%|2012-01-03|b|b|yes",
            cells.join("|")
        );
    }
    rows
}

fn checklist(sentences: &[String]) -> String {
    let mut text = format!("{HEAD}{DECLARATIONS}");
    for (at, sentence) in sentences.iter().enumerate() {
        let _ = writeln!(
            text,
            "item i{at} \"Item\" / 「项」\n  cites law 1\n  {sentence}"
        );
    }
    text
}

/// The tables, by dataset; cells are separated by `|`.
fn tables() -> [(&'static str, String); 6] {
    let mut visits = String::from("no|pupil|amount|day|c_money\n");
    for row in 0..60 {
        let amount = ["1", "3.5", "", "2", "x"][row % 5];
        let day = [
            "2012-01-02",
            "2012-02-05",
            "",
            "2012-03-09",
            "2012-01-31",
            "2012-13-01",
        ][row % 6];
        let pupil = [row % 11, row % 40][row % 2];
        let pupil = if row % 17 == 5 {
            String::new()
        } else {
            pupil.to_string()
        };
        let _ = writeln!(visits, "{row}|{pupil}|{amount}|{day}|3.5");
    }
    let mut stays = String::from("no|child|start|state|days|c_number|c_state\n");
    for row in 0..24 {
        let child = ["x", "y", "z", ""][row / 7];
        let state = ["here", "here", "away", "", "here"][row % 5];
        let days = ["3", "9", "12", "", "1", "x"][row % 6];
        let _ = writeln!(
            stays,
            "{row}|{child}|2012-01-{:02}|{state}|{days}|9|here",
            row + 1
        );
    }
    let towns = "code|t_number|t_two|t_money|t_percent\nT|9|2|4.5|40%\nU|9|2|4.5|40%\nV|9|2|4.5|40%\nW|9|2|4.5|40%\n";
    let mut leaves = String::from("no|id|days|since|paper|c_number|c_date\n");
    let mut notices = String::from("no|pupil|office|told_on\n");
    for row in 0..40 {
        let days = ["3", "9", "10", "", "x"][row % 5];
        let since = ["2012-01-02", "2012-01-03", "2012-02-03", ""][row % 4];
        let paper = ["P", "P", ""][row % 3];
        let _ = writeln!(leaves, "{row}|{row}|{days}|{since}|{paper}|9|2012-01-03");
        let office = ["town", "bureau", "town", ""][row % 4];
        let told = ["2012-01-04", "2012-01-06", "", "2012-02-07"][row / 2 % 4];
        let _ = writeln!(notices, "{row}|{}|{office}|{told}", row % 14);
    }
    [
        ("towns", towns.to_owned()),
        ("pupils", pupils()),
        ("visits", visits),
        ("stays", stays),
        ("leaves", leaves),
        ("notices", notices),
    ]
}

/// A checklist of all sentences with their first constants, and the tables as CSV.
pub(crate) fn generated() -> (String, Vec<(String, String)>) {
    let sentences = SAID
        .iter()
        .map(|(sentence, ways)| sentence.replace("{}", ways[0]));
    let csv = |(name, rows): (&str, String)| (name.to_owned(), rows.replace('|', ","));
    let text = checklist(&sentences.collect::<Vec<_>>());
    (text, tables().map(csv).to_vec())
}

fn inspection(sentences: &[String]) -> Inspect {
    let inspect = Inspect::checklist(&checklist(sentences));
    let inspect = inspect
        .audit("settings:\n  s_number: 9\n  s_money: 4.50\n  s_percent: 40%\n  s_days: 2\n  s_date: 2012-01-03\n  s_text: b\n  s_two: 2\n  s_one: 1\n  s_limit: 3.50");
    (tables().iter()).fold(inspect, |inspect, (name, rows)| inspect.table(name, rows))
}

/// What is said of each item: outcome, counts, and each finding as outcome, subject and part.
fn said(json: &Value) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for item in json["items"].as_array().unwrap() {
        let id = item["id"].as_str().unwrap();
        all.insert(
            id.to_owned(),
            vec![format!("{} {}", item["outcome"], item["counts"])],
        );
    }
    for finding in json["findings"].as_array().unwrap() {
        let subject = &finding["subject"];
        let one = format!(
            "{} {} {} {}",
            finding["outcome"], subject["row"], subject["key"], finding["part"]
        );
        all.get_mut(finding["item"].as_str().unwrap())
            .unwrap()
            .push(one);
    }
    all
}

#[test]
fn whatever_holds_a_constant_gives_the_same_verdicts() {
    let ways = SAID
        .iter()
        .flat_map(|&(sentence, ways)| ways.iter().map(move |way| (sentence, way)));
    let sentences: Vec<String> = ways
        .map(|(sentence, way)| sentence.replace("{}", way))
        .collect();
    let inspect = inspection(&sentences);
    let (code, _, problems) = crate::support::duban(inspect.folder(), &["check", "t.duban"]);
    assert_eq!(code, 0, "{problems}");
    let out = inspect.run();
    let all = said(&out.json);
    let mut wrong = Vec::new();
    let mut at = 0;
    for (sentence, ways) in SAID {
        let of = |at: usize| &all[&format!("t/i{at}")];
        let first = of(at);
        let verdicts: BTreeSet<&str> = first[1..]
            .iter()
            .map(|said| said.split(' ').next().unwrap())
            .collect();
        // A sentence of which everything is met, or nothing can be told, shows little.
        if verdicts.is_empty() {
            wrong.push(format!("nothing is found by `{sentence}`: {first:?}"));
        }
        for (way, constant) in ways.iter().enumerate() {
            if of(at + way) != first {
                let differ: Vec<_> = first
                    .iter()
                    .filter(|said| !of(at + way).contains(said))
                    .take(3)
                    .collect();
                let more: Vec<_> = of(at + way)
                    .iter()
                    .filter(|said| !first.contains(said))
                    .take(3)
                    .collect();
                wrong.push(format!(
                    "`{sentence}` with `{constant}`: only {differ:?}, only {more:?}"
                ));
            }
        }
        at += ways.len();
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
