//! What checklists make of the documents that they cite: which clauses they cover, and which of their items a new version of a document touches.
//!
//! Goes in: a checked model whose sources are pinned, for impact two versions of a document. Comes out: plain data in the order of the text, and its
//! text, JSON and page.

mod coverage;
mod figures;
mod impact;
mod page;
mod texts;
mod version;

pub use coverage::{
    Counted, Coverage, CoveredClause, CoveringItem, How, Section, Sentence, SourceCoverage,
    coverage,
};
pub use figures::{Figures, figures};
pub use impact::{Change, ChangedClause, Impact, Touched, impact};
pub use page::page;
pub use texts::{coverage_text, impact_text};
pub use version::{Version, VersionClause};
