//! Which way a limit goes: every negation with every comparison and every kind of figure, in both languages, and what is asked instead.

use duban::citations::Document;
use duban::draft::{Asked, draft};
use duban::types::Language;

/// The last sentences or questions of the draft of one clause, in the English vocabulary.
fn said(clause: &str) -> Vec<String> {
    let is_chinese = clause.contains(|c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let text = if is_chinese {
        format!("水塔管理办法\n\n一、水塔维护\n\n1.{clause}。\n\n2.要做好登记工作。\n")
    } else {
        format!(
            "Rules for wells\n\nArticle 1 Wells\n\n1. {clause}.\n2. The register shall be kept.\n"
        )
    };
    let asked = Asked {
        language: Some(Language::En),
        id: "first",
    };
    let made = draft(&Document::read(&text), &asked).unwrap();
    let items = made.text.split("\nitem ").skip(1);
    let of_clause = items.filter(|item| {
        let words: String = item
            .split('"')
            .nth(1)
            .unwrap_or_default()
            .chars()
            .take(4)
            .collect();
        !words.contains("登记") && !item.contains("register")
    });
    of_clause
        .flat_map(|item| item.lines().filter(|line| !line.trim().starts_with('#')))
        .filter(|line| line.starts_with("  ") && !line.trim().starts_with("cites"))
        .map(|line| line.trim().to_owned())
        .collect()
}

fn is_limit(clause: &str, operator: &str, limit: &str) {
    let said = said(clause).join("\n").to_lowercase();
    let ways = ["at least", "at most", "more than", "less than", "equal to"];
    for way in ways {
        assert_eq!(said.contains(way), way == operator, "{clause}: {said}");
    }
    assert!(
        said.contains(&format!("{operator} {limit}")),
        "{clause}: {said}"
    );
}

fn is_asked(clause: &str) {
    let said = said(clause).join("\n");
    assert!(said.starts_with("ask "), "{clause}: {said}");
    assert!(
        !said.contains("must have") && !said.contains("must be"),
        "{clause}: {said}"
    );
}

const NOT: [&str; 8] = ["不得", "不能", "不应", "不可", "不准", "不许", "不", "不宜"];
const OVER: [&str; 4] = ["超过", "高于", "大于", "多于"];
const UNDER: [&str; 3] = ["低于", "少于", "小于"];

/// What the figure is of, how it is written, and how a checklist writes it.
const KINDS: [(&str, &str, &str); 6] = [
    ("水塔完好率", "95%", "95%"),
    ("计量误差", "1％", "1%"),
    ("漏损率", "百分之五", "5%"),
    ("维修费用", "20万元", "200000 yuan"),
    ("每户补助", "500元", "500 yuan"),
    ("每班人数", "45人", "45"),
];

#[test]
fn every_negation_with_every_comparison_and_every_kind_of_figure() {
    for (noun, figure, limit) in KINDS {
        for not in NOT {
            for over in OVER {
                is_limit(&format!("{noun}{not}{over}{figure}"), "at most", limit);
            }
            for under in UNDER {
                is_limit(&format!("{noun}{not}{under}{figure}"), "at least", limit);
            }
        }
        for least in ["至少", "达到", "最低", "应达到"] {
            is_limit(&format!("{noun}{least}{figure}"), "at least", limit);
        }
        for most in ["至多", "最多", "控制在", "最高"] {
            is_limit(&format!("{noun}{most}{figure}"), "at most", limit);
        }
        for behind in ["以上", "及以上"] {
            is_limit(&format!("{noun}{figure}{behind}"), "at least", limit);
            is_limit(&format!("{noun}达到{figure}{behind}"), "at least", limit);
        }
        for behind in ["以内", "以下", "之内"] {
            is_limit(&format!("{noun}控制在{figure}{behind}"), "at most", limit);
        }
        for over in OVER {
            is_limit(&format!("{noun}应{over}{figure}"), "more than", limit);
        }
        for under in UNDER {
            is_limit(&format!("{noun}必须{under}{figure}"), "less than", limit);
        }
        // A condition, and contradictions.
        for bare in ["超过", "高于", "低于", "不足", "少于"] {
            is_asked(&format!("{noun}{bare}{figure}的单位可配备看管员"));
        }
        is_asked(&format!("{noun}不低于{figure}以内"));
    }
}

const ENGLISH: [(&str, &str, &str); 3] = [
    ("The leakage rate", "5 per cent", "5%"),
    ("The cost of a repair", "200,000 yuan", "200000 yuan"),
    ("The cost of a repair", "€1,500", "1500 yuan"),
];

#[test]
fn the_same_in_english() {
    for (noun, figure, limit) in ENGLISH {
        for most in [
            "must not exceed",
            "shall not exceed",
            "may not exceed",
            "must never exceed",
            "must be no more than",
            "shall not be more than",
            "must not be higher than",
            "must not be above",
            "must be at most",
            "shall be no greater than",
            "must be limited to",
        ] {
            is_limit(&format!("{noun} {most} {figure}"), "at most", limit);
        }
        for least in [
            "must not be less than",
            "shall not fall below",
            "may not be lower than",
            "must be no less than",
            "must be at least",
            "shall be not less than",
            "must reach",
        ] {
            is_limit(&format!("{noun} {least} {figure}"), "at least", limit);
        }
        is_limit(
            &format!("{noun} must be {figure} or more"),
            "at least",
            limit,
        );
        is_limit(
            &format!("{noun} must be {figure} or less"),
            "at most",
            limit,
        );
        is_limit(
            &format!("{noun} must be below {figure}"),
            "less than",
            limit,
        );
        is_limit(&format!("{noun} must exceed {figure}"), "more than", limit);
        is_asked(&format!("{noun} above {figure} shall be explained"));
    }
}

#[test]
fn a_figure_without_a_direction_is_asked_about() {
    is_asked("安排检修资金120万元");
    is_asked("The district shall spend 200,000 yuan on repairs");
    is_asked("不足100人的村可配备2名看管员");
    is_asked("超过500户的村，配备不少于2名看管员");
    is_asked("水塔看管员不足2名的，补充1名");
    is_asked("Parishes with more than 100 wells shall have at least 2 keepers");
    is_limit("按每户500元标准发放补助", "equal to", "500 yuan");
    is_limit(
        "A well keeper is paid 1,350 yuan per year",
        "equal to",
        "1350 yuan",
    );
}

#[test]
fn only_what_is_said_to_be_a_total_is_one() {
    let of = |clause: &str| said(clause).join("\n");
    assert!(of("维修费用不得超过20万元").starts_with("every "));
    assert!(of("维修费用总额不得超过20万元").starts_with("total of "));
    assert!(of("The cost of a repair must not exceed 200,000 yuan").starts_with("every "));
    assert!(of("The total cost must not exceed 200,000 yuan").starts_with("total of "));
}
