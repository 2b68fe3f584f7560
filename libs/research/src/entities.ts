import { Extraction } from './extraction.entity';
import { Participation } from './participation.entity';
import { Study, StudyResearcher } from './study.entity';

/** For the app's one DataSource. The ledger of releases has none: only the extraction writes it, as what PostgreSQL knows as snapshots. */
export const researchEntities = [Extraction, Participation, Study, StudyResearcher];
