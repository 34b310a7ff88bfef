//! The chart of the page: one bar a township, its parts the severities.

use super::html::escape;
use super::plain::width;
use super::words::{Words, grouped, severity};
use crate::findings::Severity;
use crate::types::Language;

/// Severities from grave to light, as they lie in a bar.
pub(super) const SEVERITIES: [Severity; 4] = [
    Severity::Critical,
    Severity::Major,
    Severity::Minor,
    Severity::Note,
];

/// How many townships get a bar of their own; the rest share one.
const MOST_BARS: usize = 40;

/// Drawing units: the picture, the labels on the left, the bars, one row.
const WIDTH: usize = 860;
const LABELS: usize = 170;
const BARS: usize = 600;
const ROW: usize = 28;

/// A bar: its label, and how many findings of each of [`SEVERITIES`].
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) counts: [u64; 4],
}

impl Bar {
    fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// The chart as inline SVG; empty when there is nothing to draw.
pub(super) fn chart(language: Language, words: &Words, mut bars: Vec<Bar>) -> String {
    if bars.len() > MOST_BARS {
        let rest = bars.split_off(MOST_BARS - 1);
        let mut counts = [0; 4];
        for bar in &rest {
            for (sum, count) in counts.iter_mut().zip(bar.counts) {
                *sum += count;
            }
        }
        let label = format!("{} ({})", words.others, rest.len());
        bars.push(Bar { label, counts });
    }
    let Some(largest) = bars.iter().map(Bar::total).max().filter(|most| *most > 0) else {
        return String::new();
    };
    let height = ROW * (bars.len() + 1) + 8;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">\n",
        escape(words.chart)
    );
    legend(&mut svg, language);
    for (number, bar) in bars.iter().enumerate() {
        draw(&mut svg, language, bar, ROW * (number + 1) + 4, largest);
    }
    svg.push_str("</svg>\n");
    svg
}

fn legend(svg: &mut String, language: Language) {
    let mut left = LABELS;
    for grave in SEVERITIES {
        let (fill, _) = colours(grave);
        let word = severity(language, grave);
        svg.push_str(&format!(
            "<rect x=\"{left}\" y=\"5\" width=\"14\" height=\"14\" fill=\"{fill}\"/><text x=\"{}\" y=\"17\">{word}</text>\n",
            left + 20
        ));
        left += 20 + width(word) * 8 + 24;
    }
}

fn draw(svg: &mut String, language: Language, bar: &Bar, top: usize, largest: u64) {
    let middle = top + 17;
    svg.push_str(&format!(
        "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\">{}<title>{}</title></text>",
        LABELS - 8,
        escape(&shortened(&bar.label)),
        escape(&bar.label)
    ));
    let mut left = LABELS;
    for (grave, count) in SEVERITIES.into_iter().zip(bar.counts) {
        if count == 0 {
            continue;
        }
        let share = u128::from(count) * BARS as u128 / u128::from(largest);
        // What is there is never too thin to be seen.
        let long = usize::try_from(share).unwrap_or(BARS).max(2);
        let (fill, ink) = colours(grave);
        let number = grouped(count);
        svg.push_str(&format!(
            "<rect x=\"{left}\" y=\"{top}\" width=\"{long}\" height=\"{}\" fill=\"{fill}\"><title>{} {}{}</title></rect>",
            ROW - 6,
            escape(&bar.label),
            severity(language, grave),
            format_args!(" {number}"),
        ));
        if number.len() * 8 + 6 <= long {
            svg.push_str(&format!(
                "<text x=\"{}\" y=\"{middle}\" text-anchor=\"middle\" style=\"fill:{ink}\">{number}</text>",
                left + long / 2
            ));
        }
        left += long;
    }
    svg.push_str(&format!(
        "<text x=\"{}\" y=\"{middle}\" font-weight=\"600\">{}</text>\n",
        left + 8,
        grouped(bar.total())
    ));
}

/// A label that fits the space for labels.
fn shortened(label: &str) -> String {
    const COLUMNS: usize = 20;
    if width(label) <= COLUMNS {
        return label.to_owned();
    }
    let mut short = String::new();
    for character in label.chars() {
        short.push(character);
        if width(&short) > COLUMNS - 2 {
            break;
        }
    }
    short.push('…');
    short
}

/// A severity's colour and that of a number on it; told apart by lightness, so that a black-and-white print can be read.
fn colours(grave: Severity) -> (&'static str, &'static str) {
    match grave {
        Severity::Critical => ("#8c1d18", "#ffffff"),
        Severity::Major => ("#cf5a20", "#ffffff"),
        Severity::Minor => ("#f0c75e", "#2b2100"),
        Severity::Note => ("#dfe6ec", "#29333c"),
    }
}
