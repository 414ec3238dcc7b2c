export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

export function isObject(value: unknown): value is { readonly [key: string]: Json | undefined } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A word or a number as text; '' for anything else. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** An expression in nft's words; `field` is what it is compared with, which decides how names and numbers look. */
export function expressionText(value: Json | undefined, field = ''): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'exists' : 'missing';
  if (typeof value === 'number')
    return field.endsWith('mark') ? `0x${value.toString(16).padStart(8, '0')}` : `${value}`;
  if (typeof value === 'string') return isQuoted(value, field) ? `"${value}"` : value;
  if (isList(value)) return value.map((each) => expressionText(each, field)).join(',');
  const [[kind, body] = ['', null]] = Object.entries(value);
  const inner = isObject(body) ? body : {};
  const list = isList(body) ? body : [];
  const of = (key: string): string => textOf(inner[key]);
  switch (kind) {
    case 'concat':
      return list.map((each, index) => expressionText(each, field.split(' . ')[index] ?? '')).join(' . ');
    case 'set':
      return `{ ${(isList(body) ? list : [body ?? null]).map((each) => elementText(each, field)).join(', ')} }`;
    case 'prefix':
      return `${expressionText(inner['addr'])}/${of('len')}`;
    case 'range':
      return list.map((each) => expressionText(each, field)).join('-');
    case 'payload':
      return inner['base'] === undefined
        ? `${of('protocol')} ${of('field')}`
        : `@${of('base')},${of('offset')},${of('len')}`;
    case 'exthdr':
      return inner['field'] === undefined ? `exthdr ${of('name')}` : `${of('name')} ${of('field')}`;
    case 'tcp option':
    case 'ip option':
    case 'sctp chunk':
      return [kind, of('name'), of('field')].filter((word) => word !== '').join(' ');
    case 'meta':
      return /^[io]if(?:name|group)?$/.test(of('key')) ? of('key') : `meta ${of('key')}`;
    case 'ct':
    case 'rt':
    case 'socket':
    case 'osf':
      return [kind, of('dir'), of('family'), of('key')].filter((word) => word !== '').join(' ');
    case 'ipsec':
      return ['ipsec', of('dir'), of('family'), of('key')].filter((word) => word !== '').join(' ');
    case 'fib':
      return `fib ${(isList(inner['flags']) ? inner['flags'].map(textOf) : [of('flags')]).join(' . ')} ${of('result')}`;
    case 'numgen':
      return `numgen ${of('mode')} mod ${of('mod')}${offsetText(inner['offset'])}`;
    case 'jhash':
      return `jhash ${expressionText(inner['expr'])} mod ${of('mod')}${offsetText(inner['offset'])}`;
    case 'symhash':
      return `symhash mod ${of('mod')}${offsetText(inner['offset'])}`;
    case 'map':
      return `${expressionText(inner['key'])} map ${expressionText(inner['data'])}`;
    case 'elem':
      return expressionText(inner['val'], field);
    case 'jump':
    case 'goto':
      return `${kind} ${of('target')}`;
    case '&':
    case '|':
    case '^':
    case '<<':
    case '>>':
      return list.map((each) => expressionText(each, field || 'mark')).join(` ${kind} `);
    default:
      return kind;
  }
}

/** `Array.isArray` for JSON, whose lists stay lists of JSON. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function elementText(element: Json, field: string): string {
  if (!isList(element)) return expressionText(element, field);
  return `${expressionText(element[0], field)} : ${expressionText(element[1])}`;
}

function offsetText(offset: Json | undefined): string {
  return typeof offset === 'number' && offset !== 0 ? ` offset ${offset}` : '';
}

/** nft prints names of interfaces and helpers, and times, in quotes; names of sets never. */
function isQuoted(value: string, field: string): boolean {
  if (value.startsWith('@')) return false;
  return /^[io]if(?:name)?$|^meta (?:[io]brname|[io]ifkind|time|hour|day)$|^ct helper$/.test(field);
}
