export { AccountsHttpModule } from './accounts-http.module';
export { UsersHttpModule } from './users-http.module';
