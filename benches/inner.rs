//! Times of the inner parts, by criterion: finding the cells of a CSV file and of a workbook (beside the library that reads workbooks, read
//! plainly), reading cells as values, the index of a key, items of one table judged in one scan, and findings written.
//!
//! `cargo bench --bench inner`, or with a part of a name behind it: `cargo bench --bench inner -- "keys"`. The registers are made up
//! here and lie in a folder of their own in the folder for temporary files.
#![expect(
    clippy::expect_used,
    reason = "a bench that cannot be set up may stop where it fails"
)]

use criterion::{Criterion, Throughput};
use duban::audit::{Audit, DatasetStatus};
use duban::data::cell;
use duban::data::formats::open;
use duban::data::{Buffer, DigestAlgorithm, OpenOptions, Source};
use duban::diagnostic::Diagnostics;
use duban::findings::mask::Masking;
use duban::inspect::{self, DatasetFile, Request};
use duban::model::{self, Model};
use duban::report::report;
use duban::source::Files;
use duban::types::Language;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

/// How many pupils the registers have.
const PUPILS: u64 = 100_000;
/// How many rows the sheet has.
const SHEET_ROWS: u32 = 20_000;

const CHECKLIST: &str = r#"checklist inner "Inner parts" / 「内部」

source rules "Rules" / 「规则」

dataset pupils pupil
  id : id
  name : person name
  born : date
  school : id
  grade : integer
  status : text
  amount : money

dataset roster
  id : id
  name : person name
  grade : integer

section "All" / 「全部」
  cites rules 1

item one "One column" / 「一列」
  every pupil must have grade at most 9

item unique "A key" / 「键」
  pupils are unique by id

item present "A key of two registers" / 「两表的键」
  every pupil must have a roster by id

item same "A value of two registers" / 「两表的值」
  no pupil where has a roster by id where roster.grade is not equal to pupils.grade

item size "Groups" / 「分组」
  every pupil must have (count of pupils of the same school, grade) at most 1000

item born "Days" / 「日期」
  every pupil must have born from 2005-09-01 to 2019-08-31

item amount "Amounts" / 「金额」
  every pupil where status is one of "a", "b" must have amount from 250 yuan to 1000 yuan

item grade "Numbers" / 「数值」
  every pupil where grade from 2 to 8 must have status is not "d"

item status "Words" / 「文字」
  every pupil must have status is one of "a", "b", "c"
"#;

const AUDIT: &str = "checklists: [inner.duban]\nas_of: 2025-12-31\ndata: {pupils: pupils.csv, roster: roster.csv}\n";

/// Numbers that look random and are always the same.
fn mixed(number: u64) -> u64 {
    let mut value = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    value ^= value >> 29;
    value.wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 20
}

/// The register of pupils; `quoted`: some cells stand in quotes, with a comma inside.
fn pupils(quoted: bool) -> String {
    let mut text = "id,name,born,school,grade,status,amount\n".to_owned();
    for pupil in 0..PUPILS {
        let drawn = mixed(pupil);
        let name = match drawn % 16 {
            0 if quoted => "\"张三,丰\"",
            1..8 => "李小四",
            _ => "王五",
        };
        let born = 2005 + drawn % 15;
        let status = ["a", "b", "c", "d"][usize::from(drawn.is_multiple_of(400)) * 3];
        let (month, day, school) = (1 + drawn % 12, 1 + drawn % 28, 1000 + drawn % 200);
        let (grade, amount) = (1 + drawn % 9, 250 + drawn % 755);
        // Some stand twice.
        let id = pupil - u64::from(drawn.is_multiple_of(100) && pupil > 0);
        let row = writeln!(
            text,
            "{id:018},{name},{born}-{month:02}-{day:02},{school},{grade},{status},{amount}"
        );
        row.expect("a text takes any row");
    }
    text
}

fn roster() -> String {
    let mut text = "id,name,grade\n".to_owned();
    for pupil in (0..PUPILS).filter(|pupil| !mixed(*pupil).is_multiple_of(90)) {
        let grade = 1 + (mixed(pupil) + u64::from(pupil.is_multiple_of(80))) % 9;
        writeln!(text, "{pupil:018},李小四,{grade}").expect("a text takes any row");
    }
    text
}

/// Makes the files; gives their folder.
fn folder() -> PathBuf {
    let folder = env::temp_dir().join(format!("duban-inner-{}", process::id()));
    fs::create_dir_all(&folder).expect("a folder for temporary files");
    let write = |name: &str, content: &[u8]| {
        fs::write(folder.join(name), content).expect("files can be written there");
    };
    let plain = pupils(false);
    write("pupils.csv", plain.as_bytes());
    write("quoted.csv", pupils(true).as_bytes());
    write("gb18030.csv", &encoding_rs::GB18030.encode(&plain).0);
    write("roster.csv", roster().as_bytes());
    write("inner.duban", CHECKLIST.as_bytes());
    write("audit.yaml", AUDIT.as_bytes());
    folder
}

/// Reads all chunks; gives the number of rows.
fn rows(source: &dyn Source, buffer: &mut Buffer) -> usize {
    let read = |chunk| source.read(chunk, buffer).map(|chunk| chunk.rows);
    let all: io::Result<Vec<usize>> = (0..source.chunk_count()).map(read).collect();
    all.expect("the file is there").iter().sum()
}

fn tokenise(criterion: &mut Criterion, folder: &Path) {
    let mut group = criterion.benchmark_group("tokenise");
    for name in ["pupils", "quoted", "gb18030"] {
        let path = folder.join(format!("{name}.csv"));
        let bytes = fs::metadata(&path).expect("the file is there").len();
        group.throughput(Throughput::Bytes(bytes));
        let mut buffer = Buffer::default();
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let source = open(&path, &OpenOptions::default()).expect("a CSV file");
                rows(source.as_ref(), &mut buffer)
            });
        });
    }
}

/// Reads cells as values, as they stand one after the other in a column.
/// A sheet of 20 columns: keys, words, days, numbers.
fn sheet(folder: &Path) -> PathBuf {
    let path = folder.join("sheet.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet();
    for column in 0..20u16 {
        let name = format!("c{column}");
        sheet.write(0, column, name).expect("a cell");
    }
    for row in 1..=SHEET_ROWS {
        for column in 0..20u16 {
            let number = mixed(u64::from(row) * 20 + u64::from(column));
            match column {
                0 => sheet.write(row, column, format!("G{row:06}")),
                1..6 => sheet.write(row, column, format!("词{}", number % 5000)),
                6..8 => sheet.write_with_format(row, column, 40_000 + row % 6000, &day),
                8..17 => sheet.write(row, column, (number % 1_000_000) as f64 / 100.0),
                _ => sheet.write(row, column, ["是", "否", "在籍"][row as usize % 3]),
            }
            .expect("a cell");
        }
    }
    book.save(&path).expect("the folder can be written to");
    path
}

fn workbook(criterion: &mut Criterion, folder: &Path) {
    use calamine::Reader as _;
    let path = sheet(folder);
    let mut group = criterion.benchmark_group("workbook");
    group.sample_size(10);
    group.throughput(Throughput::Elements(u64::from(SHEET_ROWS) * 20));
    group.bench_function("opened and read", |bench| {
        bench.iter(|| {
            let source = open(&path, &OpenOptions::default()).expect("a workbook");
            rows(source.as_ref(), &mut Buffer::default())
        });
    });
    group.bench_function("by the library", |bench| {
        bench.iter(|| {
            let mut book = calamine::open_workbook_auto(&path).expect("a workbook");
            book.worksheet_range_at(0)
                .is_some_and(|range| range.is_ok())
        });
    });
    group.finish();
}

fn parse(criterion: &mut Criterion) {
    let column = |cell: fn(u64) -> String| -> Vec<String> { (0..4096).map(cell).collect() };
    let ids = column(|at| format!("99010120150{:03}{:03}X", 101 + at % 9, mixed(at) % 1000));
    let days = column(|at| {
        format!(
            "20{:02}-{:02}-{:02}",
            10 + at % 10,
            1 + at % 12,
            1 + at % 28
        )
    });
    let amounts = column(|at| format!("{}.50", mixed(at) % 10_000));
    let names = column(|at| if at % 50 == 0 { "李 小四" } else { "王五" }.to_owned());
    let usual = cell::DateFormat::default();
    let mut group = criterion.benchmark_group("parse columns");
    group.throughput(Throughput::Elements(4096));
    group.bench_function("citizen numbers", |bench| {
        let valid =
            |id: &&String| cell::citizen_id_valid(&cell::normalise_citizen_id(id.as_bytes()).0);
        bench.iter(|| black_box(&ids).iter().filter(valid).count());
    });
    group.bench_function("days", |bench| {
        let read = |day: &&String| cell::date(day.as_bytes(), &usual).is_some();
        bench.iter(|| black_box(&days).iter().filter(read).count());
    });
    group.bench_function("numbers", |bench| {
        let read = |amount: &&String| cell::number(amount.as_bytes()).is_some();
        bench.iter(|| black_box(&amounts).iter().filter(read).count());
    });
    group.bench_function("names", |bench| {
        let length = |name: &String| cell::fold_name(name.as_bytes()).len();
        bench.iter(|| black_box(&names).iter().map(length).sum::<usize>());
    });
}

/// The audit of the folder, read and checked.
struct Loaded {
    audit: Audit,
    files: Files,
    model: Model,
}

impl Loaded {
    fn new(folder: &Path) -> Self {
        let (mut files, mut sink) = (Files::new(), Diagnostics::default());
        let audit = Audit::load(&folder.join("audit.yaml"), None, &mut files, &mut sink);
        let audit = audit.expect("an audit file");
        let paths: Vec<_> = audit.checklists.iter().map(|c| c.value.clone()).collect();
        let model = model::load_all(&paths, None, &mut files, &mut sink);
        assert!(!sink.has_errors(), "{:#?}", sink.into_sorted());
        Self {
            audit,
            files,
            model,
        }
    }

    /// Plans some of the items on one thread, and gives the plan to `then`.
    fn planned(&mut self, items: &[&str], then: impl FnOnce(&inspect::Prepared<'_>)) {
        let mut sink = Diagnostics::default();
        let wanted: Vec<usize> = (self.model.items.iter().enumerate())
            .filter(|(_, item)| items.contains(&item.id.as_str()))
            .map(|(at, _)| at)
            .collect();
        assert_eq!(wanted.len(), items.len(), "an item of another name");
        let bindings = self.audit.resolve(&mut self.model, &wanted, &mut sink);
        let (datasets, statuses) = bindings.open(&self.audit, &self.model, None, Language::En);
        let file = |status: DatasetStatus| DatasetFile {
            file: status.file,
            problems: status.problems,
        };
        let settings = self.model.settings.iter();
        let prepared = inspect::prepare(Request {
            model: &self.model,
            files: &self.files,
            audit: "audit.yaml".to_owned(),
            folder: self.audit.folder.clone(),
            as_of: self.audit.as_of,
            settings: settings.map(|setting| setting.value.clone()).collect(),
            datasets,
            dataset_files: statuses.into_iter().map(file).collect(),
            answers: Vec::new(),
            items: bindings.items.clone(),
            language: Language::En,
            masking: Masking { reveal: false },
            hash_key: None,
            max_findings: None,
            threads: 1,
            digest: DigestAlgorithm::None,
            proofs: false,
        });
        then(&prepared.expect("items that can be judged"));
    }
}

/// Items judged from the files on one thread; what one adds is its time less that of `one column`.
fn judge(criterion: &mut Criterion, loaded: &mut Loaded) {
    let cases: [(&str, &str, &[&str]); 6] = [
        ("fused scan", "one column", &["one"]),
        (
            "fused scan",
            "five items",
            &["one", "born", "amount", "grade", "status"],
        ),
        ("keys", "unique", &["unique"]),
        ("keys", "a row in another register", &["present"]),
        ("keys", "a value of another register", &["same"]),
        ("keys", "groups", &["size"]),
    ];
    for (group, name, items) in cases {
        let mut group = criterion.benchmark_group(group);
        group
            .throughput(Throughput::Elements(PUPILS))
            .sample_size(20);
        loaded.planned(items, |prepared| {
            group.bench_function(name, |bench| bench.iter(|| prepared.run().is_ok()));
        });
    }
}

/// Findings written from a run that was judged before.
fn findings(criterion: &mut Criterion, loaded: &mut Loaded) {
    let mut group = criterion.benchmark_group("findings");
    group.sample_size(10);
    loaded.planned(&["unique", "present", "amount"], |prepared| {
        let inspection = prepared.run().expect("the files are there");
        for name in ["rows", "jsonl", "text"] {
            let format = report(name).expect("a known format");
            group.bench_function(name, |bench| {
                bench.iter(|| format.write(&inspection, &mut io::sink()).is_ok());
            });
        }
    });
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let folder = folder();
    tokenise(&mut criterion, &folder);
    workbook(&mut criterion, &folder);
    parse(&mut criterion);
    let mut loaded = Loaded::new(&folder);
    judge(&mut criterion, &mut loaded);
    findings(&mut criterion, &mut loaded);
    criterion.final_summary();
    // What is left behind in the folder for temporary files hurts nobody.
    let _ = fs::remove_dir_all(&folder);
}
