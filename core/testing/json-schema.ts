/** The part of JSON Schema (2020-12) that the documents' schemas use. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
}

/** What of `value` is not as the schema says, a line each with the path; throws for a keyword that it does not know. */
export function violations(schema: Schema, value: unknown, root: Schema = schema, path = '$'): string[] {
  for (const keyword of Object.keys(schema))
    if (!known.has(keyword)) throw new Error(`${path}: unknown keyword ${keyword}`);
  if (schema.$ref !== undefined) {
    const target = root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    if (target === undefined) throw new Error(`${path}: ${schema.$ref} leads nowhere`);
    return violations(target, value, root, path);
  }
  if (schema.anyOf !== undefined) {
    const found = schema.anyOf.map((each) => violations(each, value, root, path));
    return found.some((each) => each.length === 0) ? [] : found.flat();
  }
  if (schema.type !== undefined && ![schema.type].flat().includes(typeOf(value, schema)))
    return [`${path}: ${JSON.stringify(value)} is not ${[schema.type].flat().join(' or ')}`];
  if (schema.enum !== undefined && !schema.enum.includes(value))
    return [`${path}: ${JSON.stringify(value)} is not one of ${JSON.stringify(schema.enum)}`];
  if (schema.const !== undefined && schema.const !== value)
    return [`${path}: not ${JSON.stringify(schema.const)}`];
  if (typeof value === 'number')
    return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity)
      ? []
      : [`${path}: ${value} is out of range`];
  if (typeof value === 'string') {
    const fits = value.length >= (schema.minLength ?? 0) && new RegExp(schema.pattern ?? '').test(value);
    return fits ? [] : [`${path}: ${JSON.stringify(value)} does not fit`];
  }
  if (Array.isArray(value)) {
    if (value.length < (schema.minItems ?? 0)) return [`${path}: too few items`];
    const { items } = schema;
    return items === undefined
      ? []
      : value.flatMap((item, i) => violations(items, item, root, `${path}[${i}]`));
  }
  if (typeof value !== 'object' || value === null) return [];
  const members = new Map(Object.entries(value));
  return [
    ...(schema.required ?? [])
      .filter((name) => !members.has(name))
      .map((name) => `${path}.${name} is missing`),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, each]) =>
      members.has(name) ? violations(each, members.get(name), root, `${path}.${name}`) : [],
    ),
  ];
}

const known = new Set(
  '$schema $comment title description type const enum required properties items anyOf $ref $defs minimum maximum minItems minLength pattern'.split(
    ' ',
  ),
);

function typeOf(value: unknown, { type }: Schema): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (Number.isInteger(value) && [type].flat().includes('integer')) return 'integer';
  return typeof value;
}
