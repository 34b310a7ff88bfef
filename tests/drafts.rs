//! First checklists made from documents.

mod directions;
mod documents;
mod scan;
mod seeds;
