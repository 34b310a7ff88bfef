//! `headers of D`: the columns of a file and their order, as a text that can be compared.

use crate::support::{HEAD, Inspect};

const PUPILS: &str = "dataset pupil 学生\n  id 编号 : id key\n  name 姓名 : text\n";

#[test]
fn the_headers_of_a_file_are_compared_as_they_stand() {
    let item = |text: &str| {
        Inspect::item(
            PUPILS,
            &format!("headers of pupil must be equal to \"{text}\""),
        )
        .table("pupil", "编号|姓名|备注\n1|a|")
        .run()
    };
    let met = item("编号, 姓名, 备注");
    assert_eq!((met.outcome(), met.counts()), ("met", [1, 1, 0, 0, 0, 0]));
    // Another order is another text.
    let out = item("姓名, 编号, 备注");
    assert_eq!((out.outcome(), out.code), ("not_met", 1));
    let finding = &out.findings()[0];
    assert_eq!(finding["actual"]["text"], "编号, 姓名, 备注");
    assert_eq!(finding["expected"]["text"], "姓名, 编号, 备注");
    assert_eq!(finding["searched"][0]["file"], "pupil.csv");
    assert_eq!(finding["searched"][0]["rows"], 1);
    assert_eq!(out.json["datasets"][0]["rows"], 1);
}

#[test]
fn a_pattern_says_what_must_be_among_them() {
    let out = Inspect::item(PUPILS, "headers of pupil must contains \"备注\"")
        .table("pupil", "编号|姓名\n1|a")
        .run();
    assert_eq!(out.outcome(), "not_met");
}

#[test]
fn without_the_file_nobody_can_tell() {
    let declared = format!("{PUPILS}dataset other\n  id : id\n");
    for sentence in [
        "headers of other must be equal to \"id\"",
        "headers of other must be the same as headers of pupil",
    ] {
        let out = Inspect::item(&declared, sentence)
            .table("pupil", "id|name\n1|a")
            .run();
        assert_eq!((out.outcome(), out.code), ("cannot_tell", 3), "{sentence}");
        assert_eq!(out.reasons(), ["dataset_missing"]);
    }
}

#[test]
fn both_vocabularies_say_the_same() {
    let head = "检查清单 t 「测试」 / \"Test\"\n文件 law 「法」 / \"Law\"\n";
    let chinese = format!(
        "{head}数据集 pupil 学生\n  id 编号 : 编号 主键\n  name 姓名 : 文本\n\n检查项 i 「项」 / \"Item\"\n  依据 law 1\n  学生 的表头 应 等于 「编号, 姓名」\n"
    );
    let english = format!(
        "{HEAD}{PUPILS}\nitem i \"Item\" / 「项」\n  cites law 1\n  headers of pupil must be equal to \"编号, 姓名\"\n"
    );
    for (table, outcome) in [("编号|姓名\n1|a", "met"), ("编号|名\n1|a", "not_met")] {
        for text in [&chinese, &english] {
            let out = Inspect::checklist(text).table("pupil", table).run();
            assert_eq!(out.outcome(), outcome, "{text}");
        }
    }
}

#[test]
fn only_a_dataset_has_headers() {
    let output = Inspect::item(PUPILS, "headers of law must be equal to \"a\"").output("json");
    assert_eq!(output.status.code(), Some(2));
    let output = Inspect::item(PUPILS, "headers of pupil must be at least 3").output("json");
    assert_eq!(output.status.code(), Some(2));
}
