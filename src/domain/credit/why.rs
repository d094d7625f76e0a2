//! Why this creator: the decision in one sentence, and every piece of evidence with what it lost to.

use serde::Serialize;
use serde_json::{Value, json};

use super::Via;
use super::evidence::Evidence;
use super::lost::Lost;
use super::weigh::{Decision, Kind, Piece};
use crate::domain::conversion::CLICK_ORDERS_MOST;
use crate::domain::time;
use crate::stored;

/// The names of what a decision is about, as the statement gives them.
#[derive(Debug, Default)]
pub struct Names {
    /// Links with their owners.
    pub links: Vec<LinkName>,
    /// Creators.
    pub creators: Vec<CreatorName>,
}

stored!(Names { links, creators });

/// A link as it is shown; it is read from `[id, host, slug, creator, campaign]`.
#[derive(Debug, Serialize)]
pub struct LinkName {
    /// Ours.
    pub id: u32,
    /// Host.
    pub host: String,
    /// Word.
    pub slug: String,
    /// Whose.
    #[serde(skip_serializing)]
    pub creator: u32,
    /// Its campaign; 0 for none.
    #[serde(skip_serializing)]
    pub campaign: u32,
}

stored!(LinkName { id, host, slug, creator, campaign });

/// A creator as it is shown; it is read from `[id, name, handle]`.
#[derive(Clone, Debug, Serialize)]
pub struct CreatorName {
    /// Ours.
    pub id: u32,
    /// For people.
    pub name: String,
    /// For tags.
    pub handle: String,
}

stored!(CreatorName { id, name, handle });

/// Why a view lost.
const VIEW: &str = "A view never decides where the last click does.";

/// A pixel view by the visitor of a click: `[link, at]`.
pub type View = (u32, i64);

/// What a piece of evidence is about.
enum About<'a> {
    Link(u32),
    Code(&'a str),
    Channel(&'a str),
}

/// Everything that is said of a decision.
pub struct Why<'a> {
    /// `order`, `lead` or `event`.
    pub what: &'static str,
    /// When it happened.
    pub at: i64,
    /// How many days old its clicks may be.
    pub window_days: i64,
    /// Whether more than a browser told of it.
    pub verified: bool,
    /// What it came with.
    pub evidence: &'a Evidence,
    /// What was decided.
    pub decision: &'a Decision,
    /// Who is who.
    pub names: &'a Names,
    /// How many orders came with a click: `[at, nonce, orders]`.
    pub uses: &'a [(i64, u32, u32)],
    /// Pixel views that were seen beside its clicks; they decide nothing.
    pub views: &'a [View],
}

impl Names {
    /// The creator with that id.
    pub fn creator(&self, id: u32) -> Option<&CreatorName> {
        self.creators.iter().find(|creator| creator.id == id)
    }

    /// Learns further names.
    pub fn add(&mut self, more: Self) {
        self.links.extend(more.links);
        self.creators.extend(more.creators);
    }

    /// The link with that id.
    pub fn link(&self, id: u32) -> Option<&LinkName> {
        self.links.iter().find(|link| link.id == id)
    }
}

impl Why<'_> {
    /// The decision in one sentence.
    pub fn sentence(&self) -> String {
        let (decision, what) = (self.decision, self.what);
        let name = self.names.creator(decision.owner.creator).map_or("A creator", |creator| creator.name.as_str());
        let decided = || decision.pieces.iter().filter(|piece| piece.lost.is_none());
        let code = decided().find_map(|piece| match &piece.kind {
            Kind::Code(place) => self.evidence.codes.get(*place).map(|carried| carried.code.as_str()),
            _ => None,
        });
        let code = code.unwrap_or_default();
        let clicked = decided().find_map(|piece| self.clicked(piece)).unwrap_or_default();
        let days = self.window_days;
        let held = if decision.outside { ", which was theirs at another time" } else { "" };
        let why = match decision.via {
            Via::Link => format!("{name}: {clicked}, the last click in {days} days."),
            Via::Both => format!("{name}: {clicked}, and the {what} carried their code {code}{held}."),
            Via::Code => {
                let beaten = |piece: &Piece| {
                    matches!(piece.lost, Some(Lost::CodeBeatsClick | Lost::Assist | Lost::CodeWasLater))
                };
                let rest = if decision.pieces.iter().any(beaten) {
                    "a code comes before a click here".to_owned()
                } else {
                    format!("no click in {days} days counts")
                };
                format!("{name}: the {what} carried their code {code}{held}, and {rest}.")
            }
            Via::Survey => {
                format!("{name}: the customer named them when asked, and neither a click nor a code decides.")
            }
            Via::Nothing => format!(
                "Nobody: no click in {days} days, no code with an owner and no answer ties this {what} to a creator."
            ),
        };
        if self.verified { why } else { format!("{why} It is not counted until more than a browser reports it.") }
    }

    /// The decision: who, by what, and the sentence.
    pub fn brief(&self) -> Value {
        let decision = self.decision;
        json!({
            "creator": self.names.creator(decision.owner.creator),
            "campaign_id": (decision.owner.campaign != 0).then_some(decision.owner.campaign),
            "link": self.names.link(decision.link),
            "via": decision.via.word(),
            "sentence": self.sentence(),
        })
    }

    /// Every piece of evidence, with what it lost to.
    pub fn pieces(&self) -> Vec<Value> {
        let views = self.views.iter().map(|(link, at)| {
            let owner = self.names.link(*link).map_or(0, |link| link.creator);
            self.row("view", owner, (About::Link(*link), Some(*at)), Some(("view", VIEW.to_owned())), 0)
        });
        self.decision.pieces.iter().map(|piece| self.piece(piece)).chain(views).collect()
    }

    fn clicked(&self, piece: &Piece) -> Option<String> {
        let click = piece.kind.click()?;
        let address =
            self.names.link(click.link).map(|link| format!("{}/{}", link.host, link.slug)).unwrap_or_default();
        let known = match piece.kind {
            Kind::LeadClick(_) => " by the lead it came from",
            Kind::CustomerClick(_) => " by the same customer earlier",
            Kind::VisitorClick(_) => " by the same visitor",
            _ => "",
        };
        Some(format!("their link {address} was clicked{known} {} before the {}", ago(self.at - click.at), self.what))
    }

    fn piece(&self, piece: &Piece) -> Value {
        let carried = if let Kind::Code(place) = piece.kind { self.evidence.codes.get(place) } else { None };
        let touch = piece.kind.touch();
        let about = match (carried, touch) {
            (Some(carried), _) => About::Code(&carried.code),
            (_, Some(touch)) if !touch.channel.is_empty() => About::Channel(&touch.channel),
            (_, touch) => About::Link(touch.map_or(0, |touch| touch.link)),
        };
        let click = piece.kind.click();
        let uses = self.uses.iter().find(|used| click.is_some_and(|click| (click.at, click.nonce) == (used.0, used.1)));
        let owner = piece.owner.map_or(0, |owner| owner.creator);
        let lost = piece.lost.map(|lost| lost.told(self.what, self.window_days));
        self.row(piece.kind.word(), owner, (about, touch.map(|touch| touch.at)), lost, uses.map_or(0, |used| used.2))
    }

    fn row(
        &self,
        kind: &str,
        creator: u32,
        (about, at): (About<'_>, Option<i64>),
        lost: Option<(&str, String)>,
        orders: u32,
    ) -> Value {
        let decided = lost.is_none();
        let mut row = json!({
            "kind": kind,
            "creator": self.names.creator(creator),
            "at": at.map(time::print),
            "age_seconds": at.map(|at| (self.at - at).div_euclid(1000)),
            "decided": decided,
            "lost_because": lost.map(|(code, detail)| json!({ "code": code, "detail": detail })),
        });
        let mut put = |name: &str, value: Value| {
            if let Some(row) = row.as_object_mut() {
                row.insert(name.to_owned(), value);
            }
        };
        match about {
            About::Link(link) => put("link", json!(self.names.link(link))),
            About::Code(code) => put("code", code.into()),
            About::Channel(channel) => put("channel", channel.into()),
        }
        if orders > CLICK_ORDERS_MOST {
            put("flag", "click_reused".into());
            put("orders", orders.into());
        }
        row
    }
}

/// How long ago, in the largest unit of which there are two: `2 days`, `36 hours`.
fn ago(ms: i64) -> String {
    const UNITS: [(i64, &str); 4] =
        [(86_400_000, "days"), (3_600_000, "hours"), (60_000, "minutes"), (1000, "seconds")];
    let unit = UNITS.iter().find(|(size, _)| ms >= 2 * size);
    unit.map_or_else(|| "a moment".to_owned(), |(size, name)| format!("{} {name}", ms / size))
}
