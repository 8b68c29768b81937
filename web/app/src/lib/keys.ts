/** Single keys as shortcuts, and never while somebody writes or a dialog is open. */
export type Keys = Record<string, () => void>;

export function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('textarea, select, input:not([type=checkbox], [type=radio])') !== null)
  );
}

/** Listens until the returned function is called. */
export function onKeys(keys: () => Keys): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isWriting(event.target) || document.querySelector('dialog[open]')) return;
    const then = keys()[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!then) return;
    event.preventDefault();
    then();
  };
  addEventListener('keydown', pressed);
  return () => removeEventListener('keydown', pressed);
}

/** Moves the focus among elements: J and K. Starts at the first, stays at the ends. */
export function step(selector: string, by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const at = all.findIndex((node) => node.contains(document.activeElement));
  const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
