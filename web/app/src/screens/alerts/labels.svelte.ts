/** What alerts are about, by name. */
import { api, type Alert } from 'api';
import { knownColumns } from '../../lib/columns.svelte';
import { resource } from '../../lib/resource.svelte';

export function alertLabels(): (alert: Alert) => string {
  const topics = resource('topics', () => '', api.topics);
  const columns = knownColumns();
  const names = $derived(new Map(topics.data?.topics.map((topic) => [topic.topic, topic.label])));
  return (alert) => {
    if (alert.kind === 'topic') return names.get(alert.what) ?? alert.what;
    const found = columns.questions.find((one) => one.name.replace(/^q_/, '') === alert.what);
    return found?.label ?? columns.label(alert.what);
  };
}
