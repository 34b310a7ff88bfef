//! Short texts in one piece of memory: a row has many, and there are many rows.

/// Some texts, one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    text: String,
    /// Where each of them ends.
    ends: Vec<u32>,
}

/// Bytes that the texts of a row mostly have.
const USUAL: usize = 48;

impl Texts {
    /// One of them.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = at
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        self.text.get(start..end)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).filter_map(|at| self.get(at))
    }
}

impl<S: AsRef<str>> FromIterator<S> for Texts {
    fn from_iter<I: IntoIterator<Item = S>>(texts: I) -> Self {
        let texts = texts.into_iter();
        let mut all = Self {
            text: String::with_capacity(USUAL),
            ends: Vec::with_capacity(texts.size_hint().0),
        };
        for text in texts {
            all.text.push_str(text.as_ref());
            let end = u32::try_from(all.text.len()).unwrap_or(u32::MAX);
            all.ends.push(end);
        }
        all
    }
}
