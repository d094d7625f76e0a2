//! The report as it is shown, field by field.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::By;
use crate::domain::money::Currency;
use crate::domain::stored::{self, Misfit, Stored};
use crate::domain::time::{self, Day};
use crate::stored;

/// What a row is about, as the registers name it.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Subject {
    /// A link.
    Link {
        /// Ours.
        id: u32,
        /// Host.
        host: String,
        /// Word.
        slug: String,
        /// Whose.
        creator_id: u32,
        /// The piece of content.
        post: Option<String>,
        /// Where that is.
        platform: Option<String>,
    },
    /// A creator, with what it costs.
    Creator {
        /// Ours.
        id: u32,
        /// For people.
        name: String,
        /// For tags.
        handle: String,
        /// Told under `cost`.
        #[serde(skip_serializing)]
        cost_minor: i64,
        /// Told under `cost`.
        #[serde(skip_serializing)]
        currency: Option<Currency>,
    },
    /// A campaign.
    Campaign {
        /// Ours.
        id: u32,
        /// For people.
        name: String,
        /// For tags.
        handle: String,
    },
}

impl Stored for Subject {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        let (link, creator) = (value.get("host").is_some(), value.get("cost_minor").is_some());
        let mut row = stored::Row::of(value, 0, misfit);
        let id = row.field("id", misfit);
        if link {
            let (host, slug) = (row.field("host", misfit), row.field("slug", misfit));
            let (post, platform) = (row.field("post", misfit), row.field("platform", misfit));
            return Self::Link { id, host, slug, creator_id: row.field("creator_id", misfit), post, platform };
        }
        let (name, handle) = (row.field("name", misfit), row.field("handle", misfit));
        if creator {
            let (cost_minor, currency) = (row.field("cost_minor", misfit), row.field("currency", misfit));
            return Self::Creator { id, name, handle, cost_minor, currency };
        }
        Self::Campaign { id, name, handle }
    }
}

impl Subject {
    pub(super) fn id(&self) -> i64 {
        match self {
            Self::Link { id, .. } | Self::Creator { id, .. } | Self::Campaign { id, .. } => i64::from(*id),
        }
    }

    pub(super) fn cost(&self) -> Option<Cost> {
        match self {
            Self::Creator { cost_minor, currency: Some(currency), .. } => {
                Some(Cost { cost_minor: *cost_minor, currency: *currency })
            }
            _ => None,
        }
    }
}

/// What a creator costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// Minor units.
    pub cost_minor: i64,
    /// Of this currency.
    pub currency: Currency,
}

/// Revenue in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Revenue {
    /// The currency.
    pub currency: Currency,
    /// Orders in it.
    pub orders: u64,
    /// Before refunds.
    pub gross_minor: i64,
    /// Taken back.
    pub refunded_minor: i64,
    /// What is left.
    pub net_minor: i64,
    /// Gross divided by orders.
    pub average_order_value_minor: Option<i64>,
    /// `merchandise`, `order_total` (by choice, or where the goods are not known), or `mixed`.
    pub basis: &'static str,
}

/// Clicks that are not valid, by what they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdicts {
    /// Bots.
    pub bot: u64,
    /// Link previews.
    pub preview: u64,
    /// Loads ahead that nobody opened.
    pub prefetch: u64,
    /// Programs that watch whether a page is up.
    pub monitor: u64,
    /// The brand's own people.
    pub internal: u64,
    /// Out of a data centre, with a second sign.
    pub suspect: u64,
    /// The same click again.
    pub duplicate: u64,
    /// Far too many of one person.
    pub rate: u64,
}

stored!(Verdicts { bot, preview, prefetch, monitor, internal, suspect, duplicate, rate });

/// Orders by what tied them to the row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OrdersBy {
    /// A click alone.
    pub link: u64,
    /// A code alone.
    pub code: u64,
    /// Both.
    pub both: u64,
    /// What the customer answered when asked, where neither decides.
    pub survey: u64,
}

/// A row of the report.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Row {
    /// What it is about, under the name of the dimension.
    #[serde(flatten)]
    pub about: Named,
    /// Valid clicks.
    pub clicks: u64,
    /// All clicks: valid, and each verdict.
    pub clicks_gross: u64,
    /// The clicks that are not valid.
    pub clicks_by_verdict: Verdicts,
    /// Distinct visitors per day, added over days.
    pub visitor_days: u64,
    /// Pixel views of people.
    pub pixel_views: u64,
    /// Pages of the shop that these clicks reached, as its pages say.
    pub landings: u64,
    /// Landings / valid clicks; null where no page says so.
    pub landing_rate: Option<f64>,
    /// Orders credited here.
    pub orders: u64,
    /// What tied them.
    pub orders_by: OrdersBy,
    /// Those of new customers: the shop says so, or no earlier sale of the customer is known.
    pub new_customers: u64,
    /// Orders tied by a click / valid clicks.
    pub conversion_rate: Option<f64>,
    /// Revenue per currency.
    pub revenue: Vec<Revenue>,
    /// Cost, where a creator is the row.
    pub cost: Option<Cost>,
    /// Net revenue / cost.
    pub roas: Option<f64>,
    /// (Net revenue - cost) / cost.
    pub roi: Option<f64>,
    /// Why a figure is null.
    pub reasons: Map<String, Value>,
}

/// What a row is about, under its name.
#[derive(Clone, Debug, Default)]
pub struct Named(pub &'static str, pub Option<About>);

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.0, &self.1)?;
        map.end()
    }
}

/// What a row is about.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum About {
    /// Something of the registers.
    Subject(Subject),
    /// A reporting day.
    Day(Day),
}

/// Orders that are no row's.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Apart {
    /// How many.
    pub orders: u64,
    /// Their revenue.
    pub revenue: Vec<Revenue>,
}

/// The whole report.
#[derive(Debug, Serialize)]
pub struct Table {
    /// What the rows are.
    pub by: By,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// The reporting days' zone.
    pub zone: String,
    /// `last_click`
    pub model: &'static str,
    /// Days a click may be old.
    pub click_window_days: i64,
    /// `conversion_date`: orders and refunds stand on the order's day.
    pub date_basis: &'static str,
    /// When the last finished rollup began.
    #[serde(serialize_with = "time::shown_if")]
    pub as_of: Option<i64>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Orders without a creator: rows and these add up to every order that is verified.
    pub unattributed: Apart,
    /// Orders that only a browser told of: counted nowhere else.
    pub unverified: Apart,
    /// Clicks and views of addresses without a live link.
    pub orphan_visits: u64,
}
