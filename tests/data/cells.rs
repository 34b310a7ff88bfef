//! Values from the text of cells.

use duban::data::cell::{
    self, CitizenIdTrace, DateFormat, Decimal, PLACEHOLDERS, citizen_id_birth, citizen_id_is_male,
    citizen_id_valid, date, fold_width, is_placeholder, lost_digits, normalise_citizen_id, number,
    number_with_unit, trimmed, truth, unescape,
};
use duban::types::Date;

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn blanks_width_and_quotes() {
    assert_eq!(text(trimmed(" \t王芳　\u{A0} ".as_bytes())), "王芳");
    assert_eq!(text(trimmed("　".as_bytes())), "");
    assert_eq!(text(trimmed(b"a b")), "a b");
    assert_eq!(
        text(&fold_width("ＡＢ　ｚ～１２（王）".as_bytes())),
        "AB z~12(王)"
    );
    assert_eq!(text(&unescape(br#"say ""yes"" ""#)), r#"say "yes" ""#);
    assert_eq!(text(&unescape(br#"a"""""#)), r#"a"""#);
}

#[test]
fn dates_in_the_usual_ways() {
    let day = Date::new(2020, 2, 26);
    for text in [
        "2020-02-26",
        "2020/2/26",
        "2020.2.26",
        "20200226",
        "2020年2月26日",
        " 2020-02-26 ",
        "２０２０－０２－２６",
        "2020-02-26 00:00:00",
        "2020/2/26 0:00",
        "2020-02-26T00:00:00",
        "2020-02-26 08:30:00",
        "2020/2/26 8:30",
        "2020-02-26T08:30:00.000Z",
        "2020-02-26T08:30:00+08:00",
        "2020年2月26日8时30分",
        "2020-02-26 3:05 PM",
    ] {
        assert_eq!(date(text.as_bytes(), &DateFormat::YearFirst), day, "{text}");
    }
    for text in [
        "2021-02-29",
        "6月31日",
        "2020-06-31",
        "26/02/2020",
        "2020-02",
        "2020-02-26 25:00",
        "2020-02-26 8",
        "2020-02-26 x",
        "2020-02/26",
        "2020年2-26",
        "2020日2月26",
        "200226",
        "x",
        "",
    ] {
        assert_eq!(
            date(text.as_bytes(), &DateFormat::YearFirst),
            None,
            "{text}"
        );
    }
}

#[test]
fn a_date_format_of_the_audit_file_takes_nothing_else() {
    let format = |pattern| DateFormat::parse(pattern).unwrap();
    let day = Date::new(2020, 2, 6);
    let cases = [
        ("dd/mm/yyyy", "06/02/2020", "6/2/2020"),
        ("d/m/yyyy", "6/2/2020", "2020-02-06"),
        ("yyyymmdd", "20200206", "2020-02-06"),
        ("yyyy/m/d", "2020/2/6", "2020-2-6"),
        ("yyyy年m月d日", "2020年2月6日", "2020年2月6"),
        ("YYYY-MM-DD", "2020-02-06", "20200206"),
    ];
    for (pattern, good, bad) in cases {
        assert_eq!(date(good.as_bytes(), &format(pattern)), day, "{pattern}");
        assert_eq!(date(bad.as_bytes(), &format(pattern)), None, "{pattern}");
    }
    assert_eq!(date(b"06/02/2020 00:00:00", &format("dd/mm/yyyy")), day);
    assert_eq!(date(b"31/02/2020", &format("dd/mm/yyyy")), None);
    for pattern in [
        "",
        "yyyy-mm",
        "dd/mm/yy",
        "yyyymd",
        "yyyy-mm-dd-dd",
        "hello",
    ] {
        assert_eq!(DateFormat::parse(pattern), None, "{pattern}");
    }
}

#[test]
fn numbers_are_exact() {
    let shown = |text: &str| number(text.as_bytes()).map(|n| n.value().to_string());
    for (text, expected) in [
        ("0", "0"),
        ("-12.50", "-12.5"),
        ("1,234.50", "1234.5"),
        (" 1 234", ""),
        ("１２３．５", "123.5"),
        ("¥1,000", "1000"),
        ("￥-5", "-5"),
        ("1e3", "1000"),
        ("+7", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("12345678901234567890", "12345678901234567890"),
        ("12,34", ""),
        ("--5", ""),
        (".", ""),
        ("-", ""),
        ("1.2.3", ""),
        ("五", ""),
    ] {
        let expected = (!expected.is_empty()).then(|| expected.to_owned());
        assert_eq!(shown(text), expected, "{text}");
    }
    let short = |mantissa, scale| Some(Decimal::Short { mantissa, scale });
    assert_eq!(number(b"312.50"), short(31_250, 2));
    assert_eq!(number(b"1,312.50"), short(131_250, 2));
    assert!(matches!(
        number(b"1234567890123456789012"),
        Some(Decimal::Long(_))
    ));
}

#[test]
fn a_unit_behind_a_number_is_told_apart() {
    let shown = |text: &str| {
        let (number, unit) = number_with_unit(text.as_bytes())?;
        Some((number.value().to_string(), unit))
    };
    for text in ["95%", "９５％", "95.00 %", "9.5e1%"] {
        let found = Some(("95".to_owned(), "%".to_owned()));
        assert_eq!(shown(text), found, "{text}");
    }
    let money = Some(("1200.5".to_owned(), "元".to_owned()));
    for text in ["1,200.50元", "￥1200.50 元", "人民币１２００．５元"] {
        assert_eq!(shown(text), money, "{text}");
    }
    for text in ["%", "元", "3-5人", "12", ""] {
        assert_eq!(shown(text), None, "{text}");
    }
    assert_eq!(shown("95%%").unwrap().1, "%%");
    let power = |mantissa, scale, power| {
        let number = Decimal::Short { mantissa, scale };
        number.shifted(power).unwrap().value().to_string()
    };
    assert_eq!(power(12, 1, 4), "12000");
    assert_eq!(power(12, 1, -2), "0.012");
    assert_eq!(power(i64::MAX, 0, 4), "92233720368547758070000");
}

#[test]
fn words_for_yes_no_and_not_known() {
    for word in ["是", "Yes", "TRUE", "y", "1", "√", "１", "ｙｅｓ", " 是 "] {
        assert_eq!(truth(word.as_bytes()), Some(true), "{word}");
    }
    for word in ["否", "No", "false", "N", "0", "×"] {
        assert_eq!(truth(word.as_bytes()), Some(false), "{word}");
    }
    for word in ["", "是否", "2", "maybe"] {
        assert_eq!(truth(word.as_bytes()), None, "{word}");
    }
    for word in ["无", " 待定 ", "/", "／", "-"] {
        assert!(is_placeholder(word.as_bytes(), &PLACEHOLDERS), "{word}");
    }
    assert!(!is_placeholder("无双".as_bytes(), &PLACEHOLDERS));
}

#[test]
fn numbers_that_lost_their_last_digits_are_seen() {
    for text in [
        "5.20101E+17",
        "5.2010120150219E+17",
        "520101201502190000",
        "1E15",
        "6.2e+18",
    ] {
        assert!(lost_digits(text.as_bytes()), "{text}");
    }
    for text in [
        "520101201502190110",
        "52010120150219011X",
        "1E5",
        "5.2E+10",
        "100000000000000",
        "",
        "E+17",
        "abcE+17",
    ] {
        assert!(!lost_digits(text.as_bytes()), "{text}");
    }
}

#[test]
fn citizen_numbers_are_made_comparable_with_a_trace() {
    let trace = CitizenIdTrace::default();
    let cases = [
        ("11010519491231002X", "11010519491231002X", trace),
        (
            "11010519491231002x",
            "11010519491231002X",
            CitizenIdTrace {
                lower_x: true,
                ..trace
            },
        ),
        (
            " 110105 19491231 002X",
            "11010519491231002X",
            CitizenIdTrace {
                blanks: true,
                ..trace
            },
        ),
        (
            "１１０１０５１９４９１２３１００２Ｘ",
            "11010519491231002X",
            CitizenIdTrace {
                full_width: true,
                ..trace
            },
        ),
        (
            "11010519491231002X　",
            "11010519491231002X",
            CitizenIdTrace {
                blanks: true,
                ..trace
            },
        ),
        (
            "110105491231002",
            "11010519491231002X",
            CitizenIdTrace {
                from_15_digits: true,
                ..trace
            },
        ),
        ("G12345", "G12345", trace),
        ("", "", trace),
        ("待定", "待定", trace),
    ];
    for (cell, expected, trace) in cases {
        let (id, found) = normalise_citizen_id(cell.as_bytes());
        assert_eq!((text(&id), found), (expected, trace), "{cell}");
    }
    assert!(normalise_citizen_id(b"11010519491231002X").1.exact());
}

#[test]
fn citizen_numbers_tell_birth_and_sex() {
    let id = b"11010519491231002X";
    assert!(citizen_id_valid(id));
    assert!(!citizen_id_valid(b"110105194912310021"));
    assert!(!citizen_id_valid(b"11010519491231002"));
    assert!(!citizen_id_valid(b"11010519491331002X"));
    assert_eq!(citizen_id_birth(id), Date::new(1949, 12, 31));
    assert_eq!(citizen_id_birth(b"110105194902300020"), None);
    assert_eq!(citizen_id_is_male(id), Some(false));
    assert_eq!(citizen_id_is_male(b"short"), None);
}

#[test]
fn placeholders_are_data_and_not_rules() {
    assert!(cell::is_placeholder("暂缺".as_bytes(), &["暂缺"]));
}

#[test]
fn a_long_number_is_no_day_and_no_time() {
    for text in [
        "10044574285",
        "2020-09-01 99999999999:30",
        "99999999999-01-02",
    ] {
        assert_eq!(
            cell::date(text.as_bytes(), &DateFormat::YearFirst),
            None,
            "{text}"
        );
    }
}
