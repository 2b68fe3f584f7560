export { ConfigurationError, readConfiguration } from './read-configuration';
export { environmentSettings } from './environment-settings';
