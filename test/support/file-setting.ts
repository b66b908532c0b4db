// A server with a case and an instance of Amazon Connect, for tests of attached files. Its data is in a folder, so
// that a test can see what lies there; wall time can be moved on.
import assert from 'node:assert/strict'
import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Connect, StartAttachedFileUploadCommandInput } from '@aws-sdk/client-connect'
import { realClock } from '../../src/clock.ts'
import { codeOf } from '../../src/files/file-system.ts'
import { connectFor, connectWith, instanceInput } from './connect.ts'
import { expectError } from './errors.ts'
import { fileBytes } from './file-bytes.ts'
import { temporaryFolder } from './program.ts'
import { given, seedCase, seedDomain } from './seed.ts'
import { startTestServer, type TestServerOptions } from './server.ts'

export type Started = {
  readonly FileId: string
  readonly FileArn: string
  readonly url: string
  readonly headers: Record<string, string>
}

type Reason = 'INVALID_FILE_NAME' | 'INVALID_FILE_SIZE' | 'INVALID_FILE_TYPE'

/** @param settings of the server as flags. */
export const fileSetting = async (
  settings: Record<string, string> = {},
  options: Pick<TestServerOptions, 'defectsExpected'> = {},
) => {
  const folder = temporaryFolder()
  const data = join(folder.path, 'data')
  const clock = movableClock()
  const test = await startTestServer({ settings: { data, ...settings }, clock, ...options })
  const cases = test.client
  const connect = connectWith(test)
  const InstanceId = given((await connect.createInstance(instanceInput())).Id)
  const domain = await seedDomain(cases)
  const { domainId } = domain
  await tie(connect, InstanceId, domain.domainArn)
  const newCase = async () => {
    const { caseId } = await seedCase(cases, domain)
    const arn = `arn:aws:cases:us-east-1:000000000000:domain/${domainId}/case/${caseId}`
    return { caseId, arn, at: { InstanceId, AssociatedResourceArn: arn } }
  }
  const own = await newCase()
  const clients = [connect]
  return {
    ...test,
    ...uploading(connect, own.at),
    cases,
    connect,
    clock,
    data,
    domainId,
    domain,
    newCase,
    ...own,
    /** A client of Amazon Connect who may do what the policy's statements allow. */
    as: async (...Statement: object[]) => {
      const policy = { Version: '2012-10-17', Statement }
      const client = await connectFor(test, policy, `user-${clients.length}`)
      clients.push(client)
      return client
    },
    /** What lies in the folder of files: paths below it. */
    lying: () => filesBelow(join(data, 'files')),
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.destroy()
      await test[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

/** Make the cases of a domain those of an instance. */
export const tie = async (connect: Connect, InstanceId: string, IntegrationArn: string) => {
  await connect.createIntegrationAssociation({
    InstanceId,
    IntegrationType: 'CASES_DOMAIN',
    IntegrationArn,
  })
}

export type FileSetting = Awaited<ReturnType<typeof fileSetting>>

type At = { readonly InstanceId: string; readonly AssociatedResourceArn: string }

/** The steps of an upload, and all of them at once, on the setting's own case unless `at` says otherwise. */
const uploading = (connect: Connect, own: At) => {
  const start = async (
    name: string,
    size: number,
    more: Partial<StartAttachedFileUploadCommandInput> = {},
  ): Promise<Started> => {
    const answer = await connect.startAttachedFileUpload({
      ...own,
      FileName: name,
      FileSizeInBytes: size,
      FileUseCaseType: 'ATTACHMENT',
      ...more,
    })
    const { Url, HeadersToInclude } = given(answer.UploadUrlMetadata)
    return {
      FileId: given(answer.FileId),
      FileArn: given(answer.FileArn),
      url: given(Url),
      headers: given(HeadersToInclude),
    }
  }
  const complete = ({ FileId }: { FileId: string }, at: At = own) =>
    connect.completeAttachedFileUpload({ ...at, FileId })
  const get = ({ FileId }: { FileId: string }, at: At = own) =>
    connect.getAttachedFile({ ...at, FileId })
  return {
    start,
    complete,
    get,
    /** Announce a file and send its bytes. */
    sendFile: async (name: string, bytes: Buffer = bytesFor(name), at: At = own) => {
      const started = await start(name, bytes.length, at)
      const { status, text } = await put(started, bytes)
      assert.equal(status, 200, text)
      return started
    },
    /** A whole upload. */
    attach: async (name: string, bytes: Buffer = bytesFor(name), at: At = own) => {
      const started = await start(name, bytes.length, at)
      await put(started, bytes)
      await complete(started, at)
      return started
    },
    /** The URL that gives the bytes. */
    urlOf: async (file: { FileId: string }, at: At = own) =>
      given((await get(file, at)).DownloadUrlMetadata?.Url),
    statusOf: async (file: { FileId: string }, at: At = own) => (await get(file, at)).FileStatus,
  }
}

/** Send bytes to the URL of an upload. */
export const put = async ({ url, headers }: Pick<Started, 'headers' | 'url'>, body: Buffer) => {
  const answer = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) })
  const error = answer.headers.get('x-amzn-errortype') ?? undefined
  return { status: answer.status, error, text: await answer.text(), headers: answer.headers }
}

export const bytesFor = (name: string): Buffer =>
  fileBytes[name.split('.').at(-1) ?? ''] ?? assert.fail(`no bytes for ${name}`)

/** The call is refused with AWS's reason. */
export const expectReason = async (call: Promise<unknown>, reason: Reason): Promise<void> => {
  const error = await expectError(call, 'InvalidRequestException')
  const { Reason } = error as { Reason?: object }
  assert.deepEqual(Reason, { AttachedFileInvalidRequestExceptionReason: reason })
}

/** Wait for what happens by itself, without a request. */
export const eventually = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  const clock = realClock()
  // What is cleared away takes a tenth of the time at most, and none for ten times as long as a round took.
  const until = clock.monotonicMs() + 60_000
  while (!(await holds())) {
    assert.ok(clock.monotonicMs() < until, 'it did not happen')
    await clock.sleep(50)
  }
}

/** The files of a folder as paths below it. A server may remove some of it meanwhile, folders too. */
export const filesBelow = (folder: string): string[] =>
  entriesOf(folder)
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(join(folder, entry.name)).map((name) => join(entry.name, name))
        : [entry.name],
    )
    .sort()

const entriesOf = (folder: string): Dirent[] => {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

const movableClock = () => {
  const real = realClock()
  let ms = 0
  return {
    ...real,
    wallNow: () => real.wallNow() + ms,
    /** Move wall time on: signatures made before are soon too old. */
    advanceWall: (byMs: number) => {
      ms += byMs
    },
  }
}
