// `opencases serve` as a process: first start, signals, second servers, addresses that cannot be had.
import assert from 'node:assert/strict'
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { rootKeyIn, runProgram, startProgram, temporaryFolder } from '../support/program.ts'
import { signedFetch } from '../support/send.ts'

const program = join(import.meta.dirname, '..', '..', 'bin', 'opencases.js')

const createDomain = (endpoint: string, data: string, name: string) =>
  signedFetch({ endpoint, rootKey: rootKeyIn(data) }, 'us-east-1', {
    method: 'POST',
    path: '/domains',
    body: { name },
  })

test('[B-810] the first start says where, as whom and in what, and never the secret', async () => {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  await using server = await startProgram(['--data', data, '--region', 'eu-west-1'])
  const file = join(data, 'credentials')
  const { secretAccessKey } = rootKeyIn(data)
  assert.equal(
    server.output.stdout,
    `OpenCases serves on ${server.endpoint}\n` +
      `region eu-west-1, account 000000000000, data in ${data}\n` +
      `root key in ${file} (profile opencases)\n`,
  )
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal(statSync(data).mode & 0o777, 0o700)
  assert.match(readFileSync(file, 'utf8'), /^region = eu-west-1$/m)
  assert.ok(!server.output.stderr.includes(secretAccessKey))
})

test('[B-810] an SDK needs the credentials file and nothing else', async () => {
  using folder = temporaryFolder()
  await using server = await startProgram(['--data', folder.path])
  const script = `
    import { ConnectCasesClient, CreateDomainCommand } from '@aws-sdk/client-connectcases'
    const { domainArn } = await new ConnectCasesClient().send(new CreateDomainCommand({ name: 'support' }))
    console.log(domainArn)`
  const { PATH = '', HOME = '' } = process.env
  const AWS_SHARED_CREDENTIALS_FILE = join(folder.path, 'credentials')
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH, HOME, AWS_SHARED_CREDENTIALS_FILE, AWS_PROFILE: 'opencases' },
    cwd: join(import.meta.dirname, '..', '..'),
    encoding: 'utf8',
  })
  assert.match(printed, /^arn:aws:cases:us-east-1:000000000000:domain\//)
  assert.equal(server.output.stderr, '')
})

test('[B-811] a given root key is taken in place of a generated one', async () => {
  using folder = temporaryFolder()
  const env = {
    OPENCASES_ROOT_ACCESS_KEY_ID: 'AKIATHISISTHEROOTKEY',
    OPENCASES_ROOT_SECRET_ACCESS_KEY: 'a secret of mine'.replaceAll(' ', '-').repeat(2),
  }
  await using server = await startProgram(['--data', folder.path], { env })
  assert.deepEqual(rootKeyIn(folder.path), {
    accessKeyId: env.OPENCASES_ROOT_ACCESS_KEY_ID,
    secretAccessKey: env.OPENCASES_ROOT_SECRET_ACCESS_KEY,
  })
  assert.equal((await createDomain(server.endpoint, folder.path, 'a')).status, 200)
})

test('[B-812] GET /health answers unsigned with version, store and uptime', async () => {
  await using server = await startProgram(['--data', ':memory:'])
  const response = await fetch(`${server.endpoint}/health`)
  assert.equal(response.status, 200)
  const { status, version, store, uptimeSeconds } = (await response.json()) as Record<
    string,
    unknown
  >
  assert.deepEqual([status, store, typeof uptimeSeconds], ['ok', 'sqlite', 'number'])
  assert.match(String(version), /^\d+\.\d+\.\d+$/)
})

test('[B-813] after a kill everything that was answered is still there', async () => {
  using folder = temporaryFolder()
  let key: object
  {
    await using server = await startProgram(['--data', folder.path])
    assert.equal((await createDomain(server.endpoint, folder.path, 'support')).status, 200)
    key = rootKeyIn(folder.path)
    server.child.kill('SIGKILL')
    await server.ended
  }
  await using again = await startProgram(['--data', folder.path])
  assert.deepEqual(rootKeyIn(folder.path), key)
  const second = await createDomain(again.endpoint, folder.path, 'support')
  assert.equal(second.error, 'ConflictException')
})

/** A request whose body the server is waiting for. */
const holdRequest = async (endpoint: string) => {
  const socket = connect(Number(new URL(endpoint).port), '127.0.0.1')
  let received = ''
  socket.on('error', () => undefined)
  socket.on('data', (chunk) => {
    received += String(chunk)
  })
  socket.write(
    'POST /domains HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 2\r\n' +
      'authorization: AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/cases/aws4_request, ' +
      `SignedHeaders=host, Signature=${'0'.repeat(64)}\r\nx-amz-date: 20260101T000000Z\r\n\r\n`,
  )
  while (!received.includes('100 Continue')) await once(socket, 'data')
  return { socket, received: () => received }
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`[B-814] ${signal} lets a request in flight finish, then ends with 0`, async () => {
    using folder = temporaryFolder()
    await using server = await startProgram(['--data', folder.path])
    const { socket, received } = await holdRequest(server.endpoint)
    server.child.kill(signal)
    while (!server.output.stderr.includes('draining')) await once(server.child.stderr, 'data')
    socket.write('{}')
    await once(socket, 'close')
    assert.match(received(), /HTTP\/1\.1 403 /)
    assert.equal((await server.ended).code, 0)
  })
}

test('[B-814] a signal to `npm start` reaches the server', async () => {
  using folder = temporaryFolder()
  const words = ['start', '--silent', '--', '--port', '0', '--data', folder.path]
  const npm = spawn('npm', words, { cwd: join(import.meta.dirname, '..', '..') })
  const ended = once(npm, 'close')
  const [line] = await once(npm.stdout, 'data')
  const [endpoint] = /http:\S+/.exec(String(line)) ?? []
  npm.kill('SIGTERM')
  assert.deepEqual(await ended, [0, null])
  await assert.rejects(fetch(`${endpoint}/health`))
})

test('[B-814] a second signal ends at once', async () => {
  await using server = await startProgram(['--data', ':memory:'])
  const { socket } = await holdRequest(server.endpoint)
  server.child.kill('SIGTERM')
  while (!server.output.stderr.includes('draining')) await once(server.child.stderr, 'data')
  // Signals within half a second count as one: a terminal sends its own to everybody in the line.
  const timer = setInterval(() => server.child.kill('SIGTERM'), 100)
  const { code } = await server.ended
  clearInterval(timer)
  socket.destroy()
  assert.equal(code, 1)
})

test('[B-815] a second server on a data folder is refused with a sentence', async () => {
  using folder = temporaryFolder()
  await using server = await startProgram(['--data', folder.path])
  const second = await runProgram(['serve', '--port', '0', '--data', folder.path])
  assert.equal(second.code, 1)
  assert.equal(
    second.stderr,
    `opencases: Another server is running on the data folder ${folder.path}.\n`,
  )
  assert.equal((await fetch(`${server.endpoint}/health`)).status, 200)
})

test('[B-816] an address that cannot be had ends the start with a sentence', async () => {
  await using server = await startProgram(['--data', ':memory:'])
  const { port } = new URL(server.endpoint)
  const used = await runProgram(['serve', '--port', port, '--data', ':memory:'])
  assert.equal(used.code, 1)
  assert.equal(
    used.stderr,
    `opencases: 127.0.0.1:${port} is in use by another program; choose another port.\n`,
  )
  const foreign = await runProgram([
    'serve',
    '--host',
    '192.0.2.1',
    '--port',
    '0',
    '--data',
    ':memory:',
  ])
  assert.equal(foreign.code, 1)
  assert.match(foreign.stderr, /^opencases: 192\.0\.2\.1 is no address of this machine\.\n$/)
})

test('[B-816] a data folder that cannot be made ends the start with a sentence', async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'file')
  writeFileSync(file, '')
  const { code, stderr } = await runProgram(['serve', '--port', '0', '--data', join(file, 'data')])
  assert.equal(code, 1)
  assert.match(stderr, /^opencases: \S+ lies below something that is no folder\.\n$/)
  // The working folder is deleted before the program makes its own in it.
  const script = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
  const gone = join(folder.path, 'gone')
  mkdirSync(gone)
  const words = [process.execPath, program, 'serve', '--port', '0', '--data', './data']
  const nowhere = spawnSync('sh', ['-c', script, 'sh', gone, ...words], {
    encoding: 'utf8',
    timeout: 20_000,
    killSignal: 'SIGKILL',
  })
  assert.equal(nowhere.status, 1)
  assert.equal(nowhere.stderr.trimEnd().split('\n').length, 1, nowhere.stderr)
})

test('[B-816] a key file that others may read, and another key, end the start', async () => {
  using folder = temporaryFolder()
  {
    await using server = await startProgram(['--data', folder.path])
    server.child.kill('SIGTERM')
    assert.equal((await server.ended).code, 0)
  }
  const key = join(folder.path, 'server.key')
  chmodSync(key, 0o644)
  const open = await runProgram(['serve', '--port', '0', '--data', folder.path])
  assert.equal(open.code, 1)
  assert.match(open.stderr, /may be read by others \(mode 644\)/)
  chmodSync(key, 0o600)
  const env = { OPENCASES_KEY: 'ab'.repeat(32) }
  const other = await runProgram(['serve', '--port', '0', '--data', folder.path], { env })
  assert.equal(other.code, 1)
  assert.match(other.stderr, /^opencases: The server key does not open the access keys/)
})

test('[B-817] TLS files that are not there or no certificate end the start', async () => {
  using folder = temporaryFolder()
  const file = join(folder.path, 'pem')
  writeFileSync(file, 'no certificate')
  const start = (cert: string) =>
    runProgram([
      'serve',
      '--port',
      '0',
      '--data',
      ':memory:',
      '--tls-cert',
      cert,
      '--tls-key',
      cert,
    ])
  assert.match(
    (await start(`${file}.missing`)).stderr,
    /^opencases: \S+missing does not exist\.\n$/,
  )
  const bad = await start(file)
  assert.equal(bad.code, 2)
  assert.match(bad.stderr, /are no certificate and its key \(PEM\)\.\n$/)
})

test('[B-818] listening beyond this machine without TLS warns', async () => {
  await using server = await startProgram(['--data', ':memory:', '--host', '0.0.0.0'])
  while (!server.output.stderr.includes('\n')) await once(server.child.stderr, 'data')
  assert.match(server.output.stderr, /without TLS/)
})

test('[B-841] the log at debug has a line for each request, without secrets and bodies', async () => {
  using folder = temporaryFolder()
  await using server = await startProgram(['--data', folder.path, '--log', 'debug'])
  assert.equal((await createDomain(server.endpoint, folder.path, 'confidential')).status, 200)
  while (!server.output.stderr.includes('\n')) await once(server.child.stderr, 'data')
  const [line = ''] = server.output.stderr.split('\n')
  const { method, path, status, ms, requestId } = JSON.parse(line)
  assert.deepEqual([method, path, status, typeof ms], ['POST', '/domains', 200, 'number'])
  assert.match(requestId, /^[0-9a-f-]{36}$/)
  assert.ok(
    !line.includes('confidential') && !line.includes(rootKeyIn(folder.path).secretAccessKey),
  )
})

const olderNode = '/usr/bin/node'
const isOlder =
  existsSync(olderNode) &&
  /^v(20|21|22|23)\./.test(execFileSync(olderNode, ['--version'], { encoding: 'utf8' }))

test('[B-819] a checkout runs on the Node that it brings', { skip: !isOlder }, async () => {
  using folder = temporaryFolder()
  const options = { node: olderNode }
  const bad = await runProgram(['sing'], options)
  assert.equal(bad.code, 2)
  await using server = await startProgram(['--data', folder.path], options)
  assert.equal((await createDomain(server.endpoint, folder.path, 'a')).status, 200)
  server.child.kill('SIGTERM')
  assert.equal((await server.ended).code, 0)
})
