import { relationsOf, type Care } from './relate-care';

const care = (doctorId: string, visits: number, until: string): Care => ({
  patientId: 'p',
  doctorId,
  visits,
  startsAt: new Date('2010-01-01T00:00:00Z'),
  endsAt: new Date(until),
});

describe('Care relations from visits', () => {
  it('make the doctor of most visits the primary one, without an end, and end the others with their last visit', () => {
    const relations = relationsOf([care('seldom', 1, '2021-01-01'), care('often', 5, '2020-01-01')], null);
    expect(relations.map(({ doctorId, kind, endsAt }) => [doctorId, kind, endsAt?.getUTCFullYear() ?? null])).toEqual([
      ['often', 'primary', null],
      ['seldom', 'attending', 2021],
    ]);
  });

  it('prefer the latest of several with as many visits', () => {
    expect(relationsOf([care('early', 2, '2015-01-01'), care('late', 2, '2020-01-01')], null)[0]).toMatchObject({ doctorId: 'late', kind: 'primary' });
  });

  it('leave the primary doctor that the patient has', () => {
    const kinds = (primary: string): string[] => relationsOf([care('often', 5, '2020-01-01'), care('own', 1, '2020-01-01')], primary).map(({ doctorId, kind }) => `${doctorId} ${kind}`);
    expect(kinds('own')).toEqual(['often attending', 'own primary']);
    expect(kinds('somebody else')).toEqual(['often attending', 'own attending']);
  });

  it('have the same ids each time', () => {
    const ids = (): string[] => relationsOf([care('a', 2, '2020-01-01'), care('b', 1, '2020-01-01')], null).map(({ id }) => id);
    expect(ids()).toEqual(ids());
  });
});
