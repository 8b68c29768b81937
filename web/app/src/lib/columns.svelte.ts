/** The columns there are, by their kind and with their names as people read them. */
import { api } from 'api';
import { groupsOf, questionsOf, type Column } from './analysis';
import { bare } from './filters';
import { resource, type Resource } from './resource.svelte';

export interface Known {
  readonly from: Resource<{ columns: Column[] }>;
  readonly all: Column[];
  readonly questions: Column[];
  readonly groups: Column[];
  label(name: string): string;
}

export function knownColumns(): Known {
  const from = resource(
    'columns',
    () => '',
    (_, signal) => api.columns(signal),
    ['signals'],
  );
  const all = $derived(from.data?.columns ?? []);
  const labels = $derived(new Map(all.map((column) => [column.name, column.label])));
  return {
    from,
    get all() {
      return all;
    },
    get questions() {
      return questionsOf(all);
    },
    get groups() {
      return groupsOf(all);
    },
    label: (name) => labels.get(name) ?? bare(name).replaceAll('_', ' '),
  };
}

/** What stands in the questions and the columns that tell groups apart. */
export function valuesOf(columns: Known) {
  return resource(
    'column-values',
    () => {
      const names = [...columns.questions, ...columns.groups].map((one) => one.name).join();
      return names || null;
    },
    async (names, signal) => {
      const all = names.split(',');
      const values = await Promise.all(
        all.map((name) => api.columnValues(name, 'limit=50', signal)),
      );
      return all.map((name, at) => ({ name, values: values[at]!.values }));
    },
  );
}
