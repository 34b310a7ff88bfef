//! What a finding of a reconciliation says: the part that fails, the sources that have the key and those that do not, the values that differ.

use super::Inspection;
use super::batch::Cells;
use super::draft::{Draft, masked_cell};
use crate::eval::HitOutcome;
use crate::findings::{Finding, ShownValue};
use crate::model::{ExprKind, MatchCheck, PartKind};
use crate::types::Language;
use std::collections::BTreeMap;

impl Inspection<'_> {
    /// The part of a match that fails, in words.
    pub(super) fn part_of(
        &self,
        check: &MatchCheck,
        draft: &Draft,
        cells: &BTreeMap<usize, Cells>,
        finding: &mut Finding,
    ) {
        let language = self.language();
        let Some(part) = check.parts.get(usize::from(draft.hit.part)) else {
            return;
        };
        let name = |source: usize| check.source_names(self.model(), source).show(language);
        let id = |source: usize| check.source_names(self.model(), source).id();
        finding.severity = part.severity.unwrap_or(finding.severity);
        if !part.owners.is_empty() {
            let owners = part.owners.iter().map(|owner| owner.get(language));
            finding.owner = owners.map(str::to_owned).collect();
        }
        let open = draft.hit.outcome == HitOutcome::CannotTell;
        let keys = self.keys_of(check);
        let text = match part.kind {
            PartKind::NotIn(source) => {
                finding.part = Some(format!("not_in:{}", id(source)));
                match (language, open) {
                    (_, false) => self.whereabouts(check, source, draft),
                    (Language::En, true) => format!("whether it is in {}", name(source)),
                    (Language::Zh, true) => format!("{}中是否有", name(source)),
                }
            }
            PartKind::RepeatedIn(source) => {
                finding.part = Some(format!("repeated_in:{}", id(source)));
                match (language, open) {
                    (Language::En, false) => {
                        format!("several rows of {} with the same {keys}", name(source))
                    }
                    (Language::En, true) => {
                        format!("whether {} has it more than once", name(source))
                    }
                    (Language::Zh, false) => format!("{}中同一{keys}有多条记录", name(source)),
                    (Language::Zh, true) => format!("{}中是否重复", name(source)),
                }
            }
            PartKind::Differs(field) => {
                let compared = &check.compared[field];
                finding.part = Some(format!("differs:{}", compared.id));
                let mut sides = Vec::new();
                let mut unmasked = Vec::new();
                for shown in &draft.others {
                    let (Some(&row), Some(source)) = (shown.rows.first(), shown.source) else {
                        continue;
                    };
                    // The columns may have different names in each source; a derived one has no cell of its own.
                    let column = compared.values[source].and_then(|value| {
                        match self.model().expr(value).kind {
                            ExprKind::Column { column, .. } => Some(column),
                            _ => None,
                        }
                    });
                    let cell = column.and_then(|column| {
                        let text = cells.get(&shown.dataset)?.text(row, column)?;
                        unmasked.push(text.to_owned());
                        Some(masked_cell(self.request, (shown.dataset, column), text))
                    });
                    let Some(value) = cell else {
                        continue;
                    };
                    let blank = language.pick("(blank)", "（空）").to_owned();
                    let value = if value.is_empty() { blank } else { value };
                    sides.push((name(source).to_owned(), value));
                }
                let field = compared.name.get(language);
                let listed: Vec<String> = sides
                    .iter()
                    .map(|(name, value)| match language {
                        Language::En => format!("{name} {value}"),
                        Language::Zh => format!("{name}为 {value}"),
                    })
                    .collect();
                if let [expected, actual] = &sides[..] {
                    let shown = |text: &String| ShownValue {
                        text: text.clone(),
                        number: None,
                        low: None,
                        high: None,
                    };
                    finding.expected = Some(shown(&expected.1));
                    finding.actual = Some(shown(&actual.1));
                }
                let differ = |texts: &[String]| texts.windows(2).any(|two| two[0] != two[1]);
                let shown: Vec<String> = sides.iter().map(|(_, value)| value.clone()).collect();
                let alike = match differ(&unmasked) && !differ(&shown) {
                    true => language.pick(
                        " (masked alike, the texts differ: `--reveal` shows them)",
                        "（遮盖后相同，原文不同：用 `--reveal` 查看）",
                    ),
                    false => "",
                };
                match (language, open) {
                    (Language::En, false) => {
                        format!("{field} differs: {}{alike}", listed.join(", "))
                    }
                    (Language::En, true) => {
                        format!("whether {field} agrees: {}", listed.join(", "))
                    }
                    (Language::Zh, false) => {
                        format!("{field}不一致：{}{alike}", listed.join("，"))
                    }
                    (Language::Zh, true) => format!("{field}是否一致：{}", listed.join("，")),
                }
            }
        };
        let own = part.message.get(language);
        let own = if own.is_empty() {
            &finding.message
        } else {
            own
        };
        finding.message = match language {
            _ if open || own.is_empty() => text,
            Language::En => format!("{own} ({text})"),
            Language::Zh => format!("{own}（{text}）"),
        };
    }

    /// What a match is by.
    pub(super) fn keys_of(&self, check: &MatchCheck) -> String {
        let language = self.language();
        let names: Vec<&str> = check
            .key_names
            .iter()
            .map(|key| key.get(language))
            .collect();
        names.join(language.pick(", ", "、"))
    }

    /// In which sources a key is, and that one lacks it; of every other source, whether it has it too. Each part says all of it, so that
    /// whoever gets one of two findings of a key sees what the other one says.
    fn whereabouts(&self, check: &MatchCheck, lacking: usize, draft: &Draft) -> String {
        let language = self.language();
        let name = |source: usize| check.source_names(self.model(), source).show(language);
        let (mut present, mut absent, mut open) = (Vec::new(), Vec::new(), Vec::new());
        for (source, held) in draft.held.iter().enumerate() {
            match held {
                _ if source == lacking => {}
                Some(true) => present.push(name(source)),
                Some(false) => absent.push(name(source)),
                None => open.push(name(source)),
            }
        }
        let lacking = name(lacking);
        let mut text = match (language, present.is_empty()) {
            (Language::En, false) => {
                format!("in {}, but not in {lacking}", present.join(" and "))
            }
            (Language::En, true) => format!("not in {lacking}"),
            (Language::Zh, false) => format!("{}中有，{lacking}中没有", present.join("、")),
            (Language::Zh, true) => format!("{lacking}中没有"),
        };
        if !absent.is_empty() {
            text.push_str(&match language {
                Language::En => format!(", nor in {}", absent.join(" or ")),
                Language::Zh => format!("，{}中也没有", absent.join("、")),
            });
        }
        if !open.is_empty() {
            text.push_str(&match language {
                Language::En => format!("; whether it is in {} cannot be told", open.join(" or ")),
                Language::Zh => format!("；{}中是否有，无法判断", open.join("、")),
            });
        }
        text
    }
}
