//! What is asked of a link beside following it: what stands behind it, and its QR code. Neither is a visit.

use std::rc::Rc;

use super::http::header;
use super::reading_copy::{self, Copy};
use super::{Call, Stop, audience, auth};
use crate::domain::about::{self, About};
use crate::domain::host::Host;
use crate::domain::link::Published;
use crate::domain::page;
use crate::domain::qr::{self, Asked};
use crate::domain::reply::Reply;
use crate::domain::route::Picture;
use crate::domain::slug::Slug;

/// `GET /{slug}+`
pub async fn show(call: &Call<'_>, slug: &Slug) -> Result<Reply, Stop> {
    auth::limit_address(call).await?;
    let accept = header(&call.request.headers(), "accept");
    let (host, found) = match find(call, slug).await {
        Ok(found) => found,
        Err(reply) => return Ok(reply),
    };
    let about = found.as_ref().and_then(|link| About::of(link, call.now));
    Ok(about.map_or_else(|| about::nothing(&accept, host.page.as_ref()), |about| about.reply(&accept)))
}

/// `GET /{slug}.qr`, `.qr.svg` and `.qr.png`
pub async fn qr(call: &Call<'_>, slug: &Slug, picture: Picture) -> Result<Reply, Stop> {
    auth::limit_address(call).await?;
    let (host, found) = match find(call, slug).await {
        Ok(found) => found,
        Err(reply) => return Ok(reply),
    };
    let live = found.as_ref().is_some_and(|link| About::of(link, call.now).is_some());
    let headers = call.request.headers();
    // Who may read links may print a code before its link begins; caches never see that one.
    let early = !live && found.is_some() && headers.has("authorization").unwrap_or(false);
    if early {
        auth::admit(call, "links:read").await?;
    }
    if !live && !early {
        return Ok(page::nothing_here(host.page.as_ref()));
    }
    let asked = Asked::read(call.address.query)?;
    let origin = qr::origin(call.address.scheme, call.address.authority);
    let slug = slug.normal(host.exact_case, call.settings.compose).unwrap_or_default();
    let address = qr::address(&origin, &slug, &host.private_parameter, &asked);
    let reply = qr::draw(&address, picture, &asked, &header(&headers, "if-none-match"))?;
    Ok(if early { reply.with("cache-control", "private, no-store") } else { reply })
}

/// The host that was asked and its link at `slug`, live or not; a reply where nobody can say.
async fn find<'a>(call: &Call<'a>, slug: &Slug) -> Result<(&'a Host, Option<Rc<Published>>), Reply> {
    let Some(host) = call.hosts.find(call.address.host()) else { return Err(audience::nobodys(call)) };
    match reading_copy::find(call, host, Some(slug)).await {
        Copy::Link(link) => Ok((host, Some(link))),
        Copy::Nothing if !auth::may_search(call).await => Err(page::too_many()),
        Copy::Nothing | Copy::StillNothing => Ok((host, None)),
        Copy::Scanned => Err(page::too_many()),
        Copy::Unknown => Err(page::try_again()),
    }
}
