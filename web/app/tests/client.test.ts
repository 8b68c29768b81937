import { api, onUnauthorized, Problem } from 'api';
import { afterEach, describe, expect, it, vi } from 'vitest';

const answer = (status: number, body: unknown) =>
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(status === 204 ? null : JSON.stringify(body), { status })),
  );
const asked = () => vi.mocked(globalThis['fetch']).mock.calls[0] as [string, RequestInit];
afterEach(() => {
  vi.unstubAllGlobals();
  onUnauthorized(() => {});
});

describe('the client', () => {
  it('marks what changes something, and nothing else', async () => {
    answer(200, {});
    await api.caseDo('a/b', 'note', { text: 'x', rev: 1 });
    const [path, order] = asked();
    expect(path).toBe('/api/v1/cases/a%2Fb/note');
    expect(order.headers).toMatchObject({
      'x-hearback': 'web',
      'content-type': 'application/json',
    });
    answer(200, { rows: [] });
    await api.users();
    expect(asked()[1].headers).not.toHaveProperty('x-hearback');
  });
  it('turns a refusal into a problem with its fields', async () => {
    const errors = [{ field: 'email', detail: 'is no address', hint: 'write name@host' }];
    answer(422, { code: 'invalid', detail: 'one field is wrong', hint: 'mend it', errors });
    const problem = await api.overview('').catch((cause: unknown) => cause);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ status: 422, code: 'invalid', hint: 'mend it', errors });
  });
  it('says so when somebody is no longer signed in, but not while asking who it is', async () => {
    const gone = vi.fn();
    onUnauthorized(gone);
    answer(401, { code: 'signed_out' });
    await api.session().catch(() => {});
    expect(gone).not.toHaveBeenCalled();
    await api.overview('').catch(() => {});
    expect(gone).toHaveBeenCalledOnce();
  });
  it('survives an answer that is no problem+json, and no answer at all', async () => {
    vi.stubGlobal(
      'fetch',
      async () => new Response('<html>', { status: 502, statusText: 'Bad Gateway' }),
    );
    await expect(api.session()).rejects.toMatchObject({
      status: 502,
      code: 'http_502',
      detail: 'Bad Gateway',
    });
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
    await expect(api.session()).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });
});
