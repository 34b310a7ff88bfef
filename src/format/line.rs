//! One clause as a row of pieces, and how it is laid out: blanks, breaks, widths.

use crate::types::Language;
use unicode_width::UnicodeWidthStr;

/// Lines longer than this are broken where they may be.
const WIDEST: usize = 100;

/// Whether a line may break before a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Break {
    Never,
    /// Behind a comma, where no better place is.
    InList,
    /// Before a word that joins.
    May,
    Must,
}

/// A word, sign, name or text.
#[derive(Debug, Clone)]
struct Piece {
    text: String,
    is_name: bool,
    /// Where a name stood in the text that is formatted.
    from: Option<(u32, u32)>,
    bracketed: bool,
    blank_before: bool,
    blank_after: bool,
    breaks: Break,
}

/// A clause in pieces.
#[derive(Debug, Clone)]
pub(super) struct Line {
    language: Language,
    pieces: Vec<Piece>,
    /// Whether the next piece may begin a line.
    next: Break,
}

impl Line {
    /// An empty clause of a vocabulary.
    pub(super) fn new(language: Language) -> Self {
        Self {
            language,
            pieces: Vec::new(),
            next: Break::Never,
        }
    }

    fn push(&mut self, text: impl Into<String>, blanks: (bool, bool), breaks: Break) {
        let breaks = match breaks {
            Break::Never => self.next,
            breaks => breaks,
        };
        self.next = Break::Never;
        self.pieces.push(Piece {
            text: text.into(),
            is_name: false,
            from: None,
            bracketed: false,
            blank_before: blanks.0,
            blank_after: blanks.1,
            breaks,
        });
    }

    /// A word, number or text.
    pub(super) fn word(&mut self, text: impl Into<String>) {
        self.push(text, (true, true), Break::Never);
    }

    /// Makes an aim of a duty: `should` for `must`, 宜 for 应.
    pub(super) fn say_as_aim(&mut self) {
        const DUTIES: [(&str, &str); 12] = [
            ("must not be", "should not be"),
            ("must be", "should be"),
            ("must", "should"),
            ("matches", "should match"),
            ("are unique by", "should be unique by"),
            ("is unique by", "should be unique by"),
            ("应为", "宜为"),
            ("应有", "宜有"),
            ("应", "宜"),
            ("不得为", "不宜为"),
            ("不得有", "不宜有"),
            ("不得", "不宜"),
        ];
        let mut said = false;
        for piece in self.pieces.iter_mut().filter(|piece| !piece.is_name) {
            if let Some((_, aim)) = DUTIES.iter().find(|(duty, _)| *duty == piece.text) {
                piece.text = (*aim).to_owned();
                said = true;
            }
        }
        let verb = |piece: &&mut Piece| {
            let text = piece.text.as_str();
            !piece.is_name
                && (text.starts_with("have")
                    || text.starts_with("has")
                    || text == "按"
                    || text == "与")
        };
        if !said && let Some(piece) = self.pieces.iter_mut().find(verb) {
            piece.text = match piece.text.strip_prefix("has") {
                Some(rest) => format!("should have{rest}"),
                None if !piece.text.is_ascii() => format!("宜 {}", piece.text),
                None => format!("should {}", piece.text),
            };
        }
    }

    /// A word with which a continued line may begin.
    pub(super) fn joining(&mut self, text: &str) {
        self.push(text, (true, true), Break::May);
    }

    /// The next piece may begin a line.
    pub(super) fn may_break_here(&mut self) {
        self.next = Break::May;
    }

    /// A word with which a line begins always.
    pub(super) fn on_new_line(&mut self, text: &str) {
        self.push(text, (true, true), Break::Must);
    }

    /// A declared name; it gets brackets where it would be read as something else.
    pub(super) fn name(&mut self, text: &str, from: Option<(u32, u32)>) {
        self.push(text, (true, true), Break::Never);
        if let Some(piece) = self.pieces.last_mut() {
            piece.is_name = true;
            piece.from = from;
        }
    }

    /// A sign without blanks around it.
    pub(super) fn tight(&mut self, text: &str) {
        self.push(text, (false, false), Break::Never);
    }

    /// A sign that stands before its operand without a blank.
    pub(super) fn prefix(&mut self, text: &str) {
        self.push(text, (true, false), Break::Never);
    }

    /// Between the members of a list: `, ` or 、.
    pub(super) fn comma(&mut self) {
        let (text, after) = match self.language {
            Language::En => (",", true),
            Language::Zh => ("、", false),
        };
        self.push(text, (false, after), Break::Never);
        self.next = Break::InList;
    }

    /// Between the parts of a sentence: `, ` or ，.
    pub(super) fn pause(&mut self) {
        let (text, after) = match self.language {
            Language::En => (",", true),
            Language::Zh => ("，", false),
        };
        self.push(text, (false, after), Break::Never);
    }

    /// Between a name and what is said of it: ` : ` or ：.
    pub(super) fn colon(&mut self) {
        match self.language {
            Language::En => self.push(":", (true, true), Break::Never),
            Language::Zh => self.push("：", (false, false), Break::Never),
        };
    }

    /// Behind the groups of a sentence: `: ` or ：.
    pub(super) fn group_colon(&mut self) {
        match self.language {
            Language::En => self.push(":", (false, true), Break::Never),
            Language::Zh => self.push("：", (false, false), Break::Never),
        };
    }

    /// An opening bracket; behind the name of a table without a blank.
    pub(super) fn open(&mut self, behind_name: bool) {
        match self.language {
            Language::En => self.push("(", (!behind_name, false), Break::Never),
            Language::Zh => self.push("（", (false, false), Break::Never),
        };
    }

    /// A closing bracket.
    pub(super) fn close(&mut self) {
        match self.language {
            Language::En => self.push(")", (false, true), Break::Never),
            Language::Zh => self.push("）", (false, false), Break::Never),
        };
    }

    /// The first piece.
    pub(super) fn first_word(&self) -> &str {
        self.pieces.first().map_or("", |piece| piece.text.as_str())
    }

    /// Puts another word in the place of the first.
    pub(super) fn begin_with(&mut self, word: &str) {
        if let Some(first) = self.pieces.first_mut() {
            word.clone_into(&mut first.text);
        }
    }

    /// Takes the pieces of another clause over.
    pub(super) fn append(&mut self, other: Self) {
        for piece in other.pieces {
            self.push(
                piece.text,
                (piece.blank_before, piece.blank_after),
                piece.breaks,
            );
            if let Some(last) = self.pieces.last_mut() {
                last.is_name = piece.is_name;
                last.from = piece.from;
            }
        }
        self.next = other.next;
    }

    fn spelled(&self, piece: &Piece) -> String {
        match (piece.bracketed, self.language) {
            (false, _) => piece.text.clone(),
            (true, Language::En) => format!("[{}]", piece.text),
            (true, Language::Zh) => format!("【{}】", piece.text),
        }
    }

    /// The clause as lines, and where its names went.
    pub(super) fn laid_out(&self, indent: usize) -> (Vec<String>, Vec<Placed>) {
        let mut lines = Vec::new();
        let mut placed = Vec::new();
        let mut rest = self.pieces.as_slice();
        let mut number = 0;
        let mut depth = 0;
        while !rest.is_empty() {
            // What goes on inside brackets stands further in: a `where` there is not the sentence's own.
            let indent = match lines.is_empty() {
                true => indent,
                false => indent + 2 + 2 * depth,
            };
            let (now, later) = rest.split_at(self.fitting(rest, indent));
            let mut line = " ".repeat(indent);
            self.write(now, number, lines.len(), &mut line, &mut placed);
            lines.push(line);
            number += now.len();
            depth = now
                .iter()
                .fold(depth, |depth, piece| piece.depth_after(depth));
            rest = later;
        }
        (lines, placed)
    }

    /// The pieces on one line, however long, and where the names went.
    pub(super) fn on_one_line(&self) -> (String, Vec<Placed>) {
        let (mut line, mut placed) = (String::new(), Vec::new());
        self.write(&self.pieces, 0, 0, &mut line, &mut placed);
        (line, placed)
    }

    fn write(
        &self,
        pieces: &[Piece],
        first: usize,
        row: usize,
        line: &mut String,
        placed: &mut Vec<Placed>,
    ) {
        let mut gap = false;
        for (at, piece) in pieces.iter().enumerate() {
            if gap && piece.blank_before {
                line.push(' ');
            }
            let text = self.spelled(piece);
            if piece.is_name {
                placed.push(Placed {
                    piece: first + at,
                    from: piece.from,
                    row,
                    start: line.len(),
                    length: text.len(),
                });
            }
            line.push_str(&text);
            gap = piece.blank_after;
        }
    }

    /// How many pieces go on a line that has this width already.
    fn fitting(&self, pieces: &[Piece], mut used: usize) -> usize {
        let mut gap = false;
        let mut depth = 0usize;
        // The best place so far: outside brackets rather than inside, at the strongest word, the last of these.
        let mut best: Option<(std::cmp::Reverse<usize>, u8, usize)> = None;
        for (at, piece) in pieces.iter().enumerate() {
            match piece.breaks {
                Break::Must if at > 0 => return at,
                Break::May | Break::InList if at > 0 => {
                    let strength = match piece.breaks {
                        Break::May => strength(&piece.text),
                        _ => 0,
                    };
                    best = best.max(Some((std::cmp::Reverse(depth), strength, at)));
                }
                _ => {}
            }
            depth = piece.depth_after(depth);
            used += usize::from(gap && piece.blank_before) + self.spelled(piece).width();
            gap = piece.blank_after;
            if used > WIDEST
                && let Some((.., end)) = best
            {
                return end;
            }
        }
        pieces.len()
    }

    /// Puts brackets around a name; `None` when it has some, or there is none.
    pub(super) fn bracket(&mut self, piece: usize) -> Option<()> {
        let piece = self.pieces.get_mut(piece)?;
        let bare = !piece.bracketed;
        piece.bracketed = true;
        bare.then_some(())
    }
}

impl Piece {
    /// How many brackets are open behind the piece.
    fn depth_after(&self, depth: usize) -> usize {
        match self.text.as_str() {
            "(" | "（" => depth + 1,
            ")" | "）" => depth.saturating_sub(1),
            _ => depth,
        }
    }
}

/// How well a line begins with a word: the parts of a sentence first, then what narrows them, then the rest.
fn strength(word: &str) -> u8 {
    match word {
        "must" | "comparing" | "tolerating" | "应" | "应有" | "应无" | "应为" | "不得"
        | "不得有" | "不得为" | "比对" | "一致" | "容许" => 3,
        "where" | "when" | "per" | "that" | "其中" | "当" | "各" => 2,
        "and" | "or" | "且" | "或" => 1,
        _ => 0,
    }
}

/// Where a name was put.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    /// The number of its piece.
    pub(super) piece: usize,
    /// Where it stood in the text that is formatted.
    pub(super) from: Option<(u32, u32)>,
    /// The line, from 0.
    pub(super) row: usize,
    /// The first byte there.
    pub(super) start: usize,
    /// Its bytes.
    pub(super) length: usize,
}
