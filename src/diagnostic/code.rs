//! The catalogue of diagnostic codes: every kind of mistake, with its stable name and a one-line summary.

use super::Severity;
use crate::types::Language;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $en:literal $zh:literal;)*) => {
        /// A kind of mistake in a checklist or an audit file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $en] $variant,)* }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable name, as printed and asked for with `duban explain`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Whether it is an error or a warning.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What the code means, in one sentence.
            #[must_use]
            pub fn summary(self, language: Language) -> &'static str {
                match self { $(Self::$variant => language.pick($en, $zh),)* }
            }
        }
    };
}

codes! {
    Syntax "syntax" Error
        "The text is not a declaration, clause or sentence of the language." "文字不是本语言的声明、子句或句式。";
    AuditSyntax "audit-syntax" Error
        "The audit file cannot be read as YAML." "检查配置文件无法按 YAML 读取。";
    AuditKeyTwice "audit-key-twice" Error
        "A key or name stands twice in the audit file." "检查配置文件中同一个键或名称出现了两次。";
    AuditUnknownKey "audit-unknown-key" Error
        "The audit file uses a key that does not exist." "检查配置文件使用了不存在的键。";
    AuditMissingKey "audit-missing-key" Error
        "A key that an audit file has to have is missing." "检查配置文件缺少必需的键。";
    AuditValue "audit-value" Error
        "A value in the audit file is of the wrong kind." "检查配置文件中的值不符合要求。";
    AuditDate "audit-date" Error
        "A day in the audit file is not on the calendar." "检查配置文件中的日期在日历上不存在。";
    AuditFile "audit-file" Error
        "A checklist or key file that the audit file names is missing." "检查配置文件所指的检查清单或密钥文件不存在。";
    AuditHashKey "audit-hash-key" Error
        "The key file does not hold a key." "密钥文件的内容不是密钥。";
    AuditUnknownDataset "audit-unknown-dataset" Error
        "The audit file names a dataset that no checklist declares." "检查配置文件所指的数据集未在检查清单中声明。";
    AuditUnknownColumn "audit-unknown-column" Error
        "The audit file names a column that the dataset does not have." "检查配置文件所指的列在数据集中不存在。";
    AuditUnknownWord "audit-unknown-word" Error
        "The audit file names a word that the column's value set does not have." "检查配置文件所指的词不在该列的取值范围内。";
    AuditUnknownItem "audit-unknown-item" Error
        "The audit file names an item that no checklist has." "检查配置文件所指的检查项在检查清单中不存在。";
    AuditUnknownSetting "audit-unknown-setting" Error
        "The audit file names a setting that no checklist declares." "检查配置文件所指的设定未在检查清单中声明。";
    AuditSettingValue "audit-setting-value" Error
        "The value of a setting does not fit its type." "设定的值与其类型不符。";
    AuditAsOfMissing "audit-as-of-missing" Error
        "An item asks for the day of the inspection, and the audit file gives none." "检查项需要评估日，而检查配置文件没有给出。";
    EmptyChecklist "empty-checklist" Error
        "The checklist holds no declaration." "清单里没有任何声明。";
    NotText "not-text" Error
        "The file is not text in UTF-8." "文件不是 UTF-8 编码的文本。";
    IndentedStart "indented-start" Error
        "The first line is indented, so it belongs to no declaration." "第一行有缩进，不属于任何声明。";
    UnknownHeader "unknown-header" Error
        "A line in the first column does not begin with a word for a declaration." "行首的词不是声明的开头词。";
    MixedVocabularies "mixed-vocabularies" Error
        "A file uses words of both vocabularies; it keeps to that of its first word." "一个文件混用了两种词表；应只用第一个词所属的词表。";
    UnknownClause "unknown-clause" Error
        "A declaration has no such line." "声明中没有这样的行。";
    RepeatedClause "repeated-clause" Error
        "A line that may stand once is written twice." "只能写一次的行写了两次。";
    MissingBlank "missing-blank" Error
        "A keyword and a name are written without a blank between them." "关键词与名称之间缺空格。";
    MissingId "missing-id" Error
        "A checklist or item has no id." "清单或检查项没有编号。";
    MissingTitle "missing-title" Error
        "A checklist or item has no title." "清单或检查项没有题名。";
    MissingLanguage "missing-language" Warning
        "A title is written in one of the two languages only." "题名只写了一种语言。";
    UnclosedQuote "unclosed-quote" Error
        "Quotes do not close on their line." "引号在本行内没有闭合。";
    UnclosedBracket "unclosed-bracket" Error
        "A bracket does not close, or closes without having been opened." "括号没有闭合，或多出右括号。";
    NestingTooDeep "nesting-too-deep" Error
        "A sentence has too many brackets or operands inside each other." "句子的括号或运算嵌套太深。";
    StrayCharacter "stray-character" Error
        "A character has no meaning outside quotes." "引号外有没有意义的字符。";
    BadNumber "bad-number" Error
        "Text that begins with a digit is neither a number nor a date." "以数字开头的文字既不是数也不是日期。";
    ImpossibleDate "impossible-date" Error
        "The calendar has no such day." "历法中没有这一天。";
    DateWithoutYear "date-without-year" Error
        "A date is written without its year." "日期没有写年份。";
    NoSentence "no-sentence" Error
        "An item does not say what must hold." "检查项没有写明要求。";
    SecondSentence "second-sentence" Error
        "An item has more than one sentence." "检查项有不止一个句子。";
    ValueAlternatives "value-alternatives" Error
        "Values are joined by `or`, which joins conditions." "用连接条件的“或”连接了值。";
    ListAnd "list-and" Error
        "The last word of a list is joined by `and`, which joins conditions." "列举的最后一项用了连接条件的“且”。";
    ChainedComparison "chained-comparison" Error
        "Two comparisons stand in a row without `and`." "两个比较之间没有“且”。";
    TableWidth "table-width" Error
        "A row of a table is not as wide as its header, or there is none." "表的行与表头宽度不一致，或没有行。";
}
