// A table as CSV that a spreadsheet opens without running anything in it.
type Read<Row> = (row: Row) => number | string | null | undefined;

/** A column of a file: `csv`, or what it is sorted by where that is left out; null leaves the column out. */
export interface Saved<Row> {
  key: string;
  by?: Read<Row>;
  csv?: Read<Row> | null;
}

/**
 * A cell by the rule of src/domain/csv.rs: quoted where any separator could part it, and behind an apostrophe where a spreadsheet
 * would take it for a formula, or where it begins with an apostrophe, so that reading takes exactly one away.
 */
export function cell(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const plain = /^[=+\-@\t\r']/.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export const csv = <Row,>(columns: Saved<Row>[], rows: Row[]): string => {
  const kept = columns.filter(({ csv, by }) => csv !== null && (csv ?? by));
  const lines = rows.map((row) => kept.map((column) => cell((column.csv ?? column.by)!(row))));
  return [kept.map(({ key }) => key), ...lines].map((line) => `${line.join(",")}\r\n`).join("");
};

/** Gives a file to whoever sits there. */
export function download(name: string, content: string | Blob, type = "text/csv;charset=utf-8"): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type }) : content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
