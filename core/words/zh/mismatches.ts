import { assertNever } from '../../model/family.ts';
import type { Held, HeldSide, Lack, Mismatch, MismatchReason } from '../../model/mismatch.ts';
import type { Because, Field } from '../../model/rule-field.ts';
import { listed } from './lists.ts';

/** Why a rule did not match: `需要 --dport 443；该包为 8443`. */
export function mismatch({ needs, why }: Mismatch): string {
  return `需要 ${needs}；${reason(why)}`;
}

const owners: Readonly<Record<string, string>> = { packet: '该包', connection: '该连接' };

function reason(why: MismatchReason): string {
  switch (why.kind) {
    case 'has': {
      const said = `${owners[why.owner] ?? why.owner}为 ${listed(why.values.map(held), 'or')}`;
      if (why.doubt === null) return said;
      return why.doubt === 'redacted' ? `${said}，但两者之一已脱敏` : `${said}，但不理解该规则的值`;
    }
    case 'lacks':
      return lacks[why.lack];
    case 'field-unknown':
      return `${fieldName(why.field)}未知`;
    case 'connection-unknown':
      return '该包是否有连接未知';
    case 'states':
      return states(why);
    case 'set':
      return nftSet(why);
    case 'ports':
      return why.ports === null ? '该包的端口未知' : `该包为 ${why.ports.join(' 和 ')}`;
    case 'ipset':
      if (why.answer === 'unknown') return `该包是否在集合 ${why.set} 中未知`;
      return `该包的 ${why.sides.map(heldSide).join(' 和 ')} ${why.answer === 'yes' ? '在' : '不在'}集合 ${why.set} 中`;
    case 'address-type':
      if (why.address === null) return `该包的${sideName(why.side)}地址未知`;
      return why.type === null
        ? `${why.address} 对本机是何种地址未知`
        : `${why.address} 在这里是 ${why.type}`;
    case 'reverse-path':
      if (why.suits === 'unknown') return `回到 ${why.src ?? '源地址'} 的路由未知`;
      return `回到 ${why.src} 的路由与 ${why.inInterface} ${why.suits === 'yes' ? '相符' : '不符'}`;
    case 'bridge-port': {
      const name = `物理${why.ask === 'in' || why.ask === 'is-in' ? '入' : '出'}接口`;
      return why.port === null
        ? `该包的${name}未知`
        : why.port === ''
          ? `该包没有${name}`
          : `该包为 ${why.port}`;
    }
    case 'tcp-options':
      return why.options === null
        ? '该包的 TCP 选项未知'
        : why.options.length === 0
          ? '该包没有 TCP 选项'
          : `该包有 TCP 选项 ${why.options.join('、')}`;
    case 'socket':
      if (why.exists === 'unknown') return '该包是否有本地套接字未知';
      return `该包${why.exists === 'yes' ? '有' : '没有'}本地套接字`;
    case 'every-packet':
      return '它对每个包都成立';
    case 'undecidable':
      return undecidable[why.because];
    case 'hidden-interfaces':
      return '该列表没有显示规则指定的接口';
    case 'unknown-words':
      return 'Netopsy 不认识该选项';
    default:
      return assertNever(why);
  }
}

/** Of several states that the packet may have had, it had none that would have matched. */
function states({ states: had, negated }: Extract<MismatchReason, { kind: 'states' }>): string {
  if (had.length >= 5) return '其 ct state 未知';
  if (had.length === 1) return `该包是 ${had[0]}`;
  return negated ? '该包处于该状态' : '该包处于其他状态';
}

function nftSet({ set, key, answer }: Extract<MismatchReason, { kind: 'set' }>): string {
  if (answer === 'not-in-bundle') return `诊断包中没有集合 @${set}`;
  const value = key.map(held).join(' . ');
  const where = set === null ? '该集合' : ` @${set} `;
  switch (answer) {
    case 'in':
      return `${value} 在${where}中`;
    case 'not-in':
      return `${value} 不在${where}中`;
    case 'not-known':
      return `${value} 是否在${where}中未知`;
    default:
      return `${value} 现在不在${where}中，但其元素会变化`;
  }
}

/** `dst（10.2.0.2、udp 端口 54）` */
function heldSide({ side, address, port, protocol }: HeldSide): string {
  const known = [address, port === null ? null : `${protocol ?? ''} 端口 ${port}`.trim()].filter(
    (value) => value !== null,
  );
  return known.length === 0 ? side : `${side}（${known.join('、')}）`;
}

function held(value: Held): string {
  switch (value.kind) {
    case 'value':
      return value.of === null ? value.text : `${numberNames[value.of]} ${value.text}`;
    case 'icmp':
      return [
        ...(value.type === null ? [] : [`类型 ${value.type}`]),
        ...(value.code === null ? [] : [`代码 ${value.code}`]),
      ].join(' ');
    case 'no-interface':
      return `没有${value.side === 'in' ? '入' : '出'}接口`;
    case 'no-flags':
      return '没有 TCP 标志';
    case 'other':
      return '其他值';
    case 'nothing':
      return '空';
    case 'unknown':
      return '未知的值';
  }
}

const numberNames = {
  mark: 'mark',
  'ct-mark': 'connmark',
  ttl: 'TTL',
  'hop-limit': 'hop limit',
  dscp: 'DSCP',
  'fragment-offset': '分片偏移',
} as const;

/** `该包的源地址` */
function fieldName(field: Field): string {
  switch (field.kind) {
    case 'address':
      return `该包的${sideName(field.side)}地址`;
    case 'port':
      return `该包的${sideName(field.side)}端口`;
    case 'interface':
      return `该包的${field.side === 'in' ? '入' : '出'}接口`;
    case 'mac':
      return `该包的${sideName(field.side)} MAC 地址`;
    case 'owner':
      return `该包的${field.id === 'uid' ? '用户' : '组'}`;
    case 'ttl':
      return `该包的 ${field.family === 'ipv6' ? 'hop limit' : 'TTL'} `;
    case 'ct-address':
    case 'ct-port':
      return `该连接的 ${field.of} ${sideName(field.side)}${field.kind === 'ct-port' ? '端口' : '地址'}`;
    case 'other':
      return `其 ${field.words} `;
    default:
      return fieldNames[field.kind];
  }
}

const fieldNames = {
  family: '该包的地址族',
  ethertype: '该包的 EtherType ',
  protocol: '该包的协议',
  'next-header': '该包的 next header ',
  'icmp-type': '该包的 ICMP 类型',
  'icmp-code': '该包的 ICMP 代码',
  'icmp-type-and-code': '该包的 ICMP 类型',
  mark: '该包的 mark ',
  'ct-mark': '该包的 connmark ',
  'ct-state': '该包的 ctstate ',
  'ct-status': '该连接的状态',
  'ct-direction': '该包的方向',
  'ct-protocol': '该连接的协议',
  length: '该包的长度',
  dscp: '该包的 DSCP ',
  tos: '该包的 TOS ',
  ecn: '该包的 ECN 字段',
  'fragment-offset': '该包的分片偏移',
  'tcp-flags': '该包的 TCP 标志',
  'link-type': '该包的链路类型',
  'number-generator': '生成的数字',
} as const;

function sideName(side: 'src' | 'dst'): string {
  return side === 'src' ? '源' : '目的';
}

const lacks: Readonly<Record<Lack, string>> = {
  fragment: '该包是没有传输层头部的分片',
  'no-connection': '该包没有连接',
  'no-ethernet-header': '该包没有以太网头部',
  'no-local-process': '该包不是由本机进程发送的',
  'other-protocol': '该包是其他协议',
};

/** Why no bundle can tell. */
const undecidable: Readonly<Record<Because, string>> = {
  rate: '取决于之前来过多少包',
  payload: '它检查载荷，而已知的只有头部',
  'header-part': '它检查头部中未知的部分',
  process: '取决于发送该包的进程',
  'connection-hash': '取决于连接的哈希值',
  transferred: '取决于该连接已传输的数据量',
  labels: '取决于该连接的标签',
  'connection-count': '取决于连接的数量',
  cpu: '取决于处理该包的 CPU',
  'interface-group': '取决于接口所属的组，诊断包中没有文件显示',
  helper: '取决于该连接的 conntrack helper',
  ipvs: '取决于 IPVS 的连接',
  ipsec: '取决于该包的 IPsec 策略',
  realm: '取决于路由的 realm，它不被查询',
  sockets: '取决于本机的套接字',
  chance: '取决于概率或之前来过多少包',
  time: '取决于一天中的时间',
  'connection-age': '该连接的时长未知',
  'entry-counters': '取决于该表项的计数器',
  'changing-set': '取决于该集合当时的内容',
  'flow-table': '取决于流表当时的内容',
  connection: '取决于 conntrack 对该连接的了解',
  cleaned: '诊断包已被清洗，其地址不是真实地址',
  'not-modelled': 'Netopsy 不评估它',
};
