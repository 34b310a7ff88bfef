//! Files that are no documents, and locks of other documents: what is told, in both languages.

use super::commands::{Folder, PLAN};
use std::io::{Cursor, Write};

/// A Word document with this part alone.
fn docx(name: &str, text: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file(name, options).unwrap();
    archive.write_all(text.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_file_that_cannot_be_pinned_is_told_with_what_helps() {
    let folder = Folder::new("wrong-files");
    let whole = docx("word/document.xml", "<w:document/>");
    let files: [(&str, &[u8], &str, &str); 8] = [
        (
            "locked.docx",
            &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
            "protected by a password or in the old .doc format; open it and save it as .docx",
            "有密码保护，或是旧的 .doc 格式；请打开后另存为不带密码的 .docx",
        ),
        (
            "cut.docx",
            &whole[..whole.len() / 2],
            "the Word document is damaged (zip); open it and save it anew",
            "Word 文档已损坏（zip）；请打开后重新保存",
        ),
        (
            "other.docx",
            &docx("xl/workbook.xml", "<workbook/>"),
            "the Word document is damaged (word/document.xml)",
            "Word 文档已损坏（word/document.xml）",
        ),
        (
            "pictures.docx",
            &whole,
            "it holds no words; a scan needs text recognition first",
            "文件里没有文字；扫描件要先识别文字",
        ),
        (
            "scan.txt",
            b"%PDF-1.7\n%\xE2\xE3\xCF\xD3 scanned",
            "it is a PDF; save its text as .txt or .docx (a scan needs text recognition first)",
            "这是 PDF 文件；请把文字另存为 .txt 或 .docx（扫描件要先识别文字）",
        ),
        (
            "picture.txt",
            b"one\n\xFF\xD8\xFF\xE0\x00\x10",
            "is not text; save the document as UTF-8, GB18030 or .docx",
            "行不是文字；请存为 UTF-8、GB18030 或 .docx",
        ),
        ("empty.txt", b"\n \n", "it holds no words", "文件里没有文字"),
        ("none.txt", b"", "", ""),
    ];
    for (name, bytes, en, zh) in files {
        if name != "none.txt" {
            std::fs::write(folder.0.join(name), bytes).unwrap();
        }
        for (language, words) in [("en", en), ("zh", zh)] {
            let words = match (name, language) {
                ("none.txt", "en") => "none.txt cannot be read",
                ("none.txt", _) => "找不到文件 none.txt",
                _ => words,
            };
            for arguments in [vec!["pin", "plan", name], vec!["impact", "plan.txt", name]] {
                let arguments = [arguments, vec!["--lang", language]].concat();
                let (code, _, told) = folder.duban(&arguments);
                assert_eq!(code, 2, "{arguments:?}");
                assert!(
                    told.contains(words) && told.contains(name),
                    "{arguments:?}: {told}"
                );
            }
        }
    }
    assert!(!folder.0.join("plan.lock").exists());
}

#[test]
fn numbers_that_jump_are_told_with_their_line() {
    let folder = Folder::new("wrong-jump");
    folder.write(
        "jump.txt",
        "一、甲项工作\n做好甲项。\n四、丁项工作\n做好丁项。\n四、戊项工作\n做好戊项。\n",
    );
    for (language, words) in [
        (
            "en",
            [
                "jump.txt:3: numbers are missing before 四; look whether a heading has lost its number",
                "jump.txt:5: this number stands twice; the clause is cited as 四′",
            ],
        ),
        (
            "zh",
            [
                "jump.txt:3: 四 之前缺编号；请查看是否有标题丢失了编号",
                "jump.txt:5: 此编号重复出现；引用时写 四′",
            ],
        ),
    ] {
        let (code, _, told) = folder.duban(&["pin", "plan", "jump.txt", "--lang", language]);
        assert_eq!(code, 0);
        for words in words {
            assert!(told.contains(words), "{told}");
        }
    }
}

#[test]
fn a_lock_of_another_document_is_told() {
    let folder = Folder::pinned("wrong-lock");
    let other =
        "闸门巡查办法\n\n为做好巡查，制定本办法。\n\n第一条 闸门每日巡查。\n第二条 记录存档。\n";
    folder.write("other.txt", other);
    let mine = std::fs::read_to_string(folder.0.join("plan.lock")).unwrap();
    assert_eq!(folder.duban(&["pin", "plan", "other.txt"]).0, 0);
    let lock = std::fs::read_to_string(folder.0.join("plan.lock")).unwrap();
    // The lock of the other document, beside the text that is meant.
    folder.write("plan.lock", &lock.replace("other.txt", "plan.txt"));
    let (code, told, _) = folder.duban(&["check", "."]);
    assert_eq!(code, 1);
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("`plan` has no clause 一(一)"), "{told}");
    assert!(
        told.contains("written from another text than the one at hand"),
        "{told}"
    );
    for (text, words) in [
        (
            "not: a lock\n".to_owned(),
            "the lock ./plan.lock of this source cannot be read",
        ),
        (
            mine.replace("duban/lock/1", "duban/lock/9"),
            "the lock ./plan.lock of this source cannot be read",
        ),
    ] {
        folder.write("plan.lock", &text);
        let (code, told, _) = folder.duban(&["check", "."]);
        assert_eq!(code, 1);
        assert!(told.contains(words), "{told}");
        assert_eq!(folder.duban(&["coverage", "."]).0, 2);
    }
    // A list of names with a line that is none.
    folder.write("plan.lock", &mine);
    folder.write("plan.aliases", "引言 = ¶1\n附则 三\n");
    let (code, told, _) = folder.duban(&["check", "."]);
    assert_eq!(code, 1);
    assert!(
        told.contains("line 2 of ./plan.aliases is no alias"),
        "{told}"
    );
}

#[test]
fn a_plan_in_gb18030_is_the_same_plan() {
    let folder = Folder::new("gb18030");
    let (bytes, _, _) = encoding_rs::GB18030.encode(PLAN);
    std::fs::write(folder.0.join("plan.txt"), &bytes).unwrap();
    assert_eq!(folder.duban(&["pin", "plan", "plan.txt"]).0, 0);
    // Phrases and figures stand in it, and nothing changed against the text in UTF-8.
    assert_eq!(folder.duban(&["check", "--strict", "."]).0, 0);
    folder.write("utf8.txt", PLAN);
    assert_eq!(folder.duban(&["impact", "plan.lock", "utf8.txt", "."]).0, 0);
}
