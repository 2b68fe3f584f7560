import { z } from 'zod';

interface Shape {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: boolean | Shape;
  readonly items?: Shape;
  readonly prefixItems?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
}

/** Where in a schema there is room for what nobody foresaw: strings of any kind, further properties, anything at all. JSON pointers. */
export function freeTextsIn(schema: z.ZodType): readonly string[] {
  return freeIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Shape, '');
}

function freeIn(shape: Shape, pointer: string): readonly string[] {
  const alternatives = [...(shape.anyOf ?? []), ...(shape.oneOf ?? []), ...(shape.allOf ?? [])];
  if (alternatives.length > 0) return alternatives.flatMap((each) => freeIn(each, pointer));
  if (shape.enum !== undefined || shape.const !== undefined) return [];
  const { type } = shape;
  if (typeof type === 'object') return [...new Set(type.flatMap((each) => freeIn({ ...shape, type: each }, pointer)))];
  switch (type) {
    case 'string':
      return shape.format === undefined && shape.pattern === undefined ? [`${pointer || '/'} can be any text`] : [];
    case 'integer':
    case 'number':
    case 'boolean':
    case 'null':
      return [];
    case 'array':
      return [...(shape.prefixItems ?? []), ...(shape.items === undefined ? [] : [shape.items])].flatMap((each) => freeIn(each, `${pointer}/-`));
    case 'object':
      return [
        ...(shape.additionalProperties === false ? [] : [`${pointer || '/'} is not a strict object`]),
        ...Object.entries(shape.properties ?? {}).flatMap(([name, each]) => freeIn(each, `${pointer}/${name}`)),
      ];
    default:
      return [`${pointer || '/'} can be anything`];
  }
}
