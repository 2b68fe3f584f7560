export { UsersJobsModule } from './users-jobs.module';
