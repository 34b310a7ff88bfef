//! What `duban explain CODE` prints: the summary of a diagnostic code and an example of it.

use crate::diagnostic::{Code, Severity};
use crate::types::Language;

/// The summary of a code, whether it stops a run, and an example: a checklist that has this mistake, if one is at hand.
#[must_use]
pub fn code(code: Code, example: Option<&str>, language: Language) -> String {
    let kind = match code.severity() {
        Severity::Error => {
            language.pick("error: the checklist cannot be run", "错误：清单无法运行")
        }
        Severity::Warning => {
            language.pick("warning: the checklist can be run", "警告：清单仍可运行")
        }
    };
    let mut text = format!("{} ({kind})\n\n{}\n", code.name(), code.summary(language));
    if let Some(example) = example {
        text += language.pick("\nFor example:\n\n", "\n例如：\n\n");
        for line in example.lines() {
            text += "    ";
            text += line;
            text += "\n";
        }
    }
    text
}
