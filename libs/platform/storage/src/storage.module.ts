import { type DynamicModule, Global, Module } from '@nestjs/common';
import { FileStore } from './file-store';
import { FolderDriver } from './folder.driver';
import { folderOf } from './storage-folder';

export interface StorageOptions {
  readonly url: string;
}

/** Global, because a process has one place for files. */
@Global()
@Module({})
export class StorageModule {
  static forRoot({ url }: StorageOptions): DynamicModule {
    return {
      module: StorageModule,
      providers: [
        {
          provide: FileStore,
          useFactory: async () => {
            const driver = new FolderDriver(folderOf(url));
            await driver.removeUnfinished();
            return new FileStore(driver);
          },
        },
      ],
      exports: [FileStore],
    };
  }
}
