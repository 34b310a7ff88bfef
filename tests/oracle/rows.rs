//! True, false, or not known for some reasons; and verdicts of subjects.

use super::world::Why;

/// A truth value; `None` with the reasons that it may rest on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Truth(pub(super) Option<bool>, pub(super) Vec<Why>);

impl Truth {
    pub(super) fn of(value: bool) -> Self {
        Self(Some(value), Vec::new())
    }

    pub(super) fn unknown(why: Why) -> Self {
        Self(None, vec![why])
    }

    /// What holds of a value, if it is known.
    pub(super) fn when(value: Result<i64, Why>, holds: impl Fn(i64) -> bool) -> Self {
        value.map_or_else(Self::unknown, |v| Self::of(holds(v)))
    }

    /// What holds of two values, if both are known.
    pub(super) fn both(
        left: Result<i64, Why>,
        right: Result<i64, Why>,
        holds: impl Fn(i64, i64) -> bool,
    ) -> Self {
        match (left, right) {
            (Ok(left), Ok(right)) => Self::of(holds(left, right)),
            (left, right) => Self(
                None,
                [left.err(), right.err()].into_iter().flatten().collect(),
            ),
        }
    }

    /// True or false or not known, for a number that lies between two, ends included.
    pub(super) fn between(low: i64, high: i64, why: &[Why], holds: impl Fn(i64) -> bool) -> Self {
        let mut possible: Vec<bool> = (low..=high).map(holds).collect();
        possible.dedup();
        match possible[..] {
            [only] => Self::of(only),
            _ => Self(None, why.to_vec()),
        }
    }

    fn joined(self, other: Self, value: Option<bool>) -> Self {
        Self(value, [self.1, other.1].concat())
    }

    pub(super) fn and(self, other: Self) -> Self {
        let value = match (self.0, other.0) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
        self.joined(other, value)
    }

    pub(super) fn not(self) -> Self {
        Self(self.0.map(|v| !v), self.1)
    }

    pub(super) fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }
}

/// What an item should say.
#[derive(Default)]
pub(super) struct Expected {
    /// `subjects met not_met cannot_tell not_applicable excused`.
    pub(super) counts: [u64; 6],
    /// Findings in order, each with the reasons that it may give.
    pub(super) findings: Vec<(String, Vec<Why>)>,
    /// Whether a tolerated share decides that the item holds.
    pub(super) tolerated: Option<&'static str>,
}

impl Expected {
    /// A subject: whether it is one, whether the item applies, whether it is excused, and what is required, part by part.
    pub(super) fn subject(
        &mut self,
        name: &str,
        applies: &Truth,
        excused: &Truth,
        parts: &[(String, Truth)],
    ) {
        self.counts[0] += 1;
        let all = parts
            .iter()
            .fold(Truth::of(true), |all, part| all.and(part.1.clone()));
        let verdict = match (applies.0, all.0, excused.0) {
            (Some(false), _, _) => 4,
            (_, Some(true), _) => 1,
            (_, _, Some(true)) => 5,
            (Some(true), Some(false), Some(false)) => 2,
            _ => 3,
        };
        self.counts[verdict] += 1;
        let guard: Vec<Why> = [applies.1.clone(), excused.1.clone()].concat();
        match verdict {
            2 => {
                // Other parts may be open beside the one that fails.
                for (part, truth) in parts.iter().filter(|part| part.1.0 != Some(true)) {
                    let (word, why) = match truth.0 {
                        Some(_) => ("not_met", Vec::new()),
                        None => ("cannot_tell", truth.1.clone()),
                    };
                    self.findings
                        .push((format!("{word} {name} {part}").trim().to_owned(), why));
                }
            }
            3 => {
                let why = [guard, all.1].concat();
                for (part, _) in parts.iter().filter(|part| part.1.0 != Some(true)) {
                    let what = format!("cannot_tell {name} {part}").trim().to_owned();
                    self.findings.push((what, why.clone()));
                }
                if parts.iter().all(|part| part.1.0 == Some(true)) {
                    self.findings.push((format!("cannot_tell {name}"), why));
                }
            }
            _ => {}
        }
    }

    /// A row with one requirement.
    pub(super) fn row(&mut self, name: &str, applies: &Truth, must: Truth) {
        let none = Truth::of(false);
        self.subject(name, applies, &none, &[(String::new(), must)]);
    }

    /// Makes one finding of all that cannot be told for a cause that stops the item.
    pub(super) fn stopped(mut self, why: Option<Why>) -> Self {
        let Some(why) = why else { return self };
        let before = self.findings.len();
        self.findings.retain(|f| !f.0.starts_with("cannot_tell"));
        // Also where another part of the same subject is not met.
        if self.findings.len() < before || self.counts[0] == 0 {
            let finding = (
                "cannot_tell item".to_owned(),
                vec![why, "setting_unset", "column_missing"],
            );
            self.findings.insert(0, finding);
        }
        self
    }

    pub(super) fn outcome(&self) -> &'static str {
        if let Some(outcome) = self.tolerated {
            return outcome;
        }
        let stopped = self.findings.iter().any(|f| f.0 == "cannot_tell item");
        let [_, met, not_met, cannot_tell, _, excused] = self.counts;
        if not_met > 0 {
            "not_met"
        } else if cannot_tell > 0 || stopped {
            "cannot_tell"
        } else if met + excused > 0 {
            "met"
        } else {
            "nothing_to_judge"
        }
    }
}
