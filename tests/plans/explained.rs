//! What `explain` says of every item of the plans: a page a plan and language, read as its users read it.
//!
//! A page must not show what only programs need (identifiers, operators), the other language, or more than three sentences beside the one
//! that says what a finding weighs.

use super::plans;
use duban::explain;
use duban::model::{ExprKind, Item, Model};
use duban::types::{Language, Value};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Latin letters that Chinese readers know as such.
const LATIN: &[&str] = &[
    // The name of a programme, which the plan itself writes so and explains nowhere.
    "教育信息化3P项目",
];

/// The items of the plan itself, in its order.
fn items<'m>(model: &'m Model, plan: &str) -> Vec<&'m Item> {
    let own = |item: &&Item| model.checklists[item.checklist].id == plan;
    model.items.iter().filter(own).collect()
}

/// Everything that readers of a language are told of an item beside its prose.
fn told(item: &Item, language: Language) -> Vec<&str> {
    let mut told = vec![
        item.title.get(language),
        item.message.get(language),
        item.note.get(language),
    ];
    told.extend(item.owners.iter().map(|owner| owner.get(language)));
    told.extend(item.section.iter().map(|section| section.get(language)));
    told.extend(
        item.person
            .iter()
            .map(|person| person.question.get(language)),
    );
    told
}

#[test]
fn every_item_is_explained_in_both_languages() {
    for (plan, (_, model)) in plans() {
        for (language, name) in [(Language::En, "en"), (Language::Zh, "zh")] {
            let mut page = String::new();
            for item in items(&model, &plan) {
                let title = item.title.get(language);
                let prose = explain::item(&model, item, language);
                writeln!(page, "{}  {title}\n  {prose}\n", item.id).unwrap();
            }
            insta::with_settings!({
                snapshot_path => "explained",
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(format!("{plan}.{name}"), page.trim_end());
            });
        }
    }
}

/// The texts that a checklist looks for in registers: they are what they are in every language, in quotes.
fn texts(model: &Model) -> BTreeSet<&str> {
    let mut texts = BTreeSet::new();
    for expr in &model.exprs {
        match &expr.kind {
            ExprKind::Value(Value::Text(text)) | ExprKind::Matches(_, _, text) => {
                texts.insert(text.as_str());
            }
            ExprKind::OneOf(_, values) => texts.extend(values.iter().filter_map(|value| {
                let Value::Text(text) = value else {
                    return None;
                };
                Some(text.as_str())
            })),
            _ => {}
        }
    }
    for setting in &model.settings {
        if let Some(Value::Text(text)) = &setting.value {
            texts.insert(text);
        }
    }
    texts
}

fn is_chinese(letter: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&letter)
}

/// A text without the clauses that the item cites and the texts of registers in quotes.
fn without_quotes(text: &str, item: &Item, texts: &BTreeSet<&str>) -> String {
    let mut rest = text.to_owned();
    let paths: BTreeSet<&str> = item.cites.iter().map(|cite| cite.path.as_str()).collect();
    // The longest first, so that no clause is taken for a part of another one.
    let mut paths: Vec<&str> = paths.into_iter().collect();
    paths.sort_by_key(|path| std::cmp::Reverse(path.len()));
    for path in paths {
        rest = rest.replace(path, "");
    }
    let mut parts = rest.split('“');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('”') {
            Some((quoted, after)) if texts.contains(quoted) => out.push_str(after),
            _ => out.push_str(part),
        }
    }
    out
}

#[test]
fn nothing_of_the_other_language_stands_in_what_readers_are_told() {
    let mut wrong = Vec::new();
    for (plan, (_, model)) in plans() {
        let texts = texts(&model);
        for item in items(&model, &plan) {
            for language in [Language::En, Language::Zh] {
                let prose = explain::item(&model, item, language);
                let mut all = told(item, language);
                all.push(&prose);
                for text in all {
                    let other = match language {
                        Language::En => without_quotes(text, item, &texts).contains(is_chinese),
                        Language::Zh => {
                            let latin = |text: String, name: &&str| text.replace(name, "");
                            let rest = LATIN.iter().fold(text.to_owned(), latin);
                            rest.contains(|letter: char| letter.is_ascii_alphabetic())
                        }
                    };
                    if other {
                        wrong.push(format!("{plan}/{}: {text}", item.id));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_that_only_programs_need_stands_in_what_readers_are_told() {
    let mut wrong = Vec::new();
    for (plan, (_, model)) in plans() {
        let declared = model.datasets.iter().flat_map(|dataset| &dataset.names.all);
        let ids = model.items.iter().map(|item| &item.id).chain(declared);
        // A name of one word, or of words joined by a hyphen as English joins them, may be a word of the sentence.
        let ids: BTreeSet<&str> = ids.map(String::as_str).collect();
        let is_id = |word: &str| word.contains('_') || word.contains('-') && ids.contains(word);
        for item in items(&model, &plan) {
            for language in [Language::En, Language::Zh] {
                let prose = explain::item(&model, item, language);
                let mut all = told(item, language);
                all.push(&prose);
                for text in all {
                    let joins = |letter: char| letter == '_' || letter == '-';
                    let ends = |letter: char| !letter.is_ascii_alphanumeric() && !joins(letter);
                    let id = text.split(ends).find(|word| is_id(word));
                    let operator = text.find(['<', '>', '=', '*', '≥', '≤', '`', '{', '}']);
                    if id.is_some() || operator.is_some() {
                        wrong.push(format!("{plan}/{}: {text}", item.id));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How many sentences there are; what stands in quotes is a part of the sentence around it.
fn sentences(text: &str) -> usize {
    let (mut count, mut depth) = (0, 0_usize);
    let letters: Vec<char> = text.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        match letter {
            '“' | '「' => depth += 1,
            '”' | '」' => depth = depth.saturating_sub(1),
            '。' | '！' | '？' if depth == 0 => count += 1,
            '.' | '!' | '?' if depth == 0 => {
                let next = letters.get(at + 1);
                count += usize::from(next.is_none_or(|next| next.is_whitespace()));
            }
            _ => {}
        }
    }
    count
}

#[test]
fn an_item_is_explained_in_few_sentences() {
    let mut long = Vec::new();
    for (plan, (_, model)) in plans() {
        for item in items(&model, &plan) {
            for language in [Language::En, Language::Zh] {
                let prose = explain::item(&model, item, language);
                // One to three of what is asked, and one of what a finding weighs.
                if !(2..=4).contains(&sentences(&prose)) {
                    long.push(format!("{plan}/{}: {prose}", item.id));
                }
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_item_says_who_acts_and_by_which_clause() {
    for (plan, (_, model)) in plans() {
        for item in items(&model, &plan) {
            let id = format!("{plan}/{}", item.id);
            assert!(!item.cites.is_empty(), "{id} cites no clause");
            if item.lines.not_inspectable.is_some() {
                continue;
            }
            assert!(
                !item.owners.is_empty() || !item.lines.owner_paths.is_empty(),
                "{id} has no owner"
            );
            for language in [Language::En, Language::Zh] {
                assert!(!told(item, language)[0].is_empty(), "{id} has no title");
                let owner = item.owners.first().map(|owner| owner.get(language));
                assert!(owner != Some(""), "{id} has no owner in {language:?}");
            }
        }
    }
}
