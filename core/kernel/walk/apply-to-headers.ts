import type { Dialect } from '../../model/ruleset.ts';
import type { SetMark, Statement } from '../../model/statement.ts';
import type { AsSent, Headers } from '../headers/headers.ts';
import { ofState } from '../sets/header-space.ts';
import { applyStatement } from './apply-statement.ts';
import { type Branch, withSet } from './branch.ts';
import { changedMark } from './change-mark.ts';

/** Some headers after a statement; `leaves-rule`: for their packets the rule ends there as if it had not matched. */
export interface AppliedToHeaders {
  readonly branch: Branch;
  readonly leavesRule: boolean;
}

/** What a statement that goes on does to many packets, as apply-statement.ts has it for one. */
export function applyToHeaders(
  branch: Branch,
  statement: Statement,
  dialect: Dialect,
): readonly AppliedToHeaders[] {
  const { packet, headers } = branch;
  if (headers === null) return [];
  const asksState =
    statement.kind === 'notrack' || (statement.kind === 'set-mark' && copiesToPacket(statement));
  if (asksState && packet.ctstates === null && headers.asSent.state)
    return byTracking(branch, headers).flatMap((each) => applyToHeaders(each, statement, dialect));
  const after = applyStatement(packet, statement, dialect);
  if (after === null) return [{ branch, leavesRule: true }];
  if (statement.kind === 'set-mark' && statement.on === 'packet')
    return [{ branch: marked(branch, headers, statement, after.mark === packet.mark), leavesRule: false }];
  const asSent = { ...headers.asSent, ...writtenOver(statement) };
  return [{ branch: { ...branch, packet: after, headers: { ...headers, asSent } }, leavesRule: false }];
}

function copiesToPacket({ on, change }: SetMark): boolean {
  return on === 'packet' && change !== null && change.copy !== 0;
}

/** Packets without a connection apart from those that have one; the states of the first become known. */
function byTracking(branch: Branch, { space, set }: Headers): readonly Branch[] {
  const { diagrams } = space;
  const untracked = (['INVALID', 'UNTRACKED'] as const).flatMap((state) => {
    const some = withSet(branch, diagrams.and(set, ofState(space, [state])));
    return some === null ? [] : [{ ...some, packet: { ...some.packet, ctstates: [state] } }];
  });
  const others = withSet(branch, diagrams.and(set, ofState(space, ['ESTABLISHED', 'RELATED', 'NEW'])));
  if (others === null) return untracked;
  return [...untracked, { ...others, packet: { ...others.packet, ctstates: ['ESTABLISHED', 'RELATED'] } }];
}

/** mark_tg(): where the old mark is the header's, the new one is told by it. */
function marked(branch: Branch, headers: Headers, { change }: SetMark, isUntouched: boolean): Branch {
  const { packet } = branch;
  const { mark: sent } = headers.asSent;
  const other = packet.connection?.mark ?? null;
  const withMark = (mark: number | null, own: AsSent['mark']): Branch => ({
    ...branch,
    packet: { ...packet, mark },
    headers: { ...headers, asSent: { ...headers.asSent, mark: own } },
  });
  const hasConnection =
    packet.ctstates?.every((state) => state === 'INVALID' || state === 'UNTRACKED') !== true;
  if (change !== null && change.copy !== 0 && !hasConnection && isUntouched) return branch;
  if (change === null || packet.mark !== null || sent === null)
    return withMark(changedMark(packet.mark, change, other), null);
  const { keep, copy, flip } = change;
  if (copy !== 0 && other === null) return withMark(null, null);
  const kept = (sent.keep & keep) >>> 0;
  const flipped = ((sent.flip & keep) ^ ((other ?? 0) & copy) ^ flip) >>> 0;
  return kept === 0 ? withMark(flipped, null) : withMark(null, { keep: kept, flip: flipped });
}

function writtenOver(statement: Statement): Partial<AsSent> {
  if (statement.kind !== 'write') return {};
  const { field } = statement;
  switch (field.kind) {
    case 'address':
      return field.side === 'src' ? { src: false, connection: false } : { dst: false, connection: false };
    case 'port':
      return field.side === 'src' ? { sport: false, connection: false } : { dport: false, connection: false };
    case 'tcp-flags':
      return { tcpFlags: false };
    case 'link-type':
      return { linkType: false };
    default:
      return {};
  }
}
