/** What the screens know about the tree of themes. Pure functions. */
import type { Edit, NewTopic, Theme, ThemeGroup, Themes } from 'api';
import { locale } from '../../lib/i18n.svelte';

export const allThemes = (themes: Themes): Theme[] => themes.groups.flatMap((g) => g.topics);

/** The label in the reader's language; the English one where there is none. */
export const labelOf = (theme: Theme): string => theme.labels[locale.intl] ?? theme.label;
export const groupLabel = (group: ThemeGroup): string => group.labels[locale.intl] ?? group.label;

export const themeOf = (themes: Themes, topic: string): Theme | undefined =>
  allThemes(themes).find((theme) => theme.topic === topic || theme.aliases.includes(topic));

/** Colored only where the interval leaves zero out. */
export function sideOf(low: number | null, high: number | null): 'better' | 'worse' | 'neither' {
  if (low !== null && low > 0) return 'better';
  return high !== null && high < 0 ? 'worse' : 'neither';
}

/** An id made of a label: lower-case letters, digits and `_`, and none that is or was in use. */
export function idFor(label: string, themes: Themes): string {
  const plain = label
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 48);
  const root = plain || 'topic';
  const taken = new Set([
    ...themes.groups.map((group) => group.id),
    ...allThemes(themes).flatMap((theme) => [theme.topic, ...theme.aliases]),
  ]);
  let id = root;
  for (let n = 2; taken.has(id); n += 1) id = `${root}_${n}`;
  return id;
}

export type EditKind = 'rename' | 'move' | 'merge' | 'split' | 'retire' | 'restore';

/** What a person filled in to change a theme. */
export interface Draft {
  label: string;
  group: string;
  into: string;
  /** Phrases to take out, as `language:phrase`. */
  phrases: string[];
}

/** The edit that a draft stands for; none while it says nothing. */
export function editOf(kind: EditKind, theme: Theme, draft: Draft, themes: Themes): Edit | null {
  const { topic } = theme;
  const label = draft.label.trim();
  switch (kind) {
    case 'rename':
      return label && label !== labelOf(theme)
        ? { kind, topic, labels: { [locale.intl]: label } }
        : null;
    case 'move':
      return draft.group && draft.group !== theme.parent
        ? { kind, topic, parent: draft.group }
        : null;
    case 'merge':
      return draft.into ? { kind, topic, into: draft.into } : null;
    case 'split':
      return label && draft.phrases.length
        ? { kind, topic, new: split(theme, draft, themes) }
        : null;
    case 'retire':
    case 'restore':
      return { kind, topic };
  }
}

function split(theme: Theme, draft: Draft, themes: Themes): NewTopic {
  const patterns: Record<string, string[]> = {};
  for (const named of draft.phrases) {
    const at = named.indexOf(':');
    (patterns[named.slice(0, at)] ??= []).push(named.slice(at + 1));
  }
  const label = draft.label.trim();
  const labels = { en: label, [locale.intl]: label };
  return { id: idFor(label, themes), labels, parent: theme.parent, patterns };
}
