//! The six things of the ledger, column by column, and what must hold between columns.

use serde_json::Value;

use super::commission;
use super::shelf::{Around, Column, Keeps, Row, Shelf, What, days, number, text};
use crate::domain::conversion::MOST_MINOR;
use crate::domain::fields::{Fields, MOST_INTEGER};
use crate::domain::refusal::Fault;

/// The most characters of a handle, a platform or a kind of content, as of a link's.
const WORD_MOST: usize = 64;
/// The most characters of a note.
const NOTE_MOST: usize = 500;
/// Targets and baselines are kept in millionths.
const DECIMAL_PLACES: u32 = 6;

/// What a cost may be for.
const KINDS: [&str; 9] = [
    "fee",
    "commission_fixed",
    "commission_order",
    "commission_percent",
    "product",
    "agency",
    "amplification",
    "labour",
    "travel",
];
/// Metrics that a target may be of, in minor units of a currency.
const MONEY: [&str; 10] = ["revenue", "cost", "aov", "cpa", "cac", "cpl", "cpc", "cpm", "cpe", "revenue_per_click"];
/// Every metric that a target may be of, those that rankings go by and more; what is not of money is a plain number.
const METRICS: [&str; 22] = [
    "roi",
    "roas",
    "profit_roi",
    "conversion_rate",
    "ctr",
    "orders",
    "leads",
    "clicks",
    "reach",
    "engagements",
    "new_customers",
    "code_uses",
    "revenue",
    "cost",
    "aov",
    "cpa",
    "cac",
    "cpl",
    "cpc",
    "cpm",
    "cpe",
    "revenue_per_click",
];

const fn may(name: &'static str, what: What) -> Column {
    Column { name, what, needed: false }
}

const fn must(name: &'static str, what: What) -> Column {
    Column { name, what, needed: true }
}

const COUNT: What = What::Whole(0, MOST_INTEGER);

/// What creators cost.
pub static COSTS: Shelf = Shelf {
    name: "costs",
    columns: &[
        may("external_id", What::Text(128)),
        must("creator", What::Named),
        may("campaign", What::Named),
        may("post", What::Named),
        must("kind", What::Word(&KINDS)),
        may("amount_minor", What::Minor),
        may("currency", What::Currency),
        may("basis_points", What::Whole(1, 10_000)),
        may("minutes", What::Whole(1, 60_000_000)),
        may("hourly_minor", What::Minor),
        must("from_day", What::Day),
        must("to_day", What::Day),
        may("allow_overlap", What::Flag),
        may("note", What::Text(NOTE_MOST)),
    ],
    keeps: Keeps::Versions,
    same: &["external_id"],
    near: &["creator_id", "external_id"],
    filters: &["all", "creator", "campaign", "post", "kind"],
    check: cost,
};

/// Pieces of content.
pub static POSTS: Shelf = Shelf {
    name: "posts",
    columns: &[
        must("handle", What::Text(WORD_MOST)),
        must("creator", What::Named),
        may("campaign", What::Named),
        may("platform", What::Text(WORD_MOST)),
        may("content_kind", What::Text(WORD_MOST)),
        may("planned_day", What::Day),
        may("delivered_day", What::Past),
        may("url", What::Address),
        may("ugc_value_minor", What::Minor),
        may("currency", What::Currency),
        may("ugc_method", What::Text(NOTE_MOST)),
        may("quality", What::Whole(1, 5)),
    ],
    keeps: Keeps::Versions,
    same: &["handle"],
    near: &["handle"],
    filters: &["all", "creator", "campaign", "platform", "content_kind"],
    check: post,
};

/// How posts and accounts stood on their platforms.
pub static STATS: Shelf = Shelf {
    name: "stats",
    columns: &[
        must("creator", What::Named),
        may("post", What::Named),
        must("platform", What::Text(WORD_MOST)),
        must("day", What::Past),
        may("followers", COUNT),
        may("reach", COUNT),
        may("platform_views", COUNT),
        may("likes", COUNT),
        may("comments", COUNT),
        may("shares", COUNT),
        may("saves", COUNT),
        may("platform_clicks", COUNT),
    ],
    keeps: Keeps::Latest,
    same: &["creator_id", "post_id", "platform", "day"],
    near: &["creator_id"],
    filters: &["creator", "post", "platform"],
    check: stat,
};

/// What was hoped for.
pub static TARGETS: Shelf = Shelf {
    name: "targets",
    columns: &[
        may("creator", What::Named),
        may("campaign", What::Named),
        must("metric", What::Word(&METRICS)),
        must("value", What::Decimal(DECIMAL_PLACES)),
        may("currency", What::Currency),
        must("from_day", What::Day),
        must("to_day", What::Day),
    ],
    keeps: Keeps::History,
    same: &["creator_id", "campaign_id", "metric", "from_day", "to_day"],
    near: &["metric"],
    filters: &["all", "creator", "campaign", "metric"],
    check: target,
};

/// What currencies were worth.
pub static RATES: Shelf = Shelf {
    name: "rates",
    columns: &[
        must("currency", What::Currency),
        must("day", What::Past),
        must("rate", What::Decimal(9)),
        must("source", What::Text(WORD_MOST)),
    ],
    keeps: Keeps::Latest,
    same: &["currency", "day"],
    near: &["currency"],
    filters: &["currency"],
    check: rate,
};

/// How the brand does without creators.
pub static BASELINES: Shelf = Shelf {
    name: "baselines",
    columns: &[
        must("metric", What::Word(&["conversion_rate", "aov", "cac", "followers"])),
        must("value", What::Decimal(DECIMAL_PLACES)),
        may("currency", What::Currency),
    ],
    keeps: Keeps::History,
    same: &["metric"],
    near: &["metric"],
    filters: &["all", "metric"],
    check: baseline,
};

fn has(row: &Row, name: &str) -> bool {
    row.get(name).is_some_and(|value| !value.is_null())
}

/// Wants each of `names` with a row, or says that it does not belong there.
fn only(row: &Row, fields: &mut Fields<'_>, (of, names): (&str, &[&'static str]), among: &[&'static str]) {
    for name in among {
        if names.contains(name) && !has(row, name) {
            fields.need::<()>(name, None);
        } else if !names.contains(name) && has(row, name) {
            fields.fault::<()>(name, "not_for_this", format!("Leave it out: {of} has none."));
        }
    }
}

fn order(row: &Row, fields: &mut Fields<'_>) {
    if days(row).is_some_and(|days| days.count() == 0) {
        fields.fault::<()>("to_day", "reversed", "Send a last day that is not before the first.");
    }
}

fn cost(row: &mut Row, fields: &mut Fields<'_>, _: &Around<'_>) {
    order(row, fields);
    let Some(kind) = text(row, "kind").map(ToOwned::to_owned) else { return };
    let wanted: &[&str] = match kind.as_str() {
        "commission_percent" => &["basis_points"],
        "labour" => &["minutes", "hourly_minor", "currency"],
        _ => &["amount_minor", "currency"],
    };
    if let ("labour", Some(minutes), Some(hourly)) =
        (kind.as_str(), number(row, "minutes"), number(row, "hourly_minor"))
    {
        let amount = commission::labour(minutes, hourly);
        let said = fields.value("amount_minor").and_then(Value::as_i64);
        if amount > MOST_MINOR {
            fields.fault::<()>(
                "hourly_minor",
                "out_of_range",
                "Send less: the hours come to more than 10^12 minor units.",
            );
        } else if said.is_some_and(|said| said != amount) {
            let detail = format!("Leave it out: the hours come to {amount}.");
            fields.fault::<()>("amount_minor", "differs", detail);
        }
        row.insert("amount_minor".into(), amount.into());
        return only(row, fields, ("a cost of hours", wanted), &["basis_points", "currency"]);
    }
    only(row, fields, (&kind, wanted), &["amount_minor", "currency", "basis_points", "minutes", "hourly_minor"]);
}

fn post(row: &mut Row, fields: &mut Fields<'_>, _: &Around<'_>) {
    let valued: &[&str] = if has(row, "ugc_value_minor") { &["currency", "ugc_method"] } else { &[] };
    only(row, fields, ("a post without a `ugc_value_minor`", valued), &["currency", "ugc_method"]);
}

fn stat(row: &mut Row, fields: &mut Fields<'_>, _: &Around<'_>) {
    if !STATS.columns.iter().skip(4).any(|column| has(row, column.name) || fields.has(column.name)) {
        let detail = "Send at least one count, such as followers or reach.";
        fields.faults(vec![Fault::at("", "nothing_said", detail)]);
    }
}

fn target(row: &mut Row, fields: &mut Fields<'_>, _: &Around<'_>) {
    order(row, fields);
    money(row, fields, &MONEY);
}

fn baseline(row: &mut Row, fields: &mut Fields<'_>, _: &Around<'_>) {
    money(row, fields, &["aov", "cac"]);
    let share = text(row, "metric") == Some("conversion_rate");
    if share && number(row, "value").is_some_and(|value| value > 1_000_000) {
        fields.fault::<()>("value", "out_of_range", "Send a share from 0 to 1, such as 0.021.");
    }
}

/// A metric of money needs its currency, and no other has one.
fn money(row: &Row, fields: &mut Fields<'_>, money: &[&str]) {
    let Some(metric) = text(row, "metric") else { return };
    let wanted: &[&str] = if money.contains(&metric) { &["currency"] } else { &[] };
    only(row, fields, (metric, wanted), &["currency"]);
}

fn rate(row: &mut Row, fields: &mut Fields<'_>, around: &Around<'_>) {
    if number(row, "rate").is_some_and(|rate| rate <= 0) {
        fields.fault::<()>("rate", "out_of_range", "Send a rate above 0, of at least 0.000000001.");
    }
    match around.reporting {
        None => {
            fields.fault::<()>("currency", "no_reporting_currency", "Set REPORTING_CURRENCY first: rates are into it.")
        }
        Some(reporting) if text(row, "currency") == Some(reporting.as_str()) => fields.fault(
            "currency",
            "is_reporting_currency",
            format!("Leave it out: one {reporting} is one {reporting}."),
        ),
        Some(_) => None,
    };
}
