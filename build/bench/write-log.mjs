import { closeSync, openSync, writeSync } from 'node:fs';
import { randomNumbers } from './random.mjs';
import { drawServices, FEW_SERVICES } from './services.mjs';

const HEX = '0123456789abcdef';
/** How many packets are on their way at the same time, each on its own processor. */
const PROCESSORS = 8;
const FLOWS = 400;

/**
 * Writes the kern.log of a host with Docker, Kubernetes and iptables TRACE: some twelve TRACE lines a packet, several
 * packets at a time, one line in five of something else, more than every second packet of a new connection. The rules
 * that it names are those of `writeNode` for as many services.
 */
export function writeLog(path, lines, { seed = 1, count = FEW_SERVICES } = {}) {
  const random = randomNumbers(seed);
  const services = drawServices(random, count);
  const flows = Array.from({ length: FLOWS }, () => drawFlow(random, services));
  const packets = Array.from({ length: PROCESSORS }, () => drawPacket(random, flows, services));
  const file = openSync(path, 'w');
  let microseconds = 594_600_593_813;
  let pending = [];
  let processor = 0;
  for (let line = 0; line < lines; line++) {
    microseconds += random.between(1, 12);
    if (random.chance(0.2)) pending.push(`${prefix(microseconds)}${drawOther(random)}\n`);
    else {
      if (random.chance(0.3)) processor = random.below(PROCESSORS);
      const packet = packets[processor];
      pending.push(`${prefix(microseconds)}TRACE: ${packet.lines[packet.next++]}\n`);
      if (packet.next === packet.lines.length) {
        packets[processor] = drawPacket(random, flows, services);
        processor = random.below(PROCESSORS);
      }
    }
    if (pending.length === 8192) {
      writeSync(file, pending.join(''));
      pending = [];
    }
  }
  writeSync(file, pending.join(''));
  closeSync(file);
}

/** `Aug 24 11:15:11 forwarder kernel: [594600.593813] ` */
function prefix(microseconds) {
  const seconds = Math.floor(microseconds / 1e6);
  const clock = new Date(Date.UTC(2026, 7, 17, 14, 5, 11) + seconds * 1000).toISOString();
  const fraction = String(microseconds % 1e6).padStart(6, '0');
  return `Aug ${clock.slice(8, 10)} ${clock.slice(11, 19)} forwarder kernel: [${seconds}.${fraction}] `;
}

function drawMac(random) {
  return Array.from({ length: 12 }, () => random.letters(2, HEX)).join(':');
}

function drawFlow(random, services) {
  const kind = random.of([...'dddddddkkkkkkkkiiioo']);
  const flow = {
    kind,
    mac: `${drawMac(random)}:08:00`,
    src: `10.0.${random.below(4)}.${random.between(2, 254)}`,
    dst: '10.0.0.5',
    sport: random.between(1024, 65535),
    ttl: random.between(50, 64),
    protocol: kind === 'i' || random.chance(0.6) ? 'TCP' : 'UDP',
    id: random.below(65536),
    seq: random.below(2 ** 32),
    ack: random.below(2 ** 32),
    window: random.between(200, 65535),
    isNew: true,
  };
  if (kind === 'd') {
    flow.dport = random.of([8080, 443, 10370, 5432]);
    flow.to = `172.18.0.${random.between(2, 12)}`;
    flow.toPort = flow.dport === 443 ? 8443 : flow.dport;
  } else if (kind === 'k') {
    flow.service = random.of(services);
    flow.endpoint = random.below(flow.service.endpoints.length);
    const { address, port } = flow.service.endpoints[flow.endpoint];
    Object.assign(flow, { src: `10.244.1.${random.between(2, 254)}`, dst: flow.service.address });
    Object.assign(flow, { dport: flow.service.port, to: address, toPort: port });
  } else if (kind === 'i') flow.dport = random.of([22, 6443, 10250]);
  else {
    Object.assign(flow, {
      src: '10.0.0.5',
      dst: `10.0.${random.below(4)}.${random.between(2, 254)}`,
      ttl: 64,
    });
    flow.dport = random.of([53, 443, 2379]);
  }
  // Linux sends ID=0 with DF for many connections: only SEQ and ACK tell their packets apart.
  flow.idless = flow.protocol === 'TCP' && random.chance(0.3);
  return flow;
}

function drawPacket(random, flows, services) {
  const index = random.below(flows.length);
  if (random.chance(0.6)) flows[index] = drawFlow(random, services);
  const flow = flows[index];
  const { isNew, protocol } = flow;
  flow.isNew = false;
  flow.id = (flow.id + random.between(1, 7)) & 0xffff;
  const payload = isNew && protocol === 'TCP' ? 0 : random.below(1453);
  const length = (protocol === 'UDP' ? 28 : isNew ? 60 : 52) + payload;
  const tail = protocol === 'UDP' ? `LEN=${8 + payload} ` : tcpTail(random, flow, isNew);
  flow.seq = (flow.seq + Math.max(1, payload)) >>> 0;
  if (random.chance(0.5)) flow.ack = (flow.ack + random.between(1, 1448)) >>> 0;

  const id = `ID=${flow.idless ? 0 : flow.id} ${protocol === 'TCP' ? 'DF ' : ''}`;
  const header = ({ into, out, translated = false, mark = '' }) =>
    `IN=${into} OUT=${out} ${into === '' ? '' : `MAC=${flow.mac} `}SRC=${flow.src} ` +
    `DST=${translated ? flow.to : flow.dst} LEN=${length} TOS=0x00 PREC=0x00 TTL=${flow.ttl - Number(translated)} ` +
    `${id}PROTO=${protocol} SPT=${flow.sport} DPT=${translated ? flow.toPort : flow.dport} ${tail}${mark}`;
  const lines = wayOf(random, flow, isNew, services.length).flatMap(({ places, ...at }) => {
    const fields = header(at);
    return places.map((place) => `${place} ${fields}`);
  });
  return { lines, next: 0 };
}

function tcpTail(random, { seq, ack, window }, isNew) {
  if (isNew)
    return `SEQ=${seq} ACK=0 WINDOW=${window} RES=0x00 SYN URGP=0 OPT (020405B40402080A${random.letters(8, '0123456789ABCDEF')}0000000001030307) `;
  const push = random.chance(0.5) ? 'PSH ' : '';
  const options = random.chance(0.5) ? 'OPT (0101080A1F2E3D4C5B6A7988) ' : '';
  return `SEQ=${seq} ACK=${ack} WINDOW=${window} RES=0x00 ACK ${push}URGP=0 ${options}`;
}

/** The places that a packet meets, in groups with the same header. */
function wayOf(random, flow, isNew, services) {
  const first = (...places) => (isNew ? places : []);
  const begin = ['raw:PREROUTING:rule:1', 'raw:PREROUTING:policy:2', 'mangle:PREROUTING:policy:1'];
  switch (flow.kind) {
    case 'd': {
      const rule = 1 + (flow.dport & 3);
      const inside = ['DOCKER-USER:return:1', 'FORWARD:rule:2', 'DOCKER-ISOLATION-STAGE-1:return:3'];
      const forward = [
        'mangle:FORWARD:policy:1',
        'filter:FORWARD:rule:1',
        ...inside.map((place) => `filter:${place}`),
        ...(isNew ? ['filter:FORWARD:rule:4', `filter:DOCKER:rule:${rule}`] : ['filter:FORWARD:rule:3']),
        'mangle:POSTROUTING:policy:1',
        ...first('nat:POSTROUTING:policy:9'),
      ];
      const nat = first('nat:PREROUTING:rule:2', `nat:DOCKER:rule:${rule + 1}`);
      return [
        { into: 'eth0', out: '', places: [...begin, ...nat] },
        { into: 'eth0', out: 'docker0', translated: true, places: forward },
      ];
    }
    case 'k': {
      const { service, endpoint } = flow;
      const at = { into: 'cni0', out: random.of(['flannel.1', 'cni0']), translated: true };
      const mark = isNew ? 'MARK=0x4000 ' : '';
      const nat = first(
        'nat:PREROUTING:rule:1',
        `nat:KUBE-SERVICES:rule:${service.rule}`,
        `nat:${service.chain}:rule:${endpoint + 2}`,
        `nat:${service.endpoints[endpoint].chain}:rule:2`,
      );
      const afterNat = [
        `filter:KUBE-FORWARD:rule:${isNew ? 2 : 3}`,
        ...first('filter:KUBE-FORWARD:return:5', 'filter:FORWARD:rule:6', 'filter:FLANNEL-FWD:rule:1'),
        'mangle:POSTROUTING:policy:1',
        ...first('nat:POSTROUTING:rule:1', 'nat:KUBE-POSTROUTING:rule:2'),
      ];
      return [
        { into: 'cni0', out: '', places: [...begin, ...nat] },
        { ...at, places: ['mangle:FORWARD:policy:1', 'filter:FORWARD:rule:5'] },
        { ...at, mark, places: afterNat },
      ];
    }
    case 'i': {
      const nat = first(
        'nat:PREROUTING:rule:1',
        `nat:KUBE-SERVICES:return:${2 * services + 5}`,
        'nat:PREROUTING:policy:3',
      );
      const filter = [
        'INPUT:rule:1',
        'KUBE-NODEPORTS:return:1',
        'INPUT:rule:2',
        `KUBE-EXTERNAL-SERVICES:return:${services + 1}`,
      ];
      const end = ['INPUT:rule:3', 'KUBE-FIREWALL:return:2', 'INPUT:policy:4'];
      const input = [...filter, ...end].map((place) => `filter:${place}`);
      return [{ into: 'eth0', out: '', places: [...begin, ...nat, 'mangle:INPUT:policy:1', ...input] }];
    }
    default: {
      const nat = first(
        'nat:OUTPUT:rule:1',
        `nat:KUBE-SERVICES:return:${2 * services + 5}`,
        'nat:OUTPUT:policy:3',
      );
      const filter = [
        'OUTPUT:rule:1',
        'KUBE-SERVICES:return:1',
        'OUTPUT:rule:2',
        'KUBE-FIREWALL:return:2',
        'OUTPUT:policy:3',
      ];
      const places = [
        ...['raw:OUTPUT:rule:1', 'raw:OUTPUT:policy:2', 'mangle:OUTPUT:policy:1', ...nat],
        ...filter.map((place) => `filter:${place}`),
        'mangle:POSTROUTING:policy:1',
        ...first('nat:POSTROUTING:policy:9'),
      ];
      return [{ into: '', out: 'eth0', places }];
    }
  }
}

/** Lines of the kernel that are no TRACE lines. */
function drawOther(random) {
  switch (random.below(6)) {
    case 0:
      return `docker0: port ${random.between(1, 9)}(veth${random.letters(7, HEX)}) entered forwarding state`;
    case 1:
      return `audit: type=1400 audit(1598267711.${random.between(100, 999)}:${random.between(1, 99999)}): apparmor="STATUS" operation="profile_load" profile="unconfined" name="docker-default" pid=${random.between(100, 99999)} comm="apparmor_parser"`;
    case 2:
      return `[UFW BLOCK] IN=eth0 OUT= MAC=${drawMac(random)}:08:00 SRC=203.0.113.${random.between(1, 254)} DST=10.0.0.5 LEN=40 TOS=0x00 PREC=0x00 TTL=241 ID=${random.below(65536)} PROTO=TCP SPT=${random.between(1024, 65535)} DPT=${random.between(1, 1023)} WINDOW=1024 RES=0x00 SYN URGP=0 `;
    case 3:
      return `usb 1-1: new high-speed USB device number ${random.between(1, 99)} using xhci_hcd`;
    case 4:
      return `eth0: renamed from veth${random.letters(7, HEX)}`;
    default:
      return `TCP: request_sock_TCP: Possible SYN flooding on port ${random.between(1, 65535)}. Sending cookies.  Check SNMP counters.`;
  }
}
