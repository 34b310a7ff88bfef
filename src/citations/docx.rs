//! The text of a Word document: a line a paragraph, a line a table row, with the numbers that Word shows before paragraphs.

use super::numerals::{to_chinese, to_circled, to_roman};
use super::read::Unreadable;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// The most bytes that a part of the document may unpack to.
const LARGEST: u64 = 256 << 20;

/// The most columns that a cell may span.
const WIDEST: usize = 64;

/// The text of a document, and the lines of paragraphs that Word numbers by a list that the document does not hold.
pub(super) fn text_of(bytes: &[u8]) -> Result<(String, Vec<usize>), Unreadable> {
    let damaged = |part: &str| Unreadable::Damaged(part.to_owned());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("zip"))?;
    let mut part = |name: &str| -> Result<Option<String>, Unreadable> {
        let file = match archive.by_name(name) {
            Ok(file) => file,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(damaged(name)),
        };
        let mut text = String::new();
        file.take(LARGEST)
            .read_to_string(&mut text)
            .map_err(|_| damaged(name))?;
        Ok(Some(text))
    };
    let body = part("word/document.xml")?.ok_or_else(|| damaged("word/document.xml"))?;
    let numbering = match part("word/numbering.xml")? {
        Some(xml) => Numbering::read(&xml).map_err(|_| damaged("word/numbering.xml"))?,
        None => Numbering::default(),
    };
    let styles = match part("word/styles.xml")? {
        Some(xml) => styles(&xml).map_err(|_| damaged("word/styles.xml"))?,
        None => BTreeMap::new(),
    };
    paragraphs(&body, numbering, &styles).map_err(|_| damaged("word/document.xml"))
}

/// A part of the document is no XML, or stops before its end.
#[derive(Debug)]
struct Broken;

/// The events of a part, which has to close whatever it opens.
struct Parts<'x> {
    reader: Reader<&'x [u8]>,
    open: usize,
    /// Whether anything was there.
    begun: bool,
}

impl<'x> Parts<'x> {
    fn of(xml: &'x str) -> Self {
        Self {
            reader: Reader::from_str(xml),
            open: 0,
            begun: false,
        }
    }

    fn next(&mut self) -> Result<Event<'x>, Broken> {
        let event = self.reader.read_event().map_err(|_| Broken)?;
        match event {
            Event::Start(_) => (self.open, self.begun) = (self.open + 1, true),
            Event::Empty(_) => self.begun = true,
            Event::End(_) => self.open = self.open.saturating_sub(1),
            Event::Eof if self.open > 0 || !self.begun => return Err(Broken),
            _ => {}
        }
        Ok(event)
    }
}

/// A list and a level in it, as a paragraph or a style names them.
#[derive(Debug, Clone, Default)]
struct ListLevel {
    list: Option<String>,
    level: usize,
}

/// The lists that styles put their paragraphs in.
fn styles(xml: &str) -> Result<BTreeMap<String, ListLevel>, Broken> {
    let mut all: BTreeMap<String, ListLevel> = BTreeMap::new();
    let mut based: Vec<(String, String)> = Vec::new();
    let mut current = None;
    let mut reader = Parts::of(xml);
    loop {
        match reader.next()? {
            Event::Start(tag) | Event::Empty(tag) => match name(&tag).as_str() {
                "style" => current = attribute(&tag, "styleId"),
                "numId" | "ilvl" => {
                    if let Some(style) = &current {
                        note_level(all.entry(style.clone()).or_default(), &tag);
                    }
                }
                "basedOn" => {
                    let other = attribute(&tag, "val");
                    based.extend(current.clone().zip(other));
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    // A style takes over the list of the one that it is based on; chains of them are as long as there are styles at most.
    for _ in 0..based.len() {
        let mut is_done = true;
        for (style, other) in &based {
            let list = all.get(other).and_then(|level| level.list.clone());
            let own = all.get(style).and_then(|level| level.list.as_ref());
            if let (Some(list), None) = (list, own) {
                let level = match all.get(style) {
                    Some(own) => own.level,
                    None => all.get(other).map_or(0, |level| level.level),
                };
                let list = Some(list);
                all.insert(style.clone(), ListLevel { list, level });
                is_done = false;
            }
        }
        if is_done {
            break;
        }
    }
    Ok(all)
}

fn note_level(level: &mut ListLevel, tag: &BytesStart<'_>) {
    let value = attribute(tag, "val").unwrap_or_default();
    if name(tag) == "numId" {
        level.list = Some(value);
    } else {
        level.level = value.parse().unwrap_or(0);
    }
}

/// A level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2`: the text before a paragraph.
    text: String,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
struct Numbering {
    /// Levels by abstract list.
    levels: BTreeMap<String, BTreeMap<usize, Level>>,
    /// The abstract list of each list.
    lists: BTreeMap<String, String>,
    /// How far each abstract list has counted, by level.
    counts: BTreeMap<String, Vec<u32>>,
    /// Where a list begins anew with a number of its own, by level, until it has begun.
    restarts: BTreeMap<String, BTreeMap<usize, u32>>,
}

impl Numbering {
    fn read(xml: &str) -> Result<Self, Broken> {
        let mut all = Self::default();
        let mut reader = Parts::of(xml);
        let (mut list, mut level, mut number) = (String::new(), 0, None);
        loop {
            match reader.next()? {
                Event::Start(tag) | Event::Empty(tag) => {
                    let value = || attribute(&tag, "val").unwrap_or_default();
                    let levels = all.levels.entry(list.clone()).or_default();
                    match name(&tag).as_str() {
                        "abstractNum" => {
                            list = attribute(&tag, "abstractNumId").unwrap_or_default()
                        }
                        "num" => number = attribute(&tag, "numId"),
                        "abstractNumId" => {
                            if let Some(number) = &number {
                                all.lists.insert(number.clone(), value());
                            }
                        }
                        "lvlOverride" => {
                            level = attribute(&tag, "ilvl")
                                .and_then(|v| v.parse().ok())
                                .unwrap_or(0);
                        }
                        "startOverride" => {
                            if let (Some(number), Ok(start)) = (&number, value().parse()) {
                                let restarts = all.restarts.entry(number.clone()).or_default();
                                restarts.insert(level, start);
                            }
                        }
                        "lvl" if number.is_none() => {
                            level = attribute(&tag, "ilvl")
                                .and_then(|v| v.parse().ok())
                                .unwrap_or(0);
                            let new = Level {
                                start: 1,
                                format: "decimal".to_owned(),
                                text: String::new(),
                            };
                            levels.insert(level, new);
                        }
                        "start" if number.is_none() => {
                            if let Some(level) = levels.get_mut(&level) {
                                level.start = value().parse().unwrap_or(1);
                            }
                        }
                        "numFmt" if number.is_none() => {
                            if let Some(level) = levels.get_mut(&level) {
                                level.format = value();
                            }
                        }
                        "lvlText" if number.is_none() => {
                            if let Some(level) = levels.get_mut(&level) {
                                level.text = value();
                            }
                        }
                        _ => {}
                    }
                }
                Event::End(tag) if tag.local_name().as_ref() == "num" => number = None,
                Event::Eof => return Ok(all),
                _ => {}
            }
        }
    }

    /// Whether a paragraph has a number by a list or level that is not there. List 0 takes a number away.
    fn lacks(&self, at: &ListLevel) -> bool {
        let asked = at.list.as_ref().filter(|list| *list != "0");
        asked.is_some_and(|list| {
            let levels = self.lists.get(list).and_then(|list| self.levels.get(list));
            levels.is_none_or(|levels| !levels.contains_key(&at.level))
        })
    }

    /// The number that the next paragraph of this list and level shows.
    fn next(&mut self, at: &ListLevel) -> Option<String> {
        let list = self.lists.get(at.list.as_ref()?)?;
        let levels = self.levels.get(list)?;
        let own = levels.get(&at.level)?;
        let counts = self.counts.entry(list.clone()).or_default();
        while counts.len() <= at.level {
            let start = levels.get(&counts.len()).map_or(1, |level| level.start);
            counts.push(start.saturating_sub(1));
        }
        counts.truncate(at.level + 1);
        let restarts = at
            .list
            .as_ref()
            .and_then(|list| self.restarts.get_mut(list));
        if let Some(start) = restarts.and_then(|levels| levels.remove(&at.level)) {
            counts[at.level] = start.saturating_sub(1);
        }
        counts[at.level] += 1;
        let mut text = own.text.clone();
        for (index, count) in counts.iter().enumerate() {
            let format = levels
                .get(&index)
                .map_or("decimal", |level| level.format.as_str());
            text = text.replace(&format!("%{}", index + 1), &written(*count, format));
        }
        Some(text)
    }
}

/// A number in a format of Word.
fn written(number: u32, format: &str) -> String {
    match format {
        "bullet" | "none" => String::new(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => to_circled(number),
        "lowerRoman" => to_roman(number.min(39)),
        "lowerLetter" => char::from_u32(u32::from('a') + (number.max(1) - 1) % 26)
            .map_or(String::new(), String::from),
        "chineseCounting" | "chineseCountingThousand" | "ideographDigital" | "japaneseCounting" => {
            to_chinese(number)
        }
        _ => number.to_string(),
    }
}

/// The lines of the body.
fn paragraphs(
    xml: &str,
    mut numbering: Numbering,
    styles: &BTreeMap<String, ListLevel>,
) -> Result<(String, Vec<usize>), Broken> {
    let mut text = String::new();
    let (mut lines, mut uncounted) = (0, Vec::new());
    let mut paragraph = String::new();
    let mut at = ListLevel::default();
    // Paragraphs around the one at hand: a text box stands inside one.
    let mut around: Vec<(String, ListLevel)> = Vec::new();
    // What stands there for old programs a second time.
    let mut fallback = 0_u32;
    let mut span = 1_usize;
    let (mut in_text, mut in_properties, mut deleted) = (false, false, 0_u32);
    // Cells of the table row at hand; tables inside tables add to the cell around them.
    let mut row: Vec<String> = Vec::new();
    let mut tables = 0_u32;
    let mut reader = Parts::of(xml);
    loop {
        match reader.next()? {
            Event::Start(tag) => match name(&tag).as_str() {
                "p" => {
                    around.push((std::mem::take(&mut paragraph), std::mem::take(&mut at)));
                }
                "Fallback" => fallback += 1,
                "pPr" => in_properties = true,
                "t" => in_text = true,
                "del" => deleted += 1,
                "tbl" => tables += 1,
                "tr" if tables == 1 => row.clear(),
                "tc" if tables == 1 => {
                    span = 1;
                    row.push(String::new());
                }
                _ => {}
            },
            Event::Empty(tag) => match name(&tag).as_str() {
                "numId" | "ilvl" if in_properties => note_level(&mut at, &tag),
                "pStyle" => {
                    let style = attribute(&tag, "val").and_then(|style| styles.get(&style));
                    at = style.cloned().unwrap_or(at);
                }
                "gridSpan" if tables == 1 => {
                    let columns = attribute(&tag, "val").and_then(|v| v.parse().ok());
                    span = columns.unwrap_or(1).min(WIDEST);
                }
                "tab" if !in_properties => paragraph.push('\t'),
                "br" => paragraph.push(' '),
                _ => {}
            },
            Event::Text(words) if in_text && deleted == 0 && fallback == 0 => {
                paragraph.push_str(&words.xml_content(XmlVersion::Implicit1_0))
            }
            Event::GeneralRef(reference) if in_text && deleted == 0 && fallback == 0 => {
                paragraph.push_str(&character(&reference.xml_content(XmlVersion::Implicit1_0)));
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => in_text = false,
                "pPr" => in_properties = false,
                "del" => deleted = deleted.saturating_sub(1),
                "p" => {
                    let number = if paragraph.trim().is_empty() {
                        None
                    } else {
                        numbering.next(&at)
                    };
                    if !paragraph.trim().is_empty() && numbering.lacks(&at) {
                        uncounted.push(lines + 1);
                    }
                    let line = format!("{}{}", number.unwrap_or_default(), paragraph);
                    match row.last_mut() {
                        Some(cell) if tables > 0 => {
                            cell.push_str(line.trim());
                            cell.push(' ');
                        }
                        _ if line.trim().is_empty() && around.len() > 1 => {}
                        _ => {
                            text.push_str(&line);
                            text.push('\n');
                            lines += 1 + line.matches('\n').count();
                        }
                    }
                    (paragraph, at) = around.pop().unwrap_or_default();
                }
                "Fallback" => fallback = fallback.saturating_sub(1),
                // A cell over several columns is followed by empty ones.
                "tc" if tables == 1 => row.extend(vec![String::new(); span.saturating_sub(1)]),
                "tbl" => tables = tables.saturating_sub(1),
                "tr" if tables == 1 => {
                    let cells: Vec<&str> = row.iter().map(|cell| cell.trim()).collect();
                    let line = format!("| {} |\n", cells.join(" | "));
                    lines += line.matches('\n').count();
                    text.push_str(&line);
                    row.clear();
                }
                _ => {}
            },
            Event::Eof => return Ok((text, uncounted)),
            _ => {}
        }
    }
}

/// The character of an entity.
fn character(reference: &str) -> String {
    let named = match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    };
    let code = reference
        .strip_prefix('#')
        .and_then(|code| match code.strip_prefix('x') {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
            None => code.parse().ok(),
        });
    named
        .or_else(|| code.and_then(char::from_u32))
        .map_or(String::new(), String::from)
}

/// The name of a tag without its prefix.
fn name(tag: &BytesStart<'_>) -> String {
    tag.local_name().as_ref().to_owned()
}

/// The value of an attribute by its name without prefix.
fn attribute(tag: &BytesStart<'_>, wanted: &str) -> Option<String> {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == wanted)
        .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
        .map(std::borrow::Cow::into_owned)
}
