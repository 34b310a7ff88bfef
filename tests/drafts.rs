//! First checklists made from documents.

mod documents;
mod scan;
mod seeds;
