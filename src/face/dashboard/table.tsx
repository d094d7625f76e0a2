// A table that sorts, scrolls through thousands of rows, and gives what is on the screen as CSV.
import { Virtualizer, elementScroll, observeElementOffset, observeElementRect } from "@tanstack/virtual-core";
import { Component, type ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { change, said } from "./address";
import { type Saved, csv, download } from "./csv";

export interface Column<Row> {
  /** Its stable name, the header in the CSV. */
  key: string;
  label: string;
  /** What it means, for who hovers or asks. */
  means?: string;
  cell: (row: Row) => ComponentChildren;
  /** What it is sorted by; no sorting without it. Null stands last, whichever way. */
  by?: (row: Row) => number | string | null | undefined;
  /** What stands in the CSV; what it is sorted by where it is left out; null where `also` says it better. */
  csv?: Saved<Row>["csv"];
  /** It is read on the screen alone: printed, whole sentences would be a word wide. */
  screen?: boolean;
  /** Numbers stand to the right. */
  number?: boolean;
}

/** From so many rows on only those that can be seen are drawn. */
const MANY = 120;
const HEIGHT = 45;

interface Shape<Row> {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  id: (row: Row) => string | number;
  /** Sorted by this column at first, `-` in front for the largest first; as the rows come where it is left out. */
  sort?: string;
  /** Where the address keeps by what it is sorted, so that the view can be shared; a page has one such table. */
  kept?: string;
  /** The name of the file; without it there is no button. */
  file?: string;
  /** Columns of the file alone, behind the others. */
  also?: Saved<Row>[];
  foot?: ComponentChildren;
}

export function Table<Row>({ caption, columns, rows, id, sort = "", kept, file, also = [], foot }: Shape<Row>) {
  const [own, setOwn] = useState(sort);
  const by = kept === undefined ? own : said(kept) || sort;
  const setBy = kept === undefined ? setOwn : (by: string) => change({ [kept]: by === sort ? null : by });
  const sorted = useMemo(() => inOrder(rows, columns, by), [rows, columns, by]);
  const box = useRef<HTMLDivElement>(null);
  const seen = useSeen(sorted.length, box);
  useWidest(box, columns, seen !== null);
  const drawn = seen ? seen.items.map((item) => sorted[item.index]!) : sorted;
  const first = seen?.items[0]?.index ?? 0;
  return (
    <section class="table" aria-label={caption}>
      <div class={seen ? "scroll tall" : "scroll"} ref={box} tabIndex={0} role="group" aria-label={`${caption}, table`}>
        <table aria-rowcount={sorted.length + 1}>
          <caption>{caption}</caption>
          <thead>
            <tr aria-rowindex={1}>
              {columns.map((column) => (
                <Head column={column} by={by} set={setBy} />
              ))}
            </tr>
          </thead>
          <tbody>
            {seen && seen.above > 0 && <tr aria-hidden="true" style={{ height: `${seen.above}px` }} />}
            {drawn.map((row, n) => (
              <Line key={id(row)} row={row} columns={columns} place={first + n + 2} />
            ))}
            {seen && seen.below > 0 && <tr aria-hidden="true" style={{ height: `${seen.below}px` }} />}
          </tbody>
          {foot && <tfoot>{foot}</tfoot>}
        </table>
      </div>
      {file && (
        <p class="under">
          {rows.length} {rows.length === 1 ? "row" : "rows"}.{" "}
          <button type="button" class="quiet" onClick={() => download(`${file}.csv`, csv([...columns, ...also], sorted))}>
            Save this table as CSV
          </button>
        </p>
      )}
    </section>
  );
}

/** A row, drawn again only when it or the columns are others: while one scrolls, most rows stay what they were. */
class Line<Row> extends Component<{ row: Row; columns: Column<Row>[]; place: number }> {
  override shouldComponentUpdate(next: { row: Row; columns: Column<Row>[]; place: number }): boolean {
    return next.row !== this.props.row || next.columns !== this.props.columns || next.place !== this.props.place;
  }

  override render() {
    const { row, columns, place } = this.props;
    return (
      <tr aria-rowindex={place}>
        {columns.map((column, at) => (at === 0 ? <th scope="row">{column.cell(row)}</th> : <td class={side(column)}>{column.cell(row)}</td>))}
      </tr>
    );
  }
}

/** Lets columns grow and never shrink, so that they stand still while other rows come into sight. */
function useWidest(box: { current: HTMLDivElement | null }, columns: unknown, many: boolean) {
  const kept = useRef<{ of: unknown; widths: number[] }>({ of: null, widths: [] });
  useLayoutEffect(() => {
    const heads = [...(box.current?.querySelectorAll<HTMLElement>("thead th") ?? [])];
    if (kept.current.of !== columns) {
      kept.current = { of: columns, widths: [] };
      for (const head of heads) head.style.minWidth = "";
    }
    if (!many) return;
    const { widths } = kept.current;
    const now = heads.map((head) => head.offsetWidth);
    now.forEach((width, at) => {
      if (width <= (widths[at] ?? 0)) return;
      widths[at] = width;
      heads[at]!.style.minWidth = `${width}px`;
    });
  });
}

const side = ({ number, screen }: { number?: boolean; screen?: boolean }): string | undefined => (number ? "number" : screen ? "screen" : undefined);

function Head<Row>({ column, by, set }: { column: Column<Row>; by: string; set: (by: string) => void }) {
  const at = by === column.key ? "ascending" : by === `-${column.key}` ? "descending" : undefined;
  if (!column.by) return <th scope="col" class={side(column)} title={column.means}>{column.label}</th>;
  // Numbers are read from the largest on, names from A on.
  const next = at === undefined ? (column.number ? "-" : "") + column.key : at === "ascending" ? `-${column.key}` : column.key;
  return (
    <th scope="col" class={side(column)} aria-sort={at}>
      <button type="button" class="sort" title={column.means} onClick={() => set(next)}>
        {column.label}
        <span aria-hidden="true">{at === "ascending" ? " ▲" : at === "descending" ? " ▼" : ""}</span>
      </button>
    </th>
  );
}

// One for all comparisons: making one for each takes seconds for thousands of names.
const names = new Intl.Collator(undefined, { numeric: true });

function inOrder<Row>(rows: Row[], columns: Column<Row>[], by: string): Row[] {
  const down = by.startsWith("-");
  const value = columns.find(({ key }) => key === by.replace(/^-/, ""))?.by;
  if (!value) return rows;
  return [...rows].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === b) return 0;
    if (a === null || a === undefined) return 1;
    if (b === null || b === undefined) return -1;
    const order = typeof a === "number" && typeof b === "number" ? a - b : names.compare(String(a), String(b));
    return down ? -order : order;
  });
}

/** Which rows can be seen, where there are many. */
function useSeen(count: number, box: { current: HTMLDivElement | null }) {
  const [, draw] = useReducer((round: number) => round + 1, 0);
  const many = count > MANY;
  const virtual = useRef<Virtualizer<HTMLDivElement, Element> | null>(null);
  const options = {
    count: many ? count : 0,
    getScrollElement: () => box.current,
    estimateSize: () => HEIGHT,
    overscan: 6,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    initialRect: { width: 1_000, height: 700 },
    onChange: () => draw(0),
  };
  virtual.current ??= new Virtualizer(options);
  virtual.current.setOptions(options);
  useEffect(() => virtual.current!._didMount(), []);
  useEffect(() => virtual.current!._willUpdate());
  if (!many) return null;
  const items = virtual.current.getVirtualItems();
  const end = items.at(-1)?.end ?? 0;
  return { items, above: items[0]?.start ?? 0, below: Math.max(0, virtual.current.getTotalSize() - end) };
}
