// Why the Markov model is shown or not, and what would open its gate: it learns, and learns nothing from little.
import { number, percent } from "../../format";
import type { Answer, Gate as Counts } from "./answer";

export function Gate({ answer }: { answer: Answer }) {
  const asked = answer.models.includes("markov") || answer.models.includes("markov_value");
  if (!asked) return null;
  const why = answer.why?.markov ?? answer.why?.markov_value ?? null;
  return (
    <section class="panel" aria-label="Markov">
      <h2>{why ? "Why Markov shows no figure" : "What Markov learnt from"}</h2>
      {why === "not_kept" && <p>It needs rows by creator or channel, the day of the order and no filter but by creator. Choose these, and it is shown where there is enough to learn from.</p>}
      {why === "several_currencies" && <p>Orders are in several currencies that cannot be added. Set REPORTING_CURRENCY and send rates.</p>}
      {why === "below_gate" && <p>There is too little to learn from in these days. More days, or more orders whose way is known, open it; until then “Linear” stands beside.</p>}
      {answer.markov && (
        <p>
          {percent(answer.markov.converts, 2)} of all journeys end with an order, over {number(answer.markov.states)} creators and channels.
          {answer.markov.method === "coverage" && " There are so many of them that the part of orders whose way has the creator on it is taken."}
        </p>
      )}
      {answer.gate && <Needs gate={answer.gate} />}
    </section>
  );
}

function Needs({ gate }: { gate: Counts }) {
  const least = (gate.conversions * gate.with_several_creators_least_percent) / 100;
  const needs: [string, number, number, string][] = [
    ["Orders with somebody on their way", gate.conversions, gate.conversions_least, number(gate.conversions_least)],
    ["Clicks, codes and visits on all ways", gate.touches, gate.touches_least, number(gate.touches_least)],
    ["Orders with two creators or more", gate.with_several_creators, Math.max(1, least), `${gate.with_several_creators_least_percent} % of the orders above`],
  ];
  return (
    <div class="scroll words" tabIndex={0} role="group" aria-label="What Markov needs">
      <table id="gate">
        <caption>It needs all three</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" class="number">There are</th>
            <th scope="col" class="number">Needed</th>
            <th scope="col">Enough</th>
          </tr>
        </thead>
        <tbody>
          {needs.map(([what, there, needed, said]) => (
            <tr>
              <th scope="row">{what}</th>
              <td class="number">{number(there)}</td>
              <td class="number">{said}</td>
              <td class={there >= needed ? "good" : "warn"}>{there >= needed ? "yes" : "no"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
