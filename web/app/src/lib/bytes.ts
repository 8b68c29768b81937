/** Text cut at UTF-8 byte offsets. JavaScript counts UTF-16 units, the server counts bytes. */

export interface Span {
  start: number;
  end: number;
}

export interface Segment<S extends Span> {
  text: string;
  /** Every span that covers this piece, in the order given. */
  spans: S[];
}

/**
 * Maps each byte offset of `text` to an index of UTF-16 units. An offset inside a character
 * belongs to that character's start, one past the end to the end.
 */
export function indexOfByte(text: string): (byte: number) => number {
  const starts: number[] = [];
  let unit = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < length; byte += 1) starts.push(unit);
    unit += character.length;
  }
  return (byte) => (byte >= starts.length ? text.length : starts[Math.max(0, Math.floor(byte))]!);
}

/** Cuts the text so that each piece lies wholly inside or outside every span. */
export function segments<S extends Span>(text: string, spans: readonly S[]): Segment<S>[] {
  const at = indexOfByte(text);
  const units = spans
    .map((span) => ({ span, start: at(span.start), end: at(span.end) }))
    .filter(({ start, end }) => end > start);
  const cuts = new Set([0, text.length, ...units.flatMap(({ start, end }) => [start, end])]);
  const ordered = [...cuts].sort((a, b) => a - b);
  return ordered.slice(0, -1).map((from, index) => {
    const to = ordered[index + 1]!;
    const covering = units.filter(({ start, end }) => start <= from && end >= to);
    return { text: text.slice(from, to), spans: covering.map(({ span }) => span) };
  });
}
