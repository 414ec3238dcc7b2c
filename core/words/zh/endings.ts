import type { Cause } from '../../model/cause.ts';
import type { EndNote } from '../../model/end-note.ts';
import { assertNever } from '../../model/family.ts';
import type { Disposition } from '../../model/journey.ts';
import { summary } from './causes.ts';
import { listed } from './lists.ts';
import { openFact } from './open-facts.ts';
import { notReplayable, open } from './what-if.ts';
import { ruleOf, ruleOrPolicy, step } from './places.ts';
import { disposition as dispositionWord } from './terms.ts';

/** One sentence: how a packet's journey ended. */
export function journeyEnd(end: {
  readonly disposition: Disposition;
  readonly cause: Cause | null;
  readonly note: EndNote | null;
  readonly outInterface: string;
}): string {
  const { disposition, cause, note: open, outInterface } = end;
  if (cause !== null) return summary(cause);
  if (open !== null) return note(open);
  switch (disposition) {
    case 'forwarded':
      return outInterface === '' ? '已转发' : `已从 ${outInterface} 转发`;
    case 'sent':
      return outInterface === '' ? '已发出' : `已从 ${outInterface} 发出`;
    case 'delivered':
      return '已送达本机';
    default:
      return `该包的结果：${dispositionWord(disposition)}`;
  }
}

/** Why the end is not known, or what the disposition does not say, as a sentence without its full stop. */
export function note(about: EndNote): string {
  switch (about.kind) {
    case 'partial-path':
      return '日志只显示了路径的一部分';
    case 'nothing-follows-step':
      return `${step(about.step)} 放行了该包，但之后没有日志行${otherRules(about.rulesChanged)}`;
    case 'lines-missing':
      return `之后没有 ${about.chain ?? '后续规则'} 的日志行，而本应有一行：日志有缺失${otherRules(about.rulesChanged)}`;
    case 'lines-lost':
      return `之后没有 ${about.chain ?? '后续链'} 的日志行，但这不能证明什么：其他包从那里继续前行，或同样缺行`;
    case 'log-ends-before':
      return `日志在 ${about.chain} 之前结束`;
    case 'log-ends-before-routing':
      return '日志在显示路由决定之前结束';
    case 'log-ends-before-log-rule':
      return '日志在下一条会记录该包的规则之前结束';
    case 'log-ends-at':
      return `日志在 ${step(about.step)} 处结束`;
    case 'lost-after-prerouting':
      return about.awaited === null
        ? '该包通过了 PREROUTING；之后没有已知会记录日志的链，因此结果未知'
        : `该包通过了 PREROUTING，此后未再出现；诊断包中没有内容能解释为何没有 ${about.awaited} 的日志行`;
    case 'backend-not-listed':
      return about.side === 'nft'
        ? 'iptables-legacy 放行了该包；nftables 如何处理未知，因为诊断包只显示其部分表'
        : 'nftables 放行了该包；iptables-legacy 如何处理未知，因为诊断包中没有其规则';
    case 'routing-undecided': {
      const follows = about.awaited === null ? '' : `，之后没有 ${about.awaited} 的日志行`;
      return `该包通过了 PREROUTING${follows}；缺少${listed(about.facts.map(openFact))}，无法得知路由决定`;
    }
    case 'unlogged-after-prerouting': {
      const seen = '该包通过了 PREROUTING，之后没有日志行';
      return about.places.length === 0
        ? `${seen}；从那里出发的路径并非都会被记录`
        : `${seen}；可能被路由决定或 ${listed(about.places.map(ruleOrPolicy), 'or')} 终结`;
    }
    case 'unexplained-after-prerouting':
      return '该包通过了 PREROUTING，之后没有日志行；诊断包中没有内容能解释原因';
    case 'policy-unknown':
      return `文件中 ${about.chain} 的策略是 ACCEPT，但该表在记录日志之后已有改动，没有日志行显示当时的策略`;
    case 'origin-unknown':
      return '日志没有显示该包从何而来：缺少其最初的日志行';
    case 'last-step-unknown':
      return `最后一步是 ${step(about.step)}；${
        about.why === 'no-ruleset' ? '诊断包中没有规则集显示它' : '规则集在记录日志之后已有改动'
      }`;
    case 'verdict-unknown':
      return `最后一步是 ${step(about.step)}；“${about.text}”的裁决未知`;
    case 'came-to-chain':
      return `跟踪只显示该包来到了 ${about.chain}`;
    case 'unknown-log-rule':
      return `最后一行来自 ${about.chain} 中的 LOG 规则“${about.prefix}”；诊断包中没有其后的规则`;
    case 'unlisted-log-rule':
      return unlistedLog(about);
    case 'trace-switched-off':
      return `对该包的跟踪可能被 ${ruleOrPolicy(about.place)} 关闭（meta nftrace set 0）；其后遇到的没有日志行`;
    case 'may-have-ended':
      return `在最后一行之后，该包可能遇到了 ${ruleOrPolicy(about.place)}，也可能不留日志行地继续前行`;
    case 'came-to-unknown-rules':
      return about.place === null
        ? '在最后一行之后，该包来到了未知或诊断包中没有的规则'
        : `在最后一行之后，该包可能遇到了 ${ruleOrPolicy(about.place)}，或来到了未知或诊断包中没有的规则`;
    case 'passed-bridge-chain':
      return `网桥让该包通过了 ${about.chain}；没有日志行显示之后发生了什么`;
    case 'queued':
      return queued(about);
    case 'may-change':
      return withoutStop(open(about.open));
    case 'walk-proves-nothing':
      return withoutStop(notReplayable(about));
    case 'damaged-log':
      return about.note === null ? '其日志已损坏，可能有误' : `${note(about.note)}；其日志已损坏，可能有误`;
    case 'may-have-been-dropped-leaving':
      return `所有链都放行了该包，但 ${about.interface} 上有丢包，无法得知丢的是哪些`;
    case 'may-have-been-refused-by-ipsec':
      return `所有链都放行了该包，但 ${about.counter} 计数了在 INPUT 之后被 IPsec 策略拒绝的包，而诊断包没有列出策略`;
    case 'not-captured-leaving':
      return `在 ${about.interface} 上的抓包中没有看到该包离开`;
    case 'fewer-captured-leaving':
      return `在 ${about.interface} 上的抓包不能表明该包已离开：其中与它看似相同的包少于日志中的数量`;
    case 'captured-leaving': {
      const shown = `在 ${about.interface} 上的抓包显示该包已离开`;
      if (about.lines === 'complete') return shown;
      return about.lines === 'missing'
        ? `${shown}；日志中缺少它在 ${about.chain} 之后的行`
        : `${shown}；${about.chain} 之后没有规则记录它`;
    }
    default:
      return assertNever(about);
  }
}

function otherRules(rulesChanged: boolean): string {
  return rulesChanged ? '，或当时的规则不同' : '';
}

function queued({ place, certain, grounds, text }: Extract<EndNote, { kind: 'queued' }>): string {
  const what = `${certain ? '' : '可能'}被 ${ruleOf(place)} 送入队列交给程序`;
  if (text === null) return `${what}；日志既没有显示其裁决，也没有显示是否有程序在读取`;
  const awaited = grounds.flatMap((ground) =>
    ground.kind === 'no-line-of' ? [`之后没有 ${ground.chain} 的日志行`] : [],
  );
  const others = grounds.flatMap((ground) =>
    ground.kind === 'other-places' ? [`${listed(ground.places.map(ruleOrPolicy), 'or')}同样可以解释`] : [],
  );
  return [`${what}（${text}）`, ...awaited, ...others].join('；');
}

function unlistedLog({
  prefix,
  owner,
  word,
  reset,
}: EndNote & { readonly kind: 'unlisted-log-rule' }): string {
  const whose = owner === null ? '' : `（${owner} 的前缀）`;
  const rule = prefix === '' ? '一条没有前缀的 LOG 规则' : ` LOG 规则“${prefix}”${whose}`;
  const says = word === null ? '' : `；其作者称之为${prefixWords[word]}，这不能证明裁决`;
  const answer = reset ? '；主机自身以 RST 应答' : '';
  return `被${rule}记录，而诊断包中没有该规则${says}${answer}`;
}

const prefixWords = {
  drop: '丢弃',
  reject: '拒绝',
  accept: '放行',
  invalid: '无效',
} as const;

/** Sentences of other lists have one. */
function withoutStop(sentence: string): string {
  return sentence.endsWith('。') ? sentence.slice(0, -1) : sentence;
}
