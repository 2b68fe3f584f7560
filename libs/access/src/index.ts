export { type Caller, type Role, enrolling, roles } from './role';
export { type Permission, permissionTable } from './permission-table';
export { type Route, routeTable } from './route-table';
