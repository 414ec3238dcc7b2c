import type { JsonObject, JsonValue } from '../text/json-document.ts';
import {
  beginsJson,
  isList,
  isObject,
  member,
  memberObjects,
  memberText,
  memberWords,
  readJson,
} from '../text/json-document.ts';
import type { Sample } from '../format.ts';
import { shellPrompt } from '../bundle/shell-prompt.ts';

const mostOfSample = 16;

/** The first objects of a file that `ip -j` or `bridge -j` printed, few enough to tell what they are; none for other files. */
export function sampleObjects(sample: Sample): readonly JsonObject[] {
  const first = sample.lines.findIndex(
    (text) => text.trim() !== '' && !/^\s*#/.test(text) && shellPrompt(text) === null,
  );
  if (first < 0 || !beginsJson(sample.lines[first] ?? '')) return [];
  const objects: JsonObject[] = [];
  for (const object of readJson(sample.lines, first + 1)) if (objects.push(object) === mostOfSample) break;
  return objects;
}

/** Whether the object has all these names. */
export function hasMembers(object: JsonObject, ...names: readonly string[]): boolean {
  return names.every((name) => member(object, name) !== undefined);
}

/**
 * A route of `ip -j [-d] route` as `ip route` would print it, with the lines of its next hops after it:
 *
 *   {"type":"unreachable","dst":"198.51.100.0/24","table":"300","metric":5,"flags":[]}
 *   {"dst":"10.9.0.0/16","flags":[],"nexthops":[{"gateway":"10.1.0.2","dev":"eth0","weight":1,"flags":[]}, ...]}
 *   {"dst":"10.13.0.0/16","encap":"ip","id":100,"src":"0.0.0.0","dst":"10.1.0.9","ttl":0,"tos":0,"dev":"eth1", ...}
 */
export function printedRoute(object: JsonObject): readonly string[] {
  const type = memberText(object, 'type');
  const encapsulation = encapsulationWords(object);
  const route = words(
    type === 'unicast' ? null : type,
    memberText(object, 'dst'),
    named(object, 'from'),
    encapsulation,
    // The first `tos` is that of an encapsulation by IP.
    named({ ...object, members: afterEncapsulation(object) }, 'tos'),
    named(object, 'nhid'),
    way(object),
    named(object, 'table'),
    named(object, 'protocol', 'proto'),
    named(object, 'scope'),
    named(object, 'prefsrc', 'src'),
    named(object, 'metric'),
    memberWords(object, 'flags').join(' '),
    memberObjects(object, 'metrics').flatMap((metrics) =>
      metrics.members.map(([name, value]) => `${name} ${printedValue(value)}`),
    ),
    memberText(object, 'expires') === null ? null : `expires ${memberText(object, 'expires')}sec`,
    named(object, 'pref'),
  );
  return [route, ...memberObjects(object, 'nexthops').map(printedNextHop)];
}

function printedNextHop(hop: JsonObject): string {
  return `\t${words('nexthop', encapsulationWords(hop), way(hop), named(hop, 'weight'), memberWords(hop, 'flags').join(' '))}`;
}

function way(hop: JsonObject): string {
  const via = member(hop, 'via');
  const gateway = isObject(via)
    ? words('via', memberText(via, 'family'), memberText(via, 'host'))
    : named(hop, 'gateway', 'via');
  return words(gateway, named(hop, 'dev'));
}

const afterEncapsulationNames = new Set([
  'gateway',
  'via',
  'nhid',
  'dev',
  'table',
  'protocol',
  'scope',
  'flags',
]);

/** `encap ip id 100 src 0.0.0.0 dst 10.1.0.9 ttl 0 tos 0`: all that is printed between `encap` and the way. */
function encapsulationWords(object: JsonObject): string | null {
  const start = object.members.findIndex(([name]) => name === 'encap');
  if (start < 0) return null;
  const length = object.members.length - afterEncapsulation(object).length - start;
  return object.members
    .slice(start, start + length)
    .map(([name, value]) => `${name} ${printedValue(value)}`)
    .join(' ');
}

function afterEncapsulation({ members }: JsonObject): JsonObject['members'] {
  const start = members.findIndex(([name]) => name === 'encap');
  if (start < 0) return members;
  let hasTos = false;
  const end = members.findIndex(([name], index) => {
    if (index <= start) return false;
    const isSecondTos = name === 'tos' && hasTos;
    hasTos ||= name === 'tos';
    return isSecondTos || afterEncapsulationNames.has(name);
  });
  return end < 0 ? [] : members.slice(end);
}

/** `{"dst":"10.1.0.2","dev":"eth0","lladdr":"fe:06:02:51:c7:d3","router":null,"state":["REACHABLE"]}`, as `ip neigh`. */
export function printedNeighbour(object: JsonObject): string {
  return words(
    memberText(object, 'dst'),
    named(object, 'dev'),
    named(object, 'lladdr'),
    hasMembers(object, 'router') ? 'router' : null,
    hasMembers(object, 'proxy') ? 'proxy' : null,
    memberWords(object, 'state')[0] ?? null,
  );
}

/** `{"id":9,"group":[{"id":7},{"id":8,"weight":3}],"flags":[]}`, as `ip nexthop`. */
export function printedNextHopObject(object: JsonObject): string {
  const group = memberObjects(object, 'group').map((part) =>
    [memberText(part, 'id'), memberText(part, 'weight')].filter((word) => word !== null).join(','),
  );
  return words(
    named(object, 'id'),
    group.length > 0 ? `group ${group.join('/')}` : null,
    hasMembers(object, 'blackhole') ? 'blackhole' : null,
    encapsulationWords(object),
    way(object),
    named(object, 'scope'),
    memberWords(object, 'flags').join(' '),
  );
}

/** A member's value in the text form: `2 [ fd00::1 fd00::2 ]` for a list, as ip prints the segments of a route; an object has no text form. */
export function printedValue(value: JsonValue): string {
  if (isList(value)) return `${value.length} [ ${value.map(printedValue).join(' ')} ]`;
  return isObject(value) ? '{}' : String(value);
}

/** A member as a word of the text form and its value; null where the object has none. */
export function named(object: JsonObject, name: string, word = name): string | null {
  const value = memberText(object, name);
  return value === null ? null : `${word} ${value}`;
}

/** The parts that are there, with a blank between them. */
export function words(...parts: readonly (string | null | readonly string[])[]): string {
  return parts
    .flat()
    .filter((part) => part !== null && part !== '')
    .join(' ');
}
