//! The apps that a host's links open in, as iOS and Android ask for them.

use serde_json::{Value, json};

use super::Host;
use crate::domain::fields::Fields;
use crate::domain::refusal::{Fault, Refusal};
use crate::domain::reply::Reply;
use crate::domain::route::Phone;

/// The most apps of a kind, and the most certificates of an app.
pub const MOST: usize = 10;
/// The most characters of an app's id.
const ID_MOST: usize = 155;

/// What `phone` is told of the apps of `host`: no page where it has none.
pub fn told(host: &Host, phone: Phone) -> Result<Reply, Refusal> {
    let apps = |name: &str| host.apps.as_ref()?.get(name).and_then(Value::as_array).filter(|list| !list.is_empty());
    let told = match phone {
        // Pixels are no pages, and a path of the service opens no app.
        Phone::Ios => json!({ "applinks": { "details": [{
            "appIDs": apps("ios").ok_or(Refusal::NotFound)?,
            "components": [{ "/": "/px/*", "exclude": true }, { "/": "/v1/*", "exclude": true }, { "/": "/*" }],
        }] } }),
        Phone::Android => {
            let target = |app: &Value| {
                json!({
                    "relation": ["delegate_permission/common.handle_all_urls"],
                    "target": {
                        "namespace": "android_app",
                        "package_name": app.get("package"),
                        "sha256_cert_fingerprints": app.get("sha256"),
                    },
                })
            };
            apps("android").ok_or(Refusal::NotFound)?.iter().map(target).collect()
        }
    };
    Ok(Reply::json(200, &told).with("cache-control", "public, max-age=3600"))
}

/// Reads `apps`: `ios` and `android`, each a list.
pub(super) fn read(fields: &mut Fields<'_>) -> Option<Value> {
    let said = fields.value("apps")?;
    let base = fields.pointer("apps");
    let read = Fields::of(said, &base).and_then(|mut inside| {
        let ios = listed(&mut inside, "ios", |app, at| {
            let detail = "Send an app id: the team's ten letters or digits, a dot, and the bundle's id.";
            app.as_str()
                .filter(|id| is_app_id(id))
                .map(|_| app.clone())
                .ok_or_else(|| vec![Fault::at(at, "not_an_app", detail)])
        });
        let android = listed(&mut inside, "android", |app, at| android(app, &at));
        inside.finish().map(|()| json!({ "ios": ios, "android": android }))
    });
    read.map_err(|faults| fields.faults(faults)).ok()
}

/// Reads a list of at most [`MOST`], each entry by `read` with its pointer.
fn listed(
    fields: &mut Fields<'_>,
    name: &'static str,
    read: impl Fn(&Value, String) -> Result<Value, Vec<Fault>>,
) -> Vec<Value> {
    let Some(value) = fields.value(name) else { return Vec::new() };
    let Some(list) = value.as_array().filter(|list| list.len() <= MOST) else {
        fields.fault::<()>(name, "not_a_list", format!("Send a list of at most {MOST}."));
        return Vec::new();
    };
    let base = fields.pointer(name);
    let mut entries = Vec::with_capacity(list.len());
    for (at, entry) in list.iter().enumerate() {
        match read(entry, format!("{base}/{at}")) {
            Ok(entry) => entries.push(entry),
            Err(faults) => fields.faults(faults),
        }
    }
    entries
}

fn android(app: &Value, base: &str) -> Result<Value, Vec<Fault>> {
    let mut fields = Fields::of(app, base)?;
    let package = fields.text("package", ID_MOST);
    let package = fields.need("package", package).filter(|package| !is_package(package)).map_or_else(
        || app.get("package").cloned(),
        |_| fields.fault("package", "not_an_app", "Send a package's name, such as com.brand.app."),
    );
    let prints = listed(&mut fields, "sha256", |print, at| {
        let detail = "Send a certificate's SHA-256 as 32 pairs of hexadecimal digits with colons between them.";
        let fits = print.as_str().filter(|print| is_fingerprint(print));
        fits.map(|print| Value::from(print.to_ascii_uppercase()))
            .ok_or_else(|| vec![Fault::at(at, "not_a_fingerprint", detail)])
    });
    if prints.is_empty() && app.get("sha256").is_none_or(|said| said.as_array().is_none_or(Vec::is_empty)) {
        fields.fault::<()>("sha256", "required", "Name at least one certificate.");
    }
    fields.finish()?;
    Ok(json!({ "package": package, "sha256": prints }))
}

/// Ten capitals or digits of a team, a dot, and a bundle's id.
fn is_app_id(id: &str) -> bool {
    let named = |bundle: &str| {
        let plain = bundle.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
        plain && (1..=ID_MOST).contains(&bundle.len())
    };
    id.split_once('.').is_some_and(|(team, bundle)| {
        team.len() == 10 && team.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) && named(bundle)
    })
}

/// Two words or more with dots between them, each beginning with a letter.
pub(in crate::domain) fn is_package(name: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    };
    name.contains('.') && name.split('.').all(word)
}

fn is_fingerprint(print: &str) -> bool {
    let pair = |pair: &str| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit());
    print.split(':').count() == 32 && print.split(':').all(pair)
}
