//! Sentences of items.

use super::Author;

impl Author {
    pub(super) fn requirement(&mut self, deep: usize) -> String {
        if self.zh {
            return match self.number(4) {
                0 => format!(
                    "{} {}",
                    self.one(&["应有", "应 有", "不得有"]),
                    self.relation(deep)
                ),
                1 => format!("应无 {}", self.name()),
                2 => format!("不得 {}", self.condition(deep)),
                _ => format!(
                    "{} {}",
                    self.one(&["应", "应当", "必须"]),
                    self.comparison(deep)
                ),
            };
        }
        match self.number(4) {
            0 => format!("must have {}", self.relation(deep)),
            1 => format!("must not be {}", self.condition(deep)),
            2 => format!("must be {}", self.condition(deep)),
            _ => {
                let (value, test) = (self.path(), self.test(deep));
                format!("must have {value} {test}")
            }
        }
    }

    pub(super) fn rows(&mut self, deep: usize) -> String {
        format!("{}{}", self.name(), self.filter(deep))
    }

    pub(super) fn when(&mut self, deep: usize) -> String {
        if self.chance(3) {
            let condition = self.condition(deep);
            let end = self.word(",|", " 时，| 时|，");
            format!(" {} {condition}{end}", self.word("when", "当"))
        } else {
            String::new()
        }
    }

    pub(super) fn group_must(&mut self, deep: usize) -> String {
        let test = self.test(deep);
        if self.zh {
            format!("{} {test}", self.one(&["应", "不得"]))
        } else if test.starts_with("matches")
            || test.starts_with("contains")
            || test.starts_with("starts")
        {
            format!("must {test}")
        } else {
            format!("{} {test}", self.one(&["must be", "must not be"]))
        }
    }

    pub(super) fn sentence(&mut self) -> String {
        let deep = self.number(3);
        let rows = self.rows(deep);
        let tolerating = if self.chance(6) {
            self.word(
                ", tolerating 10% not met| tolerating 0.5 not met",
                "，容许 10% 不符",
            )
        } else {
            String::new()
        };
        let groups = self.listed(2, Self::path);
        let said = match (self.number(10), self.zh) {
            (0, false) => format!("no {} where {}", self.name(), self.condition(deep)),
            (0, true) => format!("任何 {} 不得 {}", self.name(), self.condition(deep)),
            (1, false) => format!("{rows} have {}", self.relation(deep)),
            (1, true) => format!("{rows} 应有 {}", self.relation(deep)),
            (2, false) => {
                let key = self.key();
                let fields = self.listed(3, |author| {
                    let how = author.one(&["", " as written", " within 1 yuan"]);
                    format!("{}{how}", author.name())
                });
                let explained = if self.chance(2) {
                    format!("\n    explained where {}", self.condition(deep))
                } else {
                    String::new()
                };
                let comparing = if self.chance(2) {
                    format!(" comparing {fields}")
                } else {
                    String::new()
                };
                format!(
                    "{} matches {}{key}{comparing}{explained}",
                    self.name(),
                    self.name()
                )
            }
            (2, true) => {
                let key = self.key();
                let fields = self.listed(3, |author| {
                    let how = author.one(&["", " 照原文", " 相差不超过 1 元"]);
                    format!("{}{how}", author.name())
                });
                let explained = if self.chance(2) {
                    format!("\n    已说明 其中 {}", self.condition(deep))
                } else {
                    String::new()
                };
                let how = if self.chance(2) {
                    format!("比对 {fields}")
                } else {
                    "一致".to_owned()
                };
                format!("{} 与 {}{key} {how}{explained}", self.name(), self.name())
            }
            (3, false) => format!(
                "{rows} {} {}",
                self.one(&["is unique by", "are unique by"]),
                self.paths()
            ),
            (3, true) => format!("{} 按 {} 不重复", self.name(), self.paths()),
            (4, false) => format!(
                "{} of the same {} have the same {}",
                self.name(),
                self.paths(),
                self.paths()
            ),
            (4, true) => format!("同一 {} 的 {rows} 应 {} 相同", self.paths(), self.paths()),
            (5, false) => format!(
                "per {groups} of {rows}: {} {}",
                self.value(deep),
                self.group_must(deep)
            ),
            (5, true) => format!(
                "各 {groups} 于 {rows}：{} {}",
                self.value(deep),
                self.group_must(deep)
            ),
            (6, false) => format!("{} per {groups} {}", self.path(), self.group_must(deep)),
            (6, true) => format!("各 {groups} {} {}", self.path(), self.group_must(deep)),
            (7, false) => format!(
                "at least {} of {rows} per {groups} {}",
                self.share(),
                self.requirement(deep)
            ),
            (7, true) => format!(
                "各 {groups} 至多 {} 的 {rows} {}",
                self.share(),
                self.requirement(deep)
            ),
            (8, true) => format!(
                "{} {rows}{} {} {} {} {}",
                self.one(&["每名", "每所", "每", "每 个"]),
                self.when(deep),
                self.one(&["的", "其"]),
                self.value(deep),
                self.one(&["应", "不得"]),
                self.test(deep)
            ),
            (_, _) => {
                let when = self.when(deep);
                let mut text = format!(
                    "{} {rows}{when} {}",
                    self.word("every", "每名|每个|每"),
                    self.requirement(deep)
                );
                if self.chance(3) {
                    text.push_str(&format!(
                        " {} {}",
                        self.word("and|, and", "且|，且"),
                        self.requirement(deep)
                    ));
                }
                text
            }
        };
        format!("{said}{tolerating}")
    }
}
