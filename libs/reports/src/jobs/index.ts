export { ReportsJobsModule } from './reports-jobs.module';
