//! The clause tree of a document: which clause stands in which, on which lines, with which words.

use super::inline::{Piece, neighbours, split};
use super::markers::{Marker, Style, leading};
use super::numerals::letter;
use super::paragraphs::{Paragraph, has_stop, paragraphs};
use super::text::{folded, lines};
use std::collections::BTreeMap;

/// A document as clauses, in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Its title: the short lines before the first sentence; empty without any.
    pub title: String,
    /// Its clauses; a parent stands before its children.
    pub clauses: Vec<Clause>,
    /// What was found odd about the numbering.
    pub remarks: Vec<Remark>,
    /// The clauses at the top.
    top: Vec<usize>,
    /// For each clause those that stand in it.
    inside: Vec<Vec<usize>>,
}

/// A clause: a numbered piece of the document, or a paragraph without a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its path, unique in the document, in half-width characters: `三(二)1`.
    pub path: String,
    /// Its number; a paragraph without one is counted within its parent, where the parent's own words are the first.
    pub marker: Marker,
    /// How many clauses with the same number stand before it in its parent.
    pub repeated: u32,
    /// The clause that it stands in: its place in the list.
    pub parent: Option<usize>,
    /// First and last line of its own words, from 1.
    pub lines: (u32, u32),
    /// Its own words, without those of the clauses in it.
    pub words: String,
    /// Whether its number is not in the text but was inferred.
    pub inferred: bool,
    /// Whether it is a table: its words are a line a row, cells parted by tabs.
    pub table: bool,
}

impl Clause {
    /// The digest of its own words, width folded and without blanks: `blake3:` and 32 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> String {
        // A figure that moves from one cell to the next is another figure.
        let words = if self.table {
            folded(&self.words.replace(['\t', '\n'], "|"))
        } else {
            folded(&self.words)
        };
        let hash = blake3::hash(words.as_bytes());
        format!("blake3:{}", &hash.to_hex().as_str()[..32])
    }
}

/// The most letters of a title.
const LONGEST_TITLE: usize = 80;
/// The most characters of a heading that is shown.
const LONGEST_HEADING: usize = 30;

impl Clause {
    /// The beginning of its words: its heading, or as much of its first sentence as fits into a heading.
    #[must_use]
    pub fn heading(&self) -> String {
        let line = self.words.lines().next().unwrap_or_default();
        let end = line.find(['。', '；', '：', '！', '？']);
        let line = line[..end.unwrap_or(line.len())].trim().replace('\t', " ");
        if line.chars().count() <= LONGEST_HEADING {
            return line;
        }
        let short: String = line.chars().take(LONGEST_HEADING - 1).collect();
        format!("{short}…")
    }
}

/// Something odd about the numbering of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line, from 1.
    pub line: u32,
    /// What.
    pub kind: RemarkKind,
}

/// What is odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemarkKind {
    /// The heading has no number; it was inferred from those around it. The path that it got.
    Inferred(String),
    /// The number was used before in the same place. The path that it got.
    Repeated(String),
    /// Numbers are missing before this clause. Its path.
    Jump(String),
    /// The number stands directly before a figure and could be part of a decimal; its place in the list says that it is a number. Its path.
    Doubtful(String),
    /// The heading has no number, and none could be inferred. The path that it got.
    Unnumbered(String),
}

impl Document {
    /// The clause tree of a text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut paragraphs = paragraphs(&lines(text));
        // A whole text that is itself an attachment begins with that word; it is no part of its paths.
        if paragraphs
            .first()
            .is_some_and(|first| is_attachment(&first.text))
        {
            paragraphs.remove(0);
        }
        let mut numbers: BTreeMap<usize, Marker> = BTreeMap::new();
        loop {
            let mut builder = Builder::new(&paragraphs, &numbers);
            match builder.build() {
                // Each turn gives numbers to headings that had none, so this ends.
                Some(inferred) => numbers.extend(inferred),
                None => return builder.finish(),
            }
        }
    }

    /// The children of a clause, or the clauses at the top.
    pub fn children(&self, parent: Option<usize>) -> impl Iterator<Item = usize> + '_ {
        self.around(parent).iter().copied()
    }

    fn around(&self, parent: Option<usize>) -> &[usize] {
        let children = match parent {
            None => Some(&self.top),
            Some(parent) => self.inside.get(parent),
        };
        children.map_or(&[], Vec::as_slice)
    }

    /// The headings that a clause stands under, outermost first, its own included: the beginning of the words of each.
    #[must_use]
    pub fn headings(&self, clause: usize) -> Vec<String> {
        let mut headings = Vec::new();
        let mut at = Some(clause);
        while let Some(clause) = at.and_then(|at| self.clauses.get(at)) {
            headings.push(clause.heading());
            at = clause.parent;
        }
        headings.reverse();
        headings.retain(|heading| !heading.is_empty());
        headings
    }

    /// Whether the own words of a clause are a heading and nothing more: short, without a stop and without a figure, above other clauses.
    #[must_use]
    pub fn is_heading(&self, clause: usize) -> bool {
        let Some(own) = self.clauses.get(clause) else {
            return false;
        };
        let is_title = own.words.chars().count() <= LONGEST_HEADING
            && !own.words.contains(['，', '。', '；', ';', ','])
            && !own.words.chars().any(char::is_numeric)
            && !has_stop(&own.words);
        let holds_clauses = self.children(Some(clause)).next().is_some();
        is_title && (holds_clauses || own.words.is_empty())
    }

    /// The first and last line of a clause and everything in it.
    #[must_use]
    pub fn extent(&self, clause: usize) -> (u32, u32) {
        let mut extent = self.clauses[clause].lines;
        for child in self.children(Some(clause)) {
            let inner = self.extent(child);
            extent = (extent.0.min(inner.0), extent.1.max(inner.1));
        }
        extent
    }
}

fn is_attachment(text: &str) -> bool {
    leading(text, None).is_some_and(|(markers, _)| markers[0].style == Style::Attachment)
}

/// Whether a paragraph is one line of English words without a stop.
fn is_title_in_letters(paragraph: &Paragraph) -> bool {
    let text = &paragraph.text;
    let is_line = paragraph.from == paragraph.to && !paragraph.table;
    is_line
        && text.is_ascii()
        && text.len() <= LONGEST_TITLE
        && !has_stop(text)
        && !text.contains([',', ';', ':', '\t', '|'])
        && text.chars().any(|c| c.is_ascii_alphabetic())
}

struct Builder<'p> {
    paragraphs: &'p [Paragraph],
    /// Numbers inferred for paragraphs without one.
    numbers: &'p BTreeMap<usize, Marker>,
    document: Document,
    /// The clauses that are open, outermost first.
    open: Vec<usize>,
    /// For each clause the paragraph that it began with.
    began: Vec<usize>,
    /// For each clause how many paragraphs without a number it has, its own words counted as one.
    counted: Vec<u32>,
    /// For each clause whether its own words still take a paragraph.
    expects_body: Vec<bool>,
    top_paragraphs: u32,
    /// How often each number was used within each clause.
    used: BTreeMap<(Option<usize>, Style, u32, u32), u32>,
    /// Whether a sentence was seen; before it short lines are titles.
    in_title: bool,
}

impl<'p> Builder<'p> {
    fn new(paragraphs: &'p [Paragraph], numbers: &'p BTreeMap<usize, Marker>) -> Self {
        Self {
            paragraphs,
            numbers,
            document: Document::default(),
            open: Vec::new(),
            began: Vec::new(),
            counted: Vec::new(),
            expects_body: Vec::new(),
            top_paragraphs: 0,
            used: BTreeMap::new(),
            in_title: true,
        }
    }

    /// Builds the tree; gives numbers for headings without one as soon as the numbering shows which they are.
    fn build(&mut self) -> Option<Vec<(usize, Marker)>> {
        for at in 0..self.paragraphs.len() {
            let paragraph = &self.paragraphs[at];
            if let Some(marker) = self.numbers.get(&at) {
                let markers = vec![marker.clone()];
                self.in_title = false;
                if let Some(inferred) = self.numbered(at, markers, &paragraph.text, true) {
                    return Some(inferred);
                }
                continue;
            }
            let numbers = leading(&paragraph.text, self.open_letter());
            match numbers.filter(|_| paragraph.numbered) {
                Some((markers, rest)) => {
                    if let Some(inferred) = self.numbered(at, markers, rest, false) {
                        return Some(inferred);
                    }
                }
                None => self.unnumbered(at),
            }
        }
        None
    }

    fn open_letter(&self) -> Option<u32> {
        let letters = self
            .open
            .iter()
            .map(|at| &self.document.clauses[*at].marker);
        letters
            .filter(|marker| marker.style == Style::Letter)
            .map(|marker| marker.ordinal)
            .next_back()
    }

    /// A paragraph with numbers: closes what it does not stand in, and opens a clause for each number.
    fn numbered(
        &mut self,
        at: usize,
        markers: Vec<Marker>,
        rest: &str,
        inferred: bool,
    ) -> Option<Vec<(usize, Marker)>> {
        let count = markers.len();
        self.in_title = markers[0].style == Style::Attachment;
        for (index, marker) in markers.into_iter().enumerate() {
            let is_last = index + 1 == count;
            let siblings_style = (marker.style, marker.depth);
            self.close(siblings_style, marker.ordinal, is_last);
            // The outer numbers of 3.1.2 only say where it stands, if clauses 3 and 3.1 are there.
            if !is_last && self.enter(&marker) {
                continue;
            }
            if let Some(found) = self.gap(at, &marker) {
                return Some(found);
            }
            let text = if is_last { rest } else { "" };
            let (text, others) = neighbours(text, &marker);
            self.open_clause(at, marker, text, inferred);
            for Piece { marker, text } in others {
                self.open.pop();
                self.open_clause(at, marker, &text, false);
            }
        }
        None
    }

    /// Closes the open clauses that a clause of this style cannot stand in.
    fn close(&mut self, style: (Style, u32), ordinal: u32, is_last: bool) {
        while let Some(last) = self.open.last() {
            let marker = &self.document.clauses[*last].marker;
            let stays = (marker.style, marker.depth) < style
                || (!is_last && (marker.style, marker.depth) == style && marker.ordinal == ordinal);
            if stays && marker.style != Style::Paragraph {
                break;
            }
            self.open.pop();
        }
    }

    /// Whether the clause of this number is the one that is open.
    fn enter(&self, marker: &Marker) -> bool {
        self.open
            .last()
            .is_some_and(|last| self.document.clauses[*last].marker == *marker)
    }

    /// Looks for missing numbers before this one: gives them to as many headings without a number, or remarks on the jump.
    fn gap(&mut self, at: usize, marker: &Marker) -> Option<Vec<(usize, Marker)>> {
        let parent = self.open.last().copied();
        let same = |clause: &&Clause| {
            clause.marker.style == marker.style && clause.marker.depth == marker.depth
        };
        let siblings = self
            .document
            .around(parent)
            .iter()
            .map(|child| (*child, &self.document.clauses[*child]));
        let last = siblings.rev().find(|(_, clause)| same(clause));
        let (expected, since) = match last {
            Some((index, clause)) => (clause.marker.ordinal + 1, self.began[index] + 1),
            None => {
                // （五） may follow the （四） of the heading before.
                let before = self.document.clauses.iter().rfind(|clause| same(clause));
                let goes_on =
                    before.is_some_and(|clause| clause.marker.ordinal + 1 == marker.ordinal);
                let expected = if goes_on { marker.ordinal } else { 1 };
                (expected, parent.map_or(0, |parent| self.began[parent] + 1))
            }
        };
        if marker.ordinal <= expected || marker.style == Style::Attachment {
            return None;
        }
        let body = (since..at)
            .find(|at| !self.paragraphs[*at].heading)
            .unwrap_or(at);
        // The title of the document stands before its first sentence and is no heading of a part.
        let first = if since == 0 { body } else { since };
        let headings: Vec<usize> = (first..at)
            .filter(|at| self.paragraphs[*at].heading && !self.numbers.contains_key(at))
            .filter(|at| !self.paragraphs[*at].numbered)
            .collect();
        let missing = marker.ordinal - expected;
        if u32::try_from(headings.len()) == Ok(missing) {
            let numbers = (expected..marker.ordinal).map(|ordinal| Marker {
                ordinal,
                ..marker.clone()
            });
            return Some(headings.into_iter().zip(numbers).collect());
        }
        let path = self.path_of(parent, marker, 0);
        self.remark(at, RemarkKind::Jump(path));
        for heading in headings {
            let line = self.paragraphs[heading].from;
            let unnumbered = self
                .document
                .clauses
                .iter()
                .find(|clause| clause.lines.0 == line);
            if let Some(path) = unnumbered.map(|clause| clause.path.clone()) {
                self.document.remarks.push(Remark {
                    line,
                    kind: RemarkKind::Unnumbered(path),
                });
            }
        }
        None
    }

    fn remark(&mut self, at: usize, kind: RemarkKind) {
        let line = self.paragraphs[at].from;
        self.document.remarks.push(Remark { line, kind });
    }

    fn open_clause(&mut self, at: usize, marker: Marker, text: &str, inferred: bool) {
        let parent = self.open.last().copied();
        let clause = self.add(at, parent, marker, inferred);
        self.open.push(clause);
        let is_container = self.document.clauses[clause].marker.style == Style::Attachment;
        let is_title = !is_container && !has_stop(text) && !text.ends_with(['：', ':']);
        self.expects_body[clause] = is_title;
        self.say(at, clause, text);
    }

    /// Adds a clause without words.
    fn add(&mut self, at: usize, parent: Option<usize>, marker: Marker, inferred: bool) -> usize {
        let number = (parent, marker.style, marker.depth, marker.ordinal);
        let used = self.used.entry(number).or_default();
        let repeated = *used;
        *used += 1;
        let path = self.path_of(parent, &marker, repeated);
        if repeated > 0 {
            self.remark(at, RemarkKind::Repeated(path.clone()));
        }
        if inferred {
            self.remark(at, RemarkKind::Inferred(path.clone()));
        }
        if self.paragraphs[at].doubtful && marker.style == Style::Number {
            self.remark(at, RemarkKind::Doubtful(path.clone()));
        }
        let paragraph = &self.paragraphs[at];
        self.document.clauses.push(Clause {
            path,
            marker,
            repeated,
            parent,
            lines: (paragraph.from, paragraph.to),
            words: String::new(),
            inferred,
            table: paragraph.table,
        });
        self.began.push(at);
        self.counted.push(1);
        self.expects_body.push(false);
        let clause = self.document.clauses.len() - 1;
        self.document.inside.push(Vec::new());
        match parent {
            None => self.document.top.push(clause),
            Some(parent) => self.document.inside[parent].push(clause),
        }
        clause
    }

    fn path_of(&self, parent: Option<usize>, marker: &Marker, repeated: u32) -> String {
        let mut path = parent.map_or(String::new(), |parent| {
            self.document.clauses[parent].path.clone()
        });
        let part = marker.part();
        let meets = path.ends_with(|c: char| c.is_ascii_digit())
            && part.starts_with(|c: char| c.is_ascii_digit());
        let after_attachment = parent
            .is_some_and(|parent| self.document.clauses[parent].marker.style == Style::Attachment);
        if (meets || after_attachment || part.starts_with('第') && !path.is_empty())
            && !part.starts_with(['·', '¶'])
        {
            path.push('·');
        }
        path.push_str(&part);
        for _ in 0..repeated {
            path.push('′');
        }
        path
    }

    /// Gives words to a clause; numbered lists inside them become clauses of their own.
    fn say(&mut self, at: usize, clause: usize, text: &str) {
        let paragraph = &self.paragraphs[at];
        let (head, pieces) = if paragraph.table {
            (text, Vec::new())
        } else {
            split(text)
        };
        let own = &mut self.document.clauses[clause];
        if !own.words.is_empty() && !head.trim().is_empty() {
            own.words.push('\n');
        }
        own.words.push_str(head.trim());
        own.lines.1 = own.lines.1.max(paragraph.to);
        for Piece { marker, text } in pieces {
            let child = self.add(at, Some(clause), marker, false);
            self.say(at, child, &text);
        }
    }

    fn unnumbered(&mut self, at: usize) {
        let paragraph = &self.paragraphs[at];
        // A title in letters is longer than a heading; before any clause it is a line by itself.
        let is_title = self.document.clauses.is_empty() && is_title_in_letters(paragraph);
        if self.in_title && (paragraph.heading || is_title) && self.in_container() {
            self.title(at);
            return;
        }
        self.in_title = false;
        let parent = self.owner_of(&paragraph.text);
        if let Some(parent) = parent
            && self.expects_body[parent]
            && self.document.children(Some(parent)).next().is_none()
            && !paragraph.heading
            && !paragraph.table
        {
            self.expects_body[parent] = false;
            self.say(at, parent, &paragraph.text);
            return;
        }
        let count = match parent {
            Some(parent) => &mut self.counted[parent],
            None => &mut self.top_paragraphs,
        };
        *count += 1;
        let marker = Marker::new(Style::Paragraph, *count);
        let clause = self.add(at, parent, marker, false);
        self.say(at, clause, &paragraph.text);
    }

    /// Whether only the document itself or an attachment is open.
    fn in_container(&self) -> bool {
        match self.open.last() {
            None => true,
            Some(last) => self.document.clauses[*last].marker.style == Style::Attachment,
        }
    }

    fn title(&mut self, at: usize) {
        let text = &self.paragraphs[at].text;
        let title = match self.open.last() {
            Some(last) => &mut self.document.clauses[*last].words,
            None => &mut self.document.title,
        };
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(text);
    }

    /// The clause that a paragraph without a number stands in: the innermost open one; a line in brackets that names who is responsible ends a
    /// whole （一）, not its last point.
    fn owner_of(&self, text: &str) -> Option<usize> {
        let names_offices =
            text.contains("责任单位") || text.ends_with("负责）") || text.ends_with("牵头）");
        let closes_a_part = text.starts_with(['（', '(']) && names_offices;
        let mut open = self.open.iter().rev().copied();
        if closes_a_part {
            let outer = open
                .clone()
                .find(|at| self.document.clauses[*at].marker.style <= Style::Bracketed);
            if outer.is_some() {
                return outer;
            }
        }
        open.next()
    }

    fn finish(self) -> Document {
        let mut document = self.document;
        document.remarks.sort_by_key(|remark| remark.line);
        document
    }
}

/// The letter of a path part in brackets, for paths that people write.
pub(super) fn letter_part(text: &str) -> Option<u32> {
    letter(text)
}
