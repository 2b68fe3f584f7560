import type { Client } from 'pg';
import type { DataSource, EntityMetadata } from 'typeorm';

/** The change stamp is the database's alone: an entity may leave it out, and where it has it may not write it. */
const stamp = ['changed_origin', 'changed_xid'];

interface DatabaseColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly defaulted: boolean;
  /** Its place in the primary key, from 1. */
  readonly key: number | null;
}

const columnsOfTables = `
  SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable, a.atthasdef AS defaulted,
         (SELECT array_position(i.indkey::smallint[], a.attnum) + 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary) AS key
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`;

/** As PostgreSQL writes it: timestamptz is `timestamp with time zone`, an array ends in []. */
function typeOf(dataSource: DataSource, column: EntityMetadata['columns'][number]): string {
  const type = dataSource.driver.normalizeType(column);
  const size = column.length ? `(${column.length})` : column.precision ? `(${String(column.precision)}${column.scale === undefined ? '' : `,${String(column.scale)}`})` : '';
  return `${type}${size}${column.isArray ? '[]' : ''}`;
}

/**
 * What entities and the migrated database do not agree on, in sentences: tables and columns that only one of them has, types,
 * nullability, and the primary key with its order.
 * @param withoutEntity tables that no entity stands for
 */
export async function entityDifferences(dataSource: DataSource, client: Client, withoutEntity: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<DatabaseColumn>(columnsOfTables);
  const tables = Map.groupBy(rows, ({ table }) => table);
  const entities = Map.groupBy(dataSource.entityMetadatas, ({ tableName }) => tableName);

  return [
    ...[...tables.keys()].filter((table) => !entities.has(table) && !withoutEntity.includes(table)).map((table) => `${table} has no entity`),
    ...withoutEntity.filter((table) => entities.has(table)).map((table) => `${table} has an entity after all`),
    ...withoutEntity.filter((table) => !tables.has(table)).map((table) => `${table} is expected without an entity, and is not there`),
    ...[...entities].filter(([, named]) => named.length > 1).map(([table, named]) => `${table} has ${String(named.length)} entities`),
    ...[...entities.values()].flatMap(([entity]) => (entity ? differencesOf(dataSource, entity, tables.get(entity.tableName) ?? []) : [])),
  ].sort();
}

function differencesOf(dataSource: DataSource, entity: EntityMetadata, columns: readonly DatabaseColumn[]): string[] {
  const name = entity.tableName;
  if (columns.length === 0) return [`${name} is an entity without a table`];
  const keyOfTable = columns.filter(({ key }) => key !== null).sort((one, other) => (one.key ?? 0) - (other.key ?? 0));
  const key = [entity.primaryColumns.map(({ databaseName }) => databaseName).join(', '), keyOfTable.map(({ column }) => column).join(', ')] as const;
  return [
    ...(key[0] === key[1] ? [] : [`${name}: key is (${key[0]}) in the entity, (${key[1]}) in the database`]),
    ...columns.filter(({ column }) => !stamp.includes(column) && !entity.columns.some(({ databaseName }) => databaseName === column)).map(({ column }) => `${name}.${column} is not in the entity`),
    ...entity.columns.flatMap((column) => {
      const there = columns.find((one) => one.column === column.databaseName);
      const place = `${name}.${column.databaseName}`;
      if (!there) return [`${place} is not in the database`];
      const type = typeOf(dataSource, column);
      return [
        ...(type === there.type ? [] : [`${place} is ${type} in the entity, ${there.type} in the database`]),
        ...(column.isNullable === there.nullable ? [] : [`${place} is ${column.isNullable ? '' : 'not '}nullable in the entity, ${there.nullable ? '' : 'not '}nullable in the database`]),
        ...(stamp.includes(column.databaseName) && (column.isInsert || column.isUpdate) ? [`${place} is written by the entity`] : []),
        ...(column.default !== undefined && !there.defaulted ? [`${place} has a default in the entity only`] : []),
        ...(column.isGenerated ? [`${place} is generated: ids are made in Node`] : []),
      ];
    }),
  ];
}
