//! What a clause is for: a heading, an introduction, who is responsible, or a duty; and who is responsible.

use super::patterns::{Pattern, group, pattern};
use super::text::quotable;
use super::words::Reason;
use crate::citations::{Document, Style};
use std::sync::LazyLock;

/// The labels of a line of responsible units.
static OWNER_LABEL: Pattern = LazyLock::new(|| {
    pattern(
        r"(?P<unit>(?:牵头|责任|承办|主责)(?:单位|科室|部门|处室))：|(?:牵头|责任|配合|协办|分管|联系)(?:领导|人|单位|科室|部门|处室)：",
    )
});
static OWNER_HEAD: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)(?:责任|牵头|承办|主责)(?:单位|科室|部门|处室)|^(?:单位|部门)(?:名称)?$|responsible|^owner|lead office|in charge",
    )
});
static OWNER_LINE: Pattern = LazyLock::new(|| {
    pattern(
        r"^[（]?(?:牵头|责任|配合|承办|主责|协办)(?:领导|单位|科室|部门|处室|人)：|^[（]?[\p{Han}、]+?(?:等(?:部门|单位)?)?(?:按照?|根据|依据)(?:各自)?(?:职责|职能)(?:分工)?(?:分别)?负责[。）]*$|(?i)^\(?(?:responsible(?: \w+){0,2}|lead(?: \w+){0,2}|owner|in charge)\s?:",
    )
});
static ENGLISH_OWNERS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:responsible(?: (?:body|bodies|office|offices|unit|units|department|departments))?|lead (?:office|unit|department|body)|owner)\s?:\s?(?P<names>[^.;)]+)",
    )
});
static INTRODUCTION: Pattern = LazyLock::new(|| {
    pattern(
        r"^(?:现将|按照|根据|依据|结合|为|遵照|经).*(?:制定本|特制定|印发|如下|现印发|决定成立|制订本|制定如下)|^《[^》]*》(?:已经|已由).*印发|^以.*(?:思想|理论|精神)为指导",
    )
});
static GUIDANCE: Pattern = LazyLock::new(|| {
    pattern(
        r"^(?:指导思想|总体要求|总体思路|基本原则|工作原则|重要意义|编制依据|编制背景|目的|依据|(?i)purpose|background|introduction|aims?|principles)\n",
    )
});
static CLOSING: Pattern = LazyLock::new(|| {
    pattern(
        r"(?m)^本(?:方案|办法|规定|细则|通知|意见|条例|制度|规则|计划)(?:由.*解释|自.*(?:施行|实施|执行|生效))|(?mi)^th(?:is|ese) \w+ (?:enters?|comes?|shall (?:enter|come)) into (?:force|effect)",
    )
});
static LEADS: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:^|[，。；：（])由?(?P<unit>[\p{Han}][\p{Han}、]{0,60}?(?:局|委|办|厅|科|中心|政府|办公室|所|站))(?:(?:共同)?牵头|(?:共同|分别|分工)?负责|承办)",
    )
});
/// Offices that are responsible each for its part.
static BY_DUTY: Pattern = LazyLock::new(|| {
    pattern(
        r"(?:^|[，。；：（\n])由?(?P<units>\p{Han}[\p{Han}、]{1,80}?)(?:等(?:部门|单位)?)?(?:按照?|根据|依据)?(?:各自)?(?:职责|职能)(?:分工)?(?:分别)?(?:抓好|负责|做好|落实)",
    )
});
static UNIT: Pattern = LazyLock::new(|| {
    pattern(
        r"^[\p{Han}、·（）]{1,24}(?:局|委|部|办|厅|处|科|室|中心|政府|委员会|联合会|残联|妇联|团县委|团市委|法院|检察院|学校|中学|小学|村委|公司|协会|大队|支队|站|所|院|社|园|协|团委|工会|党委|办公室)$",
    )
});

/// Words that a duty is said with, and words that hold them without saying one.
static DEMAND: Pattern = LazyLock::new(|| {
    pattern(
        r"应|要|必须|须|不得|严禁|禁止|确保|达到|不低于|不少于|不超过|不高于|(?i)\b(?:shall|must|should|may not|has to|have to|(?:is|are) required to)\b",
    )
});
static NO_DEMAND: Pattern = LazyLock::new(|| {
    pattern(
        r"要求|重要|主要|需要|必要|纲要|要点|要素|摘要|概要|应急|应用|响应|适应|供应|反应|相应|对应|效应|(?i)shall (?:enter|come) into (?:force|effect)|^为(?:了|进一步)?(?:切实)?(?:确保|达到)",
    )
});

/// Whether the own words of a clause demand something: a figure, a date or a word of duty.
fn demands(text: &str, has_figures: bool) -> bool {
    has_figures || DEMAND.is_match(&NO_DEMAND.replace_all(text, ""))
}

/// What stands around the clauses of a document.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Frame {
    /// The first clause with a number.
    first: usize,
    /// From here on nothing follows but what could be a signature.
    signature: usize,
}

impl Frame {
    pub(super) fn of(document: &Document) -> Self {
        let count = document.clauses.len();
        let mut all = document.clauses.iter();
        let first = all.position(|clause| clause.marker.style != Style::Paragraph);
        let last = (0..count).rfind(|at| !is_signature(document, *at));
        Self {
            first: first.unwrap_or(count),
            signature: last.map_or(0, |last| last + 1),
        }
    }
}

/// Why the clause is not inspected; `None` for one that sets a duty.
pub(super) fn reason(
    document: &Document,
    frame: Frame,
    at: usize,
    text: &str,
    has_figures: bool,
) -> Option<Reason> {
    let clause = &document.clauses[at];
    let has_children = document.children(Some(at)).next().is_some();
    let is_paragraph = clause.marker.style == Style::Paragraph;
    let stops =
        text.contains(['。', '；', '！']) || text.contains(". ") || text.ends_with(['.', ';']);
    let length = text.chars().count();
    if OWNER_LINE.is_match(text) {
        return Some(Reason::Owners);
    }
    let demands = demands(text, has_figures);
    // The day from which it is in force is no demand; what stands beside it may be.
    if CLOSING.is_match(text) && !demanding_besides(text) {
        return Some(Reason::Closing);
    }
    let before_all = clause.parent.is_none() && is_paragraph && at < frame.first;
    let in_annex = clause
        .parent
        .is_some_and(|parent| document.clauses[parent].marker.style == Style::Attachment);
    if !demands && (GUIDANCE.is_match(text) || (is_paragraph && INTRODUCTION.is_match(text))) {
        return Some(Reason::Introduction);
    }
    if before_all && !(stops && demands) {
        return Some(if stops {
            Reason::Introduction
        } else {
            Reason::Front
        });
    }
    if is_paragraph && at >= frame.signature {
        return Some(Reason::Front);
    }
    // Announcements of attachments, rows of headers, letterheads and signatures.
    let is_label = !stops && !demands && !text.contains('，') && length <= 60;
    if is_label
        && (text.starts_with("附件") || text.starts_with("《") || text.starts_with("公开方式"))
    {
        return Some(Reason::Front);
    }
    if is_label
        && is_paragraph
        && (in_annex
            || clause
                .parent
                .is_some_and(|parent| document.clauses[parent].parent.is_none())
            || clause.parent.is_none())
    {
        return Some(Reason::Front);
    }
    if clause.marker.style == Style::Attachment && !demands
        || (is_label && clause.parent.is_none() && !has_figures && length <= 40)
    {
        return Some(if has_children {
            Reason::Heading
        } else {
            Reason::Front
        });
    }
    let is_heading = has_children && !demands && length <= 40 && (!stops || single(text));
    is_heading.then_some(Reason::Heading)
}

/// Whether a sentence besides the one on explaining and force demands something.
fn demanding_besides(text: &str) -> bool {
    let sentences = text
        .split(['。', '；', '\n'])
        .flat_map(|part| part.split(". "));
    sentences
        .filter(|sentence| !CLOSING.is_match(sentence.trim()))
        .any(|sentence| demands(sentence, false))
}

/// Whether the clause could be part of a signature at the end: a short paragraph that is no sentence.
fn is_signature(document: &Document, at: usize) -> bool {
    let clause = &document.clauses[at];
    let words = &clause.words;
    clause.marker.style == Style::Paragraph
        && words.chars().count() <= 60
        && !words.contains(['。', '；', '，', ';'])
        && !words.trim_end().ends_with('.')
}

/// Whether the text is one short sentence.
fn single(text: &str) -> bool {
    let inner = text.trim_end_matches(['。', '；', '.', ';', '：', ':']);
    inner.chars().count() <= 30 && !inner.contains(['。', '；', '.', ';', '\n'])
}

/// The units that a text names as responsible, in its order and each once.
pub(super) fn owners(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |names: &str, by: &[char]| {
        for name in names.split(by) {
            let name = quotable(name.trim().trim_matches(['（', '）', '-', '—', '.', ' ']));
            if !name.is_empty() && name.chars().count() <= 40 && !all.contains(&name) {
                all.push(name);
            }
        }
    };
    let labels: Vec<_> = OWNER_LABEL.captures_iter(text).collect();
    for (at, found) in labels.iter().enumerate() {
        let start = found.get(0).map_or(text.len(), |label| label.end());
        let next = labels.get(at + 1).and_then(|next| next.get(0));
        let names = &text[start..next.map_or(text.len(), |next| next.start())];
        let end = names
            .find("---")
            .or_else(|| names.find(['。', '；', '：', '\n', '—']));
        if group(found, "unit").is_some() {
            add(&names[..end.unwrap_or(names.len())], &['、', '，']);
        }
    }
    for found in BY_DUTY.captures_iter(text) {
        let names = group(&found, "units").unwrap_or_default();
        if names.split('、').all(is_unit) {
            add(names, &['、']);
        }
    }
    for found in ENGLISH_OWNERS.captures_iter(text) {
        add(group(&found, "names").unwrap_or_default(), &[',']);
    }
    all
}

/// The unit that a paragraph begins with: `XX局：负责…`; with the place behind it.
pub(super) fn leading_unit(text: &str) -> Option<(String, usize)> {
    let (unit, _) = text.split_once('：')?;
    let length = unit.len() + '：'.len_utf8();
    is_unit(unit).then(|| (quotable(unit), length))
}

/// The offices that a clause gives the lead to: `（责任单位：XX局、XX局）`, `由XX局牵头`.
pub(super) fn leading_offices(text: &str) -> Vec<String> {
    let named = owners(text);
    if !named.is_empty() {
        return named;
    }
    let found = LEADS.captures(text);
    let units = found.as_ref().and_then(|found| group(found, "unit"));
    let units = units.unwrap_or_default().split('、');
    // 补助由财政局负责: the office stands behind 由.
    let units = units.map(|unit| unit.rsplit('由').next().unwrap_or(unit));
    let units: Vec<String> = units.map(quotable).collect();
    // A list that holds anything but offices is a sentence about them.
    let are_short = units.iter().all(|unit| unit.chars().count() <= 14);
    let are_units = units.iter().all(|unit| is_unit(unit));
    if are_short && (units.len() == 1 || are_units) {
        units.into_iter().filter(|unit| !unit.is_empty()).collect()
    } else {
        Vec::new()
    }
}

/// The column of a table of duties that says who is responsible, by its head.
pub(super) fn owner_column(header: &str) -> Option<usize> {
    let mut cells = header.split('\t');
    cells.position(|cell| OWNER_HEAD.is_match(cell.trim()))
}

/// Whether a text is the name of an office.
pub(super) fn is_unit(text: &str) -> bool {
    UNIT.is_match(text)
}
