export { ExtractionsHttpModule } from './extractions-http.module';
export { StudiesHttpModule } from './studies-http.module';
