import type { Assumed } from '../../model/assumed.ts';
import { assertNever } from '../../model/family.ts';
import type { SimulatedEnd, SimulationLimit } from '../../model/simulation.ts';
import { listed } from './lists.ts';
import { openFact, premise } from './open-facts.ts';
import { ruleOf, ruleOrPolicy } from './places.ts';
import { decision, refusal } from './routing.ts';

export const tooMuchUnknown = '未知之处过多，无法走遍每条路径；显示的是假设最少的那些';

/** One sentence: how a simulated packet ends. No full stop. */
export function end(of: SimulatedEnd): string {
  switch (of.kind) {
    case 'rule':
      return ruleEnd(of);
    case 'policy':
      return `被 ${ruleOrPolicy(of.place)}丢弃：没有规则匹配，而策略是 DROP`;
    case 'routing':
      return `在路由时被丢弃：${refusal(of.cause)}`;
    case 'delivered':
      return '送达本机';
    case 'passed':
      return '通过';
    case 'forwarded':
    case 'sent':
      return `从 ${of.interface ?? '未知接口'} ${of.kind === 'sent' ? '发出' : '转发'}`;
    case 'open':
      return limit(of.why);
  }
}

function ruleEnd({
  place,
  text,
  verdict: decided,
  because,
  answer,
  bypass,
}: Extract<SimulatedEnd, { kind: 'rule' }>): string {
  const rule = ruleOf(place);
  switch (decided) {
    case 'reject':
      return `被 ${rule} ${answer === null ? '' : `以 ${answer} `}拒绝：${text}`;
    case 'queue': {
      const otherwise = bypass ? '继续进入下一个表' : '被丢弃';
      return `被 ${rule} 送入队列，由程序决定；若没有程序读取，该包${otherwise}：${text}`;
    }
    case 'stolen':
    case 'drop':
      if (because === 'no-socket') return `被 ${rule} 丢弃（${text}）：TPROXY 指向的地方没有套接字在监听`;
      if (because === 'invalid') return `被 ${rule} 丢弃（${text}）：conntrack 将该包归为 INVALID`;
      return `被 ${rule} 丢弃：${text}`;
  }
}

function limit(why: SimulationLimit): string {
  switch (why.kind) {
    case 'cut':
      return `${why.file} 中 ${why.chain} 的规则被删去`;
    case 'loop':
      return `表 ${why.table} 的链互相调用，没有尽头`;
    case 'depth':
      return `表 ${why.table} 的链互相调用过深，无法走查`;
    case 'detached':
      return `诊断包中没有规则通向 ${why.chain}，因此不知道其后是什么`;
    case 'target':
      return `Netopsy 不知道 ${ruleOf(why.place)} 做什么：${why.text}`;
    case 'routing':
      return why.missing.length === 0
        ? '路由决定未知：该包的 mark、TOS、地址或入接口未知'
        : `缺少${listed(why.missing.map(openFact))}，无法得知路由决定`;
    case 'no-routes':
      return '诊断包中没有该主机的路由';
  }
}

/** What is taken for granted; completes "假设……". */
export function assumption(assumed: Assumed): string {
  switch (assumed.kind) {
    case 'condition': {
      const { words, holds, at } = assumed;
      return `${ruleOf(at)} 中的 ${words} ${holds ? '匹配' : '不匹配'}该包`;
    }
    case 'map-value': {
      const { words, value, at } = assumed;
      return `对 ${ruleOf(at)} 中的该包，${words} ${value === null ? '没有值' : `的值为 ${value}`}`;
    }
    case 'policy':
      return `${assumed.table}/${assumed.chain} 的策略是 ${assumed.policy}`;
    case 'missing-chain':
      return `${assumed.table} 的链 ${assumed.chain}（诊断包中没有）让该包返回；请发送整个表以便确认`;
    case 'caller':
      return `该包从 ${ruleOf(assumed.at)} 来到 ${assumed.chain}`;
    case 'socket':
      return `${assumed.address} 端口 ${assumed.port} 上${assumed.listens ? '有' : '没有'}透明套接字在监听`;
    case 'destination':
      return assumed.isOwn
        ? `${assumed.dst ?? '目的地址'} 是本机地址`
        : `${assumed.dst ?? '目的地址'} 是另一台主机，而本机转发`;
    case 'routing':
      return assumed.premises.length === 0
        ? `它被路由 ${decision(assumed.decision)}`
        : listed(assumed.premises.map(premise));
    case 'next-hop':
      return `该流经由 ${assumed.via === null ? '' : `via ${assumed.via} `}dev ${assumed.dev}`;
    case 'neighbour':
      return `${assumed.address} 在 ${assumed.dev} 上应答（采集时没有应答）`;
    case 'untranslated':
      return 'NAT 不转换其连接';
    case 'free-tuple':
      return `没有其他通往 ${assumed.dst ?? '同一目的地址'} 的连接被转换为 ${assumed.address} ${assumed.port === null ? '同一范围的端口' : `端口 ${assumed.port}`}`;
    case 'own-interface':
      return `IP 看到它从 ${assumed.dev} 本身进入，尽管它属于 ${assumed.master}`;
    case 'device-chain':
      return `${assumed.table}/${assumed.chain} ${assumed.isHooked ? '挂在' : '没有挂在'} ${assumed.dev} 上（该版本的 nft 在 JSON 中不写接口；请发送 \`nft list ruleset\` 以便确认）`;
    case 'bridge':
      return `对帧的规则放行它进入 ${assumed.dev}`;
    default:
      return assertNever(assumed);
  }
}

/** `假设：从未添加过策略路由规则`, a line of the text. */
export function assuming(sentence: string): string {
  return `假设：${sentence}`;
}

export function outcomes(count: number): string {
  return `有 ${count} 种可能的结果。`;
}

export function unexplored(why: string): string {
  return `没有全部走查：${why}。`;
}

/** The text's first line: `tcp 10.1.0.2 > 10.2.0.2:80，从 eth0 进入，ctstate NEW`. */
export function packet(
  protocol: string | null,
  from: string,
  to: string,
  interfaceName: string | null,
  state: string | null,
): string {
  const comes = interfaceName === null ? '由主机发送' : `从 ${interfaceName} 进入`;
  return `${protocol} ${from} > ${to}，${comes}，ctstate ${state}`;
}

/** `drop（若匹配）` */
export function verdict(name: string | null, certain: boolean): string {
  return `${name ?? unknown}${certain ? '' : '（若匹配）'}`;
}

export const unknown = '未知';
export const routing = '路由';
export const out = '发出';
