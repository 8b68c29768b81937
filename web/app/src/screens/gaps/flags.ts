/** What a column is good for, seen from its values. */

export interface Valued {
  name: string;
  values: { value: string | null; n: number }[];
}

const YES = new Set(['1', '1.0', 'yes', 'true', 'y']);
const NO = new Set(['0', '0.0', 'no', 'false', 'n']);

const given = (column: Valued) =>
  column.values.flatMap((one) => (one.value === null || one.value === '' ? [] : [one.value]));

/** Columns of yes and no, as the server reads them. */
export const flagsAmong = (columns: readonly Valued[]): string[] =>
  columns
    .filter((column) => {
      const words = given(column).map((word) => word.toLowerCase());
      return (
        words.some((word) => YES.has(word)) && words.every((word) => YES.has(word) || NO.has(word))
      );
    })
    .map((column) => column.name);

/** Columns with exactly two values: a gap takes two groups. */
export const twoGroups = (columns: readonly Valued[]): string[] =>
  columns.filter((column) => given(column).length === 2).map((column) => column.name);
