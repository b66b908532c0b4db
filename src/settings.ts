// Every setting of the program, one table, from which names, help and checks all follow: `bodyBytesMax` is the
// flag `--body-bytes-max` and the variable `OPENCASES_BODY_BYTES_MAX`. Pure: `config.ts` reads the environment.
import {
  filesPlace,
  flag,
  httpUrl,
  instant,
  integer,
  isNetwork,
  isOrigin,
  listOf,
  mebibyte,
  oneOf,
  parseQuotas,
  serverKey,
  text,
} from './setting-values.ts'

/** What is wrong with how the program was started; its message is the sentence that the user sees. */
export class ConfigError extends Error {}

type Setting<Value> = {
  /** `NAME` of the help; a setting without one is a switch. */
  readonly value?: string
  readonly default?: string
  readonly help: string
  readonly parse: (text: string) => Value
}

const setting = <Value>(data: Setting<Value>): Setting<Value> => data

/** Every setting there is, in the order of the help; `dataFolder` is `--data` and `OPENCASES_DATA`. */
export const settings = {
  host: setting({
    value: 'ADDRESS',
    default: '127.0.0.1',
    help: 'address to listen on',
    parse: text(/^[0-9A-Za-z.:_-]+$/, 'an IP address or a host name'),
  }),
  port: setting({
    value: 'NUMBER',
    default: '4580',
    help: 'port to listen on; 0 takes a free one',
    parse: integer(0, 65535),
  }),
  data: setting({
    value: 'FOLDER',
    default: './data',
    help: 'data folder; :memory: keeps nothing',
    parse: text(/^[^\0]+$/, 'a path'),
  }),
  databaseUrl: setting({
    value: 'URL',
    help: 'PostgreSQL in place of a database in the data folder: postgres://user:password@host/name',
    parse: text(
      /^postgres(?:ql)?:\/\/\S+$/,
      'an address such as postgres://user:password@host/name',
    ),
  }),
  databaseConnections: setting({
    value: 'NUMBER',
    default: '8',
    help: 'connections to PostgreSQL for reads; one more writes',
    parse: integer(1, 1000),
  }),
  region: setting({
    value: 'REGION',
    default: 'us-east-1',
    help: 'region of ARNs and signatures',
    parse: text(/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/, 'a region such as us-east-1'),
  }),
  account: setting({
    value: 'ID',
    default: '000000000000',
    help: 'account of ARNs',
    parse: text(/^\d{12}$/, '12 digits'),
  }),
  rootAccessKeyId: setting({
    value: 'ID',
    help: 'root access key, in place of a generated one',
    parse: text(/^\w{16,128}$/, '16 to 128 letters, digits or underscores'),
  }),
  rootSecretAccessKey: setting({
    value: 'SECRET',
    help: 'its secret (better in the environment: others can read a command line)',
    parse: text(/^[\x21-\x7e]{16,256}$/, '16 to 256 visible ASCII characters'),
  }),
  key: setting({
    value: 'KEY',
    help: 'server key, 32 bytes as base64 or hex, in place of the key file in the data folder',
    parse: serverKey,
  }),
  log: setting({
    value: 'LEVEL',
    default: 'info',
    help: 'fatal, error, warn, info, debug, trace or silent; debug has a line for each request',
    parse: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
  }),
  tlsCert: setting({
    value: 'FILE',
    help: 'certificate chain (PEM): serve HTTPS',
    parse: text(/^[^\0]+$/, 'a path'),
  }),
  tlsKey: setting({
    value: 'FILE',
    help: 'private key (PEM) of the certificate',
    parse: text(/^[^\0]+$/, 'a path'),
  }),
  trustedProxies: setting({
    value: 'LIST',
    default: '',
    help: 'addresses or networks whose X-Forwarded-For and -Proto are believed, e.g. 10.0.0.0/8',
    parse: listOf(isNetwork, 'addresses or networks, separated by commas'),
  }),
  corsOrigins: setting({
    value: 'LIST',
    default: '',
    help: 'origins whose browsers may call, e.g. https://desk.example.com',
    parse: listOf(isOrigin, 'origins such as https://desk.example.com, separated by commas'),
  }),
  caseRules: setting({
    value: 'MODE',
    default: 'enforced',
    help: 'enforced, or advisory: case rules refuse no write',
    parse: oneOf('advisory', 'enforced'),
  }),
  connect: setting({
    value: 'WHERE',
    default: 'here',
    help: 'here, or aws: contacts and users not known here are looked up in Amazon Connect',
    parse: oneOf('aws', 'here'),
  }),
  throttle: setting({
    value: 'MODE',
    default: 'off',
    help: "off, or aws: AWS's request rates for each operation",
    parse: oneOf('aws', 'off'),
  }),
  quotas: setting({
    value: 'LIST',
    default: '',
    help: 'quotas that differ, e.g. relatedItemsPerCase=500,slasPerCase=20',
    parse: parseQuotas,
  }),
  bodyBytesMax: setting({
    value: 'BYTES',
    default: String(8 * mebibyte),
    help: 'largest request body',
    parse: integer(1024, 1024 * mebibyte),
  }),
  bodyBytesMaxLarge: setting({
    value: 'BYTES',
    default: String(32 * mebibyte),
    help: 'largest request body of CreateCaseRule and UpdateCaseRule',
    parse: integer(1024, 1024 * mebibyte),
  }),
  connectionsMax: setting({
    value: 'NUMBER',
    default: '4096',
    help: 'open connections',
    parse: integer(1, 1_000_000),
  }),
  requestTimeoutSeconds: setting({
    value: 'SECONDS',
    default: '60',
    help: 'time that a client has to send a request',
    parse: integer(1, 3600),
  }),
  idleTimeoutSeconds: setting({
    value: 'SECONDS',
    default: '65',
    help: 'time that an idle connection stays open',
    parse: integer(1, 3600),
  }),
  sinks: setting({
    value: 'FILE',
    default: '',
    help: 'JSON file of the sinks that outgoing events go to, or the JSON itself; see docs/events.md',
    parse: text(/^[^\0]*$/, 'a path, or a JSON list'),
  }),
  outboxRetentionHours: setting({
    value: 'HOURS',
    default: '24',
    help: 'time that an outgoing event is kept when every sink has it',
    parse: integer(1, 24 * 366),
  }),
  files: setting({
    value: 'PLACE',
    default: 'folder',
    help: 'where attached files lie: folder (in the data folder) or s3://BUCKET/PREFIX',
    parse: filesPlace,
  }),
  filesEndpoint: setting({
    value: 'URL',
    help: 'endpoint of the bucket, if it is not at Amazon',
    parse: httpUrl,
  }),
  filesRegion: setting({
    value: 'REGION',
    help: 'region of the bucket, if it is another than that of ARNs',
    parse: text(/^[a-z0-9-]{1,40}$/, 'a region'),
  }),
  filesScanner: setting({
    value: 'COMMAND',
    help: 'approves uploaded files: a command that reads one on standard input, or a URL',
    parse: text(/^[^\0\n]*\S[^\0\n]*$/, 'a command or a URL'),
  }),
  filesTransferSeconds: setting({
    value: 'SECONDS',
    default: '900',
    help: 'time that a client has to send a file',
    parse: integer(1, 24 * 3600),
  }),
  clock: setting({
    value: 'MODE',
    default: 'real',
    help: 'real, or virtual: time for tests, on loopback only; see docs/testing.md',
    parse: oneOf('real', 'virtual'),
  }),
  clockStart: setting({
    value: 'TIME',
    help: 'where a virtual clock begins, in place of now, e.g. 2026-11-23T10:00:00Z',
    parse: instant,
  }),
  debugSignatures: setting({
    default: 'false',
    help: 'put the expected canonical request into InvalidSignatureException',
    parse: flag,
  }),
} as const
