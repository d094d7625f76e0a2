// The audience's doors: links, pixels, what stands behind a link, its QR code (src/edge/audience.rs, about.rs).
import { door, empty, ifNoneMatch, inPath, looked, other, part, query, sends } from "./door.mjs";
import { page } from "./problem.mjs";
import { integer, list, nullable, ref, said, shownText, shows, time } from "./words.mjs";

const slug = inPath("slug", "Up to three words with `/` between them. Signs behind it that come from a sentence are forgiven.", { type: "string", minLength: 1 }, { "x-slashes": true });
const html = (description) => other(description, { "text/html": shownText });
const noStore = { "cache-control": sends("`private, no-store`.") };
const led = {
  302: empty("To the destination, with its tags and a click id; of a dead link to where the host says.", { location: sends("Where to."), ...noStore }),
  200: html("A page that opens the brand's app, or the card that bots of social networks read."),
};
const lost = {
  404: page(404, "It leads nowhere; the page gives no hint whether a link was ever there."),
  421: page(421, "This host is not served here."),
  429: page(429, "Too many addresses that no link ever had were asked for: 60 in 10 seconds.", ["too_fast"]),
  503: page(503, "No copy of the link can be read just now.", ["unavailable", "not_set_up"]),
};
const shop = "On a host in mode `route` an address that is no link goes on to the shop, and whatever the shop answers comes back; 502 where it cannot be reached, 503 `not_set_up` where it is not bound.";
const out = { 502: page(502, "On a shop's own host: the shop cannot be reached.") };
const follow = (id, summary, about) => looked(door(id, summary, { about, answers: led, instead: { ...lost, ...out } }));

const picture = (id, summary, type) =>
  door(id, summary, {
    about: "The code of the short address. A link that is not live yet is drawn for a key with `links:read`. Limited by address.",
    security: [{}, { key: ["links:read"] }],
    parameters: [
      query("size", "Points of a PNG's side (512 unless said), or the width that an SVG says it has.", integer(32, 2048)),
      query("margin", "Squares of white around.", { ...integer(0, 16), default: 4 }),
      query("ecc", "How much of the code may be lost: about 7, 15, 25 or 30 percent.", { type: "string", enum: ["L", "l", "M", "m", "Q", "q", "H", "h"], default: "M" }),
      query("sub", "What the private parameter says of whoever scans.", { type: "string", pattern: "^[A-Za-z0-9._~-]{1,64}$", default: "qr" }),
      query("plain", "`1` leaves that parameter out.", shownText),
      ifNoneMatch,
    ],
    answers: {
      200: other("The picture.", { [type]: shownText }, { etag: sends("The picture's entity tag."), "cache-control": sends("Caches keep it for 10 minutes, unless a key was needed.") }),
      304: empty("It is the picture that you have.", { etag: sends("The picture's entity tag.") }),
    },
    refuses: ["invalid", "unauthorized", "forbidden"],
    instead: { ...lost, ...out },
  });

const label = (name, description) => query(name, description, shownText);

export const audience = part("Following a link", "What people meet who tap a link, see a pixel, or look before they follow. Nothing of it asks for a key.", {
  schemas: {
    About: shows({
      host: said("Where most are sent.", shownText),
      destination: said("The whole address, without a click id.", shownText),
      depends_on: said("What it depends on who is sent where, in plain words.", list(shownText)),
      hosts: said("Every host that it may lead to, that of most people first.", list(shownText)),
      ends_at: nullable(time),
    }),
  },
  paths: {
    "/": follow("followRoot", "Where a host's own address leads", `To the host's \`root\`; without one it is an address like any other that leads nowhere. ${shop}`),
    "/{slug}": {
      parameters: [slug],
      ...follow("followLink", "Follow a link", `\`?wm=internal\` follows without being counted; the host's private parameter (\`sub\`) is kept with the click and goes no further. Never limited, but for who asks for addresses that no link ever had. ${shop}`),
    },
    "/{slug}+": {
      parameters: [slug],
      ...looked(
        door("aboutLink", "What is behind a link", {
          about: "Before anybody follows it: a page, or JSON where `Accept` asks for that. No visit, no cookie. Limited by address.",
          answers: { 200: other("Where it leads.", { "text/html": shownText, "application/json": ref("About") }, { vary: sends("`accept`.") }) },
          instead: { ...lost, 404: page(404, "It leads nowhere.", ["not_found"]), ...out },
        }),
      ),
    },
    "/{slug}.qr": { parameters: [slug], ...looked(picture("drawLink", "A link as a QR code", "image/svg+xml")) },
    "/{slug}.qr.svg": { parameters: [slug], ...looked(picture("drawLinkSvg", "A link as a QR code, SVG", "image/svg+xml")) },
    "/{slug}.qr.png": { parameters: [slug], ...looked(picture("drawLinkPng", "A link as a QR code, PNG", "image/png")) },
    "/px/{slug}.gif": {
      parameters: [slug],
      ...looked(
        door("viewLink", "Show a link's pixel", {
          about: "A GIF of one pixel, whatever is asked. A view is kept with its labels, each of 64 characters; nothing of it is refused.",
          parameters: [
            label("placement", "Where it stands."),
            label("post", "In which piece of content."),
            label("creator", "About whom."),
            label("campaign", "For which campaign."),
            query("recipient", "A newsletter reader's customer reference: becomes the visitor, and is kept hashed.", shownText),
          ],
          answers: {
            200: other("The pixel.", { "image/gif": shownText }, noStore),
            421: other("The pixel, on a host that is not served here.", { "image/gif": shownText }, noStore),
          },
          instead: { 429: undefined, 503: undefined, ...out },
        }),
      ),
    },
  },
});
