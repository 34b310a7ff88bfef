//! How people write sentences elsewhere, and the same as it is written here: patterns of words, and what stands for them.
//!
//! A small word stands for itself, `a|b` for one of several, `=a|b` for one of several that is kept as `=`; `^` and `$` are
//! the ends of the sentence. A capital stands for a kind of word: `D` a dataset or population, `C` a column, `B` one of yes
//! and no, `T` one of days, `X` one that refers to a dataset, `K` the beginning of the name of one of days, `U` of one of the last day
//! of validity, `V` a value that a column declares, `J` two words of one name, `E` every, `R` each month and the like, `H` a number
//! in words, `N` a number, `Y` a year, `M` a month, `W` any word, `S` several. Instead, `Vc`, `Kc` and `Uc` are their columns, `Cd`,
//! `Vd`, `Ud` and `Xd` the datasets of these columns, `Vk` the key to it where one is needed, `Dt` the only column of days of `D`, `Dm`
//! its only amount, `Db` its day of birth, `Dr` the column of `D` that refers to `D1`, `Ya`, `Yz`, `Ma` and `Mz` the first and the last
//! day, `Yf` and `Yl` the first and the last month.

mod chinese;
mod english;

use crate::types::Language;

/// A pattern, and what is written instead.
pub(super) type Rewording = (&'static str, &'static str);

/// The rewordings of a language; the first that lead to a sentence are taken.
pub(super) fn of(language: Language) -> &'static [Rewording] {
    match language {
        Language::En => english::ENGLISH,
        Language::Zh => chinese::CHINESE,
    }
}
