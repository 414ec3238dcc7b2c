import type { ChangeDetail, ChangedProperty, Difference } from '../../model/change-detail.ts';

/** What a change is, after its kind: `filter/FORWARD 位置 5：-A FORWARD -p udp -m udp --dport 514 -j ACCEPT`. */
export function detail(of: ChangeDetail): string {
  switch (of.kind) {
    case 'rule':
      return `${of.chain} 位置 ${of.position ?? '?'}：${of.text}`;
    case 'rule-changed':
      return `${of.chain} 位置 ${of.position ?? '?'}：${of.before} -> ${of.after}`;
    case 'rule-moved':
      return `${of.chain}：${of.text} 从位置 ${of.from ?? '?'} 移到 ${of.to ?? '?'}`;
    case 'chain':
      return of.hook === null ? of.chain : `${of.chain}：${of.hook}，策略 ${of.policy}`;
    case 'value':
      return `${of.of}：${of.before} -> ${of.after}`;
    case 'line': {
      const text = of.was === null ? of.text : `${of.was} -> ${of.text}`;
      return of.of === null ? text : `${of.of}：${text}`;
    }
    case 'differences':
      return `${of.of}：${of.differences.flatMap(difference).join('，')}`;
  }
}

function difference(of: Difference): readonly string[] {
  switch (of.kind) {
    case 'added':
    case 'removed': {
      const done = of.kind === 'added' ? '已添加' : '已移除';
      return [of.what === null ? done : `${of.what} ${done}`];
    }
    case 'replaced': {
      const { name, none } = properties[of.property];
      return [`${name === '' ? '' : `${name} `}${of.before ?? none} -> ${of.after ?? none}`];
    }
    case 'flag':
      return [`${of.isSet ? '现有' : '不再有'} ${of.flag}`];
    case 'elements':
      return [
        ...of.elements.map((element) => `${of.sign} ${element}`),
        ...(of.more === 0 ? [] : [`${of.sign} 另外 ${of.more} 个`]),
      ];
  }
}

/** What each property is called, and what stands for none. */
const properties: {
  readonly [Property in ChangedProperty]: { readonly name: string; readonly none: string };
} = {
  address: { name: '', none: '无' },
  device: { name: '设备', none: '无' },
  hook: { name: '', none: '不在钩子上' },
  'hook-name': { name: '钩子', none: '无' },
  'mark-mask': { name: 'mark 掩码', none: '无' },
  mask: { name: '掩码', none: '无' },
  master: { name: 'master', none: '无' },
  mtu: { name: 'mtu', none: '无' },
  policy: { name: '', none: '无策略' },
  priority: { name: '优先级', none: '无' },
  'set-type': { name: '', none: '无' },
  type: { name: '类型', none: '无' },
};
