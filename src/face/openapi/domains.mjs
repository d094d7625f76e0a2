// Hosts that are kept beside those of the variable HOSTS (src/domain/register/domain.rs, src/domain/host).
import { MATCHING, answer, asks, empty, ifMatch, location, part, tagged } from "./door.mjs";
import { register } from "./register.mjs";
import { queryPolicy } from "./tags.mjs";
import { address, count, flag, id, integer, life, list, listOf, nullable, oneOf, ref, said, shownText, shows, takes, text } from "./words.mjs";

const parameter = { type: "string", minLength: 1, maxLength: 32, pattern: "^\\s*[A-Za-z0-9_.-]+\\s*$" };
const android = (schema) => ({ package: said("Such as com.brand.app.", schema), sha256: said("SHA-256 of its certificates: 32 pairs of hexadecimal digits with colons between them.", list({ type: "string", pattern: "^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31}$" }, { minItems: 1, maxItems: 10 })) });
const mode = said("`route` is a shop's own host, where whatever is no link goes on to the shop; only HOSTS can say so.", oneOf("links", "route"));
const visitor = said("How visitors are known: `anonymous` by a hash under the day's salt, `none`, or `full` by a cookie.", oneOf("none", "anonymous", "full"));
const fields = {
  host: said("Its name without a port; it stays.", text(253)),
  mode,
  root: said("Where `/` leads; a plain page where it is left out.", address),
  not_found: said("Where an address without a live link leads; a plain page where it is left out.", address),
  exact_case: said("Whether `/Abc` and `/abc` are two links; false unless said, and fixed once a link is there.", flag),
  query_policy: queryPolicy,
  forward: said("Query parameters of a visitor that go on beside `utm_*`, at most 30; ad networks' click ids unless said.", listOf(parameter, 30, { uniqueItems: true })),
  private_parameter: said("The parameter that is kept with the click and never forwarded; `sub` unless said.", parameter),
  visitor,
  utm_preset: said("How tags are derived where a link does not say.", ref("Preset")),
  slug_length: said("Letters of a random slug; 7 unless said.", integer(7, 32)),
  page: said(
    "What the page of a dead link shows of the brand.",
    takes({ name: text(80), text: text(300), color: { type: "string", pattern: "^\\s*#[0-9A-Fa-f]{6}\\s*$" }, link: address }),
  ),
  apps: said(
    "The apps that this host's links open in, at most 10 of each system.",
    takes({
      ios: listOf(said("The team's ten letters or digits, a dot, and the bundle's id.", { type: "string", pattern: "^[A-Z0-9]{10}\\.[A-Za-z0-9.-]{1,155}$" }), 10),
      android: listOf(takes(android(text(155)), ["package", "sha256"]), 10),
    }),
  ),
};

const schemas = {
  Domain: shows({
    id,
    host: shownText,
    mode,
    root: nullable(shownText),
    not_found: nullable(shownText),
    exact_case: flag,
    query_policy: queryPolicy,
    forward: list(shownText),
    private_parameter: shownText,
    visitor,
    utm_preset: nullable(ref("ShownPreset")),
    slug_length: integer(7, 32),
    page: nullable(shows({ name: nullable(shownText), text: nullable(shownText), color: nullable(shownText), link: nullable(shownText) })),
    apps: nullable(shows({ ios: list(shownText), android: list(shows(android(shownText))) })),
    ...life,
  }),
  NewDomain: takes(fields, ["host"]),
  DomainChange: takes(fields, [], { firm: ["host"], description: "What is `null` has its default again." }),
  DomainRemoved: shows({ host: shownText, live_links: count, detail: shownText }),
};

export const domains = part("Hosts", "Hosts whose short links are served here, beside those of the variable HOSTS; at most 500.", {
  schemas,
  paths: register("domains", "Domain", {
    one: "a host",
    many: "hosts",
    read: "links:read",
    write: "admin",
    taken: ["case_fixed"],
    examples: {
      make: { host: { host: "go.brand.example", not_found: "https://shop.example/gone", slug_length: 8 } },
      change: { page: { page: { name: "Brand", color: "#0a7d4f", link: "https://shop.example" } } },
    },
    about: { make: "Another host is seen here at once, elsewhere within about a minute." },
    over: {
      make: { answers: { 201: answer("It is made.", ref("Domain"), { ...location, ...tagged }) }, refuses: ["host_taken", "too_many_hosts", "case_fixed"] },
      show: { answers: { 200: answer("As it stands.", ref("Domain"), tagged) } },
      change: { parameters: [ifMatch], answers: { 200: answer("As it stands now.", ref("Domain"), tagged) }, refuses: ["not_found", "case_fixed", ...MATCHING] },
      remove: {
        parameters: [ifMatch, asks("despite_links", "Put it away although links live on it.")],
        answers: { 200: answer("It is put away, and links lead nowhere.", ref("DomainRemoved")), 204: empty("It is put away; so it is where it was away already.") },
        refuses: ["not_found", "domain_in_use", "invalid", ...MATCHING],
      },
    },
  }),
});
