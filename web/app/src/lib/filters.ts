/** Filters live in the address: shareable, and the back button undoes them. Pure functions. */

/** Filters that every question about signals understands. */
export const COMMON = ['since', 'until', 'provenance', 'where'] as const;

const query = (params: URLSearchParams) => {
  const text = params.toString();
  return text ? `?${text}` : '';
};

/** The same address with one filter set, or removed with `null`. Paging starts over. */
export function withParam(search: string, name: string, value: string | null): string {
  const params = new URLSearchParams(search);
  params.delete('after');
  if (value === null || value === '') params.delete(name);
  else params.set(name, value);
  return query(params);
}

/** Several filters at once. */
export function withParams(search: string, parts: Record<string, string | null>): string {
  return Object.entries(parts).reduce(
    (text, [name, value]) => withParam(text, name, value),
    search,
  );
}

/** Adds a value of a repeatable filter, or removes it where it is set. */
export function toggled(search: string, name: string, value: string): string {
  const params = new URLSearchParams(search);
  const kept = params.getAll(name).filter((set) => set !== value);
  if (kept.length === params.getAll(name).length) kept.push(value);
  params.delete(name);
  params.delete('after');
  for (const one of kept) params.append(name, one);
  return query(params);
}

/** Only the named filters, as a query for the server, in a stable order. */
export function picked(search: string, names: readonly string[]): string {
  const params = new URLSearchParams(search);
  const out = new URLSearchParams();
  for (const name of [...names].sort()) {
    for (const value of params.getAll(name)) if (value) out.append(name, value);
  }
  return out.toString();
}

export const values = (search: string, name: string): string[] =>
  new URLSearchParams(search).getAll(name).filter(Boolean);

export const value = (search: string, name: string): string | null =>
  values(search, name)[0] ?? null;

/** `where=NAME:VALUE`; the value may hold colons, the name may not. */
export function splitWhere(text: string): [string, string] {
  const at = text.indexOf(':');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** The page that lists the people behind a number, under the filters in force. */
export function peopleHref(
  search: string,
  parts: { question?: string; low?: number; high?: number; provenance?: string } = {},
): string {
  const params = new URLSearchParams(picked(search, COMMON));
  for (const [name, part] of Object.entries(parts)) {
    // A provenance in force is the reader's choice; the part only says what is meant without one.
    if (part !== undefined && !(name === 'provenance' && params.has(name))) {
      params.set(name, String(part));
    }
  }
  return `/people${query(params)}`;
}

/** The page that lists verbatims, under the filters in force. */
export function exploreHref(search: string, parts: Record<string, string> = {}): string {
  const params = new URLSearchParams(picked(search, COMMON));
  for (const [name, part] of Object.entries(parts)) params.set(name, part);
  return `/explore${query(params)}`;
}

/** `YYYY-MM-DD` of the reader's own day that lies `days` before the given instant. */
export function daysBefore(now: Date, days: number): string {
  const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days, 12);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** A column's key without the letter that says what kind it is: `q_nps` and `nps` are one. */
export const bare = (column: string): string => column.replace(/^[qa]_/, '');
