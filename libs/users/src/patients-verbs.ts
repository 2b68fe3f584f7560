import { AddAbsence } from './add-absence';
import { BeginRepresentation } from './begin-representation';
import { ChangeAbsence } from './change-absence';
import { ChangeDoctor } from './change-doctor';
import { ChangePatient } from './change-patient';
import { EndRepresentation } from './end-representation';
import { ListAbsences } from './list-absences';
import { ListDoctors } from './list-doctors';
import { ListDuplicates } from './list-duplicates';
import { ListRepresentations } from './list-representations';
import { ListRepresented } from './list-represented';
import { MergePatients } from './merge-patients';
import { ReadDoctor } from './read-doctor';
import { ReadWorkingHours } from './read-working-hours';
import { ReplaceWorkingHours } from './replace-working-hours';
import { SearchPatients } from './search-patients';
import { TellPatientsApart } from './tell-patients-apart';
import { UnmergePatient } from './unmerge-patient';

/** What is done about patients, who acts for them, and doctors. */
export const patientsVerbs = [
  AddAbsence, BeginRepresentation, ChangeAbsence, ChangeDoctor, ChangePatient, EndRepresentation, ListAbsences, ListDoctors, ListDuplicates, ListRepresentations, ListRepresented,
  MergePatients, ReadDoctor, ReadWorkingHours, ReplaceWorkingHours, SearchPatients, TellPatientsApart, UnmergePatient,
];
