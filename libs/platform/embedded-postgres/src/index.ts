export type { Cluster } from './cluster';
export { embeddedPostgresSettings } from './embedded-postgres-settings';
export { startCluster, type ClusterOptions } from './start-cluster';
