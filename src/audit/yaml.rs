//! YAML text → values with their places.
//!
//! The values are those of `serde_yaml`, which keeps no places; a second pass over the parser's events gives every value the stretch of
//! text it was written in. Afterwards every key is a word and stands once, and nothing is nested deeper than [`MOST_LEVELS`].

use super::problems;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span};
use crate::types::Language;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

/// Levels of lists and maps inside each other; an audit file needs five.
const MOST_LEVELS: usize = 32;

/// Something that was written at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spot<T> {
    /// Another value at the same place.
    pub(super) fn with<U>(&self, value: U) -> Spot<U> {
        Spot {
            value,
            span: self.span,
        }
    }
}

/// What a scalar is in YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    Number,
    Truth,
    Text,
}

/// A value of the file. Scalars keep the text as written, so that `1000.50` and `007` stay what they are.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// Nothing, `~` or `null`.
    Blank,
    Scalar(Scalar, String),
    List(Vec<Node>),
    Map(Vec<(Spot<String>, Node)>),
}

/// A value and its place; of a list or map the place is its first character.
pub(super) type Node = Spot<Value>;

/// Reads the text of a file.
pub(super) fn parse(file: FileId, text: &str, language: Language) -> Result<Node, Diagnostic> {
    let places = Places {
        file,
        text,
        lines: line_starts(text),
    };
    let node = Builder::new(&places, language).build()?;
    let typed: serde_yaml::Value = serde_yaml::from_str(text).map_err(|error| {
        let at = error
            .location()
            .map_or(0, |l| places.offset(l.line(), l.column().saturating_sub(1)));
        problems::not_yaml(language, places.span(at, at + 1), None)
    })?;
    Ok(typed_as(node, &typed))
}

/// Gives scalars the types that `serde_yaml` found.
fn typed_as(node: Node, typed: &serde_yaml::Value) -> Node {
    use serde_yaml::Value as Typed;
    let value = match (node.value, typed) {
        (Value::Scalar(..), Typed::Null) => Value::Blank,
        (Value::Scalar(_, text), Typed::Bool(_)) => Value::Scalar(Scalar::Truth, text),
        (Value::Scalar(_, text), Typed::Number(_)) => Value::Scalar(Scalar::Number, text),
        (Value::List(nodes), Typed::Sequence(values)) => Value::List(
            nodes
                .into_iter()
                .zip(values)
                .map(|(node, value)| typed_as(node, value))
                .collect(),
        ),
        (Value::Map(pairs), Typed::Mapping(values)) => Value::Map(
            pairs
                .into_iter()
                .zip(values.values())
                .map(|((key, node), value)| (key, typed_as(node, value)))
                .collect(),
        ),
        (value, _) => value,
    };
    Spot {
        value,
        span: node.span,
    }
}

/// Finds byte offsets in the text.
struct Places<'t> {
    file: FileId,
    text: &'t str,
    lines: Vec<usize>,
}

impl Places<'_> {
    /// The byte offset of a line from 1 and a column from 0, in characters.
    fn offset(&self, line: usize, column: usize) -> usize {
        let start = self
            .lines
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        rest.char_indices()
            .take_while(|&(_, c)| c != '\n')
            .nth(column)
            .map_or_else(
                || start + rest.find('\n').unwrap_or(rest.len()),
                |(at, _)| start + at,
            )
    }

    fn at(&self, marker: &Marker) -> usize {
        self.offset(marker.line(), marker.col())
    }

    /// A span of whole characters, at least one where there is one on the line.
    fn span(&self, start: usize, end: usize) -> Span {
        let mut end = end.clamp(start, self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span {
            file: self.file,
            start: number(start),
            end: number(end),
        }
    }
}

/// Where the lines of a text begin, in bytes.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect()
}

/// A list or map that is not closed yet.
enum Open {
    List(Span, Vec<Node>),
    Map(Span, Vec<(Spot<String>, Node)>, Option<Spot<String>>),
}

/// Builds the tree from events, without recursion.
struct Builder<'p, 't> {
    places: &'p Places<'t>,
    language: Language,
    open: Vec<Open>,
    done: Option<Node>,
}

impl<'p, 't> Builder<'p, 't> {
    fn new(places: &'p Places<'t>, language: Language) -> Self {
        Self {
            places,
            language,
            open: Vec::new(),
            done: None,
        }
    }

    fn build(mut self) -> Result<Node, Diagnostic> {
        let mut documents = 0;
        for event in Parser::new_from_str(self.places.text) {
            let (event, span) = event.map_err(|error| {
                let at = self.places.at(error.marker());
                problems::not_yaml(
                    self.language,
                    self.places.span(at, at + 1),
                    self.indentation(at),
                )
            })?;
            let start = self.places.at(&span.start);
            let one = self.places.span(start, start + 1);
            match event {
                Event::Scalar(text, style, ..) => {
                    let plain = matches!(style, ScalarStyle::Plain);
                    let end = self.places.at(&span.end);
                    let span = self.trimmed(start, end, plain);
                    self.put(Spot {
                        value: Value::Scalar(Scalar::Text, text.into_owned()),
                        span,
                    })?;
                }
                Event::SequenceStart(..) => self.push(Open::List(one, Vec::new()), one)?,
                Event::MappingStart(..) => self.push(Open::Map(one, Vec::new(), None), one)?,
                Event::SequenceEnd | Event::MappingEnd => self.close()?,
                Event::Alias(..) => {
                    let end = self.places.at(&span.end);
                    return Err(problems::alias(
                        self.language,
                        self.trimmed(start, end, true),
                    ));
                }
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(problems::second_document(self.language, one));
                    }
                }
                Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            }
        }
        Ok(self.done.unwrap_or(Spot {
            value: Value::Blank,
            span: self.places.span(0, 0),
        }))
    }

    /// The span of a scalar without the blanks and line breaks after it.
    fn trimmed(&self, start: usize, end: usize, plain: bool) -> Span {
        let text = self.places.text.get(start..end).unwrap_or_default();
        let kept = if plain { text.trim_end() } else { text };
        self.places.span(start, start + kept.len())
    }

    /// Whether the line of an offset is indented with a tab, the commonest cause of an error that is hard to see.
    fn indentation(&self, at: usize) -> Option<char> {
        let line = self.places.lines.partition_point(|&start| start <= at);
        let start = self
            .places
            .lines
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(0);
        let rest = self.places.text.get(start..).unwrap_or_default();
        let blank: &str = rest
            .get(..rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}']).len())
            .unwrap_or_default();
        blank.chars().find(|&c| c != ' ')
    }

    fn push(&mut self, open: Open, at: Span) -> Result<(), Diagnostic> {
        if self.open.len() >= MOST_LEVELS {
            return Err(problems::too_deep(self.language, at, MOST_LEVELS));
        }
        self.open.push(open);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Diagnostic> {
        match self.open.pop() {
            Some(Open::List(span, nodes)) => self.put(Spot {
                value: Value::List(nodes),
                span,
            }),
            Some(Open::Map(span, pairs, _)) => self.put(Spot {
                value: Value::Map(pairs),
                span,
            }),
            None => Ok(()),
        }
    }

    /// Puts a finished value where it belongs: as the key that is awaited, or as the value of the last key.
    fn put(&mut self, node: Node) -> Result<(), Diagnostic> {
        match self.open.last_mut() {
            None => self.done = Some(node),
            Some(Open::List(_, nodes)) => nodes.push(node),
            Some(Open::Map(_, pairs, key)) => match key.take() {
                Some(key) => pairs.push((key, node)),
                None => {
                    let Value::Scalar(_, text) = node.value else {
                        return Err(problems::key_not_a_word(self.language, node.span));
                    };
                    if let Some((first, _)) = pairs.iter().find(|(k, _)| k.value == text) {
                        return Err(problems::key_twice(
                            self.language,
                            node.span,
                            first.span,
                            &text,
                        ));
                    }
                    *key = Some(Spot {
                        value: text,
                        span: node.span,
                    });
                }
            },
        }
        Ok(())
    }
}
