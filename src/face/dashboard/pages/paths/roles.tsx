// The part that each creator plays on the ways: who opens, who closes, who stands alone.
import { to } from "../../address";
import { Bars } from "../../charts/bars";
import { Figure } from "../../figure";
import { number } from "../../format";
import { purse, pursed } from "../../purse";
import { type Column, Table } from "../../table";
import type { Answer, Role } from "./answer";

/** So many are drawn; the table has all. */
const DRAWN = 15;

const COLUMNS: [keyof Role & string, string, string][] = [
  ["paths", "On the way", "Orders on whose way they were."],
  ["solo", "Alone", "They were the only step."],
  ["introducer", "Introducer", "They were the first of two steps or more."],
  ["middle", "Middle", "They stood between others only."],
  ["closer", "Closer", "They were the last of two steps or more."],
  ["both_ends", "First and last", "They were both; counted as introducer and as closer, too."],
  ["assisted", "Assisted", "They were on the way and another was last. No share: an order has several."],
  ["last_touch", "Was last", "They were the last step, alone or not."],
];

const called = (role: Role) => role.creator?.name ?? "Other channels together";

export function Roles({ answer }: { answer: Answer }) {
  const all = [...answer.roles, ...(answer.other_channels.paths > 0 ? [answer.other_channels] : [])];
  if (all.length === 0) return null;
  const columns: Column<Role>[] = [
    { key: "creator", label: "Who", cell: (role) => (role.creator ? <a href={to(["creators", role.creator.id])}>{role.creator.name}</a> : called(role)), by: called },
    ...COLUMNS.map(
      ([key, label, means]): Column<Role> => ({
        key,
        label,
        means,
        number: true,
        cell: (role) => <Figure label={`${label}, ${called(role)}`} value={number(role[key] as number)} means={means} />,
        by: (role) => role[key] as number,
      }),
    ),
    {
      key: "assist_ratio",
      label: "Assists per last",
      means: "Near 0 somebody closes, above 1 they open.",
      number: true,
      cell: (role) => <Figure label={`Assists per last step, ${called(role)}`} value={number(role.assist_ratio)} exact={role.assist_ratio === null ? undefined : String(role.assist_ratio)} means="Assisted orders for each order in which they were last. Near 0 somebody closes, above 1 they open." why={role.why?.assist_ratio} />,
      by: (role) => role.assist_ratio,
    },
    { key: "paths_net_minor", label: "Net of these orders", number: true, cell: (role) => <Figure label={`Net revenue on whose way was ${called(role)}`} value={purse(role, "paths_net_minor", answer.currency)} means="All of the orders on whose way they were, so it does not add up over creators." why={role.why?.paths_net_minor} />, by: (role) => role.paths_net_minor, csv: null },
  ];
  return (
    <section aria-label="Roles">
      <h2>Who opens and who closes</h2>
      <Bars
        title="Orders by the part they had"
        bars={all.slice(0, DRAWN).map((role) => ({
          name: called(role),
          // Who was first and last stands in the picture once, as a part of its own.
          parts: [
            { name: "Alone", value: role.solo },
            { name: "First", value: role.introducer - role.both_ends },
            { name: "First and last", value: role.both_ends },
            { name: "Between", value: role.middle },
            { name: "Last", value: role.closer - role.both_ends },
          ],
          said: number(role.paths),
        }))}
      />
      <div class="models">
        <Table caption="The part of each creator" rows={all} id={(role) => role.creator?.id ?? 0} file={`roles-${answer.from}-${answer.to}`} columns={columns} also={pursed(all, ["paths_net_minor"], answer.currency)} />
      </div>
    </section>
  );
}
