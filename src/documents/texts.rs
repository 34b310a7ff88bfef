//! Coverage and impact as text for a terminal, in both languages.

use super::coverage::{Counted, Coverage, CoveredClause, CoveringItem, How};
use super::impact::{Change, ChangedClause, Cites, Impact, Touched, to_look_at};
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
    let mut items: Vec<String> = clause
        .items
        .iter()
        .map(|item| covering(item, language))
        .collect();
    items.extend(clause.unused.iter().map(|via| match language {
        Language::En => format!("{} (no item uses it)", via.words(language)),
        Language::Zh => format!("{}（没有检查项用到）", via.words(language)),
    }));
    let mut told = format!(
        "{}{}{}{}{}",
        clause.how.words(language),
        colon(language),
        title(&clause.path, heading),
        language.pick(", ", "，"),
        lines_of(&clause.lines, language)
    );
    if !items.is_empty() {
        told.push_str(&format!("  ← {}", items.join(", ")));
    }
    line(text, 2, &told);
    if let Some(reason) = &clause.reason {
        line(text, 3, reason);
    }
    if sentences && !clause.items.is_empty() {
        let unquoted = clause.sentences.iter().flatten().filter(|s| !s.quoted);
        for sentence in unquoted {
            let words = language.pick("not quoted", "未引用");
            line(
                text,
                3,
                &format!("{words}{}{}", colon(language), sentence.text),
            );
        }
    }
}

fn colon(language: Language) -> &'static str {
    language.pick(": ", "：")
}

/// `line 3`, `lines 8-9`.
fn lines_of(lines: &str, language: Language) -> String {
    let one = lines.split_once('-').filter(|(from, to)| from == to);
    match (language, one) {
        (Language::En, Some((line, _))) => format!("line {line}"),
        (Language::En, None) => format!("lines {lines}"),
        (Language::Zh, Some((line, _))) => format!("第{line}行"),
        (Language::Zh, None) => format!("第{lines}行"),
    }
}

/// `towers/paid (table rates)`.
fn covering(item: &CoveringItem, language: Language) -> String {
    match (&item.through, language) {
        (None, _) => item.id.clone(),
        (Some(via), Language::En) => format!("{} ({})", item.id, via.words(language)),
        (Some(via), Language::Zh) => format!("{}（{}）", item.id, via.words(language)),
    }
}

pub(super) fn title(path: &str, heading: Option<&str>) -> String {
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
pub(super) fn tenths(part: usize, whole: usize) -> String {
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
    if let (Some(old), Some(new)) = (&impact.source, &impact.successor) {
        line(
            &mut text,
            0,
            &match language {
                Language::En => format!("{new} replaces {old}"),
                Language::Zh => format!("{new} 替代 {old}"),
            },
        );
    }
    if impact.source.is_some() {
        let (hit, spared) = (to_look_at(&impact.clauses).len(), impact.items_untouched);
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
    let title = title(&clause.path, heading);
    let mut told = format!("{title}{}{kinds}", colon(language));
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
        line(text, 1, &format!("← {}", who(item, language)));
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

/// `towers/paid (through table rates)`, `table rates`.
fn who(item: &Touched, language: Language) -> String {
    let id = match &item.own {
        None => item.id.clone(),
        Some(own) => own.words(language),
    };
    let mut more = Vec::new();
    if let Some(via) = &item.through {
        let through = language.pick("through", "经由");
        more.push(format!("{through} {}", via.words(language)));
    }
    if item.cites == Cites::New {
        more.push(
            language
                .pick("cites the new version already", "已引用新文件")
                .to_owned(),
        );
    }
    match (more.is_empty(), language) {
        (true, _) => id,
        (false, Language::En) => format!("{id} ({})", more.join(", ")),
        (false, Language::Zh) => format!("{id}（{}）", more.join("，")),
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
