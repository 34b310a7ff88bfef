//! Meaning: names become numbers, sentences become checks, and prose says what was taken.

use duban::diagnostic::Diagnostics;
use duban::explain;
use duban::model::{
    Aggregate, Check, ExprId, ExprKind, Item, Link, Model, SubjectKind, items_needing_as_of,
    load_all, load_text, needs_as_of,
};
use duban::source::Files;
use duban::types::{Language, Type};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/model")
}

/// The model of a checklist that must be free of errors and warnings.
fn model(text: &str) -> Model {
    let (model, problems) = loaded(text);
    assert!(problems.is_empty(), "{text}\n{}", problems.join("\n"));
    model
}

/// The model of a text beside the files of the folder, and what is wrong as `code at text: message`.
fn loaded(text: &str) -> (Model, Vec<String>) {
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::default();
    let model = load_text(
        &folder().join("test.duban"),
        text,
        &mut files,
        &mut diagnostics,
    );
    let problems = diagnostics.into_sorted();
    let problems = problems.iter().map(|d| {
        let at = d.labels.first().map_or("", |label| files.slice(label.span));
        format!("{} at `{at}`: {}", d.code.name(), d.message)
    });
    (model, problems.collect())
}

/// A checklist of one item over the shared terms.
fn one(sentence: &str) -> Model {
    model(&format!(
        "checklist t \"T\" / 「题」\n\nuse \"terms\"\n\nitem x \"X\" / 「项」\n  cites plan 一\n  {sentence}\n"
    ))
}

fn problems(sentence: &str) -> Vec<String> {
    loaded(&format!(
        "checklist t \"T\" / 「题」\n\nuse \"terms\"\n\nitem x \"X\" / 「项」\n  cites plan 一\n  {sentence}\n"
    ))
    .1
}

fn forms() -> Model {
    model(include_str!("model/forms.duban"))
}

fn item<'m>(model: &'m Model, id: &str) -> &'m Item {
    model.items.iter().find(|item| item.id == id).unwrap()
}

/// The aggregates below an expression.
fn aggregates(model: &Model, root: ExprId) -> Vec<&Aggregate> {
    model
        .reachable(&[root])
        .into_iter()
        .filter_map(|id| match &model.expr(id).kind {
            ExprKind::Aggregate(aggregate) => Some(aggregate),
            _ => None,
        })
        .collect()
}

/// The name of a column expression.
fn column(model: &Model, id: ExprId) -> String {
    match model.expr(id).kind {
        ExprKind::Column {
            dataset, column, ..
        } => {
            let of = &model.datasets[dataset];
            format!("{}.{}", of.names.id(), of.columns[column].names.id())
        }
        ref other => format!("{other:?}"),
    }
}

#[test]
fn prose_says_what_every_sentence_form_asks_for() {
    let model = forms();
    for language in [Language::En, Language::Zh] {
        let prose: Vec<String> = model
            .items
            .iter()
            .map(|item| format!("{}\n  {}", item.id, explain::item(&model, item, language)))
            .collect();
        insta::with_settings!({
            snapshot_path => "model",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(format!("forms.{}", language.code()), prose.join("\n"));
        });
    }
}

#[test]
fn registry_matches_enrolment_takes_the_common_key_and_columns() {
    let model = forms();
    let Check::Match(check) = &item(&model, "registry-agrees").check else {
        panic!("no match");
    };
    let keys: Vec<String> = check
        .sources
        .iter()
        .map(|source| column(&model, source.key[0]))
        .collect();
    assert_eq!(keys, ["registry.national_id", "enrolment.national_id"]);
    assert!(check.sources.iter().all(|source| source.key_is_unique));
    let fields: Vec<&str> = check.compared.iter().map(|c| c.id.as_str()).collect();
    // The key itself, the derived column and what only one side has are not compared.
    assert_eq!(fields, ["name", "grade", "school"]);
    assert_eq!(check.parts.len(), 7);
}

#[test]
fn a_named_persuader_is_given_real_and_found_once_in_force() {
    let model = forms();
    let Check::Rows(check) = &item(&model, "named-persuader").check else {
        panic!("no rows");
    };
    assert_eq!(
        model.populations[check.population.unwrap()].names.id(),
        "dropouts"
    );
    assert!(check.member.is_some() && check.applies.is_none());
    let [clause] = check.must.as_slice() else {
        panic!("one clause");
    };
    assert_eq!(
        column(&model, clause.actual.unwrap()),
        "dropout_ledger.persuader"
    );
    let counts = aggregates(&model, clause.must);
    let [count] = counts.as_slice() else {
        panic!("one count");
    };
    assert_eq!(model.datasets[count.dataset].names.id(), "staff");
    assert!(count.filter.is_some(), "validity is asked for");
    let Link::Keys { inner, outer } = &count.link else {
        panic!("linked by key");
    };
    assert_eq!(column(&model, inner[0]), "staff.staff_no");
    assert_eq!(column(&model, outer[0]), "dropout_ledger.persuader");
}

#[test]
fn only_items_that_look_at_the_day_need_it() {
    let model = forms();
    let needing: Vec<&str> = items_needing_as_of(&model)
        .into_iter()
        .map(|number| model.items[number].id.as_str())
        .collect();
    assert_eq!(needing, ["when", "days", "named-persuader"]);
    assert!(needs_as_of(&model));
    assert!(!needs_as_of(&one("every pupil must have a grade")));
}

#[test]
fn groups_of_a_dataset_are_its_rows() {
    let model = forms();
    let Check::Rows(check) = &item(&model, "places").check else {
        panic!("no rows");
    };
    assert_eq!(check.subject, SubjectKind::Group);
    assert_eq!(model.datasets[check.dataset].names.id(), "schools");
    let Link::Keys { inner, outer } = &aggregates(&model, check.must[0].must)[0].link else {
        panic!("linked by key");
    };
    assert_eq!(column(&model, inner[0]), "registry.school");
    assert_eq!(column(&model, outer[0]), "schools.school_no");
}

#[test]
fn groups_of_columns_come_from_all_the_rows_named() {
    let model = forms();
    let Check::Groups(check) = &item(&model, "grades").check else {
        panic!("no groups");
    };
    let keys: Vec<String> = check
        .keys
        .iter()
        .map(|key| column(&model, key[0]))
        .collect();
    assert_eq!(keys, ["registry.grade", "enrolment.grade"]);
    assert_eq!(check.names[0].zh.as_deref(), Some("年级"));
}

#[test]
fn a_path_after_per_leads_to_the_rows_of_its_dataset() {
    let model = forms();
    for id in ["rate", "retention"] {
        let Check::Rows(check) = &item(&model, id).check else {
            panic!("no rows");
        };
        assert_eq!(model.datasets[check.dataset].names.id(), "townships");
        let link = &aggregates(&model, check.must[0].must)
            .into_iter()
            .find(|a| a.that.is_some())
            .unwrap()
            .link;
        let Link::Keys { inner, .. } = link else {
            panic!("linked by key");
        };
        assert!(matches!(model.expr(inner[0]).kind, ExprKind::Follow { .. }));
    }
}

#[test]
fn a_range_becomes_two_clauses_so_that_a_finding_names_the_bound() {
    let model = forms();
    let ranged = item(&model, "range");
    let Check::Rows(check) = &ranged.check else {
        panic!("no rows");
    };
    let words: Vec<String> = check
        .must
        .iter()
        .map(|clause| explain::requirement(&model, ranged, clause, Language::En))
        .collect();
    assert_eq!(
        words,
        [
            "the grade must be at least 1",
            "the grade must be at most 9",
            "the birth date must be before 2020-09-01"
        ]
    );
    let words = explain::requirement(&model, ranged, &check.must[0], Language::Zh);
    assert_eq!(words, "年级应不低于1");
}

#[test]
fn names_of_either_language_mean_the_same() {
    let zh = model(
        "检查清单 t 「题」 / \"T\"\n\n使用 「terms」\n\n检查项 x 「项」 / \"X\"\n  依据 方案 一\n  失学辍学学生 应有 明确的 劝返责任人\n",
    );
    let en = one("dropouts have a named persuader");
    let words = |model: &Model| explain::item(model, &model.items[0], Language::En);
    assert_eq!(words(&zh), words(&en));
}

#[test]
fn a_used_file_is_loaded_once_for_all_checklists() {
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::default();
    let paths = [folder().join("forms.duban"), folder().join("second.duban")];
    let model = load_all(&paths, None, &mut files, &mut diagnostics);
    assert!(diagnostics.into_sorted().is_empty());
    assert_eq!(model.checklists.len(), 2);
    let registries = model
        .datasets
        .iter()
        .filter(|dataset| dataset.names.id() == "registry");
    assert_eq!(registries.count(), 1);
    assert_eq!(model.items.last().unwrap().checklist, 1);
}

#[test]
fn a_library_is_looked_into_after_the_own_folder() {
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::default();
    let path = folder().join("elsewhere/third.duban");
    let library = folder();
    let model = load_all(&[path], Some(&library), &mut files, &mut diagnostics);
    assert!(diagnostics.into_sorted().is_empty());
    assert_eq!(model.items.len(), 1);
}

#[test]
fn two_files_that_use_each_other_are_told_at_the_use() {
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::default();
    let path = folder().join("round/a.duban");
    let _ = load_all(&[path], None, &mut files, &mut diagnostics);
    let found = diagnostics.into_sorted();
    let codes: Vec<&str> = found.iter().map(|d| d.code.name()).collect();
    assert_eq!(codes, ["uses-itself"]);
    assert_eq!(files.slice(found[0].labels[0].span), "\"a\"");
}

#[test]
fn five_mistakes_are_five_diagnostics_and_nothing_follows_from_them() {
    let (_, problems) = loaded(
        "checklist t \"T\" / 「题」\n\nuse \"terms\"\n\nsetting limit : date = 2021-02-29\n\npopulation small = registry where grad = 1\n\nitem a \"A\" / 「甲」\n  cites plann 一\n  every small must have birth_date before limit\n\nitem b \"B\" / 「乙」\n  cites plan 一\n  every pupil must have status = 转走 or nme is given\n",
    );
    let codes: Vec<&str> = problems
        .iter()
        .filter_map(|p| p.split(' ').next())
        .collect();
    assert_eq!(
        codes,
        [
            "impossible-date",
            "unknown-column",
            "unknown-name",
            "not-in-value-set",
            "unknown-column"
        ],
        "{problems:#?}"
    );
}

#[test]
fn values_are_held_against_values_of_their_kind() {
    let cases = [
        ("every pupil must have grade at most 95%", "unit-mismatch"),
        (
            "every payment must have (days from due_on to paid_on) at most 30",
            "unit-mismatch",
        ),
        (
            "every pupil must have birth_date at least 6",
            "type-mismatch",
        ),
        ("every pupil must have national_id = 1", "type-mismatch"),
        ("every pupil must have school = national_id", ""),
        ("every pupil must have grade at least 0.5", ""),
        ("every payment must have amount more than 0", ""),
        ("every payment must have amount from 0.10 to 500", ""),
        (
            "every payment must have (days from due_on to paid_on) from 1 to 30 days",
            "",
        ),
        ("every pupil must have boarder = yes", ""),
        ("every pupil must have (sex of national_id) = 女", ""),
        (
            "every pupil must have (birth date of national_id) = birth_date",
            "",
        ),
        (
            "every pupil must be grade is one of 1, 2 and score / grade at most 50%",
            "",
        ),
        (
            "every pupil must have (largest of payments.school_year by national_id) given",
            "wrong-operand",
        ),
        (
            "every pupil must have (largest of payments.paid_on by national_id) after birth_date + 6 years",
            "",
        ),
        (
            "every pupil must have (count of different payments.school_year by national_id) at most 3",
            "",
        ),
        (
            "every pupil must have (quantile 25% of payments.amount by national_id) at least 1 yuan",
            "",
        ),
        ("every pupil must have stage = primary", ""),
        ("every pupil must have school.kind given", "unknown-column"),
        (
            "every pupil must have subsidy(stage) = 5",
            "table-arguments",
        ),
        ("at least 95 of registry must have a grade", "wrong-operand"),
        ("every pupil must have school_no given", "unknown-column"),
    ];
    let mut wrong = Vec::new();
    for (sentence, code) in cases {
        let found = problems(sentence);
        let fits = match (code, found.as_slice()) {
            ("", []) => true,
            (code, [one]) => !code.is_empty() && one.starts_with(&format!("{code} at")),
            _ => false,
        };
        if !fits {
            wrong.push(format!("{sentence}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_expression_of_a_sound_checklist_has_a_type() {
    let model = forms();
    let untyped: Vec<_> = model
        .exprs
        .iter()
        .filter(|expr| expr.ty == Type::Unknown)
        .collect();
    assert!(untyped.is_empty(), "{untyped:?}");
}

#[test]
fn a_list_of_a_megabyte_of_wrong_words_is_answered() {
    let list = vec!["休业"; 100_000].join(", ");
    let found = problems(&format!("every pupil must be status is one of {list}"));
    assert!(!found.is_empty());
}

#[test]
fn a_circle_of_definitions_is_told_once() {
    let (_, problems) = loaded(
        "checklist t \"T\" / 「题」\n\nuse \"terms\"\n\ndefine alpha of registry = beta + 1\ndefine beta of registry = alpha + 1\n\nmeasure m = n + 1\nmeasure n = m + 1\n\nitem x \"X\" / 「项」\n  cites plan 一\n  every pupil must have alpha at least 1\n",
    );
    let codes: Vec<&str> = problems
        .iter()
        .filter_map(|p| p.split(' ').next())
        .collect();
    assert_eq!(
        codes,
        ["defined-by-itself", "defined-by-itself"],
        "{problems:#?}"
    );
}

#[test]
fn a_declaration_that_cannot_be_read_is_not_missed_as_well() {
    let (_, problems) = loaded(
        "checklist t \"T\" / 「题」\n\nuse \"terms\"\n\npopulation young = registry where grade at at 3\n\nitem x \"X\" / 「项」\n  cites plan 一\n  every young must have a grade\n",
    );
    assert_eq!(problems.len(), 1, "{problems:#?}");
}

/// The codes of what is wrong with a checklist that uses `lib`.
fn codes_with_library(name: &str, library: Option<&str>, text: &str) -> Vec<&'static str> {
    let folder = std::env::temp_dir().join(format!("duban-library-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    if let Some(library) = library {
        std::fs::write(folder.join("lib.duban"), library).unwrap();
    }
    let path = folder.join("main.duban");
    std::fs::write(&path, text).unwrap();
    let (mut files, mut found) = (Files::new(), Diagnostics::default());
    let _ = duban::model::load_all(&[path], None, &mut files, &mut found);
    std::fs::remove_dir_all(&folder).unwrap();
    let found = found.into_sorted();
    found.iter().map(|one| one.code.name()).collect()
}

#[test]
fn a_used_file_that_is_missing_is_told_once() {
    let en = "checklist a \"A\" / 「甲」\nuse \"lib\"\nsource plan \"Plan\" / 「方案」\n\
        item one \"One\" / 「一」\n  cites plan 1\n  every pupil must have grade given\n";
    let zh = "检查清单 a 「甲」 / \"A\"\n使用 「lib」\n文件 方案 「方案」 / \"Plan\"\n\
        检查项 one 「一」 / \"One\"\n  依据 方案 1\n  每名 学生 应 年级 已填\n";
    for (name, text) in [("missing-en", en), ("missing-zh", zh)] {
        assert_eq!(codes_with_library(name, None, text), ["missing-file"]);
    }
}

#[test]
fn what_a_used_file_with_mistakes_may_declare_is_not_told_as_unknown() {
    let library = "checklist lib \"Lib\" / 「库」\ndataset pupils pupil\n  id : id key\n  grade : integre\n\
        define old of pupils = grade mor than 3\npopulation seniors = pupils wher grade = 3\n";
    let text = "checklist a \"A\" / 「甲」\nuse \"lib\"\nsource plan \"Plan\" / 「方案」\n\
        item one \"One\" / 「一」\n  cites plan 1\n  every pupil must have grade given and old = yes\n\
        item two \"Two\" / 「二」\n  cites plan 1\n  every senior must have grade given\n\
        item three \"Three\" / 「三」\n  cites plan 1\n  seniors have a pupil by id\n";
    let found = codes_with_library("mistakes", Some(library), text);
    assert_eq!(
        found.iter().filter(|code| **code == "syntax").count(),
        3,
        "{found:?}"
    );
    assert!(!found.contains(&"unknown-column"), "{found:?}");
}
