//! The parts of an xlsx file in, the cells of a sheet out, read from end to end as spreadsheets write it.
//!
//! Much faster than a parser of XML, and never with another result: what is written in any other way (comments, formulas without a value,
//! formats that may be days or not) gives `None`, and the sheet is read by the library.

use super::blocks;
use super::cells::{Kind, Reading};
use super::grid::Grid;
use super::percent;
use calamine::Style;
use std::io::{Cursor, Read};
use std::sync::Arc;
use zip::ZipArchive;

/// No part is unpacked as a whole that has more bytes than this.
const MOST_BYTES: u64 = 1 << 30;

type Archive = ZipArchive<Cursor<Arc<[u8]>>>;

/// What the library knows of a workbook.
pub(super) struct Known<'b> {
    /// The number of the sheet, from 0, and how many there are.
    pub(super) sheet: (usize, usize),
    pub(super) styles: &'b [Style],
    pub(super) counts_from_1904: bool,
}

/// The cells of a sheet; `None` where it is not written as usual.
pub(super) fn sheet(bytes: &Arc<[u8]>, known: &Known<'_>) -> Option<Grid> {
    let mut archive = ZipArchive::new(Cursor::new(Arc::clone(bytes))).ok()?;
    let path = path_of(&mut archive, known.sheet)?;
    let strings = match archive.index_for_name("xl/sharedStrings.xml") {
        Some(_) => strings(&part(&mut archive, "xl/sharedStrings.xml")?)?,
        None => Vec::new(),
    };
    let reading = Reading {
        strings: &strings,
        kinds: known.styles.iter().map(kind).collect(),
        counts_from_1904: known.counts_from_1904,
    };
    let file = archive.by_name(&path).ok()?;
    if file.size() > MOST_BYTES {
        return None;
    }
    let declared = file.size();
    blocks::grid(file.take(declared), &reading)
}

/// The text of a part of a workbook.
fn part(archive: &mut Archive, path: &str) -> Option<String> {
    let file = archive.by_name(path).ok()?;
    let size = file.size();
    if size > MOST_BYTES {
        return None;
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).ok()?);
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 > MOST_BYTES || simdutf8::basic::from_utf8(&bytes).is_err() {
        return None;
    }
    let text = String::from_utf8(bytes).ok()?;
    declares_utf8(&text).then_some(text)
}

/// Whether the first line of a part names no other encoding.
pub(super) fn declares_utf8(text: &str) -> bool {
    let start = text.bytes().take(200).collect::<Vec<u8>>();
    let start = String::from_utf8_lossy(&start).to_ascii_lowercase();
    let declaration = start.split_once("?>").map_or("", |(line, _)| line);
    !declaration.contains("encoding") || declaration.contains("utf-8")
}

/// Where the part of a sheet lies.
fn path_of(archive: &mut Archive, (number, count): (usize, usize)) -> Option<String> {
    if !part(archive, "_rels/.rels")?.contains("xl/workbook.xml\"") {
        return None;
    }
    let book = part(archive, "xl/workbook.xml")?;
    let relations = part(archive, "xl/_rels/workbook.xml.rels")?;
    if book.contains("<!") || relations.contains("<!") || book.matches("<sheet ").count() != count {
        return None;
    }
    let tag = book.split("<sheet ").nth(number + 1)?.split('>').next()?;
    let id = attribute(tag.strip_suffix('/').unwrap_or(tag), "r:id")??;
    let mut tags = relations.split("<Relationship ").skip(1);
    let target = tags.find_map(|tag| {
        let tag = tag.split('>').next()?;
        let tag = tag.strip_suffix('/').unwrap_or(tag);
        let is_it = attribute(tag, "Id")? == Some(id);
        is_it.then(|| attribute(tag, "Target")).flatten().flatten()
    })?;
    Some(match target.strip_prefix('/') {
        Some(path) => path.to_owned(),
        None => format!("xl/{target}"),
    })
}

/// What the library makes of numbers of a style, as far as that can be told at a glance.
fn kind(style: &Style) -> Kind {
    let Some(format) = &style.number_format else {
        return Kind::Unclear;
    };
    let code = format.format_code.as_str();
    let is_plain = |code: &str| {
        let mut signs = code.chars();
        signs.all(|c| !"dmhysapDMHYSAP[]".contains(c))
    };
    match code.chars().next() {
        _ if code == "General" => Kind::Number,
        Some(first) if "dmhysDMHYS".contains(first) => Kind::Moment,
        Some(_) if is_plain(code) => percent::shown(code).map_or(Kind::Number, Kind::Shown),
        _ => Kind::Unclear,
    }
}

/// The value of an attribute (`Some(None)`: there is none); `None` where attributes are not written as usual.
pub(super) fn attribute<'x>(tag: &'x str, name: &str) -> Option<Option<&'x str>> {
    // Byte by byte: what is looked for lies a few bytes ahead.
    let mut rest = tag.trim_start();
    while !rest.is_empty() {
        let mut signs = rest.bytes();
        let length = signs.position(|b| !b.is_ascii_alphanumeric() && b != b':')?;
        let (own, after) = rest.split_at_checked(length)?;
        let after = after.strip_prefix("=\"")?;
        let (value, after) = after.split_at_checked(after.bytes().position(|b| b == b'"')?)?;
        if own == name {
            let is_plain = value.bytes().all(|b| b != b'&');
            return is_plain.then_some(Some(value));
        }
        rest = after.strip_prefix('"')?.trim_start();
    }
    Some(None)
}

/// A place in a text.
pub(super) struct Scan<'x> {
    pub(super) text: &'x str,
    pub(super) at: usize,
}

impl<'x> Scan<'x> {
    pub(super) fn of(text: &'x str) -> Self {
        Self { text, at: 0 }
    }

    #[inline]
    pub(super) fn rest(&self) -> &'x [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// Goes behind the next place where something stands.
    pub(super) fn past(&mut self, wanted: &str) -> Option<()> {
        let found = self.text.get(self.at..)?.find(wanted)?;
        self.at += found + wanted.len();
        Some(())
    }

    /// Takes what stands here, if it does.
    #[inline]
    pub(super) fn takes<const N: usize>(&mut self, wanted: &[u8; N]) -> bool {
        let stands = self.rest().first_chunk() == Some(wanted);
        if stands {
            self.at += N;
        }
        stands
    }

    /// The text before a sign; goes behind it.
    #[inline]
    pub(super) fn until(&mut self, sign: u8) -> Option<&'x str> {
        let length = self.rest().iter().position(|&b| b == sign)?;
        let found = self.text.get(self.at..self.at + length)?;
        self.at += length + 1;
        Some(found)
    }

    /// The text before the next tag; stands at it.
    #[inline]
    pub(super) fn text_here(&mut self) -> Option<&'x str> {
        let found = self.until(b'<')?;
        self.at -= 1;
        Some(found)
    }

    #[inline]
    pub(super) fn blanks(&mut self) {
        let blanks = self.rest().iter();
        self.at += blanks.take_while(|b| b.is_ascii_whitespace()).count();
    }
}

/// The strings that cells name by their numbers.
fn strings(text: &str) -> Option<Vec<String>> {
    let mut scan = Scan::of(text);
    scan.past("<sst")?;
    if scan.until(b'>')?.ends_with('/') {
        return Some(Vec::new());
    }
    let mut strings = Vec::new();
    loop {
        scan.blanks();
        if scan.takes(b"<si>") {
            strings.push(string(&mut scan, "/si")?);
        } else if scan.takes(b"<si/>") {
            strings.push(String::new());
        } else {
            return scan.takes(b"</sst>").then_some(strings);
        }
    }
}

/// The text of the `<t>` up to the end of what they lie in, without what says how it is pronounced.
pub(super) fn string(scan: &mut Scan<'_>, end: &str) -> Option<String> {
    let mut found = String::new();
    let mut is_pronounced = false;
    loop {
        scan.blanks();
        if !scan.takes(b"<") {
            return None;
        }
        let tag = scan.until(b'>')?;
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        match name {
            _ if tag == end => return Some(found),
            "t" if !tag.ends_with('/') => {
                let text = scan.text_here()?;
                if !scan.takes(b"</t>") {
                    return None;
                }
                let keeps_blanks = tag.len() > 1 && tag.contains("preserve");
                if keeps_blanks != tag.contains("xml:space=\"preserve\"") {
                    return None;
                }
                let text = content(text)?;
                if !is_pronounced {
                    found.push_str(match keeps_blanks {
                        true => &text,
                        false => text.trim_matches([' ', '\t', '\r', '\n']),
                    });
                }
            }
            "rPh" if !tag.ends_with('/') => is_pronounced = true,
            _ if tag == "/rPh" => is_pronounced = false,
            "t" | "r" | "rPr" | "phoneticPr" => {}
            // What says how letters look.
            _ if tag.ends_with('/') || tag == "/r" || tag == "/rPr" => {}
            _ => return None,
        }
    }
}

/// A text with what stands for signs replaced.
pub(super) fn content(text: &str) -> Option<String> {
    let mut signs = text.bytes();
    let Some(first) = signs.position(|b| matches!(b, b'\r' | b'_' | b'&')) else {
        return Some(text.to_owned());
    };
    if text.contains('\r') || text.contains("_x") {
        return None;
    }
    let Some((before, mut rest)) = text.get(first..).and_then(|rest| rest.split_once('&')) else {
        return Some(text.to_owned());
    };
    let before = text.get(..first + before.len())?;
    let mut content = before.to_owned();
    loop {
        let (name, after) = rest.split_once(';')?;
        content.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => return None,
        });
        match after.split_once('&') {
            Some((between, further)) => {
                content.push_str(between);
                rest = further;
            }
            None => {
                content.push_str(after);
                return Some(content);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Book, Grid, by_library, scanned};
    use calamine::Sheets;
    use std::io::{Cursor, Write};
    use std::sync::Arc;
    use zip::write::{SimpleFileOptions, ZipWriter};

    const PACKAGE: &str = r#"<Relationships><Relationship Id="rId1" Type="http://x/relationships/officeDocument"
        Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &str = r#"<workbook><workbookPr/><sheets><sheet name="空" sheetId="1" r:id="rId1"/>
        <sheet name="A &amp; B" sheetId="2" r:id="rId2"/></sheets></workbook>"#;
    const RELATIONS: &str = r#"<Relationships>
        <Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Type="http://x/worksheet" Target="/xl/worksheets/sheet2.xml"/></Relationships>"#;
    const STYLES: &str = r#"<styleSheet><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy/m/d;@"/>
        <numFmt numFmtId="165" formatCode="[h]:mm"/><numFmt numFmtId="166" formatCode="000"/></numFmts><cellXfs count="6"><xf numFmtId="0"/><xf numFmtId="164"/>
        <xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>"#;
    const STRINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
        <sst count="5" uniqueCount="5"><si><t>姓名</t><phoneticPr fontId="1" type="noConversion"/></si>
        <si><t xml:space="preserve"> a &lt; b &amp; &quot;c&quot; </t></si><si><t> 甲 </t></si>
        <si><r><rPr><b/><sz val="11"/></rPr><t>粗</t></r><r><t>细</t></r><rPh sb="0" eb="1"><t>ku</t></rPh></si><si><t/></si></sst>"#;
    const CELLS: &str = r#"<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1" t="s"><v>1</v></c>
        <c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c></row><row r="2"/>
        <row r="3"><c r="A3"><v>-12.5</v></c><c r="B3" s="1"><v>43887</v></c><c r="C3" s="2"><v>43887.75</v></c>
        <c r="D3" s="3"><v>0.125</v></c><c r="E3" s="1"/><c r="F3" s="1"></c><c r="AA3" t="b"><v>1</v></c>
        <c r="AB3" t="str"><f>A1&amp;B1</f><v> x &amp; y </v></c><c r="AC3"><f t="shared" si="0"/><v>1E-3</v></c>
        <c r="AD3" t="inlineStr"><is><t>内</t></is></c><c r="AE3" t="n"><v>123456789012345678</v></c></row>"#;

    fn workbook(more: &str) -> Arc<[u8]> {
        let sheet = |cells: &str| {
            format!(
                "<worksheet><dimension ref=\"A1:AE60\"/><sheetData>{cells}</sheetData>\
                 <mergeCells count=\"2\"><mergeCell ref=\"A3:A5\"/><mergeCell ref=\"B1:C1\"/></mergeCells></worksheet>"
            )
        };
        let parts = [
            ("_rels/.rels", PACKAGE.to_owned()),
            ("xl/workbook.xml", BOOK.to_owned()),
            ("xl/_rels/workbook.xml.rels", RELATIONS.to_owned()),
            ("xl/styles.xml", STYLES.to_owned()),
            ("xl/sharedStrings.xml", STRINGS.to_owned()),
            ("xl/worksheets/sheet1.xml", sheet("")),
            ("xl/worksheets/sheet2.xml", sheet(&format!("{CELLS}{more}"))),
        ];
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            archive
                .start_file(name, SimpleFileOptions::default())
                .unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner().into()
    }

    /// Whether the scan reads the sheet; what it reads is as the library reads it.
    fn reads(more: &str) -> bool {
        let bytes = workbook(more);
        let opened = calamine::open_workbook_auto_from_rs(Cursor::new(Arc::clone(&bytes)));
        let mut book: Book = opened.unwrap();
        let library = by_library(&mut book, "A & B", None).unwrap();
        let Sheets::Xlsx(xlsx) = &mut book else {
            return false;
        };
        let Some(found) = scanned(xlsx, &bytes, "A & B") else {
            return false;
        };
        let cells = |grid: Grid| {
            let rows = grid.rows.into_iter().map(|row| (row.line, row.cells));
            (rows.collect::<Vec<_>>(), grid.merged)
        };
        assert_eq!(cells(found), cells(library));
        true
    }

    #[test]
    fn what_is_read_at_once_is_what_the_library_reads() {
        assert!(reads(""));
        assert!(reads(
            "<row r=\"7\"><c r=\"B7\" t=\"n\" s=\"3\"><v>12</v></c></row>"
        ));
    }

    #[test]
    fn rows_are_in_order_where_several_threads_read_them() {
        let row = |number: u32| {
            format!(
                "<row r=\"{number}\"><c r=\"A{number}\"><v>{number}.25</v></c>\
                 <c r=\"C{number}\" t=\"s\"><v>{}</v></c></row>",
                number % 5
            )
        };
        let rows: String = (9..30_000).map(row).collect();
        assert!(rows.len() > 2 << 20);
        assert!(reads(&rows));
        assert!(!reads(&format!(
            "{rows}<row r=\"30001\"><c r='A30001'><v>1</v></c></row>"
        )));
    }

    #[test]
    fn what_is_written_in_another_way_is_left_to_the_library() {
        for cell in [
            "<c r=\"A9\" s=\"4\"><v>1.5</v></c>",
            "<c r=\"A9\" t=\"str\"><v>_x0041_</v></c>",
            "<c r=\"A9\"><f>A1+1</f></c>",
            "<c r=\"A9\"><f>A1+1</f><v></v></c>",
            "<c r='A9'><v>1</v></c>",
            "<c><v>1</v></c>",
            "<c r=\"A9\"><v>x</v></c>",
            "<c r=\"A9\"><!-- --><v>1</v></c>",
            "<c r=\"A9\" t=\"str\"><v>&#65;</v></c>",
        ] {
            assert!(!reads(&format!("<row r=\"9\">{cell}</row>")), "{cell}");
        }
    }
}
