/** The file being mapped, kept between the dry run and the real one. */
import type { ColumnRole, ImportOrder, Sniffed } from 'api';

export interface Draft {
  fileName: string;
  sniffed: Sniffed;
  post: string;
  roles: ColumnRole[];
}

let draft = $state<Draft | null>(null);

export const current = {
  get draft(): Draft | null {
    return draft;
  },
  start(fileName: string, sniffed: Sniffed): void {
    const roles = sniffed.columns.map((column) => column.role);
    draft = { fileName, sniffed, post: sniffed.post, roles };
  },
  clear(): void {
    draft = null;
  },
};

/** What the server is asked to do with the draft. */
export function order(from: Draft, dryRun: boolean): ImportOrder {
  const columns = from.sniffed.columns.map(({ header, key }, at) => ({
    header,
    key,
    role: from.roles[at]!,
  }));
  return {
    upload: from.sniffed.upload,
    post: from.post.trim(),
    columns,
    dry_run: dryRun,
  };
}
