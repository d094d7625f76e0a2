//! The rows of the performance report by what they are about: facts are put where they belong and added up.

use serde_json::{Value, json};

use super::by::{Asked, By};
use super::facts::{Facts, Link, Post};
use super::sum::{Single, Sum};
use crate::domain::case;
use crate::domain::channel;
use crate::domain::ledger::cost::Place;
use crate::domain::ledger::proration::Days;
use crate::domain::ordered;
use crate::domain::recount::Dimension;
use crate::domain::report::ask::Range;
use crate::domain::report::filter::Filters;
use crate::domain::time::Day;

/// What a row is about: an id or a day, or a word; nothing known is 0 and the empty word.
pub type Key = (i64, String);

/// The most letters of a tag.
const TAG_MOST: usize = 100;

/// Every row with what it adds up to, in the order of their keys.
#[derive(Debug, Default)]
pub struct Table {
    /// The rows.
    pub rows: Vec<(Key, Sum)>,
}

/// The registers that facts of links and posts are told apart by.
struct Known<'a> {
    by: By,
    links: Vec<(i64, usize)>,
    posts: Vec<(i64, usize)>,
    facts: &'a Facts,
}

impl<'a> Known<'a> {
    fn link(&self, id: i64) -> Option<&'a Link> {
        let at = self.links.binary_search_by_key(&id, |link| link.0).ok()?;
        self.facts.links.get(self.links.get(at)?.1)
    }

    fn post(&self, id: u32) -> Option<&'a Post> {
        let at = self.posts.binary_search_by_key(&i64::from(id), |post| post.0).ok()?;
        self.facts.posts.get(self.posts.get(at)?.1)
    }

    /// The row that statements' key `row` belongs to.
    fn key(&self, row: i64) -> Key {
        if !self.by.is_of_links() {
            return if self.by.is_time() { (self.by.begins(row), String::new()) } else { (row, String::new()) };
        }
        let word = self.link(row).and_then(|link| match self.by {
            By::Post => link.post.clone(),
            By::Platform => link.platform.as_deref().map(channel::platform),
            By::ContentKind => link.content_kind.as_deref().map(case::lower),
            By::Tag(tag) => link.tags.as_deref().and_then(|query| self::tag(query, tag)),
            _ => None,
        });
        (0, word.unwrap_or_default())
    }

    /// The row that a cost, or what platforms show, belongs to; `post` and its platform.
    fn of_post(&self, creator: u32, campaign: u32, post: Option<&Post>, stands: Option<&str>) -> Key {
        let word = match self.by {
            By::Creator => return (creator.into(), String::new()),
            By::Campaign => return (campaign.into(), String::new()),
            By::Post => post.map(|post| post.handle.clone()),
            By::Platform => stands.map(channel::platform),
            By::ContentKind => post.and_then(|post| post.content_kind.as_deref()).map(case::lower),
            _ => None,
        };
        (0, word.unwrap_or_default())
    }
}

impl Table {
    /// Adds up `facts` over `range`.
    pub fn of(asked: &Asked, range: Range, facts: &Facts) -> Self {
        let by = asked.by;
        let places = |ids: Vec<i64>| ordered::places(ids.into_iter());
        let known = Known {
            by,
            links: places(facts.links.iter().map(|link| link.id.into()).collect()),
            posts: places(facts.posts.iter().map(|post| post.id.into()).collect()),
            facts,
        };
        let mut table = Self::default();
        if by == By::Creator {
            let ids = facts.subjects.iter().filter_map(|subject| subject.get("id").and_then(Value::as_i64));
            let left = |id: &i64| asked.ask.filters.place("creator").is_none_or(|filter| filter.has(&(*id).into()));
            for (id, _) in places(ids.filter(left).collect()) {
                table.at((id, String::new()));
            }
        }
        for row in &facts.visits {
            table.at(known.key(row.row)).see_visits(row);
        }
        let model = asked.ask.model.number.unwrap_or(1);
        for row in facts.credit.iter().filter(|row| row.who == 0) {
            table.at(known.key(row.row)).see_credit(row, model);
        }
        for (row, converting) in &facts.converting {
            table.at(known.key(*row)).converting += converting;
        }
        let part = |row: i64, word: &str| match (by.part(), word.parse()) {
            (Some(Dimension::Variant), Ok(variant)) => (variant, String::new()),
            (Some(_), _) => (0, word.to_owned()),
            (None, _) => known.key(row),
        };
        for row in &facts.part_visits {
            let sum = table.at(part(row.0, &row.1));
            sum.clicks[1] += row.2;
            sum.views += row.3;
            sum.landings += row.4;
        }
        for row in &facts.part_credit {
            table.at(part(row.0, &row.1)).see_orders(&row.2, row.3, row.4);
        }
        if by.part() == Some(Dimension::Variant) {
            table.see_converted(facts, range);
        }
        table.see_stats(&known, &asked.ask.filters);
        table.see_costs(&known, &asked.ask.filters, range);
        table
    }

    /// The row of `key`, made where there is none.
    pub fn at(&mut self, key: Key) -> &mut Sum {
        let at = self.rows.binary_search_by(|row| row.0.cmp(&key)).unwrap_or_else(|at| {
            self.rows.insert(at, (key, Sum::default()));
            at
        });
        #[expect(clippy::indexing_slicing, reason = "it was found or put there just now")]
        &mut self.rows[at].1
    }

    /// The row of `key`.
    pub fn find(&self, key: &Key) -> Option<&Sum> {
        let at = self.rows.binary_search_by(|row| row.0.cmp(key)).ok()?;
        self.rows.get(at).map(|row| &row.1)
    }

    /// Adds the clicks of the range that an order followed, whenever that came.
    fn see_converted(&mut self, facts: &Facts, range: Range) {
        for (value, clicks) in &facts.converted {
            let (variant, day) = value.split_once(' ').unwrap_or_default();
            if let (Ok(variant), Ok(day)) = (variant.parse(), day.parse::<i64>())
                && (range.from.0..=range.to.0).contains(&day)
            {
                self.at((variant, String::new())).converting += clicks;
            }
        }
    }

    fn see_stats(&mut self, known: &Known<'_>, filters: &Filters) {
        for stat in &known.facts.stats {
            let post = known.post(stat.post);
            let campaign = post.and_then(|post| post.campaign_id).unwrap_or(0);
            if !left(filters, stat.creator, campaign, post, Some(&stat.platform)) {
                continue;
            }
            if stat.post == 0 {
                // An account is the creator's, on one platform.
                if known.by == By::Creator {
                    self.at((stat.creator.into(), String::new())).followers.see(stat.followers);
                }
                continue;
            }
            let sum = self.at(known.of_post(stat.creator, campaign, post, Some(&stat.platform)));
            sum.see_stat(stat);
            // Of a row with more than one post it is known that they do not add up, also where one is silent.
            match known.by {
                By::Post => {
                    sum.reach.see(stat.reach);
                    sum.followers.see(stat.followers_then);
                }
                _ if stat.reach.is_some() => sum.reach = Single::Several,
                _ => {}
            }
        }
    }

    fn see_costs(&mut self, known: &Known<'_>, filters: &Filters, range: Range) {
        if known.by.is_time() {
            let mut from = range.from.0;
            while from <= range.to.0 {
                let to = last(known.by, known.by.begins(from), range);
                let all = |place: &Place| self::place(known, filters, place).map(|_| 0);
                for (_, cost) in known.facts.book.spent(Days { from, to }, &all) {
                    self.at((known.by.begins(from), String::new())).spend(&cost);
                }
                from = to + 1;
            }
            return;
        }
        if !known.by.is_of_posts() {
            return;
        }
        // Rows by their words need numbers while costs are added up.
        let words = std::cell::RefCell::new(Vec::<Key>::new());
        let of = |place: &Place| {
            let key = self::place(known, filters, place)?;
            let mut words = words.borrow_mut();
            let at = words.iter().position(|word| *word == key).unwrap_or_else(|| {
                words.push(key);
                words.len() - 1
            });
            i64::try_from(at).ok()
        };
        let by_id = |place: &Place| self::place(known, filters, place).map(|key| key.0);
        let numbers = matches!(known.by, By::Creator | By::Campaign);
        let days = Days { from: range.from.0, to: range.to.0 };
        let costs = known.facts.book.spent(days, if numbers { &by_id } else { &of });
        let words = words.take();
        for (row, cost) in costs {
            let word = usize::try_from(row).ok().and_then(|at| words.get(at)).cloned();
            self.at(if numbers { (row, String::new()) } else { word.unwrap_or_default() }).spend(&cost);
        }
    }

    /// What the row of `key` is about, under the name of the dimension.
    pub fn about(&self, by: By, key: &Key, facts: &Facts) -> (&'static str, Value) {
        let value = match by {
            By::Creator | By::Campaign | By::Code => by_id(&facts.subjects, key.0).cloned().unwrap_or_default(),
            By::Link => facts.links.iter().find(|link| i64::from(link.id) == key.0).map_or(Value::Null, |link| {
                json!({
                    "id": link.id, "host": link.host, "slug": link.slug, "creator_id": link.creator_id,
                    "campaign_id": link.campaign_id, "post": link.post, "platform": link.platform,
                })
            }),
            By::Post if key.1.is_empty() => Value::Null,
            By::Post => facts.posts.iter().find(|post| post.handle == key.1).map_or_else(
                || json!({ "id": null, "handle": key.1 }),
                |post| {
                    json!({
                        "id": post.id, "handle": post.handle, "creator_id": post.creator_id,
                        "campaign_id": post.campaign_id, "platform": post.platform, "content_kind": post.content_kind,
                    })
                },
            ),
            By::Part(Dimension::Variant) if key.0 != 0 => {
                let name = facts.variants.iter().find(|variant| i64::from(variant.0) == key.0);
                json!({ "number": key.0, "name": name.map(|variant| &variant.1) })
            }
            By::Day | By::Week => json!(Day(key.0)),
            By::Month => Day(key.0).to_string().get(..7).into(),
            _ if key.1.is_empty() => Value::Null,
            _ => key.1.as_str().into(),
        };
        (by.word(), value)
    }
}

/// The subject with id `id`; they come in order from most statements, so it is looked for where it should be first.
pub(super) fn by_id(subjects: &[Value], id: i64) -> Option<&Value> {
    let of = |subject: &Value| subject.get("id").and_then(Value::as_i64).unwrap_or(0);
    let found = subjects.binary_search_by_key(&id, of).ok().and_then(|at| subjects.get(at));
    found.or_else(|| subjects.iter().find(|subject| of(subject) == id))
}

/// The last day of the row that begins on `day`, inside `range`.
pub(super) fn last(by: By, day: i64, range: Range) -> i64 {
    let mut last = day.max(range.from.0);
    while last < range.to.0 && by.begins(last + 1) == day {
        last += 1;
    }
    last
}

/// The row that a cost belongs to; none where a filter leaves it out.
fn place(known: &Known<'_>, filters: &Filters, place: &Place) -> Option<Key> {
    let post = known.post(place.post);
    let link = if place.link == 0 { None } else { known.link(place.link.into()) };
    let stands = link.and_then(|link| link.platform.as_deref()).or(post.and_then(|post| post.platform.as_deref()));
    left(filters, place.creator, place.campaign, post, stands)
        .then(|| known.of_post(place.creator, place.campaign, post, stands))
}

/// Whether filters by place leave something.
fn left(filters: &Filters, creator: u32, campaign: u32, post: Option<&Post>, stands: Option<&str>) -> bool {
    filters.has(&|name| match name {
        "creator" => creator.into(),
        "campaign" => campaign.into(),
        "post" => post.map_or("", |post| post.handle.as_str()).into(),
        "platform" => stands.map(channel::platform).unwrap_or_default().into(),
        "content_kind" => case::lower(post.and_then(|post| post.content_kind.as_deref()).unwrap_or_default()).into(),
        _ => Value::Null,
    })
}

/// The tag `name` of a query, as it is compared: trimmed, small, blanks as `_`; of two the first.
fn tag(query: &str, name: &str) -> Option<String> {
    let query = query.split('#').next().unwrap_or_default();
    let (_, value) = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name)?;
    let words: Vec<&str> = value.split_whitespace().collect();
    let mut text = case::lower(&words.join("_"));
    while text.len() > TAG_MOST {
        text.pop();
    }
    let canonical =
        if name == "utm_source" { channel::canonical(&text, "social").map(|(source, _)| source) } else { None };
    Some(canonical.unwrap_or(text)).filter(|text| !text.is_empty())
}
