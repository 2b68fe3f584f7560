export { importSynthea, type ImportOptions } from './import-synthea';
export { DatabaseLost, FolderUnreadable, ImportUnderWay, NothingToImport } from './import.errors';
export type { FileSummary, ImportProgress, ImportSummary, RefusedRow } from './summary';
