// How three lists overlap, true to its counts: a bar for each of the seven parts, and under it which lists the part is on.
import { scaleLinear } from "d3-scale";

export interface Part {
  name: string;
  value: number;
  /** Which of the lists it is on, in their order. */
  on: boolean[];
}

const LEFT = 104;
const STEP = 44;
const HEIGHT = 150;
const ROW = 28;

/** `lists` are the three, each with its own length; circles drawn to three areas at once would lie, bars do not. */
export function Overlap({ title, lists, parts, write }: { title: string; lists: { name: string; value: number }[]; parts: Part[]; write: (value: number) => string }) {
  const width = LEFT + parts.length * STEP;
  const y = scaleLinear([0, Math.max(1, ...parts.map(({ value }) => value))], [0, HEIGHT - 26]);
  const wide = scaleLinear([0, Math.max(1, ...lists.map(({ value }) => value))], [0, LEFT - 14]);
  const row = (at: number) => HEIGHT + 22 + at * ROW;
  const middle = (at: number) => LEFT + at * STEP + STEP / 2;
  const said = [...lists, ...parts].map(({ name, value }) => `${name} ${write(value)}`).join(", ");
  return (
    <figure class="chart">
      <figcaption>{title}</figcaption>
      <svg class="upset" viewBox={`0 0 ${width} ${row(lists.length) - 6}`} role="img" aria-label={`${title}: ${said}`}>
        {lists.map(({ name, value }, at) => (
          <g>
            <text x="2" y={row(at)} dy="-0.1em">
              {name} <tspan class="count">{write(value)}</tspan>
            </text>
            <rect class="set" x="2" y={row(at) + 4} width={wide(value)} height="5" />
          </g>
        ))}
        {parts.map(({ value, on }, at) => {
          const [first, last] = [on.indexOf(true), on.lastIndexOf(true)];
          return (
            <g>
              <rect class={last > first ? "cell several" : "cell"} x={middle(at) - 13} y={HEIGHT - y(value)} width="26" height={y(value)} />
              <text class="count" x={middle(at)} y={HEIGHT - y(value) - 6} text-anchor="middle">
                {write(value)}
              </text>
              {lists.map((_, list) => (
                <circle class={on[list] ? "dot on" : "dot"} cx={middle(at)} cy={row(list)} r="7" />
              ))}
              {last > first && <line class="join" x1={middle(at)} x2={middle(at)} y1={row(first)} y2={row(last)} />}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
