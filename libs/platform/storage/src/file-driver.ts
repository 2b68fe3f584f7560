import type { Readable } from 'node:stream';
import type { DriverContract } from 'flydrive/types';

/** Both ends included, from 0, as in HTTP's Range. Without `last`, to the end. */
export interface ByteRange {
  readonly first: number;
  readonly last?: number;
}

/**
 * What a place for files must do beyond flydrive's contract: `putNamedAfter` leaves the whole file or nothing, and on disk when it
 * returns; a part can be read. For S3, flydrive's own driver has the first by nature; the second is GetObject with a Range.
 */
export interface FileDriver extends DriverContract {
  /** @param keyOf asked when all contents have been read */
  putNamedAfter(contents: Readable, keyOf: () => string): Promise<void>;
  /** Of the files that stand in the folder itself. */
  keysIn(folder: string): Promise<string[]>;
  /** @throws FileUnknown */
  getRange(key: string, range: ByteRange): Promise<Readable>;
  /** @throws FileUnknown */
  bytesOf(key: string): Promise<number>;
  /** Removes what writes that were cut off (a power failure) have left. */
  removeUnfinished(): Promise<void>;
}
