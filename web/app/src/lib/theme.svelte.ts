/** Light, dark, or what the system says. */
const NAMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof NAMES)[number];

const STORED = 'hearback.theme';

function stored(): Theme {
  try {
    const name = localStorage.getItem(STORED);
    return NAMES.find((known) => known === name) ?? 'auto';
  } catch {
    return 'auto';
  }
}

let name = $state<Theme>(stored());
apply();

export const theme = {
  get name(): Theme {
    return name;
  },
};

export function chooseTheme(to: Theme): void {
  name = to;
  apply();
  try {
    localStorage.setItem(STORED, to);
  } catch {
    return; // storage may be forbidden; the choice then lasts as long as the page
  }
}

function apply(): void {
  if (name === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}
