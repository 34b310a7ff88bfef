//! A column that stands alone beside a comparison is not taken for "is given": nobody can tell which is meant.

use crate::rewording::helps;

const BOTH_READINGS: [(&str, [&str; 2]); 3] = [
    (
        "every bus must have permit_expires and insurance_expires after as_of",
        [
            "permit_expires after as_of and insurance_expires after as_of",
            "permit_expires given and insurance_expires after as_of",
        ],
    ),
    (
        "every bus must have permit_expires or insurance_expires from 2020-01-01 to 2020-12-31",
        [
            "permit_expires from 2020-01-01 to 2020-12-31 or insurance_expires from 2020-01-01 to 2020-12-31",
            "permit_expires given or insurance_expires from 2020-01-01 to 2020-12-31",
        ],
    ),
    (
        "every bus where has a permit_expires and insurance_expires after as_of must have plate given",
        [
            "permit_expires after as_of and insurance_expires after as_of",
            "permit_expires given and insurance_expires after as_of",
        ],
    ),
];

#[test]
fn a_column_alone_beside_a_comparison_has_two_readings() {
    for (written, readings) in BOTH_READINGS {
        let told = helps(written);
        for reading in readings {
            let said = told
                .iter()
                .any(|help| help.contains(&format!("`{reading}`")));
            assert!(said, "{written}\n{told:?}");
        }
    }
    for right in [
        "every bus must have permit_expires after as_of and insurance_expires after as_of",
        "every bus must have permit_expires given and insurance_expires after as_of",
        "every bus must have permit_expires given or insurance_expires after as_of",
        "every bus must have permit_expires and must have insurance_expires after as_of",
        "every bus must have permit_expires and (insurance_expires after as_of)",
        "every bus must have permit_expires and insurance_expires given",
        "every bus must have plate and insurance_expires after as_of",
    ] {
        assert!(helps(right).is_empty(), "{right}\n{:?}", helps(right));
    }
}

#[test]
fn chinese_has_the_same_two_readings() {
    let told = helps("每条 辍学登记 应有 离校日期 且 上报日期 晚于 评估日");
    for reading in [
        "离校日期 晚于 评估日 且 上报日期 晚于 评估日",
        "离校日期 已填 且 上报日期 晚于 评估日",
    ] {
        let said = told
            .iter()
            .any(|help| help.contains(&format!("`{reading}`")));
        assert!(said, "{told:?}");
        let right = format!("每条 辍学登记 应有 {reading}");
        assert!(helps(&right).is_empty(), "{right}\n{:?}", helps(&right));
    }
}

#[test]
fn rows_within_days_lead_to_the_sentence_that_is_meant() {
    for written in [
        "every dropout must have a visit within 7 days of left_on",
        "every dropout must have a visit within 7 days after left_on",
    ] {
        let told = helps(written);
        let wanted = "must have a visit where visited_on";
        assert!(told.iter().any(|help| help.contains(wanted)), "{told:?}");
    }
}

#[test]
fn rows_counted_under_a_similar_name_are_named() {
    let told = helps("count of teacherz per school must be at least 5");
    assert!(
        told.iter()
            .any(|help| help.contains("a similar name is `teacher")),
        "{told:?}"
    );
}
