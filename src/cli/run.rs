//! `duban run`: an audit file in, reports and an exit code out.

use super::arguments::{General, RunArguments};
use super::audit::{Prepared, prepare};
use super::{Exit, outputs, show, terminal};
use crate::data::ProblemKind;
use crate::findings::{Findings, ItemOutcome, Run, Severity};
use crate::report::Report;
use crate::report::text::Text;
use std::mem::ManuallyDrop;

/// Runs an audit.
pub(super) fn run(arguments: &RunArguments, general: &General) -> Exit {
    let prepared = match prepare(&arguments.inputs(), general) {
        // The process ends with the run: all of its memory goes back at once, and not piece by piece.
        Ok(prepared) => ManuallyDrop::new(prepared),
        Err(exit) => return exit,
    };
    match judge(&prepared, arguments, general) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn judge(prepared: &Prepared, arguments: &RunArguments, general: &General) -> Result<Exit, Exit> {
    let report = arguments.report();
    if report.name() == "xlsx" && arguments.output.is_none() && terminal::output_is_terminal() {
        return Err(show::not_done(show::language(general).pick(
            "a workbook cannot be shown here; write it to a file with `-o findings.xlsx`",
            "工作簿不能在这里显示；请用 `-o findings.xlsx` 写入文件",
        )));
    }
    outputs::spare(
        &arguments.outputs(),
        &prepared.inputs(arguments.inputs().data),
    )?;
    if let (None, Some(file)) = (&arguments.format, &arguments.output) {
        outputs::is_known(file)?;
    }
    let language = prepared.language(report.for_programs() || arguments.out.is_some(), general);
    let prepared = ManuallyDrop::new(prepared.plan(&arguments.inputs(), language, general)?);
    let findings = ManuallyDrop::new(prepared.run().map_err(show::not_read)?);
    if arguments.expected {
        return Ok(super::expected::print(&findings, language));
    }
    write(report, &*findings, arguments, general)?;
    Ok(exit_of(findings.run(), arguments.fail_on()))
}

fn write(
    report: &dyn Report,
    findings: &dyn Findings,
    arguments: &RunArguments,
    general: &General,
) -> Result<(), Exit> {
    if let Some(folder) = &arguments.out {
        outputs::to_folder(findings, folder)?;
    }
    match &arguments.output {
        Some(path) => outputs::to_file(report, findings, path),
        // Who asks for a folder of reports gets them there, and not once more on the screen.
        None if arguments.out.is_some() && arguments.format.is_none() => {
            if !general.quiet {
                terminal::say(&outputs::written());
            }
            Ok(())
        }
        None if report.name() == "text" => {
            let colour = general.color.on_output();
            outputs::to_output(&Text { colour }, findings)
        }
        None => outputs::to_output(report, findings),
    }
}

/// What the run says to the program that started it.
fn exit_of(run: &Run, fail_on: Severity) -> Exit {
    let is = |outcome| move |item: &&crate::findings::ItemRun| item.outcome == outcome;
    let items = || run.items.iter();
    let failed = items()
        .filter(is(ItemOutcome::NotMet))
        .filter(|item| !item.more.aim)
        .any(|item| item.severity >= fail_on);
    let open = items().any(|item| {
        matches!(
            item.outcome,
            ItemOutcome::CannotTell | ItemOutcome::Awaiting
        )
    });
    // What is said and leaves nothing open.
    let said = [
        ProblemKind::AnswerFurtherColumn,
        ProblemKind::UnitFromHeader,
        ProblemKind::HeaderElsewhere,
        ProblemKind::NoRecord,
        ProblemKind::Heading,
        ProblemKind::LoneCell,
        ProblemKind::LeftOutNotThere,
        ProblemKind::ValueOverHeader,
        ProblemKind::UnfilledRow,
        ProblemKind::LeftOut,
        ProblemKind::MergedCell,
        ProblemKind::KeyTwice,
        ProblemKind::KeyBlank,
    ];
    let is_gap = |kind: &str| said.iter().all(|known| known.code() != kind);
    let mut problems = run.datasets.iter().flat_map(|d| &d.problems);
    let problems = problems.any(|problem| is_gap(problem.kind));
    let nothing = items().all(|item| {
        matches!(
            item.outcome,
            ItemOutcome::NothingToJudge | ItemOutcome::NotInspectable
        )
    });
    if failed {
        Exit::Found
    } else if open || problems || nothing {
        Exit::CannotTell
    } else {
        Exit::Fine
    }
}
