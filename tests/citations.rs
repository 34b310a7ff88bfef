//! Source documents: their clause trees, locks, citations, coverage and impact.

mod seeds;
