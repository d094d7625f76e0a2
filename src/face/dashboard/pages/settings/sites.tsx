// Sites: the shop's pages that report from the browser, with the snippet to paste.
import { to } from "../../address";
import { settings } from "../../session";
import { text } from "./fields";
import { Copy } from "./once";
import { type Kept, Register, type Thing } from "./register";

/** What goes into every page of the shop. */
function snippet(row: Kept): string {
  const parameter = settings.value?.click_parameter ?? "wm";
  const named = parameter === "wm" ? "" : ` data-parameter="${parameter}"`;
  return [
    "<script>window.waymark = window.waymark || function () { (waymark.q = waymark.q || []).push(arguments); };</script>",
    `<script async src="${location.origin}/wm.js" data-site="${text(row.key)}"${named}></script>`,
  ].join("\n");
}

const SITES: Thing = {
  at: "sites",
  door: "/v1/sites",
  title: "Sites",
  one: "a site",
  about: "Pages of your shop that report landings, leads and purchases through the snippet. A site's key is public and stands in the pages for anybody to read; what it sends is believed once your server says the same.",
  scopes: { read: "admin", write: "admin" },
  fields: [
    { name: "name", label: "Name", needed: true },
    { name: "origins", label: "Where its pages are", kind: "lines", needed: true, hint: "One a line, such as https://shop.example, with the port where it has one. At most 20." },
    { name: "enabled", label: "Its pages are heard", kind: "flag", usual: "true" },
  ],
  columns: () => [
    { key: "name", label: "Name", cell: (row) => <a href={to(["settings", "sites", row.id])}>{text(row.name)}</a>, by: (row) => text(row.name) },
    { key: "origins", label: "Where its pages are", cell: (row) => (row.origins as string[]).join(", "), by: (row) => (row.origins as string[]).join(" ") },
    { key: "key", label: "Publishable key", cell: (row) => <code>{text(row.key)}</code>, by: (row) => text(row.key) },
    { key: "enabled", label: "Heard", cell: (row) => (row.enabled ? "yes" : <span class="warn">no</span>), by: (row) => String(row.enabled) },
  ],
  called: (row) => text(row.name),
  made: (row) => to(["settings", "sites", row.id]),
  beside: (row) => (
    <>
      <h3>The snippet to paste</h3>
      <p>On every page of the shop, before the end of its head:</p>
      <Copy label="The snippet" text={snippet(row)} />
      <p class="hint">
        It keeps the touches that led to the shop in the page's own storage. Add <code>data-consent="wait"</code> where it must wait until the visitor agreed, and <code>data-cart="shopify"</code> in a Shopify theme.
        Where the page has a content security policy, let it load from and talk to {location.origin}.
      </p>
      <h3>Its publishable key</h3>
      <Copy label="The publishable key" text={text(row.key)} />
    </>
  ),
  away: { label: "Put away", says: "Its key opens nothing any more, and its pages are no longer heard." },
};

export const Sites = ({ rest }: { rest: string[] }) => <Register thing={SITES} rest={rest} />;
