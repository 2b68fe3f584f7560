export { VisitsHttpModule } from './visits-http.module';
