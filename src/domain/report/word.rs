//! The reports that there are, by the words in their addresses.

/// A report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// What each creator, link, day and so on brought in.
    Performance,
    /// Creators against what was hoped for.
    Ranking,
    /// Models side by side.
    Models,
    /// The ways to an order.
    Paths,
    /// Links, codes and answers by order.
    Reconciliation,
    /// What customers bring over time, by who brought them.
    Cohorts,
    /// Before, during and after.
    Lift,
    /// What was not counted, and what looks odd.
    Quality,
    /// Who came.
    Visits,
    /// Which codes may have leaked.
    Codes,
    /// How a survey was answered.
    Surveys,
    /// What tags clicks carried.
    Utm,
}

impl Report {
    /// Every report with its word.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::Performance, "performance"),
        (Self::Ranking, "ranking"),
        (Self::Models, "models"),
        (Self::Paths, "paths"),
        (Self::Reconciliation, "reconciliation"),
        (Self::Cohorts, "cohorts"),
        (Self::Lift, "lift"),
        (Self::Quality, "quality"),
        (Self::Visits, "visits"),
        (Self::Codes, "codes"),
        (Self::Surveys, "surveys"),
        (Self::Utm, "utm"),
    ];

    /// The report that `word` names.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == word).map(|(report, _)| *report)
    }
}
