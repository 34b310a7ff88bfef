//! Tables of documents: one block of figures and short words, in whatever way they are set; rows that set duties are clauses.

use super::files::{body, docx};
use duban::citations::{Document, text_of};

const BEFORE: &str = "泵站改造方案\n\n一、补助标准\n（一）按下表发放补助。\n";
const AFTER: &str = "（二）各站每月18日前报送进展。\n";

/// Path, lines and words of the tables of a text.
fn tables(text: &str) -> Vec<(String, (u32, u32), String)> {
    let clauses = Document::read(text).clauses.into_iter();
    clauses
        .filter(|clause| clause.table)
        .map(|clause| (clause.path, clause.lines, clause.words))
        .collect()
}

fn of(table: &str) -> Vec<(String, (u32, u32), String)> {
    tables(&format!("{BEFORE}{table}{AFTER}"))
}

const WORDS: &str = "类别\t人数\t补助（元）\n大站\t6\t1000\n小站\t12\t1250";

#[test]
fn a_table_is_one_block_however_it_is_set() {
    for (table, to) in [
        (
            "| 类别 | 人数 | 补助（元） |\n|---|---:|---:|\n| 大站 | 6 | 1000 |\n| 小站 | 12 | 1250 |\n\n",
            8,
        ),
        (
            "类别 | 人数 | 补助（元）\n--- | --- | ---\n大站 | 6 | 1000\n小站 | 12 | 1250\n",
            8,
        ),
        (
            "类别 | 人数 | 补助（元）\n大站 | 6 | 1000\n小站 | 12 | 1250\n",
            7,
        ),
        ("类别｜人数｜补助（元）\n大站｜6｜1000\n小站｜12｜1250\n", 7),
        ("类别\t人数\t补助（元）\n大站\t6\t1000\n小站\t12\t1250\n", 7),
        (
            "<table><tr><td>类别</td><td>人数</td><td>补助（元）</td></tr><tr><td>大站</td><td>6</td><td>1000</td></tr><tr><td>小站</td><td>12</td><td>1250</td></tr></table>\n",
            5,
        ),
        (
            "<table>\n<thead>\n<tr>\n<th>类别</th>\n<th>人数</th>\n<th>补助（元）</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>大站</td>\n<td>6</td>\n<td>1000</td>\n</tr>\n<tr>\n<td>小站</td>\n<td>12</td>\n<td>1250</td>\n</tr>\n</tbody>\n</table>\n",
            25,
        ),
    ] {
        let told = of(table);
        // The table begins where its first row begins.
        let from = if to == 25 { 7 } else { 5 };
        assert_eq!(
            told,
            [("一(一)¶2".to_owned(), (from, to), WORDS.to_owned())],
            "{table}"
        );
    }
}

#[test]
fn rows_that_set_duties_are_clauses() {
    for table in [
        "| 单位 | 任务 |\n|---|---|\n| 青石泵站 | 每月报送台账。 |\n| 白鹭泵站 | 每季度检修一次。 |\n",
        "| 事项 | 责任单位 | 期限 |\n|---|---|---|\n| 清淤 | 青石泵站 | 6月底 |\n| 巡查 | 白鹭泵站 | 每周 |\n",
    ] {
        assert_eq!(of(table), [], "{table}");
        let text = format!("{BEFORE}{table}{AFTER}");
        let paths: Vec<String> = Document::read(&text)
            .clauses
            .into_iter()
            .map(|clause| clause.path)
            .collect();
        assert_eq!(
            paths,
            ["一", "一(一)", "一(一)¶2", "一(一)¶3", "一(一)¶4", "一(二)"]
        );
    }
}

#[test]
fn no_cell_of_a_row_is_lost() {
    let told = of("| 类别 | 甲 | 乙 |\n|---|---|---|\n| 大站 | 6 | |\n| | 7 | 8 |\n");
    assert_eq!(told[0].2, "类别\t甲\t乙\n大站\t6\t\n\t7\t8");
    let told = of(
        "<table><tr><td>类别</td><td>甲</td><td>乙</td></tr><tr><td colspan=\"2\">合计</td><td>9</td></tr></table>\n",
    );
    assert_eq!(told[0].2, "类别\t甲\t乙\n合计\t\t9");
}

#[test]
fn a_figure_that_moves_to_another_cell_changes_the_clause() {
    let digest = |text: &str| {
        let document = Document::read(text);
        document
            .clauses
            .iter()
            .find(|clause| clause.table)
            .unwrap()
            .digest()
    };
    let table = |row: &str| format!("{BEFORE}| 类别 | 甲 | 乙 |\n| 大站 | {row} |\n{AFTER}");
    assert_ne!(digest(&table("12 | 5")), digest(&table("1 | 25")));
    assert_eq!(digest(&table("12 | 5")), digest(&table(" 12|５ ")));
}

#[test]
fn a_table_of_word_is_one_block_with_its_cells() {
    let cell = |text: &str, span: u8| {
        format!(
            "<w:tc><w:tcPr><w:gridSpan w:val=\"{span}\"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
        )
    };
    let row = |cells: &[(&str, u8)]| {
        let cells: String = cells.iter().map(|(text, span)| cell(text, *span)).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let inside = [
        paragraph("泵站改造方案"),
        paragraph("一、按下表发放补助。"),
        format!(
            "<w:tbl>{}{}{}</w:tbl>",
            row(&[("类别", 1), ("人数", 1), ("补助（元）", 1)]),
            row(&[("大站", 1), ("6", 1), ("1000", 1)]),
            row(&[("合计", 2), ("1000", 1)])
        ),
        paragraph("二、各站报送进展。"),
    ]
    .concat();
    let text = text_of(&docx(&[("word/document.xml", &body(&inside))])).unwrap();
    let told = tables(&text);
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].0.as_str(), told[0].2.as_str()),
        (
            "一¶2",
            "类别\t人数\t补助（元）\n大站\t6\t1000\n合计\t\t1000"
        )
    );
}
