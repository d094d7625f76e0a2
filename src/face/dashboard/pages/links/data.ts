// A link as the API gives it and as a form holds it: one text for each field, so that drafts, differences and conflicts are plain to see.
import { settings } from "../../session";

/** `GET /v1/links/{id}`, as far as these pages read it. */
export interface Link {
  id: number;
  host: string;
  slug: string;
  url: string;
  destination: string;
  target: string;
  creator_id: number;
  campaign_id: number | null;
  post: string | null;
  platform: string | null;
  utm: Record<string, string>;
  utm_preset: string | Record<string, string> | null;
  starts_at: string | null;
  expires_at: string | null;
  expired_destination: string | null;
  query_policy: string | null;
  click_id: boolean;
  rules: Rule[];
  variants: string[];
  app: { ios?: Place; android?: Place & { package?: string } } | null;
  card: Record<string, string | null> | null;
  external_id: string | null;
  enabled: boolean;
  archived_at: string | null;
  version: number;
  changed_by: string;
  updated_at: string;
  warnings: { code: string; detail: string }[];
  lint?: Note[];
  counts?: { clicks: number; valid_clicks: number; pixel_views: number; as_of: string } | null;
  check?: Check | null;
}

export interface Place {
  url: string;
  target?: string;
}

export interface Part {
  name: string;
  destination: string;
  weight: number;
}

export interface Rule {
  when?: Record<string, unknown>;
  destination?: string;
  split?: Part[];
  app?: unknown;
}

/** What is told of a tag. */
export interface Note {
  level: "error" | "warning";
  key: string;
  code: string;
  value: string | null;
  suggested: string | null;
  detail: string;
}

/** What a check found (docs/check.md). */
export interface Check {
  ok: boolean | null;
  problems: string[];
  at: string;
  failures: number;
  failing_since: string | null;
  targets: Target[];
}

export interface Target {
  for: string;
  ok: boolean | null;
  problems: { code: string; detail: string }[];
  notes: { code: string; detail: string }[];
  hops: { status: number | null; address: string }[];
  final_host: string | null;
  final_status: number | null;
  click_id: string | null;
  tags: { kept: string[]; changed: string[]; lost: string[] } | null;
  snippet: boolean | null;
  ms: number;
}

/** The seven tags, in the order of /v1/utm. */
export const TAGS = ["source", "medium", "campaign", "term", "content", "id", "source_platform"] as const;

/** Every field of the form, by the JSON pointer's first word that it belongs to. */
export const FIELDS = [
  "destination", "creator_id", "campaign_id", "post", "platform", "host", "slug", "external_id",
  "utm_preset", ...TAGS.map((tag) => `utm_preset/${tag}`), ...TAGS.map((tag) => `utm/${tag}`),
  "starts_at", "expires_at", "expired_destination", "query_policy", "click_id", "enabled", "rules",
  "app/ios/url", "app/android/url", "app/android/package", "card/title", "card/description", "card/image",
];

export type Form = Record<string, string>;

/** The form of a link that nobody said anything of yet. */
export function blank(over: Form = {}): Form {
  const hosts = settings.value?.hosts ?? [];
  const here = hosts.find(({ host }) => host === location.hostname) ?? hosts[0];
  return { ...Object.fromEntries(FIELDS.map((name) => [name, ""])), host: here?.host ?? "", click_id: "yes", enabled: "yes", rules: "[]", ...over };
}

/** What the form shows of a link. */
export function formOf(link: Link): Form {
  const form = blank();
  for (const name of ["destination", "post", "platform", "host", "slug", "external_id", "expired_destination", "query_policy"] as const) form[name] = link[name] ?? "";
  form.creator_id = String(link.creator_id);
  form.campaign_id = link.campaign_id === null ? "" : String(link.campaign_id);
  form.starts_at = wall(link.starts_at);
  form.expires_at = wall(link.expires_at);
  form.click_id = link.click_id ? "yes" : "no";
  form.enabled = link.enabled ? "yes" : "no";
  form.utm_preset = typeof link.utm_preset === "object" ? (link.utm_preset === null ? "" : "own") : link.utm_preset;
  for (const tag of TAGS) {
    form[`utm/${tag}`] = link.utm[tag] ?? "";
    if (typeof link.utm_preset === "object") form[`utm_preset/${tag}`] = link.utm_preset?.[tag] ?? "";
  }
  form.rules = JSON.stringify(link.rules.map(said), null, 2);
  form["app/ios/url"] = link.app?.ios?.url ?? "";
  form["app/android/url"] = link.app?.android?.url ?? "";
  form["app/android/package"] = link.app?.android?.package ?? "";
  for (const name of ["title", "description", "image"]) form[`card/${name}`] = link.card?.[name] ?? "";
  return form;
}

/** What somebody may say, without what the service adds: targets and the numbers of variants. */
function said<T>(value: T): T {
  if (Array.isArray(value)) return value.map(said) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "target" && name !== "variant").map(([name, inner]) => [name, said(inner)])) as T;
}

/** The names of the fields in which two forms differ. */
export const differing = (one: Form, other: Form): string[] => FIELDS.filter((name) => (one[name] ?? "") !== (other[name] ?? ""));

/** The rules of a form; a sentence where they are no JSON list. */
export function rulesOf(form: Form): Rule[] | string {
  try {
    const rules: unknown = JSON.parse(form.rules || "[]");
    return Array.isArray(rules) ? (rules as Rule[]) : "Rules are a list: begin with [ and end with ].";
  } catch (error) {
    return `This is no JSON yet: ${error instanceof Error ? error.message : error}`;
  }
}

/** What the API takes of `names`; nothing stands for taking away where the link is there already (`null`), and is left out where not. */
export function bodyOf(form: Form, names: string[], made: boolean): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const set = (name: string, value: unknown) => {
    if (value !== null || !made) body[name] = value;
  };
  const some = (start: string, inner: readonly string[]) => Object.fromEntries(inner.map((name) => [name, (form[`${start}/${name}`] ?? "").trim()]).filter(([, value]) => value !== ""));
  for (const field of new Set(names.map((name) => name.split("/")[0]!))) {
    const text = (form[field] ?? "").trim();
    if (field === "creator_id" || field === "campaign_id") set(field, text === "" ? null : Number(text));
    else if (field === "starts_at" || field === "expires_at") set(field, text === "" ? null : instant(text));
    else if (field === "click_id" || field === "enabled") {
      if (!made || text === "no") body[field] = text === "yes";
    } else if (field === "utm") {
      const utm = some("utm", TAGS);
      set("utm", Object.keys(utm).length > 0 ? utm : made ? null : {});
    } else if (field === "utm_preset") set(field, text === "own" ? some("utm_preset", TAGS) : text || null);
    else if (field === "rules") {
      const rules = rulesOf(form);
      set("rules", Array.isArray(rules) && rules.length > 0 ? rules : null);
    } else if (field === "app") {
      const [ios, android] = [some("app/ios", ["url"]), some("app/android", ["url", "package"])];
      const app = { ...(Object.keys(ios).length > 0 && { ios }), ...(Object.keys(android).length > 0 && { android }) };
      set("app", Object.keys(app).length > 0 ? app : null);
    } else if (field === "card") {
      const card = some("card", ["title", "description", "image"]);
      set("card", Object.keys(card).length > 0 ? card : null);
    } else set(field, text || null);
  }
  return body;
}

/** The deployment's wall clock at a moment, as a field for times holds it. */
export function wall(text: string | null): string {
  if (!text) return "";
  const parts = new Intl.DateTimeFormat("en", { timeZone: settings.value!.zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" }).formatToParts(new Date(text));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}${part("second") === "00" ? "" : `:${part("second")}`}`;
}

/** The moment at which the deployment's clocks show this; what cannot be read goes on as it is, for the API to refuse. */
export function instant(text: string): string {
  const shown = Date.parse(`${text}Z`);
  if (Number.isNaN(shown)) return text;
  const at = (guess: number) => guess - (Date.parse(`${wall(new Date(guess).toISOString())}Z`) - shown);
  return new Date(at(at(shown))).toISOString();
}

/** The version that an `ETag` names, as `If-Match` takes it. */
export const versionTag = (link: { version: number }): string => `"${link.version}"`;

