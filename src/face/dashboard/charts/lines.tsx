// Figures over days as lines, readable by pointer, keyboard and screen reader, and as a table.
import { scaleLinear, scaleUtc } from "d3-scale";
import { area, line } from "d3-shape";
import { useState } from "preact/hooks";
import { day } from "../format";
import { useWidth } from "./width";

export interface Line {
  name: string;
  /** By day; null leaves a gap. */
  points: { day: string; value: number | null }[];
  /** How its numbers are written. */
  write: (value: number | null) => string;
  /** Drawn thin and broken: the time before, a baseline. */
  faint?: boolean;
}

interface Shape {
  title: string;
  lines: Line[];
  height?: number;
  /** How the axis writes its numbers, where there is less room than in the table. */
  axis?: (value: number) => string;
  /** Numbers that cannot be parted: the axis shows whole ones only. */
  whole?: boolean;
}

interface Point {
  day: string;
  value: number | null;
}

const time = (text: string) => new Date(`${text}T00:00:00Z`);
const valueOn = (one: Line, text: string) => one.points.find((point) => point.day === text)?.value ?? null;
const short = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });

/** Lines on one scale; figures of different units belong into charts of their own. */
export function Lines({ title, lines, height = 220, axis, whole }: Shape) {
  const [at, setAt] = useState<number | null>(null);
  const { box, width } = useWidth<HTMLElement>();
  const days = [...new Set(lines.flatMap(({ points }) => points.map((point) => point.day)))].sort();
  if (days.length === 0) return null;

  const values = lines.flatMap(({ points }) => points.map(({ value }) => value ?? 0));
  const y = scaleLinear([Math.min(0, ...values), Math.max(1, ...values)], [height - 26, 12]).nice(4);
  const write = axis ?? ((value: number) => lines[0]!.write(value));
  const ticks = y.ticks(4).filter((tick) => !whole || Number.isInteger(tick));
  // The axis takes the room that its longest number needs.
  const left = 14 + 7 * Math.max(...ticks.map((tick) => write(tick).length));
  const right = width - 12;
  const x = scaleUtc([time(days[0]!), time(days.at(-1)!)], [left, right]);
  // Every so many days from the newest on, as far apart as their names need.
  const step = Math.max(1, Math.ceil(days.length / Math.max(2, Math.floor((right - left) / 84))));
  const across = days.filter((_, n) => (days.length - 1 - n) % step === 0).map(time);

  const there = (point: Point) => point.value !== null;
  const xOf = (point: Point) => x(time(point.day));
  const yOf = (point: Point) => y(point.value ?? 0);
  const path = line<Point>().defined(there).x(xOf).y(yOf);
  const under = area<Point>().defined(there).x(xOf).y0(y(0)).y1(yOf);

  const nearest = (event: PointerEvent) => {
    const frame = (event.currentTarget as SVGSVGElement).getBoundingClientRect();
    const moment = x.invert(((event.clientX - frame.left) / frame.width) * width).getTime();
    const away = (text: string) => Math.abs(time(text).getTime() - moment);
    setAt(days.reduce((best, text, n) => (away(text) < away(days[best]!) ? n : best), 0));
  };
  const moved = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") setAt(null);
    if (step === undefined) return;
    event.preventDefault();
    setAt((now) => Math.min(days.length - 1, Math.max(0, (now ?? (step > 0 ? -1 : days.length)) + step)));
  };
  // A shorter range may have come since the pointer was there; a single day is a point, which no line shows.
  const chosen = at === null ? (days.length === 1 ? days[0] : undefined) : days[Math.min(at, days.length - 1)];
  const said = chosen && `${day(chosen)}: ${lines.map((one) => `${one.name} ${one.write(valueOn(one, chosen))}`).join(", ")}`;
  const kind = (one: Line, n: number) => `s${n}${one.faint ? " faint" : ""}`;

  return (
    <figure class="chart" ref={box}>
      <figcaption>
        {title}
        <span class="legend">
          {lines.map((one, n) => (
            <span class={`key ${kind(one, n)}`}>{one.name}</span>
          ))}
        </span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}, ${day(days[0])} to ${day(days.at(-1))}. Left and right arrows read each day.`} tabindex={0} onPointerMove={nearest} onPointerLeave={() => setAt(null)} onKeyDown={moved}>
        {ticks.map((tick) => (
          <g class="grid">
            <line x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
            <text x={left - 8} y={y(tick)} dy="0.32em" text-anchor="end">
              {write(tick)}
            </text>
          </g>
        ))}
        {across.map((tick) => (
          <text class="tick" x={x(tick)} y={height - 8} text-anchor={x(tick) > right - 20 ? "end" : x(tick) < left + 20 ? "start" : "middle"}>
            {short.format(tick)}
          </text>
        ))}
        {lines.length > 1 && lines[1]!.faint && <path class="area s0" d={under(lines[0]!.points) ?? ""} />}
        {lines.map((one, n) => (
          <path class={`line ${kind(one, n)}`} d={path(one.points) ?? ""} />
        ))}
        {chosen && (
          <g>
            <line class="cursor" x1={x(time(chosen))} x2={x(time(chosen))} y1={12} y2={height - 26} />
            {lines.map((one, n) => valueOn(one, chosen) !== null && <circle class={`dot ${kind(one, n)}`} cx={x(time(chosen))} cy={y(valueOn(one, chosen) ?? 0)} r="4" />)}
          </g>
        )}
      </svg>
      <div class="beneath">
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
      </div>
    </figure>
  );
}
