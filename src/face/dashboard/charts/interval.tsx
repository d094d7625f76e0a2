// An estimate with where it may lie and what was hoped for, small enough for a table's row.
import { scaleLinear } from "d3-scale";

const WIDTH = 160;
const HEIGHT = 22;

/** A point, or a mark that points out of the scale where the value lies beyond its end. */
function mark(value: number, over: [number, number], x: number, middle: number) {
  if (value >= over[0] && value <= over[1]) return <circle class="estimate" cx={x} cy={middle} r="4" />;
  const out = value > over[1] ? 4 : -4;
  return <path class="estimate" d={`M${x - out} ${middle - 5}L${x + out} ${middle}L${x - out} ${middle + 5}Z`} />;
}

/** `over` is the scale that all rows share, so that they can be compared by looking. */
export function Interval({ over, low, high, value, target, label }: { over: [number, number]; low?: number | null; high?: number | null; value?: number | null; target?: number | null; label: string }) {
  const x = scaleLinear(over, [4, WIDTH - 4]).clamp(true);
  const known = (number?: number | null): number is number => number !== null && number !== undefined;
  const middle = HEIGHT / 2;
  return (
    <svg class="interval" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <line class="base" x1={4} x2={WIDTH - 4} y1={middle} y2={middle} />
      {known(low) && known(high) && <rect class="range" x={x(low)} width={Math.max(1, x(high) - x(low))} y={middle - 4} height="8" rx="4" />}
      {known(target) && <line class="target" x1={x(target)} x2={x(target)} y1="2" y2={HEIGHT - 2} />}
      {known(value) && mark(value, over, x(value), middle)}
    </svg>
  );
}
