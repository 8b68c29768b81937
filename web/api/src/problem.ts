/** One field the server refused, with the mend. */
export interface FieldProblem {
  line?: number | null;
  field: string;
  detail: string;
  hint: string;
}

/** An answer of `application/problem+json`, or a failure to reach the server (`status` 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly hint: string,
    readonly errors: FieldProblem[] = [],
  ) {
    super(detail);
    this.name = 'Problem';
  }

  /** Reads the body of a failed answer; a body that is no problem+json still says its status. */
  static async from(answer: Response): Promise<Problem> {
    const body: unknown = await answer.json().catch(() => null);
    const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const text = (key: string) => (typeof said[key] === 'string' ? said[key] : '');
    return new Problem(
      answer.status,
      text('code') || `http_${answer.status}`,
      text('detail') || text('title') || answer.statusText,
      text('hint'),
      Array.isArray(said.errors) ? (said.errors as FieldProblem[]) : [],
    );
  }
}
