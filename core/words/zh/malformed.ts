import type { JsonFault, Malformed } from '../../model/malformed.ts';
import { counted } from './numbers.ts';

/** Why a line can't be read. */
export function malformed(why: Malformed): string {
  switch (why.kind) {
    case 'too-long':
      return `超过 ${counted(why.characters, '个字符')}`;
    case 'json':
      return `JSON 已损坏：${jsonFault(why.fault)}`;
    case 'no-address':
      return `不是地址：${why.text}`;
    case 'counter-names':
      return `上一行没有写出 ${why.group} 的 ${counted(why.counters, '个计数器')}的名称`;
    case 'cut-off':
      return `${why.tracer} 的一行被截断`;
    default:
      return plain[why.kind];
  }
}

type PlainMalformed = Exclude<
  Malformed['kind'],
  'too-long' | 'json' | 'no-address' | 'counter-names' | 'cut-off'
>;

const plain: { readonly [K in PlainMalformed]: string } = {
  'address-without-interface': '地址没有其接口',
  'chain-heading': '链的标题既没有策略也没有引用数',
  'chain-without-table': '链不在任何表中',
  counter: '不是带值的计数器',
  'counter-name': '不是计数器',
  'detail-without-interface': '细节没有其接口',
  'entry-without-set': '上方没有行创建该集合',
  'fib-rule': '不是策略路由规则',
  'json-damaged': '该 JSON 提前结束或已损坏',
  'conntrack-entry': '不是 conntrack 表项',
  interface: '不是接口',
  neighbour: '不是邻居表项',
  nexthop: '不是 nexthop',
  'nexthop-without-route': 'nexthop 没有其路由',
  'not-an-address': '不是地址',
  addresses: '不是一对地址',
  bracket: '括号或引号没有闭合',
  'listed-rule': '不是列表中的规则',
  'local-address': '没有本地地址',
  packet: '不是包',
  'packet-unnamed': '该行没有说明属于哪个包',
  queue: '不是队列',
  quote: '引号没有闭合',
  route: '不是路由',
  'rule-ends-early': '规则在应有值的地方结束',
  'rule-without-table': '规则不在任何表中',
  'ruleset-line': '不是规则集的行',
  'set-entry': '不是集合的条目',
  'set-or-entry': '既不是集合也不是其条目',
  'set-without-name': '上方没有 “Name:”',
  sysctl: '不是 “key = value” 的形式',
  'table-name': '不是路由表的名称',
  'trace-line': 'TRACE 行被截断或混乱',
  vrf: '不是 VRF',
};

function jsonFault(fault: JsonFault): string {
  switch (fault.kind) {
    case 'too-deep':
      return '嵌套过深';
    case 'no-value':
      return '缺少值';
    case 'no-string':
      return '缺少字符串';
    case 'end':
      return '提前结束';
    case 'missing':
      return `缺少“${fault.character}”`;
  }
}
