//! The cells of a table in, how its days are written and which words stand for those of a value set out.

use super::fit::{Fit, file_columns};
use crate::data::cell::{self, DateFormat};
use crate::data::{Buffer, Source};
use crate::findings::mask::looks_private;
use crate::model::{Dataset, Model};
use crate::types::Type;
use std::collections::BTreeMap;

/// The different texts of a column, each with its first data row, from 1.
type Texts = BTreeMap<String, u64>;

/// Chunks looked at; behind them nothing is taken any more.
const MOST_CHUNKS: usize = 200;

/// Different texts of a column looked at.
const MOST_TEXTS: usize = 5000;

/// Ways of writing days beside those with the year first.
const PATTERNS: &[&str] = &["d/m/yyyy", "m/d/yyyy", "d-m-yyyy", "m-d-yyyy", "d.m.yyyy"];

/// What the cells of a column say.
#[derive(Debug)]
pub(super) enum Seen {
    /// The days are written so: one pattern is sure, several are possible.
    Days(Vec<&'static str>),
    /// Words in the file that are not in the value set.
    Words {
        /// Those that can only stand for one declared word: declared, found.
        sure: Vec<(String, String)>,
        /// The others.
        open: Vec<String>,
        /// The first data rows, from 1, of those that may be a person's: an audit file is handed on, and names nobody.
        hidden: Vec<u64>,
        /// Declared words that do not occur.
        unused: Vec<String>,
    },
}

/// What the columns of a dataset say in a table, by number of the column.
pub(super) fn look(
    model: &Model,
    dataset: &Dataset,
    fit: &Fit,
    source: &dyn Source,
) -> Vec<(usize, Seen)> {
    let wanted: Vec<(usize, usize, &Type, &[String])> = file_columns(dataset)
        .zip(&fit.columns)
        .enumerate()
        .filter_map(|(number, (column, found))| {
            let is_wanted = matches!(column.kind, Type::Date | Type::OneOf(_));
            let header = found.header().filter(|_| is_wanted)?;
            Some((number, header, &column.kind, column.placeholders.as_slice()))
        })
        .collect();
    let indexes: Vec<usize> = wanted.iter().map(|column| column.1).collect();
    let (texts, whole) = texts(source, &indexes);
    wanted
        .iter()
        .zip(texts)
        .filter_map(|(&(number, _, kind, placeholders), mut texts)| {
            texts.retain(|text, _| {
                let is_placeholder = |list: &[&str]| cell::is_placeholder(text.as_bytes(), list);
                let own: Vec<&str> = placeholders.iter().map(String::as_str).collect();
                !is_placeholder(&cell::PLACEHOLDERS) && !is_placeholder(&own)
            });
            let seen = match kind {
                Type::Date => days(&texts),
                Type::OneOf(set) => {
                    let declared = model.value_sets.get(*set)?;
                    words(&declared.values, &texts, whole)
                }
                _ => None,
            };
            Some((number, seen?))
        })
        .collect()
}

/// The different texts of some columns, cleaned, and whether all of the file was looked at.
fn texts(source: &dyn Source, indexes: &[usize]) -> (Vec<Texts>, bool) {
    let mut found = vec![Texts::new(); indexes.len()];
    let mut sorted = indexes.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut buffer = Buffer::default();
    let mut whole = source.chunk_count() <= MOST_CHUNKS;
    for number in 0..source.chunk_count().min(MOST_CHUNKS) {
        let Ok(chunk) = source.read_columns(number, &sorted, &mut buffer) else {
            return (found, false);
        };
        for (&index, found) in indexes.iter().zip(&mut found) {
            let before = source.rows_before(number);
            chunk.each(index, |row, raw| {
                if raw == cell::SWALLOWED.as_bytes() {
                    return;
                }
                let text = cell::fold_width(cell::trimmed(raw));
                let text = String::from_utf8_lossy(cell::trimmed(&text));
                if !text.is_empty() && !found.contains_key(text.as_ref()) {
                    if found.len() < MOST_TEXTS {
                        found.insert(text.into_owned(), before + row as u64 + 1);
                    } else {
                        whole = false;
                    }
                }
            });
        }
    }
    (found, whole)
}

/// How days are written that do not begin with the year.
fn days(texts: &Texts) -> Option<Seen> {
    let read = |format: &DateFormat| {
        let is_day = |text: &&String| cell::date(text.as_bytes(), format).is_some();
        texts.keys().filter(is_day).count()
    };
    let usual = read(&DateFormat::YearFirst);
    let counted: Vec<(usize, &str)> = PATTERNS
        .iter()
        .filter_map(|pattern| Some((read(&DateFormat::parse(pattern)?), *pattern)))
        .collect();
    let most = counted.iter().map(|c| c.0).max().unwrap_or(0);
    // Most of the cells have to be readable so: a few odd ones are mistakes, and stay unreadable.
    if most <= usual || most * 10 < texts.len() * 9 {
        return None;
    }
    let best = counted.iter().filter(|c| c.0 == most).map(|c| c.1);
    Some(Seen::Days(best.collect()))
}

/// Words outside a value set.
fn words(declared: &[Vec<String>], texts: &Texts, whole: bool) -> Option<Seen> {
    let clean = |word: &String| {
        let folded = cell::fold_width(cell::trimmed(word.as_bytes()));
        String::from_utf8_lossy(&folded).into_owned()
    };
    let known: Vec<Vec<String>> = declared
        .iter()
        .map(|spellings| spellings.iter().map(clean).collect())
        .collect();
    let is_known = |text: &String| known.iter().any(|words| words.contains(text));
    let outside: Vec<(&String, u64)> = (texts.iter())
        .filter(|(text, _)| !is_known(text))
        .map(|(text, row)| (text, *row))
        .collect();
    if outside.is_empty() {
        return None;
    }
    let is_shown = |text: &String| {
        let akin = |word: &String| is_akin(text, word);
        !looks_private(text) && known.iter().flatten().any(akin)
    };
    let (shown, hidden): (Vec<_>, Vec<_>) = (outside.into_iter()).partition(|(t, _)| is_shown(t));
    let mut open: Vec<String> = shown.into_iter().map(|(text, _)| text.clone()).collect();
    let mut hidden: Vec<u64> = hidden.into_iter().map(|(_, row)| row).collect();
    hidden.sort_unstable();
    let mut unused: Vec<String> = known
        .iter()
        .filter(|words| !words.iter().any(|word| texts.contains_key(word)))
        .filter_map(|words| words.first().cloned())
        .collect();
    let mut sure = Vec::new();
    // A word is surely another one's only where all of the file was seen and each could be no other.
    if whole {
        for word in &unused {
            let could: Vec<&String> = open
                .iter()
                .filter(|text| is_short_for(word, text))
                .collect();
            let [text] = could[..] else { continue };
            if unused
                .iter()
                .filter(|word| is_short_for(word, text))
                .count()
                == 1
            {
                sure.push((word.clone(), text.clone()));
            }
        }
    }
    open.retain(|text| !sure.iter().any(|(_, found)| found == text));
    unused.retain(|word| !sure.iter().any(|(declared, _)| declared == word));
    Some(Seen::Words {
        sure,
        open,
        hidden,
        unused,
    })
}

/// Whether a text has a Chinese character or the beginning of a word in common with a declared one. Another may be anything: a name
/// where the cells of a row have moved by one.
fn is_akin(text: &str, declared: &str) -> bool {
    let is_chinese = |c: &char| *c >= '\u{3400}';
    let begins = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_ascii_alphabetic());
        let long = words.filter(|word| word.len() > 2);
        long.map(|word| word.to_lowercase().chars().take(3).collect())
            .collect()
    };
    let theirs = begins(declared);
    text.chars()
        .filter(is_chinese)
        .any(|c| declared.contains(c))
        || begins(text).iter().any(|word| theirs.contains(word))
}

/// Whether one word has all characters of the other in their order, and no sign of a denial more.
fn is_short_for(a: &str, b: &str) -> bool {
    const DENIALS: [char; 7] = ['不', '未', '非', '无', '没', '否', '待'];
    let (short, long) = if a.chars().count() <= b.chars().count() {
        (a, b)
    } else {
        (b, a)
    };
    if short.chars().count() < 2 && !short.chars().all(|c| c > '\u{7f}') {
        return false;
    }
    let mut rest = long.chars();
    let is_within = short.chars().all(|wanted| rest.any(|c| c == wanted));
    let denials = |text: &str| text.chars().filter(|c| DENIALS.contains(c)).count();
    is_within && denials(short) == denials(long) && !long.to_lowercase().starts_with("no")
}
