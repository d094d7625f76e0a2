// The list of what needs attention, the worst first; what could not be asked says so and can be asked again.
import { may } from "../../session";
import { Trouble } from "../../states";
import { type Item, useChecks } from "./checks";
import type { Performance } from "./shapes";

const GRADES: Item["grade"][] = ["bad", "warn", "note"];
const SAID = { bad: "Act now", warn: "Look", note: "Note" };
const COLOUR = { bad: "bad", warn: "warn", note: "" };

export function Attention({ performance }: { performance: Performance }) {
  const checks = useChecks(performance);
  const items = checks.flatMap((check) => check.items).sort((a, b) => GRADES.indexOf(a.grade) - GRADES.indexOf(b.grade));
  const open = checks.filter(({ coming }) => coming.waiting).map(({ about }) => about);
  const unseen = [
    ...(may("links:read") ? [] : ["links that fail (needs links:read)"]),
    ...(may("admin") ? [] : ["deliveries and messages (needs admin)"]),
  ];
  const broken = checks.filter(({ coming }) => coming.problem);
  return (
    <section class="panel attention" aria-labelledby="attention">
      <h2 id="attention">What needs attention</h2>
      {items.length === 0 && open.length === 0 && broken.length === 0 && <p class="notes">Nothing: {may("links:read") && "links lead where they should, "}runs are done, and no sign stands out.</p>}
      {items.length > 0 && (
        <ul>
          {items.map(({ grade, title, text, way, href }) => (
            <li key={title} data-grade={grade}>
              <p>
                <span class={`badge ${COLOUR[grade]}`}>{SAID[grade]}</span> <strong>{title}</strong>
              </p>
              <p>
                {text}{" "}
                <a href={href} aria-label={`${way}: ${title}`}>
                  {way}
                </a>
              </p>
            </li>
          ))}
        </ul>
      )}
      {open.length > 0 && (
        <p class="notes" role="status">
          Answers about {open.join(", ")} are on their way.
        </p>
      )}
      {broken.map(({ about, coming }) => (
        <Asked about={about} problem={coming.problem!} again={coming.again} />
      ))}
      {unseen.length > 0 && <p class="notes">Not looked at with this key: {unseen.join("; ")}.</p>}
      <p class="notes">Of the whole shop, whatever is filtered. Signs take nothing from anybody: a person judges.</p>
    </section>
  );
}

const Asked = ({ about, problem, again }: { about: string } & Parameters<typeof Trouble>[0]) => (
  <div role="group" aria-label={`About ${about}`}>
    <Trouble problem={problem} again={again} />
  </div>
);
