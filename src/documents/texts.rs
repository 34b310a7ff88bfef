//! Coverage and impact as text for a terminal, in both languages.

use super::coverage::{Counted, Coverage, CoveredClause, How};
use super::impact::{Change, ChangedClause, Impact};
use crate::types::Language;
use std::fmt::Write;

/// Coverage as text: a line a section with its clauses below, then the totals; with the sentences that no quoted phrase touches, where asked for.
#[must_use]
pub fn coverage_text(coverage: &Coverage, language: Language, sentences: bool) -> String {
    let mut text = String::new();
    for source in &coverage.sources {
        let number = source.number.as_ref();
        let number = number.map(|number| match language {
            Language::En => format!(" ({number})"),
            Language::Zh => format!("（{number}）"),
        });
        line(
            &mut text,
            0,
            &format!(
                "{}  {}{}",
                source.source,
                source.title,
                number.unwrap_or_default()
            ),
        );
        if !source.pinned {
            let words = language.pick(
                "it has no lock, so its clauses are not known; write one with `duban pin`",
                "没有锁，其条款未知；请用 `duban pin` 生成",
            );
            line(&mut text, 1, words);
            continue;
        }
        let mut sections = coverage
            .sections
            .iter()
            .filter(|section| section.source == source.source);
        let own = coverage.clauses.iter();
        for clause in own.filter(|clause| clause.source == source.source) {
            if clause.depth == 0
                && let Some(section) = sections.next()
                && section.counted.clauses > 0
            {
                let title = title(&section.path, section.heading.as_deref());
                let counts = counts(&section.counted, language);
                line(&mut text, 1, &format!("{title}  {counts}"));
            }
            if clause.how != How::Heading {
                of_clause(&mut text, clause, language, sentences);
            }
        }
        line(&mut text, 1, &counts(&source.counted, language));
    }
    if coverage.sources.len() > 1 {
        let all = language.pick("all sources", "全部文件");
        let counts = counts(&coverage.total, language);
        line(&mut text, 0, &format!("{all}  {counts}"));
    }
    text
}

fn of_clause(text: &mut String, clause: &CoveredClause, language: Language, sentences: bool) {
    let last = clause.heading.as_deref();
    let heading = last.and_then(|heading| heading.rsplit(" › ").next());
    let items: Vec<&str> = clause.items.iter().map(|item| item.id.as_str()).collect();
    let mut told = format!(
        "{}: {}",
        clause.how.words(language),
        title(&clause.path, heading)
    );
    match language {
        Language::En => told.push_str(&format!(", lines {}", clause.lines)),
        Language::Zh => told.push_str(&format!("，第{}行", clause.lines)),
    }
    if !items.is_empty() {
        told.push_str(&format!("  ← {}", items.join(", ")));
    }
    line(text, 2, &told);
    if let Some(reason) = &clause.reason {
        line(text, 3, reason);
    }
    if sentences && !items.is_empty() {
        let unquoted = clause.sentences.iter().flatten().filter(|s| !s.quoted);
        for sentence in unquoted {
            let words = language.pick("not quoted", "未引用");
            line(text, 3, &format!("{words}: {}", sentence.text));
        }
    }
}

fn title(path: &str, heading: Option<&str>) -> String {
    match heading {
        Some(heading) if !heading.is_empty() => format!("{path} {heading}"),
        _ => path.to_owned(),
    }
}

/// `3 of 5 clauses accounted for (60.0 %): machine 2, not inspectable 1; uncovered 2`.
pub(super) fn counts(counted: &Counted, language: Language) -> String {
    let kinds = [
        (How::Machine, counted.machine),
        (How::Hybrid, counted.hybrid),
        (How::Sample, counted.sample),
        (How::Person, counted.person),
        (How::NotInspectable, counted.not_inspectable),
        (How::Uncovered, counted.uncovered),
    ];
    let kinds: Vec<String> = kinds
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(how, count)| format!("{} {count}", how.words(language)))
        .collect();
    let (done, all) = (counted.accounted(), counted.clauses);
    let share = tenths(done, all);
    match language {
        Language::En => format!(
            "{done} of {all} clauses accounted for ({share} %): {}",
            kinds.join(", ")
        ),
        Language::Zh => format!(
            "{all} 个条款中 {done} 个有着落（{share}%）：{}",
            kinds.join("，")
        ),
    }
}

/// A share of 100 with one decimal, rounded down, so that 100.0 is said of everything alone.
fn tenths(part: usize, whole: usize) -> String {
    let tenths = (part * 1000).checked_div(whole).unwrap_or(1000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn line(text: &mut String, depth: usize, words: &str) {
    // Writing into a text does not fail.
    let _ = writeln!(text, "{}{words}", "  ".repeat(depth));
}

/// Impact as text: what changed, clause by clause with the items that cite it, and how much did not.
#[must_use]
pub fn impact_text(impact: &Impact, language: Language) -> String {
    let mut text = String::new();
    for clause in &impact.clauses {
        of_change(&mut text, clause, language);
    }
    for (item, path) in &impact.unknown {
        line(
            &mut text,
            0,
            &match language {
                Language::En => format!("{item} cites {path}, which the old version does not have"),
                Language::Zh => format!("{item} 引用了 {path}，旧文中没有这一条款"),
            },
        );
    }
    let (changed, same) = (impact.clauses.len(), impact.unchanged);
    line(
        &mut text,
        0,
        &match language {
            Language::En => format!("{changed} changed, {same} as they were"),
            Language::Zh => format!("{changed} 个条款有变化，{same} 个不变"),
        },
    );
    if impact.source.is_some() {
        let mut hit: Vec<&str> = impact
            .clauses
            .iter()
            .flat_map(|clause| &clause.items)
            .map(|item| item.id.as_str())
            .collect();
        hit.sort_unstable();
        hit.dedup();
        let (hit, spared) = (hit.len(), impact.items_untouched);
        line(
            &mut text,
            0,
            &match language {
                Language::En => format!("items to look at: {hit}; not touched: {spared}"),
                Language::Zh => format!("需要查看的检查项：{hit}；不受影响：{spared}"),
            },
        );
    }
    text
}

fn of_change(text: &mut String, clause: &ChangedClause, language: Language) {
    let kinds: Vec<&str> = clause
        .change
        .iter()
        .map(|change| words_of(*change, language))
        .collect();
    let kinds = kinds.join(language.pick(", ", "、"));
    let heading = clause.heading.as_deref();
    let mut told = format!("{}: {kinds}", title(&clause.path, heading));
    if let Some(before) = clause.before.as_ref().filter(|was| **was != clause.path) {
        told.push_str(&match language {
            Language::En => format!(" (was {before})"),
            Language::Zh => format!("（原为 {before}）"),
        });
    }
    line(text, 0, &told);
    if !clause.gone.is_empty() || !clause.new.is_empty() {
        let list = |all: &[String]| match all {
            [] => "—".to_owned(),
            all => all.join(language.pick(", ", "、")),
        };
        let figures = format!("{} → {}", list(&clause.gone), list(&clause.new));
        line(text, 1, &figures);
    }
    for item in &clause.items {
        line(text, 1, &format!("← {}", item.id));
        if let Some(phrase) = &item.phrase_lost {
            line(
                text,
                2,
                &match language {
                    Language::En => format!("its phrase does not stand there any more: {phrase}"),
                    Language::Zh => format!("所引词句已不在其中：{phrase}"),
                },
            );
        }
    }
}

pub(super) fn words_of(change: Change, language: Language) -> &'static str {
    let (en, zh) = match change {
        Change::Added => ("added", "新增"),
        Change::Removed => ("removed", "删去"),
        Change::Moved => ("moved", "移位"),
        Change::Numbers => ("numbers changed", "数字有变"),
        Change::Dates => ("dates changed", "日期有变"),
        Change::Words => ("words changed", "词句有变"),
        Change::Text => ("text changed", "文字有变"),
    };
    language.pick(en, zh)
}
