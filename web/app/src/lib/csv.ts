/** Rows as CSV that a spreadsheet opens: RFC 4180, and no cell that starts a formula. */
export type Cell = string | number | null;

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csv = (head: string[], rows: Cell[][]): string =>
  [head, ...rows].map((row) => row.map(cell).join(',') + '\r\n').join('');
