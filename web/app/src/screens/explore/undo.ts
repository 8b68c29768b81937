/** A change of the themes that can be undone while its message is there. */
import { api, type Applied } from 'api';
import { changed } from '../../lib/changes';
import { t } from '../../lib/i18n.svelte';
import { notify } from '../../lib/notices.svelte';
import { asProblem } from '../../lib/resource.svelte';

/** Says what was changed; undoing goes back to the version before. */
export function changedWithUndo(text: string, before: number, applied: Applied): void {
  changed('verbatims');
  notify(text, { label: t('do.undo'), run: () => void back(before, applied.version) });
}

async function back(to: number, base: number): Promise<void> {
  try {
    await api.themesBack(to, base);
    changed('verbatims');
    notify(t('themes.undone'));
  } catch (cause) {
    notify(asProblem(cause).detail);
  }
}
