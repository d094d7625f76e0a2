// Lists of the API, page by page, and what creators, campaigns and posts are called.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type Coming, type Problem, type Query, ask, asProblem, pages, useAnswer } from "../../api";
import { key } from "../../session";
import { Empty, Trouble, Waiting } from "../../states";

export interface Page<Row> {
  items: Row[];
  next: string | null;
}

/** Rows that one call gives at most. */
const MOST = 100;

/** A list as far as it was asked for. */
export interface Listed<Row> {
  coming: Coming<Page<Row>>;
  rows: Row[];
  /** Asks for more; null where there is no more. */
  more: (() => void) | null;
  busy: boolean;
  problem: Problem | null;
}

export function useList<Row>(path: string | null, query: Query = {}): Listed<Row> {
  const coming = useAnswer<Page<Row>>(path, { limit: MOST, ...query });
  const [further, set] = useState<{ of: Page<Row> | null; rows: Row[]; next: string | null; busy: boolean; problem: Problem | null }>({ of: null, rows: [], next: null, busy: false, problem: null });
  const first = coming.data;
  // What followed another first page does not belong here.
  const now = further.of === first && first ? further : { of: first, rows: first?.items ?? [], next: first?.next ?? null, busy: false, problem: null };
  const more = async () => {
    set({ ...now, busy: true, problem: null });
    const tell = (change: Partial<typeof now>) => set((held) => (held.of === first ? { ...held, busy: false, ...change } : held));
    try {
      const page = await ask<Page<Row>>("GET", path!, { query: { limit: MOST, ...query, cursor: now.next } });
      tell({ rows: [...now.rows, ...page.items], next: page.next });
    } catch (error) {
      tell({ problem: asProblem(error) });
    }
  };
  return { coming, rows: now.rows, more: now.next === null ? null : () => void more(), busy: now.busy, problem: now.problem };
}

/** A list once it is there, with the way to the rest of it; until then what one waits for, and `none` where there is nothing. */
export function Rows<Row>({ list, what, none, children }: { list: Listed<Row>; what: string; none: ComponentChildren; children: (rows: Row[]) => ComponentChildren }) {
  if (list.coming.problem) return <Trouble problem={list.coming.problem} again={list.coming.again} />;
  if (list.coming.data === null) return <Waiting slow={list.coming.slow} what={what} />;
  if (list.rows.length === 0) return <Empty>{none}</Empty>;
  return (
    <>
      {children(list.rows)}
      {list.problem && <Trouble problem={list.problem} again={list.more ?? undefined} />}
      {list.more && !list.problem && (
        <p>
          <button type="button" class="quiet" disabled={list.busy} onClick={list.more}>
            {list.busy ? "More are on their way" : "Show more"}
          </button>
        </p>
      )}
    </>
  );
}

/** Things that others are said to belong to. */
export type Of = "creators" | "campaigns" | "posts" | "sources";

export interface Named {
  id: number;
  handle: string;
  name?: string;
}

/** With the key that they were had by; the list is null while it is on its way. */
const known = signal<Partial<Record<Of, { key: string; list: Named[] | null }>>>({});

/** All of a kind, by handle and id; null until they are there. What cannot be had leaves the fields plain. */
export function useNames(of: Of | null): Named[] | null {
  useEffect(() => {
    if (of !== null && known.value[of]?.key !== key.value) void gather(of);
  }, [of, key.value]);
  return (of && known.value[of]?.list) ?? null;
}

/** Asks for them anew when they are needed next. */
export const forget = (of: Of): void => {
  known.value = { ...known.value, [of]: undefined };
};

async function gather(of: Of): Promise<void> {
  const held = key.value;
  known.value = { ...known.value, [of]: { key: held, list: known.value[of]?.list ?? null } };
  const list: Named[] = [];
  try {
    for await (const page of pages<Page<Named>>(`/v1/${of}`, { query: { limit: MOST } })) list.push(...page.items);
  } catch {
    known.value = { ...known.value, [of]: undefined };
    return;
  }
  known.value = { ...known.value, [of]: { key: held, list } };
}

/** What one is called; its number where that is not known. */
export const nameOf = (list: Named[] | null, id: number | null): string => {
  if (id === null) return "";
  const found = list?.find((one) => one.id === id);
  return found ? (found.name ?? found.handle) : `number ${id}`;
};
