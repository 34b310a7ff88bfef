//! Declarations with their lines, comments and blank lines among them.

use super::Author;

impl Author {
    fn comment(&mut self) -> String {
        self.one(&["# 注：see \"this\"", "#x", "＃ full", "# 每名 「"])
            .to_owned()
    }

    /// Lines of a declaration, with comments and blank lines among them.
    pub(super) fn declaration(&mut self, head: &str, lines: &[String]) -> String {
        let mut text = String::new();
        if self.chance(4) {
            text.push_str(&format!("{}\n", self.comment()));
        }
        text.push_str(head);
        for line in lines {
            if self.chance(8) {
                text.push_str(&format!("  {}", self.comment()));
            }
            text.push('\n');
            match self.number(12) {
                0 => text.push('\n'),
                1 => text.push_str(&format!("    {}\n", self.comment())),
                2 => text.push_str(&format!("{}\n\n", self.comment())),
                _ => {}
            }
            text.push_str(self.one(&["  ", "\t", "      "]));
            text.push_str(line);
        }
        if self.chance(8) {
            text.push_str(&format!("   {}", self.comment()));
        }
        text.push_str(self.one(&["\n", "\n\n", "\n\n\n", "\n  \n"]));
        text
    }

    fn line(&mut self, en: &'static str, zh: &'static str, rest: &str) -> String {
        format!("{} {rest}", self.word(en, zh))
    }

    fn item(&mut self) -> String {
        let title = self.title();
        let head = format!("{} {} {title}", self.word("item", "检查项"), self.name());
        let mut lines = Vec::new();
        if self.chance(2) {
            let path = self.one(&["三(一)2-a", "§3.1(b)", "附件 2", ""]);
            let phrase = if self.chance(3) {
                self.quoted()
            } else {
                String::new()
            };
            let cited = format!("{} {path} {phrase}{}plan 一", self.name(), self.comma());
            lines.push(self.line("cites", "依据", &cited));
        }
        if self.chance(2) {
            let severity = self.word("critical|major|minor|note", "严重|重要|一般|提示");
            lines.push(self.line("severity", "等级", &severity));
        }
        if self.chance(3) {
            let owners = self.listed(2, Self::title);
            lines.push(self.line("owner", "责任单位", &owners));
        }
        if self.chance(4) {
            let day = self.day();
            lines.push(self.line("due", "期限", &day));
        }
        if self.chance(4) {
            let title = self.title();
            lines.push(self.line("message", "消息", &title));
        }
        if self.chance(6) {
            lines.extend(self.question());
            return self.declaration(&head, &lines);
        }
        let sentence = match self.number(5) {
            0 => self.duty(),
            1 => self.further_sentence(),
            _ => self.sentence(),
        };
        let reconcile = sentence.contains(" matches ") && !self.zh
            || sentence.contains(" 与 ") && self.zh && !sentence.contains("应");
        lines.push(sentence);
        if reconcile
            && lines.last().is_some_and(|s| {
                !s.starts_with("every") && !s.contains("must") && !s.starts_with("no ")
            })
        {
            let name = self.name();
            lines.push(match (self.number(3), self.zh) {
                (0, false) => format!("not in {name} : not judged"),
                (1, false) => format!("repeated in {name}: severity minor, owner \"A\", \"B\""),
                (_, false) => format!("differs in {name} : message \"m\""),
                (0, true) => format!("不在 {name} 中 : 不判"),
                (1, true) => format!("在 {name} 中重复：等级 一般，责任单位 「甲」、「乙」"),
                (_, true) => format!("{name} 不同：消息 「m」"),
            });
        }
        self.declaration(&head, &lines)
    }

    fn dataset(&mut self) -> String {
        let head = format!(
            "{} {} {}",
            self.word("dataset", "数据集"),
            self.names(),
            self.title()
        );
        let mut lines = Vec::new();
        for _ in 0..1 + self.number(4) {
            let kind = match self.number(4) {
                0 => {
                    let values = self.listed(4, |author| {
                        let odd = author.quoted();
                        let value = author.name();
                        if author.chance(6) {
                            odd
                        } else {
                            format!("{value} {}", author.number(10))
                        }
                    });
                    format!("{} {values}", self.word("one of", "取值"))
                }
                1 => format!("{} {}", self.word("reference to", "引用"), self.name()),
                2 => {
                    let (from, to) = (self.word("from", "自"), self.word("to", "至"));
                    format!(
                        "{} {from} 1 {to} {}",
                        self.word("integer|number|money", "整数|数|金额"),
                        self.amount()
                    )
                }
                _ => self.word(
                    "text|person name|id key|citizen id key|phone|percent|date|yes or no",
                    "文本|人名|编号 主键|身份证号|电话|百分比|日期|是否",
                ),
            };
            let placeholders = if self.chance(5) {
                format!(
                    " {} {}",
                    self.word("placeholders", "占位"),
                    self.listed(2, Self::quoted)
                )
            } else {
                String::new()
            };
            lines.push(format!(
                "{} {} {kind}{placeholders}",
                self.names(),
                self.word(":", ":|：")
            ));
        }
        if self.chance(4) {
            let names = self.listed(2, Self::name);
            lines.push(self.line("key", "主键", &names));
        }
        if self.chance(5) {
            let names = format!("{} {} {}", self.name(), self.word("to", "至"), self.name());
            lines.push(self.line("in force from", "有效 自", &names));
        }
        self.declaration(&head, &lines)
    }

    fn table(&mut self) -> String {
        let head = format!("{} {}", self.word("table", "表"), self.names());
        let mut lines = vec![format!(
            "{} | {} | {}",
            self.name(),
            self.name(),
            self.name()
        )];
        for _ in 0..1 + self.number(4) {
            let cells: Vec<String> = (0..2)
                .map(|_| match self.number(6) {
                    0 => self.word("any", "任意"),
                    1 => self.word("other", "其他"),
                    2 => format!(
                        "{} {}",
                        self.word("<|at least|>=|equal to|more than", "<|不低于|≥|等于|超过"),
                        self.amount()
                    ),
                    3 => format!("1 {} {}", self.word("to", "至"), self.amount()),
                    _ => self.listed(2, |author| author.primary(0)),
                })
                .collect();
            lines.push(format!(
                "{} | {}",
                cells.join(self.one(&[" | ", "|", " ｜  "])),
                self.value(0)
            ));
        }
        self.declaration(&head, &lines)
    }

    fn other(&mut self) -> String {
        let names = self.names();
        let head = match self.number(6) {
            0 => {
                let stricter = self.word(
                    "|, smaller is stricter|, larger is stricter",
                    "|，越小越严|， 越大越严",
                );
                let value = if self.chance(2) {
                    format!(" = {}", self.value(1))
                } else {
                    String::new()
                };
                format!(
                    "{} {names} : {}{stricter}{value}",
                    self.word("setting", "设定"),
                    self.word(
                        "days|number|percent|money|date|text",
                        "天|数|百分比|金额|日期|文本"
                    )
                )
            }
            1 => format!(
                "{} {names} = {}",
                self.word("population", "人群"),
                self.rows(3)
            ),
            2 => format!(
                "{} {names} {} {} = {}",
                self.word("define", "定义"),
                self.word("of", "于"),
                self.name(),
                self.value(2)
            ),
            3 => {
                let per = if self.chance(2) {
                    format!(" {} {}", self.word("per", "各"), self.listed(2, Self::path))
                } else {
                    String::new()
                };
                format!(
                    "{} {names}{per} = {}",
                    self.word("measure", "指标"),
                    self.aggregate(2)
                )
            }
            4 => {
                let (cites, owner) = (self.word("cites", "依据"), self.word("owner", "责任单位"));
                let lines = [
                    format!("{cites} plan 三(一)"),
                    format!("{owner} {}", self.listed(3, Self::title)),
                ];
                let head = format!("{} {}", self.word("section", "章节"), self.title());
                return self.declaration(&head, &lines);
            }
            _ => {
                let lines = [
                    format!("{} {}", self.word("issuer", "制发"), self.title()),
                    format!("{} {}", self.word("number", "文号"), self.quoted()),
                    format!("{} {}", self.word("in force from", "施行 自"), self.day()),
                    format!(
                        "{} 三(一), 三(二)1 {} {} {} {}",
                        self.word("clause", "条款"),
                        self.word("in force from", "施行自"),
                        self.day(),
                        self.word("to", "至"),
                        self.day()
                    ),
                    format!("{} older", self.word("replaces", "替代")),
                    format!("{} newer, newest", self.word("replaced by", "后继文件")),
                ];
                let head = format!("{} {names} {}", self.word("source", "文件"), self.title());
                return self.declaration(&head, &lines);
            }
        };
        self.declaration(&head, &[])
    }

    /// The head of a checklist.
    pub(crate) fn head(&mut self) -> String {
        let head = format!(
            "{} demo {}",
            self.word("checklist", "检查清单"),
            self.title()
        );
        self.declaration(&head, &[])
    }

    /// One declaration with all its lines. Now and then its words do not fit together, so that it does not parse.
    pub(crate) fn any_declaration(&mut self) -> String {
        match self.number(8) {
            0 => self.dataset(),
            1 => self.table(),
            2 => self.other(),
            3 => self.timed(),
            4 => self.test_block(),
            _ => self.item(),
        }
    }
}
