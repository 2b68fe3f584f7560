export { startCluster, type ClusterOptions } from './start-cluster';
export type { Cluster } from './cluster';
export { keptPassword } from './kept-password';
export { AlreadyRuns, DataFolderNotWritable, DiskFull, PortTaken } from './cluster.errors';
