//! `/v1/keys`: made here, shown once, stored as a hash.

use serde::Serialize;

use super::{body, page, put_new};
use crate::domain::key as token;
use crate::domain::refusal::Refusal;
use crate::domain::register::key::Key;
use crate::domain::reply::Reply;
use crate::domain::route::Act;
use crate::edge::db;
use crate::edge::{Call, Stop, isolate, js};
use crate::sql;

/// Does `act` on a key.
pub async fn act(call: Call<'_>, act: Act) -> Result<Reply, Stop> {
    let (db, now) = (db::control(call.env)?, call.now);
    match act {
        Act::List => page(&call, "keys", sql::KEY_LIST, &[], |row: &Key| row.id, |row| row).await,
        Act::Make => make(call).await,
        Act::Show(id) => {
            let key: Option<Key> = db::row(&db, sql::KEY_GET, &[id.into()]).await?;
            Ok(Reply::json(200, &key.ok_or(Refusal::NotFound)?))
        }
        Act::Remove(id) => {
            if db::run(&db, sql::KEY_REVOKE, &[id.into(), now.into()]).await? == 0 {
                return Err(Refusal::NotFound.into());
            }
            isolate::with(|isolate| isolate.keys.remove(&id));
            Ok(Reply::empty(204))
        }
        Act::Change(_) => Err(Refusal::MethodNotAllowed("GET, DELETE").into()),
    }
}

async fn make(call: Call<'_>) -> Result<Reply, Stop> {
    #[derive(Serialize)]
    struct Once {
        #[serde(flatten)]
        key: Key,
        #[serde(rename = "key")]
        printed: String,
    }
    let (db, now) = (db::control(call.env)?, call.now);
    let mut key = Key::make(&body(call).await?, now).map_err(Refusal::Invalid)?;
    let secret = token::secret(js::random()?);
    key.hint = secret.chars().skip(secret.len() - 4).collect();
    let (hash, scopes) = (token::hash(&secret), serde_json::to_string(&key.scopes).unwrap_or_default());
    let args = [
        key.name.as_str().into(),
        hash.as_str().into(),
        key.hint.as_str().into(),
        scopes.as_str().into(),
        key.expires_at.into(),
        now.into(),
    ];
    key.id = put_new(&db, sql::KEY_INSERT, &args).await?.ok_or(Refusal::Unavailable)?;
    isolate::with(|isolate| isolate.keys.remove(&key.id));
    let once = Once { printed: token::print(key.id, &secret), key };
    Ok(Reply::json(201, &once).with("location", format!("/v1/keys/{}", once.key.id)))
}
