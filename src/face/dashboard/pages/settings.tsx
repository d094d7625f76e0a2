// Settings: the ways to what is set up, and the page of each.
import { place, to } from "../address";
import { Empty } from "../states";
import { useTitle } from "../title";
import { PLACES } from "./settings/places";

export default function Page() {
  const [, at, ...rest] = place.value.parts;
  const found = PLACES.find((one) => one.at === at);
  useTitle(found?.title, "Settings");
  return (
    <>
      <nav class="ways" aria-label="Settings">
        <ul>
          {PLACES.map((one) => (
            <li>
              <a href={to(["settings", one.at])} aria-current={one.at === at ? "page" : undefined}>
                {one.title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {at === undefined ? <Overview /> : found ? <Opened key={found.at} found={found} rest={rest} /> : <Empty>Settings have no such page.</Empty>}
    </>
  );
}

function Opened({ found: { title, Shape }, rest }: { found: (typeof PLACES)[number]; rest: string[] }) {
  return (
    <>
      <h2>{title}</h2>
      <Shape rest={rest} />
    </>
  );
}

/** What each page is for. */
function Overview() {
  return (
    <dl class="facts">
      {PLACES.map(({ at, title, says }) => (
        <>
          <dt>
            <a href={to(["settings", at])}>{title}</a>
          </dt>
          <dd>{says}</dd>
        </>
      ))}
    </dl>
  );
}
