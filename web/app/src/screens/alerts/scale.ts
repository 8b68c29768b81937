/** An alert's numbers as one bar: what was observed on the band of what was to be expected. */
import type { Alert, Estimate } from 'api';
import { ends } from '../../lib/analysis';
import { digitsFor } from './words';

export function expectation(alert: Alert): {
  estimate: Estimate;
  domain: [number, number];
  digits: number;
} {
  const [low, high] = ends([alert.low, alert.high, alert.observed, alert.expected]);
  return {
    estimate: {
      score: alert.observed,
      low: alert.low,
      high: alert.high,
      n: alert.n,
      n_effective: alert.n,
      method: '',
      refused: null,
    },
    domain: [alert.kind === 'topic' ? Math.min(0, low) : low, high],
    digits: digitsFor(alert),
  };
}
