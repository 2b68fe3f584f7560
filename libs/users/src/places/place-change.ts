import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '@anamnesis/database';
import type { Acting } from '@anamnesis/sign-in';
import { Workplaces } from '../accounts/workplaces';
import { PlaceChanged, PlaceUnknown } from './place.errors';

/** Reads the row for the change: $1 its id, $2 the organisations of the admin. */
export interface PlaceStatements {
  readonly lock: Statement;
  /** $1 the id, $2 and on the values. */
  readonly change: Statement;
}

/** A change of what an organisation owns, by its admin and as they read it. */
@Injectable()
export class PlaceChange {
  constructor(
    private readonly workplaces: Workplaces,
    private readonly database: Database,
  ) {}

  /** @returns the row as it is then. @throws PlaceUnknown, PlaceChanged, SignInEnded */
  make<Row extends { readonly version: number }>(acting: Acting, id: string, readVersion: number, { lock, change }: PlaceStatements, valuesOf: (row: Row) => readonly unknown[]): Promise<Row> {
    return this.workplaces.work(acting, async (_, organisationIds) => {
      const [row] = await this.database.queryInTransaction<Row>(lock, [id, organisationIds ?? []]);
      if (!row) throw new PlaceUnknown();
      if (row.version !== readVersion) throw new PlaceChanged();
      const [changed] = await this.database.queryInTransaction<Row>(change, [id, ...valuesOf(row)]);
      return changed ?? row;
    });
  }
}
