//! Tries out dates: how the plan changes if an application's release, contract or end moves.

use jiff::civil::Date;

use crate::record::{ApplicationReport, WhatIf};

/// The dates that can be tried out, by their inventory names. The first is the default.
pub const DATES: [&str; 4] = [
    "next_release",
    "contract_until",
    "end_of_life_from",
    "active_from",
];

/// Sets one date of an application.
pub fn try_out(application: &mut ApplicationReport, change: &WhatIf) {
    let life = &mut application.lifecycle;
    let date: &mut Option<Date> = match change.field.as_str() {
        "contract_until" => &mut application.operation.contract_until,
        "end_of_life_from" => &mut life.end_of_life_from,
        "active_from" => &mut life.active_from,
        _ => &mut life.next_release,
    };
    *date = Some(change.date);
}
