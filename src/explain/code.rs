//! What `duban explain CODE` prints: what a diagnostic code means, and a checklist that has the mistake.

use crate::diagnostic::{Code, Severity};
use crate::types::Language;

/// The tests' examples, one for each code in each language.
macro_rules! examples {
    ($($name:literal)*) => {
        examples!("../../tests/bad/", ".duban", ".zh.duban", $($name)*)
    };
    ($folder:literal, $en:literal, $zh:literal, $($name:literal)*) => {
        &[$((
            $name,
            include_str!(concat!($folder, $name, $en)),
            include_str!(concat!($folder, $name, $zh)),
        ),)*]
    };
}

/// A code's name, and its example in English and in Chinese.
type Example = (&'static str, &'static str, &'static str);

const EXAMPLES: &[Example] = examples! {
    "asked-twice"
    "asked-without-key"
    "always-holds"
    "bad-number"
    "bad-pattern"
    "blank-in-name"
    "both-ways"
    "chained-comparison"
    "counted-column"
    "date-without-year"
    "declared-twice"
    "defined-by-itself"
    "delivery-roles"
    "different-lists"
    "different-value-sets"
    "due-day"
    "empty-checklist"
    "explained-by-both"
    "from-when"
    "impossible-date"
    "indented-start"
    "list-and"
    "loosened"
    "many-rows"
    "measure-groups"
    "missing-blank"
    "missing-file"
    "missing-id"
    "missing-language"
    "missing-order"
    "missing-title"
    "mixed-vocabularies"
    "months-need-a-day"
    "must-and-should"
    "named-needs-a-column"
    "needs-rows"
    "nesting-too-deep"
    "never-holds"
    "no-checklist-header"
    "no-citation"
    "no-groups"
    "no-expectation"
    "no-kind"
    "no-order"
    "no-proof"
    "no-question"
    "no-sentence"
    "out-of-bounds"
    "period-order"
    "periods-overlap"
    "stage-gap"
    "term-rows"
    "which-calendar"
    "no-single-key"
    "no-validity"
    "no-way-to-group"
    "not-a-condition"
    "not-a-dataset"
    "not-a-literal"
    "not-a-reference"
    "not-in-value-set"
    "not-inspectable"
    "not-text"
    "nothing-compared"
    "outer-column"
    "outer-condition"
    "repeated-clause"
    "replaced-in-circle"
    "same-on-both-sides"
    "sample-size"
    "same-sentence"
    "second-key"
    "second-sentence"
    "stray-character"
    "syntax"
    "table-arguments"
    "table-gap"
    "table-overlap"
    "table-width"
    "test-answers"
    "test-without-day"
    "too-long"
    "trend-measure"
    "type-mismatch"
    "unclosed-bracket"
    "unclosed-quote"
    "undirected-change"
    "unit-mismatch"
    "unknown-clause"
    "unknown-column"
    "unknown-header"
    "unknown-name"
    "unknown-part"
    "unused"
    "uses-itself"
    "value-alternatives"
    "which-key"
    "which-period"
    "which-rows"
    "wrong-operand"
};

/// The same for citations, where a document and its lock lie beside the checklist.
const PINNED_EXAMPLES: &[Example] = examples! {
    "../../tests/bad/pinned/", ".duban", ".zh.duban",
    "ambiguous-clause"
    "broken-lock"
    "changed-clause"
    "no-such-clause"
    "phrase-missing"
    "source-without-lock"
    "stale-lock"
    "short-phrase"
};

/// The same for audit files, whose words are the same in both languages.
const AUDIT_EXAMPLES: &[Example] = examples! {
    "../../tests/cli/audits/", ".yaml", ".yaml",
    "audit-answers"
    "audit-as-of-missing"
    "audit-dataset-unused"
    "audit-date"
    "audit-file"
    "audit-hash-key"
    "audit-key-twice"
    "audit-missing-key"
    "audit-out-of-force"
    "audit-setting-unset"
    "audit-setting-value"
    "audit-syntax"
    "audit-unknown-column"
    "audit-unknown-dataset"
    "audit-unknown-item"
    "audit-unknown-key"
    "audit-unknown-setting"
    "audit-unknown-word"
    "audit-value"
};

/// A checklist or audit file that has the mistake.
#[must_use]
pub fn example(code: Code, language: Language) -> Option<&'static str> {
    EXAMPLES
        .iter()
        .chain(PINNED_EXAMPLES)
        .chain(AUDIT_EXAMPLES)
        .find(|(name, ..)| *name == code.name())
        .map(|(_, en, zh)| language.pick(en, zh))
}

/// The meaning of a code, whether it stops a run, and an example of it.
#[must_use]
pub fn code(code: Code, language: Language) -> String {
    let kind = match code.severity() {
        Severity::Error => language.pick("error: nothing can be run", "错误：无法运行"),
        Severity::Warning => {
            language.pick("warning: the checklist can be run", "警告：清单仍可运行")
        }
    };
    let mut text = format!("{} ({kind})\n\n{}\n", code.name(), code.summary(language));
    if let Some(example) = example(code, language) {
        text += language.pick("\nFor example:\n\n", "\n例如：\n\n");
        for line in example.lines() {
            text += "    ";
            text += line;
            text += "\n";
        }
    }
    text
}
