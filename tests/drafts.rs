//! First checklists made from documents.

mod directions;
mod documents;
mod meaning;
mod scan;
mod seeds;
mod tables;
