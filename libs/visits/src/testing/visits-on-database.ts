import { AccessLog } from '@anamnesis/audit';
import { Database } from '@anamnesis/database';
import { type TestDatabase, testDatabase } from '@anamnesis/schema/testing';
import { Charts } from '@anamnesis/users';
import { DataSource } from 'typeorm';
import { ChartCache } from '../chart-cache';
import { CompleteVisit } from '../complete-visit';
import { visitsEntities } from '../entities';
import { LatestMeasures } from '../latest-measures';
import { ListMeasures } from '../list-measures';
import { ListVisits } from '../list-visits';
import { MeasureStatistics } from '../measure-statistics';
import { MeasureTypes } from '../measure-types';
import { ReadChart } from '../read-chart';
import { ReadVisit } from '../read-visit';
import { RecordVisit } from '../record-visit';

/**
 * The verbs of visits on a database of their own, as the visit service's role.
 * @param options.zone in which the sessions' days begin
 */
export async function visitsOnDatabase({ zone = 'UTC' } = {}) {
  const place: TestDatabase = await testDatabase();
  const dataSource = await new DataSource({ type: 'postgres', url: place.urlFor('anamnesis_visit_service'), extra: { options: `-c timezone=${zone}` }, entities: visitsEntities, installExtensions: false, poolSize: 10 }).initialize();
  const database = new Database(dataSource);
  const charts = new Charts(database, new AccessLog(database));
  const measureTypes = new MeasureTypes(database);
  return {
    ownerUrl: place.ownerUrl,
    database,
    charts,
    recordVisit: new RecordVisit(charts, database, measureTypes),
    completeVisit: new CompleteVisit(charts, database),
    readVisit: new ReadVisit(charts),
    listVisits: new ListVisits(charts),
    readChart: new ReadChart(charts, new ChartCache(1)),
    listMeasures: new ListMeasures(charts, measureTypes),
    latestMeasures: new LatestMeasures(charts),
    measureStatistics: new MeasureStatistics(charts, measureTypes),
    async stop(): Promise<void> {
      await dataSource.destroy();
      await place.drop();
    },
  };
}

export type VisitsOnDatabase = Awaited<ReturnType<typeof visitsOnDatabase>>;
