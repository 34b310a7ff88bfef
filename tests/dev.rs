use duban::diagnostic::Diagnostics;
use duban::source::{Files, Location};
#[test]
fn dev() {
    let path = std::env::var("DUBAN_DEV").unwrap();
    let mut files = Files::new();
    let mut d = Diagnostics::default();
    let model = duban::model::load(std::path::Path::new(&path), &mut files, &mut d);
    for p in d.into_sorted() {
        let s = p.labels[0].span;
        let l = Location::of(files.text(s.file), s.start as usize);
        println!(
            "{}:{}:{} {} `{}`: {} | {:?}",
            files.path(s.file).display(),
            l.line,
            l.column,
            p.code.name(),
            files.slice(s),
            p.message,
            p.help
        );
    }
    println!(
        "items {} exprs {} as_of {:?}",
        model.items.len(),
        model.exprs.len(),
        duban::model::items_needing_as_of(&model)
    );
    if std::env::var("FULL").is_ok() {
        for i in &model.items {
            println!("{}: {:?}", i.id, i.check);
        }
        for (n, e) in model.exprs.iter().enumerate() {
            println!("{n}: {:?} : {:?}", e.kind, e.ty);
        }
    }
}
#[test]
fn prose() {
    use duban::types::Language;
    let path = std::env::var("DUBAN_DEV").unwrap();
    let mut files = Files::new();
    let mut d = Diagnostics::default();
    let model = duban::model::load(std::path::Path::new(&path), &mut files, &mut d);
    for i in &model.items {
        println!(
            "{}\n  {}\n  {}",
            i.id,
            duban::explain::item(&model, i, Language::En),
            duban::explain::item(&model, i, Language::Zh)
        );
        if let duban::model::Check::Rows(r) = &i.check {
            for c in &r.must {
                println!(
                    "  [{}] [{}]",
                    duban::explain::requirement(&model, c, Language::En),
                    duban::explain::requirement(&model, c, Language::Zh)
                );
            }
        }
    }
}
