/** One thin function per route. A query is the page's own URL, handed on. */
import { Problem } from './problem';
import type * as A from './analyses';
import type * as H from './themes';
import type * as T from './types';

export type Query = URLSearchParams | string;

const ROOT = '/api/v1';
let unauthorized: () => void = () => {};

/** Says what happens when the server no longer knows who asks. */
export function onUnauthorized(then: () => void): void {
  unauthorized = then;
}

interface Order {
  method?: string;
  json?: unknown;
  body?: Blob;
  signal?: AbortSignal;
}

async function call<A>(path: string, order: Order = {}): Promise<A> {
  const method = order.method ?? 'GET';
  const headers: Record<string, string> = { accept: 'application/json' };
  // A page of another origin cannot set this header: it keeps forged forms out.
  if (method !== 'GET') headers['x-hearback'] = 'web';
  if (order.json !== undefined) headers['content-type'] = 'application/json';
  if (order.body) headers['content-type'] = 'application/octet-stream';
  const answer = await fetch(ROOT + path, {
    method,
    headers,
    credentials: 'same-origin',
    body: order.body ?? (order.json === undefined ? null : JSON.stringify(order.json)),
    signal: order.signal ?? null,
  }).catch((cause: unknown) => {
    if (order.signal?.aborted) throw cause;
    throw new Problem(0, 'unreachable', '', '');
  });
  if (!answer.ok) {
    const problem = await Problem.from(answer);
    if (answer.status === 401 && path !== '/session') unauthorized();
    throw problem;
  }
  const text = await answer.text();
  return (text ? JSON.parse(text) : undefined) as A;
}

const at = (path: string, query: Query = '') => {
  const text = query.toString();
  return text ? `${path}?${text}` : path;
};
const get = <A>(path: string, query?: Query, signal?: AbortSignal) =>
  call<A>(at(path, query), signal ? { signal } : {});
const post = <A>(path: string, json: unknown = {}) => call<A>(path, { method: 'POST', json });
const put = <A>(path: string, json: unknown) => call<A>(path, { method: 'PUT', json });
const patch = <A>(path: string, json: unknown) => call<A>(path, { method: 'PATCH', json });
const remove = (path: string) => call<void>(path, { method: 'DELETE' });
const rows = async <A>(path: string, signal?: AbortSignal) =>
  (await get<{ rows: A[] }>(path, '', signal)).rows;
const id = encodeURIComponent;

type Signal = AbortSignal | undefined;
type Verbatim = { signal: string; question: string };
const verbatim = (of: Verbatim) => `/verbatims/${id(of.signal)}/${id(of.question)}`;

export const api = {
  session: () => get<T.Session>('/session'),
  signIn: (email: string, password: string) => post<T.Session>('/session', { email, password }),
  signOut: () => remove('/session'),
  redeem: (link: { token: string; name?: string; email?: string; password?: string }) =>
    post<T.Session>('/session/link', link),

  overview: (q: Query, s?: Signal) => get<T.Overview>('/overview', q, s),
  loop: (q: Query, s?: Signal) => get<T.Loop>('/loop', q, s),
  columns: (s?: Signal) => get<T.Columns>('/columns', '', s),
  columnValues: (name: string, q: Query, s?: Signal) =>
    get<T.ColumnValues>(`/columns/${id(name)}/values`, q, s),
  topics: (q: Query, s?: Signal) => get<T.Topics>('/topics', q, s),
  verbatims: (q: Query, s?: Signal) => get<T.Verbatims>('/verbatims', q, s),
  signals: (q: Query, s?: Signal) => get<T.Page<T.Signal>>('/signals', q, s),

  translation: (of: Verbatim, to: string, s?: Signal) =>
    get<T.Translation>(`${verbatim(of)}/translation`, `to=${to}`, s),
  near: (q: Query, s?: Signal) => get<H.Near>('/verbatims/near', q, s),
  like: (of: Verbatim, q: Query, s?: Signal) => get<H.Near>(`${verbatim(of)}/near`, q, s),
  correct: (of: Verbatim, labels: H.SaidLabel[]) =>
    post<void>(`${verbatim(of)}/corrections`, { labels }),
  uncorrect: (of: Verbatim) => remove(`${verbatim(of)}/corrections`),

  themes: (q: Query, s?: Signal) => get<H.Themes>('/themes', q, s),
  effects: (q: Query, s?: Signal) => get<H.Effects>('/themes/effects', q, s),
  profile: (topic: string, q: Query, s?: Signal) =>
    get<H.Profile>(`/themes/${id(topic)}/profile`, q, s),
  emerging: (q: Query, s?: Signal) => get<H.Emerging>('/themes/emerging', q, s),
  acceptTheme: (order: H.AcceptOrder) =>
    post<H.Applied & { topic: string }>('/themes/emerging/accept', order),
  previewThemes: (edits: H.Edit[]) => post<H.Preview>('/themes/preview', { edits }),
  editThemes: (edits: H.Edit[], base: number) => post<H.Applied>('/themes/edits', { edits, base }),
  themesBack: (to: number, base: number) => post<H.Applied>('/themes/back', { to, base }),
  corrections: (s?: Signal) => get<H.Corrections>('/themes/corrections', '', s),
  learn: () => post<H.Learnt>('/themes/learn'),
  unlearn: () => post<H.Applied>('/themes/unlearn'),

  /** Its options are those of `hearback analyze KIND`, beside the usual filters. */
  analyze: <K extends keyof A.Analyses>(kind: K, q: Query, s?: Signal) =>
    get<A.Analyses[K]>(`/analyses/${kind}`, q, s),

  alerts: async (q: Query, s?: Signal) => (await get<{ rows: A.Alert[] }>('/alerts', q, s)).rows,
  alert: (key: string, s?: Signal) => get<A.Alert>(`/alerts/${id(key)}`, '', s),
  alertDo: (key: string, verb: 'mute' | 'close' | 'judge', body: object) =>
    post<A.Alert>(`/alerts/${id(key)}/${verb}`, body),
  alertCases: (key: string) => post<{ opened: number }>(`/alerts/${id(key)}/cases`),

  cases: (q: Query, s?: Signal) => get<T.Cases>('/cases', q, s),
  case: (key: string, s?: Signal) => get<T.Case>(`/cases/${id(key)}`, '', s),
  caseDo: (key: string, verb: string, body: object) =>
    post<T.Case>(`/cases/${id(key)}/${verb}`, body),

  outbox: (q: Query, s?: Signal) => get<T.Outbox>('/outbox', q, s),
  replay: (key: string) => post<void>(`/outbox/${id(key)}/replay`),

  sniff: (file: File) =>
    call<T.Sniffed>(`/imports/sniff?name=${id(file.name)}`, { method: 'POST', body: file }),
  startImport: (order: T.ImportOrder) => post<T.Import>('/imports', order),
  imports: (s?: Signal) => rows<T.Import>('/imports', s),
  import: (key: string, s?: Signal) => get<T.Import>(`/imports/${id(key)}`, '', s),
  cancelImport: (key: string) => post<void>(`/imports/${id(key)}/cancel`),
  rejectsUrl: (key: string) => `${ROOT}/imports/${id(key)}/rejects`,

  posts: (s?: Signal) => rows<T.Post>('/posts', s),
  addPost: (draft: T.PostDraft) => post<T.Post>('/posts', draft),
  archivePost: (key: string) => post<T.Post>(`/posts/${id(key)}/archive`),
  closeSurvey: (key: string) => remove(`/posts/${id(key)}/survey`),
  setSurvey: (key: string, draft: T.SurveyDraft) => post<T.Post>(`/posts/${id(key)}/survey`, draft),

  rules: (s?: Signal) => rows<T.Rule>('/rules', s),
  addRule: (draft: T.RuleDraft) => post<T.Rule>('/rules', draft),
  changeRule: (key: string, draft: T.RuleDraft) => put<T.Rule>(`/rules/${id(key)}`, draft),
  removeRule: (key: string) => remove(`/rules/${id(key)}`),

  users: (s?: Signal) => rows<T.User>('/users', s),
  invite: (draft: { name: string; email: string; role: T.Role }) =>
    post<{ user: T.User; link: string }>('/users', draft),
  changeUser: (key: string, part: { role: T.Role; disabled: boolean }) =>
    patch<void>(`/users/${id(key)}`, part),

  keys: (s?: Signal) => rows<T.Key>('/keys', s),
  addKey: (draft: { name: string; role: T.Role }) =>
    post<{ key: T.Key; secret: string }>('/keys', draft),
  revokeKey: (key: string) => remove(`/keys/${id(key)}`),

  endpoints: (s?: Signal) => rows<T.Endpoint>('/endpoints', s),
  addEndpoint: (draft: T.EndpointDraft) => post<T.Endpoint>('/endpoints', draft),
  removeEndpoint: (key: string) => remove(`/endpoints/${id(key)}`),

  erase: (kind: string, value: string) =>
    post<{ signals: number; done: boolean }>('/customers/erase', { kind, value }),
  audit: (s?: Signal) => rows<T.AuditRow>('/audit', s),

  /** Server-sent events; the caller closes the source. */
  events: () => new EventSource(`${ROOT}/events`),
};
