import type { ExpectationAnswer, ExpectationMistake, PacketEnd } from '../../model/expectation.ts';
import { grouped } from '../../model/grouped.ts';
import { listed } from './lists.ts';
import { counted } from './numbers.ts';
import { confidence, disposition as ended } from './terms.ts';

/** What `--expect` is told where a capture contradicts it, or can't show it; null where it holds. */
export function answer(text: string, found: ExpectationAnswer): string | null {
  switch (found.kind) {
    case 'holds':
      return null;
    case 'no-packet':
      return `无法显示：${text}：采集中没有此流的包`;
    case 'partly-read':
      return `无法显示：${text}：采集没有全部读取`;
    case 'contradicted':
      return `与采集矛盾：${text}：${share(found)}：${end(found.example)}`;
    case 'not-shown':
      return `无法显示：${text}：${share(found)}：${end(found.example)}`;
  }
}

/** Why a text of `--expect` or `--flow` can't be read; `option` is the one that it was given to. */
export function mistake(option: string, text: string, found: ExpectationMistake): string {
  return `--${option} '${text}'：${mistakeIn(option, found)}`;
}

/** The same of a field of the window. */
export function mistakeIn(option: string, { wrong, ...about }: ExpectationMistake): string {
  const { word } = about;
  const choices = 'choices' in about ? listed(about.choices, 'or') : '';
  const why: Readonly<Record<ExpectationMistake['wrong'], string>> = {
    shape: `应为 ${forms[option] ?? forms['flow']}`,
    protocol: `${word} 不是协议`,
    address: `${word} 不是地址、前缀或 "any"`,
    port: `${word} 没有 0 到 65535 的端口`,
    families: '两个地址属于不同的地址族',
    'no-ports': `${word} 没有端口`,
    disposition: `${word} 不是 ${choices} 之一`,
    cause: `${word} 不是 ${choices} 之一`,
  };
  return why[wrong];
}

const forms: Readonly<Record<string, string>> = {
  expect: 'PROTO SRC > DST[:PORT] DISPOSITION[ CAUSE-KIND]',
  flow: 'PROTO SRC > DST[:PORT]',
};

function share({ packets, of }: { readonly packets: number; readonly of: number }): string {
  return packets === of ? counted(of, '个包') : `${counted(of, '个包')}中的 ${grouped(packets)} 个`;
}

/** `包 4 被丢弃：policy，filter/FORWARD，已观察到` */
function end({ packet, disposition, cause }: PacketEnd): string {
  const what = `包 ${packet} ${ended(disposition)}`;
  if (cause === null) return what;
  const chain = cause.table === null ? '' : `，${cause.table}/${cause.chain}`;
  const rule = cause.rule === null ? '' : ` ${cause.rule}`;
  return `${what}：${cause.kind}${rule}${chain}，${confidence(cause.confidence)}`;
}
