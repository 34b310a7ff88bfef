//! `duban explain ITEM --expected AUDIT`: the deliveries that an item expects, as CSV.

use super::{Exit, show, terminal};
use crate::inspect::{Inspection, Owed};
use crate::report::csv_field;
use crate::types::Language;

/// Prints what is owed; an audit whose items expect no deliveries cannot be answered.
pub(super) fn print(inspection: &Inspection<'_>, language: Language) -> Exit {
    let mut text = language
        .pick(
            "sender,recipient,period,due,state\n",
            "报送方,接收方,期次,截止日,状态\n",
        )
        .to_owned();
    let header = text.len();
    let listed = inspection.owed(&mut |owed| {
        text.push_str(&line(owed, language));
        Ok(())
    });
    if let Err(error) = listed {
        return show::not_read(error);
    }
    if text.len() == header {
        return show::not_done(language.pick(
            "the items asked for expect no deliveries",
            "所选检查项没有应报送的事项",
        ));
    }
    match terminal::output(|out| out.write_all(text.as_bytes())) {
        Ok(()) => Exit::Fine,
        Err(error) => show::no_output(&error),
    }
}

fn line(owed: &Owed, language: Language) -> String {
    let sender: Vec<&str> = owed.sender.iter().map(|part| part.value.as_str()).collect();
    let state = match (owed.certain, owed.is_due) {
        (false, _) | (true, None) => language.pick("cannot tell", "无法判断"),
        (true, Some(true)) => language.pick("due", "已到期"),
        (true, Some(false)) => language.pick("not yet due", "未到期"),
    };
    let due = owed.due.map(|day| day.to_string()).unwrap_or_default();
    let cells = [
        sender.join(" "),
        owed.recipient.clone(),
        owed.period.clone(),
        due,
        state.to_owned(),
    ];
    let cells: Vec<_> = cells.iter().map(|cell| csv_field(cell)).collect();
    format!("{}\n", cells.join(","))
}
