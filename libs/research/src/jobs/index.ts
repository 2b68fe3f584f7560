export { ResearchJobsModule } from './research-jobs.module';
