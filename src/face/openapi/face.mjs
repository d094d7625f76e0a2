// The pages for people, and the settings that they read (src/domain/face.rs, src/edge/face.rs, settings.rs).
import { answer, door, empty, inPath, looked, other, part, sends } from "./door.mjs";
import { day, id, list, nullable, oneOf, ref, said, shownCurrency, shownText, shows, time } from "./words.mjs";

const days = (least, most) => ({ type: "integer", minimum: least, maximum: most });
const kept = { "cache-control": sends("`no-cache`, or for good where the name changes with what is in it."), "content-security-policy": sends("A strict one.") };
const file = (id, summary, forms, about) =>
  looked(
    door(id, summary, {
      about: [about, "On a shop's own host the shop answers. Limited by address."].filter(Boolean).join(" "),
      answers: { 200: other("The file.", forms, kept), 304: empty("It is the file that you have.") },
      refuses: ["not_found"],
    }),
  );
const page = { "text/html": shownText };
const anyFile = Object.fromEntries(["text/html", "text/css", "text/javascript", "image/svg+xml", "text/plain", "application/manifest+json"].map((type) => [type, shownText]));
const settings = {
  key: shows({ id: said("`null` of the bootstrap key.", nullable(id)), name: shownText, scopes: list(shownText), expires_at: nullable(time) }),
  version: said("Of the Worker.", shownText),
  zone: said("IANA name of the zone whose days are reported.", shownText),
  today: day,
  reporting_currency: said("What sums across currencies are told in.", nullable(shownCurrency)),
  margin_percent: said("How much of net revenue is profit.", nullable({ type: "number" })),
  click_parameter: said("The click id's name in addresses.", shownText),
  code_precedence: oneOf("click_first", "code_first", "code_always", "code_as_touch"),
  revenue_basis: oneOf("merchandise", "order_total"),
  windows: shows({ click_days: days(1, 90), lead_click_days: days(1, 90), view_days: days(0, 90) }),
  keep: shows({ events_days: days(35, 3653), evidence_days: days(35, 3653), parts_days: days(35, 3653) }),
  hosts: list(shows({ host: shownText, mode: oneOf("links", "route"), visitor: oneOf("none", "anonymous", "full") })),
};

export const face = part("Pages and settings", "The dashboard, this document and its page, and by which settings a deployment counts.", {
  schemas: { Settings: shows(settings) },
  paths: {
    "/v1/settings": {
      get: door("showSettings", "By which settings figures are counted", { scope: "any", about: "Who asks, and every setting that figures depend on.", answers: { 200: answer("As they are.", ref("Settings")) } }),
    },
    "/openapi.json": file("showDocument", "This document", { "application/json": { type: "object" } }),
    "/docs": file("showDocs", "This document as a page", page),
    "/docs/{file}": { parameters: [inPath("file", "What the page is made of.", { type: "string", minLength: 1 }, { "x-slashes": true })], ...file("showDocsFile", "What the page is made of", anyFile) },
    "/dashboard": file("showDashboard", "The dashboard", page),
    "/dashboard/{view}": {
      parameters: [inPath("view", "A view of the dashboard, or a file that it is made of.", { type: "string", minLength: 1 }, { "x-slashes": true })],
      ...file("showDashboardView", "A view of the dashboard", anyFile, "Every view is the same page, which reads its address."),
    },
  },
});
