import type { NewVisit } from '../new-visit';

export const bloodPressure = (systolic: number, diastolic: number) => ({
  code: '85354-9',
  components: [{ code: '8480-6', value: systolic, unit: 'mmHg' }, { code: '8462-4', value: diastolic, unit: 'mmHg' }],
});
export const heartRate = (value: number) => ({ code: '8867-4', value, unit: 'bpm' });
export const height = (value: number, unit = 'cm') => ({ code: '8302-2', value, unit });
export const weight = (value: number, unit = 'kg') => ({ code: '29463-7', value, unit });

/** What a doctor sends after an ordinary visit; what a test is about is said in `changes`. */
export function aVisit(changes: Partial<NewVisit> = {}): NewVisit {
  return {
    startedAt: new Date('2026-03-04T09:15:00Z'),
    reason: 'Check-up',
    note: 'Feels well.',
    measures: [bloodPressure(128, 82), heartRate(71), height(168), weight(72.5)],
    diagnoses: [{ code: '38341003', system: 'http://snomed.info/sct', text: 'Hypertension', onsetOn: '2026-03-04' }],
    treatments: [{ kind: 'medication', text: 'Lisinopril 10 mg', dose: '10 mg', frequency: 'once a day', from: '2026-03-04' }],
    ...changes,
  };
}
