import { expect, it } from 'vitest';
import { parseFilter } from '../selection/parse.ts';
import { captureOf, kernelLog } from '../testing/capture.ts';
import { applyFilter } from './apply-filter.ts';
import { rowsAsCsv } from './rows-csv.ts';

it('rows_of_the_filter_with_nothing_that_a_spreadsheet_would_run', async () => {
  const capture = await captureOf({
    'kern.log': kernelLog([
      'filter:FORWARD:policy:1 =1+1 eth1 10.1.0.2>10.2.0.2 TCP 1000>80 1',
      'filter:FORWARD:policy:1 a"b,c eth1 10.1.0.3>10.2.0.2 TCP 1000>81 2',
      'filter:FORWARD:policy:1 eth0 eth1 10.1.0.4>10.2.0.2 TCP 1000>82 3',
    ]),
    'iptables-save.txt': '*filter\n:FORWARD DROP [0:0]\nCOMMIT\n',
  });
  applyFilter(capture, {
    generation: 1,
    selection: parseFilter('dport 80-81').selection,
    sort: null,
    packet: null,
  });
  const lines = new TextDecoder().decode(await rowsAsCsv(capture)).split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^packet,host,time,/);
  expect(lines[1]).toContain(
    ",tcp,10.1.0.2,1000,10.2.0.2,80,'=1+1,eth1,1,dropped,policy,filter,FORWARD,,observed,kern.log,1",
  );
  expect(lines[2]).toContain(',"a""b,c",eth1,');
});
