//! The scorecard for programs: one JSON object, money in minor units, a null with its reason.

use serde_json::{Map, Value, json};

use super::scorecard::{Known, Line, Scorecard};
use super::tally::Sum;
use crate::domain::statistics::{Interval, Level};

/// The object.
pub fn of(card: &Scorecard) -> Value {
    let tally = &card.tally;
    let known = tally.customers_known;
    let (unowned, others) = card.unowned(100);
    let told: Vec<Value> =
        tally.told.iter().map(|(file, row)| json!({ "file": file, "line": row.line, "why": row.why })).collect();
    json!({
        "report": "try",
        "from": card.range.map(|range| range.0),
        "to": card.range.map(|range| range.1),
        "zone": "as the export writes its times",
        "currency": card.currency(),
        "model": "payout",
        "revenue_basis": "merchandise",
        "target_roi": super::tally::real(card.wish.target_micro) / 1e6,
        "margin": card.wish.margin_micro.map(|margin| super::tally::real(margin) / 1e6),
        "rows": card.lines.iter().map(|line| row(card, line)).collect::<Vec<_>>(),
        "together": row(card, &card.together),
        "no_creator": sum(&tally.nobody, known),
        "all": sum(&tally.all, known),
        "periods": card.periods.iter().map(|period| json!({
            "from": period.from,
            "orders": period.all.0,
            "net_minor": period.all.1,
            "creators_orders": period.creators.0,
            "creators_net_minor": period.creators.1,
            "each": period.each.iter().map(|(place, each)| json!({
                "creator": card.lines.get(*place).map(|line| line.creator.name.as_str()),
                "orders": each.0,
                "net_minor": each.1,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "period": if card.by_month { "month" } else { "week" },
        "codes_of_nobody": unowned.iter().map(|(code, uses)| json!({ "code": code, "uses": uses })).collect::<Vec<_>>(),
        "codes_of_nobody_left_out": others,
        "read": {
            "rows": tally.rows,
            "unreadable": tally.broken,
            "unreadable_rows": told,
            "apart": tally.apart,
            "doubled": tally.doubled,
            "outside": tally.outside,
            "other_currencies": tally.foreign.iter().map(|(one, count)| (one.to_string(), Value::from(*count)))
                .collect::<Map<_, _>>(),
        },
    })
}

fn sum(sum: &Sum, customers_known: bool) -> Value {
    json!({
        "orders": sum.orders,
        "orders_given_back": sum.given_back,
        "gross_minor": sum.gross,
        "refunded_minor": sum.refunded,
        "net_minor": sum.net(),
        "discount_minor": sum.discount,
        "new_customers": customers_known.then_some(sum.new),
    })
}

fn row(card: &Scorecard, line: &Line) -> Value {
    let mut value = sum(&line.sum, card.tally.customers_known);
    let shown = |known: Known<Interval>, level: Level| known.ok().map(|sure| sure.shown(level));
    let share = card.share(&line.sum);
    let mut origins: Vec<(&String, &u64)> = line.sum.origins.iter().collect();
    origins.sort_by(|one, other| other.1.cmp(one.1).then(one.0.cmp(other.0)));
    let more = json!({
        "creator": line.creator.name,
        "rank": line.rank,
        "rank_by_low": line.rank_by_low,
        "platform": line.creator.platform,
        "followers": line.creator.followers,
        "codes": line.codes.iter().map(|(code, uses)| json!({ "code": code, "uses": uses })).collect::<Vec<_>>(),
        "fee_minor": line.creator.fee,
        "product_minor": line.creator.product,
        "commission_minor": line.commission,
        "cost_currency": line.creator.currency.unwrap_or(card.currency()),
        "cost_minor": line.cost.ok(),
        "cpa_minor": line.cpa.ok(),
        "cac_minor": line.cac.ok(),
        "average_order_minor": line.average_order.ok(),
        "roas": line.roas.ok(),
        "roi": line.roi.ok(),
        "profit_roi": line.profit_roi.ok(),
        "revenue_per_follower": line.per_follower.ok(),
        "interval": { "roi": shown(line.sure_95, Level::NinetyFive), "roi_80": shown(line.sure_80, Level::Eighty) },
        "share_of_orders": share.0,
        "share_of_net": share.1,
        "verdict": line.judged.verdict.word(),
        "sentence": line.judged.sentence,
        "fee_at_target_minor": line.judged.fee_at_target.ok().map(|fee| fee.0),
        "origins": origins.iter().take(10).map(|(origin, count)| json!({ "origin": origin, "orders": count }))
            .collect::<Vec<_>>(),
        "sudden_day": line.sudden.map(|one| json!({
            "day": one.day, "orders": one.orders, "median_before": one.before,
        })),
        "why": line.why().into_iter().map(|(name, why)| (name.to_owned(), Value::from(why))).collect::<Map<_, _>>(),
    });
    if let (Value::Object(value), Value::Object(more)) = (&mut value, more) {
        value.extend(more);
    }
    value
}
