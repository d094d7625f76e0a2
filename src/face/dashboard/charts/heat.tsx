// A table whose cells are shaded by their share of the largest: cohorts by month, hours by day.
import type { ComponentChildren } from "preact";

export interface Cell {
  /** What shades it; null leaves it blank. */
  value: number | null;
  said: ComponentChildren;
  /** Not everything is in yet. */
  open?: boolean;
}

/** Ten steps of shade, so that no style is written into the page. */
const shade = (value: number | null, most: number): string => (value === null || most <= 0 ? "none" : `h${Math.min(9, Math.max(0, Math.floor((value / most) * 9.999)))}`);

export function Heat({ caption, corner, columns, rows }: { caption: string; corner: string; columns: string[]; rows: { name: ComponentChildren; cells: Cell[] }[] }) {
  const most = Math.max(0, ...rows.flatMap(({ cells }) => cells.map(({ value }) => value ?? 0)));
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={caption}>
      <table class="heat">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map((name) => (
              <th scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }) => (
            <tr>
              <th scope="row">{name}</th>
              {cells.map(({ value, said, open }) => (
                <td class={`number ${shade(value, most)}${open ? " open" : ""}`}>{said}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
