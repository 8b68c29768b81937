/** After a step to another page the focus belongs on its title, even when that comes later. */
let wanted = false;

const give = (node: HTMLElement) => {
  wanted = false;
  node.focus({ preventScroll: true });
};

/** Called when another page is shown. */
export function focusHeading(): void {
  const node = document.querySelector<HTMLElement>('h1');
  wanted = true;
  if (node) give(node);
}

/** Put on every `h1`: one that is drawn after the step, because its data was awaited, takes it. */
export function heading(node: HTMLElement): void {
  if (wanted) give(node);
}
