//! A plan as text, one line a node: for tests, and for looking at what sentences were lowered to.

use super::{FrameId, FrameRows, Node, NodeId, Plan, PutKind};
use std::fmt;

impl Plan {
    fn rows(&self, rows: FrameRows) -> String {
        match rows {
            FrameRows::Dataset(dataset) => format!("rows of dataset {dataset}"),
            FrameRows::Space(space) => format!("keys of `{}`", self.spaces[space.0].name),
            FrameRows::Whole => "the whole".to_owned(),
            FrameRows::Derived(table) => format!("{:?}", self.derived[table.0]),
        }
    }
}

/// The name of a node in the print.
fn name(id: NodeId) -> String {
    format!("n{}", id.0)
}

/// The node without the wrapping of its numbers: `And([n1, n2])`.
fn node_text(node: &Node) -> String {
    let mut text = format!("{node:?}");
    for (wrapped, prefix) in [("NodeId(", "n"), ("PutId(", "put "), ("SpaceId(", "space ")] {
        while let Some(at) = text.find(wrapped) {
            let end = text[at..].find(')').map_or(text.len(), |end| at + end);
            let number = text
                .get(at + wrapped.len()..end)
                .unwrap_or_default()
                .to_owned();
            text.replace_range(at..(end + 1).min(text.len()), &format!("{prefix}{number}"));
        }
    }
    text
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, frame) in self.frames.iter().enumerate() {
            writeln!(f, "frame {at}: {}", self.rows(frame.rows))?;
            for (at, node) in frame.nodes.iter().enumerate() {
                writeln!(f, "  {} = {}", name(NodeId(at)), node_text(node))?;
            }
            for (number, put) in self.puts.iter().enumerate() {
                if put.frame == FrameId(at) {
                    let key = put.key.map_or("for the whole".to_owned(), |(space, key)| {
                        format!("under {} of `{}`", name(key), self.spaces[space.0].name)
                    });
                    let filter = put
                        .filter
                        .map_or(String::new(), |filter| format!(" where {}", name(filter)));
                    let kind = match put.kind {
                        PutKind::Count(u32::MAX) => "count".to_owned(),
                        PutKind::Count(cap) => format!("count up to {cap}"),
                        PutKind::Link => "rows".to_owned(),
                        PutKind::Share(node) => format!("share of {}", name(node)),
                        PutKind::Total {
                            value, given_only, ..
                        } => {
                            format!("total of {}{}", given(given_only), name(value))
                        }
                        PutKind::Values {
                            value, given_only, ..
                        } => {
                            format!("values of {}{}", given(given_only), name(value))
                        }
                    };
                    writeln!(f, "  put {number}: {kind} {key}{filter}")?;
                }
            }
        }
        for (at, sequence) in self.sequences.iter().enumerate() {
            writeln!(f, "sequence {at}: {sequence:?}")?;
        }
        for (at, runs) in self.runs.iter().enumerate() {
            writeln!(f, "runs {at}: {runs:?}")?;
        }
        for item in &self.items {
            writeln!(f, "item {}", item.item)?;
            for cause in &item.stopped_by {
                writeln!(f, "  stopped: {} ({cause:?})", cause.reason().code())?;
            }
            for block in &item.blocks {
                write!(f, "  over frame {}", block.frame.0)?;
                let conditions = [
                    ("member", block.member),
                    ("applies", block.applies),
                    ("excused", block.excused),
                ];
                for (word, node) in conditions {
                    if let Some(node) = node {
                        write!(f, ", {word} {}", name(node))?;
                    }
                }
                for part in &block.parts {
                    write!(f, ", part {} must {}", part.part, name(part.must))?;
                    if let Some(excused) = part.excused {
                        write!(f, " excused {}", name(excused))?;
                    }
                }
                writeln!(f)?;
            }
        }
        Ok(())
    }
}

fn given(given_only: bool) -> &'static str {
    if given_only { "given " } else { "" }
}
