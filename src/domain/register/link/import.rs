//! Links from a file: our own export, Bitly's, Dub's, or a spreadsheet; what each row wishes, and what is said of it.
//!
//! # Why
//! A file is sent again after it was corrected, so rows are upserts, and what a row leaves empty stays as it is. A slug that
//! came from somebody else's host is kept and moves to a host of ours, which is said. Columns that nobody here knows (tags,
//! titles) are left out, which is said too.

use serde_json::{Map, Value, json};

use super::Ground;
use super::many::{ITEMS_MOST, Item, Many, Status, Wish};
use super::table::{self, NAMES, words};
use crate::domain::csv;
use crate::domain::fields;
use crate::domain::host;
use crate::domain::ledger::shelf::Names;
use crate::domain::ordered;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::register::creator::Creator;
use crate::domain::register::handle;
use crate::domain::utm;

/// The most bytes of a file.
pub const BODY_MOST: usize = 1024 * 1024;

/// How a file is read.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Say only what would happen.
    pub dry_run: bool,
    /// Store the good rows although others are wrong.
    pub skip: bool,
    /// Whose the links are whose row names nobody: a handle or an id.
    pub creator: Option<String>,
    /// Make creators that there are not.
    pub make_creators: bool,
    /// Where the links stand whose row names no host.
    pub host: Option<String>,
}

/// A column: what it sets, its name as written, and how many names say the same better.
#[derive(Clone, Debug)]
struct Column {
    field: String,
    written: String,
    rank: usize,
}

/// One row as texts and values by what they set, with the names of the columns they came from.
#[derive(Clone, Debug)]
struct Row {
    /// The line of a table, counted from 1; the place in a list, from 0.
    line: usize,
    said: Result<Map<String, Value>, Vec<Fault>>,
    columns: Vec<(String, String)>,
    notes: Vec<Value>,
}

/// A creator that is to be made: its name, its handle, and the id that stands for it until then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// For people.
    pub name: String,
    /// For tags.
    pub handle: String,
    /// Counted down from 2^32 - 1.
    pub stand_in: u32,
}

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct Import {
    /// `waymark`, `bitly`, `dub` or `sheet`.
    pub format: &'static str,
    /// Columns that set nothing here, as written.
    pub ignored: Vec<String>,
    /// Whether it is a table, whose rows are lines.
    is_table: bool,
    rows: Vec<Row>,
}

impl Import {
    /// Reads a table, or with `json` a list of objects.
    ///
    /// # Errors
    /// `MalformedCsv`, `MalformedJson`; `Invalid` for a file without rows or destinations, or with more than [`ITEMS_MOST`] rows.
    pub fn read(body: &[u8], json: bool) -> Result<Self, Refusal> {
        let import = if json { Self::of_list(fields::parse(body)?)? } else { Self::of_table(body)? };
        if import.rows.is_empty() {
            return Err(Refusal::invalid(Fault::at("", "no_rows", "Send a header and at least one row.")));
        }
        Ok(import)
    }

    fn of_table(body: &[u8]) -> Result<Self, Refusal> {
        let mut rows = csv::rows(body, ITEMS_MOST + 1)?.into_iter();
        let header = rows.next().map(|row| row.cells).unwrap_or_default();
        let (columns, ignored) = columns(header.iter().map(String::as_str));
        if !columns
            .iter()
            .flatten()
            .any(|column| ["destination", "slug", "external_id", "short"].contains(&&*column.field))
        {
            let detail = "Name the column of addresses `destination` (or `url`, `long url`, `destination url`).";
            return Err(Refusal::invalid(Fault::at("", "missing_column", detail)));
        }
        let row = |row: csv::Row| {
            if row.cells.len() != header.len() {
                let detail = format!("Send {} cells, as the header has; there are {}.", header.len(), row.cells.len());
                let said = Err(vec![Fault::at("", "cells", detail)]);
                return Row { line: row.line, said, columns: Vec::new(), notes: Vec::new() };
            }
            let cells = row.cells.iter().map(|cell| {
                let cell = csv::bare(cell.trim());
                if cell.is_empty() { Value::Null } else { Value::from(cell) }
            });
            Row::of(row.line, columns.iter().zip(cells), &typed)
        };
        let format = format(&header.iter().map(|name| words(name)).collect::<Vec<_>>());
        Ok(Self { format, ignored, is_table: true, rows: rows.map(row).collect() })
    }

    fn of_list(body: Value) -> Result<Self, Refusal> {
        let list = super::many::listed(body)?;
        let names = ordered::once(list.iter().filter_map(Value::as_object).flat_map(Map::keys).cloned());
        let (columns, ignored) = columns(names.iter().map(String::as_str));
        let row = |(line, object): (usize, Value)| {
            let Value::Object(mut object) = object else {
                let said = Err(vec![Fault::at("", "not_an_object", "Send a JSON object.")]);
                return Row { line, said, columns: Vec::new(), notes: Vec::new() };
            };
            let values = names.iter().map(|name| object.remove(name).unwrap_or_default());
            Row::of(line, columns.iter().zip(values), &|_, value| value)
        };
        let format = format(&names.iter().map(|name| words(name)).collect::<Vec<_>>());
        Ok(Self { format, ignored, is_table: false, rows: list.into_iter().enumerate().map(row).collect() })
    }

    /// Every text that names a creator or a campaign, as JSON lists in order; the third is empty.
    pub fn names(&self, ask: &Ask) -> [String; 3] {
        let words = |field: &str, default: Option<&String>| {
            let said = self.rows.iter().filter_map(|row| row.said.as_ref().ok()?.get(field)?.as_str());
            let each = said.chain(default.map(String::as_str)).flat_map(|word| [word.to_owned(), handle(word)]);
            json!(ordered::once(each.filter(|word| !word.is_empty()))).to_string()
        };
        [words("creator", ask.creator.as_ref()), words("campaign", None), "[]".into()]
    }

    /// What every row wishes, and who is to be made for it.
    pub fn wishes(&mut self, ask: &Ask, names: &Names, ground: Ground<'_>) -> (Many, Vec<Newcomer>) {
        let mut newcomers: Vec<Newcomer> = Vec::new();
        let mut bodies = Vec::with_capacity(self.rows.len());
        let mut refused = Vec::new();
        for (at, row) in self.rows.iter_mut().enumerate() {
            let body = row.body(ask, names, ground, &mut newcomers).unwrap_or_else(|faults| {
                refused.push((at, faults));
                Map::new()
            });
            bodies.push(Value::Object(body));
        }
        let mut many = Many::read(Wish::Import, bodies, ground);
        for (at, faults) in refused {
            if let Some(item) = many.items.get_mut(at) {
                item.refuse(Refusal::Invalid(faults));
            }
        }
        (many, newcomers)
    }

    /// What is said of every row.
    pub fn said(&self, many: &Many, url: &dyn Fn(&Item) -> Option<String>) -> Vec<Value> {
        let of = |(row, item): (&Row, &Item)| {
            let link = item.link();
            let errors: Vec<Fault> = item.refusal.as_ref().map(faults_of).unwrap_or_default();
            let errors: Vec<Fault> = errors.into_iter().map(|fault| self.placed(row, fault)).collect();
            let place = if self.is_table { "line" } else { "index" };
            let mut said = json!({
                place: row.line,
                "status": item.status().word(),
                "id": link.map(|link| link.id).filter(|id| *id > 0),
                "url": url(item),
                "version": link.map(|link| link.version),
                "errors": errors,
            });
            if let Some(said) = said.as_object_mut() {
                said.extend(item.said());
                if !row.notes.is_empty() {
                    said.insert("notes".into(), json!(row.notes));
                }
            }
            said
        };
        self.rows.iter().zip(&many.items).map(of).collect()
    }

    /// A fault with its line and the column's own name.
    fn placed(&self, row: &Row, fault: Fault) -> Fault {
        let pointer = fault.pointer.clone().unwrap_or_default();
        let field = pointer.trim_start_matches('/');
        let flat = field.strip_prefix("utm/").map_or_else(|| field.to_owned(), |key| format!("utm_{key}"));
        let (first, rest) = flat.split_once('/').map_or((flat.as_str(), ""), |(first, rest)| (first, rest));
        let asked: &[&str] = match first {
            "creator_id" => &["creator_id", "creator"],
            "campaign_id" => &["campaign_id", "campaign"],
            "slug" => &["slug", "short"],
            other => &[other],
        };
        let written = row.columns.iter().find(|(field, _)| asked.contains(&field.as_str()));
        let name = fields::step(written.map_or(first, |(_, written)| written));
        let name = [name.as_str(), rest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        let column = if name.is_empty() { name } else { format!("/{name}") };
        if self.is_table {
            return Fault { line: u64::try_from(row.line).ok(), pointer: Some(column), ..fault };
        }
        Fault { pointer: Some(format!("/{}{column}", row.line)), ..fault }
    }
}

/// What a refusal names at fault; a word without a field where it names none.
pub fn faults_of(refusal: &Refusal) -> Vec<Fault> {
    let faults = refusal.faults();
    if faults.is_empty() { vec![Fault::at("", refusal.meaning().1, refusal.detail())] } else { faults }
}

impl Row {
    /// A row of values by column; `typed` reads each as what it sets.
    fn of<'a>(
        line: usize,
        values: impl Iterator<Item = (&'a Option<Column>, Value)>,
        typed: &dyn Fn(&str, Value) -> Value,
    ) -> Self {
        let mut values: Vec<(&Column, Value)> =
            values.filter_map(|(column, value)| Some((column.as_ref()?, value))).collect();
        // Of two columns that set the same the better one that says anything is taken.
        values.sort_by_key(|(column, _)| column.rank);
        let columns = values.iter().map(|(column, _)| (column.field.clone(), column.written.clone())).collect();
        let mut said = Map::new();
        for (column, value) in values.into_iter().filter(|(_, value)| !value.is_null()) {
            if !said.contains_key(&column.field) {
                said.insert(column.field.clone(), typed(&column.field, value));
            }
        }
        Self { line, said: Ok(said), columns, notes: Vec::new() }
    }

    /// The body that this row is, with creator and campaign by their ids.
    fn body(
        &mut self,
        ask: &Ask,
        names: &Names,
        ground: Ground<'_>,
        newcomers: &mut Vec<Newcomer>,
    ) -> Result<Map<String, Value>, Vec<Fault>> {
        let mut body = self.said.clone()?;
        for (name, id) in [("creator", "creator_id"), ("campaign", "campaign_id")] {
            if let (Some(Value::Number(_)), false) = (body.get(name), body.contains_key(id))
                && let Some(number) = body.remove(name)
            {
                body.insert(id.into(), number);
            }
        }
        let mut faults = Vec::new();
        let mut text = |name: &str| body.remove(name).and_then(|value| value.as_str().map(str::to_owned));
        let (short, called) = (text("short"), text("creator_name"));
        let (creator, campaign) = (text("creator").or_else(|| ask.creator.clone()), text("campaign"));
        let find = |column: &str, word: &str| names.find(column, word).or_else(|| names.find(column, &handle(word)));
        if let (Some(word), false) = (&creator, body.contains_key("creator_id")) {
            let handle = handle(word);
            let known = find("creator", word);
            let newcomer = newcomers.iter().find(|newcomer| newcomer.handle == handle).map(|one| one.stand_in);
            let id = known.or(newcomer).or_else(|| {
                let stand_in = u32::MAX - u32::try_from(newcomers.len()).ok()?;
                let name = called.unwrap_or_else(|| word.clone()).chars().take(200).collect();
                (ask.make_creators && !handle.is_empty())
                    .then(|| newcomers.push(Newcomer { name, handle, stand_in }))?;
                Some(stand_in)
            });
            if id.is_none() {
                let detail =
                    "Name the handle or id of a creator that `GET /v1/creators` lists, or send `make_creators=true`.";
                faults.push(Fault::at("/creator", "not_found", detail));
            }
            // Something stands in place of what is unknown, so that the other faults of the row are found too.
            body.insert("creator_id".into(), id.unwrap_or(1).into());
        }
        if let (Some(word), false) = (&campaign, body.contains_key("campaign_id")) {
            let id = find("campaign", word);
            if id.is_none() {
                let detail = "Name the handle or id of a campaign that `GET /v1/campaigns` lists.";
                faults.push(Fault::at("/campaign", "not_found", detail));
            }
            body.insert("campaign_id".into(), id.unwrap_or(1).into());
        }
        let tags: Map<String, Value> = utm::KEYS
            .iter()
            .filter_map(|key| Some((key.trim_start_matches("utm_").to_owned(), body.remove(*key)?)))
            .collect();
        if !tags.is_empty() {
            body.insert("utm".into(), Value::Object(tags));
        }
        self.settle(&mut body, short.as_deref(), ask, ground);
        if faults.is_empty() {
            return Ok(body);
        }
        let own = |fault: &Fault| !matches!(fault.pointer.as_deref(), Some("/creator_id" | "/campaign_id"));
        let others = super::Link::make(&Value::Object(body), ground, [0; 32]);
        faults.extend(others.err().into_iter().flatten().filter(own));
        Err(faults)
    }

    /// Says where the link stands: at the row's own host and slug, else as `ask` and its short link say.
    fn settle(&mut self, body: &mut Map<String, Value>, short: Option<&str>, ask: &Ask, ground: Ground<'_>) {
        let (there, slug) = short.map(cut).unwrap_or_default();
        if let (false, Some(slug)) = (body.contains_key("slug"), slug) {
            body.insert("slug".into(), slug.into());
        }
        if let Some(host) = ask.host.as_deref().filter(|_| !body.contains_key("host")) {
            body.insert("host".into(), host.into());
        }
        let Some(host) = there.filter(|_| !body.contains_key("host")) else { return };
        let named = host::name(&host, ground.settings.fold);
        if named.is_some_and(|host| ground.hosts.find(&host).is_some()) {
            body.insert("host".into(), host.into());
        } else {
            let detail =
                format!("{host} is not served here: the link stands on your first host; `host=` names another.");
            self.notes.push(json!({ "code": "other_host", "detail": detail }));
        }
    }
}

/// The host and the slug of a short link; a bare word is a slug.
fn cut(short: &str) -> (Option<String>, Option<String>) {
    let rest = short.split_once("://").map_or(short, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let filled = |slug: &str| Some(slug.to_owned()).filter(|slug| !slug.is_empty());
    match rest.split_once('/') {
        Some((host, slug)) => (Some(host.to_ascii_lowercase()), filled(slug)),
        None if short.contains("://") => (Some(rest.to_ascii_lowercase()), None),
        None => (None, filled(rest)),
    }
}

/// What each column sets, none where nothing; and the columns that nobody knows. Those that say it best come to speak first.
fn columns<'a>(header: impl Iterator<Item = &'a str>) -> (Vec<Option<Column>>, Vec<String>) {
    let header: Vec<(&str, String)> = header.map(|name| (name.trim(), words(name))).collect();
    let (options, mut ignored) = (table::options(), Vec::new());
    let addresses = NAMES.first().map_or(&[][..], |(_, names)| names);
    // `url` is where a link leads, unless another column says that.
    let led = header.iter().any(|(_, said)| said != "url" && addresses.contains(&said.as_str()));
    let column = |(written, said): &(&str, String)| {
        let known = |(field, names): &(&str, &[&str])| {
            let rank = names.iter().position(|name| name == said)?;
            (said != "url" || (*field == "destination") != led).then(|| ((*field).to_owned(), rank))
        };
        let plain = said.replace(' ', "_");
        let same = utm::KEYS.contains(&plain.as_str())
            || ["utm", "creator_id", "campaign_id"].contains(&plain.as_str())
            || (options.contains_key(&plain) && !table::is_told(said));
        let field = NAMES.iter().find_map(known).or(same.then_some((plain, 0)));
        if field.is_none() && !table::is_told(said) && !written.is_empty() {
            ignored.push((*written).to_owned());
        }
        field.map(|(field, rank)| Column { field, written: (*written).to_owned(), rank })
    };
    (header.iter().map(column).collect(), ignored)
}

/// Whose export a header is.
fn format(header: &[String]) -> &'static str {
    let has = |name: &str| header.iter().any(|said| said == name);
    match () {
        () if has("destination") && has("slug") && has("creator") && has("version") => "waymark",
        () if (has("short link") && has("destination url")) || (has("key") && has("domain") && has("url")) => "dub",
        () if (has("link") || has("bitlink") || has("custom link")) && (has("long url") || has("destination url")) => {
            "bitly"
        }
        () => "sheet",
    }
}

/// A cell as what its field reads: numbers, what is true or false, and JSON where a field has that.
fn typed(field: &str, cell: Value) -> Value {
    let Some(text) = cell.as_str() else { return cell };
    let read = match field {
        "creator_id" | "campaign_id" => text.parse::<u32>().ok().map(Value::from),
        "archived" | "enabled" | "click_id" => match words(text).as_str() {
            "true" | "yes" | "1" => Some(true.into()),
            "false" | "no" | "0" => Some(false.into()),
            _ => None,
        },
        _ if text.starts_with(['{', '[']) => crate::domain::json::parse(text).ok(),
        _ => None,
    };
    read.unwrap_or(cell)
}

/// The answer: how many rows came to what, and each of them.
pub fn answer(import: &Import, ask: &Ask, many: &Many, newcomers: &[Newcomer], items: Vec<Value>) -> Value {
    let mut answer = json!({
        "dry_run": ask.dry_run,
        "format": import.format,
        "ignored": import.ignored,
        "creators_made": newcomers.iter().map(|newcomer| &newcomer.handle).collect::<Vec<_>>(),
    });
    if let Some(answer) = answer.as_object_mut() {
        answer.extend(counts(many));
        answer.insert("items".into(), items.into());
    }
    answer
}

/// How many links came to what, by its word; `error` is counted as `errors`.
pub fn counts(many: &Many) -> Map<String, Value> {
    let count = |status| many.items.iter().filter(|item| item.status() == status).count();
    let name = |status, word: &str| if status == Status::Error { "errors".to_owned() } else { word.to_owned() };
    Status::NAMES.into_iter().map(|(status, word)| (name(status, word), count(status).into())).collect()
}

impl Newcomer {
    /// The creator that it would be.
    pub fn creator(&self, now: i64) -> Creator {
        Creator {
            id: self.stand_in,
            name: self.name.clone(),
            handle: self.handle.clone(),
            aliases: Vec::new(),
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        }
    }
}
