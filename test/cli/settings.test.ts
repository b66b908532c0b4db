// Flags and environment: what is taken, and with which sentence the rest is refused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig, variableOf } from '../../src/config.ts'
import { ConfigError, settings } from '../../src/settings.ts'
import { runProgram, temporaryFolder } from '../support/program.ts'

const refusal = (flags: Record<string, string>, env: Record<string, string> = {}): string => {
  try {
    readConfig(flags, env)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.message
  }
  return assert.fail('the settings were taken')
}

test('[B-800] every setting has the default that the help names', () => {
  const config = readConfig()
  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.port, 4580)
  assert.equal(config.data, './data')
  assert.equal(config.caseRules, 'enforced')
  assert.equal(config.throttle, 'off')
  assert.equal(config.bodyBytesMax, 8 * 1024 * 1024)
  assert.equal(config.bodyBytesMaxLarge, 32 * 1024 * 1024)
  assert.deepEqual(config.location, {
    partition: 'aws',
    region: 'us-east-1',
    accountId: '000000000000',
  })
  assert.ok(Object.isFrozen(config))
})

test('[B-800] a setting is a variable and a flag, and the flag wins', () => {
  const env = { OPENCASES_PORT: '1111', OPENCASES_BODY_BYTES_MAX: '4096' }
  assert.equal(readConfig({}, env).port, 1111)
  assert.equal(readConfig({ port: '2222' }, env).port, 2222)
  assert.equal(readConfig({}, env).bodyBytesMax, 4096)
})

test('[B-1030] [B-1037] files lie in a folder, or in a bucket under a prefix', () => {
  const place = (files: string) => readConfig({ files }).files
  assert.deepEqual(readConfig().files, { kind: 'folder' })
  assert.deepEqual(place('s3://bucket'), { kind: 's3', bucket: 'bucket', prefix: '' })
  assert.deepEqual(place('s3://b.c-d/'), { kind: 's3', bucket: 'b.c-d', prefix: '' })
  assert.deepEqual(place('s3://bucket/a/b//'), { kind: 's3', bucket: 'bucket', prefix: 'a/b/' })
})

test('[B-801] the partition of ARNs follows from the region', () => {
  const partition = (region: string) => readConfig({ region }).location.partition
  assert.equal(partition('eu-central-1'), 'aws')
  assert.equal(partition('cn-north-1'), 'aws-cn')
  assert.equal(partition('us-gov-west-1'), 'aws-us-gov')
})

test('[B-802] an unknown variable is refused, those of the tests are not', () => {
  assert.equal(
    refusal({}, { OPENCASES_PROT: '1' }),
    'Unknown setting OPENCASES_PROT; see opencases --help.',
  )
  readConfig({}, { OPENCASES_TEST_SERVICE_MODEL: 'x', PATH: '/bin' })
})

test('[B-802] a bad value is refused by a sentence that names the setting and not the value', () => {
  const bad: Record<string, readonly string[]> = {
    files: ['', 's3://', 's3://A/b', 's3://bucket/a b', 'https://bucket', './folder'],
    'files-endpoint': ['', 'storage:9000', 'ftp://storage'],
    'files-scanner': ['', ' '],
    'files-transfer-seconds': ['0', 'x'],
    port: ['x', '-1', '65536', '', '1e3', '80.5'],
    host: ['', 'a b'],
    region: ['useast1', 'US-EAST-1'],
    account: ['1', '12345678901x'],
    log: ['loud'],
    'trusted-proxies': ['10.0.0.0/33', 'proxy', '10.0.0.0/8/8', '::1/129'],
    'cors-origins': ['desk.example.com', 'https://desk.example.com/path'],
    'case-rules': ['off'],
    throttle: ['on'],
    quotas: ['nothing=1', 'slasPerCase', 'slasPerCase=x', 'slasPerCase=1=2', 'fieldsPerLayout=200'],
    'body-bytes-max': ['0', '-1', '99999999999999'],
    'debug-signatures': ['yes'],
    key: ['short', 'a'.repeat(63)],
    'root-access-key-id': ['short', 'with blanks in between'],
  }
  for (const [flag, values] of Object.entries(bad)) {
    for (const value of values) {
      const message = refusal({ [flag]: value })
      assert.ok(message.startsWith(`--${flag} must be `) && message.endsWith('.'), message)
      const variable = `OPENCASES_${flag.replaceAll('-', '_').toUpperCase()}`
      assert.ok(refusal({}, { [variable]: value }).startsWith(`${variable} must be `))
    }
  }
  assert.ok(!refusal({ key: 'my secret' }).includes('my secret'))
})

test('[B-802] settings that need each other come together', () => {
  assert.match(refusal({ 'tls-cert': 'a.pem' }), /OPENCASES_TLS_CERT needs OPENCASES_TLS_KEY/)
  assert.match(refusal({ 'root-secret-access-key': 'x'.repeat(40) }), /needs OPENCASES_ROOT_ACCESS/)
})

test('[B-803] quotas differ one by one', () => {
  const { quotas } = readConfig({ quotas: 'relatedItemsPerCase=500, slasPerCase=20' })
  assert.equal(quotas.relatedItemsPerCase, 500)
  assert.equal(quotas.slasPerCase, 20)
  assert.equal(quotas.fieldsPerLayout, 100)
  assert.equal(quotas.domainsPerAccount, 5)
})

test('[B-804] the help lists every setting as flag and variable, and every command', async () => {
  const { code, stdout, stderr } = await runProgram(['--help'])
  assert.equal(code, 0)
  assert.equal(stderr, '')
  for (const name of Object.keys(settings)) {
    assert.ok(stdout.includes(` ${variableOf(name)}\n`), name)
  }
  for (const command of ['serve', 'keys create', 'keys list', 'keys revoke', 'verify', 'backup']) {
    assert.ok(stdout.includes(`  ${command}`), command)
  }
})

test('[B-804] --version prints the version', async () => {
  const { code, stdout } = await runProgram(['--version'])
  assert.equal(code, 0)
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/)
})

test('[B-805] wrong usage ends with exit code 2 and one sentence', async () => {
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^opencases: A command is missing/],
    [['sing'], /^opencases: Unknown command sing/],
    [['serve', '--loud'], /^opencases: Unknown flag --loud/],
    [['serve', '-p', '1'], /^opencases: Unknown flag -p/],
    [['serve', '--port'], /^opencases: --port needs a value/],
    [['serve', '--port', '1', '--port=2'], /^opencases: --port is given twice/],
    [['serve', '--name', 'x'], /^opencases: serve has no flag --name/],
    [['serve', 'now'], /^opencases: serve does not know what to do with now/],
    [['keys'], /^opencases: keys wants create, list or revoke/],
    [['keys', 'create', '--name', 'x'], /^opencases: keys create needs --name and --policy/],
    [['keys', 'list', 'all'], /^opencases: keys wants create, list or revoke/],
    [['keys', 'list', '--json'], /^opencases: keys wants create, list or revoke/],
    [['keys', 'create', 'x', '--name', 'x'], /^opencases: keys wants create, list or revoke/],
    [['backup'], /^opencases: backup needs a FILE/],
    [['restore', 'x', '--data', ':memory:'], /^opencases: restore needs a data folder/],
    [['restore'], /^opencases: restore needs a FILE/],
  ]
  for (const [words, sentence] of wrong) {
    const { code, stdout, stderr } = await runProgram(words)
    assert.equal(code, 2, words.join(' '))
    assert.equal(stdout, '')
    assert.match(stderr, sentence)
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr)
  }
})

test('[B-805] a bad variable stops the start with exit code 2', async () => {
  using folder = temporaryFolder()
  const env = { OPENCASES_PORT: 'x', OPENCASES_DATA: folder.path }
  const { code, stderr } = await runProgram(['serve'], { env })
  assert.equal(code, 2)
  assert.equal(stderr, 'opencases: OPENCASES_PORT must be a whole number from 0 to 65535.\n')
})
