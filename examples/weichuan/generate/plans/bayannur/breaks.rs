//! What is spoilt for this plan, and what follows.

use super::super::super::city::City;
use super::super::super::truth::Truth;

/// Items that wait for a setting of the region's plan.
const REGION_WAITS: [&str; 10] = [
    "neimenggu-2020/compulsory-guaranteed",
    "neimenggu-2020/database-current",
    "neimenggu-2020/exchange-in-county",
    "neimenggu-2020/funded-trainees",
    "neimenggu-2020/funds-to-poor-counties",
    "neimenggu-2020/putonghua-key-groups",
    "neimenggu-2020/putonghua-teachers",
    "neimenggu-2020/rural-teachers-stay",
    "neimenggu-2020/special-posts",
    "neimenggu-2020/workers-trained",
];

pub(super) fn spoil(city: &mut City, truth: &mut Truth) {
    truth.waits(&REGION_WAITS);
    truth.waits(&[
        "change-marked-in-time",
        "counties-visited",
        "county-extra-amount",
        "home-teaching-sample",
        "near-school",
        "paid-in-time",
        "platform-updated-in-time",
        "schools-sampled",
        "serving-school-staffed",
    ]);
    // The city has three nationally poor counties of its own; those of the rest of the region are not on its list.
    truth.not_met("neimenggu-2020/thirty-one-counties", "", "seven_counties");
    let _ = city;
}
