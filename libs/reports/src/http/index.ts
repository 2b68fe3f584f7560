export { ReportsHttpModule } from './reports-http.module';
