// What the shop's pages and pixels saw, and the addresses that are asked for and lead nowhere.
import { to } from "../../address";
import { Figure } from "../../figure";
import { moment, number, percent } from "../../format";
import { settings } from "../../session";
import { Table } from "../../table";
import { Tile, Tiles } from "../../tile";
import type { Quality } from "./shapes";

export function Reach({ answer }: { answer: Quality }) {
  const { why } = answer;
  return (
    <Tiles label="What pages and pixels saw">
      <Tile fact={{ label: "Landings", value: number(answer.landings), means: "Pages of the shop that clicks reached, as its snippet tells." }} />
      <Tile fact={{ label: "Pixel views", value: number(answer.pixel_views), means: "Pixels that people loaded: on pages, in newsletters and blogs." }} />
      <Tile fact={{ label: "Pixel coverage", value: percent(answer.pixel_coverage), why: why.pixel_coverage, means: "Of the clicks that count, the share on links that a pixel saw, too. Inside Instagram, TikTok and YouTube no pixel works." }} />
      <Tile fact={{ label: "CTR where a pixel is", value: percent(answer.ctr), why: why.ctr ?? (answer.ctr === null ? "no_views" : null), means: "Clicks of the links that a pixel saw / its views, and of no other links." }} />
      <Tile fact={{ label: "Visits to no live link", value: number(answer.orphan_visits), means: "Somebody followed an address that no link has (any more): mistyped, put away, or guessed by a program." }} />
    </Tiles>
  );
}

export function Orphans({ answer }: { answer: Quality }) {
  if (answer.orphans.length === 0) return null;
  return (
    <section aria-labelledby="orphans">
      <h2 id="orphans">Addresses without a live link</h2>
      <Table
        caption="Asked for, and led nowhere"
        rows={answer.orphans}
        id={(row) => row.address}
        file={`orphans-${answer.from}-${answer.to}`}
        columns={[
          { key: "address", label: "Address", cell: (row) => row.address, by: (row) => row.address },
          { key: "clicks_of_people", label: "Clicks of people", number: true, cell: (row) => <Figure label={`Clicks of people on ${row.address}`} value={number(row.clicks_of_people)} />, by: (row) => row.clicks_of_people },
          { key: "clicks", label: "All clicks", number: true, cell: (row) => <Figure label={`All clicks on ${row.address}`} value={number(row.clicks)} />, by: (row) => row.clicks },
          { key: "pixel_views", label: "Pixel views", number: true, cell: (row) => number(row.pixel_views), by: (row) => row.pixel_views },
          { key: "last_at", label: "Last", cell: (row) => moment(row.last_at, settings.value!.zone), by: (row) => row.last_at },
        ]}
      />
      <p class="notes">
        Where people come to one of these, a post names a link that is mistyped or put away: <a href={to(["links", "new"])}>make the link</a>, or mend the post.
        {answer.orphans_cut && " There are more than were read: these are of the newest 200,000 events of the days."}
        {answer.orphans_kept_from && ` Addresses before ${answer.orphans_kept_from} are forgotten.`}
      </p>
    </section>
  );
}
