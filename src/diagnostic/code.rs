//! The catalogue of diagnostic codes: every kind of mistake, with its stable name and a one-line summary.

use super::Severity;
use crate::types::Language;

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $en:literal $zh:literal;)*) => {
        /// A kind of mistake in a checklist or an audit file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $en] $variant,)* }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable name, as printed and asked for with `duban explain`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Whether it is an error or a warning.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What the code means, in one sentence.
            #[must_use]
            pub fn summary(self, language: Language) -> &'static str {
                match self { $(Self::$variant => language.pick($en, $zh),)* }
            }
        }
    };
}

codes! {
    Syntax "syntax" Error
        "The text is not a declaration, clause or sentence of the language." "文字不是本语言的声明、子句或句式。";
}
