// What a deployment says of itself and gives to pages and phones: health, scripts, GPC, apps (src/edge/health.rs, snippet.rs).
import { answer, door, looked, other, part, sends } from "./door.mjs";
import { page } from "./problem.mjs";
import { id, list, mapOf, nullable, oneOf, said, shownText, shows, time } from "./words.mjs";

const kept = (how) => ({ "cache-control": sends(how) });
const script = (description, how) => other(description, { "text/javascript": shownText }, { ...kept(how), "cross-origin-resource-policy": sends("`cross-origin`.") });
const nobodys = { 421: page(421, "This host is not served here."), 503: page(503, "Nobody can say just now whether this host is served here.", ["unavailable", "not_set_up"]) };
const app = mapOf({});

const told = {
  status: oneOf("ok"),
  version: said("Of the Worker.", shownText),
  release: said("What `scripts/deploy` called this deployment: commit and time. Null where something else deployed it.", nullable(shownText)),
  schema_version: shows({ control: { type: "integer", minimum: 0 }, events: { type: "integer", minimum: 0 } }),
  last_rollup: nullable(
    shows({ id, kind: shownText, state: shownText, started_at: time, finished_at: nullable(time) }),
  ),
  last_consumer_batch: said("When events were last stored from the queue.", nullable(time)),
};

export const deployment = part("Deployment", "What a deployment says of itself, and the scripts that it gives to pages.", {
  schemas: { Health: shows(told) },
  paths: {
    "/healthz": looked(door("showHealth", "How it is", { about: "Limited by address.", answers: { 200: answer("Both databases answer.", { $ref: "#/components/schemas/Health" }) } })),
    "/wm.js": looked(door("loadSnippet", "The snippet, newest version", { about: "For the pages of shops: keeps click ids, and reports. Limited by address.", answers: { 200: script("The script.", "An hour.") } })),
    "/wm-1.js": looked(door("loadSnippet1", "The snippet, version 1", { about: "The same bytes for good, to be named by their hash. Limited by address.", answers: { 200: script("The script.", "A year; it never changes.") } })),
    "/survey.js": looked(door("loadSurvey", "The script that asks a survey's question", { about: "For thank-you pages. Limited by address.", answers: { 200: script("The script.", "An hour.") } })),
    "/.well-known/gpc.json": looked(
      door("showGpc", "That Global Privacy Control is honoured", {
        answers: { 200: answer("As its specification wants it said.", shows({ gpc: { const: true }, lastUpdate: { type: "string", format: "date" } }), kept("A day.")) },
        instead: nobodys,
      }),
    ),
    "/.well-known/apple-app-site-association": looked(
      door("showIosApps", "The apps that links open in on iOS", {
        answers: { 200: answer("As iOS asks for it.", shows({ applinks: shows({ details: list(shows({ appIDs: list(shownText), components: list(app) })) }) }), kept("An hour.")) },
        refuses: ["not_found"],
        instead: nobodys,
      }),
    ),
    "/.well-known/assetlinks.json": looked(
      door("showAndroidApps", "The apps that links open in on Android", {
        answers: {
          200: answer(
            "As Android asks for it.",
            list(shows({ relation: list(shownText), target: shows({ namespace: oneOf("android_app"), package_name: shownText, sha256_cert_fingerprints: list(shownText) }) })),
            kept("An hour."),
          ),
        },
        refuses: ["not_found"],
        instead: nobodys,
      }),
    ),
  },
});
