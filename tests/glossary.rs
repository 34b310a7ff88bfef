//! The glossary of the shared terms of education inspections: both pages are written from the checklists, `DUBAN_WRITE_DOCS=1` writes them anew.

use duban::diagnostic::Diagnostics;
use duban::explain;
use duban::model::{Column, Dataset, ExprId, Model, Named, load_all};
use duban::source::{FileId, Files};
use duban::syntax::{ast, parse};
use duban::types::{Bilingual, Language, Type, Value};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// The themes in the order of the pages: file, and what it is about in both languages.
const THEMES: [(&str, &str, &str); 10] = [
    (
        "places",
        "Places, organisations, schools and staff",
        "地方、单位、学校与人员",
    ),
    ("documents", "Papers and their sections", "文件材料"),
    ("figures", "Term dates and figures", "校历与指标数据"),
    ("people", "Registers of people", "人口与群体登记"),
    ("pupils", "Children and pupils", "儿童与学生"),
    (
        "out-of-school",
        "Out of school and persuasion",
        "失学辍学与劝返",
    ),
    ("schools", "Schools and building", "办学条件与建设"),
    ("student-aid", "Student aid", "学生资助"),
    ("teachers", "Teachers and training", "教师与培训"),
    (
        "supervision",
        "Supervision and rectification",
        "督导、报送与整改",
    ),
];

const PAGES: [(&str, Language); 2] = [
    ("glossary.md", Language::En),
    ("glossary.zh-CN.md", Language::Zh),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What is written into one page.
struct Page<'m> {
    model: &'m Model,
    language: Language,
    text: String,
}

impl Page<'_> {
    fn pick<'a>(&self, en: &'a str, zh: &'a str) -> &'a str {
        self.language.pick(en, zh)
    }

    fn line(&mut self, text: &str) {
        writeln!(self.text, "{text}").unwrap();
    }

    /// The heads and rows of a table; nothing where there are no rows.
    fn table(&mut self, title: &str, heads: &[&str], rows: &[Vec<String>]) {
        if rows.is_empty() {
            return;
        }
        if !title.is_empty() {
            self.line(&format!("**{title}**\n"));
        }
        self.line(&format!("| {} |", heads.join(" | ")));
        self.line(&format!("|{}", "---|".repeat(heads.len())));
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
            self.line(&format!("| {} |", cells.join(" | ")));
        }
        self.line("");
    }

    fn condition(&self, expr: Option<ExprId>) -> String {
        let said = expr.map(|expr| explain::condition(self.model, expr, self.language));
        said.unwrap_or_else(|| self.pick("all rows", "全部记录").to_owned())
    }

    fn title(&self, dataset: usize) -> &str {
        self.model.datasets[dataset].title.get(self.language)
    }

    /// What a cell of the column holds.
    fn kind(&self, column: &Column) -> String {
        let words = match &column.kind {
            Type::Text => self.pick("text", "文本").to_owned(),
            Type::PersonName => self.pick("name of a person", "人名").to_owned(),
            Type::Phone => self.pick("phone", "电话").to_owned(),
            Type::Id => self.pick("id", "编号").to_owned(),
            Type::CitizenId => self.pick("citizen id", "身份证号").to_owned(),
            Type::Number => self.pick("number", "数").to_owned(),
            Type::Integer => self.pick("whole number", "整数").to_owned(),
            Type::Money => self.pick("money", "金额").to_owned(),
            Type::Percent => self.pick("percent", "百分比").to_owned(),
            Type::Date => self.pick("date", "日期").to_owned(),
            Type::Days | Type::Months => self.pick("days", "天数").to_owned(),
            Type::OneOf(set) => self.values(*set),
            Type::Reference(dataset) => match self.language {
                Language::En => format!("a row of {}", self.title(*dataset)),
                Language::Zh => format!("「{}」中的记录", self.title(*dataset)),
            },
            Type::Truth => self.pick("yes or no", "是否").to_owned(),
            Type::Unknown => panic!("a column of no kind"),
        };
        match &column.range {
            Some((from, to)) => match self.language {
                Language::En => format!("{words} from {from} to {to}"),
                Language::Zh => format!("{words}，{from}至{to}"),
            },
            None => words,
        }
    }

    /// The words of a value set, each in both languages, that of the page first.
    fn values(&self, set: usize) -> String {
        let values = &self.model.value_sets[set].values;
        let words = values.iter().map(|spellings| {
            let own = self.language.spelling(spellings).unwrap();
            let other = spellings.iter().find(|word| *word != own);
            other.map_or_else(|| own.to_owned(), |other| format!("{own} ({other})"))
        });
        let words: Vec<String> = words.collect();
        words.join(self.pick(", ", "、"))
    }

    /// The name as the page's language has it, and the other one.
    fn both(&self, names: &Named) -> [String; 2] {
        let other = match self.language {
            Language::En => Language::Zh,
            Language::Zh => Language::En,
        };
        [self.language, other].map(|language| names.show(language).to_owned())
    }

    /// One dataset: its names, key and roles, and its columns.
    fn dataset(&mut self, dataset: &Dataset, declared: &ast::Dataset) {
        let title = &dataset.title;
        let (en, zh) = (title.get(Language::En), title.get(Language::Zh));
        self.line(&match self.language {
            Language::En => format!("### {en} 「{zh}」\n"),
            Language::Zh => format!("### {zh} “{en}”\n"),
        });
        let names: Vec<String> = dataset.names.all.iter().map(|n| format!("`{n}`")).collect();
        let column = |at: &usize| format!("`{}`", dataset.columns[*at].names.show(self.language));
        let key: Vec<String> = dataset.key.iter().map(column).collect();
        let mut facts = vec![names.join(self.pick(", ", "、"))];
        let mut fact = |en: &str, zh: &str, names: Vec<String>| {
            if !names.is_empty() {
                facts.push(match self.language {
                    Language::En => format!("{en} {}", names.join(", ")),
                    Language::Zh => format!("{zh} {}", names.join("、")),
                });
            }
        };
        fact("key", "主键", key);
        if let Some((from, to)) = &dataset.in_force {
            let columns = [Some(from), to.as_ref()];
            let columns = columns.into_iter().flatten().map(column).collect();
            fact("in force from … to", "有效期自、至", columns);
        }
        fact("kind", "类别", dataset.kind.iter().map(column).collect());
        let roles = &declared.roles;
        for (role, en, zh) in [
            (&roles.sender, "sender", "报送方"),
            (&roles.recipient, "recipient", "接收方"),
            (&roles.period, "period", "期次"),
            (&roles.submitted, "submitted on", "报送日"),
        ] {
            let at = role.iter().map(|name| {
                let has = |c: &Column| c.names.all.contains(&name.text);
                dataset.columns.iter().position(has).unwrap()
            });
            let columns: Vec<usize> = at.collect();
            fact(en, zh, columns.iter().map(column).collect());
        }
        let facts = facts.join(self.pick(" · ", " · "));
        self.line(&format!("{facts}\n"));
        let heads = match self.language {
            Language::En => ["column", "中文", "holds"],
            Language::Zh => ["列", "English", "内容"],
        };
        let columns = dataset.columns.iter().filter(|c| c.derived.is_none());
        let rows = columns.map(|column| {
            let [own, other] = self.both(&column.names);
            vec![format!("`{own}`"), format!("`{other}`"), self.kind(column)]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        self.table("", &heads, &rows);
    }

    /// The names of a group, measure or exception in the order of the page: own, other; all English ones.
    fn names(&self, names: &Named) -> [String; 2] {
        let english: Vec<&String> = names.all.iter().filter(|name| name.is_ascii()).collect();
        let english = english.iter().map(|name| format!("`{name}`"));
        let english: Vec<String> = english.collect();
        let pair = [
            english.join(", "),
            format!("`{}`", names.show(Language::Zh)),
        ];
        match self.language {
            Language::En => pair,
            Language::Zh => {
                let [english, chinese] = pair;
                [chinese, english]
            }
        }
    }

    /// What a theme declares besides datasets.
    fn others(&mut self, here: &dyn Fn(FileId) -> bool, written: &[(Named, String)]) {
        let model = self.model;
        let language = self.language;
        let heads = move |own: &'static str, what: &'static str| match language {
            Language::En => [own, "中文", what],
            Language::Zh => [own, "English", what],
        };
        let populations = model.populations.iter().filter(|p| here(p.span.file));
        let rows = populations.map(|population| {
            let [own, other] = self.names(&population.names);
            let (title, which) = (
                self.title(population.dataset),
                self.condition(population.filter),
            );
            let who = match self.language {
                Language::En => format!("rows of {title} where {which}"),
                Language::Zh => format!("「{title}」中的记录：{which}"),
            };
            vec![own, other, who]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let title = self.pick("Groups", "人群").to_owned();
        let head = heads(self.pick("name", "名称"), self.pick("who", "范围"));
        self.table(&title, &head, &rows);

        let columns = model.datasets.iter().enumerate();
        let columns = columns.flat_map(|(at, d)| d.columns.iter().map(move |column| (at, column)));
        let derived = columns.filter(|(_, c)| c.derived.is_some() && here(c.span.file));
        let rows = derived.map(|(dataset, column)| {
            let [own, other] = self.names(&column.names);
            let value = self.condition(column.derived);
            let title = self.title(dataset);
            let of = match self.language {
                Language::En => format!("of a row of {title}: {value}"),
                Language::Zh => format!("「{title}」记录的{value}"),
            };
            vec![own, other, of]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let title = self.pick("Worked out from columns", "推算的列").to_owned();
        let head = heads(self.pick("name", "名称"), self.pick("what", "含义"));
        self.table(&title, &head, &rows);

        let rows = written.iter().map(|(names, value)| {
            let [own, other] = self.names(names);
            vec![own, other, format!("`{value}`")]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let title = self
            .pick("Figures that several items use", "指标")
            .to_owned();
        let head = heads(self.pick("name", "名称"), self.pick("as written", "写法"));
        self.table(&title, &head, &rows);

        let exceptions = model.exceptions.iter().filter(|e| here(e.span.file));
        let rows = exceptions.map(|exception| {
            let [own, other] = self.names(&exception.names);
            let title = exception.title.get(self.language);
            let (list, which) = (
                self.title(exception.dataset.unwrap()),
                self.condition(exception.claimed),
            );
            let proof = self.condition(exception.proof);
            let who = match self.language {
                Language::En => {
                    format!("{title}: a row of {list} where {which}; its proof is {proof}")
                }
                Language::Zh => format!("{title}：「{list}」中有记录，{which}；证明为{proof}"),
            };
            vec![own, other, who]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let title = self.pick("Exceptions", "例外").to_owned();
        let head = heads(
            self.pick("name", "名称"),
            self.pick("who is excused", "谁不计"),
        );
        self.table(&title, &head, &rows);

        let settings = model.settings.iter().filter(|s| here(s.span.file));
        let rows = settings.map(|setting| {
            let [own, other] = self.names(&setting.names);
            let value = match &setting.value {
                Some(Value::Text(text)) => text.clone(),
                None => self.pick("unset", "未设定").to_owned(),
                Some(other) => panic!("how is {other:?} written?"),
            };
            vec![own, other, value]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let title = self.pick("Settings", "设定").to_owned();
        let head = heads(
            self.pick("name", "名称"),
            self.pick("unless the audit file says otherwise", "核查文件未写时"),
        );
        self.table(&title, &head, &rows);
    }
}

const HEADS: [(&str, &str); 2] = [
    (
        "# Glossary of the shared terms\n\n\
         What checklists of education inspections speak of, each declared once in `checklists/education/`: the lists, their columns, and the groups of\n\
         rows that have a name of their own. `use \"education\"` takes everything, `use \"education/pupils\"` a theme with what it rests on.\n\
         All names of a thing mean the same; a file of data may have the column's name in either language as its header.\n\n\
         [中文](glossary.zh-CN.md)\n",
        "This page is written from the checklists; a test holds it to them.",
    ),
    (
        "# 共用术语\n\n\
         教育检查清单所用的术语，每项只在 `checklists/education/` 中声明一次：各类名单台账及其各列，以及有专门名称的人群等。\n\
         `使用 「education」` 取全部，`使用 「education/pupils」` 只取一个主题及其所依据的主题。\n\
         同一事物的各个名称含义相同；数据文件的表头可用任一语言的列名。\n\n\
         [English](glossary.md)\n",
        "本页由检查清单生成，并由测试核对。",
    ),
];

/// The measures of a theme as they are written in the page's vocabulary.
fn measures(file: FileId, files: &Files, language: Language) -> Vec<(Named, String)> {
    let text = duban::format::format(file, files, Some(language), &mut Diagnostics::default());
    let text = text.unwrap_or_else(|_| panic!("{:?}", files.path(file)));
    let mut copies = Files::default();
    let copy = copies.add(files.path(file), text.clone());
    let tree = parse(copy, &copies, &mut Diagnostics::default());
    let declared = tree.declarations.into_iter().filter_map(|d| match d {
        ast::Declaration::Measure(measure) => Some(measure),
        _ => None,
    });
    let written = declared.map(|measure| {
        let names: Vec<String> = measure.names.all.iter().map(|n| n.text.clone()).collect();
        let from = measure.names.all.last().unwrap().span.end;
        let said = &text[from as usize..];
        let end = said.find("\n\n").unwrap_or(said.len());
        let end = end.min(said.find("\nmeasure ").unwrap_or(end));
        let end = end.min(said.find("\n指标 ").unwrap_or(end));
        let said: Vec<&str> = said[..end].split_whitespace().collect();
        let by_language = Bilingual {
            en: names.iter().find(|name| name.is_ascii()).cloned(),
            zh: names.iter().find(|name| !name.is_ascii()).cloned(),
        };
        let names = Named {
            all: names,
            by_language,
        };
        (names, said.join(" "))
    });
    written.collect()
}

/// The page in one language.
fn glossary(model: &Model, files: &Files, language: Language) -> String {
    let (head, held) = match language {
        Language::En => HEADS[0],
        Language::Zh => HEADS[1],
    };
    let mut page = Page {
        model,
        language,
        text: String::new(),
    };
    page.line(&format!("{head}\n{held}\n"));
    for (theme, en, zh) in THEMES {
        let path = root().join(format!("checklists/education/{theme}.duban"));
        let here = |file: FileId| files.path(file) == path;
        page.line(&format!("## {}\n", language.pick(en, zh)));
        let mut file = None;
        for dataset in model.datasets.iter().filter(|d| here(d.span.file)) {
            file = Some(dataset.span.file);
            let tree = parse(dataset.span.file, files, &mut Diagnostics::default());
            let declared = tree.declarations.iter().find_map(|d| match d {
                ast::Declaration::Dataset(d) if d.names.all[0].text == dataset.names.all[0] => {
                    Some(d)
                }
                _ => None,
            });
            page.dataset(dataset, declared.unwrap());
        }
        let written = measures(file.unwrap(), files, language);
        page.others(&here, &written);
    }
    page.text.trim_end().to_owned() + "\n"
}

#[test]
fn the_glossary_has_every_shared_term() {
    let (mut files, mut diagnostics) = (Files::default(), Diagnostics::default());
    let all = root().join("checklists/education.duban");
    let model = load_all(&[all], None, &mut files, &mut diagnostics);
    assert!(!diagnostics.has_errors());
    for (name, language) in PAGES {
        let written = glossary(&model, &files, language);
        let path = root().join("docs").join(name);
        if std::env::var_os("DUBAN_WRITE_DOCS").is_some() {
            fs::write(&path, &written).unwrap();
        }
        let page = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            page == written,
            "docs/{name}: run DUBAN_WRITE_DOCS=1 cargo test the_glossary"
        );
        for dataset in &model.datasets {
            assert!(page.contains(&format!("`{}`", dataset.names.id())));
        }
    }
}
