//! The tables of the county and the files they are kept in: names, columns, headers, encodings; and the writing of CSV and workbooks.

use std::fs;
use std::path::Path;

use encoding_rs::GB18030;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};

use crate::identity::Day;

/// How the cells of a column are written; the tables hold text alone, days as 2020-06-30.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Day,
}

/// The kind of file that keeps a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Utf8,
    Utf8Mark,
    Gb18030,
    /// A sheet of a workbook, its title in the row above the header.
    Sheet {
        sheet: &'static str,
        title: &'static str,
    },
}

/// How a CSV file writes a day.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum DayStyle {
    /// 2020-06-30
    Dashes,
    /// 2020/6/30
    Slashes,
    /// 20200630
    Digits,
}

/// The make-up of one table; columns are their declared name, the header in the file and their kind.
pub(crate) struct Plan {
    pub(crate) name: &'static str,
    pub(crate) file: &'static str,
    pub(crate) form: Form,
    pub(crate) days: DayStyle,
    pub(crate) columns: &'static [(&'static str, &'static str, Kind)],
}

use Kind::{Day as D, Number as N, Text as T};

/// All tables; sheets of one workbook stand together.
pub(crate) const PLANS: &[Plan] = &[
    Plan {
        name: "townships",
        file: "乡镇.csv",
        form: Form::Utf8,
        days: DayStyle::Dashes,
        columns: &[("code", "乡镇代码", T), ("name", "乡镇名", T)],
    },
    Plan {
        name: "schools",
        file: "学校名录.xlsx",
        form: Form::Sheet {
            sheet: "学校",
            title: "清河县学校名录",
        },
        days: DayStyle::Dashes,
        columns: &[
            ("school_id", "学校代码", T),
            ("name", "校名", T),
            ("township", "所在乡镇", T),
            ("kind", "学校类别", T),
        ],
    },
    Plan {
        name: "staff",
        file: "人员.csv",
        form: Form::Gb18030,
        days: DayStyle::Slashes,
        columns: &[
            ("staff_id", "人员编号", T),
            ("name", "姓名", T),
            ("unit", "单位", T),
            ("school", "任教学校", T),
            ("township", "任职乡镇", T),
            ("post", "职务", T),
            ("serves_from", "任职起", D),
            ("serves_to", "任职止", D),
        ],
    },
    Plan {
        name: "household",
        file: "户籍.csv",
        form: Form::Gb18030,
        days: DayStyle::Digits,
        columns: &[
            ("national_id", "身份证号", T),
            ("name", "姓名", T),
            ("sex", "性别", T),
            ("birth_date", "出生日期", D),
            ("township", "户籍乡镇", T),
            ("household_no", "户号", T),
            ("register_status", "户籍状态", T),
        ],
    },
    Plan {
        name: "poor_households",
        file: "建档立卡.xlsx",
        form: Form::Sheet {
            sheet: "户",
            title: "清河县建档立卡户",
        },
        days: DayStyle::Dashes,
        columns: &[
            ("household_no", "户编号", T),
            ("township", "所在乡镇", T),
            ("poverty_status", "脱贫状态", T),
        ],
    },
    Plan {
        name: "poverty",
        file: "建档立卡.xlsx",
        form: Form::Sheet {
            sheet: "人口",
            title: "清河县建档立卡人口",
        },
        days: DayStyle::Dashes,
        columns: &[
            ("national_id", "公民身份号码", T),
            ("name", "姓名", T),
            ("birth_date", "出生日期", D),
            ("household_no", "户编号", T),
            ("schooling", "在校生状况", T),
        ],
    },
    Plan {
        name: "disability",
        file: "残疾人登记.csv",
        form: Form::Utf8Mark,
        days: DayStyle::Dashes,
        columns: &[
            ("national_id", "身份证号", T),
            ("name", "姓名", T),
            ("birth_date", "出生日期", D),
            ("type", "残疾类别", T),
            ("level", "残疾等级", N),
            ("township", "户籍乡镇", T),
        ],
    },
    Plan {
        name: "registry",
        file: "学籍.csv",
        form: Form::Gb18030,
        days: DayStyle::Dashes,
        columns: &[
            ("national_id", "身份证号", T),
            ("student_no", "学籍号", T),
            ("name", "姓名", T),
            ("birth_date", "出生日期", D),
            ("school", "学校", T),
            ("stage", "学段", T),
            ("grade", "年级", N),
            ("boarder", "寄宿", T),
            ("instruction", "授课类型", T),
            ("status", "学籍状态", T),
        ],
    },
    Plan {
        name: "enrolment",
        file: "在校名单.csv",
        form: Form::Utf8Mark,
        days: DayStyle::Dashes,
        columns: &[
            ("national_id", "身份证号", T),
            ("name", "姓名", T),
            ("school", "学校", T),
            ("grade", "年级", N),
            ("class", "班级", T),
            ("counted_on", "清点日期", D),
        ],
    },
    Plan {
        name: "home_teaching",
        file: "送教上门.csv",
        form: Form::Utf8,
        days: DayStyle::Dashes,
        columns: &[
            ("lesson_no", "送教编号", T),
            ("national_id", "身份证号", T),
            ("school", "送教学校", T),
            ("teacher", "送教教师", T),
            ("taught_on", "送教日期", D),
            ("content", "送教内容", T),
        ],
    },
    Plan {
        name: "school_age_ledger",
        file: "适龄人口台账.xlsx",
        form: Form::Sheet {
            sheet: "台账",
            title: "清河县6至15周岁适龄人口台账",
        },
        days: DayStyle::Dashes,
        columns: &[
            ("national_id", "身份证号", T),
            ("name", "姓名", T),
            ("birth_date", "出生日期", D),
            ("township", "户籍乡镇", T),
            ("registered_poor", "建档立卡", T),
            ("whereabouts", "去向", T),
        ],
    },
    Plan {
        name: "study_ledger",
        file: "就读台账.csv",
        form: Form::Gb18030,
        days: DayStyle::Slashes,
        columns: &[
            ("level", "台账层级", T),
            ("national_id", "身份证号", T),
            ("name", "姓名", T),
            ("township", "户籍乡镇", T),
            ("school", "就读学校", T),
            ("outside_area", "在外就读", T),
            ("study_status", "就读状态", T),
            ("proof", "佐证材料", T),
            ("updated_on", "更新日期", D),
        ],
    },
    Plan {
        name: "dropout_ledger",
        file: "控辍保学.xlsx",
        form: Form::Sheet {
            sheet: "台账",
            title: "清河县控辍保学台账",
        },
        days: DayStyle::Dashes,
        columns: &[
            ("national_id", "身份证号", T),
            ("name", "姓名", T),
            ("school", "原学校", T),
            ("township", "户籍乡镇", T),
            ("status", "状态", T),
            ("cause", "原因", T),
            ("status_date", "状态日期", D),
            ("persuader", "劝返责任人", T),
        ],
    },
    Plan {
        name: "status_changes",
        file: "控辍保学.xlsx",
        form: Form::Sheet {
            sheet: "信息变动",
            title: "清河县信息变动标注",
        },
        days: DayStyle::Dashes,
        columns: &[
            ("change_no", "变动编号", T),
            ("national_id", "身份证号", T),
            ("change", "变动类型", T),
            ("occurred_on", "发生日期", D),
            ("marked_on", "标注日期", D),
        ],
    },
    Plan {
        name: "platform_ledger",
        file: "学籍网台账.csv",
        form: Form::Utf8Mark,
        days: DayStyle::Dashes,
        columns: &[
            ("national_id", "身份证号", T),
            ("name", "姓名", T),
            ("status", "状态", T),
            ("status_date", "状态日期", D),
            ("updated_on", "更新日期", D),
        ],
    },
    Plan {
        name: "persuasion",
        file: "劝返记录.csv",
        form: Form::Gb18030,
        days: DayStyle::Slashes,
        columns: &[
            ("record_no", "记录编号", T),
            ("national_id", "身份证号", T),
            ("done_on", "劝返日期", D),
            ("persuader", "劝返人", T),
            ("account", "情况说明", T),
        ],
    },
    Plan {
        name: "home_visits",
        file: "家访.csv",
        form: Form::Utf8,
        days: DayStyle::Dashes,
        columns: &[
            ("visit_no", "家访编号", T),
            ("national_id", "身份证号", T),
            ("visitor", "家访人", T),
            ("visited_on", "家访日期", D),
            ("purpose", "家访目的", T),
        ],
    },
    Plan {
        name: "hardship",
        file: "困难认定.csv",
        form: Form::Gb18030,
        days: DayStyle::Dashes,
        columns: &[
            ("national_id", "身份证号", T),
            ("school_year", "学年", T),
            ("name", "姓名", T),
            ("level", "困难等级", T),
            ("determined_on", "认定日期", D),
        ],
    },
    Plan {
        name: "payments",
        file: "资助发放.csv",
        form: Form::Utf8Mark,
        days: DayStyle::Slashes,
        columns: &[
            ("payment_no", "发放编号", T),
            ("national_id", "身份证号", T),
            ("programme", "资助项目", T),
            ("school", "学校", T),
            ("school_year", "学年", T),
            ("amount", "金额", N),
            ("due_on", "应发日期", D),
            ("paid_on", "发放日期", D),
            ("payee", "收款人类别", T),
            ("payee_name", "收款户名", T),
        ],
    },
    Plan {
        name: "fees",
        file: "收费记录.xlsx",
        form: Form::Sheet {
            sheet: "收费",
            title: "清河县高中阶段收费记录",
        },
        days: DayStyle::Dashes,
        columns: &[
            ("national_id", "身份证号", T),
            ("school_year", "学年", T),
            ("tuition_waived", "免学杂费", T),
            ("textbooks_free", "免费教科书", T),
            ("charged", "已收费", N),
        ],
    },
];

/// A table while it is being filled.
pub(crate) struct Table {
    pub(crate) plan: &'static Plan,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Table {
    /// Where the column with this declared name stands.
    pub(crate) fn column(&self, name: &str) -> usize {
        let position = self.plan.columns.iter().position(|column| column.0 == name);
        position.unwrap_or_else(|| panic!("{} has no column {name}", self.plan.name))
    }
}

/// Writes all tables into the folder; sheets of the same file go into one workbook.
pub(crate) fn write_all(tables: &[Table], folder: &Path) {
    let mut done: Vec<&str> = Vec::new();
    for table in tables {
        let file = table.plan.file;
        if done.contains(&file) {
            continue;
        }
        done.push(file);
        let path = folder.join(file);
        match table.plan.form {
            Form::Sheet { .. } => {
                write_workbook(&path, tables.iter().filter(|other| other.plan.file == file))
            }
            form => {
                fs::write(&path, csv_bytes(table, form)).expect("the data folder can be written")
            }
        }
    }
}

/// A cell of a CSV file, in quotes where it needs them.
pub(crate) fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_string()
    }
}

fn csv_bytes(table: &Table, form: Form) -> Vec<u8> {
    let headers: Vec<String> = table
        .plan
        .columns
        .iter()
        .map(|column| quoted(column.1))
        .collect();
    let mut text = headers.join(",") + "\r\n";
    for row in &table.rows {
        let cells: Vec<String> = row
            .iter()
            .zip(table.plan.columns)
            .map(|(cell, column)| match (column.2, Day::read(cell)) {
                (Kind::Day, Some(day)) => day_text(day, table.plan.days),
                _ => quoted(cell),
            })
            .collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    match form {
        Form::Gb18030 => GB18030.encode(&text).0.into_owned(),
        Form::Utf8Mark => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        _ => text.into_bytes(),
    }
}

fn day_text(day: Day, style: DayStyle) -> String {
    let (year, month, date) = day.parts();
    match style {
        DayStyle::Dashes => day.to_string(),
        DayStyle::Slashes => format!("{year}/{month}/{date}"),
        DayStyle::Digits => format!("{year:04}{month:02}{date:02}"),
    }
}

fn write_workbook<'a>(path: &Path, tables: impl Iterator<Item = &'a Table>) {
    let mut workbook = Workbook::new();
    // Without a fixed day of creation the file would differ from run to run.
    let created = ExcelDateTime::from_ymd(2020, 6, 30).expect("a day that a workbook can hold");
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let day_format = Format::new().set_num_format("yyyy/m/d");
    for table in tables {
        let Form::Sheet { sheet, title } = table.plan.form else {
            continue;
        };
        let page = workbook.add_worksheet();
        page.set_name(sheet).expect("a sheet name");
        page.write_string(0, 0, title).expect("the title fits");
        for (column, (_, header, kind)) in (0_u16..).zip(table.plan.columns) {
            page.write_string(1, column, *header)
                .expect("the header fits");
            for (line, row) in (2_u32..).zip(&table.rows) {
                let cell = &row[usize::from(column)];
                let written = match (kind, Day::read(cell), cell.parse::<f64>()) {
                    _ if cell.is_empty() => Ok(&mut *page),
                    (Kind::Day, Some(day), _) => {
                        let (year, month, date) = day.parts();
                        let value = ExcelDateTime::from_ymd(year as u16, month as u8, date as u8);
                        page.write_datetime_with_format(
                            line,
                            column,
                            value.expect("a day of our times"),
                            &day_format,
                        )
                    }
                    (Kind::Number, _, Ok(number)) => page.write_number(line, column, number),
                    _ => page.write_string(line, column, cell),
                };
                written.expect("the cell fits");
            }
        }
    }
    workbook.save(path).expect("the data folder can be written");
}
