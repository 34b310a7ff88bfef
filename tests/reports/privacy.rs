//! Ids of findings and masking of values.

use duban::findings::identity::{HashKey, Identity, KeyFileError, Twin};
use duban::findings::mask::Masking;
use duban::types::{Language, Type};

const PUPIL: Identity<'static> = Identity {
    item: "dropout/persuader",
    key: &[Some("110105201102293417")],
    part: None,
    twin: None,
};

fn key() -> HashKey {
    HashKey::from_text(&"0f".repeat(32)).expect("64 digits")
}

#[test]
fn an_id_depends_on_item_key_part_and_twin_alone() {
    let twin = |cells: &str, ordinal| {
        Some(Twin {
            cells: key().digest([cells]),
            ordinal,
        })
    };
    let identities = [
        PUPIL,
        Identity {
            item: "dropout/visit",
            ..PUPIL
        },
        Identity {
            key: &[Some("110105201102293418")],
            ..PUPIL
        },
        // A value that two columns share out differently, a blank and an unknown one.
        Identity {
            key: &[Some("1101"), Some("05201102293417")],
            ..PUPIL
        },
        Identity {
            key: &[Some("11010"), Some("5201102293417")],
            ..PUPIL
        },
        Identity {
            key: &[Some("")],
            ..PUPIL
        },
        Identity {
            key: &[None],
            ..PUPIL
        },
        Identity { key: &[], ..PUPIL },
        Identity {
            part: Some("name"),
            ..PUPIL
        },
        Identity {
            part: Some(""),
            ..PUPIL
        },
        Identity {
            twin: twin("a", 0),
            ..PUPIL
        },
        Identity {
            twin: twin("a", 1),
            ..PUPIL
        },
        Identity {
            twin: twin("b", 0),
            ..PUPIL
        },
    ];
    let ids: std::collections::BTreeSet<String> = identities
        .iter()
        .map(|identity| key().id(identity))
        .collect();
    assert_eq!(ids.len(), identities.len());
    assert_eq!(key().id(&PUPIL), key().id(&PUPIL));
}

#[test]
fn an_id_stays_the_same_for_ever() {
    insta::assert_snapshot!(key().id(&PUPIL), @"1wcy6pvqn78r6xjb3s1s9ks7");
    let id = key().id(&PUPIL);
    assert_eq!(id.len(), HashKey::ID_LENGTH);
    assert!(
        id.chars()
            .all(|c| c.is_ascii_digit() || c.is_ascii_lowercase())
    );
}

#[test]
fn ids_of_another_key_cannot_be_compared() {
    let (first, second) = (HashKey::fresh(), HashKey::fresh());
    assert_ne!(first.id(&PUPIL), second.id(&PUPIL));
    assert_ne!(first.id(&PUPIL), key().id(&PUPIL));
    let read_back = HashKey::from_text(&first.to_text()).expect("a key's own text");
    assert_eq!(first.id(&PUPIL), read_back.id(&PUPIL));
}

#[test]
fn a_key_is_never_printed() {
    assert_eq!(format!("{:?}", key()), "HashKey(…)");
}

#[test]
fn a_key_file_that_is_none_is_refused() {
    let error = |text: &str| HashKey::from_text(text).err();
    assert_eq!(error(""), Some(KeyFileError::Length(0)));
    assert_eq!(error(&"0".repeat(63)), Some(KeyFileError::Length(63)));
    assert_eq!(error(&"0".repeat(65)), Some(KeyFileError::Length(65)));
    assert_eq!(error("my secret"), Some(KeyFileError::Character('m')));
    assert_eq!(
        KeyFileError::Length(63).words(Language::En),
        "holds 63 hexadecimal digits; a key has 64"
    );
    assert!(HashKey::from_text(&format!("{}\r\n{}\n", "Ab".repeat(16), "cD".repeat(16))).is_ok());
}

#[test]
fn names_keep_their_first_character_and_numbers_their_last_two() {
    let masked = |kind: Type, text: &str| Masking::default().mask(&kind, text).into_owned();
    let cases = [
        (Type::PersonName, "王小明", "王**"),
        (Type::PersonName, "  阿依古丽·买买提", "  阿*******"),
        (Type::PersonName, "王 明", "王**"),
        (Type::PersonName, "王", "王"),
        (Type::PersonName, "", ""),
        (Type::CitizenId, "11010520110229341X", "****************1X"),
        (Type::CitizenId, "1.10105E+17", "*********17"),
        (Type::CitizenId, "不详诸葛瑾", "*****"),
        (Type::CitizenId, "张明", "**"),
        (Type::CitizenId, "不详", "不详"),
        (Type::Phone, "Max", "***"),
        (Type::CitizenId, "G12345678", "*******78"),
        (Type::Phone, "13800001234", "*********34"),
        (Type::Phone, "７１", "７１"),
        (Type::Id, "G110105201102293417", "G****************17"),
        (
            Type::Text,
            "父 11010519801102341X，母 110105198212013429",
            "父 ****************1X，母 ****************29",
        ),
        (
            Type::Text,
            "１１０１０５２０１１０２２９３４１Ｘ",
            "****************１Ｘ",
        ),
        (Type::Text, "110105 20110229 341X", "****** ******** **1X"),
        (Type::Text, "110105-20110229-3417", "******-********-**17"),
        (Type::Text, "110105800122341", "*************41"),
        (Type::Text, "母 13800001234", "母 *********34"),
        (
            Type::Text,
            "2010-03-04 13800001234",
            "2010-03-04 *********34",
        ),
        // Cells that have moved by one.
        (Type::Date, "王小明", "王**"),
        (Type::Date, "110105201102293417", "****************17"),
        (Type::Integer, "Ann Smith", "A** S****"),
        (Type::Money, "110105201102293417", "****************17"),
        (Type::OneOf(0), "110105201102293417", "****************17"),
        (Type::Integer, "13977778888", "*********88"),
        (Type::Date, "13977778888", "*********88"),
        (Type::Money, "13977778888", "13977778888"),
        (Type::Integer, "三年级", "三年级"),
        (Type::Date, "2021年2月29日", "2021年2月29日"),
        // Digits that are no citizen number.
        (Type::Id, "999999999999999999", "999999999999999999"),
        (Type::Text, "1101052011022934170", "1101052011022934170"),
        (Type::Text, "王小明", "王小明"),
        (Type::Money, "1250.00", "1250.00"),
        (Type::OneOf(0), "休学", "休学"),
    ];
    for (kind, text, expected) in cases {
        assert_eq!(masked(kind.clone(), text), expected, "{kind:?}");
        assert_eq!(Masking { reveal: true }.mask(&kind, text), text);
    }
}

#[test]
fn any_text_can_be_masked() {
    proptest::proptest!(|(text in "[0-9xX王 é]{0,60}")| {
        for kind in [Type::Text, Type::PersonName, Type::CitizenId] {
            let masked = Masking::default().mask(&kind, &text).into_owned();
            proptest::prop_assert_eq!(masked.chars().count(), text.chars().count());
        }
    });
}
