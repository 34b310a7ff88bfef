//! `duban init`: folders as offices keep them, and the audit files proposed for them.

use super::{Done, folder, folder_with, run_in, snapshot};
use rust_xlsxwriter::{Format, Workbook};
use serde_json::Value;
use std::fs;
use std::path::Path;

const CHECKLIST: &str = r#"检查清单 names 「姓名」 / "Names"

文件 办法 rules 「办法」 / "Rules"

设定 及时 promptly : 天

数据集 学籍 registry 「学籍」 / "Registry"
  national_id 身份证号 : 身份证号 主键
  name 姓名 : 人名
  born 出生日期 : 日期
  status 状态 : 取值 在读、休学、转出

数据集 家访 visits 「家访」 / "Visits"
  national_id 身份证号 : 身份证号
  day 家访日期 : 日期
  visitor 家访人 : 人名

检查项 visited 「学生均有家访」 / "Pupils are visited"
  依据 rules §1
  每名 学籍 其中 状态 为 在读 应有 家访 按 身份证号 其中 家访日期 早于 评估日

检查项 prompt 「家访及时」 / "Visits are prompt"
  依据 rules §2
  每条 家访 应 从 家访日期 到 评估日 的天数 不超过 及时
"#;

const VISITS: &str = "身份证号,家访日期,家访人\nA,2020-01-02,甲\n";

fn registry(statuses: &[&str]) -> String {
    let mut text = "身份证号,姓名,出生日期,状态\n".to_owned();
    for (row, status) in statuses.iter().enumerate() {
        text.push_str(&format!(
            "ID{row},某人{row},2010-01-0{},{status}\n",
            row + 1
        ));
    }
    text
}

fn init(folder: &Path, arguments: &[&str]) -> Done {
    let mut all = vec!["init"];
    all.extend(arguments);
    run_in(folder, &all)
}

/// The audit file proposed for a folder that holds the checklist and these files.
fn proposed(name: &str, files: &[(&str, &[u8])]) -> String {
    let folder = folder_with(name, &[("t.duban", CHECKLIST)]);
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let done = init(&folder, &["."]);
    assert_eq!(done.code, 0, "{}", done.err);
    // Whatever was proposed is an audit file.
    fs::write(folder.join("audit.yaml"), &done.out).unwrap();
    let audit = done.out.replace("# as_of: YYYY-MM-DD", "as_of: 2020-09-30");
    fs::write(folder.join("dated.yaml"), audit).unwrap();
    let check = run_in(&folder, &["check", "--format", "json", "dated.yaml"]);
    let found: serde_json::Value = serde_json::from_str(&check.out).unwrap();
    // What is open stays open: nobody but the author can set a setting.
    let open = |d: &serde_json::Value| d["code"] == "audit-setting-unset";
    let nothing_else = found.as_array().unwrap().iter().all(open);
    assert!(check.code == 0 && nothing_else, "{}{}", check.out, done.out);
    done.out
}

/// The lines from one that begins so up to the next comment or entry of the same depth.
fn entry(text: &str, begins: &str) -> String {
    let mut lines = text.lines().skip_while(|line| !line.starts_with(begins));
    let mut entry = lines.next().unwrap_or_default().to_owned();
    for line in lines.take_while(|line| line.starts_with("    ")) {
        entry.push('\n');
        entry.push_str(line);
    }
    entry
}

#[test]
fn the_example_without_its_audit_file_is_run_as_with_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = folder("init-example");
    fs::create_dir_all(folder.join("data")).unwrap();
    let shipped = root.join("examples/qinghe");
    for file in fs::read_dir(shipped.join("data")).unwrap() {
        let path = file.unwrap().path();
        fs::copy(&path, folder.join("data").join(path.file_name().unwrap())).unwrap();
    }
    fs::copy(shipped.join("audit.key"), folder.join("audit.key")).unwrap();
    let checklist = root.join("checklists/bayannur-2020.duban");
    let checklist = checklist.to_str().unwrap();
    let arguments = [".", "--checklist", checklist, "-o", "audit.yaml"];
    let done = init(&folder, &arguments);
    assert_eq!(
        (done.code, done.err.as_str()),
        (0, "20 datasets found, 33 missing\n")
    );
    // The example looks at the items that its registers can show.
    let of_shipped = fs::read_to_string(shipped.join("audit.yaml")).unwrap();
    let from = of_shipped.find("\nitems: [").unwrap();
    let to = from + of_shipped[from..].find("]\n").unwrap() + 2;
    let proposal = fs::read_to_string(folder.join("audit.yaml")).unwrap();
    let with_items = format!("{proposal}{}", &of_shipped[from..to]);
    fs::write(folder.join("audit.yaml"), with_items).unwrap();
    let run = |audit: &Path| -> Value {
        let audit = audit.to_str().unwrap();
        let arguments = ["run", audit, "--as-of", "2020-06-30", "--format", "json"];
        let done = run_in(&folder, &arguments);
        let text = done.out.replace(&format!("{}/", shipped.display()), "");
        serde_json::from_str(&text).unwrap()
    };
    let (proposed, shipped) = (
        run(Path::new("audit.yaml")),
        run(&shipped.join("audit.yaml")),
    );
    assert_eq!(proposed["items"], shipped["items"]);
    let findings = |run: &Value| {
        let mut findings = run["findings"].as_array().unwrap().clone();
        for finding in &mut findings {
            // The checklist lies elsewhere.
            finding["rule"] = Value::Null;
        }
        findings
    };
    assert!(findings(&shipped).len() > 200);
    assert!(findings(&proposed) == findings(&shipped));
}

#[test]
fn plain_files_are_taken_by_name_and_what_is_open_stands_in_comments() {
    let text = proposed(
        "init-plain",
        &[
            ("学籍.csv", registry(&["在读", "休学"]).as_bytes()),
            ("表/家访.csv", VISITS.as_bytes()),
            ("说明.csv", b"a,b\n1,2\n"),
            ("坏.xlsx", b"PK\x03\x04 no archive"),
        ],
    );
    snapshot("init", &text);
}

#[test]
fn other_encodings_and_titles_above_the_header_do_not_matter() {
    let titled = format!(
        "某县学籍登记表,,,\n填报单位：某县,,,\n{}",
        registry(&["在读"])
    );
    let (gbk, _, _) = encoding_rs::GB18030.encode(&titled);
    let text = proposed(
        "init-gbk",
        &[("导出.csv", &gbk), ("家访.csv", VISITS.as_bytes())],
    );
    assert!(
        text.contains("# 学籍：在 导出.csv 中，4 列有 4 列按名称找到（GB18030；表头在第 3 行）\n"),
        "{text}"
    );
    assert_eq!(
        entry(&text, "  学籍:"),
        "  学籍:\n    file: 导出.csv\n    header: 3"
    );
}

#[test]
fn two_files_that_fit_alike_are_both_named_and_none_is_taken() {
    let registry = registry(&["在读"]);
    let text = proposed(
        "init-two",
        &[
            ("春季.csv", registry.as_bytes()),
            ("秋季.csv", registry.as_bytes()),
            ("家访.csv", VISITS.as_bytes()),
        ],
    );
    assert!(
        text.contains(
            "# 待定：学籍：2 个表同样符合：春季.csv；秋季.csv。均未采用：请合为一张表读取，或保留一个；去掉所保留内容的 #。\n"
        ),
        "{text}"
    );
    assert!(
        text.contains("\n  # 学籍:\n  #   file: 春季.csv\n"),
        "{text}"
    );
    assert!(
        text.contains("\n  # 学籍:\n  #   file: 秋季.csv\n"),
        "{text}"
    );
    assert!(!text.contains("\n  学籍:"));
    // The file that has the dataset's name goes before one that has not.
    let text = proposed(
        "init-two-named",
        &[
            ("学籍.csv", registry.as_bytes()),
            ("秋季.csv", registry.as_bytes()),
        ],
    );
    assert_eq!(entry(&text, "  学籍:"), "  学籍:\n    file: 学籍.csv");
    assert!(text.contains("# 未使用：秋季.csv"));
    assert!(
        text.contains("# 缺少：家访：未找到文件：用到它的检查项将无法判定。"),
        "{text}"
    );
}

#[test]
fn files_of_one_table_may_have_further_columns_or_lack_one() {
    let registry = registry(&["在读"]);
    let numbered: String = (registry.lines().enumerate())
        .map(|(at, line)| match at {
            0 => format!("序号,{line}\n"),
            _ => format!("{at},{line}\n"),
        })
        .collect();
    let text = proposed(
        "init-parts",
        &[
            ("乡/东.csv", registry.as_bytes()),
            ("乡/南.csv", registry.as_bytes()),
            ("乡/北.csv", numbered.as_bytes()),
            ("家访.csv", VISITS.as_bytes()),
        ],
    );
    assert!(text.contains("3 个表同样符合"), "{text}");
    assert!(
        text.contains("其余表头不尽相同（乡/北.csv: 序号）"),
        "{text}"
    );
    let files = "  #   files:\n  #     - 乡/东.csv\n  #     - 乡/北.csv\n  #     - 乡/南.csv\n";
    assert!(text.contains(files), "{text}");
    assert!(!text.contains("\n  学籍:"), "{text}");
}

#[test]
fn sheets_of_a_workbook_are_told_apart_and_merged_headers_are_found() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("封面")
        .unwrap()
        .write(0, 0, "某县台账")
        .unwrap();
    let sheet = book.add_worksheet().set_name("走访").unwrap();
    for (column, text) in (0..).zip(["身份证号", "家访日期", "家访人"]) {
        sheet.write(0, column, text).unwrap();
        sheet.write(1, column, "2020-01-01").unwrap();
    }
    let sheet = book.add_worksheet().set_name("花名册").unwrap();
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 3, "某县学生花名册", &plain)
        .unwrap();
    sheet.merge_range(1, 0, 2, 0, "身份证号", &plain).unwrap();
    sheet.merge_range(1, 1, 1, 2, "学生", &plain).unwrap();
    sheet.write(2, 1, "姓名").unwrap();
    sheet.write(2, 2, "出生日期").unwrap();
    sheet.merge_range(1, 3, 2, 3, "状态", &plain).unwrap();
    for (column, text) in (0..).zip(["ID1", "某人", "2010-01-01", "在读"]) {
        sheet.write(3, column, text).unwrap();
    }
    let text = proposed(
        "init-sheets",
        &[("台账.xlsx", &book.save_to_buffer().unwrap())],
    );
    assert_eq!(
        entry(&text, "  学籍:"),
        "  学籍:\n    file: 台账.xlsx\n    sheet: 花名册\n    header: 3"
    );
    assert_eq!(
        entry(&text, "  家访:"),
        "  家访:\n    file: 台账.xlsx\n    sheet: 走访"
    );
}

#[test]
fn headers_may_be_in_the_other_language() {
    let registry =
        "Name;Born;National ID;Status;Remark\nA;1/31/2010;ID1;休学了;\nB;2/3/2010;ID2;转出;\n";
    let text = proposed(
        "init-english",
        &[
            ("pupils.csv", registry.as_bytes()),
            ("家访.csv", VISITS.as_bytes()),
        ],
    );
    assert!(
        text.contains("# 学籍：在 pupils.csv 中，4 列有 4 列按名称找到"),
        "{text}"
    );
    let words = entry(&text, "  学籍:");
    assert!(words.contains("      出生日期: m/d/yyyy\n"), "{words}");
    assert!(words.contains("      状态: {休学: 休学了}   #"), "{words}");
}

#[test]
fn what_is_only_similar_is_never_taken() {
    let registry = "身份证号,姓名,出生年月日,学籍状态,班级\nID1,某人,2010-01-01,不在读,1\n";
    let text = proposed("init-similar", &[("学籍.csv", registry.as_bytes())]);
    let entry = entry(&text, "  学籍:");
    assert!(
        entry.contains(
            "    columns:\n      # 出生日期: 出生年月日   # 缺少；相近的表头（没有检查项用到它）\n"
        ),
        "{entry}"
    );
    assert!(
        entry.contains("      # 状态: 学籍状态   # 缺少；相近的表头\n"),
        "{entry}"
    );
    assert!(
        entry.contains("# 未对应到列的表头：出生年月日、学籍状态、班级"),
        "{entry}"
    );
    assert!(
        entry
            .lines()
            .skip(3)
            .all(|line| line.trim_start().starts_with('#')),
        "{entry}"
    );
}

#[test]
fn words_that_deny_a_declared_one_do_not_stand_for_it() {
    let text = proposed(
        "init-denied",
        &[("学籍.csv", registry(&["不在读", "转出", "休学"]).as_bytes())],
    );
    let entry = entry(&text, "  学籍:");
    assert!(
        entry.contains("      # 状态：取值之外的词：不在读；声明了但未出现的：在读"),
        "{entry}"
    );
}

#[test]
fn what_may_be_a_persons_is_counted_and_not_shown() {
    let statuses = [
        "休学中",
        "159981201005020019",
        "赵小红",
        "某人0",
        "13812345678",
        "在读",
    ];
    let text = proposed(
        "init-private",
        &[("学籍.csv", registry(&statuses).as_bytes())],
    );
    let entry = entry(&text, "  学籍:");
    assert!(
        entry.contains("      # 状态：另有 4 种取值之外的内容，可能是个人信息，这里不显示：第 2、3、4、5 条数据"),
        "{entry}"
    );
    assert!(entry.contains("休学: 休学中"), "{entry}");
    for secret in &statuses[1..5] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}

#[test]
fn a_dataset_of_two_checklists_is_written_once() {
    let other = CHECKLIST.replace("names", "others");
    let folder = folder_with(
        "init-one-name",
        &[
            ("t.duban", CHECKLIST),
            ("u.duban", &other),
            ("家访.csv", VISITS),
            ("学籍.csv", &registry(&["在读"])),
        ],
    );
    let done = init(&folder, &["."]);
    assert_eq!(done.code, 0, "{}", done.err);
    for name in ["学籍", "家访"] {
        let lines = done.out.lines();
        let keys = lines.filter(|line| line.trim_start_matches("  ") == format!("{name}:"));
        assert_eq!(keys.count(), 1, "{}", done.out);
        assert!(
            done.out.contains(&format!("# 重名：{name}")),
            "{}",
            done.out
        );
    }
}

#[test]
fn nothing_is_overwritten_and_the_key_is_kept() {
    let folder = folder_with(
        "init-again",
        &[("t.duban", CHECKLIST), ("家访.csv", VISITS)],
    );
    let done = init(&folder, &[".", "-o", "audit.yaml"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("已生成 ./audit.key"), "{}", done.err);
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let (audit, key) = (read("audit.yaml"), read("audit.key"));
    assert_eq!(key.trim().len(), 64);
    assert!(!audit.contains(key.trim()));
    let done = init(&folder, &[".", "-o", "audit.yaml"]);
    assert_eq!(done.code, 2);
    assert!(
        done.err
            .contains("audit.yaml is there already and is not overwritten"),
        "{}",
        done.err
    );
    let done = init(&folder, &[".", "-o", "other.yaml"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert_eq!((read("other.yaml"), read("audit.key")), (audit, key));
}

#[test]
fn a_folder_without_checklists_says_what_to_do() {
    let folder = folder_with("init-none", &[("家访.csv", VISITS)]);
    let done = init(&folder, &["."]);
    assert_eq!((done.code, done.out.as_str()), (2, ""));
    assert!(
        done.err.contains("name them with --checklist FILE"),
        "{}",
        done.err
    );
    let done = init(&folder, &["nowhere"]);
    assert_eq!(done.code, 2);
    assert!(!folder.join("audit.key").exists());
}

#[test]
fn paths_lead_from_where_the_audit_file_lies() {
    let folder = folder_with(
        "init-paths",
        &[("lists/t.duban", CHECKLIST), ("data/家访.csv", VISITS)],
    );
    let done = init(
        &folder,
        &[
            "data",
            "--checklist",
            "lists/t.duban",
            "-o",
            "audits/a.yaml",
        ],
    );
    assert_eq!(done.code, 0, "{}", done.err);
    let text = fs::read_to_string(folder.join("audits/a.yaml")).unwrap();
    assert!(text.contains("checklists: [../lists/t.duban]"), "{text}");
    assert!(text.contains("file: ../data/家访.csv"), "{text}");
    assert!(folder.join("audits/audit.key").exists());
}

#[test]
fn a_printed_audit_file_says_how_to_keep_it() {
    let folder = folder_with("init-keep", &[("t.duban", CHECKLIST), ("家访.csv", VISITS)]);
    let done = init(&folder, &["."]);
    assert!(done.err.contains("加 -o audit.yaml 可保存"), "{}", done.err);
    let done = init(&folder, &[".", "-o", "audit.yaml"]);
    assert!(!done.err.contains("keeps it"), "{}", done.err);
}

#[test]
fn old_line_ends_titles_and_units_in_headers_do_not_matter() {
    let visits = "2020年家访记录表,,\r身份证号,家访日期,家访人（必填）\rID1,2020/5/1,甲某\r";
    let (gbk, _, _) = encoding_rs::GB18030.encode(visits);
    let text = proposed("init-returns", &[("走访.csv", &gbk)]);
    assert!(
        text.contains("# 家访：在 走访.csv 中，3 列有 3 列按名称找到（GB18030；表头在第 2 行）"),
        "{text}"
    );
}
