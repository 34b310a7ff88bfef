//! Hand-made runs: nothing at all, one finding, one of everything.

use super::made::Made;
use duban::findings::{
    CellRun, ChecklistRun, Cite, Counts, DatasetRun, Finding, FindingOutcome, ItemMore,
    ItemOutcome, ItemRun, KeyPart, ProblemPlace, ProblemRun, ReasonRun, Run, Searched, Severity,
    ShownValue, Subject, Truncated,
};
use duban::types::Language;

/// A run in which nothing was read and nothing judged.
pub(crate) fn none(language: Language) -> Made {
    Made {
        run: Run {
            language,
            audit: "audit.yaml".into(),
            as_of: None,
            settings: vec![],
            setting_names: vec![],
            checklists: vec![],
            datasets: vec![],
            changed: vec![],
            items: vec![],
            truncated: None,
            revealed: false,
            comparable_ids: true,
        },
        findings: vec![],
    }
}

/// A run of one item with one finding.
pub(crate) fn one(language: Language) -> Made {
    let mut made = none(language);
    let pick = |en: &str, zh: &str| language.pick(en, zh).to_owned();
    made.run.as_of = Some("2020-09-30".into());
    made.run.checklists = vec![ChecklistRun {
        id: "dropout".into(),
        title: pick("Dropout control", "控辍保学"),
        path: "../checklists/dropout.duban".into(),
        digest: Some("blake3:00ff".into()),
    }];
    made.run.datasets = vec![dataset(
        "dropouts",
        &pick("dropouts", "失学辍学学生"),
        "dropouts.csv",
        12,
    )];
    made.run.items = vec![item(
        language,
        "persuader",
        ItemOutcome::NotMet,
        [12, 11, 1, 0],
    )];
    made.findings = vec![finding(language)];
    made
}

/// A run with one of everything that a report may meet.
pub(crate) fn everything(language: Language) -> Made {
    let mut made = one(language);
    let pick = |en: &str, zh: &str| language.pick(en, zh).to_owned();
    let run = &mut made.run;
    run.settings = vec![
        ("visit_days".into(), Some("30".into())),
        ("rate".into(), Some("95%".into())),
        ("grace".into(), None),
    ];
    run.comparable_ids = false;
    run.truncated = Some(Truncated {
        shown: 7,
        total: 1234,
    });
    run.checklists.push(ChecklistRun {
        id: "money".into(),
        title: "<b>Money & \"aid\"</b>".into(),
        path: "money.duban".into(),
        digest: None,
    });
    run.datasets[0].problems = vec![
        ProblemRun {
            kind: "unreadable",
            words: pick(
                "cell not readable as declared",
                "单元格无法按声明的类型识别",
            ),
            count: 1234,
            places: vec![
                place(Some(3), Some(4), Some("出生日期"), Some("2021-02-29")),
                place(Some(9), Some(11), Some("<td>"), Some("=1+1\u{1b}[31m")),
            ],
            shown: 2,
        },
        ProblemRun {
            kind: "not-text",
            words: pick(
                "bytes that are no text in this encoding",
                "含有该编码无法识别的字节",
            ),
            count: 1,
            places: vec![place(None, None, None, None)],
            shown: 1,
        },
    ];
    run.datasets.push(DatasetRun {
        sheet: Some("资助 & <aid>".into()),
        encoding: None,
        digest: None,
        ..dataset(
            "payments",
            &pick("aid payments", "资助发放台账"),
            "aid.xlsx",
            98_765,
        )
    });
    run.datasets.push(DatasetRun {
        rows: 0,
        encoding: None,
        problems: vec![ProblemRun {
            kind: "file-missing",
            words: pick("the file is missing", "文件不存在"),
            count: 1,
            places: vec![],
            shown: 0,
        }],
        ..dataset("visits", &pick("home visits", "家访记录"), "visits.csv", 0)
    });
    run.items = items(language);
    made.findings = findings(language);
    made
}

fn items(language: Language) -> Vec<ItemRun> {
    let pick = |en: &str, zh: &str| language.pick(en, zh).to_owned();
    vec![
        ItemRun {
            remarks: vec![pick(
                "3 partner rows have no key and are nobody's partner",
                "有 3 条对应记录没有主键，不与任何记录对应",
            )],
            note: Some(pick(
                "The plan gives no deadline for this.",
                "方案未规定时限。",
            )),
            ..item(language, "persuader", ItemOutcome::NotMet, [12, 6, 5, 1])
        },
        ItemRun {
            id: "money/=cmd|'/c calc'!A1".into(),
            title: "@SUM(1+1) <script>alert('x')</script> & \"quotes\"".into(),
            cites: vec![
                Cite {
                    source: "plan".into(),
                    title: "Plan <2020>".into(),
                    clause: "三(二)4-a".into(),
                    number: Some("No. 5 <2020>".into()),
                    path: Some("三(二)4".into()),
                    digest: Some("blake3:0123456789abcdef0123456789abcdef".into()),
                    heading: Some("Money & <b>sums</b> › Payments".into()),
                    words: Some("Sums are paid\nin full & <b>in time</b>.".into()),
                },
                Cite {
                    source: "law".into(),
                    title: String::new(),
                    clause: "§3.1(b)".into(),
                    ..Cite::default()
                },
            ],
            owner: vec![],
            due: None,
            section: None,
            explained: String::new(),
            severity: Severity::Critical,
            counts: Counts {
                subjects: 100_000,
                met: 90_000,
                not_met: 1_000,
                cannot_tell: 4_000,
                not_applicable: 3_000,
                excused: 1_500,
                waived: 300,
                awaiting: 200,
            },
            truncated: Some(Truncated {
                shown: 1,
                total: 1_000,
            }),
            ..item(language, "", ItemOutcome::NotMet, [0; 4])
        },
        item(
            language,
            "a-very-long-name-of-an-item-that-fits-no-column-控辍保学责任人",
            ItemOutcome::Met,
            [1, 1, 0, 0],
        ),
        ItemRun {
            severity: Severity::Minor,
            ..item(language, "visit", ItemOutcome::CannotTell, [12, 0, 0, 12])
        },
        ItemRun {
            severity: Severity::Note,
            ..item(language, "empty", ItemOutcome::NothingToJudge, [0, 0, 0, 0])
        },
    ]
}

fn findings(language: Language) -> Vec<Finding> {
    let pick = |en: &str, zh: &str| language.pick(en, zh).to_owned();
    let base = finding(language);
    let long = "这是一段很长的说明文字，用来检查报告在遇到很长的中文内容时是否会正确换行，而不会把单元格撑破或者把后面的内容挤出页面。".repeat(4);
    vec![
        base.clone(),
        // Markup, quotes, a line break and control characters in a cell, and a severity of its own.
        Finding {
            id: "0000000000000000000000b2".into(),
            part: Some("differs:name".into()),
            message: "name <b>“&amp;”</b> differs: 'a' \"b\" \\ \u{0}\u{1b}[31m\u{202e}\n次行"
                .into(),
            severity: Severity::Minor,
            cells: vec![
                CellRun {
                    value: "=HYPERLINK(\"http://example.org\")\r\n+1\t-1\u{7}".into(),
                    ..base.cells[0].clone()
                },
                CellRun {
                    dataset: "payments".into(),
                    file: "aid.xlsx".into(),
                    sheet: Some("资助 & <aid>".into()),
                    row: 98_765,
                    line: 98_767,
                    column: "name".into(),
                    header: "姓名".into(),
                    value: "王*".into(),
                },
            ],
            expected: None,
            actual: None,
            owner: vec!["-2+3".into(), "@me".into()],
            school: String::new(),
            ..base.clone()
        },
        // Nothing but a long text, tolerated.
        Finding {
            id: "0000000000000000000000c3".into(),
            message: long.clone(),
            tolerated: true,
            township: String::new(),
            school: String::new(),
            cells: vec![CellRun {
                value: long,
                ..base.cells[0].clone()
            }],
            ..base.clone()
        },
        // One row that cannot be told.
        Finding {
            id: "0000000000000000000000d4".into(),
            outcome: FindingOutcome::CannotTell,
            message: pick(
                "whether there is a named persuader cannot be told",
                "无法判断是否有明确的劝返责任人",
            ),
            reasons: vec![ReasonRun {
                code: "unreadable",
                cell: Some(0),
                text: pick(
                    "persuader cannot be read as declared",
                    "劝返责任人无法按声明的类型识别",
                ),
            }],
            expected: None,
            actual: None,
            ..base.clone()
        },
        // A group with an interval.
        Finding {
            id: "0000000000000000000000e5".into(),
            item: 1,
            part: None,
            message: pick(
                "attendance of 城关镇 is between 0.931 and 0.94",
                "城关镇入学率在 0.931 至 0.94 之间",
            ),
            subject: Subject {
                kind: "group",
                dataset: None,
                row: None,
                key: key_of("township", "城关镇"),
            },
            expected: Some(ShownValue {
                text: pick("at least 95%", "不低于 95%"),
                number: Some(0.95),
                low: None,
                high: None,
            }),
            actual: Some(ShownValue {
                text: "0.931 … 0.94".into(),
                number: None,
                low: Some(0.931),
                high: Some(0.94),
            }),
            severity: Severity::Critical,
            owner: vec![],
            ..base.clone()
        },
        // Something absent.
        Finding {
            id: "0000000000000000000000f6".into(),
            item: 1,
            part: Some("not_in:payments".into()),
            message: pick(
                "pupil ****************17 stands in no payment",
                "学生 ****************17 不在发放台账中",
            ),
            subject: Subject {
                kind: "key",
                dataset: None,
                row: None,
                key: key_of("id_number", "****************17"),
            },
            cells: vec![],
            searched: vec![Searched {
                dataset: "payments".into(),
                file: "aid.xlsx".into(),
                key: key_of("id_number", "****************17"),
                rows: 98_765,
                otherwise: None,
            }],
            expected: None,
            actual: None,
            severity: Severity::Critical,
            owner: vec![],
            township: "白音乡 <1>".into(),
            ..base.clone()
        },
        // A whole item that cannot be told.
        Finding {
            id: "0000000000000000000000g7".into(),
            item: 3,
            outcome: FindingOutcome::CannotTell,
            part: None,
            message: pick(
                "cannot be told for 12 subjects: the setting grace is not set",
                "12 个对象无法判断：设定“grace”尚未设定",
            ),
            subject: Subject {
                kind: "item",
                dataset: None,
                row: None,
                key: vec![],
            },
            cells: vec![],
            searched: vec![Searched {
                dataset: String::new(),
                file: "audit.yaml".into(),
                key: key_of("grace", ""),
                rows: 0,
                otherwise: None,
            }],
            expected: None,
            actual: None,
            reasons: vec![ReasonRun {
                code: "setting_unset",
                cell: None,
                text: pick("the setting grace is not set", "设定“grace”尚未设定"),
            }],
            severity: Severity::Minor,
            township: String::new(),
            school: String::new(),
            ..base
        },
    ]
}

fn dataset(name: &str, shown: &str, file: &str, rows: u64) -> DatasetRun {
    DatasetRun {
        name: name.into(),
        shown: shown.into(),
        file: file.into(),
        sheet: None,
        parts: Vec::new(),
        digest: Some("blake3:1234".into()),
        rows,
        encoding: Some("GB18030".into()),
        problems: vec![],
    }
}

fn place(
    row: Option<u64>,
    line: Option<u64>,
    column: Option<&str>,
    value: Option<&str>,
) -> ProblemPlace {
    ProblemPlace {
        file: None,
        sheet: None,
        row,
        line,
        column: column.map(Into::into),
        value: value.map(Into::into),
    }
}

pub(super) fn item(
    language: Language,
    id: &str,
    outcome: ItemOutcome,
    counts: [u64; 4],
) -> ItemRun {
    let pick = |en: &str, zh: &str| language.pick(en, zh).to_owned();
    let [subjects, met, not_met, cannot_tell] = counts;
    ItemRun {
        id: format!("dropout/{id}"),
        title: pick(
            "Every dropout has a named persuader",
            "失学辍学学生应有明确的劝返责任人",
        ),
        section: Some(pick("Bringing pupils back", "劝返复学")),
        severity: Severity::Major,
        cites: vec![Cite {
            source: "plan".into(),
            title: pick("Dropout plan 2020", "控辍保学工作方案"),
            clause: "三(一)2-a".into(),
            ..Cite::default()
        }],
        owner: vec![
            pick("education bureau", "县教育局"),
            pick("townships", "各乡镇"),
        ],
        due: Some("2020-10-31".into()),
        kind: "machine",
        scope: None,
        outcome,
        counts: Counts {
            subjects,
            met,
            not_met,
            cannot_tell,
            ..Counts::default()
        },
        truncated: None,
        remarks: vec![],
        explained: pick(
            "Every row of dropouts must have at least one staff row whose name is its persuader.",
            "失学辍学学生的每条记录，其劝返责任人应在教职工名册中至少有一条对应记录。",
        ),
        note: None,
        more: ItemMore::default(),
    }
}

pub(super) fn finding(language: Language) -> Finding {
    let pick = |en: &str, zh: &str| language.pick(en, zh).to_owned();
    let cell = CellRun {
        dataset: "dropouts".into(),
        file: "dropouts.csv".into(),
        sheet: None,
        row: 7,
        line: 9,
        column: "persuader".into(),
        header: "劝返责任人".into(),
        value: String::new(),
    };
    Finding {
        id: "0000000000000000000000a1".into(),
        item: 0,
        outcome: FindingOutcome::NotMet,
        tolerated: false,
        part: Some("persuader".into()),
        message: pick(
            "pupil 李** has no named persuader",
            "学生李**没有明确的劝返责任人",
        ),
        subject: Subject {
            kind: "row",
            dataset: Some("dropouts".into()),
            row: Some(7),
            key: key_of("id_number", "****************17"),
        },
        cells: vec![
            cell.clone(),
            CellRun {
                column: "name".into(),
                header: "姓名".into(),
                value: "李**".into(),
                ..cell
            },
        ],
        breach: None,
        searched: vec![Searched {
            dataset: "staff".into(),
            file: "staff.csv".into(),
            key: key_of("name", ""),
            rows: 240,
            otherwise: None,
        }],
        expected: Some(ShownValue {
            text: pick("at least 1 staff row", "至少 1 条教职工记录"),
            number: Some(1.0),
            low: None,
            high: None,
        }),
        actual: Some(ShownValue {
            text: "0".into(),
            number: Some(0.0),
            low: None,
            high: None,
        }),
        reasons: vec![],
        rule: ("../checklists/dropout.duban".into(), 41, 3),
        severity: Severity::Major,
        owner: vec![
            pick("education bureau", "县教育局"),
            pick("townships", "各乡镇"),
        ],
        due: Some("2020-10-31".into()),
        township: "城关镇".into(),
        school: "城关镇第一小学".into(),
    }
}

fn key_of(name: &str, value: &str) -> Vec<KeyPart> {
    vec![KeyPart {
        name: name.into(),
        shown: name.into(),
        value: value.into(),
    }]
}
