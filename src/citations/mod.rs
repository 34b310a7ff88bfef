//! Source documents: their clause trees, the lock that keeps them, and what checklists cite of them.
//!
//! A document goes in as text; out comes a tree of clauses, each with a unique path, its lines and a digest of its own words. The lock
//! beside a checklist holds paths and digests and no text, so a checklist can travel without the document and its citations still hold.

mod docx;
mod inline;
mod lock;
mod markers;
mod numerals;
mod paragraphs;
mod path;
mod pin;
mod quote;
mod read;
mod tables;
mod text;
mod tree;

pub use lock::{Aliases, Lock, LockedClause, Pinned};
pub use markers::{Marker, Style};
pub use path::{Found, Step, in_english, is_path, resolve, whose_paragraph};
pub use pin::{Broken, Pin, lock_path};
pub use quote::{Quoted, SHORTEST, quoted, touched};
pub use read::{Unreadable, Words, read_text, text_of};
pub use tree::{Clause, Document, Remark, RemarkKind};
