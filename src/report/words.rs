//! The labels of reports for people, in both languages.

use crate::findings::{Cite, FindingOutcome, ItemRun, Run, Severity};
use crate::types::Language;

/// One language's labels.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) as_of: &'static str,
    pub(super) audit: &'static str,
    pub(super) checklist: &'static str,
    pub(super) settings: &'static str,
    pub(super) not_set: &'static str,
    pub(super) what_was_read: &'static str,
    pub(super) nothing_read: &'static str,
    pub(super) dataset: &'static str,
    pub(super) file: &'static str,
    pub(super) sheet: &'static str,
    pub(super) row: &'static str,
    pub(super) line: &'static str,
    pub(super) column: &'static str,
    pub(super) value: &'static str,
    pub(super) rows_read: &'static str,
    pub(super) encoding: &'static str,
    pub(super) problems: &'static str,
    pub(super) no_problems: &'static str,
    pub(super) accounting: &'static str,
    pub(super) no_items: &'static str,
    pub(super) outcome: &'static str,
    pub(super) item: &'static str,
    pub(super) title_of_item: &'static str,
    pub(super) clause: &'static str,
    pub(super) severity: &'static str,
    pub(super) owner: &'static str,
    pub(super) due: &'static str,
    pub(super) counts: [&'static str; 8],
    pub(super) short_counts: [&'static str; 8],
    pub(super) findings: &'static str,
    pub(super) no_findings: &'static str,
    pub(super) cannot_tell: &'static str,
    pub(super) none_cannot_tell: &'static str,
    pub(super) requires: &'static str,
    pub(super) asks: &'static str,
    pub(super) found: &'static str,
    pub(super) looked_in: &'static str,
    pub(super) tolerated: &'static str,
    pub(super) blank: &'static str,
    pub(super) remark: &'static str,
    pub(super) note: &'static str,
    pub(super) reason: &'static str,
    pub(super) message: &'static str,
    pub(super) id: &'static str,
    pub(super) count: &'static str,
    pub(super) cells: &'static str,
    pub(super) subject: &'static str,
    pub(super) rule: &'static str,
    pub(super) section: &'static str,
    pub(super) summary: &'static str,
    pub(super) items: &'static str,
    pub(super) township: &'static str,
    pub(super) school: &'static str,
    pub(super) no_township: &'static str,
    pub(super) no_school: &'static str,
    pub(super) chart: &'static str,
    pub(super) by_place: &'static str,
    pub(super) masked: &'static str,
    pub(super) revealed: &'static str,
    pub(super) fresh_ids: &'static str,
    pub(super) all_in_json: &'static str,
    pub(super) comma: &'static str,
    pub(super) colon: &'static str,
    pub(super) filter: &'static str,
    pub(super) all: &'static str,
    pub(super) others: &'static str,
}

static EN: Words = Words {
    title: "Inspection findings",
    as_of: "as of",
    audit: "audit file",
    checklist: "checklist",
    settings: "settings",
    not_set: "not set",
    what_was_read: "What was read",
    nothing_read: "No dataset was needed, so nothing was read.",
    dataset: "dataset",
    file: "file",
    sheet: "sheet",
    row: "row",
    line: "line",
    column: "column",
    value: "value",
    rows_read: "rows",
    encoding: "encoding",
    problems: "problems",
    no_problems: "none",
    accounting: "Accounting",
    no_items: "The checklist has no items; nothing was judged.",
    outcome: "outcome",
    item: "item",
    title_of_item: "title",
    clause: "clause",
    severity: "severity",
    owner: "owner",
    due: "due",
    counts: [
        "subjects",
        "met",
        "not met",
        "cannot tell",
        "not applicable",
        "excused",
        "waived",
        "awaiting",
    ],
    short_counts: [
        "subjects",
        "met",
        "not met",
        "can't tell",
        "n/a",
        "excused",
        "waived",
        "awaiting",
    ],
    findings: "Findings",
    no_findings: "No requirement is found not met.",
    cannot_tell: "Cannot tell",
    none_cannot_tell: "Nothing was left undecided.",
    requires: "required",
    asks: "check",
    found: "found",
    looked_in: "looked in",
    tolerated: "within the tolerated share",
    blank: "(blank)",
    remark: "remark",
    note: "note",
    reason: "reason",
    message: "finding",
    id: "id",
    count: "count",
    cells: "cells",
    subject: "subject",
    rule: "rule",
    section: "section",
    summary: "Summary",
    items: "Items",
    township: "township",
    school: "school",
    no_township: "township not known",
    no_school: "school not known",
    chart: "Findings by township and severity",
    by_place: "Findings by township and school",
    masked: "Names and numbers of people are masked.",
    revealed: "Names and numbers of people are shown: keep this report as confidential as the registers.",
    fresh_ids: "No key file was given: the ids of findings cannot be compared with those of other runs.",
    all_in_json: "the JSON report lists all",
    comma: ", ",
    colon: ": ",
    filter: "Show only findings that contain",
    all: "all",
    others: "others",
};

static ZH: Words = Words {
    title: "检查结果",
    as_of: "评估日",
    audit: "审计文件",
    checklist: "检查清单",
    settings: "设定",
    not_set: "未设定",
    what_was_read: "读取的数据",
    nothing_read: "没有需要读取的数据集。",
    dataset: "数据集",
    file: "文件",
    sheet: "工作表",
    row: "记录",
    line: "行号",
    column: "列",
    value: "内容",
    rows_read: "记录数",
    encoding: "编码",
    problems: "数据问题",
    no_problems: "无",
    accounting: "逐项统计",
    no_items: "检查清单中没有检查项，未作任何判断。",
    outcome: "结论",
    item: "检查项",
    title_of_item: "题名",
    clause: "依据",
    severity: "等级",
    owner: "责任单位",
    due: "期限",
    counts: [
        "对象",
        "符合",
        "不符合",
        "无法判断",
        "不适用",
        "例外",
        "豁免",
        "待答复",
    ],
    short_counts: [
        "对象",
        "符合",
        "不符合",
        "无法判断",
        "不适用",
        "例外",
        "豁免",
        "待答复",
    ],
    findings: "发现的问题",
    no_findings: "未发现不符合要求的情况。",
    cannot_tell: "无法判断",
    none_cannot_tell: "没有无法判断的情况。",
    requires: "要求",
    asks: "检查内容",
    found: "实际",
    looked_in: "查找范围",
    tolerated: "在容许比例之内",
    blank: "（空）",
    remark: "说明",
    note: "备注",
    reason: "原因",
    message: "问题",
    id: "编号",
    count: "个数",
    cells: "单元格",
    subject: "对象",
    rule: "规则",
    section: "章节",
    summary: "概要",
    items: "检查项",
    township: "乡镇",
    school: "学校",
    no_township: "乡镇不明",
    no_school: "学校不明",
    chart: "各乡镇问题数量与等级",
    by_place: "按乡镇和学校列出的问题",
    masked: "人员的姓名和号码已隐去。",
    revealed: "人员的姓名和号码未隐去：本报告应与原始登记同等保密。",
    fresh_ids: "未提供密钥文件：各条问题的编号不能与其他批次比较。",
    all_in_json: "完整清单见 JSON 报告",
    comma: "、",
    colon: "：",
    filter: "只显示包含以下文字的问题",
    all: "全部",
    others: "其他",
};

/// The labels of a language.
pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::En => &EN,
        Language::Zh => &ZH,
    }
}

/// `1,234 rows` or `1,234 条记录`.
pub(super) fn rows(language: Language, count: u64) -> String {
    counted(language, count, ["row", "rows"], "条记录")
}

/// A number with its noun.
pub(super) fn counted(language: Language, count: u64, en: [&str; 2], zh: &str) -> String {
    let number = grouped(count);
    match language {
        Language::En => format!("{number} {}", en[usize::from(count != 1)]),
        Language::Zh => format!("{number} {zh}"),
    }
}

/// A count with a comma between thousands.
pub(super) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A severity in words.
pub(super) fn severity(language: Language, severity: Severity) -> &'static str {
    let (en, zh) = match severity {
        Severity::Note => ("note", "提示"),
        Severity::Minor => ("minor", "一般"),
        Severity::Major => ("major", "重要"),
        Severity::Critical => ("critical", "严重"),
    };
    language.pick(en, zh)
}

/// A finding's outcome in words.
pub(super) fn finding_outcome(language: Language, outcome: FindingOutcome) -> &'static str {
    let (en, zh) = match outcome {
        FindingOutcome::NotMet => ("not met", "不符合"),
        FindingOutcome::CannotTell => ("cannot tell", "无法判断"),
        FindingOutcome::Awaiting => ("awaiting", "待答复"),
    };
    language.pick(en, zh)
}

/// A citation as a reader looks it up: `Plan 2020 (No. 5), 三(一)2-a` or `《方案》（5号）三(一)2-a`; with the headings it stands under, where known.
pub(super) fn cite(language: Language, cite: &Cite) -> String {
    let title = if cite.title.is_empty() {
        &cite.source
    } else {
        &cite.title
    };
    let number = cite.number.as_ref();
    let place = match language {
        Language::En => {
            let number = number.map(|number| format!(" ({number})"));
            format!("{title}{}, {}", number.unwrap_or_default(), cite.clause)
        }
        Language::Zh => {
            let number = number.map(|number| format!("（{number}）"));
            let number = number.unwrap_or_default();
            if title.contains('《') {
                format!("{title}{number}{}", cite.clause)
            } else {
                format!("《{title}》{number}{}", cite.clause)
            }
        }
    };
    match (&cite.heading, language) {
        (None, _) => place,
        (Some(heading), Language::En) => format!("{place} ({heading})"),
        (Some(heading), Language::Zh) => format!("{place}（{heading}）"),
    }
}

/// Several citations in one line.
pub(super) fn cites(language: Language, all: &[Cite]) -> String {
    let all: Vec<String> = all.iter().map(|one| cite(language, one)).collect();
    all.join(language.pick("; ", "；"))
}

/// The heading of what is left open: with the answers that are awaited, where there are any.
pub(super) fn left_open(run: &Run) -> &'static str {
    if run.items.iter().all(|item| item.counts.awaiting == 0) {
        return words(run.language).cannot_tell;
    }
    run.language
        .pick("Cannot tell, or awaiting an answer", "无法判断或待答复")
}

/// How an item is judged, where not by data alone: by a person, by both, or on a sample with what it was drawn from.
pub(super) fn how_judged(language: Language, item: &ItemRun) -> Option<String> {
    let way = match item.kind {
        "person" => language.pick("answered by a person", "由人答复"),
        "hybrid" => language.pick(
            "judged from data and answered by a person",
            "由数据判断并由人答复",
        ),
        "sample" => language.pick("answered by a person on a sample", "抽样由人答复"),
        _ => return None,
    };
    let Some(scope) = &item.scope else {
        return Some(way.to_owned());
    };
    let (drawn, units, seed) = (grouped(scope.drawn), grouped(scope.units), &scope.seed);
    let mut text = match language {
        Language::En => format!("{way}: {drawn} of {units} drawn, seed “{seed}”"),
        Language::Zh => format!("{way}：从 {units} 个中抽取 {drawn} 个，种子“{seed}”"),
    };
    if !scope.frame.is_empty() {
        text.push_str(&match language {
            Language::En => format!(", frame {}", scope.frame),
            Language::Zh => format!("，抽样框 {}", scope.frame),
        });
    }
    Some(text)
}
