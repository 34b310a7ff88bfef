//! Where text and places come from: the only door to the disk, and spans of checklist files.

mod files;
mod span;
mod together;

pub use files::{Files, FolderEntry};
pub use span::{FileId, Location, Span};
pub use together::Together;
