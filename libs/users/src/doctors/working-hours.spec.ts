import { type WorkingHours, overlapping } from './working-hours';

const monday: WorkingHours = { locationId: 'a', weekday: 1, opens: '09:00', closes: '12:00', validFrom: '2026-01-01' };

describe('working hours', () => {
  it.each<[string, Partial<WorkingHours>, number[]]>([
    ['at the same time', {}, [1]],
    ['that begin when the others end', { opens: '12:00', closes: '15:00' }, []],
    ['that begin a minute before the others end', { opens: '11:59', closes: '15:00' }, [1]],
    ['around the others', { opens: '08:00', closes: '24:00' }, [1]],
    ['on another day', { weekday: 2 }, []],
    ['at another place, where the doctor can not be too', { locationId: 'b' }, [1]],
    ['that ended before', { validFrom: '2025-01-01', validTo: '2025-12-31' }, []],
    ['that end on the day on which the others begin', { validFrom: '2025-01-01', validTo: '2026-01-01' }, [1]],
  ])('%s', (_, other, expected) => {
    expect(overlapping([monday, { ...monday, ...other }])).toEqual(expected);
  });
});
