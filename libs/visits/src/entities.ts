import { Allergy } from './allergy.entity';
import { Appointment, DoctorSlot } from './appointment.entity';
import { Diagnosis } from './diagnosis.entity';
import { Immunization } from './immunization.entity';
import { ListReview } from './list-review.entity';
import { Measure } from './measure.entity';
import { MeasureAlias, MeasureType } from './measure-type.entity';
import { Treatment } from './treatment.entity';
import { Visit } from './visit.entity';

/** For the app's one DataSource. */
export const visitsEntities = [Allergy, Appointment, Diagnosis, DoctorSlot, Immunization, ListReview, Measure, MeasureAlias, MeasureType, Treatment, Visit];
