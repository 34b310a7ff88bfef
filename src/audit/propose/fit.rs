//! Headers and declared columns in, which table is which dataset out.

use super::tables::Table;
use crate::audit::needs::Needs;
use crate::audit::{folding, units};
use crate::data::binding::CellKind;
use crate::model::{Column, Dataset, Model};
use crate::types::Type;

/// The share of a dataset's columns that a table must have to be taken.
const LEAST_SHARE: f64 = 0.5;

/// Columns from which on a table may lack one that another in its folder has, and be a part of the same.
const LEAST_BESIDE: usize = 3;

/// What a table gains by the very name of the dataset.
const SAME_NAME: f64 = 0.6;

/// Headers that citizen numbers are usually kept under, folded.
const CITIZEN_NUMBERS: &[&str] = &[
    "身份证号",
    "身份证号码",
    "身份证",
    "公民身份号码",
    "公民身份证号",
    "公民身份证号码",
    "居民身份证号",
    "居民身份证号码",
    "身份证件号",
    "身份证件号码",
    "citizenid",
    "idcard",
    "idcardnumber",
    "idnumber",
    "nationalid",
];

/// How a column of the dataset was found in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// By one of its names: the number of the header.
    Name(usize),
    /// By a usual header of citizen numbers.
    Usual(usize),
    /// Not at all.
    Missing,
}

impl Match {
    /// The number of the header.
    pub(super) fn header(self) -> Option<usize> {
        match self {
            Self::Name(header) | Self::Usual(header) => Some(header),
            Self::Missing => None,
        }
    }
}

/// A table looked at as a dataset.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    pub(super) table: usize,
    /// By column of the file.
    pub(super) columns: Vec<Match>,
    pub(super) found: usize,
    share: f64,
    /// Whether its name and its headers leave no doubt, however few columns it has.
    by_name: bool,
    /// How much of dataset and table meet, and whether their names do.
    rank: f64,
}

/// What was decided for a dataset.
#[derive(Debug)]
pub(super) enum Choice {
    /// A table is taken.
    Taken(Fit),
    /// Several tables fit alike.
    Several(Vec<Fit>),
    /// None fits; the nearest, if any is near at all.
    Missing(Option<Fit>),
}

/// The columns that a file has to give.
pub(super) fn file_columns(dataset: &Dataset) -> impl Iterator<Item = &Column> {
    dataset.columns.iter().filter(|c| c.derived.is_none())
}

/// The greatest share of a dataset's columns that a header has.
pub(super) fn best_share(model: &Model, header: &[String]) -> f64 {
    let shares = model.datasets.iter().map(|dataset| {
        let columns = matches(model, dataset, header);
        share(count(&columns), columns.len())
    });
    shares.fold(0.0, f64::max)
}

#[expect(clippy::cast_precision_loss, reason = "numbers of columns")]
fn share(part: usize, of: usize) -> f64 {
    part as f64 / of.max(1) as f64
}

fn count(columns: &[Match]) -> usize {
    columns.iter().filter(|m| **m != Match::Missing).count()
}

fn matches(model: &Model, dataset: &Dataset, header: &[String]) -> Vec<Match> {
    let mut found: Vec<Match> = file_columns(dataset)
        .map(|column| {
            let names: Vec<&str> = column.names.all.iter().map(String::as_str).collect();
            let kind = match model.referred(&column.kind) {
                Type::Money => CellKind::Money,
                Type::Percent => CellKind::Percent,
                Type::Number => CellKind::Number,
                Type::Integer | Type::Days | Type::Months => CellKind::Integer,
                _ => CellKind::Text,
            };
            folding::find(header, &names)
                .or_else(|| units::find(header, &names, &column.kind, &kind))
                .map_or(Match::Missing, Match::Name)
        })
        .collect();
    // A citizen number may stand under any of its usual headers, where only one column and one header are left.
    let is_open = |(column, found): &(&Column, &Match)| {
        **found == Match::Missing && *model.referred(&column.kind) == Type::CitizenId
    };
    let mut open = file_columns(dataset)
        .zip(&found)
        .enumerate()
        .filter(|(_, pair)| is_open(pair))
        .map(|(number, _)| number);
    let mut usual = (0..header.len()).filter(|at| {
        let is_free = !found.contains(&Match::Name(*at));
        let is_usual = |name: &str| folding::find(&header[*at..=*at], &[name]).is_some();
        is_free && CITIZEN_NUMBERS.iter().any(|name| is_usual(name))
    });
    if let (Some(column), None, Some(at), None) =
        (open.next(), open.next(), usual.next(), usual.next())
    {
        found[column] = Match::Usual(at);
    }
    found
}

/// A table as a dataset. Shared terms declare more columns than the items of one checklist look at: it is enough to have those.
fn fit(
    model: &Model,
    needs: &Needs,
    (at, dataset): (usize, &Dataset),
    (number, table): (usize, &Table),
) -> Fit {
    let columns = matches(model, dataset, &table.header);
    let found = count(&columns);
    let declared = dataset.columns.iter().enumerate();
    let of_file = declared.filter(|(_, c)| c.derived.is_none());
    let needed: Vec<Match> = of_file
        .zip(&columns)
        .filter(|((column, _), _)| needs.columns.contains(&(at, *column)))
        .map(|(_, found)| *found)
        .collect();
    let share_of_all = share(found, columns.len());
    let share_of_needed = share(count(&needed), needed.len());
    let headers = table.header.iter().filter(|text| !text.is_empty()).count();
    let both = share(2 * found, columns.len() + headers);
    let alike = named_alike(dataset, table);
    Fit {
        table: number,
        share: share_of_all.max(share_of_needed),
        by_name: alike >= SAME_NAME && has_key(dataset, &columns) && 2 * found >= headers,
        found,
        columns,
        rank: both + alike,
    }
}

/// Whether every column of the dataset's key was found; a dataset without a key has none.
fn has_key(dataset: &Dataset, columns: &[Match]) -> bool {
    let declared = dataset.columns.iter().enumerate();
    let of_file = declared.filter(|(_, c)| c.derived.is_none());
    let missing = of_file
        .zip(columns)
        .any(|((column, _), found)| dataset.key.contains(&column) && *found == Match::Missing);
    !dataset.key.is_empty() && !missing
}

/// What the names of a file and a sheet say for a dataset.
fn named_alike(dataset: &Dataset, table: &Table) -> f64 {
    let stem = table.path.file_stem().unwrap_or_default().to_string_lossy();
    let stem = folding::folded(&stem);
    let sheet = table.sheet.as_deref().map(folding::folded);
    let titles = [&dataset.title.en, &dataset.title.zh];
    let titles = titles.into_iter().flatten();
    let names: Vec<String> = dataset
        .names
        .all
        .iter()
        .chain(titles)
        .map(|name| folding::folded(name))
        .collect();
    let is = |text: &str| names.iter().any(|name| name == text);
    let part = |text: &str| {
        let long = |text: &str| text.chars().count() >= 2;
        let within = |a: &str, b: &str| long(a) && b.contains(a);
        names
            .iter()
            .any(|name| within(name, text) || within(text, name))
    };
    match &sheet {
        Some(sheet) if is(sheet) => SAME_NAME,
        Some(sheet) if table.sheets > 1 && part(sheet) => 0.3,
        _ if is(&stem) && table.sheets == 1 => SAME_NAME,
        _ if part(&stem) => 0.2,
        _ => 0.0,
    }
}

/// Decides which table is which dataset: best fits first, each table once.
pub(super) fn choose(model: &Model, needs: &Needs, tables: &[Table]) -> Vec<Choice> {
    let fits: Vec<Vec<Fit>> = model
        .datasets
        .iter()
        .enumerate()
        .map(|dataset| {
            let numbered = tables.iter().enumerate();
            numbered
                .map(|table| fit(model, needs, dataset, table))
                .collect()
        })
        .collect();
    let mut order: Vec<(usize, &Fit)> = fits
        .iter()
        .enumerate()
        .flat_map(|(dataset, fits)| fits.iter().map(move |fit| (dataset, fit)))
        .filter(|(_, fit)| is_near(fit))
        .collect();
    // The sort is stable: of equal ones the first dataset and the first file come first.
    order.sort_by(|a, b| b.1.rank.total_cmp(&a.1.rank));
    let mut taken: Vec<Option<&Fit>> = vec![None; fits.len()];
    let mut used = vec![false; tables.len()];
    for (dataset, fit) in order {
        if taken[dataset].is_none() && !used[fit.table] {
            taken[dataset] = Some(fit);
            used[fit.table] = true;
        }
    }
    let decide = |(fits, taken): (&Vec<Fit>, &Option<&Fit>)| match taken {
        Some(best) => {
            let folder = |fit: &Fit| tables.get(fit.table).and_then(|table| table.path.parent());
            let is_alike = |fit: &&Fit| {
                // A file of several may lack a column that another has.
                let is_beside = folder(fit) == folder(best) && !fit.by_name && !best.by_name;
                let least = best.found - usize::from(is_beside && best.found > LEAST_BESIDE);
                !used[fit.table] && fit.found >= least && fit.rank > best.rank - 0.15
            };
            let others: Vec<Fit> = fits.iter().filter(is_alike).cloned().collect();
            if others.is_empty() {
                Choice::Taken((*best).clone())
            } else {
                let mut all = vec![(*best).clone()];
                all.extend(others);
                all.sort_by_key(|fit| fit.table);
                Choice::Several(all)
            }
        }
        None => {
            let near = fits.iter().filter(|fit| fit.found > 0);
            let nearest = near.max_by(|a, b| a.rank.total_cmp(&b.rank).then(b.table.cmp(&a.table)));
            Choice::Missing(nearest.cloned())
        }
    };
    fits.iter().zip(&taken).map(decide).collect()
}

/// Whether a table has enough of a dataset to be taken for it: half of its columns or of those that items look at, and more than one that could be anybody's.
/// A table with the dataset's name and key that has little else is it as well: registers seldom have all that several plans look at.
fn is_near(fit: &Fit) -> bool {
    fit.by_name || (fit.share >= LEAST_SHARE && (fit.found >= 3 || fit.rank >= 0.5))
}
