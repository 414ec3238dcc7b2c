import { expressionText, isList, isObject, textOf } from './json-text.ts';
import type { Json } from './json-text.ts';

/** A rule as nft prints it, from the `expr` array of its JSON (libnftables-json(5)). */
export function ruleText(statements: readonly Json[], comment: string | null): string {
  const words = statements.map(statementText);
  return [...words, ...(comment === null ? [] : [`comment "${comment}"`])].join(' ');
}

/** A statement in nft's words; of one that is not known, its name. */
function statementText(statement: Json): string {
  // What nft has no JSON for, it prints as text, a chain that stands in the rule with its lines.
  if (typeof statement === 'string') return statement;
  const [[kind, body = null] = ['', null]] = isObject(statement) ? Object.entries(statement) : [];
  const inner = isObject(body) ? body : {};
  const of = (key: string): string => textOf(inner[key]);
  const isOver = inner['inv'] === true;
  switch (kind) {
    case 'match':
      return matchText(inner);
    case 'counter':
      if (typeof body === 'string') return `counter name "${body}"`;
      return body === null ? 'counter' : `counter packets ${of('packets')} bytes ${of('bytes')}`;
    case 'mangle': {
      const field = expressionText(inner['key']);
      return `${field} set ${expressionText(inner['value'], field)}`;
    }
    case 'limit':
      return typeof body === 'string' ? `limit name "${body}"` : limitText(inner);
    case 'quota':
      if (typeof body === 'string') return `quota name "${body}"`;
      return `quota ${isOver ? 'over ' : ''}${of('val')} ${of('val_unit')}`;
    case 'vmap':
      return vmapText(inner);
    case 'log':
      return logText(inner);
    case 'reject':
      return rejectText(inner);
    case 'dnat':
    case 'snat':
    case 'masquerade':
    case 'redirect':
      return natText(kind, inner);
    case 'tproxy':
      return ['tproxy', of('family'), 'to', `${addressText(inner['addr'])}${portText(inner['port'])}`].filter((word) => word !== '').join(' '); // prettier-ignore
    case 'queue':
      return queueText(inner);
    case 'set':
      return `${of('op')} ${of('set')} { ${expressionText(inner['elem'])}${statementsText(inner['stmt'])} }`;
    case 'meter':
      return `meter ${of('name')}${inner['size'] === undefined ? '' : ` size ${of('size')}`} { ${expressionText(inner['key'])}${statementsText(inner['stmt'])} }`;
    case 'ct count':
      return `ct count ${isOver ? 'over ' : ''}${of('val')}`;
    case 'ct helper':
    case 'ct timeout':
    case 'ct expectation':
      return `${kind} set "${textOf(body)}"`;
    case 'flow':
      return `flow ${of('op')} ${of('flowtable')}`;
    case 'dup':
    case 'fwd':
      return `${kind} to ${expressionText(inner['addr'])}${inner['dev'] === undefined ? '' : ` device ${expressionText(inner['dev'])}`}`;
    case 'synproxy':
      return typeof body === 'string' ? `synproxy name "${body}"` : 'synproxy';
    case 'jump':
    case 'goto':
      return `${kind} ${of('target')}`;
    case 'xt':
      return `xt ${of('type')} "${of('name')}"`;
    default:
      return kind;
  }
}

type Fields = { readonly [key: string]: Json | undefined };

/** nft leaves `==` out, except where flags are compared as a whole; `in` asks for one of the bits. */
function matchText({ op, left, right }: Fields): string {
  const masked = isObject(left) && isList(left['&']) ? left['&'] : null;
  if (masked !== null) {
    const field = expressionText(masked[0]);
    const isFlags = field.endsWith(' flags');
    const [mask, value] = [expressionText(masked[1], field), expressionText(right, field)];
    if (isFlags) return `${field}${op === '!=' ? ' !=' : ''} ${value} / ${mask}`;
    return `${field} & ${mask} ${textOf(op)} ${value}`;
  }
  const field = expressionText(left);
  const isSet = isObject(right) || (typeof right === 'string' && right.startsWith('@'));
  const isWhole = op === '==' && field.endsWith(' flags') && !isSet;
  const operator = isWhole ? ' ==' : op === '==' || op === 'in' ? '' : ` ${textOf(op)}`;
  return `${field}${operator} ${expressionText(right, field)}`;
}

function vmapText({ key, data }: Fields): string {
  const field = expressionText(key);
  return `${field} vmap ${expressionText(data, field)}`;
}

/** The burst that nft sets by itself is 5 packets; it is not printed. */
function limitText({ rate, rate_unit, per, burst, burst_unit, inv }: Fields): string {
  const unit = rate_unit === undefined || rate_unit === 'packets' ? '' : ` ${textOf(rate_unit)}`;
  const hasBurst = typeof burst === 'number' && burst > 0 && !(unit === '' && burst === 5);
  const burstUnit = burst_unit === undefined ? 'packets' : textOf(burst_unit);
  const burstWords = hasBurst ? ` burst ${burst} ${burstUnit}` : '';
  return `limit rate ${inv === true ? 'over ' : ''}${textOf(rate)}${unit}/${textOf(per)}${burstWords}`;
}

function logText({ prefix, group, snaplen, level, flags, ...rest }: Fields): string {
  const threshold = rest['queue-threshold'];
  return [
    'log',
    ...(prefix === undefined ? [] : [`prefix "${textOf(prefix)}"`]),
    ...(group === undefined ? [] : [`group ${textOf(group)}`]),
    ...(snaplen === undefined ? [] : [`snaplen ${textOf(snaplen)}`]),
    ...(threshold === undefined ? [] : [`queue-threshold ${textOf(threshold)}`]),
    ...(level === undefined ? [] : [`level ${textOf(level)}`]),
    ...(flags === undefined ? [] : logFlags(isList(flags) ? flags.map(textOf) : [textOf(flags)])),
  ].join(' ');
}

/** `["tcp sequence", "tcp options", "skuid"]`, which nft itself writes `flags tcp sequence,options flags skuid`. */
function logFlags(flags: readonly string[]): readonly string[] {
  const tcp = flags.filter((flag) => flag.startsWith('tcp ')).map((flag) => flag.slice('tcp '.length));
  const others = flags.filter((flag) => !flag.startsWith('tcp '));
  return [
    ...(tcp.length === 0 ? [] : [`flags tcp ${tcp.join(',')}`]),
    ...others.map((flag) => `flags ${flag}`),
  ];
}

function rejectText({ type, expr }: Fields): string {
  if (type === undefined || (type === 'icmpx' && expr === 'port-unreachable')) return 'reject';
  return `reject with ${textOf(type)}${expr === undefined ? '' : ` ${expressionText(expr)}`}`;
}

function natText(kind: string, { family, addr, port, flags }: Fields): string {
  const to = addr === undefined && port === undefined ? [] : ['to', `${addressText(addr)}${portText(port)}`];
  return [kind, ...(family === undefined ? [] : [textOf(family)]), ...to, ...(flags === undefined ? [] : [expressionText(flags)])].join(' '); // prettier-ignore
}

/** An IPv6 address in front of a port stands in brackets; whether one follows is not looked at for plain addresses. */
function addressText(address: Json | undefined): string {
  const text = expressionText(address);
  return typeof address === 'string' && address.includes(':') ? `[${text}]` : text;
}

function portText(port: Json | undefined): string {
  return port === undefined ? '' : `:${expressionText(port)}`;
}

function queueText({ num, flags }: Fields): string {
  const words = flags === undefined ? '' : ` flags ${expressionText(flags)}`;
  return num === undefined ? `queue${words}` : `queue${words} to ${expressionText(num)}`;
}

/** Statements within an element of a dynamic set: one, or several. */
function statementsText(statements: Json | undefined): string {
  if (statements === undefined || statements === null) return '';
  const list: readonly Json[] = isList(statements) ? statements : [statements];
  return list.map((each) => ` ${statementText(each)}`).join('');
}
