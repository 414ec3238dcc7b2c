import { expect, test } from 'vitest';
import { packet } from '../../testing/drawn-log.ts';
import { host } from '../../testing/host.ts';
import { remedy } from '../../words/en/causes.ts';

const passing = { in: 'eth0', out: 'eth1', id: 7 };

async function remedyOf(rule: string): Promise<string> {
  const { analysis } = await host()
    .rules(':FORWARD ACCEPT', rule)
    .log(`TRACE: filter:FORWARD:rule:1 ${packet(passing)}`)
    .analysed();
  const [cause] = analysis.outcomes.causes;
  if (cause === undefined) throw new Error('no packet died');
  return remedy(cause);
}

test.each(['-j REJECT', '-j DROP'])(
  'no rule is asked for where kube-proxy refuses a Service without endpoints: %s',
  async (target) => {
    const rule = `-A FORWARD -p tcp -m comment --comment "shop/web:http has no endpoints" ${target}`;
    expect(await remedyOf(rule)).toContain('Give the Service shop/web:http endpoints');
    const other = `-A FORWARD -p tcp -m comment --comment "it has no endpoints here" ${target}`;
    expect(await remedyOf(other)).toMatch(/^Accept this traffic in a rule before/);
  },
);
