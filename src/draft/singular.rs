//! English nouns for one of what a list holds: `every footbridge` of `footbridges`, `every damage_record` of `damage`.

/// Plurals that the rules below do not make out.
const IRREGULAR: &[(&str, &str)] = &[
    ("children", "child"),
    ("people", "person"),
    ("men", "man"),
    ("women", "woman"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("mice", "mouse"),
    ("criteria", "criterion"),
    ("leaves", "leaf"),
    ("shelves", "shelf"),
    ("halves", "half"),
    ("lives", "life"),
    ("knives", "knife"),
    ("wives", "wife"),
    ("buses", "bus"),
    ("gases", "gas"),
    ("shoes", "shoe"),
    ("caches", "cache"),
    ("movies", "movie"),
    ("analyses", "analysis"),
];

/// What is counted by its records alone.
const UNCOUNTED: &[&str] = &[
    "damage",
    "staff",
    "personnel",
    "equipment",
    "machinery",
    "water",
    "drainage",
    "money",
    "information",
    "data",
    "waste",
    "rubbish",
    "food",
    "fuel",
    "traffic",
    "maintenance",
    "work",
    "works",
    "premises",
    "series",
    "news",
    "progress",
    "training",
    "furniture",
    "property",
    "land",
    "snow",
    "ice",
    "access",
    "safety",
    "funding",
    "livestock",
    "cattle",
    "police",
    "goods",
    "savings",
    "earnings",
];

/// The name of one of the things that a list of this name holds; `None` where the name says one already.
pub(super) fn singular(name: &str) -> Option<String> {
    let (before, last) = match name.rsplit_once('_') {
        Some((before, last)) => (format!("{before}_"), last),
        None => (String::new(), name),
    };
    if UNCOUNTED.contains(&last) {
        return Some(format!("{name}_record"));
    }
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == last) {
        return Some(format!("{before}{one}"));
    }
    let stem = last.strip_suffix('s')?;
    if stem.len() < 3 || !stem.is_ascii() || stem.ends_with(['s', 'u', 'i']) {
        return None;
    }
    let drops_two = ["che", "she", "sse", "xe", "zze", "oe"];
    let one = match stem.strip_suffix("ie") {
        Some(root) => format!("{root}y"),
        None if drops_two.iter().any(|ending| stem.ends_with(ending)) => {
            stem.trim_end_matches('e').to_owned()
        }
        None => stem.to_owned(),
    };
    Some(format!("{before}{one}"))
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn one_of_many() {
        for (many, one) in [
            ("footbridges", "footbridge"),
            ("closed_bridges", "closed_bridge"),
            ("parties", "party"),
            ("inspection_boxes", "inspection_box"),
            ("classes", "class"),
            ("branches", "branch"),
            ("school_children", "school_child"),
            ("damage", "damage_record"),
            ("water_works", "water_works_record"),
        ] {
            assert_eq!(singular(many).as_deref(), Some(one));
        }
        for one in ["register", "glass", "status", "analysis", "gas", "船只"] {
            assert_eq!(singular(one), None, "{one}");
        }
    }
}
