// Parts of a whole as stacked bars, one a row, with the numbers beside them.
import { scaleLinear } from "d3-scale";
import type { ComponentChildren } from "preact";

export interface Bar {
  name: ComponentChildren;
  parts: { name: string; value: number }[];
  said: ComponentChildren;
}

const WIDTH = 400;

export function Bars({ title, bars, legend = true }: { title: string; bars: Bar[]; legend?: boolean }) {
  const most = Math.max(1, ...bars.map(({ parts }) => parts.reduce((sum, part) => sum + part.value, 0)));
  const x = scaleLinear([0, most], [0, WIDTH]);
  const names = bars[0]?.parts.map(({ name }) => name) ?? [];
  return (
    <figure class="chart">
      <figcaption>
        {title}
        {legend && (
          <span class="legend">
            {names.map((name, n) => (
              <span class={`key s${n}`}>{name}</span>
            ))}
          </span>
        )}
      </figcaption>
      <ul class="bars">
        {bars.map(({ name, parts, said }) => {
          let start = 0;
          return (
            <li>
              <span class="name">{name}</span>
              <svg viewBox={`0 0 ${WIDTH} 16`} preserveAspectRatio="none" role="img" aria-label={parts.map((part) => `${part.name} ${part.value}`).join(", ")}>
                {parts.map((part, n) => {
                  const rect = <rect class={`fill s${n}`} x={x(start)} width={x(part.value)} y="1" height="14" />;
                  start += part.value;
                  return rect;
                })}
              </svg>
              <span class="said">{said}</span>
            </li>
          );
        })}
      </ul>
    </figure>
  );
}
