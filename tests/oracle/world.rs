//! Random tables: few rows, few values, every way of not knowing a value.

use super::sentences::{DECLARATIONS, SENTENCES};
use std::fmt::Write as _;

/// Why a value is not known, by the words of findings.
pub(super) type Why = &'static str;

/// What is in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A value: a whole number, an amount in cents, days, or the number of a word.
    Is(i64),
    /// Not known.
    Not(Why),
}

impl Cell {
    pub(super) fn value(&self) -> Result<i64, Why> {
        match self {
            Self::Is(value) => Ok(*value),
            Self::Not(why) => Err(why),
        }
    }
}

/// The columns: name, and the texts that may be in it with what they mean.
type ColumnOf = (&'static str, &'static [(&'static str, Cell)]);

const BLANK: Cell = Cell::Not("blank");
const BAD: Cell = Cell::Not("unreadable");
const ID: &[(&str, Cell)] = &[
    ("a", Cell::Is(1)),
    ("b", Cell::Is(2)),
    (" b", Cell::Is(2)),
    ("c", Cell::Is(3)),
    ("ｄ", Cell::Is(4)),
    ("d", Cell::Is(4)),
    ("e", Cell::Is(5)),
    ("", BLANK),
];
const SCHOOL: &[(&str, Cell)] = &[
    ("S1", Cell::Is(1)),
    ("S2", Cell::Is(2)),
    ("S3", Cell::Is(3)),
    ("S1", Cell::Is(1)),
    ("", BLANK),
];
const GRADE: &[(&str, Cell)] = &[
    ("1", Cell::Is(1)),
    ("2", Cell::Is(2)),
    ("3", Cell::Is(3)),
    ("", BLANK),
    ("x", BAD),
];
const MONEY: &[(&str, Cell)] = &[
    ("0", Cell::Is(0)),
    ("1", Cell::Is(100)),
    ("1.50", Cell::Is(150)),
    ("-0.5", Cell::Is(-50)),
    ("", BLANK),
    ("?", BAD),
];
const DAY: &[(&str, Cell)] = &[
    ("2012-01-01", Cell::Is(1)),
    ("2012-01-02", Cell::Is(2)),
    ("2013/1/1", Cell::Is(367)),
    ("", BLANK),
    ("2021-02-29", BAD),
];
const STATUS: &[(&str, Cell)] = &[
    ("在读", Cell::Is(1)),
    ("休学", Cell::Is(2)),
    ("辍学", Cell::Is(3)),
    ("", BLANK),
    ("退学", Cell::Not("out_of_set")),
];
const YES: &[(&str, Cell)] = &[
    ("是", Cell::Is(1)),
    ("yes", Cell::Is(1)),
    ("否", Cell::Is(0)),
    ("", BLANK),
    ("maybe", BAD),
];
const SCORE: &[(&str, Cell)] = &[
    ("0", Cell::Is(0)),
    ("4", Cell::Is(4)),
    ("10", Cell::Is(10)),
    ("", BLANK),
    ("x", BAD),
];
const PUPILS: &[ColumnOf] = &[
    ("id", ID),
    ("grade", GRADE),
    ("fee", MONEY),
    ("birth", DAY),
    ("status", STATUS),
    ("boarder", YES),
    ("school", SCHOOL),
    ("score", SCORE),
];
const SCHOOLS: &[ColumnOf] = &[("code", SCHOOL), ("open", YES), ("size", GRADE)];
const VISITS: &[ColumnOf] = &[("pupil", ID), ("day", DAY), ("amount", MONEY)];
const ROSTER: &[ColumnOf] = &[("id", ID), ("grade", GRADE), ("status", STATUS)];

/// A table: every row's cells in the order of its columns.
pub(super) struct Table {
    name: &'static str,
    columns: &'static [ColumnOf],
    texts: Vec<Vec<&'static str>>,
    cells: Vec<Vec<Cell>>,
    /// A column that the file lacks, or all of them where the file is not there.
    lacks: Option<&'static str>,
    missing: bool,
}

impl Table {
    pub(super) fn rows(&self) -> std::ops::Range<usize> {
        0..self.cells.len()
    }

    /// A cell, as it is known: nothing of a missing file or column is.
    pub(super) fn cell(&self, row: usize, column: &str) -> Result<i64, Why> {
        let at = self.columns.iter().position(|c| c.0 == column).unwrap();
        if self.missing {
            return Err("dataset_missing");
        }
        if self.lacks == Some(column) {
            return Err("column_missing");
        }
        self.cells[row][at].value()
    }

    /// The text of a cell.
    pub(super) fn text(&self, row: usize, column: &str) -> &'static str {
        let at = self.columns.iter().position(|c| c.0 == column).unwrap();
        self.texts[row][at]
    }

    /// What stops every item that needs one of these columns.
    pub(super) fn stopped(&self, columns: &[&str]) -> Option<Why> {
        if self.missing {
            return Some("dataset_missing");
        }
        let lacking = self.lacks.is_some_and(|column| columns.contains(&column));
        lacking.then_some("column_missing")
    }
}

/// Tables and settings.
pub(super) struct World {
    pub(super) pupils: Table,
    pub(super) schools: Table,
    pub(super) visits: Table,
    pub(super) roster: Table,
    pub(super) limit: Option<i64>,
}

/// Numbers that look random and depend on the seed alone.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1);
        for _ in 0..4 {
            dice.below(2);
        }
        dice
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }
}

fn table(dice: &mut Dice, name: &'static str, columns: &'static [ColumnOf], most: usize) -> Table {
    let count = dice.below(most + 1);
    // Some worlds are tidy, so that something is met as well.
    let tidy = dice.below(3) == 0;
    let mut table = Table {
        name,
        columns,
        texts: Vec::new(),
        cells: Vec::new(),
        lacks: None,
        missing: false,
    };
    for _ in 0..count {
        let mut texts = Vec::new();
        let mut cells = Vec::new();
        for (_, pool) in columns {
            let mut at = dice.below(pool.len());
            while tidy && matches!(pool[at].1, Cell::Not(_)) && dice.below(8) > 0 {
                at = dice.below(pool.len());
            }
            texts.push(pool[at].0);
            cells.push(pool[at].1.clone());
        }
        table.texts.push(texts);
        table.cells.push(cells);
    }
    table
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut world = Self {
            pupils: table(&mut dice, "pupils", PUPILS, 7),
            schools: table(&mut dice, "schools", SCHOOLS, 4),
            visits: table(&mut dice, "visits", VISITS, 6),
            roster: table(&mut dice, "roster", ROSTER, 6),
            limit: [None, Some(1), Some(2)][dice.below(3)],
        };
        match dice.below(12) {
            0 => world.schools.missing = true,
            1 => world.visits.missing = true,
            2 => world.roster.missing = true,
            3 => world.pupils.lacks = Some("grade"),
            4 => world.pupils.lacks = Some("status"),
            5 => world.visits.lacks = Some("amount"),
            _ => {}
        }
        for table in [&mut world.schools, &mut world.visits, &mut world.roster] {
            if table.missing {
                table.cells.clear();
            }
        }
        world
    }

    fn tables(&self) -> [&Table; 4] {
        [&self.pupils, &self.schools, &self.visits, &self.roster]
    }

    /// How many cells there are.
    pub(super) fn size(&self) -> u64 {
        let cells = self.tables().map(|t| t.cells.len() * t.columns.len());
        cells.iter().sum::<usize>() as u64
    }

    /// The files of an inspection.
    pub(super) fn files(&self) -> Vec<(String, String)> {
        let mut checklist = DECLARATIONS.to_owned();
        for (id, sentence, _) in SENTENCES {
            let _ = writeln!(
                checklist,
                "item {id} \"Item\" / 「项」\n  cites law 1\n  {sentence}"
            );
        }
        let mut audit = "checklists: [t.duban]\nas_of: 2020-09-30\n".to_owned();
        if let Some(limit) = self.limit {
            let _ = writeln!(audit, "settings: {{limit: {limit}}}");
        }
        audit.push_str("data:\n");
        let mut files = Vec::new();
        for table in self.tables() {
            let _ = writeln!(audit, "  {0}: {0}.csv", table.name);
            if !table.missing {
                files.push((format!("{}.csv", table.name), table.csv()));
            }
        }
        files.push(("t.duban".to_owned(), checklist));
        files.push(("audit.yaml".to_owned(), audit));
        files
    }

    /// The tables, for a person.
    pub(super) fn shown(&self) -> String {
        let shown = self.tables().map(|t| {
            let csv = if t.missing {
                "missing\n".to_owned()
            } else {
                t.csv()
            };
            format!("-- {}\n{csv}", t.name)
        });
        format!("{}limit {:?}\n", shown.concat(), self.limit)
    }
}

impl Table {
    fn csv(&self) -> String {
        let kept: Vec<usize> = (0..self.columns.len())
            .filter(|&c| self.lacks != Some(self.columns[c].0))
            .collect();
        let line = |texts: &dyn Fn(usize) -> &'static str| {
            let texts: Vec<&str> = kept.iter().map(|&c| texts(c)).collect();
            format!("{},#\n", texts.join(","))
        };
        let mut text = line(&|c| self.columns[c].0);
        for row in &self.texts {
            text.push_str(&line(&|c| row[c]));
        }
        text
    }
}
