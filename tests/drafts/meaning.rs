//! What the figures of a document mean besides their direction: times, periods, numbers in lists, and what the document says of itself.

use duban::citations::Document;
use duban::draft::{Asked, draft};
use duban::types::Language;

fn of(text: &str) -> String {
    let asked = Asked {
        language: Some(Language::En),
        id: "first",
    };
    draft(&Document::read(text), &asked).unwrap().text
}

fn clause(words: &str) -> String {
    of(&format!(
        "水塔管理办法\n\n一、水塔维护\n\n1.{words}。\n\n2.做好登记。\n\n二、时间\n\n到2023年9月1日建成，到2024年12月31日完成验收。\n"
    ))
}

#[test]
fn hours_and_times_without_periods_are_asked_about() {
    for words in ["故障在24小时内上报", "每学期巡查不少于2次"] {
        let made = clause(words);
        assert!(made.contains(&format!("Is this done: {words}?")), "{made}");
    }
    assert!(clause("故障在十五日内上报").contains("15 days after"));
    assert!(clause("故障在3个工作日内上报").contains("3 working days after"));
    // Without a day in the text nothing says which years the calendar has to cover.
    let made = of("水塔管理办法\n\n一、维护\n\n1.故障在3个工作日内上报。\n");
    assert!(made.contains("Is this done"), "{made}");
}

#[test]
fn a_number_of_periods_in_a_row_stands_as_it_is() {
    assert!(clause("漏损率连续两个月上升的要约谈").contains(">= 2"));
}

#[test]
fn a_month_is_reported_in_the_next_one_over_the_whole_stretch() {
    let made = clause("各站每月5日前报送上月月报");
    assert!(
        made.contains("from 2023-09 to 2024-12 no later than day 5 of the next month"),
        "{made}"
    );
    assert!(made.contains("# assumed: "), "{made}");
}

#[test]
fn a_number_directly_before_a_figure_is_the_next_of_its_list() {
    let text = "水塔管理办法\n\n一、维护\n\n1.做好登记。\n2.做好检查。\n３．100人以上的村明确看管责任人。\n4.5万元以上的水塔要做好检查。\n";
    let document = Document::read(text);
    let paths: Vec<&str> = document
        .clauses
        .iter()
        .map(|clause| clause.path.as_str())
        .collect();
    assert_eq!(paths, ["一", "一1", "一2", "一3", "一4"]);
    assert_eq!(document.remarks.len(), 2);
    // Where 3 is not the next number it is an amount.
    let amount = Document::read("一、维护\n\n1.做好登记。\n3.5万元用于维修。\n");
    assert!(
        amount
            .clauses
            .iter()
            .all(|clause| !clause.path.contains('3'))
    );
}

#[test]
fn a_clause_with_a_figure_or_a_duty_is_never_passed_over() {
    let made = of(
        "水塔管理办法\n\n一、工作目标\n\n到2024年12月31日，水塔完好率不低于98％，供水率达到百分之九十五以上。\n\n二、措施\n\n1.做好登记。\n",
    );
    assert!(
        made.contains("at least 98%") && made.contains("at least 95%"),
        "{made}"
    );
    assert!(!made.contains("not inspectable"), "{made}");
}

#[test]
fn the_document_says_its_number_its_end_and_who_leads() {
    let made = of(
        "水塔管理办法\n青水发〔2024〕5号\n\n一、维护\n\n1.由水务局牵头做好登记。\n\n二、附则\n\n本办法自2024年1月1日起施行，有效期至2025年12月31日。\n",
    );
    assert!(made.contains("source 方案 「水塔管理办法」"), "{made}");
    assert!(made.contains("number \"青水发〔2024〕5号\""), "{made}");
    assert!(
        made.contains("in force from 2024-01-01 to 2025-12-31"),
        "{made}"
    );
    assert!(made.contains("owner 「水务局」"), "{made}");
}

#[test]
fn the_same_in_english() {
    let made = of(
        "Rules for wells\n\nArticle 1 Reports\n\n1. Every parish shall report the water levels to the district office each month, no later than day 5, for the previous month, from September 2023 to December 2024.\n2. Faults shall be notified within 3 working days.\n",
    );
    assert!(
        made.contains("no later than day 5 of the next month"),
        "{made}"
    );
    assert!(
        made.contains(
            "every fault must have notified_on no later than 3 working days after began_on"
        ),
        "{made}"
    );
}
