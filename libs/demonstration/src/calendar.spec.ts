import { slotOf } from './calendar';
import { dayOf, isWorkday } from './days';
import { aClinic, aPopulation, textOf } from './testing/a-population';
import { hoursOfDay, makeTeam, patientsOfTeam } from './team';

const today = dayOf('2026-11-25');

describe('Appointments ahead', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('never meet, whoever of a team has one (seed %i)', (seed) => {
    const [doctor] = makeTeam(aClinic(seed), 3);
    const slots = Array.from({ length: patientsOfTeam }, (_, place) => slotOf(seed, 3, 3000 + place, today, doctor!));
    expect(new Set(slots.map(({ day, minutes }) => `${String(day)} ${String(minutes)}`)).size).toBe(patientsOfTeam);
    for (const { day, minutes, length } of slots) {
      expect(isWorkday(day)).toBe(true);
      expect(day).toBeGreaterThanOrEqual(today);
      expect(hoursOfDay(doctor!.opens).some(([from, to]) => minutes >= from && minutes + length <= to)).toBe(true);
    }
  });

  it('lie within the doctor’s hours on the clock of the place, also after the clocks are changed', () => {
    // Europe changes on 2026-03-29, America on 2026-03-08.
    const clinic = aClinic(5, '2026-02-20');
    const team = makeTeam(clinic, 0);
    const appointments = aPopulation(1000, clinic).flatMap(({ appointment }) => appointment);
    expect(appointments.length).toBeGreaterThan(150);
    for (const { doctor_id, location_id, starts_at, ends_at } of appointments) {
      const doctor = team.find(({ id }) => id === doctor_id)!;
      const location = clinic.locations[doctor.location];
      expect(location_id).toBe(location.id);
      const minutesOf = (at: string): number => {
        const [hour, minute] = new Intl.DateTimeFormat('en-GB', { timeZone: location.place.zone, hour: '2-digit', minute: '2-digit' }).format(new Date(at)).split(':').map(Number);
        return hour! * 60 + minute!;
      };
      expect(hoursOfDay(doctor.opens).some(([from, to]) => minutesOf(textOf(starts_at)) >= from && minutesOf(textOf(ends_at)) <= to)).toBe(true);
    }
  });
});
