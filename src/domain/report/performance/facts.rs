//! What the performance report is made of, as the statements give it.

use serde_json::Value;

use crate::domain::ledger::cost::Book;
use crate::domain::money::Currency;
use crate::stored;

/// Clicks that are not valid, by what they are, in the order of [`VERDICTS`].
pub type Flagged = (u64, u64, u64, u64, u64, u64, u64, u64);

/// The words of verdicts, in the order that statements list them.
pub const VERDICTS: [&str; 8] = ["bot", "preview", "prefetch", "monitor", "internal", "suspect", "duplicate", "rate"];

/// Summed visits of one row, as the statement lists them.
#[derive(Clone, Debug)]
pub struct VisitRow {
    /// Id or day.
    pub row: i64,
    /// Every click.
    pub gross: u64,
    /// Valid clicks.
    pub valid: u64,
    /// The clicks that are not valid.
    pub flagged: Flagged,
    /// Distinct visitors per day, added.
    pub visitor_days: u64,
    /// Pixel views of people.
    pub views: u64,
    /// Pages that people reached.
    pub landings: u64,
    /// Valid clicks whose window has ended.
    pub mature: u64,
}

stored!(VisitRow { row, gross, valid, flagged, visitor_days, views, landings, mature });

/// Credit of one row, kind, model and currency.
#[derive(Clone, Debug)]
pub struct CreditRow {
    /// 1 sale, 3 lead.
    pub kind: u8,
    /// As `credit_total` numbers them.
    pub model: u8,
    /// 0 a creator's, 1 nobody's, 2 another channel's.
    pub who: u8,
    /// Id or day.
    pub row: i64,
    /// Empty where there is no money.
    pub currency: String,
    /// Millionths of orders, of those not given back whole, of those of new customers.
    pub micro: (i64, i64, i64),
    /// Orders by link, code, both, answer.
    pub by: (i64, i64, i64, i64),
    /// Orders whose tax or shipping was not stated.
    pub on_total: i64,
    /// Orders without a rate.
    pub unrated: i64,
    /// Gross, refunded, and both in the reporting currency.
    pub money: Money,
    /// Net revenue of clicks, in the reporting currency where one is set.
    pub of_links: i64,
    /// Squares of net money per order, added.
    pub squares: f64,
}

stored!(CreditRow { kind, model, who, row, currency, micro, by, on_total, unrated, money, of_links, squares as real });

#[expect(clippy::needless_pass_by_value, reason = "every reader of a field takes its value")]
fn real(value: Value, _: &mut crate::domain::stored::Misfit) -> f64 {
    value.as_f64().unwrap_or_default()
}

/// Gross and refunded, in an order's own currency and in the reporting one; minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// Before refunds.
    pub gross: i64,
    /// Taken back.
    pub refunded: i64,
    /// Before refunds, in the reporting currency.
    pub gross_reporting: i64,
    /// Taken back, in the reporting currency.
    pub refunded_reporting: i64,
}

stored!(Money { gross, refunded, gross_reporting, refunded_reporting });

/// Visits of one row told by a dimension: `[row, value, clicks, views, landings]`.
#[derive(Clone, Debug)]
pub struct PartVisits(pub i64, pub String, pub u64, pub u64, pub u64);

stored!(PartVisits(a, b, c, d, e));

/// Orders of one row told by a dimension: `[row, value, currency, orders, money]`.
#[derive(Clone, Debug)]
pub struct PartCredit(pub i64, pub String, pub String, pub i64, pub Money);

stored!(PartCredit(a, b, c, d, e));

/// Views, likes, comments, shares, saves and clicks on a platform, each where somebody stated it.
pub type Seen = (Option<u64>, Option<u64>, Option<u64>, Option<u64>, Option<u64>, Option<u64>);

/// How a post, or an account, stood on a platform: at the end of the range, and before it.
#[derive(Clone, Debug)]
pub struct StatRow {
    /// Whose.
    pub creator: u32,
    /// Which; 0 the account.
    pub post: u32,
    /// Where.
    pub platform: String,
    /// At the end.
    pub then: Seen,
    /// Before.
    pub before: Seen,
    /// At the end.
    pub reach: Option<u64>,
    /// At the end.
    pub followers: Option<u64>,
    /// When the post came out.
    pub followers_then: Option<u64>,
}

stored!(StatRow { creator, post, platform, then, before, reach, followers, followers_then });

/// A post of the register.
#[derive(Clone, Debug)]
pub struct Post {
    /// Ours.
    pub id: u32,
    /// The word that links carry.
    pub handle: String,
    /// Whose.
    pub creator_id: u32,
    /// For what.
    pub campaign_id: Option<u32>,
    /// Where.
    pub platform: Option<String>,
    /// What kind.
    pub content_kind: Option<String>,
}

stored!(Post { id, handle, creator_id, campaign_id, platform, content_kind });

/// A link of the register.
#[derive(Clone, Debug)]
pub struct Link {
    /// Ours.
    pub id: u32,
    /// Host.
    pub host: String,
    /// Word.
    pub slug: String,
    /// Whose.
    pub creator_id: u32,
    /// For what.
    pub campaign_id: Option<u32>,
    /// The piece of content.
    pub post: Option<String>,
    /// Where it stands.
    pub platform: Option<String>,
    /// What kind of content it is.
    pub content_kind: Option<String>,
    /// The query of the address that it leads to, where tags are asked for.
    pub tags: Option<String>,
}

stored!(Link { id, host, slug, creator_id, campaign_id, post, platform, content_kind, tags });

/// Everything of one range.
#[derive(Debug, Default)]
pub struct Facts {
    /// Visits per row.
    pub visits: Vec<VisitRow>,
    /// Visits of the whole, where nothing is filtered: what its visitor-days are.
    pub whole: Vec<VisitRow>,
    /// Credit per row.
    pub credit: Vec<CreditRow>,
    /// Clicks that were followed by an order, per row.
    pub converting: Vec<(i64, u64)>,
    /// Visits told by a dimension.
    pub part_visits: Vec<PartVisits>,
    /// Orders told by a dimension.
    pub part_credit: Vec<PartCredit>,
    /// Posts and accounts on platforms.
    pub stats: Vec<StatRow>,
    /// The variants of the link that is asked for, with their names.
    pub variants: Vec<(u8, String)>,
    /// Clicks of its variants that an order followed, by variant and the click's day: `variant day`.
    pub converted: Vec<(String, u64)>,
    /// Costs.
    pub book: Book,
    /// Posts.
    pub posts: Vec<Post>,
    /// Links.
    pub links: Vec<Link>,
    /// Creators, campaigns or codes that rows are about, each with an `id`.
    pub subjects: Vec<Value>,
    /// Orphan visits.
    pub orphan_visits: u64,
}

/// A currency that was stored; none where there is no money.
pub(super) fn currency(text: &str) -> Option<Currency> {
    Currency::try_from(text.to_owned()).ok()
}
