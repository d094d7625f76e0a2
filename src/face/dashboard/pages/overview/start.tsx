// Where nothing was counted yet: the next three steps, each with whether it is done.
import type { ComponentChildren } from "preact";
import { to } from "../../address";
import { useAnswer } from "../../api";
import { may } from "../../session";
import { Empty, Trouble, Waiting } from "../../states";

interface Page {
  items: object[];
}

export function Start() {
  const reads = may("links:read");
  const creators = useAnswer<Page>(reads ? "/v1/creators" : null, { limit: 1 });
  const links = useAnswer<Page>(reads ? "/v1/links" : null, { limit: 1 });
  const orders = useAnswer<Page>("/v1/conversions", { limit: 1 });
  const asked = [creators, links, orders];
  const broken = asked.find(({ problem }) => problem);
  if (broken) return <Trouble problem={broken.problem!} again={broken.again} />;
  if (asked.some(({ waiting }) => waiting)) return <Waiting slow={asked.some(({ slow }) => slow)} one what="What is there already" />;
  const there = ({ data }: { data: Page | null }) => (data?.items.length ?? 0) > 0;
  const made = there(creators) && there(links);
  // Who may not see links is told of days alone: whether the steps are done cannot be said.
  if ((made || !reads) && there(orders)) return <Empty>Nothing was counted on these days. Choose other days above, or fewer filters; what came today is counted within ten minutes.</Empty>;
  return (
    <section class="panel start" aria-labelledby="start">
      <h2 id="start">{there(creators) || there(links) || there(orders) ? "What comes next" : "Welcome: three steps to the first figures"}</h2>
      <ol>
        <Step done={made} title="Make a creator and a link">
          {!reads && "Whether there are any is shown to keys with the scope links:read. "}A link is what a creator shares. It leads to your shop and counts who follows it. <a href={to(["settings", "creators"])}>Make a creator</a>, then <a href={to(["links", "new"])}>a link</a>
        </Step>
        <Step done={there(orders)} title="Let the shop tell of orders">
          Put the snippet into the shop's pages, and connect its webhooks or server: Shopify, Stripe, WooCommerce, or your own by one call. <a href={to(["settings", "sources"])}>Connect the shop</a>
        </Step>
        <Step done={false} title="Say what it costs and what you hope for">
          With fees and a target in the ledger each creator gets a ROI, a verdict and the fee that would be right. <a href={to(["settings", "ledger"])}>Open the ledger</a>
        </Step>
      </ol>
      <p class="notes">To see it with data first: <code>scripts/dev</code> starts a Waymark on your own machine with a campaign of sixty days.</p>
    </section>
  );
}

function Step({ done, title, children }: { done: boolean; title: string; children: ComponentChildren }) {
  return (
    <li class={done ? "done" : undefined}>
      <strong>{title}</strong>
      {done && <span class="badge good">done</span>}
      <p>{children}</p>
    </li>
  );
}
