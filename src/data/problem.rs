//! What is wrong with a file: listed with the dataset, never a finding (it has no clause).

use crate::types::Language;

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The file is not there.
    FileMissing,
    /// The file could not be read.
    FileUnreadable,
    /// Other sheets of the workbook have the columns too, and none is named: they are not read.
    SheetsAlike,
    /// A hidden sheet has the columns too, or a name like the ones asked for, and is not named itself: it is not read.
    SheetHidden,
    /// Another sheet of the workbook has rows in the same columns from its first line on, without a header, and is not named: it is not read.
    SheetGoesOn,
    /// The line taken for the header holds values: a row may be lost in it.
    HeaderIsData,
    /// The line that the audit file names as that of the header holds values.
    HeaderNamedIsData,
    /// The line that the audit file names as that of the header is not in the file.
    HeaderNotThere,
    /// A line that the audit file leaves out lies behind the last of the file: said, and no gap.
    LeftOutNotThere,
    /// A column has a value of its own in the audit file, and the file has a header of that name: said, and no gap.
    ValueOverHeader,
    /// The file has no rows.
    Empty,
    /// A declared column that items need is not in the header.
    ColumnMissing,
    /// A column is not in the header that no item needs, but that tells at which school or township a finding is.
    PlaceColumnMissing,
    /// A column that not every file of the dataset has, and that nothing is read from: said, and no gap.
    HeaderElsewhere,
    /// A header text stands twice; the first is used.
    HeaderTwice,
    /// The headers stand once more further right: a second table beside the first, which is not read.
    SideBySide,
    /// A row has more cells than the header.
    RowTooLong,
    /// A row of a text has more cells than the header: a separator without quotes may have moved any of them, and none is read.
    CellsMoved,
    /// A row has fewer cells than the header.
    RowTooShort,
    /// A quote is opened and never closed: the rest of the file is one cell.
    QuoteUnclosed,
    /// Bytes that are no text in the file's encoding.
    NotText,
    /// A cell cannot be read as its column's type.
    Unreadable,
    /// A formula whose value the program that wrote the workbook did not store.
    FormulaWithoutValue,
    /// An error of a spreadsheet (`#REF!`) in place of a value.
    SheetError,
    /// A text of a cell merged over several rows is taken for all of them: said, and no gap.
    MergedCell,
    /// A number of a cell merged over several rows, in another than the first of them.
    MergedNumber,
    /// A number above one without a sign in a column of percentages: 95 may be 95 % or 9500 %.
    PercentWithoutSign,
    /// Numbers are taken in the unit that the header names: said, and no gap.
    UnitFromHeader,
    /// The file says that amounts are not in yuan, but not plainly in what: the column is unreadable.
    UnitUnclear,
    /// The audit file says that numbers count one thing, the header plainly another: the column is unreadable.
    UnitContradicted,
    /// Files of one dataset name different units for a column: the column is unreadable.
    UnitsDiffer,
    /// A column of percentages with numbers up to one and numbers above it, all without a sign: the column is unreadable.
    PercentMixed,
    /// A number with a unit behind it that is not its column's.
    NumberWithUnit,
    /// A cell holds a word outside the column's value set.
    OutOfSet,
    /// A cell lies outside the column's declared range.
    OutOfRange,
    /// The key of a row stands in another row as well: said, and no gap.
    KeyTwice,
    /// A row whose key is blank: said, and no gap.
    KeyBlank,
    /// A long number that a spreadsheet stored as a floating-point number: its last digits are lost.
    LostDigits,
    /// A row that sums up others (合计, 总计, total).
    TotalRow,
    /// A row that may sum up others: kept.
    MayBeTotal,
    /// A row of column numbers or an example under the header, or the header once more: said, and no gap.
    NoRecord,
    /// A heading between the rows (一、东河小学), or a text merged over all columns: no row; said, and no gap.
    Heading,
    /// A row with one filled cell: kept; said, and no gap.
    LoneCell,
    /// A row between others that begins as signed lines do (审核：…): kept.
    MayBeSigned,
    /// The header of another table below this one: it and the rows under it are kept as rows of this one.
    OtherTable,
    /// A line that fills none of the columns that are declared: no row; said, and no gap.
    UnfilledRow,
    /// A line that the audit file says is no record: said, and no gap.
    LeftOut,
    /// A line below the table that is no row of it: who made or checked it, a note.
    FooterRow,
    /// A line at the end of a table that may be a note: kept.
    MayBeNote,
    /// An answer about something that its item does not ask about.
    AnswerSubject,
    /// An answer names its subject as a report shows it, with `*` in place of what is masked.
    AnswerMasked,
    /// A column of the answers that has none of the names that are read.
    AnswerColumn,
    /// A further column of the answers, that nothing is read from and that is like none of those known: said, and no gap.
    AnswerFurtherColumn,
    /// An answer in a word that its item does not know.
    AnswerWord,
    /// Answers about one subject that contradict each other.
    AnswerConflict,
    /// An answer that nobody has signed, or without its day.
    AnswerUnsigned,
    /// An answer is dated after the day of the inspection.
    AnswerLater,
    /// A file that an answer names as evidence and that is not there.
    EvidenceMissing,
    /// A column that holds lists or records, not single values.
    NestedColumn,
    /// A part of the file is damaged: its cells cannot be read.
    Damaged,
}

impl ProblemKind {
    /// Whether rows may be lost, or nobody knows whose they are: what can be read is not the whole table, and nobody knows how many more rows
    /// there are and what they hold.
    #[must_use]
    pub fn loses_rows(self) -> bool {
        matches!(self, Self::QuoteUnclosed | Self::CellsMoved)
    }

    /// Whether its places are rows that the audit file may leave out.
    fn may_be_left_out(self) -> bool {
        matches!(
            self,
            Self::MayBeTotal
                | Self::MayBeNote
                | Self::LoneCell
                | Self::MayBeSigned
                | Self::OtherTable
        )
    }

    /// The stable code in machine formats.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::FileMissing => "file-missing",
            Self::FileUnreadable => "file-unreadable",
            Self::SheetsAlike => "sheets-alike",
            Self::SheetHidden => "sheet-hidden",
            Self::SheetGoesOn => "sheet-goes-on",
            Self::HeaderIsData => "header-is-data",
            Self::HeaderNamedIsData => "header-named-is-data",
            Self::HeaderNotThere => "header-not-there",
            Self::LeftOutNotThere => "left-out-not-there",
            Self::ValueOverHeader => "value-over-header",
            Self::Empty => "empty",
            Self::ColumnMissing => "column-missing",
            Self::PlaceColumnMissing => "place-column-missing",
            Self::HeaderElsewhere => "header-elsewhere",
            Self::HeaderTwice => "header-twice",
            Self::SideBySide => "side-by-side",
            Self::RowTooLong => "row-too-long",
            Self::CellsMoved => "cells-moved",
            Self::RowTooShort => "row-too-short",
            Self::QuoteUnclosed => "quote-unclosed",
            Self::NotText => "not-text",
            Self::Unreadable => "unreadable",
            Self::FormulaWithoutValue => "formula-without-value",
            Self::SheetError => "sheet-error",
            Self::MergedCell => "merged-cell",
            Self::MergedNumber => "merged-number",
            Self::PercentWithoutSign => "percent-without-sign",
            Self::UnitFromHeader => "unit-from-header",
            Self::UnitUnclear => "unit-unclear",
            Self::UnitContradicted => "unit-contradicted",
            Self::UnitsDiffer => "units-differ",
            Self::PercentMixed => "percent-mixed",
            Self::NumberWithUnit => "number-with-unit",
            Self::OutOfSet => "out-of-set",
            Self::OutOfRange => "out-of-range",
            Self::KeyTwice => "key-twice",
            Self::KeyBlank => "key-blank",
            Self::LostDigits => "lost-digits",
            Self::TotalRow => "total-row",
            Self::MayBeTotal => "may-be-total",
            Self::NoRecord => "no-record",
            Self::Heading => "heading",
            Self::LoneCell => "lone-cell",
            Self::MayBeSigned => "may-be-signed",
            Self::OtherTable => "other-table",
            Self::UnfilledRow => "unfilled-row",
            Self::LeftOut => "left-out",
            Self::FooterRow => "footer-row",
            Self::MayBeNote => "may-be-note",
            Self::AnswerSubject => "answer-subject",
            Self::AnswerMasked => "answer-masked",
            Self::AnswerColumn => "answer-column",
            Self::AnswerFurtherColumn => "answer-further-column",
            Self::AnswerWord => "answer-word",
            Self::AnswerConflict => "answer-conflict",
            Self::AnswerUnsigned => "answer-unsigned",
            Self::AnswerLater => "answer-later",
            Self::EvidenceMissing => "evidence-missing",
            Self::NestedColumn => "nested-column",
            Self::Damaged => "damaged",
        }
    }

    /// The kind in words, to stand before the number of places.
    #[must_use]
    pub fn words(self, language: Language) -> &'static str {
        let (en, zh) = match self {
            Self::FileMissing => ("the file is missing", "文件不存在"),
            Self::FileUnreadable => ("the file could not be read", "文件无法读取"),
            Self::SheetsAlike => (
                "other sheets have the same columns and are not read; name the one that counts in the audit file (`sheet: …`)",
                "还有工作表含有同样的列，没有读取；请在审计文件中写明用哪一个（`sheet: …`）",
            ),
            Self::SheetHidden => (
                "hidden sheets may belong to the table and are not read; list all sheets that count by their names in the audit file (`sheet: [one, two]`), hidden ones too where they do",
                "有隐藏的工作表可能属于本表，没有读取；请在审计文件中逐一列出所用的工作表（`sheet: [一月, 二月]`），隐藏的如属于本表也要列出",
            ),
            Self::SheetGoesOn => (
                "other sheets go on with rows in the same columns, without headers, and are not read; if they belong to the table list the sheets in the audit file (`sheet: [one, two]`) and write `header: first`",
                "还有工作表没有表头，从第一行起就是同样各列的数据，没有读取；如属于本表，请在审计文件中列出各工作表（`sheet: [一班, 二班]`）并写 `header: first`",
            ),
            Self::HeaderIsData => (
                "the line taken for the headers looks like data; name the line of the headers in the audit file (`header: 2`), or, where the rows go on from the file or sheet before, write `header: first`",
                "被当作表头的一行像是数据；请在审计文件中写明表头所在行（`header: 2`），接着前一个文件或工作表的，写 `header: first`",
            ),
            Self::HeaderNamedIsData => (
                "the line that `header` names in the audit file looks like data and has none of the columns; name the line that has them, or, where the rows go on from the file or sheet before, write `header: first`",
                "审计文件的 `header` 所写的一行像是数据，其中没有所需的列；请改写为表头所在行，接着前一个文件或工作表的，写 `header: first`",
            ),
            Self::HeaderNotThere => (
                "the line that `header` names in the audit file is not there or is blank",
                "审计文件的 `header` 所写的行不存在或为空行",
            ),
            Self::LeftOutNotThere => (
                "line that `leave_out` names and that lies behind the last of the file",
                "`leave_out` 所写的行超出了文件的最后一行",
            ),
            Self::ValueOverHeader => (
                "the audit file says what every row has, and the column of this name in the file is not read",
                "审计文件写明了各行共有的值，文件中的同名列不读取",
            ),
            Self::Empty => ("the file has no rows", "文件没有数据行"),
            Self::ColumnMissing => ("a column is missing", "缺少列"),
            Self::PlaceColumnMissing => (
                "a column is missing that tells the school or township: findings do not name it",
                "缺少标明学校或乡镇的列：问题中无法写明所在学校或乡镇",
            ),
            Self::HeaderElsewhere => (
                "column that other files of the dataset do not have and that is not declared: nothing is read from it",
                "该列在数据集的其他文件中没有，也未声明：不读取",
            ),
            Self::HeaderTwice => (
                "a header stands twice (the first is used)",
                "表头重复（采用第一个）",
            ),
            Self::SideBySide => (
                "two tables stand side by side: only the left one is read; move the rows of the right one below it, or to a sheet of its own",
                "左右并排放了两张表：只读取左边一张；请把右边的各行移到左边一张的下面，或另放一个工作表",
            ),
            Self::RowTooLong => ("row longer than the header", "行的单元格多于表头"),
            Self::CellsMoved => (
                "row longer than the header: a comma without quotes may have moved its cells, and none of them is read; put the text with the comma in quotes (1,200 as \"1,200\"), or give the header the column that it lacks",
                "行的单元格多于表头：可能有未加引号的逗号，使单元格错位，该行各单元格均不读取；请给含逗号的内容加上英文引号（1,200 写作 \"1,200\"），或在表头补上所缺的列",
            ),
            Self::RowTooShort => ("row shorter than the header", "行的单元格少于表头"),
            Self::QuoteUnclosed => (
                "a quote is never closed: the rest of the file is read as one cell",
                "引号没有结束：文件其余部分被读作一个单元格",
            ),
            Self::NotText => (
                "bytes that are no text in this encoding",
                "含有该编码无法识别的字节",
            ),
            Self::Unreadable => (
                "cell not readable as declared",
                "单元格无法按声明的类型识别",
            ),
            Self::FormulaWithoutValue => (
                "formula without a stored value (open the file in Excel or WPS and save it)",
                "公式没有保存计算结果（请用 Excel 或 WPS 打开文件后保存）",
            ),
            Self::SheetError => (
                "error of a spreadsheet in place of a value",
                "单元格不是数值，而是表格软件的错误提示",
            ),
            Self::MergedCell => (
                "cell merged over several rows: what stands in it is taken for all of them",
                "单元格合并了若干行：其中的内容视为各行所共有",
            ),
            Self::MergedNumber => (
                "number in a cell merged over several rows: read in the first of them alone, because it may count once for all (write it into each row)",
                "数字所在的单元格合并了若干行：可能是各行合计的数，只在第一行读取（请逐行写明）",
            ),
            Self::PercentWithoutSign => (
                "percentage without its sign (say `percent` or `fraction` for the column under `units` in the audit file)",
                "百分比没有写百分号（请在审计文件的 units 下为该列写明“百分数”或“小数”）",
            ),
            Self::UnitFromHeader => (
                "numbers taken in the unit that the header names",
                "按表头写明的单位读取数字",
            ),
            Self::UnitUnclear => (
                "column of amounts that are not in yuan, as the file says: none is read until the audit file says what they count, as in `units: {amount: 万元}`",
                "文件写明金额不以元计：在审计文件中写明该列的单位（如 units: {金额: 万元}）之前，不读取其中的数字",
            ),
            Self::UnitContradicted => (
                "the header names another unit than `units` in the audit file: none of the numbers is read until one of the two is corrected",
                "表头写明的单位与审计文件 units 下写的不同：在更正其中之一之前，不读取其中的数字",
            ),
            Self::UnitsDiffer => (
                "the files name different units for this column: none of its numbers is read until the audit file says with each file what it counts, as in `files: [{file: a.csv, units: {amount: 元}}, {file: b.csv, units: {amount: 万元}}]`",
                "各文件的表头为该列写明了不同的单位：在审计文件中逐个文件写明单位（如 `files: [{file: 甲.csv, units: {金额: 元}}, {file: 乙.csv, units: {金额: 万元}}]`）之前，不读取其中的数字",
            ),
            Self::PercentMixed => (
                "percentages without sign, some up to 1 and some above it: none is read until the audit file says what they are, as in `units: {rate: percent}`",
                "百分比没有写百分号，有的不超过 1，有的超过 1：在审计文件中写明该列是什么（如 units: {比例: 百分数}）之前，不读取其中的数字",
            ),
            Self::NumberWithUnit => (
                "number with a unit behind it (name the column's unit under `units` in the audit file)",
                "数字后面带有单位（请在审计文件的 units 下写明该列的单位）",
            ),
            Self::OutOfSet => ("word outside the value set", "取值不在规定范围内"),
            Self::OutOfRange => ("value outside the declared range", "数值超出声明的区间"),
            Self::KeyTwice => (
                "row whose key stands in another row as well: each of them is judged and counted",
                "主键与其他行相同的行：每一行都单独检查、分别计数",
            ),
            Self::KeyBlank => (
                "row whose key is blank: no other table can refer to it",
                "主键空白的行：其他表无法与其对应",
            ),
            Self::LostDigits => (
                "long number whose last digits a spreadsheet lost",
                "长数字被电子表格改写，末尾数字已丢失",
            ),
            Self::TotalRow => ("row that sums up others", "合计行"),
            Self::MayBeTotal => (
                "row that may sum up others: taken as a record; if it is none name its line in the audit file",
                "可能是合计行，仍作为数据读取；如不是数据，请在审计文件中写明行号",
            ),
            Self::Heading => (
                "heading between the rows: not taken as a row",
                "各行之间的标题行（不作为数据行）",
            ),
            Self::LoneCell => (
                "row with only one cell filled: taken as a record; if it is a heading or a note name its line in the audit file",
                "只填了一个单元格的行：仍作为数据读取；如是标题或说明，请在审计文件中写明行号",
            ),
            Self::MayBeSigned => (
                "row that begins like a line of signatures: taken as a record; if it is none name its line in the audit file",
                "像是签字、制表人一类的行：仍作为数据读取；如不是数据，请在审计文件中写明行号",
            ),
            Self::OtherTable => (
                "another table seems to begin here, and its lines are read as rows of this one; put it on a sheet or into a file of its own, or name all of its lines in the audit file",
                "此行像是另一张表的表头，其下各行也被当作本表的数据读取；请另放一个工作表或文件，或在审计文件中写明其全部行号",
            ),
            Self::UnfilledRow => (
                "line with nothing in any declared column and no more than numbers in others: not taken as a row",
                "声明的各列都没有填写、其余各列也只有序号的行（不作为数据行）",
            ),
            Self::NoRecord => (
                "row of column numbers, example or repeated header: not taken as a row",
                "栏次行、示例行或重复的表头（不作为数据行）",
            ),
            Self::LeftOut => (
                "line left out as the audit file says (`leave_out`)",
                "按审计文件的 `leave_out` 略去的行",
            ),
            Self::FooterRow => (
                "line below the table (who made it, notes): not taken as a row",
                "表格下方的制表人、备注等（不作为数据行）",
            ),
            Self::MayBeNote => (
                "line that may be a note under the table: taken as a record; if it is none name its line in the audit file",
                "可能是表格下方的说明，仍作为数据读取；如不是数据，请在审计文件中写明行号",
            ),
            Self::AnswerSubject => (
                "answer about something that its item does not ask about",
                "答复的对象不在检查项询问之列",
            ),
            Self::AnswerMasked => (
                "answer that names its subject with `*`, as reports show it: write the full number, which stands in the register and in what `duban sample --reveal` prints",
                "答复的对象写成了报告中带 * 的样子：请写完整号码，可从登记表或 duban sample --reveal 的输出中查到",
            ),
            Self::AnswerColumn => (
                "column of the answers that is not read: its header is like one of those known, but none of them",
                "答复文件中有未读取的列：表头与规定的相近而不相同",
            ),
            Self::AnswerFurtherColumn => (
                "further column of the answers: nothing is read from it",
                "答复文件中的其他列：不读取",
            ),
            Self::AnswerWord => (
                "answer in a word that its item does not know",
                "答复用词不在检查项规定之内",
            ),
            Self::AnswerConflict => (
                "answers about one subject that contradict each other",
                "对同一对象的答复互相矛盾",
            ),
            Self::AnswerLater => (
                "answer dated after the inspection, not counted",
                "答复日期晚于评估日，不计",
            ),
            Self::AnswerUnsigned => (
                "answer without the person who gave it, or without its day",
                "答复没有答复人或日期",
            ),
            Self::EvidenceMissing => ("file named as evidence that is not there", "佐证文件不存在"),
            Self::NestedColumn => (
                "column that holds lists or records (it is not read)",
                "列中存放的是列表或记录（不读取）",
            ),
            Self::Damaged => (
                "part of the file is damaged: its cells cannot be read",
                "文件的一部分已损坏：其中的单元格无法读取",
            ),
        };
        language.pick(en, zh)
    }
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// The data row, from 0; `None` for the header or the whole file.
    pub row: Option<u64>,
    /// The physical line, from 1.
    pub line: Option<u64>,
    /// The header text of the column.
    pub column: Option<String>,
    /// The text found there, not masked (masked when it is shown).
    pub value: Option<String>,
    /// The file, where the dataset has several.
    pub file: Option<String>,
    /// The sheet of that file.
    pub sheet: Option<String>,
}

/// One kind of problem with its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The kind.
    pub kind: ProblemKind,
    /// How many there are.
    pub count: u64,
    /// The first places, in order of rows; at most [`Problem::MOST_PLACES`].
    pub places: Vec<Place>,
}

impl Problem {
    /// How many places are kept of a kind.
    pub const MOST_PLACES: usize = 20;
}

impl Problem {
    /// It in words, to stand before the number of places; with what to write in the audit file where that is known.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        let words = self.kind.words(language);
        if self.kind == ProblemKind::Unreadable
            && let Some(help) = self.help_with_days(language)
        {
            return match language {
                Language::En => format!("{words} ({help})"),
                Language::Zh => format!("{words}（{help}）"),
            };
        }
        if !self.kind.may_be_left_out() {
            return words.to_owned();
        }
        let is_one = |place: &Place| {
            let first = self.places.first();
            first.is_some_and(|first| (&first.file, &first.sheet) == (&place.file, &place.sheet))
        };
        let all = self.places.len() as u64 == self.count && self.places.iter().all(is_one);
        let lines = self.places.iter().filter_map(|place| place.line);
        let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
        let lines = match all && self.kind != ProblemKind::OtherTable {
            true => lines.join(", "),
            false => "3, 40-42".to_owned(),
        };
        match language {
            Language::En => format!("{words} (`leave_out: [{lines}]`)"),
            Language::Zh => format!("{words}（`leave_out: [{lines}]`）"),
        }
    }
}

impl Problem {
    /// What helps where cells hold days in an order that is not known, or with the name of a month.
    fn help_with_days(&self, language: Language) -> Option<&'static str> {
        let values = || {
            self.places
                .iter()
                .filter_map(|place| place.value.as_deref())
        };
        if values().any(is_day_of_unknown_order) {
            return Some(language.pick(
                "days such as 09/01/2026: say in the audit file what comes first, `dates: mm/dd/yyyy` or `dates: dd/mm/yyyy`",
                "像 09/01/2026 这样的日期：请在审计文件中写明先月后日还是先日后月，`dates: mm/dd/yyyy` 或 `dates: dd/mm/yyyy`",
            ));
        }
        values().any(is_day_with_month_name).then(|| {
            language.pick(
                "days with the name of a month are not read: write them as 2026-09-01, or as numbers in an order that `dates` names in the audit file",
                "不读取写有英文月份的日期：请写作 2026-09-01，或写成数字并在审计文件的 `dates` 中写明顺序",
            )
        })
    }
}

/// Whether a text is three numbers, the last one a year: `09/01/2026`.
fn is_day_of_unknown_order(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['/', '-', '.']).collect();
    let is_number = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    matches!(parts[..], [one, two, year] if is_number(one, 2) && is_number(two, 2) && year.len() == 4 && is_number(year, 4))
}

/// Whether a text is a day with the English name of a month: `Sept 1, 2026`, `1 Sep 2026`.
fn is_day_with_month_name(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let mut parts = text
        .split([' ', ',', '-', '.', '/'])
        .filter(|part| !part.is_empty());
    let is_month = |part: &str| {
        let part = part.to_ascii_lowercase();
        MONTHS.iter().any(|month| part.starts_with(month))
    };
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    parts.clone().any(is_month) && parts.any(is_year)
}

/// The problems of a dataset, by kind.
pub type Problems = Vec<Problem>;
