//! `duban explain … --subjects AUDIT`: how many rows are left after each condition of an item.

use super::arguments::{ExplainArguments, General};
use super::audit::{Inputs, prepare};
use super::{Exit, show};
use crate::explain;
use crate::findings::trace::{Funnel, FunnelStep};
use crate::findings::{Counts, Verdict};
use crate::types::Language;
use std::path::Path;

/// The numbers of the items named on the command line, of all items where a file alone is named.
pub(super) fn of_audit(
    asked: &ExplainArguments,
    audit: &Path,
    general: &General,
) -> Result<String, Exit> {
    // The audit file says which checklists are meant; those named besides it only tell the reader.
    let (_, names) = asked.files_and_items();
    let inputs = Inputs {
        as_of: asked.as_of,
        data: asked.data.as_deref(),
        ..Inputs::question(audit, &names)
    };
    let prepared = prepare(&inputs, general)?;
    let language = prepared.language(false, general);
    let inspection = prepared.plan(&inputs, language, general)?;
    let findings = inspection.run().map_err(show::not_read)?;
    let mut text = String::new();
    for (at, number) in prepared.items().iter().enumerate() {
        let Some(item) = prepared.model.items.get(*number) else {
            continue;
        };
        let checklist = prepared.model.checklists.get(item.checklist);
        let id = checklist.map(|c| c.id.as_str()).unwrap_or_default();
        let prose = explain::item(&prepared.model, item, language);
        text += &format!("{id}/{}  {}\n", item.id, item.title.get(language));
        text += &format!("  {}\n\n", prose.trim_end());
        let funnel = findings.funnel(at).map_err(show::not_read)?;
        text += &funnel_text(&funnel, language);
        text.push('\n');
    }
    Ok(format!("{}\n", text.trim_end()))
}

fn funnel_text(funnel: &Funnel, language: Language) -> String {
    let mut text = String::new();
    for source in &funnel.sources {
        let (dataset, file, rows) = (&source.dataset, &source.file, source.rows);
        text += &match language {
            Language::En => format!("  {rows:>8}  rows of {dataset} ({file})\n"),
            Language::Zh => format!("  {rows:>8}  {dataset}（{file}）的记录\n"),
        };
        for step in &source.steps {
            text += &step_text(step, language);
        }
    }
    for (verdict, count) in each(&funnel.counts) {
        // What could become of a subject is shown also where nobody had it come to that.
        let always = matches!(
            verdict,
            Verdict::Met | Verdict::NotMet | Verdict::CannotTell
        );
        if count > 0 || always {
            text += &format!("  {count:>8}  {}\n", verdict.words(language));
        }
    }
    let subjects = funnel.counts.subjects;
    text += &match language {
        Language::En => format!("  {subjects:>8}  subjects in all\n"),
        Language::Zh => format!("  {subjects:>8}  对象合计\n"),
    };
    for cause in &funnel.stopped {
        text += &match language {
            Language::En => format!("  stopped as a whole: {cause}\n"),
            Language::Zh => format!("  该项整体受阻：{cause}\n"),
        };
    }
    text
}

fn step_text(step: &FunnelStep, language: Language) -> String {
    let left = step.sure + step.undecided;
    let (text, undecided) = (&step.text, step.undecided);
    let mut line = match (step.role, language) {
        ("population", Language::En) => format!("  {left:>8}  left, for which {text}"),
        ("population", Language::Zh) => format!("  {left:>8}  其中 {text}"),
        (_, Language::En) => format!("  {left:>8}  left that it applies to: {text}"),
        (_, Language::Zh) => format!("  {left:>8}  其中适用：{text}"),
    };
    if undecided > 0 {
        line += &match language {
            Language::En => format!("; {undecided} of them undecided"),
            Language::Zh => format!("；其中 {undecided} 条不能确定"),
        };
    }
    line.push('\n');
    for (reason, count) in &step.reasons {
        line += &match language {
            Language::En => format!("            {count}: {reason}\n"),
            Language::Zh => format!("            {count} 条：{reason}\n"),
        };
    }
    line
}

fn each(counts: &Counts) -> [(Verdict, u64); 7] {
    [
        (Verdict::NotApplicable, counts.not_applicable),
        (Verdict::Excused, counts.excused),
        (Verdict::Waived, counts.waived),
        (Verdict::Met, counts.met),
        (Verdict::NotMet, counts.not_met),
        (Verdict::CannotTell, counts.cannot_tell),
        (Verdict::Awaiting, counts.awaiting),
    ]
}
