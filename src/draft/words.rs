//! The words that a draft adds of its own: names of columns in the language of the document, remarks and reasons in that of the reader.

use crate::types::Language;

/// Names of columns and lists that the text does not give.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) done: &'static str,
    pub(super) began: &'static str,
    pub(super) previous: &'static str,
    pub(super) this_time: &'static str,
    pub(super) amount: &'static str,
    pub(super) payee: &'static str,
    pub(super) yes: &'static str,
    pub(super) content: &'static str,
    pub(super) before: &'static str,
    pub(super) after: &'static str,
    pub(super) heading: &'static str,
    pub(super) quantity: &'static str,
    pub(super) kind: &'static str,
    pub(super) group: &'static str,
    pub(super) age: &'static str,
    pub(super) sender: &'static str,
    pub(super) recipient: &'static str,
    pub(super) period: &'static str,
    pub(super) sent: &'static str,
    pub(super) owed: &'static str,
    pub(super) in_a_row: &'static str,
    pub(super) person: &'static str,
    pub(super) subject: &'static str,
}

const ZH: Names = Names {
    id: "编号",
    name: "姓名",
    done: "完成日期",
    began: "起算日期",
    previous: "上次日期",
    this_time: "本次日期",
    amount: "发放金额",
    payee: "收款人",
    yes: "是",
    content: "登记内容",
    before: "上期数",
    after: "本期数",
    heading: "章节标题",
    quantity: "完成数量",
    kind: "类别",
    group: "组别",
    age: "周岁数",
    sender: "报送单位",
    recipient: "接收单位",
    period: "所属期次",
    sent: "报送日期",
    owed: "应报日期",
    in_a_row: "连续期数",
    person: "责任人",
    subject: "检查对象",
};

const EN: Names = Names {
    id: "reference_no",
    name: "full_name",
    done: "done_on",
    began: "began_on",
    previous: "last_time",
    this_time: "this_time",
    amount: "amount_paid",
    payee: "payee",
    yes: "yes",
    content: "particulars",
    before: "figure_before",
    after: "figure_now",
    heading: "heading_of_part",
    quantity: "quantity",
    kind: "kind_of_case",
    group: "group_of_cases",
    age: "years_of_age",
    sender: "sent_by",
    recipient: "sent_to",
    period: "for_period",
    sent: "sent_on",
    owed: "owed_on",
    in_a_row: "periods_in_a_row",
    person: "person_in_charge",
    subject: "cases",
};

impl Names {
    /// The names for a document in Chinese or another language.
    pub(super) fn of(chinese: bool) -> &'static Self {
        if chinese { &ZH } else { &EN }
    }
}

/// Why a clause is not inspected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// Title, addressees, signature.
    Front,
    /// Why and on what ground the document was written.
    Introduction,
    /// A heading.
    Heading,
    /// Who is responsible.
    Owners,
    /// In force from, explained by.
    Closing,
}

impl Reason {
    /// The reason for readers.
    pub(super) fn words(self, language: Language) -> &'static str {
        let (en, zh) = match self {
            Self::Front => (
                "title, addressees or signature: it sets nothing that can be inspected; change this if it does",
                "标题、主送单位或落款，未提出可检查的要求；如有请改",
            ),
            Self::Introduction => (
                "an introduction: it sets nothing that can be inspected by itself; change this if it does",
                "引言，本身未提出可检查的要求；如有请改",
            ),
            Self::Heading => (
                "a heading: what it asks stands in the clauses below it; change this if it asks more",
                "标题，要求写在其下各条；如另有要求请改",
            ),
            Self::Owners => (
                "it says who is responsible: they are the owners of the section",
                "写明责任单位，已列为本章节的责任单位",
            ),
            Self::Closing => (
                "it says who explains the document and from when it is in force",
                "写明解释单位和施行日期",
            ),
        };
        language.pick(en, zh)
    }
}

/// What was taken for a sentence that the text does not say in full, for its author to confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// Whether the figure is a least, a most or a condition is not plain.
    Direction,
    /// The figure says which cases are meant.
    Condition,
    /// Working days or hours, which need a calendar or times.
    WorkingDays,
    /// So often in a period whose first and last day the text does not give.
    Period,
    /// The months that something is owed for, taken from the days of the document.
    Months,
    /// A period is reported on in the one after it.
    NextMonth,
    /// Working days, by a calendar whose holidays are open.
    Calendar,
    /// Figures of a table that says neither least nor most.
    Exact,
    /// A table that is kept in remarks, since it has not the shape of one of the language.
    Table,
}

impl Note {
    /// The remark for readers.
    pub(super) fn words(&self, language: Language) -> String {
        let (en, zh) = match self {
            Self::Direction => (
                "whether the figure is a least, a most or an exact amount is not plain: say it in a sentence, or keep the question",
                "数字是下限、上限还是定额，原文未写明：请改写成判断语句，或保留询问",
            ),
            Self::Condition => (
                "the figure says which cases are meant: write them as a condition (where …) of a sentence, or keep the question",
                "数字是适用条件，不是要求：请写成判断语句的条件（其中 …），或保留询问",
            ),
            Self::WorkingDays => (
                "working days and hours are no calendar days: write “working days from … to … at most …” with a calendar of the holidays, or keep the question",
                "工作日、小时不是自然日：请配上校历（节假日）后写成“工作日数”的判断语句，或保留询问",
            ),
            Self::Period => (
                "the text does not say for which terms or periods this is counted: give the calendar or the months, or keep the question",
                "原文未写明按哪些学期或期次计数：请给出校历或起止月份，或保留询问",
            ),
            Self::Months => (
                "assumed: owed for the months that the days of the document span; correct them if not",
                "假定：起止月份取自文件所写日期的范围，如不符请改",
            ),
            Self::Calendar => (
                "by the calendar of working days above: fill in its holidays and the days worked in their place",
                "按上面的工作日历计算：请在其中填写节假日和调休上班日",
            ),
            Self::Exact => (
                "assumed: the figures of the table are exact; write at least or at most if they are limits",
                "假定：表中数字为定额；如为下限或上限请改为“至少”或“至多”",
            ),
            Self::Table => (
                "the table stands here as the text has it: write a table of the language of what is to be inspected, or keep the question",
                "原文的表照录于此：请把要检查的内容写成表和判断语句，或保留询问",
            ),
            Self::NextMonth => (
                "taken: the report of a month is due in the next month",
                "已按次月报送上月情况处理",
            ),
        };
        language.pick(en, zh).to_owned()
    }
}
