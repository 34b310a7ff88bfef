//! What is spoilt for this plan, and what follows. Counties are numbered as in `places::COUNTIES`.

use super::super::super::city::City;
use super::super::super::truth::Truth;

/// Items that wait for a setting that the text leaves out.
const WAITING: [&str; 25] = [
    "agency-points",
    "aid-system-current",
    "alert-acted-on",
    "alert-reported-promptly",
    "black-list-talk",
    "change-marked-in-three-systems",
    "dropout-ledger-current",
    "dropout-persuaded-promptly",
    "employers-checked",
    "equipment-training",
    "fewer-out-of-school",
    "incapacity-assessed",
    "inspection-rectified",
    "joint-meetings",
    "ledger-kept-up",
    "persuasion-works",
    "poor-data-current",
    "proof-sent-promptly",
    "rural-staffing",
    "school-dropout-rising",
    "summaries",
    "suspicion-reported",
    "township-dropout-rising",
    "township-meetings",
    "township-meetings-in-turn",
];

pub(super) fn spoil(_city: &mut City, truth: &mut Truth) {
    truth.waits(&WAITING);
}
