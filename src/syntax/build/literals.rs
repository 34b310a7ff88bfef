//! Names, texts, titles, numbers and days.

use super::{Builder, Node};
use crate::syntax::ast::{Name, Names, Quoted, Title};
use crate::syntax::parser::Rule;
use crate::syntax::spelling::{Token, TokenKind, is_chinese};
use crate::types::{Bilingual, Date, Number, Unit};

/// The name in a token, if it is one.
pub(super) fn name_of_token(token: &Token) -> Option<Name> {
    match &token.kind {
        TokenKind::Name(text) => Some(Name {
            text: text.clone(),
            span: token.span,
        }),
        _ => None,
    }
}

impl Builder<'_, '_> {
    fn token(&self, node: &Node<'_>) -> Option<&Token> {
        self.canonical.tokens_of(node).first()
    }

    pub(super) fn name(&self, node: &Node<'_>) -> Option<Name> {
        name_of_token(self.token(node)?)
    }

    /// Every name directly inside a node.
    pub(super) fn names_in(&self, node: &Node<'_>) -> Vec<Name> {
        let inner = node.clone().into_inner();
        inner
            .filter(|n| n.as_rule() == Rule::name)
            .filter_map(|n| self.name(&n))
            .collect()
    }

    pub(super) fn names(&self, node: &Node<'_>) -> Names {
        Names {
            all: self.names_in(node),
        }
    }

    pub(super) fn quoted(&self, node: &Node<'_>) -> Option<Quoted> {
        let token = self.token(node)?;
        match &token.kind {
            TokenKind::Text(text) => Some(Quoted {
                text: text.clone(),
                span: token.span,
            }),
            _ => None,
        }
    }

    pub(super) fn number(&self, node: &Node<'_>) -> Option<(Number, Option<Unit>)> {
        match self.token(node)?.kind {
            TokenKind::Number(number, unit) => Some((number, unit)),
            _ => None,
        }
    }

    pub(super) fn date(&self, node: &Node<'_>) -> Option<Date> {
        match self.token(node)?.kind {
            TokenKind::Date(date) => Some(date),
            _ => None,
        }
    }

    pub(super) fn month(&self, node: &Node<'_>) -> Option<(i32, u32)> {
        match self.token(node)?.kind {
            TokenKind::Month(year, month) => Some((year, month)),
            _ => None,
        }
    }

    pub(super) fn path(&self, node: &Node<'_>) -> Option<String> {
        match &self.token(node)?.kind {
            TokenKind::Path(path) => Some(path.clone()),
            _ => None,
        }
    }

    /// A title: the text with Chinese characters is the Chinese one; two texts of one script are English, Chinese.
    pub(super) fn title(&self, node: &Node<'_>) -> Option<Title> {
        let inner = node.clone().into_inner();
        let texts: Vec<_> = inner
            .filter_map(|n| self.quoted(&n))
            .map(|q| q.text)
            .collect();
        let chinese = |text: &str| text.contains(is_chinese);
        let text = match texts.as_slice() {
            [one] if chinese(one) => Bilingual {
                en: None,
                zh: Some(one.clone()),
            },
            [one] => Bilingual {
                en: Some(one.clone()),
                zh: None,
            },
            [first, second] if chinese(first) && !chinese(second) => Bilingual::both(second, first),
            [first, second] => Bilingual::both(first, second),
            _ => return None,
        };
        Some(Title {
            text,
            span: self.span(node),
        })
    }

    /// Every title directly inside a node.
    pub(super) fn titles_in(&self, node: &Node<'_>) -> Vec<Title> {
        let inner = node.clone().into_inner();
        inner
            .filter(|n| n.as_rule() == Rule::title)
            .filter_map(|n| self.title(&n))
            .collect()
    }
}
