//! The whole file: clauses, comments and blank lines in order.

use super::Printer;
use super::declarations::{Printed, may_stand_together};
use super::line::{Line, Placed};
use crate::source::{Files, Span};
use crate::syntax::ast::{Declaration, File};
use crate::syntax::outline::{self, Block, Comment, LineKind, Outline};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// One thing that stands on lines of its own.
struct Entry {
    content: Content,
    /// Spaces before it.
    indent: usize,
    /// A blank line before it.
    blank: bool,
    /// The comment behind it.
    trailing: Option<String>,
}

enum Content {
    Comment(String),
    Line(Line),
    /// A table row; rows with one number are aligned with each other.
    Row((usize, usize), Vec<Line>),
}

/// A clause or comment where it stood.
struct Stood {
    start: u32,
    end: u32,
    what: What,
}

enum What {
    Comment,
    Head(usize),
    Clause(usize, usize),
}

/// How far clauses are indented.
const INDENT: usize = 2;

impl Printer<'_> {
    /// The text of a file and where its names went; `None` when the tree and the layout do not fit together.
    pub(super) fn file(&self, tree: &File, layout: &Outline) -> Option<(String, Vec<Moved>)> {
        let mut entries = self.entries(tree, layout)?;
        // Brackets for names that would be read as something else, one name a line at a time, until none is left.
        loop {
            let (text, places) = render(&entries);
            let misread = misread(&text, &places);
            if misread.is_empty() {
                let moved = places.iter().filter_map(NamePlace::moved).collect();
                return Some((text, moved));
            }
            for (entry, cell, piece) in misread {
                match entries.get_mut(entry).map(|entry| &mut entry.content) {
                    Some(Content::Line(line)) => line.bracket(piece)?,
                    Some(Content::Row(_, cells)) => cells.get_mut(cell)?.bracket(piece)?,
                    _ => return None,
                }
            }
        }
    }

    fn entries(&self, tree: &File, layout: &Outline) -> Option<Vec<Entry>> {
        let blocks = &layout.declarations;
        if tree.declarations.len() != blocks.len() {
            return None;
        }
        let stood = standing(layout);
        let mut entries: Vec<Entry> = Vec::new();
        let mut last_end = 0;
        let mut begun: Option<usize> = None;
        let mut apart = true;
        let mut counts: HashMap<(usize, &str), usize> = HashMap::new();
        for (at, thing) in stood.iter().enumerate() {
            let blank = self.blank_before(thing, last_end) && !entries.is_empty();
            last_end = last_end.max(thing.end);
            let next = stood.iter().skip(at).find_map(|s| match s.what {
                What::Head(block) => Some((block, true)),
                What::Clause(block, _) => Some((block, false)),
                What::Comment => None,
            });
            let span = |start, end| self.written.between(start, end).trim_end().to_owned();
            let (content, indent) = match thing.what {
                What::Comment => {
                    let text = span(thing.start, thing.end);
                    let inside = match next {
                        Some((block, false)) => Some(block) == begun,
                        _ => begun.is_some() && self.is_indented(thing.start),
                    };
                    let indent = if inside { INDENT } else { 0 };
                    (Content::Comment(with_hash(&text)), indent)
                }
                What::Head(block) => {
                    let head = self.head(tree.declarations.get(block)?);
                    (Content::Line(head), 0)
                }
                What::Clause(block, clause) => {
                    let declaration = tree.declarations.get(block)?;
                    let line = blocks.get(block)?.clauses.get(clause)?;
                    let counted = counts.entry((block, kind_name(line.kind))).or_default();
                    let nth = *counted;
                    *counted += 1;
                    let printed = self.clause(declaration, line.kind, line.span, nth)?;
                    match printed {
                        Printed::Line(line) => (Content::Line(line), INDENT),
                        Printed::Row(cells) => {
                            // Each table of a test is aligned for itself, and stands below its `given`.
                            let of = |word| counts.get(&(block, word)).copied().unwrap_or(0);
                            let given = of("given rows") + of("given answers");
                            let indent = INDENT + if given > 0 { 2 } else { 0 };
                            let table = (block, given);
                            (Content::Row(table, cells), indent)
                        }
                    }
                }
            };
            // The first line of what belongs to the next declaration stands apart from the one before.
            let mut blank = blank;
            if indent == 0 && !apart {
                apart = true;
                blank |= match next {
                    Some((block, _)) => !together(tree, blocks, block),
                    None => true,
                };
            }
            if let What::Head(block) = thing.what {
                begun = Some(block);
                apart = false;
            }
            let trailing = match thing.what {
                What::Comment => None,
                _ => self.trailing(layout, thing.end),
            };
            entries.push(Entry {
                content,
                indent,
                blank: blank && !entries.is_empty(),
                trailing,
            });
        }
        Some(entries)
    }

    /// Whether a blank line stands before something.
    fn blank_before(&self, thing: &Stood, last_end: u32) -> bool {
        let gap = self.written.between(last_end, thing.start);
        // The rest of the line before, then whole lines.
        let mut lines = gap.split('\n').skip(1);
        let count = gap.matches('\n').count();
        lines
            .by_ref()
            .take(count.saturating_sub(1))
            .any(|line| line.trim().is_empty())
    }

    fn is_indented(&self, start: u32) -> bool {
        let before = self.written.between(0, start);
        !before.is_empty() && !before.ends_with('\n') && before != "\u{feff}"
    }

    /// The comment behind a clause that ends here, on its last line.
    fn trailing(&self, layout: &Outline, end: u32) -> Option<String> {
        let comment = layout.comments.iter().find(|comment| {
            !comment.own_line
                && comment.span.start >= end
                && !self.written.between(end, comment.span.start).contains('\n')
        })?;
        Some(with_hash(self.written.slice(comment.span)))
    }
}

/// Whether a declaration and the one before it are lines of one kind that their author may keep together.
fn together(tree: &File, blocks: &[Block], block: usize) -> bool {
    let Some(before) = block.checked_sub(1) else {
        return false;
    };
    let plain = |at: usize| blocks.get(at).is_some_and(|b| b.clauses.is_empty());
    let declarations: (Option<&Declaration>, Option<&Declaration>) =
        (tree.declarations.get(before), tree.declarations.get(block));
    match declarations {
        (Some(one), Some(next)) => plain(before) && plain(block) && may_stand_together(one, next),
        _ => false,
    }
}

/// Clauses and the comments on lines of their own in order; a comment inside a clause goes before it.
fn standing(layout: &Outline) -> Vec<Stood> {
    let mut clauses: Vec<Stood> = Vec::new();
    for (block, declaration) in layout.declarations.iter().enumerate() {
        let at = |span: Span, what| Stood {
            start: span.start,
            end: span.end,
            what,
        };
        clauses.push(at(declaration.head, What::Head(block)));
        for (clause, line) in declaration.clauses.iter().enumerate() {
            clauses.push(at(line.span, What::Clause(block, clause)));
        }
    }
    let mut comments = layout.comments.iter().peekable();
    let mut stood = Vec::new();
    let lifted = |comment: &Comment| Stood {
        start: comment.span.start,
        end: comment.span.end,
        what: What::Comment,
    };
    for clause in clauses {
        while let Some(comment) = comments.next_if(|c| c.span.start < clause.end) {
            // One behind a clause was printed with it, unless the clause went on on the next line.
            if comment.own_line || comment.span.start > clause.start {
                stood.push(lifted(comment));
            }
        }
        stood.push(clause);
    }
    stood.extend(comments.filter(|c| c.own_line).map(lifted));
    stood
}

/// The text of a file that holds comments alone.
pub(super) fn comments_alone(text: &str, layout: &Outline) -> String {
    let mut out = String::new();
    let mut last_end = 0;
    for comment in &layout.comments {
        let gap = text
            .get(last_end..comment.span.start as usize)
            .unwrap_or_default();
        if !out.is_empty() && gap.matches('\n').count() > 1 {
            out.push('\n');
        }
        last_end = comment.span.end as usize;
        let written = text
            .get(comment.span.start as usize..last_end)
            .unwrap_or_default();
        out.push_str(&with_hash(written));
        out.push('\n');
    }
    out
}

fn with_hash(comment: &str) -> String {
    match comment.strip_prefix('＃') {
        Some(rest) => format!("#{rest}"),
        None => comment.to_owned(),
    }
}

fn kind_name(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Word(word) => word,
        LineKind::Column => "a column",
        LineKind::Row => "a row",
        LineKind::Part => "a part",
        LineKind::Sentence => "a sentence",
    }
}

/// Where the names of an entry went: entry, cell, piece, and the bytes of the text.
struct NamePlace {
    entry: usize,
    cell: usize,
    piece: usize,
    from: Option<(u32, u32)>,
    start: usize,
    end: usize,
}

/// Where a name stood, and where it stands now.
pub(super) type Moved = ((u32, u32), (u32, u32));

impl NamePlace {
    fn moved(&self) -> Option<Moved> {
        let place = |at: usize| u32::try_from(at).ok();
        Some((self.from?, (place(self.start)?, place(self.end)?)))
    }
}

fn render(entries: &[Entry]) -> (String, Vec<NamePlace>) {
    let mut widths: HashMap<(usize, usize), Vec<usize>> = HashMap::new();
    for entry in entries {
        if let Content::Row(table, cells) = &entry.content {
            let widths = widths.entry(*table).or_default();
            for (at, cell) in cells.iter().enumerate() {
                let width = cell_text(cell).0.width();
                match widths.get_mut(at) {
                    Some(widest) => *widest = width.max(*widest),
                    None => widths.push(width),
                }
            }
        }
    }
    let mut text = String::new();
    let mut places = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        if entry.blank {
            text.push('\n');
        }
        match &entry.content {
            Content::Comment(comment) => {
                text.push_str(&" ".repeat(entry.indent));
                text.push_str(comment);
            }
            Content::Line(line) => {
                let (lines, placed) = line.laid_out(entry.indent);
                let mut starts = Vec::new();
                for (row, line) in lines.iter().enumerate() {
                    if row > 0 {
                        text.push('\n');
                    }
                    starts.push(text.len());
                    text.push_str(line);
                }
                places.extend(
                    placed.iter().map(|p| {
                        place(number, 0, p, starts.get(p.row).copied().unwrap_or_default())
                    }),
                );
            }
            Content::Row(table, cells) => {
                text.push_str(&" ".repeat(entry.indent));
                let widths = widths.get(table).map_or(&[][..], Vec::as_slice);
                for (at, cell) in cells.iter().enumerate() {
                    if at > 0 {
                        text.push_str(" | ");
                    }
                    let (written, placed) = cell_text(cell);
                    places.extend(placed.iter().map(|p| place(number, at, p, text.len())));
                    text.push_str(&written);
                    if at + 1 < cells.len() {
                        let widest = widths.get(at).copied().unwrap_or_default();
                        text.push_str(&" ".repeat(widest.saturating_sub(written.width())));
                    }
                }
            }
        }
        // The last cell of a row may be blank.
        text.truncate(text.trim_end_matches(' ').len());
        if let Some(comment) = &entry.trailing {
            text.push_str("  ");
            text.push_str(comment);
        }
        text.push('\n');
    }
    (text, places)
}

fn cell_text(cell: &Line) -> (String, Vec<Placed>) {
    let (lines, placed) = cell.on_one_line();
    (lines, placed)
}

fn place(entry: usize, cell: usize, placed: &Placed, start: usize) -> NamePlace {
    NamePlace {
        entry,
        cell,
        piece: placed.piece,
        from: placed.from,
        start: start + placed.start,
        end: start + placed.start + placed.length,
    }
}

/// The first name of each entry that is not read back as the name it is.
fn misread(text: &str, places: &[NamePlace]) -> Vec<(usize, usize, usize)> {
    let mut files = Files::new();
    let file = files.add(Path::new(""), text);
    let read = outline::outline(file, &files);
    let read: HashSet<(usize, usize)> = read
        .names
        .iter()
        .map(|span| (span.start as usize, span.end as usize))
        .collect();
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for place in places {
        let first = found.last().is_none_or(|(entry, ..)| *entry != place.entry);
        if first && !read.contains(&(place.start, place.end)) {
            found.push((place.entry, place.cell, place.piece));
        }
    }
    found
}
