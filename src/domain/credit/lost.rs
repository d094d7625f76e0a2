//! Why a piece of evidence did not decide: one variant per reason, each with its stable word and its sentence.

/// Why a piece of evidence did not decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// A link that does not exist.
    LinkUnknown,
    /// A click after the order.
    AfterOrder,
    /// A click of the lead, after the lead.
    AfterLead,
    /// Another channel, where only creators are credited.
    OtherChannel,
    /// A pixel view: it was seen, and nobody came by it.
    OnlySeen,
    /// Older than the window.
    TooOld,
    /// Only a browser said so.
    Unverified,
    /// A later click counted.
    LaterClick,
    /// A click of an earlier conversion, where the order has its own.
    OwnClicksFirst,
    /// A code comes before a click here.
    CodeBeatsClick,
    /// A click before the touch that a code is.
    Assist,
    /// An earlier click of the code's owner, where the code is the later touch.
    CodeWasLater,
    /// A click comes before a code here.
    ClickBeatsCode,
    /// Somebody holds the code, but not at the order's time.
    CodeNotValid,
    /// Nobody has ever held the code.
    CodeUnowned,
    /// Another code of the order counted.
    OtherCode,
    /// An answer, where a click or a code decides.
    AnswerIsLast,
}

impl Lost {
    /// The stable word and the sentence of a reason; `what` is the order, the lead or the event, whose clicks may be
    /// `window_days` old.
    pub fn told(self, what: &str, window_days: i64) -> (&'static str, String) {
        let (word, text) = match self {
            Self::LinkUnknown => ("link_unknown", "No link has this number."),
            Self::AfterOrder => ("after_order", "It was after the {}."),
            Self::AfterLead => ("after_lead", "It was after the lead that the {} came from."),
            Self::OtherChannel => ("other_channel", "It was another channel; only creators are credited."),
            Self::OnlySeen => ("only_seen", "It was seen and not clicked; views stand in a column of their own."),
            Self::TooOld => {
                return ("too_old", format!("It was more than {window_days} days before."));
            }
            Self::Unverified => ("unverified", "Only a browser said so."),
            Self::LaterClick => ("later_click", "Another click was later."),
            Self::OwnClicksFirst => ("own_clicks_first", "The {} came with clicks of its own."),
            Self::CodeBeatsClick => ("code_beats_click", "A code comes before a click."),
            Self::Assist => ("assist", "A code was the last touch; this click assisted."),
            Self::CodeWasLater => ("code_was_later", "The same creator's code was the last touch."),
            Self::ClickBeatsCode => ("click_beats_code", "A click comes before a code."),
            Self::CodeNotValid => ("code_not_valid", "Nobody held the code when the {} was made."),
            Self::CodeUnowned => ("code_unowned", "Nobody owns the code."),
            Self::OtherCode => {
                ("other_code", "Another code of the {} took more off, or comes before it in the alphabet.")
            }
            Self::AnswerIsLast => ("answer_is_last", "A click or a code comes before an answer."),
        };
        (word, text.replace("{}", what))
    }
}
