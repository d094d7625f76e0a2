// Asks the API: what is asked, what comes back or why it does not, and how long one waits for it.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { expired, key } from "./session";

/** How long an answer may take before the page says that it is slow, and before it gives up, milliseconds. */
export const SLOW = 4_000;
const PATIENCE = 60_000;

/** What is wrong with one field, as the API says it. */
export interface Fault {
  pointer?: string;
  parameter?: string;
  header?: string;
  line?: number;
  code: string;
  detail: string;
}

/** Why there is no answer: what the API said, or `offline`, `timeout`, `unreadable` of our own. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly faults: Fault[] = [],
    /** The whole refusal, where a door says more in it than what is wrong. */
    readonly said: Record<string, unknown> = {},
  ) {
    super(`${title} ${detail}`);
  }

  /** What is wrong with one field of what was sent. */
  at(pointer: string): string | undefined {
    return this.faults.find((fault) => fault.pointer === pointer || fault.parameter === pointer)?.detail;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export interface Asked {
  query?: Query;
  /** Sent as JSON, or as it is where it is a text or a file. */
  body?: unknown;
  type?: string;
  accept?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Another key than that of the session. */
  key?: string;
  /** The answer is a picture or a file: its bytes are the data. */
  bytes?: boolean;
  /** How long the answer may take, milliseconds, where that is known to be long. */
  patience?: number;
}

/** An answer that arrived whole. */
export interface Answer<T> {
  status: number;
  headers: Headers;
  data: T;
}

/** The path with its query; what is empty is left out. */
export function address(path: string, query: Query = {}): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== null && value !== undefined && value !== "") asked.set(name, String(value));
  return asked.size > 0 ? `${path}?${asked}` : path;
}

const isObject = (data: unknown): boolean => typeof data === "object" && data !== null && !Array.isArray(data);

/** What a JSON text says; nothing where it is none. */
function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Asks and gives the whole answer; every refusal is a `Problem`. */
export async function answer<T>(method: string, path: string, asked: Asked = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: asked.accept ?? "application/json", ...asked.headers };
  const held = asked.key ?? key.value;
  if (held) headers.authorization = `Bearer ${held}`;
  let body: BodyInit | undefined;
  if (asked.body !== undefined) {
    headers["content-type"] = asked.type ?? "application/json";
    body = asked.type === undefined ? JSON.stringify(asked.body) : (asked.body as BodyInit);
  }
  const patience = AbortSignal.timeout(asked.patience ?? PATIENCE);
  const signal = asked.signal ? AbortSignal.any([asked.signal, patience]) : patience;
  let reply: Response;
  let text = "";
  let bytes: Blob | null = null;
  try {
    reply = await fetch(address(path, asked.query), { method, headers, body, signal, credentials: "omit", cache: "no-store", redirect: "error" });
    if (asked.bytes && reply.ok) bytes = await reply.blob();
    else text = await reply.text();
  } catch (error) {
    if (asked.signal?.aborted) throw error;
    if (patience.aborted) throw new Problem(0, "timeout", "The answer did not come in time.", "Try again, or ask for fewer days.");
    throw new Problem(0, "offline", "The service could not be reached.", "Check the connection and try again; nothing that you typed is lost.");
  }
  let data: unknown = bytes ?? text;
  const kind = reply.headers.get("content-type") ?? "";
  const parsed = /json/.test(kind) && !/ndjson/.test(kind) && text !== "";
  if (parsed) data = read(text);
  if (!reply.ok) {
    // A key that ended while somebody was at work: the page stays as it is behind the question for another.
    if (reply.status === 401 && asked.key === undefined) expired.value = true;
    const said = (isObject(data) ? data : {}) as Record<string, unknown>;
    const title = typeof said.title === "string" ? `${said.title}.` : `The service answered ${reply.status}.`;
    const detail = typeof said.detail === "string" ? said.detail : "Try again in a moment.";
    // `errors` is a program's word for what the page shows at the fields themselves.
    throw new Problem(reply.status, String(said.code ?? "unknown"), title, detail.includes("`errors`") ? "" : detail, Array.isArray(said.errors) ? (said.errors as Fault[]) : [], said);
  }
  // A hotel's portal or a proxy answers 200 in the service's place; every answer of the API that is no text or file is an object.
  const other = asked.accept !== undefined || bytes !== null || reply.status === 204;
  if (parsed ? !isObject(data) : !other) throw new Problem(0, "unreadable", "The answer could not be read.", "Something between this page and the service changed it. Try again, or open the service's address in another tab: a network may ask you to sign in first.");
  return { status: reply.status, headers: reply.headers, data: data as T };
}

/** Asks and gives what was answered. */
export const ask = async <T>(method: string, path: string, asked: Asked = {}): Promise<T> => (await answer<T>(method, path, asked)).data;

/** Page after page of what is told in pages, until there is no next one. */
export async function* pages<P extends { next?: string | null }>(path: string, asked: Asked = {}): AsyncGenerator<P> {
  let cursor: string | null | undefined;
  do {
    const page: P = await ask<P>("GET", path, { ...asked, query: { ...asked.query, cursor } });
    yield page;
    cursor = page.next;
  } while (cursor);
}

/** A report of many rows: its first page with everybody's rows. */
export async function whole<T extends { rows: unknown[]; next?: string | null }>(path: string, asked: Asked = {}): Promise<T> {
  let all: T | null = null;
  for await (const page of pages<T>(path, asked)) {
    if (all) all.rows.push(...page.rows);
    else all = page;
  }
  return { ...all!, next: null };
}

/** A list of things, page after page until there is no next one. */
export async function listed<T>(path: string, asked: Asked = {}): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = "";
  do {
    const page: { items: T[]; next: string | null } = await ask("GET", path, { ...asked, query: { limit: 100, ...asked.query, cursor } });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return items;
}

/** How a question stands. `data` is never that of another question: a late answer to an older one is dropped. */
export interface Coming<T> {
  data: T | null;
  problem: Problem | null;
  /** Still on its way; `slow` once that takes long. */
  waiting: boolean;
  slow: boolean;
  again: () => void;
}

/** The same of a report of many rows (`whole`), whose pages are as long as they may be. */
export const useWhole = <T extends { rows: unknown[]; next?: string | null }>(path: string | null, query: Query = {}): Coming<T> =>
  useAnswer<T>(path, { limit: 10_000, ...query }, (_, signal) => whole<T>(path!, { query: { limit: 10_000, ...query }, signal }));

const one = <T,>(asked: string, signal: AbortSignal): Promise<T> => ask<T>("GET", asked, { signal });

/** Asks for `path` whenever it or the query changes; null asks nothing. `how` is for answers that take more than one call. */
export function useAnswer<T>(path: string | null, query: Query = {}, how: (asked: string, signal: AbortSignal) => Promise<T> = one<T>): Coming<T> {
  const asked = path === null ? null : address(path, query);
  const [state, set] = useState<{ of: string | null; data: T | null; problem: Problem | null; slow: boolean }>({ of: null, data: null, problem: null, slow: false });
  const [round, next] = useState(0);
  const newest = useRef(0);
  useEffect(() => {
    if (asked === null) return;
    const mine = ++newest.current;
    const leaving = new AbortController();
    const tell = (change: Partial<typeof state>) => mine === newest.current && set((now) => ({ ...now, ...change }));
    set((now) => ({ of: asked, data: now.of === asked ? now.data : null, problem: null, slow: false }));
    const slow = setTimeout(() => tell({ slow: true }), SLOW);
    how(asked, leaving.signal)
      .then((data) => tell({ of: asked, data, problem: null }))
      .catch((error) => {
        if (!leaving.signal.aborted) tell({ of: asked, data: null, problem: asProblem(error) });
      })
      .finally(() => clearTimeout(slow));
    return () => {
      leaving.abort();
      clearTimeout(slow);
    };
  }, [asked, round, key.value]);
  const again = useCallback(() => next((round) => round + 1), []);
  const current = state.of === asked;
  const data = current ? state.data : null;
  const problem = current ? state.problem : null;
  return { data, problem, waiting: asked !== null && data === null && problem === null, slow: current && state.slow, again };
}

/** Whatever was thrown as something that can be shown. */
export const asProblem = (error: unknown): Problem =>
  error instanceof Problem ? error : new Problem(0, "broken", "This page made a mistake.", String(error));
