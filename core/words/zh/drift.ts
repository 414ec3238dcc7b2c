import type { Drift, LoggedPlace } from '../../model/drift.ts';
import { counted } from './numbers.ts';

/** Why the ruleset can't be the one that the packets met, as a clause. */
export function drift(of: Drift): string {
  switch (of.kind) {
    case 'no-chain':
      return `规则集的 ${of.table} 表中没有链 ${of.chain}`;
    case 'unreachable':
      return `日志中有 ${chain(of.logged)} 的 ${step(of.logged)}，但按文件，没有包能越过规则 ${of.number}“${of.text}”`;
    case 'bare-verdict':
      return `日志称 ${of.logged.chain} 的规则 ${of.logged.number} 有匹配条件或自己的目标，但文件中它是“${of.text}”，会被记录为 ${of.word}:${of.logged.number}`;
    case 'no-bare-verdict':
      return `日志中有 ${of.logged.chain} 的 ${step(of.logged)}，即链的末尾或没有匹配条件的规则，但文件中规则 ${of.logged.number} 是“${of.text}”`;
    case 'fewer-rules':
      return `日志中有 ${chain(of.logged)} 的 ${step(of.logged)}，但文件中该链只有 ${of.rules} 条规则`;
    case 'went-on':
      return `遇到 ${place(of.logged)} 的包之后的走向，与文件中的${of.text === null ? '链末尾' : `“${of.text}”`}不符`;
    case 'no-match':
      return `遇到 ${place(of.logged)} 的包不可能匹配文件中的“${of.text}”`;
    case 'dumps-differ':
      return `${of.files.join(' 和 ')} 在 ${place(of.logged)} 处不同，无法判断哪一个当时生效`;
    case 'others-differ':
      return `${of.logged.chain} 的其他编号与文件不符`;
    case 'renumbered':
      return renumbered(of.number, of.inFile, of.shift);
    case 'other-verdict':
      return `跟踪显示 ${of.chain} 的某条规则的裁决是 ${of.verdict}，而文件中它是“${of.text}”`;
    case 'no-rule':
      return `文件中 ${of.chain} 没有规则${of.text === null ? `的 handle 是 ${of.handle}` : `是“${of.text}”`}`;
    case 'other-policy':
      return `跟踪显示 ${of.chain} 的策略是 ${of.verdict}，而文件中是 ${of.inFile}`;
    case 'answered-otherwise':
      return `主机对遇到 ${place(of.logged)} 的包的应答方式，与文件中的“${of.text}”不同`;
    case 'replaced':
      return `日志显示 ${counted(of.packets, '个包')}遇到了 ${place(of.logged)}，但文件中的“${of.text}”没有计数，而该链其他规则的计数与日志相符：它是此后才放入的`;
    case 'undecided':
      return `${drift(of.because)}；无法确定规则 ${of.number} 是哪一条`;
  }
}

function renumbered(number: number, inFile: number | null, shift: number): string {
  const where = inFile === null ? '链末尾' : `规则 ${inFile}`;
  if (shift === 0) return `日志中的规则 ${number} 在文件中仍是${where}`;
  return `日志中的规则 ${number} 在文件中是${where}：其上方${shift > 0 ? '少了' : '多了'} ${Math.abs(shift)} 条规则`;
}

function step({ kind, number }: LoggedPlace): string {
  return `${kind}:${number}`;
}

function place({ chain: name, number }: LoggedPlace): string {
  return `${name}:${number}`;
}

function chain({ table, chain: name }: LoggedPlace): string {
  return `${table}/${name}`;
}
