export type { ByteRange } from './file-driver';
export { FileStore, type StoredFile } from './file-store';
export { FileUnknown, StorageUnusable } from './storage.errors';
export { StorageModule, type StorageOptions } from './storage.module';
export { storageSettings } from './storage-settings';
