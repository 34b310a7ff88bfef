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
}
