//! Weighs what an order came with: one function says who won and why everything else lost.
//!
//! # Why
//! The night needs the winner and `GET /v1/conversions/{id}` needs the reasons; both ask here, so they cannot disagree.
//!
//! # The order of evidence
//! 1. The order's own clicks, those of the lead it names, and those of the people its clicks show it to be of (a cookie, a
//!    newsletter's reader, a visitor that an imported history names; never an address hash); only where none of these counts,
//!    the clicks of the customer's earlier conversions. The last of them is *the click*.
//! 2. Codes, by `CODE_PRECEDENCE`; of several with an owner the one that took the most off, then the first in the alphabet.
//! 3. What the customer answered when asked, only where neither a click nor a code decides.
//!
//! | setting | a code and a click of one creator | of two creators | no click | outside the code's time |
//! |---|---|---|---|---|
//! | `click_first` | both, the click's link | the click | the code | as if it were not there |
//! | `code_first` | both, its owner's last link | both where the owner has a click at all, else the code | the code | as if it were not there |
//! | `code_always` | as `code_first` | as `code_first` | the code | last holder before the order, else first after |
//! | `code_as_touch` | both where the last click is the owner's | the code, without a link; clicks are assists | the code | as if it were not there |

use super::evidence::{Evidence, Held, Owner};
use super::lost::Lost;
use super::{Precedence, Via};
use crate::domain::time::DAY_MS;
use crate::domain::touch::Kept;

/// What a piece of evidence is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A click of the order itself.
    Click(Kept),
    /// A click of the lead that it names.
    LeadClick(Kept),
    /// A click of the customer's earlier conversions.
    CustomerClick(Kept),
    /// A click that is kept of whom its clicks show it to be of.
    VisitorClick(Kept),
    /// A pixel view of theirs.
    View(Kept),
    /// A touch of another channel: its own, the lead's, the customer's, or a known visitor's.
    Other(Kept),
    /// The code at this place among those that the order carried.
    Code(usize),
    /// The customer's answer.
    Survey,
}

/// A piece of evidence, weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// Whom it speaks for; none where nobody.
    pub owner: Option<Owner>,
    /// Why it did not decide; none where it did.
    pub lost: Option<Lost>,
}

/// What decided, and everything that was weighed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What tied it.
    pub via: Via,
    /// The link; 0 where it was not a click.
    pub link: u32,
    /// Creator and campaign; 0 for none.
    pub owner: Owner,
    /// Whether the code that decided was its owner's at another time only.
    pub outside: bool,
    /// Every piece; those that decided have lost nothing.
    pub pieces: Vec<Piece>,
}

/// Whom each kind of evidence names by itself, whichever decided; 0 for nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The last click of a creator within the window.
    pub click: u32,
    /// The code that counts.
    pub code: u32,
    /// What the customer answered.
    pub survey: u32,
}

impl Decision {
    /// Whom the last click that counts, the code that counts and the answer name, each by itself.
    pub fn found(&self, evidence: &Evidence) -> Found {
        let creator = |piece: &Piece| piece.owner.map_or(0, |owner| owner.creator);
        let kept = |piece: &&Piece| match (&piece.kind, piece.lost) {
            (_, None) | (Kind::Survey, _) => true,
            (Kind::Code(_), Some(lost)) => lost == Lost::ClickBeatsCode || lost == Lost::OtherCode,
            (_, Some(lost)) => {
                matches!(lost, Lost::LaterClick | Lost::CodeBeatsClick | Lost::Assist | Lost::CodeWasLater)
            }
        };
        let pieces = || self.pieces.iter().filter(kept);
        let clicks = pieces().filter(|piece| piece.kind.click().is_some());
        let last = clicks.max_by_key(|piece| piece.kind.click().map(|click| (click.at, click.nonce, click.link)));
        // The code that decided, else the one that would have.
        let codes = pieces().filter_map(|piece| match piece.kind {
            Kind::Code(place) => Some((piece.lost.is_some(), evidence.codes.get(place)?.rank(), piece)),
            _ => None,
        });
        let code = codes.min_by_key(|(lost, rank, _)| (*lost, *rank)).map(|(.., piece)| piece);
        let answer = pieces().find(|piece| piece.kind == Kind::Survey);
        Found { click: last.map_or(0, creator), code: code.map_or(0, creator), survey: answer.map_or(0, creator) }
    }

    /// The click that decided, where one did.
    pub fn deciding_click(&self) -> Option<&Kept> {
        self.pieces.iter().find(|piece| piece.lost.is_none() && piece.kind.click().is_some())?.kind.click()
    }
}

impl Kind {
    /// Its word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Click(_) => "click",
            Self::LeadClick(_) => "lead_click",
            Self::CustomerClick(_) => "customer_click",
            Self::VisitorClick(_) => "visitor_click",
            Self::View(_) => "view",
            Self::Other(_) => "other",
            Self::Code(_) => "code",
            Self::Survey => "survey",
        }
    }

    /// The click, where it is one.
    pub fn click(&self) -> Option<&Kept> {
        self.touch().filter(|touch| touch.link != 0 && !matches!(self, Self::View(_)))
    }

    /// The touch, where it is one.
    pub fn touch(&self) -> Option<&Kept> {
        match self {
            Self::Click(touch)
            | Self::LeadClick(touch)
            | Self::CustomerClick(touch)
            | Self::VisitorClick(touch)
            | Self::View(touch)
            | Self::Other(touch) => Some(touch),
            Self::Code(_) | Self::Survey => None,
        }
    }
}

/// Weighs `evidence` for something that happened at `at`, whose clicks may be `window_days` old; `owner_of` knows whose a
/// link is, none where it does not exist.
pub fn weigh(
    evidence: &Evidence,
    at: i64,
    precedence: Precedence,
    window_days: i64,
    owner_of: &dyn Fn(u32) -> Option<Owner>,
) -> Decision {
    let mut pieces = touches(evidence, at, window_days, owner_of);
    let last = latest(&pieces, |_| true);
    let always = precedence == Precedence::CodeAlways;
    let held: Vec<Result<(Held, bool), Lost>> = evidence
        .codes
        .iter()
        .map(|carried| match carried.holder(at, always) {
            _ if carried.verified == 0 => Err(Lost::Unverified),
            Some(held) => Ok(held),
            None if carried.held.is_empty() => Err(Lost::CodeUnowned),
            None => Err(Lost::CodeNotValid),
        })
        .collect();
    // Of the codes that count, the one that took the most off, then the first in the alphabet.
    let best = |wanted: &dyn Fn(u32) -> bool| {
        let counted = evidence.codes.iter().zip(&held).enumerate();
        let counted = counted.filter_map(|(place, (carried, held))| Some((place, carried, held.as_ref().ok()?)));
        let counted = counted.filter(|(_, _, (held, _))| wanted(held.creator));
        counted.min_by_key(|(_, carried, _)| carried.rank()).map(|(place, _, (held, outside))| (place, *held, *outside))
    };
    let creator = |place: usize| pieces.get(place).and_then(|piece| piece.owner).map_or(0, |owner| owner.creator);
    let (click, code) = match precedence {
        Precedence::ClickFirst => match last {
            Some(place) => (last, best(&|holder| holder == creator(place))),
            None => (None, best(&|_| true)),
        },
        _ => match best(&|_| true) {
            None => (last, None),
            Some(code) if precedence == Precedence::CodeAsTouch => {
                (last.filter(|place| creator(*place) == code.1.creator), Some(code))
            }
            Some(code) => {
                (latest(&pieces, |piece| piece.owner.is_some_and(|owner| owner.creator == code.1.creator)), Some(code))
            }
        },
    };
    let clicked =
        click.and_then(|place| pieces.get(place)).and_then(|piece| Some((piece.kind.click()?.link, piece.owner?)));
    let answered = evidence.answer.map(|creator| Owner { creator, campaign: 0 });
    let coded = code.map(|(_, held, _)| Owner { creator: held.creator, campaign: held.campaign });
    let (via, link, owner) = match (clicked, coded, answered) {
        (Some((link, owner)), Some(_), _) => (Via::Both, link, owner),
        (Some((link, owner)), None, _) => (Via::Link, link, owner),
        (None, Some(owner), _) => (Via::Code, 0, owner),
        (None, None, Some(owner)) => (Via::Survey, 0, owner),
        (None, None, None) => (Via::Nothing, 0, Owner::default()),
    };
    for (place, piece) in pieces.iter_mut().enumerate() {
        if piece.lost.is_none() && Some(place) != click {
            let of_owner = piece.owner.is_some_and(|other| other.creator == owner.creator);
            piece.lost = Some(match (code, precedence) {
                (Some(_), Precedence::CodeAsTouch) if !of_owner => Lost::Assist,
                (Some(_), Precedence::CodeAsTouch) if click.is_none() => Lost::CodeWasLater,
                (Some(_), Precedence::CodeFirst | Precedence::CodeAlways) if !of_owner => Lost::CodeBeatsClick,
                _ => Lost::LaterClick,
            });
        }
    }
    pieces.extend(held.iter().enumerate().map(|(place, held)| Piece {
        kind: Kind::Code(place),
        owner: held.as_ref().ok().map(|(held, _)| Owner { creator: held.creator, campaign: held.campaign }),
        lost: match (held, code) {
            (Err(why), _) => Some(*why),
            (Ok(_), Some((winner, ..))) if winner == place => None,
            (Ok(_), Some(_)) if precedence != Precedence::ClickFirst || click.is_none() => Some(Lost::OtherCode),
            (Ok((held, _)), Some((_, winner, _))) if held.creator == winner.creator => Some(Lost::OtherCode),
            (Ok(_), _) => Some(Lost::ClickBeatsCode),
        },
    }));
    pieces.extend(answered.map(|owner| Piece {
        kind: Kind::Survey,
        owner: Some(owner),
        lost: (via != Via::Survey).then_some(Lost::AnswerIsLast),
    }));
    Decision { via, link, owner, outside: code.is_some_and(|(_, _, outside)| outside), pieces }
}

/// The place of the latest click that counts and is `wanted`.
fn latest(pieces: &[Piece], wanted: impl Fn(&Piece) -> bool) -> Option<usize> {
    let counted = pieces.iter().enumerate().filter(|(_, piece)| piece.lost.is_none() && wanted(piece));
    let place = |piece: &Piece| piece.kind.click().map(|click| (click.at, click.nonce, click.link));
    counted.max_by_key(|(_, piece)| place(piece)).map(|(at, _)| at)
}

/// Every touch, each once, with what keeps it from counting.
fn touches(evidence: &Evidence, at: i64, window_days: i64, owner_of: &dyn Fn(u32) -> Option<Owner>) -> Vec<Piece> {
    // A lead whose clock is ahead came before its order all the same.
    let lead = evidence.lead.as_ref().filter(|lead| lead.verified == 1).map(|lead| lead.at.min(at));
    let fresh = |end: i64, touched: i64| (0..window_days * DAY_MS).contains(&(end - touched));
    let from_lead = |touched: i64| lead.is_some_and(|lead| fresh(lead, touched));
    let mut pieces: Vec<Piece> = Vec::with_capacity(evidence.touches.len());
    let own = evidence.touches.iter().cloned().map(Kind::Click);
    let of_lead = evidence.lead.iter().flat_map(|lead| &lead.touches).cloned().map(Kind::LeadClick);
    let of_visitor = evidence.clicks.iter().cloned().map(Kind::VisitorClick);
    let others = evidence.views.iter().cloned().map(Kind::View);
    let others = evidence.history.iter().cloned().map(Kind::CustomerClick).chain(others);
    for kind in own.chain(of_lead).chain(of_visitor).chain(others) {
        let Some(touch) = kind.touch().filter(|touch| pieces.iter().all(|known| known.kind.touch() != Some(touch)))
        else {
            continue;
        };
        let clicked = touch.link != 0;
        let owner = if clicked { owner_of(touch.link) } else { None };
        let counts = match kind {
            Kind::LeadClick(_) => from_lead(touch.at),
            Kind::Click(_) | Kind::VisitorClick(_) => fresh(at, touch.at) || from_lead(touch.at),
            _ => fresh(at, touch.at),
        };
        let lost = match kind {
            _ if clicked && owner.is_none() => Some(Lost::LinkUnknown),
            _ if touch.at > at => Some(Lost::AfterOrder),
            Kind::View(_) => Some(Lost::OnlySeen),
            _ if counts => (!clicked).then_some(Lost::OtherChannel),
            Kind::LeadClick(_) if lead.is_none() => Some(Lost::Unverified),
            Kind::LeadClick(_) if lead.is_some_and(|lead| touch.at > lead) => Some(Lost::AfterLead),
            _ => Some(Lost::TooOld),
        };
        let kind = match kind {
            Kind::Click(touch) | Kind::LeadClick(touch) | Kind::CustomerClick(touch) | Kind::VisitorClick(touch)
                if !clicked =>
            {
                Kind::Other(touch)
            }
            kind => kind,
        };
        pieces.push(Piece { kind, owner, lost });
    }
    let historic = |piece: &Piece| matches!(piece.kind, Kind::CustomerClick(_));
    if pieces.iter().any(|piece| piece.lost.is_none() && !historic(piece)) {
        for piece in pieces.iter_mut().filter(|piece| piece.lost.is_none() && historic(piece)) {
            piece.lost = Some(Lost::OwnClicksFirst);
        }
    }
    pieces
}
