//! The spelling room: every statement the Worker runs, one `.sql` file each, and the migrations.
//!
//! # Why
//! The same files run in D1 and, in `tests/sql`, on a real SQLite. Values are always bound, never pasted in.
//! Bound numbers arrive as REAL, so a statement that divides or stores an expression of one casts it first.
//! What is common to all statements over reports is spelled once, in `conversions_met.part`, and stands before each; what
//! decides whose an order is, in `orders_evidence.part`, stands behind those that find orders.

/// A statement without its comments and its indentation: the Worker would carry them for nobody.
macro_rules! bare {
    ($text:expr) => {{
        const TEXT: &str = $text;
        const BARE: [u8; bare::<0>(TEXT).1] = bare(TEXT).0;
        match std::str::from_utf8(&BARE) {
            Ok(bare) => bare,
            Err(_) => TEXT,
        }
    }};
}

/// What is left of `text`, as far as there is room for it, and how long it is.
#[expect(clippy::indexing_slicing, reason = "the compiler runs it, and what is out of bounds does not build")]
const fn bare<const ROOM: usize>(text: &str) -> ([u8; ROOM], usize) {
    let (mut rest, mut bare, mut length) = (text.as_bytes(), [0; ROOM], 0);
    while !rest.is_empty() {
        while let [b' ', behind @ ..] = rest {
            rest = behind;
        }
        let comment = matches!(rest, [b'-', b'-', ..]);
        while let [byte, behind @ ..] = rest {
            rest = behind;
            if !comment {
                if length < ROOM {
                    bare[length] = *byte;
                }
                length += 1;
            }
            if *byte == b'\n' {
                break;
            }
        }
    }
    (bare, length)
}

/// A statement.
macro_rules! statement {
    ($file:literal) => {
        bare!(include_str!($file))
    };
}

/// A statement over reports, behind the tables `report` and `met` that it reads.
macro_rules! of_reports {
    ($file:literal) => {
        bare!(concat!(include_str!("conversions_met.part"), include_str!($file)))
    };
}

/// A statement that finds conversions as `sale`, and behind it what decides whose they are.
macro_rules! with_evidence {
    ($file:literal) => {
        bare!(concat!(include_str!($file), include_str!("orders_evidence.part")))
    };
}

/// A list of links, with every filter and its order behind it.
macro_rules! of_links {
    ($file:literal) => {
        bare!(concat!(include_str!($file), include_str!("links_listed.part")))
    };
}

/// A statement over stretches of days, behind the table `covered` of them.
macro_rules! of_days {
    ($file:literal) => {
        bare!(concat!(include_str!("days_covered.part"), include_str!($file)))
    };
}

/// At most ?2 baselines behind id ?1: of the metrics of ?3 (a JSON list) where it is given, also those replaced where ?4 is 1, of metric ?5 where it is given.
pub const BASELINES_LIST: &str = statement!("baselines_list.sql");
/// Sets the baselines of ?1, a JSON list of values by column, at ?2 and gives their ids.
pub const BASELINES_PUT: &str = statement!("baselines_put.sql");
/// Notes at ?2 that baseline ?1 stands no more.
pub const BASELINES_REMOVE: &str = statement!("baselines_remove.sql");
/// Notes at ?2 that the baselines of ?1, a JSON list of values by column, replace those of the same metric.
pub const BASELINES_REPLACE: &str = statement!("baselines_replace.sql");
/// Remembers when events were last stored, to the minute: more often would cost a row a batch.
pub const BATCH_SEEN: &str = statement!("batch_seen.sql");
/// Takes away the blocks that day ?2 is in.
pub const BLOCKS_FORGET: &str = statement!("blocks_forget.sql");
/// At most ?3 blocks that end on day ?2 at the latest and do not stand: [about, day, size].
pub const BLOCKS_MISSING: &str = statement!("blocks_missing.sql");
/// Says that the block of ?1 from day ?2 of ?3 days stands.
pub const BLOCK_PUT: &str = statement!("block_put.sql");
/// The campaigns of ?1, a JSON list of ids.
pub const CAMPAIGNS_GET: &str = statement!("campaigns_get.sql");
/// One campaign.
pub const CAMPAIGN_GET: &str = statement!("campaign_get.sql");
/// What campaign ?1 is for.
pub const CAMPAIGN_GOAL: &str = statement!("campaign_goal.sql");
/// Makes a campaign unless the handle is taken; gives the id.
pub const CAMPAIGN_INSERT: &str = statement!("campaign_insert.sql");
/// At most ?2 campaigns behind id ?1; archived ones are left out.
pub const CAMPAIGN_LIST: &str = statement!("campaign_list.sql");
/// Changes campaign ?1 if it is still at version ?2.
pub const CAMPAIGN_UPDATE: &str = statement!("campaign_update.sql");
/// Those of ?1, a JSON list of `[at, nonce, key, occurred_at]` of clicks and the orders that they decided, whose click came with an earlier order already: their keys.
pub const CLICKS_BEFORE: &str = statement!("clicks_before.sql");
/// Notes the clicks of ?1, a JSON list of `[at, nonce, kind, key, visitor]`, that decided conversions without having come with them.
pub const CLICKS_FOUND: &str = statement!("clicks_found.sql");
/// Marks the days of later conversions by the clicks of ?1, a JSON list of `[at, nonce, kind, key, visitor]`: they are not the first ones of their click any more.
pub const CLICKS_FOUND_DIRTY: &str = statement!("clicks_found_dirty.sql");
/// How many orders, up to 1000, came with each click of ?1, a JSON list of [at, nonce].
pub const CLICK_USES: &str = statement!("click_uses.sql");
/// One code.
pub const CODE_GET: &str = statement!("code_get.sql");
/// At most ?2 codes behind id ?1.
pub const CODE_LIST: &str = statement!("code_list.sql");
/// Changes code ?1 if it is still at version ?2 and nobody else holds the word in that time.
pub const CODE_UPDATE: &str = statement!("code_update.sql");
/// Marks the days of the orders that carried a code of ?1, a JSON list of [first, last]: whose they are may have changed.
pub const CODES_DIRTY: &str = statement!("codes_dirty.sql");
/// What is held under the words of ?1 (a JSON list), with its bounds.
pub const CODES_HELD: &str = statement!("codes_held.sql");
/// Makes the codes of ?1, each unless somebody holds it in that time, and gives their ids.
pub const CODES_INSERT: &str = statement!("codes_insert.sql");
/// Living creators and campaigns by what ?1 and ?2 (JSON lists of texts) call them: [word, id], handles before ids.
pub const CODES_NAMES: &str = statement!("codes_names.sql");
/// Marks every day with conversions as behind, so that they are counted again though nothing was told.
pub const CONVERSIONS_FORCE: &str = statement!("conversions_force.sql");
/// Removes the paths of sales that turn out to be an order of ?1 by another name.
pub const CONVERSIONS_JOINED_PATH: &str = of_reports!("conversions_joined_path.sql");
/// At most ?7 conflicts received in `[?1, ?2)`, newest first behind `(received_at, kind, key) = (?3, ?4, ?5)`, of kind ?6 unless 0: what stands, and the report that says otherwise.
pub const CONVERSION_CONFLICTS: &str = statement!("conversion_conflicts.sql");
/// Conversion ?2 of kind ?1, an order also by its other names, with every report, code, refund and credit of it.
pub const CONVERSION_GET: &str = statement!("conversion_get.sql");
/// At most ?8 conversions received in `[?1, ?2)`, newest first behind `(received_at, kind, key) = (?3, ?4, ?5)`: of kind ?6 unless 0, and where ?7 is 1 only the unverified, where it is 2 only what waits for its order.
pub const CONVERSION_LIST: &str = statement!("conversion_list.sql");
/// At most ?6 sales that count on the reporting days ?1 to ?2, newest first behind `(occurred_at, key) = (?3, ?4)`: those whose payout is ?5's (0: nobody's, -1: whoever's).
pub const ORDERS_OF: &str = statement!("orders_of.sql");
/// Notes every further name of the orders of ?1, and whatever order went by one of these names; a conflict joins nothing.
pub const CONVERSIONS_ALIAS: &str = of_reports!("conversions_alias.sql");
/// Leads the names of an order of ?1 that went by another name on to its one name.
pub const CONVERSIONS_ALIAS_FLATTEN: &str = of_reports!("conversions_alias_flatten.sql");
/// Notes which click ids the reports of ?1 came with, so that one click in many orders is seen.
pub const CONVERSIONS_CLICKS: &str = of_reports!("conversions_clicks.sql");
/// Notes the promo codes of the orders of ?1; what only a browser says of an order that a server told is left out.
pub const CONVERSIONS_CODES: &str = of_reports!("conversions_codes.sql");
/// Marks the days of the orders that the reports of ?1 belong to or may decide.
pub const CONVERSIONS_DIRTY: &str = of_reports!("conversions_dirty.sql");
/// Adds what a report of ?1 that does not stand knows of who brought the order: touches, customer, lead, visitor.
pub const CONVERSIONS_EVIDENCE: &str = of_reports!("conversions_evidence.sql");
/// Says what becomes of each report of ?1: place, outcome, order, standing, whether it adds evidence, orders per click.
pub const CONVERSIONS_FORESEEN: &str = of_reports!("conversions_foreseen.sql");
/// Stores the reports of ?1 whose key is free, and lets those that rank higher or are newer stand in place of what is stored.
pub const CONVERSIONS_INSERT: &str = of_reports!("conversions_insert.sql");
/// Keeps the sales that turn out to be an order of ?1 by another name, under that order's one name.
pub const CONVERSIONS_JOINED: &str = of_reports!("conversions_joined.sql");
/// Removes the sales that turn out to be an order of ?1 by another name; what they said is kept under its one name.
pub const CONVERSIONS_JOINED_CLEAR: &str = of_reports!("conversions_joined_clear.sql");
/// Leads the survey answers of an order of ?1 that went by another name to its one name.
pub const CONVERSIONS_JOINED_ANSWERS: &str = of_reports!("conversions_joined_answers.sql");
/// Leads the codes of an order of ?1 that went by another name to its one name.
pub const CONVERSIONS_JOINED_CODES: &str = of_reports!("conversions_joined_codes.sql");
/// Removes the credit of sales that turn out to be an order of ?1 by another name.
pub const CONVERSIONS_JOINED_CREDIT: &str = of_reports!("conversions_joined_credit.sql");
/// Erases an order of ?1 whole, and its answers, where a sale that turns out to be it was erased: one person's order is one.
pub const CONVERSIONS_JOINED_ERASED: &str = of_reports!("conversions_joined_erased.sql");
/// Gives an order of ?1 the evidence of the sales that turn out to be it by another name.
pub const CONVERSIONS_JOINED_EVIDENCE: &str = of_reports!("conversions_joined_evidence.sql");
/// Leads the refunds of an order of ?1 that went by another name to its one name.
pub const CONVERSIONS_JOINED_REFUNDS: &str = of_reports!("conversions_joined_refunds.sql");
/// Forgets which clicks an erased order of ?1 came with, under each of its names.
pub const CONVERSIONS_JOINED_USES: &str = of_reports!("conversions_joined_uses.sql");
/// Marks the days of what the reports of ?1 are about to move: orders that turn out to be another's, what is replaced, and the later orders of a customer who is replaced with it.
pub const CONVERSIONS_MOVED_DIRTY: &str = of_reports!("conversions_moved_dirty.sql");
/// Keeps the reports of ?1 that do not stand, with how they stand to the one that does.
pub const CONVERSIONS_REPORTS: &str = of_reports!("conversions_reports.sql");
/// Forgets of what stands under the keys of ?1 that it once did not stand.
pub const CONVERSIONS_STANDS: &str = of_reports!("conversions_stands.sql");
/// Keeps what a report of ?1 is about to replace.
pub const CONVERSIONS_SUPERSEDED: &str = of_reports!("conversions_superseded.sql");
/// What commissions are paid by over the days ?1 to ?2: orders and net revenue of the payout model under the narrowest rule; ?3 is the reporting currency, ?4 what is told apart besides (1 days, 2 links, 4 codes).
pub const COSTS_EARNED: &str = statement!("costs_earned.sql");
/// At most ?2 costs behind id ?1: of the creators and external ids of ?3 (a JSON list) where it is given, also those put away where ?4 is 1, of creator ?5, campaign ?6, post ?7 and kind ?8 where these are given.
pub const COSTS_LIST: &str = statement!("costs_list.sql");
/// Makes the costs of ?1, a JSON list of values by column, at ?2 and gives their ids; one that overlaps another of its kind, or another rule, is left out unless it says that it is meant.
pub const COSTS_PUT: &str = statement!("costs_put.sql");
/// The costs that touch the days ?1 to ?2, each with the rate of its currency on its first day.
pub const COSTS_READ: &str = statement!("costs_read.sql");
/// Puts cost ?1 away at ?2; the first time counts.
pub const COSTS_REMOVE: &str = statement!("costs_remove.sql");
/// Changes the costs of ?1, a JSON list of [id, version, values by column ...], that are still at that version, at ?2.
pub const COSTS_UPDATE: &str = statement!("costs_update.sql");
/// The counts of every link in the blocks ?1 (a JSON list), ?2 links a block.
pub const COUNTS_READ: &str = statement!("counts_read.sql");
/// The creators of ?1, a JSON list of ids.
pub const CREATORS_GET: &str = statement!("creators_get.sql");
/// Makes the creators of ?1, a JSON list of [name, handle], at ?2 unless a handle is taken.
pub const CREATORS_INSERT: &str = statement!("creators_insert.sql");
/// One creator.
pub const CREATOR_GET: &str = statement!("creator_get.sql");
/// Makes a creator unless the handle is taken; gives the id.
pub const CREATOR_INSERT: &str = statement!("creator_insert.sql");
/// At most ?2 creators behind id ?1; archived ones are left out.
pub const CREATOR_LIST: &str = statement!("creator_list.sql");
/// One creator's page.
pub const CREATOR_PAGE_GET: &str = statement!("creator_page_get.sql");
/// Makes a creator's page; gives the id, none where there is no such creator.
pub const CREATOR_PAGE_INSERT: &str = statement!("creator_page_insert.sql");
/// At most ?2 creators' pages behind id ?1, of creator ?3 where it is not null; those that were taken back are left out.
pub const CREATOR_PAGE_LIST: &str = statement!("creator_page_list.sql");
/// What is a creator's own: the name, the newest links and codes of creator ?1, each as a JSON list of at most ?2.
pub const CREATOR_PAGE_OWN: &str = statement!("creator_page_own.sql");
/// Notes that a creator's page ?1 was opened at ?2, once an hour.
pub const CREATOR_PAGE_SEEN: &str = statement!("creator_page_seen.sql");
/// Changes a creator's page ?1 if it is still at version ?2.
pub const CREATOR_PAGE_UPDATE: &str = statement!("creator_page_update.sql");
/// Changes creator ?1 if it is still at version ?2.
pub const CREATOR_UPDATE: &str = statement!("creator_update.sql");
/// Stores the credits of ?1 and writes only those that changed.
pub const CREDITS_PUT: &str = statement!("credits_put.sql");
/// Removes the credit by dimension ?1 and day ?2 with creators in `(?3, ?4]` that ?5 does not list.
pub const CREDIT_PARTS_CLEAR: &str = statement!("credit_parts_clear.sql");
/// Stores the credit by dimension ?1 and day ?2 from ?3 and writes only those that changed.
pub const CREDIT_PARTS_PUT: &str = statement!("credit_parts_put.sql");
/// Removes the credit totals of kind ?1 and day ?2 with creators in `(?3, ?4]` that ?5 does not list.
pub const CREDIT_TOTALS_CLEAR: &str = statement!("credit_totals_clear.sql");
/// Stores the credit totals of kind ?1 and day ?2 from ?3 and writes only those that changed.
pub const CREDIT_TOTALS_PUT: &str = statement!("credit_totals_put.sql");
/// One dead letter, whole.
pub const DEAD_LETTER_GET: &str = statement!("dead_letter_get.sql");
/// At most ?2 dead letters behind id ?1, the start of each body.
pub const DEAD_LETTER_LIST: &str = statement!("dead_letter_list.sql");
/// Notes that dead letter ?1 was stored after all at ?2.
pub const DEAD_LETTER_REPLAYED: &str = statement!("dead_letter_replayed.sql");
/// Removes the sums of credit from day ?1 of ?2 days.
pub const CREDIT_BLOCKS_CLEAR: &str = statement!("credit_blocks_clear.sql");
/// Adds up credit from day ?1 of ?2 days: two days of a block of two, else two blocks of a half.
pub const CREDIT_BLOCKS_PUT: &str = statement!("credit_blocks_put.sql");
/// Keeps messages that could not be stored: ?1 is a JSON list of [queue, reason, body, time].
pub const DEAD_LETTERS_INSERT: &str = statement!("dead_letters_insert.sql");
/// Forgets the unverified deliveries of source ?1 but for the newest ?2.
pub const DELIVERY_CAP: &str = statement!("delivery_cap.sql");
/// Notes what became of delivery ?1, or of the newest one with nonce ?2 where ?1 is null.
pub const DELIVERY_DONE: &str = statement!("delivery_done.sql");
/// One delivery, and its body beside it.
pub const DELIVERY_GET: &str = statement!("delivery_get.sql");
/// Keeps a delivery.
pub const DELIVERY_INSERT: &str = statement!("delivery_insert.sql");
/// The newest ?2 deliveries before id ?1, of source ?3 and with outcome ?4 where these are given, the start of each body.
pub const DELIVERY_LIST: &str = statement!("delivery_list.sql");
/// Forgets the oldest ?2 deliveries that came before ?1.
pub const DELIVERY_PURGE: &str = statement!("delivery_purge.sql");
/// Notes that delivery ?1 was replayed at ?2.
pub const DELIVERY_REPLAYED: &str = statement!("delivery_replayed.sql");
/// Claims every day that is behind and gives the generation that is about to be read.
pub const DIRTY_CLAIM: &str = statement!("dirty_claim.sql");
/// Clears a day's mark unless something was written to it after it was claimed, or it was cleared and made anew.
pub const DIRTY_CLEAR: &str = statement!("dirty_clear.sql");
/// Marks the days from ?1 to ?2 as behind, so that they are counted again though nothing was written.
pub const DIRTY_FORCE: &str = statement!("dirty_force.sql");
/// One host that is kept.
pub const DOMAIN_GET: &str = statement!("domain_get.sql");
/// Keeps a host unless its name is kept already, or ?4 hosts are; gives the id.
pub const DOMAIN_INSERT: &str = statement!("domain_insert.sql");
/// The host named ?1 that was made last, put away or not.
pub const DOMAIN_LAST: &str = statement!("domain_last.sql");
/// How many links host ?1 has, and how many of them lead somewhere at ?2; none counts further than ?3.
pub const DOMAIN_LINKS: &str = statement!("domain_links.sql");
/// At most ?2 hosts behind id ?1; archived ones are left out.
pub const DOMAIN_LIST: &str = statement!("domain_list.sql");
/// Changes host ?1 if it is still at version ?2.
pub const DOMAIN_UPDATE: &str = statement!("domain_update.sql");
/// Every host that was ever kept: its version, and what is said of it where it is not put away.
pub const DOMAINS_ALL: &str = statement!("domains_all.sql");
/// By what and from where the clicks of ?1, a JSON list of `[day, visitor, at, nonce]`, were made.
pub const EVENTS_CODES: &str = statement!("events_codes.sql");
/// Adds the events of ?1 that are not stored yet to the hourly counts, each once, however often a message comes.
pub const EVENTS_COUNT: &str = statement!("events_count.sql");
/// The first and the last UTC day with events; null where there are none.
pub const EVENTS_DAYS: &str = statement!("events_days.sql");
/// Marks the UTC days of ?1 (a JSON list) as behind; writes nothing where a mark stands that no recount has claimed.
pub const EVENTS_DIRTY: &str = statement!("events_dirty.sql");
/// Marks the UTC days from ?1 to ?2 that have events as behind, so that they are counted again though nothing was written.
pub const EVENTS_FORCE: &str = statement!("events_force.sql");
/// Stores the events of ?1, a JSON list of rows (domain/event.rs; 8 values where an older Worker sent them); a known key stays as it is.
pub const EVENTS_INSERT: &str = statement!("events_insert.sql");
/// What the visitors in `(?2, ?3]` did whose last touch was on UTC day ?1, alike journeys together.
pub const EVENTS_JOURNEYS: &str = statement!("events_journeys.sql");
/// The first day from ?1 on with an event.
pub const EVENTS_NEXT_DAY: &str = statement!("events_next_day.sql");
/// What the people of ?1, a JSON list of `[visitor, first UTC day, last UTC day]`, clicked and saw, and by which other channels they came, each their newest 200.
pub const EVENTS_PEOPLE: &str = statement!("events_people.sql");
/// A chunk of UTC day ?1 behind (visitor, at, nonce) = (?2, ?3, ?4), only what falls into [?5, ?6), at most ?7 events.
pub const EVENTS_READ: &str = statement!("events_read.sql");
/// At most ?3 visitors of UTC day ?1 behind ?2, in order.
pub const EVENTS_THERE: &str = statement!("events_there.sql");
/// Keeps the answer under key ?1: status ?2, body ?3.
pub const IDEMPOTENCY_ANSWER: &str = statement!("idempotency_answer.sql");
/// Notes that a database says ?2 of itself under ?1.
pub const FACT_PUT: &str = statement!("fact_put.sql");
/// What tags should look like.
pub const HYGIENE_GET: &str = statement!("hygiene_get.sql");
/// Says what tags should look like, if it is still of version ?2; gives the new version.
pub const HYGIENE_PUT: &str = statement!("hygiene_put.sql");
/// What tags should look like, and beside it what the newest ?1 links carry, at most ?2 values of it.
pub const HYGIENE_READ: &str = statement!("hygiene_read.sql");
/// Claims key ?1 for the call ?2 at ?3 where it is free: unused, older than ?4, or at work since before ?5.
pub const IDEMPOTENCY_CLAIM: &str = statement!("idempotency_claim.sql");
/// What is known under key ?1.
pub const IDEMPOTENCY_GET: &str = statement!("idempotency_get.sql");
/// Forgets the answers from before ?1.
pub const IDEMPOTENCY_PURGE: &str = statement!("idempotency_purge.sql");
/// Gives key ?1 back, if nothing was answered under it.
pub const IDEMPOTENCY_RELEASE: &str = statement!("idempotency_release.sql");
/// Imported clicks by ?1, a JSON list of [place, visitor, nonce, first UTC day, last]: place, link, time, nonce, visitor.
pub const IMPORT_CLICKS: &str = statement!("import_clicks.sql");
/// How far import ?1 has come.
pub const IMPORT_GET: &str = statement!("import_get.sql");
/// The links that the words of ?1 (a JSON list) mean: `12` by its id, `host/slug`, `@handle` a creator's link for imports (0: not made yet).
pub const IMPORT_LINKS: &str = statement!("import_links.sql");
/// Makes links for imports at ?2, for the creators that the words of ?1 (`@handle`, `@id`) name and that have none: put away, and never published.
pub const IMPORT_LINKS_MAKE: &str = statement!("import_links_make.sql");
/// Notes that import ?1 has taken its first ?2 lines at ?7: ?3 more are stored, ?4 repeated, ?5 refused, and ?6 that were refused are stored now.
pub const IMPORT_PUT: &str = statement!("import_put.sql");
/// At most 20 pixel views of people before ?2 by the visitors of ?1, a JSON list of [UTC day, visitor]: link and time.
pub const EVENTS_VIEWS: &str = statement!("events_views.sql");
/// Takes the lease from a running job that has been silent since before ?1.
pub const JOB_ABANDON: &str = statement!("job_abandon.sql");
/// Renews the lease of job ?1; where it was lost the whole batch fails, so a job that was taken over writes nothing.
pub const JOB_BEAT: &str = statement!("job_beat.sql");
/// Ends job ?1 as ?2 (done, partial or failed) with what it did; a job that was taken over stays as it is.
pub const JOB_CLOSE: &str = statement!("job_close.sql");
/// One job.
pub const JOB_GET: &str = statement!("job_get.sql");
/// The newest ?2 jobs before id ?1.
pub const JOB_LIST: &str = statement!("job_list.sql");
/// Starts a job of kind ?1 at ?2 unless one is running; gives its id.
pub const JOB_OPEN: &str = statement!("job_open.sql");
/// Forgets jobs that began before ?1, but for the newest.
pub const JOB_PURGE: &str = statement!("job_purge.sql");
/// Days whose journeys are behind, the newest first.
pub const JOURNEY_DAYS: &str = statement!("journey_days.sql");
/// Marks the days from ?1 to ?2 as days whose journeys are behind.
pub const JOURNEY_DAYS_MARK: &str = statement!("journey_days_mark.sql");
/// Takes the mark of day ?1 away.
pub const JOURNEY_DAY_DONE: &str = statement!("journey_day_done.sql");
/// What opens key ?1.
pub const KEY_FIND: &str = statement!("key_find.sql");
/// One key as it is shown.
pub const KEY_GET: &str = statement!("key_get.sql");
/// Stores a key: name, hash, hint, scopes, end, time; gives the id.
pub const KEY_INSERT: &str = statement!("key_insert.sql");
/// At most ?2 keys behind id ?1.
pub const KEY_LIST: &str = statement!("key_list.sql");
/// Takes key ?1 back; the first time counts.
pub const KEY_REVOKE: &str = statement!("key_revoke.sql");
/// Removes the lags of kind ?1 and day ?2 with creators in `(?3, ?4]` that ?5 does not list.
pub const LAG_TOTALS_CLEAR: &str = statement!("lag_totals_clear.sql");
/// Stores the lags of kind ?1 and day ?2 from ?3 and writes only those that changed.
pub const LAG_TOTALS_PUT: &str = statement!("lag_totals_put.sql");
/// A chunk of the leads and events in `[?1, ?2)` behind `(occurred_at, kind, key) = (?3, ?4, ?5)`, at most ?6, each with what decides its credit.
pub const LEADS_READ: &str = with_evidence!("leads_read.sql");
/// Creators, campaigns and posts by what ?1, ?2 and ?3 (JSON lists of texts in order) call them, handles before ids: [word, id], of posts also whose. What was put away is still there: its bills come late.
pub const LEDGER_NAMES: &str = statement!("ledger_names.sql");
/// What the creators of ?1, a JSON list of ids, cost by their posts: creator, the post's handle (none for what is no post's), currency, sum.
pub const LINKS_COSTS: &str = statement!("links_costs.sql");
/// Those of the links ?1, a JSON list of ids, that anything was ever counted for.
pub const LINKS_HAVE_EVENTS: &str = statement!("links_have_events.sql");
/// Those of the links ?1, a JSON list of ids, that an order was ever credited to.
pub const LINKS_HAVE_SALES: &str = statement!("links_have_sales.sql");
/// Makes the links of ?1, a JSON list of values by column, unless host and slug, or the brand's own name, are taken.
pub const LINKS_INSERT: &str = statement!("links_insert.sql");
/// At most ?2 links behind id ?1, through all of them in order.
pub const LINKS_LIST: &str = of_links!("links_list.sql");
/// At most ?2 links behind id ?1 that were put away.
pub const LINKS_LIST_ARCHIVED: &str = of_links!("links_list_archived.sql");
/// At most ?2 links of campaign ?4 behind id ?1.
pub const LINKS_LIST_CAMPAIGN: &str = of_links!("links_list_campaign.sql");
/// At most ?2 links behind id ?1 that were changed since ?12.
pub const LINKS_LIST_CHANGED: &str = of_links!("links_list_changed.sql");
/// At most ?2 links of creator ?3 behind id ?1.
pub const LINKS_LIST_CREATOR: &str = of_links!("links_list_creator.sql");
/// The link that the brand calls ?6.
pub const LINKS_LIST_EXTERNAL: &str = of_links!("links_list_external.sql");
/// At most ?2 links behind id ?1 that failed their last check.
pub const LINKS_LIST_FAILING: &str = of_links!("links_list_failing.sql");
/// The links at a slug of ?8, a JSON list, whatever their host.
pub const LINKS_LIST_SLUG: &str = of_links!("links_list_slug.sql");
/// The links of ?1, a JSON list of [id, ...], that are to be put again, alone since ?2.
pub const LINKS_MOVED: &str = statement!("links_moved.sql");
/// The links that ?1 (ids), ?2 (names of the brand's own) and ?3 ([host, slug]) name, each a JSON list.
pub const LINKS_NAMED: &str = statement!("links_named.sql");
/// Notes for ?1, a JSON list of [id, version, begun, done], whose puts have ended, which copies KV has; where others were on their way beside, the last one puts again, alone since ?2.
pub const LINKS_PUBLISHED: &str = statement!("links_published.sql");
/// Changes the links of ?1, a JSON list of [id, version, values by column], that are still at that version and whose own name is free.
pub const LINKS_UPDATE: &str = statement!("links_update.sql");
/// The last check of link ?1.
pub const LINK_CHECK_GET: &str = statement!("link_check_get.sql");
/// At most ?4 live links whose check is due at ?1: at most ?2 that fail, then of the ?3 that wait longest, by the day that they were due, those clicked on reporting day ?5 or the two before it first.
pub const LINK_CHECKS_DUE: &str = statement!("link_checks_due.sql");
/// Lets at most ?2 links rest that are due at ?1 and have ended: they are due again when they are changed, and do not fail.
pub const LINK_CHECKS_OVER: &str = statement!("link_checks_over.sql");
/// Keeps the checks of ?1, a JSON list of [link, version, at, ok, said], of links that are still at that version; a link is due again after ?2 ms, after a first failed check ?3, while it goes on failing ?4.
pub const LINK_CHECKS_PUT: &str = statement!("link_checks_put.sql");
/// The link at host ?1 and slug ?2, as the edge reads it.
pub const LINK_FIND: &str = statement!("link_find.sql");
/// One link.
pub const LINK_GET: &str = statement!("link_get.sql");
/// At most ?2 versions of link ?1, the newest first.
pub const LINK_HISTORY: &str = statement!("link_history.sql");
/// Whom the links of ?1 (a JSON list of ids) belong to: link, creator, campaign.
pub const LINK_OWNERS: &str = statement!("link_owners.sql");
/// Takes at most ?1 links whose copy in KV is behind and that nobody puts: their one put is on its way from ?2 on.
pub const LINKS_UNPUBLISHED: &str = statement!("links_unpublished.sql");
/// What a database says of itself.
pub const META: &str = statement!("meta.sql");
/// The links of ?1 and the creators of these and of ?2, both JSON lists of ids, as a decision names them.
pub const ORDER_NAMES: &str = statement!("order_names.sql");
/// Conversion ?2 of kind ?1, as the chunk of orders that it would be alone: the same that decides there decides here.
pub const ORDER_READ: &str = with_evidence!("order_read.sql");
/// A chunk of the orders in `[?1, ?2)` behind `(occurred_at, order_id) = (?3, ?4)`, at most ?5, each with what decides its credit.
pub const ORDERS_READ: &str = with_evidence!("orders_read.sql");
/// Whether credit of day ?1 was parted by anything: `[1]`, else `[]`.
pub const CREDIT_PARTS_THERE: &str = statement!("credit_parts_there.sql");
/// The stored paths of ?1 where not all that they were made of is kept any more.
pub const PATHS_FOUND: &str = statement!("paths_found.sql");
/// Stores the paths of ?1 and writes only those that changed.
pub const PATHS_PUT: &str = statement!("paths_put.sql");
/// Removes the alike paths of kind ?1 and day ?2 that ?5 does not list.
pub const PATH_TOTALS_CLEAR: &str = statement!("path_totals_clear.sql");
/// Stores the alike paths of kind ?1 and day ?2 from ?3 and writes only those that changed.
pub const PATH_TOTALS_PUT: &str = statement!("path_totals_put.sql");
/// Visitors in `(?1, ?2]` with a sale in `[?3, ?4)`, and when their last one was.
pub const PEOPLE_BOUGHT: &str = statement!("people_bought.sql");
/// Marks the days of the conversions from ?2 to before ?3 that may be of the visitors of ?1, a JSON list: by a click that they, their lead or their customer came with, or as an imported history names them.
pub const PEOPLE_DIRTY: &str = statement!("people_dirty.sql");
/// At most ?2 posts behind id ?1: with the handles of ?3 (a JSON list) where it is given, also those put away where ?4 is 1, of creator ?5, campaign ?6, platform ?7 and kind ?8 where these are given.
pub const POSTS_LIST: &str = statement!("posts_list.sql");
/// Makes the posts of ?1, a JSON list of values by column, at ?2 unless a handle is taken, and gives their ids.
pub const POSTS_PUT: &str = statement!("posts_put.sql");
/// Puts post ?1 away at ?2; the first time counts.
pub const POSTS_REMOVE: &str = statement!("posts_remove.sql");
/// Changes the posts of ?1, a JSON list of [id, version, values by column ...], that are still at that version, at ?2.
pub const POSTS_UPDATE: &str = statement!("posts_update.sql");
/// Forgets the answers under an Idempotency-Key that say one of ?1, a JSON list of ids with the names of their fields.
pub const PRIVACY_ANSWERS: &str = statement!("privacy_answers.sql");
/// Takes who it was out of the conversions of ?1, a JSON list of `[kind, key]`, at ?2: money, link and time of clicks, and what decides stay.
pub const PRIVACY_CONVERSIONS: &str = statement!("privacy_conversions.sql");
/// Which of the next deliveries behind id ?3, ?4 at most and some 4 MB of them, name one of the words ?1, somewhere, or one of the ids ?2, as an id (both JSON lists); and the last that was looked at.
pub const PRIVACY_DELIVERIES: &str = statement!("privacy_deliveries.sql");
/// The deliveries of ?1, a JSON list of ids, and how their sources write.
pub const PRIVACY_DELIVERIES_READ: &str = statement!("privacy_deliveries_read.sql");
/// Forgets the deliveries of ?1, a JSON list of ids.
pub const PRIVACY_DELIVERY_CLEAR: &str = statement!("privacy_delivery_clear.sql");
/// The deliveries of ?1, a JSON list of ids.
pub const PRIVACY_DELIVERY_GET: &str = statement!("privacy_delivery_get.sql");
/// The UTC days on which the visitors of ?1 (a JSON list) were seen: `[day, visitor, events]`.
pub const PRIVACY_EVENT_DAYS: &str = statement!("privacy_event_days.sql");
/// Makes the events of ?1 nobody's: a JSON list of `[day, visitor, another visitor, factor, shift]`.
pub const PRIVACY_EVENTS: &str = statement!("privacy_events.sql");
/// Adds to what erasure ?1 has changed here how many events the statement before this one has changed.
pub const PRIVACY_EVENTS_CHANGED: &str = statement!("privacy_events_changed.sql");
/// Marks the days of the events of ?1, a JSON list of [day, ...], as behind where they are still counted: a recount that is on its way may have met the events under either visitor.
pub const PRIVACY_EVENTS_DIRTY: &str = statement!("privacy_events_dirty.sql");
/// At most ?2 events of ?1, a JSON list of `[day, visitor]`.
pub const PRIVACY_EVENTS_GET: &str = statement!("privacy_events_get.sql");
/// Forgets how many events erasure ?1 has changed here: its receipt says so.
pub const PRIVACY_EVENTS_SAID: &str = statement!("privacy_events_said.sql");
/// What is known of somebody who is named by order ?1, customer ?2, click (?3, ?4) or visitor ?5: conversions, at most ?6 by each name and those that belong to them.
pub const PRIVACY_FIND: &str = statement!("privacy_find.sql");
/// Keeps beside the conversions of ?1, a JSON list of `[kind, key]`, and beside the next ones of their customers what their customers' earlier conversions brought: of clicks the link and the time.
pub const PRIVACY_HISTORY: &str = statement!("privacy_history.sql");
/// Gives the leads and events of ?1, a JSON list of `[kind, id, other id]`, their other ids.
pub const PRIVACY_IDS: &str = statement!("privacy_ids.sql");
/// Leads orders from the leads of ?1, a JSON list of `[kind, id, other id]`, to their other ids.
pub const PRIVACY_LEADS: &str = statement!("privacy_leads.sql");
/// Puts body ?2 in place of that of dead letter ?1.
pub const PRIVACY_LETTER_PUT: &str = statement!("privacy_letter_put.sql");
/// At most ?4 dead letters behind id ?3 that hold one of the numbers ?1, or one of the words ?2 (both JSON lists of texts).
pub const PRIVACY_LETTERS: &str = statement!("privacy_letters.sql");
/// Forgets what webhooks were told of the conversions of ?1, a JSON list of `[kind, key]`; what is still on its way stays, but for leads and events.
pub const PRIVACY_MESSAGES: &str = statement!("privacy_messages.sql");
/// The further names of the orders of ?1, a JSON list of order ids, and the sources that told of them: [name, source].
pub const PRIVACY_NAMES: &str = statement!("privacy_names.sql");
/// Notes with the orders of ?1, a JSON list of `[kind, key]`, and with the next ones of each customer whether their customer was new, where nobody has said so.
pub const PRIVACY_NEW_CUSTOMERS: &str = statement!("privacy_new_customers.sql");
/// Gives the paths of the leads and events of ?1 their other ids.
pub const PRIVACY_PATHS: &str = statement!("privacy_paths.sql");
/// Adds ?3 rows of table ?2 to receipt ?1.
pub const PRIVACY_RECEIPT_ADD: &str = statement!("privacy_receipt_add.sql");
/// Adds to receipt ?1 under table ?2 how many rows the statement before this one has changed.
pub const PRIVACY_RECEIPT_COUNT: &str = statement!("privacy_receipt_count.sql");
/// One receipt.
pub const PRIVACY_RECEIPT_GET: &str = statement!("privacy_receipt_get.sql");
/// At most ?2 receipts behind id ?1.
pub const PRIVACY_RECEIPT_LIST: &str = statement!("privacy_receipt_list.sql");
/// Opens a receipt for subject ?1, named by ?2, with reason ?3, at ?4 with work ?5, unless one is open; gives the open one.
pub const PRIVACY_RECEIPT_OPEN: &str = statement!("privacy_receipt_open.sql");
/// Says in receipt ?1 that ?3 rows of table ?2 were changed in all.
pub const PRIVACY_RECEIPT_SUM: &str = statement!("privacy_receipt_sum.sql");
/// Notes that a night goes on with receipt ?1 at ?2.
pub const PRIVACY_RECEIPT_TRIED: &str = statement!("privacy_receipt_tried.sql");
/// Notes ?2 as the work that is left of receipt ?1; where nothing is, it ends at ?3.
pub const PRIVACY_RECEIPT_WORK: &str = statement!("privacy_receipt_work.sql");
/// At most ?1 receipts with work left, first those that were tried longest ago.
pub const PRIVACY_RECEIPTS_LEFT: &str = statement!("privacy_receipts_left.sql");
/// Forgets what did not stand beside the conversions of ?1, a JSON list of `[kind, key]`.
pub const PRIVACY_REPORTS: &str = statement!("privacy_reports.sql");
/// The further names of the orders of ?1, a JSON list of `[kind, key]`.
pub const PRIVACY_SHOW_ALIASES: &str = statement!("privacy_show_aliases.sql");
/// The answers under an Idempotency-Key that say one of ?1, a JSON list of ids with the names of their fields.
pub const PRIVACY_SHOW_ANSWERS: &str = statement!("privacy_show_answers.sql");
/// The codes that the orders of ?1 came with, a JSON list of `[kind, key]`.
pub const PRIVACY_SHOW_CODES: &str = statement!("privacy_show_codes.sql");
/// The conversions of ?1, a JSON list of `[kind, key]`, as they are kept.
pub const PRIVACY_SHOW_CONVERSIONS: &str = statement!("privacy_show_conversions.sql");
/// The credits of the orders of ?1, a JSON list of `[kind, key]`.
pub const PRIVACY_SHOW_CREDITS: &str = statement!("privacy_show_credits.sql");
/// What webhooks were told of the conversions of ?1, a JSON list of `[kind, key]`.
pub const PRIVACY_SHOW_MESSAGES: &str = statement!("privacy_show_messages.sql");
/// What may have led to the conversions of ?1, a JSON list of `[kind, key]`.
pub const PRIVACY_SHOW_PATHS: &str = statement!("privacy_show_paths.sql");
/// What did not stand beside the conversions of ?1, a JSON list of `[kind, key]`.
pub const PRIVACY_SHOW_REPORTS: &str = statement!("privacy_show_reports.sql");
/// Which clicks the conversions of ?1 came with, a JSON list of `[kind, key]`.
pub const PRIVACY_SHOW_USES: &str = statement!("privacy_show_uses.sql");
/// Makes nobody's what other conversions share with somebody: the clicks ?1, a JSON list of `[at, nonce]`, and those of the visitors ?2; link and time stay.
pub const PRIVACY_TOUCHES: &str = statement!("privacy_touches.sql");
/// Forgets what the clicks ?1 (a JSON list of `[at, nonce]`) and those of the visitors ?2 came with, and which clicks the conversions of ?3 (a JSON list of `[kind, key]`) came with.
pub const PRIVACY_USES: &str = statement!("privacy_uses.sql");
/// Forgets at most ?3 parts of credit by dimension ?1 of days before ?2.
pub const PURGE_CREDIT_PARTS: &str = statement!("purge_credit_parts.sql");
/// Forgets at most ?2 events of days before ?1.
pub const PURGE_EVENTS: &str = statement!("purge_events.sql");
/// Clears the marks of days before ?1, whose events are gone.
pub const PURGE_EVENTS_DIRTY: &str = statement!("purge_events_dirty.sql");
/// The first day whose events stay: ?1, or the day before the first that is not counted yet, up to ?2 days earlier.
pub const PURGE_EVENTS_FROM: &str = statement!("purge_events_from.sql");
/// Notes that events of days before ?1 are about to go: those days are not counted again.
pub const PURGE_EVENTS_UNTIL: &str = statement!("purge_events_until.sql");
/// The next conversions received before ?1 that keep their evidence, some ?2 (all of the last moment): the moment behind them, and `[kind, key]` of each.
pub const PURGE_EVIDENCE_FIND: &str = statement!("purge_evidence_find.sql");
/// Notes that conversions received before ?1 have no evidence any more.
pub const PURGE_EVIDENCE_UNTIL: &str = statement!("purge_evidence_until.sql");
/// Forgets at most ?2 dead letters that came before ?1.
pub const PURGE_LETTERS: &str = statement!("purge_letters.sql");
/// Forgets at most ?3 parts of dimension ?1 of days before ?2.
pub const PURGE_PARTS: &str = statement!("purge_parts.sql");
/// Marks the days with conversions in the currencies of ?1, a JSON list of [currency, day, ...], whose rate these may be: a rate's own day and the week behind it, up to the next rate.
pub const RATES_DIRTY: &str = statement!("rates_dirty.sql");
/// At most ?2 rates behind id ?1: of the currencies of ?3 (a JSON list) where it is given, of currency ?4 where it is given.
pub const RATES_LIST: &str = statement!("rates_list.sql");
/// Stores the rates of ?1, a JSON list of values by column, at ?2 in place of those of the same currency and day, and gives their ids.
pub const RATES_PUT: &str = statement!("rates_put.sql");
/// Forgets rate ?1.
pub const RATES_REMOVE: &str = statement!("rates_remove.sql");
/// The rate of currency ?1 on day ?2: the latest at or before it, at most a week old.
pub const RATE_AT: &str = statement!("rate_at.sql");
/// What was answered to question ?1 at times in [?2, ?3): [option, creator, creator's name, text, count], alike ones together.
pub const REPORT_ANSWERS: &str = statement!("report_answers.sql");
/// The codes of ?1, a JSON list of ids.
pub const REPORT_CODES_NAMED: &str = statement!("report_codes_named.sql");
/// Whose the codes of ?1 (a JSON list of ids) are: [id, code, creator, name, from when].
pub const REPORT_CODE_OWNERS: &str = statement!("report_code_owners.sql");
/// Every campaign.
pub const REPORT_CAMPAIGNS: &str = statement!("report_campaigns.sql");
/// Orders by code and day before ?2, told by more than a browser: [code, day, whether from ?1 on, coupon site, orders, with a click of the owner].
pub const REPORT_CODES: &str = statement!("report_codes.sql");
/// A chunk of the customers who came first in the days ?1 to ?2, behind the first order (day, id) = (?3, ?4), at most ?5 of them.
pub const REPORT_COHORTS: &str = statement!("report_cohorts.sql");
/// Clicks on the days ?1 to ?2 that were followed by an order.
pub const REPORT_CONVERTING: &str = statement!("report_converting.sql");
/// Every creator.
pub const REPORT_CREATORS: &str = statement!("report_creators.sql");
/// Credit over stretches of days by kind and model (those of ?5.
pub const REPORT_CREDIT: &str = of_days!("report_credit.sql");
/// Credit of touches on the days ?1 to ?2 by kind and model (those of ?3.
pub const REPORT_CREDIT_TOUCHED: &str = statement!("report_credit_touched.sql");
/// How long conversions of kind ?1 in the days ?2 to ?3 took: [bin, since the first touch, since the click that decided].
pub const REPORT_LAGS: &str = statement!("report_lags.sql");
/// The links of ?1, a JSON list of ids.
pub const REPORT_LINKS: &str = statement!("report_links.sql");
/// What models ?2 (a JSON list) give places of conversions of kind ?1 on the days ?3 to ?4, by the conversion's day or where ?5 is 1 by the touch's, in rows by ?6: 0 creator, 1 campaign, 2 link, 3 channel; ?7 are the filters; ?8 rows behind ?9.
pub const REPORT_MODELS: &str = statement!("report_models.sql");
/// Alike journeys on the days ?2 to ?3 that came to nothing or to a conversion of kind ?1, behind `(path, kind, currency) = (?4, ?5, ?6)`: at most ?7, and a megabyte of text beyond which no further begins.
pub const REPORT_MODELS_JOURNEYS: &str = statement!("report_models_journeys.sql");
/// Who is meant by the ids of ?2, a JSON list, in order of id; of ?1: 0 creators, 1 campaigns, 2 links.
pub const REPORT_MODELS_NAMES: &str = statement!("report_models_names.sql");
/// The paths of conversions of kind ?1 on the days ?2 to ?3 behind `(day, key) = (?4, ?5)`, oldest day first: at most ?6, and a megabyte of text beyond which no further begins.
pub const REPORT_MODELS_PATHS: &str = statement!("report_models_paths.sql");
/// How many conversions of kind ?1 there are on the days ?2 to ?3, how many pages people reached, and when the last finished rollup began.
pub const REPORT_MODELS_SIZE: &str = statement!("report_models_size.sql");
/// The at most ?4 addresses without a live link that were asked for most often from ?1 to before ?2 (milliseconds), among the newest ?3 events of those days.
pub const REPORT_ORPHAN_SLUGS: &str = statement!("report_orphan_slugs.sql");
/// Every creator with the visits of its links from day ?1 to ?2, and with its sales by payout: those that have either.
pub const REPORT_QUALITY_CREATORS: &str = statement!("report_quality_creators.sql");
/// Sales of each creator from day ?1 to ?2 by the time since the click that decided: all, those in a stretch below ?3, those in ?4 or above.
pub const REPORT_QUALITY_LAGS: &str = statement!("report_quality_lags.sql");
/// Sales by payout of each day from ?1 to ?2 and currency, of the places that ?3 keeps: where ?4 is 1 also those that are no creator's; and the first day with a sale at all.
pub const REPORT_LIFT: &str = statement!("report_lift.sql");
/// Valid clicks over the days ?1 to ?2 of the links that ?3 keeps.
pub const REPORT_LIFT_CLICKS: &str = statement!("report_lift_clicks.sql");
/// The baselines of the brand that stand.
pub const REPORT_LIFT_STATED: &str = statement!("report_lift_stated.sql");
/// Visits over the days ?1 to ?2 to addresses without a live link, and when the last finished rollup began.
pub const REPORT_ORPHANS: &str = statement!("report_orphans.sql");
/// Visits over the days ?2 to ?3 by the dimensions of ?1 (a JSON list) and value: of link ?4 (-1 the whole), or where it is null of the links of creator ?5 and campaign ?6.
pub const REPORT_PARTS: &str = statement!("report_parts.sql");
/// Payout's orders of the days ?2 to ?3 by dimension ?1 of the click that decided.
pub const REPORT_PARTS_CREDIT: &str = statement!("report_parts_credit.sql");
/// Visits of the days ?2 to ?3 by dimension ?1, told by ?4: 0 its value, 1 creator, 2 campaign, 3 link, 5 day.
pub const REPORT_PARTS_VISITS: &str = statement!("report_parts_visits.sql");
/// A chunk of the paths of kind ?1 in the days ?2 to ?3 behind (day, path, currency) = (?9, ?10, ?11), at most ?12 rows of the table: [last, paths].
pub const REPORT_PATHS: &str = statement!("report_paths.sql");
/// The paths of kind ?1 in the days ?2 to ?3 that come most often, at most ?10: [paths there are, journeys that came to nothing, rows].
pub const REPORT_PATHS_TOP: &str = statement!("report_paths_top.sql");
/// Every post.
pub const REPORT_POSTS: &str = statement!("report_posts.sql");
/// How posts and accounts (post 0) stood on platforms at the end of day ?2.
pub const REPORT_STATS: &str = statement!("report_stats.sql");
/// How many orders in the days ?1 to ?2 do not say whether their customer is new.
pub const REPORT_STRANGERS: &str = statement!("report_strangers.sql");
/// The orders in the days ?1 to ?2 by whom link, code and answer name, at most ?6 groups behind (link, code, answer) = (?3, ?4, ?5).
pub const REPORT_TIES: &str = statement!("report_ties.sql");
/// The targets of metric ?1 that stand and are of some of the days ?2 to ?3.
pub const REPORT_TARGETS: &str = statement!("report_targets.sql");
/// What the filters ?1 name that there is not: [filter, value].
pub const REPORT_UNKNOWN: &str = statement!("report_unknown.sql");
/// How many conversions of kind ?1 in the days ?2 to ?3 have no rate to the reporting currency.
pub const REPORT_UNRATED: &str = statement!("report_unrated.sql");
/// Links behind ?3 that the filters ?5 leave, in order of id, at most ?4 of them, with their clicks on the days ?1 to ?2.
pub const REPORT_UTM_LINKS: &str = statement!("report_utm_links.sql");
/// What is kept of clicks beside their links' own tags, of links behind ?4 up to ?5 on the days ?2 to ?3.
pub const REPORT_UTM_PARTS: &str = statement!("report_utm_parts.sql");
/// The versions of the links of ?1 (a JSON list of ids) that lead elsewhere than the one before them, the newest ?2 of each, in order.
pub const REPORT_UTM_VERSIONS: &str = statement!("report_utm_versions.sql");
/// The variants of link ?1, by their numbers: [number, name].
pub const REPORT_VARIANTS: &str = statement!("report_variants.sql");
/// Clicks of link ?3 that an order of day ?2 or later was the first to follow, as dimension ?1 of credit keeps them: [variant and day of the click, clicks].
pub const REPORT_VARIANTS_CONVERTED: &str = statement!("report_variants_converted.sql");
/// Visits of scope ?5 over stretches of days, by day where ?6 is 1, else by id; orphans (link 0) are no link.
pub const REPORT_VISITS: &str = of_days!("report_visits.sql");
/// Visits of the links that the filters ?6 leave over stretches of days.
pub const REPORT_VISITS_OF: &str = of_days!("report_visits_of.sql");
/// One site.
pub const SITE_GET: &str = statement!("site_get.sql");
/// Makes a site; gives the id.
pub const SITE_INSERT: &str = statement!("site_insert.sql");
/// At most ?2 sites behind id ?1; archived ones are left out.
pub const SITE_LIST: &str = statement!("site_list.sql");
/// Changes site ?1 if it is still at version ?2.
pub const SITE_UPDATE: &str = statement!("site_update.sql");
/// The source whose handle is ?1.
pub const SOURCE_FIND: &str = statement!("source_find.sql");
/// One source.
pub const SOURCE_GET: &str = statement!("source_get.sql");
/// Makes a source unless the handle is taken; gives the id.
pub const SOURCE_INSERT: &str = statement!("source_insert.sql");
/// At most ?2 sources behind id ?1, without their secrets; archived ones are left out.
pub const SOURCE_LIST: &str = statement!("source_list.sql");
/// Changes source ?1 if it is still at version ?2.
pub const SOURCE_UPDATE: &str = statement!("source_update.sql");
/// At most ?2 stats behind id ?1: of the creators of ?3 (a JSON list) where it is given, of creator ?4, post ?5 and platform ?6 where these are given.
pub const STATS_LIST: &str = statement!("stats_list.sql");
/// Stores the stats of ?1, a JSON list of values by column, at ?2 in place of those of the same creator, post, platform and day, and gives their ids.
pub const STATS_PUT: &str = statement!("stats_put.sql");
/// Forgets stat ?1.
pub const STATS_REMOVE: &str = statement!("stats_remove.sql");
/// Who is shown in a survey: the living creators of ?1 (a JSON list of ids) in its order, or the first ?2 there are where it is empty.
pub const SURVEY_CREATORS: &str = statement!("survey_creators.sql");
/// The survey that ?1 names, unless it was put away.
pub const SURVEY_FIND: &str = statement!("survey_find.sql");
/// One survey.
pub const SURVEY_GET: &str = statement!("survey_get.sql");
/// Makes a survey unless the handle is taken; gives the id.
pub const SURVEY_INSERT: &str = statement!("survey_insert.sql");
/// At most ?2 surveys behind id ?1; archived ones are left out.
pub const SURVEY_LIST: &str = statement!("survey_list.sql");
/// What every living creator may be called: [id, name, handle, aliases].
pub const SURVEY_NAMES: &str = statement!("survey_names.sql");
/// Whether anything is known of question ?2 at order ?1.
pub const SURVEY_SEEN: &str = statement!("survey_seen.sql");
/// Ids of ?1 (a JSON list) that no living creator has.
pub const SURVEY_UNKNOWN: &str = statement!("survey_unknown.sql");
/// Changes survey ?1 if it is still at version ?2.
pub const SURVEY_UPDATE: &str = statement!("survey_update.sql");
/// At most ?2 targets behind id ?1: of the metrics of ?3 (a JSON list) where it is given, also those replaced where ?4 is 1, of creator ?5, campaign ?6 and metric ?7 where these are given.
pub const TARGETS_LIST: &str = statement!("targets_list.sql");
/// Sets the targets of ?1, a JSON list of values by column, at ?2 and gives their ids.
pub const TARGETS_PUT: &str = statement!("targets_put.sql");
/// Notes at ?2 that target ?1 stands no more.
pub const TARGETS_REMOVE: &str = statement!("targets_remove.sql");
/// Notes at ?2 that the targets of ?1, a JSON list of values by column, replace those of the same creator, campaign and metric on any of their days.
pub const TARGETS_REPLACE: &str = statement!("targets_replace.sql");
/// Removes the sums of visits from day ?1 of ?2 days.
pub const VISIT_BLOCKS_CLEAR: &str = statement!("visit_blocks_clear.sql");
/// Adds up visits from day ?1 of ?2 days: two days of a block of two, else two blocks of a half.
pub const VISIT_BLOCKS_PUT: &str = statement!("visit_blocks_put.sql");
/// Removes the visits of dimension ?1 and day ?2 of links in (?3, ?4] whose values ?5 does not list.
pub const VISIT_PARTS_CLEAR: &str = statement!("visit_parts_clear.sql");
/// Removes the visits of dimension ?1 and day ?2 of links in (?3, ?4] that ?5 lists, whose values it does not list.
pub const VISIT_PARTS_CLEAR_LISTED: &str = statement!("visit_parts_clear_listed.sql");
/// Stores the visits of dimension ?1 and day ?2 from ?3, a JSON list of [link, [[value, [gross, clicks, views, landings, pages]]]], and writes only those that changed.
pub const VISIT_PARTS_PUT: &str = statement!("visit_parts_put.sql");
/// Removes the visit totals of scope ?1 and day ?2 with ids in (?3, ?4] that ?5 does not list.
pub const VISIT_TOTALS_CLEAR: &str = statement!("visit_totals_clear.sql");
/// Stores the visit totals of scope ?1 and day ?2 from ?3, writes only those that changed, and gives their ids.
pub const VISIT_TOTALS_PUT: &str = statement!("visit_totals_put.sql");
/// The conversion of kind ?1 and key ?2 as others hear of it, also where its order goes by another name now.
pub const WEBHOOK_FACTS: &str = statement!("webhook_facts.sql");
/// One webhook.
pub const WEBHOOK_GET: &str = statement!("webhook_get.sql");
/// Disables webhook ?1, whose receiver said at ?2 that it is gone.
pub const WEBHOOK_GONE: &str = statement!("webhook_gone.sql");
/// Makes a webhook; gives the id.
pub const WEBHOOK_INSERT: &str = statement!("webhook_insert.sql");
/// Notes for every live webhook that wants it which links of ?1, a JSON list of [link, version, at, ok, said], began to fail with that check, or do not fail any more.
pub const WEBHOOK_LINK_INSERT: &str = statement!("webhook_link_insert.sql");
/// At most ?2 webhooks behind id ?1, without their secrets; archived ones are left out.
pub const WEBHOOK_LIST: &str = statement!("webhook_list.sql");
/// Claims message ?1 until ?3 where it is due at ?2 and nobody else is at it; gives it.
pub const WEBHOOK_MESSAGE_CLAIM: &str = statement!("webhook_message_claim.sql");
/// Notes what became of sending message ?1: state ?2, status ?3, error ?4, next attempt ?5, delivered at ?6; a replay since attempt ?7 began stays as it is.
pub const WEBHOOK_MESSAGE_DONE: &str = statement!("webhook_message_done.sql");
/// The newest ?2 messages before id ?1 of webhook ?3, in state ?4 where that is given.
pub const WEBHOOK_MESSAGE_LIST: &str = statement!("webhook_message_list.sql");
/// Makes message ?1 due at ?2 as if it had never been tried.
pub const WEBHOOK_MESSAGE_REPLAY: &str = statement!("webhook_message_replay.sql");
/// At most ?2 messages that are due at ?1, the longest waiting first; ids only.
pub const WEBHOOK_MESSAGES_DUE: &str = statement!("webhook_messages_due.sql");
/// Notes for every live webhook what the reports of ?1 have changed, once; an order also brings the refunds that waited for it. Gives the ids.
pub const WEBHOOK_MESSAGES_INSERT: &str = of_reports!("webhook_messages_insert.sql");
/// Forgets ?2 messages at most that were delivered, or given up, before ?1.
pub const WEBHOOK_MESSAGES_PURGE: &str = statement!("webhook_messages_purge.sql");
/// Notes for every live webhook that wants it that job ?1 has ended; a job that was taken over, or had nothing to do, is left out.
pub const WEBHOOK_ROLLUP_INSERT: &str = statement!("webhook_rollup_insert.sql");
/// Changes webhook ?1 if it is still at version ?2.
pub const WEBHOOK_UPDATE: &str = statement!("webhook_update.sql");

/// The migrations of `DB`, in order.
pub const CONTROL_MIGRATIONS: &[&str] = &[
    include_str!("migrations/control/0001_control.sql"),
    include_str!("migrations/control/0002_conversions.sql"),
    include_str!("migrations/control/0003_codes_and_surveys.sql"),
    include_str!("migrations/control/0004_sources.sql"),
    include_str!("migrations/control/0005_webhooks.sql"),
    include_str!("migrations/control/0006_visits.sql"),
    include_str!("migrations/control/0007_sites.sql"),
    include_str!("migrations/control/0008_touches.sql"),
    include_str!("migrations/control/0009_privacy.sql"),
    include_str!("migrations/control/0010_ledger.sql"),
    include_str!("migrations/control/0011_credit.sql"),
    include_str!("migrations/control/0012_imports.sql"),
    include_str!("migrations/control/0013_blocks.sql"),
    include_str!("migrations/control/0014_links.sql"),
    include_str!("migrations/control/0015_creator_pages.sql"),
];
/// The migrations of every event shard, in order.
pub const EVENTS_MIGRATIONS: &[&str] = &[
    include_str!("migrations/events/0001_events.sql"),
    include_str!("migrations/events/0002_visits.sql"),
    include_str!("migrations/events/0003_privacy.sql"),
];

/// What one transaction over reports runs, in this order, each with the same JSON list; those that are marked are needed
/// only where an order has further names. The first says what becomes of each report, the last gives the
/// ids of the messages that are to be sent about it.
pub const CONVERSIONS: &[(&str, bool)] = &[
    (CONVERSIONS_FORESEEN, false),
    (CONVERSIONS_ALIAS, true),
    (CONVERSIONS_ALIAS_FLATTEN, true),
    (CONVERSIONS_JOINED, true),
    (CONVERSIONS_MOVED_DIRTY, false),
    (CONVERSIONS_SUPERSEDED, false),
    (CONVERSIONS_EVIDENCE, false),
    (CONVERSIONS_INSERT, false),
    (CONVERSIONS_JOINED_EVIDENCE, true),
    (CONVERSIONS_JOINED_REFUNDS, true),
    (CONVERSIONS_JOINED_ANSWERS, true),
    (CONVERSIONS_JOINED_ERASED, true),
    (CONVERSIONS_JOINED_USES, true),
    (CONVERSIONS_JOINED_CODES, true),
    (CONVERSIONS_JOINED_CREDIT, true),
    (CONVERSIONS_JOINED_PATH, true),
    (CONVERSIONS_JOINED_CLEAR, true),
    (CONVERSIONS_CODES, false),
    (CONVERSIONS_CLICKS, false),
    (CONVERSIONS_REPORTS, false),
    (CONVERSIONS_STANDS, false),
    (CONVERSIONS_DIRTY, false),
    (WEBHOOK_MESSAGES_INSERT, false),
];
