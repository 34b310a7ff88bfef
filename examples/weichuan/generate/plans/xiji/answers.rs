//! What people answered: whom each question is asked about.

use super::super::super::answers::Asking;
use super::super::super::city::{City, Row};
use super::offices::is_compulsory;

pub(super) fn answers(asking: &mut Asking<'_>) {
    let all = |_: &City, _: Row| true;
    asking.whole("warm-help-system").with(&["制度文件"]);
    for item in [
        "four-media",
        "homes-visited",
        "eight-parties",
        "teaching-reform",
        "police-data-shared",
        "preschool-plan",
        "teachers-exchanged",
        "zoning-reform",
        "admission-documents",
    ] {
        asking.whole(item);
    }
    for item in [
        "school-visits-homes",
        "school-mechanism",
        "match-repeated",
        "standard-schools",
    ] {
        asking.of(item, "schools", &["school_id"], is_compulsory);
    }
    for item in ["school-publicity", "two-teams", "fair-admission"] {
        asking.of(item, "schools", &["school_id"], all);
    }
    for (item, kind) in [
        ("senior-reform", "普通高中"),
        ("senior-appraisal", "普通高中"),
        ("vocational-reform", "中职"),
    ] {
        asking.of(item, "schools", &["school_id"], move |city, row| {
            city.is(row, "kind", kind)
        });
    }
    for (item, ownership) in [
        ("public-kindergarten-funds", "公办"),
        ("private-kindergartens-inspected", "民办"),
    ] {
        asking.of(item, "schools", &["school_id"], move |city, row| {
            city.is(row, "kind", "幼儿园") && city.is(row, "ownership", ownership)
        });
    }
    asking.of("two-lines", "townships", &["code"], all);
    asking.of(
        "visit-problems-solved",
        "visit_problems",
        &["visit_no", "problem"],
        all,
    );
    asking.of("return-mechanism", "persuasion_cases", &["case_no"], all);
    asking.of(
        "dropout-has-file",
        "dropout_ledger",
        &["national_id"],
        |city, row| city.is_one(row, "status", &["失学", "辍学"]),
    );
    asking.of(
        "preschool-teachers",
        "posts",
        &["school", "for_period"],
        |city, row| city.cell(row, "school").starts_with('1'),
    );
    asking.of(
        "supervision-verifies",
        "issues",
        &["issue_no"],
        |city, row| !city.is(row, "source", "自查排查") && !city.is(row, "rectified_on", ""),
    );
    asking.of(
        "papers-archived",
        "documents",
        &["document_no"],
        |city, row| city.is(row, "kind", "整改资料"),
    );
    asking.of(
        "supervision-inspects",
        "schools",
        &["school_id"],
        |city, row| {
            let issues = city.all("issues", "school", &city.cell(row, "school_id"));
            issues
                .iter()
                .any(|issue| !city.is(*issue, "source", "自查排查"))
        },
    );
    let titled = |item: &str, asking: &mut Asking<'_>, words: &'static [&'static str]| {
        asking.of(item, "documents", &["document_no"], move |city, row| {
            let (title, number) = (city.cell(row, "title"), city.cell(row, "issue_no"));
            words
                .iter()
                .any(|word| title.contains(word) || number == *word)
        });
    };
    titled(
        "two-notices",
        asking,
        &["西教工委发〔2020〕22号", "义务教育控辍保学责任制"],
    );
    titled(
        "four-documents",
        asking,
        &[
            "教基〔2020〕5号",
            "宁教基〔2020〕66号",
            "控辍保学建立长效机制",
            "劝返复学学生教育教学管理",
        ],
    );
    titled(
        "three-documents",
        asking,
        &["特殊教育提升计划", "农村留守儿童保护", "特殊群体帮扶"],
    );
    titled(
        "two-plans",
        asking,
        &["城乡义务教育一体化", "义务教育优质均衡"],
    );
}
