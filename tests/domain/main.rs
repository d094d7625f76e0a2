//! What the domain decides, told in sentences: one file per door or capability.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

mod case;
mod channel;
mod click_id;
mod code_import;
mod code_report;
mod cohorts;
mod collect;
mod conversion;
mod cookie;
mod creator_verdict;
mod credit;
mod credits;
mod csv;
mod cursor;
mod destination;
mod device;
mod event;
mod fields;
mod fold;
mod follow;
mod given;
mod ground;
mod idempotency;
mod import;
mod in_app;
mod json;
mod key;
mod known;
mod lags;
mod ledger;
mod ledger_shelf;
mod lift;
mod link;
mod link_cache;
mod listing;
mod model;
mod models_page;
mod models_report;
mod money;
mod outbox;
mod page;
mod path;
mod paths_report;
mod pattern;
mod performance;
mod pixel;
mod privacy;
mod privacy_delivery;
mod quality;
mod ranking;
mod reconciliation;
mod recount;
mod refusal;
mod register;
mod remembered;
mod rollup;
mod route;
mod settings;
mod shown;
mod site_register;
mod slug;
mod source;
mod source_answer;
mod source_postback;
mod source_privacy;
mod source_register;
mod source_signature;
mod source_standard;
mod statistics;
mod stored;
mod survey;
mod time;
mod touch;
mod utm;
mod utm_report;
mod variants;
mod verdict;
mod visit;
mod visitor;
mod visits_report;
mod webhook;
mod why;
mod zone;
