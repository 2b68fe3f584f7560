import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 } from 'uuid';

/** The parts of a JSON schema that the description uses. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: Schema;
}

export interface Operation {
  /** As a row of the matrix is called. */
  readonly name: string;
  readonly method: string;
  /** With :names. */
  readonly path: string;
  readonly query: readonly string[];
  /** Of path, query and headers, by name. */
  readonly parameters: Readonly<Record<string, Schema>>;
  readonly body: Schema | undefined;
}

type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, { parameters?: readonly Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }>>>> };

/** Of the description as it is generated from the code; that the running process serves the same, the matrix asks. */
export function describedOperations(): Operation[] {
  const { paths } = JSON.parse(readFileSync(join(__dirname, '../../../../docs/generated/openapi.json'), 'utf8')) as Document;
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], requestBody }]) => {
      const withNames = path.replace(/\{(\w+)\}/g, ':$1');
      const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
      return { name: `${method.toUpperCase()} ${withNames}`, method: method.toUpperCase(), path: withNames, query, parameters: Object.fromEntries(parameters.map((one) => [one.name, one.schema])), body: requestBody?.content['application/json']?.schema };
    }),
  );
}

const samples: Readonly<Record<string, () => unknown>> = {
  uuid: () => v7(), 'date-time': () => '2026-03-04T10:00:00Z', date: () => '2026-03-04', email: () => 'somebody@example.org',
};

/** Of what is told in words where a schema has none. */
const samplesByName: Readonly<Record<string, unknown>> = { birthDate: '1971-02-03', zone: 'Europe/Berlin', language: 'en' };

/**
 * What the schema allows, with all that may be left out, so that each field can be made hostile; without what only a pattern describes.
 * @param choose of several values the one that is taken
 */
export function sample(schema: Schema, choose: (values: readonly unknown[]) => unknown = ([first]) => first): unknown {
  if (schema.anyOf) return sample(schema.anyOf[0] ?? {}, choose);
  if (schema.enum) return choose(schema.enum);
  if (schema.type === 'object') return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, property]) => [name, samplesByName[name] ?? sample(property, choose)] as const).filter(([, value]) => value !== undefined));
  if (schema.type === 'array') return Array.from({ length: schema.minItems ?? 1 }, () => sample(schema.items ?? {}, choose));
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(schema.minimum ?? 1, 1);
  if (schema.type === 'boolean') return true;
  const known = schema.format === undefined ? undefined : samples[schema.format];
  if (known) return known();
  return schema.pattern === undefined ? 'x'.repeat(Math.max(schema.minLength ?? 1, 1)) : undefined;
}

/** Parts of paths that are no ids. */
export const namesNoId = ['number', 'name', 'role'];
export const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value);

export type Place = readonly (string | number)[];

/** Every place in a body, the whole of it included. */
export function placesIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [place, ...entries.flatMap(([key, inner]) => placesIn(inner, [...place, key]))];
}

/** A copy with another value at one place. */
export function replaced(value: unknown, [first, ...rest]: Place, by: unknown): unknown {
  if (first === undefined) return by;
  if (Array.isArray(value)) return value.map((item, place) => (place === first ? replaced(item, rest, by) : (item as unknown)));
  return { ...(value as object), [first]: replaced((value as Record<string, unknown>)[first], rest, by) };
}

export const objectsIn = (value: unknown): Place[] => placesIn(value).filter((place) => isObject(valueAt(value, place)));

export function valueAt(value: unknown, place: Place): unknown {
  return place.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is known to be taken, and around it whatever else the schema allows. */
export function around(known: unknown, all: unknown): unknown {
  if (!isObject(known) || !isObject(all)) return known ?? all;
  return Object.fromEntries([...new Set([...Object.keys(all as object), ...Object.keys(known as object)])].map((key) => [key, around((known as Record<string, unknown>)[key], (all as Record<string, unknown>)[key])]));
}
