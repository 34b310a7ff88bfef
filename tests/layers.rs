//! Adopted checklists: what comes along, what may be changed, and what has to be said about it.

use crate::support::{Inspect, Outcome};

const UPPER: &str = "checklist region \"Region\" / 「自治区」
source plan \"Plan\" / 「方案」
setting promptly 及时 : days, smaller is stricter = 30
setting floor 底线 : percent, larger is stricter = 90%
setting kind : text = \"x\"
dataset visits visit 家访
  code 代码 : id key
  announced 登记日期 : date
  day 日期 : date
  kind : text
  stage 学段 : one of primary, junior
  paid 已付 : money
table subsidy 补助 \"Subsidy\" / 「补助」
  cites plan 二
  stage | amount
  primary | 1000 yuan
  junior | 1250 yuan
item prompt \"Prompt\" / 「及时」
  cites plan 一
  every visit must have day no later than promptly after announced
item share \"Share\" / 「比例」
  cites plan 一
  at least floor of visits must have day given
item paid \"Paid\" / 「发放」
  cites plan 二
  every visit must have paid equal to subsidy(stage)
item same \"Same\" / 「同」
  cites plan 二
  every visit must have kind given
";

fn inspect(lower: &str) -> Inspect {
    let text = format!(
        "checklist county \"County\" / 「县」\nadopt \"region\"\n{lower}\nitem own \"Own\" / 「自有」\n  cites plan 一\n  every visit must have code given\n"
    );
    let inspect = Inspect::checklist(&text);
    std::fs::write(inspect.folder().join("region.duban"), UPPER).unwrap();
    inspect.table(
        "visits",
        "code|announced|day|kind|stage|paid\na|2020-01-01|2020-01-31|x|primary|1000\nb|2020-01-01|2020-02-09|x|junior|1500",
    )
}

fn counts(out: &Outcome, item: &str) -> (u64, u64) {
    let items = out.json["items"].as_array().unwrap();
    let found = items.iter().find(|i| i["id"] == item).unwrap();
    let count = |name: &str| found["counts"][name].as_u64().unwrap();
    (count("met"), count("not_met"))
}

fn refused(lower: &str) -> String {
    let output = inspect(lower).output("json");
    assert_eq!(output.status.code(), Some(2), "{lower}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn items_settings_and_tables_of_an_adopted_checklist_come_along() {
    let out = inspect("").run();
    assert_eq!(counts(&out, "region/prompt"), (1, 1));
    assert_eq!(counts(&out, "region/paid"), (1, 1));
    assert_eq!(counts(&out, "county/own"), (2, 0));
    assert_eq!(out.json["changed"], serde_json::json!([]));
    assert_eq!(out.json["checklists"].as_array().unwrap().len(), 2);
}

#[test]
fn a_stricter_value_needs_no_reason_and_is_named_in_every_report() {
    let lower = "setting promptly = 20 days";
    let out = inspect(lower).run();
    assert_eq!(counts(&out, "region/prompt"), (0, 2));
    assert_eq!(out.json["settings"]["promptly"], "20 days");
    assert_eq!(
        out.json["changed"][0],
        "setting promptly of region: 30 days, changed to 20 days by county"
    );
    for format in ["text", "html", "jsonl"] {
        let text = String::from_utf8(inspect(lower).output(format).stdout).unwrap();
        assert!(text.contains("changed to 20 days"), "{format}");
    }
}

#[test]
fn loosening_without_a_reason_is_an_error() {
    for lower in ["setting promptly = 45 days", "setting floor = 80%"] {
        let text = refused(lower);
        assert!(text.contains("loosened"), "{text}");
    }
}

#[test]
fn loosening_with_a_reason_is_printed_by_every_report() {
    let lower = "setting promptly = 45 days\n  loosen because \"the road is closed in winter\" / 「冬季封路」";
    let out = inspect(lower).run();
    assert_eq!(counts(&out, "region/prompt"), (2, 0));
    let said = out.json["changed"][0].as_str().unwrap();
    assert!(
        said.ends_with("loosened because: the road is closed in winter"),
        "{said}"
    );
    for format in ["text", "html", "jsonl"] {
        let text = String::from_utf8(inspect(lower).output(format).stdout).unwrap();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            text.contains("the road is closed in winter"),
            "{format}: {text}"
        );
    }
    // Nothing is loosened by the same or a stricter value.
    for lower in ["setting promptly = 30 days", "setting promptly = 20 days"] {
        refused(&format!("{lower}\n  loosen because \"r\" / 「由」"));
    }
}

#[test]
fn only_what_is_adopted_can_be_changed() {
    assert!(refused("setting prompt = 20 days").contains("`promptly`"));
    assert!(refused("setting promptly = 20%").contains("type-mismatch"));
    assert!(
        refused("setting own_one : days = 3\nsetting own_one = 2 days").contains("declared-twice")
    );
    assert!(
        refused("setting promptly = 20 days\nsetting promptly = 10 days")
            .contains("declared-twice")
    );
}

#[test]
fn a_value_without_direction_is_changed_with_a_warning() {
    let inspect = inspect("setting kind = \"y\"");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_duban"))
        .current_dir(inspect.folder())
        .args(["check", "t.duban"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("undirected-change"), "{text}");
    assert_eq!(output.status.code(), Some(0), "{text}");
}

#[test]
fn a_table_is_replaced_and_named() {
    let out = inspect(
        "table subsidy \"Subsidy\" / 「补助」\n  cites plan 二\n  stage | amount\n  primary | 1100 yuan\n  junior | 1500 yuan",
    )
    .run();
    assert_eq!(counts(&out, "region/paid"), (1, 1));
    let paid = out
        .findings()
        .iter()
        .find(|f| f["item"] == "region/paid")
        .unwrap();
    assert_eq!(paid["subject"]["row"], 1);
    assert_eq!(
        out.json["changed"][0],
        "table subsidy of region: replaced by county"
    );
}

#[test]
fn a_county_adopts_what_a_city_adopted() {
    let county = inspect("").folder().to_path_buf();
    let _ = county;
    let lower = inspect("");
    std::fs::write(
        lower.folder().join("city.duban"),
        "checklist city \"City\" / 「市」\nadopt \"region\"\nsetting promptly = 20 days\n",
    )
    .unwrap();
    let text = std::fs::read_to_string(lower.folder().join("t.duban")).unwrap();
    let text = text.replace(
        "adopt \"region\"",
        "adopt \"city\"\nsetting promptly = 25 days\n  loosen because \"r\" / 「由」",
    );
    std::fs::write(lower.folder().join("t.duban"), text).unwrap();
    let out = lower.run();
    assert_eq!(out.json["settings"]["promptly"], "25 days");
    assert_eq!(out.json["changed"].as_array().unwrap().len(), 2);
    assert_eq!(counts(&out, "region/prompt"), (0, 2));
}

#[test]
fn a_chinese_county_adopts_an_english_region() {
    let text = "检查清单 county \"County\" / 「县」\n承接 「region」\n设定 及时 = 45 天\n  放宽 因为 「冬季封路」\n归口\n  检查项 prompt 交 「教育局」\n检查项 own \"Own\" / 「自有」\n  依据 plan 一\n  每条 家访 应 代码 已填\n";
    let inspect = Inspect::checklist(text);
    std::fs::write(inspect.folder().join("region.duban"), UPPER).unwrap();
    let out = inspect
        .table(
            "visits",
            "code|announced|day|kind|stage|paid\na|2020-01-01|2020-02-20|x|primary|1000",
        )
        .run();
    assert_eq!(
        out.json["changed"][0],
        "region的设定“及时”：30 天，county改为 45 天，放宽，因为：冬季封路"
    );
    let prompt = out
        .findings()
        .iter()
        .find(|f| f["item"] == "region/prompt")
        .unwrap();
    assert_eq!(prompt["owner"][0], "教育局");
}
