import { AddAbsence } from '../doctors/add-absence';
import { BeginRepresentation } from './begin-representation';
import { ChangeAbsence } from '../doctors/change-absence';
import { ChangeDoctor } from '../doctors/change-doctor';
import { ChangePatient } from './change-patient';
import { EndRepresentation } from './end-representation';
import { ListAbsences } from '../doctors/list-absences';
import { ListDoctors } from '../doctors/list-doctors';
import { ListDuplicates } from './list-duplicates';
import { ListRepresentations } from './list-representations';
import { ListRepresented } from './list-represented';
import { MergePatients } from './merge-patients';
import { ReadDoctor } from '../doctors/read-doctor';
import { ReadWorkingHours } from '../doctors/read-working-hours';
import { ReplaceWorkingHours } from '../doctors/replace-working-hours';
import { SearchPatients } from './search-patients';
import { TellPatientsApart } from './tell-patients-apart';
import { UnmergePatient } from './unmerge-patient';

/** What is done about patients, who acts for them, and doctors. */
export const patientsVerbs = [
  AddAbsence, BeginRepresentation, ChangeAbsence, ChangeDoctor, ChangePatient, EndRepresentation, ListAbsences, ListDoctors, ListDuplicates, ListRepresentations, ListRepresented,
  MergePatients, ReadDoctor, ReadWorkingHours, ReplaceWorkingHours, SearchPatients, TellPatientsApart, UnmergePatient,
];
