import type { ChangeDetail, ChangedProperty, Difference } from '../../model/change-detail.ts';

/** What a change is, after its kind: `filter/FORWARD position 5: -A FORWARD -p udp -m udp --dport 514 -j ACCEPT`. */
export function detail(of: ChangeDetail): string {
  switch (of.kind) {
    case 'rule':
      return `${of.chain} position ${of.position ?? '?'}: ${of.text}`;
    case 'rule-changed':
      return `${of.chain} position ${of.position ?? '?'}: ${of.before} -> ${of.after}`;
    case 'rule-moved':
      return `${of.chain}: ${of.text} from position ${of.from ?? '?'} to ${of.to ?? '?'}`;
    case 'chain':
      return of.hook === null ? of.chain : `${of.chain}: ${of.hook}, policy ${of.policy}`;
    case 'value':
      return `${of.of}: ${of.before} -> ${of.after}`;
    case 'line': {
      const text = of.was === null ? of.text : `${of.was} -> ${of.text}`;
      return of.of === null ? text : `${of.of}: ${text}`;
    }
    case 'differences':
      return `${of.of}: ${of.differences.flatMap(difference).join(', ')}`;
  }
}

function difference(of: Difference): readonly string[] {
  switch (of.kind) {
    case 'added':
    case 'removed':
      return [of.what === null ? of.kind : `${of.what} ${of.kind}`];
    case 'replaced': {
      const { name, none } = properties[of.property];
      return [`${name === '' ? '' : `${name} `}${of.before ?? none} -> ${of.after ?? none}`];
    }
    case 'flag':
      return [`${of.isSet ? 'now' : 'no longer'} ${of.flag}`];
    case 'elements':
      return [
        ...of.elements.map((element) => `${of.sign} ${element}`),
        ...(of.more === 0 ? [] : [`${of.sign} ${of.more} more`]),
      ];
  }
}

/** What each property is called, and what stands for none. */
const properties: {
  readonly [Property in ChangedProperty]: { readonly name: string; readonly none: string };
} = {
  address: { name: '', none: 'none' },
  device: { name: 'device', none: 'none' },
  hook: { name: '', none: 'on no hook' },
  'hook-name': { name: 'hook', none: 'none' },
  'mark-mask': { name: 'mark mask', none: 'none' },
  mask: { name: 'mask', none: 'none' },
  master: { name: 'master', none: 'none' },
  mtu: { name: 'mtu', none: 'none' },
  policy: { name: '', none: 'no policy' },
  priority: { name: 'priority', none: 'none' },
  'set-type': { name: '', none: 'none' },
  type: { name: 'type', none: 'none' },
};
