//! The bytes of a document as text: plain text or Markdown in UTF-8 or GB18030, or a Word document.

use super::docx;
use crate::data::formats::text_of_bytes;
use crate::types::Language;

/// Why a document cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// A PDF, whatever its name.
    Pdf,
    /// An encrypted Word document, or one of the old kind (.doc).
    Locked,
    /// A Word document with a damaged part: its name.
    Damaged(String),
    /// Not text: the first line with bytes that are none, from 1.
    NotText(usize),
    /// Without a word.
    Empty,
}

impl Unreadable {
    /// What is wrong and what helps, in words.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        match (language, self) {
            (Language::En, Self::Pdf) => {
                "it is a PDF; save its text as .txt or .docx (a scan needs text recognition first)".to_owned()
            }
            (Language::Zh, Self::Pdf) => "这是 PDF 文件；请把文字另存为 .txt 或 .docx（扫描件要先识别文字）".to_owned(),
            (Language::En, Self::Locked) => {
                "it is protected by a password or in the old .doc format; open it and save it as .docx without a password".to_owned()
            }
            (Language::Zh, Self::Locked) => "文件有密码保护，或是旧的 .doc 格式；请打开后另存为不带密码的 .docx".to_owned(),
            (Language::En, Self::Damaged(part)) => {
                format!("the Word document is damaged ({part}); open it and save it anew")
            }
            (Language::Zh, Self::Damaged(part)) => format!("Word 文档已损坏（{part}）；请打开后重新保存"),
            (Language::En, Self::NotText(line)) => {
                format!("line {line} is not text; save the document as UTF-8, GB18030 or .docx")
            }
            (Language::Zh, Self::NotText(line)) => {
                format!("第 {line} 行不是文字；请存为 UTF-8、GB18030 或 .docx")
            }
            (Language::En, Self::Empty) => "it holds no words; a scan needs text recognition first".to_owned(),
            (Language::Zh, Self::Empty) => "文件里没有文字；扫描件要先识别文字".to_owned(),
        }
    }
}

/// A document as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The text.
    pub text: String,
    /// The lines, from 1, of paragraphs that a Word document numbers by a list that it does not hold: their numbers are lost.
    pub uncounted: Vec<usize>,
}

impl Words {
    /// What readers are told of lost numbers; `None` where none is lost.
    #[must_use]
    pub fn warning(&self, language: Language) -> Option<String> {
        let (first, count) = (self.uncounted.first()?, self.uncounted.len());
        Some(match (language, count) {
            (Language::En, 1) => format!(
                "line {first}: Word numbers this paragraph by a list that the document does not hold (word/numbering.xml); its number is missing here. Open the document and save it anew, or write the number as text"
            ),
            (Language::En, _) => format!(
                "line {first} and {} more: Word numbers these paragraphs by lists that the document does not hold (word/numbering.xml); their numbers are missing here. Open the document and save it anew, or write the numbers as text",
                count - 1
            ),
            (Language::Zh, 1) => format!(
                "第 {first} 行：这一段由 Word 自动编号，但文档中没有所用的编号列表（word/numbering.xml），编号缺失；请打开后重新保存，或把编号写成文字"
            ),
            (Language::Zh, _) => format!(
                "第 {first} 行等 {count} 段：由 Word 自动编号，但文档中没有所用的编号列表（word/numbering.xml），编号缺失；请打开后重新保存，或把编号写成文字"
            ),
        })
    }
}

/// The text of a document.
///
/// # Errors
/// When the bytes are no text and no Word document that can be opened.
pub fn text_of(bytes: &[u8]) -> Result<String, Unreadable> {
    read_text(bytes).map(|words| words.text)
}

/// The text of a document, with what was lost on the way.
///
/// # Errors
/// When the bytes are no text and no Word document that can be opened.
pub fn read_text(bytes: &[u8]) -> Result<Words, Unreadable> {
    let mut uncounted = Vec::new();
    let text = match bytes {
        [b'%', b'P', b'D', b'F', ..] => return Err(Unreadable::Pdf),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(Unreadable::Locked),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => {
            let (text, lost) = docx::text_of(bytes)?;
            uncounted = lost;
            text
        }
        _ => text_of_bytes(bytes).map_err(Unreadable::NotText)?,
    };
    // Pictures and programs may pass for text in some encoding; no text has such characters.
    let is_text = |c: char| !c.is_control() || c.is_whitespace();
    let mut lines = (1..).zip(text.lines());
    if let Some((line, _)) = lines.find(|(_, line)| !line.chars().all(is_text)) {
        return Err(Unreadable::NotText(line));
    }
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    Ok(Words { text, uncounted })
}
