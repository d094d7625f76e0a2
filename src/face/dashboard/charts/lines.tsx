// Figures over days as lines, readable by pointer, keyboard and screen reader, and as a table.
import { scaleLinear, scaleUtc } from "d3-scale";
import { line } from "d3-shape";
import { useState } from "preact/hooks";
import { day } from "../format";

export interface Line {
  name: string;
  /** By day; null leaves a gap. */
  points: { day: string; value: number | null }[];
  /** How its numbers are written. */
  write: (value: number | null) => string;
  /** Drawn thin and broken: the time before, a baseline. */
  faint?: boolean;
}

const WIDTH = 720;
const ROOM = { top: 12, right: 12, bottom: 26, left: 56 };

/** Lines on one scale; figures of different units belong into charts of their own. */
export function Lines({ title, lines, height = 220 }: { title: string; lines: Line[]; height?: number }) {
  const [at, setAt] = useState<number | null>(null);
  const days = [...new Set(lines.flatMap(({ points }) => points.map((point) => point.day)))].sort();
  if (days.length === 0) return null;
  const time = (text: string) => new Date(`${text}T00:00:00Z`);
  const x = scaleUtc([time(days[0]!), time(days.at(-1)!)], [ROOM.left, WIDTH - ROOM.right]);
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value ?? 0));
  const y = scaleLinear([Math.min(0, ...values), Math.max(1, ...values)], [height - ROOM.bottom, ROOM.top]).nice(4);
  const path = line<{ day: string; value: number | null }>()
    .defined(({ value }) => value !== null)
    .x((point) => x(time(point.day)))
    .y((point) => y(point.value ?? 0));
  const nearest = (event: PointerEvent) => {
    const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const moment = x.invert(((event.clientX - box.left) / box.width) * WIDTH).getTime();
    setAt(days.reduce((best, text, n) => (Math.abs(time(text).getTime() - moment) < Math.abs(time(days[best]!).getTime() - moment) ? n : best), 0));
  };
  const moved = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") setAt(null);
    if (step === undefined) return;
    event.preventDefault();
    setAt((now) => Math.min(days.length - 1, Math.max(0, (now ?? (step > 0 ? -1 : days.length)) + step)));
  };
  const chosen = at === null ? undefined : days[at];
  const valueOn = (one: Line, text: string) => one.points.find((point) => point.day === text)?.value ?? null;
  const said = chosen && `${day(chosen)}: ${lines.map((one) => `${one.name} ${one.write(valueOn(one, chosen))}`).join(", ")}`;
  return (
    <figure class="chart">
      <figcaption>
        {title}
        <span class="legend">
          {lines.map((one, n) => (
            <span class={`key s${n}${one.faint ? " faint" : ""}`}>{one.name}</span>
          ))}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`${title}, ${day(days[0])} to ${day(days.at(-1))}. Left and right arrows read each day.`} tabIndex={0} onPointerMove={nearest} onPointerLeave={() => setAt(null)} onKeyDown={moved}>
        {y.ticks(4).map((tick) => (
          <g class="grid">
            <line x1={ROOM.left} x2={WIDTH - ROOM.right} y1={y(tick)} y2={y(tick)} />
            <text x={ROOM.left - 8} y={y(tick)} dy="0.32em" text-anchor="end">
              {lines[0]!.write(tick)}
            </text>
          </g>
        ))}
        {x.ticks(6).map((tick) => (
          <text class="tick" x={x(tick)} y={height - 8} text-anchor="middle">
            {new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" }).format(tick)}
          </text>
        ))}
        {lines.map((one, n) => (
          <path class={`line s${n}${one.faint ? " faint" : ""}`} d={path(one.points) ?? ""} />
        ))}
        {/* A single day is a point, which no line shows. */}
        {days.length === 1 && lines.map((one, n) => <circle class={`dot s${n}`} cx={x(time(days[0]!))} cy={y(valueOn(one, days[0]!) ?? 0)} r="4" />)}
        {chosen && (
          <g>
            <line class="cursor" x1={x(time(chosen))} x2={x(time(chosen))} y1={ROOM.top} y2={height - ROOM.bottom} />
            {lines.map((one, n) => valueOn(one, chosen) !== null && <circle class={`dot s${n}`} cx={x(time(chosen))} cy={y(valueOn(one, chosen) ?? 0)} r="4" />)}
          </g>
        )}
      </svg>
      <p class="read" aria-live="polite">
        {said ?? " "}
      </p>
      <details>
        <summary>As a table</summary>
        <div class="scroll" tabIndex={0} role="group" aria-label={`${title}, table`}>
          <table>
            <thead>
              <tr>
                <th scope="col">Day</th>
                {lines.map(({ name }) => (
                  <th scope="col" class="number">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {days.map((text) => (
                <tr>
                  <th scope="row">{day(text)}</th>
                  {lines.map((one) => (
                    <td class="number">{one.write(valueOn(one, text))}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
