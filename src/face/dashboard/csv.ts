// A table as CSV that a spreadsheet opens without running anything in it.
interface Columns<Row> {
  key: string;
  by?: (row: Row) => number | string | null | undefined;
  csv?: (row: Row) => number | string | null | undefined;
}

/** A cell: quoted where it must be, and a text that a spreadsheet would take for a formula behind an apostrophe. */
export function cell(value: number | string | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export const csv = <Row,>(columns: Columns<Row>[], rows: Row[]): string => {
  const kept = columns.filter((column) => column.csv ?? column.by);
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
