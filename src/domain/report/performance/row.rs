//! A row of the performance report: every figure, and why one is null.
//!
//! # Why
//! Ratios are of the row's own parts, which stand beside them. Definitions are those of attribution.md 1.2 and 1.3:
//! ROAS = net revenue / cost and ROI = ROAS - 1 on the same basis; AOV = gross revenue / orders.

use serde_json::{Value, json};

use super::facts::VERDICTS;
use super::sum::{Revenue, Single, Sum};
use super::text::{Known, Out, between, field, nest};
use crate::domain::money::{self, Currency};
use crate::domain::statistics::{Level, ORDERS_LEAST, amount, money as spread, real, wilson};

const ONE: i64 = 1_000_000;
/// The parts of a cost, in the order of the ledger's.
const PARTS_MINOR: [&str; 7] = [
    "fee_minor",
    "commission_minor",
    "product_minor",
    "agency_minor",
    "amplification_minor",
    "labour_minor",
    "travel_minor",
];

/// What rows of a report have in common.
#[expect(clippy::struct_excessive_bools, reason = "each says of one kind of column whether it is kept")]
#[derive(Clone, Debug)]
pub struct Footing {
    /// The reporting currency.
    pub reporting: Option<Currency>,
    /// Percent of net revenue that is margin.
    pub margin_percent: Option<u8>,
    /// Whether visits are told by a dimension: then most is not kept.
    pub part: bool,
    /// Whether rows are the variants of a link: then of all its clicks it is known which an order followed.
    pub variants: bool,
    /// Whether rows have clicks at all.
    pub clicks: bool,
    /// Whether visitor-days of rows may be added up.
    pub visitor_days: bool,
    /// Whether costs are kept for such rows.
    pub costs: bool,
    /// Whether what platforms show is kept for such rows.
    pub seen: bool,
    /// The last day whose clicks have had their window.
    pub mature: i64,
}

/// The row of `sum` as the text of a JSON object without its braces; its last day is `until`.
pub fn row(sum: &Sum, common: &Footing, until: i64) -> String {
    let mut out = Out { row: String::with_capacity(2_048), ..Out::default() };
    visits(&mut out, sum, common, until);
    platform(&mut out, sum, common);
    credit(&mut out, sum, common);
    returns(&mut out, sum, common);
    out.put("immature", until > common.mature);
    nest(&mut out.row, "interval", &out.interval);
    nest(&mut out.row, "why", &out.why);
    out.row
}

fn kept<T>(is: bool, value: T) -> Known<T> {
    if is { Ok(value) } else { Err("not_kept") }
}

fn visits(out: &mut Out, sum: &Sum, common: &Footing, until: i64) {
    let [gross, clicks, mature] = sum.clicks;
    out.say("clicks", kept(common.clicks, clicks));
    out.say("clicks_gross", kept(common.clicks && !common.part, gross));
    if common.clicks && !common.part {
        let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        out.counts("clicks_by_verdict", VERDICTS.into_iter().zip(sum.flagged.map(signed)));
    }
    let days = if common.visitor_days { Ok(sum.visitor_days) } else { Err("not_additive") };
    out.say("visitor_days", kept(common.clicks && !common.part, ()).and(days));
    out.say("pixel_views", kept(common.clicks, sum.views));
    out.say("landings", kept(common.clicks, sum.landings));
    let landed = quotient(real(sum.landings), real(clicks), "no_clicks");
    out.say(
        "landing_rate",
        kept(common.clicks, ())
            .and(landed)
            .and_then(|rate| if sum.landings > 0 { Ok(rate) } else { Err("no_snippet") }),
    );
    let ctr = kept(common.clicks, ()).and(quotient(real(clicks), real(sum.views), "no_views"));
    out.say("ctr", ctr);
    out.put("ctr_of", "pixel_views");
    out.put("ctr_gt_1", ctr.is_ok_and(|ctr| ctr > 1.0));
    let of = if common.variants { clicks } else { mature };
    let cohort = match (common.clicks && !common.part, clicks, mature) {
        (_, 1.., _) if common.variants => Ok(sum.converting.min(clicks)),
        (false, ..) => Err("not_kept"),
        (_, 0, _) => Err("no_clicks"),
        (_, _, 0) if until > common.mature => Err("immature"),
        (_, _, 0) => Err("no_clicks"),
        _ => Ok(sum.converting.min(mature)),
    };
    out.say("conversion_rate", cohort.map(|converting| real(converting) / real(of)));
    if let Some(interval) = cohort.ok().and_then(|converting| wilson(converting, of, Level::NinetyFive)) {
        between(&mut out.interval, "conversion_rate", interval, Level::NinetyFive);
    }
    let tied = if common.part { whole(sum.micro[0]) } else { amount(sum.by[0] + sum.by[2]) };
    out.say("conversion_rate_simple", kept(common.clicks, ()).and(quotient(tied, real(clicks), "no_clicks")));
}

const SEEN: [&str; 6] = ["platform_views", "likes", "comments", "shares", "saves", "platform_clicks"];

fn platform(out: &mut Out, sum: &Sum, common: &Footing) {
    let single = |one: Single, unknown: &'static str| match one {
        _ if !common.seen => Err("not_kept"),
        Single::One(one) => Ok(one),
        Single::Unknown => Err(unknown),
        Single::Several => Err("not_additive"),
    };
    out.say("reach", single(sum.reach, "not_stated"));
    out.say("followers", single(sum.followers, "no_followers"));
    for (name, count) in SEEN.iter().zip(sum.seen) {
        out.say(name, kept(common.seen, ()).and(count.ok_or("not_stated")));
    }
    out.say("engagements", kept(common.seen, ()).and(engagements(sum).ok_or("not_stated")));
}

/// Likes, comments, shares, saves and clicks on platforms; views are none.
pub fn engagements(sum: &Sum) -> Option<i64> {
    let stated: Vec<i64> = sum.seen.iter().skip(1).filter_map(|count| *count).collect();
    (!stated.is_empty()).then(|| stated.iter().sum())
}

fn credit(out: &mut Out, sum: &Sum, common: &Footing) {
    let all = !common.part;
    let [leads, assisted, seen, uses] = sum.beside;
    let [micro, net, new] = sum.micro;
    out.put("orders", decimal(micro));
    out.say("net_orders", kept(all, decimal(net)));
    let [link, code, both, survey] = sum.by;
    for (name, count) in
        [("orders_link", link), ("orders_code", code), ("orders_both", both), ("orders_survey", survey)]
    {
        out.say(name, kept(all, count));
    }
    for (name, count) in [
        ("new_customers", new),
        ("leads", leads),
        ("assisted_orders", assisted),
        ("view_through_orders", seen),
        ("code_uses", uses),
    ] {
        out.say(name, kept(all, decimal(count)));
    }
    let mut all_of_it = String::new();
    for revenue in &sum.revenue {
        all_of_it.push_str(if all_of_it.is_empty() { "{" } else { ",{" });
        all_of_it.push_str(&shown_in(revenue, all));
        all_of_it.push('}');
    }
    for part in [",\"revenue\":[", &all_of_it, "]"] {
        out.row.push_str(part);
    }
}

/// Revenue in one currency, without braces.
fn shown_in(revenue: &Revenue, all: bool) -> String {
    let (gross, refunded) = (revenue.money.gross, revenue.money.refunded);
    let mut text = String::with_capacity(160);
    field(&mut text, "currency", &revenue.currency.as_str().into());
    field(&mut text, "orders", &decimal(revenue.micro));
    field(&mut text, "gross_minor", &gross.into());
    field(&mut text, "refunded_minor", &refunded.into());
    field(&mut text, "net_minor", &(gross - refunded).into());
    field(&mut text, "average_order_value_minor", &each(gross, revenue.micro).into());
    if all {
        let basis = match revenue.on_total {
            0 => "merchandise",
            on_total if on_total.saturating_mul(ONE) == revenue.micro => "order_total",
            _ => "mixed",
        };
        field(&mut text, "basis", &basis.into());
    }
    text
}

/// The currency that all of a row's money is told in; none where there is no money.
///
/// # Errors
/// `several_currencies` where no reporting currency is set.
pub fn currency(sum: &Sum, reporting: Option<Currency>) -> Result<Option<Currency>, &'static str> {
    if reporting.is_some() {
        return Ok(reporting);
    }
    let mut one = None;
    for currency in sum.currencies() {
        if one.is_some_and(|known| known != currency) {
            return Err("several_currencies");
        }
        one = Some(currency);
    }
    Ok(one)
}

/// Gross and refunded revenue in that currency.
///
/// # Errors
/// `several_currencies`, or `no_rate` where an order could not be told in the reporting currency.
pub fn earned(sum: &Sum, reporting: Option<Currency>) -> Known<(i64, i64)> {
    currency(sum, reporting)?;
    if reporting.is_some() && sum.unrated > 0 {
        return Err("no_rate");
    }
    let money = |of: &Revenue| match reporting {
        Some(_) => (of.money.gross_reporting, of.money.refunded_reporting),
        None => (of.money.gross, of.money.refunded),
    };
    Ok(sum.revenue.iter().map(money).fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1)))
}

/// What it cost in that currency.
///
/// # Errors
/// `several_currencies`, or `no_rate`.
pub fn spent(sum: &Sum, reporting: Option<Currency>) -> Known<i64> {
    currency(sum, reporting)?.map_or(Ok(0), |currency| sum.cost.total(currency))
}

fn returns(out: &mut Out, sum: &Sum, common: &Footing) {
    let told = currency(sum, common.reporting);
    out.say("currency", told.map(|currency| json!(currency)));
    let earned = earned(sum, common.reporting);
    let [micro, _, new] = sum.micro;
    out.say("gross_minor", earned.map(|money| money.0));
    out.say("refunded_minor", earned.map(|money| money.1));
    let net = earned.map(|(gross, refunded)| gross - refunded);
    out.say("net_minor", net);
    out.say("average_order_value_minor", earned.and_then(|money| each(money.0, micro).ok_or("no_conversions")));
    let cost = kept(common.costs, ()).and(spent(sum, common.reporting));
    out.say("cost_minor", cost);
    let parts = cost.ok().zip(told.ok().flatten()).and_then(|(_, currency)| sum.cost.sum(currency));
    let parts = PARTS_MINOR.into_iter().zip(parts.map_or([0; 7], |sum| sum.parts));
    match cost {
        Ok(_) => out.counts("cost", parts),
        Err(why) => out.say("cost", Err::<Value, _>(why)),
    }
    if sum.cost.sums.len() > 1 || !sum.cost.unrated.is_empty() {
        out.put("costs", sum.cost.shown());
    }
    let per = |count: f64, none: &'static str| cost.and_then(|cost| quotient(amount(cost), count, none));
    let seen = |count: Option<i64>| amount(count.unwrap_or(0));
    for (name, known) in [
        ("cpc_minor", per(real(sum.clicks[1]), "no_clicks")),
        ("cpm_pixel_minor", per(real(sum.views) / 1_000.0, "no_views")),
        ("cpm_platform_minor", per(seen(sum.seen[0]) / 1_000.0, "no_views")),
        ("cpa_minor", per(whole(micro), "no_conversions")),
        ("cac_minor", per(whole(new), "no_new_customers")),
        ("cost_per_lead_minor", per(whole(sum.beside[0]), "no_leads")),
        ("cpe_minor", per(seen(engagements(sum)), "no_engagements")),
    ] {
        out.say(name, known);
    }
    let over = |part: f64| cost.and_then(|cost| quotient(part, amount(cost), "no_cost"));
    let net_known = net.map(amount);
    let roas = net_known.and_then(over);
    out.say("roas", roas);
    out.say("roi", roas.map(|roas| roas - 1.0));
    let margin = common.margin_percent.map(|percent| f64::from(percent) / 100.0).ok_or("no_margin");
    out.say("profit_roi", margin.and_then(|margin| roas.map(|roas| margin * roas - 1.0)));
    // Told by a dimension, every order is a click's; else those of links alone count.
    let clicked = if common.part { net_known } else { net.map(|_| amount(sum.of_links)) };
    let each_click = clicked.and_then(|net| quotient(net, real(sum.clicks[1]), "no_clicks"));
    out.say("revenue_per_click_minor", kept(common.clicks, ()).and(each_click));
    let followers = match sum.followers {
        _ if !common.seen => Err("not_kept"),
        Single::One(count) => Ok(real(count)),
        Single::Unknown => Err("no_followers"),
        Single::Several => Err("not_additive"),
    };
    let each_follower = net_known.and_then(|net| followers.and_then(|count| quotient(net, count, "no_followers")));
    out.say("revenue_per_follower_minor", each_follower);
    intervals(out, sum, common, net, cost);
}

/// Intervals of money: by the compound Poisson sum of attribution.md 4.2, from ten orders on.
fn intervals(out: &mut Out, sum: &Sum, common: &Footing, net: Known<i64>, cost: Known<i64>) {
    let level = Level::NinetyFive;
    let few = whole(sum.micro[0]) < real(ORDERS_LEAST);
    let known = match net {
        Err(why) => Err(why),
        Ok(_) if common.part => Err("not_kept"),
        Ok(_) if few => Err("too_few"),
        Ok(net) => Ok(spread(amount(net), sum.squares, level)),
    };
    let margin = common.margin_percent.map(|percent| f64::from(percent) / 100.0);
    let spent = cost.ok().filter(|cost| *cost > 0).map(amount);
    match known {
        Err(why) => {
            field(&mut out.interval, "net_minor", &Value::Null);
            out.because("interval.net_minor", why);
        }
        Ok(net) => {
            let of_cost = spent.map(|cost| net.times(1.0 / cost));
            let mut all = vec![("net_minor", Some(net))];
            all.push(("roas", of_cost));
            all.push(("roi", of_cost.map(|one| one.plus(-1.0))));
            all.push(("profit_roi", of_cost.zip(margin).map(|(one, margin)| one.times(margin).plus(-1.0))));
            for (name, one) in all.into_iter().filter_map(|(name, one)| Some((name, one?))) {
                between(&mut out.interval, name, one, level);
            }
        }
    }
}

/// `part / whole`, or why there is none.
fn quotient(part: f64, whole: f64, none: &'static str) -> Known<f64> {
    if whole > 0.0 { Ok(part / whole) } else { Err(none) }
}

/// Millionths as a number.
fn whole(micro: i64) -> f64 {
    amount(micro) / amount(ONE)
}

/// Millionths as JSON shows them: whole numbers without a point.
pub fn decimal(micro: i64) -> Value {
    if micro % ONE == 0 { (micro / ONE).into() } else { whole(micro).into() }
}

/// Minor units for each of `micro` millionths, rounded half away from zero.
fn each(minor: i64, micro: i64) -> Option<i64> {
    if let Some(average) = (micro % ONE == 0).then(|| money::average(minor, micro / ONE)) {
        return average;
    }
    let (part, whole) = (i128::from(minor) * i128::from(ONE), i128::from(micro));
    (micro > 0).then(|| i64::try_from((2 * part + whole * part.signum()) / (2 * whole)).unwrap_or(i64::MAX))
}
