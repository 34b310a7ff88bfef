//! Documents as files: encodings, Word documents made here, and files that are none.

use duban::citations::{Document, Unreadable, text_of};
use std::io::{Cursor, Write};

/// A Word document of these parts.
pub(super) fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

pub(super) fn body(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"urn:w\"><w:body>{inside}</w:body></w:document>"
    )
}

/// A paragraph of a list; level and list are Word's numbers.
fn numbered(level: u8, list: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

const NUMBERING: &str = "<w:numbering xmlns:w=\"urn:w\"><w:abstractNum w:abstractNumId=\"0\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
    </w:abstractNum><w:num w:numId=\"4\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";

#[test]
fn numbers_that_word_counts_are_part_of_the_text() {
    let inside = [
        numbered(0, 4, "总体要求"),
        "<w:p><w:r><w:t>按期检修</w:t></w:r><w:r><w:t xml:space=\"preserve\">，不漏一处。</w:t></w:r></w:p>".to_owned(),
        numbered(0, 4, "主要任务"),
        numbered(1, 4, "检修水塔。"),
        numbered(1, 4, "检修管道。<w:del><w:r><w:t>旧文</w:t></w:r></w:del>"),
        numbered(0, 4, "附则"),
    ]
    .concat();
    let bytes = docx(&[
        ("word/document.xml", &body(&inside)),
        ("word/numbering.xml", NUMBERING),
    ]);
    let text = text_of(&bytes).unwrap();
    assert_eq!(
        text.lines().collect::<Vec<_>>(),
        [
            "一、总体要求",
            "按期检修，不漏一处。",
            "二、主要任务",
            "（一）检修水塔。",
            "（二）检修管道。",
            "三、附则"
        ]
    );
    let paths: Vec<String> = Document::read(&text)
        .clauses
        .into_iter()
        .map(|c| c.path)
        .collect();
    assert_eq!(paths, ["一", "二", "二(一)", "二(二)", "三"]);
}

#[test]
fn rows_of_tables_are_lines() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = |one: &str, two: &str| format!("<w:tr>{}{}</w:tr>", cell(one), cell(two));
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row("单位", "任务"),
        row("水文站", "观测 &amp; 报送")
    );
    let text = text_of(&docx(&[("word/document.xml", &body(&table))])).unwrap();
    assert_eq!(text, "| 单位 | 任务 |\n| 水文站 | 观测 & 报送 |\n");
}

#[test]
fn a_document_that_stops_anywhere_is_told_as_damaged() {
    let cell = "<w:tc><w:p><w:r><w:t>水文站</w:t></w:r></w:p></w:tc>";
    let whole = body(&format!(
        "<w:p><w:r><w:t>一、任务。</w:t></w:r></w:p><w:tbl><w:tr>{cell}{cell}</w:tr><w:tr>{cell}</w:tr></w:tbl>"
    ));
    for (at, _) in whole.char_indices() {
        let told = text_of(&docx(&[("word/document.xml", &whole[..at])]));
        let damaged = Unreadable::Damaged("word/document.xml".into());
        assert_eq!(told, Err(damaged), "{}", &whole[..at]);
    }
    let half = &NUMBERING[..NUMBERING.len() / 2];
    let parts = [
        ("word/document.xml", whole.as_str()),
        ("word/numbering.xml", half),
    ];
    assert_eq!(
        text_of(&docx(&parts)),
        Err(Unreadable::Damaged("word/numbering.xml".into()))
    );
}

/// A paragraph of a style.
fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn numbers_of_styles_and_of_lists_that_begin_anew_are_part_of_the_text() {
    let styles = "<w:styles xmlns:w=\"urn:w\"><w:style w:styleId=\"Part\"><w:pPr><w:numPr><w:numId w:val=\"4\"/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId=\"Own\"><w:basedOn w:val=\"Part\"/></w:style>\
        <w:style w:styleId=\"Point\"><w:basedOn w:val=\"Own\"/><w:pPr><w:numPr><w:ilvl w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>";
    let anew = NUMBERING.replace(
        "</w:numbering>",
        "<w:num w:numId=\"5\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num></w:numbering>",
    );
    let inside = [
        styled("Part", "总体要求。"),
        styled("Own", "主要任务。"),
        styled("Point", "检修水塔。"),
        styled("Point", "检修管道。"),
        numbered(0, 5, "另一份名单。"),
        numbered(0, 0, "没有编号。"),
    ]
    .concat();
    let text = text_of(&docx(&[
        ("word/document.xml", &body(&inside)),
        ("word/numbering.xml", &anew),
        ("word/styles.xml", styles),
    ]));
    let text = text.unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let wanted = [
        "一、总体要求。",
        "二、主要任务。",
        "（一）检修水塔。",
        "（二）检修管道。",
        "一、另一份名单。",
        "没有编号。",
    ];
    assert_eq!(lines, wanted);
}

#[test]
fn a_text_box_does_not_swallow_the_paragraph_around_it() {
    let inside = "<w:p><w:r><w:t>一、检修。</w:t></w:r><w:r><w:AlternateContent><w:Choice><w:txbxContent><w:p><w:r><w:t>附注。</w:t></w:r></w:p></w:txbxContent></w:Choice>\
        <w:Fallback><w:txbxContent><w:p><w:r><w:t>附注。</w:t></w:r></w:p></w:txbxContent></w:Fallback></w:AlternateContent></w:r><w:r><w:t>按期。</w:t></w:r></w:p>";
    let text = text_of(&docx(&[("word/document.xml", &body(inside))])).unwrap();
    assert_eq!(text, "附注。\n一、检修。按期。\n");
}

#[test]
fn text_in_gb18030_is_the_same_text() {
    let text = "一、总体要求\n按期检修。\n二、主要任务\n检修水塔。\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    assert_eq!(text_of(&bytes).unwrap(), text);
}

#[test]
fn files_that_are_no_documents_are_told_apart() {
    let broken = docx(&[("word/document.xml", &body("<w:p><w:r><w:t>甲</w:r>"))]);
    let cut = docx(&[("word/document.xml", &body("<w:p/>"))]);
    for (bytes, wrong) in [
        (b"%PDF-1.7 scanned".to_vec(), Unreadable::Pdf),
        (vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1], Unreadable::Locked),
        (
            b"PK\x03\x04 and nothing more".to_vec(),
            Unreadable::Damaged("zip".into()),
        ),
        (
            cut[..cut.len() / 2].to_vec(),
            Unreadable::Damaged("zip".into()),
        ),
        (
            docx(&[("other.xml", "")]),
            Unreadable::Damaged("word/document.xml".into()),
        ),
        (broken, Unreadable::Damaged("word/document.xml".into())),
        (b" \n\t\n".to_vec(), Unreadable::Empty),
        (b"one\n\xff\xff\xff two".to_vec(), Unreadable::NotText(2)),
    ] {
        assert_eq!(text_of(&bytes), Err(wrong));
    }
}
