import { json } from '@anamnesis/database';
import { isAfterDeath, momentOf, orNull, patientOf, timeOf, timestamp } from './clinical-row';
import { codingOf } from './codings';
import { doctorIdOf, locationIdOf, organisationIdOf } from './known';
import { makeId } from './make-id';
import { sourceFile } from './source-file';
import { RowRefused } from './source-row';
import { targets } from './targets';

/** FHIR's codes of ActEncounterCode, as the FHIR export writes them; the CSV export's own words stay. */
const classes: Readonly<Record<string, string>> = { AMB: 'ambulatory', EMER: 'emergency', IMP: 'inpatient', HH: 'home', VR: 'virtual' };

export const encounters = sourceFile({
  name: 'encounters',
  needs: ['ID', 'START', 'PATIENT'],
  keeps: ['STOP', 'ORGANIZATION', 'PROVIDER', 'ENCOUNTERCLASS', 'CODE', 'DESCRIPTION', 'REASONCODE', 'REASONDESCRIPTION'],
  references: ['PATIENT', 'PROVIDER', 'ORGANIZATION'],
  target: targets.visit,
  referredTo: true,
  map(row, identity, surroundings) {
    const { known } = surroundings;
    const { patientId, patient } = patientOf(row, surroundings);
    const start = timeOf(row, 'START');
    if (!start) throw new RowRefused('START is empty');
    const stop = timeOf(row, 'STOP');
    const startedAt = momentOf(start, patient);
    const stoppedAt = stop ? momentOf(stop, patient) : null;
    const endedAt = stoppedAt === null ? null : Math.max(startedAt, stoppedAt);
    const marks = [...identity.marks];
    const hasDoctor = row.text('PROVIDER') !== '';
    if (hasDoctor && !known.doctors.has(doctorIdOf(row))) marks.push('doctor-unknown');
    if (row.text('ORGANIZATION') !== '' && !known.organisations.has(organisationIdOf(row))) marks.push('location-unknown');
    if (start.dayOnly) marks.push('time-assumed');
    if (stoppedAt !== null && stoppedAt < startedAt) marks.push('ends-before-start');
    if (isAfterDeath(startedAt, patient)) marks.push('after-death');
    const reason = codingOf(row, 'REASONCODE', 'REASONDESCRIPTION');
    return {
      patient_id: patientId,
      id: makeId('visit', row.required('ID')),
      doctor_id: known.doctors.has(doctorIdOf(row)) && hasDoctor ? doctorIdOf(row) : null,
      location_id: known.organisations.has(organisationIdOf(row)) ? locationIdOf(row) : null,
      visit_class: classes[row.text('ENCOUNTERCLASS')] ?? (row.text('ENCOUNTERCLASS').toLowerCase() || 'ambulatory'),
      started_at: timestamp(startedAt),
      ended_at: endedAt === null ? null : timestamp(endedAt),
      // What has no end goes on: nobody has completed it, and a patient does not see it yet.
      status: endedAt === null ? 'open' : 'completed',
      reason: orNull(reason?.text ?? ''),
      type_coding: json(codingOf(row, 'CODE', 'DESCRIPTION')),
      reason_coding: json(reason),
      note: endedAt === stoppedAt ? null : `Imported with an end before its start: ${row.text('STOP')}`,
      completed_at: endedAt === null ? null : timestamp(endedAt),
      marks,
      patient_visible_from: endedAt === null ? null : timestamp(endedAt),
    };
  },
});
