//! What many verdicts rest on alike, found out once: rows that were judged by the same answers rest on the same columns and reads.

use super::evidence::{self, Columns, Evidence, Judged, Seen};
use super::{Inspection, batch};
use crate::eval::Explained;
use crate::plan::{FrameId, NodeId, PutId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The first so many ways of being judged are remembered; hardly an item has more.
const MOST: usize = 32;

/// An item, a block of it and a part of that, or all parts.
type Place = (usize, usize, Option<u16>);

/// What was found out for the findings that are made at once.
#[derive(Default)]
pub(super) struct Alike {
    known: Vec<(Place, Vec<Seen>, Arc<Evidence>)>,
    of_reads: BTreeMap<(FrameId, NodeId, PutId), Columns>,
}

impl Alike {
    /// As [`batch::evidence_of`].
    pub(super) fn evidence_of(
        &mut self,
        inspection: &Inspection<'_>,
        place: Place,
        explained: &Explained,
        row: usize,
    ) -> Arc<Evidence> {
        let mut known = self.known.iter();
        let same = known.find(|(of, seen, _)| {
            *of == place && seen.iter().all(|seen| seen.holds(explained, row))
        });
        if let Some((_, _, evidence)) = same {
            return Arc::clone(evidence);
        }
        let judged = Judged::new(explained, row);
        let evidence = Arc::new(batch::evidence_of(inspection, place, &judged));
        if self.known.len() < MOST {
            let seen = judged.into_seen();
            self.known.push((place, seen, Arc::clone(&evidence)));
        }
        evidence
    }

    /// The columns of the rows that a node reads which it looks at.
    pub(super) fn columns_read(
        &mut self,
        inspection: &Inspection<'_>,
        (frame, node): (FrameId, NodeId),
        put: PutId,
    ) -> Columns {
        let columns = self.of_reads.entry((frame, node, put)).or_insert_with(|| {
            let plan = &inspection.lowered.plan;
            let read = &plan.frames[frame.0].nodes[node.0];
            Arc::new(evidence::put_columns(plan, put, Some(read)))
        });
        Arc::clone(columns)
    }
}
