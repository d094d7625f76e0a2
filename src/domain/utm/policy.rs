//! Who wins where a visitor's own query and the link say different things.

use serde::{Serialize, Serializer};

use crate::stored_word;

/// What becomes of the tags that a visitor's own query carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// They fill what the link leaves open.
    #[default]
    LinkWins,
    /// They stand in place of the link's.
    VisitorWins,
    /// They go no further.
    Drop,
}

stored_word!(Policy { LinkWins = "link_wins", VisitorWins = "visitor_wins", Drop = "drop" });

impl Policy {
    /// Every policy with its word.
    pub const NAMES: &[(Self, &'static str)] =
        &[(Self::LinkWins, "link_wins"), (Self::VisitorWins, "visitor_wins"), (Self::Drop, "drop")];
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = Self::NAMES.iter().find(|(policy, _)| policy == self);
        serializer.serialize_str(named.map_or("", |(_, word)| word))
    }
}
