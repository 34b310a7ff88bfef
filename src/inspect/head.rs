//! The head of a run: what was read, and the accounting of every item.

use super::names::Names;
use super::validity::tolerated;
use super::{Inspection, Request, batch, draft, keys};
use crate::data::several::Part;
use crate::data::{Buffer, DigestAlgorithm, Place, Problem, ProblemKind, Source};
use crate::eval::Doubt;
use crate::findings::mask::looks_private;
use crate::findings::{
    ChecklistRun, Cite, Counts, DatasetRun, ItemMore, ItemOutcome, ItemRun, PartRun, ProblemPlace,
    ProblemRun, Run, Truncated,
};
use crate::model::{Change, Changed, Check, Item, Model};
use crate::plan::{FrameId, FrameRows};
use crate::source::Files;
use crate::types::{Language, Number, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// A run without datasets and items.
pub(super) fn empty(request: &Request<'_>) -> Run {
    Run {
        language: request.language,
        audit: request.audit.clone(),
        as_of: request.as_of.map(|day| day.to_string()),
        settings: settings(request),
        changed: request
            .model
            .changes
            .iter()
            .map(|change| changed(request, change))
            .collect(),
        setting_names: (request.model.settings.iter())
            .map(|setting| setting.names.show(request.language).to_owned())
            .collect(),
        checklists: Vec::new(),
        datasets: Vec::new(),
        items: Vec::new(),
        truncated: None,
        revealed: request.masking.reveal,
        comparable_ids: request.hash_key.is_some(),
    }
}

/// Fills in what the evaluation found.
pub(super) fn fill(inspection: &mut Inspection<'_>) -> io::Result<()> {
    inspection.run.checklists = checklists(inspection.request);
    inspection.run.datasets = datasets(inspection)?;
    let answers = inspection.answer_files();
    inspection.run.datasets.extend(answers);
    let mut items = Vec::new();
    // A cap on any item is told with the findings of the whole run, those of items that it left alone included.
    let mut all = Truncated { shown: 0, total: 0 };
    for item in 0..inspection.lowered.plan.items.len() {
        let findings = shown_of(inspection, item);
        all.shown += findings.shown;
        all.total += findings.total;
        items.push(item_run(inspection, item, findings)?);
    }
    inspection.run.truncated = (all.shown < all.total).then_some(all);
    inspection.run.items = items;
    Ok(())
}

fn settings(request: &Request<'_>) -> Vec<(String, Option<String>)> {
    request
        .model
        .settings
        .iter()
        .zip(&request.settings)
        .map(|(setting, value)| {
            let value = value
                .as_ref()
                .map(|value| super::message::value(&setting.kind, value, request.language));
            (setting.names.id().to_owned(), value)
        })
        .collect()
}

/// What a checklist changed in one that it adopts, in words.
fn changed(request: &Request<'_>, change: &Change) -> String {
    let (model, language) = (request.model, request.language);
    let (names, place) = match change.what {
        Changed::Setting(n) => (&model.settings[n].names, model.settings[n].span),
        Changed::Table(n) => (&model.tables[n].names, model.tables[n].span),
    };
    let id = |file| {
        let own = model.checklists.iter().find(|c| c.file == file);
        own.map_or_else(
            || Files::relative(request.files.path(file), &request.folder),
            |c| c.id.clone(),
        )
    };
    let (name, of, by) = (names.show(language), id(place.file), id(change.span.file));
    let value = |value: &Option<crate::types::Value>| match (value, change.what) {
        (Some(value), Changed::Setting(n)) => {
            super::message::value(&model.settings[n].kind, value, language)
        }
        _ => language.pick("not set", "未设定").to_owned(),
    };
    let (before, after) = (value(&change.before), value(&change.after));
    let mut text = match (change.what, language) {
        (Changed::Setting(_), Language::En) => {
            format!("setting {name} of {of}: {before}, changed to {after} by {by}")
        }
        (Changed::Setting(_), Language::Zh) => {
            format!("{of}的设定“{name}”：{before}，{by}改为 {after}")
        }
        (Changed::Table(_), Language::En) => format!("table {name} of {of}: replaced by {by}"),
        (Changed::Table(_), Language::Zh) => format!("{of}的表“{name}”：由{by}替换"),
    };
    let because = change.because.as_ref().map(|because| because.get(language));
    text.push_str(&match (change.loosened, because, language) {
        (true, Some(because), Language::En) => format!(", loosened because: {because}"),
        (true, Some(because), Language::Zh) => format!("，放宽，因为：{because}"),
        (false, Some(because), Language::En) => format!(", because: {because}"),
        (false, Some(because), Language::Zh) => format!("，因为：{because}"),
        (_, None, _) => String::new(),
    });
    text
}

fn checklists(request: &Request<'_>) -> Vec<ChecklistRun> {
    request
        .model
        .checklists
        .iter()
        .map(|checklist| {
            let text = request.files.text(checklist.file);
            let digest = match request.digest {
                DigestAlgorithm::None => None,
                algorithm => Some(crate::data::formats::digest_of_bytes(
                    text.as_bytes(),
                    algorithm,
                )),
            };
            ChecklistRun {
                id: checklist.id.clone(),
                title: checklist.title.get(request.language).to_owned(),
                path: Files::relative(request.files.path(checklist.file), &request.folder),
                digest,
            }
        })
        .collect()
}

fn datasets(inspection: &Inspection<'_>) -> io::Result<Vec<DatasetRun>> {
    let request = inspection.request;
    // A dataset whose file is missing has no frame where that stops all its items; it is listed for its problem.
    let with_problems = request.dataset_files.iter().enumerate();
    let mut frames: BTreeMap<usize, Option<FrameId>> = with_problems
        .filter(|(_, file)| !file.problems.is_empty())
        .map(|(dataset, _)| (dataset, None))
        .collect();
    for (frame, declared) in inspection.lowered.plan.frames.iter().enumerate() {
        if let FrameRows::Dataset(dataset) = declared.rows {
            frames.insert(dataset, Some(FrameId(frame)));
        }
    }
    for list in request.model.place_lists().into_iter().flatten() {
        if request.datasets[list].source.is_some() {
            frames.entry(list).or_insert(None);
        }
    }
    // Lists that no item asks for are read for the places of findings alone; their rows are known once they were.
    if frames.values().any(Option::is_none) {
        inspection.places();
    }
    // Whose header alone is asked for is read for the number of its rows.
    for item in &inspection.lowered.plan.items {
        for dataset in request
            .model
            .headers_asked(&request.model.items[item.item].check)
        {
            if let (None, Some(source)) = (frames.get(&dataset), &request.datasets[dataset].source)
            {
                read_rows(source.as_ref())?;
                frames.insert(dataset, None);
            }
        }
    }
    frames
        .into_iter()
        .map(|(dataset, frame)| {
            let declared = &request.model.datasets[dataset];
            let file = &request.dataset_files[dataset];
            let source = request.datasets[dataset].source.as_ref();
            let digest = match (source, request.digest) {
                (None, _) | (_, DigestAlgorithm::None) => None,
                (Some(source), algorithm) => Some(source.digest(algorithm)?),
            };
            let mut problems = file.problems.clone();
            problems.extend(source.map(|source| source.problems()).unwrap_or_default());
            for problem in cell_problems(inspection, dataset)? {
                add(&mut problems, problem);
            }
            let names = names_in(inspection, dataset, &problems)?;
            Ok(DatasetRun {
                name: declared.names.id().to_owned(),
                shown: declared.names.show(request.language).to_owned(),
                file: file.file.clone(),
                sheet: source.and_then(|source| source.sheet()).map(str::to_owned),
                digest,
                parts: source.map_or_else(
                    || Ok(Vec::new()),
                    |source| parts(source.as_ref(), request.digest),
                )?,
                rows: match (frame, source) {
                    (Some(frame), _) => inspection.evaluation.rows(frame),
                    (None, Some(source)) => source.rows_before(source.chunk_count()),
                    (None, None) => 0,
                },
                encoding: source.map(|source| source.encoding().to_owned()),
                problems: problems
                    .into_iter()
                    .map(|problem| problem_run(request, dataset, problem, &names))
                    .collect(),
            })
        })
        .collect()
}

/// Reads all rows of a source and none of its cells, so that their number is known.
fn read_rows(source: &dyn Source) -> io::Result<()> {
    let mut buffer = Buffer::default();
    for chunk in 0..source.chunk_count() {
        source.read_columns(chunk, &[], &mut buffer)?;
    }
    Ok(())
}

/// Adds a problem to those of its kind; a cell that the reader and the evaluation both noticed counts once.
fn add(problems: &mut Vec<Problem>, new: Problem) {
    let Some(known) = problems.iter_mut().find(|known| known.kind == new.kind) else {
        problems.push(new);
        return;
    };
    let at = |place: &Place| (place.row, place.column.clone(), place.file.clone());
    let before = known.places.len();
    for place in new.places {
        if !known.places.iter().any(|other| at(other) == at(&place)) {
            known.places.push(place);
        }
    }
    let added = (known.places.len() - before) as u64;
    // Where not all places are kept, the larger count is that of every cell.
    known.count = (known.count + added).max(new.count);
    known.places.sort_by_key(|place| place.row);
    known.places.truncate(Problem::MOST_PLACES);
}

/// What is wrong with single cells, with their columns' headers; values are fetched with the rows.
fn cell_problems(inspection: &Inspection<'_>, dataset: usize) -> io::Result<Vec<Problem>> {
    let bound = &inspection.request.datasets[dataset];
    let Some(source) = &bound.source else {
        return Ok(Vec::new());
    };
    let mut found = inspection.evaluation.cell_problems(dataset);
    found.extend(keys::problems(inspection, dataset)?);
    let rows: BTreeSet<u64> = found
        .iter()
        .flat_map(|problem| problem.places.iter().map(|place| place.0))
        .collect();
    let columns: BTreeSet<usize> = found
        .iter()
        .flat_map(|problem| problem.places.iter().map(|place| place.1))
        .collect();
    let cells = batch::cells(inspection, dataset, &rows, &columns)?;
    let problems = found
        .into_iter()
        .map(|problem| Problem {
            kind: problem.kind,
            count: problem.count,
            places: problem
                .places
                .iter()
                .map(|&(row, column)| (row, column, source.part_of(row)))
                .map(|(row, column, part)| Place {
                    file: part.map(|(part, _)| part.file.clone()),
                    sheet: part.and_then(|(part, _)| sheet_of(part)),
                    row: Some(row),
                    line: Some(cells.line_at(cells.at(row))),
                    column: bound.columns[column].index.and_then(|index| {
                        let own = part.map_or(source.header(), |(part, _)| &part.header);
                        own.get(index).cloned()
                    }),
                    value: cells.text(row, column).map(str::to_owned),
                })
                .collect(),
        })
        .collect();
    Ok(problems)
}

/// The sheet of a part of a table.
fn sheet_of(part: &Part) -> Option<String> {
    part.source.sheet().map(str::to_owned)
}

/// The tables that a dataset is put together from.
fn parts(source: &dyn Source, algorithm: DigestAlgorithm) -> io::Result<Vec<PartRun>> {
    let parts = source.parts().iter().map(|part| {
        let digest = match algorithm {
            DigestAlgorithm::None => None,
            algorithm => Some(part.source.digest(algorithm)?),
        };
        Ok(PartRun {
            file: part.file.clone(),
            sheet: sheet_of(part),
            digest,
            rows: part.source.rows_before(part.source.chunk_count()),
            encoding: part.source.encoding().to_owned(),
        })
    });
    parts.collect()
}

/// The names of people in the rows whose cells are listed.
fn names_in(
    inspection: &Inspection<'_>,
    dataset: usize,
    problems: &[Problem],
) -> io::Result<Names<'static>> {
    let places = problems.iter().flat_map(|problem| &problem.places);
    let listed = places.filter(|place| place.value.is_some());
    let rows: BTreeSet<u64> = listed.filter_map(|place| place.row).collect();
    let columns: BTreeSet<usize> = inspection.name_columns(dataset).into_iter().collect();
    if rows.is_empty() || columns.is_empty() {
        return Ok(Names::default());
    }
    let cells = batch::cells(inspection, dataset, &rows, &columns)?;
    let mut names = Names::default();
    inspection.names_of(dataset, rows.into_iter(), &cells, &mut names);
    Ok(names.into_owned())
}

fn problem_run(
    request: &Request<'_>,
    dataset: usize,
    problem: Problem,
    names: &Names<'_>,
) -> ProblemRun {
    let bound = &request.datasets[dataset];
    let column_of = |header: &str| {
        let source = bound.source.as_ref()?;
        let mut headers = std::iter::once(source.header())
            .chain(source.parts().iter().map(|part| part.header.as_slice()));
        let at = headers.find_map(|texts| texts.iter().position(|text| text == header))?;
        bound.columns.iter().position(|c| c.index == Some(at))
    };
    let own_row = |row: u64| {
        let source = bound.source.as_ref();
        let part = source.and_then(|source| source.part_of(row));
        part.map_or(row, |(_, own)| own)
    };
    let places: Vec<ProblemPlace> = problem
        .places
        .iter()
        .map(|place| {
            let column = place.column.as_deref().and_then(column_of);
            // Headers, and our own words about a whole file, tell nothing about a person.
            let of_file = matches!(
                problem.kind,
                ProblemKind::ColumnMissing
                    | ProblemKind::PlaceColumnMissing
                    | ProblemKind::HeaderTwice
                    | ProblemKind::HeaderElsewhere
                    | ProblemKind::SheetsAlike
                    | ProblemKind::SheetGoesOn
                    | ProblemKind::SheetHidden
                    | ProblemKind::MergedCell
                    | ProblemKind::UnitFromHeader
                    | ProblemKind::UnitUnclear
                    | ProblemKind::UnitContradicted
                    | ProblemKind::UnitsDiffer
                    | ProblemKind::PercentMixed
                    | ProblemKind::FileMissing
                    | ProblemKind::FileUnreadable
            );
            ProblemPlace {
                file: place.file.clone(),
                sheet: place.sheet.clone(),
                row: place.row.map(|row| own_row(row) + 1),
                line: place.line,
                // Where the header row is not the right one, its texts are cells of somebody.
                column: place.column.as_deref().map(|column| {
                    let undeclared = problem.kind == ProblemKind::HeaderElsewhere;
                    let kind = match undeclared && looks_private(column) {
                        true => Type::PersonName,
                        false => Type::Text,
                    };
                    request.masking.mask(&kind, column).into_owned()
                }),
                value: place.value.as_deref().map(|value| {
                    if of_file {
                        return value.to_owned();
                    }
                    let mut shown = match column {
                        Some(column) => draft::masked_cell(request, (dataset, column), value),
                        // A column that is not declared may hold anything: shown as little as a name.
                        None => draft::masked(request, &Type::PersonName, value),
                    };
                    names.hide(&mut shown);
                    shown
                }),
            }
        })
        .collect();
    ProblemRun {
        kind: problem.kind.code(),
        words: problem.words(request.language),
        count: problem.count,
        shown: places.len() as u64,
        places,
    }
}

/// A problem whose places are ready to be shown.
pub(super) fn shown_problem(problem: &Problem, language: Language) -> ProblemRun {
    let place = |place: &Place| ProblemPlace {
        row: place.row.map(|row| row + 1),
        line: place.line,
        column: place.column.clone(),
        value: place.value.clone(),
        file: place.file.clone(),
        sheet: place.sheet.clone(),
    };
    ProblemRun {
        kind: problem.kind.code(),
        words: problem.words(language),
        count: problem.count,
        shown: problem.places.len() as u64,
        places: problem.places.iter().map(place).collect(),
    }
}

/// What became of an item, from its accounting.
pub(super) fn outcome(
    counts: &Counts,
    doubt: &Doubt,
    tolerating: Option<[Number; 2]>,
    stopped: bool,
) -> ItemOutcome {
    let judged = counts.met + counts.not_met + counts.cannot_tell + counts.awaiting;
    if let Some([above, up_to]) = tolerating
        && judged > 0
    {
        // Met ones that may turn out not to be judged make the share larger, excused ones that may turn out to be met make it smaller.
        let of = |part: u64, judged: u64| {
            Number::fraction(i128::from(part), i128::from(judged)).unwrap_or(Number::ZERO)
        };
        if of(counts.not_met, judged + doubt.excused) > above {
            return ItemOutcome::NotMet;
        }
        let open = counts.not_met + counts.cannot_tell + counts.awaiting;
        if of(open, judged - doubt.met) <= up_to {
            return ItemOutcome::Met;
        }
        return if counts.awaiting > 0 && counts.cannot_tell == 0 && !stopped {
            ItemOutcome::Awaiting
        } else {
            ItemOutcome::CannotTell
        };
    }
    if counts.not_met > 0 {
        ItemOutcome::NotMet
    } else if counts.cannot_tell > 0 || stopped {
        ItemOutcome::CannotTell
    } else if counts.awaiting > 0 {
        ItemOutcome::Awaiting
    } else if counts.met + counts.excused + counts.waived > 0 {
        ItemOutcome::Met
    } else {
        ItemOutcome::NothingToJudge
    }
}

/// The citations of an item, as shown.
pub(super) fn cites(model: &Model, item: &Item, language: Language) -> Vec<Cite> {
    item.cites
        .iter()
        .map(|cite| {
            let source = &model.sources[cite.source];
            let pinned = cite.clause.as_ref();
            let document = source.pin.as_ref().zip(pinned);
            Cite {
                source: source.names.id().to_owned(),
                title: source.title.get(language).to_owned(),
                clause: cite.path.clone(),
                number: source.number.clone(),
                path: pinned.map(|clause| clause.path.clone()),
                digest: pinned.map(|clause| clause.digest.clone()),
                heading: document.and_then(|(pin, clause)| pin.heading(&clause.path)),
                words: document.and_then(|(pin, clause)| pin.words(&clause.path)),
            }
        })
        .collect()
}

/// What readers are told of clauses that are not in force on the day of the inspection.
fn out_of_force(request: &Request<'_>, item: &Item) -> Vec<String> {
    let Some(day) = request.as_of else {
        return Vec::new();
    };
    request.model.remarks_of_force(item, day, request.language)
}

/// What readers are told where clauses are in force on certain days only, and the audit names no day.
fn force_unseen(request: &Request<'_>, item: &Item) -> Option<String> {
    let unseen = request.as_of.is_none() && request.model.asks_for_force(item);
    let words = request.language.pick(
        "whether the clauses that it rests on are in force was not looked at: the audit names no day (`as_of`)",
        "未查看所依据的条款是否在施行期内：审计文件没有写评估日（`as_of`）",
    );
    unseen.then(|| words.to_owned())
}

/// The full id of an item.
pub(super) fn item_id(model: &Model, item: &Item) -> String {
    format!("{}/{}", model.checklists[item.checklist].id, item.id)
}

/// What the identity of an item's findings is made of: its full id, under the first id that it had.
pub(super) fn identity(model: &Model, item: &Item) -> String {
    let id = item.lines.formerly.as_ref().unwrap_or(&item.id);
    format!("{}/{id}", model.checklists[item.checklist].id)
}

/// How many findings of an item are listed, and how many there are.
fn shown_of(inspection: &Inspection<'_>, at: usize) -> Truncated {
    let blocks = inspection.lowered.plan.items[at].blocks.len();
    let hits = (0..blocks).map(|block| inspection.number_of_findings(at, block));
    let whole = inspection.is_stopped(at) || inspection.too_few(at).is_some();
    let total = hits.sum::<u64>() + u64::from(whole);
    let most = inspection.request.max_findings.unwrap_or(u64::MAX);
    Truncated {
        shown: most.min(total),
        total,
    }
}

fn item_run(inspection: &Inspection<'_>, at: usize, findings: Truncated) -> io::Result<ItemRun> {
    let request = inspection.request;
    let language = request.language;
    let planned = &inspection.lowered.plan.items[at];
    let item = &request.model.items[planned.item];
    let counts = inspection.counts(at);
    let attested = inspection.answered.items.get(&at);
    let stopped = inspection.is_stopped(at);
    let text = |bilingual: &crate::types::Bilingual| bilingual.get(language).to_owned();
    let mut remarks = super::remarks::remarks(inspection, at)?;
    remarks.extend(inspection.left_out(at)?);
    let more = ItemMore {
        aim: item.aim,
        tags: item.lines.tags.clone(),
        action: (!item.lines.action.is_empty()).then(|| text(&item.lines.action)),
        copies: item.lines.copies.iter().map(text).collect(),
        not_inspectable: item.lines.not_inspectable.as_ref().map(text),
        out_of_force: out_of_force(request, item),
        excused: inspection.excused_subjects(at)?,
    };
    let tolerating = item.tolerating.map(|share| tolerated(request, share));
    Ok(ItemRun {
        id: item_id(request.model, item),
        title: text(&item.title),
        section: item.section.as_ref().map(text),
        severity: item.severity,
        cites: cites(request.model, item, language),
        owner: item.owners.iter().map(text).collect(),
        due: item.due.map(|day| day.to_string()),
        kind: item.kind(),
        scope: attested.and_then(|attested| attested.scope.clone()),
        outcome: match outcome(&counts, &inspection.doubt(at), tolerating, stopped) {
            _ if matches!(item.check, Check::Nothing) => ItemOutcome::NotInspectable,
            // Further rows may make a tolerated share larger or smaller.
            _ if item.tolerating.is_some() && inspection.is_torn(at) => ItemOutcome::CannotTell,
            ItemOutcome::NotMet => ItemOutcome::NotMet,
            _ if inspection.too_few(at).is_some() => ItemOutcome::CannotTell,
            outcome => outcome,
        },
        counts,
        truncated: (findings.shown < findings.total).then_some(findings),
        remarks: (remarks.into_iter())
            .chain(more.out_of_force.iter().cloned())
            .chain(force_unseen(request, item))
            .chain(
                attested
                    .into_iter()
                    .flat_map(|attested| attested.remarks.clone()),
            )
            .collect(),
        explained: crate::explain::item(request.model, item, language),
        note: (!item.note.is_empty()).then(|| text(&item.note)),
        more,
    })
}
