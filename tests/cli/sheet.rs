//! `duban explain --all --format html`: the checklist to print.

use super::{folder_with, run_in, snapshot};

const CHECKLIST: &str = r#"checklist boats "Boats" / 「船只」
source plan 方案 "Harbour plan" / 「港口方案」

dataset boats boat 船 "Boats" / 「船只登记」
  boat_no 船号 : id key
  town 镇 : text
  length_m 长度 : number
dataset reports report 月报 "Reports" / 「月报」
  boat_no 船号 : reference to boats
  sent 报送日期 : date
  sender boat_no
  submitted on sent

section "On the water" / 「水上」
  owner "Harbour office" / 「港务处」

item short "Boats are < 30 m & safe" / 「船长不足30米」
  cites plan 一(一), plan 一(二)
  due 2021-06-30
  every boat must have length_m less than 30

item monthly "A report every month" / 「每月报送」
  cites plan 二
  owner boats.town, or else "Harbour office" / 「港务处」
  every boat must submit reports each month from 2021-01 to 2021-03 no later than day 18, the day itself counts

section "People" / 「人员」

item asked "The crew is trained" / 「船员受过培训」
  cites plan 三
  ask "Is the crew trained?" / 「船员是否受过培训？」 of boats

item spirit "A good spirit" / 「作风良好」
  cites plan 四
  not inspectable because "it sets no duty that leaves a trace" / 「未提出可查的要求」
"#;

/// The table of the page, without head and style.
fn table(page: &str) -> &str {
    &page[page.find("<h1>").unwrap()..]
}

#[test]
fn every_item_is_a_row_with_clause_method_owner_and_deadline() {
    let folder = folder_with("sheet", &[("boats.duban", CHECKLIST)]);
    let mut shown = String::new();
    for language in ["en", "zh"] {
        let arguments = ["explain", "--all", "--format", "html", "--lang", language];
        let done = run_in(&folder, &arguments);
        assert_eq!(done.code, 0, "{}", done.err);
        assert!(done.out.contains("@page { size: A4"));
        shown += table(&done.out);
    }
    snapshot("sheet", &shown);
}

#[test]
fn one_item_can_be_printed_by_itself() {
    let folder = folder_with("sheet-of-one", &[("boats.duban", CHECKLIST)]);
    let done = run_in(
        &folder,
        &["explain", "boats.duban", "asked", "--format", "html"],
    );
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.out.contains("The crew is trained"));
    assert!(!done.out.contains("A good spirit"));
}

#[test]
fn all_items_and_one_of_them_is_a_contradiction() {
    let folder = folder_with("sheet-of-all", &[("boats.duban", CHECKLIST)]);
    let done = run_in(
        &folder,
        &["explain", "--all", "boats.duban", "asked", "--lang", "zh"],
    );
    assert_eq!(done.code, 2);
    assert!(done.err.contains("`asked` 不是清单"), "{}", done.err);
}
