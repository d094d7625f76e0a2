// Quality: not drawn yet beyond one table, which shows how the parts go together.
import { useAnswer } from "../api";
import { Figure, On } from "../figure";
import { number } from "../format";
import { Shown } from "../states";
import { Table } from "../table";
import { Days, range } from "../view";

interface Performance {
  from: string;
  to: string;
  as_of: string | null;
  revenue_basis: string;
  model: string;
  rows: { creator: { id: number; name: string } | null; clicks: number; clicks_gross: number }[];
}

export default function Page() {
  const coming = useAnswer<Performance>("/v1/reports/performance", { by: "creator", ...range() });
  return (
    <>
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <Days />
      </form>
      <Shown coming={coming}>
        {(answer) => (
          <On ground={{ ...answer, basis: answer.revenue_basis }}>
            <Table
              caption="Clicks of each creator"
              rows={answer.rows}
              id={(row) => row.creator?.id ?? 0}
              sort="-clicks"
              file={`clicks-${answer.from}-${answer.to}`}
              columns={[
                { key: "creator", label: "Creator", cell: (row) => row.creator?.name ?? "nobody", by: (row) => row.creator?.name },
                { key: "clicks", label: "Clicks", number: true, cell: (row) => <Figure label={`Clicks of ${row.creator?.name}`} value={number(row.clicks)} means="Clicks by people, counted once." />, by: (row) => row.clicks },
              ]}
            />
          </On>
        )}
      </Shown>
    </>
  );
}
