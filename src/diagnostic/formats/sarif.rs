//! SARIF 2.1.0: a rule for every code that occurs, a result for every mistake, columns in characters.

use super::{Answer, message};
use crate::diagnostic::Code;
use crate::types::Language;
use crate::types::markup::uri;
use serde_json::{Value, json};
use std::io::{self, Write};

/// Writes one run.
pub(super) fn write(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    let mut codes: Vec<&str> = answer.mistakes().map(|mistake| mistake.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| rule(code, answer.language))
        .collect();
    let results: Vec<Value> = answer
        .mistakes()
        .map(|mistake| {
            json!({
                "ruleId": mistake.code,
                "ruleIndex": codes.binary_search(&mistake.code).ok(),
                "kind": "fail",
                "level": mistake.severity,
                "message": { "text": message(mistake, "\n") },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": uri(&mistake.file) },
                    "region": {
                        "startLine": mistake.line.max(1),
                        "startColumn": mistake.column.max(1),
                        "endLine": mistake.end_line.max(1),
                        "endColumn": mistake.end_column.max(1),
                    },
                }}],
            })
        })
        .collect();
    let log = json!({
        "$schema": crate::types::markup::SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Duban",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            // Which of the commands: a later run replaces the results of the same command alone.
            "automationDetails": { "id": format!("duban/{}/", answer.command) },
            "invocations": [{ "executionSuccessful": answer.done }],
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

/// What a code means, from the catalogue.
fn rule(name: &str, language: Language) -> Value {
    let code = Code::ALL.iter().find(|code| code.name() == name);
    let summary = code.map_or(name, |code| code.summary(language));
    let level = code.map_or("error", |code| code.severity().word());
    json!({
        "id": name,
        "shortDescription": { "text": summary },
        "help": { "text": format!("duban explain {name}") },
        "defaultConfiguration": { "level": level },
    })
}
