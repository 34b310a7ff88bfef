//! Runs whose findings lie in memory.

use duban::findings::{Finding, FindingOutcome, Findings, Run, Visited, WriteRow};
use std::io;

/// A run that lies in memory.
pub(crate) struct Made {
    pub(crate) run: Run,
    pub(crate) findings: Vec<Finding>,
}

impl Findings for Made {
    fn run(&self) -> &Run {
        &self.run
    }

    fn visit(&self, each: &mut dyn FnMut(&Finding) -> io::Result<()>) -> io::Result<()> {
        self.findings.iter().try_for_each(each)
    }

    fn visit_first(
        &self,
        most: u64,
        each: &mut dyn FnMut(Visited<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        for of_item in self.findings.chunk_by(|a, b| a.item == b.item) {
            let mut others: Vec<Visited<'_>> = Vec::new();
            for (at, finding) in of_item.iter().enumerate() {
                let before = &of_item[..at];
                let same: Vec<_> =
                    (before.iter().filter(|f| f.outcome == finding.outcome)).collect();
                let is_first = same.iter().all(|f| f.part != finding.part);
                if is_first || (same.len() as u64) < most {
                    each(Visited::of(finding))?;
                    continue;
                }
                let known = others.iter_mut().find(|o| o.outcome == finding.outcome);
                match known {
                    Some(known) => known.count += 1,
                    None => others.push(Visited {
                        finding: None,
                        ..Visited::of(finding)
                    }),
                }
            }
            others.into_iter().try_for_each(&mut *each)?;
        }
        Ok(())
    }

    fn visit_rows(
        &self,
        write: &WriteRow<'_>,
        out: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut text = Vec::new();
        for finding in &self.findings {
            if finding.outcome != FindingOutcome::NotMet {
                continue;
            }
            match (&finding.subject.dataset, finding.subject.row) {
                (Some(dataset), Some(row)) => write(finding.item, dataset, row, &mut text),
                _ => {
                    for cell in &finding.cells {
                        write(finding.item, &cell.dataset, cell.row, &mut text);
                    }
                }
            }
        }
        out(&text)
    }
}

/// A run that makes all of its findings, also where only the first are asked for.
pub(crate) struct AllMade<'m>(pub(crate) &'m Made);

impl Findings for AllMade<'_> {
    fn run(&self) -> &Run {
        self.0.run()
    }

    fn visit(&self, each: &mut dyn FnMut(&Finding) -> io::Result<()>) -> io::Result<()> {
        self.0.visit(each)
    }

    fn visit_first(
        &self,
        _: u64,
        each: &mut dyn FnMut(Visited<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.visit(&mut |finding| each(Visited::of(finding)))
    }

    fn visit_rows(
        &self,
        write: &WriteRow<'_>,
        out: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.0.visit_rows(write, out)
    }
}
