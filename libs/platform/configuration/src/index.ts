export { ConfigurationError, readConfiguration } from './read-configuration';
export { environmentSettings } from './environment-settings';
export { runProcess } from './run-process';
