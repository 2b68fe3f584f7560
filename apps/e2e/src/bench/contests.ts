import type { Contest } from './figures';

const sixRows = JSON.stringify({
  startedAt: '2026-03-02T09:00:00Z',
  reason: 'check-up',
  measures: [
    { code: '8867-4', value: 71, unit: '/min' },
    { code: '8310-5', value: 36.8, unit: 'Cel' },
    { code: '59408-5', value: 97, unit: '%' },
  ],
  diagnoses: [{ system: 'http://snomed.info/sct', code: '59621000', text: 'Essential hypertension' }],
  treatments: [{ kind: 'medication', text: 'Lisinopril 10 mg', frequency: 'once a day', from: '2026-03-02' }],
});

export const chartContest = 'a chart read from the cache';

export interface Sides {
  readonly own: string;
  /** The same without the cache of charts. */
  readonly uncached: string;
  readonly floor: string;
  /** Of the doctor in whose care the patients are. */
  readonly token: string;
}

/** What requests cost, each beside its floor. @param visitIds one of each patient, in their order */
export function contests({ own, uncached, floor, token }: Sides, patientIds: readonly string[], visitIds: readonly string[]): Contest[] {
  const headers = { authorization: `Bearer ${token}` };
  const get = (prefix: string, path: (patientId: string, place: number) => string) => patientIds.map((patientId, place) => ({ method: 'GET' as const, path: `${prefix}${path(patientId, place)}` }));
  const visit = (patientId: string, place: number) => `/patients/${patientId}/visits/${visitIds[place] ?? ''}`;
  const measures = (patientId: string) => `/patients/${patientId}/measures?limit=20`;
  const chart = (patientId: string) => `/patients/${patientId}/chart`;
  const visits = (prefix: string) => patientIds.map((patientId) => ({ method: 'POST' as const, path: `${prefix}/patients/${patientId}/visits`, body: sixRows }));
  const reading = (name: string, path: (patientId: string, place: number) => string): Contest => ({
    name,
    own: { origin: own, headers, requests: get('', path) },
    floors: [
      { name: 'bare', target: { origin: floor, requests: get('/bare', path) } },
      { name: 'bare + entry', target: { origin: floor, requests: get('/audited', path) } },
    ],
    aim: '0.6 of bare + entry',
  });
  return [
    reading('one visit read', visit),
    reading('last 20 measures read', measures),
    {
      name: chartContest,
      own: { origin: own, headers, requests: get('', chart) },
      floors: [
        { name: 'opened + entry, static', target: { origin: floor, requests: get('/opened', chart) } },
        { name: 'uncached', target: { origin: uncached, headers, requests: get('', chart) } },
      ],
      aim: '0.9 of opened + entry, static',
    },
    {
      name: 'signing in',
      // From many addresses: of one, ten at once are as many as are judged.
      own: { origin: own, requests: Array.from({ length: 250 }, (_, number) => ({ method: 'POST' as const, path: '/auth/login', headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.${String(number + 1)}` }, body: JSON.stringify({ username: 'doctor', password: 'a-clinic-to-try-out' }) })) },
      floors: [{ name: 'bare Argon2id verify', target: { origin: floor, requests: [{ method: 'POST', path: '/bare/verify', body: JSON.stringify({ password: 'a-clinic-to-try-out' }) }] } }],
      connections: [16],
    },
    { name: 'a visit of six rows recorded', own: { origin: own, headers, requests: visits('') }, floors: [{ name: 'six inserts', target: { origin: floor, requests: visits('/bare') } }], aim: '0.8' },
  ];
}
