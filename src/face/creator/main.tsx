// The page for a creator: their own links, clicks, orders and code uses, opened by a signed address.
//
// Why: the token stands behind # in the address, which browsers send to nobody; it goes out as a key, is kept nowhere, and stays
// in the address so that the page can be loaded again.
import { render } from "preact";
import { back, change, said } from "../dashboard/address";
import { useAnswer } from "../dashboard/api";
import { points } from "../dashboard/charts/days";
import { Lines } from "../dashboard/charts/lines";
import { day, moment, money, number, plus, words } from "../dashboard/format";
import { key } from "../dashboard/session";
import { Empty, Guarded, Trouble, Waiting } from "../dashboard/states";
import { Table } from "../dashboard/table";
import "../dashboard/style.css";

interface Figures {
  clicks: number | null;
  orders: number | null;
  orders_link: number | null;
  orders_code: number | null;
  orders_both: number | null;
  code_uses: number | null;
  revenue?: { currency: string; orders: number; gross_minor: number; refunded_minor: number; net_minor: number }[];
}

/** `GET /v1/creator_page`. */
interface Own {
  creator: { name: string };
  from: string;
  to: string;
  today: string;
  zone: string;
  as_of: string | null;
  click_window_days: number;
  money: boolean;
  total: Figures;
  links: (Figures & { address: string; platform: string | null; post: string | null; live: boolean })[];
  codes: (Figures & { code: string; valid_from: string | null; valid_until: string | null })[];
  days: (Figures & { day: string })[];
}

const sums = (row: Figures) => (row.revenue ?? []).map(({ currency, net_minor }) => money(net_minor, currency)).join(", ");
const MEANS = {
  clicks: "Clicks by people on your links, each person and moment once; bots, previews and double taps are not among them.",
  orders: "Orders that are counted for you, by the rule that creators are paid by.",
  uses: "Orders in which one of your codes was used, whoever they are counted for.",
  net: "What these orders brought in, without tax and shipping where the shop says them, less what was given back.",
};

function Page() {
  const [from, to] = [said("from"), said("to")];
  const coming = useAnswer<Own>(key.value === "" ? null : "/v1/creator_page", { from, to });
  if (key.value === "" || coming.problem?.status === 401)
    return (
      <Empty>
        <strong>This address opens nothing.</strong> It may have ended, been taken back, or lost its end when it was copied. Ask the brand for a new one.
      </Empty>
    );
  if (coming.problem) return <Trouble problem={coming.problem} again={coming.again} />;
  if (!coming.data) return <Waiting slow={coming.slow} what="Your figures" />;
  return <Shown own={coming.data} />;
}

function Shown({ own }: { own: Own }) {
  const { total } = own;
  const ranges: [string, string, string][] = [
    ["Last 7 days", plus(own.today, -6), own.today],
    ["Last 30 days", plus(own.today, -29), own.today],
    ["Last 90 days", plus(own.today, -89), own.today],
    ["Last 12 months", plus(own.today, -364), own.today],
  ];
  const of = (key: "clicks" | "orders") => points({ ...own, rows: own.days }, own.zone, (row) => row[key]);
  const chosen = ranges.find(([, from, to]) => from === own.from && to === own.to)?.[0] ?? "";
  return (
    <>
      <h1>{own.creator.name}</h1>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <label>
          <span>Days</span>
          <select
            value={chosen}
            onChange={(event) => {
              const [, from, to] = ranges.find(([name]) => name === event.currentTarget.value) ?? ["", null, null];
              change({ from, to }, { hash: true });
            }}
          >
            {chosen === "" && <option value="">{`${day(own.from)} to ${day(own.to)}`}</option>}
            {ranges.map(([name]) => (
              <option value={name}>{name}</option>
            ))}
          </select>
        </label>
      </form>
      <ul class="tiles">
        <Tile name="clicks" value={total.clicks} text={number(total.clicks)} />
        <Tile name="orders" value={total.orders} text={number(total.orders)} />
        <Tile name="code uses" value={total.code_uses} text={number(total.code_uses)} />
        {(total.revenue ?? []).map(({ currency, net_minor }) => (
          <Tile name={`net ${currency}`} value={net_minor} text={money(net_minor, currency)} />
        ))}
      </ul>
      <details class="means">
        <summary>What is counted</summary>
        <dl>
          {[["Clicks", MEANS.clicks], ["Orders", MEANS.orders], ["Code uses", MEANS.uses], ...(own.money ? [["Net revenue", MEANS.net]] : [])].map(([name, means]) => (
            <>
              <dt>{name}</dt>
              <dd>{means}</dd>
            </>
          ))}
        </dl>
      </details>
      <div class="columns">
        <Lines title="Clicks" lines={[{ name: "Clicks", points: of("clicks"), write: number }]} />
        <Lines title="Orders" lines={[{ name: "Orders", points: of("orders"), write: number }]} />
      </div>
      <Table
        caption="Your links"
        rows={own.links}
        id={(row) => row.address}
        file={`links-${own.from}-${own.to}`}
        also={(total.revenue ?? []).map(({ currency }) => ({ key: `net_minor_${currency}`, by: (row: Figures) => (row.revenue ?? []).find((one) => one.currency === currency)?.net_minor ?? 0 }))}
        columns={[
          { key: "link", label: "Link", cell: (row) => <a href={row.address}>{row.address.replace("https://", "")}</a>, by: (row) => row.address },
          { key: "platform", label: "Platform", cell: (row) => (row.platform ? words(row.platform) : ""), by: (row) => row.platform },
          { key: "live", label: "State", cell: (row) => (row.live ? "live" : "put away"), by: (row) => (row.live ? "live" : "put away") },
          { key: "clicks", label: "Clicks", means: MEANS.clicks, number: true, cell: (row) => number(row.clicks), by: (row) => row.clicks },
          { key: "orders", label: "Orders", means: MEANS.orders, number: true, cell: (row) => number(row.orders), by: (row) => row.orders },
          ...(own.money ? [{ key: "net_revenue", label: "Net revenue", means: MEANS.net, number: true, cell: sums }] : []),
        ]}
      />
      {own.codes.length > 0 && (
        <Table
          caption="Your codes"
          rows={own.codes}
          id={(row) => row.code}
          columns={[
            { key: "code", label: "Code", cell: (row) => row.code, by: (row) => row.code },
            { key: "valid", label: "Valid until", cell: (row) => (row.valid_until ? moment(row.valid_until, own.zone) : "open"), by: (row) => row.valid_until },
            { key: "code_uses", label: "Uses", means: MEANS.uses, number: true, cell: (row) => number(row.code_uses), by: (row) => row.code_uses },
            { key: "orders", label: "Orders counted for you", means: MEANS.orders, number: true, cell: (row) => number(row.orders), by: (row) => row.orders },
          ]}
        />
      )}
      <p class="notes">
        Days are of {own.zone}; counted as of {moment(own.as_of, own.zone)}. An order is counted for whom its last click of {own.click_window_days} days, or its code,
        leads to, so one that your audience made after another creator's click is counted there. Orders of the last days may still come or be given back.
      </p>
    </>
  );
}

function Tile({ name, value, text }: { name: string; value: number | null; text: string }) {
  return (
    <li class="tile">
      <div class="name">{words(name.replace("net ", "Net revenue, "))}</div>
      <div class="value" data-figure={name} data-value={value}>
        {text}
      </div>
    </li>
  );
}

const token = location.hash.slice(1);
// Whatever is no token is sent to nobody.
key.value = /^wmc_[\w-]{36}$/.test(token) ? token : "";
// Another address in the same tab is another creator's.
addEventListener("hashchange", () => location.reload());
back();
const place = document.getElementById("app")!;
place.replaceChildren();
render(
  <main>
    <Guarded>
      <Page />
    </Guarded>
  </main>,
  place,
);
