/** Messages by typed key, in the reader's language. English is always there to fall back on. */
import en from '../locales/en.json';

export type Key = keyof typeof en;
type Plural = Partial<Record<Intl.LDMLPluralRule, string>>;
type Catalogue = Partial<Record<Key, string | Plural>>;
export type Params = Record<string, string | number>;

/** The languages there is a catalogue for; `qps` is the pseudo-language of the tests. */
export const LOCALES = ['en', 'de', 'qps'] as const;
export type Locale = (typeof LOCALES)[number];

const STORED = 'hearback.locale';
let catalogue = $state.raw<Catalogue>(en);
let current = $state<Locale>('en');

export const locale = {
  get name(): Locale {
    return current;
  },
  /** What `Intl` is asked for: the pseudo-language counts and dates as English does. */
  get intl(): string {
    return current === 'qps' ? 'en' : current;
  },
};

/** The catalogue's message with `{name}` replaced; `n` picks the plural form. */
export function t(key: Key, params: Params = {}): string {
  const message: string | Plural = catalogue[key] ?? en[key] ?? key;
  const text = typeof message === 'string' ? message : plural(message, Number(params.n ?? 0));
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? new Intl.NumberFormat(locale.intl).format(value) : value;
  });
}

function plural(forms: Plural, n: number): string {
  return forms[new Intl.PluralRules(locale.intl).select(n)] ?? forms.other ?? '';
}

/** Lengthens and accents every letter outside `{…}`, so that a fixed or cut string shows. */
export function pseudo(message: string): string {
  const accents: Record<string, string> = {
    a: 'á',
    e: 'é',
    i: 'í',
    o: 'ó',
    u: 'ú',
    n: 'ñ',
    c: 'ç',
  };
  const parts = message.split(/(\{\w+\})/);
  const text = parts.map((part) =>
    part.startsWith('{') ? part : part.replace(/[aeiounc]/g, (letter) => accents[letter] ?? letter),
  );
  return `[${text.join('')}${'·'.repeat(Math.ceil(message.length / 4))}]`;
}

function pseudoCatalogue(): Catalogue {
  const entries = Object.entries(en).map(([key, message]) => [
    key,
    typeof message === 'string'
      ? pseudo(message)
      : Object.fromEntries(Object.entries(message).map(([form, text]) => [form, pseudo(text)])),
  ]);
  return Object.fromEntries(entries) as Catalogue;
}

function wanted(): Locale {
  const asked = new URLSearchParams(location.search).get('locale') ?? stored();
  const tags = asked ? [asked] : navigator.languages;
  const known = tags.map((tag) => tag.split('-')[0]);
  return LOCALES.find((name) => known[0] === name) ?? 'en';
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null; // storage may be forbidden; the browser's language then decides
  }
}

/** Loads the catalogue that was asked for, by address, by an earlier choice or by the browser. */
export async function chooseLocale(name: Locale = wanted(), remember = false): Promise<void> {
  catalogue =
    name === 'de'
      ? (await import('../locales/de.json')).default
      : name === 'qps'
        ? pseudoCatalogue()
        : en;
  current = name;
  document.documentElement.lang = locale.intl;
  if (!remember) return;
  try {
    localStorage.setItem(STORED, name);
  } catch {
    return;
  }
}
