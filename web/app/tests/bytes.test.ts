import { describe, expect, it } from 'vitest';
import { indexOfByte, segments } from '../src/lib/bytes';

/** The byte offsets of a piece, as the server counts them. */
const span = (text: string, piece: string) => {
  const start = new TextEncoder().encode(text.slice(0, text.indexOf(piece))).length;
  return { start, end: start + new TextEncoder().encode(piece).length };
};
const marked = (text: string, piece: string) =>
  segments(text, [span(text, piece)])
    .filter((part) => part.spans.length)
    .map((part) => part.text);

describe('spans in bytes', () => {
  it.each([
    ['plain ascii', 'the parcel was late', 'was late'],
    ['umlauts before it', 'größer, äußerst späte Lieferung', 'späte Lieferung'],
    ['an emoji before it', 'Late again 😡 and rude', 'rude'],
    ['an emoji inside it', 'Late 😡 again, sorry', 'Late 😡 again'],
    ['a joined family', 'we 👩‍👩‍👧‍👦 all left', 'all left'],
    ['another script', 'доставка опоздала снова', 'опоздала'],
    ['Chinese', '快递太慢了，很生气', '很生气'],
    ['the whole text', '😡', '😡'],
  ])('marks exactly the piece after %s', (_, text, piece) => {
    expect(marked(text, piece)).toEqual([piece]);
  });

  it('puts the pieces back together to the same text', () => {
    const text = 'Ünsteady 😡 text — with ✂️ parts';
    const spans = [span(text, '😡 text'), span(text, 'text — with'), { start: 0, end: 5 }];
    const pieces = segments(text, spans).map((part) => part.text);
    expect(pieces).toEqual(['Ünst', 'eady ', '😡 ', 'text', ' — with', ' ✂️ parts']);
    expect(pieces.join('')).toBe(text);
  });

  it('says of an overlap that both spans cover it', () => {
    const spans = [
      { start: 0, end: 6, name: 'a' },
      { start: 3, end: 9, name: 'b' },
    ];
    expect(segments('abcdefghi', spans).map((part) => part.spans.map(({ name }) => name))).toEqual([
      ['a'],
      ['a', 'b'],
      ['b'],
    ]);
  });

  it('never cuts a character in two, and forgives offsets past the end', () => {
    const at = indexOfByte('a😡b');
    expect([0, 1, 2, 4, 5, 6, 99].map(at)).toEqual([0, 1, 1, 1, 3, 4, 4]);
    expect(segments('a😡b', [{ start: 2, end: 99 }])[1]?.text).toBe('😡b');
    expect(segments('abc', [{ start: 2, end: 2 }])).toHaveLength(1);
    expect(segments('', [{ start: 0, end: 3 }])).toEqual([]);
  });
});
