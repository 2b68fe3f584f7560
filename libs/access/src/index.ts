export { type Role, roles } from './role';
export { type Route, routeTable } from './route-table';
