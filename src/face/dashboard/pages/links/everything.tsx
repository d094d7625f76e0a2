// The register as the list shows it and beyond the screen: its rows, its filters, and what is done to all links that fit.
import { useState } from "preact/hooks";
import { said } from "../../address";
import { Problem, answer, asProblem } from "../../api";
import { download } from "../../csv";
import { may } from "../../session";
import { Trouble } from "../../states";
import { chosen } from "./bulk";

/** A row of the export: it alone says clicks and names for many links in one answer. */
export interface Row {
  id: number;
  version: number;
  url: string;
  host: string;
  slug: string;
  destination: string;
  creator: string;
  creator_name: string;
  campaign_name: string | null;
  platform: string | null;
  post: string | null;
  enabled: boolean;
  starts_at: string | null;
  expires_at: string | null;
  archived_at: string | null;
  clicks: number | null;
  valid_clicks: number | null;
  counts_as_of: string | null;
}

export interface Rows {
  items: Row[];
  next: string | null;
}

/** The most rows of a call of the export. */
const MANY = 5_000;

/** The filters of the address, as the list and the export take them. */
export const filters = () => ({
  creator_id: said("creator"),
  campaign_id: said("campaign"),
  platform: said("platform"),
  host: said("host"),
  q: said("q"),
  archived: said("archived") || "false",
  failing: said("failing"),
});

/** Every link that fits, page by page; `use` is given each page. */
async function walk<T>(format: string, use: (page: T, last: boolean) => void): Promise<void> {
  let cursor: string | null = null;
  do {
    const { data, headers }: { data: T; headers: Headers } = await answer<T>("GET", "/v1/links/export", { query: { format, limit: MANY, ...filters(), cursor }, accept: "*/*" });
    cursor = new URLSearchParams(/<[^?>]*\?([^>]*)>; rel="next"/.exec(headers.get("link") ?? "")?.[1] ?? "").get("cursor");
    use(data, cursor === null);
  } while (cursor !== null);
}

/** What is done to all that fit, be they on the screen or not. */
export function Everything() {
  const [busy, setBusy] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  async function run(what: string, work: () => Promise<void>) {
    setBusy(what);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy("");
    }
  }
  const save = async () => {
    const pieces: string[] = [];
    // Each page begins with the header: it stands once.
    await walk<string>("csv", (page) => pieces.push(pieces.length === 0 ? page : page.slice(page.indexOf("\r\n") + 2)));
    download("links.csv", new Blob(pieces, { type: "text/csv;charset=utf-8" }));
  };
  const choose = async () => {
    const next = new Map(chosen.value);
    await walk<Rows>("json", ({ items }) => items.forEach(({ id, version, url }) => next.set(id, { version, url })));
    chosen.value = next;
  };
  return (
    <>
      <p class="controls">
        <button type="button" class="quiet" disabled={busy !== ""} onClick={() => void run("save", save)}>
          {busy === "save" ? "Reading the register" : "Save all that fit as CSV"}
        </button>
        {may("links:write") && (
          <button type="button" class="quiet" disabled={busy !== ""} onClick={() => void run("choose", choose)}>
            {busy === "choose" ? "Reading the register" : "Choose all that fit"}
          </button>
        )}
      </p>
      {problem && <Trouble problem={problem} />}
    </>
  );
}
