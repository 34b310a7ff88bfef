//! What a new version of a document changes, and which items it touches.
//!
//! Clauses with the same words are the same clause, wherever they stand. Of the others those that are most alike are taken for old and new wording
//! of one clause, the same path counting for likeness; what is left is removed or added.

use super::citers::{Citers, touched};
use super::figures::figures;
use super::through::Via;
use super::version::{Version, VersionClause};
use crate::citations::{Aliases, Pin};
use crate::model::Model;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How a clause changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is not in the old version.
    Added,
    /// It is not in the new version.
    Removed,
    /// It has another path; `before` is the old one.
    Moved,
    /// Numbers in it differ.
    Numbers,
    /// Dates in it differ.
    Dates,
    /// Its words differ.
    Words,
    /// Its words differ; in what cannot be said without the text of both versions.
    Text,
}

/// Which of the two documents something cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cites {
    /// The old one: it has to be looked at.
    Old,
    /// The new one, where that is a source of its own: it has been moved on.
    New,
}

/// An item or declaration that cites a changed clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// `item`, or the kind of a declaration: `table`, `exception`, `setting`, `population`, `measure`.
    pub kind: &'static str,
    /// `checklist/item`, or the name of the declaration.
    pub id: String,
    /// The declaration, where it is one.
    #[serde(skip)]
    pub own: Option<Via>,
    /// The declaration that cites the clause for the item; `None` where it does so itself.
    pub through: Option<Via>,
    /// Which of the two documents it cites.
    pub cites: Cites,
    /// A phrase that it quotes and that does not stand in the new words any more.
    pub phrase_lost: Option<String>,
}

/// A changed clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedClause {
    /// Its path in the new version; in the old one, where it was removed.
    pub path: String,
    /// Its path in the old version; `None` where it was added.
    pub before: Option<String>,
    /// The headings that it stands under; `None` without the text.
    pub heading: Option<String>,
    /// First and last line of its words, in the version of `path`.
    pub lines: String,
    /// What changed.
    pub change: Vec<Change>,
    /// Dates and numbers of the old words that the new ones do not have.
    pub gone: Vec<String>,
    /// Dates and numbers of the new words that the old ones do not have.
    pub new: Vec<String>,
    /// What cites it.
    pub items: Vec<Touched>,
    /// The old words, where they are at hand and differ.
    pub words_before: Option<String>,
    /// The new words, where they are at hand and differ.
    pub words_after: Option<String>,
}

/// What a new version changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// The form of this object.
    pub schema: &'static str,
    /// The source's name in the checklists; `None` without checklists.
    pub source: Option<String>,
    /// The name of the source that the new version is, where it is declared as one that replaces the old; `None` otherwise.
    pub successor: Option<String>,
    /// How many clauses are as they were.
    pub unchanged: usize,
    /// The changed clauses: in the order of the new text, then those removed.
    pub clauses: Vec<ChangedClause>,
    /// Items with every clause that they cite unchanged.
    pub items_untouched: usize,
    /// Citations that the old version has no clause for: item and path.
    pub unknown: Vec<(String, String)>,
}

/// Likeness, of 100, from which two wordings are taken for one clause.
const ALIKE: usize = 50;
/// What the same path adds to likeness.
const SAME_PATH: usize = 30;
/// The most pairs of clauses that are compared word by word; beyond that the path decides.
const MOST_PAIRS: usize = 250_000;

/// Compares two versions; `source` is the number of the document in the model, and `successor` that of the new version, where it is another one.
#[must_use]
pub fn impact(
    old: &Version,
    new: &Version,
    model: &Model,
    source: Option<(usize, Option<usize>)>,
    aliases: &Aliases,
) -> Impact {
    let (source, successor) = source.unzip();
    let successor = successor.flatten();
    let pairs = pairs(&old.clauses, &new.clauses);
    let partner: BTreeMap<usize, usize> = pairs.iter().map(|(old, new)| (*new, *old)).collect();
    let kept: BTreeSet<usize> = pairs.iter().map(|(old, _)| *old).collect();
    let of_old = Citers::of(&old.lock, model, source, aliases, Cites::Old);
    let of_new = successor.and_then(|at| model.sources.get(at)?.pin.as_ref());
    let of_new = of_new.map_or(aliases, Pin::aliases);
    let of_new = Citers::of(&new.lock, model, successor, of_new, Cites::New);
    let mut clauses = Vec::new();
    let mut unchanged = 0;
    for (at, now) in new.clauses.iter().enumerate() {
        let before = partner.get(&at).and_then(|old_at| {
            let clause = old.clauses.get(*old_at)?;
            Some((*old_at, clause))
        });
        let Some((old_at, was)) = before else {
            let items = touched(of_new.at(&new.lock, at).iter(), None);
            clauses.push(alone(now, Change::Added, items));
            continue;
        };
        let change = changes(was, now);
        if change.is_empty() {
            unchanged += 1;
            continue;
        }
        let differs = was.digest != now.digest;
        let (gone, come) = figures_between(was, now);
        let citing = [of_old.at(&old.lock, old_at), of_new.at(&new.lock, at)].concat();
        clauses.push(ChangedClause {
            path: now.path.clone(),
            before: Some(was.path.clone()),
            heading: now.heading.clone().or_else(|| was.heading.clone()),
            lines: now.lines.clone(),
            change,
            gone,
            new: come,
            items: touched(
                citing.iter(),
                now.words.as_deref().map(|words| (now.path.as_str(), words)),
            ),
            words_before: was.words.clone().filter(|_| differs),
            words_after: now.words.clone().filter(|_| differs),
        });
    }
    for (at, was) in old.clauses.iter().enumerate() {
        if !kept.contains(&at) {
            let items = touched(of_old.at(&old.lock, at).iter(), None);
            clauses.push(alone(was, Change::Removed, items));
        }
    }
    let hit = to_look_at(&clauses);
    let items_untouched = of_old.items().difference(&hit).count();
    let name = |at: usize| {
        model
            .sources
            .get(at)
            .map(|source| source.names.id().to_owned())
    };
    Impact {
        schema: "duban/impact/1",
        source: source.and_then(name),
        successor: successor.and_then(name),
        unchanged,
        items_untouched,
        unknown: [of_old.unknown, of_new.unknown].concat(),
        clauses,
    }
}

/// The items that have to be looked at: those that cite the old version of a changed clause.
pub(super) fn to_look_at(clauses: &[ChangedClause]) -> BTreeSet<&str> {
    let touched = clauses.iter().flat_map(|clause| &clause.items);
    let items = touched.filter(|one| one.kind == "item" && one.cites == Cites::Old);
    items.map(|item| item.id.as_str()).collect()
}

/// A clause that only one version has.
fn alone(clause: &VersionClause, change: Change, items: Vec<Touched>) -> ChangedClause {
    let removed = change == Change::Removed;
    ChangedClause {
        path: clause.path.clone(),
        before: removed.then(|| clause.path.clone()),
        heading: clause.heading.clone(),
        lines: clause.lines.clone(),
        change: vec![change],
        gone: Vec::new(),
        new: Vec::new(),
        items,
        words_before: clause.words.clone().filter(|_| removed),
        words_after: clause.words.clone().filter(|_| !removed),
    }
}

/// What changed between two wordings of a clause; nothing where it is as it was.
fn changes(was: &VersionClause, now: &VersionClause) -> Vec<Change> {
    let mut all = Vec::new();
    if was.path != now.path {
        all.push(Change::Moved);
    }
    if was.digest == now.digest {
        return all;
    }
    match (&was.words, &now.words) {
        (Some(was), Some(now)) => {
            let (was, now) = (figures(was), figures(now));
            if was.numbers != now.numbers {
                all.push(Change::Numbers);
            }
            if was.dates != now.dates {
                all.push(Change::Dates);
            }
            if was.words != now.words {
                all.push(Change::Words);
            }
        }
        _ => all.push(Change::Text),
    }
    all
}

/// Dates and numbers that only the old words have, and those that only the new ones have.
fn figures_between(was: &VersionClause, now: &VersionClause) -> (Vec<String>, Vec<String>) {
    let of = |clause: &VersionClause| {
        let told = figures(clause.words.as_deref().unwrap_or_default());
        [told.dates, told.numbers].concat()
    };
    if was.words.is_none() || now.words.is_none() {
        return (Vec::new(), Vec::new());
    }
    let (was, now) = (of(was), of(now));
    (without(&was, &now), without(&now, &was))
}

/// The members of a list that another list does not have as often.
fn without(list: &[String], other: &[String]) -> Vec<String> {
    let mut other: Vec<&String> = other.iter().collect();
    let mut left = Vec::new();
    for one in list {
        match other.iter().position(|two| *two == one) {
            Some(at) => {
                other.swap_remove(at);
            }
            None => left.push(one.clone()),
        }
    }
    left
}

/// Old and new places of each clause that both versions have.
fn pairs(old: &[VersionClause], new: &[VersionClause]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut left_old: BTreeSet<usize> = (0..old.len()).collect();
    let mut left_new: BTreeSet<usize> = (0..new.len()).collect();
    let mut take =
        |one: usize, two: usize, old: &mut BTreeSet<usize>, new: &mut BTreeSet<usize>| {
            old.remove(&one);
            new.remove(&two);
            pairs.push((one, two));
        };
    let by_path: BTreeMap<&str, usize> = new
        .iter()
        .enumerate()
        .map(|(at, clause)| (clause.path.as_str(), at))
        .collect();
    for (one, clause) in old.iter().enumerate() {
        if let Some(two) = by_path.get(clause.path.as_str())
            && new[*two].digest == clause.digest
        {
            take(one, *two, &mut left_old, &mut left_new);
        }
    }
    for one in left_old.clone() {
        let same = left_new
            .iter()
            .copied()
            .find(|two| new[*two].digest == old[one].digest);
        if let Some(two) = same {
            take(one, two, &mut left_old, &mut left_new);
        }
    }
    if left_old.len() * left_new.len() <= MOST_PAIRS {
        for (one, two) in likest(old, new, &left_old, &left_new) {
            if left_old.contains(&one) && left_new.contains(&two) {
                take(one, two, &mut left_old, &mut left_new);
            }
        }
    } else {
        for one in left_old.clone() {
            let same = by_path.get(old[one].path.as_str()).copied();
            if let Some(two) = same.filter(|two| left_new.contains(two)) {
                take(one, two, &mut left_old, &mut left_new);
            }
        }
    }
    pairs
}

/// Pairs of clauses that are alike, the likest first.
fn likest(
    old: &[VersionClause],
    new: &[VersionClause],
    left_old: &BTreeSet<usize>,
    left_new: &BTreeSet<usize>,
) -> Vec<(usize, usize)> {
    let pairs_in = |clauses: &[VersionClause], left: &BTreeSet<usize>| -> BTreeMap<usize, _> {
        left.iter()
            .map(|at| (*at, clauses[*at].words.as_deref().map(neighbours)))
            .collect()
    };
    let (old_pairs, new_pairs) = (pairs_in(old, left_old), pairs_in(new, left_new));
    let mut all = Vec::new();
    for (one, was) in &old_pairs {
        for (two, now) in &new_pairs {
            let same_path = old[*one].path == new[*two].path;
            let likeness = match (was, now) {
                (Some(was), Some(now)) => {
                    likeness(was, now) + if same_path { SAME_PATH } else { 0 }
                }
                // Without words the path alone says which clause it is.
                _ if same_path => ALIKE,
                _ => 0,
            };
            if likeness >= ALIKE {
                all.push((likeness, *one, *two));
            }
        }
    }
    all.sort_by_key(|(likeness, one, two)| (usize::MAX - likeness, *one, *two));
    all.into_iter().map(|(_, one, two)| (one, two)).collect()
}

/// The pairs of neighbouring characters of a text, sorted.
fn neighbours(text: &str) -> Vec<(char, char)> {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut all: Vec<(char, char)> = characters
        .windows(2)
        .filter_map(|two| Some((*two.first()?, *two.get(1)?)))
        .collect();
    all.sort_unstable();
    all
}

/// How many of the pairs two texts share, of 100.
fn likeness(one: &[(char, char)], two: &[(char, char)]) -> usize {
    let (mut a, mut b, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (one.get(a), two.get(b)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                a += 1;
                b += 1;
            }
        }
    }
    200 * shared / (one.len() + two.len()).max(1)
}
