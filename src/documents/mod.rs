//! What checklists make of the documents that they cite: which clauses they cover, and which of their items a new version of a document touches.
//!
//! Goes in: a checked model whose sources are pinned, for impact two versions of a document. Comes out: plain data in the order of the text, and its
//! text, JSON and page.

mod citers;
mod coverage;
mod figures;
mod impact;
mod page;
mod texts;
mod through;
mod version;

/// JSON Schema (draft 2020-12) of what `duban coverage --format json` prints.
pub const COVERAGE_SCHEMA: &str = include_str!("coverage.schema.json");
/// JSON Schema (draft 2020-12) of what `duban impact --format json` prints.
pub const IMPACT_SCHEMA: &str = include_str!("impact.schema.json");

pub use coverage::{
    Counted, Coverage, CoveredClause, CoveringItem, How, Section, Sentence, SourceCoverage,
    coverage,
};
pub use figures::{Figures, figures};
pub use impact::{Change, ChangedClause, Cites, Impact, Touched, impact};
pub use page::page;
pub use texts::{coverage_text, impact_text};
pub use through::Via;
pub use version::{Version, VersionClause};
