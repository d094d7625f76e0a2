//! `GET /v1/settings`: who asks, and by which settings this deployment counts.

use serde_json::json;

use super::{Call, Stop, db, report};
use crate::domain::refusal::Refusal;
use crate::domain::register::key::Key;
use crate::domain::reply::Reply;
use crate::domain::time;
use crate::sql;

/// Shows the caller's own key and every setting that figures depend on; no secret, and no network.
pub async fn show(call: &Call<'_>) -> Result<Reply, Stop> {
    let settings = call.settings;
    let key = match call.who.0 {
        0 => json!({ "id": null, "name": "ADMIN_KEY", "scopes": ["admin"], "expires_at": null }),
        id => {
            let key: Option<Key> = db::row(&db::control(call.env)?, sql::KEY_GET, &[id.into()]).await?;
            let key = key.ok_or(Refusal::Unauthorized)?;
            let expires_at = key.expires_at.map(time::print);
            json!({ "id": id, "name": key.name, "scopes": key.scopes, "expires_at": expires_at })
        }
    };
    let rule = &settings.rule;
    let hosts = call.hosts.iter();
    let hosts: Vec<_> =
        hosts.map(|host| json!({ "host": host.host, "mode": host.mode, "visitor": host.visitor })).collect();
    Ok(Reply::json(
        200,
        &json!({
            "key": key,
            "version": env!("CARGO_PKG_VERSION"),
            "zone": settings.zone,
            "today": report::today(call)?.to_string(),
            "reporting_currency": settings.reporting_currency,
            "margin_percent": settings.margin_percent,
            "click_parameter": settings.click_parameter,
            "code_precedence": rule.precedence.word(),
            "revenue_basis": rule.basis.word(),
            "windows": {
                "click_days": rule.click_days, "lead_click_days": rule.lead_click_days, "view_days": rule.view_days
            },
            "keep": {
                "events_days": settings.keep.events, "evidence_days": settings.keep.evidence,
                "parts_days": settings.keep.parts
            },
            "hosts": hosts,
        }),
    ))
}
