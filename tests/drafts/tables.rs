//! Tables of a document in its draft: tables of the checklist where their shape allows it, else whole in remarks; no figure is lost.

use super::documents::Folder;

const BEFORE: &str =
    "泵站改造方案\n\n为做好改造，制定本方案。\n\n一、补助标准\n（一）按下表发放补助。\n";

/// The draft of a plan with this table; it passes `check` and accounts for every clause.
fn drafted(name: &str, table: &str) -> String {
    let text = format!("{BEFORE}{table}（二）各站每月18日前报送进展。\n");
    let folder = Folder::new(&format!("table-{name}"), "plan.md", text.as_bytes());
    let (code, out, said) = folder.duban(&["draft", "plan.md", "-o", "first.duban"]);
    assert_eq!((code, out.as_str()), (0, ""), "{said}");
    assert_eq!(folder.duban(&["pin", "方案", "plan.md"]).0, 0);
    let (code, out, said) = folder.duban(&["check", "--strict", "."]);
    assert_eq!(code, 0, "{out}{said}");
    assert_eq!(folder.duban(&["coverage", ".", "--min", "100%"]).0, 0);
    std::fs::read_to_string(folder.0.join("first.duban")).unwrap()
}

fn holds(draft: &str, lines: &[&str]) {
    for line in lines {
        assert!(draft.contains(line), "{line} is not in\n{draft}");
    }
}

#[test]
fn each_column_of_figures_is_looked_up() {
    let draft = drafted(
        "figures",
        "| 序号 | 类别 | 人数 | 补助（万元） |\n|---|---|---|---|\n| 1 | 大站 | 6 | 1.5 |\n| 2 | 小站 | 12 | 0.8 |\n\n",
    );
    holds(
        &draft,
        &[
            "  类别 | 人数\n  大站 | 6\n  小站 | 12\n",
            "  类别 | 补助\n  大站 | 15000 元\n  小站 | 8000 元\n",
            "每个 补助发放 的 补助 应 等于 补助发放标准（类别）",
            "每个 人数登记 的 人数 应 等于 人数登记标准（类别）",
        ],
    );
    assert!(!draft.contains("# 类别 |"), "{draft}");
}

#[test]
fn figures_beside_a_column_of_offices_are_looked_up_too() {
    let draft = drafted(
        "offices",
        "类别\t补助（元）\t责任单位\n大站\t3000\t水务局\n小站\t1500\t财政局\n",
    );
    holds(&draft, &["3000 元", "1500 元", "补助 应 等于 "]);
}

#[test]
fn two_columns_of_words_and_cells_that_are_left_empty() {
    let draft = drafted(
        "merged",
        "<table><tr><td>地区</td><td>类别</td><td>达标率不低于</td></tr><tr><td>山区</td><td>大站</td><td>90%</td></tr><tr><td></td><td>小站</td><td>85%</td></tr></table>\n",
    );
    holds(&draft, &["  山区 | 大站 | 90%\n  山区 | 小站 | 85%\n"]);
}

#[test]
fn what_has_another_shape_is_kept_whole() {
    let draft = drafted(
        "dates",
        "类别 | 期限 | 数量\n大站 | 2021年6月30日 | 约6座\n小站 | 2021年9月30日 | 十座\n",
    );
    holds(
        &draft,
        &[
            "# 类别 | 期限 | 数量",
            "# 大站 | 2021年6月30日 | 约6座",
            "# 小站 | 2021年9月30日 | 十座",
            "询问",
        ],
    );
    let draft = drafted("total", "类别 | 数量\n大站 | 6\n小站 | 4\n合计 | 10\n");
    holds(&draft, &["# 合计 | 10", "  小站 | 4\n"]);
}

#[test]
fn names_of_persons_are_not_copied() {
    let draft = drafted(
        "names",
        "姓名 | 职务 | 电话\n甲某某 | 站长 | 1234\n乙某某 | 副站长 | 5678\n",
    );
    assert!(
        !draft.contains("甲某某") && !draft.contains("5678"),
        "{draft}"
    );
}

/// The draft of a text.
fn of(text: &str) -> String {
    let asked = duban::draft::Asked {
        language: None,
        id: "first",
    };
    duban::draft::draft(&duban::citations::Document::read(text), &asked)
        .unwrap()
        .text
}

#[test]
fn months_that_the_sentence_states_are_no_assumption() {
    let plan = |months: &str| {
        format!(
            "泵站方案\n\n为管好泵站，制定本方案。\n\n一、报送\n（一）{months}各泵站每月18日前向水务局报送台账。\n（二）2023年10月1日前更换阀门。2024年3月1日前验收。\n"
        )
    };
    let draft = of(&plan("2023年9月–2024年12月，"));
    holds(&draft, &["自 2023年9月 至 2024年12月"]);
    assert!(!draft.contains("假定：起止月份"), "{draft}");
    let draft = of(&plan(""));
    holds(&draft, &["自 2023年10月 至 2024年3月", "假定：起止月份"]);
}

#[test]
fn all_offices_that_are_named_own_what_they_are_named_for() {
    let draft = of(
        "泵站方案\n\n为管好泵站，制定本方案。\n\n一、任务\n（一）整改隐患。\n1.隐患及时整改。\n（县水务局、县应急局按职责分工负责）\n（二）补助由县财政局、县水务局负责发放到位。\n附件1\n\n分工表\n\n| 事项 | 责任单位 | 期限 |\n|---|---|---|\n| 普查 | 县水务局、各乡镇 | 2023年10月底 |\n",
    );
    holds(
        &draft,
        &[
            "责任单位 「县水务局」、「县应急局」",
            "责任单位 「县财政局」、「县水务局」",
            "责任单位 「县水务局」、「各乡镇」",
        ],
    );
}

#[test]
fn working_days_are_a_sentence_with_a_calendar_to_be_filled() {
    let text = "泵站方案\n\n为管好泵站，制定本方案。\n\n一、报告\n（一）隐患应在5个工作日内上报水务局。\n（二）2023年9月至2024年2月开展检查。\n";
    let folder = Folder::new("working-days", "plan.txt", text.as_bytes());
    let (code, _, said) = folder.duban(&["draft", "plan.txt", "-o", "first.duban"]);
    assert_eq!(code, 1);
    assert!(
        said.contains("to be settled: 一(一) counts working days"),
        "{said}"
    );
    let draft = std::fs::read_to_string(folder.0.join("first.duban")).unwrap();
    holds(
        &draft,
        &[
            "后 5 个工作日",
            "校历 工作日历\n  涵盖 自 2023年1月1日 至 2024年12月31日",
        ],
    );
    let (code, out, said) = folder.duban(&["check", "."]);
    assert_eq!(code, 0, "{out}{said}");
}

#[test]
fn english_numbers_in_words_are_figures_everywhere() {
    let draft = of(
        "Rules for footbridges\n\nArticle 1 Reports\nFrom September 2023 to December 2024 each ward must report the closed bridges to the works office by the tenth of each month.\n\nArticle 2 Repairs\nAt least ninety-five per cent of bridges must be inspected. Damage must be repaired within twenty-five days. Defects must be recorded within five working days.\n",
    );
    holds(
        &draft,
        &[
            "no later than day 10",
            "from 2023-09 to 2024-12",
            "at least 95% of",
            "no later than 25 days after",
            "no later than 5 working days after",
            "ninety-five per cent",
        ],
    );
}

#[test]
fn rules_with_articles_keep_title_tables_and_owners() {
    let draft = of(
        "Rules for the Footbridges of Greenford\n\nArticle 1 Repairs\nAt least 95% of the bridges must be inspected by 30 June 2024.\n\nArticle 2 Grants\nGrants are paid by this table.\n\n| Kind of bridge | Grant (yuan) |\n|---|---|\n| Wooden | 1,200 |\n| Steel | 800 |\n\nArticle 3 Duties\n| Task | Responsible | Due |\n|---|---|---|\n| Map of paths | Works office, Ward clerks | 30 March 2024 |\n| Training | Safety office | 30 April 2024 |\n",
    );
    holds(
        &draft,
        &[
            "checklist first \"Rules for the Footbridges of Greenford\"",
            "due 2024-06-30",
            "Wooden         | 1200 yuan",
            "owner \"Works office\", \"Ward clerks\"",
            "owner \"Safety office\"",
        ],
    );
    assert!(!draft.contains("in the text of 第二条"), "{draft}");
    // Articles are cited by their own word.
    assert!(draft.contains("cites plan Article 2"), "{draft}");
    assert!(!draft.contains('第'), "{draft}");
}

/// A Word document whose paragraphs are numbered by list 4 of `numbering`, those of level 1 within those of level 0.
fn word(paragraphs: &[(Option<u8>, &str)], numbering: Option<&str>) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let paragraph = |(level, text): &(Option<u8>, &str)| {
        let list = level.map_or(String::new(), |level| {
            format!("<w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"4\"/></w:numPr></w:pPr>")
        });
        format!("<w:p>{list}<w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let inside: String = paragraphs.iter().map(paragraph).collect();
    let body = format!("<w:document xmlns:w=\"urn:w\"><w:body>{inside}</w:body></w:document>");
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let numbering = numbering.map(|text| ("word/numbering.xml", text));
    for (name, text) in [("word/document.xml", body.as_str())]
        .into_iter()
        .chain(numbering)
    {
        archive
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const NUMBERING: &str = "<w:numbering xmlns:w=\"urn:w\"><w:abstractNum w:abstractNumId=\"0\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>\
    </w:abstractNum><w:num w:numId=\"4\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";

#[test]
fn a_word_document_is_drafted_with_the_numbers_that_word_counts() {
    let text = [
        (None, "泵站管护方案"),
        (Some(0), "管护目标"),
        (Some(1), "到2024年12月31日，泵站完好率不低于98%。"),
        (Some(1), "故障应在3日内上报县水务局。"),
        (Some(0), "补助"),
        (Some(1), "每座泵站每年补助1350元。"),
    ];
    let folder = Folder::new("word", "plan.docx", &word(&text, Some(NUMBERING)));
    let (code, out, said) = folder.duban(&["draft", "plan.docx", "-o", "first.duban"]);
    assert_eq!((code, out.as_str()), (0, ""), "{said}");
    assert!(
        !said.contains("编号列表") && !said.contains("Word"),
        "{said}"
    );
    let draft = std::fs::read_to_string(folder.0.join("first.duban")).unwrap();
    holds(
        &draft,
        &[
            "依据 方案 一(一)",
            "依据 方案 二(一)",
            "至少 98%",
            "1350 元",
        ],
    );
    assert_eq!(folder.duban(&["pin", "方案", "plan.docx"]).0, 0);
    let (code, out, said) = folder.duban(&["check", "--strict", "."]);
    assert_eq!(code, 0, "{out}{said}");
    assert_eq!(folder.duban(&["coverage", ".", "--min", "100%"]).0, 0);

    // Numbers that nothing counts are lost, and the author is told.
    let other = NUMBERING.replace("w:numId=\"4\"", "w:numId=\"5\"");
    for (name, numbering) in [
        ("word-no-list", Some(other.as_str())),
        ("word-no-part", None),
    ] {
        let folder = Folder::new(name, "plan.docx", &word(&text, numbering));
        for (language, words) in [
            (
                "en",
                "line 2 and 4 more: Word numbers these paragraphs by lists that the document does not hold",
            ),
            ("zh", "第 2 行等 5 段：由 Word 自动编号"),
        ] {
            let (_, _, said) = folder.duban(&["draft", "plan.docx", "--lang", language]);
            assert!(said.contains(words), "{said}");
        }
        std::fs::write(folder.0.join("first.duban"), &draft).unwrap();
        let (_, _, said) = folder.duban(&["pin", "方案", "plan.docx", "--lang", "en"]);
        assert!(said.contains("Word numbers these paragraphs"), "{said}");
    }
}

#[test]
fn english_articles_are_drafted_checked_and_covered() {
    let text = "Rules for the Footbridges of Greenford\n\nChapter 1 Upkeep\n\nArticle 1 Repairs\n\n1. Footbridges shall be inspected by 30 June 2024.\n2. Damage must be repaired within 25 days.\n\nArticle 2 Grants\n\n(a) Each ward shall keep a register of closed footbridges.\n(b) Payments for every footbridge must be at least 1,200 yuan.\n\nChapter 2 Reports\n\nArticle 3\n\nFrom September 2023 to December 2024 wards must report the closed bridges to the works office each month by day 10.\n";
    let folder = Folder::new("articles", "rules.txt", text.as_bytes());
    let (code, out, said) = folder.duban(&["draft", "rules.txt", "-o", "first.duban"]);
    assert_eq!((code, out.as_str()), (0, ""), "{said}");
    let draft = std::fs::read_to_string(folder.0.join("first.duban")).unwrap();
    holds(
        &draft,
        &[
            "dataset footbridges footbridge\n",
            "every footbridge must have inspected_on given",
            "every damage_record must have repaired_on no later than 25 days after began_on",
            "every ward\n    must submit closed_bridges_records",
            "cites plan Chapter 1·Article 1·1",
            "cites plan Chapter 2·Article 3",
        ],
    );
    assert!(
        !draft.contains('第') && !said.contains('第'),
        "{draft}{said}"
    );
    for many in [
        "every footbridges",
        "every damage ",
        "every wards",
        "every payments",
    ] {
        assert!(!draft.contains(many), "{many}\n{draft}");
    }
    assert_eq!(folder.duban(&["pin", "plan", "rules.txt"]).0, 0);
    let (code, out, said) = folder.duban(&["check", "--strict", "."]);
    assert_eq!(code, 0, "{out}{said}");
    assert_eq!(folder.duban(&["coverage", ".", "--min", "100%"]).0, 0);
    assert_eq!(folder.duban(&["fmt", "--check", "first.duban"]).0, 0);
}

#[test]
fn problems_without_a_noun_are_those_of_their_heading() {
    let draft =
        of("泵站方案\n\n为管好泵站，制定本方案。\n\n一、任务\n（一）用电检查\n销号管理。\n");
    holds(&draft, &["每个 用电检查问题 的 销号日期 应 已填"]);
}
